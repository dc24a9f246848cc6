#include "tools/huiqi/ledger/batch_payment.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "engine/diagnostic/expect.h"
#include "engine/io/heading.h"
#include "engine/io/output_file.h"
#include "engine/io/part_file.h"
#include "engine/io/result_writer.h"
#include "engine/ledger/payments.h"
#include "engine/numeric/int128.h"
#include "tools/huiqi/decide/settlement_run.h"
#include "tools/huiqi/ledger/batch_holds.h"
#include "tools/huiqi/ledger/batch_rows_choice.h"
#include "tools/huiqi/ledger/due_gate.h"
#include "tools/huiqi/ledger/earlier_lists.h"
#include "tools/huiqi/ledger/payment_entry.h"
#include "tools/huiqi/report/list_files.h"
#include "tools/huiqi/report/list_source.h"
#include "tools/huiqi/report/list_table.h"
#include "tools/huiqi/rules.h"

namespace huiqi {
namespace {

constexpr unsigned kCents = 2;

[[nodiscard]] Exit write_list(const Program& program, OutputFile& file, OutputFormat format,
                              const std::vector<ListLine>& lines) {
    std::set<std::string> key_names;
    for (const ListLine& line : lines) {
        for (const auto& [name, value] : line.keys) {
            key_names.insert(name);
        }
    }
    std::vector<std::string> headings{"application", "incentive"};
    headings.insert(headings.end(), key_names.begin(), key_names.end());
    headings.insert(headings.end(), {"day", "amount"});
    std::vector<std::vector<std::string_view>> texts(headings.size() - 1);
    std::vector<std::int64_t> amounts;
    for (const ListLine& line : lines) {
        std::size_t at = 0;
        texts[at++].push_back(line.application);
        texts[at++].push_back(line.incentive);
        for (const std::string& name : key_names) {
            const auto key = line.keys.find(name);
            texts[at++].push_back(key == line.keys.end() ? std::string_view() : std::string_view(key->second));
        }
        texts[at++].push_back(line.day);
        amounts.push_back(line.amount_fen);
    }
    std::vector<OutputColumn> columns;
    for (const auto& column : texts) {
        columns.push_back(text_column(column));
    }
    columns.push_back(fixed_column(amounts, kCents));
    const ResultWriter writer(format, headings);
    OutputText out;
    writer.append_header(out);
    writer.append_rows(out, columns, lines.size());
    if (file.write(out.view()) && file.commit()) {
        return Exit::done;
    }
    if (const DataFault* failure = file.failure()) {
        show_faults(program, {*failure});
    }
    return Exit::input_output;
}

[[nodiscard]] std::unique_ptr<OutputFile> open_list(const Program& program, const PaymentTask& task, Exit& problem) {
    problem = Exit::wrong_use;
    if (!output_format(task.output)) {
        complain(program, {"清单“" + task.output + "”的扩展名不认识", "the ending of `" + task.output + "` is not known"},
                 {"写成 .csv、.xlsx 或 .jsonl", "use .csv, .xlsx or .jsonl"});
        return nullptr;
    }
    std::vector<DataFault> faults;
    if (task.force) {   // of a payment that was killed
        remove_stale_parts(task.output);
    }
    auto file = OutputFile::open(task.output, task.force, faults);
    show_faults(program, faults);
    problem = output_problem(faults);
    return file;
}

/// The list of a payment: opened and checked before the payment is entered, written behind it.
class PaymentList {
public:
    PaymentList(const Program& program, const PaymentTask& task) : program_(program), task_(task) {}

    /// `entered`: the entry of the payment, where it is one from before.
    [[nodiscard]] Exit open(Ledger& ledger, const BatchAccount& account, std::vector<ListLine> lines, std::int64_t entered) {
        lines_ = std::move(lines);
        entered_ = entered;
        if (!task_.profile.empty()) {
            return open_laid_out(ledger, account);
        }
        if (const Exit problem = refuse_unmended(account, {}); problem != Exit::done) {   // its keys are as they were handed in
            return problem;
        }
        if (task_.by_payer) {
            complain(program_, {"各付款方一份清单要有样式", "lists by payer need a profile"}, {"加上 --profile 样式.yaml", "add --profile P.yaml"});
            return Exit::wrong_use;
        }
        Exit problem = Exit::done;
        file_ = open_list(program_, task_, problem);
        return file_ == nullptr ? problem : Exit::done;
    }

    [[nodiscard]] Exit write() {
        if (laid_out_.empty()) {
            return write_list(program_, *file_, *output_format(task_.output), lines_);
        }
        for (const LaidOut& one : laid_out_) {
            if (const Exit problem = one.files->write(); problem != Exit::done) {
                return problem;
            }
            const std::string sum = yuan_text(static_cast<std::int64_t>(one.table.sum_fen));
            const std::string count = std::to_string(one.table.rows.size());
            talk(program_.say({one.payer + "清单 " + count + " 笔 " + sum + " 元，读回核对无误",
                               (one.payer.empty() ? "the list" : "the list of " + one.payer) + " has " + count + " payments of " + sum +
                                   " yuan, read back and compared"}));
        }
        if (!laid_out_.front().payer.empty()) {
            const std::string sum = yuan_text(paid_fen());
            talk(program_.say({"各付款方清单合计 " + sum + " 元，就是这次拨付的全部", "the lists by payer add up to " + sum + " yuan, all that is paid"}));
        }
        return Exit::done;
    }

private:
    [[nodiscard]] Exit open_laid_out(Ledger& ledger, const BatchAccount& account) {
        if (!task_.output.ends_with(".csv") && !task_.output.ends_with(".txt") && !task_.output.ends_with(".xlsx")) {
            complain(program_, {"按样式的清单写成 .csv、.txt 或 .xlsx", "a list with a profile is written as .csv, .txt or .xlsx"});
            return Exit::wrong_use;
        }
        auto profile = read_list_profile(program_, task_.profile);
        if (!profile) {
            return Exit::wrong_use;
        }
        profile_ = std::move(*profile);
        if (std::any_of(profile_.columns.begin(), profile_.columns.end(), [](const ListColumn& one) { return one.value == ListValue::award; })) {
            complain(program_, {"拨付清单里没有“核定”，只有这次付的“金额”", "a payment list has no `award`, only the `amount` that is paid now"});
            return Exit::wrong_use;
        }
        std::vector<ListRow> rows;
        for (const ListLine& line : lines_) {
            ListRow row;
            row.application = line.application;
            row.incentive = line.incentive;
            row.award_fen = row.amount_fen = line.amount_fen;
            row.day = line.day;
            rows.push_back(std::move(row));
        }
        if (const Exit problem = refuse_unmended(account, profile_.wanted()); problem != Exit::done) {
            return problem;
        }
        std::vector<std::string> payers;
        if (const Exit problem = fill_from_ledger(program_, ledger, account, profile_, rows, task_.by_payer ? &payers : nullptr, entered_);
            problem != Exit::done) {
            return problem;
        }
        if (payers.empty()) {   // not asked for, or nothing is paid
            return lay_out("", std::move(rows), account);
        }
        for (std::size_t payer = 0; payer < payers.size(); ++payer) {
            if (const Exit problem = lay_out(payers[payer], rows_of_payer(rows, payers[payer], payer), account); problem != Exit::done) {
                return problem;
            }
        }
        Int128 listed = 0;
        for (const LaidOut& one : laid_out_) {
            listed += one.table.sum_fen;
        }
        expect(listed == paid_fen(), "the lists by payer add up to what is paid");
        return Exit::done;
    }

    /// Refuses a list that does not have a column that a return or a mended payee put right: the bank would send the money back once more.
    [[nodiscard]] Exit refuse_unmended(const BatchAccount& account, const std::vector<std::string>& wanted) const {
        for (const MendedCell& cell : account.mended) {
            const bool paid = cell.sequence < entered_ && std::any_of(lines_.begin(), lines_.end(), [&cell](const ListLine& line) { return line.application == cell.application; });
            const bool carried = std::any_of(wanted.begin(), wanted.end(), [&cell](const std::string& one) { return folded_heading(one) == folded_heading(cell.column); });
            if (paid && !carried) {
                complain(program_,
                         {"申报“" + cell.application + "”更正了“" + cell.column + "”，清单里没有这一列", "`" + cell.column + "` of application `" + cell.application + "` was put right, and the list does not have that column"},
                         task_.profile.empty() ? Bilingual{"加上 --profile 样式.yaml，样式里要有这一列", "add --profile P.yaml, a profile with the column"}
                                               : Bilingual{"在名单样式里加上这一列", "add the column to the profile"});
                return Exit::wrong_use;
            }
        }
        return Exit::done;
    }

    /// Gives what all lines come to.
    [[nodiscard]] std::int64_t paid_fen() const {
        std::int64_t sum = 0;
        for (const ListLine& line : lines_) {
            sum += line.amount_fen;
        }
        return sum;
    }

    /// Lays one list out, that of a payer or of all, and opens its files.
    [[nodiscard]] Exit lay_out(const std::string& payer, std::vector<ListRow> rows, const BatchAccount& account) {
        std::vector<DataFault> faults;
        LaidOut& one = laid_out_.emplace_back();
        one.payer = payer;
        one.table = list_table(profile_, std::move(rows), ListUse::payment, account.id, faults);
        show_faults(program_, faults);
        if (!faults.empty()) {
            talk(program_.say({"没有拨付，也没有写清单", "nothing was paid, and no list was written"}));
            return Exit::data_refused;
        }
        one.files = std::make_unique<ListFiles>(program_, profile_, payer.empty() ? task_.output : path_of(payer), task_.force);
        if (const Exit problem = one.files->prove(); problem != Exit::done) {
            talk(program_.say({"没有拨付，也没有写清单", "nothing was paid, and no list was written"}));
            return problem;
        }
        return one.files->open(one.table, true);
    }

    /// Gives 拨付.市级.csv for 拨付.csv. A name of a party is no path.
    [[nodiscard]] std::string path_of(std::string payer) const {
        for (char& c : payer) {
            c = c == '/' || c == '\\' || c == ':' || static_cast<unsigned char>(c) < ' ' ? '_' : c;
        }
        const std::size_t ending = task_.output.rfind('.');
        return task_.output.substr(0, ending) + "." + payer + task_.output.substr(ending);
    }

    /// One list: of all that is paid, or of what one party pays.
    struct LaidOut {
        std::string payer;   ///< empty: all
        ListTable table;
        std::unique_ptr<ListFiles> files;
    };

    const Program& program_;
    const PaymentTask& task_;
    std::vector<ListLine> lines_;
    std::int64_t entered_ = 0;
    std::unique_ptr<OutputFile> file_;   ///< without a profile
    ListProfile profile_;
    std::deque<LaidOut> laid_out_;       ///< with one; the files refer to their tables
};

/// Whether something was paid of a statement, or with the incentive -1 of its application, behind an entry.
[[nodiscard]] bool is_paid_since(Ledger& ledger, const std::string& batch, const BatchAccount::Confirmed& confirmed) {
    const bool whole = confirmed.place.incentive < 0;
    bool paid = false;
    ledger.database().query("SELECT incentive FROM payment WHERE batch = $1 AND place = $2 AND amount > 0 AND sequence > $3", {batch, confirmed.place.place, confirmed.sequence},
                            [&](const SqlRow& row) {
                                paid = paid || whole || std::get<std::int64_t>(row[0]) == confirmed.place.incentive;
                                return !paid;
                            });
    return paid;
}

/// Refuses to let who confirmed a raise, a return or a mended payee pay it as well, at once or after payments of other rows.
[[nodiscard]] std::optional<LedgerFault> paid_by_who_confirmed(Ledger& ledger, const BatchAccount& account, const std::vector<DueRow>& due, const std::string& payer) {
    const auto is_due = [&due](const StatementPlace& place) {
        return std::any_of(due.begin(), due.end(), [&place](const DueRow& row) {
            return row.statement.place == place.place && (place.incentive < 0 || row.statement.incentive == place.incentive);
        });
    };
    if (std::none_of(account.confirmed.begin(), account.confirmed.end(), [&](const BatchAccount::Confirmed& one) {
            return same_person(payer, one.by) && is_due(one.place) && !is_paid_since(ledger, account.id, one);
        })) {
        return std::nullopt;
    }
    return LedgerFault{"L005",
                       {"“" + payer + "”确认了这一批里的调增、退回或更正收款，不能由同一人拨付", "`" + payer + "` confirmed a raise, a return or a mended payee in this batch, and may not pay it"},
                       {"请另一人拨付", "let another person pay"}};
}

/// Says whose account one person has put right and another has not confirmed yet: the list has the old one.
void tell_waiting_payees(const Program& program, const BatchAccount& account, const std::vector<DueRow>& due) {
    constexpr std::int64_t kNoIncentive = -1;
    std::set<std::string> waiting;
    for (const DueRow& row : due) {
        if (account.returns.contains({row.statement.place, kNoIncentive})) {
            waiting.insert(row.application);
        }
    }
    if (!waiting.empty()) {
        std::string names;
        for (const std::string& one : waiting) {
            names += (names.empty() ? "" : ", ") + one;
        }
        talk(program.say({"注意：这些申报的收款更正还没有另一人确认，清单上是更正以前的：" + names + "（先由另一人写同样的 huiqi batch payee，再拨付）",
                          "note: what was put right of the payees of these applications waits for another person, and the list has what stood before: " + names +
                              " (let another person give the same huiqi batch payee first)"}));
    }
}

/// Says what to do where the payment is entered and its list is not as it should be.
Exit list_written(const Program& program, std::int64_t entry, Exit written) {
    const std::string list = " --list " + std::to_string(entry);
    const Bilingual later = entry == 0 ? Bilingual{"", ""} : Bilingual{"；这以后又拨付过的，加上" + list, ", with" + list + " where another payment followed"};
    if (written == Exit::answer_is_no) {
        talk(program.say({"台账里已经记为拨付，只是清单读回来不对；用同样的命令换一个 --profile（例如 编码: UTF-8）或 -o 再运行一次，只重写清单，不会再记一次" + later.zh,
                          "the ledger has it as paid, only the list reads back different: run the command again with another --profile (such as `encoding: UTF-8`) or -o, which writes the list and enters nothing" + later.en}));
    } else if (written != Exit::done) {
        talk(program.say({"台账里已经记为拨付，只是清单没有写成；腾出地方以后再运行一次同样的命令，就得到这份清单，不会再记一次" + later.zh,
                          "the ledger has it as paid, only the list was not written: make room and run the same command again, which writes the list and enters nothing" + later.en}));
    }
    return written;
}

/// Says which payments this list does not have: one whose list could not be written is in no later list.
void tell_earlier_lists(const Program& program, Ledger& ledger, const std::string& batch, std::int64_t entry) {
    std::vector<EnteredPayment> earlier = payments_entered(ledger, batch);
    std::erase_if(earlier, [entry](const EnteredPayment& one) { return one.entry >= entry; });
    if (!earlier.empty()) {
        talk(program.say({"清单里只有这一次拨付。以前的拨付各有各的清单，没有写成、没有送出的用 --list 重写：" + text_of(program, earlier),
                          "the list has this payment alone. Earlier ones have their own; one that was never written or sent is written again with --list: " + text_of(program, earlier)}));
    }
}

/// Writes the list of a payment that was entered before. Nothing is entered.
[[nodiscard]] Exit write_list_of(const Program& program, const PaymentTask& task, Ledger& ledger, const BatchAccount& account, std::int64_t entry, const Bilingual& said) {
    PaymentList list(program, task);
    if (const Exit problem = list.open(ledger, account, lines_of_payment(ledger, account.id, entry), entry); problem != Exit::done) {
        return problem;
    }
    ledger.roll_back();
    talk(program.say(said));
    tell_earlier_lists(program, ledger, account.id, entry);
    return list.write();
}

/// The payment that `--list` names.
[[nodiscard]] Exit write_named_list(const Program& program, const PaymentTask& task, Ledger& ledger, const BatchAccount& account) {
    const std::vector<EnteredPayment> payments = payments_entered(ledger, account.id);
    const auto found = std::find_if(payments.begin(), payments.end(), [&task](const EnteredPayment& one) { return one.entry == task.list; });
    if (found == payments.end() || found->day != task.day) {
        const std::string which = "--list " + std::to_string(task.list);
        complain(program,
                 found == payments.end() ? Bilingual{which + "：这一批的台账里，这一条不是拨付", which + ": this entry is no payment of the batch"}
                                         : Bilingual{which + "：这一次是 " + found->day + " 拨付的，--day 写的是 " + task.day, which + ": this was paid on " + found->day + ", and --day says " + task.day},
                 payments.empty() ? Bilingual{"这一批还没有拨付过", "nothing of this batch was paid yet"} : Bilingual{"拨付有：" + text_of(program, payments), "the payments are: " + text_of(program, payments)});
        return Exit::wrong_use;
    }
    const std::string entry = std::to_string(found->entry);
    return write_list_of(program, task, ledger, account, found->entry, {"清单是第 " + entry + " 条拨付的，没有再记", "the list is that of the payment of entry " + entry + ", nothing was entered"});
}

/// The last payment of a batch of which nothing is left to pay.
[[nodiscard]] Exit write_last_list(const Program& program, const PaymentTask& task, Ledger& ledger, const BatchAccount& account) {
    const std::vector<EnteredPayment> payments = payments_entered(ledger, account.id);
    const std::int64_t last = payments.empty() ? kNextEntry : payments.back().entry;
    return write_list_of(program, task, ledger, account, last, {"这一批没有未付的了，没有再记；清单是最后一次拨付的", "nothing of this batch is left to pay, nothing was entered; the list is that of its last payment"});
}

/// Enters that rows are paid, and writes their list.
[[nodiscard]] Exit pay_rows(const Program& program, const PaymentTask& task, Ledger& ledger, const BatchAccount& account, std::vector<DueRow> due) {
    std::vector<PaymentRow> payments;
    std::vector<ListLine> lines;
    for (DueRow& row : due) {
        const std::string& id = account.decision.incentives[static_cast<std::size_t>(row.statement.incentive)];
        payments.push_back({row.statement, id, task.day, row.amount_fen});
        lines.push_back({std::move(row.application), id, task.day, row.amount_fen, std::move(row.keys)});
    }
    PaymentList list(program, task);
    if (const Exit problem = list.open(ledger, account, std::move(lines), kNextEntry); problem != Exit::done) {
        return problem;
    }
    // Entered before the list takes its name: a list without an entry could be paid twice.
    if (const Exit entered = enter_payments(program, ledger, task.task, "paid", payments); entered != Exit::done) {
        return entered;
    }
    Int128 sum = 0;
    for (const auto& [place, paid] : paid_sums(ledger, account.id)) {
        sum += paid;
    }
    const std::string count = std::to_string(payments.size());
    const std::string yuan = yuan_text(static_cast<std::int64_t>(sum));
    talk(program.say({"拨付 " + count + " 笔，本批累计 " + yuan + " 元", count + " payments; the batch has now been paid " + yuan + " yuan"}));
    const std::vector<EnteredPayment> all = payments_entered(ledger, account.id);
    const std::int64_t entry = all.empty() ? 0 : all.back().entry;   // nothing was due
    tell_earlier_lists(program, ledger, account.id, entry);
    return list_written(program, entry, list.write());
}

/// Tells who may not pay these rows, and why they may not be paid.
[[nodiscard]] std::optional<LedgerFault> pay_refused(Ledger& ledger, const BatchAccount& account, const std::vector<DueRow>& due, const std::string& by) {
    if (auto same = paid_by_who_confirmed(ledger, account, due, by)) {
        return same;
    }
    if (auto same = paid_by_who_cleared(ledger, account, due, by)) {
        return same;
    }
    return payment_refused(ledger, account, due);
}

}  // namespace

Exit pay_batch(const Program& program, const PaymentTask& task, Ledger& ledger, const BatchAccount& before) {
    const auto day = stands_at(program, before, {BatchStage::approved, BatchStage::paid}, {"拨付", "paid"})
                         ? read_day(program, task.day)
                         : std::nullopt;
    if (!day) {
        return Exit::not_allowed;
    }
    if (task.list != 0) {
        return write_named_list(program, task, ledger, before);
    }
    if (!lift_holds(program, task.task, task.day, ledger, before)) {
        return ledger_problem(program, *ledger.fault());
    }
    const BatchAccount account = read_account(ledger, before.id).value_or(before);
    std::vector<DueRow> due = due_rows(ledger, account);
    if (const auto refused = pay_refused(ledger, account, due, task.task.by)) {
        return ledger_problem(program, *refused);
    }
    if (due.empty() && account.stage == BatchStage::paid) {
        return write_last_list(program, task, ledger, account);
    }
    tell_waiting_payees(program, account, due);
    if (const Exit wrong = refuse_day(program, task.task, *day, account.approved_on, {"批准的那天", "the day of the approval"}); wrong != Exit::done) {
        return wrong;
    }
    return pay_rows(program, task, ledger, account, std::move(due));
}

Exit recover_payment(const Program& program, const RecoveryTask& task, Ledger& ledger, const BatchAccount& account) {
    const auto amount = read_yuan(program, "--amount", task.amount);
    const auto day = read_day(program, task.day);
    if (amount && amount->minor() == 0) {
        complain(program, {"--amount：收回 0 元不用登记", "--amount: 0 yuan that came back are nothing to enter"},
                 {"写收回了多少元", "write how many yuan came back"});
    }
    if (!amount || amount->minor() == 0 || !day) {
        return Exit::wrong_use;
    }
    const auto statement = find_statement(program, ledger, account, task.application, task.incentive);
    if (!statement) {
        return Exit::not_allowed;
    }
    const auto sums = paid_sums(ledger, account.id);
    const auto paid = sums.find(statement->place);
    const auto changed = account.changed.find(statement->place);
    const std::int64_t due = changed == account.changed.end() ? statement->payable_fen : changed->second.minor();
    const std::int64_t most = paid == sums.end() ? 0 : std::max<std::int64_t>(0, paid->second - due);
    if (amount->minor() > most) {
        return ledger_problem(program, {"L011",
                                        {"收回 " + amount->text() + " 元，多于该收回的 " + yuan_text(most) + " 元",
                                         amount->text() + " yuan are more than the " + yuan_text(most) + " that must come back"},
                                        {"先用 huiqi batch correct 写下应付多少", "say with `huiqi batch correct` first what was due"}});
    }
    if (const Exit wrong = refuse_day(program, task.task, *day, first_paid(ledger, account.id, statement->place), {"拨付的那天", "the day of the payment"});
        wrong != Exit::done) {
        return wrong;
    }
    // What came back is free for other batches: not by the word of one person, who brought down what was due and says that it came.
    if (const auto who = account.changed_by.find(statement->place); who != account.changed_by.end() && same_person(who->second, task.task.by)) {
        return ledger_problem(program, {"L005",
                                        {"应付由“" + who->second + "”改少，钱收回来了要由另一人登记", "`" + who->second + "` brought down what was due: another person enters that the money came back"},
                                        {"请另一人看过银行的到账记录来登记", "let another person look at the bank's record and enter it"}});
    }
    const std::string& id = account.decision.incentives[static_cast<std::size_t>(statement->place.incentive)];
    return enter_payments(program, ledger, task.task, "recovered", {{statement->place, id, task.day, -amount->minor()}},
                          nlohmann::json{{"application", task.application}}.dump());
}

}  // namespace huiqi
