#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/diagnostic/source.h"

namespace huiqi {

/// The languages that people read.
enum class Language : std::uint8_t { zh, en };

/// One sentence in both languages: no full stop, user text in “” (zh) or backticks (en).
struct Bilingual {
    std::string zh;
    std::string en;

    [[nodiscard]] const std::string& in(Language language) const noexcept {
        return language == Language::zh ? zh : en;
    }
    [[nodiscard]] bool empty() const noexcept { return zh.empty() && en.empty(); }

    friend bool operator==(const Bilingual&, const Bilingual&) = default;
};

/// How grave a diagnostic is. Only `error` stops a load.
enum class Severity : std::uint8_t { error, warning };

/// A second place that takes part in a diagnostic: the other operand, the first declaration.
struct RelatedPlace {
    Span span;
    Bilingual message;
};

/// One thing that is wrong: where, what and why, how to mend. `code` is stable and has a page in
/// docs/messages; it is a literal, so the view never dangles.
struct Diagnostic {
    std::string_view code;
    Severity severity = Severity::error;
    Span span;
    Bilingual message;
    Bilingual help = {};
    std::vector<RelatedPlace> related = {};
};

/// What a stage has to say. A stage reports everything; its caller asks once.
class Diagnostics {
public:
    /// Adds an error and gives it for completing (help, related places).
    Diagnostic& error(std::string_view code, Span span, Bilingual message, Bilingual help = {});
    /// Adds a warning likewise.
    Diagnostic& warning(std::string_view code, Span span, Bilingual message, Bilingual help = {});
    void append(Diagnostics other);

    [[nodiscard]] bool has_errors() const noexcept { return errors_ != 0; }
    [[nodiscard]] std::size_t error_count() const noexcept { return errors_; }
    [[nodiscard]] std::size_t warning_count() const noexcept { return all_.size() - errors_; }
    [[nodiscard]] const std::vector<Diagnostic>& all() const noexcept { return all_; }

    /// Puts them in the order of their places (source, then offset, then code) and drops exact repeats.
    void sort();

private:
    std::vector<Diagnostic> all_;
    std::size_t errors_ = 0;
};

}  // namespace huiqi
