#include "tools/huiqi/ledger/earlier_holds.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/data/folded_key.h"
#include "engine/ledger/batch_account.h"

namespace huiqi {
namespace {

using Json = nlohmann::json;

/// Reads entries in their order; the last word on an application and what holds it stands.
class EarlierHolds {
public:
    explicit EarlierHolds(Ledger& ledger) : ledger_(ledger) {}

    void take(const LedgerEntry& entry) {
        const Json body = Json::parse(entry.body);
        if (entry.kind == "decided") {
            take_decision(entry.batch, decision_of(entry.body));
        } else if (entry.kind == "lifted") {
            take_lifted(entry.batch, body);
        } else if (entry.kind == "cleared" || entry.kind == "confirmed") {
            for (const Json& id : body.at("findings")) {
                const Key key(folded_key(body.at("application").get<std::string>()), id.get<std::string>());
                if (entry.kind == "cleared") {
                    holds_.erase(key);
                } else {
                    confirm(key, entry.batch, body);
                }
            }
        }
    }

    [[nodiscard]] FiledFindings findings() const {
        FiledFindings all;
        for (const auto& [key, hold] : holds_) {
            for (const std::string& incentive : hold.open || !hold.confirmed_by.empty() ? hold.incentives : std::set<std::string>()) {
                FiledFinding one;
                one.detector = key.second;
                one.level = "hold";
                one.incentive = incentive;
                one.hold_days = hold.confirmed_by.empty() ? hold.days : 0;
                one.batch = hold.batch;
                one.confirmed_by = hold.confirmed_by;
                all[key.first].push_back(std::move(one));
            }
        }
        return all;
    }

private:
    using Key = std::pair<std::string, std::string>;   // number in its one spelling, id
    struct Hold {
        std::string batch;
        std::string confirmed_by;   ///< empty: nobody decided on it
        std::set<std::string> incentives;
        std::int64_t days = 0;
        bool open = false;          ///< found by a detector; what only rules found waits in case that it is confirmed
    };

    void take_decision(const std::string& batch, const BatchDecision& decision) {
        decided_.insert_or_assign(batch, decision);
        for (const HeldStatement& held : decision.held) {
            const std::string number = folded_key(number_of(batch, held.place.place));
            for (const std::string& id : held.by) {
                Hold& hold = holds_[{number, id}];
                hold.incentives.insert(decision.incentives.at(static_cast<std::size_t>(held.place.incentive)));
                hold.days = held.with_batch ? 0 : held.days;
                const bool of_detector = decision.found.contains(id) || decision.not_evaluated.contains(id);
                hold.open = hold.open || of_detector;
                if (hold.batch.empty() || (of_detector && hold.confirmed_by.empty())) {
                    hold.batch = batch;
                }
            }
        }
    }

    void confirm(const Key& key, const std::string& batch, const Json& body) {
        auto found = holds_.find(key);
        if (found == holds_.end()) {   // cleared before, or it does not hold at all
            found = holds_.emplace(key, Hold{.batch = batch, .confirmed_by = {}, .incentives = held_incentives(batch, key), .days = 0, .open = false}).first;
        }
        found->second.batch = batch;
        found->second.confirmed_by = body.at("by").get<std::string>();
    }

    /// The incentives of an application that something held in a batch.
    [[nodiscard]] std::set<std::string> held_incentives(const std::string& batch, const Key& key) {
        std::set<std::string> incentives;
        const BatchDecision& decision = decided_[batch];
        for (const HeldStatement& held : decision.held) {
            const bool by = std::find(held.by.begin(), held.by.end(), key.second) != held.by.end();
            if (by && folded_key(number_of(batch, held.place.place)) == key.first) {
                incentives.insert(decision.incentives.at(static_cast<std::size_t>(held.place.incentive)));
            }
        }
        return incentives;
    }

    /// A hold that its day ended is over, unless somebody had confirmed it.
    void take_lifted(const std::string& batch, const Json& body) {
        for (const HeldStatement& held : decided_[batch].held) {
            const bool lifted = std::any_of(body.at("due").begin(), body.at("due").end(), [&held](const Json& one) {
                return StatementPlace{one.at("place").get<std::int64_t>(), one.at("incentive").get<std::int64_t>()} == held.place;
            });
            const std::string number = lifted ? folded_key(number_of(batch, held.place.place)) : std::string();
            for (const std::string& id : lifted ? held.by : std::vector<std::string>()) {
                const auto hold = holds_.find({number, id});
                if (hold != holds_.end() && hold->second.confirmed_by.empty()) {
                    holds_.erase(hold);
                }
            }
        }
    }

    [[nodiscard]] std::string number_of(const std::string& batch, std::int64_t place) {
        std::string number;
        ledger_.database().query("SELECT number FROM application WHERE batch = $1 AND place = $2", {batch, place}, [&number](const SqlRow& row) {
            number = std::get<std::string>(row[0]);
            return false;
        });
        return number;
    }

    Ledger& ledger_;
    std::map<std::string, BatchDecision> decided_;
    std::map<Key, Hold> holds_;
};

[[nodiscard]] bool tells_of_holds(const LedgerEntry& entry) {
    return entry.kind == "decided" || entry.kind == "cleared" || entry.kind == "confirmed" || entry.kind == "lifted";
}

}  // namespace

FiledFindings earlier_holds(Ledger& ledger, std::int64_t end) {
    std::vector<LedgerEntry> entries;   // read before anything else is asked: a server answers one query at a time
    (void)ledger.every_entry([&](const LedgerEntry& entry) {
        if (entry.sequence <= end && tells_of_holds(entry)) {
            entries.push_back(entry);
        }
        return entry.sequence < end;
    });
    EarlierHolds holds(ledger);
    try {
        for (const LedgerEntry& entry : entries) {
            holds.take(entry);
        }
    } catch (const Json::exception&) {
        return holds.findings();   // an entry that somebody changed: `verify` names it
    }
    return holds.findings();
}

FiledFindings confirmed_holds(Ledger& ledger) {
    bool any = false;
    (void)ledger.every_entry([&any](const LedgerEntry& entry) {
        any = any || entry.kind == "confirmed";
        return !any;
    });
    FiledFindings all = any ? earlier_holds(ledger, std::numeric_limits<std::int64_t>::max()) : FiledFindings();
    for (auto& [application, found] : all) {
        std::erase_if(found, [](const FiledFinding& one) { return one.confirmed_by.empty(); });
    }
    return all;
}

}  // namespace huiqi
