#include "tools/huiqi/ledger/batch_record.h"

#include <algorithm>
#include <filesystem>
#include <cstdlib>
#include <span>
#include <system_error>

#include <nlohmann/json.hpp>

#include "engine/ledger/batch_rows.h"
#include "engine/ledger/payments.h"
#include "engine/numeric/int128.h"
#include "tools/huiqi/decide/rows_aside.h"
#include "tools/huiqi/ledger/decided_before.h"
#include "tools/huiqi/ledger/earlier_uses.h"
#include "tools/huiqi/ledger/engine_build.h"
#include "tools/huiqi/progress.h"

namespace huiqi {
namespace {

/// Gives the files of an input: itself, or those of a folder, in the order of their names.
[[nodiscard]] std::vector<std::string> files_below(const std::string& path) {
    std::vector<std::string> files;
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) {
        return {path};
    }
    for (const auto& one : std::filesystem::recursive_directory_iterator(path, error)) {
        if (one.is_regular_file(error)) {
            files.push_back(one.path().string());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

[[nodiscard]] std::int64_t last_sequence(Ledger& ledger) {
    std::int64_t last = 0;
    (void)ledger.every_entry([&last](const LedgerEntry& entry) {
        last = entry.sequence;
        return true;
    });
    return last;
}

[[nodiscard]] bool shares_incentive(const BatchDecision& decision, const Bundle& bundle) {
    return std::any_of(decision.incentives.begin(), decision.incentives.end(), [&bundle](const std::string& id) {
        return std::find(bundle.incentives.begin(), bundle.incentives.end(), id) != bundle.incentives.end();
    });
}

/// Adds to the entry of a decision what became of the rows of child tables, and the clock where days count from it: `--at` may
/// state an earlier time, and holds would end before anybody could look at them. Without such holds there is no clock, so that
/// the same batch gives the same digests.
[[nodiscard]] std::string with_tables_and_clock(std::string body, const BatchDecision& decision, std::span<const TableCount> tables) {
    const bool by_days = std::any_of(decision.held.begin(), decision.held.end(), [](const HeldStatement& held) { return held.days != 0; });
    if (!by_days && tables.empty()) {
        return body;
    }
    nlohmann::json whole = nlohmann::json::parse(body);
    if (by_days) {
        whole["written"] = time_of(LedgerTask{});   // no `--at`: the clock itself
    }
    if (!tables.empty()) {
        whole["tables"] = nlohmann::json(tables_json(tables));
    }
    return whole.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

std::map<std::string, std::string> told_options(const SettlementTask& task) {
    std::map<std::string, std::string> options{{"budget", task.budget},
                                               {"limit", task.limit},
                                               {"quota", task.quota ? std::to_string(*task.quota) : ""},
                                               {"region", task.choice.region},
                                               {"on", task.choice.on},
                                               {"encoding", task.reading.encoding},
                                               {"sheet", task.reading.sheet},
                                               {"mapping", task.reading.mapping},
                                               {"hold_until", task.hold_until},
                                               {"supplement", task.supplement ? "yes" : ""}};
    std::erase_if(options, [](const auto& option) { return option.second.empty(); });
    return options;
}

void take_options(const std::map<std::string, std::string>& options, SettlementTask& task) {
    const auto told = [&options](const char* name) {
        const auto found = options.find(name);
        return found == options.end() ? std::string() : found->second;
    };
    task.budget = told("budget");
    task.limit = told("limit");
    if (const std::string quota = told("quota"); !quota.empty()) {
        task.quota = std::strtoull(quota.c_str(), nullptr, 10);
    }
    task.choice.region = told("region");
    task.choice.on = told("on");
    task.reading.encoding = told("encoding");
    task.reading.sheet = told("sheet");
    task.reading.mapping = told("mapping");
    task.hold_until = told("hold_until");
    task.supplement = !told("supplement").empty();
}

/// What is approved and not paid yet will count in the limits, and is not known: it must be paid or withdrawn first.
Exit BatchRecord::refuse_unpaid() {
    if (!run_.counts_history()) {
        return Exit::done;
    }
    for (const std::string& name : batch_names(*ledger_)) {
        const auto account = name == task_.batch ? std::nullopt : read_account(*ledger_, name);
        if (!account || !shares_incentive(account->decision, run_.bundle())) {
            continue;
        }
        if (account->stage == BatchStage::approved) {
            return ledger_problem(program_, {"L016",
                                             {"批次“" + name + "”已批准还没有拨付，它的拨付要算进上限、名额或预算",
                                              "batch `" + name + "` is approved and not paid, and its payments count in limits, quotas or budgets"},
                                             {"先拨付或撤回它", "pay or withdraw it first"}});
        }
        if (account->stage == BatchStage::paid && !due_rows(*ledger_, *account).empty()) {
            return ledger_problem(program_, {"L016",
                                             {"批次“" + name + "”还有应付未付的（放行、异议、更正或退回以后），它要算进上限",
                                              "batch `" + name + "` has something to pay since an objection, correction, return or cleared hold, and that counts in the limits"},
                                             {"先拨付：huiqi batch pay", "pay it first: huiqi batch pay"}});
        }
    }
    return Exit::done;
}

Exit BatchRecord::read() {
    std::error_code unknown;   // where it cannot be told, opening says why
    if (!is_connection(task_.ledger) && !std::filesystem::exists(task_.ledger, unknown) && !unknown) {
        run_.count_no_payments();
        return Exit::done;   // it is made when there is something to enter
    }
    ledger_ = std::make_unique<Ledger>(task_.ledger, true);
    known_ = ledger_->good() ? read_account(*ledger_, task_.batch) : std::nullopt;
    history_end_ = known_ ? known_->decision.history_end : last_sequence(*ledger_);
    if (!ledger_->good()) {
        return ledger_problem(program_, *ledger_->fault());
    }
    run_.count_payments(*ledger_, history_end_);
    return Exit::done;
}

Exit BatchRecord::settle() {
    if (ledger_ == nullptr) {
        ledger_ = std::make_unique<Ledger>(task_.ledger, true);
    }
    if (!ledger_->begin()) {
        return ledger_problem(program_, *ledger_->fault());
    }
    known_ = read_account(*ledger_, task_.batch);
    // By the clock, whatever `--at` says: a day that is over would end the holds before anybody could look at them.
    if (!known_ && !from_.hold_until.empty() && from_.hold_until < today_of(LedgerTask{}).text()) {
        complain(program_, {"--hold-until：" + from_.hold_until + " 已经过去，拦下的没有人看过就会照付", "--hold-until: " + from_.hold_until + " is over: what is held would be paid with nobody looking at it"},
                 {"写以后的一天，给另一人留出核查的时间；补记过去的批次，不写它，拦下的由人放行或查实（huiqi batch clear、confirm）",
                  "write a day to come that leaves another person time to look; for a batch of the past leave it out, and let a person clear or confirm what is held"});
        return Exit::wrong_use;
    }
    if (const Exit problem = known_ ? Exit::done : refuse_unpaid(); problem != Exit::done) {
        return problem;
    }
    return run_.settle_all();
}

BatchDecision BatchRecord::decision(const std::string& rows_digest) const {
    BatchDecision decision;
    decision.engine = HUIQI_VERSION;
    decision.sources = sources_digest();
    decision.bundle = run_.bundle().id;
    decision.incentives = run_.bundle().incentives;
    decision.input_path = from_.input;
    decision.options = told_options(from_);
    decision.history_end = history_end_;
    decision.counts_history = run_.counts_history();
    decision.keeps_years = true;
    decision.rows_read = run_.counts().read;
    decision.rows_rejected = run_.counts().rejected;
    decision.rows = run_.claims().rows();
    decision.rows_digest = rows_digest;
    Int128 award = 0;
    Int128 payable = 0;
    for (std::size_t cell = 0; cell < run_.claims().award.size(); ++cell) {
        const ClaimState state = run_.claims().state[cell];
        decision.statements += state == ClaimState::refused ? 0U : 1U;
        award += state == ClaimState::eligible ? run_.claims().award[cell].minor() : 0;
        payable += run_.settlement().payable[cell].minor();
    }
    expect(fits_int64(award) && fits_int64(payable), "the sum of a batch is within the range of money");
    add_holds(decision);
    for (const Reduction& one : run_.settlement().reductions) {
        if (one.cause == ReductionCause::not_due) {
            decision.later.insert_or_assign({static_cast<std::int64_t>(one.row), static_cast<std::int64_t>(one.incentive)}, one.amount);
        }
    }
    decision.award = Money::from_minor(static_cast<std::int64_t>(award));
    decision.payable = Money::from_minor(static_cast<std::int64_t>(payable));
    return decision;
}

/// Counts the findings by detector, and lists what is held by anomalies and findings.
void BatchRecord::add_holds(BatchDecision& decision) const {
    const Claims& claims = run_.claims();
    for (std::size_t row = 0; run_.findings() != nullptr && row < claims.rows(); ++row) {
        if (const auto found = run_.findings()->find(claims.application[row]); found != run_.findings()->end()) {
            for (const FiledFinding& one : found->second) {
                if (!one.batch.empty()) {
                    const bool again = !decision.carried.empty() && decision.carried.back().application == claims.application[row] &&
                                       decision.carried.back().id == one.detector;   // held for several incentives
                    if (again) {
                        continue;
                    }
                    decision.carried.push_back({claims.application[row], one.detector, one.batch, one.confirmed_by});
                    continue;   // counted where it was found
                }
                ++(one.not_evaluated ? decision.not_evaluated : decision.found)[one.detector];
            }
        }
    }
    if (run_.findings() != nullptr) {
        if (const auto any = run_.findings()->find(std::string(kAnyApplication)); any != run_.findings()->end()) {
            for (const FiledFinding& one : any->second) {
                decision.not_evaluated.try_emplace(one.detector, 0);
            }
        }
    }
    for (const Reduction& one : run_.settlement().barred) {
        const std::size_t cell = claims.cell(one.row, one.incentive);
        const SettlementRun::HoldTerm term = run_.hold_term(cell);
        decision.held.push_back({.place = {static_cast<std::int64_t>(one.row), static_cast<std::int64_t>(one.incentive)},
                                 .amount = one.amount, .by = run_.holds_of(cell), .days = term.days, .with_batch = term.with_batch});
    }
}

/// Keeps every file that the decision came from.
std::optional<std::string> BatchRecord::kept_files(BatchDecision& decision) {
    const Sources& sources = *run_.rules().rulebook.sources;
    std::optional<std::string> digest = std::string();
    for (SourceId id = 0; digest && id < sources.size(); ++id) {
        digest = ledger_->keep_bytes(sources[id].text());
        decision.rules.push_back({sources[id].name(), digest.value_or("")});
    }
    for (const std::string& file : files_below(from_.input)) {
        digest = digest ? ledger_->keep_file(file) : std::nullopt;
        decision.input.push_back({file, digest.value_or("")});
    }
    if (!from_.history.empty()) {
        digest = digest ? ledger_->keep_file(from_.history) : std::nullopt;
        decision.history.push_back({from_.history, digest.value_or("")});
    }
    if (!from_.findings.empty()) {
        digest = digest ? ledger_->keep_file(from_.findings) : std::nullopt;
        decision.findings.push_back({from_.findings, digest.value_or("")});
    }
    if (!from_.reading.mapping.empty()) {
        digest = digest ? ledger_->keep_file(from_.reading.mapping) : std::nullopt;
        decision.mapping.push_back({from_.reading.mapping, digest.value_or("")});
    }
    return digest;
}

Exit BatchRecord::compare(const BatchDecision& now) {
    ledger_->roll_back();
    const BatchDecision& then = known_->decision;
    const bool same = then.rows_digest == now.rows_digest && then.bundle == now.bundle && then.options == now.options &&
                      same_files(then.rules, now.rules) &&
                      same_files(then.input, now.input) && same_files(then.history, now.history) && same_files(then.mapping, now.mapping) &&
                      same_files(then.findings, now.findings);
    if (!same) {
        return ledger_problem(program_,
                              {"L006",
                               {"台账里已有批次“" + task_.batch + "”，它的规则、数据或结果与这一次不同",
                                "the ledger has a batch `" + task_.batch + "` of other rules, data or results"},
                               known_->stage == BatchStage::withdrawn
                                   ? Bilingual{"那一批已撤回，编号不再使用；这一批用新的编号", "that batch is withdrawn, and its id is used up: give this batch an id of its own"}
                                   : Bilingual{"这一批用新的编号；原来的要作废就用 huiqi batch withdraw",
                                               "give this batch an id of its own; `huiqi batch withdraw` takes the other one back"}});
    }
    talk(program_.say({"批次“" + task_.batch + "”已在台账里（" + stage_text(known_->stage).zh + "），内容相同，没有再记",
                       "batch `" + task_.batch + "` is in the ledger already (" + stage_text(known_->stage).en +
                           ") and is the same: nothing was entered"}));
    return Exit::done;
}

/// Refuses what another batch decided already, unless a person says that it is a supplement, and why. Comes behind the
/// rows, so that the database itself compares them; nothing is committed yet.
Exit BatchRecord::refuse_decided_before(BatchDecision& now) {
    now.reason = task_.reason;
    for (const std::string& name : batch_names(*ledger_)) {
        const auto other = name == task_.batch ? std::nullopt : read_account(*ledger_, name);
        if (!other || other->stage == BatchStage::withdrawn) {
            continue;
        }
        const auto fault = decided_before(*ledger_, task_.batch, now, *other);
        if (fault && !task_.supplement) {
            return ledger_problem(program_, *fault);
        }
        if (const auto due = fault ? due_before(*ledger_, task_.batch, now, *other) : std::nullopt) {
            return ledger_problem(program_, *due);
        }
        if (fault) {
            now.supplement.push_back(name);
        }
    }
    return ledger_->fault() ? ledger_problem(program_, *ledger_->fault()) : Exit::done;
}

Exit BatchRecord::enter() {
    const std::vector<std::string> key_names = run_.key_names();
    const BatchRows rows(run_.claims(), run_.settlement(), key_names, !known_ || known_->decision.keeps_years);
    BatchDecision now = decision(rows.digest());
    if (!kept_files(now)) {
        ledger_->roll_back();
        return ledger_problem(program_, *ledger_->fault());
    }
    if (known_) {
        return compare(now);
    }
    const bool written = [&] {
        Progress progress(program_);
        const std::uint64_t all = rows.count();
        return rows.write(*ledger_, task_.batch, [&](std::uint64_t done) { progress.show(done, all, done); });
    }();
    if (const Exit refused = written ? refuse_decided_before(now) : Exit::done; refused != Exit::done) {
        ledger_->roll_back();
        return refused;
    }
    const std::vector<Bilingual> earlier = told_of_earlier(*ledger_, run_, history_end_);
    const auto digest = written
                            ? ledger_->append(task_.batch, "decided",
                                              with_tables_and_clock(decision_body(now, task_.batch, task_.by, time_of(task_)), now, run_.counts().tables))
                            : std::nullopt;
    if (!digest || !ledger_->commit()) {
        ledger_->roll_back();
        return ledger_problem(program_, *ledger_->fault());
    }
    tell_of_decision(program_, now);
    for (const Bilingual& one : earlier) {
        talk(program_.say(one));
    }
    talk(program_.say({"批次“" + task_.batch + "”已记入台账，摘要 " + *digest,
                       "batch `" + task_.batch + "` is in the ledger, digest " + *digest}));
    return Exit::done;
}

}  // namespace huiqi
