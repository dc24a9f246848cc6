#include "tools/huiqi/ledger/decided_before.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "engine/data/folded_key.h"
#include "engine/ledger/payments.h"

namespace huiqi {
namespace {

/// Numbers that a message names; more are counted.
constexpr std::size_t kNamed = 5;

/// Applications for which two batches have an award of the same incentive.
struct Repeated {
    std::size_t count = 0;
    std::string named_zh, named_en;

    void add(const std::string& number, std::int64_t row, std::int64_t other_row) {
        if (++count <= kNamed) {
            const std::string mine = std::to_string(row + 1);
            const std::string theirs = std::to_string(other_row + 1);
            named_zh += (count == 1 ? "" : "、") + number + "（第" + mine + "份，那里第" + theirs + "份）";
            named_en += (count == 1 ? "" : ", ") + number + " (no. " + mine + ", there no. " + theirs + ")";
        }
    }
};

/// One award of a batch, as its statement has it.
struct Awarded {
    StatementPlace place;
    std::string number;
    std::int64_t payable = 0;
};

/// Whether an award in two batches counts.
using Counts = std::function<bool(const Awarded& mine, const Awarded& theirs)>;

/// Whether money of a statement is due, or will be once a person frees it.
[[nodiscard]] bool is_due(const BatchAccount& account, const Awarded& one) {
    const auto changed = account.changed.find(one.place);
    if (changed != account.changed.end()) {
        return changed->second.minor() > 0;
    }
    const auto& held = account.decision.held;
    const auto hold = std::find_if(held.begin(), held.end(), [&one](const HeldStatement& statement) { return statement.place == one.place; });
    return one.payable > 0 || (hold != held.end() && std::none_of(hold->by.begin(), hold->by.end(), [&](const std::string& id) {
                                   const auto verdict = account.verdicts.find({one.number, id});
                                   return verdict != account.verdicts.end() && verdict->second == HoldVerdict::confirmed;
                               }));
}

/// Whether a statement with an award was set to 0 by a second decision or a correction.
[[nodiscard]] bool set_to_nothing(const BatchAccount& account, const StatementPlace& place) {
    const auto changed = account.changed.find(place);
    return changed != account.changed.end() && changed->second.minor() <= 0;
}

/// Finds awards of the same incentive in two batches; `numbers` says which numbers are the same application.
void find_repeated(Ledger& ledger, const BatchDecision& decision, const BatchAccount& other, std::string_view numbers,
                   const SqlRow& parameters, const Counts& counts, Repeated& found) {
    std::int64_t last = -1;
    // CROSS JOIN keeps the order of the tables in SQLite: the new rows, each looked up in the index of the others.
    ledger.database().query(
        "SELECT n.number, n.place, o.place, sn.incentive, so.incentive, sn.payable, so.payable, o.number FROM application n CROSS JOIN application o "
        "CROSS JOIN statement sn CROSS JOIN statement so WHERE n.batch = $1 AND o.batch = $2 AND " + std::string(numbers) +
            " AND sn.batch = n.batch AND sn.place = n.place AND sn.award > 0 AND so.batch = o.batch AND so.place = o.place "
            "AND so.award > 0 ORDER BY n.place",
        parameters, [&](const SqlRow& row) {
            const auto at = [&row](std::size_t column) { return std::get<std::int64_t>(row[column]); };
            const auto mine = static_cast<std::size_t>(at(3));
            const auto theirs = static_cast<std::size_t>(at(4));
            const auto counted = [&] {
                return counts({{at(1), at(3)}, std::get<std::string>(row[0]), at(5)}, {{at(2), at(4)}, std::get<std::string>(row[7]), at(6)});
            };
            if (mine < decision.incentives.size() && theirs < other.decision.incentives.size() && at(1) != last &&
                decision.incentives[mine] == other.decision.incentives[theirs] && counted()) {
                last = at(1);
                found.add(std::get<std::string>(row[0]), at(1), at(2));
            }
            return true;
        });
}

void every_number(Ledger& ledger, const std::string& batch, const std::function<void(const std::string&)>& sink) {
    ledger.database().query("SELECT number FROM application WHERE batch = $1", {batch}, [&sink](const SqlRow& row) {
        sink(std::get<std::string>(row[0]));
        return true;
    });
}

using Spellings = std::unordered_multimap<std::string, std::string>;

/// Gives the numbers of a batch that do not stand in their one spelling, by that spelling: mostly none.
[[nodiscard]] Spellings unusual_spellings(Ledger& ledger, const std::string& batch) {
    Spellings found;
    every_number(ledger, batch, [&found](const std::string& number) {
        if (!is_folded_key(number)) {
            found.emplace(folded_key(number), number);
        }
    });
    return found;
}

/// Gives the numbers of two batches that are one number in two spellings: the database compares bytes only.
[[nodiscard]] std::set<std::pair<std::string, std::string>> spelled_otherwise(Ledger& ledger, const std::string& batch,
                                                                              const std::string& other) {
    std::set<std::pair<std::string, std::string>> pairs;
    const auto look_up = [&](const std::string& read, const Spellings& unusual, bool read_is_mine) {
        if (unusual.empty()) {
            return;
        }
        every_number(ledger, read, [&](const std::string& number) {
            const auto [begin, end] = unusual.equal_range(folded_key(number));
            for (auto one = begin; one != end; ++one) {
                if (one->second != number) {
                    pairs.insert(read_is_mine ? std::pair(number, one->second) : std::pair(one->second, number));
                }
            }
        });
    };
    look_up(other, unusual_spellings(ledger, batch), false);
    look_up(batch, unusual_spellings(ledger, other), true);
    return pairs;
}

[[nodiscard]] Repeated repeated(Ledger& ledger, const std::string& batch, const BatchDecision& decision, const BatchAccount& other, const Counts& counts) {
    Repeated found;
    find_repeated(ledger, decision, other, "o.number = n.number", {batch, other.id}, counts, found);
    for (const auto& [mine, theirs] : spelled_otherwise(ledger, batch, other.id)) {
        find_repeated(ledger, decision, other, "n.number = $3 AND o.number = $4", {batch, other.id, mine, theirs}, counts, found);
    }
    return found;
}

[[nodiscard]] Bilingual how_to_go_on() {
    return {"同一份申报只核定一次：作废的批次用 huiqi batch withdraw 撤回；是另一件申报就给它另外的编号；更正在那一批里做（huiqi batch correct），要重新核定的先在那里改成应付 0，再加 --supplement --reason 说明",
            "an application is decided once: withdraw a batch that is void (huiqi batch withdraw); give another application another "
            "number; correct it in that batch (huiqi batch correct); where it must be decided anew, let 0 be due there first, and say --supplement --reason here"};
}

}  // namespace

bool same_files(const std::vector<KeptFile>& left, const std::vector<KeptFile>& right) {
    const auto digests = [](const std::vector<KeptFile>& files) {
        std::vector<std::string> all;
        for (const KeptFile& file : files) {
            all.push_back(file.digest);
        }
        std::sort(all.begin(), all.end());
        return all;
    };
    return digests(left) == digests(right);
}

std::optional<LedgerFault> decided_before(Ledger& ledger, const std::string& batch, const BatchDecision& decision,
                                          const BatchAccount& other) {
    const auto& theirs = other.decision.incentives;
    const bool shares = std::any_of(decision.incentives.begin(), decision.incentives.end(),
                                    [&theirs](const auto& id) { return std::find(theirs.begin(), theirs.end(), id) != theirs.end(); });
    if (!shares) {
        return std::nullopt;
    }
    const std::string stage_zh = stage_text(other.stage).zh;
    const std::string stage_en = stage_text(other.stage).en;
    if (same_files(decision.input, other.decision.input)) {
        return LedgerFault{"L017",
                           {"批次“" + other.id + "”（" + stage_zh + "）是从同样的申报数据核定的",
                            "batch `" + other.id + "` (" + stage_en + ") was decided from the same applications"},
                           how_to_go_on()};
    }
    const Repeated found = repeated(ledger, batch, decision, other, [](const Awarded&, const Awarded&) { return true; });
    if (found.count == 0) {
        return std::nullopt;
    }
    const std::string count = std::to_string(found.count);
    const bool more = found.count > kNamed;
    return LedgerFault{"L017",
                       {"批次“" + other.id + "”（" + stage_zh + "）已给这里的 " + count + " 份申报核定过同样的事项：" + found.named_zh + (more ? "……" : ""),
                        "batch `" + other.id + "` (" + stage_en + ") has awards of the same incentives for " + count +
                            " of these applications: " + found.named_en + (more ? " …" : "")},
                       how_to_go_on()};
}

std::optional<LedgerFault> due_before(Ledger& ledger, const std::string& batch, const BatchDecision& decision, const BatchAccount& other,
                                      const BatchAccount* known, const std::set<StatementPlace>* only) {
    const Repeated found = repeated(ledger, batch, decision, other, [&](const Awarded& mine, const Awarded& theirs) {
        return (only == nullptr || only->contains(mine.place)) && (known == nullptr || !set_to_nothing(*known, mine.place)) && is_due(other, theirs);
    });
    if (found.count == 0) {
        return std::nullopt;
    }
    const std::string count = std::to_string(found.count);
    const bool more = found.count > kNamed;
    return LedgerFault{"L019",
                       {"批次“" + other.id + "”（" + stage_text(other.stage).zh + "）里这 " + count + " 份申报的同样事项还有应付，在补充批次里再核定就要付两次：" +
                            found.named_zh + (more ? "……" : ""),
                        "in batch `" + other.id + "` (" + stage_text(other.stage).en + ") money is due for the same incentives of " + count +
                            " of these applications, and a supplement would pay it twice: " + found.named_en + (more ? " …" : "")},
                       {"只改金额的，在那一批里改：huiqi batch correct；要按更正后的申报重新核定的，先在那一批里改成应付 0（已拨付的 correct --due 0，被拦着的也一样，已付的随后收回；有异议的 resolve --due 0；还没有拨付的也可以撤回那一批），再记补充；另外的一件事用另外的申报编号",
                        "where only the amount changes, change it there: huiqi batch correct; where the application must be decided anew, let 0 be due there first (correct --due 0 once paid, also of what is held, and "
                        "recover what was paid; resolve --due 0 ends an objection; a batch that is not paid may be withdrawn), then enter the supplement; another matter gets another application number"}};
}

std::optional<LedgerFault> paid_before(Ledger& ledger, const BatchAccount& account, const std::set<StatementPlace>& only, const BatchAccount& other) {
    const auto paid = paid_sums(ledger, other.id);
    if (paid.empty()) {
        return std::nullopt;
    }
    const Repeated found = repeated(ledger, account.id, account.decision, other, [&](const Awarded& mine, const Awarded& theirs) {
        const auto sum = paid.find(theirs.place);
        return only.contains(mine.place) && sum != paid.end() && sum->second > 0;
    });
    if (found.count == 0) {
        return std::nullopt;
    }
    const std::string count = std::to_string(found.count);
    const bool more = found.count > kNamed;
    return LedgerFault{"L019",
                       {"批次“" + other.id + "”已付过这 " + count + " 份申报的同样事项，钱还没有收回，再付就付了两次：" + found.named_zh + (more ? "……" : ""),
                        "batch `" + other.id + "` paid the same incentives of " + count + " of these applications, the money has not come back, and this would pay it twice: " +
                            found.named_en + (more ? " …" : "")},
                       {"先收回那里付的，登记 huiqi batch recover；等不及的，先用 huiqi batch object 把这几份留下，其余的照付",
                        "let what was paid there come back first, and enter it (huiqi batch recover); to pay the others before that, leave these out with `huiqi batch object`"}};
}

}  // namespace huiqi
