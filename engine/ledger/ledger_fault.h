#pragma once

#include <string>
#include <string_view>

#include "engine/diagnostic/diagnostic.h"

namespace huiqi {

/// One thing that the ledger refuses or finds wrong. `code` is L001 …, with a page in docs/messages.
struct LedgerFault {
    std::string_view code;
    Bilingual message;
    Bilingual help = {};
};

/// Gives `error[L004]: message` and how to mend it.
[[nodiscard]] std::string render_fault(const LedgerFault& fault, Language language);

}  // namespace huiqi
