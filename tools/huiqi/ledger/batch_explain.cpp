#include "tools/huiqi/ledger/batch_explain.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "engine/diagnostic/parsed_json.h"
#include "engine/evaluate/explanation.h"
#include "engine/ledger/payments.h"
#include "tools/huiqi/decide/explain_text.h"
#include "tools/huiqi/decide/settlement_run.h"
#include "tools/huiqi/ledger/batch_rows_choice.h"
#include "tools/huiqi/ledger/entry_details.h"
#include "tools/huiqi/ledger/entry_words.h"
#include "tools/huiqi/ledger/kept_batch.h"
#include "tools/huiqi/ledger/ledger_use.h"
#include "tools/huiqi/ledger/reduction_words.h"

namespace huiqi {
namespace {

using Json = nlohmann::ordered_json;

struct ExplainTask {
    std::string ledger;
    std::string batch;
    std::string application;
};

/// What became of one statement.
struct StatementStory {
    std::string incentive;
    Money award, payable;                 ///< as recomputed
    std::vector<const Reduction*> cuts;
    std::optional<KeptStatement> kept;    ///< nothing where the claim was refused
    std::int64_t due_fen = 0;             ///< after objections, corrections and verdicts
    std::vector<PaymentRow> payments;
};

class BatchExplain {
public:
    BatchExplain(const Program& program, const ExplainTask& task) : program_(program), task_(task) {}

    Exit run() {
        for (const auto step : {&BatchExplain::open, &BatchExplain::decide, &BatchExplain::gather_stories}) {
            if (const Exit problem = (this->*step)(); problem != Exit::done) {
                return problem;
            }
        }
        if (!put(program_.json ? json() : text())) {
            return Exit::input_output;
        }
        return as_in_ledger() ? Exit::done : tell_difference();
    }

private:
    Exit open() {
        Exit unopened = Exit::input_missing;
        ledger_ = open_ledger(program_, task_.ledger, &unopened);
        if (ledger_ == nullptr) {
            return unopened;
        }
        account_ = find_batch(program_, *ledger_, task_.batch);
        const auto place = account_ ? find_application(program_, *ledger_, *account_, task_.application) : std::nullopt;
        place_ = place.value_or(0);
        return place ? Exit::done : Exit::wrong_use;
    }

    /// Decides and settles the whole batch again: limits and budgets are shared with the others.
    Exit decide() {
        if (const auto fault = kept_.put_back(*ledger_, account_->decision, from_)) {
            return ledger_problem(program_, *fault);
        }
        from_.quiet = true;
        run_ = std::make_unique<SettlementRun>(program_, from_);
        run_->count_payments(*ledger_, account_->decision.history_end);
        if (const Exit problem = run_->prepare(); problem != Exit::done) {
            return problem;
        }
        const Exit gathered = run_->gather([this](const Evaluator& evaluator, const ParsedBlock& block, std::size_t first, std::size_t count) {
            const auto numbers = run_->column(block, run_->bundle().keys.application, first, count);
            for (std::size_t lane = 0; lane < numbers.size() && explanations_.empty(); ++lane) {
                if (numbers[lane] == task_.application) {
                    take(evaluator, lane);
                }
            }
        });
        return gathered == Exit::done ? run_->settle_all() : gathered;
    }

    void take(const Evaluator& evaluator, std::size_t lane) {
        for (std::size_t index = 0; index < run_->selected().incentives.size(); ++index) {
            explanations_.push_back(explain(evaluator, *run_->selected().incentives[index], index, lane));
        }
    }

    Exit gather_stories() {
        const Claims& claims = run_->claims();
        const auto row = static_cast<std::size_t>(place_);
        if (explanations_.empty() || row >= claims.rows() || claims.application[row] != task_.application) {
            return tell_difference();
        }
        for (std::size_t incentive = 0; incentive < claims.incentives; ++incentive) {
            const std::size_t cell = claims.cell(row, incentive);
            StatementStory& one = stories_.emplace_back();
            one.incentive = run_->bundle().incentives[incentive];
            one.award = claims.state[cell] == ClaimState::eligible ? claims.award[cell] : Money();
            one.payable = run_->settlement().payable[cell];
            for (const Reduction& cut : run_->settlement().reductions) {
                if (cut.row == row && cut.incentive == incentive) {
                    one.cuts.push_back(&cut);
                }
            }
        }
        read_kept();
        read_payments();
        return ledger_->fault() ? ledger_problem(program_, *ledger_->fault()) : Exit::done;
    }

    void read_kept() {
        ledger_->database().query("SELECT incentive, award, payable FROM statement WHERE batch = $1 AND place = $2 ORDER BY incentive", {account_->id, place_},
                                  [this](const SqlRow& row) {
                                      const auto incentive = std::get<std::int64_t>(row[0]);
                                      StatementStory& one = stories_.at(static_cast<std::size_t>(incentive));
                                      one.kept = KeptStatement{{place_, incentive}, std::get<std::int64_t>(row[1]), std::get<std::int64_t>(row[2])};
                                      const auto changed = account_->changed.find(one.kept->place);
                                      one.due_fen = changed == account_->changed.end() ? one.kept->payable_fen : changed->second.minor();
                                      return true;
                                  });
    }

    void read_payments() {
        ledger_->database().query("SELECT incentive, day, amount FROM payment WHERE batch = $1 AND place = $2 ORDER BY sequence, incentive", {account_->id, place_},
                                  [this](const SqlRow& row) {
                                      StatementStory& one = stories_.at(static_cast<std::size_t>(std::get<std::int64_t>(row[0])));
                                      one.payments.push_back({{}, one.incentive, std::get<std::string>(row[1]), std::get<std::int64_t>(row[2])});
                                      return true;
                                  });
    }

    [[nodiscard]] bool as_in_ledger() const {
        for (const StatementStory& one : stories_) {
            if ((one.kept ? one.kept->award_fen : 0) != one.award.minor() || (one.kept ? one.kept->payable_fen : 0) != one.payable.minor()) {
                return false;
            }
        }
        return true;
    }

    Exit tell_difference() const {
        return ledger_problem(program_, {"L007",
                                         {"重算的结果与批次“" + account_->id + "”记下的不同", "recomputed, batch `" + account_->id + "` comes out different"},
                                         {"用 huiqi verify 看台账是否被改动，或者是否由另一版程序核定", "see with `huiqi verify` whether the ledger was changed, or another version of the program decided"}});
    }

    [[nodiscard]] std::string text() const {
        std::string text;
        for (std::size_t at = 0; at < explanations_.size(); ++at) {
            text += (at == 0 ? "" : "\n————\n") + explanation_text(explanations_[at], *run_->rules().rulebook.sources, program_.language);
        }
        text += program_.say({"\n结算（批次 " + account_->id + "，" + account_->decided_on + " 核定）\n", "\nsettlement (batch " + account_->id + ", decided on " + account_->decided_on + ")\n"});
        for (const StatementStory& one : stories_) {
            text += story_text(one);
        }
        if (run_->findings() != nullptr) {
            const auto found = run_->findings()->find(task_.application);
            text += findings_text(program_, found == run_->findings()->end() ? std::vector<FiledFinding>() : found->second);
        }
        return text + entries_text();
    }

    [[nodiscard]] std::string story_text(const StatementStory& one) const {
        std::string text = "  " + one.incentive + program_.say({"：核定 " + one.award.text() + " 元\n", ": award " + one.award.text() + " yuan\n"});
        for (const Reduction* cut : one.cuts) {
            const Bilingual why = reduction_words(*run_, *cut);
            text += "    − " + cut->amount.text() + program_.say({" 元  ", " yuan  "}) + program_.say(why) + "\n";
        }
        text += "    = " + program_.say({"应付 " + one.payable.text() + " 元\n", "payable " + one.payable.text() + " yuan\n"});
        if (one.kept && one.due_fen != one.payable.minor()) {
            text += "    → " + program_.say({"异议、更正以后应付 " + yuan_text(one.due_fen) + " 元\n", "after objections and corrections " + yuan_text(one.due_fen) + " yuan are due\n"});
        }
        for (const PaymentRow& payment : one.payments) {
            const std::string amount = yuan_text(payment.amount_fen < 0 ? -payment.amount_fen : payment.amount_fen);
            text += "    " + payment.day + "  " + (payment.amount_fen < 0 ? program_.say({"回来 ", "came back "}) : program_.say({"拨付 ", "paid "})) + amount + program_.say({" 元\n", " yuan\n"});
        }
        return text;
    }

    /// The entries of the ledger that speak of this application.
    [[nodiscard]] std::string entries_text() const {
        std::string text;
        for (const LedgerEntry& entry : ledger_->entries(account_->id)) {
            const auto body = parsed_json(entry.body);
            if (body.value("application", "") == task_.application) {
                text += "  " + std::to_string(entry.sequence) + "  " + body.value("at", "") + "  " + program_.say(entry_words(entry.kind)) + "  " + body.value("by", "") +
                        entry_details(program_, *ledger_, *account_, entry) + "  " + body.value("reason", "") + "\n";
            }
        }
        return text.empty() ? text : program_.say({"\n台账里对这一份的记录\n", "\nentries of the ledger on it\n"}) + text;
    }

    [[nodiscard]] std::string json() const {
        std::string text = "{\"batch\": " + Json(account_->id).dump() + ",\n\"application\": " + Json(task_.application).dump() + ",\n\"incentives\": [";
        for (std::size_t at = 0; at < explanations_.size(); ++at) {
            text += (at == 0 ? "" : ",\n") + explanation_json(explanations_[at], *run_->rules().rulebook.sources, std::nullopt);
        }
        Json stories = Json::array();
        for (const StatementStory& one : stories_) {
            stories.push_back(story_json(one));
        }
        Json entries = Json::array();
        for (const LedgerEntry& entry : ledger_->entries(account_->id)) {
            auto body = parsed_json(entry.body);
            if (body.value("application", "") == task_.application) {
                entries.push_back({{"sequence", entry.sequence}, {"body", std::move(body)}});
            }
        }
        return text + "],\n\"settlement\": " + stories.dump() + ",\n\"entries\": " + entries.dump() + "}\n";
    }

    [[nodiscard]] Json story_json(const StatementStory& one) const {
        Json story{{"incentive", one.incentive}, {"award", one.award.text()}, {"reductions", Json::array()}, {"payable", one.payable.text()},
                   {"due", yuan_text(one.due_fen)}, {"payments", Json::array()}};
        for (const Reduction* cut : one.cuts) {
            const Bilingual why = reduction_words(*run_, *cut);
            story["reductions"].push_back({{"amount", cut->amount.text()}, {"why", {{"zh", why.zh}, {"en", why.en}}}});
        }
        for (const PaymentRow& payment : one.payments) {
            story["payments"].push_back({{"day", payment.day}, {"amount", yuan_text(payment.amount_fen)}});
        }
        return story;
    }

    const Program& program_;
    const ExplainTask& task_;
    std::unique_ptr<Ledger> ledger_;
    std::optional<BatchAccount> account_;
    std::int64_t place_ = 0;
    KeptBatch kept_;
    SettlementTask from_;
    std::unique_ptr<SettlementRun> run_;
    std::vector<Explanation> explanations_;
    std::vector<StatementStory> stories_;   ///< by incentive
};

}  // namespace

void add_batch_explain(CLI::App& batch, Action& chosen) {
    auto* command = batch.add_subcommand("explain", "why one application gets what it gets, from its answers to its payments / 一份申报为什么得这么多");
    auto task = std::make_shared<ExplainTask>();
    command->add_option("BATCH", task->batch, "the batch / 批次")->required();
    command->add_option("--ledger", task->ledger, "a file (SQLite), or postgresql://… / 台账")->required();
    command->add_option("--application", task->application, "number of the application / 申报编号")->required();
    command->footer("examples:\n  huiqi batch explain 2025-1 --ledger ledger.db --application S007");
    command->callback([task, &chosen] {
        chosen = [task](const Program& program) { return BatchExplain(program, *task).run(); };
    });
}

}  // namespace huiqi
