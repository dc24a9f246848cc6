#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/data_fault.h"
#include "engine/numeric/int128.h"
#include "tools/huiqi/report/list_profile.h"

namespace huiqi {

/// One payment, or one award to be published.
struct ListRow {
    std::string application;
    std::string incentive;
    std::string title;
    std::int64_t award_fen = 0;
    std::int64_t amount_fen = 0;
    std::string day;
    std::string payer;                    ///< of a list of what one party pays
    std::vector<std::int64_t> parts_fen;  ///< what each party pays of the amount, where lists are wanted by payer
    std::vector<std::string> carried;  ///< in the order of `ListProfile::wanted`
};

/// For whom a list is: what is published is masked; what is paid must be as the bank wants it.
enum class ListUse : std::uint8_t { publication, payment };

/// A list as it will stand in the file, cell by cell.
struct ListTable {
    std::vector<std::vector<std::string>> rows;
    std::vector<std::int64_t> amounts_fen;  ///< of each row
    Int128 sum_fen = 0;
    Int128 award_sum_fen = 0;
};

/// Lays rows out by a profile. What a list may not hold is a fault with row, heading and reason (D221, D222).
[[nodiscard]] ListTable list_table(const ListProfile& profile, std::vector<ListRow> rows, ListUse use,
                                   const std::string& batch, std::vector<DataFault>& faults);

/// Gives fen as the profile writes amounts.
[[nodiscard]] std::string amount_text(const ListProfile& profile, Int128 fen);

/// Hides the middle of a datum of a class; a person keeps the first character. Never shows more than half, but for a
/// mobile phone, of whose 11 digits 4 are hidden.
[[nodiscard]] std::string masked(std::string_view text, ValueClass kind);

}  // namespace huiqi
