#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/data/schema.h"
#include "engine/io/csv_record.h"
#include "engine/io/data_fault.h"
#include "engine/io/parsed_block.h"
#include "engine/io/read_options.h"

namespace huiqi {

/// Turns blocks into columns. One for each thread.
class BlockParser {
public:
    virtual ~BlockParser() = default;
    /// Reads `parsed.block` into the rest of `parsed`.
    virtual void parse(ParsedBlock& parsed) = 0;
};

/// Rows of a child table: what was read, and what became of it. rows = joined + left_out + rejected.
struct TableCount {
    std::string file;
    std::string name;             ///< of the file without its folder, or of the sheet
    std::uint64_t rows = 0;
    std::uint64_t joined = 0;     ///< to an application
    std::uint64_t left_out = 0;   ///< of applicants who hand in nothing now
    std::uint64_t rejected = 0;
};

/// The rejected rows of one child table, found when the folder was opened.
struct TableRejects {
    /// Rows that are kept; the table is read once more when somebody wants all of more than these.
    static constexpr std::size_t kMostKept = 1000;

    std::string file;    ///< as messages call it
    std::string table;   ///< the name of the file or the sheet, for naming what is written
    std::vector<std::string> headings;
    std::vector<RejectedRow> rows;   ///< the first of them
    CsvSyntax syntax;   ///< of the rows
    std::uint64_t count = 0;    ///< of all rows
    std::uint64_t faults = 0;   ///< of all rows together
};

/// Takes rejected rows, some at a time; false: it wants no more.
using RejectSink = std::function<bool(std::span<const RejectedRow>)>;

/// An opened file, pipe or folder of applications.
///
/// One thread at a time asks for the next block (a lock around `next`); each thread has a parser of its own:
///
///     auto parser = input->parser();
///     ParsedBlock parsed(schema);
///     while (locked(input->next(parsed.block))) { parser->parse(parsed); decide(parsed); }
///
/// `parsed.block.number()` gives the order in which results are to be written.
class RecordInput {
public:
    virtual ~RecordInput() = default;

    /// Fills the next block; false at the end, or when reading failed: then `failure` says why.
    [[nodiscard]] virtual bool next(Block& block) = 0;
    [[nodiscard]] virtual std::unique_ptr<BlockParser> parser() const = 0;
    /// Gives the fault that ended the reading early, or nullptr.
    [[nodiscard]] virtual const DataFault* failure() const noexcept { return nullptr; }
    /// What a person should know once all was read, though nothing is refused for it.
    [[nodiscard]] virtual std::vector<DataFault> notes() const { return {}; }
    /// Name of the file that the rows come from.
    [[nodiscard]] virtual const std::string& name() const noexcept = 0;
    /// Column headings, for writing rejected rows; empty for JSON.
    [[nodiscard]] virtual const std::vector<std::string>& headings() const noexcept = 0;
    /// How its rows are split, for writing rejected rows.
    [[nodiscard]] virtual CsvSyntax syntax() const noexcept { return {}; }
    /// Name of the column or key that holds the number of an application; empty when there is none.
    [[nodiscard]] virtual std::string key() const { return {}; }
    /// Whether the input sets repeated numbers aside by itself.
    [[nodiscard]] virtual bool finds_repeats() const noexcept { return false; }
    /// Rows of child tables that were set aside; empty but for folders.
    [[nodiscard]] virtual const std::vector<TableRejects>& table_rejects() const noexcept;
    /// Gives all rejected rows of one of those tables, in the order of their lines; false once the sink gave false.
    [[nodiscard]] virtual bool each_table_reject(std::size_t table, const RejectSink& sink) const;
    [[nodiscard]] virtual const std::vector<TableCount>& table_counts() const noexcept;
    /// Bytes read and to be read, for a progress display; the latter 0 when not known.
    [[nodiscard]] virtual std::uint64_t bytes_read() const noexcept = 0;
    [[nodiscard]] virtual std::uint64_t bytes_total() const noexcept = 0;
};

/// What opening gave: the input, or the reasons why it is refused; and notes (severity warning) either way.
struct OpenedInput {
    std::unique_ptr<RecordInput> input;  ///< null exactly when a fault is an error
    std::vector<DataFault> faults;
};

/// Opens `x.csv`, `x.xlsx`, `x.jsonl`, `x.ndjson` or a folder of CSV tables. The schema must outlive the input.
[[nodiscard]] OpenedInput open_input(const std::string& path, const Schema& schema,
                                     const ReadOptions& options);

/// Says which JSON keys were ignored in the whole input, and which were not asked; `file` is its name. Empty when
/// there were none.
[[nodiscard]] std::vector<DataFault> ignored_key_notes(
    const std::string& file, const std::map<std::string, std::uint64_t, std::less<>>& ignored,
    const std::map<std::string, std::uint64_t, std::less<>>& not_asked = {});

}  // namespace huiqi
