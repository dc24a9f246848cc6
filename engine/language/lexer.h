#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <vector>

#include "engine/diagnostic/diagnostic.h"
#include "engine/language/ast.h"
#include "engine/language/characters.h"
#include "engine/language/parser.h"
#include "engine/language/token.h"

namespace huiqi {

/// The tokens of one text, with `end` as the last, and what they refer to. Brackets are balanced: what was
/// missing is put in without length, what was too much is left out, and both are reported.
struct TokenList {
    std::vector<Token> tokens;
    std::vector<SyntaxNode> literals;
    std::list<std::string> names;  ///< names whose spelling differs from the text: `Token::text` points here
    bool too_deep = false;          ///< brackets nest deeper than the limit; reported
};

/// Splits a text into tokens; `folded` is the text's and must outlive the list. A comma outside all brackets
/// separates only in a cell. Reports E101–E105, E107 and E113.
[[nodiscard]] TokenList read_tokens(const FoldedText& folded, const MappedText& text,
                                    const ParseContext& context, const ParseLimits& limits, bool cell,
                                    Diagnostics& diagnostics);

/// Finds the partner of every bracket (E107): `(a..b]` and `[a..b)` are pairs.
void pair_brackets(TokenList& list, const MappedText& text, const ParseLimits& limits,
                   Diagnostics& diagnostics);

}  // namespace huiqi
