#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "engine/data/folded_key.h"
#include "engine/data/unit.h"
#include "engine/io/csv_layout.h"
#include "engine/io/each_block.h"
#include "engine/io/heading.h"
#include "engine/io/inspection.h"
#include "engine/io/record_input.h"
#include "engine/numeric/decimal_text.h"
#include "engine/numeric/int128.h"
#include "engine/numeric/integer.h"
#include "engine/numeric/money.h"
#include "engine/numeric/rational.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/decide/settlement_run.h"
#include "tools/huiqi/input_options.h"
#include "tools/huiqi/ledger/ledger_use.h"

namespace huiqi {
namespace {

/// Which columns of a bank's file mean what.
struct ReconcileOptions {
    std::string list;      ///< what was ordered
    std::string returned;  ///< what the bank says
    std::string key = "application";
    std::string amount = "amount";
    std::string bank_key;
    std::string bank_amount;
    std::string status;    ///< column of the bank's file; empty: every row of it was paid
    std::vector<std::string> success;
    std::string ledger;    ///< with the batch that the list pays: returns that are entered there are no differences
    std::string batch;
    InputOptions reading;
};

/// What one side says of one number: the sum of its rows that count, and of those that failed.
struct Side {
    std::int64_t paid = 0;
    std::int64_t failed = 0;
    std::size_t rows = 0;
};
using Sides = std::map<std::string, Side, FoldedKeyLess>;

/// Amounts are read as texts: a bank writes 1,234.00 and takes money back below zero.
[[nodiscard]] Schema amount_schema(const std::string& name) {
    FieldSchema field;
    field.name = name;
    field.type = Type::text();
    field.kind = ColumnKind::text;
    return {.fields = {std::move(field)}};
}

/// Gives how many fen one unit of the column is: a heading may state 万元.
[[nodiscard]] Rational fen_of_heading(const std::vector<std::string>& headings, const std::string& name) {
    const std::size_t column = find_heading(headings, name);
    const auto bracket = column == kNoColumn ? std::nullopt : heading_parts(headings[column]).bracket;
    const auto unit = bracket ? heading_unit(*bracket, Unit::of("CNY")) : std::nullopt;
    return unit && unit->unit == Unit::of("CNY") ? Rational(unit->factor * 100) : Rational(100);
}

/// Reads an amount into fen; nothing where it is no number, or has parts of a fen.
[[nodiscard]] std::optional<std::int64_t> fen_of(std::string_view text, const Rational& unit) {
    const auto plain = plain_number(text);
    if (!plain) {
        return std::nullopt;
    }
    const auto digits = parse_decimal(*plain);
    if (!digits) {
        return std::nullopt;
    }
    const Rational fen = Rational(digits->value() * unit);
    if (!is_integer(fen) || !fits_int64(numerator(fen))) {
        return std::nullopt;
    }
    return to_int64(numerator(fen));
}

[[nodiscard]] DataFault no_amount(const std::string& path, std::uint64_t line, const std::string& column, std::string_view text) {
    DataFault fault;
    fault.code = "D103";
    fault.file = path;
    fault.line = line;
    fault.column_name = column;
    fault.value = text;
    fault.message = {"这一格不是到分的金额", "this cell is no amount to the fen"};
    fault.help = {"写成 1234.56、1,234.56；退回的写成负数 -1234.56", "write 1234.56 or 1,234.56, and -1234.56 for what came back"};
    return fault;
}

/// Compares a payment list with a bank's return file, number by number, to the cent.
class Reconciliation {
public:
    Reconciliation(const Program& program, const ReconcileOptions& options) : program_(program), options_(options) {}

    Exit run() {
        const std::string bank_key = options_.bank_key.empty() ? options_.key : options_.bank_key;
        const std::string bank_amount = options_.bank_amount.empty() ? options_.amount : options_.bank_amount;
        const auto ordered = read(options_.list, options_.key, options_.amount, "");
        const auto returned = ordered ? read(options_.returned, bank_key, bank_amount, options_.status) : std::nullopt;
        if (!returned) {
            return problem_;
        }
        if (const Exit problem = read_returns(*ordered); problem != Exit::done) {
            return problem;
        }
        compare(*ordered, *returned);
        return tell() ? (differences_.empty() ? Exit::done : Exit::answer_is_no) : Exit::input_output;
    }

private:
    struct Difference {
        std::string number;
        Bilingual what;
        std::int64_t ordered = 0, paid = 0;
    };

    using Sums = std::map<std::string, std::int64_t, FoldedKeyLess>;

    /// Reads what the ledger says was returned of the payment that the list is of.
    [[nodiscard]] Exit read_returns(const Sides& ordered) {
        if (options_.ledger.empty()) {
            return Exit::done;
        }
        Exit unopened = Exit::input_missing;
        const auto ledger = open_ledger(program_, options_.ledger, &unopened);
        const auto account = ledger == nullptr ? std::nullopt : find_batch(program_, *ledger, options_.batch);
        if (!account) {
            return ledger == nullptr ? unopened : Exit::wrong_use;
        }
        const std::int64_t payment = payment_of(*ledger, ordered);
        if (payment == 0) {
            complain(program_, {"清单和批次“" + options_.batch + "”的哪一次拨付都对不上", "the list is none of the payments of batch `" + options_.batch + "`"},
                     {"--key 要是申报编号的列；各付款方一份的清单不能和台账对", "--key must be the column of the application numbers; lists by payer cannot be compared with the ledger"});
            return Exit::data_refused;
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

    /// Gives the last entry that paid every number of the list its amount; 0 when none did.
    [[nodiscard]] std::int64_t payment_of(Ledger& ledger, const Sides& ordered) const {
        std::map<std::int64_t, Sums> payments;
        ledger.database().query("SELECT p.sequence, a.number, p.amount FROM payment p JOIN application a ON a.batch = p.batch AND a.place = p.place "
                                "WHERE p.batch = $1 AND p.amount > 0 ORDER BY p.sequence, p.place, p.incentive",
                                {options_.batch}, [&payments](const SqlRow& row) {
                                    payments[std::get<std::int64_t>(row[0])][std::get<std::string>(row[1])] += std::get<std::int64_t>(row[2]);
                                    return true;
                                });
        std::int64_t found = 0;
        for (const auto& [sequence, sums] : payments) {
            const bool all = std::all_of(ordered.begin(), ordered.end(), [&sums](const auto& one) {
                const auto sum = sums.find(one.first);
                return sum != sums.end() && sum->second == one.second.paid;
            });
            found = all && !ordered.empty() ? sequence : found;
        }
        return found;
    }

    /// Tells whether a number ties: what the bank paid and what the ledger has as returned are what was ordered.
    [[nodiscard]] bool ties(const std::string& number, const Side& mine, const Side& bank) {
        const auto entered = entered_.find(number);
        const std::int64_t back = entered == entered_.end() ? 0 : entered->second;
        if (bank.paid + back == mine.paid && back != 0) {
            returned_entered_.push_back({number, {"没有付成，台账里已登记退回", "was not paid, and is entered as returned"}, mine.paid, bank.paid});
        } else if (bank.paid == mine.paid && back != 0) {
            differences_.push_back({number, {"台账里登记了退回，银行却付成了", "is entered as returned, and the bank paid it"}, mine.paid, bank.paid});
        } else if (bank.paid != mine.paid) {
            return false;
        } else {
            ++same_;
        }
        return true;
    }

    /// Sums a file by number. Nothing is compared when a row of it cannot be read: sums must be whole.
    [[nodiscard]] std::optional<Sides> read(const std::string& path, const std::string& key, const std::string& amount,
                                            const std::string& status) {
        const Schema schema = amount_schema(amount);
        ReadOptions how;
        how.pass_through = {key};
        if (!status.empty()) {
            how.pass_through.push_back(status);
        }
        how.tell_unused = false;
        if (!apply_input_options(program_, options_.reading, how)) {
            problem_ = Exit::wrong_use;
            return std::nullopt;
        }
        OpenedInput opened = open_input(path, schema, how);
        show_faults(program_, opened.faults);
        if (opened.input == nullptr) {
            problem_ = input_problem(opened.faults);
            return std::nullopt;
        }
        const Rational unit = fen_of_heading(opened.input->headings(), amount);
        Sides sides;
        bool sound = true;
        FirstFaults faults;
        each_block(*opened.input, schema, [&](const ParsedBlock& block) {
            for (const RejectedRow& row : block.rejected) {
                faults.add(row.faults);
                sound = false;
            }
            for (std::size_t row = 0; row < block.batch.rows(); ++row) {
                Side& side = sides[std::string(block.pass_through[0][row])];
                const std::string_view text = block.batch.root().columns[0].texts[row];
                const auto read = fen_of(text, unit);
                if (!read) {
                    faults.add({no_amount(path, block.places[row].line, amount, text)});
                    sound = false;
                    continue;
                }
                const std::int64_t fen = *read;
                ++side.rows;
                (status.empty() || is_success(block.pass_through[1][row]) ? side.paid : side.failed) += fen;
            }
        });
        show_faults(program_, faults.told());
        if (const DataFault* failure = opened.input->failure()) {
            show_faults(program_, {*failure});
            sound = false;
        }
        problem_ = Exit::data_refused;
        return sound ? std::optional(std::move(sides)) : std::nullopt;
    }

    [[nodiscard]] bool is_success(std::string_view word) const {
        return std::find(options_.success.begin(), options_.success.end(), word) != options_.success.end();
    }

    void compare(const Sides& ordered, const Sides& returned) {
        for (const auto& [number, mine] : ordered) {
            ordered_ += mine.paid;
            const auto found = returned.find(number);
            const Side bank = found == returned.end() ? Side{} : found->second;
            if (ties(number, mine, bank)) {
                continue;
            }
            const Bilingual what = found == returned.end() ? Bilingual{"回单里没有", "the bank does not have it"}
                                   : bank.paid == 0        ? Bilingual{"没有付成", "was not paid"}
                                   : bank.paid > mine.paid ? Bilingual{"付多了", "was paid too much"}
                                                           : Bilingual{"付少了", "was paid too little"};
            differences_.push_back({number, what, mine.paid, bank.paid});
        }
        for (const auto& [number, bank] : returned) {
            returned_ += bank.paid;
            if (!ordered.contains(number) && bank.paid != 0) {
                differences_.push_back({number, {"没有叫付过", "was never ordered"}, 0, bank.paid});
            }
        }
    }

    [[nodiscard]] bool tell() const {
        const std::string ordered = yuan_text(static_cast<std::int64_t>(ordered_));
        const std::string paid = yuan_text(static_cast<std::int64_t>(returned_));
        if (program_.json) {
            nlohmann::ordered_json all{{"ordered", ordered}, {"paid", paid}, {"same", same_}};
            all["differences"] = nlohmann::ordered_json::array();
            for (const Difference& one : differences_) {
                all["differences"].push_back({{"number", one.number}, {"what", one.what.in(program_.language)},
                                              {"ordered", yuan_text(one.ordered)}, {"paid", yuan_text(one.paid)}});
            }
            if (!options_.ledger.empty()) {
                all["returned"] = nlohmann::ordered_json::array();
                for (const Difference& one : returned_entered_) {
                    all["returned"].push_back({{"number", one.number}, {"ordered", yuan_text(one.ordered)}, {"paid", yuan_text(one.paid)}});
                }
            }
            return put(all.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
        }
        std::string text;
        std::vector<Difference> all = returned_entered_;
        all.insert(all.end(), differences_.begin(), differences_.end());
        for (const Difference& one : all) {
            text += program_.say({one.number + "：" + one.what.zh + "，应付 " + yuan_text(one.ordered) + " 元，实付 " + yuan_text(one.paid) + " 元\n",
                                  one.number + ": " + one.what.en + ", ordered " + yuan_text(one.ordered) + " yuan, paid " + yuan_text(one.paid) + "\n"});
        }
        const std::string back = std::to_string(returned_entered_.size());
        text += program_.say({"应付合计 " + ordered + " 元，实付合计 " + paid + " 元；相符 " + std::to_string(same_) + " 份，" + (returned_entered_.empty() ? "" : "已登记退回 " + back + " 份，") + "不符 " + std::to_string(differences_.size()) + " 份\n",
                              "ordered " + ordered + " yuan, paid " + paid + " yuan; " + std::to_string(same_) + " tie, " + (returned_entered_.empty() ? "" : back + " are entered as returned, ") + std::to_string(differences_.size()) + " do not\n"});
        return put(text);
    }

    const Program& program_;
    const ReconcileOptions& options_;
    Exit problem_ = Exit::data_refused;
    Sums entered_;   ///< what the ledger has as returned of this payment, by number
    std::vector<Difference> returned_entered_;
    std::vector<Difference> differences_;
    std::size_t same_ = 0;
    Int128 ordered_ = 0;
    Int128 returned_ = 0;
};

}  // namespace

void add_reconcile(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand("reconcile", "compares a payment list with the bank's return file / 与银行回单对账");
    auto options = std::make_shared<ReconcileOptions>();
    options->success = {"成功", "已付", "success", "paid", "OK"};
    command->add_option("LIST", options->list, "what was ordered: the list of `batch pay` / 拨付清单")->required();
    command->add_option("RETURN", options->returned, "what the bank says / 银行回单")->required();
    command->add_option("--key", options->key, "column of LIST that names a payment / 清单里的编号列");
    command->add_option("--amount", options->amount, "column of LIST with yuan / 清单里的金额列");
    command->add_option("--bank-key", options->bank_key, "the same column of RETURN, when it is called otherwise / 回单里的编号列");
    command->add_option("--bank-amount", options->bank_amount, "likewise / 回单里的金额列");
    command->add_option("--status", options->status, "column of RETURN that says whether it was paid / 回单里的状态列");
    command->add_option("--success", options->success, "words of that column that mean paid / 表示已付的词");
    auto* ledger = command->add_option("--ledger", options->ledger, "where returns of the bank are entered: those are no differences / 台账，已登记的退回不算不符");
    command->add_option("--batch", options->batch, "the batch that LIST pays / 批次")->needs(ledger);
    ledger->needs("--batch");
    add_input_options(*command, options->reading);
    command->footer("examples:\n  huiqi reconcile payments.csv return.csv --bank-key 摘要 --bank-amount 金额 --status 状态 --success 交易成功");
    command->callback([options, &chosen] {
        chosen = [options](const Program& program) { return Reconciliation(program, *options).run(); };
    });
}

}  // namespace huiqi
