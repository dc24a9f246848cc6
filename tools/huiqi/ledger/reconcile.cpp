#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "engine/io/cell_place.h"
#include "engine/numeric/decimal_text.h"
#include "engine/numeric/integer.h"
#include "engine/numeric/money.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/input_options.h"
#include "tools/huiqi/ledger/bank_table.h"
#include "tools/huiqi/ledger/ledger_use.h"
#include "tools/huiqi/ledger/paid_by_party.h"
#include "tools/huiqi/report/list_profile.h"

namespace huiqi {
namespace {

/// Which columns of a bank's file mean what.
struct ReconcileOptions {
    std::vector<std::string> files;   ///< what was ordered, in one list or several, then what the bank says
    std::string profile;              ///< how the lists were laid out
    std::string key, amount;          ///< columns of the lists
    std::string bank_key, bank_amount;
    std::string status;               ///< column of the bank's file; empty: every row of it was paid
    std::vector<std::string> success;
    std::string list_mapping;
    std::string ledger;               ///< with the batch that the lists pay: returns that are entered there are no differences
    std::string batch;
    std::string payer;                ///< of lists of what one party pays
    InputOptions reading;             ///< of the bank's file
};

[[nodiscard]] std::string yuan(Int128 fen) {
    return fixed_text(Integer(fen), Money::kDecimals);
}

/// Whether two spellings can be one: blanks and width do not count, and stars of the bank's stand for anything.
[[nodiscard]] bool can_be_same(const std::string& ordered, const std::string& returned) {
    const std::string mine = folded_key(ordered);
    const std::string theirs = folded_key(returned);
    const std::size_t first = theirs.find('*');
    if (first == std::string::npos) {
        return mine == theirs;
    }
    const std::string_view end = std::string_view(theirs).substr(theirs.rfind('*') + 1);
    return mine.size() >= first + end.size() && mine.starts_with(theirs.substr(0, first)) && mine.ends_with(end);
}

/// Compares payment lists with a bank's return file, number by number, to the cent.
class Reconciliation {
public:
    Reconciliation(const Program& program, const ReconcileOptions& options) : program_(program), options_(options) {}

    Exit run() {
        BankTable list;
        if (!lay_out_list(list)) {
            return Exit::wrong_use;
        }
        BankRows ordered;
        for (std::size_t at = 0; at + 1 < options_.files.size(); ++at) {
            list.path = options_.files[at];
            if (const Exit problem = read_bank_table(program_, list, nullptr, ordered, notes_); problem != Exit::done) {
                return problem;
            }
        }
        BankTable bank;
        bank.path = options_.files.back();
        bank.key = options_.bank_key.empty() ? list.key : options_.bank_key;
        bank.amount = options_.bank_amount.empty() ? list.amount : options_.bank_amount;
        bank.status = options_.status;
        bank.success = options_.success;
        if (!apply_input_options(program_, options_.reading, bank.how)) {
            return Exit::wrong_use;
        }
        BankRows returned;
        if (const Exit problem = read_bank_table(program_, bank, &ordered, returned, notes_); problem != Exit::done) {
            return problem;
        }
        if (const Exit problem = read_returns(ordered); problem != Exit::done) {
            return problem;
        }
        compare(ordered, returned);
        return tell() ? (differences_.empty() ? Exit::done : Exit::answer_is_no) : Exit::input_output;
    }

private:
    struct Difference {
        std::string number;
        Bilingual what;
        Int128 ordered = 0, paid = 0;
    };

    /// Takes the columns, the separator, the encoding and the unit of the lists from their profile, where there is one.
    [[nodiscard]] bool lay_out_list(BankTable& list) const {
        list.key = options_.key.empty() ? "application" : options_.key;
        list.amount = options_.amount.empty() ? "amount" : options_.amount;
        if (!options_.list_mapping.empty()) {
            InputOptions reading;
            reading.mapping = options_.list_mapping;
            if (!apply_input_options(program_, reading, list.how)) {
                return false;
            }
        }
        return options_.profile.empty() || lay_out_by_profile(list);
    }

    [[nodiscard]] bool lay_out_by_profile(BankTable& list) const {
        const auto profile = read_list_profile(program_, options_.profile);
        if (!profile) {
            return false;
        }
        const auto column_of = [&profile](ListValue value) {
            const auto found = std::find_if(profile->columns.begin(), profile->columns.end(), [value](const ListColumn& one) { return one.value == value; });
            return found == profile->columns.end() ? std::string()
                   : profile->headings             ? found->heading
                                                   : column_letters(static_cast<std::size_t>(found - profile->columns.begin()));
        };
        list.key = options_.key.empty() ? column_of(ListValue::application) : options_.key;
        list.amount = options_.amount.empty() ? column_of(ListValue::amount) : options_.amount;
        if (list.key.empty() || list.amount.empty()) {
            complain(program_, {"清单的样式里没有“申请编号”或“金额”一列，不知道按哪一列对账", "the profile has no column of the application or of the amount to compare by"},
                     {"用 --key、--amount 写出清单里的列", "name the columns of the list with --key and --amount"});
            return false;
        }
        list.unit = profile->fen ? Rational(1) : Rational(100);
        list.how.separator = profile->separator;
        list.how.encoding = profile->encoding == OutputEncoding::gbk ? TextEncoding::gb18030 : TextEncoding::utf8;
        list.how.layout.no_header = !profile->headings;
        list.how.layout.header_row = profile->headings ? 1 : 0;
        if (!profile->headings) {   // told by their headings otherwise
            for (std::size_t at = 0; at < profile->columns.size(); ++at) {
                const ValueClass kind = profile->columns[at].kind;
                const std::string& heading = profile->columns[at].heading;
                const bool account = kind == ValueClass::account || heading == "账号" || heading == "收款账号";
                const bool name = kind == ValueClass::firm || kind == ValueClass::person || heading == "收款人" || heading == "户名";
                if (account || name) {
                    list.payee[static_cast<std::size_t>(account ? PayeePart::account : PayeePart::name)] = column_letters(at);
                }
            }
        }
        return true;
    }

    /// Reads what the ledger says was returned of the payment that the lists are of.
    [[nodiscard]] Exit read_returns(const BankRows& ordered) {
        if (options_.ledger.empty()) {
            return Exit::done;
        }
        Exit unopened = Exit::input_missing;
        const auto ledger = open_ledger(program_, options_.ledger, &unopened);
        const auto account = ledger == nullptr ? std::nullopt : find_batch(program_, *ledger, options_.batch);
        if (!account) {
            return ledger == nullptr ? unopened : Exit::wrong_use;
        }
        if (!options_.payer.empty()) {
            return read_returns_of_payer(*ledger, *account, ordered);
        }
        const std::int64_t payment = payment_of(payments_of(*ledger), ordered);
        if (payment == 0) {
            return refuse_list();
        }
        ledger->database().query("SELECT a.number, r.amount FROM payment r JOIN entry e ON e.sequence = r.sequence JOIN application a ON a.batch = r.batch AND a.place = r.place "
                                 "WHERE r.batch = $1 AND e.kind = 'returned' AND (SELECT MAX(p.sequence) FROM payment p WHERE p.batch = r.batch AND p.place = r.place "
                                 "AND p.incentive = r.incentive AND p.amount > 0 AND p.sequence < r.sequence) = $2 ORDER BY r.sequence, r.place, r.incentive",
                                 {options_.batch, payment}, [this](const SqlRow& row) {
                                     entered_[std::get<std::string>(row[0])] -= std::get<std::int64_t>(row[1]);
                                     return true;
                                 });
        return ledger->fault() ? ledger_problem(program_, *ledger->fault()) : Exit::done;
    }

    /// The same where the lists are those of one party: its part of each payment, and what of that came back.
    [[nodiscard]] Exit read_returns_of_payer(Ledger& ledger, const BatchAccount& account, const BankRows& ordered) {
        PaidByParty party;
        if (const Exit problem = paid_by_party(program_, ledger, account, options_.payer, party); problem != Exit::done) {
            return problem;
        }
        const std::int64_t payment = payment_of(party.paid, ordered);
        if (payment != 0) {
            entered_ = party.returned[payment];
        }
        return payment != 0 ? Exit::done : refuse_list();
    }

    [[nodiscard]] Exit refuse_list() const {
        complain(program_, {"清单和批次“" + options_.batch + "”的哪一次拨付都对不上", "the list is none of the payments of batch `" + options_.batch + "`"},
                 {"--key 要是申报编号的列；各付款方一份的清单加上 --payer 付款方", "--key must be the column of the application numbers; with a list of one party name it with --payer"});
        return Exit::data_refused;
    }

    /// Gives what each payment of the batch paid.
    [[nodiscard]] std::map<std::int64_t, FenByNumber> payments_of(Ledger& ledger) const {
        std::map<std::int64_t, FenByNumber> payments;
        ledger.database().query("SELECT p.sequence, a.number, p.amount FROM payment p JOIN application a ON a.batch = p.batch AND a.place = p.place "
                                "WHERE p.batch = $1 AND p.amount > 0 ORDER BY p.sequence, p.place, p.incentive",
                                {options_.batch}, [&payments](const SqlRow& row) {
                                    payments[std::get<std::int64_t>(row[0])][std::get<std::string>(row[1])] += std::get<std::int64_t>(row[2]);
                                    return true;
                                });
        return payments;
    }

    /// Gives the last entry that paid every number of the lists its amount; 0 when none did.
    [[nodiscard]] static std::int64_t payment_of(const std::map<std::int64_t, FenByNumber>& payments, const BankRows& ordered) {
        std::int64_t found = 0;
        for (const auto& [sequence, paid] : payments) {
            const FenByNumber& sums = paid;
            const bool all = std::all_of(ordered.begin(), ordered.end(), [&sums](const auto& one) {
                const auto sum = sums.find(one.first);
                return sum != sums.end() && sum->second == one.second.paid;
            });
            found = all && !ordered.empty() ? sequence : found;
        }
        return found;
    }

    /// Whether a number is told already by what the ledger has as returned of it.
    [[nodiscard]] bool told_as_returned(const std::string& number, const BankRow& mine, const BankRow& bank) {
        const auto entered = entered_.find(number);
        const Int128 back = entered == entered_.end() ? 0 : entered->second;
        if (back != 0 && bank.paid + back == mine.paid) {
            returned_entered_.push_back({number, {"没有付成，台账里已登记退回", "was not paid, and is entered as returned"}, mine.paid, bank.paid});
            return true;
        }
        if (back != 0 && bank.paid == mine.paid) {
            differences_.push_back({number, {"台账里登记了退回，银行却付成了", "is entered as returned, and the bank paid it"}, mine.paid, bank.paid});
            return true;
        }
        return false;
    }

    void compare(const BankRows& ordered, const BankRows& returned) {
        for (const auto& [number, mine] : ordered) {
            ordered_ += mine.paid;
            const auto found = returned.find(number);
            const BankRow bank = found == returned.end() ? BankRow() : found->second;
            if (told_as_returned(number, mine, bank)) {
                continue;
            }
            const Bilingual what = bank.paid == mine.paid    ? other_payee(mine, bank)
                                   : found == returned.end() ? Bilingual{"回单里没有", "the bank does not have it"}
                                   : bank.paid == 0          ? Bilingual{"没有付成", "was not paid"}
                                   : bank.paid > mine.paid   ? Bilingual{"付多了", "was paid too much"}
                                                             : Bilingual{"付少了", "was paid too little"};
            if (what.en.empty()) {
                ++same_;
            } else {
                differences_.push_back({number, what, mine.paid, bank.paid});
            }
        }
        for (const auto& [number, bank] : returned) {
            returned_ += bank.paid;
            if (!ordered.contains(number)) {
                differences_.push_back({number, never_ordered(bank), 0, bank.paid});
            }
        }
    }

    /// Says that a number is none of the lists, and what became of it where nothing was paid.
    [[nodiscard]] static Bilingual never_ordered(const BankRow& bank) {
        if (bank.paid != 0) {
            return {"清单里没有这一笔", "was never ordered"};
        }
        const std::string status = bank.unpaid.empty() ? std::string() : bank.unpaid.front();
        return {"清单里没有这一笔，也没有付出钱" + (status.empty() ? "" : "（" + status + "）"),
                "was never ordered, and nothing was paid" + (status.empty() ? "" : " (" + status + ")")};
    }

    /// Says which words a return uses where none of those that mean paid stands in it; empty otherwise.
    [[nodiscard]] std::string status_words() const {
        if (notes_.other_statuses.empty()) {
            return {};
        }
        Bilingual used;
        for (const auto& [word, count] : notes_.other_statuses) {
            const std::string rows = std::to_string(count);
            used.zh += (used.zh.empty() ? "" : "、") + (word.empty() ? std::string("（空）") : "“" + word + "”") + " " + rows + " 行";
            used.en += (used.en.empty() ? "" : ", ") + (word.empty() ? std::string("(empty)") : "`" + word + "`") + " in " + rows + (count == 1 ? " row" : " rows");
        }
        std::string wanted;
        for (const std::string& word : options_.success) {
            wanted += (wanted.empty() ? "" : program_.say({"、", ", "})) + word;
        }
        return program_.say({"“" + options_.status + "”一列没有一行是表示已付的词（" + wanted + "），写的是" + used.zh + "；哪个词表示已付，用 --success 写明",
                             "no row of `" + options_.status + "` has a word that means paid (" + wanted + "): it says " + used.en + "; name the one that means paid with --success"});
    }

    /// Says where money went to another account or name than was ordered; nothing where a side does not tell.
    [[nodiscard]] static Bilingual other_payee(const BankRow& mine, const BankRow& bank) {
        for (const PayeePart part : {PayeePart::account, PayeePart::name}) {
            const auto& ordered = mine.payee[static_cast<std::size_t>(part)];
            for (const std::string& one : bank.payee[static_cast<std::size_t>(part)]) {
                const auto same = [&one](const std::string& other) { return can_be_same(other, one); };
                if (!ordered.empty() && std::none_of(ordered.begin(), ordered.end(), same)) {
                    return part == PayeePart::account
                               ? Bilingual{"付到了另一个账号 " + one + "，清单里是 " + ordered.front(), "went to the account " + one + ", the list has " + ordered.front()}
                               : Bilingual{"户名是“" + one + "”，清单里是“" + ordered.front() + "”", "went to `" + one + "`, the list has `" + ordered.front() + "`"};
                }
            }
        }
        return {};
    }

    [[nodiscard]] bool tell() const {
        const std::string ordered = yuan(ordered_);
        const std::string paid = yuan(returned_);
        if (program_.json) {
            nlohmann::ordered_json all{{"ordered", ordered}, {"paid", paid}, {"same", same_}};
            all["differences"] = nlohmann::ordered_json::array();
            for (const Difference& one : differences_) {
                all["differences"].push_back({{"number", one.number}, {"what", one.what.in(program_.language)},
                                              {"ordered", yuan(one.ordered)}, {"paid", yuan(one.paid)}});
            }
            if (!options_.ledger.empty()) {
                all["returned"] = nlohmann::ordered_json::array();
                for (const Difference& one : returned_entered_) {
                    all["returned"].push_back({{"number", one.number}, {"ordered", yuan(one.ordered)}, {"paid", yuan(one.paid)}});
                }
            }
            for (const auto& [line, text] : notes_.left_out) {
                all["left_out"].push_back({{"line", line}, {"text", text}});
            }
            if (const std::string words = status_words(); !words.empty()) {
                all["status_words"] = notes_.other_statuses;
                all["note"] = words;
            }
            return put(all.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
        }
        std::string text;
        for (const auto& [line, words] : notes_.left_out) {
            text += program_.say({"回单第 " + std::to_string(line) + " 行不是一笔付款，没有算：" + words + "\n",
                                  "line " + std::to_string(line) + " of the return is no payment, and was left out: " + words + "\n"});
        }
        if (const std::string words = status_words(); !words.empty()) {
            text += words + "\n";
        }
        std::vector<Difference> all = returned_entered_;
        all.insert(all.end(), differences_.begin(), differences_.end());
        for (const Difference& one : all) {
            const Bilingual number = one.number.empty() ? Bilingual{"（没有编号）", "(no number)"} : Bilingual{one.number, one.number};
            text += program_.say({number.zh + "：" + one.what.zh + "，应付 " + yuan(one.ordered) + " 元，实付 " + yuan(one.paid) + " 元\n",
                                  number.en + ": " + one.what.en + ", ordered " + yuan(one.ordered) + " yuan, paid " + yuan(one.paid) + "\n"});
        }
        const std::string back = returned_entered_.empty() ? "" : std::to_string(returned_entered_.size());
        text += program_.say({"应付合计 " + ordered + " 元，实付合计 " + paid + " 元；相符 " + std::to_string(same_) + " 份，" + (back.empty() ? "" : "已登记退回 " + back + " 份，") + "不符 " + std::to_string(differences_.size()) + " 份\n",
                              "ordered " + ordered + " yuan, paid " + paid + " yuan; " + std::to_string(same_) + " tie, " + (back.empty() ? "" : back + " are entered as returned, ") + std::to_string(differences_.size()) + " do not\n"});
        return put(text);
    }

    const Program& program_;
    const ReconcileOptions& options_;
    FenByNumber entered_;   ///< what the ledger has as returned of this payment, by number
    std::vector<Difference> returned_entered_;
    std::vector<Difference> differences_;
    BankNotes notes_;
    std::size_t same_ = 0;
    Int128 ordered_ = 0;
    Int128 returned_ = 0;
};

}  // namespace

void add_reconcile(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand("reconcile", "compares a payment list with the bank's return file / 与银行回单对账");
    auto options = std::make_shared<ReconcileOptions>();
    options->success = {"成功", "已付", "success", "paid", "OK"};
    command->add_option("FILES", options->files, "LIST… RETURN: what was ordered, the lists of `batch pay`, then what the bank says / 拨付清单（可以几份），最后是银行回单")
        ->required()
        ->expected(2, -1);
    command->add_option("--profile", options->profile, "how the lists were laid out, as for `batch pay` / 清单的样式");
    command->add_option("--key", options->key, "column of the lists that names a payment / 清单里的编号列");
    command->add_option("--amount", options->amount, "column of the lists with yuan / 清单里的金额列");
    command->add_option("--bank-key", options->bank_key, "the same column of RETURN, when it is called otherwise / 回单里的编号列");
    command->add_option("--bank-amount", options->bank_amount, "likewise / 回单里的金额列");
    command->add_option("--status", options->status, "column of RETURN that says whether it was paid / 回单里的状态列");
    command->add_option("--success", options->success, "words of that column that mean paid / 表示已付的词");
    command->add_option("--list-mapping", options->list_mapping, "how strange lists are laid out; --mapping is of RETURN / 清单的映射文件");
    auto* ledger = command->add_option("--ledger", options->ledger, "where returns of the bank are entered: those are no differences / 台账，已登记的退回不算不符");
    command->add_option("--batch", options->batch, "the batch that the lists pay / 批次")->needs(ledger);
    ledger->needs("--batch");
    command->add_option("--payer", options->payer, "the party whose lists these are, as `batch pay --by-payer` wrote them / 清单是哪个付款方的")->needs(ledger);
    add_input_options(*command, options->reading);
    command->footer("examples:\n  huiqi reconcile payments.csv return.csv --bank-key 摘要 --bank-amount 金额 --status 状态 --success 交易成功\n"
                    "  huiqi reconcile pay.1.txt pay.2.txt return.csv --profile bank.yaml --bank-key 摘要 --bank-amount 金额");
    command->callback([options, &chosen] {
        chosen = [options](const Program& program) { return Reconciliation(program, *options).run(); };
    });
}

}  // namespace huiqi
