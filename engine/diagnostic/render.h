#pragma once

#include <string>
#include <string_view>

#include "engine/diagnostic/diagnostic.h"

namespace huiqi {

/// How messages are drawn for people.
struct RenderStyle {
    Language language = Language::zh;
    bool color = false;  ///< with ANSI colours, for a terminal
};

/// Gives `file:line:col: error[E204]: sentence`, the line, carets that line up under wide characters,
/// `= 改法：`/`= help:` and the related places with their own lines. Every line ends with LF. A long line is
/// shown only around the place; a diagnostic whose source is not in `sources` shows its sentence alone.
[[nodiscard]] std::string render_text(const Diagnostic& diagnostic, const Sources& sources,
                                      RenderStyle style);
/// Gives all of them, a blank line between, without a summary line.
[[nodiscard]] std::string render_text(const Diagnostics& diagnostics, const Sources& sources,
                                      RenderStyle style);
/// Gives a JSON array of `{file, line, column, length, code, severity, message, fix, related: [{file, line,
/// column, message}]}`; `length` counts code points.
[[nodiscard]] std::string render_json(const Diagnostics& diagnostics, const Sources& sources,
                                      Language language);
/// Gives them as a log of SARIF 2.1.0, which code hosts and editors read; `version` is that of the program.
[[nodiscard]] std::string render_sarif(const Diagnostics& diagnostics, const Sources& sources, Language language,
                                       std::string_view version);

}  // namespace huiqi
