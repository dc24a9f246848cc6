#pragma once

#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "engine/ledger/batch_account.h"
#include "engine/ledger/payments.h"
#include "tools/huiqi/program.h"

namespace huiqi {

/// One statement as the ledger has it.
struct KeptStatement {
    StatementPlace place;
    std::int64_t award_fen = 0;
    std::int64_t payable_fen = 0;
};

/// Gives the place of an application in a batch; L010 when it is not there.
[[nodiscard]] std::optional<std::int64_t> find_application(const Program& program, Ledger& ledger,
                                                           const BatchAccount& account, const std::string& number);

/// Gives the statement of an application and incentive; without an incentive the only one with an award.
[[nodiscard]] std::optional<KeptStatement> find_statement(const Program& program, Ledger& ledger,
                                                          const BatchAccount& account, const std::string& number,
                                                          const std::string& incentive);

/// What is due in place of the settled amount.
struct ChangeTask {
    std::string application;
    std::string incentive;
    std::string due;         ///< yuan
    bool up_to_award = false;  ///< whether it may be more than what was settled: then at most the award
};

/// Gives `[{place, incentive, due_fen}]`; L011 when it is more than may be.
[[nodiscard]] std::optional<nlohmann::json> changed_amounts(const Program& program, Ledger& ledger,
                                                            const BatchAccount& account, const ChangeTask& task);

}  // namespace huiqi
