#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/diagnostic/diagnostic.h"
#include "engine/rulebook/document_text.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Reads the stored texts of documents, each once.
class StoredTexts {
public:
    StoredTexts(Sources& sources, Diagnostics& diagnostics) : sources_(sources), diagnostics_(diagnostics) {}

    /// Gives the citations of a file the texts that its `文本` name. A text lies in the folder of its rule file or below:
    /// E458 for a path that leads out of it and for what is no text, E451 for a file that is not there. Citations that
    /// were declared in other sources than `own` stay as they are; a rule file without a path has no texts.
    void attach(std::vector<Citation>& citations, SourceId own, const std::filesystem::path& rule_file);

private:
    [[nodiscard]] std::shared_ptr<const DocumentText> read(const Citation& citation, const std::filesystem::path& folder);
    void refuse(Span place, Bilingual message, Bilingual help);

    Sources& sources_;
    Diagnostics& diagnostics_;
    std::map<std::string, std::shared_ptr<const DocumentText>> texts_;   ///< by real path
};

/// Holds the quotes and clause numbers of the sources that one file declares against the stored texts: W508 for a quote
/// that does not occur, W523 for one that stands in another clause, W521 for a clause that the text does not have.
void check_quotes(const std::vector<Citation>& citations, SourceId own, Diagnostics& diagnostics);

/// Says the same of one quote. `clause` is a normal label, or empty; of a label that the text does not number the clause
/// around it counts.
void check_quote(const DocumentText& text, std::string_view quote, Span quote_place, std::string_view clause,
                 Diagnostics& diagnostics);

/// Warns (W521) of a clause number that the text does not have; true when it has it.
bool check_clause_number(const DocumentText& text, std::string_view clause, Span place, Diagnostics& diagnostics);

}  // namespace huiqi
