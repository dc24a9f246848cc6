#include "engine/rulebook/field_builder.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/rulebook/constant.h"
#include "engine/rulebook/lints/bare_rates.h"

namespace huiqi {
namespace {

constexpr unsigned kMostDecimals = 30;

ColumnKind column_kind(const Type& type) {
    switch (type.kind()) {
        case TypeKind::boolean:
            return ColumnKind::boolean;
        case TypeKind::date:
            return ColumnKind::date;
        case TypeKind::enumeration:
            return ColumnKind::enumeration;
        default:
            return ColumnKind::text;
    }
}

/// Gives the unit without what says "percent": 百分数/年 is one a year.
Rational per_unit(const EntryUnit& entry) {
    const std::size_t slash = entry.text.find('/');
    if (slash == std::string::npos) {
        return 1;
    }
    const auto one = parse_entry_unit(fmt::format("1{}", entry.text.substr(slash)), {});
    return one ? one->factor : Rational(1);
}

/// The lane is chosen so that sums and comparisons of two values still fit it.
ColumnKind number_kind(const FieldSchema& field) {
    const Rational low = field.least / field.step;
    const Rational high = field.most / field.step;
    const Integer count = ceiling(std::max(low < 0 ? Rational(-low) : low, high < 0 ? Rational(-high) : high));
    if (count < (Integer(1) << 62)) {
        return ColumnKind::int64;
    }
    return count < (Integer(1) << 126) ? ColumnKind::int128 : ColumnKind::wide;
}

void refuse(LoadContext& context, const Fields& keys, std::string_view key, const DeclaredType& declared) {
    if (!keys.has(key)) {
        return;
    }
    const Spelling& row = spelling(Scope::input, key);
    context.diagnostics.error("E456", keys.key(key),
                              {fmt::format("{}不能有“{}”", type_name(declared.type, true), row.zh),
                               fmt::format("{} cannot have `{}`", type_name(declared.type, false), row.en)},
                              {fmt::format("去掉“{}”", row.zh), fmt::format("leave out `{}`", row.en)});
}

unsigned decimals_of(LoadContext& context, const Fields& keys, const DeclaredType& declared) {
    const MappedText* text = keys.text("decimals");
    if (text == nullptr) {
        return usual_decimals(declared);
    }
    const auto decimals = read_count(context, *text, kMostDecimals);
    if (decimals && *decimals != 0 && declared.word == "integer") {
        context.diagnostics.error("E322", text->span(), {"整数没有小数", "an integer has no decimals"},
                                  {"类型改成“数”，或者去掉“小数”", "make the type `number`, or leave out `decimals`"});
    }
    return decimals.value_or(usual_decimals(declared));
}

void read_range(LoadContext& context, const Fields& keys, const DeclaredType& declared,
                const Enumerations& enumerations, FieldSchema& field) {
    const MappedText* text = keys.text("range");
    if (text == nullptr) {
        return;
    }
    const auto ranges = read_ranges(context, *text, declared.type, enumerations);
    if (!ranges) {
        return;
    }
    field.range = *ranges;
    warn_of_bare_bounds(*text, *ranges, declared.entry, context.diagnostics);
    if (ranges->empty() && text->text != "不限") {
        context.diagnostics.error("E323", text->span(), {"这个范围里一个值也没有", "no value lies in this range"},
                                  {"检查上下界的先后", "check the order of the two bounds"});
    }
}

}  // namespace

unsigned usual_decimals(const DeclaredType& declared) {
    if (whole_by_nature(declared.word)) {
        return 0;
    }
    if (declared.word == "rate") {
        return 10;
    }
    if (declared.word != "money") {
        return 6;
    }
    unsigned decimals = 0;
    for (Rational step = declared.entry.factor; step > Rational(1, 100) && decimals < kMostDecimals; step /= 10) {
        ++decimals;
    }
    return decimals;
}

Rational usual_bound(const DeclaredType& declared) {
    if (whole_by_nature(declared.word)) {
        return Rational(pow10(9));
    }
    if (declared.word == "rate") {
        return Rational(pow10(6)) * per_unit(declared.entry);
    }
    return Rational(pow10(declared.word == "money" ? 15 : 12));
}

void settle_bounds(const DeclaredType& declared, FieldSchema& field) {
    const Rational usual = usual_bound(declared);
    field.least = -usual;
    field.most = usual;
    field.default_bounds = field.range.empty() || !field.range.front().low || !field.range.back().high;
    if (!field.range.empty()) {
        const AllowedRange& first = field.range.front();
        const AllowedRange& last = field.range.back();
        // A side left open stays wide even when the other side is beyond the usual size.
        field.least = first.low ? *first.low : std::min<Rational>(-usual, last.high ? *last.high * 1000 : -usual);
        field.most = last.high ? *last.high : std::max<Rational>(usual, first.low ? *first.low * 1000 : usual);
    }
    field.kind = number_kind(field);
}

void complete_field(LoadContext& context, const Fields& keys, const DeclaredType& declared,
                    const Enumerations& enumerations, FieldSchema& field) {
    field.type = declared.type;
    field.entry = declared.entry;
    if (!declared.type.is(TypeKind::number)) {
        field.kind = column_kind(declared.type);
        refuse(context, keys, "decimals", declared);
        if (declared.type.is(TypeKind::date)) {
            read_range(context, keys, declared, enumerations, field);
        } else {
            refuse(context, keys, "range", declared);
        }
        return;
    }
    field.decimals = decimals_of(context, keys, declared);
    field.step = field.entry.factor / Rational(pow10(field.decimals));
    read_range(context, keys, declared, enumerations, field);
    settle_bounds(declared, field);
}

}  // namespace huiqi
