#include "tools/huiqi/decide/paid_before.h"

#include <cstdint>
#include <optional>
#include <vector>

#include <CLI/CLI.hpp>

#include "tools/huiqi/decide/payment_history.h"
#include "tools/huiqi/decide/settlement_run.h"
#include "tools/huiqi/ledger/ledger_use.h"

namespace huiqi {

void PaidBefore::add_options(CLI::App& command) {
    command.add_option("--history", history, "payments made before, for rules that ask: .csv / 以前的拨付");
    command.add_option("--ledger", ledger, "a ledger whose payments count as made before / 台账");
}

Exit PaidBefore::read(const Program& program, const LoadedRules& rules, const Selected& selected, const Schema& schema,
                      std::shared_ptr<const PaidRecords>& paid) const {
    if (history.empty() && ledger.empty()) {
        return Exit::done;
    }
    if (!schema.asks_payments() || selected.bundle == nullptr) {
        complain(program,
                 {"没有规则问以前的拨付，--history、--ledger 在这里没有用", "no rule of a bundle asks for payments made before: --history and --ledger have no use here"},
                 {"申报项写“来自: 台账”，组合写明申请人；上限和补差的以前的拨付写在 settle 里",
                  "write an input `from: ledger`, and a bundle that names the applicant; what limits and top-ups count belongs to `settle`"});
        return Exit::wrong_use;
    }
    const std::vector<std::string> keys{selected.bundle->keys.applicant};
    PaymentHistory paid_before;
    if (!ledger.empty()) {
        const auto opened = open_ledger(program, ledger);
        if (opened == nullptr) {
            return Exit::input_missing;
        }
        if (const Exit problem = ledger_history(program, *opened, *selected.bundle, keys, ledger_end, paid_before); problem != Exit::done) {
            return problem;
        }
    }
    if (!history.empty()) {
        std::vector<DataFault> faults;
        read_payment_history(history, *selected.bundle, rules.rulebook.incentives, keys, paid_before, faults);
        show_faults(program, faults);
        if (any_error(faults)) {
            return input_problem(faults);
        }
    }
    paid = std::make_shared<const PaidRecords>(keys.front(), std::size_t{0}, selected.bundle->incentives, paid_before.payments);
    return Exit::done;
}

}  // namespace huiqi
