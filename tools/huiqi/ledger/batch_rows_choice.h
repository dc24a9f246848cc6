#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/ledger/batch_account.h"
#include "engine/ledger/payments.h"
#include "tools/huiqi/program.h"

namespace huiqi {

/// Gives the number of an application of a batch as the ledger has it, however it is typed; as it is typed where none or several
/// are meant.
[[nodiscard]] std::string kept_number(Ledger& ledger, const std::string& batch, const std::string& typed);

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
    std::string due;           ///< yuan
    bool correction = false;   ///< goes up to what was settled or resolved; an objection up to what was settled
};

/// An amount that may be changed to what the task says.
struct ChangedAmount {
    StatementPlace place;
    std::int64_t due_fen = 0;
    std::int64_t now_fen = 0;   ///< what is due so far
};

/// Finds the amount; L011 when the new one is more than may be.
[[nodiscard]] std::optional<ChangedAmount> changed_amount(const Program& program, Ledger& ledger, const BatchAccount& account,
                                                          const ChangeTask& task);

}  // namespace huiqi
