#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/cell_ranges.h"
#include "engine/language/checker.h"
#include "engine/language/checker_words.h"

namespace huiqi {
namespace {

/// Powers of units beyond this mean nothing.
constexpr int kMostUnitExponent = 9;
/// Exponents beyond this give too large a number for every base but 0, 1 and -1.
constexpr int kMostExponent = 10'000;
/// Decimal digits before the point that a constant power may have: more than any amount, fewer than an
/// attack.
constexpr unsigned kMostPowerDigits = 60;

bool is_arithmetic(SyntaxKind kind) {
    return kind == SyntaxKind::add || kind == SyntaxKind::subtract || kind == SyntaxKind::multiply ||
           kind == SyntaxKind::divide || kind == SyntaxKind::power;
}

bool is_span_of_time(const Type& type) {
    return type.is(TypeKind::number) &&
           (type.any_unit() || type.unit() == Unit::of("day") || type.unit() == Unit::of("month"));
}

}  // namespace

/// Checks `a + b - c …`. The chain is walked by a loop: its length is bounded by the text, not by the
/// nesting.
Operand Checker::arithmetic(SyntaxId at) {
    std::vector<SyntaxId> chain;
    while (is_arithmetic(tree_[at].kind)) {
        chain.push_back(at);
        at = tree_[at].children[0];
    }
    Placed left{at, check(at)};
    for (auto next = chain.rbegin(); next != chain.rend(); ++next) {
        const SyntaxId right = tree_[*next].children[1];
        left = {*next, combine(*next, left, {right, check(right)})};
    }
    return left.operand;
}

Operand Checker::combine(SyntaxId at, const Placed& left, const Placed& right) {
    const bool left_there = present(left, kCalculated);
    const bool right_there = present(right, kCalculated);
    if (!left_there || !right_there) {
        return wrong(at);
    }
    const SyntaxKind kind = tree_[at].kind;
    if (kind == SyntaxKind::add || kind == SyntaxKind::subtract) {
        return add_or_subtract(at, left, right);
    }
    if (!left.operand.type.is(TypeKind::number) || !right.operand.type.is(TypeKind::number)) {
        return kind_clash(at, left, right);
    }
    return kind == SyntaxKind::power ? power(at, left, right) : scaled(at, left, right);
}

Operand Checker::add_or_subtract(SyntaxId at, const Placed& left, const Placed& right) {
    const Type& l = left.operand.type;
    const Type& r = right.operand.type;
    const bool adds = tree_[at].kind == SyntaxKind::add;
    if (l.is(TypeKind::number) && r.is(TypeKind::number)) {
        const std::optional<Type> type = common_type(l, r);
        if (!type) {
            return unit_clash(at, left, right);
        }
        fit(left.operand.id, *type);
        fit(right.operand.id, *type);
        return make(at, adds ? CoreOp::add : CoreOp::subtract, *type, {left.operand.id, right.operand.id});
    }
    if (adds && l.is(TypeKind::text) && r.is(TypeKind::text)) {
        return make(at, CoreOp::concatenate_text, l, {left.operand.id, right.operand.id});
    }
    if (!adds && l.is(TypeKind::date) && r.is(TypeKind::date)) {
        return make(at, CoreOp::date_difference, Type::number(Unit::of("day")),
                    {left.operand.id, right.operand.id});
    }
    if (l.is(TypeKind::date) && r.is(TypeKind::number)) {
        return date_moved(at, left, right);
    }
    if (adds && l.is(TypeKind::number) && r.is(TypeKind::date)) {
        return date_moved(at, right, left);
    }
    return kind_clash(at, left, right);
}

/// Moves a date by a number of days or months, back for a subtraction.
Operand Checker::date_moved(SyntaxId at, const Placed& date, const Placed& span) {
    const Type& type = span.operand.type;
    if (!is_span_of_time(type)) {
        const std::string shown = excerpt(source(span.at));
        return clash(
            "E204", at, date, span, {"日期只能加减天数或月数", "only days or months can be added to a date"},
            type.unit().plain() ? Bilingual{fmt::format("写明单位，例如 {0}天 或 {0}个月",
                                                        literal_number(span.operand) ? shown : "30"),
                                            fmt::format("write the unit, for instance {0}天 or {0}个月",
                                                        literal_number(span.operand) ? shown : "30")}
                                : Bilingual{});
    }
    const bool months = type.unit() == Unit::of("month");
    const Type days_type = Type::number(Unit::of(months ? "month" : "day"));
    fit(span.operand.id, days_type);
    CoreId amount = span.operand.id;
    if (tree_[at].kind == SyntaxKind::subtract) {
        amount = make(span.at, CoreOp::negate, days_type, {amount}).id;
    }
    return make(at, months ? CoreOp::date_plus_months : CoreOp::date_plus_days, Type::date(),
                {date.operand.id, amount});
}

/// Multiplies or divides; units multiply along, and the literal 0 is a plain number here.
Operand Checker::scaled(SyntaxId at, const Placed& left, const Placed& right) {
    fit(left.operand.id, Type::number());
    fit(right.operand.id, Type::number());
    const bool times = tree_[at].kind == SyntaxKind::multiply;
    const Unit& l = left.operand.type.unit();
    const Unit& r = right.operand.type.unit();
    return make(at, times ? CoreOp::multiply : CoreOp::divide, Type::number(times ? l * r : l / r),
                {left.operand.id, right.operand.id});
}

Operand Checker::power(SyntaxId at, const Placed& base, const Placed& exponent) {
    fit(base.operand.id, Type::number());
    fit(exponent.operand.id, Type::number());
    if (!exponent.operand.type.unit().plain()) {
        return clash("E212", at, base, exponent, {"指数不能有单位", "an exponent has no unit"}, {});
    }
    const std::optional<Rational> constant_exponent = constant_number(out_, exponent.operand.id);
    if (constant_exponent && !is_integer(*constant_exponent)) {
        return clash("E212", at, base, exponent, {"指数要是整数", "an exponent is a whole number"}, {});
    }
    if (!base.operand.type.unit().plain()) {
        return power_with_unit(at, base, exponent);
    }
    if (power_too_large(at, base, exponent)) {
        return wrong(at);
    }
    return make(at, CoreOp::power, Type::number(), {base.operand.id, exponent.operand.id});
}

/// Raises a number with a unit: the exponent must be known, because it makes the unit.
Operand Checker::power_with_unit(SyntaxId at, const Placed& base, const Placed& exponent) {
    const std::optional<Rational> value = constant_number(out_, exponent.operand.id);
    if (!value || *value > kMostUnitExponent || *value < -kMostUnitExponent) {
        return clash("E212", at, base, exponent,
                     {"底数有单位时，指数要是写明的小整数",
                      "with a unit in the base the exponent is a small whole number as written"},
                     {"先把底数除以单位，例如 面积 / 1平方米",
                      "divide the base by its unit first, for instance area / 1平方米"});
    }
    const int count = static_cast<int>(to_int64(numerator(*value)));
    const Operand known = constant(exponent.at, Type::number(), Value::of(*value));
    return make(at, CoreOp::power, Type::number(base.operand.type.unit().power(count)),
                {base.operand.id, known.id});
}

/// Refuses powers that are too large whatever the data: `10**10**10` must cost nothing.
bool Checker::power_too_large(SyntaxId at, const Placed& base, const Placed& exponent) {
    const std::optional<Rational> count = constant_number(out_, exponent.operand.id);
    if (!count) {
        return false;
    }
    bool large = *count > kMostExponent || *count < -kMostExponent;
    const std::optional<Rational> number = constant_number(out_, base.operand.id);
    if (!large && number) {
        const auto value = huiqi::power(*number, to_int64(numerator(*count)));
        const Rational limit(pow10(kMostPowerDigits));
        large = value ? *value >= limit || *value <= -limit : value.error() == NumericFault::too_large;
    }
    if (large) {
        static_cast<void>(clash("E212", at, base, exponent, {"这个乘方太大", "this power is too large"},
                                {fmt::format("结果最多 {} 位，指数最大 {}", kMostPowerDigits, kMostExponent),
                                 fmt::format("a result has at most {} digits, an exponent is at most {}",
                                             kMostPowerDigits, kMostExponent)}));
    }
    return large;
}

/// Checks `-x`; a negated literal becomes a literal.
Operand Checker::negated(SyntaxId at) {
    const SyntaxId child = tree_[at].children[0];
    const Placed operand{child, check(child)};
    if (!present(operand, kCalculated)) {
        return wrong(at);
    }
    const Type& type = operand.operand.type;
    if (!type.is(TypeKind::number)) {
        const Bilingual words = type_words(type);
        error("E201", at,
              {fmt::format("{}没有相反数", words.zh), fmt::format("{} cannot be negated", words.en)},
              {"负号后面要是数", "a minus sign wants a number"})
            .related.push_back({tree_.span(child), side_words(type, false)});
        return wrong(at);
    }
    if (const Rational* number = literal_number(operand.operand)) {
        return constant(at, type, Value::of(Rational(-*number)));
    }
    return make(at, CoreOp::negate, type, {operand.operand.id});
}

/// Gives the number of a constant node, or nullptr.
const Rational* Checker::literal_number(const Operand& operand) const {
    const CoreNode& node = out_[operand.id];
    const bool number = node.op == CoreOp::constant && node.type.is(TypeKind::number);
    return number ? &node.constant.number() : nullptr;
}

/// Reports two operands that do not go together, at the operator, with both as second places.
Operand Checker::clash(std::string_view code, SyntaxId at, const Placed& left, const Placed& right,
                       Bilingual message, Bilingual help) {
    const bool in_order = tree_[left.at].begin <= tree_[right.at].begin;
    const Placed& first = in_order ? left : right;
    const Placed& second = in_order ? right : left;
    const bool units =
        code == "E204" && left.operand.type.is(TypeKind::number) && right.operand.type.is(TypeKind::number);
    Diagnostic& fault =
        diagnostics_.error(code, operator_span(first.at, second.at, at), std::move(message), std::move(help));
    for (const Placed& side : {first, second}) {
        if (side.at != cell_subject_) {
            fault.related.push_back({tree_.span(side.at), side_words(side.operand.type, units)});
        }
    }
    return wrong(at);
}

Operand Checker::kind_clash(SyntaxId at, const Placed& left, const Placed& right) {
    const Bilingual operation = operation_words(tree_[at].kind);
    const Bilingual l = type_words(left.operand.type);
    const Bilingual r = type_words(right.operand.type);
    const bool text = left.operand.type.is(TypeKind::text) || right.operand.type.is(TypeKind::text);
    const bool date = left.operand.type.is(TypeKind::date) || right.operand.type.is(TypeKind::date);
    const bool number = left.operand.type.is(TypeKind::number) || right.operand.type.is(TypeKind::number);
    Bilingual help;
    if (text && date) {
        help = {"日期不加引号，写成 2024-01-31", "write a date without quotes: 2024-01-31"};
    } else if (text && number) {
        help = {"数不加引号", "write a number without quotes"};
    } else if (text && (left.operand.type.is(TypeKind::boolean) || right.operand.type.is(TypeKind::boolean))) {
        help = {"是、否不加引号，例如 已备案 = 是", "yes or no has no quotes: write x = true"};
    } else if (left.operand.type.is(TypeKind::list) != right.operand.type.is(TypeKind::list)) {
        help = kind_help(left.operand.type.is(TypeKind::list) ? right.operand.type : left.operand.type, Type::list(Type::nothing()));
    } else {
        help = {"两边要是同一类的值；检查是不是写错了名字", "both sides want values of one kind; see whether a name is the wrong one"};
    }
    return clash("E201", at, left, right,
                 {fmt::format("不能{}：一边是{}，一边是{}", operation.zh, l.zh, r.zh),
                  fmt::format("cannot {} {} and {}", operation.en, l.en, r.en)},
                 std::move(help));
}

Operand Checker::unit_clash(SyntaxId at, const Placed& left, const Placed& right) {
    const Bilingual operation = operation_words(tree_[at].kind);
    const Unit& l = left.operand.type.unit();
    const Unit& r = right.operand.type.unit();
    const Bilingual sides = unit_clash_words(l, r);
    const Rational* first = literal_number(left.operand);
    const Rational* second = literal_number(right.operand);
    const bool no_unit = l.plain() && first == nullptr && second != nullptr;   // 相差整年(生, 日) >= 60年
    return clash("E204", at, left, right,
                 {fmt::format("{}的两边单位不同：{}", operation.zh, sides.zh),
                  fmt::format("cannot {} different units: {}", operation.en, sides.en)},
                 no_unit                                                ? no_unit_help(source(right.at))
                 : r.plain() && second == nullptr && first != nullptr ? no_unit_help(source(left.at))
                                                                        : unit_help(l, r, first, second));
}

}  // namespace huiqi
