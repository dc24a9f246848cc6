#pragma once

#include <string>

#include "tools/huiqi/input_options.h"
#include "tools/huiqi/program.h"
#include "tools/huiqi/rules.h"

namespace huiqi {

/// What a batch is decided by, as far as places matter.
struct RegionTask {
    const Rulebook& rulebook;
    const Selected& selected;
    const RuleChoice& choice;
    const InputOptions& reading;
    const std::string& input;
};

/// Refuses a batch of which rows belong elsewhere: where 主键 names a column of regions, each row must lie in the region that
/// was asked for, and what is in force there must be what decides. Says which regions do not, and how many rows each has. Reads
/// the input once; done where the bundle names no such column.
[[nodiscard]] Exit check_regions_of_rows(const Program& program, const RegionTask& task);

}  // namespace huiqi
