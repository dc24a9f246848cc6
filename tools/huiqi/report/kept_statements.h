#pragma once

#include <optional>
#include <string>

#include "engine/ledger/batch_account.h"
#include "engine/ledger/ledger.h"
#include "tools/huiqi/decide/statements_file.h"

namespace huiqi {

/// Gives the statements of a batch as the ledger has them: it keeps what settlement took, not by which cause.
[[nodiscard]] SettledApplications kept_statements(Ledger& ledger, const BatchAccount& account);

/// Gives the number of an application whose statements in a file are other than those of the ledger.
[[nodiscard]] std::optional<std::string> other_than_kept(const SettledApplications& file, const SettledApplications& kept);

}  // namespace huiqi
