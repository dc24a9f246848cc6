#include "engine/io/child_table.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "engine/io/csv_input.h"
#include "engine/io/csv_record.h"
#include "engine/io/fault_texts.h"
#include "engine/io/key_register.h"
#include "engine/io/table_edit.h"

namespace huiqi {
namespace {

/// The columns of the table: the fields of the list; a list of plain values has one, called like the list.
Schema schema_of(const FieldSchema& list) {
    Schema schema{.fields = list.fields};
    if (schema.fields.size() == 1 && schema.fields.front().name.empty()) {
        schema.fields.front().name = list.name;
        schema.fields.front().aliases = list.aliases;
    }
    return schema;
}

/// The number in a row that was set aside, as far as it can be made out.
struct NumberInRow {
    std::string number;
    bool certain = false;  ///< the row has all its cells, so the number is not that of another column
    bool empty_row = false;
};

/// Rows that do not say whose they are, of which each is told.
constexpr std::uint64_t kMostTold = 20;

NumberInRow number_in(const RejectedRow& row, const CsvLayout& layout) {
    if (row.raw.find_first_not_of(std::string(" \t") + layout.separator) == std::string::npos) {
        return {.number = {}, .certain = false, .empty_row = true};
    }
    std::vector<CsvCell> cells;
    const CsvRecord record = scan_csv_record(row.raw, 0, true, layout.syntax(), &cells);
    const bool whole = record.shape == CsvShape::whole;
    if (layout.key >= cells.size() || (!whole && cells[layout.key].begin >= record.fault_at)) {
        return {};
    }
    const CsvCell& cell = cells[layout.key];
    const std::string text = unescaped(std::string_view(row.raw).substr(cell.begin, cell.length));
    return {.number = std::string(trimmed_number(text)), .certain = whole && cells.size() == layout.headings.size()};
}

bool has_error(const std::vector<DataFault>& faults, std::size_t from) {
    return std::any_of(faults.begin() + static_cast<std::ptrdiff_t>(from), faults.end(),
                       [](const DataFault& fault) { return fault.severity == Severity::error; });
}

}  // namespace

void ApplicationNumbers::add(std::string_view number, std::uint64_t line) {
    Lines& lines = lines_[std::string(number)];
    std::uint64_t& place = lines.first == 0 ? lines.first : lines.second;
    if (place == 0) {
        place = line;
    }
}

std::uint64_t ApplicationNumbers::other_line(std::string_view number, std::uint64_t line) const {
    const auto found = lines_.find(number);
    return found == lines_.end() ? 0 : found->second.first == line ? found->second.second : found->second.first;
}

ChildTable::ChildTable(const TableFile& file, const FieldSchema& field, std::size_t list,
                       const ReadOptions& options, const ApplicationNumbers& applications, Strangers strangers,
                       const std::string& root_file, std::vector<DataFault>& faults)
    : file_(file),
      options_(options),
      root_file_(root_file),
      field_(field),
      list_(list),
      strangers_(strangers),
      most_elements_(options.limits.list_elements),
      schema_(schema_of(field)),
      rows_(schema_) {
    read(applications, faults);
    group();
}

void ChildTable::read(const ApplicationNumbers& applications, std::vector<DataFault>& faults) {
    const std::size_t before = faults.size();
    CsvInput input(file_, schema_, options_, faults);
    const CsvLayout& layout = input.layout();
    rejects_.file = file_.name();
    rejects_.table = file_.book == nullptr ? file_.file : file_.sheet_name();
    rejects_.headings = input.headings();
    rejects_.syntax = layout.syntax();
    for (const std::size_t nested : layout.lists) {
        faults.push_back(layout.placed(fault_texts::nested_list(schema_.fields[nested].name), 0));
    }
    if (has_error(faults, before)) {
        return;
    }
    read_blocks(input, applications, faults);
    if (const DataFault* failure = input.failure()) {
        faults.push_back(*failure);
    }
    const std::vector<DataFault> notes = input.notes();
    faults.insert(faults.end(), notes.begin(), notes.end());
}

/// Takes the good rows and sets the others aside. Of a row that cannot be split it cannot be told whose it is: it
/// could belong to anybody, so then nobody may be paid.
void ChildTable::read_blocks(CsvInput& input, const ApplicationNumbers& applications, std::vector<DataFault>& faults) {
    const CsvLayout& layout = input.layout();
    std::uint64_t anybodys = 0;
    const auto note = [&](const RejectedRow& row, const Verdict& verdict) {
        left_out_ += verdict.nobodys ? 1U : 0U;
        if (!verdict.spoiled.empty()) {
            spoiled_.try_emplace(verdict.spoiled, row.line);
        }
        if (verdict.anybodys && ++anybodys <= kMostTold) {
            faults.insert(faults.end(), row.faults.begin(), row.faults.end());
            faults.push_back(layout.placed(fault_texts::row_of_unknown_application(), row.line));
        }
    };
    const auto parser = input.parser();
    ParsedBlock parsed(schema_);
    while (input.next(parsed.block)) {
        parser->parse(parsed);
        rows_read_ += parsed.rows_read;
        set_aside(parsed, layout, applications, note);
        for (std::size_t row = 0; row < parsed.keys.size(); ++row) {
            if (strangers_ == Strangers::refused || applications.has(parsed.keys[row])) {
                take(parsed, row);
            } else {
                ++left_out_;
            }
        }
        keep(parsed.rejected);
    }
    if (anybodys > kMostTold) {
        faults.push_back(layout.placed(fault_texts::rows_of_unknown_application(anybodys - kMostTold), 0));
    }
}

/// Leaves in `rejected` what is set aside of a block, in the order of lines, and in its batch the rows that stand. Of
/// each row that could not be read, `note` is told what it means.
template <class Note>
void ChildTable::set_aside(ParsedBlock& parsed, const CsvLayout& layout, const ApplicationNumbers& applications,
                           const Note& note) const {
    std::erase_if(parsed.rejected, [&](RejectedRow& row) {
        const Verdict verdict = judge(row, layout, applications);
        note(row, verdict);
        return verdict.nobodys;
    });
    std::vector<std::pair<std::size_t, DataFault>> orphans;
    for (std::size_t row = 0; strangers_ == Strangers::refused && row < parsed.keys.size(); ++row) {
        if (!applications.has(parsed.keys[row])) {
            orphans.emplace_back(row, layout.placed(fault_texts::orphan_row(parsed.keys[row], root_file_),
                                                    parsed.places[row].line, layout.key));
        }
    }
    parsed.reject_good(std::move(orphans));
}

/// Keeps the first rows that are set aside, and counts them all.
void ChildTable::keep(std::vector<RejectedRow>& rows) {
    for (RejectedRow& row : rows) {
        ++rejects_.count;
        rejects_.faults += row.faults.size();
        if (rejects_.rows.size() < TableRejects::kMostKept) {
            rejects_.rows.push_back(std::move(row));
        }
    }
}

/// Says what a row at fault means, and adds the fault that it is nobody's.
ChildTable::Verdict ChildTable::judge(RejectedRow& row, const CsvLayout& layout,
                                      const ApplicationNumbers& applications) const {
    const NumberInRow found = number_in(row, layout);
    Verdict verdict;
    if (applications.has(found.number)) {
        verdict.spoiled = found.number;
    } else if (found.certain && found.number.empty()) {
        // Like the row of an application that is not there: told and set aside. Its own fault, D018, says all.
    } else if (found.certain && strangers_ == Strangers::left_out) {
        verdict.nobodys = true;   // somebody else's: it harms nobody here
    } else if (found.certain) {
        row.faults.push_back(
            layout.placed(fault_texts::orphan_row(found.number, root_file_), row.line, layout.key));
    } else {
        verdict.anybodys = !found.empty_row;
    }
    return verdict;
}

bool ChildTable::each_reject(const ApplicationNumbers& applications, const RejectSink& sink) const {
    if (rejects_.count == rejects_.rows.size()) {
        return sink(rejects_.rows);
    }
    std::vector<DataFault> known;
    CsvInput input(file_, schema_, options_, known);
    const auto parser = input.parser();
    ParsedBlock parsed(schema_);
    bool wanted = true;
    while (wanted && input.next(parsed.block)) {
        parser->parse(parsed);
        set_aside(parsed, input.layout(), applications, [](const RejectedRow&, const Verdict&) {});
        wanted = parsed.rejected.empty() || sink(parsed.rejected);
    }
    return wanted;
}

void ChildTable::take(const ParsedBlock& parsed, std::size_t row) {
    Table& to = rows_.root();
    const Table& from = parsed.batch.root();
    for (std::size_t i = 0; i < to.columns.size(); ++i) {
        append_lane(to.columns[i], from.columns[i], row);
        keep_texts(rows_, to.columns[i], to.rows);
    }
    set_rows(to, to.rows + 1);
    const auto fresh = static_cast<std::uint32_t>(applications_.size());
    const auto [place, added] = index_.try_emplace(std::string(parsed.keys[row]), fresh);
    if (added) {
        applications_.emplace_back();
    }
    ++applications_[place->second].count;
    owner_.push_back(place->second);
}

/// Sorts the rows by application, keeping the order of the file: a counting sort.
void ChildTable::group() {
    std::uint32_t first = 0;
    for (Application& application : applications_) {
        application.first = first;
        first += application.count;
        application.count = 0;
    }
    order_.resize(owner_.size());
    for (std::uint32_t row = 0; row < owner_.size(); ++row) {
        Application& application = applications_[owner_[row]];
        order_[application.first + application.count++] = row;
    }
    owner_ = {};
}

TableCount ChildTable::count() const {
    const std::string name = file_.book == nullptr ? std::filesystem::path(file_.file).filename().string() : file_.sheet_name();
    return {.file = rejects_.file, .name = name, .rows = rows_read_, .joined = order_.size(), .left_out = left_out_,
            .rejected = rejects_.count};
}

std::uint64_t ChildTable::spoiled_line(std::string_view number) const {
    const auto found = spoiled_.find(number);
    return found == spoiled_.end() ? 0 : found->second;
}

bool ChildTable::too_long(std::string_view number) const {
    const auto found = index_.find(number);
    return found != index_.end() && applications_[found->second].count > most_elements_;
}

void ChildTable::append(std::string_view number, Column& column) const {
    Table& child = *column.child;
    const auto found = index_.find(number);
    if (found != index_.end()) {
        const Application& application = applications_[found->second];
        for (std::uint32_t i = application.first; i < application.first + application.count; ++i) {
            for (std::size_t field = 0; field < child.columns.size(); ++field) {
                append_lane(child.columns[field], rows_.root().columns[field], order_[i]);
            }
        }
        set_rows(child, child.rows + application.count);
    }
    append_state(column, column_rows(column), State::known);
    column.offsets.push_back(static_cast<std::uint32_t>(child.rows));
}

}  // namespace huiqi
