#include "tools/huiqi/ledger/batch_rows_choice.h"

#include <utility>
#include <vector>

#include "engine/data/folded_key.h"
#include "engine/rulebook/short_names.h"
#include "tools/huiqi/ledger/ledger_use.h"

namespace huiqi {
namespace {

[[nodiscard]] std::optional<std::int64_t> incentive_place(const BatchAccount& account, const std::string& name) {
    const auto place = place_called(account.decision.incentives, name);
    return place ? std::optional(static_cast<std::int64_t>(*place)) : std::nullopt;
}

[[nodiscard]] std::string joined(const std::vector<std::string>& ids) {
    std::string text;
    for (const std::string& id : ids) {
        text += (text.empty() ? "" : ", ") + id;
    }
    return text;
}

/// Gives the most that a correction may say is due: what was settled or resolved, and what settlement left for later.
[[nodiscard]] std::int64_t most_due(const BatchAccount& account, const KeptStatement& statement) {
    const auto resolved = account.resolved.find(statement.place);
    const auto later = account.decision.later.find(statement.place);
    return (resolved == account.resolved.end() ? statement.payable_fen : resolved->second.minor()) +
           (later == account.decision.later.end() ? 0 : later->second.minor());
}

}  // namespace

std::string kept_number(Ledger& ledger, const std::string& batch, const std::string& typed) {
    bool exact = false;
    const auto look_up = [&exact](const SqlRow&) {
        exact = true;
        return false;
    };
    ledger.database().query("SELECT place FROM application WHERE batch = $1 AND number = $2", {batch, typed}, look_up);
    if (exact || typed.empty()) {
        return typed;
    }
    const std::string wanted = folded_key(typed);
    std::vector<std::string> meant;
    ledger.database().query("SELECT number FROM application WHERE batch = $1 ORDER BY place", {batch}, [&](const SqlRow& row) {
        const auto& number = std::get<std::string>(row[0]);
        if (folded_key(number) == wanted) {
            meant.push_back(number);
        }
        return true;
    });
    return meant.size() == 1 ? meant.front() : typed;
}

std::optional<std::int64_t> find_application(const Program& program, Ledger& ledger, const BatchAccount& account,
                                             const std::string& number) {
    std::optional<std::int64_t> place;
    ledger.database().query("SELECT place FROM application WHERE batch = $1 AND number = $2", {account.id, number},
                            [&place](const SqlRow& row) {
                                place = std::get<std::int64_t>(row[0]);
                                return false;
                            });
    if (!place) {
        (void)ledger_problem(program, {"L010",
                                       {"批次“" + account.id + "”里没有申报“" + number + "”",
                                        "batch `" + account.id + "` has no application `" + number + "`"},
                                       {"看编号是否写对", "see whether the number is right"}});
    }
    return place;
}

std::optional<KeptStatement> find_statement(const Program& program, Ledger& ledger, const BatchAccount& account,
                                            const std::string& number, const std::string& incentive) {
    const auto place = find_application(program, ledger, account, number);
    if (!place) {
        return std::nullopt;
    }
    const auto wanted = incentive_place(account, incentive);
    if (!incentive.empty() && !wanted) {
        const std::string ids = joined(account.decision.incentives);
        (void)ledger_problem(program, {"L010", {"这一批里没有事项“" + incentive + "”", "the batch has no incentive `" + incentive + "`"},
                                       {"有：" + ids, "there are: " + ids}});
        return std::nullopt;
    }
    std::vector<KeptStatement> found;
    ledger.database().query("SELECT incentive, award, payable FROM statement WHERE batch = $1 AND place = $2",
                            {account.id, *place}, [&](const SqlRow& row) {
                                const auto at = std::get<std::int64_t>(row[0]);
                                const auto award = std::get<std::int64_t>(row[1]);
                                if (wanted ? at == *wanted : incentive.empty() && award > 0) {
                                    found.push_back({{*place, at}, award, std::get<std::int64_t>(row[2])});
                                }
                                return true;
                            });
    if (found.size() == 1) {
        return found.front();
    }
    if (found.empty()) {
        (void)ledger_problem(program, {"L010",
                                       {"申报“" + number + "”" + (incentive.empty() ? "" : "的“" + incentive + "”") + "在这一批里没有核定金额：不符合、待补或计算出错",
                                        "application `" + number + "` has no award" + (incentive.empty() ? std::string() : " of `" + incentive + "`") + " in this batch: it was refused, is open or in error"},
                                       {"要付的在补充批次里核定（settle --supplement --reason）", "what is to be paid is decided in a supplementary batch (settle --supplement --reason)"}});
        return std::nullopt;
    }
    const std::string ids = joined(account.decision.incentives);
    (void)ledger_problem(program, {"L010",
                                   {"申报“" + number + "”有几项，要改的是哪一项，看不出来",
                                    "which award of application `" + number + "` is meant cannot be told: there are several"},
                                   {"写 --incentive：" + ids, "give --incentive: " + ids}});
    return std::nullopt;
}

std::optional<ChangedAmount> changed_amount(const Program& program, Ledger& ledger, const BatchAccount& account,
                                            const ChangeTask& task) {
    const auto due = read_yuan(program, "--due", task.due);
    const auto statement =
        due ? find_statement(program, ledger, account, task.application, task.incentive) : std::nullopt;
    if (!statement) {
        return std::nullopt;
    }
    const auto changed = account.changed.find(statement->place);
    const std::int64_t now = changed == account.changed.end() ? statement->payable_fen : changed->second.minor();
    const std::int64_t most = task.correction ? most_due(account, *statement) : statement->payable_fen;
    if (due->minor() > most) {
        (void)ledger_problem(
            program, {"L011",
                      {"改为 " + due->text() + " 元，多于可以的 " + yuan_text(most) + " 元",
                       due->text() + " yuan are more than the " + yuan_text(most) + " that there may be"},
                      {"多出的在补充批次里核定（settle --supplement --reason），上限和预算才算得到它",
                       "more is decided in a supplementary batch (settle --supplement --reason), where limits and budgets count it"}});
        return std::nullopt;
    }
    if (const auto held = still_held(account, task.application, statement->place); due->minor() > now && !held.empty()) {
        const std::string ids = joined(held);
        (void)ledger_problem(program, {"L011",
                                       {"申报“" + task.application + "”还被拦着（" + ids + "），应付不能改多", "application `" + task.application + "` is held (" + ids + "): no more can be due of it"},
                                       {"先由另一人放行：huiqi batch clear", "another person clears it first: huiqi batch clear"}});
        return std::nullopt;
    }
    return ChangedAmount{statement->place, due->minor(), now};
}

}  // namespace huiqi
