#include "engine/io/file_names.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "engine/io/fault_texts.h"

namespace huiqi {
namespace {

namespace fs = std::filesystem;

bool same_file(const std::string& left, const std::string& right) {
    if (left == "-" || right == "-") {
        return false;
    }
    std::error_code error;
    if (fs::exists(left, error) && fs::exists(right, error)) {
        return fs::is_regular_file(left, error) && fs::equivalent(left, right, error);
    }
    const fs::path one = fs::weakly_canonical(fs::absolute(left, error), error);
    const fs::path other = fs::weakly_canonical(fs::absolute(right, error), error);
    return one == other || left == right;
}

/// Gives the files that an input is read from.
std::vector<std::string> files_of(const std::string& input) {
    std::vector<std::string> files;
    std::error_code error;
    fs::directory_iterator entries(input, error);
    if (error) {
        return {input};
    }
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
        files.push_back(entries->path().string());
    }
    return files;
}

/// The files that no output may replace.
std::vector<std::string>& kept_files() {
    static std::vector<std::string> files;
    return files;
}

}  // namespace

void keep_from_outputs(const std::string& path) {
    if (path.empty() || path == "-") {
        return;
    }
    for (std::string& file : files_of(path)) {
        kept_files().push_back(std::move(file));
    }
}

bool is_kept_from_outputs(const std::string& output) {
    return std::any_of(kept_files().begin(), kept_files().end(), [&output](const std::string& file) { return same_file(output, file); });
}

std::vector<DataFault> name_clashes(const std::string& input, const std::vector<std::string>& outputs) {
    std::vector<DataFault> clashes;
    const std::vector<std::string> read = files_of(input);
    const auto add = [&clashes](DataFault fault, const std::string& file) {
        fault.file = file;
        clashes.push_back(std::move(fault));
    };
    for (auto output = outputs.begin(); output != outputs.end(); ++output) {
        const auto same = [&output](const std::string& other) { return same_file(*output, other); };
        if (std::any_of(read.begin(), read.end(), same)) {
            add(fault_texts::output_is_input(), *output);
        }
        if (std::any_of(outputs.begin(), output, same)) {
            add(fault_texts::one_name_for_two(), *output);
        }
    }
    return clashes;
}

}  // namespace huiqi
