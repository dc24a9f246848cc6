#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/diagnostic/source.h"
#include "engine/rulebook/clause_label.h"

namespace huiqi {

/// A clause of a stored document, as its number shows it.
struct TextClause {
    std::string label;          ///< `三(二)4`
    Span heading;               ///< the line on which it begins
    std::uint32_t begin = 0;    ///< bytes of the text, with all clauses below it
    std::uint32_t end = 0;
    bool heading_only = false;  ///< nothing but a title above other clauses: it says nothing by itself
};

/// The text of a published document, kept beside the rulebook: quotes are looked up in it, and its clauses are known by
/// their numbers.
class DocumentText {
public:
    /// Reads the numbers of a text that `sources` holds; it must outlive this.
    DocumentText(const Sources& sources, SourceId source);

    [[nodiscard]] SourceId source() const noexcept { return source_; }
    /// Gives the clauses in the order of the text; of two with one number the first, unless they follow one another: then they are one.
    [[nodiscard]] const std::vector<TextClause>& clauses() const noexcept { return clauses_; }
    /// Finds a clause by its label.
    [[nodiscard]] const TextClause* clause(std::string_view label) const noexcept;
    /// Finds the innermost clause in which a label lies: of `二·1` that is `二`. Where numbers run on across the clauses
    /// above them, the end of a label that only one clause has will do: `(二十六)` for `六(二十六)`.
    [[nodiscard]] const TextClause* enclosing(std::string_view label) const noexcept;
    /// Gives a label as the text has it, the clauses above it included.
    [[nodiscard]] std::string whole_label(std::string_view label) const;

    /// Gives where a quote stands, white space and width aside; `…` in it stands for words left out. With a clause it is
    /// looked for there only.
    [[nodiscard]] std::optional<Span> find(std::string_view quote, const TextClause* within = nullptr) const;
    /// Finds the innermost clause that holds a byte of the text.
    [[nodiscard]] const TextClause* at(std::uint32_t offset) const noexcept;

private:
    void find_clauses(const Source& source);
    void add_short_labels(const std::vector<std::vector<std::string>>& paths);
    [[nodiscard]] std::pair<const TextClause*, std::size_t> innermost(std::string_view label) const noexcept;

    SourceId source_ = 0;
    ComparedText folded_;
    std::vector<TextClause> clauses_;
    std::map<std::string, std::size_t, std::less<>> short_labels_;   ///< ends of labels that only one clause has
};

}  // namespace huiqi
