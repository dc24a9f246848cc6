#include <algorithm>

#include "engine/evaluate/range_run.h"
#include "engine/language/ast.h"
#include "engine/numeric/rational.h"

namespace huiqi {
namespace {

const Bounds kTruth{Integer(0), Integer(1)};

[[nodiscard]] const FieldSchema& field_of(const Schema& schema, const PlanColumn& column) {
    const std::vector<FieldSchema>* fields = &schema.fields;
    const FieldSchema* field = nullptr;
    for (const std::uint32_t at : column.path) {
        field = &(*fields)[at];
        fields = &field->fields;
    }
    return *field;
}

/// An end of the declared range as a whole number of lanes.
[[nodiscard]] std::optional<Integer> low_end(const AllowedRange& range, const Rational& step) {
    if (!range.low) {
        return std::nullopt;
    }
    const Rational at = *range.low / step;
    const Integer whole = ceiling(at);
    return !range.low_included && Rational(whole) == at ? Integer(whole + 1) : whole;
}
[[nodiscard]] std::optional<Integer> high_end(const AllowedRange& range, const Rational& step) {
    if (!range.high) {
        return std::nullopt;
    }
    const Rational at = *range.high / step;
    const Integer whole = floor(at);
    return !range.high_included && Rational(whole) == at ? Integer(whole - 1) : whole;
}

/// What is declared of a field. The wide default of a number is no declaration: it says nothing to a person.
[[nodiscard]] Bounds declared(const FieldSchema& field) {
    switch (field.kind) {
        case ColumnKind::boolean: return kTruth;
        case ColumnKind::enumeration:
            return {Integer(0), Integer(static_cast<std::int64_t>(field.type.values()->values.size()) - 1)};
        case ColumnKind::list: return {Integer(0), std::nullopt};
        default: break;
    }
    if (field.range.empty() || (!field.type.is(TypeKind::number) && !field.type.is(TypeKind::date))) {
        return {};
    }
    const Rational step = field.type.is(TypeKind::number) ? field.step : Rational(1);
    Bounds all{low_end(field.range.front(), step), high_end(field.range.front(), step)};
    for (const AllowedRange& range : field.range) {
        all = either(all, {low_end(range, step), high_end(range, step)});
    }
    return all;
}

[[nodiscard]] Bounds constant_bounds(const Value& value, LaneKind kind) {
    switch (kind) {
        case LaneKind::boolean: return Bounds::exactly(value.boolean() ? 1 : 0);
        case LaneKind::date: return Bounds::exactly(value.date().days());
        case LaneKind::code: return Bounds::exactly(value.code());
        case LaneKind::int64:
        case LaneKind::int128:
        case LaneKind::wide: return Bounds::exactly(numerator(value.number()));
        case LaneKind::segments: return Bounds::exactly(0);
        default: return {};
    }
}

/// Whether `relation` certainly holds (1), certainly fails (0), or may do either.
[[nodiscard]] Bounds compared(const Bounds& left, const Bounds& right, Relation relation) {
    const bool below = left.high && right.low && *left.high < *right.low;
    const bool above = left.low && right.high && *left.low > *right.high;
    const bool not_above = left.high && right.low && *left.high <= *right.low;
    const bool not_below = left.low && right.high && *left.low >= *right.high;
    const bool same = left.low && left.high && right.low && right.high && *left.low == *left.high &&
                      *right.low == *right.high && *left.low == *right.low;
    const auto truth = [](bool yes, bool no) {
        return yes ? Bounds::exactly(1) : no ? Bounds::exactly(0) : kTruth;
    };
    switch (relation) {
        case Relation::equal: return truth(same, below || above);
        case Relation::not_equal: return truth(below || above, same);
        case Relation::less: return truth(below, not_below);
        case Relation::less_equal: return truth(not_above, above);
        case Relation::greater: return truth(above, not_above);
        case Relation::greater_equal: return truth(not_below, below);
    }
    return kTruth;
}

}  // namespace

/// A side is above a positive one as their quotient is above one.
Bounds RangeRun::compared_by_quotient(const Node& node, std::size_t lane) {
    const auto relation = static_cast<Relation>(node.aux);
    const auto numbers = [this](NodeIndex one) {
        const LaneKind kind = plan_.nodes[one].kind;
        return kind == LaneKind::int64 || kind == LaneKind::int128 || kind == LaneKind::wide;
    };
    const auto positive = [&](std::size_t at) {
        const Bounds& bounds = operand(node, at, lane).bounds;
        return bounds.low && *bounds.low > 0;
    };
    for (const std::size_t above : {std::size_t{0}, std::size_t{1}}) {
        if (!numbers(node.operands[0]) || !numbers(node.operands[1]) || !positive(1 - above)) {
            continue;
        }
        const QuotientBounds found = quotient(node.operands[above], node.operands[1 - above], lane);
        // as whole numbers against one: just beside it counts as beside
        const Bounds side{found.low ? std::optional(*found.low > 1 ? Integer(2) : *found.low == 1 ? Integer(1) : Integer(0)) : std::nullopt,
                          found.high ? std::optional(*found.high < 1 ? Integer(0) : *found.high == 1 ? Integer(1) : Integer(2)) : std::nullopt};
        const Bounds truth = compared(side, Bounds::exactly(1), above == 0 ? relation : mirrored(relation));
        if (truth.low == truth.high) {
            return truth;
        }
    }
    return kTruth;
}

bool RangeRun::inputs(NodeIndex index, std::size_t /*lane*/, Possible& out) {
    const Node& node = plan_.nodes[index];
    switch (node.op) {
        case Op::constant: {
            const Value& value = plan_.constants[node.aux];
            out.value = value.known();
            out.absent = !value.known();
            out.bounds = value.known() ? constant_bounds(value, node.kind) : Bounds{};
            return true;
        }
        case Op::fail:
            out = {.value = false, .absent = false, .error = true, .bounds = {}, .waits = kKnown};
            return true;
        case Op::input:
        case Op::segments_input: break;
        default: return false;
    }
    const FieldSchema& field = field_of(plan_.schema, plan_.columns[node.aux]);
    out.absent = field.optional();
    out.bounds = declared(field);
    out.waits = waits_.unknown(node.aux);
    for (const Restriction& one : restrictions_) {
        if (one.column == node.aux) {
            out.absent = one.absent;
            out.value = !one.absent;
            out.bounds = one.bounds;
        }
    }
    return true;
}

Possible RangeRun::kleene(const Possible& left, const Possible& right, bool decides) {
    const auto decided = [&](const Possible& one) { return decides ? one.is_true() : one.is_false(); };
    const auto passes = [&](const Possible& one) { return decides ? one.is_false() : one.is_true(); };
    if (decided(left) || decided(right)) {
        return decided(left) ? left : right;
    }
    const auto plain = [](Possible one) {
        one.error = one.error || one.absent;
        one.absent = false;
        return one;
    };
    if (passes(left) || passes(right)) {
        return plain(passes(left) ? right : left);
    }
    Possible out;
    const bool settles =
        decides ? left.may_be_true() || right.may_be_true() : left.may_be_false() || right.may_be_false();
    const bool other =
        decides ? left.may_be_false() && right.may_be_false() : left.may_be_true() && right.may_be_true();
    out.value = settles || other;
    out.error = left.error || right.error || left.absent || right.absent;
    const Integer yes(decides ? 1 : 0);
    const Integer no(decides ? 0 : 1);
    out.bounds = settles && other ? kTruth : Bounds::exactly(settles ? yes : no);
    out.waits = joined(left.waits, right.waits);
    return out;
}

Possible RangeRun::chosen(const Possible& test, const Possible& then, const Possible& otherwise) {
    if (test.is_true() || test.is_false()) {
        return test.is_true() ? then : otherwise;
    }
    const Possible none{.value = false, .absent = false, .error = false, .bounds = {}, .waits = kKnown};
    Possible out = hull(test.may_be_true() ? then : none, test.may_be_false() ? otherwise : none);
    out.error = out.error || test.error || test.absent;
    out.waits = joined(out.waits, test.waits);
    return out;
}

Possible RangeRun::table(const Node& node, std::size_t lane) {
    const std::size_t lines = node.operands.size() / 2;
    Possible out{.value = false, .absent = false, .error = false, .bounds = {}, .waits = kKnown};
    bool certain = false;
    std::size_t possible = 0;
    Cause waits = kKnown;
    for (std::size_t line = 0; line < lines; ++line) {
        const Possible& match = operand(node, line, lane);
        if (match.is_true() && node.op == Op::table_disjoint) {
            return operand(node, lines + line, lane);
        }
        out.error = out.error || match.error || match.absent;
        waits = joined(waits, match.waits);
        if (match.may_be_true()) {
            out = hull(out, operand(node, lines + line, lane));
            certain = certain || match.is_true();
            ++possible;
        }
    }
    out.error = out.error || (possible > 1 && node.op == Op::table_unique);
    if (!certain) {
        out = hull(out, operand(node, node.operands.size() - 1, lane));
    }
    out.waits = joined(out.waits, waits);
    return out;
}

bool RangeRun::logic(const Node& node, std::size_t lane, Possible& out) {
    switch (node.op) {
        case Op::both:
        case Op::either:
            out = kleene(operand(node, 0, lane), operand(node, 1, lane), node.op == Op::either);
            return true;
        case Op::negation:
            out = strict(node, lane);
            out.bounds = Bounds::exactly(1) - operand(node, 0, lane).bounds;
            return true;
        case Op::is_absent: {
            const Possible& from = operand(node, 0, lane);
            out.value = from.value || from.absent;
            out.error = from.error;
            out.bounds = !from.absent ? Bounds::exactly(0) : !from.value ? Bounds::exactly(1) : kTruth;
            out.waits = from.waits;
            // a text or a list that is known to be there is no longer asked for here
            return true;
        }
        case Op::compare:
        case Op::compare_constant: {
            out = strict(node, lane);
            const LaneKind kind = plan_.nodes[node.operands[0]].kind;
            const Bounds right =
                node.op == Op::compare ? operand(node, 1, lane).bounds : Bounds::exactly(node.immediate);
            out.bounds =
                kind == LaneKind::text || kind == LaneKind::ratio
                    ? kTruth
                    : compared(operand(node, 0, lane).bounds, right, static_cast<Relation>(node.aux));
            if (node.op == Op::compare && out.value && !(out.bounds.low == out.bounds.high)) {
                out.bounds = compared_by_quotient(node, lane);
            }
            return true;
        }
        case Op::select:
            out = chosen(operand(node, 0, lane), operand(node, 1, lane), operand(node, 2, lane));
            return true;
        case Op::table_disjoint:
        case Op::table_unique: out = table(node, lane); return true;
        case Op::text_contains:
        case Op::text_starts:
        case Op::text_ends:
        case Op::text_valid_uscc:
            out = strict(node, lane);
            out.bounds = kTruth;
            return true;
        default: return false;
    }
}

}  // namespace huiqi
