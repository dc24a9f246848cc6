#include "engine/io/folder_input.h"

#include <algorithm>
#include <filesystem>
#include <span>
#include <system_error>
#include <utility>
#include <vector>

#include "engine/io/csv_layout.h"
#include "engine/io/fault_texts.h"
#include "engine/io/heading.h"
#include "engine/io/joined_input.h"

namespace huiqi {
namespace {

namespace fs = std::filesystem;

/// Finds the tables of one folder; what is wrong is gathered in `faults_`.
class FolderOpening {
public:
    FolderOpening(const std::string& path, const Schema& schema, const ReadOptions& options)
        : path_(path), schema_(schema), options_(options) {}

    OpenedInput run() {
        check_unknown_columns(path_, schema_, options_, faults_);
        std::vector<std::string> files = csv_files();
        take_lists(files);
        take_root(files);
        unused_.insert(unused_.end(), files.begin(), files.end());
        if (!unused_.empty()) {
            add(fault_texts::ignored_files(unused_), path_);
        }
        check_lists(tables_, path_, schema_, options_, faults_);
        if (std::any_of(faults_.begin(), faults_.end(),
                        [](const DataFault& fault) { return fault.severity == Severity::error; })) {
            return {.input = nullptr, .faults = std::move(faults_)};
        }
        return open_joined(tables_, schema_, options_, std::move(faults_));
    }

private:
    /// Gives the names of the tables, sorted: a folder has no order of its own.
    std::vector<std::string> csv_files() {
        std::vector<std::string> files;
        std::error_code error;
        fs::directory_iterator entries(path_, error);
        for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
            const std::string name = entries->path().filename().string();
            const std::string ending = folded_heading(entries->path().extension().string());
            if (ending == ".csv" || ending == ".tsv") {
                files.push_back(name);
            } else if (!name.starts_with('.')) {
                unused_.push_back(name);
            }
        }
        if (error) {
            add(fault_texts::cannot_read(error.message()), path_);
        }
        std::sort(files.begin(), files.end());
        std::sort(unused_.begin(), unused_.end());
        return files;
    }

    void take_lists(std::vector<std::string>& files) {
        for (std::size_t i = 0; i < schema_.fields.size(); ++i) {
            const FieldSchema& field = schema_.fields[i];
            const auto file = std::find_if(files.begin(), files.end(), [&](const std::string& name) {
                return is_list_name(fs::path(name).stem().string(), field);
            });
            if (field.kind == ColumnKind::list && file != files.end()) {
                tables_.lists.emplace_back(i, TableFile{.file = (fs::path(path_) / *file).string()});
                files.erase(file);
            }
        }
    }

    void take_root(std::vector<std::string>& files) {
        const auto other = std::stable_partition(files.begin(), files.end(), [](const std::string& file) {
            return is_root_name(fs::path(file).stem().string());
        });
        const auto roots = static_cast<std::size_t>(other - files.begin());
        if (roots == 1 || files.size() == 1) {
            tables_.root.file = (fs::path(path_) / files.front()).string();
            files.erase(files.begin());
        } else if (roots > 1) {
            add(fault_texts::several_root_tables(path_, std::span(files).first(roots)), path_);
            files.erase(files.begin(), other);
        } else {
            add(fault_texts::no_root_table(path_, files), path_);
        }
    }

    void add(DataFault fault, const std::string& file) {
        fault.file = file;
        faults_.push_back(std::move(fault));
    }

    const std::string& path_;
    const Schema& schema_;
    const ReadOptions& options_;
    JoinedTables tables_;
    std::vector<std::string> unused_;
    std::vector<DataFault> faults_;
};

}  // namespace

OpenedInput open_folder(const std::string& path, const Schema& schema, const ReadOptions& options) {
    return FolderOpening(path, schema, options).run();
}

}  // namespace huiqi
