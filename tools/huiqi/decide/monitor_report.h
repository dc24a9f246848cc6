#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/diagnostic/source.h"
#include "engine/rulebook/rulebook.h"
#include "engine/settle/target_result.h"
#include "tools/huiqi/program.h"

namespace huiqi {

/// What a monitor saw of its data.
struct MonitorCounts {
    std::uint64_t read = 0;
    std::uint64_t set_aside = 0;
};

/// One target with what it came to.
struct MonitoredTarget {
    const Incentive* incentive = nullptr;
    const Target* target = nullptr;
    const TargetGathered* gathered = nullptr;
    TargetResult result;
};

/// Gives the report for people.
[[nodiscard]] std::string monitor_text(const std::vector<MonitoredTarget>& targets, Language language);
/// Gives one line of counts: rows, and targets by state.
[[nodiscard]] std::string monitor_summary(const std::vector<MonitoredTarget>& targets,
                                          const MonitorCounts& counts, Language language);
/// Gives both as JSON.
[[nodiscard]] std::string monitor_json(const std::vector<MonitoredTarget>& targets,
                                       const MonitorCounts& counts, const Sources& sources);

}  // namespace huiqi
