#include "engine/ledger/verify.h"

#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "engine/ledger/batch_account.h"
#include "engine/ledger/batch_rows.h"
#include "engine/ledger/payments.h"
#include "engine/numeric/int128.h"

namespace huiqi {
namespace {

using Json = nlohmann::json;

/// Gives a text of a body that anybody may have written.
[[nodiscard]] std::string text_of(const Json& body, const char* name) {
    const auto found = body.is_object() ? body.find(name) : body.end();
    return found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// Checks a ledger piece by piece and notes what does not fit.
class Verifier {
public:
    Verifier(Ledger& ledger, const std::function<void(std::uint64_t, std::uint64_t)>& told) : ledger_(ledger), told_(told) {}

    LedgerCheck run(const std::string& head) {
        for (const std::string& damage : ledger_.database().damage()) {
            fault("数据库文件已损坏：" + damage, "the database file is damaged: " + damage);
        }
        check_chain(head);
        check_payments_have_entries();
        const std::map<std::string, std::uint64_t> rows = told_ ? rows_of_batches() : std::map<std::string, std::uint64_t>();
        for (const std::string& batch : batches_) {
            check_batch(batch);
            const auto found = rows.find(batch);
            done_ += found == rows.end() ? 0 : found->second;
        }
        check_rows_have_batches();
        check_pieces();
        if (ledger_.fault()) {
            check_.faults.push_back(*ledger_.fault());
        }
        check_.batches = batches_.size();
        return std::move(check_);
    }

private:
    void fault(const std::string& zh, const std::string& en) {
        if (ledger_.fault()) {
            return;   // the database answers nothing any more, and says itself why
        }
        check_.faults.push_back({"L009",
                                 {"台账对不上：" + zh, "the ledger does not tie: " + en},
                                 {"台账在写下以后被改动过或已损坏；用备份恢复，并查明是谁动的",
                                  "the ledger was changed or damaged after it was written; restore a copy, and find out by "
                                  "whom"}});
    }

    void check_chain(const std::string& head) {
        std::string previous(kNoEntry);
        std::int64_t expected = 1;
        bool head_seen = head.empty();
        std::vector<LedgerEntry> entries = ledger_.entries();
        for (const LedgerEntry& entry : entries) {
            check_entry(entry, expected, previous);
            head_seen = head_seen || entry.digest == head;
            previous = entry.digest;
            expected = entry.sequence + 1;
        }
        check_.entries = entries.size();
        check_.head = previous;
        if (!head_seen) {
            fault("链上没有摘要 " + head + "：台账被截短，或不是同一本", "no entry has the digest " + head +
                                                                         ": entries were cut off, or it is another ledger");
        }
    }

    void check_entry(const LedgerEntry& entry, std::int64_t expected, const std::string& previous) {
        const std::string name = std::to_string(entry.sequence);
        if (entry.sequence != expected) {
            fault("第 " + std::to_string(expected) + " 条缺失", "entry " + std::to_string(expected) + " is missing");
        }
        if (entry.previous != previous || entry_digest(entry.previous, entry.body) != entry.digest) {
            fault("第 " + name + " 条（批次 " + entry.batch + "）的摘要不符",
                  "the digest of entry " + name + " (batch " + entry.batch + ") does not fit");
        }
        const Json body = Json::parse(entry.body, nullptr, false);
        if (text_of(body, "batch") != entry.batch || text_of(body, "kind") != entry.kind) {
            fault("第 " + name + " 条的内容与它的批次、种类不符", "the body of entry " + name + " does not fit its batch and kind");
            return;
        }
        note_digests(body);
        if (const auto evidence = body.find("evidence"); evidence != body.end()) {
            const std::string digest = text_of(*evidence, "digest");
            if (seen_.insert(digest).second && !whole(digest)) {
                fault("第 " + name + " 条的佐证缺失或被改动过", "the evidence of entry " + name + " is missing or was changed");
            }
        }
        if (entry.kind == "decided") {
            batches_.push_back(entry.batch);
        }
        if (entry.kind == "paid" || entry.kind == "recovered" || (entry.kind == "returned" && !body.contains("waits"))) {
            paying_.insert(entry.sequence);
            if (kept_payments_digest(ledger_, entry.sequence) != text_of(body, "rows_digest")) {
                fault("第 " + name + " 条的拨付明细被改动过", "the payments of entry " + name + " were changed");
            }
        }
    }

    /// Notes what could be the digest of a kept file: the files of a decision, the evidence of a verdict.
    void note_digests(const Json& body) {
        constexpr std::size_t kDigits = 64;
        if (body.is_string() && body.get_ref<const std::string&>().size() == kDigits) {
            named_.insert(body.get<std::string>());
        }
        for (const Json& part : body.is_structured() ? body : Json::array()) {
            note_digests(part);
        }
    }

    /// Every kept file is what its digest says, and some entry names it.
    void check_pieces() {
        std::vector<std::string> kept;
        ledger_.database().query("SELECT DISTINCT digest FROM object_piece ORDER BY digest", {}, [&kept](const SqlRow& row) {
            kept.push_back(std::get<std::string>(row[0]));
            return true;
        });
        for (const std::string& digest : kept) {
            if (!named_.contains(digest)) {
                fault("保存的文件 " + digest + " 没有一条记录用到", "no entry names the kept file " + digest);
            }
            if (seen_.insert(digest).second && !whole(digest)) {
                fault("保存的文件 " + digest + " 被改动过", "the kept file " + digest + " was changed");
            }
        }
    }

    void check_batch(const std::string& batch) {
        const auto account = read_account(ledger_, batch);
        if (!account) {
            return;
        }
        const BatchDecision& decision = account->decision;
        const auto told = [this](std::uint64_t rows) { told_(done_ + rows, total_); };
        if (kept_rows_digest(ledger_, batch, told_ ? RowsTold(told) : RowsTold()) != decision.rows_digest) {
            fault("批次“" + batch + "”的核定明细被改动过", "the statements of batch `" + batch + "` were changed");
        }
        for (const auto* files : {&decision.rules, &decision.input, &decision.history, &decision.mapping, &decision.findings}) {
            for (const KeptFile& file : *files) {
                if (seen_.insert(file.digest).second && !whole(file.digest)) {
                    fault("批次“" + batch + "”保存的“" + file.path + "”缺失或被改动过",
                          "`" + file.path + "`, kept for batch `" + batch + "`, is missing or was changed");
                }
            }
        }
        check_sums(*account);
        check_changes(*account);
    }

    /// Counts the rows of each batch, and all of them.
    [[nodiscard]] std::map<std::string, std::uint64_t> rows_of_batches() {
        std::map<std::string, std::uint64_t> rows;
        for (const std::string& table : {std::string("application"), std::string("statement")}) {
            ledger_.database().query("SELECT batch, CAST(COUNT(*) AS BIGINT) FROM " + table + " GROUP BY batch ORDER BY batch", {}, [&](const SqlRow& row) {
                const auto count = static_cast<std::uint64_t>(std::get<std::int64_t>(row[1]));
                rows[std::get<std::string>(row[0])] += count;
                total_ += count;
                return true;
            });
        }
        return rows;
    }

    [[nodiscard]] bool whole(const std::string& digest) {
        return ledger_.holds(digest);
    }

    /// Corrections go up to what was settled or resolved, and what settlement left for later.
    void check_changes(const BatchAccount& account) {
        for (const auto& [place, due] : account.changed) {
            std::int64_t most = 0;
            ledger_.database().query("SELECT payable FROM statement WHERE batch = $1 AND place = $2 AND incentive = $3",
                                     {account.id, place.place, place.incentive}, [&most](const SqlRow& row) {
                                         most = std::get<std::int64_t>(row[0]);
                                         return false;
                                     });
            const auto resolved = account.resolved.find(place);
            const auto later = account.decision.later.find(place);
            most = resolved == account.resolved.end() ? most : resolved->second.minor();
            most += later == account.decision.later.end() ? 0 : later->second.minor();
            if (due.minor() > most) {
                const std::string row = std::to_string(place.place + 1);
                check_.faults.push_back({"L011",
                                         {"批次“" + account.id + "”第 " + row + " 份申报更正后的应付多于结算或决定的", "application no. " + row + " of batch `" + account.id + "` is due more, after correction, than was settled or resolved"},
                                         {"按结算的金额更正，多付的收回", "correct it to what was settled, and recover what was paid beyond"}});
            }
        }
    }

    /// Nothing is paid beyond what was due at some time, nor beyond what was approved.
    void check_sums(const BatchAccount& account) {
        Int128 sum = 0;
        for (const auto& [place, paid] : paid_sums(ledger_, account.id)) {
            sum += paid;
            if (paid < 0) {
                fault("批次“" + account.id + "”有一笔收回多于已付", "more came back of a payment of batch `" + account.id + "` than was paid");
            }
        }
        if (sum > account.approved.minor()) {
            fault("批次“" + account.id + "”的拨付超过批准数", "batch `" + account.id + "` was paid beyond what was approved");
        }
    }

    void check_payments_have_entries() {
        ledger_.database().query("SELECT sequence, CAST(COUNT(*) AS BIGINT) FROM payment GROUP BY sequence ORDER BY sequence",
                                 {}, [this](const SqlRow& row) {
                                     const auto sequence = std::get<std::int64_t>(row[0]);
                                     check_.payments += static_cast<std::uint64_t>(std::get<std::int64_t>(row[1]));
                                     if (!paying_.contains(sequence)) {
                                         fault("有拨付明细挂在第 " + std::to_string(sequence) + " 条下，而那一条不是拨付",
                                               "payments stand under entry " + std::to_string(sequence) + ", which pays nothing");
                                     }
                                     return true;
                                 });
        ledger_.database().query("SELECT DISTINCT e.sequence, e.batch, p.batch FROM payment p JOIN entry e ON e.sequence = p.sequence "
                                 "WHERE e.batch <> p.batch ORDER BY e.sequence, p.batch",
                                 {}, [this](const SqlRow& row) {
                                     const std::string sequence = std::to_string(std::get<std::int64_t>(row[0]));
                                     const auto& theirs = std::get<std::string>(row[1]);
                                     const auto& other = std::get<std::string>(row[2]);
                                     fault("第 " + sequence + " 条（批次 " + theirs + "）的拨付明细改写成了批次 " + other,
                                           "payments of entry " + sequence + " (batch " + theirs + ") are written to batch " + other);
                                     return true;
                                 });
    }

    void check_rows_have_batches() {
        const std::set<std::string> known(batches_.begin(), batches_.end());
        for (const std::string& table : {std::string("application"), std::string("statement")}) {
            ledger_.database().query("SELECT DISTINCT batch FROM " + table + " ORDER BY batch", {}, [&](const SqlRow& row) {
                const auto& batch = std::get<std::string>(row[0]);
                if (!known.contains(batch)) {
                    fault("有明细属于没有核定过的批次“" + batch + "”", "rows belong to batch `" + batch + "`, which was never decided");
                }
                return true;
            });
        }
    }

    Ledger& ledger_;
    const std::function<void(std::uint64_t, std::uint64_t)>& told_;
    std::uint64_t done_ = 0;   ///< rows of the batches before
    std::uint64_t total_ = 0;
    LedgerCheck check_;
    std::vector<std::string> batches_;
    std::set<std::int64_t> paying_;
    std::set<std::string> named_;   ///< digests in the entries
    std::set<std::string> seen_;
};

}  // namespace

LedgerCheck verify_ledger(Ledger& ledger, const std::string& head, const std::function<void(std::uint64_t, std::uint64_t)>& told) {
    return Verifier(ledger, told).run(head);
}

}  // namespace huiqi
