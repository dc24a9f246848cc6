#include "tools/huiqi/ledger/kept_batch.h"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

#include "engine/io/part_file.h"
#include "tools/huiqi/ledger/batch_record.h"

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
        std::error_code error;   // told by the file that cannot be opened
        std::filesystem::create_directories(path.parent_path(), error);
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

constexpr std::string_view kName = "huiqi-batch-";

/// Removes the folders of programs that were killed: they hold applications.
void remove_left_behind() {
    std::error_code error;
    const std::filesystem::path below = std::filesystem::temp_directory_path(error);
    for (std::filesystem::directory_iterator one(below, error); !error && one != std::filesystem::directory_iterator(); one.increment(error)) {
        const std::string name = one->path().filename().string();
        struct stat status = {};
        if (!name.starts_with(kName) || ::lstat(one->path().c_str(), &status) != 0 || !S_ISDIR(status.st_mode) || status.st_uid != geteuid()) {
            continue;
        }
        pid_t process = 0;
        const char* digits = name.data() + kName.size();
        const auto [end, wrong] = std::from_chars(digits, name.data() + name.size(), process);
        const bool ours = wrong == std::errc() && process > 0 && end != name.data() + name.size() && *end == '-';
        if (ours && ::kill(process, 0) != 0 && errno == ESRCH) {
            std::error_code ignored;
            std::filesystem::remove_all(one->path(), ignored);
        }
    }
}

}  // namespace

std::filesystem::path make_private_folder() {
    remove_left_behind();
    std::error_code error;
    const std::filesystem::path below = std::filesystem::temp_directory_path(error);
    std::string name = (below / (std::string(kName) + std::to_string(getpid()) + "-XXXXXX")).string();
    return mkdtemp(name.data()) == nullptr ? "" : name;
}

KeptBatch::KeptBatch() : folder_(make_private_folder()) {}

KeptBatch::~KeptBatch() {
    remove_on_signal(nullptr);
    std::error_code error;
    if (!folder_.empty()) {
        std::filesystem::remove_all(folder_, error);
    }
}

std::optional<LedgerFault> KeptBatch::put_back(Ledger& ledger, const BatchDecision& decision, SettlementTask& task) {
    const auto fault = put_kept_files(ledger, decision, folder_, task);
    task.kept_below = folder_.string();
    std::error_code error;
    std::vector<std::string> paths{folder_.string()};
    for (std::filesystem::recursive_directory_iterator one(folder_, error); !error && one != std::filesystem::recursive_directory_iterator();
         one.increment(error)) {
        paths.push_back(one->path().string());
    }
    for (auto path = paths.rbegin(); path != paths.rend(); ++path) {   // what is in a folder comes behind it in the walk
        left_on_signal_.append(*path).push_back('\0');
    }
    left_on_signal_.push_back('\0');
    remove_on_signal(left_on_signal_.c_str());
    return fault;
}

std::optional<LedgerFault> put_kept_files(Ledger& ledger, const BatchDecision& decision, const std::filesystem::path& folder,
                                          SettlementTask& task) {
    const auto rules = folder / "rules";
    const auto input = folder / "input";
    const auto history = folder / "history";
    const auto mapping = folder / "mapping";
    const auto findings = folder / "findings";
    if (folder.empty() || !huiqi::put_back(ledger, decision.rules, rules) ||
        !huiqi::put_back(ledger, decision.input, input) || !huiqi::put_back(ledger, decision.history, history) ||
        !huiqi::put_back(ledger, decision.mapping, mapping) || !huiqi::put_back(ledger, decision.findings, findings)) {
        return ledger.fault().value_or(
            LedgerFault{"L001", {"写不了文件夹“" + folder.string() + "”", "cannot write to the folder `" + folder.string() + "`"}});
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
