#include "tools/huiqi/decide/run_outputs.h"

#include <utility>

#include "engine/io/part_file.h"
#include "engine/io/result_words.h"
#include "engine/io/text_encoder.h"

namespace huiqi {

std::vector<std::string> RunOutputs::names(const RecordInput& input) const {
    std::vector<std::string> names{options_.output};
    const std::vector<std::string> aside = RowsAside::names(options_.rejects, input);
    names.insert(names.end(), aside.begin(), aside.end());
    return names;
}

OutputEncoding RunOutputs::encoding() const { return parse_output_encoding(options_.encoding).value_or(OutputEncoding::utf8); }

void RunOutputs::open(const RecordInput& input, const ResultPlan& results, std::vector<DataFault>& faults) {
    // Columns that somebody chose have the names that he gave them.
    const bool chinese = options_.usual_columns && language_ == Language::zh && output_format(options_.output) == OutputFormat::xlsx;
    std::vector<std::string> headings;
    for (const SelectItem& item : results.items) {
        headings.push_back(chinese ? chinese_heading(item.name) : item.name);
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
        aside_.open(options_.rejects, input, options_.replaces(), language_, encoding(), faults);
    }
    aside_.take_tables(input);
}

void RunOutputs::close() {
    aside_.clear();
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
    return aside_.take(block.rejected);
}

bool RunOutputs::write(const DecidedBlock& block) {
    return !output_->has_places() || output_->write_at(block.place, block.results.view());
}

bool RunOutputs::any_direct() const {
    return output_->direct() || aside_.direct();
}

const DataFault* RunOutputs::commit() {
    const DataFault* failure = output_->failure() != nullptr ? output_->failure() : aside_.commit();
    if (failure == nullptr && !output_->commit()) {
        failure = output_->failure();
    }
    return failure;
}

}  // namespace huiqi
