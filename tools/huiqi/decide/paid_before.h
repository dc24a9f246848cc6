#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>

#include "engine/api/paid_records.h"
#include "engine/data/schema.h"
#include "tools/huiqi/program.h"
#include "tools/huiqi/rules.h"

namespace CLI {
class App;
}

namespace huiqi {

/// Where a command finds what applicants were paid before, for rules that ask it (来自: 台账).
struct PaidBefore {
    std::string history;  ///< a file of payments; empty: none
    std::string ledger;   ///< whose payments count; empty: none
    std::int64_t ledger_end = std::numeric_limits<std::int64_t>::max();  ///< up to this entry

    /// Adds `--history` and `--ledger`.
    void add_options(CLI::App& command);
    /// Reads them; leaves `paid` alone when neither is given, so that such lists are data like any other. Says what is wrong.
    [[nodiscard]] Exit read(const Program& program, const LoadedRules& rules, const Selected& selected, const Schema& schema,
                            std::shared_ptr<const PaidRecords>& paid) const;
};

}  // namespace huiqi
