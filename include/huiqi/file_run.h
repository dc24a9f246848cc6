#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "huiqi/message.h"

namespace huiqi {

/// What `Engine::decide_file` is asked to do.
struct FileTask {
    std::string input;   ///< `.csv`, `.jsonl`, a folder of CSV tables; `-` is standard input
    std::string output;  ///< `.csv` or `.jsonl`; `-` is standard output
    /// Columns to write, in order: `id,award=transaction.award,total=totals.total`, or `@FILE` with the same.
    /// Empty: all that was decided.
    std::string columns;
    /// The column that names an application; empty: that of the bundle, or the first there is of 申请编号, 编号,
    /// application, application_id, id. A number that stands twice refuses the file (D019), but in a folder, which
    /// sets its rows aside. `line`: the data have no numbers, and every row is an application of its own.
    std::string key;
    std::size_t threads = 1;
    bool replace = false;   ///< an output that exists is replaced
    bool lasting = true;    ///< wait until the output is on the disk before it takes its name
    bool formula_guard = true;  ///< texts that a spreadsheet could take for a formula are made safe
};

/// One row that was set aside: nothing of it is decided.
struct RejectedApplication {
    std::uint64_t line = 0;         ///< of the input, from 1
    std::vector<Message> messages;  ///< what is wrong with it; `answer` names the column
};

/// What became of a file. Rows read are decided or set aside, never lost.
struct FileResult {
    bool done = false;              ///< the output is whole and has its name
    std::vector<Message> messages;  ///< why it is not, and notes
    std::uint64_t rows_read = 0;
    std::uint64_t rows_decided = 0;
    std::uint64_t rows_rejected = 0;
    /// The first rows set aside, at most kShownRows.
    std::vector<RejectedApplication> rejected;
    /// Time that the busiest thread spent on reading text to columns, on deciding them, on writing results.
    std::uint64_t read_ns = 0;
    std::uint64_t decide_ns = 0;
    std::uint64_t write_ns = 0;

    static constexpr std::size_t kShownRows = 100;
};

}  // namespace huiqi
