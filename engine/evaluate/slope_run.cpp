#include "engine/evaluate/slope_run.h"

#include <algorithm>

#include "engine/language/relation.h"

namespace huiqi {
namespace {

void take_nearer(std::optional<Rational>& turn, const std::optional<Rational>& other) {
    if (other && (!turn || *other < *turn)) {
        turn = other;
    }
}

/// Whether a comparison of two equal numbers is answered otherwise as soon as the left one has risen, or fallen, beyond the other.
[[nodiscard]] bool turns_at_equality(Relation relation, bool rising) {
    switch (relation) {
        case Relation::equal:
        case Relation::not_equal: return true;
        case Relation::less_equal:
        case Relation::greater: return rising;
        case Relation::less:
        case Relation::greater_equal: return !rising;
    }
    return true;
}

[[nodiscard]] std::optional<Rational> number_of(const std::optional<Integer>& end) {
    return end ? std::optional(Rational(*end)) : std::nullopt;
}

}  // namespace

SlopeRun::SlopeRun(const Plan& plan, std::uint32_t column) : plan_(plan), rests_(plan.nodes.size()), ways_(plan.nodes.size()), counts_(plan.nodes.size()) {
    for (NodeIndex index = 0; index < plan.nodes.size(); ++index) {
        const Node& node = plan.nodes[index];
        rests_[index] = (node.op == Op::input && node.aux == column) ||
                        std::any_of(node.operands.begin(), node.operands.end(), [&](NodeIndex one) { return one < index && rests_[one]; });
    }
}

SlopeRun::Seen SlopeRun::look(const RangeRun& ranges, NodeIndex last) {
    ranges_ = &ranges;
    std::vector<bool> wanted(last + 1U);
    wanted[last] = true;
    for (NodeIndex index = last + 1; index-- > 0;) {
        for (const NodeIndex one : wanted[index] ? plan_.nodes[index].operands : std::vector<NodeIndex>()) {
            wanted[one] = wanted[one] || one < index;
        }
    }
    for (NodeIndex index = 0; index <= last; ++index) {
        if (wanted[index]) {
            follow(index);
        }
    }
    // only what counts as things stand can turn it
    Seen seen{.slope = ways_[last].low.slope, .turn = std::nullopt, .straight = true};
    std::vector<bool> counts(last + 1U);
    counts[last] = true;
    for (NodeIndex index = last + 1; index-- > 0;) {
        if (!counts[index] || !rests_[index]) {
            continue;
        }
        take_nearer(seen.turn, ways_[index].turn);
        seen.straight = seen.straight && ways_[index].straight;
        for (const NodeIndex one : counts_[index]) {
            counts[one] = counts[one] || one < index;
        }
    }
    return seen;
}

void SlopeRun::follow(NodeIndex index) {
    const Node& node = plan_.nodes[index];
    counts_[index] = node.operands;
    ways_[index] = !rests_[index] ? standing(index) : node.table == 0 ? work_out(index) : unknown_way(index);
    if (node.table != 0 || !(*ranges_)[index].value) {
        ways_[index].low = ways_[index].high = End();
    }
}

SlopeRun::Way SlopeRun::standing(NodeIndex index) const {
    const Bounds& bounds = (*ranges_)[index].bounds;
    return {.low = {number_of(bounds.low), 0}, .high = {number_of(bounds.high), 0}, .turn = std::nullopt, .straight = true};
}

SlopeRun::Way SlopeRun::unknown_way(NodeIndex index) const {
    Way out = standing(index);
    out.straight = false;
    return out;
}

SlopeRun::Way SlopeRun::work_out(NodeIndex index) {
    const Node& node = plan_.nodes[index];
    switch (node.op) {
        case Op::input: {
            Way out = standing(index);
            out.low.slope = out.high.slope = 1;
            return out;
        }
        case Op::widen:
        case Op::narrow:
        case Op::present:
        case Op::guard:
        case Op::divisor:
        case Op::stateless:
        case Op::beside: return passed_on(index, node.operands[0]);
        case Op::add:
        case Op::subtract: return sum(node);
        case Op::negate: return scaled(operand(node, 0), -1);
        case Op::scale_by: return scaled(operand(node, 0), Rational(node.immediate));
        case Op::multiply: return product(node);
        case Op::divide_round:
        case Op::divide_round_constant:
        case Op::whole: return quotient(node);
        case Op::minimum:
        case Op::maximum: return lesser_or_greater(node);
        case Op::absolute: return size(node);
        case Op::compare:
        case Op::compare_constant: return comparison(index);
        case Op::select: return choice(index);
        case Op::table_disjoint:
        case Op::table_unique: return table(index);
        case Op::both:
        case Op::either:
        case Op::negation:
        case Op::is_absent:
        case Op::first_false: return standing(index);
        default: return unknown_way(index);
    }
}

/// Where an end is not that of the number passed on, something else bounds it, which stands still.
SlopeRun::Way SlopeRun::passed_on(NodeIndex index, NodeIndex from) const {
    const Bounds& before = (*ranges_)[from].bounds;
    const Bounds& bounds = (*ranges_)[index].bounds;
    Way out = standing(index);
    if (before.low == bounds.low) {
        out.low = ways_[from].low;
    }
    if (before.high == bounds.high) {
        out.high = ways_[from].high;
    }
    return out;
}

SlopeRun::Way SlopeRun::sum(const Node& node) const {
    const Way& left = operand(node, 0);
    const Way right = node.op == Op::subtract ? scaled(operand(node, 1), -1) : operand(node, 1);
    const auto end = [](const End& one, const End& other) {
        return End{one.at && other.at ? std::optional(Rational(*one.at + *other.at)) : std::nullopt, Rational(one.slope + other.slope)};
    };
    Way out;
    out.low = end(left.low, right.low);
    out.high = end(left.high, right.high);
    return out;
}

SlopeRun::Way SlopeRun::scaled(const Way& from, const Rational& by) {
    const auto end = [&](const End& one) { return End{one.at ? std::optional(Rational(*one.at * by)) : std::nullopt, Rational(one.slope * by)}; };
    Way out;
    out.low = end(by < 0 ? from.high : from.low);
    out.high = end(by < 0 ? from.low : from.high);
    return out;
}

SlopeRun::End SlopeRun::lowest(const std::vector<End>& all, std::optional<Rational>& turn) {
    const auto before = [](const End& left, const End& right) {
        return *left.at != *right.at ? *left.at < *right.at : left.slope < right.slope;  // where they meet: which is it beyond
    };
    if (std::any_of(all.begin(), all.end(), [](const End& one) { return !one.at; })) {
        return {};
    }
    const End& least = *std::min_element(all.begin(), all.end(), before);
    for (const End& one : all) {
        if (one.slope < least.slope) {
            take_nearer(turn, Rational((*one.at - *least.at) / (least.slope - one.slope)));
        }
    }
    return least;
}

SlopeRun::End SlopeRun::highest(std::vector<End> all, std::optional<Rational>& turn) {
    const auto turned = [](const End& one) { return End{one.at ? std::optional(Rational(-*one.at)) : std::nullopt, Rational(-one.slope)}; };
    std::transform(all.begin(), all.end(), all.begin(), turned);
    return turned(lowest(all, turn));
}

SlopeRun::Way SlopeRun::lesser_or_greater(const Node& node) const {
    const Way& left = operand(node, 0);
    const Way& right = operand(node, 1);
    Way out;
    const auto end = [&](const End& one, const End& other) {
        return node.op == Op::minimum ? lowest({one, other}, out.turn) : highest({one, other}, out.turn);
    };
    out.low = end(left.low, right.low);
    out.high = end(left.high, right.high);
    return out;
}

SlopeRun::Way SlopeRun::product(const Node& node) const {
    const Way& left = operand(node, 0);
    const Way& right = operand(node, 1);
    std::vector<End> corners;
    for (const End* one : {&left.low, &left.high}) {
        for (const End* other : {&right.low, &right.high}) {
            corners.push_back(one->at && other->at ? End{Rational(*one->at * *other->at), Rational(one->slope * *other->at + other->slope * *one->at)} : End());
        }
    }
    Way out;
    out.low = lowest(corners, out.turn);
    out.high = highest(corners, out.turn);
    out.straight = !(left.moves() && right.moves());
    return out;
}

SlopeRun::Way SlopeRun::quotient(const Node& node) const {
    const Way& top = operand(node, 0);
    const Rational fixed = node.op == Op::divide_round ? Rational(1) : Rational(node.immediate);
    if (node.operands.size() < 2) {
        return scaled(top, Rational(1) / fixed);
    }
    const Way below = scaled(operand(node, 1), fixed);
    Way out;
    out.straight = !below.moves();
    std::vector<End> corners;
    for (const End* one : {&top.low, &top.high}) {
        for (const End* other : {&below.low, &below.high}) {
            if (!one->at || !other->at || *other->at <= 0) {
                corners.emplace_back();
                continue;
            }
            const Rational value = *one->at / *other->at;
            corners.push_back({value, Rational((one->slope - value * other->slope) / *other->at)});
        }
    }
    out.low = lowest(corners, out.turn);
    out.high = highest(corners, out.turn);
    return out;
}

SlopeRun::Way SlopeRun::size(const Node& node) const {
    const Way& from = operand(node, 0);
    const Way turned = scaled(from, -1);
    const auto zero = [] { return End{Rational(0), Rational(0)}; };
    Way out;
    // the least size is the greatest of what lies above zero, what lies below it, and nothing
    out.low = highest({from.low, turned.low, zero()}, out.turn);
    out.high = highest({from.high, turned.high}, out.turn);
    return out;
}

SlopeRun::Way SlopeRun::comparison(NodeIndex index) const {
    const Node& node = plan_.nodes[index];
    const Way& left = operand(node, 0);
    const End fixed{Rational(node.immediate), Rational(0)};
    const auto right = [&](bool low) -> const End& {
        return node.op == Op::compare_constant ? fixed : low ? operand(node, 1).low : operand(node, 1).high;
    };
    Way out = standing(index);
    const auto gap = [&](const End& one, const End& other) {
        const Rational speed = one.slope - other.slope;
        if (!one.at || !other.at || speed == 0) {
            return;
        }
        const Rational way = (*other.at - *one.at) / speed;
        if (way > 0 || (way == 0 && turns_at_equality(static_cast<Relation>(node.aux), speed > 0))) {
            take_nearer(out.turn, way);
        }
    };
    gap(left.high, right(true));
    gap(left.low, right(false));
    return out;
}

SlopeRun::Way SlopeRun::any_of(NodeIndex index, const std::vector<NodeIndex>& numbers) const {
    if (numbers.size() == 1) {
        return passed_on(index, numbers.front());
    }
    std::vector<End> lows;
    std::vector<End> highs;
    for (const NodeIndex one : numbers) {
        if ((*ranges_)[one].value) {
            lows.push_back(ways_[one].low);
            highs.push_back(ways_[one].high);
        }
    }
    Way out;
    if (!lows.empty()) {
        out.low = lowest(lows, out.turn);
        out.high = highest(highs, out.turn);
    }
    return out;
}

SlopeRun::Way SlopeRun::choice(NodeIndex index) {
    const std::vector<NodeIndex>& from = plan_.nodes[index].operands;
    const Possible& test = (*ranges_)[from[0]];
    std::vector<NodeIndex> open;
    if (test.may_be_true()) {
        open.push_back(from[1]);
    }
    if (test.may_be_false()) {
        open.push_back(from[2]);
    }
    counts_[index] = open;
    counts_[index].push_back(from[0]);
    return any_of(index, open);
}

SlopeRun::Way SlopeRun::table(NodeIndex index) {
    const Node& node = plan_.nodes[index];
    const std::size_t lines = node.operands.size() / 2;
    std::vector<NodeIndex> open;
    bool certain = false;
    for (std::size_t line = 0; line < lines; ++line) {
        const Possible& match = (*ranges_)[node.operands[line]];
        if (match.is_true() && node.op == Op::table_disjoint) {
            open.assign(1, node.operands[lines + line]);
            certain = true;
            break;
        }
        if (match.may_be_true()) {
            open.push_back(node.operands[lines + line]);
            certain = certain || match.is_true();
        }
    }
    if (!certain) {
        open.push_back(node.operands.back());
    }
    counts_[index].assign(node.operands.begin(), node.operands.begin() + static_cast<std::ptrdiff_t>(lines));
    counts_[index].insert(counts_[index].end(), open.begin(), open.end());
    return any_of(index, open);
}

}  // namespace huiqi
