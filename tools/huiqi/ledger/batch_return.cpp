#include "tools/huiqi/ledger/batch_return.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <nlohmann/json.hpp>

#include "engine/io/heading.h"
#include "engine/ledger/payments.h"
#include "tools/huiqi/command_line.h"
#include "tools/huiqi/ledger/batch_rows_choice.h"
#include "tools/huiqi/ledger/payment_entry.h"
#include "tools/huiqi/ledger/returned_parts.h"
#include "tools/huiqi/report/list_source.h"
#include "tools/huiqi/rules.h"

namespace huiqi {
namespace {

using Json = nlohmann::json;
using Cells = std::map<std::string, std::string>;

/// Gives the cells by column; nothing where one column stands twice, however it is spelled: which text is right could not be told.
[[nodiscard]] std::optional<Cells> read_cells(const Program& program, const std::vector<std::string>& texts) {
    Cells cells;
    std::set<std::string> columns;
    for (const std::string& text : texts) {
        const std::size_t sign = text.find('=');
        const std::string column = text.substr(0, sign);
        if (!columns.insert(folded_heading(column)).second) {
            complain(program, {"--set：列“" + column + "”写了两次", "--set: the column `" + column + "` stands twice"},
                     {"一列只写一次；空格、大小写和全角半角不同的还是同一列", "give a column once; blanks, case and width make no other column"});
            return std::nullopt;
        }
        cells.emplace(column, text.substr(sign + 1));
    }
    return cells;
}

/// The last payment of a statement; 0 fen when there was none.
struct LastPayment {
    std::int64_t sequence = 0;
    std::int64_t fen = 0;
    bool stands = false;   ///< nothing came back since
};

[[nodiscard]] LastPayment last_paid(Ledger& ledger, const std::string& batch, const StatementPlace& place) {
    LastPayment last;
    ledger.database().query("SELECT amount, sequence FROM payment WHERE batch = $1 AND place = $2 AND incentive = $3 ORDER BY sequence DESC",
                            {batch, place.place, place.incentive}, [&last](const SqlRow& row) {
                                const auto fen = std::get<std::int64_t>(row[0]);
                                last = {std::get<std::int64_t>(row[1]), fen, fen > 0 && last.fen == 0};
                                return fen < 0;
                            });
    return last;
}

/// Money that came back, and to which parties, where the rules say who pays.
struct ReturnedMoney {
    std::int64_t fen = 0;
    PartsByPayer parts;
};

/// Tells what each party paid of a payment of a statement, that of an entry; of 0 fen: what stands paid by each before the entry,
/// over all payments, less what came back.
[[nodiscard]] Exit paid_parts(const Program& program, const ReturnTask& task, Ledger& ledger, const BatchAccount& account,
                              const StatementPlace& place, std::int64_t fen, std::int64_t entered, PartsByPayer& parts) {
    std::vector<ListRow> rows(1);
    rows[0].award_fen = rows[0].amount_fen = fen;
    rows[0].application = task.application;
    rows[0].incentive = account.decision.incentives[static_cast<std::size_t>(place.incentive)];
    std::vector<std::string> payers;
    if (const Exit problem = divide_from_ledger(program, ledger, account, rows, payers, entered); problem != Exit::done) {
        return problem;
    }
    for (std::size_t payer = 0; payer < payers.size(); ++payer) {
        if (rows[0].parts_fen[payer] > 0) {
            parts[payers[payer]] = rows[0].parts_fen[payer];
        }
    }
    return Exit::done;
}

/// Says who paid what of the payment that came back, and that one of them must be named.
[[nodiscard]] Exit ask_for_payer(const Program& program, const ReturnTask& task, const PartsByPayer& parts) {
    Bilingual who;
    for (const auto& [payer, fen] : parts) {
        who.zh += (who.zh.empty() ? "" : "、") + payer + " " + yuan_text(fen) + " 元";
        who.en += (who.en.empty() ? "" : ", ") + payer + " " + yuan_text(fen) + " yuan";
    }
    if (parts.empty()) {
        complain(program, {"--payer：规则没有写这一笔由谁付款", "--payer: the rules do not say who pays this"}, {"去掉 --payer", "leave --payer out"});
    } else if (task.payer.empty()) {
        complain(program, {"这一笔由几方付款（" + who.zh + "），退回的是哪一方的，看不出来", "several parties paid this (" + who.en + "): whose part came back cannot be told"},
                 {"写 --payer 付款方；重付时只由这一方付", "name it with --payer; only that party pays it once more"});
    } else {
        complain(program, {"--payer：“" + task.payer + "”在这一笔里没有已付的；有：" + who.zh, "--payer: nothing of this stands paid by `" + task.payer + "`; there are: " + who.en},
                 {"照规则里“分担”的写法写付款方", "write the party as the rules do"});
    }
    return Exit::wrong_use;
}

[[nodiscard]] Exit refuse_amount(const Program& program, std::int64_t fen, std::int64_t most) {
    return ledger_problem(program, {"L011",
                                    {"退回 " + yuan_text(fen) + " 元，这一笔现在已付 " + yuan_text(most) + " 元", yuan_text(fen) + " yuan came back, and " + yuan_text(most) + " stand paid"},
                                    {"退回的多于零，不多于已付的；用 huiqi batch show 看是否已经登记过", "what came back is above zero and not more than was paid; see with `huiqi batch show` whether it is entered already"}});
}

/// Reads the amount and finds out whose it was. Refuses more than stands paid (L011), in all and of a party.
[[nodiscard]] Exit read_returned(const Program& program, const ReturnTask& task, Ledger& ledger, const BatchAccount& account,
                                 const StatementPlace& place, ReturnedMoney& money) {
    const auto sums = paid_sums(ledger, account.id);
    const auto paid = sums.find(place);
    const std::int64_t most = paid == sums.end() ? 0 : paid->second;
    const auto given = task.amount.empty() ? std::nullopt : read_yuan(program, "--amount", task.amount);
    if (!task.amount.empty() && !given) {
        return Exit::not_allowed;
    }
    const LastPayment last = last_paid(ledger, account.id, place);
    money.fen = given ? given->minor() : last.fen;
    if (task.payer.empty() && (money.fen <= 0 || money.fen > most)) {
        return refuse_amount(program, money.fen, most);
    }
    PartsByPayer parts;
    if (const Exit problem = paid_parts(program, task, ledger, account, place, 0, kNextEntry, parts); problem != Exit::done) {
        return problem;
    }
    const auto named = task.payer.empty() && parts.size() == 1 ? parts.begin() : parts.find(task.payer);
    if (named != parts.end()) {
        money.fen = given || task.payer.empty() ? money.fen : named->second;
        money.parts = {{named->first, money.fen}};
        return money.fen > 0 && money.fen <= std::min(most, named->second) ? Exit::done : refuse_amount(program, money.fen, std::min(most, named->second));
    }
    std::int64_t whole = 0;
    for (const auto& [payer, fen] : parts) {
        whole += fen;
    }
    if (task.payer.empty() && (parts.empty() || money.fen == whole)) {
        money.parts = std::move(parts);   // each gets back what it paid
        return Exit::done;
    }
    if (task.payer.empty() && last.stands && money.fen == last.fen) {   // each gets back what it paid of the last payment
        return paid_parts(program, task, ledger, account, place, last.fen, last.sequence, money.parts);
    }
    return task.payer.empty() && money.fen == most ? Exit::done : ask_for_payer(program, task, parts);
}

/// Refuses columns that say what was applied for, not who is paid: keys and what the rules read were decided.
[[nodiscard]] Exit refuse_decided_columns(const Program& program, Ledger& ledger, const BatchAccount& account, const Cells& cells) {
    const auto decided = decided_columns(program, ledger, account);
    if (!decided) {
        return Exit::not_allowed;
    }
    for (const auto& [column, text] : cells) {
        if (decided->contains(folded_heading(column))) {
            complain(program, {"--set：“" + column + "”是核定用的列，不是收款的内容，不能这样改", "--set: `" + column + "` was decided on and says nothing of the payee: it is not changed in this way"},
                     {"账号、户名、开户行这样的列才在这里更正；申报内容错了要重新决定：huiqi batch object、correct 或 withdraw",
                      "accounts, names and banks of payees are put right here; what was applied for is decided anew: huiqi batch object, correct or withdraw"});
            return Exit::wrong_use;
        }
    }
    return Exit::done;
}

/// Sees that the columns are there and hold another text so far: a column typed wrong would leave the account as it is.
[[nodiscard]] Exit refuse_cells(const Program& program, const ReturnTask& task, Ledger& ledger, const BatchAccount& account, const Cells& cells) {
    if (const Exit decided = refuse_decided_columns(program, ledger, account, cells); decided != Exit::done) {
        return decided;
    }
    ListProfile profile;
    for (const auto& [column, text] : cells) {
        profile.columns.push_back({.heading = column, .value = ListValue::column, .from = column, .kind = ValueClass::plain, .longest = 0, .digits = false, .optional = false});
    }
    std::vector<ListRow> rows(1);
    rows[0].application = task.application;
    if (const Exit problem = fill_from_ledger(program, ledger, account, profile, rows, nullptr, kNextEntry); problem != Exit::done) {
        return problem;
    }
    std::size_t at = 0;
    for (const auto& [column, text] : cells) {
        if (rows[0].carried[at++] == text) {
            complain(program, {"--set：“" + column + "”本来就是“" + text + "”", "--set: `" + column + "` is `" + text + "` already"},
                     {"写银行要的、现在正确的内容；内容没有变的列不用写", "write what is right now; a column that stays as it is need not be given"});
            return Exit::wrong_use;
        }
    }
    return Exit::done;
}

[[nodiscard]] bool says_the_same(const ReturnedPayment& entered, std::int64_t fen, const std::string& day, const Cells& cells) {
    return entered.amount.minor() == fen && entered.day == day && entered.cells == cells;
}

/// Refuses a return that cannot have been: its amount, its day, its cells. Gives the money otherwise.
[[nodiscard]] std::optional<ReturnedMoney> checked(const Program& program, const ReturnTask& task, Ledger& ledger, const BatchAccount& account,
                                                   const StatementPlace& place, const Cells& cells, Exit& problem) {
    problem = Exit::not_allowed;
    const auto day = read_day(program, task.day);
    ReturnedMoney money;
    if (!day || (problem = read_returned(program, task, ledger, account, place, money)) != Exit::done) {
        return std::nullopt;
    }
    problem = refuse_day(program, task.task, *day, first_paid(ledger, account.id, place), {"拨付的那天", "the day of the payment"});
    if (problem == Exit::done && !cells.empty()) {
        problem = refuse_cells(program, task, ledger, account, cells);
    }
    return problem == Exit::done ? std::optional(std::move(money)) : std::nullopt;
}

/// Enters what the first person says; nothing comes back yet.
[[nodiscard]] Exit enter_waiting(const Program& program, const ReturnTask& task, Ledger& ledger, Json body, const std::string& yuan) {
    body["waits"] = true;
    body["day"] = task.day;
    const Exit ended = write_entry(program, ledger, task.task, "returned", body.dump());
    if (ended == Exit::done) {
        talk(program.say({"申报“" + task.application + "”退回 " + yuan + " 元已登记，还没有生效；要由另一人写同样的 huiqi batch return 确认，确认的人不拨付",
                          "the return of " + yuan + " yuan of application `" + task.application + "` is entered and not in force: another person confirms it with the same huiqi batch return, and does not pay it"}));
    }
    return ended;
}

}  // namespace

std::string some_cell(const std::string& text) {
    const std::size_t sign = text.find('=');
    const bool fits = sign != text.npos && !folded_heading(text.substr(0, sign)).empty() && !folded_heading(text.substr(sign + 1)).empty() && some_reason(text).empty();
    return fits ? std::string() : said_in_both({"--set 写成 列=正确的内容，例如 银行账号=6222…", "--set is COLUMN=TEXT, such as account=6222…"});
}

Exit return_payment(const Program& program, const ReturnTask& task, Ledger& ledger, const BatchAccount& account) {
    if (!stands_at(program, account, {BatchStage::paid}, {"登记退回", "entered as returned"})) {
        return Exit::not_allowed;
    }
    const auto cells = read_cells(program, task.cells);
    const auto statement = cells ? find_statement(program, ledger, account, task.application, task.incentive) : std::nullopt;
    Exit problem = Exit::not_allowed;
    const auto money = statement ? checked(program, task, ledger, account, statement->place, *cells, problem) : std::nullopt;
    if (!money) {
        return problem;
    }
    const std::string yuan = yuan_text(money->fen);
    Json body{{"application", task.application}, {"place", statement->place.place}, {"incentive", statement->place.incentive}, {"amount_fen", money->fen}, {"cells", *cells}};
    if (!money->parts.empty()) {
        body["parts"] = money->parts;
    }
    const auto entered = account.returns.find(statement->place);
    if (entered == account.returns.end() || !says_the_same(entered->second, money->fen, task.day, *cells) ||
        waiting_parts(ledger, account, statement->place) != money->parts) {
        return enter_waiting(program, task, ledger, std::move(body), yuan);
    }
    if (same_person(entered->second.by, task.task.by)) {
        return ledger_problem(program, {"L005",
                                        {"这次退回由“" + task.task.by + "”登记，要由另一人确认", "`" + task.task.by + "` entered this return: another person confirms it"},
                                        {"请另一人看过银行回单，写同样的命令", "let another person look at the bank's return file and give the same command"}});
    }
    body["entered_by"] = entered->second.by;
    const std::string& id = account.decision.incentives[static_cast<std::size_t>(statement->place.incentive)];
    const Exit ended = enter_payments(program, ledger, task.task, "returned", {{statement->place, id, task.day, -money->fen}}, body.dump());
    if (ended == Exit::done) {
        talk(program.say({"申报“" + task.application + "”退回 " + yuan + " 元已生效，由下一次 huiqi batch pay 按更正后的内容重付，只付这一次",
                          "the return of " + yuan + " yuan of application `" + task.application + "` is in force: the next huiqi batch pay pays it once more, with what was put right"}));
    }
    return ended;
}

Exit mend_payee(const Program& program, const ReturnTask& task, Ledger& ledger, const BatchAccount& account) {
    if (!stands_at(program, account, {BatchStage::decided, BatchStage::submitted, BatchStage::reviewed, BatchStage::approved, BatchStage::paid},
                   {"更正收款", "given another payee"})) {
        return Exit::not_allowed;
    }
    const auto cells = read_cells(program, task.cells);
    const auto application = cells ? find_application(program, ledger, account, task.application) : std::nullopt;
    if (!application) {
        return cells ? Exit::not_allowed : Exit::wrong_use;
    }
    if (const Exit problem = refuse_cells(program, task, ledger, account, *cells); problem != Exit::done) {
        return problem;
    }
    constexpr std::int64_t kNoIncentive = -1;
    const StatementPlace place{*application, kNoIncentive};
    Json body{{"application", task.application}, {"place", place.place}, {"incentive", place.incentive}, {"amount_fen", 0}, {"day", ""}, {"cells", *cells}};
    const auto entered = account.returns.find(place);
    const bool confirms = entered != account.returns.end() && entered->second.cells == *cells;
    if (confirms && same_person(entered->second.by, task.task.by)) {
        return ledger_problem(program, {"L005",
                                        {"这次更正由“" + task.task.by + "”登记，要由另一人确认", "`" + task.task.by + "` entered this change: another person confirms it"},
                                        {"请另一人看过企业的来函，写同样的命令", "let another person look at what the firm wrote and give the same command"}});
    }
    body[confirms ? "entered_by" : "waits"] = confirms ? Json(entered->second.by) : Json(true);
    const Exit ended = write_entry(program, ledger, task.task, "payee", body.dump());
    if (ended == Exit::done) {
        talk(program.say(confirms ? Bilingual{"申报“" + task.application + "”的更正已生效，以后的 huiqi batch pay 按更正后的内容拨付，确认的人不拨付",
                                              "the change of application `" + task.application + "` is in force: huiqi batch pay carries what was put right from now on; who confirmed it does not pay"}
                                  : Bilingual{"申报“" + task.application + "”的更正已登记，还没有生效；要由另一人写同样的 huiqi batch payee 确认，确认的人不拨付",
                                              "the change of application `" + task.application + "` is entered and not in force: another person confirms it with the same huiqi batch payee, and does not pay it"}));
    }
    return ended;
}

}  // namespace huiqi
