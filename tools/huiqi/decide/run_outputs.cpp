#include "tools/huiqi/decide/run_outputs.h"

#include <algorithm>
#include <span>
#include <utility>

#include "engine/io/part_file.h"
#include "engine/io/text_encoder.h"

namespace huiqi {

std::vector<std::string> RunOutputs::names(const RecordInput& input) const {
    std::vector<std::string> names{options_.output};
    if (!options_.rejects.empty()) {
        names.push_back(options_.rejects);
        for (const TableRejects& table : input.table_rejects()) {
            names.push_back(rejects_path(options_.rejects, table.table));
        }
    }
    return names;
}

OutputEncoding RunOutputs::encoding() const { return parse_output_encoding(options_.encoding).value_or(OutputEncoding::utf8); }

void RunOutputs::open(const RecordInput& input, const ResultPlan& results, std::vector<DataFault>& faults) {
    std::vector<std::string> headings;
    for (const SelectItem& item : results.items) {
        headings.push_back(item.name);
    }
    writer_ = std::make_unique<ResultWriter>(*output_format(options_.output), std::move(headings), !options_.plain_text);
    if (options_.replaces()) {
        remove_stale_parts(options_.output);
        if (!options_.rejects.empty()) {
            remove_stale_parts(options_.rejects);
        }
    }
    output_ = OutputFile::open(options_.output, options_.replaces(), faults);
    if (output_ != nullptr) {
        output_->encode(encoding());
    }
    if (!options_.rejects.empty()) {
        (void)open_rejects(options_.rejects, input.headings(), input.syntax(), faults);
        for (std::size_t at = 0; at < input.table_rejects().size(); ++at) {
            write_table_rejects(input, at, faults);
        }
    }
}

/// Opens a file for rows set aside, the main one first.
RejectsWriter* RunOutputs::open_rejects(const std::string& path, const std::vector<std::string>& headings, const CsvSyntax& syntax,
                                        std::vector<DataFault>& faults) {
    auto writer = RejectsWriter::open(path, options_.replaces(), headings, syntax, language_, faults, encoding());
    return writer == nullptr ? nullptr : rejects_.emplace_back(std::move(writer)).get();
}

/// Writes the rows of a child table that were set aside when the folder was opened, where there are any.
void RunOutputs::write_table_rejects(const RecordInput& input, std::size_t at, std::vector<DataFault>& faults) {
    const TableRejects& table = input.table_rejects()[at];
    if (table.count == 0) {
        return;
    }
    RejectsWriter* const writer = open_rejects(rejects_path(options_.rejects, table.table), table.headings, table.syntax, faults);
    if (writer != nullptr) {
        (void)input.each_table_reject(at, [writer](std::span<const RejectedRow> rows) { return writer->write(rows); });
    }
}

void RunOutputs::close() {
    rejects_.clear();
    output_.reset();
}

bool RunOutputs::begin() {
    OutputText header;
    writer_->append_header(header);
    return output_->write(header.view());
}

bool RunOutputs::take(DecidedBlock& block) {
    if (output_->has_places()) {
        block.place = output_->place(block.results.view().size());
    } else if (!output_->write(block.results.view())) {
        return false;
    }
    return rejects_.empty() || rejects_.front()->write(block.rejected);
}

bool RunOutputs::write(const DecidedBlock& block) {
    return !output_->has_places() || output_->write_at(block.place, block.results.view());
}

bool RunOutputs::any_direct() const {
    return output_->direct() || std::any_of(rejects_.begin(), rejects_.end(), [](const auto& one) { return one->direct(); });
}

const DataFault* RunOutputs::commit_rejects() {
    for (const auto& one : rejects_) {
        if (!one->commit()) {
            return one->failure();
        }
    }
    return nullptr;
}

const DataFault* RunOutputs::commit() {
    const DataFault* failure = output_->failure() != nullptr ? output_->failure() : commit_rejects();
    if (failure == nullptr && !output_->commit()) {
        failure = output_->failure();
    }
    return failure;
}

}  // namespace huiqi
