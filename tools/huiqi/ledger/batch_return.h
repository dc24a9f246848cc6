#pragma once

#include <string>
#include <vector>

#include "tools/huiqi/commands.h"
#include "tools/huiqi/ledger/ledger_use.h"

namespace huiqi {

/// A payment that the bank sent back because it could not make it.
struct ReturnTask {
    const LedgerTask& task;
    std::string application;
    std::string incentive;
    std::string amount;               ///< yuan; empty: what was paid last
    std::string day;
    std::vector<std::string> cells;   ///< COLUMN=TEXT: what is right now
    std::string payer;                ///< whose payment it was, where several parties pay; empty: not said
};

/// Enters it. One person says what came back and what was wrong; when another says the same it is in force: the money is due
/// again, and the next payment, by a third person or the first, carries the new cells.
[[nodiscard]] Exit return_payment(const Program& program, const ReturnTask& task, Ledger& ledger, const BatchAccount& account);

/// Enters what is right of a payee, such as the account, where no payment came back: before the first one above all. One person
/// says it and another the same, who does not pay it; lists of later payments carry it, and what was settled stays.
[[nodiscard]] Exit mend_payee(const Program& program, const ReturnTask& task, Ledger& ledger, const BatchAccount& account);

/// Gives the column and the text of `COLUMN=TEXT`; for CLI11, says what is wrong with it.
[[nodiscard]] std::string some_cell(const std::string& text);

}  // namespace huiqi
