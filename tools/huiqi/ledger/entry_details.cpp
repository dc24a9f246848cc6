#include "tools/huiqi/ledger/entry_details.h"

#include <cstdint>
#include <map>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/ledger/payments.h"
#include "tools/huiqi/ledger/ledger_use.h"

namespace huiqi {
namespace {

using Json = nlohmann::json;

/// Names a statement as people do: the number of its application, and its incentive where the batch has several.
[[nodiscard]] std::string statement_name(Ledger& ledger, const BatchAccount& account, std::int64_t place, std::int64_t incentive) {
    std::string name = "?";
    ledger.database().query("SELECT number FROM application WHERE batch = $1 AND place = $2", {account.id, place}, [&name](const SqlRow& row) {
        name = std::get<std::string>(row[0]);
        return false;
    });
    const auto& ids = account.decision.incentives;
    const auto at = static_cast<std::size_t>(incentive);
    return ids.size() > 1 && at < ids.size() ? name + " " + ids[at] : name;
}

[[nodiscard]] std::string due_details(const Program& program, Ledger& ledger, const BatchAccount& account, const Json& body) {
    std::string text;
    const bool waits = body.value("waits", false);
    for (const Json& one : body.value("due", Json::array())) {
        const std::string name = statement_name(ledger, account, one.value("place", std::int64_t{-1}), one.value("incentive", std::int64_t{0}));
        const std::string yuan = yuan_text(one.value("due_fen", std::int64_t{0}));
        text += "  " + program.say({name + (waits ? " 拟改为应付 " : " 应付 ") + yuan + " 元", name + (waits ? " would be due " : " is due ") + yuan + " yuan"});
    }
    return text;
}

/// What came back, each of its statement: an entry of one or several payments below zero.
[[nodiscard]] std::string returned_details(const Program& program, Ledger& ledger, const BatchAccount& account, const LedgerEntry& entry) {
    std::vector<SqlRow> rows;   // named behind the query: a server answers one at a time
    ledger.database().query("SELECT place, incentive, day, amount FROM payment WHERE sequence = $1 AND amount < 0 ORDER BY place, incentive", {entry.sequence},
                            [&rows](const SqlRow& row) {
                                rows.push_back(row);
                                return true;
                            });
    const bool by_bank = entry.kind == "returned";
    std::string text;
    for (const SqlRow& row : rows) {
        const std::string name = statement_name(ledger, account, std::get<std::int64_t>(row[0]), std::get<std::int64_t>(row[1]));
        const std::string yuan = yuan_text(-std::get<std::int64_t>(row[3]));
        const std::string& day = std::get<std::string>(row[2]);
        text += "  " + program.say({name + (by_bank ? " 退回 " : " 收回 ") + yuan + " 元（" + day + "）", name + ": " + yuan + " yuan came back " + (by_bank ? "from the bank " : "") + "on " + day});
    }
    return text;
}

/// Whose part of a payment came back, where several parties pay.
[[nodiscard]] std::string payers_of_return(const Program& program, const Json& body) {
    std::string text;
    for (const auto& [payer, fen] : body.value("parts", std::map<std::string, std::int64_t>())) {
        const std::string yuan = yuan_text(fen);
        text += text.empty() ? program.say({"  付款方 ", "  paid by "}) : program.say({"、", ", "});
        text += payer + " " + program.say({yuan + " 元", yuan + " yuan"});
    }
    return text;
}

/// What of the payee was put right, or would be when another person confirms it.
[[nodiscard]] std::string payee_details(const Program& program, const Json& body) {
    std::string text = "  " + body.value("application", "");
    for (const auto& [column, cell] : body.value("cells", std::map<std::string, std::string>())) {
        text += "  " + column + "=" + cell;
    }
    return text + (body.value("waits", false) ? program.say({"（待另一人确认）", " (waits for another person)"}) : "");
}

[[nodiscard]] std::string decided_details(const Program& program, const BatchDecision& decision, const Json& body) {
    const std::string read = std::to_string(decision.rows_read);
    const std::string set_aside = std::to_string(decision.rows_rejected);
    std::string text = "  " + program.say({"读入 " + read + " 行，退回 " + set_aside + " 行，核定 " + decision.award.text() + " 元，应付 " + decision.payable.text() + " 元",
                               read + " rows read, " + set_aside + " set aside, awards " + decision.award.text() + " yuan, payable " + decision.payable.text()});
    for (const Json& table : body.value("tables", Json::array())) {
        const std::string name = table.value("table", "");
        const std::string rows = std::to_string(table.value("rows_read", std::uint64_t{0}));
        const std::string aside = std::to_string(table.value("rows_set_aside", std::uint64_t{0}));
        text += program.say({"；附表 " + name + " 读入 " + rows + " 行，退回 " + aside + " 行", "; child table " + name + ": " + rows + " rows read, " + aside + " set aside"});
    }
    return text;
}

}  // namespace

std::string entry_details(const Program& program, Ledger& ledger, const BatchAccount& account, const LedgerEntry& entry) {
    const Json body = Json::parse(entry.body, nullptr, false);
    if (!body.is_object()) {
        return {};
    }
    if (entry.kind == "decided") {
        return decided_details(program, account.decision, body);
    }
    if (entry.kind == "approved") {
        const std::string yuan = yuan_text(body.value("amount_fen", std::int64_t{0}));
        return "  " + program.say({"最多 " + yuan + " 元", "at most " + yuan + " yuan"});
    }
    if (entry.kind == "paid") {
        const std::string count = std::to_string(body.value("count", std::int64_t{0}));
        const std::string yuan = yuan_text(body.value("sum_fen", std::int64_t{0}));
        const std::string day = body.value("day", "");
        return "  " + program.say({count + " 笔 " + yuan + " 元（" + day + "）", count + " payments of " + yuan + " yuan on " + day});
    }
    if (entry.kind == "payee") {
        return payee_details(program, body);
    }
    return due_details(program, ledger, account, body) + returned_details(program, ledger, account, entry) +
           (entry.kind == "returned" ? payers_of_return(program, body) : std::string());
}

}  // namespace huiqi
