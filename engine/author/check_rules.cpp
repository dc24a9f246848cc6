#include "engine/author/check_rules.h"

#include <chrono>
#include <cstdint>

#include "engine/anomaly/detector_tests.h"
#include "engine/evaluate/rule_lints.h"

namespace huiqi {
std::size_t check_rules(const Rulebook& rulebook, Diagnostics& diagnostics) {
    if (diagnostics.has_errors()) {
        return 0;
    }
    check_plans(rulebook, diagnostics);
    const Detectors detectors = load_detectors(rulebook, diagnostics);
    if (!diagnostics.has_errors()) {
        check_detectors(detectors, diagnostics);
        check_detector_cases(detectors, diagnostics);
    }
    return detectors.checks.size();
}

Date today() {
    const auto days = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()).time_since_epoch();
    return Date::from_days(static_cast<std::int32_t>(days.count()));
}

}  // namespace huiqi
