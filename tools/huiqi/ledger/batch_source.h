#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/ledger/batch_account.h"
#include "engine/ledger/ledger.h"
#include "tools/huiqi/decide/settlement_run.h"
#include "tools/huiqi/program.h"

namespace huiqi {

/// Where a report has its batch from: a ledger, or rules and applications that are settled for it.
struct BatchSource {
    SettlementTask task;  ///< rules and applications, where no ledger is named
    std::string ledger;   ///< a SQLite file, or a connection string of PostgreSQL
    std::string batch;

    [[nodiscard]] bool from_ledger() const noexcept { return !ledger.empty(); }
    /// Adds `RULES INPUT`, `--ledger --batch`, `--history` and how applications are read.
    void add_options(CLI::App& command);
    /// Complains unless exactly one of the two is named, and whole; `example` is a command that is right.
    [[nodiscard]] Exit check(const Program& program, const Bilingual& example) const;
    /// Opens the ledger and finds the batch; says what is wrong.
    [[nodiscard]] Exit open(const Program& program, std::unique_ptr<Ledger>& opened, std::optional<BatchAccount>& account) const;
};

}  // namespace huiqi
