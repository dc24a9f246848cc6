#include "engine/evaluate/award_search.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace huiqi {
namespace {

/// A word list longer than this is halved like a range.
constexpr int kOneByOne = 12;

[[nodiscard]] bool can_be_split(const Node& node) {
    switch (node.kind) {
        case LaneKind::boolean:
        case LaneKind::code:
        case LaneKind::date:
        case LaneKind::int64:
        case LaneKind::int128:
        case LaneKind::wide: return node.op == Op::input && node.table == 0;
        default: return false;
    }
}

}  // namespace

AwardSearch::AwardSearch(const Plan& plan, NodeIndex result)
    : plan_(plan),
      result_(result),
      input_of_column_(plan.columns.size(), kNoNode),
      inputs_(plan.columns.size()),
      run_(plan) {
    std::vector<bool> needed(plan.nodes.size(), false);
    needed[result] = true;
    for (NodeIndex node = result + 1; node-- > 0;) {
        if (!needed[node]) {
            continue;
        }
        const auto need = [&](NodeIndex one) { needed[one] = needed[one] || one <= node; };
        std::for_each(plan.nodes[node].operands.begin(), plan.nodes[node].operands.end(), need);
        for (TableIndex table = plan.nodes[node].table; table != 0; table = plan.tables[table].parent) {
            need(plan.tables[table].segments);
        }
    }
    for (NodeIndex node = 0; node <= result; ++node) {
        if (!needed[node]) {
            continue;
        }
        nodes_.push_back(node);
        if (can_be_split(plan.nodes[node])) {
            input_of_column_[plan.nodes[node].aux] = node;
        }
    }
}

AwardSearch::Case AwardSearch::look(const Evaluator& evaluator, std::vector<Restriction> restrictions) {
    run_.run(evaluator, nodes_, restrictions);
    Case made{.restrictions = std::move(restrictions), .outcome = run_[result_], .columns = {}};
    const auto columns = run_.columns(made.outcome);
    made.columns.assign(columns.begin(), columns.end());
    return made;
}

Restriction AwardSearch::allowed(const Case& of, std::uint32_t column, bool& may_be_absent) const {
    const auto found = std::find_if(of.restrictions.begin(), of.restrictions.end(),
                                    [&](const Restriction& one) { return one.column == column; });
    may_be_absent = found == of.restrictions.end() && inputs_[column].absent;
    return found == of.restrictions.end()
               ? Restriction{.column = column, .absent = false, .bounds = inputs_[column].bounds}
               : *found;
}

std::vector<std::vector<Restriction>> AwardSearch::split(const Case& of, std::uint32_t column) const {
    if (input_of_column_[column] == kNoNode) {
        return {};
    }
    bool may_be_absent = false;
    const Restriction now = allowed(of, column, may_be_absent);
    std::vector<Restriction> cases;
    const auto add = [&](const Bounds& bounds) {
        cases.push_back({.column = column, .absent = false, .bounds = bounds});
    };
    const Bounds& bounds = now.bounds;
    if (may_be_absent) {
        cases.push_back({.column = column, .absent = true, .bounds = {}});
        add(bounds);
    } else if (now.absent || !bounds.low || !bounds.high || *bounds.low >= *bounds.high) {
        return {};
    } else if (plan_.nodes[input_of_column_[column]].kind == LaneKind::code &&
               *bounds.high - *bounds.low < kOneByOne) {
        for (Integer at = *bounds.low; at <= *bounds.high; ++at) {
            add(Bounds::exactly(at));
        }
    } else {
        const Integer middle = floor(Rational(*bounds.low + *bounds.high) / 2);
        add({*bounds.low, middle});
        add({Integer(middle + 1), *bounds.high});
    }
    std::vector<std::vector<Restriction>> all;
    for (Restriction& one : cases) {
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
        const NodeIndex node = input_of_column_[column];
        const bool few = node != kNoNode && (plan_.nodes[node].kind == LaneKind::boolean ||
                                             plan_.nodes[node].kind == LaneKind::code);
        const auto asked = at == of.restrictions.end() ? 0 : 2 + (at - of.restrictions.begin());
        return few ? 0 : 1 + asked;
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

std::optional<Integer> AwardSearch::end(const Evaluator& evaluator, const Case& all, End which,
                                        std::size_t effort) {
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
            Case part = look(evaluator, piece);
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
    const Case whole = look(evaluator, {});
    for (std::uint32_t column = 0; column < input_of_column_.size(); ++column) {
        if (input_of_column_[column] != kNoNode) {
            inputs_[column] = run_[input_of_column_[column]];
        }
    }
    return {end(evaluator, whole, End::low, effort), end(evaluator, whole, End::high, effort)};
}

}  // namespace huiqi
