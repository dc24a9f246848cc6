#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/diagnostic/diagnostic.h"
#include "engine/ledger/batch_account.h"
#include "engine/ledger/ledger.h"
#include "tools/huiqi/program.h"

namespace huiqi {

class SettlementRun;

/// Gives the batches that were decided by a bundle, in entries up to one.
[[nodiscard]] std::set<std::string> batches_of_bundle(Ledger& ledger, const std::string& bundle, std::int64_t end);

/// Gives what is to be told of the quotas and budgets of a settled run, whose batch counts entries up to one: what earlier payments
/// took and settlement took off, and what batches of the same bundle were paid under those that each batch has for itself.
[[nodiscard]] std::vector<Bilingual> told_of_earlier(Ledger& ledger, const SettlementRun& run, std::int64_t end);

/// Tells who approves what was approved for others under the same name of a budget, and what for others of the same bundle.
void tell_of_approvals(const Program& program, Ledger& ledger, const BatchAccount& account, const std::string& budget);

/// Names a quota or a budget, with its number where it is not the first, and its year.
[[nodiscard]] Bilingual bound_words(bool quota, std::uint32_t rule, std::optional<std::int32_t> year);

}  // namespace huiqi
