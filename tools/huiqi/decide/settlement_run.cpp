#include "tools/huiqi/decide/settlement_run.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <string_view>
#include <utility>

#include "engine/api/batch_input.h"
#include "engine/diagnostic/expect.h"
#include "engine/evaluate/evaluator.h"
#include "tools/huiqi/decide/payment_history.h"
#include "tools/huiqi/decide/region_rows.h"
#include "tools/huiqi/ledger/earlier_holds.h"
#include "tools/huiqi/ledger/ledger_use.h"
#include "tools/huiqi/progress.h"

namespace huiqi {
namespace {

constexpr std::size_t kChunk = 1024;

}  // namespace

void show_faults(const Program& program, const std::vector<DataFault>& faults) {
    for (const DataFault& fault : faults) {
        talk(program.json ? render_fault_json(fault, program.language)
                          : render_fault(fault, program.language));
    }
}

bool any_error(const std::vector<DataFault>& faults) {
    return std::any_of(faults.begin(), faults.end(),
                       [](const DataFault& one) { return one.severity == Severity::error; });
}

Exit SettlementRun::prepare() {
    for (const auto step : {&SettlementRun::load, &SettlementRun::read_holds, &SettlementRun::read_history, &SettlementRun::open}) {
        if (const Exit problem = (this->*step)(); problem != Exit::done) {
            return problem;
        }
    }
    return Exit::done;
}

/// Reads what detectors found, and the day until which holds wait.
Exit SettlementRun::read_holds() {
    if (!task_.hold_until.empty() && !read_day(program_, task_.hold_until)) {
        return Exit::wrong_use;
    }
    if (ledger_ != nullptr) {
        earlier_holds_ = earlier_holds(*ledger_, ledger_end_);
    }
    if (task_.findings.empty()) {
        return Exit::done;
    }
    std::vector<DataFault> faults;
    findings_ = read_findings(task_.findings, faults);
    show(faults);
    return any_error(faults) ? input_problem(faults) : Exit::done;
}

/// Puts holds of earlier batches on applications that are decided again beside what was found now. What was found now too is
/// one hold; one that was confirmed says so.
void SettlementRun::carry_holds() {
    for (std::size_t row = 0; !earlier_holds_.empty() && row < claims_.rows(); ++row) {
        const auto carried = earlier_holds_.find(claims_.application[row]);
        if (carried == earlier_holds_.end()) {
            continue;
        }
        for (const FiledFinding& one : carried->second) {
            for (std::size_t incentive = 0; incentive < claims_.incentives; ++incentive) {
                if (holds(one, incentive)) {
                    std::vector<FiledFinding>& here = findings_[claims_.application[row]];
                    const auto same = std::find_if(here.begin(), here.end(), [&](const FiledFinding& other) {
                        return other.detector == one.detector && holds(other, incentive) && (one.confirmed_by.empty() || other.batch == one.batch);
                    });
                    if (same == here.end()) {
                        here.push_back(one);
                    }
                }
            }
        }
    }
}

/// Holds the claims of applications in which a detector found what bars payment. Says which findings are of no application.
void SettlementRun::lay_findings() {
    carry_holds();
    if (findings() == nullptr) {
        return;
    }
    claims_.barred.resize(claims_.award.size());
    std::set<std::string_view> met;
    std::set<std::string_view> elsewhere;
    std::size_t endless = 0;
    for (std::size_t row = 0; row < claims_.rows(); ++row) {
        const auto found = findings_.find(claims_.application[row]);
        if (found == findings_.end()) {
            continue;
        }
        met.insert(found->first);
        const bool bars = std::any_of(found->second.begin(), found->second.end(),
                                      [](const FiledFinding& one) { return one.holds() && one.hold_days == 0; });
        endless += bars ? 1U : 0U;
        for (const FiledFinding& one : found->second) {
            bool concerned = !one.holds();
            for (std::size_t incentive = 0; incentive < claims_.incentives; ++incentive) {
                if (holds(one, incentive)) {
                    claims_.barred[claims_.cell(row, incentive)] |= Claims::kFindingBar;
                    concerned = true;
                }
            }
            if (!concerned) {
                elsewhere.insert(one.incentive);
            }
        }
    }
    for (const std::string_view id : elsewhere) {
        talk(program_.say({"提示：有发现只拦截事项“" + std::string(id) + "”，这个组合里没有它，这些发现不拦截什么",
                           "note: some findings hold the incentive `" + std::string(id) + "` alone, which is not in this bundle: they hold nothing"}));
    }
    if (endless != 0 && task_.hold_until.empty()) {
        talk(program_.say({"提示：" + std::to_string(endless) + " 件申请的拦截没有期限，不核查就一直拦着：加 --hold-until 日期，或者在检测里写 拦截天数",
                           "note: the holds on " + std::to_string(endless) + " applications never end by themselves: give --hold-until DAY, or 拦截天数 in the check"}));
    }
    if (const auto any = findings_.find(std::string(kAnyApplication)); any != findings_.end()) {
        met.insert(any->first);   // told with the batch; of no application
        std::string names;
        for (const FiledFinding& one : any->second) {
            names += (names.empty() ? "" : ", ") + one.detector;
        }
        talk(program_.say({"提示：这些检测没有评估完整，数据说不出是哪些申报：" + names,
                           "note: these detectors did not see everything, and the data do not say which applications it concerns: " + names}));
    }
    if (const std::size_t others = findings_.size() - met.size(); others != 0 && !task_.quiet) {
        talk(program_.say({"提示：发现里有 " + std::to_string(others) + " 件申请不在这一批里，不算进来",
                           "note: the findings speak of " + std::to_string(others) + " applications that are not in this batch: left out"}));
    }
}

bool SettlementRun::holds(const FiledFinding& finding, std::size_t incentive) const {
    const Incentive& one = *selected_.incentives[incentive];
    return finding.holds() && (finding.incentive.empty() || finding.incentive == one.id ||
                               std::find(one.lineage.begin(), one.lineage.end(), finding.incentive) != one.lineage.end());
}

SettlementRun::HoldTerm SettlementRun::hold_term(std::size_t cell) const {
    HoldTerm term;
    const std::uint64_t raised = claims_.barred.empty() ? 0 : claims_.barred[cell];
    term.with_batch = (raised & ~Claims::kFindingBar) != 0;
    if ((raised & Claims::kFindingBar) != 0) {
        for (const FiledFinding& one : findings_.find(claims_.application[cell / claims_.incentives])->second) {
            if (holds(one, cell % claims_.incentives)) {
                term.days = std::max(term.days, one.hold_days);
                term.with_batch = term.with_batch || one.hold_days == 0;
            }
        }
    }
    return term;
}

std::vector<std::string> SettlementRun::holds_of(std::size_t cell) const {
    std::vector<std::string> ids;
    const std::uint64_t raised = claims_.barred.empty() ? 0 : claims_.barred[cell];
    const std::vector<std::string>& bars = claims_.bars[cell % claims_.incentives];
    for (std::size_t bar = 0; bar < bars.size(); ++bar) {
        if ((raised >> std::min(bar, Claims::kBarBits - 1) & 1U) != 0) {
            ids.push_back(bars[bar]);
        }
    }
    if ((raised & Claims::kFindingBar) != 0) {
        for (const FiledFinding& one : findings_.find(claims_.application[cell / claims_.incentives])->second) {
            if (holds(one, cell % claims_.incentives) && std::find(ids.begin(), ids.end(), one.detector) == ids.end()) {
                ids.push_back(one.detector);
            }
        }
    }
    return ids;
}

Exit SettlementRun::load() {
    rules_ = load_rules({task_.rules});
    const auto chosen = rules_.diagnostics.has_errors()
                            ? std::nullopt
                            : select_rules(program_, rules_.rulebook, task_.choice);
    if (chosen && chosen->bundle == nullptr) {
        complain(program_,
                 {"结算要有组合：规则里没有组合", "settlement needs a bundle: these rules have none"},
                 {"写一个“种类: 组合”的文件，列出事项、主键、总额上限、预算等",
                  "write a file with `kind: bundle` that lists incentives, keys, limits, budget …"});
        return Exit::wrong_use;
    }
    if (chosen) {
        selected_ = *chosen;
        CompileOptions how;
        how.open = selected_.open;
        plan_ = std::make_shared<const Plan>(
            compile(selected_.incentives, selected_.bundle, how, rules_.diagnostics));
    }
    if (rules_.diagnostics.has_errors()) {
        return rules_problem(program_, rules_);
    }
    if (!chosen) {
        return Exit::wrong_use;
    }
    gatherer_ = std::make_unique<ClaimGatherer>(*selected_.bundle, selected_.incentives, *plan_);
    return Exit::done;
}

bool SettlementRun::counts_history() const {
    const BundleSettlement& settles = bundle().settlement;
    return huiqi::counts_history(bundle(), plan_->schema) || (task_.supplement && (!settles.quotas.empty() || !settles.budgets.empty()));
}

/// Reads what was paid before, from the ledger and from the file, and makes of it the records that rules ask for.
Exit SettlementRun::read_history() {
    if (ledger_ != nullptr && counts_history()) {
        if (const Exit problem = ledger_history(program_, *ledger_, bundle(), key_names(), ledger_end_, history_); problem != Exit::done) {
            return problem;
        }
    }
    if (!task_.history.empty()) {
        std::vector<DataFault> faults;
        read_payment_history(task_.history, bundle(), rules_.rulebook.incentives, key_names(), history_, faults);
        show(faults);
        if (any_error(faults)) {
            return input_problem(faults);
        }
    }
    tell_of_payment_days();
    if (plan_->schema.asks_payments() && (takes_ledger_ || !task_.history.empty())) {
        const std::vector<std::string> names = key_names();
        const auto key = std::find(names.begin(), names.end(), bundle().keys.applicant);
        expect(key != names.end(), "payments are kept by applicant where rules ask for them");
        paid_ = std::make_shared<const PaidRecords>(bundle().keys.applicant, static_cast<std::size_t>(key - names.begin()),
                                                    bundle().incentives, history_.payments);
    }
    return Exit::done;
}

/// Where nothing says in which year a payment of before belongs, that it counts by its day is no secret.
void SettlementRun::tell_of_payment_days() const {
    for (const std::string& source : task_.quiet ? std::set<std::string>() : history_.by_payment_day) {
        talk(program_.say({"提示：“" + source + "”没有年度日，其中以前的拨付按拨付日所在的年计入上限",
                           "note: `" + source + "` has no period date: its payments count in the year of the day of payment"}));
    }
}

Exit SettlementRun::open() {
    ReadOptions how;
    const Bundle::Keys& keys = selected_.bundle->keys;
    how.key = keys.application;
    how.applicant = keys.applicant;   // joins the history
    for (const std::string& column :
         {keys.application, keys.applicant, keys.sequence, keys.period_date}) {
        if (!column.empty() && std::find(how.pass_through.begin(), how.pass_through.end(), column) ==
                                   how.pass_through.end()) {
            how.pass_through.push_back(column);
        }
    }
    for (const std::string& column : task_.carry) {
        if (std::find(how.pass_through.begin(), how.pass_through.end(), column) == how.pass_through.end()) {
            how.pass_through.push_back(column);
        }
    }
    how.tell_unused = false;
    if (!apply_input_options(program_, task_.reading, how)) {
        return Exit::wrong_use;
    }
    if (const Exit elsewhere = check_regions_of_rows(program_, {.rulebook = rules_.rulebook,
                                                                .selected = selected_,
                                                                .choice = task_.choice,
                                                                .reading = task_.reading,
                                                                .input = task_.input});
        elsewhere != Exit::done) {
        return elsewhere;
    }
    carried_ = how.pass_through;
    OpenedInput opened = open_batch(task_.input, plan_->schema, how, PopulationPlan::of(selected_), paid_);
    if (!task_.quiet || opened.input == nullptr) {
        show(opened.faults);
    }
    if (opened.input == nullptr) {
        return input_problem(opened.faults);
    }
    input_ = std::move(opened.input);
    return Exit::done;
}

/// Files that come out of a ledger are called as they were there, not by where they lie for now.
void SettlementRun::show(std::vector<DataFault> faults) const {
    for (DataFault& fault : faults) {
        if (!task_.kept_below.empty() && fault.file.starts_with(task_.kept_below + "/")) {
            const std::size_t part = fault.file.find('/', task_.kept_below.size() + 1);   // behind input/, history/ …
            fault.file.erase(0, part == std::string::npos ? task_.kept_below.size() + 1 : part + 1);
        }
    }
    show_faults(program_, faults);
}

std::span<const std::string_view> SettlementRun::column(const ParsedBlock& block, const std::string& name,
                                                       std::size_t first, std::size_t count) const {
    const auto found = std::find(carried_.begin(), carried_.end(), name);
    if (found == carried_.end()) {
        return {};
    }
    return std::span(block.pass_through[static_cast<std::size_t>(found - carried_.begin())])
        .subspan(first, count);
}

Exit SettlementRun::gather(const RowWatch& watch) {
    const auto parser = input_->parser();
    ParsedBlock block(plan_->schema);
    Evaluator evaluator(plan_);
    Progress progress(program_);
    const Bundle::Keys& keys = selected_.bundle->keys;
    counts_.tables = input_->table_counts();
    aside_.take_tables(*input_);
    while (input_->next(block.block)) {
        block.clear();
        parser->parse(block);
        std::size_t count = 0;
        for (std::size_t first = 0; first < block.batch.rows(); first += count) {
            count = evaluator.run_some(block.batch, first, std::min(kChunk, block.batch.rows() - first));
            gatherer_->add(evaluator, {column(block, keys.application, first, count),
                                       column(block, keys.applicant, first, count),
                                       column(block, keys.sequence, first, count),
                                       column(block, keys.period_date, first, count)});
            if (watch) {
                watch(evaluator, block, first, count);
            }
        }
        if (watch && block.batch.rows() == 0) {
            watch(evaluator, block, 0, 0);
        }
        counts_.read += block.rows_read;
        counts_.rejected += block.rejected.size();
        (void)aside_.take(block.rejected);   // what could not be written, `commit` tells
        counts_.notes = aside_.notes();
        progress.show(input_->bytes_read(), input_->bytes_total(), counts_.read);
    }
    if (!task_.quiet) {
        show(aside_.faults());
        aside_.tell_others(program_);
    }
    if (aside_.other_unit()) {   // D126 was told
        return Exit::data_refused;
    }
    if (const DataFault* failure = input_->failure()) {
        show({*failure});
        return Exit::input_output;
    }
    if (!task_.quiet) {
        show(input_->notes());
    }
    claims_ = gatherer_->finish();
    lay_findings();
    return Exit::done;
}

std::optional<Money> SettlementRun::amount(const std::string& text, std::string_view option) const {
    const auto amount = Money::parse(text);
    if (!amount || amount->minor() < 0) {
        complain(program_,
                 {std::string(option) + "：“" + text + "”不是元数",
                  std::string(option) + ": `" + text + "` is no amount of yuan"},
                 {"写成 5000000 或 5000000.00", "write 5000000 or 5000000.00"});
        return std::nullopt;
    }
    return *amount;
}

bool SettlementRun::is_one(std::size_t count, std::string_view option) const {
    if (count != 1) {
        complain(program_, {std::string(option) + " 只能改唯一的一项，组合里有 " + std::to_string(count) + " 项",
                            std::string(option) + " changes the only one, and the bundle has " +
                                std::to_string(count)});
    }
    return count == 1;
}

/// A supplement has no quota and no budget of its own: other batches of the bundle have used them.
void SettlementRun::count_bundle() {
    const auto count = [](auto& rules) {
        for (auto& rule : rules) {
            rule.counted = rule.counted == Counted::nothing ? Counted::bundle : rule.counted;
        }
    };
    count(settlement_rules_.quotas);
    count(settlement_rules_.budgets);
}

/// Replaces a budget, limit or quota by what the task says.
Exit SettlementRun::what_if() {
    settlement_rules_ = gatherer_->rules();
    if (task_.supplement) {
        count_bundle();
    }
    if (!task_.budget.empty()) {
        const auto budget = amount(task_.budget, "--budget");
        if (!budget || !is_one(settlement_rules_.budgets.size(), "--budget")) {
            return Exit::wrong_use;
        }
        settlement_rules_.budgets[0].amount = *budget;
    }
    if (!task_.limit.empty()) {
        const auto limit = amount(task_.limit, "--limit");
        if (!limit || !is_one(settlement_rules_.limits.size(), "--limit")) {
            return Exit::wrong_use;
        }
        settlement_rules_.limits[0].cap = *limit;
    }
    if (task_.quota) {
        if (!is_one(settlement_rules_.quotas.size(), "--quota")) {
            return Exit::wrong_use;
        }
        settlement_rules_.quotas[0].count = *task_.quota;
    }
    return Exit::done;
}

Exit SettlementRun::settle_all() {
    if (const Exit problem = what_if(); problem != Exit::done) {
        return problem;
    }
    const auto start = std::chrono::steady_clock::now();
    settlement_ = settle(claims_, history_.payments, settlement_rules_);
    counts_.settle_ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start).count();
    return Exit::done;
}

}  // namespace huiqi
