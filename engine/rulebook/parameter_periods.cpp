#include "engine/rulebook/parameter_periods.h"

#include "engine/calendar/date.h"

namespace huiqi {

bool is_over(const Parameter::Version& version) noexcept { return version.value.state() == State::error; }

std::vector<ParameterPeriod> parameter_periods(const Parameter& parameter) {
    std::vector<ParameterPeriod> periods;
    for (const Parameter::Version& version : parameter.versions) {
        if (!periods.empty() && version.from) {
            periods.back().to = add_days(*version.from, -1);
        }
        if (!is_over(version)) {
            periods.push_back({.version = &version, .from = version.from, .to = std::nullopt});
        }
    }
    return periods;
}

std::optional<ParameterPeriod> parameter_on(const Parameter& parameter, Date day) {
    std::optional<ParameterPeriod> found;
    for (const ParameterPeriod& period : parameter_periods(parameter)) {
        if ((!period.from || *period.from <= day) && (!period.to || day <= *period.to)) {
            found = period;
        }
    }
    return found;
}

const std::string& source_of(const Parameter& parameter, const Parameter::Version& version) noexcept {
    return version.source.empty() ? parameter.provenance.source : version.source;
}

}  // namespace huiqi
