#include "engine/plan/folds.h"

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
};

Folds::Round Folds::open(const Fold& fold, const PlanValue& list, const std::vector<PlanValue>& initial,
                         const std::vector<LoopShape>& shapes) {
    const TableIndex table = build_[list.node].table;
    Round round;
    std::vector<PlanValue> bound(1);
    for (std::size_t at = 0; at < shapes.size(); ++at) {
        const NodeIndex first = shapes_.node(initial[at], shapes[at]);
        round.states.push_back(shapes_.add(Op::fold_state, shapes[at], table, {first}));
    }
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

Folds::Lowered Folds::close(const Fold& fold, const Type& type, const PlanValue& list, const Round& round,
                            const std::vector<LoopShape>& shapes, bool explained) {
    std::vector<NodeIndex> operands{round.element, list.node};
    const auto before_step = [&](const PlanValue& value, const LoopShape& shape) {
        const NodeIndex node = shapes_.node(value, shape);
        // a state's own register is another one behind the step; all right sides see the states as they were
        return build_[node].op == Op::fold_state ? shapes_.add(Op::fold_next, shape, build_[node].table, {node}) : node;
    };
    for (std::size_t at = 0; at < shapes.size(); ++at) {
        operands.insert(operands.end(), {round.states[at], before_step(round.next[at], shapes[at])});
    }
    std::vector<std::pair<LoopShape, NodeIndex>> columns;
    const auto collect = [&](const LoopShape& shape, NodeIndex value) {
        columns.emplace_back(shape, column(shape, list));
        operands.insert(operands.end(), {columns.back().second, value});
    };
    if (round.yields) {
        const LoopShape shape = shapes_.of(*round.yields, fold.yields->type());
        collect(shape, before_step(*round.yields, shape));
    }
    for (std::size_t at = 0; explained && at < shapes.size(); ++at) {
        collect(shapes[at], round.states[at]);
    }
    const NodeIndex step = build_.add(Op::fold_step, LaneKind::boolean, build_[list.node].table, std::move(operands),
                                      static_cast<std::uint32_t>(shapes.size()));
    build_.forget(round.element, step);
    std::vector<PlanValue> lists;
    for (const auto& [shape, node] : columns) {
        const PlanValue element = shapes_.read(behind(node, step, nullptr), shape);
        lists.push_back(values_.with_elements(list, element, Type::list(shape.type)));
    }
    std::vector<PlanValue> finals;
    for (std::size_t at = 0; at < shapes.size(); ++at) {
        finals.push_back(shapes_.read(behind(round.states[at], step, &list), shapes[at]));
    }
    Lowered result;
    if (explained) {
        result.elements = list;
        result.after.assign(lists.begin() + (round.yields ? 1 : 0), lists.end());
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
    expect(build_[list.node].table == 0, "a fold stands among the applications");
    for (int round = 0; !settle(shapes, list, open(fold, list, initial, shapes)); ++round) {
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
    const Round tried = open(fold, list, initial, narrow);
    std::vector<LoopShape> left = narrow;
    if (settle(left, list, tried)) {
        return close(fold, type, list, tried, narrow, explained);
    }
    return close(fold, type, list, open(fold, list, initial, shapes), shapes, explained);
}

}  // namespace huiqi
