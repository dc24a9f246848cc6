#include "tools/huiqi/report/list_table.h"

#include <algorithm>
#include <array>
#include <compare>
#include <cstdio>
#include <numeric>
#include <optional>
#include <utility>

#include "engine/data/folded_key.h"
#include "engine/diagnostic/text.h"
#include "engine/io/csv_text.h"
#include "engine/io/text_encoder.h"
#include "engine/numeric/decimal_text.h"
#include "engine/numeric/integer.h"
#include "engine/numeric/money.h"
#include "tools/huiqi/report/personal_data.h"

namespace huiqi {
namespace {

/// Faults that are told; a list that is wrong throughout need not say so a million times.
constexpr std::size_t kMostFaults = 20;

/// Gives the characters of a text, each with its bytes.
[[nodiscard]] std::vector<std::string_view> characters_of(std::string_view text) {
    std::vector<std::string_view> characters;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
            ++end;
        }
        characters.push_back(text.substr(at, end - at));
        at = end;
    }
    return characters;
}

[[nodiscard]] bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

[[nodiscard]] std::string cell_text(const ListProfile& profile, const ListColumn& column, const ListRow& row,
                                    const std::vector<std::string>& wanted, const std::string& batch) {
    switch (column.value) {
        case ListValue::column: {
            const auto found = std::find(wanted.begin(), wanted.end(), column.from);
            return row.carried[static_cast<std::size_t>(found - wanted.begin())];
        }
        case ListValue::constant: return column.from;
        case ListValue::number: return {};  // known once the rows are sorted
        case ListValue::application: return row.application;
        case ListValue::incentive: return row.incentive;
        case ListValue::title: return row.title;
        case ListValue::award: return amount_text(profile, row.award_fen);
        case ListValue::amount: return amount_text(profile, row.amount_fen);
        case ListValue::day: return row.day;
        case ListValue::batch: return batch;
        case ListValue::payer: return row.payer;
    }
    return {};
}

/// Gives a character for a message: by its number where nobody sees it, or nobody knows as what.
[[nodiscard]] std::string shown(std::string_view character) {
    std::size_t at = 0;
    const char32_t code = next_code_point(character, at);
    const bool private_use = (code >= 0xE000 && code <= 0xF8FF) || code >= 0xF0000;   // every font shows them otherwise, or not
    const bool seen = !private_use && display_width(code) > 0 && visible_form(code) == code && !folded_key(character).empty();
    if (seen) {
        return std::string(character);
    }
    std::array<char, 16> text{};
    const int size = std::snprintf(text.data(), text.size(), "U+%04X", static_cast<unsigned>(code));
    return {text.data(), static_cast<std::size_t>(size)};
}

/// Lays out one list.
class Layout {
public:
    Layout(const ListProfile& profile, ListUse use, const std::string& batch, std::vector<DataFault>& faults)
        : profile_(profile), use_(use), batch_(batch), wanted_(profile.wanted()), faults_(faults) {}

    [[nodiscard]] ListTable table(const std::vector<ListRow>& rows) {
        std::vector<std::vector<std::string>> cells;
        for (const ListRow& row : rows) {
            cells.push_back(cells_of(row));
        }
        std::vector<std::size_t> order(rows.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
            return before(rows[left], cells[left], rows[right], cells[right]);
        });
        ListTable table;
        for (const std::size_t at : order) {
            table.rows.push_back(std::move(cells[at]));
            for (std::size_t column = 0; column < profile_.columns.size(); ++column) {
                if (profile_.columns[column].value == ListValue::number) {
                    table.rows.back()[column] = std::to_string(table.rows.size());
                }
            }
            table.amounts_fen.push_back(rows[at].amount_fen);
            table.sum_fen += rows[at].amount_fen;
            table.award_sum_fen += rows[at].award_fen;
        }
        return table;
    }

private:
    [[nodiscard]] std::vector<std::string> cells_of(const ListRow& row) {
        std::vector<std::string> cells;
        for (const ListColumn& column : profile_.columns) {
            std::string text = cell_text(profile_, column, row, wanted_, batch_);
            if (use_ == ListUse::publication) {
                text = column.value == ListValue::column ? masked(text, column.kind) : text;
                check_published(column, row, text);
            } else {
                check_paid(column, row, text);
            }
            cells.push_back(std::move(text));
        }
        return cells;
    }

    [[nodiscard]] bool before(const ListRow& left, const std::vector<std::string>& left_cells, const ListRow& right,
                              const std::vector<std::string>& right_cells) const {
        for (const ListOrder& order : profile_.order) {
            const ListColumn& column = profile_.columns[order.column];
            const auto amount = [&column](const ListRow& row) {
                return column.value == ListValue::award ? row.award_fen : row.amount_fen;
            };
            const auto by = column.is_amount() ? amount(left) <=> amount(right)
                                               : left_cells[order.column].compare(right_cells[order.column]) <=> 0;
            if (by != 0) {
                return order.descending ? by > 0 : by < 0;
            }
        }
        return left.application != right.application ? left.application < right.application : left.incentive < right.incentive;
    }

    void check_published(const ListColumn& column, const ListRow& row, const std::string& text) {
        const bool of_the_data = column.value == ListValue::column || column.value == ListValue::application;
        if (!of_the_data || (column.kind != ValueClass::plain && column.kind != ValueClass::firm)) {
            return;
        }
        if (const auto kind = personal_datum(text, column.value == ListValue::application ? Suspicion::certain : Suspicion::likely)) {
            fault("D222", column, row, masked(text, ValueClass::identity),
                  {"公示的列里有个人信息（" + kind->zh + "），没有遮盖",
                   "a column to be published holds personal data (" + kind->en + "), not masked"},
                  {"在这一列写 类别: " + kind->zh + "，或者不公示这一列", "give the column `class: " + kind->en + "`, or leave it out"});
        }
    }

    void check_paid(const ListColumn& column, const ListRow& row, const std::string& text) {
        if (column.value == ListValue::number) {
            return;
        }
        const auto refuse = [&](std::string zh, std::string en) {
            const bool of_the_payee = column.value == ListValue::column;
            const std::string payee = "huiqi batch payee " + batch_ + " --application " + row.application + " --set " + column.from + "=…";
            fault("D221", column, row, text, {std::move(zh), std::move(en)},
                  {(of_the_payee ? "账号、户名填错的，由两个人更正：" + payee + "；" : std::string()) + "先付其余的：huiqi batch object " + batch_ + " --application " + row.application + "，这一份留到有决定以后；或者改名单样式（" + profile_.path + "）；要改申报数据，撤回（huiqi batch withdraw）、改正、用新的编号重新结算",
                   (of_the_payee ? "a wrong account or name is put right by two persons: `" + payee + "`; " : std::string()) + "pay the others first: `huiqi batch object " + batch_ + " --application " + row.application + "` leaves this one until it is decided on; or change the profile (" + profile_.path + "); to mend the applications, withdraw the batch, mend them and settle under a new id"});
        };
        if (text.empty()) {
            if (!column.optional) {
                refuse("这一格是空的", "the cell is empty");
            }
            return;
        }
        if (column.longest > 0 && code_point_count(text) > column.longest) {
            refuse("有 " + std::to_string(code_point_count(text)) + " 个字，最多 " + std::to_string(column.longest),
                   "has " + std::to_string(code_point_count(text)) + " characters, more than " + std::to_string(column.longest));
        }
        if (column.digits && !all_digits(text)) {
            refuse("这一列只许数字", "the column takes digits only");
        }
        if (looks_like_formula(text)) {
            refuse("表格软件会把它当作公式", "a spreadsheet would take it for a formula");
        }
        check_characters(text, refuse);
    }

    template <typename Refuse>
    void check_characters(const std::string& text, const Refuse& refuse) const {
        const auto forbidden = characters_of(profile_.forbidden);
        for (const std::string_view one : characters_of(text)) {
            if (one.size() == 1 && (static_cast<unsigned char>(one.front()) < 0x20 || one.front() == 0x7F)) {
                refuse("含有换行、制表符之类的控制字符", "holds a line break, a tab or another control character");
                return;
            }
            if (std::find(forbidden.begin(), forbidden.end(), one) != forbidden.end()) {
                refuse("含有名单不许的字符“" + shown(one) + "”", "holds `" + shown(one) + "`, which the list forbids");
                return;
            }
        }
        std::string bytes;
        std::string missing;
        if (profile_.encoding == OutputEncoding::gbk && !append_gbk(text, bytes, missing)) {
            refuse("GBK 里没有“" + shown(missing) + "”字", "GBK has no `" + shown(missing) + "`");
        }
    }

    void fault(std::string_view code, const ListColumn& column, const ListRow& row, const std::string& value,
               Bilingual message, Bilingual help) {
        if (faults_.size() >= kMostFaults) {
            return;
        }
        DataFault one;
        one.code = code;
        one.file = row.application;
        one.column_name = column.heading;
        one.value = value;
        one.message = std::move(message);
        one.help = std::move(help);
        faults_.push_back(std::move(one));
    }

    const ListProfile& profile_;
    ListUse use_;
    const std::string& batch_;
    std::vector<std::string> wanted_;
    std::vector<DataFault>& faults_;
};

}  // namespace

std::string amount_text(const ListProfile& profile, Int128 fen) {
    return profile.fen ? fixed_text(Integer(fen), 0) : fixed_text(Integer(fen), Money::kDecimals);
}

std::string masked(std::string_view text, ValueClass kind) {
    if (kind == ValueClass::plain || kind == ValueClass::firm) {
        return std::string(text);
    }
    const auto characters = characters_of(text);
    std::size_t first = kind == ValueClass::person ? 1 : kind == ValueClass::account ? 4 : 3;
    std::size_t last = kind == ValueClass::person ? 0 : 4;
    const bool too_much = 2 * (first + last) > characters.size();
    if (too_much && kind != ValueClass::phone) {
        first = characters.size() > 1 ? 1 : 0;
        last = 0;
    } else if (too_much && !is_mobile_number(text)) {
        first = 0;
        last = std::min<std::size_t>(characters.size() / 2, 3);
    }
    std::string out;
    for (std::size_t at = 0; at < characters.size(); ++at) {
        out += at < first || at + last >= characters.size() ? std::string(characters[at]) : "*";
    }
    return out;
}

ListTable list_table(const ListProfile& profile, std::vector<ListRow> rows, ListUse use, const std::string& batch,
                     std::vector<DataFault>& faults) {
    return Layout(profile, use, batch, faults).table(rows);
}

}  // namespace huiqi
