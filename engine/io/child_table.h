#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/data/batch.h"
#include "engine/data/folded_key.h"
#include "engine/io/parsed_block.h"
#include "engine/io/read_options.h"
#include "engine/io/record_input.h"
#include "engine/io/table_file.h"

namespace huiqi {

class CsvInput;
struct CsvLayout;

/// The numbers of all applications of a main table, each with the lines on which it stands.
class ApplicationNumbers {
public:
    void add(std::string_view number, std::uint64_t line);
    /// Whether an application has the number.
    [[nodiscard]] bool has(std::string_view number) const { return lines_.find(number) != lines_.end(); }
    /// Gives another line on which the number stands, or 0: then it is the number of one application only.
    [[nodiscard]] std::uint64_t other_line(std::string_view number, std::uint64_t line) const;

private:
    struct Lines {
        std::uint64_t first = 0;
        std::uint64_t second = 0;   ///< 0: there is none
    };
    std::unordered_map<std::string, Lines, FoldedKeyHash, FoldedKeyEqual> lines_;
};

/// Which applicant handed in which application, where a list is the applicant's.
class Applicants {
public:
    void add(std::string_view number, std::string_view applicant) { of_.try_emplace(std::string(number), applicant); }
    /// Gives the applicant of an application; empty when none is named.
    [[nodiscard]] std::string_view of(std::string_view number) const {
        const auto found = of_.find(number);
        return found == of_.end() ? std::string_view() : found->second;
    }

private:
    std::unordered_map<std::string, std::string, FoldedKeyHash, FoldedKeyEqual> of_;
};

/// Whose rows a child table has besides those of the main table: nobody's, so that such a row is a fault, or those of
/// applicants who hand in nothing now.
enum class Strangers : std::uint8_t { refused, left_out };

/// One list field's table of a folder: the rows of all applications in memory, typed, grouped by application.
/// Memory is what the columns and the numbers take; that it is all in memory is what lets tables be unsorted.
class ChildTable {
public:
    /// Reads the table of list field `field`, the column number `list` of the root. Rows at fault, and rows
    /// of no application, are set aside; adds to `faults` what makes the whole folder unusable. The table of an
    /// applicant's list is grouped by applicants, and `applications` are their names.
    ChildTable(const TableFile& file, const FieldSchema& field, std::size_t list,
               const ReadOptions& options, const ApplicationNumbers& applications, Strangers strangers,
               const std::string& root_file, std::vector<DataFault>& faults);

    [[nodiscard]] std::size_t list() const noexcept { return list_; }
    [[nodiscard]] const FieldSchema& field() const noexcept { return field_; }
    /// Whether its lists belong to applicants rather than applications.
    [[nodiscard]] bool by_applicant() const noexcept { return strangers_ == Strangers::left_out; }
    [[nodiscard]] const TableRejects& rejects() const noexcept { return rejects_; }
    /// Counts its rows: those joined are counted by themselves, not as what is left of the others.
    [[nodiscard]] TableCount count() const;
    [[nodiscard]] std::size_t most_elements() const noexcept { return most_elements_; }

    /// Gives all rows that were set aside, in the order of their lines, reading the table once more where not all are
    /// kept; `applications` are those given when it was made. False once the sink gave false.
    [[nodiscard]] bool each_reject(const ApplicationNumbers& applications, const RejectSink& sink) const;

    /// Gives the line of a row of this application that was set aside, or 0.
    [[nodiscard]] std::uint64_t spoiled_line(std::string_view number) const;
    /// Whether the application has more elements than a list may have.
    [[nodiscard]] bool too_long(std::string_view number) const;
    /// Appends the list of one application; an empty one when it has no rows.
    void append(std::string_view number, Column& column) const;

private:
    /// What a row that cannot be read means for the applications.
    struct Verdict {
        std::string spoiled;      ///< the application whose list has a hole now; empty: none
        bool anybodys = false;    ///< it cannot be told whose it is
        bool nobodys = false;     ///< it is of no concern here
    };

    void read(const ApplicationNumbers& applications, std::vector<DataFault>& faults);
    void read_blocks(CsvInput& input, const ApplicationNumbers& applications, std::vector<DataFault>& faults);
    [[nodiscard]] Verdict judge(RejectedRow& row, const CsvLayout& layout, const ApplicationNumbers& applications) const;
    template <class Note>
    void set_aside(ParsedBlock& parsed, const CsvLayout& layout, const ApplicationNumbers& applications,
                   const Note& note) const;
    void keep(std::vector<RejectedRow>& rows);
    void take(const ParsedBlock& parsed, std::size_t row);
    void group();

    struct Application {
        std::uint32_t first = 0;  ///< of its rows in `order_`
        std::uint32_t count = 0;
    };

    TableFile file_;
    ReadOptions options_;
    std::string root_file_;
    const FieldSchema& field_;
    std::size_t list_;
    Strangers strangers_;
    std::size_t most_elements_;
    Schema schema_;
    Batch rows_;
    std::vector<std::uint32_t> owner_;  ///< of each row: index into applications_
    std::vector<std::uint32_t> order_;  ///< rows by application, in the order of the file
    std::vector<Application> applications_;
    std::unordered_map<std::string, std::uint32_t, FoldedKeyHash, FoldedKeyEqual> index_;
    std::unordered_map<std::string, std::uint64_t, FoldedKeyHash, FoldedKeyEqual> spoiled_;
    TableRejects rejects_;
    std::uint64_t rows_read_ = 0;
    std::uint64_t left_out_ = 0;
};

}  // namespace huiqi
