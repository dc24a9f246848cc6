#include "engine/io/csv_input.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "engine/io/decoded_bytes.h"
#include "engine/io/fault_texts.h"
#include "engine/io/file_bytes.h"
#include "engine/io/input_file.h"

namespace huiqi {
namespace {

DataFault read_fault(const CsvLayout& layout, DataFault fault) {
    fault.file = layout.file;
    fault.sheet = layout.sheet;
    return fault;
}

}  // namespace

CsvInput::CsvInput(const std::string& path, const Schema& schema, const ReadOptions& options,
                   std::vector<DataFault>& faults)
    : CsvInput(TableFile{.file = path}, schema, options, faults) {}

CsvInput::CsvInput(const TableFile& table, const Schema& schema, const ReadOptions& options,
                   std::vector<DataFault>& faults)
    : table_(table) {
    layout_.file = table.file;
    layout_.sheet = table.sheet_name();
    if (table.book == nullptr) {
        open_file(table.file, options, faults);
    } else {
        open_sheet(table, options, faults);
    }
    if (source_ != nullptr) {
        read_header(schema, options, faults);
    }
}

void CsvInput::open_file(const std::string& path, const ReadOptions& options, std::vector<DataFault>& faults) {
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
}

void CsvInput::open_sheet(const TableFile& table, const ReadOptions& options, std::vector<DataFault>& faults) {
    std::error_code error;
    bytes_total_ = std::filesystem::file_size(table.file, error);
    bytes_total_ = error ? 0 : bytes_total_;
    cell_faults_ = std::make_shared<SheetFaults>();
    auto bytes = std::make_unique<SheetBytes>(table.book, table.book->sheets()[table.sheet], table.probe->frame,
                                              table.probe->header, table.probe->headings.size(), cell_faults_, faults);
    sheet_ = bytes.get();
    source_ = std::make_unique<BlockSource>(std::move(bytes), RecordSyntax::csv, options.block_bytes,
                                            options.limits);
    source_->know_line_end(LineEnd::cr);
    source_->know_separator(',');
    if (table.probe->skipped != 0 && options.layout.header_row == 0) {
        faults.push_back(layout_.placed(fault_texts::header_below(table.probe->skipped), table.probe->header));
    }
}

void CsvInput::read_header(const Schema& schema, const ReadOptions& options, std::vector<DataFault>& faults) {
    const std::string_view text = source_->beginning();
    if (source_->failure() != nullptr) {
        faults.push_back(read_fault(layout_, *source_->failure()));
        return;
    }
    std::vector<StatedUnit> stated;
    if (table_.probe != nullptr) {
        stated = table_.probe->units;
    } else {
        find_units_of_file(table_.file, stated);
    }
    layout_ = read_csv_layout(table_.file, layout_.sheet, text, source_->line(), source_->csv_syntax(), schema, options, faults, std::move(stated));
    layout_.cell_faults = cell_faults_;
    layout_.guards = sheet_ == nullptr ? std::make_shared<GuardsTaken>() : nullptr;
    source_->skip(layout_.header_bytes, layout_.header_lines);
    if (sheet_ != nullptr) {
        for (const auto& [first, last] : table_.probe->hidden_columns) {
            for (std::size_t column = first; column <= std::min(last, layout_.headings.size()); ++column) {
                if (layout_.uses(column)) {
                    faults.push_back(layout_.placed(fault_texts::hidden_column(), layout_.header_line, column));
                }
            }
        }
    }
}

std::vector<DataFault> CsvInput::notes() const {
    std::vector<DataFault> notes;
    if (layout_.guards != nullptr && layout_.guards->count() != 0) {
        notes.push_back(layout_.placed(fault_texts::guards_taken(layout_.guards->count()), layout_.guards->line(), layout_.guards->column()));
    }
    if (sheet_ == nullptr) {
        return notes;
    }
    const SheetNotes& seen = sheet_->notes();
    if (seen.tails != 0) {
        DataFault note = layout_.placed(fault_texts::calculation_tails(seen.tails, seen.first_tail_text),
                                        seen.first_tail.row, seen.first_tail.column);
        note.value = seen.first_tail_stored;
        notes.push_back(std::move(note));
    }
    if (seen.hidden_rows != 0) {
        notes.push_back(layout_.placed(fault_texts::hidden_rows(seen.hidden_rows), seen.first_hidden_row));
    }
    return notes;
}

bool CsvInput::next(Block& block) {
    if (source_ == nullptr || failure_ != nullptr) {
        return false;
    }
    if (source_->next(block)) {
        return true;
    }
    if (source_->failure() != nullptr) {
        failure_ = std::make_unique<DataFault>(read_fault(layout_, *source_->failure()));
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
