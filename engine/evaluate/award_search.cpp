#include "engine/evaluate/award_search.h"

#include <algorithm>
#include <utility>

namespace huiqi {
AwardSearch::AwardSearch(const Plan& plan, NodeIndex result)
    : result_(result), cases_(plan, std::vector<NodeIndex>{result}) {}

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

std::optional<Integer> AwardSearch::end(const Case& all, End which, std::size_t effort) {
    const bool high = which == End::high;
    const auto outer = [&](const Case& one) {
        return high ? one.outcome.bounds.high : one.outcome.bounds.low;
    };
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
    return any_done ? done : outer(all);
}

Bounds AwardSearch::narrowed(const Evaluator& evaluator, const Possible& all, std::size_t effort) {
    if (!all.value || all.single()) {
        return all.bounds;
    }
    cases_.begin(evaluator);
    const Case whole = look({});
    return {end(whole, End::low, effort), end(whole, End::high, effort)};
}

}  // namespace huiqi
