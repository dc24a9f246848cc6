#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/diagnostic/diagnostic.h"
#include "engine/language/ast.h"
#include "engine/language/lexer.h"
#include "engine/language/parser.h"
#include "engine/language/token.h"

namespace huiqi {

/// Builds the tree of one text from its tokens, by recursive descent. A fault gives an `error` node and
/// reading goes on at the next comma, bracket or operator; one place is reported once.
///
/// Invariant: `at_` never passes the last token, which is `end`, and brackets are balanced (see TokenList).
class Grammar {
public:
    /// Adds nodes to `tree`, whose text the tokens come from; all references must outlive this.
    Grammar(SyntaxTree& tree, TokenList& list, const ParseLimits& limits, Diagnostics& diagnostics);

    /// Reads all tokens as an expression and gives its node.
    [[nodiscard]] SyntaxId whole_expression();
    /// Reads all tokens as what a loop goes through and gives its node.
    [[nodiscard]] SyntaxId whole_source();
    /// Reads all tokens as a cell and gives its node.
    [[nodiscard]] SyntaxId whole_cell();

private:
    /// Counts one level of nesting while it lives.
    class Level;
    /// Says for its lifetime whether the words of tests have their meaning.
    class TestMode;

    // The cursor.
    [[nodiscard]] const Token& current() const { return tokens_[at_]; }
    [[nodiscard]] TokenKind kind() const { return tokens_[at_].kind; }
    [[nodiscard]] TokenKind kind_after(std::size_t ahead) const;
    void advance() { at_ += at_ + 1 < tokens_.size() ? 1U : 0U; }
    [[nodiscard]] bool take(TokenKind wanted);
    /// Tells whether a value may begin with the token.
    [[nodiscard]] static bool begins_operand(TokenKind kind);
    /// Reads a word where an operator should stand (`AND`, 大于, 和) as that operator and reports it; gives
    /// the kind.
    [[nodiscard]] TokenKind operator_here();

    // The tree.
    SyntaxId add(SyntaxNode node, std::size_t first_token);
    SyntaxId add_error(std::size_t first_token);
    SyntaxId add_binary(SyntaxKind kind, SyntaxId left, SyntaxId right, std::size_t first_token);
    SyntaxId add_relation(Relation relation, SyntaxId bound, std::size_t first_token);

    // Faults.
    Diagnostic* report(std::string_view code, const Token& first, const Token& last, Bilingual message,
                       Bilingual help = {});
    Diagnostic* report_here(std::string_view code, Bilingual message, Bilingual help = {});
    void report_leftover(std::string_view code);
    SyntaxId missing_operand();
    SyntaxId beyond_limit(Bilingual message, Bilingual help);
    SyntaxId beyond_depth();
    /// Takes a keyword or reports that it is missing behind `after`.
    bool expect_keyword(TokenKind wanted, std::string_view after);

    // Expressions.
    SyntaxId expression();
    void read_capital_keyword();
    SyntaxId conditional();
    SyntaxId quantified(SyntaxKind kind);
    SyntaxId source();
    SyntaxId joined(SyntaxKind kind);
    SyntaxId comparison();
    SyntaxId compared(SyntaxId left, TokenKind op, std::size_t first);
    SyntaxId arithmetic(int least = 0);
    SyntaxId unary();
    SyntaxId postfix();
    SyntaxId field_of(SyntaxId record, std::size_t first);

    // What an expression is made of.
    SyntaxId primary();
    SyntaxId literal();
    SyntaxId constant(SyntaxKind kind, bool flag);
    SyntaxId word();
    SyntaxId name();
    SyntaxId negated_without_brackets();
    SyntaxId call(std::string name, std::size_t first, std::size_t open);
    SyntaxId call_of_keyword(SyntaxKind kind, std::size_t first, std::size_t open);
    SyntaxId call_of_value(std::size_t first);
    void argument(SyntaxNode& node, std::size_t close);
    [[nodiscard]] std::string argument_name();
    SyntaxId round_brackets();
    SyntaxId square_brackets();
    SyntaxId interval(SyntaxId low, std::size_t open, std::size_t first);
    /// Takes the bracket that closes `open`, after reporting what stands before it.
    void close(std::size_t open);
    /// Goes on behind the comma, or to `close`; reports what stands before it. False at `close`.
    [[nodiscard]] bool next_element(std::size_t close);
    [[nodiscard]] bool has_comma(std::size_t open) const;

    // Tests.
    SyntaxId test(bool wide);
    SyntaxId test_of_bound(SyntaxId bound, std::size_t first);
    SyntaxId test_above(std::size_t first);
    void tests_until(SyntaxNode& node, std::size_t close);
    void tests_of_in(SyntaxNode& node);
    [[nodiscard]] bool reads_as_tests(std::size_t open) const;
    [[nodiscard]] bool read_misplaced_relation();
    SyntaxId negated_cell();

    SyntaxTree& tree_;
    TokenList& list_;
    std::vector<Token>& tokens_;
    const ParseLimits& limits_;
    Diagnostics& diagnostics_;
    std::vector<std::uint32_t> heights_;  ///< of the node of the same index
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    std::size_t reports_ = 0;
    std::size_t last_fault_;  ///< the token that was reported last
    bool in_test_ = false;
    bool stopped_ = false;  ///< a limit was passed; nothing more is read or reported
};

/// Tells whether the word is the function `not` in any spelling.
[[nodiscard]] bool is_not(std::string_view word) noexcept;

class Grammar::Level {
public:
    explicit Level(Grammar& grammar) : grammar_(grammar) { ++grammar_.depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    ~Level() { --grammar_.depth_; }

    [[nodiscard]] bool too_deep() const { return grammar_.depth_ > grammar_.limits_.depth; }

private:
    Grammar& grammar_;
};

class Grammar::TestMode {
public:
    TestMode(Grammar& grammar, bool in_test) : grammar_(grammar), before_(grammar.in_test_) {
        grammar_.in_test_ = in_test;
    }
    TestMode(const TestMode&) = delete;
    TestMode& operator=(const TestMode&) = delete;
    ~TestMode() { grammar_.in_test_ = before_; }

private:
    Grammar& grammar_;
    bool before_;
};

}  // namespace huiqi
