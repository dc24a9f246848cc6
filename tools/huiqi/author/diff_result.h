#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/evaluate/rule_witnesses.h"
#include "tools/huiqi/author/batch_difference.h"
#include "tools/huiqi/author/rule_comparison.h"
#include "tools/huiqi/rules.h"

namespace huiqi {

/// All that `huiqi diff` found, for its reports.
struct DiffResult {
    std::string old_name, new_name;
    const LoadedRules* before = nullptr;
    const LoadedRules* after = nullptr;
    RuleComparison rules;
    std::optional<BatchDifference> batch;                  ///< with --on
    std::vector<std::optional<RuleWitnesses>> witnesses;   ///< in step with the incentives; empty: nobody looked
};

}  // namespace huiqi
