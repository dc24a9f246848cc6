#include "engine/io/inspection.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "engine/calendar/civil.h"
#include "engine/data/datum_number.h"
#include "engine/diagnostic/text.h"
#include "engine/io/cell_place.h"
#include "engine/io/fault_texts.h"
#include "engine/io/fault_words.h"
#include "engine/io/heading.h"
#include "engine/io/inspection_texts.h"
#include "engine/io/note_rows.h"
#include "engine/io/registered_codes.h"
#include "engine/io/row_words.h"
#include "engine/io/stated_units.h"
#include "engine/io/unanswered.h"

namespace huiqi {
namespace {

using Role = InspectedColumn::Role;
using Kind = InspectedCell::Kind;

constexpr std::array<std::string_view, 2> kCreditWords{"信用代码", "creditcode"};
constexpr std::array<std::string_view, 4> kPatentWords{"专利号", "专利申请号", "patentnumber", "patentno"};
/// Headings whose digits are no amount.
constexpr std::array<std::string_view, 14> kCodeWords{"账号", "帐号", "账户", "卡号", "行号", "编号", "代码", "证号",
                                                      "身份证", "电话", "手机", "邮编", "account", "phone"};

[[nodiscard]] bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

template <std::size_t N>
[[nodiscard]] bool holds_any(std::string_view text, const std::array<std::string_view, N>& words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

/// Whether it is a blank that people do not see for what it is: full width, no-break, of no width.
[[nodiscard]] bool is_odd_blank(char32_t c) noexcept {
    return c == U'\u3000' || c == U'\u00A0' || (c >= U'\u2000' && c <= U'\u200F') || c == U'\uFEFF' || c == U'\u202F';
}

/// Makes full-width ASCII narrow; `changed` tells whether there was any.
[[nodiscard]] std::string narrowed(std::string_view text, bool& changed) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        const bool wide = c >= U'\uFF01' && c <= U'\uFF5E';
        changed = changed || wide;
        append_utf8(out, wide ? c - 0xFF01 + 0x21 : c);
    }
    return out;
}

[[nodiscard]] std::string without_edge_blanks(std::string_view text) {
    std::string out;
    std::size_t keep = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const char32_t c = next_code_point(text, at);
        const bool blank = c == U' ' || c == U'\t' || c == U'\n' || is_odd_blank(c);
        if (blank && out.empty()) {
            continue;
        }
        out += text.substr(begin, at - begin);
        keep = blank ? keep : out.size();
    }
    out.resize(keep);
    return out;
}

/// Whether digits are a text that a number would not keep: zeros in front, a plus, or more than a spreadsheet holds.
[[nodiscard]] bool is_code_text(std::string_view text) {
    constexpr std::size_t kKept = 15;
    const bool plus = text.starts_with('+');
    const std::string_view digits = text.substr(plus ? 1 : 0);
    return !digits.empty() && std::all_of(digits.begin(), digits.end(), is_digit) &&
           (plus || digits.size() > kKept || (digits.size() > 1 && digits.front() == '0'));
}

/// Leaves out zeros in front, which a number does not have.
[[nodiscard]] std::string without_front_zeros(std::string text) {
    const std::size_t sign = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
    const std::size_t point = std::min(text.find('.'), text.size());
    const std::size_t first = std::min(text.find_first_not_of('0', sign), point == 0 ? 0 : point - 1);
    return (text.starts_with('-') ? "-" : "") + text.substr(std::max(first, sign));
}

[[nodiscard]] bool is_plain_number(std::string_view text) {
    text.remove_prefix(text.starts_with('-') ? 1 : 0);
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const std::string_view part = point == std::string_view::npos ? "0" : text.substr(point + 1);
    return !whole.empty() && !part.empty() && std::all_of(whole.begin(), whole.end(), is_digit) &&
           std::all_of(part.begin(), part.end(), is_digit);
}

/// Whether it is a number with an exponent, `9.13E+17`.
[[nodiscard]] bool is_scientific(std::string_view text) {
    const std::size_t letter = text.find_first_of("eE");
    if (letter == std::string_view::npos || letter == 0 || letter + 1 == text.size()) {
        return false;
    }
    std::string_view power = text.substr(letter + 1);
    power.remove_prefix(power.starts_with('+') || power.starts_with('-') ? 1 : 0);
    return is_plain_number(text.substr(0, letter)) && !power.empty() &&
           std::all_of(power.begin(), power.end(), is_digit) &&
           (text.find('.') < letter || text[letter + 1] == '+');
}

/// A day, of which nothing more is known than that.
[[nodiscard]] const FieldSchema& any_date() {
    static const FieldSchema kField = [] {
        FieldSchema field;
        field.type = Type::date();
        field.kind = ColumnKind::date;
        return field;
    }();
    return kField;
}

/// A number likewise. Units, decimals and size are the business of rules.
[[nodiscard]] const FieldSchema& any_number() {
    static const FieldSchema kField = [] {
        FieldSchema field;
        field.type = Type::number(Unit());
        field.kind = ColumnKind::wide;
        return field;
    }();
    return kField;
}

}  // namespace

std::string plain_text(std::string_view text) {
    bool changed = false;
    return narrowed(without_edge_blanks(text), changed);
}

std::optional<std::string> plain_number(std::string_view text) {
    const auto number = ungrouped_number(plain_text(text));
    return number && is_plain_number(*number) ? number : std::nullopt;
}

std::optional<std::string> plain_date(std::string_view text) {
    const std::string plain = plain_text(text);
    std::array<std::string, 3> parts;
    std::size_t part = 0;
    if (plain.size() == 8 && std::all_of(plain.begin(), plain.end(), is_digit)) {
        parts = {plain.substr(0, 4), plain.substr(4, 2), plain.substr(6)};
        part = 2;
    } else {
        for (std::size_t at = 0; at < plain.size();) {
            const std::size_t begin = at;
            const char32_t c = next_code_point(plain, at);
            if (c < 0x80 && is_digit(static_cast<char>(c))) {
                parts[part] += static_cast<char>(c);
            } else if (c == U'日' && part == 2 && at == plain.size()) {
                continue;
            } else if (((c == U'-' || c == U'/' || c == U'.') && part < 2) || (c == U'年' && part == 0) ||
                       (c == U'月' && part == 1)) {
                ++part;
            } else {
                return std::nullopt;
            }
            static_cast<void>(begin);
        }
    }
    if (part != 2 || parts[0].size() != 4 || parts[1].empty() || parts[1].size() > 2 || parts[2].empty() ||
        parts[2].size() > 2) {
        return std::nullopt;
    }
    const int year = std::stoi(parts[0]);
    const int month = std::stoi(parts[1]);
    const int day = std::stoi(parts[2]);
    if (year < 1900 || year > 2999 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) {
        return std::nullopt;
    }
    return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

Inspection::Inspection(std::vector<std::string> headings) : expected_(headings.size(), false) {
    for (std::string& heading : headings) {
        InspectedColumn column;
        column.folded = folded_heading(heading);
        column.credit_code = holds_any(column.folded, kCreditWords);
        column.patent_number = holds_any(column.folded, kPatentWords);
        column.codes = holds_any(column.folded, kCodeWords);
        column.heading = std::move(heading);
        columns_.push_back(std::move(column));
    }
}

void Inspection::expect_role(std::size_t column, Role role) {
    columns_[column].role = role;
    expected_[column] = true;
}

void Inspection::learn(const InspectedRow& row) {
    for (std::size_t at = 0; at < std::min(row.cells.size(), columns_.size()); ++at) {
        const InspectedCell& cell = row.cells[at];
        InspectedColumn& column = columns_[at];
        column.numbers += cell.kind == Kind::number ? 1U : 0U;
        column.dates += cell.kind == Kind::date ? 1U : 0U;
        if (cell.kind == Kind::text) {
            ++column.texts;
            column.numeric_texts += plain_number(cell.text) ? 1U : 0U;
            column.date_texts += plain_date(cell.text) && !plain_number(cell.text) ? 1U : 0U;
        }
    }
}

void Inspection::settle() {
    for (std::size_t at = 0; at < columns_.size(); ++at) {
        InspectedColumn& column = columns_[at];
        if (expected_[at] || column.codes || column.credit_code || column.patent_number) {
            continue;
        }
        const std::uint64_t all = column.numbers + column.dates + column.texts;
        // In a CSV file everything is text: there what reads as a number is one.
        if (column.numbers * 2 > all || (column.numbers == 0 && column.numeric_texts * 2 > all)) {
            column.role = Role::number;
        } else if (all != 0 && (column.dates + column.date_texts) * 2 > all) {
            column.role = Role::date;
        }
    }
}

namespace {

/// Gives the first cell of a row of notes. Which column holds the numbers is not known here: a sentence alone is one where it comes first.
[[nodiscard]] std::optional<std::size_t> note_cell(const InspectedRow& row, std::size_t filled) {
    std::vector<std::string_view> texts;
    for (const InspectedCell& cell : row.cells) {
        if (cell.damage != CellDamage::none && cell.damage != CellDamage::merged) {
            return std::nullopt;   // something stood there, and a note has nothing beside it
        }
        texts.push_back(cell.text);
    }
    const auto first = std::find_if(texts.begin(), texts.end(), [](std::string_view text) { return !text.empty(); });
    if (first == texts.end() || (!may_begin_note(*first) && !is_sentence(*first) && !states_unit(*first))) {
        return std::nullopt;
    }
    const bool alone = filled == 1 && first == texts.begin() && is_sentence(*first);
    return alone ? std::optional<std::size_t>(0) : note_row(texts);
}

}  // namespace

void Inspection::judge(const InspectedRow& row, std::vector<InspectionFinding>& findings) const {
    const std::size_t before = findings.size();
    judge_row(row, findings);
    const bool no_data = std::any_of(findings.begin() + static_cast<std::ptrdiff_t>(before), findings.end(),
                                     [](const InspectionFinding& one) {
                                         return is_no_application(one.fault.code);
                                     });
    if (no_data) {
        return;   // it is no application: its cells say nothing
    }
    for (std::size_t column = 0; column < std::min(row.cells.size(), columns_.size()); ++column) {
        judge_cell(row, column, findings);
    }
}

void Inspection::judge_row(const InspectedRow& row, std::vector<InspectionFinding>& findings) const {
    const auto add = [&](DataFault fault) {
        fault.line = row.number;
        findings.push_back({.fault = std::move(fault), .shown = {}, .mended = std::nullopt});
    };
    std::size_t same = 0;
    std::size_t filled = 0;
    std::string subtotal;
    for (std::size_t at = 0; at < std::min(row.cells.size(), columns_.size()); ++at) {
        const InspectedCell& cell = row.cells[at];
        // Folding is slow, and neither a heading that stands again nor a word for totals is far from its length.
        const std::size_t most = 3 * std::max<std::size_t>(columns_[at].heading.size(), 8);
        const bool may_be = cell.kind == Kind::text && !cell.text.empty() && cell.text.size() <= most && !is_digit(cell.text.front());
        const std::string folded = may_be ? folded_heading(cell.text) : std::string();
        filled += cell.kind == Kind::empty ? 0U : 1U;
        same += cell.kind == Kind::text && !folded.empty() && folded == columns_[at].folded ? 1U : 0U;
        if (!folded.empty() && is_total_word(cell.text)) {
            subtotal = cell.text;
        }
    }
    if (row.hidden) {
        add(inspection_texts::hidden_row());
    }
    if (same >= 2 && same == filled) {
        add(inspection_texts::repeated_header());
    } else if (!subtotal.empty()) {
        add(inspection_texts::subtotal_row());
        findings.back().fault.value = subtotal;
    } else if (const auto note = note_cell(row, filled)) {
        add(fault_texts::note_row());
        findings.back().fault.value = row.cells[*note].text;
        findings.back().fault.column_number = *note + 1;
    }
}

namespace {

/// Looks at what a number shows of itself, and whether it is a code.
template <class Add>
void judge_number(const InspectedCell& cell, const InspectedColumn& column, bool as_text, const Add& add) {
    if (as_text && cell.other_text) {
        DataFault fault = fault_texts::shown_as_other_text(cell.shown);
        fault.severity = Severity::warning;
        add(std::move(fault), cell.shown);
    } else if (cell.tail) {
        add(inspection_texts::calculation_tail(cell.text), cell.text);
    } else {
        const std::size_t point = cell.text.find('.');
        const std::size_t decimals = point == std::string::npos ? 0 : cell.text.find_last_not_of('%') - point;
        if (cell.shown_decimals >= 0 && decimals > static_cast<std::size_t>(cell.shown_decimals)) {
            add(inspection_texts::hidden_decimals());
        }
    }
    if (column.credit_code || column.patent_number) {
        add(inspection_texts::code_as_number());
    }
}

/// Looks at a text in a column of credit codes or patent numbers, also with full-width signs made narrow.
template <class Add>
void judge_code(const InspectedCell& cell, const InspectedColumn& column, const std::string& bare, const std::string& narrow, bool wide,
                const Add& add) {
    const auto check = [&](const std::string& text) {
        return column.credit_code ? check_credit_code(text) : check_patent_number(text);
    };
    if (wide && check(narrow) == CodeCheck::right) {
        add(inspection_texts::full_width(), narrow);
    } else if (check(narrow) == CodeCheck::wrong) {
        add(column.credit_code ? inspection_texts::wrong_credit_code() : inspection_texts::wrong_patent_number());
    } else if (bare != cell.text) {
        add(inspection_texts::edge_blanks(), bare);
    }
}

/// Looks at what a text is meant for.
template <class Add>
void judge_text(const InspectedCell& cell, const InspectedColumn& column, bool expected, const Add& add) {
    const std::string bare = without_edge_blanks(cell.text);
    bool wide = false;
    const std::string narrow = narrowed(bare, wide);
    // Where nobody said that it is a number, zeros in front count: 0622202002 is an account.
    const auto number = !expected && is_code_text(narrow) ? std::nullopt : plain_number(cell.text);
    const auto date = plain_date(cell.text);
    if (is_scientific(narrow)) {
        add(inspection_texts::scientific());
    } else if (column.role == Role::number && number && cell.text != *number) {
        add(wide ? inspection_texts::full_width() : inspection_texts::number_as_text(), without_front_zeros(*number));
    } else if (column.role == Role::number && number && cell.stored == cell.text && column.numbers != 0) {
        add(inspection_texts::number_as_text(), without_front_zeros(*number));
    } else if (column.role == Role::date && date && cell.text != *date) {
        add(inspection_texts::mixed_dates(), date);
    } else if (column.role == Role::date && !date && !bare.empty()) {
        add(inspection_texts::unclear_date());
    } else if (column.credit_code || column.patent_number) {
        judge_code(cell, column, bare, narrow, wide, add);
    } else if (bare != cell.text) {
        add(inspection_texts::edge_blanks(), bare);
    }
}

/// Looks whether a cell can be read as what its column holds; units, decimals and size are the business of rules.
template <class Add>
void judge_role(const InspectedCell& cell, const InspectedColumn& column, const Add& add) {
    if (cell.kind == Kind::empty || is_unanswered(cell.text) || (column.role == Role::number && plain_number(cell.text) == cell.text)) {
        return;
    }
    DatumResult read = column.role == Role::date ? read_datum(cell.text, any_date()) : read_number_datum(cell.text, any_number());
    if (read.fault && (read.fault->code == "D103" || read.fault->code == "D104")) {
        add(fault_texts::fault(read.fault->code, std::move(read.fault->message), std::move(read.fault->help), Severity::warning));
    }
}

}  // namespace

/// Whether a number is read by what a person sees of it. Of a column that the rules do not read only what stands before
/// or between its digits tells that it is a code: `0"人"` counts persons.
bool Inspection::reads_text(const InspectedCell& cell, std::size_t at) const {
    const InspectedColumn& column = columns_[at];
    return expected_[at] || column.codes ? column.role == Role::text : !cell.shown.starts_with(cell.text);
}

/// Whether it is certain what a column holds: the rules say so, or hardly a cell is anything else.
bool Inspection::is_certain(std::size_t at) const {
    constexpr std::uint64_t kOthers = 4;   // at most one cell in so many
    const InspectedColumn& column = columns_[at];
    const std::uint64_t others = column.role == Role::number ? column.texts - column.numeric_texts + column.dates
                                                             : column.texts - column.date_texts + column.numbers;
    return column.role != Role::text && (expected_[at] || others * kOthers <= column.numbers + column.dates + column.texts);
}

void Inspection::judge_cell(const InspectedRow& row, std::size_t at, std::vector<InspectionFinding>& findings) const {
    const InspectedCell& cell = row.cells[at];
    const InspectedColumn& column = columns_[at];
    const std::size_t before = findings.size();
    const auto add = [&](DataFault fault, std::optional<std::string> mended = std::nullopt) {
        fault.line = row.number;
        fault.column_number = at + 1;
        fault.column_name = column.heading;
        fault.value = cell.stored;
        findings.push_back({.fault = std::move(fault),
                            .shown = cell.shown == cell.stored ? std::string() : cell.shown,
                            .mended = std::move(mended)});
    };
    if (cell.damage != CellDamage::none) {
        add(fault_texts::damaged_cell(cell.damage));
    } else if (cell.kind == Kind::number) {
        judge_number(cell, column, reads_text(cell, at), add);
    } else if (cell.kind == Kind::text) {
        judge_text(cell, column, expected_[at], add);
    }
    if (findings.size() == before && is_certain(at)) {
        judge_role(cell, column, add);
    }
}

}  // namespace huiqi
