#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace huiqi {

/// A text in which width and white space no longer count: full-width forms read as ASCII, blanks and line ends are gone.
struct ComparedText {
    std::string text;
    std::vector<std::uint32_t> origin;   ///< for each byte of `text` where its character begins in the original
};
[[nodiscard]] ComparedText compared_text(std::string_view original);

/// Gives a clause number in the one form in which numbers are compared: `三、（二）4.` is `三(二)4`, `第五条第（一）项`
/// is `第五条(一)`, `Article 7 (2)` is `article7(2)`, `§ 4 Abs. 2` is `article4(2)`.
[[nodiscard]] std::string clause_label(std::string_view written);

/// Tells whether a label names a part of what another label names: `三(二)4` lies in `三(二)`, not `三(二)41`.
[[nodiscard]] bool lies_in(std::string_view part, std::string_view whole) noexcept;

/// How the numbers of a document are laid over one another, from the outermost inwards.
enum class ClauseRank : std::uint8_t {
    annex,      ///< 附件1, Annex I, Schedule 2
    chapter,    ///< 第一章, 第一节, Chapter 1, Part II; articles are counted across them
    article,    ///< 第五条, 第五条之一, Article 5, § 5, Rule 5
    section,    ///< 一、, A., IV., Paragraph 5
    subsection, ///< （一）
    item,       ///< 1.
    point,      ///< 1.1
    subitem,    ///< （1）
    halved,     ///< 1)
    circled,    ///< ①
    letter,     ///< (a), a)
};

/// The number with which a line of a document begins.
struct ClauseHead {
    ClauseRank rank = ClauseRank::section;
    std::string part;   ///< what it adds to the label: `三`, `(二)`, `4`
};
/// Finds the number at the beginning of a line, white space before it aside.
[[nodiscard]] std::optional<ClauseHead> clause_head(std::string_view line);

/// Puts the number of a clause behind those above it, `·` between two that would read as one: 附件1·1 is not 附件11.
[[nodiscard]] std::string joined_label(std::string_view above, std::string_view part);

}  // namespace huiqi
