#include "engine/io/workbook_input.h"

#include <algorithm>
#include <span>
#include <utility>

#include "engine/io/csv_input.h"
#include "engine/io/csv_layout.h"
#include "engine/io/fault_texts.h"
#include "engine/io/header_row.h"
#include "engine/io/heading.h"
#include "engine/io/joined_input.h"
#include "engine/io/xlsx_value.h"

namespace huiqi {
namespace {

/// The first rows of a sheet that hold a value, as texts.
struct FirstRows {
    std::vector<std::uint64_t> numbers;
    std::vector<std::vector<std::string>> rows;
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
        auto input = std::make_unique<CsvInput>(tables_.root, schema_, options_, faults_);
        if (has_error()) {
            input = nullptr;
        }
        return {.input = std::move(input), .faults = std::move(faults_)};
    }

private:
    bool probe_all() {
        for (const XlsxSheet& sheet : book_->sheets()) {
            const bool wanted = !sheet.hidden || names_it(options_.layout, sheet.name) ||
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
        return !layout.sheet.empty() && folded_heading(layout.sheet) == folded_heading(sheet);
    }

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
        if (!options_.layout.sheet.empty()) {
            const auto sheet = find([&](std::size_t at) { return names_it(options_.layout, book_->sheets()[at].name); });
            sheet ? static_cast<void>(tables_.root = table(*sheet))
                  : add(fault_texts::no_such_sheet(options_.layout.sheet, sheet_names()));
            return;
        }
        std::vector<std::size_t> candidates;
        for (std::size_t at = 0; at < probes_.size(); ++at) {
            if (probes_[at] != nullptr && !taken_[at] && probes_[at]->header != 0) {
                candidates.push_back(at);
            }
        }
        if (candidates.empty()) {
            add(fault_texts::empty_file());
        } else if (const auto best = best_of(candidates)) {
            tables_.root = table(*best);
        } else {
            add(fault_texts::which_sheet(sheet_names()));
        }
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
        if (candidates.size() == 1 || score(candidates[0]) > score(candidates[1])) {
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
        std::vector<std::string> unused;
        for (std::size_t at = 0; at < probes_.size(); ++at) {
            if (!taken_[at] && (probes_[at] == nullptr || probes_[at]->header != 0)) {
                unused.push_back(book_->sheets()[at].name);
            }
        }
        if (!unused.empty() && options_.tell_unused) {
            add(fault_texts::ignored_sheets(unused));
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
