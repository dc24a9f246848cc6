#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// One value of a parameter with the days on which it is in force.
struct ParameterPeriod {
    const Parameter::Version* version = nullptr;
    std::optional<Date> from;   ///< nothing: always
    std::optional<Date> to;     ///< the last day; nothing: until further notice
};

/// Tells whether an entry says that from its day on there is no value (有效至 is over).
[[nodiscard]] bool is_over(const Parameter::Version& version) noexcept;

/// Gives the values of a parameter in the order of their days; it must outlive them.
[[nodiscard]] std::vector<ParameterPeriod> parameter_periods(const Parameter& parameter);

/// Gives the value in force on a day; nothing before the first.
[[nodiscard]] std::optional<ParameterPeriod> parameter_on(const Parameter& parameter, Date day);

/// Gives the name of the source that a value of a parameter cites: its own, else that of the declaration.
[[nodiscard]] const std::string& source_of(const Parameter& parameter, const Parameter::Version& version) noexcept;

}  // namespace huiqi
