#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/io/data_fault.h"

namespace huiqi::fault_texts {

/// Makes a fault without a place; `code` is a literal.
[[nodiscard]] DataFault fault(std::string_view code, Bilingual message, Bilingual help,
                              Severity severity = Severity::error);
/// Lists names for people, at most a dozen of them.
[[nodiscard]] Bilingual listed(std::span<const std::string> names);

}  // namespace huiqi::fault_texts
