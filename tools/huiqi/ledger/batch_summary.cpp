#include "tools/huiqi/ledger/batch_summary.h"

#include <algorithm>
#include <functional>
#include <string_view>
#include <utility>

#include "engine/evaluate/outcome.h"
#include "engine/ledger/payments.h"
#include "engine/settle/payers.h"
#include "tools/huiqi/ledger/earlier_uses.h"
#include "tools/huiqi/ledger/what_if_words.h"

namespace huiqi {
namespace {

/// Values of a column that a table and a chart can show.
constexpr std::size_t kMostValues = 200;

[[nodiscard]] std::string yuan(Int128 fen) {
    return yuan_text(static_cast<std::int64_t>(fen));
}

/// Gives a sentence without the values in it, so that it is the same in all rows.
[[nodiscard]] std::string plain_sentence(const Sentence& sentence, Language language) {
    const bool zh = language == Language::zh;
    const auto& mine = (zh ? sentence.zh : sentence.en).empty() ? (zh ? sentence.en : sentence.zh) : (zh ? sentence.zh : sentence.en);
    std::string text;
    for (const SentencePiece& piece : mine) {
        text += piece.expression ? "…" : piece.literal;
    }
    return text;
}

[[nodiscard]] std::string reason_words(const Incentive& incentive, std::int32_t number, Language language) {
    if (number < 1) {
        return Bilingual{"不在施行期内", "outside the period of validity"}.in(language);
    }
    const Condition& condition = incentive.conditions[static_cast<std::size_t>(number - 1)];
    const std::string text = plain_sentence(condition.reason, language);
    return text.empty() ? condition.id : text;
}

/// Gives what each payer pays.
[[nodiscard]] std::vector<std::pair<std::string, Int128>> payers_of(const SettlementRun& run) {
    const PayerDivision division(run.claims(), run.settlement(), run.settlement_rules().payers);
    std::vector<std::pair<std::string, Int128>> payers;
    for (const std::string& payer : division.payers()) {
        payers.emplace_back(payer, 0);
    }
    std::vector<std::int64_t> parts(payers.size());
    for (std::size_t cell = 0; !parts.empty() && cell < run.claims().award.size(); ++cell) {
        division.divide(cell, parts);
        for (std::size_t at = 0; at < parts.size(); ++at) {
            payers[at].second += parts[at];
        }
    }
    return payers;
}

/// Whether an application draws on a budget: on one of a year those of that year alone.
[[nodiscard]] bool is_of(const SettlementRun& run, const SummaryBudget& budget, std::size_t row) {
    return !budget.year || (row < run.claims().years.size() && run.claims().years[row] == *budget.year);
}

/// Names a budget; where earlier batches took of it, with what they took.
[[nodiscard]] std::string budget_name(const SettlementRun& run, const BoundPool& pool, Language language) {
    const std::size_t count = run.settlement_rules().budgets.size();
    std::string name = Bilingual{"预算", "Budget"}.in(language) + (count > 1 ? " " + std::to_string(pool.rule + 1) : "");
    if (pool.year) {
        name += " " + std::to_string(*pool.year);
    }
    const std::string earlier = yuan(pool.earlier);
    return pool.earlier == 0 ? name : name + Bilingual{"（以前各批已付 " + earlier + " 元，已减去）", " (less " + earlier + " yuan of earlier batches)"}.in(language);
}

/// Holds what is due after objections and corrections against budgets, and each amount against what was settled, so that
/// limits hold too.
void add_changes(const BatchAccount& account, const SettlementRun& run, BatchSummary& summary) {
    const auto settled = [&run](const StatementPlace& place) {
        const bool known = place.place >= 0 && static_cast<std::uint64_t>(place.place) < run.claims().rows() && place.incentive >= 0 &&
                           static_cast<std::uint64_t>(place.incentive) < run.claims().incentives;
        return !known ? 0 : run.settlement().payable[run.claims().cell(static_cast<std::size_t>(place.place), static_cast<std::size_t>(place.incentive))].minor();
    };
    std::uint64_t beyond = 0;
    for (const auto& [place, due] : account.changed) {
        const auto resolved = account.resolved.find(place);
        const auto later = account.decision.later.find(place);
        const std::int64_t most = (resolved == account.resolved.end() ? settled(place) : resolved->second.minor()) +
                                  (later == account.decision.later.end() ? 0 : later->second.minor());
        beyond += due.minor() > most ? 1U : 0U;
    }
    summary.hops.push_back({{"改过以后多于结算或决定、因而不受上限约束的 = 0（份）", "due beyond what was settled or resolved, and so past limits = 0"}, std::to_string(beyond), "0"});
    for (const SummaryBudget& budget : summary.budgets) {
        Int128 due = budget.used_fen;
        for (const auto& [place, amount] : account.changed) {
            const auto& members = run.settlement_rules().budgets[budget.rule].members;
            const bool counts = std::find(members.begin(), members.end(), static_cast<std::uint32_t>(place.incentive)) != members.end() &&
                                is_of(run, budget, static_cast<std::size_t>(place.place));
            due += counts ? amount.minor() - settled(place) : 0;
        }
        summary.hops.push_back({{"改过以后超出“" + budget.name + "”的 = 0（元）", "due beyond `" + budget.name + "` after changes = 0 (yuan)"},
                                yuan(std::max<Int128>(due - budget.amount_fen, 0)), yuan(0)});
    }
}

}  // namespace

void SummaryGroup::add(const SummaryGroup& other) {
    for (std::size_t at = 0; at < states.size(); ++at) {
        states[at] += other.states[at];
    }
    for (std::size_t at = 0; at < cuts_fen.size(); ++at) {
        cuts_fen[at] += other.cuts_fen[at];
    }
    payments += other.payments;
    award_fen += other.award_fen;
    payable_fen += other.payable_fen;
}

bool BatchSummary::ties() const {
    return std::all_of(hops.begin(), hops.end(), [](const SummaryHop& hop) { return hop.left == hop.right; });
}

void SummaryMaker::add(const SettlementRun& run, const Evaluator& evaluator, const ParsedBlock& block, std::size_t first,
                       std::size_t count) {
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        for (const std::string_view text : run.column(block, columns_[column], first, count)) {
            auto& places = places_[column];
            const auto found = places.size() > kMostValues ? places.begin() : places.find(text);
            const auto place = found != places.end() ? found : places.emplace(text, static_cast<std::uint32_t>(places.size())).first;
            values_[column].push_back(place->second);
        }
    }
    for (std::size_t row = 0; row < count; ++row) {
        for (const IncentivePlan& plan : evaluator.plan().incentives) {
            const bool refused = decision_state(evaluator, plan, row) == DecisionState::refused;
            reasons_.push_back(refused ? static_cast<std::int32_t>(evaluator[plan.reason.node].lanes<std::int64_t>()[row]) : 0);
        }
    }
}

std::string SummaryMaker::unbounded() const {
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        if (places_[column].size() > kMostValues) {
            return columns_[column];
        }
    }
    return {};
}

/// Sums the statements by a column; by incentive behind the last.
SummaryTable SummaryMaker::table(const SettlementRun& run, std::size_t column) const {
    const Claims& claims = run.claims();
    const bool by_incentive = column == columns_.size();
    SummaryTable table;
    table.by = by_incentive ? Bilingual{"事项", "Incentive"}.in(program_.data_language) : columns_[column];
    table.groups.resize(by_incentive ? claims.incentives : places_[column].size());
    const auto group_of = [&](std::size_t row, std::size_t incentive) -> SummaryGroup& {
        return table.groups[by_incentive ? incentive : values_[column][row]];
    };
    for (std::size_t row = 0; row < claims.rows(); ++row) {
        for (std::size_t incentive = 0; incentive < claims.incentives; ++incentive) {
            const std::size_t cell = claims.cell(row, incentive);
            SummaryGroup& group = group_of(row, incentive);
            ++group.states[static_cast<std::size_t>(claims.state[cell])];
            group.award_fen += claims.state[cell] == ClaimState::eligible ? claims.award[cell].minor() : 0;
            group.payable_fen += run.settlement().payable[cell].minor();
            group.payments += run.settlement().payable[cell].minor() > 0 ? 1U : 0U;
        }
    }
    for (const Reduction& cut : run.settlement().reductions) {
        group_of(cut.row, cut.incentive).cuts_fen[static_cast<std::size_t>(cut.cause)] += cut.amount.minor();
    }
    if (by_incentive) {
        for (std::size_t incentive = 0; incentive < claims.incentives; ++incentive) {
            const std::string title = run.selected().incentives[incentive]->title.in(program_.data_language);
            table.groups[incentive].name = title.empty() ? run.bundle().incentives[incentive] : title;
        }
        return table;
    }
    for (const auto& [value, place] : places_[column]) {
        table.groups[place].name = value.empty() ? Bilingual{"（空）", "(empty)"}.in(program_.data_language) : value;
    }
    std::sort(table.groups.begin(), table.groups.end(), [](const SummaryGroup& left, const SummaryGroup& right) {
        return left.payable_fen != right.payable_fen ? left.payable_fen > right.payable_fen : left.name < right.name;
    });
    return table;
}

std::vector<SummaryReason> SummaryMaker::reasons(const SettlementRun& run) const {
    const std::size_t incentives = run.claims().incentives;
    std::map<std::pair<std::size_t, std::int32_t>, std::uint64_t> times;
    for (std::size_t cell = 0; cell < reasons_.size(); ++cell) {
        if (run.claims().state[cell] == ClaimState::refused) {
            ++times[{cell % incentives, reasons_[cell]}];
        }
    }
    std::vector<SummaryReason> reasons;
    for (const auto& [which, count] : times) {
        const Incentive& incentive = *run.selected().incentives[which.first];
        const std::string title = incentive.title.in(program_.data_language);
        reasons.push_back({title.empty() ? incentive.id : title, reason_words(incentive, which.second, program_.data_language), count});
    }
    std::stable_sort(reasons.begin(), reasons.end(), [](const SummaryReason& left, const SummaryReason& right) { return left.times > right.times; });
    return reasons;
}

std::vector<SummaryBudget> SummaryMaker::budgets(const SettlementRun& run) const {
    const std::vector<BudgetRule>& rules = run.settlement_rules().budgets;
    std::vector<SummaryBudget> budgets;
    for (const BoundPool& pool : run.settlement().pools) {
        if (pool.step != ReductionCause::budget) {
            continue;
        }
        SummaryBudget budget;
        budget.name = budget_name(run, pool, program_.data_language);
        budget.rule = pool.rule;
        budget.year = pool.year;
        budget.amount_fen = std::max<Int128>(rules[pool.rule].amount.minor() - pool.earlier, 0);
        for (std::size_t row = 0; row < run.claims().rows(); ++row) {
            for (const std::uint32_t incentive : rules[pool.rule].members) {
                budget.used_fen += is_of(run, budget, row) ? run.settlement().payable[run.claims().cell(row, incentive)].minor() : 0;
            }
        }
        budget.wanted_fen = budget.used_fen;
        for (const Reduction& cut : run.settlement().reductions) {
            const bool counts = cut.cause == ReductionCause::budget && cut.rule == pool.rule && is_of(run, budget, cut.row);
            budget.wanted_fen += counts ? cut.amount.minor() : 0;
        }
        budgets.push_back(std::move(budget));
    }
    return budgets;
}

BatchSummary SummaryMaker::finish(const SettlementRun& run) const {
    BatchSummary summary;
    summary.bundle = run.bundle().id;
    summary.counts = run.counts();
    summary.tables.push_back(table(run, columns_.size()));
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        summary.tables.push_back(table(run, column));
    }
    for (const SummaryGroup& group : summary.tables.front().groups) {
        summary.all.add(group);
    }
    summary.reasons = reasons(run);
    summary.budgets = budgets(run);
    summary.payers = payers_of(run);
    const std::uint64_t rows = run.claims().rows();
    const auto count = [](std::uint64_t number) { return std::to_string(number); };
    summary.hops.push_back({{"读入 = 结算 + 退回（行）", "rows read = settled + set aside"}, count(summary.counts.read),
                            count(rows + summary.counts.rejected)});
    for (const TableCount& table : summary.counts.tables) {
        summary.hops.push_back({{"附表 " + table.name + "：读入 = 对上 + 退回（行）", "child table " + table.name + ": rows read = joined + set aside"},
                                count(table.rows - table.left_out), count(table.joined + table.rejected)});
    }
    summary.hops.push_back({{"符合 + 不符合 + 待补 + 出错 = 申报 × 事项（份）", "eligible + refused + open + in error = applications × incentives"},
                            count(summary.all.statements()), count(rows * run.claims().incentives)});
    Int128 cuts = 0;
    for (const Int128 cut : summary.all.cuts_fen) {
        cuts += cut;
    }
    summary.hops.push_back({{"核定 − 核减 = 应付（元）", "awards − reductions = payable (yuan)"}, yuan(summary.all.award_fen - cuts), yuan(summary.all.payable_fen)});
    std::uint64_t refused = 0;
    for (const SummaryReason& reason : summary.reasons) {
        refused += reason.times;
    }
    summary.hops.push_back({{"各理由合计 = 不符合（份）", "reasons of refusal = refused"}, count(refused), count(summary.all.states[1])});
    for (std::size_t at = 1; at < summary.tables.size(); ++at) {
        SummaryGroup sum;
        for (const SummaryGroup& group : summary.tables[at].groups) {
            sum.add(group);
        }
        summary.hops.push_back({{"按“" + summary.tables[at].by + "”合计 = 应付（元）", "sum by `" + summary.tables[at].by + "` = payable (yuan)"},
                                yuan(sum.payable_fen), yuan(summary.all.payable_fen)});
    }
    return summary;
}

Exit add_ledger(const Program& program, Ledger& ledger, const BatchAccount& account, const SettlementRun& run,
                BatchSummary& summary) {
    summary.in_ledger = true;
    summary.batch = account.id;
    summary.stage = stage_text(account.stage).in(program.data_language);
    for (const Bilingual& told : told_of_decision(account.decision)) {
        summary.notes.push_back(told.in(program.data_language));
        talk(program.say(told));
    }
    for (const Bilingual& told : told_of_earlier(ledger, run, account.decision.history_end)) {
        summary.notes.push_back(told.in(program.data_language));
    }
    summary.approved_fen = account.approved.minor();
    const std::map<StatementPlace, std::int64_t> paid = paid_sums(ledger, account.id);
    Int128 settled = 0;
    Int128 back = 0;   // paid beyond what is due since, and not come back yet
    ledger.database().query("SELECT place, incentive, payable FROM statement WHERE batch = $1", {account.id}, [&](const SqlRow& row) {
        const StatementPlace place{std::get<std::int64_t>(row[0]), std::get<std::int64_t>(row[1])};
        const std::int64_t payable = std::get<std::int64_t>(row[2]);
        const auto changed = account.changed.find(place);
        const std::int64_t due = changed == account.changed.end() ? payable : changed->second.minor();
        const auto sum = paid.find(place);
        settled += payable;
        summary.due_fen += due;
        back += sum == paid.end() ? 0 : std::max<std::int64_t>(0, sum->second - due);
        return true;
    });
    for (const auto& [place, sum] : paid) {
        summary.paid_fen += sum;
    }
    Int128 unpaid = 0;
    for (const DueRow& row : due_rows(ledger, account)) {
        unpaid += row.amount_fen;
    }
    if (ledger.fault()) {
        return ledger_problem(program, *ledger.fault());
    }
    summary.hops.push_back({{"复算的应付 = 台账的应付（元）", "payable, recomputed = payable in the ledger (yuan)"}, yuan(summary.all.payable_fen), yuan(settled)});
    summary.hops.push_back({{"台账的应付 = 记录里的应付（元）", "statements of the ledger = entry of the decision (yuan)"}, yuan(settled), account.decision.payable.text()});
    summary.hops.push_back({{"台账的申报 = 结算的申报（份）", "applications in the ledger = settled"}, std::to_string(account.decision.rows),
                            std::to_string(summary.counts.read - summary.counts.rejected)});
    if (!account.changed.empty()) {
        add_changes(account, run, summary);
    }
    if (account.stage == BatchStage::paid && account.open.empty()) {
        summary.hops.push_back({{"已付 + 未付 − 待收回 = 应付（异议、更正以后，元）", "paid + unpaid − to be recovered = due, changes counted (yuan)"},
                                yuan(summary.paid_fen + unpaid - back), yuan(summary.due_fen)});
    }
    return Exit::done;
}

}  // namespace huiqi
