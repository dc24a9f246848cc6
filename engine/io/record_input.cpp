#include "engine/io/record_input.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "engine/io/csv_input.h"
#include "engine/io/csv_layout.h"
#include "engine/io/fault_texts.h"
#include "engine/io/file_bytes.h"
#include "engine/io/folder_input.h"
#include "engine/io/heading.h"
#include "engine/io/input_file.h"
#include "engine/io/json_block_parser.h"
#include "engine/io/json_usual_key.h"
#include "engine/io/workbook_input.h"

namespace huiqi {
namespace {

/// A file of JSON Lines.
class JsonInput final : public RecordInput {
public:
    JsonInput(std::string path, const InputFile& file, const Schema& schema, ReadOptions options)
        : path_(std::move(path)),
          schema_(schema),
          options_(std::move(options)),
          bytes_total_(file.bytes),
          source_(std::make_unique<FileBytes>(file.descriptor), RecordSyntax::lines, options_.block_bytes, options_.limits) {
        if (options_.key.empty() && options_.find_key) {
            options_.key = usual_json_key(source_.beginning());
        }
    }

    [[nodiscard]] bool next(Block& block) override {
        if (source_.next(block)) {
            return true;
        }
        if (source_.failure() != nullptr && failure_ == nullptr) {
            failure_ = std::make_unique<DataFault>(*source_.failure());
            failure_->file = path_;
        }
        return false;
    }
    [[nodiscard]] std::unique_ptr<BlockParser> parser() const override {
        return make_json_block_parser(path_, schema_, options_);
    }
    [[nodiscard]] const DataFault* failure() const noexcept override { return failure_.get(); }
    [[nodiscard]] const std::string& name() const noexcept override { return path_; }
    [[nodiscard]] const std::vector<std::string>& headings() const noexcept override { return headings_; }
    [[nodiscard]] std::string key() const override { return options_.key; }
    [[nodiscard]] std::uint64_t bytes_read() const noexcept override { return source_.bytes_read(); }
    [[nodiscard]] std::uint64_t bytes_total() const noexcept override { return bytes_total_; }

private:
    std::string path_;
    const Schema& schema_;
    ReadOptions options_;
    std::uint64_t bytes_total_;
    BlockSource source_;
    std::vector<std::string> headings_;
    std::unique_ptr<DataFault> failure_;
};

/// Drops the input when a fault is an error, so that nobody reads on.
OpenedInput judged(std::unique_ptr<RecordInput> input, std::vector<DataFault> faults) {
    const bool refused = std::any_of(faults.begin(), faults.end(), [](const DataFault& fault) {
        return fault.severity == Severity::error;
    });
    return {.input = refused ? nullptr : std::move(input), .faults = std::move(faults)};
}

OpenedInput open_csv(const std::string& path, const Schema& schema, const ReadOptions& options) {
    std::vector<DataFault> faults;
    check_unknown_columns(path, schema, options, faults);
    auto input = std::make_unique<CsvInput>(path, schema, options, faults);
    for (const std::size_t list : input->layout().lists) {
        if (!not_asked(schema.fields[list], options)) {
            faults.push_back(
                input->layout().placed(fault_texts::list_in_flat_file(schema.fields[list].name), 0));
        }
    }
    return judged(std::move(input), std::move(faults));
}

OpenedInput open_json(const std::string& path, const Schema& schema, const ReadOptions& options) {
    std::vector<DataFault> faults;
    check_unknown_columns(path, schema, options, faults);
    const InputFile file = open_input_file(path, faults);
    std::unique_ptr<RecordInput> input;
    if (file.descriptor >= 0) {
        input = std::make_unique<JsonInput>(path, file, schema, options);
    }
    return judged(std::move(input), std::move(faults));
}

}  // namespace

const std::vector<TableRejects>& RecordInput::table_rejects() const noexcept {
    static const std::vector<TableRejects> none;
    return none;
}

bool RecordInput::each_table_reject(std::size_t table, const RejectSink& sink) const {
    return sink(table_rejects()[table].rows);
}

const std::vector<TableCount>& RecordInput::table_counts() const noexcept {
    static const std::vector<TableCount> none;
    return none;
}

OpenedInput open_input(const std::string& path, const Schema& schema, const ReadOptions& options) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
        return open_folder(path, schema, options);
    }
    const std::string ending = folded_heading(std::filesystem::path(path).extension().string());
    if (ending == ".csv" || ending == ".tsv" || ending == ".txt" || path == "-") {
        return open_csv(path, schema, options);
    }
    if (ending == ".xlsx" || ending == ".xlsm") {
        return open_workbook(path, schema, options);
    }
    if (ending == ".jsonl" || ending == ".ndjson") {
        return open_json(path, schema, options);
    }
    DataFault fault = fault_texts::unknown_input_kind(path);
    fault.file = path;
    return judged(nullptr, {std::move(fault)});
}

std::vector<DataFault> ignored_key_notes(const std::string& file,
                                         const std::map<std::string, std::uint64_t, std::less<>>& ignored,
                                         const std::map<std::string, std::uint64_t, std::less<>>& not_asked) {
    std::vector<DataFault> notes;
    std::vector<std::string> keys;
    for (const auto& [key, rows] : ignored) {
        keys.push_back(key + " (" + std::to_string(rows) + ")");
    }
    if (!keys.empty()) {
        notes.push_back(fault_texts::ignored_keys(keys));
    }
    for (const auto& [key, rows] : not_asked) {
        notes.push_back(fault_texts::answered_not_asked(key));
    }
    for (DataFault& note : notes) {
        note.file = file;
    }
    return notes;
}

}  // namespace huiqi
