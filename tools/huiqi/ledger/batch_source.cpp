#include "tools/huiqi/ledger/batch_source.h"

#include <CLI/CLI.hpp>

#include "tools/huiqi/ledger/ledger_use.h"

namespace huiqi {

void BatchSource::add_options(CLI::App& command) {
    command.add_option("RULES", task.rules, "a bundle, where no ledger is named / 组合");
    command.add_option("INPUT", task.input, "applications, where no ledger is named / 申报数据");
    command.add_option("--ledger", ledger, "a file (SQLite), or postgresql://… / 台账");
    command.add_option("--batch", batch, "the batch in the ledger / 批次编号");
    command.add_option("--history", task.history, "payments made before: .csv / 以前的拨付");
    task.choice.add_options(command);
    add_input_options(command, task.reading);
}

Exit BatchSource::check(const Program& program, const Bilingual& example) const {
    const bool kept = !ledger.empty() && !batch.empty();
    const bool rules = !task.rules.empty() && !task.input.empty();
    if (kept == rules || ledger.empty() != batch.empty()) {
        complain(program, {"写 --ledger 和 --batch，或者写 规则 和 申报数据", "say --ledger and --batch, or RULES and INPUT"}, example);
        return Exit::wrong_use;
    }
    return Exit::done;
}

Exit BatchSource::open(const Program& program, std::unique_ptr<Ledger>& opened, std::optional<BatchAccount>& account) const {
    opened = open_ledger(program, ledger);
    account = opened == nullptr ? std::nullopt : find_batch(program, *opened, batch);
    return account ? Exit::done : opened == nullptr ? Exit::input_missing : Exit::wrong_use;
}

}  // namespace huiqi
