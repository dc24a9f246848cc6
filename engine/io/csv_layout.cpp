#include "engine/io/csv_layout.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/io/cell_place.h"
#include "engine/io/column_units.h"
#include "engine/io/csv_record.h"
#include "engine/io/fault_texts.h"
#include "engine/io/header_row.h"
#include "engine/io/heading.h"
#include "engine/io/separator_scan.h"
#include "engine/io/utf8.h"

namespace huiqi {
namespace {

/// Gives what people see of a heading: no blanks, and no signs of no width.
[[nodiscard]] std::string seen_heading(std::string_view heading) {
    constexpr std::array<std::string_view, 6> kUnseen{"\u200B", "\u200C", "\u200D", "\u2060", "\uFEFF", "\u00AD"};
    std::string seen = plain_heading(heading);
    for (const std::string_view sign : kUnseen) {
        for (std::size_t at = seen.find(sign); at != std::string::npos; at = seen.find(sign, at)) {
            seen.erase(at, sign.size());
        }
    }
    return seen;
}

/// Finds the columns of the fields of one header.
class LayoutBuilder {
public:
    LayoutBuilder(CsvLayout& layout, const ReadOptions& options, TableUnits units, std::vector<DataFault>& faults)
        : layout_(layout), options_(options), units_(layout, std::move(units), faults), faults_(faults), used_(layout.headings.size(), kNoColumn) {
        parts_.reserve(layout.headings.size());
        for (const std::string& heading : layout.headings) {
            parts_.push_back(heading_parts(heading));
            folded_.push_back(folded_heading(heading));
        }
    }

    void build(const Schema& schema) {
        add_fields(schema.fields, {}, {}, false);
        layout_.pass_through = columns_of(options_.pass_through);
        if (!options_.key.empty()) {
            layout_.key = columns_of({options_.key}).front();
        } else if (options_.find_key) {
            find_key();
        }
        layout_.applicant = options_.applicant.empty() ? kNoColumn : find_heading(layout_.headings, options_.applicant);
        if (options_.tell_unused) {
            report_ignored();
        }
        units_.report();
    }

    /// Whether the row below the headings gave a column its unit, and is none of the data.
    [[nodiscard]] bool took_unit_row() const noexcept { return units_.took_row(); }

private:
    void add_fields(const std::vector<FieldSchema>& fields, const std::vector<std::size_t>& path,
                    const std::vector<std::string>& prefixes, bool outer_not_asked) {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            std::vector<std::size_t> field_path = path;
            field_path.push_back(i);
            const std::vector<std::string> names = qualified_names(fields[i], prefixes);
            add_field(fields[i], field_path, names, outer_not_asked || not_asked(names, options_));
        }
    }

    void add_field(const FieldSchema& field, const std::vector<std::size_t>& path,
                   const std::vector<std::string>& names, bool skipped) {
        if (field.kind == ColumnKind::list) {
            add_list(field, path);
        } else if (field.kind == ColumnKind::record) {
            const std::size_t record = layout_.records.size();
            layout_.records.push_back(
                {.path = path, .optional = field.optional(), .first_leaf = layout_.leaves.size()});
            add_fields(field.fields, path, names, skipped);
            layout_.records[record].end_leaf = layout_.leaves.size();
        } else {
            add_leaf(field, path, names, skipped);
        }
    }

    void add_list(const FieldSchema& field, const std::vector<std::size_t>& path) {
        if (path.size() > 1) {
            add_fault(fault_texts::nested_list(field.name), kNoColumn);
        } else {
            layout_.lists.push_back(path.front());
        }
    }

    void add_leaf(const FieldSchema& field, const std::vector<std::size_t>& path,
                  const std::vector<std::string>& names, bool skipped) {
        std::size_t column = find(names);
        if (column == kNoColumn && !skipped) {
            add_fault(fault_texts::missing_column(names.front(), layout_.headings), kNoColumn);
        }
        if (column != kNoColumn && skipped) {
            add_fault(fault_texts::answered_not_asked(names.front()), column);
            column = kNoColumn;
        }
        layout_.leaves.push_back(
            {.path = path, .column = column, .reader = CellReader(field, units_.unit_of(field, column))});
    }

    /// Gives the one column that has one of the names; a second one is reported.
    std::size_t find(const std::vector<std::string>& names) {
        std::vector<std::size_t> found = columns_where([&](std::size_t column) {
            return std::find(names.begin(), names.end(), layout_.headings[column]) != names.end();
        });
        std::vector<std::string> folded;
        for (const std::string& name : names) {
            folded.push_back(folded_heading(name));
        }
        const auto same = [&](const std::string& heading) {
            return std::find(folded.begin(), folded.end(), heading) != folded.end();
        };
        if (found.empty()) {
            found = columns_where([&](std::size_t column) { return same(folded_[column]); });
        }
        // A heading with a unit competes with one without, and so does one that differs by blanks alone: which of the two counts
        // cannot be told. Another case of its letters makes it another heading, as long as one is as the name is written.
        const std::vector<std::size_t> written = found;
        for (const std::size_t column : columns_where([&](std::size_t c) { return same(parts_[c].name); })) {
            const bool looks_same = std::any_of(written.begin(), written.end(), [&](std::size_t one) {
                return seen_heading(layout_.headings[one]) == seen_heading(layout_.headings[column]);
            });
            const bool other_case = !parts_[column].bracket && !found.empty() && !looks_same;
            if (!other_case && std::find(found.begin(), found.end(), column) == found.end()) {
                found.push_back(column);
            }
        }
        if (found.empty()) {
            return kNoColumn;
        }
        std::sort(found.begin(), found.end());
        for (std::size_t i = 1; i < found.size(); ++i) {
            add_fault(fault_texts::duplicate_column(layout_.headings[found[i]], names.front(), found[0] + 1),
                      found[i]);
        }
        for (const std::size_t column : found) {
            used_[column] = column;
        }
        return found.front();
    }

    template <class Test>
    std::vector<std::size_t> columns_where(Test test) const {
        std::vector<std::size_t> columns;
        for (std::size_t column = 0; column < layout_.headings.size(); ++column) {
            if (test(column)) {
                columns.push_back(column);
            }
        }
        return columns;
    }

    std::vector<std::size_t> columns_of(const std::vector<std::string>& names) {
        std::vector<std::size_t> columns;
        for (const std::string& name : names) {
            const std::size_t column = find_heading(layout_.headings, name);
            if (column == kNoColumn) {
                add_fault(fault_texts::missing_output_column(name, layout_.headings), kNoColumn);
            } else {
                used_[column] = column;
            }
            columns.push_back(column);
        }
        return columns;
    }

    void find_key() {
        for (const std::string_view name : kUsualKeys) {
            layout_.key = find_heading(layout_.headings, name);
            if (layout_.key != kNoColumn) {
                used_[layout_.key] = layout_.key;
                return;
            }
        }
    }

    void report_ignored() {
        for (const std::string& name : options_.used_elsewhere) {
            if (const std::size_t column = find_heading(layout_.headings, name); column != kNoColumn) {
                used_[column] = column;
            }
        }
        std::vector<std::string> ignored;
        for (std::size_t column = 0; column < layout_.headings.size(); ++column) {
            if (used_[column] == kNoColumn && !layout_.headings[column].empty()) {
                ignored.push_back(layout_.headings[column]);
            }
        }
        if (!ignored.empty()) {
            add_fault(fault_texts::ignored_columns(ignored), kNoColumn);
        }
    }

    void add_fault(DataFault fault, std::size_t column) {
        faults_.push_back(layout_.placed(std::move(fault), layout_.header_line, column));
    }

    CsvLayout& layout_;
    const ReadOptions& options_;
    ColumnUnits units_;
    std::vector<DataFault>& faults_;
    std::vector<HeadingParts> parts_;
    std::vector<std::string> folded_;
    std::vector<std::size_t> used_;  ///< kNoColumn: by nothing yet
};

}  // namespace

bool CsvLayout::uses(std::size_t column) const noexcept {
    return column == key || std::find(pass_through.begin(), pass_through.end(), column) != pass_through.end() ||
           std::any_of(leaves.begin(), leaves.end(), [column](const CsvLeaf& leaf) { return leaf.column == column; });
}

DataFault CsvLayout::placed(DataFault fault, std::uint64_t line, std::size_t column) const {
    fault.file = file;
    fault.sheet = sheet;
    fault.line = line;
    if (column != kNoColumn) {
        fault.column_number = column + 1;
        fault.column_name = column < headings.size() ? headings[column] : "";
    }
    return fault;
}

namespace {

/// Finds where the headings begin, and notes their line; npos with a fault added when there are none.
[[nodiscard]] std::size_t header_begin(CsvLayout& layout, std::string_view text, std::uint64_t line,
                                       const Schema& schema, const ReadOptions& options,
                                       std::vector<StatedUnit>& units, std::vector<DataFault>& faults) {
    const char newline = static_cast<char>(layout.line_end);
    const auto line_at = [&](std::size_t at) { return line + count_byte(text.substr(0, at), newline); };
    std::vector<std::size_t> begins;
    std::vector<std::vector<std::string>> rows;
    std::vector<CsvCell> cells;
    std::size_t at = text.find_first_not_of("\r\n");
    while (at < text.size() && rows.size() < kHeaderRows) {
        cells.clear();
        const CsvRecord record = scan_csv_record(text, at, true, layout.syntax(), &cells);
        if (options.layout.header_row != 0 && line + count_byte(text.substr(0, at), newline) == options.layout.header_row) {
            layout.header_line = options.layout.header_row;
            for (std::size_t above = 0; above < rows.size(); ++above) {
                find_stated_units(rows[above], line_at(begins[above]), false, units);
            }
            return at;
        }
        if (record.text_end > at) {
            begins.push_back(at);
            rows.push_back(record.shape == CsvShape::whole && cells.size() <= options.limits.columns
                               ? cell_texts(text, cells)
                               : std::vector<std::string>());
        }
        at = record.end;
    }
    if (rows.empty() || options.layout.header_row != 0) {
        faults.push_back(layout.placed(
            rows.empty() ? fault_texts::empty_file() : fault_texts::no_header_row(options.layout.header_row), 0));
        return std::string_view::npos;
    }
    const std::size_t row = options.layout.no_header ? 0
                            : find_header(rows, options.heading_names.empty() ? heading_names(schema, options)
                                                                             : options.heading_names);
    layout.header_line = line + count_byte(text.substr(0, begins[row]), newline);
    for (std::size_t above = 0; above < row; ++above) {
        find_stated_units(rows[above], line_at(begins[above]), false, units);
    }
    if (row != 0) {
        faults.push_back(layout.placed(fault_texts::header_below(row), layout.header_line));
    }
    return begins[row];
}

/// Calls columns what the layout says.
void rename_columns(CsvLayout& layout, const TableLayout& how, std::vector<DataFault>& faults) {
    std::vector<std::size_t> columns;
    for (const auto& [from, to] : how.columns) {
        const auto letters = parse_column_letters(from);
        const std::size_t heading = find_heading(layout.headings, from);
        columns.push_back(letters && heading == kNoColumn ? *letters : heading);
        if (columns.back() >= layout.headings.size()) {
            faults.push_back(layout.placed(fault_texts::no_such_column(from, layout.headings), layout.header_line));
        }
    }
    for (std::size_t at = 0; at < columns.size(); ++at) {
        if (columns[at] < layout.headings.size()) {
            layout.headings[columns[at]] = how.columns[at].second;
        }
    }
}

}  // namespace

CsvLayout read_csv_layout(std::string file, std::string sheet, std::string_view text, std::uint64_t line,
                          const CsvSyntax& syntax, const Schema& schema, const ReadOptions& options, std::vector<DataFault>& faults,
                          std::vector<StatedUnit> stated) {
    CsvLayout layout;
    layout.file = std::move(file);
    layout.sheet = std::move(sheet);
    layout.limits = options.limits;
    layout.repeated = options.repeated;
    layout.line_end = syntax.line_end;
    layout.separator = syntax.separator;
    const std::size_t begin = header_begin(layout, text, line, schema, options, stated, faults);
    if (begin == std::string_view::npos) {
        return layout;
    }
    std::vector<CsvCell> cells;
    const CsvRecord header = scan_csv_record(text, begin, true, layout.syntax(), &cells);
    const char newline = static_cast<char>(syntax.line_end);
    layout.header_bytes = header.end;
    layout.header_lines = count_byte(text.substr(0, header.end), newline);
    if (header.text_end - begin > options.limits.row_bytes) {
        faults.push_back(
            layout.placed(fault_texts::oversized_row(options.limits.row_bytes), layout.header_line));
    } else if (!is_utf8(text.substr(begin, header.end - begin))) {
        faults.push_back(layout.placed(fault_texts::file_not_utf8(), 0));
    } else if (header.shape != CsvShape::whole) {
        faults.push_back(layout.placed(fault_texts::broken_header(), layout.header_line));
    } else if (header.cells > options.limits.columns) {
        faults.push_back(layout.placed(fault_texts::too_many_columns(header.cells, options.limits.columns),
                                       layout.header_line));
    } else {
        layout.headings = cell_texts(text, cells);
        TableUnits units;
        std::size_t behind_units = header.end;
        if (options.layout.no_header) {
            for (std::size_t column = 0; column < layout.headings.size(); ++column) {
                layout.headings[column] = column_letters(column);
            }
            layout.header_bytes = begin;
            layout.header_lines = layout.header_line - line;
        } else {
            find_stated_units(layout.headings, layout.header_line, true, stated);
            behind_units = look_below(layout, text, line, header.end, units);
        }
        units.stated = std::move(stated);
        rename_columns(layout, options.layout, faults);
        LayoutBuilder builder(layout, options, std::move(units), faults);
        builder.build(schema);
        if (builder.took_unit_row()) {
            layout.header_bytes = behind_units;
            layout.header_lines = count_byte(text.substr(0, behind_units), newline);
        }
    }
    return layout;
}

std::size_t find_heading(const std::vector<std::string>& headings, std::string_view name) {
    const auto exact = std::find(headings.begin(), headings.end(), name);
    if (exact != headings.end()) {
        return static_cast<std::size_t>(exact - headings.begin());
    }
    const std::string folded = folded_heading(name);
    for (std::size_t column = 0; column < headings.size(); ++column) {
        if (folded_heading(headings[column]) == folded || heading_parts(headings[column]).name == folded) {
            return column;
        }
    }
    return kNoColumn;
}

std::vector<std::string> qualified_names(const FieldSchema& field, const std::vector<std::string>& prefixes) {
    std::vector<std::string> names{field.name};
    names.insert(names.end(), field.aliases.begin(), field.aliases.end());
    if (prefixes.empty()) {
        return names;
    }
    std::vector<std::string> qualified;
    for (const std::string& prefix : prefixes) {
        for (const std::string& name : names) {
            qualified.push_back(prefix + "." + name);
        }
    }
    return qualified;
}

bool not_asked(const std::vector<std::string>& names, const ReadOptions& options) {
    return !options.unknown_columns.empty() && std::any_of(names.begin(), names.end(), [&](std::string_view name) {
        const std::string folded = folded_heading(name);
        return std::any_of(options.unknown_columns.begin(), options.unknown_columns.end(),
                           [&](const std::string& unknown) { return folded_heading(unknown) == folded; });
    });
}

bool not_asked(const FieldSchema& field, const ReadOptions& options) {
    return not_asked(qualified_names(field, {}), options);
}

namespace {

/// Reports layouts (子表 of a mapping) of lists that the rules do not have.
void check_list_layouts(const std::string& file, const Schema& schema, const ReadOptions& options,
                        std::vector<DataFault>& faults) {
    std::vector<std::string> lists;
    for (const FieldSchema& field : schema.fields) {
        if (field.kind == ColumnKind::list) {
            lists.push_back(field.name);
        }
    }
    for (const auto& [name, layout] : options.list_layouts) {
        if (std::find(lists.begin(), lists.end(), name) == lists.end()) {
            DataFault fault = fault_texts::no_such_list(name, lists);
            fault.file = file;
            faults.push_back(std::move(fault));
        }
    }
}

}  // namespace

void check_unknown_columns(const std::string& file, const Schema& schema, const ReadOptions& options,
                           std::vector<DataFault>& faults) {
    std::vector<std::string> names;
    for (const FieldSchema& field : schema.fields) {
        names.push_back(field.name);
    }
    for (const std::string& unknown : options.unknown_columns) {
        // `付息.利息` names a field of a list or a record; whether it has that field is seen where it is
        // used.
        ReadOptions one;
        one.unknown_columns = {unknown, unknown.substr(0, unknown.find('.'))};
        if (std::none_of(schema.fields.begin(), schema.fields.end(),
                         [&](const FieldSchema& field) { return not_asked(field, one); })) {
            DataFault fault = fault_texts::no_such_input(unknown, names);
            fault.file = file;
            faults.push_back(std::move(fault));
        }
    }
    check_list_layouts(file, schema, options, faults);
}

}  // namespace huiqi
