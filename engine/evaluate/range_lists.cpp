#include <algorithm>

#include "engine/evaluate/range_run.h"

namespace huiqi {
namespace {

const Possible kNothing{.value = false, .absent = false, .error = false, .bounds = {}, .waits = kKnown};

}  // namespace

bool RangeRun::moves(NodeIndex index, std::size_t lane, Possible& out) {
    const Node& node = plan_.nodes[index];
    switch (node.op) {
        case Op::parent_row:
        case Op::source_row: out.waits = hull_of(node.operands[0]).waits; return true;
        case Op::ordinal:
            out.bounds = {Integer(1), hull_of(node.operands[0]).bounds.high};
            out.waits = hull_of(node.operands[0]).waits;
            return true;
        case Op::gather: {
            const bool by_row = exact_[node.table] != 0 && tainted_[node.operands[1]] == 0 &&
                                exact_[plan_.nodes[node.operands[0]].table] != 0;
            if (by_row) {
                out = lanes_[node.operands[0]][(*evaluator_)[node.operands[1]].lanes<std::uint32_t>()[lane]];
            } else {
                out = hull_of(node.operands[0]);
                out.waits = joined(out.waits, hull_of(node.operands[1]).waits);
            }
            return true;
        }
        case Op::assemble: {
            const SegmentLanes& rows = (*evaluator_)[node.operands[0]].segments;
            if (exact_[node.table] != 0 && lane < rows.parts.size()) {
                const NodeIndex part = node.operands[1 + rows.parts[lane]];
                out = exact_[plan_.nodes[part].table] != 0 ? lanes_[part][rows.sources[lane]] : hull_of(part);
                return true;
            }
            out = kNothing;
            for (std::size_t part = 1; part < node.operands.size(); ++part) {
                out = hull(out, hull_of(node.operands[part]));
            }
            out.waits = joined(out.waits, hull_of(node.operands[0]).waits);
            return true;
        }
        case Op::element_at:
        case Op::segments_at: out = element(node, lane); return true;
        default: return false;
    }
}

Possible RangeRun::element(const Node& node, std::size_t lane) {
    const Possible& list = operand(node, 1, lane);
    const Possible& place = operand(node, 2, lane);
    Possible out = hull_of(node.operands[0]);
    out.error = true;
    out.absent = out.absent || list.absent || place.absent;
    out.waits = joined(out.waits, joined(list.waits, place.waits));
    const SegmentLanes& rows = (*evaluator_)[node.operands[1]].segments;
    const bool exact = exact_[node.table] != 0 && exact_[plan_.nodes[node.operands[0]].table] != 0 && list.settled() &&
                       place.single() && node.op == Op::element_at;
    if (exact) {
        const Integer& wanted = *place.bounds.low;   // from 1, or from the end
        const Integer at = wanted > 0 ? Integer(wanted - 1) : Integer(wanted + rows.lengths[lane]);
        if (wanted != 0 && at >= 0 && at < rows.lengths[lane]) {
            out = lanes_[node.operands[0]][rows.starts[lane] + static_cast<std::size_t>(to_int64(at))];
        }
    }
    return out;
}

bool RangeRun::lists(const Node& node, std::size_t lane, Possible& out) {
    const auto length = [&](std::size_t at) -> const Bounds& { return operand(node, at, lane).bounds; };
    switch (node.op) {
        case Op::segments_fixed: out.bounds = Bounds::exactly(node.aux); return true;
        case Op::segments_range: out = whole_numbers(node, lane); return true;
        case Op::segments_filter: out = filtered(node, lane); return true;
        case Op::segments_joined: {
            out = strict(node, lane);
            out.bounds = Bounds::exactly(0);
            for (std::size_t at = 0; at < node.operands.size(); ++at) {
                out.bounds = out.bounds + length(at);
            }
            return true;
        }
        case Op::segments_choose:
            out = chosen(operand(node, 0, lane), operand(node, 1, lane), operand(node, 2, lane));
            return true;
        case Op::segments_reversed:
        case Op::segments_expand:
            out = strict(node, lane);
            out.bounds = length(0);
            return true;
        case Op::segments_sorted:
        case Op::segments_distinct:
        case Op::segments_part: out = rearranged(node, lane); return true;
        case Op::segments_broadcast:
        case Op::segments_assembled: out = any_length(node); return true;
        default: return false;
    }
}

Possible RangeRun::whole_numbers(const Node& node, std::size_t lane) {
    Possible out = strict(node, lane);
    out.bounds = huiqi::absolute(operand(node, 1, lane).bounds - operand(node, 0, lane).bounds) + Bounds::exactly(1);
    const Integer most(plan_.limits.range_elements);
    if (!out.bounds.high || *out.bounds.high > most) {
        out.error = true;
        out.bounds.high = most;
    }
    return out;
}

Possible RangeRun::filtered(const Node& node, std::size_t lane) {
    const Possible& list = operand(node, 0, lane);
    Possible out = strict(node, 0);
    out.value = list.value;
    out.error = list.error || list.absent;
    out.waits = list.waits;
    const std::vector<Possible>& mask = lanes_[node.operands[1]];
    for (const Possible& one : mask) {
        out.waits = joined(out.waits, one.waits);
        out.error = out.error || one.error || one.absent;
    }
    out.bounds = {Integer(0), list.bounds.high};
    if (exact_[node.table] != 0 && exact_[plan_.nodes[node.operands[1]].table] != 0 && list.settled()) {
        const SegmentLanes& rows = (*evaluator_)[node.operands[0]].segments;
        Integer sure = 0;
        Integer perhaps = 0;
        for (std::uint32_t at = 0; at < rows.lengths[lane]; ++at) {
            sure += mask[rows.starts[lane] + at].is_true() ? 1 : 0;
            perhaps += mask[rows.starts[lane] + at].may_be_true() ? 1 : 0;
        }
        out.bounds = {sure, perhaps};
    }
    return out;
}

Possible RangeRun::rearranged(const Node& node, std::size_t lane) {
    Possible out = operand(node, 0, lane);
    out.error = true;
    out.absent = false;
    for (std::size_t at = 1; at < node.operands.size(); ++at) {
        out.waits = joined(out.waits, hull_of(node.operands[at]).waits);
    }
    if (node.op != Op::segments_sorted) {
        out.bounds.low = Integer(0);
    }
    return out;
}

Possible RangeRun::any_length(const Node& node) {
    Possible out = kNothing;
    for (const NodeIndex one : node.operands) {
        out.waits = joined(out.waits, hull_of(one).waits);
    }
    out.value = true;
    out.error = true;
    out.bounds = {Integer(0), std::nullopt};
    return out;
}

Possible RangeRun::truth(const Node& node, std::size_t lane, bool decides) {
    const Possible& list = operand(node, 1, lane);
    const Register& segments = (*evaluator_)[node.operands[1]];
    const std::vector<Possible>& column = lanes_[node.operands[0]];
    Possible out;
    out.bounds = Bounds::exactly(decides ? 0 : 1);
    if (exact_[node.table] != 0 && exact_[plan_.nodes[node.operands[0]].table] != 0 && list.settled()) {
        for (std::uint32_t at = 0; at < segments.segments.lengths[lane]; ++at) {
            out = kleene(out, column[segments.segments.starts[lane] + at], decides);
        }
        out.error = out.error || list.error;
        return out;
    }
    const Possible any = hull_of(node.operands[0]);
    const Possible one = kleene(out, any, decides);
    out = hull(out, one);
    out.value = list.value;
    out.error = out.error || list.error || list.absent;
    out.waits = joined(out.waits, list.waits);
    if (list.bounds.high && *list.bounds.high == 0) {
        out.bounds = Bounds::exactly(decides ? 0 : 1);
    }
    return out;
}

/// A sum over what a filter leaves of a list that is known: an element that may fall away counts 0 or itself.
Possible RangeRun::sum_of_filtered(const Node& node, bool& done) {
    done = false;
    const Node& column = plan_.nodes[node.operands[0]];
    const Node& list = plan_.nodes[node.operands[1]];
    if (column.op != Op::gather || list.op != Op::segments_filter ||
        plan_.nodes[column.operands[1]].op != Op::source_row ||
        plan_.nodes[column.operands[1]].operands[0] != node.operands[1] || list.table != 0) {
        return {};
    }
    const std::vector<Possible>& values = lanes_[column.operands[0]];
    const std::vector<Possible>& mask = lanes_[list.operands[1]];
    const Possible& whole = operand(list, 0, 0);
    if (exact_[plan_.nodes[column.operands[0]].table] == 0 ||
        exact_[plan_.nodes[list.operands[1]].table] == 0 || !whole.settled() ||
        plan_.nodes[column.operands[0]].table != plan_.nodes[list.operands[1]].table ||
        tainted_[list.operands[0]] != 0) {
        return {};
    }
    const Register& segments = (*evaluator_)[list.operands[0]];
    Possible out;
    out.bounds = Bounds::exactly(0);
    out.error = whole.error || whole.absent;
    for (std::uint32_t at = 0; at < segments.segments.lengths[0]; ++at) {
        const Possible& keep = mask[segments.segments.starts[0] + at];
        const Possible& value = values[segments.segments.starts[0] + at];
        out.error = out.error || keep.error || keep.absent;
        out.waits = joined(out.waits, keep.waits);
        if (!keep.may_be_true()) {
            continue;
        }
        out.error = out.error || value.error || value.absent;
        out.value = out.value && (value.value || !keep.is_true());
        out.waits = joined(out.waits, value.waits);
        const Bounds share = value.value ? value.bounds : Bounds::exactly(0);
        out.bounds = out.bounds + (keep.is_true() ? share : huiqi::either(share, Bounds::exactly(0)));
    }
    done = true;
    return out;
}

Possible RangeRun::folded(const Node& node, std::size_t lane) {
    const Possible& list = operand(node, 1, lane);
    const Register& segments = (*evaluator_)[node.operands[1]];
    const std::vector<Possible>& column = lanes_[node.operands[0]];
    const bool sum = node.op == Op::reduce_sum;
    if (exact_[node.table] != 0 && exact_[plan_.nodes[node.operands[0]].table] != 0 && list.settled()) {
        Possible out;
        out.error = list.error || list.absent;
        out.value = list.value;
        for (std::uint32_t at = 0; at < segments.segments.lengths[lane]; ++at) {
            const Possible& one = column[segments.segments.starts[lane] + at];
            out.value = out.value && one.value;
            out.error = out.error || one.error || one.absent;
            out.waits = joined(out.waits, one.waits);
            out.bounds = at == 0                         ? one.bounds
                         : sum                           ? out.bounds + one.bounds
                         : node.op == Op::reduce_minimum ? huiqi::minimum(out.bounds, one.bounds)
                                                         : huiqi::maximum(out.bounds, one.bounds);
        }
        if (segments.segments.lengths[lane] == 0) {
            out.bounds = Bounds::exactly(0);
            out.error = out.error || !sum;
            out.value = out.value && sum;
        }
        return out;
    }
    if (bool done = false; sum) {
        const Possible out = sum_of_filtered(node, done);
        if (done) {
            return out;
        }
    }
    Possible out = hull_of(node.operands[0]);
    const bool elements = out.value;
    out.error = out.error || out.absent || list.error || list.absent ||
                (!sum && (!list.bounds.low || *list.bounds.low == 0));
    out.absent = false;
    out.value = list.value;
    out.waits = joined(out.waits, list.waits);
    if (sum) {
        const Integer least = list.bounds.low ? *list.bounds.low : Integer(0);
        const auto end = [&](const std::optional<Integer>& at, bool low) -> std::optional<Integer> {
            if (!at) {
                return std::nullopt;
            }
            const bool inward = low ? *at >= 0 : *at <= 0;  // few elements make the sum extreme, or many
            return inward             ? std::optional<Integer>(*at * least)
                   : list.bounds.high ? std::optional<Integer>(*at * *list.bounds.high)
                                      : std::nullopt;
        };
        out.bounds =
            elements ? Bounds{end(out.bounds.low, true), end(out.bounds.high, false)} : Bounds::exactly(0);
    }
    return out;
}

bool RangeRun::reductions(const Node& node, std::size_t lane, Possible& out) {
    switch (node.op) {
        case Op::length:
            out = strict(node, lane);
            out.bounds = operand(node, 0, lane).bounds;
            return true;
        case Op::reduce_sum:
        case Op::reduce_minimum:
        case Op::reduce_maximum: out = folded(node, lane); return true;
        case Op::reduce_all:
        case Op::reduce_any: out = truth(node, lane, node.op == Op::reduce_any); return true;
        case Op::running_sum: {
            const Possible any = hull_of(node.operands[0]);
            out = any;
            out.error = out.error || any.absent;
            out.absent = false;
            const Possible list = hull_of(node.operands[1]);
            out.waits = joined(out.waits, list.waits);
            const auto end = [&](const std::optional<Integer>& at, bool low) -> std::optional<Integer> {
                if (at && (low ? *at >= 0 : *at <= 0)) {
                    return at;
                }
                return at && list.bounds.high ? std::optional<Integer>(*at * *list.bounds.high)
                                              : std::nullopt;
            };
            out.bounds = {end(any.bounds.low, true), end(any.bounds.high, false)};
            return true;
        }
        case Op::ratio_sum:
        case Op::ratio_minimum:
        case Op::ratio_maximum:
        case Op::ratio_product:
        case Op::ratio_median:
        case Op::ratio_running_sum:
        case Op::ratio_reduced:
        case Op::numerator:
        case Op::reduce_join: {
            out = Possible{};
            for (const NodeIndex one : node.operands) {
                const Possible all = hull_of(one);
                out.waits = joined(out.waits, all.waits);
                out.error = out.error || all.error || all.absent;
            }
            out.error = out.error || node.op != Op::numerator;
            return true;
        }
        case Op::denominator:
            out.bounds = {Integer(1), std::nullopt};
            out.waits = operand(node, 0, lane).waits;
            return true;
        default: return false;
    }
}

}  // namespace huiqi
