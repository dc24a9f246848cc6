#include "tools/huiqi/run_summary.h"

#include <nlohmann/json.hpp>

#include "engine/numeric/decimal_text.h"

namespace huiqi {
namespace {

[[nodiscard]] Integer sum_of(const Evaluator& evaluator, const PlanValue& award) {
    const Register& from = evaluator[award.node];
    if (from.kind == LaneKind::int64) {
        Int128 sum = 0;   // at most 2^17 rows of less than 2^63: no wrap
        for (std::size_t row = 0; row < from.size; ++row) {
            sum += from.state(row) == kKnown ? from.lanes<std::int64_t>()[row] : 0;
        }
        return to_integer(sum);
    }
    Integer sum = 0;
    for (std::size_t row = 0; row < from.size; ++row) {
        const Value value = evaluator.read(award, row);
        sum += value.known() ? numerator(Rational(value.number() * 100)) : Integer(0);
    }
    return sum;
}

void count(RunSummary::PerIncentive& into, const Evaluator& evaluator, const IncentivePlan& plan) {
    const Register& eligible = evaluator[plan.eligible.node];
    const Register& award = evaluator[plan.award.node];
    const auto* yes = eligible.lanes<std::uint8_t>();
    const auto* reason = evaluator[plan.reason.node].lanes<std::int64_t>();
    for (std::size_t row = 0; row < eligible.size; ++row) {
        const Cause state = eligible.state(row) == kKnown ? award.state(row) : eligible.state(row);
        if (state != kKnown) {
            ++(evaluator.causes().is_unknown(state) ? into.open : into.failed);
        } else if (yes[row] != 0) {
            ++into.eligible;
        } else {
            ++into.refused;
            ++into.reasons[reason[row]];
        }
    }
    into.award_cents += sum_of(evaluator, plan.award);
}

}  // namespace

void RunSummary::add(const Evaluator& evaluator) {
    const std::vector<IncentivePlan>& plans = evaluator.plan().incentives;
    incentives.resize(plans.size());
    rows_decided += evaluator.rows();
    for (std::size_t index = 0; index < plans.size(); ++index) {
        count(incentives[index], evaluator, plans[index]);
    }
}

void RunSummary::merge(const RunSummary& other) {
    rows_read += other.rows_read;
    rows_decided += other.rows_decided;
    rows_rejected += other.rows_rejected;
    incentives.resize(std::max(incentives.size(), other.incentives.size()));
    for (std::size_t index = 0; index < other.incentives.size(); ++index) {
        PerIncentive& into = incentives[index];
        const PerIncentive& from = other.incentives[index];
        into.eligible += from.eligible;
        into.refused += from.refused;
        into.open += from.open;
        into.failed += from.failed;
        into.award_cents += from.award_cents;
        for (const auto& [reason, times] : from.reasons) {
            into.reasons[reason] += times;
        }
    }
}

std::string summary_text(const RunSummary& summary, const Selected& rules, Language language) {
    const bool chinese = language == Language::zh;
    std::string text = (chinese ? "读入 " : "rows read ") + std::to_string(summary.rows_read) +
                       (chinese ? " 行 = 核定 " : " = decided ") + std::to_string(summary.rows_decided) +
                       (chinese ? " 行 + 退回 " : " + set aside ") + std::to_string(summary.rows_rejected) +
                       (chinese ? " 行" : "");
    for (std::size_t index = 0; index < summary.incentives.size(); ++index) {
        const RunSummary::PerIncentive& one = summary.incentives[index];
        text += "\n  " + std::string(rules.incentives[index]->id) + (chinese ? "：符合 " : ": eligible ") +
                std::to_string(one.eligible) + (chinese ? "，不符合 " : ", refused ") + std::to_string(one.refused);
        if (one.open != 0) {
            text += (chinese ? "，缺材料 " : ", waiting for answers ") + std::to_string(one.open);
        }
        if (one.failed != 0) {
            text += (chinese ? "，出错 " : ", in error ") + std::to_string(one.failed);
        }
        text += (chinese ? "，合计 " : ", sum ") + fixed_text(one.award_cents, 2) + (chinese ? " 元" : " yuan");
    }
    return text;
}

std::string summary_json(const RunSummary& summary, const Selected& rules) {
    nlohmann::ordered_json out;
    out["rows_read"] = summary.rows_read;
    out["rows_decided"] = summary.rows_decided;
    out["rows_set_aside"] = summary.rows_rejected;
    Integer sum = 0;
    for (std::size_t index = 0; index < summary.incentives.size(); ++index) {
        const RunSummary::PerIncentive& one = summary.incentives[index];
        nlohmann::ordered_json reasons = nlohmann::ordered_json::object();
        for (const auto& [reason, times] : one.reasons) {
            reasons[std::to_string(reason)] = times;
        }
        out["incentives"].push_back({{"id", rules.incentives[index]->id},
                                     {"eligible", one.eligible},
                                     {"refused", one.refused},
                                     {"unknown", one.open},
                                     {"error", one.failed},
                                     {"sum", fixed_text(one.award_cents, 2)},
                                     {"reasons", std::move(reasons)}});
        sum += one.award_cents;
    }
    out["sum"] = fixed_text(sum, 2);
    return out.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace huiqi
