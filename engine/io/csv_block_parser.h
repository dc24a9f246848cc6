#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/io/cell_grid.h"
#include "engine/io/csv_layout.h"
#include "engine/io/record_input.h"
#include "engine/io/separator_scan.h"

namespace huiqi {

/// What other tables add to a row of the main table, by its key. Shared by the parsers of all threads.
class RowJoin {
public:
    virtual ~RowJoin() = default;
    /// Gives the reason why the row cannot stand, or nothing.
    [[nodiscard]] virtual std::optional<DataFault> fault(std::string_view key, std::uint64_t line) const = 0;
    /// Appends the lists of one row to the list columns of the root.
    virtual void append(std::string_view key, Table& root) const = 0;
};

/// Reads blocks of CSV records into columns, some thousand rows at a time: first the cells of all rows are
/// found, then each column is read as a whole, then the rows at fault are taken out.
class CsvBlockParser final : public BlockParser {
public:
    /// Both must outlive the parser; `join` may be null.
    CsvBlockParser(const CsvLayout& layout, const RowJoin* join) : layout_(layout), join_(join) {}

    void parse(ParsedBlock& parsed) override;

private:
    [[nodiscard]] bool clean();
    [[nodiscard]] bool show_regular_rows();
    void gather(ParsedBlock& parsed);
    void take_row(ParsedBlock& parsed);
    /// A cell in quotes.
    struct QuotedCell {
        bool plain = false;         ///< it is closed, and a separator or a line end follows
        bool escaped = false;       ///< it holds doubled quotes
        std::size_t close = 0;      ///< where the closing quote stands
        std::size_t behind = 0;     ///< where the separator or the line end behind it stands
        std::uint64_t lines = 0;    ///< line ends within
    };
    [[nodiscard]] QuotedCell take_quoted_cell(std::size_t begin, std::size_t quote);
    void take_quoted_row(ParsedBlock& parsed);
    void set_cell(std::size_t column, std::size_t begin, std::size_t length, bool escaped);
    void finish_row(std::size_t cells, std::size_t end, ParsedBlock& parsed);
    [[nodiscard]] std::optional<DataFault> structure_fault(std::size_t cells, std::size_t begin,
                                                           std::size_t end);
    [[nodiscard]] std::optional<DataFault> bytes_fault(std::string_view row) const;
    [[nodiscard]] RowPlace place(std::size_t end) const noexcept;

    void convert(ParsedBlock& parsed);
    void read_leaves(Table& root, std::size_t first, Batch& batch);
    void read_records(Table& root, std::size_t first);
    void check_keys();
    [[nodiscard]] std::optional<DataFault> key_fault(std::string_view number, std::uint64_t line) const;
    /// Gives the application number of a row of the grid; empty without a key column.
    [[nodiscard]] std::string_view number(std::size_t row) const noexcept;
    void look_for_damage();
    void look_for_errors();
    void look_for_totals();
    void look_for_totals(std::size_t column);
    [[nodiscard]] bool is_damaged(std::size_t row) const;
    [[nodiscard]] std::optional<DataFault> no_data_fault(std::size_t row, std::size_t column) const;
    [[nodiscard]] std::optional<DataFault> note_fault(std::size_t row, std::size_t cells, std::uint64_t line) const;
    [[nodiscard]] std::optional<DataFault> unit_in_note(std::span<const std::string_view> note, std::uint64_t line) const;
    [[nodiscard]] bool holds_guards() const noexcept;
    [[nodiscard]] std::size_t guard_before(std::string_view cell, std::size_t column) const;
    [[nodiscard]] bool agrees(const SheetFault& fault) const;
    [[nodiscard]] bool reads_text(std::size_t column) const;
    void sort_faults();
    void reject_faulty_rows(ParsedBlock& parsed);
    void append_lists(Table& root);
    void carry(ParsedBlock& parsed) const;
    void carry_all(ParsedBlock& parsed) const;

    const CsvLayout& layout_;
    const RowJoin* join_;
    SeparatorScan scan_;
    CellGrid grid_;
    std::size_t rows_by_hand_ = 0;   ///< to be split one by one before regular rows are looked for again
    std::vector<std::uint32_t> left_;
    std::string_view text_;
    std::vector<RowPlace> rows_;      ///< whose cells are in the grid
    std::vector<std::uint8_t> keep_;  ///< marks the good ones of them
    std::vector<CsvCell> cells_;
    std::vector<CellFault> faults_;
    std::vector<std::pair<std::size_t, DataFault>> row_faults_;  ///< by row, then by column
    std::vector<std::pair<std::size_t, DataFault>> no_data_;   ///< rows that are no applications
    bool may_hold_guards_ = false;                             ///< a cell of the block may begin with an apostrophe that guards it
    bool may_hold_errors_ = false;                             ///< somewhere in the block stands `#`
    bool loose_numbers_ = false;   ///< a number of the rows at hand is missing, or may have a blank beside it
    std::size_t at_ = 0;                                         ///< where the next row begins
    std::uint64_t line_ = 1;
    std::optional<bool> clean_;   ///< what `clean` found out, once it was asked
};

}  // namespace huiqi
