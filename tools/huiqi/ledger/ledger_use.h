#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/calendar/date.h"
#include "engine/ledger/batch_account.h"
#include "engine/ledger/ledger.h"
#include "tools/huiqi/program.h"

namespace CLI {
class App;
}

namespace huiqi {

/// What every command that writes to a ledger is told.
struct LedgerTask {
    std::string ledger;  ///< a SQLite file, or a connection string of PostgreSQL
    std::string batch;
    std::string by;      ///< the person that answers for the step
    std::string reason;
    std::string at;      ///< time; empty: now
    bool supplement = false;  ///< of a settlement: other batches may have decided the same applications
};

/// Prints what the ledger says, and gives the exit that goes with it.
[[nodiscard]] Exit ledger_problem(const Program& program, const LedgerFault& fault);

/// Opens a ledger that is there; prints what is wrong. `problem` is 1 for a damaged ledger, 66 for one that cannot be opened.
[[nodiscard]] std::unique_ptr<Ledger> open_ledger(const Program& program, const std::string& name, Exit* problem = nullptr);

/// Gives the account of a batch, or says that there is none.
[[nodiscard]] std::optional<BatchAccount> find_batch(const Program& program, Ledger& ledger, const std::string& batch);

/// Gives the time of the task, or now: 2025-06-30T08:15:00Z.
[[nodiscard]] std::string time_of(const LedgerTask& task);

/// Gives the last day that may stand in an entry of the task: today in China, eight hours before the clock of the entries.
[[nodiscard]] Date today_of(const LedgerTask& task);

/// Gives a JSON body with what every entry has.
[[nodiscard]] std::string entry_body(const LedgerTask& task, const std::string& kind, const std::string& more = "{}");

/// Adds `--ledger`, the batch and `--by`; `reason` too when the step needs one.
void add_ledger_options(CLI::App& command, LedgerTask& task, bool reason);

/// Whether two names are one person's: case, width and blanks make no other person.
[[nodiscard]] bool same_person(std::string_view one, std::string_view other);
/// For CLI11: says what is wrong with a batch id: blank, or with characters that are not printed.
[[nodiscard]] std::string some_batch(const std::string& text);
/// For CLI11: says what is wrong with a name that is blank.
[[nodiscard]] std::string some_name(const std::string& text);
/// The same of a time that is none.
[[nodiscard]] std::string some_time(const std::string& text);
/// The same of a reason.
[[nodiscard]] std::string some_reason(const std::string& text);

/// Prints what whoever reviews, approves or looks at a batch must know of how it was settled.
void tell_of_decision(const Program& program, const BatchDecision& decision);

/// Refuses a step where the batch does not stand at one of the stages.
[[nodiscard]] bool stands_at(const Program& program, const BatchAccount& account, const std::vector<BatchStage>& stages,
                             const Bilingual& step);

/// Gives yuan with two decimals.
[[nodiscard]] std::string yuan_text(std::int64_t fen);
/// Reads yuan of an option; complains and gives nothing when it is none, or below zero.
[[nodiscard]] std::optional<Money> read_yuan(const Program& program, const std::string& option, const std::string& text);

/// Writes one entry between begin and commit.
[[nodiscard]] Exit write_entry(const Program& program, Ledger& ledger, const LedgerTask& task, const std::string& kind,
                               const std::string& more = "{}");

}  // namespace huiqi
