#include "engine/evaluate/open_cases.h"

#include <algorithm>

namespace huiqi {
namespace {

/// A word list longer than this is halved like a range.
constexpr int kOneByOne = 12;

[[nodiscard]] bool divisible(const Node& node) {
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

std::vector<NodeIndex> results_of(const IncentivePlan& plan) {
    std::vector<NodeIndex> nodes;
    const auto add = [&nodes](const PlanValue& value) {
        if (value.node != kNoNode && !value.constant) {
            nodes.push_back(value.node);
        }
    };
    add(plan.eligible);
    add(plan.award);
    for (std::size_t at = 0; at < plan.parts.size() && !plan.has_award; ++at) {
        add(plan.parts[at].value);
    }
    return nodes;
}

std::vector<NodeIndex> rests_on(const Plan& plan, std::span<const NodeIndex> results) {
    std::vector<bool> needed(plan.nodes.size(), false);
    NodeIndex last = 0;
    for (const NodeIndex result : results) {
        needed[result] = true;
        last = std::max(last, result);
    }
    for (NodeIndex node = results.empty() ? 0 : last + 1; node-- > 0;) {
        if (!needed[node]) {
            continue;
        }
        const auto need = [&](NodeIndex one) { needed[one] = needed[one] || one <= node; };
        std::for_each(plan.nodes[node].operands.begin(), plan.nodes[node].operands.end(), need);
        for (TableIndex table = plan.nodes[node].table; table != 0; table = plan.tables[table].parent) {
            need(plan.tables[table].segments);
        }
    }
    std::vector<NodeIndex> nodes;
    for (NodeIndex node = 0; node < needed.size(); ++node) {
        if (needed[node]) {
            nodes.push_back(node);
        }
    }
    return nodes;
}

OpenCases::OpenCases(const Plan& plan, std::span<const NodeIndex> results)
    : plan_(plan), nodes_(rests_on(plan, results)), input_of_column_(plan.columns.size(), kNoNode), inputs_(plan.columns.size()), run_(plan) {
    for (const NodeIndex node : nodes_) {
        if (divisible(plan.nodes[node])) {
            input_of_column_[plan.nodes[node].aux] = node;
        }
    }
}

const RangeRun& OpenCases::begin(const Evaluator& evaluator) {
    evaluator_ = &evaluator;
    look({});
    for (std::uint32_t column = 0; column < input_of_column_.size(); ++column) {
        if (can_be_split(column)) {
            inputs_[column] = run_[input_of_column_[column]];
        }
    }
    return run_;
}

const RangeRun& OpenCases::look(std::span<const Restriction> restrictions) {
    run_.run(*evaluator_, nodes_, restrictions);
    return run_;
}

bool OpenCases::is_word(std::uint32_t column) const {
    const NodeIndex node = input_of_column_[column];
    return node != kNoNode &&
           (plan_.nodes[node].kind == LaneKind::boolean || plan_.nodes[node].kind == LaneKind::code);
}

std::vector<Restriction> OpenCases::whole(std::uint32_t column) const {
    std::vector<Restriction> parts;
    if (can_be_split(column)) {
        if (inputs_[column].absent) {
            parts.push_back({.column = column, .absent = true, .bounds = {}});
        }
        parts.push_back({.column = column, .absent = false, .bounds = inputs_[column].bounds});
    }
    return parts;
}

std::vector<Restriction> OpenCases::halves(const Restriction& of) const {
    const Bounds& bounds = of.bounds;
    if (!can_be_split(of.column) || of.absent || !bounds.low || !bounds.high || *bounds.low >= *bounds.high) {
        return {};
    }
    std::vector<Restriction> parts;
    const auto add = [&](const Bounds& part) {
        parts.push_back({.column = of.column, .absent = false, .bounds = part});
    };
    if (is_word(of.column) && *bounds.high - *bounds.low < kOneByOne) {
        for (Integer at = *bounds.low; at <= *bounds.high; ++at) {
            add(Bounds::exactly(at));
        }
        return parts;
    }
    const Integer middle = floor(Rational(*bounds.low + *bounds.high) / 2);
    add({*bounds.low, middle});
    add({Integer(middle + 1), *bounds.high});
    return parts;
}

}  // namespace huiqi
