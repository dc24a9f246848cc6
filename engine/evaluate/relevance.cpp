#include "engine/evaluate/relevance.h"

#include <algorithm>
#include <set>
#include <utility>

namespace huiqi {
namespace {

/// More words than this are looked at as a range.
constexpr int kOneByOne = 12;

[[nodiscard]] bool overlap(const Bounds& a, const Bounds& b) {
    return !(a.high && b.low && *a.high < *b.low) && !(b.high && a.low && *b.high < *a.low);
}

[[nodiscard]] bool common(const Relevance::PartEnding& a, const Relevance::PartEnding& b) {
    return (a.absent && b.absent) || (a.error && b.error) || (a.value && b.value && overlap(a.bounds, b.bounds));
}

/// No end is common to both: whichever way they go, they go apart.
[[nodiscard]] bool disjoint(const Relevance::Ending& a, const Relevance::Ending& b) {
    return !(a.refused && b.refused) && !(a.error && b.error) &&
           !(a.eligible && b.eligible && overlap(a.award, b.award) &&
             std::equal(a.parts.begin(), a.parts.end(), b.parts.begin(), b.parts.end(), common));
}

/// The ends of a range by themselves, as what differs mostly differs there.
[[nodiscard]] std::vector<Restriction> with_ends_apart(const Restriction& of) {
    const Bounds& bounds = of.bounds;
    if (of.absent || !bounds.low || !bounds.high || *bounds.high - *bounds.low < 3) {
        return {};
    }
    std::vector<Restriction> parts(3, of);
    parts[0].bounds = Bounds::exactly(*bounds.low);
    parts[1].bounds = Bounds::exactly(*bounds.high);
    parts[2].bounds = {Integer(*bounds.low + 1), Integer(*bounds.high - 1)};
    return parts;
}

}  // namespace

bool Relevance::PartEnding::settled() const {
    return int{value} + int{absent} + int{error} == 1 &&
           (!value || (bounds.low && bounds.high && *bounds.low == *bounds.high));
}

bool Relevance::Ending::settled() const {
    return int{refused} + int{error} + int{eligible} == 1 &&
           (!eligible || (award.low && award.high && *award.low == *award.high &&
                          std::all_of(parts.begin(), parts.end(),
                                      [](const PartEnding& one) { return one.settled(); })));
}

DecisionState Relevance::Ending::state() const {
    return !settled() ? DecisionState::unknown
           : refused  ? DecisionState::refused
           : error    ? DecisionState::error
                      : DecisionState::eligible;
}

Relevance::Relevance(const Plan& plan, std::size_t incentive)
    : plan_(plan.incentives[incentive]), cases_(plan, results_of(plan_)) {}

Possible Relevance::possible(const PlanValue& value, const RangeRun& run) const {
    if (value.node != kNoNode && !value.constant) {
        Possible out = run[value.node];
        out.bounds = value.denominator == kNoNode ? out.bounds : Bounds{};
        return out;
    }
    Possible out;
    if (value.constant) {
        out.value = value.constant->known();
        out.absent = value.constant->state() == State::absent;
        out.error = value.constant->state() == State::error;
        // a constant award is the same in every case: which it is does not matter here
        out.bounds = Bounds::exactly(out.value && value.type.is(TypeKind::boolean) && value.constant->boolean() ? 1 : 0);
    }
    return out;
}

Relevance::Ending Relevance::look(std::vector<Restriction> restrictions) {
    const RangeRun& run = cases_.look(restrictions);
    const Possible eligible = possible(plan_.eligible, run);
    const Possible award = possible(plan_.award, run);
    Ending made;
    made.refused = eligible.may_be_false();
    const bool may = eligible.may_be_true();
    made.error = eligible.error || eligible.absent || (may && (award.error || award.absent));
    made.eligible = may && award.value;
    made.award = award.bounds;
    std::set<std::uint32_t> waits;
    const auto wait_for = [&](const Possible& one) {
        const auto columns = run.columns(one);
        waits.insert(columns.begin(), columns.end());
    };
    wait_for(eligible);
    wait_for(award);
    for (std::size_t at = 0; at < plan_.parts.size() && !plan_.has_award && may; ++at) {
        const Possible part = possible(plan_.parts[at].value, run);
        made.parts.push_back(
            {.value = part.value, .absent = part.absent, .error = part.error, .bounds = part.bounds});
        wait_for(part);
    }
    made.waits.assign(waits.begin(), waits.end());
    return made;
}

std::vector<Restriction> Relevance::first_parts(std::uint32_t column) const {
    std::vector<Restriction> parts = cases_.whole(column);
    if (parts.empty()) {
        return parts;
    }
    const Restriction last = parts.back();
    const bool words = last.bounds.low && last.bounds.high && *last.bounds.high - *last.bounds.low < kOneByOne;
    std::vector<Restriction> more = words && cases_.is_word(column) ? cases_.halves(last) : with_ends_apart(last);
    more = more.empty() ? cases_.halves(last) : std::move(more);
    if (!more.empty()) {
        parts.pop_back();
        parts.insert(parts.end(), more.begin(), more.end());
    }
    return parts;
}

Relevance::Found Relevance::compare(const std::vector<Ending>& ends) {
    for (std::size_t a = 0; a < ends.size(); ++a) {
        for (std::size_t b = a + 1; b < ends.size(); ++b) {
            if (disjoint(ends[a], ends[b])) {
                return Found::differ;
            }
        }
    }
    const bool all = std::all_of(ends.begin(), ends.end(), [](const Ending& one) { return one.settled(); });
    if (all) {
        ending_ = ends.front();
    }
    return all ? Found::same : Found::open;
}

/// Words and truths first, then what was not divided yet, then what waited longest.
std::optional<std::uint32_t> Relevance::other_column(const Case& of, const Ending& open) const {
    std::optional<std::uint32_t> best;
    std::ptrdiff_t best_turn = 0;
    for (const std::uint32_t column : open.waits) {
        if (column == of.answers.front().column || !cases_.can_be_split(column)) {
            continue;
        }
        const auto at = std::find_if(of.others.begin(), of.others.end(),
                                     [&](const Restriction& one) { return one.column == column; });
        if (at != of.others.end() && cases_.halves(*at).empty()) {
            continue;
        }
        const std::ptrdiff_t turn = cases_.is_word(column)   ? 0
                                    : at == of.others.end() ? 1
                                                            : 2 + (at - of.others.begin());
        if (!best || turn < best_turn) {
            best = column;
            best_turn = turn;
        }
    }
    return best;
}

bool Relevance::divide(const Case& of, const std::vector<Ending>& ends, std::vector<Case>& stack) const {
    const auto open = std::find_if(ends.begin(), ends.end(), [](const Ending& one) { return !one.settled(); });
    if (const auto column = other_column(of, *open)) {
        const auto at = std::find_if(of.others.begin(), of.others.end(),
                                     [&](const Restriction& one) { return one.column == *column; });
        std::vector<Restriction> parts = at == of.others.end() ? first_parts(*column) : cases_.halves(*at);
        for (std::size_t part = parts.size(); part-- > 0;) {
            Case& made = stack.emplace_back(of);
            std::erase_if(made.others, [&](const Restriction& one) { return one.column == *column; });
            made.others.push_back(parts[part]);
        }
        return true;
    }
    const auto place = open - ends.begin();
    const std::vector<Restriction> parts = cases_.halves(of.answers[static_cast<std::size_t>(place)]);
    if (parts.empty()) {
        return false;
    }
    Case& made = stack.emplace_back(of);
    made.answers.erase(made.answers.begin() + place);
    made.answers.insert(made.answers.end(), parts.begin(), parts.end());
    return true;
}

bool Relevance::rests_on_others(const Case& of, const std::vector<Ending>& ends, std::uint32_t column) {
    const auto waits = [column](const Ending& one) { return std::find(one.waits.begin(), one.waits.end(), column) != one.waits.end(); };
    // parts that do not wait for it can still differ from each other: the answer as a whole tells
    return std::none_of(ends.begin(), ends.end(), waits) && !waits(look(of.others));
}

bool Relevance::matters(const Evaluator& evaluator, std::uint32_t column, std::size_t effort) {
    std::optional<Ending> earlier = std::exchange(ending_, std::nullopt);
    cases_.begin(evaluator);
    std::vector<Case> stack;
    if (std::vector<Restriction> parts = first_parts(column); !parts.empty()) {
        stack.push_back({.others = {}, .answers = std::move(parts)});
    } else {
        return true;
    }
    for (std::size_t looked = 0; !stack.empty();) {
        const Case now = std::move(stack.back());
        stack.pop_back();
        std::vector<Ending> ends;
        for (const Restriction& answer : now.answers) {
            if (++looked > effort) {
                return true;
            }
            std::vector<Restriction> restrictions = now.others;
            restrictions.push_back(answer);
            ends.push_back(look(std::move(restrictions)));
        }
        const Found found = compare(ends);
        if (found == Found::differ || (found == Found::open && !rests_on_others(now, ends, column) && !divide(now, ends, stack))) {
            return true;
        }
    }
    ending_ = ending_ ? std::move(ending_) : std::move(earlier);
    return false;
}

}  // namespace huiqi
