#include "engine/io/csv_input.h"

#include <utility>

#include "engine/io/decoded_bytes.h"
#include "engine/io/file_bytes.h"
#include "engine/io/input_file.h"

namespace huiqi {
namespace {

DataFault read_fault(const std::string& file, DataFault fault) {
    fault.file = file;
    return fault;
}

}  // namespace

CsvInput::CsvInput(const std::string& path, const Schema& schema, const ReadOptions& options,
                   std::vector<DataFault>& faults) {
    layout_.file = path;
    const InputFile file = open_input_file(path, faults);
    if (file.descriptor < 0) {
        return;
    }
    bytes_total_ = file.bytes;
    auto bytes = std::make_unique<DecodedBytes>(std::make_unique<FileBytes>(file.descriptor), options.encoding);
    source_ = std::make_unique<BlockSource>(std::move(bytes), RecordSyntax::csv, options.block_bytes,
                                            options.limits);
    if (options.separator) {
        source_->know_separator(*options.separator);
    }
    do {
        first_waits_ = source_->next(first_);
    } while (first_waits_ && first_.text().find_first_not_of("\r\n") == std::string_view::npos);
    if (source_->failure() != nullptr) {
        faults.push_back(read_fault(path, *source_->failure()));
        return;
    }
    const std::string_view text = first_waits_ ? first_.text() : std::string_view();
    layout_ = read_csv_layout(path, text, first_.first_line(), source_->csv_syntax(), schema, options, faults);
    if (first_waits_) {
        first_.drop(layout_.header_bytes, layout_.header_lines);
    }
}

bool CsvInput::next(Block& block) {
    if (source_ == nullptr || failure_ != nullptr) {
        return false;
    }
    if (std::exchange(first_waits_, false)) {
        std::swap(block, first_);
        return true;
    }
    if (source_->next(block)) {
        return true;
    }
    if (source_->failure() != nullptr) {
        failure_ = std::make_unique<DataFault>(read_fault(layout_.file, *source_->failure()));
    }
    return false;
}

std::unique_ptr<BlockParser> CsvInput::parser() const {
    return std::make_unique<CsvBlockParser>(layout_, nullptr);
}

const DataFault* CsvInput::failure() const noexcept {
    return failure_.get();
}

std::uint64_t CsvInput::bytes_read() const noexcept {
    return source_ == nullptr ? 0 : source_->bytes_read();
}

}  // namespace huiqi
