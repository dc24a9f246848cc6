#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/data/folded_key.h"
#include "engine/io/read_options.h"
#include "engine/numeric/int128.h"
#include "engine/numeric/rational.h"
#include "tools/huiqi/program.h"

namespace huiqi {

/// Beside the amount: whom a payment goes to. In the order of the array of headings.
enum class PayeePart : std::uint8_t { account, name };
inline constexpr std::size_t kPayeeParts = 2;

/// What one file says of one number: the sum of its rows that count, and whom they go to.
struct BankRow {
    Int128 paid = 0;
    std::vector<std::string> unpaid;   ///< statuses of its rows that do not count
    std::array<std::vector<std::string>, kPayeeParts> payee;   ///< each spelling once; none where the file has no such column
};
using BankRows = std::map<std::string, BankRow, FoldedKeyLess>;

/// How one file is read: which of its columns mean what.
struct BankTable {
    std::string path;
    std::string key;
    std::string amount;
    std::string status;                 ///< empty: every row counts
    std::vector<std::string> success;   ///< words of that column by which a row counts
    std::array<std::string, kPayeeParts> payee;   ///< empty: the usual headings are looked for
    std::optional<Rational> unit;       ///< fen in one of the amount; without it as the heading says, else yuan
    ReadOptions how;
};

/// What reading a bank's file found beside its rows.
struct BankNotes {
    std::vector<std::pair<std::uint64_t, std::string>> left_out;   ///< closing lines: where, and what they say
    std::map<std::string, std::size_t> other_statuses;             ///< where no row counts: what its rows say instead, and how often
};

/// Adds the rows of a file to those of others, by number. `known` are the numbers that a closing line cannot be: nullptr where the file may
/// have no such lines. Rows at the end that are no payments are left out and named in `notes`; any other row that cannot be read is
/// told, and nothing is compared: sums must be whole. A closing line has no number or the word of a sum (合计), names no account and no
/// success, and states the sum of all that stands above the closing lines, or no amount. Two columns of a heading that is looked at are refused.
[[nodiscard]] Exit read_bank_table(const Program& program, const BankTable& table, const BankRows* known, BankRows& rows, BankNotes& notes);

}  // namespace huiqi
