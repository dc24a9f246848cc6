#include "engine/settle/target_result.h"

#include <algorithm>

#include "engine/diagnostic/expect.h"

namespace huiqi {
namespace {

using Mode = Target::Mode;
using Relation = Target::Relation;

bool holds(const Rational& left, Relation relation, const Rational& right) {
    switch (relation) {
        case Relation::at_least: return left >= right;
        case Relation::above: return left > right;
        case Relation::at_most: return left <= right;
        case Relation::below: return left < right;
    }
    return false;
}

bool asks_for_much(Relation relation) {
    return relation == Relation::at_least || relation == Relation::above;
}

Rational powered(const Rational& base, int exponent) {
    constexpr std::uint64_t kBits = std::uint64_t{1} << 20U;
    const auto result = power(base, exponent, kBits);
    expect(result.has_value(), "the rate and the years of a target are bounded when it is loaded");
    return result.value();
}

/// Gives the greatest whole number of 0.01% by which `from` may grow a year and be no more than `to` after so
/// many years.
Rational yearly_rate(const Rational& from, const Rational& to, int years) {
    constexpr int kParts = 10'000;
    const auto reached = [&](const Integer& step) {
        return powered(Rational(step) / kParts, years) * from <= to;
    };
    Integer low = 0;
    Integer high = (floor(to / from) + 1) * kParts;
    while (low < high) {
        const Integer middle = (low + high + 1) / 2;
        reached(middle) ? low = middle : high = middle - 1;
    }
    return Rational(low) / kParts - 1;
}

/// Judges one target.
class Judge {
public:
    Judge(const Target& target, const TargetGathered& gathered, std::optional<int> complete_through)
        : target_(target), gathered_(gathered), through_(complete_through) {}

    TargetResult judge() {
        list_years();
        for (const Target::Bound& bound : target_.bounds) {
            compare(bound);
        }
        result_.state = TargetState::met;
        for (const TargetComparison& one : result_.comparisons) {
            result_.state = worse(result_.state, one.state);
        }
        if (result_.state == TargetState::met || result_.state == TargetState::missed) {
            result_.gaps.clear();  // what is missing does not matter
        }
        std::sort(result_.gaps.begin(), result_.gaps.end(),
                  [](const TargetGap& left, const TargetGap& right) {
                      return std::pair(left.year, left.kind) < std::pair(right.year, right.kind);
                  });
        const auto same = [](const TargetGap& left, const TargetGap& right) {
            return left.year == right.year && left.kind == right.kind;
        };
        result_.gaps.erase(std::unique(result_.gaps.begin(), result_.gaps.end(), same), result_.gaps.end());
        return std::move(result_);
    }

private:
    /// A miss is certain, whatever else is open; what waits for data goes before what waits for time.
    static TargetState worse(TargetState left, TargetState right) {
        for (const TargetState state : {TargetState::missed, TargetState::unknown, TargetState::open}) {
            if (left == state || right == state) {
                return state;
            }
        }
        return TargetState::met;
    }

    void list_years() {
        if (!target_.period) {
            return;
        }
        const int first = target_.base && !target_.base->value
                              ? std::min(target_.base->year, target_.period->first)
                              : target_.period->first;
        for (int year = first; year <= target_.period->last; ++year) {
            const bool between =
                year > (target_.base ? target_.base->year : year) && year < target_.period->first;
            if (!between && !not_over(year)) {
                result_.years.push_back({year, figure(year, year)});
            }
        }
        gaps_.clear();
    }

    [[nodiscard]] bool not_over(int year) const { return through_ && year > *through_; }

    /// Makes the figure of some years (0 to 0 where the target does not look at years) and notes what is
    /// missing.
    TargetFigure figure(int first, int last) {
        TargetSums sums;
        bool missing = false;
        for (int year = first; year <= last; ++year) {
            const auto found = gathered_.years.find(year);
            if (found != gathered_.years.end()) {
                sums.add(found->second);
            }
            const bool there = found != gathered_.years.end() && found->second.rows;
            if (!there && target_.period && !through_) {
                gap(TargetGap::Kind::no_rows, year);
            }
            missing = missing || (!there && target_.period && !through_) || not_over(year);
        }
        TargetFigure made;
        made.counted = sums.counted;
        made.uncounted = sums.uncounted + gathered_.any_year;
        if (made.uncounted != 0) {
            gap(TargetGap::Kind::uncounted, 0, made.uncounted);
        }
        made.value = value_of(sums);
        if (!made.value) {
            gap(TargetGap::Kind::no_value, target_.period ? last : 0);
        }
        made.whole = !missing && made.uncounted == 0 && made.value;
        if (!made.whole && target_.of == Target::Of::count) {
            made.least = made.value;  // rows that are missing can only add to a count
            made.most = missing ? std::nullopt : std::optional(Rational(*made.value + made.uncounted));
        }
        return made;
    }

    [[nodiscard]] std::optional<Rational> value_of(const TargetSums& sums) const {
        switch (target_.of) {
            case Target::Of::count: return Rational(target_.distinct ? sums.distinct.size() : sums.counted);
            case Target::Of::sum:
                return !target_.over    ? std::optional(sums.sum)
                       : sums.over == 0 ? std::nullopt
                                        : std::optional(Rational(sums.sum / sums.over));
            case Target::Of::mean:
                return sums.counted == 0 ? std::nullopt : std::optional(Rational(sums.sum / sums.counted));
            case Target::Of::max: return sums.greatest;
            case Target::Of::min: return sums.least;
        }
        return std::nullopt;
    }

    void gap(TargetGap::Kind kind, int year, std::uint64_t rows = 0) { gaps_.push_back({kind, year, rows}); }

    void compare(const Target::Bound& bound) {
        switch (target_.mode) {
            case Mode::whole: compare_level(bound, {0, 0}); break;
            case Mode::cumulative:
                compare_level(bound, {target_.period->first, bound.year.value_or(target_.period->last)});
                break;
            case Mode::last_year: compare_level(bound, {target_.period->last, target_.period->last}); break;
            case Mode::each_year:
                for_years(bound, [&](int year) { compare_level(bound, {year, year}); });
                break;
            case Mode::growth:
                for_years(bound, [&](int year) { compare_growth(bound, year - 1, year); });
                break;
            case Mode::compound_growth:
                compare_growth(bound, target_.base->year, target_.period->last);
                break;
        }
    }

    template <class Visit>
    void for_years(const Target::Bound& bound, Visit visit) {
        for (int year = bound.year.value_or(target_.period->first);
             year <= bound.year.value_or(target_.period->last); ++year) {
            visit(year);
        }
    }

    void add(TargetComparison one) {
        const bool decided = one.state == TargetState::met || one.state == TargetState::missed;
        if (!decided && target_.period && not_over(one.years.last)) {
            one.state = TargetState::open;
        } else if (!decided) {
            result_.gaps.insert(result_.gaps.end(), gaps_.begin(), gaps_.end());
        }
        gaps_.clear();
        result_.comparisons.push_back(std::move(one));
    }

    void compare_level(const Target::Bound& bound, Target::Years years) {
        TargetComparison one{.bound = &bound,
                             .years = years,
                             .figure = figure(years.first, years.last),
                             .from = {},
                             .rate = {}};
        const TargetFigure& made = one.figure;
        if (made.whole) {
            one.state =
                holds(*made.value, bound.relation, bound.number) ? TargetState::met : TargetState::missed;
        } else if (made.least || made.most) {
            // the end that is hardest to hold, and the one that is easiest
            const auto& hard = asks_for_much(bound.relation) ? made.least : made.most;
            const auto& easy = asks_for_much(bound.relation) ? made.most : made.least;
            if (hard && holds(*hard, bound.relation, bound.number)) {
                one.state = TargetState::met;
            } else if (easy && !holds(*easy, bound.relation, bound.number)) {
                one.state = TargetState::missed;
            }
        }
        add(std::move(one));
    }

    void compare_growth(const Target::Bound& bound, int base, int year) {
        TargetComparison one{
            .bound = &bound, .years = {base, year}, .figure = figure(year, year), .from = {}, .rate = {}};
        if (target_.base->value && base == target_.base->year) {
            one.from.value = *target_.base->value;
        } else {
            one.from = figure(base, base);
        }
        if (one.from.whole && *one.from.value <= 0) {
            gap(TargetGap::Kind::no_base, base);
        } else if (one.from.whole && one.figure.whole && *one.figure.value >= 0) {
            const Rational wanted = *one.from.value * powered(1 + bound.number, year - base);
            one.state =
                holds(*one.figure.value, bound.relation, wanted) ? TargetState::met : TargetState::missed;
            one.rate = yearly_rate(*one.from.value, *one.figure.value, year - base);
        } else if (one.from.whole && one.figure.whole) {
            one.state = asks_for_much(bound.relation) ? TargetState::missed
                                                      : TargetState::met;  // below nothing at all
        }
        add(std::move(one));
    }

    const Target& target_;
    const TargetGathered& gathered_;
    std::optional<int> through_;
    TargetResult result_;
    std::vector<TargetGap> gaps_;  ///< of the figure that is being made
};

}  // namespace

std::string_view state_word(TargetState state) noexcept {
    switch (state) {
        case TargetState::met: return "met";
        case TargetState::missed: return "missed";
        case TargetState::unknown: return "unknown";
        case TargetState::open: break;
    }
    return "open";
}

TargetResult judge(const Target& target, const TargetGathered& gathered,
                   std::optional<int> complete_through) {
    return Judge(target, gathered, complete_through).judge();
}

}  // namespace huiqi
