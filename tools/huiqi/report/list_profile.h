#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/io/text_encoder.h"
#include "tools/huiqi/program.h"

namespace huiqi {

/// Whose datum a column of a list holds: what is masked where the list is published.
enum class ValueClass : std::uint8_t { plain, firm, person, identity, phone, account };

/// Where a column of a list has its values from.
enum class ListValue : std::uint8_t {
    column,       ///< a column of the applications
    constant,     ///< the same text in every row
    number,       ///< 1, 2, 3 …
    application,  ///< number of the application
    incentive,    ///< id
    title,        ///< of the incentive
    award,        ///< before settlement
    amount,       ///< what the list is about: payable, or paid
    day,          ///< of payment
    batch,
    payer,        ///< of a list by payer
};

/// One column of a list.
struct ListColumn {
    std::string heading;
    ListValue value = ListValue::column;
    std::string from;          ///< the column of the applications, or the constant
    ValueClass kind = ValueClass::plain;
    std::size_t longest = 0;   ///< characters; 0: as many as there are
    bool digits = false;       ///< nothing but digits
    bool optional = false;     ///< may be empty

    [[nodiscard]] bool is_amount() const noexcept { return value == ListValue::award || value == ListValue::amount; }
};

/// An order of rows: the column, and whether the greatest comes first.
struct ListOrder {
    std::size_t column = 0;
    bool descending = false;
};

/// How a list that leaves is laid out: docs/lists.md has its keys.
struct ListProfile {
    std::string path;
    std::string title;
    std::string note;
    std::vector<ListColumn> columns;
    std::vector<ListOrder> order;
    bool headings = true;
    bool fen = false;                ///< amounts in fen, else in yuan
    OutputEncoding encoding = OutputEncoding::utf8_mark;
    char separator = ',';
    bool crlf = false;
    std::size_t rows_per_file = 0;   ///< 0: all in one
    std::string forbidden;           ///< characters that no cell may hold

    /// The columns of the applications that it wants.
    [[nodiscard]] std::vector<std::string> wanted() const;
};

/// Reads a profile; nothing when it is wrong or cannot be read, which has been said then (D220).
[[nodiscard]] std::optional<ListProfile> read_list_profile(const Program& program, const std::string& path);

}  // namespace huiqi
