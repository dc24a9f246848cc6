#include "tools/huiqi/ledger/earlier_uses.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "engine/ledger/payments.h"
#include "engine/numeric/int128.h"
#include "tools/huiqi/decide/settlement_run.h"
#include "tools/huiqi/ledger/ledger_use.h"

namespace huiqi {
namespace {

/// What the batches of a bundle were paid, one for each statement that kept something.
struct PaidStatement {
    std::string incentive;
    std::int64_t fen = 0;
};

[[nodiscard]] std::vector<PaidStatement> paid_by(Ledger& ledger, const std::set<std::string>& batches, std::int64_t end) {
    std::vector<PaidStatement> paid;
    ledger.database().query("SELECT batch, place, id, CAST(SUM(amount) AS BIGINT) FROM payment WHERE sequence <= $1 GROUP BY batch, place, id ORDER BY batch, place, id",
                            {end}, [&](const SqlRow& row) {
                                if (std::get<std::int64_t>(row[3]) > 0 && batches.contains(std::get<std::string>(row[0]))) {
                                    paid.push_back({.incentive = std::get<std::string>(row[2]), .fen = std::get<std::int64_t>(row[3])});
                                }
                                return true;
                            });
    return paid;
}

[[nodiscard]] Bilingual amount_words(bool quota, Int128 used) {
    const std::string number = quota ? std::to_string(to_int64(used)) : yuan_text(to_int64(used));
    return {number + (quota ? " 个" : " 元"), number + (quota ? " places" : " yuan")};
}

/// Tells what was paid under the rules that are each batch's own.
template <class Rule>
void tell_of_own(const Bundle& bundle, const std::vector<Rule>& rules, bool quota, const std::vector<PaidStatement>& paid, std::vector<Bilingual>& told) {
    for (std::uint32_t at = 0; at < rules.size(); ++at) {
        const auto& members = rules[at].members;
        Int128 used = 0;
        for (const PaidStatement& one : paid) {
            const bool counts = std::any_of(members.begin(), members.end(), [&](std::uint32_t member) { return bundle.incentives[member] == one.incentive; });
            used += !counts ? 0 : quota ? 1 : one.fen;
        }
        if (rules[at].counted == Counted::nothing && used > 0) {
            const Bilingual rule = bound_words(quota, at, std::nullopt);
            const Bilingual what = amount_words(quota, used);
            told.push_back({"注意：" + rule.zh + "只算这一批；同一组合以前各批在它名下已付 " + what.zh + "，没有减去（要减去，规则里写“期间”；是补充的批次，用 --supplement）",
                            "note: the " + rule.en + " is this batch's own; earlier batches of the same bundle took " + what.en +
                                " under it, which are not taken off (to count them, say `period` in the rules; for a supplement, --supplement)"});
        }
    }
}

/// What other batches were approved and paid.
struct Approved {
    Int128 fen = 0;
    Int128 paid_fen = 0;
    std::string batches;

    void add(Ledger& ledger, const BatchAccount& other) {
        fen += other.approved.minor();
        for (const auto& [place, paid] : paid_sums(ledger, other.id)) {
            paid_fen += paid;
        }
        batches += (batches.empty() ? "" : ", ") + other.id;
    }
    [[nodiscard]] Bilingual words() const {
        const std::string approved = yuan_text(to_int64(fen));
        const std::string paid = yuan_text(to_int64(paid_fen));
        return {"已批准 " + approved + " 元，已付 " + paid + " 元（" + batches + "）", "were approved " + approved + " yuan and paid " + paid + " (" + batches + ")"};
    }
};

}  // namespace

std::set<std::string> batches_of_bundle(Ledger& ledger, const std::string& bundle, std::int64_t end) {
    std::set<std::string> batches;
    (void)ledger.every_entry([&](const LedgerEntry& entry) {
        if (entry.sequence <= end && entry.kind == "decided") {
            const auto body = nlohmann::json::parse(entry.body, nullptr, false);
            if (body.is_object() && body.value("bundle", "") == bundle) {
                batches.insert(entry.batch);
            }
        }
        return entry.sequence < end;
    });
    return batches;
}

Bilingual bound_words(bool quota, std::uint32_t rule, std::optional<std::int32_t> year) {
    const std::string number = rule == 0 ? "" : " " + std::to_string(rule + 1);
    const std::string of_year = year ? std::to_string(*year) : "";
    return {(year ? of_year + " 年的" : "") + (quota ? "名额" : "预算") + number, (quota ? "quota" : "budget") + number + (year ? " of " + of_year : "")};
}

std::vector<Bilingual> told_of_earlier(Ledger& ledger, const SettlementRun& run, std::int64_t end) {
    std::vector<Bilingual> told;
    for (const BoundPool& pool : run.settlement().pools) {
        if (pool.earlier > 0) {
            const bool quota = pool.step == ReductionCause::quota;
            const Bilingual rule = bound_words(quota, pool.rule, pool.year);
            const Bilingual what = amount_words(quota, pool.earlier);
            told.push_back({"注意：" + rule.zh + "减去了以前各批已付的 " + what.zh, "note: " + what.en + " that earlier batches took are taken off the " + rule.en});
        }
    }
    const SettlementRules& rules = run.settlement_rules();
    if (!rules.quotas.empty() || !rules.budgets.empty()) {
        const std::vector<PaidStatement> paid = paid_by(ledger, batches_of_bundle(ledger, run.bundle().id, end), end);
        tell_of_own(run.bundle(), rules.quotas, true, paid, told);
        tell_of_own(run.bundle(), rules.budgets, false, paid, told);
    }
    return told;
}

void tell_of_approvals(const Program& program, Ledger& ledger, const BatchAccount& account, const std::string& budget) {
    Approved named;
    Approved of_bundle;
    for (const std::string& name : batch_names(ledger)) {
        const auto other = name == account.id ? std::nullopt : read_account(ledger, name);
        if (!other || (other->stage != BatchStage::approved && other->stage != BatchStage::paid)) {
            continue;
        }
        if (same_person(other->budget, budget)) {   // case, width and blanks make no other budget either
            named.add(ledger, *other);
        }
        if (other->decision.bundle == account.decision.bundle && !account.decision.options.contains("supplement")) {
            of_bundle.add(ledger, *other);
        }
    }
    if (!named.batches.empty()) {
        talk(program.say({"注意：“" + budget + "”名下，其他批次" + named.words().zh, "note: under `" + budget + "` other batches " + named.words().en}));
    }
    if (!of_bundle.batches.empty()) {
        talk(program.say({"注意：同一组合的其他批次" + of_bundle.words().zh + "；没有写“期间”的名额、预算没有减去它们",
                          "note: other batches of the same bundle " + of_bundle.words().en + "; quotas and budgets without `period` are settled without them"}));
    }
}

}  // namespace huiqi
