#pragma once

#include <string_view>

#include "engine/anomaly/detection.h"

namespace huiqi {

/// Gives the word of a level, or of a severity by its English one, in the language of a page.
[[nodiscard]] std::string_view level_word(Anomaly::Level level, bool zh);
[[nodiscard]] std::string_view severity_word(std::string_view severity, bool zh);

/// Says which checks saw no rows of a table whose file is not there.
[[nodiscard]] Bilingual missing_sentence(const MissingTable& table);

}  // namespace huiqi
