#include "engine/plan/builder.h"

#include <functional>
#include <utility>

#include "engine/diagnostic/expect.h"
#include "engine/language/relation.h"

namespace huiqi {
namespace {

[[nodiscard]] LaneKind wider(LaneKind left, LaneKind right) {
    return static_cast<LaneKind>(std::max(static_cast<int>(left), static_cast<int>(right)));
}

void mix(std::size_t& seed, std::size_t value) {
    seed ^= value + 0x9E37'79B9'7F4A'7C15ULL + (seed << 6U) + (seed >> 2U);
}

[[nodiscard]] bool same_work(const Node& left, const Node& right) {
    return left.op == right.op && left.kind == right.kind && left.table == right.table && left.aux == right.aux &&
           left.rounding == right.rounding && left.error == right.error && left.operands == right.operands &&
           left.immediate == right.immediate;
}

/// Spells a scalar constant so that equal spellings mean equal constants.
[[nodiscard]] std::string spelling(const Value& value, LaneKind kind) {
    if (!value.known()) {
        return "absent";
    }
    switch (kind) {
        case LaneKind::boolean: return value.boolean() ? "yes" : "no";
        case LaneKind::int64:
        case LaneKind::int128:
        case LaneKind::wide: return "#" + value.number().str();
        case LaneKind::date: return "@" + std::to_string(value.date().days());
        case LaneKind::code: return "%" + std::to_string(value.code());
        case LaneKind::text: return "$" + value.text();
        case LaneKind::index:
        case LaneKind::segments:
        case LaneKind::ratio: break;
    }
    expect(false, "a constant is a scalar");
    return {};
}

}  // namespace

Builder::Builder(Plan& plan, PlanLimits limits) : plan_(plan), limits_(limits) {
    if (plan_.tables.empty()) {
        plan_.tables.push_back({});
    }
}

std::size_t Builder::hash(const Node& node) const {
    std::size_t seed = static_cast<std::size_t>(node.op) * 31U + static_cast<std::size_t>(node.kind);
    mix(seed, node.table);
    mix(seed, node.aux);
    mix(seed, static_cast<std::size_t>(node.rounding) * 64U + static_cast<std::size_t>(node.error));
    for (const NodeIndex operand : node.operands) {
        mix(seed, operand);
    }
    mix(seed, fits_int64(node.immediate) ? std::hash<std::int64_t>{}(to_int64(node.immediate)) : 1U);
    return seed;
}

NodeIndex Builder::add(Node node) {
    const std::size_t key = hash(node);
    const auto [first, last] = known_.equal_range(key);
    for (auto at = first; at != last; ++at) {
        if (same_work(plan_.nodes[at->second], node)) {
            return at->second;
        }
    }
    if (node.origin == Span{}) {
        node.origin = origin_;
    }
    const auto index = static_cast<NodeIndex>(plan_.nodes.size());
    plan_.nodes.push_back(std::move(node));
    known_.emplace(key, index);
    return index;
}

void Builder::forget(NodeIndex first, NodeIndex last) {
    for (NodeIndex node = first; node <= last && node < plan_.nodes.size(); ++node) {
        auto [at, end] = known_.equal_range(hash(plan_.nodes[node]));
        for (; at != end; ++at) {
            if (at->second == node) {
                known_.erase(at);
                break;
            }
        }
    }
}

NodeIndex Builder::add(Op op, LaneKind kind, TableIndex table, std::vector<NodeIndex> operands, std::uint32_t aux) {
    Node node;
    node.op = op;
    node.kind = kind;
    node.table = table;
    node.operands = std::move(operands);
    node.aux = aux;
    return add(std::move(node));
}

NodeIndex Builder::add_number(Op op, TableIndex table, std::vector<NodeIndex> operands, const Bounds& bounds,
                              const Integer& immediate, std::uint32_t aux) {
    Node node;
    node.op = op;
    // a factor or divisor must fit the lanes too, even where the bounds say that nothing comes of it
    node.kind = wider(lanes_for(bounds), lanes_for(Bounds::exactly(immediate)));
    for (const NodeIndex operand : operands) {
        if (is_number(plan_.nodes[operand].kind)) {
            node.kind = wider(node.kind, plan_.nodes[operand].kind);
        }
    }
    for (NodeIndex& operand : operands) {
        if (is_number(plan_.nodes[operand].kind)) {
            operand = in_lanes(operand, node.kind);
        }
    }
    node.table = table;
    node.operands = std::move(operands);
    node.aux = aux;
    node.immediate = immediate;
    node.low = bounds.low;
    node.high = bounds.high;
    const NodeIndex added = add(std::move(node));
    return in_lanes(added, lanes_for(bounds));
}

TableIndex Builder::add_table(TableIndex parent, NodeIndex segments) {
    for (TableIndex table = 1; table < plan_.tables.size(); ++table) {
        if (plan_.tables[table].segments == segments) {
            return table;
        }
    }
    plan_.tables.push_back({.parent = parent, .segments = segments});
    return static_cast<TableIndex>(plan_.tables.size() - 1);
}

TableIndex Builder::deeper(TableIndex left, TableIndex right) const {
    const auto below = [this](TableIndex low, TableIndex high) {
        while (low != high && low != 0) {
            low = plan_.tables[low].parent;
        }
        return low == high;
    };
    if (below(left, right)) {
        return left;
    }
    expect(below(right, left), "two row spaces of one expression lie on one line of descent");
    return right;
}

Integer Builder::longest(NodeIndex segments) const {
    const Node& node = plan_.nodes[segments];
    const auto over = [&](std::size_t first, bool sum) {
        Integer most = 0;
        for (std::size_t at = first; at < node.operands.size(); ++at) {
            const Integer one = longest(node.operands[at]);
            most = sum ? Integer(most + one) : std::max(most, one);
        }
        return most;
    };
    switch (node.op) {
        case Op::segments_fixed: return node.aux;
        case Op::segments_range: return limits_.range_elements;
        case Op::segments_joined: return over(0, true);
        case Op::segments_choose:
        case Op::segments_assembled: return over(1, false);
        case Op::segments_filter:
        case Op::segments_reversed:
        case Op::segments_distinct:
        case Op::segments_sorted:
        case Op::segments_part:
        case Op::segments_expand:
        case Op::segments_broadcast:
        case Op::segments_at:
        case Op::present:
        case Op::beside:
        case Op::guard: return longest(node.operands[0]);
        default: return limits_.list_elements;   // a list of the data, or none at all
    }
}

NodeIndex Builder::row_in(TableIndex table, TableIndex ancestor) {
    const PlanTable& here = plan_.tables[table];
    const NodeIndex parent = add(Op::parent_row, LaneKind::index, table, {here.segments});
    if (here.parent == ancestor) {
        return parent;
    }
    expect(here.parent != 0, "an ancestor lies on the way to the applications");
    return add(Op::gather, LaneKind::index, table, {row_in(here.parent, ancestor), parent});
}

NodeIndex Builder::in_table(NodeIndex node, TableIndex table) {
    const Node& from = plan_.nodes[node];
    if (from.table == table) {
        return node;
    }
    if (from.op == Op::constant || from.op == Op::fail) {
        Node copy = from;
        copy.table = table;
        return add(std::move(copy));
    }
    Node copy;
    copy.op = from.kind == LaneKind::segments ? Op::segments_broadcast : Op::gather;
    copy.kind = from.kind;
    copy.table = table;
    copy.low = from.low;
    copy.high = from.high;
    const TableIndex ancestor = from.table;
    copy.operands = {node, row_in(table, ancestor)};
    return add(std::move(copy));
}

std::uint32_t Builder::constant_index(const Value& value, LaneKind kind) {
    const auto [at, fresh] = constants_.try_emplace(spelling(value, kind), static_cast<std::uint32_t>(plan_.constants.size()));
    if (fresh) {
        plan_.constants.push_back(value);
    }
    return at->second;
}

NodeIndex Builder::constant(const Value& value, LaneKind kind, TableIndex table) {
    Node node;
    node.op = Op::constant;
    node.kind = kind;
    node.table = table;
    node.aux = constant_index(value, kind);
    if (is_number(kind)) {
        const Integer whole = value.known() ? numerator(value.number()) : Integer(0);
        node.low = whole;
        node.high = whole;
    }
    return add(std::move(node));
}

NodeIndex Builder::integer(const Integer& value, TableIndex table) {
    return constant(Value::of(Rational(value)), lanes_for(Bounds::exactly(value)), table);
}

NodeIndex Builder::boolean(bool value, TableIndex table) {
    return constant(Value::of(value), LaneKind::boolean, table);
}

std::optional<bool> Builder::decided(NodeIndex node) const {
    const Node& made = plan_.nodes[node];
    if (!folds_ || made.op != Op::constant || made.kind != LaneKind::boolean || !plan_.constants[made.aux].known()) {
        return std::nullopt;
    }
    return plan_.constants[made.aux].boolean();
}

NodeIndex Builder::fail(RuntimeError error, LaneKind kind, TableIndex table) {
    Node node;
    node.op = Op::fail;
    node.kind = kind;
    node.table = table;
    node.error = error;
    if (is_number(kind)) {
        node.low = 0;
        node.high = 0;
    }
    return add(std::move(node));
}

NodeIndex Builder::in_lanes(NodeIndex node, LaneKind kind) {
    const Node& from = plan_.nodes[node];
    if (from.kind == kind) {
        return node;
    }
    if (from.op == Op::constant) {
        const Value value = plan_.constants[from.aux];
        return constant(value, kind, from.table);
    }
    Node copy;
    copy.op = wider(from.kind, kind) == kind ? Op::widen : Op::narrow;
    copy.kind = kind;
    copy.table = from.table;
    copy.operands = {node};
    copy.low = from.low;
    copy.high = from.high;
    return add(std::move(copy));
}

NodeIndex Builder::arithmetic(Op op, NodeIndex left, NodeIndex right, const Bounds& bounds) {
    const TableIndex table = deeper(plan_.nodes[left].table, plan_.nodes[right].table);
    return add_number(op, table, {in_table(left, table), in_table(right, table)}, bounds);
}

NodeIndex Builder::sum(NodeIndex left, NodeIndex right) {
    return arithmetic(Op::add, left, right, bounds_of(plan_.nodes[left]) + bounds_of(plan_.nodes[right]));
}

NodeIndex Builder::bare(NodeIndex node) const {
    while (plan_.nodes[node].op == Op::widen || plan_.nodes[node].op == Op::narrow) {
        node = plan_.nodes[node].operands[0];
    }
    return node;
}

NodeIndex Builder::difference(NodeIndex left, NodeIndex right) {
    if (plan_.nodes[bare(right)].op == Op::minimum) {
        // x − min(x, y) is max(x − y, 0), whose bounds say that it is never below 0
        const NodeIndex one = plan_.nodes[bare(right)].operands[0];
        const NodeIndex other = plan_.nodes[bare(right)].operands[1];
        if (bare(one) == bare(left) || bare(other) == bare(left)) {
            const NodeIndex rest = difference(left, bare(one) == bare(left) ? other : one);
            return maximum(rest, integer(0, plan_.nodes[rest].table));
        }
    }
    return arithmetic(Op::subtract, left, right, bounds_of(plan_.nodes[left]) - bounds_of(plan_.nodes[right]));
}

NodeIndex Builder::product(NodeIndex left, NodeIndex right) {
    return arithmetic(Op::multiply, left, right, bounds_of(plan_.nodes[left]) * bounds_of(plan_.nodes[right]));
}

NodeIndex Builder::scaled(NodeIndex value, const Integer& factor) {
    if (factor == 1) {
        return value;
    }
    const Node& from = plan_.nodes[value];
    if (from.op == Op::constant && plan_.constants[from.aux].known()) {
        return integer(numerator(plan_.constants[from.aux].number()) * factor, from.table);
    }
    return add_number(Op::scale_by, from.table, {value}, bounds_of(from) * Bounds::exactly(factor), factor);
}

NodeIndex Builder::negated(NodeIndex value) {
    const Node& from = plan_.nodes[value];
    return add_number(Op::negate, from.table, {value}, huiqi::negated(bounds_of(from)));
}

NodeIndex Builder::absolute(NodeIndex value) {
    const Node& from = plan_.nodes[value];
    if (bounds_of(from).never_negative()) {
        return value;
    }
    return add_number(Op::absolute, from.table, {value}, huiqi::absolute(bounds_of(from)));
}

NodeIndex Builder::minimum(NodeIndex left, NodeIndex right) {
    return arithmetic(Op::minimum, left, right,
                      huiqi::minimum(bounds_of(plan_.nodes[left]), bounds_of(plan_.nodes[right])));
}

NodeIndex Builder::maximum(NodeIndex left, NodeIndex right) {
    return arithmetic(Op::maximum, left, right,
                      huiqi::maximum(bounds_of(plan_.nodes[left]), bounds_of(plan_.nodes[right])));
}

NodeIndex Builder::compared(NodeIndex left, NodeIndex right, Relation relation) {
    const TableIndex table = deeper(plan_.nodes[left].table, plan_.nodes[right].table);
    left = in_table(left, table);
    right = in_table(right, table);
    if (is_number(plan_.nodes[left].kind)) {
        const LaneKind kind = wider(plan_.nodes[left].kind, plan_.nodes[right].kind);
        left = in_lanes(left, kind);
        right = in_lanes(right, kind);
    }
    return add(Op::compare, LaneKind::boolean, table, {left, right}, static_cast<std::uint32_t>(relation));
}

NodeIndex Builder::compared_constant(NodeIndex left, const Integer& right, Relation relation) {
    const Node& known = plan_.nodes[left];
    if (folds_ && known.op == Op::constant && known.kind == LaneKind::code && plan_.constants[known.aux].known()) {
        return boolean(relation_holds(Integer(plan_.constants[known.aux].code()), relation, right), known.table);
    }
    const LaneKind kind = is_number(plan_.nodes[left].kind)
                              ? wider(plan_.nodes[left].kind, lanes_for(Bounds::exactly(right)))
                              : plan_.nodes[left].kind;
    Node node;
    node.op = Op::compare_constant;
    node.kind = LaneKind::boolean;
    node.table = plan_.nodes[left].table;
    node.operands = {is_number(kind) ? in_lanes(left, kind) : left};
    node.aux = static_cast<std::uint32_t>(relation);
    node.immediate = right;
    return add(std::move(node));
}

NodeIndex Builder::guarded(NodeIndex value, NodeIndex test, RuntimeError error) {
    const TableIndex table = deeper(plan_.nodes[value].table, plan_.nodes[test].table);
    value = in_table(value, table);
    test = in_table(test, table);
    Node node;
    node.op = Op::guard;
    node.kind = plan_.nodes[value].kind;
    node.table = table;
    node.operands = {value, test};
    node.error = error;
    node.low = plan_.nodes[value].low;
    node.high = plan_.nodes[value].high;
    return add(std::move(node));
}

NodeIndex Builder::divided(NodeIndex numerator, NodeIndex denominator, Rounding rounding, const Bounds& result) {
    const TableIndex table = deeper(plan_.nodes[numerator].table, plan_.nodes[denominator].table);
    numerator = in_table(numerator, table);
    denominator = in_table(denominator, table);
    const LaneKind kind = wider(wider(plan_.nodes[numerator].kind, plan_.nodes[denominator].kind),
                                result.low && result.high ? lanes_for(result) : LaneKind::int64);
    Node node;
    node.op = Op::divide_round;
    node.kind = kind;
    node.table = table;
    node.operands = {in_lanes(numerator, kind), in_lanes(denominator, kind)};
    node.rounding = rounding;
    // |quotient| never exceeds |numerator| since the denominator is a whole number of at least one
    const Bounds reach = huiqi::absolute(bounds_of(plan_.nodes[numerator]));
    const Bounds whole{reach.high ? std::optional<Integer>(-*reach.high) : std::nullopt, reach.high};
    node.low = result.low ? result.low : whole.low;
    node.high = result.high ? result.high : whole.high;
    const Bounds bounds = bounds_of(node);
    return in_lanes(add(std::move(node)), lanes_for(bounds));
}

NodeIndex Builder::divided_constant(NodeIndex numerator, const Integer& denominator, Rounding rounding) {
    if (denominator == 1) {
        return numerator;
    }
    const Node& from = plan_.nodes[numerator];
    const auto outer = [&](const std::optional<Integer>& end, Rounding to) -> std::optional<Integer> {
        return end ? std::optional<Integer>(divide_rounded(*end, denominator, to)) : std::nullopt;
    };
    const Bounds bounds{outer(from.low, Rounding::floor), outer(from.high, Rounding::ceiling)};
    Node node;
    node.op = Op::divide_round_constant;
    node.kind = wider(from.kind, lanes_for(Bounds::exactly(denominator)));
    node.table = from.table;
    node.operands = {in_lanes(numerator, node.kind)};
    node.rounding = rounding;
    node.immediate = denominator;
    node.low = bounds.low;
    node.high = bounds.high;
    return in_lanes(add(std::move(node)), lanes_for(bounds));
}

NodeIndex Builder::selected(NodeIndex condition, NodeIndex then, NodeIndex otherwise) {
    const TableIndex table = deeper(
        plan_.nodes[condition].table, deeper(plan_.nodes[then].table, plan_.nodes[otherwise].table));
    std::vector<NodeIndex> operands{in_table(condition, table), in_table(then, table), in_table(otherwise, table)};
    if (is_number(plan_.nodes[then].kind)) {
        const Bounds bounds = huiqi::either(bounds_of(plan_.nodes[then]), bounds_of(plan_.nodes[otherwise]));
        return add_number(Op::select, table, std::move(operands), bounds);
    }
    return add(Op::select, plan_.nodes[then].kind, table, std::move(operands));
}

NodeIndex Builder::both(NodeIndex left, NodeIndex right) {
    for (const auto& [one, other] : {std::pair{left, right}, std::pair{right, left}}) {
        if (const auto answer = decided(one)) {
            return *answer ? other : one;
        }
    }
    const TableIndex table = deeper(plan_.nodes[left].table, plan_.nodes[right].table);
    return add(Op::both, LaneKind::boolean, table, {in_table(left, table), in_table(right, table)});
}

NodeIndex Builder::either(NodeIndex left, NodeIndex right) {
    for (const auto& [one, other] : {std::pair{left, right}, std::pair{right, left}}) {
        if (const auto answer = decided(one)) {
            return *answer ? one : other;
        }
    }
    const TableIndex table = deeper(plan_.nodes[left].table, plan_.nodes[right].table);
    return add(Op::either, LaneKind::boolean, table, {in_table(left, table), in_table(right, table)});
}

NodeIndex Builder::negation(NodeIndex value) {
    if (const auto answer = decided(value)) {
        return boolean(!*answer, plan_.nodes[value].table);
    }
    return add(Op::negation, LaneKind::boolean, plan_.nodes[value].table, {value});
}

}  // namespace huiqi
