#include "tools/huiqi/kept_batch.h"

#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "tools/huiqi/batch_record.h"

namespace huiqi {
namespace {

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

KeptBatch::KeptBatch() {
    std::string name = (std::filesystem::temp_directory_path() / "huiqi-batch-XXXXXX").string();
    folder_ = mkdtemp(name.data()) == nullptr ? "" : name;
}

KeptBatch::~KeptBatch() {
    std::error_code error;
    if (!folder_.empty()) {
        std::filesystem::remove_all(folder_, error);
    }
}

std::optional<LedgerFault> KeptBatch::put_back(Ledger& ledger, const BatchDecision& decision, SettlementTask& task) {
    const auto rules = folder_ / "rules";
    const auto input = folder_ / "input";
    const auto history = folder_ / "history";
    const auto mapping = folder_ / "mapping";
    const auto findings = folder_ / "findings";
    if (folder_.empty() || !huiqi::put_back(ledger, decision.rules, rules) ||
        !huiqi::put_back(ledger, decision.input, input) || !huiqi::put_back(ledger, decision.history, history) ||
        !huiqi::put_back(ledger, decision.mapping, mapping) || !huiqi::put_back(ledger, decision.findings, findings)) {
        return ledger.fault().value_or(
            LedgerFault{"L001", {"写不了临时文件夹", "cannot write to the temporary folder"}});
    }
    const bool one_file = decision.input.size() == 1 && decision.input[0].path == decision.input_path;
    task.rules = rules.string();
    task.choice.only = decision.bundle;
    task.input = one_file ? (input / std::filesystem::path(decision.input_path).filename()).string() : input.string();
    task.history = decision.history.empty()
                       ? ""
                       : (history / std::filesystem::path(decision.history[0].path).filename()).string();
    if (!decision.findings.empty()) {
        task.findings = (findings / std::filesystem::path(decision.findings[0].path).filename()).string();
    }
    take_options(decision.options, task);
    if (!decision.mapping.empty()) {
        task.reading.mapping = (mapping / std::filesystem::path(decision.mapping[0].path).filename()).string();
    }
    return std::nullopt;
}

}  // namespace huiqi
