#include "engine/api/settled_case.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "engine/api/batch_input.h"
#include "engine/api/population_values.h"
#include "engine/evaluate/case_runner.h"
#include "engine/settle/payers.h"

namespace huiqi {
namespace {

constexpr std::size_t kChunk = 1024;

/// The spellings of causes, by ReductionCause.
constexpr std::array<std::string_view, kReductionCauses> kCauses{"held",   "stacking", "limit",  "quota",
                                                                  "budget", "not_due",  "stopped"};

[[nodiscard]] Rational yuan(std::int64_t minor) { return Rational(minor) / 100; }

}  // namespace

std::string_view cause_key(ReductionCause cause) noexcept { return kCauses[static_cast<std::size_t>(cause)]; }

SettledCase::SettledCase(const Selection& rules, std::shared_ptr<const Plan> plan, const BatchCase& batch, const Visit& visit)
    : rules_(rules), plan_(std::move(plan)), batch_(batch), gatherer_(*rules.bundle, rules.incentives, *plan_) {
    decide(visit);
    claims_ = gatherer_.finish();
    bind_rules();
    settlement_ = huiqi::settle(claims_, history(), rules_of_case_, &uses_);
}

/// Decides the applications, a chunk at a time.
void SettledCase::decide(const Visit& visit) {
    Batch data(plan_->schema);
    for (const BatchCase::Application& one : batch_.applications) {
        append_row(data, plan_->schema, row_of(*plan_, one.given));
    }
    form_values(data);
    Evaluator evaluator(plan_);
    std::size_t count = 0;
    for (std::size_t first = 0; first < data.rows(); first += count) {
        count = evaluator.run_some(data, first, std::min(kChunk, data.rows() - first));
        gather(evaluator, first, count);
        for (std::size_t row = 0; row < count; ++row) {
            visit(evaluator, first + row, row);
        }
    }
}

/// Fills in the values of the whole batch (全批).
void SettledCase::form_values(Batch& data) {
    const auto populations = PopulationPlan::of(rules_);
    if (populations == nullptr) {
        return;
    }
    PopulationValues values(populations);
    ParsedBlock nowhere(plan_->schema);
    const auto each_chunk = [&](const auto& take) {
        Evaluator evaluator(populations->plan());
        std::size_t count = 0;
        for (std::size_t first = 0; first < data.rows(); first += count) {
            count = evaluator.run_some(data, first, std::min(kChunk, data.rows() - first));
            take(evaluator, first, count);
        }
    };
    each_chunk([&](const Evaluator& evaluator, std::size_t first, std::size_t) { values.add(evaluator, nowhere, first); });
    for (const DataFault& fault : values.settle(plan_->schema)) {
        if (fault.severity == Severity::error) {
            faults_.push_back(fault);
        }
    }
    std::vector<std::vector<Value>> columns(populations->all().size());
    each_chunk([&](const Evaluator& evaluator, std::size_t, std::size_t count) {
        for (std::size_t which = 0; which < columns.size(); ++which) {
            for (std::size_t row = 0; row < count; ++row) {
                columns[which].push_back(values.value(which, evaluator, row));
            }
        }
    });
    for (std::size_t which = 0; which < columns.size(); ++which) {
        replace_column(data, plan_->schema, populations->all()[which].field, columns[which]);
    }
}

void SettledCase::gather(const Evaluator& evaluator, std::size_t first, std::size_t count) {
    std::array<std::vector<std::string_view>, 4> keys;
    for (std::size_t row = first; row < first + count; ++row) {
        const BatchCase::Application& one = batch_.applications[row];
        keys[0].push_back(one.number);
        keys[1].push_back(one.applicant);
        keys[2].push_back(one.sequence);
        keys[3].push_back(one.period_date);
    }
    gatherer_.add(evaluator, {keys[0], keys[1], keys[2], keys[3]});
}

std::vector<PriorPayment> SettledCase::history() const {
    std::vector<PriorPayment> payments;
    for (const BatchCase::Payment& one : batch_.history) {
        PriorPayment payment;
        payment.award = payments.size();   // a payment stands for an award of its own
        for (const std::string& name : gatherer_.key_names()) {
            const auto found = one.keys.find(name);
            payment.keys.push_back(found == one.keys.end() ? std::string() : found->second);
        }
        payment.incentive = one.member;
        payment.year = one.year;
        payment.paid = fen(one.amount.number()).value_or(Money());
        payments.push_back(std::move(payment));
    }
    return payments;
}

/// Takes the rules of the bundle, with what the case has in their place.
void SettledCase::bind_rules() {
    rules_of_case_ = gatherer_.rules();
    if (batch_.quota) {
        rules_of_case_.quotas[0].count = static_cast<std::uint64_t>(to_int64(numerator(batch_.quota->number())));
    }
    if (batch_.budget) {
        rules_of_case_.budgets[0].amount = fen(batch_.budget->number()).value_or(Money());
    }
    if (batch_.limit) {
        rules_of_case_.limits[0].cap = fen(batch_.limit->number()).value_or(Money());
    }
}

SettledFigures SettledCase::settled(std::size_t first, std::size_t end, std::optional<std::size_t> member) const {
    const PayerDivision division(claims_, settlement_, rules_of_case_.payers);
    SettledFigures sum;
    sum.figures = {{"award", 0}, {"payable", 0}, {"paid", 0}};
    for (const std::string& payer : division.payers()) {
        sum.shares.emplace(payer, 0);
    }
    std::vector<std::int64_t> parts(division.payers().size());
    for (std::size_t row = first; row < end; ++row) {
        for (std::size_t incentive = 0; incentive < claims_.incentives; ++incentive) {
            if (member && incentive != *member) {
                continue;
            }
            const std::size_t cell = claims_.cell(row, incentive);
            const std::int64_t paid = settlement_.payable[cell].minor();
            sum.figures["award"] += claims_.state[cell] == ClaimState::eligible ? yuan(claims_.award[cell].minor()) : 0;
            sum.figures["payable"] += yuan(paid);
            sum.figures["paid"] += paid > 0 ? 1 : 0;
            division.divide(cell, parts);
            for (std::size_t payer = 0; payer < parts.size(); ++payer) {
                sum.shares[division.payers()[payer]] += yuan(parts[payer]);
            }
            sum.figures["rank"] = Rational(settlement_.rank[cell]);
            sum.figures["waiting"] = Rational(settlement_.waiting[cell]);
        }
    }
    for (const Reduction& cut : settlement_.reductions) {
        if (cut.row >= first && cut.row < end && (!member || cut.incentive == *member)) {
            sum.reductions[std::string(cause_key(cut.cause))] += yuan(cut.amount.minor());
        }
    }
    return sum;
}

std::string SettledCase::held_by(std::size_t application) const {
    std::string codes;
    for (const SettlementFault& fault : settlement_.faults) {
        if (std::find(fault.rows.begin(), fault.rows.end(), application) != fault.rows.end()) {
            codes += (codes.empty() ? "S10" : " S10") + std::to_string(1 + static_cast<int>(fault.kind));
        }
    }
    return codes;
}

}  // namespace huiqi
