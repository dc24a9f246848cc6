#include <array>
#include <string>

#include "engine/numeric/decimal_text.h"
#include "engine/plan/plan.h"

namespace huiqi {
namespace {

constexpr std::array<std::string_view, 10> kLanes{"boolean", "int64", "int128",   "wide",  "date",
                                                  "code",    "text",  "index", "segments", "ratio"};
constexpr std::array<std::string_view, 6> kRelations{"=", "!=", "<", "<=", ">", ">="};

[[nodiscard]] std::string place(NodeIndex node) { return "%" + std::to_string(node); }

[[nodiscard]] std::string constant_text(const Plan& plan, const Node& node) {
    const Value& value = plan.constants[node.aux];
    if (!value.known()) {
        return "absent";
    }
    switch (node.kind) {
        case LaneKind::boolean: return value.boolean() ? "true" : "false";
        case LaneKind::int64:
        case LaneKind::int128:
        case LaneKind::wide: return decimal_text(value.number());
        case LaneKind::date: return value.date().text();
        case LaneKind::code: return std::to_string(value.code());
        case LaneKind::text: return "\"" + value.text() + "\"";
        case LaneKind::index:
        case LaneKind::segments:
        case LaneKind::ratio: break;
    }
    return "?";
}

/// What an operation has besides its operands.
[[nodiscard]] std::string details(const Plan& plan, const Node& node) {
    switch (node.op) {
        case Op::input:
        case Op::segments_input: return " " + plan.columns[node.aux].name;
        case Op::constant: return " " + constant_text(plan, node);
        case Op::compare: return " " + std::string(kRelations[node.aux]);
        case Op::compare_constant: return " " + std::string(kRelations[node.aux]) + " " + text(node.immediate);
        case Op::scale_by:
        case Op::whole: return " " + text(node.immediate);
        case Op::divide_round: return " " + std::string(name_en(node.rounding));
        case Op::divide_round_constant: return " " + text(node.immediate) + " " + std::string(name_en(node.rounding));
        case Op::fail:
        case Op::guard: return " " + std::string(error_code(node.error));
        case Op::segments_fixed:
        case Op::segments_sorted:
        case Op::segments_part:
        case Op::date_part:
        case Op::whole_months:
        case Op::date_plus_months: return " " + std::to_string(node.aux);
        default: return "";
    }
}

[[nodiscard]] std::string line(const Plan& plan, NodeIndex index) {
    const Node& node = plan.nodes[index];
    std::string out = place(index) + " = " + std::string(op_name(node.op));
    for (const NodeIndex operand : node.operands) {
        out += " " + place(operand);
    }
    out += details(plan, node);
    out += " : " + std::string(kLanes[static_cast<std::size_t>(node.kind)]);
    if (node.low || node.high) {
        out += " [" + (node.low ? text(*node.low) : "") + ".." + (node.high ? text(*node.high) : "") + "]";
    }
    if (node.table != 0) {
        out += " in t" + std::to_string(node.table);
    }
    return out + "\n";
}

[[nodiscard]] std::string value_place(const PlanValue& value) {
    if (value.constant || value.node == kNoNode) {
        return "constant";
    }
    std::string out = place(value.node);
    out += value.denominator == kNoNode ? "" : " / " + place(value.denominator);
    return out + (value.scale == 1 ? "" : " * " + decimal_text(value.scale));
}

}  // namespace

std::string print(const Plan& plan) {
    std::string out;
    for (std::size_t table = 1; table < plan.tables.size(); ++table) {
        if (plan.tables[table].segments != kNoNode) {
            out += "t" + std::to_string(table) + " under t" + std::to_string(plan.tables[table].parent) + " by " +
                   place(plan.tables[table].segments) + "\n";
        }
    }
    for (NodeIndex index = 0; index < plan.nodes.size(); ++index) {
        out += line(plan, index);
    }
    for (const IncentivePlan& incentive : plan.incentives) {
        out += incentive.id + ": eligible " + value_place(incentive.eligible) + ", reason " +
               value_place(incentive.reason) + ", award " + value_place(incentive.award);
        for (const IncentivePlan::Named& part : incentive.parts) {
            out += ", part " + part.name + " " + value_place(part.value);
        }
        for (const IncentivePlan::Extra& share : incentive.shares) {
            out += ", share " + share.name + " " + value_place(share.amount);
        }
        for (const IncentivePlan::Extra& share : incentive.recipients) {
            out += ", recipient " + share.name + " " + value_place(share.amount);
        }
        for (const IncentivePlan::Instalment& part : incentive.schedule) {
            out += ", schedule " + part.planned.name + " " + value_place(part.amount);
        }
        if (incentive.recovery) {
            out += ", recover " + value_place(incentive.recovery->amount);
        }
        out += "\n";
    }
    for (const IncentivePlan::Named& total : plan.totals) {
        out += total.name + " " + value_place(total.value) + "\n";
    }
    return out;
}

}  // namespace huiqi
