#include "engine/plan/folds.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/diagnostic/expect.h"

namespace huiqi {
namespace {

/// How often a body is lowered before every number may be anything, which always holds.
constexpr int kPatience = 16;

}  // namespace

/// One lowering of a body.
struct Folds::Round {
    NodeIndex element = kNoNode;
    std::vector<NodeIndex> states;
    std::vector<PlanValue> next;
    std::optional<PlanValue> yields;
    NodeIndex opened = kNoNode;   ///< the first node that a round makes anew
    std::size_t table_uses = 0;   ///< how many were noted before the body
};

namespace {

/// Tells whether a value is made by this node or later ones.
[[nodiscard]] bool made_in(const PlanValue& value, NodeIndex opened) {
    const auto inside = [opened](NodeIndex node) { return node != kNoNode && node >= opened; };
    return inside(value.node) || inside(value.denominator) ||
           std::any_of(value.parts.begin(), value.parts.end(), [opened](const PlanValue& part) { return made_in(part, opened); });
}

}  // namespace

Folds::Round Folds::open(const Fold& fold, const PlanValue& list, const std::vector<PlanValue>& initial,
                         const std::vector<LoopShape>& shapes, std::size_t table_uses_before) {
    const TableIndex table = build_[list.node].table;
    Round round;
    round.table_uses = table_uses_before;
    table_uses_.keep(table_uses_before);   // what an earlier lowering of the body noted
    std::vector<PlanValue> bound(1);
    for (std::size_t at = 0; at < shapes.size(); ++at) {
        const NodeIndex first = shapes_.node(initial[at], shapes[at]);
        round.states.push_back(shapes_.add(Op::fold_state, shapes[at], table, {first}));
    }
    round.opened = round.states.empty() ? build_.next_index() : round.states.front();
    round.element = build_.add(Op::fold_element, LaneKind::index, table, {list.node}, build_.fresh());
    bound[0] = values_.element_in_rows(list, round.element);
    for (std::size_t at = 0; at < shapes.size(); ++at) {
        bound.push_back(shapes_.read(round.states[at], shapes[at]));
    }
    const bool before = expressions_.in_loop(true);
    for (const Fold::State& state : fold.states) {
        round.next.push_back(expressions_.lower(state.next, bound));
    }
    if (fold.yields) {
        round.yields = expressions_.lower(*fold.yields, bound);
    }
    expressions_.in_loop(before);
    return round;
}

bool Folds::settle(std::vector<LoopShape>& shapes, const PlanValue& list, const Round& round) {
    const Integer rounds = build_.longest(list.node);
    bool all = true;
    for (std::size_t at = 0; at < shapes.size(); ++at) {
        all = shapes_.holds(shapes[at], round.states[at], round.next[at], rounds) && all;
    }
    return all;
}

NodeIndex Folds::column(const LoopShape& shape, const PlanValue& list) {
    return shapes_.add(Op::fold_collected, shape, list.element_table, {list.node});
}

/// Gives what a loop leaves: a state, open where the list is, or with no list a column of its elements.
NodeIndex Folds::behind(NodeIndex carried, NodeIndex step, const PlanValue* list) {
    const Node from = build_[carried];
    Node made;
    made.op = Op::fold_result;
    made.kind = from.kind;
    made.table = from.table;
    made.operands = {carried, step};
    if (list != nullptr) {
        made.operands.push_back(list->node);
    }
    made.low = from.low;
    made.high = from.high;
    return build_.add(std::move(made));
}

NodeIndex Folds::before_step(const PlanValue& value, const LoopShape& shape) {
    const NodeIndex node = shapes_.node(value, shape);
    // a state's own register is another one behind the step; all right sides see the states as they were
    return build_[node].op == Op::fold_state ? shapes_.add(Op::fold_next, shape, build_[node].table, {node}) : node;
}

struct Folds::Columns {
    Folds& folds;
    const PlanValue& list;
    std::vector<NodeIndex>& operands;   ///< of the step that closes the loop
    std::vector<std::pair<LoopShape, NodeIndex>> made{};

    std::size_t collect(const LoopShape& shape, NodeIndex value) {
        made.emplace_back(shape, folds.column(shape, list));
        operands.insert(operands.end(), {made.back().second, value});
        return made.size() - 1;
    }
};

struct Folds::Lookup {
    std::size_t use = 0;
    std::vector<std::optional<std::size_t>> columns;
};

/// A table that the body uses inside of another list has no one row in a round: it is left out.
std::vector<Folds::Lookup> Folds::collect_lookups(const Round& round, Columns& columns) {
    std::vector<Lookup> lookups;
    for (std::size_t use = round.table_uses; use < table_uses_.count();) {
        const std::vector<PlanValue> parts = table_uses_.seen(use).parts;
        const bool looped = std::any_of(parts.begin(), parts.end(), [&](const PlanValue& one) { return made_in(one, round.opened); });
        const bool plain = values_.table_of(table_uses_.seen(use)) == 0 &&
                           std::all_of(parts.begin(), parts.end(), [](const PlanValue& one) { return one.parts.empty(); });
        if (looped && !plain) {
            table_uses_.drop(use);
            continue;
        }
        if (looped) {
            Lookup& lookup = lookups.emplace_back(Lookup{.use = use, .columns = {}});
            for (const PlanValue& one : parts) {
                const bool anew = made_in(one, round.opened);
                const LoopShape shape = anew ? shapes_.of(one, one.type) : LoopShape();
                lookup.columns.push_back(anew ? std::optional(columns.collect(shape, before_step(one, shape))) : std::nullopt);
            }
        }
        ++use;
    }
    return lookups;
}

void Folds::list_lookups(const std::vector<Lookup>& lookups, const std::vector<PlanValue>& lists, const PlanValue& list) {
    for (const Lookup& lookup : lookups) {
        PlanValue record = table_uses_.seen(lookup.use);
        for (std::size_t at = 0; at < record.parts.size(); ++at) {
            const auto& column = lookup.columns[at];
            record.parts[at] = column ? lists[*column].parts.front() : values_.in_table(record.parts[at], list.element_table);
        }
        table_uses_.listed(lookup.use, values_.with_elements(list, record, Type::list(record.type)));
    }
}

Folds::Lowered Folds::close(const Fold& fold, const Type& type, const PlanValue& list, const Round& round,
                            const std::vector<LoopShape>& shapes, bool explained) {
    std::vector<NodeIndex> operands{round.element, list.node};
    for (std::size_t at = 0; at < shapes.size(); ++at) {
        operands.insert(operands.end(), {round.states[at], before_step(round.next[at], shapes[at])});
    }
    Columns columns{.folds = *this, .list = list, .operands = operands};
    if (round.yields) {
        const LoopShape shape = shapes_.of(*round.yields, fold.yields->type());
        columns.collect(shape, before_step(*round.yields, shape));
    }
    const std::size_t first_state = columns.made.size();
    for (std::size_t at = 0; explained && at < shapes.size(); ++at) {
        columns.collect(shapes[at], round.states[at]);
    }
    const std::size_t behind_states = columns.made.size();
    const std::vector<Lookup> lookups = collect_lookups(round, columns);
    const NodeIndex step = build_.add(Op::fold_step, LaneKind::boolean, build_[list.node].table, std::move(operands),
                                      static_cast<std::uint32_t>(shapes.size()));
    build_.forget(round.element, step);
    std::vector<PlanValue> lists;
    for (const auto& [shape, node] : columns.made) {
        const PlanValue element = shapes_.read(behind(node, step, nullptr), shape);
        lists.push_back(values_.with_elements(list, element, Type::list(shape.type)));
    }
    list_lookups(lookups, lists, list);
    std::vector<PlanValue> finals;
    for (std::size_t at = 0; at < shapes.size(); ++at) {
        finals.push_back(shapes_.read(behind(round.states[at], step, &list), shapes[at]));
    }
    Lowered result;
    if (explained) {
        result.elements = list;
        result.after.assign(lists.begin() + static_cast<std::ptrdiff_t>(first_state),
                            lists.begin() + static_cast<std::ptrdiff_t>(behind_states));
    }
    if (fold.result) {
        result.value = expressions_.lower(*fold.result, finals);
    } else if (fold.yields) {
        result.value = lists.front();
    } else {
        result.value.parts = std::move(finals);
    }
    result.value.type = type;
    return result;
}

Folds::Lowered Folds::lower(const Fold& fold, const Type& type, bool explained) {
    const PlanValue list = values_.own(values_.ready(expressions_.lower(fold.source), 0));
    std::vector<PlanValue> initial;
    std::vector<LoopShape> shapes;
    for (const Fold::State& state : fold.states) {
        initial.push_back(expressions_.lower(state.initial));
        shapes.push_back(shapes_.of(initial.back(), state.type));
        const bool bounded = shapes.back().bounds.low && shapes.back().bounds.high;
        if (shapes.back().number() && !bounded) {
            LoopShapes::hold_anything(shapes.back());
        }
    }
    const std::size_t noted = table_uses_.count();
    expect(build_[list.node].table == 0, "a fold stands among the applications");
    for (int round = 0; !settle(shapes, list, open(fold, list, initial, shapes, noted)); ++round) {
        if (round == kPatience) {
            for (LoopShape& shape : shapes) {
                LoopShapes::hold_anything(shape);
            }
        }
    }
    // what held may have been wider than need be; the last lowering finds all that does not depend on the loop in front of it
    std::vector<LoopShape> narrow;
    for (const LoopShape& shape : shapes) {
        narrow.push_back(LoopShapes::narrowed(shape));
    }
    const Round tried = open(fold, list, initial, narrow, noted);
    std::vector<LoopShape> left = narrow;
    if (settle(left, list, tried)) {
        return close(fold, type, list, tried, narrow, explained);
    }
    return close(fold, type, list, open(fold, list, initial, shapes, noted), shapes, explained);
}

}  // namespace huiqi
