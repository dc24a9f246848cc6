#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/diagnostic/diagnostic.h"
#include "engine/rulebook/yaml/document.h"

namespace huiqi {

/// Thrown to leave the YAML library in the middle of a file after a fault that has been reported; the one
/// file that includes the library catches it.
struct YamlStop {};

/// A stretch of the file, [begin, end).
struct YamlRange {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// The sentences about the structure of a YAML file (E401–E409), and the bound on their number.
class YamlReport {
public:
    /// `text` is the file as read: excerpts in sentences come from it.
    YamlReport(std::string_view text, SourceId source, const YamlLimits& limits, Diagnostics& diagnostics);

    void duplicate_key(std::string_view name, YamlRange key, YamlRange first);
    void anchor(YamlRange place);
    void alias(YamlRange place);
    void merge_key(YamlRange place);
    void tag(YamlRange place);
    void tab(std::size_t at);
    void directive(YamlRange line);
    void second_document(std::size_t at);
    void key_without_value(std::string_view name, YamlRange key, bool in_braces);
    void tilde(YamlRange place);
    void value_without_key(std::size_t at);
    void empty_item(std::size_t at);
    /// `whole` is the value as the author meant it, `comma` the place where YAML cut it.
    void cut_at_comma(YamlRange whole, std::size_t comma);
    /// `value` holds the `#` at `sign`, behind which YAML sees nothing.
    void hidden_by_comment(YamlRange value, std::size_t sign);
    void question_mark(std::size_t at);
    void key_is_no_word(std::size_t at);
    void two_readings(std::size_t at);
    void bracket_left_open(std::size_t at, char open);
    void too_large();
    [[noreturn]] void too_deep(std::size_t at);
    [[noreturn]] void too_many_nodes(std::size_t at);
    [[noreturn]] void too_long(std::size_t at);
    void not_utf8(std::size_t at);
    void control_character(YamlRange place, char32_t code_point);
    void control_escape(YamlRange place);

    /// Adds any other fault; leaves when there are too many.
    Diagnostic& error(std::string_view code, YamlRange place, Bilingual message, Bilingual help = {});

    /// Gives a range as a span of this file.
    [[nodiscard]] Span span(YamlRange range) const;
    /// Gives a part of the file for a sentence, on one line and short.
    [[nodiscard]] std::string words(YamlRange range, std::size_t limit = 40) const;

private:
    std::string_view text_;
    SourceId source_;
    const YamlLimits& limits_;
    Diagnostics& diagnostics_;
    bool full_ = false;  ///< the bound has been reached, and said so
};

/// Puts a value in the quotes that it does not hold itself.
[[nodiscard]] std::string in_quotes(std::string_view value);

}  // namespace huiqi
