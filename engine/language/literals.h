#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/diagnostic/diagnostic.h"
#include "engine/language/ast.h"
#include "engine/language/characters.h"

namespace huiqi {

/// Reports what is wrong in one text, by offsets of its folded form; after the first faults it is silent,
/// since a text that is no expression at all has one at every character.
class TextFaults {
public:
    /// Keeps references; all three must outlive this.
    TextFaults(const FoldedText& folded, const MappedText& text, Diagnostics& diagnostics)
        : folded_(folded), text_(text), diagnostics_(diagnostics) {}

    /// Reports the stretch [begin, end) of the folded text.
    void error(std::string_view code, std::size_t begin, std::size_t end, Bilingual message,
               Bilingual help = {});

private:
    const FoldedText& folded_;
    const MappedText& text_;
    Diagnostics& diagnostics_;
    std::size_t reports_ = 0;
};

/// What a number may be made of.
struct NumberForms {
    const std::vector<std::string>& units;  ///< the rulebook's own count units
    std::size_t digits = 400;               ///< most digits of one number
    bool comma_may_group = false;           ///< a comma can have no meaning here but to group digits
};

/// A literal as read: a node of kind number, text or date, or `error` when it was reported; its `begin` and
/// `end` are left to the caller. `end` is the offset behind it in the folded text.
struct Literal {
    SyntaxNode node;
    std::size_t end = 0;
};

/// Reads the number or date that begins at `offset` with a digit, or with a point and a digit.
[[nodiscard]] Literal read_number(std::string_view folded, std::size_t offset, const NumberForms& forms,
                                  TextFaults& faults);

/// Reads what stands in the quotes of `@"…"`: a date, or a duration of years and months or of days. `begin`
/// and `end` are the offsets of the whole literal, for reports.
[[nodiscard]] SyntaxNode read_at_literal(std::string_view content, std::size_t begin, std::size_t end,
                                         std::size_t most_digits, TextFaults& faults);

/// Reads the text that begins with a quotation mark at `offset` of the folded text.
[[nodiscard]] Literal read_text(const FoldedText& folded, std::size_t offset, TextFaults& faults);

}  // namespace huiqi
