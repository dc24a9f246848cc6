#include "engine/io/workbook_input.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "engine/io/csv_input.h"
#include "engine/io/csv_layout.h"
#include "engine/io/fault_texts.h"
#include "engine/io/header_row.h"
#include "engine/io/heading.h"
#include "engine/io/joined_input.h"
#include "engine/io/sheets_input.h"
#include "engine/io/xlsx_value.h"

namespace huiqi {
namespace {

/// The first rows of a sheet that hold a value, as texts.
struct FirstRows {
    std::vector<std::uint64_t> numbers;
    std::vector<std::vector<std::string>> rows;
    std::vector<StatedUnit> units;   ///< of rows above the one that is wanted
};

[[nodiscard]] std::vector<std::string> texts_of(const XlsxWorkbook& book, const XlsxRow& row) {
    std::vector<std::string> texts;
    XlsxValue value;
    for (const XlsxCell& cell : row.cells) {
        read_xlsx_value(book, row, cell, value);
        if (!value.text.empty()) {
            texts.resize(cell.column);
            texts.push_back(value.text);
        }
    }
    return texts;
}

/// Gives the rows up to the one that is wanted, or as many as are looked at for headings.
[[nodiscard]] FirstRows first_rows(const XlsxWorkbook& book, XlsxSheetReader& reader, std::uint64_t wanted) {
    FirstRows first;
    XlsxRow row;
    while ((wanted != 0 || first.rows.size() < kHeaderRows) && reader.next(row)) {
        if (wanted != 0 && row.number > wanted) {
            break;
        }
        std::vector<std::string> texts = texts_of(book, row);
        if (texts.empty() || (wanted != 0 && row.number != wanted)) {
            find_stated_units(texts, row.number, false, first.units);
            continue;
        }
        first.numbers.push_back(row.number);
        first.rows.push_back(std::move(texts));
    }
    return first;
}

/// Finds the tables of one workbook; what is wrong is gathered in `faults_`.
class WorkbookOpening {
public:
    WorkbookOpening(const std::string& path, const Schema& schema, const ReadOptions& options)
        : path_(path), schema_(schema), options_(options), names_(heading_names(schema, options)) {}

    OpenedInput run() {
        check_unknown_columns(path_, schema_, options_, faults_);
        book_ = XlsxWorkbook::open(path_, faults_);
        if (book_ == nullptr || !probe_all()) {
            return {.input = nullptr, .faults = std::move(faults_)};
        }
        take_lists();
        take_root();
        check_lists(tables_, path_, schema_, options_, faults_);
        if (has_error()) {
            return {.input = nullptr, .faults = std::move(faults_)};
        }
        tell_unused();
        if (!tables_.lists.empty()) {
            return open_joined(tables_, schema_, options_, std::move(faults_));
        }
        std::vector<std::unique_ptr<CsvInput>> sheets;
        sheets.push_back(std::make_unique<CsvInput>(tables_.root, schema_, options_, faults_));
        for (const TableFile& one : more_) {
            sheets.push_back(std::make_unique<CsvInput>(one, schema_, options_, faults_));
        }
        std::unique_ptr<RecordInput> input;
        if (!has_error() && more_.empty()) {
            input = std::move(sheets.front());
        } else if (!has_error()) {
            input = std::make_unique<SheetsInput>(std::move(sheets));
        }
        return {.input = std::move(input), .faults = std::move(faults_)};
    }

private:
    bool probe_all() {
        for (const XlsxSheet& sheet : book_->sheets()) {
            const bool wanted = !sheet.hidden || (!takes_all() && names_it(options_.layout, sheet.name)) ||
                                std::any_of(options_.list_layouts.begin(), options_.list_layouts.end(),
                                            [&](const auto& one) { return names_it(one.second, sheet.name); });
            probes_.push_back(wanted ? probe_sheet(*book_, sheet, layout_for(sheet), names_, faults_) : nullptr);
            if (wanted && probes_.back() == nullptr) {
                return false;
            }
        }
        taken_.resize(probes_.size(), false);
        return true;
    }

    [[nodiscard]] static bool names_it(const TableLayout& layout, const std::string& sheet) {
        return !layout.sheet.empty() && names_sheet(layout.sheet, sheet);
    }
    /// Whether all sheets of the layout are wanted.
    [[nodiscard]] bool takes_all() const { return options_.layout.sheet == "*"; }

    /// The layout that a sheet would be read with.
    [[nodiscard]] TableLayout layout_for(const XlsxSheet& sheet) const {
        for (const FieldSchema& field : schema_.fields) {
            const auto layout = options_.list_layouts.find(field.name);
            if (layout != options_.list_layouts.end() &&
                (layout->second.sheet.empty() ? is_list_name(sheet.name, field) : names_it(layout->second, sheet.name))) {
                return layout->second;
            }
        }
        const bool may_be_root = options_.layout.sheet.empty() || names_it(options_.layout, sheet.name);
        return may_be_root ? options_.layout : TableLayout();
    }

    [[nodiscard]] TableFile table(std::size_t sheet) {
        taken_[sheet] = true;
        return {.file = path_, .book = book_, .sheet = sheet, .probe = probes_[sheet]};
    }

    void take_lists() {
        for (std::size_t field = 0; field < schema_.fields.size(); ++field) {
            const FieldSchema& list = schema_.fields[field];
            if (list.kind != ColumnKind::list) {
                continue;
            }
            const auto layout = options_.list_layouts.find(list.name);
            const bool named = layout != options_.list_layouts.end() && !layout->second.sheet.empty();
            const auto sheet = find([&](std::size_t at) {
                return named ? names_it(layout->second, book_->sheets()[at].name)
                             : is_list_name(book_->sheets()[at].name, list);
            });
            if (sheet) {
                tables_.lists.emplace_back(field, table(*sheet));
            } else if (named) {
                add(fault_texts::no_such_sheet(layout->second.sheet, sheet_names()));
            }
        }
    }

    void take_root() {
        if (!options_.layout.sheet.empty() && !takes_all()) {
            take_named();
            return;
        }
        std::vector<std::size_t> candidates;
        for (std::size_t at = 0; at < probes_.size(); ++at) {
            if (probes_[at] != nullptr && !taken_[at] && probes_[at]->header != 0) {
                candidates.push_back(at);
            }
        }
        const auto best = candidates.empty() ? std::nullopt : best_of(candidates);
        if (candidates.empty()) {
            add(fault_texts::empty_file());
        } else if (!best) {
            const std::size_t most = probes_[*std::max_element(candidates.begin(), candidates.end(), [this](std::size_t left, std::size_t right) {
                                                 return probes_[left]->score < probes_[right]->score;
                                             })]->score;
            std::erase_if(candidates, [&](std::size_t at) { return probes_[at]->score != most; });   // those that cannot be told apart
            add(fault_texts::which_sheet(counted(candidates)));
        } else {
            std::erase_if(candidates, [&](std::size_t at) {
                return at == *best || (takes_all() ? !alike(at, *best) : !could_replace(at, *best) || rows_of(at) == 0);
            });
            take_with(*best, candidates);
        }
    }

    /// Takes the sheet that is read, and those like it where all are wanted; else rows would be left out that nobody spoke of.
    void take_with(std::size_t best, const std::vector<std::size_t>& others) {
        if (!takes_all() && !others.empty()) {
            add(fault_texts::more_sheets(book_->sheets()[best].name, counted(others)));
            return;
        }
        if (const auto other = unlike(best); other && takes_all()) {
            add(fault_texts::unlike_sheets(difference(best, *other)));
            return;
        }
        std::vector<std::size_t> all = others;
        all.insert(std::lower_bound(all.begin(), all.end(), best), best);   // in the order of the workbook
        take_together(all);
    }

    /// Takes the sheets that are named, in the order in which they are.
    void take_named() {
        std::vector<std::size_t> sheets;
        for (const std::string& name : wanted_sheets(options_.layout.sheet)) {
            const auto sheet = find([&](std::size_t at) { return names_sheet(name, book_->sheets()[at].name); });
            if (!sheet) {
                add(fault_texts::no_such_sheet(name, sheet_names()));
            } else if (std::find(sheets.begin(), sheets.end(), *sheet) == sheets.end()) {
                sheets.push_back(*sheet);
            }
        }
        for (std::size_t at = 1; at < sheets.size(); ++at) {
            if (!alike(sheets[at], sheets.front())) {
                add(fault_texts::unlike_sheets(difference(sheets.front(), sheets[at])));
                return;
            }
        }
        take_together(sheets);
    }

    void take_together(const std::vector<std::size_t>& sheets) {
        if (sheets.empty()) {
            return;
        }
        if (sheets.size() > 1 && !tables_.lists.empty()) {
            add(fault_texts::unlike_sheets({"规则还要读子表，子表只跟一个主表", "the rules read child tables too, which belong to one sheet of applications"}));
            return;
        }
        tables_.root = table(sheets.front());
        for (std::size_t at = 1; at < sheets.size(); ++at) {
            more_.push_back(table(sheets[at]));
        }
    }

    /// Whether two sheets have the same headings in the same order.
    [[nodiscard]] bool alike(std::size_t one, std::size_t other) const {
        const auto& left = probes_[one]->headings;
        const auto& right = probes_[other]->headings;
        return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                          [](const std::string& a, const std::string& b) { return folded_heading(a) == folded_heading(b); });
    }

    /// Whether a sheet could hold the applications as well as the one that is read: it has its headings, or knows as many.
    [[nodiscard]] bool could_replace(std::size_t one, std::size_t root) const {
        return one != root && !options_.layout.no_header && (alike(one, root) || (probes_[one]->score != 0 && probes_[one]->score >= probes_[root]->score));
    }

    /// Gives a sheet that holds rows and a known heading, or as many columns, without being like the one that is read.
    [[nodiscard]] std::optional<std::size_t> unlike(std::size_t root) const {
        return find([&](std::size_t at) {
            const bool looks = probes_[at]->score != 0 || probes_[at]->headings.size() >= probes_[root]->headings.size();
            return at != root && looks && !alike(at, root) && (rows_of(at) != 0 || probes_[at]->score == 0);
        });
    }

    /// Says where the headings of two sheets part.
    [[nodiscard]] Bilingual difference(std::size_t one, std::size_t other) const {
        const auto& left = probes_[one]->headings;
        const auto& right = probes_[other]->headings;
        std::size_t column = 0;
        while (column < left.size() && column < right.size() && folded_heading(left[column]) == folded_heading(right[column])) {
            ++column;
        }
        const auto at = [column](const std::vector<std::string>& headings) { return column < headings.size() ? headings[column] : std::string(); };
        const std::string& first = book_->sheets()[one].name;
        const std::string& second = book_->sheets()[other].name;
        const std::string letters = column_letters(column);
        return {"“" + first + "”的 " + letters + " 列是“" + at(left) + "”，“" + second + "”的是“" + at(right) + "”",
                "column " + letters + " of `" + first + "` is `" + at(left) + "`, of `" + second + "` it is `" + at(right) + "`"};
    }

    /// Counts the rows below the headings of a sheet that hold a value.
    [[nodiscard]] std::uint64_t rows_of(std::size_t at) const {
        if (probes_[at] == nullptr || probes_[at]->header == 0) {
            return 0;
        }
        std::vector<DataFault> told_before;   // the sheet was read over once
        XlsxSheetReader reader(*book_, book_->sheets()[at], told_before);
        XlsxRow row;
        std::uint64_t rows = 0;
        while (reader.next(row)) {
            rows += row.number > probes_[at]->header && !texts_of(*book_, row).empty() ? 1U : 0U;
        }
        return rows;
    }

    [[nodiscard]] std::vector<fault_texts::SheetRows> counted(const std::vector<std::size_t>& sheets) const {
        std::vector<fault_texts::SheetRows> all;
        for (const std::size_t at : sheets) {
            all.push_back({.sheet = book_->sheets()[at].name, .rows = rows_of(at), .hidden = probes_[at] == nullptr});
        }
        return all;
    }

    /// Gives the only candidate, the only one of them with a usual name, or the one with the most known headings.
    [[nodiscard]] std::optional<std::size_t> best_of(std::vector<std::size_t> candidates) const {
        std::vector<std::size_t> usual;
        std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(usual),
                     [&](std::size_t at) { return is_root_name(book_->sheets()[at].name); });
        candidates = usual.empty() ? candidates : usual;
        const auto score = [&](std::size_t at) { return probes_[at]->score; };
        std::stable_sort(candidates.begin(), candidates.end(),
                         [&](std::size_t left, std::size_t right) { return score(left) > score(right); });
        if (candidates.size() == 1 || takes_all() || score(candidates[0]) > score(candidates[1])) {
            return candidates.front();
        }
        return std::nullopt;
    }

    template <class Test>
    [[nodiscard]] std::optional<std::size_t> find(Test test) const {
        for (std::size_t at = 0; at < probes_.size(); ++at) {
            if (probes_[at] != nullptr && !taken_[at] && test(at)) {
                return at;
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] std::vector<std::string> sheet_names() const {
        std::vector<std::string> names;
        for (const XlsxSheet& sheet : book_->sheets()) {
            names.push_back(sheet.name);
        }
        return names;
    }

    void tell_unused() {
        std::vector<std::size_t> unused;
        std::vector<std::size_t> same;
        for (std::size_t at = 0; at < probes_.size(); ++at) {
            const bool like_root = probes_[at] != nullptr && could_replace(at, tables_.root.sheet) && rows_of(at) != 0;
            if (!taken_[at] && (like_root || (options_.tell_unused && (probes_[at] == nullptr || probes_[at]->header != 0)))) {
                unused.push_back(at);
                if (like_root) {
                    same.push_back(at);
                }
            }
        }
        if (!unused.empty()) {
            add(fault_texts::ignored_sheets(counted(unused), tables_.root.sheet_name(), counted(same)));
        }
    }

    [[nodiscard]] bool has_error() const {
        return std::any_of(faults_.begin(), faults_.end(),
                           [](const DataFault& fault) { return fault.severity == Severity::error; });
    }

    void add(DataFault fault) {
        fault.file = path_;
        faults_.push_back(std::move(fault));
    }

    const std::string& path_;
    const Schema& schema_;
    const ReadOptions& options_;
    std::vector<std::string> names_;
    std::shared_ptr<const XlsxWorkbook> book_;
    std::vector<std::shared_ptr<const SheetProbe>> probes_;   ///< null: hidden, and nobody named it
    std::vector<bool> taken_;
    JoinedTables tables_;
    std::vector<TableFile> more_;   ///< sheets that go on where the main table ends
    std::vector<DataFault> faults_;
};

}  // namespace

std::shared_ptr<const SheetProbe> probe_sheet(const XlsxWorkbook& book, const XlsxSheet& sheet,
                                              const TableLayout& layout, const std::vector<std::string>& names,
                                              std::vector<DataFault>& faults) {
    auto probe = std::make_shared<SheetProbe>();
    if (!read_xlsx_frame(book, sheet, probe->frame, faults)) {
        return nullptr;
    }
    XlsxSheetReader reader(book, sheet, faults);
    FirstRows first = first_rows(book, reader, layout.header_row);
    if (const DataFault* failure = reader.failure()) {
        faults.push_back(*failure);
        faults.back().file = book.path();
        faults.back().sheet = sheet.name;
        return nullptr;
    }
    probe->hidden_columns = reader.hidden_columns();
    if (first.rows.empty()) {
        probe->header = layout.header_row;
        return probe;
    }
    const std::size_t row = layout.no_header ? 0 : find_header(first.rows, names);
    probe->header = first.numbers[row];
    probe->skipped = row;
    probe->score = heading_score(first.rows[row], names);
    for (std::size_t above = 0; above < row; ++above) {
        find_stated_units(first.rows[above], first.numbers[above], false, probe->units);
    }
    probe->units.insert(probe->units.end(), first.units.begin(), first.units.end());
    find_stated_units(std::array{sheet.name}, 0, false, probe->units);   // 汇总（万元）
    find_units_of_file(book.path(), probe->units);
    probe->headings = std::move(first.rows[row]);
    if (layout.no_header) {
        // Without headings the first rows show how wide the table is.
        for (const std::vector<std::string>& other : first.rows) {
            probe->headings.resize(std::max(probe->headings.size(), other.size()));
        }
    }
    return probe;
}

OpenedInput open_workbook(const std::string& path, const Schema& schema, const ReadOptions& options) {
    return WorkbookOpening(path, schema, options).run();
}

}  // namespace huiqi
