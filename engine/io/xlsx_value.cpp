#include "engine/io/xlsx_value.h"

#include <string_view>

#include "engine/io/row_words.h"
#include "engine/io/stored_number.h"

namespace huiqi {
namespace {

/// What a text that is no value stands for.
[[nodiscard]] CellDamage damage_of(std::string_view error) {
    return error.starts_with("#D1") ? CellDamage::marked : CellDamage::error_value;
}

void read_number(std::string_view stored, const NumberFormat& format, bool from_1904, XlsxValue& value) {
    using Kind = NumberFormat::Kind;
    if (format.kind == Kind::date || format.kind == Kind::time) {
        const auto date = read_stored_date(stored, from_1904);
        if (!date) {
            value.damage = CellDamage::no_date;
            value.text = stored;
            return;
        }
        value.text = stored_date_text(*date);
        if (format.kind == Kind::time) {
            value.text = date->seconds == 0 ? "00:00:00" : value.text.substr(value.text.find(' ') + 1);
        }
        return;
    }
    const bool percent = format.kind == Kind::percent;
    auto number = read_stored_number(stored, percent);
    if (!number) {
        value.damage = CellDamage::error_value;
        value.text = stored;
        return;
    }
    value.text = std::move(number->text);
    value.text += percent ? "%" : "";
    value.tail = number->tail;
    if (number->too_long) {
        value.damage = CellDamage::long_number;
    } else if ((format.kind == Kind::scaled && value.text != "0") || (format.hides_negatives && value.text.starts_with('-'))) {
        value.damage = CellDamage::scaled;
    } else if (value.text != "0") {
        value.unit = format.unit;
    }
    if (!format.mask.empty() && value.damage == CellDamage::none && value.text.find('.') == std::string::npos) {
        value.shown = masked_digits(value.text, format.mask);
        if (value.shown == value.text) {
            value.shown.clear();
        }
    }
}

}  // namespace

void read_xlsx_value(const XlsxWorkbook& book, const XlsxRow& row, const XlsxCell& cell, XlsxValue& value) {
    const std::string_view stored = row.value(cell, book.strings());
    value.text.clear();
    value.damage = CellDamage::none;
    value.unit = {};
    value.shown.clear();
    value.tail = false;
    if (cell.kind == XlsxCell::Kind::error) {
        value.text = stored;
        value.damage = CellDamage::error_value;
        return;
    }
    if (!cell.has_value || (stored.empty() && cell.kind == XlsxCell::Kind::number)) {
        value.damage = cell.formula ? CellDamage::no_value : CellDamage::none;
        return;
    }
    switch (cell.kind) {
        case XlsxCell::Kind::text:
            value.text = stored;
            value.damage = is_error_text(stored) ? damage_of(stored) : CellDamage::none;
            return;
        case XlsxCell::Kind::boolean: value.text = stored == "0" ? "false" : "true"; return;
        case XlsxCell::Kind::date:
            value.text = stored.substr(0, stored.ends_with("T00:00:00") ? 10 : stored.size());
            return;
        case XlsxCell::Kind::number:
            read_number(stored, book.format(cell.style), book.from_1904(), value);
            return;
        case XlsxCell::Kind::error: return;
    }
}

}  // namespace huiqi
