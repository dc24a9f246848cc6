#include "tools/web/award_curve.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/numeric/decimal_text.h"
#include "tools/huiqi/ask/answer_text.h"
#include "tools/web/award_probe.h"

namespace huiqi {
namespace {

/// Points that are evenly spread, and jumps that are shown at most.
constexpr int kSpread = 24;
constexpr std::size_t kJumps = 8;
/// Numbers of the rules at which is looked.
constexpr std::size_t kEdges = 60;
/// Turns that are followed, and bends that are shown at most.
constexpr std::size_t kTurns = 400;
constexpr std::size_t kBends = 24;

/// The numbers in the unit of an input that rules name: thresholds, edges of bands, caps.
class Edges {
public:
    explicit Edges(Unit unit) : unit_(std::move(unit)) {}

    void add(const Incentive& incentive) {
        for (const Condition& one : incentive.conditions) {
            add(one.test);
        }
        add(incentive.award);
        for (const Definition& one : incentive.definitions) {
            add(one.expression);
            add(one.steps);
        }
        for (const Parameter& one : incentive.parameters) {
            for (const Parameter::Version& version : one.versions) {
                add(version.value, one.type);
            }
        }
    }
    [[nodiscard]] const std::set<Rational>& all() const noexcept { return all_; }

private:
    void add(const Value& value, const Type& type) {
        const Type plain = type.without_optional();
        if (value.known() && plain.is(TypeKind::number) && plain.unit() == unit_ && all_.size() < kEdges) {
            all_.insert(value.number());
        }
    }
    void add(const CheckedExpression& expression) {
        for (const CoreNode& node : expression.nodes) {
            if (node.op == CoreOp::constant) {
                add(node.constant, node.type);
            }
        }
    }
    void add(const std::vector<AwardStep>& steps) {
        for (const AwardStep& step : steps) {
            for (const auto* one : {&step.value, &step.when}) {
                if (*one) {
                    add(**one);
                }
            }
            for (const AwardStep::Band& band : step.bands) {
                if (band.upto) {
                    add(*band.upto);
                }
            }
        }
    }

    Unit unit_;
    std::set<Rational> all_;
};

[[nodiscard]] Rational magnitude(const Rational& value) {
    return value < 0 ? Rational(-value) : value;
}

class Curve {
public:
    Curve(const PageState& state, Interview& interview, const FieldSchema& field)
        : probe_(state, interview, field), field_(field), edges_(field.type.without_optional().unit()) {
        for (const Incentive* one : interview.rules().selected.incentives) {
            edges_.add(*one);
        }
        if (const Answer* answer = state.find(field.name); answer != nullptr && answer->kind() == Answer::Kind::text) {
            const TypedAnswer typed = read_typed(answer->text(), field);
            own_ = typed.value && typed.value->known() ? std::optional(typed.value->number()) : std::nullopt;
        }
    }

    [[nodiscard]] AwardCurve made() {
        const auto [low, high] = domain();
        std::set<Rational> xs;
        for (int at = 0; at <= kSpread; ++at) {
            xs.insert(on_step(low + (high - low) * at / kSpread));
        }
        for (const Rational& edge : edges_.all()) {
            for (const Rational& x : {Rational(edge - field_.step), edge, Rational(edge + field_.step)}) {
                if (x >= low && x <= high) {
                    xs.insert(on_step(x));
                }
            }
        }
        for (const Rational& x : decades(low, high)) {
            xs.insert(x);
        }
        if (own_) {
            xs.insert(*own_);
        }
        const std::pair<bool, std::set<Rational>> turns = turns_in(xs, low, high);
        xs.insert(turns.second.begin(), turns.second.end());
        narrow(xs);
        AwardCurve curve = curve_of(xs);
        curve.all_bends = curve.all_bends && turns.first;
        return curve;
    }

private:
    [[nodiscard]] Rational on_step(const Rational& value) const {
        return std::clamp(Rational(Rational(floor(value / field_.step)) * field_.step), field_.least, field_.most);
    }

    [[nodiscard]] Rational up_to_step(const Rational& value) const {
        return std::clamp(Rational(Rational(ceiling(value / field_.step)) * field_.step), field_.least, field_.most);
    }

    /// Whether two answers stand on one line, as far as the rules say.
    [[nodiscard]] bool alike(const Rational& a, const Rational& b) {
        const AwardProbe::Seen left = probe_.at(a);
        const AwardProbe::Seen& right = probe_.at(b);
        return left.states == right.states && (left.slope == right.slope || !left.straight || !right.straight);
    }

    /// The places where the amount turns, each with its neighbour before, from one turn of the rules to the next. Whether all were followed.
    [[nodiscard]] std::pair<bool, std::set<Rational>> turns_in(const std::set<Rational>& xs, const Rational& low, const Rational& high) {
        std::set<Rational> found;
        Rational at = low;
        bool straight = true;
        for (std::size_t followed = 0; at < high; ++followed) {
            if (followed == kTurns) {
                return {false, found};
            }
            const AwardProbe::Seen here = probe_.at(at);
            Rational next = here.turn ? up_to_step(at + *here.turn) : high;
            if (!here.straight) {
                const auto sample = xs.upper_bound(at);
                next = sample == xs.end() ? next : std::min(next, *sample);
                straight = false;
            }
            next = std::min(std::max(next, Rational(at + field_.step)), high);
            add_turn(found, at, next);
            at = next;
        }
        return {straight, found};
    }

    void add_turn(std::set<Rational>& found, const Rational& from, const Rational& to) {
        const Rational before = std::max(from, Rational(to - field_.step));
        if (!alike(from, before)) {  // a rounding lets it turn before the numbers meet
            Rational a = from;
            Rational b = before;
            for (Rational x = on_step((a + b) / 2); x > a && x < b; x = on_step((a + b) / 2)) {
                (alike(from, x) ? a : b) = x;
            }
            found.insert({a, b});
        }
        if (!alike(before, to) || jumps(before, to)) {
            found.insert({before, to});
        }
    }

    /// 1, 2, 5, 10 … of the unit in which it is asked.
    [[nodiscard]] std::vector<Rational> decades(const Rational& low, const Rational& high) const {
        std::vector<Rational> all;
        int turn = 0;
        for (Rational x = field_.entry.factor; x <= high && all.size() < 60; x *= turn++ % 3 == 1 ? ratio(5, 2) : Rational(2)) {
            if (x >= low) {
                all.push_back(on_step(x));
            }
        }
        return all;
    }

    /// From the least allowed to where nothing changes any more; with a way beyond what was answered.
    [[nodiscard]] std::pair<Rational, Rational> domain() {
        const Rational low = std::max(field_.least, own_ && *own_ < 0 ? field_.least : Rational(0));
        const Rational far = field_.default_bounds ? Rational(std::min(field_.most, Rational(100'000'000) * field_.entry.factor)) : field_.most;
        std::vector<Rational> xs = decades(low, far);
        xs.push_back(low);
        xs.push_back(far);
        for (const Rational& edge : edges_.all()) {
            if (edge > low && edge < far) {
                xs.push_back(on_step(edge));
            }
        }
        std::sort(xs.begin(), xs.end());
        xs.erase(std::unique(xs.begin(), xs.end()), xs.end());
        std::size_t last = xs.size() - 1;  // the first point from which nothing changes
        while (last > 0 && probe_.at(xs[last - 1]).y == probe_.at(xs.back()).y) {
            --last;
        }
        const Rational own = own_.value_or(0);
        Rational high = far;
        if (last + 1 < xs.size()) {
            high = last == 0 && own > 0 ? Rational(own * 2) : Rational(std::max(xs[last], own) * 5 / 4);
        } else if (field_.default_bounds && own > 0) {
            high = own * 2;  // it goes on without end
        }
        high = std::max(on_step(std::min(high, field_.most)), own);
        return {low, high > low ? high : field_.most};
    }

    /// Whether the amount jumps between two neighbouring values, or a decision turns.
    [[nodiscard]] bool jumps(const Rational& a, const Rational& b) {
        const AwardProbe::Seen before = probe_.at(a);
        const AwardProbe::Seen after = probe_.at(b);
        const Rational here = magnitude(Rational(after.y - before.y));
        if (here == 0) {
            return false;
        }
        Rational beside = 0;
        if (const Rational x = on_step(b + field_.step); x > b) {
            beside = magnitude(Rational(probe_.at(x).y - after.y));
        }
        if (const Rational x = on_step(a - field_.step); x < a) {
            beside = std::max(beside, magnitude(Rational(before.y - probe_.at(x).y)));
        }
        const bool turns = before.states != after.states;
        return here > beside * 20 && (turns || (here >= 1 && here > around(a, b)));
    }

    /// What the amount changes by a little farther away: a stair of rounding goes up there just as much.
    [[nodiscard]] Rational around(const Rational& a, const Rational& b) {
        const Rational away = field_.step * 1024;
        const Rational above = on_step(b + away);
        const Rational below = on_step(a - away);
        return std::max(magnitude(Rational(probe_.at(above).y - probe_.at(b).y)), magnitude(Rational(probe_.at(a).y - probe_.at(below).y)));
    }

    /// Looks between points that decide differently, or far apart, for the place where it jumps.
    void narrow(std::set<Rational>& xs) {
        Rational most = 0;
        for (const Rational& x : xs) {
            most = std::max(most, magnitude(probe_.at(x).y));
        }
        const std::vector<Rational> fixed(xs.begin(), xs.end());
        for (std::size_t at = 1, found = 0; at < fixed.size() && found < kJumps; ++at) {
            Rational a = fixed[at - 1];
            Rational b = fixed[at];
            const bool turns = probe_.at(a).states != probe_.at(b).states;
            for (int times = 0; times < 50 && b - a > field_.step; ++times) {
                if (turns ? probe_.at(a).states == probe_.at(b).states
                          : magnitude(Rational(probe_.at(b).y - probe_.at(a).y)) * 20 <= most) {
                    break;
                }
                const Rational x = on_step((a + b) / 2);
                if (x <= a || x >= b) {
                    break;
                }
                const bool left = turns ? probe_.at(a).states != probe_.at(x).states
                                        : magnitude(Rational(probe_.at(x).y - probe_.at(a).y)) >=
                                              magnitude(Rational(probe_.at(b).y - probe_.at(x).y));
                (left ? b : a) = x;
            }
            if (b - a <= field_.step && b - a < fixed[at] - fixed[at - 1] && jumps(a, b)) {
                xs.insert(a);
                xs.insert(b);
                ++found;
            }
        }
    }

    [[nodiscard]] AwardCurve curve_of(const std::set<Rational>& xs) {
        AwardCurve curve;
        std::size_t found = 0;
        std::size_t bends = 0;
        for (const Rational& x : xs) {
            const AwardProbe::Seen here = probe_.at(x);
            CurvePoint point{.x = x, .y = here.y, .step = false, .bend = false, .own = own_ && *own_ == x, .pace = here.slope};
            if (!curve.points.empty() && x - curve.points.back().x <= field_.step) {
                const AwardProbe::Seen& before = probe_.at(curve.points.back().x);
                point.step = found < kJumps && jumps(curve.points.back().x, x);
                found += point.step ? 1U : 0U;
                const bool inside = curve.points.size() > 1;  // where it only begins there is nothing that could bend
                point.bend = inside && before.straight && here.straight && before.slope != here.slope;
                bends += point.bend ? 1U : 0U;
                curve.all_bends = curve.all_bends && bends <= kBends;
                point.bend = point.bend && bends <= kBends;
            }
            curve.most = std::max(curve.most, point.y);
            curve.points.push_back(std::move(point));
        }
        std::size_t level = curve.points.size() - 1;
        while (level > 0 && curve.points[level - 1].y == curve.points.back().y) {
            --level;
        }
        const bool at_most = curve.points.back().y == curve.most && curve.most > 0;
        if (at_most && level > 0 && level + 2 < curve.points.size()) {
            const Rational first = level_start(curve.points[level - 1].x, curve.points[level].x, curve.most);
            if (first != curve.points[level].x) {
                curve.points.insert(curve.points.begin() + static_cast<std::ptrdiff_t>(level),
                                    {.x = first, .y = curve.most, .step = false, .bend = true, .own = false, .pace = 0});
            }
            curve.level_from = first;
            // the cap is reached a little before the numbers meet, where the amount is rounded up to it: one mark for both
            for (std::size_t point = level; point < curve.points.size(); ++point) {
                curve.points[point].bend = curve.points[point].x == first && !curve.points[point].step;
            }
        }
        return curve;
    }

    /// The first value behind `below` from which the amount is at its most.
    [[nodiscard]] Rational level_start(Rational below, Rational at, const Rational& most) {
        for (int times = 0; times < 60 && at - below > field_.step; ++times) {
            const Rational x = on_step((below + at) / 2);
            if (x <= below || x >= at) {
                break;
            }
            (probe_.at(x).y == most ? at : below) = x;
        }
        return at;
    }

    AwardProbe probe_;
    const FieldSchema& field_;
    Edges edges_;
    std::optional<Rational> own_;
};

}  // namespace

AwardCurve award_curve(const PageState& state, Interview& interview, const FieldSchema& field) {
    return Curve(state, interview, field).made();
}

}  // namespace huiqi
