#include "tools/huiqi/ledger/bank_table.h"

#include <algorithm>
#include <span>

#include "engine/data/unit.h"
#include "engine/io/csv_layout.h"
#include "engine/io/each_block.h"
#include "engine/io/heading.h"
#include "engine/io/inspection.h"
#include "engine/io/record_input.h"
#include "engine/numeric/decimal_text.h"
#include "engine/numeric/integer.h"
#include "tools/huiqi/decide/settlement_run.h"
#include "tools/huiqi/rules.h"

namespace huiqi {
namespace {

constexpr std::string_view kAccounts[] = {"账号", "收款账号", "收款人账号", "收方账号", "银行账号", "对方账号", "account", "payeeaccount"};
constexpr std::string_view kNames[] = {"收款人", "收款人名称", "收款单位", "户名", "账户名称", "收方户名", "对方户名", "payee", "accountname"};
constexpr std::array<std::span<const std::string_view>, kPayeeParts> kUsual{kAccounts, kNames};
/// Lines behind the last payment that may be no payments: sums, notes, who made the file.
constexpr std::size_t kMostClosing = 3;
constexpr std::string_view kSums[] = {"合计", "总计", "小计", "累计", "共计", "总笔数", "总金额", "笔数", "total", "subtotal", "grandtotal"};

/// Whether a cell says that its line is a sum.
[[nodiscard]] bool says_sum(std::string_view cell) {
    const std::string folded = folded_heading(cell);
    return std::any_of(std::begin(kSums), std::end(kSums), [&](std::string_view word) {
        // a number of an application may begin with a Latin word: that one must stand alone
        return word.front() >= 'a' && word.front() <= 'z' ? folded == word || folded == std::string(word) + ":" : folded.starts_with(word);
    });
}

/// Cuts a line that could not be split as its file says.
[[nodiscard]] std::vector<std::string> rough_cells(std::string_view text) {
    std::vector<std::string> cells;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(",;|\t\""), text.size());
        if (end != 0) {
            cells.emplace_back(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return cells;
}

/// Gives how many fen one unit of the column is: a heading may state 万元.
[[nodiscard]] Rational fen_of_heading(const std::string& heading) {
    const auto bracket = heading_parts(heading).bracket;
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
    return is_integer(fen) && fits_int64(numerator(fen)) ? std::optional(to_int64(numerator(fen))) : std::nullopt;
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

[[nodiscard]] DataFault two_columns(const std::string& path, const std::string& name) {
    DataFault fault;
    fault.code = "D002";
    fault.file = path;
    fault.column_name = name;
    fault.message = {"有两列都叫“" + name + "”，哪一列算数看不出来", "two columns are called `" + name + "`, and nothing says which of them counts"};
    fault.help = {"删去或改名其中一列，或者用 --mapping 按列号说明各列", "remove or rename one of them, or name the columns by their letters in a --mapping"};
    return fault;
}

/// Amounts are read as their heading says: a row of units below it is not followed.
[[nodiscard]] DataFault unit_below(const DataFault& place) {
    DataFault fault = place;
    fault.code = "D126";
    fault.severity = Severity::error;
    fault.message = {"单位写在表头下面一行，对账只看表头", "the unit stands in a row below the headings, and amounts are read as their heading says"};
    fault.help = {"把单位写进表头，例如 金额（万元），删去这一行", "put the unit into the heading, such as 金额（万元）, and delete this row"};
    return fault;
}

/// One line of a file.
struct Line {
    std::uint64_t number = 0;
    std::string text;                    ///< as it can be shown
    std::string key;
    std::optional<std::int64_t> fen;     ///< nothing: the line cannot be read
    bool counts = true;
    std::string status;
    bool split = true;                   ///< into cells; if not, `text` is all that is known
    std::string amount;                  ///< as written
    std::array<std::string, kPayeeParts> payee;
    std::vector<DataFault> faults;
};

class BankReader {
public:
    BankReader(const Program& program, const BankTable& table) : program_(program), table_(table) {}

    Exit read(const BankRows* known, BankRows& rows, BankNotes& notes) {
        if (const Exit problem = find_columns(); problem != Exit::done) {
            return problem;
        }
        if (const Exit problem = read_lines(); problem != Exit::done) {
            return problem;
        }
        std::stable_sort(lines_.begin(), lines_.end(), [](const Line& left, const Line& right) { return left.number < right.number; });
        for (std::size_t closing = known == nullptr ? 0 : closing_lines(*known); closing > 0; --closing) {
            notes.left_out.insert(notes.left_out.begin(), {lines_.back().number, lines_.back().text});
            lines_.pop_back();
        }
        note_statuses(notes);
        return take(rows);
    }

private:
    /// Finds units that the file states for its amounts, but not in their heading, where nobody else said the unit.
    [[nodiscard]] std::vector<DataFault> other_units() const {
        std::vector<DataFault> found;
        if (table_.unit) {
            return found;
        }
        Schema schema;
        FieldSchema& amount = schema.fields.emplace_back();
        amount.name = table_.amount;
        amount.entry = {.unit = Unit::of("CNY"), .factor = 1, .text = "元"};
        amount.type = Type::number(amount.entry.unit);
        ReadOptions how = table_.how;
        how.tell_unused = false;
        how.pass_through = {table_.key};
        for (DataFault& fault : open_input(table_.path, schema, how).faults) {
            const bool row_below = fault.code == "D056" && fault.column_number == 0;
            if (row_below) {
                found.push_back(unit_below(fault));
            } else if (fault.code == "D056" || fault.code == "D126") {
                found.push_back(std::move(fault));
            }
        }
        return found;
    }

    /// Opens the file once for its headings, and says what of it is read.
    Exit find_columns() {
        ReadOptions how = table_.how;
        how.tell_unused = false;
        how.pass_through = {table_.key, table_.amount};   // tell the row of headings from titles above it
        const Schema none;
        const OpenedInput opened = open_input(table_.path, none, how);
        if (opened.input == nullptr) {
            show_faults(program_, opened.faults);
            return input_problem(opened.faults);
        }
        const std::vector<std::string>& headings = opened.input->headings();
        names_ = {table_.key, table_.amount};
        if (!table_.status.empty()) {
            names_.push_back(table_.status);
        }
        for (std::size_t part = 0; part < kPayeeParts; ++part) {
            const std::string name = table_.payee[part].empty() ? usual(headings, kUsual[part]) : table_.payee[part];
            payee_at_[part] = name.empty() ? 0 : names_.size();
            if (!name.empty()) {
                names_.push_back(name);
            }
        }
        std::vector<DataFault> faults;
        for (const std::string& name : names_) {
            const auto same = [&name](const std::string& heading) { return heading_parts(heading).name == heading_parts(name).name; };
            if (std::count_if(headings.begin(), headings.end(), same) > 1) {
                faults.push_back(two_columns(table_.path, name));
            }
        }
        const std::vector<DataFault> units = other_units();
        faults.insert(faults.end(), units.begin(), units.end());
        show_faults(program_, faults);
        const std::size_t amount = find_heading(headings, table_.amount);
        unit_ = table_.unit.value_or(amount == kNoColumn ? Rational(100) : fen_of_heading(headings[amount]));
        return any_error(faults) ? Exit::data_refused : Exit::done;
    }

    [[nodiscard]] static std::string usual(const std::vector<std::string>& headings, std::span<const std::string_view> names) {
        for (const std::string& heading : headings) {
            if (std::find(names.begin(), names.end(), folded_heading(heading)) != names.end()) {
                return heading;
            }
        }
        return {};
    }

    Exit read_lines() {
        ReadOptions how = table_.how;
        how.tell_unused = false;
        how.pass_through = names_;
        const Schema none;
        const OpenedInput opened = open_input(table_.path, none, how);
        show_faults(program_, opened.faults);
        if (opened.input == nullptr) {
            return input_problem(opened.faults);
        }
        each_block(*opened.input, none, [this](const ParsedBlock& block) {
            for (const RejectedRow& row : block.rejected) {
                Line& line = lines_.emplace_back();
                line.number = row.line;
                line.text = row.raw;
                line.split = false;
                line.counts = false;
                line.faults = row.faults;
            }
            for (std::size_t row = 0; row < block.places.size(); ++row) {
                lines_.push_back(line_of(block, row));
            }
        });
        if (const DataFault* failure = opened.input->failure()) {
            show_faults(program_, {*failure});
            return Exit::input_output;
        }
        return Exit::done;
    }

    [[nodiscard]] Line line_of(const ParsedBlock& block, std::size_t row) const {
        const auto cell = [&](std::size_t at) { return block.pass_through[at][row]; };
        Line line;
        line.number = block.places[row].line;
        for (std::size_t at = 0; at < names_.size(); ++at) {
            line.text += (at == 0 ? "" : ",") + std::string(cell(at));
        }
        line.key = cell(0);
        line.amount = cell(1);
        line.fen = fen_of(cell(1), unit_);
        if (!line.fen) {
            line.faults.push_back(no_amount(table_.path, line.number, table_.amount, cell(1)));
        }
        line.status = table_.status.empty() ? std::string() : std::string(cell(2));
        line.counts = table_.status.empty() || is_success(line.status);
        for (std::size_t part = 0; part < kPayeeParts; ++part) {
            line.payee[part] = payee_at_[part] == 0 ? std::string() : std::string(cell(payee_at_[part]));
        }
        return line;
    }

    [[nodiscard]] bool is_success(std::string_view status) const {
        return std::find(table_.success.begin(), table_.success.end(), status) != table_.success.end();
    }

    /// Counts the lines at the end that are no payments. They are found together: a line that is left out must not make a sum of
    /// the next one above.
    [[nodiscard]] std::size_t closing_lines(const BankRows& known) const {
        std::size_t most = 0;
        while (most < std::min(kMostClosing, lines_.size()) && may_close(lines_[lines_.size() - 1 - most], known)) {
            ++most;
        }
        while (most > 0 && !sums_fit(most)) {
            --most;
        }
        return most;
    }

    /// Whether a line looks like none of a payment: no number of its own, no account, no success.
    [[nodiscard]] bool may_close(const Line& line, const BankRows& known) const {
        if (!line.split) {
            const std::vector<std::string> cells = rough_cells(line.text);
            const auto of_payment = [&](const std::string& cell) { return known.contains(cell) || (!table_.status.empty() && is_success(cell)); };
            const auto amount = [&](const std::string& cell) { return fen_of(cell, unit_).has_value(); };
            return std::none_of(cells.begin(), cells.end(), of_payment) &&
                   (std::any_of(cells.begin(), cells.end(), says_sum) || std::none_of(cells.begin(), cells.end(), amount));
        }
        const bool unnamed = line.key.empty() || says_sum(line.key);
        const bool remark = !line.fen && line.amount.empty();   // 制表：王
        const bool account = !line.payee[static_cast<std::size_t>(PayeePart::account)].empty();
        return (unnamed || remark) && !known.contains(line.key) && !account && !is_success(line.status);
    }

    /// Whether the amounts of so many lines at the end are all the sum of those above them, or of those of them that count. Only
    /// one of them may lack a word for it.
    [[nodiscard]] bool sums_fit(std::size_t closing) const {
        const std::size_t end = lines_.size() - closing;
        Int128 all = 0;
        Int128 paid = 0;
        for (std::size_t at = 0; at < end; ++at) {
            all += lines_[at].fen.value_or(0);
            paid += lines_[at].counts ? lines_[at].fen.value_or(0) : 0;
        }
        std::size_t wordless = 0;
        for (std::size_t at = end; at < lines_.size(); ++at) {
            const Line& line = lines_[at];
            if (line.fen) {
                wordless += says_sum(line.key) ? 0U : 1U;
                if (end == 0 || (*line.fen != all && *line.fen != paid)) {
                    return false;
                }
            }
        }
        return wordless <= 1;
    }

    /// Notes what the rows say where no row says any of the words of success.
    void note_statuses(BankNotes& notes) const {
        const bool any = std::any_of(lines_.begin(), lines_.end(), [](const Line& line) { return line.counts; });
        for (const Line& line : lines_) {
            if (!table_.status.empty() && !any && line.split) {
                ++notes.other_statuses[line.status];
            }
        }
    }

    Exit take(BankRows& rows) {
        FirstFaults faults;
        bool sound = true;
        for (const Line& line : lines_) {
            faults.add(line.faults);
            sound = sound && line.faults.empty();
            if (!line.faults.empty()) {
                continue;
            }
            BankRow& row = rows[line.key];
            row.paid += line.counts ? *line.fen : 0;
            if (!line.counts) {
                row.unpaid.push_back(line.status);
            }
            for (std::size_t part = 0; part < kPayeeParts; ++part) {
                auto& spellings = row.payee[part];
                if (!line.payee[part].empty() && std::find(spellings.begin(), spellings.end(), line.payee[part]) == spellings.end()) {
                    spellings.push_back(line.payee[part]);
                }
            }
        }
        show_faults(program_, faults.told());
        return sound ? Exit::done : Exit::data_refused;
    }

    const Program& program_;
    const BankTable& table_;
    std::vector<std::string> names_;   ///< key, amount, status, account, name, as far as there are such
    std::array<std::size_t, kPayeeParts> payee_at_{};
    Rational unit_ = 100;
    std::vector<Line> lines_;
};

}  // namespace

Exit read_bank_table(const Program& program, const BankTable& table, const BankRows* known, BankRows& rows, BankNotes& notes) {
    return BankReader(program, table).read(known, rows, notes);
}

}  // namespace huiqi
