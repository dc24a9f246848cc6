#include "tools/huiqi/batch_review.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "engine/ledger/batch_rows.h"
#include "tools/huiqi/batch_record.h"

namespace huiqi {
namespace {

/// A folder of its own for the time of a review.
class ReviewFolder {
public:
    ReviewFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "huiqi-review-XXXXXX").string();
        path_ = mkdtemp(name.data()) == nullptr ? "" : name;
    }
    ReviewFolder(const ReviewFolder&) = delete;
    ReviewFolder& operator=(const ReviewFolder&) = delete;
    ~ReviewFolder() {
        std::error_code error;
        if (!path_.empty()) {
            std::filesystem::remove_all(path_, error);
        }
    }
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

/// Gives the folder that all files lie below.
[[nodiscard]] std::filesystem::path common_folder(const std::vector<KeptFile>& files) {
    std::filesystem::path common;
    bool first = true;
    for (const KeptFile& file : files) {
        const auto folder = std::filesystem::absolute(file.path).lexically_normal().parent_path();
        if (first) {
            common = folder;
            first = false;
        }
        while (!common.empty() && common != common.root_path()) {
            const auto relative = folder.lexically_relative(common);
            if (!relative.empty() && *relative.begin() != "..") {
                break;
            }
            common = common.parent_path();
        }
    }
    return common;
}

/// Writes kept files below a folder, each where it lay; gives the folder.
[[nodiscard]] bool put_back(Ledger& ledger, const std::vector<KeptFile>& files, const std::filesystem::path& below) {
    const std::filesystem::path common = common_folder(files);
    for (const KeptFile& file : files) {
        const auto path = below / std::filesystem::absolute(file.path).lexically_normal().lexically_relative(common);
        std::filesystem::create_directories(path.parent_path());
        std::ofstream out(path, std::ios::binary);
        const bool read = ledger.read_object(file.digest, [&out](std::string_view bytes) {
            out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
            return out.good();
        });
        if (!read || !out.flush()) {
            return false;
        }
    }
    return true;
}

}  // namespace

Exit recompute(const Program& program, Ledger& ledger, const BatchAccount& account) {
    const BatchDecision& decision = account.decision;
    const ReviewFolder folder;
    const auto rules = folder.path() / "rules";
    const auto input = folder.path() / "input";
    const auto history = folder.path() / "history";
    if (folder.path().empty() || !put_back(ledger, decision.rules, rules) || !put_back(ledger, decision.input, input) ||
        !put_back(ledger, decision.history, history)) {
        return ledger_problem(program, ledger.fault().value_or(LedgerFault{
                                           "L001", {"写不了临时文件夹", "cannot write to the temporary folder"}}));
    }
    const bool one_file = decision.input.size() == 1 && decision.input[0].path == decision.input_path;
    SettlementTask task;
    task.rules = rules.string();
    task.choice.only = decision.bundle;
    task.input = one_file ? (input / std::filesystem::path(decision.input_path).filename()).string() : input.string();
    task.history = decision.history.empty()
                       ? ""
                       : (history / std::filesystem::path(decision.history[0].path).filename()).string();
    take_options(decision.options, task);
    SettlementRun run(program, task);
    for (const auto step : {&SettlementRun::prepare, &SettlementRun::gather}) {
        if (const Exit problem = (run.*step)(); problem != Exit::done) {
            return problem;
        }
    }
    std::optional<LedgerFault> fault;
    const auto earlier = ledger_history(ledger, run.bundle(), run.key_names(), decision.history_end, fault);
    if (fault) {
        return ledger_problem(program, *fault);
    }
    if (const Exit problem = run.settle_all(earlier); problem != Exit::done) {
        return problem;
    }
    const std::vector<std::string> key_names = run.key_names();
    const std::string digest = BatchRows(run.claims(), run.settlement(), key_names).digest();
    if (digest == decision.rows_digest && kept_rows_digest(ledger, account.id) == digest) {
        talk(program.say({"复算了 " + std::to_string(run.claims().rows()) + " 份申报，逐行与台账相同",
                          "recomputed " + std::to_string(run.claims().rows()) + " applications: every row is as in the ledger"}));
        return Exit::done;
    }
    const bool other_engine = decision.engine != HUIQI_VERSION;
    return ledger_problem(
        program, {"L007",
                  {"复算的结果与批次“" + account.id + "”记下的不同", "recomputed, batch `" + account.id + "` comes out different"},
                  {other_engine ? "批次由程序第 " + decision.engine + " 版核定，用那一版复核"
                                : "先用 huiqi verify 看台账是否被改动；撤回这一批，重新核定",
                   other_engine ? "it was decided by version " + decision.engine + " of the program: review it with that"
                                : "see with `huiqi verify` whether the ledger was changed; withdraw the batch and decide it anew"}});
}

}  // namespace huiqi
