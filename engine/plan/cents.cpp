#include "engine/plan/cents.h"

#include "engine/data/minor_unit.h"

namespace huiqi {
namespace {

const Rational kCent = Rational(1) / 100;

}  // namespace

bool Cents::rounded(const PlanValue& amount, Span place, const Bilingual& what) {
    const Unit& currency = amount.type.unit();
    if (Numbers::on_step(amount, minor_unit(currency))) {
        return true;
    }
    const Bilingual least = minor_unit_text(currency);
    const bool yuan = currency == Unit::of("CNY");
    diagnostics_.error("E306", place,
                       {what.zh + "可能带有" + (yuan ? "分以下" : "不到" + least.zh) + "的零头，却没有写取整",
                        what.en + " can carry " + (yuan ? "a digit below one cent" : "less than " + least.en) + ", and no step rounds it"},
                       {"在会产生零头的步骤之后写一步，例如 取整: 四舍五入到" + least.zh,
                        "add a step after the one that gives fractions, for instance `round: round half up to " + least.en + "`"});
    return false;
}

PlanValue Cents::not_negative(const PlanValue& amount, RuntimeError error) {
    const auto [least, most] = numbers_.range(amount);
    if (least && *least >= 0) {
        return amount;
    }
    const PlanValue result = numbers_.materialised(amount, 0);
    return numbers_.guarded(result, build_.compared_constant(result.node, 0, Relation::greater_equal), error);
}

PlanValue Cents::counted(const PlanValue& amount) {
    PlanValue cents = numbers_.materialised(amount, 0);
    cents.node = build_.scaled(cents.node, numerator(Rational(cents.scale / kCent)));
    cents.scale = kCent;
    return cents;
}

PlanValue Cents::reused(const PlanValue& amount) {
    const Rational least = minor_unit(amount.type.unit());
    return least == kCent ? amount : numbers_.rounded(amount, least, Rounding::down);
}

}  // namespace huiqi
