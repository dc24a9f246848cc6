#pragma once

#include <cstdint>
#include <string>

#include "tools/huiqi/commands.h"
#include "tools/huiqi/ledger/ledger_use.h"

namespace huiqi {

/// A payment of all that is due in a batch.
struct PaymentTask {
    const LedgerTask& task;
    std::string day;     ///< YYYY-MM-DD
    std::string output;  ///< the list
    std::string profile; ///< how it is laid out; empty: its own way
    bool by_payer = false;  ///< a list for each party that pays, of its part
    bool force = false;
    std::int64_t list = 0;  ///< the entry of an earlier payment whose list is written again; 0: pays
};

/// Pays what is due and not paid, and writes the list. A batch of which nothing is left writes the list of its last
/// payment again, so that a command that was cut off can be repeated.
[[nodiscard]] Exit pay_batch(const Program& program, const PaymentTask& task, Ledger& ledger, const BatchAccount& account);

/// Money of one statement that came back.
struct RecoveryTask {
    const LedgerTask& task;
    std::string day;
    std::string application;
    std::string incentive;
    std::string amount;  ///< yuan
};

/// Enters money that came back: at most what was paid beyond what is due.
[[nodiscard]] Exit recover_payment(const Program& program, const RecoveryTask& task, Ledger& ledger,
                                   const BatchAccount& account);

/// `huiqi batch list` and `huiqi batch show`.
void add_batch_views(CLI::App& batch, Action& chosen);

}  // namespace huiqi
