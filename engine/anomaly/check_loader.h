#pragma once

#include <vector>

#include "engine/anomaly/detector.h"
#include "engine/rulebook/fields.h"

namespace huiqi {

/// Reads one of 检测: what it says of itself, on which rows its evidence rests, its cases. Expressions are checked when it is
/// compiled. Reports A101 (an incentive that the rules lack), A103 (no source, sentence, family, evidence, cases, nothing that
/// would clear it), A104 (days of a hold that are none).
[[nodiscard]] Check read_check(LoadContext& context, NodeId item, const DetectorSource& source, const Rulebook& rulebook);

/// Adds the rows that a table of a case, or of 底稿, gives.
void read_test_rows(LoadContext& context, const YamlEntry& table, const DetectorSource& source, std::vector<TestRow>& rows);

}  // namespace huiqi
