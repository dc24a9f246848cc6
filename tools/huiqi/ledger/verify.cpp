#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "engine/io/part_file.h"
#include "engine/ledger/verify.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/ledger/engine_build.h"
#include "tools/huiqi/ledger/ledger_use.h"
#include "tools/huiqi/progress.h"

namespace huiqi {
namespace {

/// A batch that another program than this one decided. Its digests are checked all the same; its amounts come out of a
/// recomputation.
struct OtherBuild {
    std::string batch;
    std::string version;
    std::string sources;
};

[[nodiscard]] std::vector<OtherBuild> other_builds(Ledger& ledger) {
    std::vector<OtherBuild> found;
    for (const std::string& batch : batch_names(ledger)) {
        const auto account = read_account(ledger, batch);
        if (account && !is_this_build(account->decision.engine, account->decision.sources)) {
            found.push_back({batch, account->decision.engine, account->decision.sources});
        }
    }
    return found;
}

/// Says it once for each other program, with the batches that it decided.
[[nodiscard]] std::string build_notes(const Program& program, const std::vector<OtherBuild>& found) {
    std::map<std::pair<std::string, std::string>, std::string> batches;
    for (const OtherBuild& one : found) {
        std::string& names = batches[{one.version, one.sources}];
        names += (names.empty() ? "" : ", ") + one.batch;
    }
    const Bilingual ours = build_words(HUIQI_VERSION, sources_digest());
    std::string text;
    for (const auto& [build, names] : batches) {
        const Bilingual theirs = build_words(build.first, build.second);
        text += program.say({"由程序 " + theirs.zh + " 核定的批次：" + names + "；这个程序是 " + ours.zh + "，两者算的是否一样，用 huiqi batch export 复算",
                             "batches decided by version " + theirs.en + ": " + names + "; this is " + ours.en + ": `huiqi batch export` tells whether both come to the same"}) + "\n";
    }
    return text;
}

struct VerifyOptions {
    std::string ledger;
    std::string head;
};

Exit verify(const Program& program, const VerifyOptions& options) {
    Exit unopened = Exit::input_missing;
    const auto ledger = open_ledger(program, options.ledger, &unopened);
    if (ledger == nullptr) {
        return unopened;
    }
    const LedgerCheck check = [&] {
        Progress progress(program);
        return verify_ledger(*ledger, options.head, [&progress](std::uint64_t done, std::uint64_t total) { progress.show(done, total, done); });
    }();
    const std::vector<OtherBuild> others = ledger->good() ? other_builds(*ledger) : std::vector<OtherBuild>();
    if (program.json) {
        nlohmann::ordered_json all;
        all["sound"] = check.faults.empty();
        all["entries"] = check.entries;
        all["batches"] = check.batches;
        all["payments"] = check.payments;
        all["head"] = check.head;
        all["other_builds"] = nlohmann::ordered_json::array();
        for (const OtherBuild& one : others) {
            all["other_builds"].push_back({{"batch", one.batch}, {"engine", one.version}, {"sources", one.sources}});
        }
        all["faults"] = nlohmann::ordered_json::array();
        for (const LedgerFault& fault : check.faults) {
            all["faults"].push_back({{"code", fault.code}, {"message", fault.message.in(program.language)}});
        }
        if (!put(all.dump() + "\n")) {
            return Exit::input_output;
        }
        return check.faults.empty() ? Exit::done : Exit::answer_is_no;
    }
    for (const LedgerFault& fault : check.faults) {
        talk(render_fault(fault, program.language));
    }
    const std::string counts = std::to_string(check.entries);
    const Bilingual told =
        check.faults.empty()
            ? Bilingual{"台账完好：" + counts + " 条记录、" + std::to_string(check.batches) + " 个批次、" +
                            std::to_string(check.payments) + " 笔拨付，链尾摘要 " + check.head,
                        "the ledger is sound: " + counts + " entries, " + std::to_string(check.batches) + " batches, " +
                            std::to_string(check.payments) + " payments; head " + check.head}
            : Bilingual{"台账有 " + std::to_string(check.faults.size()) + " 处对不上",
                        std::to_string(check.faults.size()) + " things in the ledger do not tie"};
    return put(program.say(told) + "\n" + build_notes(program, others)) && check.faults.empty() ? Exit::done : Exit::answer_is_no;
}

}  // namespace

void add_verify(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand("verify", "finds any byte of a ledger that was changed / 核验台账");
    auto options = std::make_shared<VerifyOptions>();
    command->add_option("--ledger", options->ledger, "a file (SQLite), or postgresql://… / 台账")->required();
    command->add_option("--head", options->head, "a digest that the chain must have: finds entries cut off / 应有的摘要");
    command->footer("examples:\n"
                    "  huiqi verify --ledger ledger.db\n"
                    "  huiqi verify --ledger ledger.db --head 9f2c…");
    command->callback([options, &chosen] {
        chosen = [options](const Program& program) {
            remove_parts_on_signal("\nhuiqi: stopped; nothing was said of the ledger and nothing changed: repeat the command / "
                                   "已停止；核验没有做完，台账没有动：把命令再执行一遍\n");
            return verify(program, *options);
        };
    });
}

}  // namespace huiqi
