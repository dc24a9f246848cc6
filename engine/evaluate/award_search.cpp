#include "engine/evaluate/award_search.h"

#include <algorithm>
#include <utility>

namespace huiqi {
namespace {

[[nodiscard]] const std::optional<Integer>& outer_end(const Possible& of, bool high) {
    return high ? of.bounds.high : of.bounds.low;
}

}  // namespace

AwardSearch::AwardSearch(const Plan& plan, NodeIndex result)
    : plan_(plan), result_(result), cases_(plan, std::vector<NodeIndex>{result}) {}

AwardSearch::Case AwardSearch::look(std::vector<Restriction> restrictions) {
    const RangeRun& run = cases_.look(restrictions);
    Case made{.restrictions = std::move(restrictions), .outcome = run[result_], .columns = {}};
    const auto columns = run.columns(made.outcome);
    made.columns.assign(columns.begin(), columns.end());
    return made;
}

std::vector<std::vector<Restriction>> AwardSearch::split(const Case& of, std::uint32_t column) const {
    const auto found = std::find_if(of.restrictions.begin(), of.restrictions.end(),
                                    [&](const Restriction& one) { return one.column == column; });
    std::vector<Restriction> parts;
    if (found != of.restrictions.end()) {
        parts = cases_.halves(*found);
    } else if (parts = cases_.whole(column); parts.size() == 1) {
        parts = cases_.halves(parts.front());
    }
    std::vector<std::vector<Restriction>> all;
    for (Restriction& one : parts) {
        std::vector<Restriction>& part = all.emplace_back(of.restrictions);
        std::erase_if(part, [&](const Restriction& other) { return other.column == column; });
        part.push_back(std::move(one));  // the one divided last stands last, and its turn comes last
    }
    return all;
}

/// Divides along an input that was not divided yet, words and truths first; else along the one that waited
/// longest.
std::vector<std::vector<Restriction>> AwardSearch::parts(const Case& of) const {
    const auto turn = [&](std::uint32_t column) {
        const auto at = std::find_if(of.restrictions.begin(), of.restrictions.end(),
                                     [&](const Restriction& one) { return one.column == column; });
        const auto asked = at == of.restrictions.end() ? 0 : 2 + (at - of.restrictions.begin());
        return cases_.is_word(column) ? 0 : 1 + asked;
    };
    std::vector<std::uint32_t> order = of.columns;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return turn(a) < turn(b); });
    for (const std::uint32_t column : order) {
        auto made = split(of, column);
        if (!made.empty()) {
            return made;
        }
    }
    return {};
}

std::vector<Restriction> AwardSearch::answers(const Case& of, std::uint32_t column) const {
    const auto found = std::find_if(of.restrictions.begin(), of.restrictions.end(),
                                    [&](const Restriction& one) { return one.column == column; });
    std::vector<Restriction> all;
    for (const Restriction& one : found != of.restrictions.end() ? std::vector<Restriction>{*found} : cases_.whole(column)) {
        if (one.absent) {
            all.push_back(one);
        }
        for (const std::optional<Integer>* end : {&one.bounds.high, &one.bounds.low}) {
            if (!one.absent && *end) {
                all.push_back({.column = column, .absent = false, .bounds = Bounds::exactly(**end)});
            }
        }
        for (Restriction& word : cases_.is_word(column) ? cases_.halves(one) : std::vector<Restriction>()) {
            all.push_back(std::move(word));
        }
    }
    return all;
}

bool AwardSearch::take(Case& of, const Restriction& answer, End which) {
    const bool high = which == End::high;
    std::vector<Restriction> restrictions = of.restrictions;
    std::erase_if(restrictions, [&](const Restriction& one) { return one.column == answer.column; });
    restrictions.push_back(answer);
    Case tried = look(std::move(restrictions));
    if (!tried.outcome.value || outer_end(tried.outcome, high) != outer_end(of.outcome, high)) {
        return false;
    }
    of = std::move(tried);
    return true;
}

bool AwardSearch::take_between(Case& of, std::uint32_t column, End which) {
    constexpr int kMostHalvings = 64;
    for (Restriction part : cases_.whole(column)) {
        const auto found = std::find_if(of.restrictions.begin(), of.restrictions.end(),
                                        [&](const Restriction& one) { return one.column == column; });
        part = found != of.restrictions.end() ? *found : part;
        Case tried = of;
        std::vector<Restriction> halves = cases_.halves(part);
        for (int time = 0; time < kMostHalvings && !halves.empty(); ++time) {
            const auto kept = std::find_if(halves.begin(), halves.end(), [&](const Restriction& half) { return take(tried, half, which); });
            if (kept == halves.end()) {
                break;
            }
            part = *kept;
            halves = cases_.halves(part);
            if (halves.empty()) {
                of = std::move(tried);
                return true;
            }
        }
    }
    return false;
}

bool AwardSearch::attains(Case of, End which) {
    const bool high = which == End::high;
    const std::optional<Integer> wanted = outer_end(of.outcome, high);
    const std::vector<std::uint32_t> columns = of.columns;
    for (const std::uint32_t column : columns) {
        const std::vector<Restriction> tried = answers(of, column);
        const bool kept = std::any_of(tried.begin(), tried.end(), [&](const Restriction& answer) { return take(of, answer, which); });
        if (!kept && !take_between(of, column, which)) {
            return false;
        }
    }
    return of.outcome.single() && outer_end(of.outcome, high) == wanted;
}

bool AwardSearch::has_gaps(const Case& of) const {
    return std::any_of(of.columns.begin(), of.columns.end(), [&](std::uint32_t column) {
        const std::vector<FieldSchema>* fields = &plan_.schema.fields;
        const FieldSchema* field = nullptr;
        for (const std::uint32_t at : plan_.columns[column].path) {
            field = &(*fields)[at];
            fields = &field->fields;
        }
        return field->range.size() > 1;
    });
}

AwardSearch::Found AwardSearch::end(const Case& all, End which, std::size_t effort) {
    const bool high = which == End::high;
    const auto outer = [&](const Case& one) { return outer_end(one.outcome, high); };
    const auto inner = [&](const Case& one) {
        return high ? one.outcome.bounds.low : one.outcome.bounds.high;
    };
    const auto beyond = [&](const std::optional<Integer>& a, const std::optional<Integer>& b) {
        return !b ? false : !a ? true : high ? *a > *b : *a < *b;
    };
    std::vector<Case> open{all};
    std::optional<Integer> done;  // the worst of what cannot be divided, and whether there is any
    bool any_done = false;
    const auto settle = [&](const Case& one) {
        done = !any_done || beyond(outer(one), done) ? outer(one) : done;
        any_done = true;
    };
    std::optional<Integer> reached;  // some case comes to this at least
    std::optional<Case> worst_case;
    for (std::size_t looked = 0; !open.empty();) {
        const auto worst = std::max_element(open.begin(), open.end(), [&](const Case& a, const Case& b) {
            return beyond(outer(b), outer(a));
        });
        const Case now = std::move(*worst);
        open.erase(worst);
        const bool enough = any_done && !beyond(outer(now), done);
        const bool attained = outer(now) && reached && !beyond(outer(now), reached);
        const auto pieces =
            enough || attained || looked >= effort ? std::vector<std::vector<Restriction>>() : parts(now);
        if (pieces.empty()) {
            settle(now);  // nothing open is worse
            worst_case = now;
            break;
        }
        for (const auto& piece : pieces) {
            Case part = look(piece);
            ++looked;
            if (!part.outcome.value) {
                continue;  // an error in every completion
            }
            const bool sure = !part.outcome.error && !part.outcome.absent;
            if (sure && inner(part) && (!reached || beyond(inner(part), reached))) {
                reached = inner(part);
            }
            open.push_back(std::move(part));
        }
    }
    if (!any_done || !done) {
        return {.at = any_done ? done : outer(all), .reached = false};
    }
    const bool found = (reached && !beyond(done, reached)) || (worst_case && outer(*worst_case) == done && attains(*worst_case, which));
    return {.at = done, .reached = found && !has_gaps(all)};
}

AwardSearch::Narrowed AwardSearch::narrowed(const Evaluator& evaluator, const Possible& all, std::size_t effort) {
    if (!all.value || all.single()) {
        return {.bounds = all.bounds, .low_reached = all.single(), .high_reached = all.single()};
    }
    cases_.begin(evaluator);
    const Case whole = look({});
    const Found low = end(whole, End::low, effort);
    const Found high = end(whole, End::high, effort);
    return {.bounds = {low.at, high.at}, .low_reached = low.reached, .high_reached = high.reached};
}

}  // namespace huiqi
