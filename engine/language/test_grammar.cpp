#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/grammar.h"
#include "engine/language/keywords.h"

namespace huiqi {
namespace {

std::optional<Relation> relation_of(TokenKind kind) {
    switch (kind) {
        case TokenKind::equal: return Relation::equal;
        case TokenKind::not_equal: return Relation::not_equal;
        case TokenKind::less: return Relation::less;
        case TokenKind::less_equal: return Relation::less_equal;
        case TokenKind::greater: return Relation::greater;
        case TokenKind::greater_equal: return Relation::greater_equal;
        default: return std::nullopt;
    }
}

/// True for what carries an operand on: behind `(…)` it makes the brackets a part of a sum.
bool continues_operand(TokenKind kind) {
    using enum TokenKind;
    return kind == plus || kind == minus || kind == star || kind == slash || kind == power || kind == dot ||
           kind == open_square || kind == at_least || kind == at_most;
}

bool ends_test(TokenKind kind) {
    using enum TokenKind;
    return kind == comma || kind == close_round || kind == close_square || kind == end;
}

}  // namespace

SyntaxId Grammar::whole_cell() {
    SyntaxNode node;
    node.kind = SyntaxKind::in;
    node.children.push_back(kNoSyntax);
    const bool negated = kind() == TokenKind::word && is_not(current().text) &&
                         kind_after(1) == TokenKind::open_round &&
                         tokens_[tokens_[at_ + 1].match + 1].kind == TokenKind::end;
    if (negated) {
        return negated_cell();
    }
    // FEEL writes "any" as a lone minus.
    if (kind() == TokenKind::minus && kind_after(1) == TokenKind::end) {
        const std::size_t first = at_;
        advance();
        SyntaxNode any;
        any.kind = SyntaxKind::test_any;
        node.children.push_back(add(std::move(any), first));
        return add(std::move(node), first);
    }
    tests_until(node, tokens_.size() - 1);
    if (kind() != TokenKind::end) {
        report_leftover("E108");
    }
    return add(std::move(node), 0);
}

SyntaxId Grammar::negated_cell() {
    const std::size_t first = at_;
    const std::size_t open = at_ + 1;
    SyntaxNode node;
    node.kind = SyntaxKind::test_not;
    at_ = open + 1;
    tests_until(node, tokens_[open].match);
    close(open);
    return add(std::move(node), first);
}

void Grammar::tests_until(SyntaxNode& node, std::size_t close) {
    do {
        node.children.push_back(test(true));
    } while (next_element(close));
}

bool Grammar::reads_as_tests(std::size_t open) const {
    const TokenKind inside = tokens_[open + 1].kind;
    const std::size_t end = tokens_[open].match;
    return !continues_operand(tokens_[end + 1].kind) || has_comma(open) || relation_of(inside).has_value() ||
           inside == TokenKind::more_than || inside == TokenKind::less_than;
}

void Grammar::tests_of_in(SyntaxNode& node) {
    if (kind() != TokenKind::open_round || !reads_as_tests(at_)) {
        node.children.push_back(test(false));
        return;
    }
    const std::size_t open = at_;
    const std::size_t end = current().match;
    advance();
    node.children.push_back(test(true));
    if (kind() == TokenKind::dots) {
        node.children.back() = interval(node.children.back(), open, open);
        return;
    }
    if (next_element(end)) {
        tests_until(node, end);
    }
    close(open);
}

SyntaxId Grammar::test(bool wide) {
    const TestMode mode(*this, true);
    const std::size_t first = at_;
    if (kind() == TokenKind::unlimited && ends_test(kind_after(1))) {
        advance();
        SyntaxNode node;
        node.kind = SyntaxKind::test_any;
        return add(std::move(node), first);
    }
    if (kind() == TokenKind::more_than) {
        return test_above(first);
    }
    if (kind() == TokenKind::less_than) {
        advance();
        return add_relation(Relation::less, arithmetic(), first);
    }
    if (relation_of(kind()) || read_misplaced_relation()) {
        const Relation relation = *relation_of(kind());
        advance();
        return add_relation(relation, arithmetic(), first);
    }
    const SyntaxId bound = wide ? expression() : arithmetic();
    return test_of_bound(bound, first);
}

bool Grammar::read_misplaced_relation() {
    Token& token = tokens_[at_];
    if (token.kind != TokenKind::word || !begins_operand(kind_after(1)) ||
        kind_after(1) == TokenKind::open_round) {
        return false;
    }
    const MisplacedWord* misplaced = misplaced_word(token.text);
    if (misplaced == nullptr || !relation_of(misplaced->meant)) {
        return false;
    }
    (void)operator_here();
    return true;
}

SyntaxId Grammar::test_of_bound(SyntaxId bound, std::size_t first) {
    if (take(TokenKind::at_most)) {
        return add_relation(Relation::less_equal, bound, first);
    }
    if (!take(TokenKind::at_least)) {
        return bound;
    }
    if (kind() != TokenKind::less_than && !begins_operand(kind())) {
        return add_relation(Relation::greater_equal, bound, first);
    }
    SyntaxNode node;
    node.kind = SyntaxKind::interval;
    node.high_included = !take(TokenKind::less_than);
    node.children = {bound, arithmetic()};
    if (node.high_included && !take(TokenKind::at_most)) {
        report_here("E106", {"上限后面缺“以下”或“以内”", "以下 or 以内 is missing behind the upper bound"},
                    {"写成 10万元以上50万元以下 或 10万元以上不满50万元",
                     "write 10万元以上50万元以下 or 10万元以上不满50万元"});
    }
    return add(std::move(node), first);
}

SyntaxId Grammar::test_above(std::size_t first) {
    advance();
    const SyntaxId low = arithmetic();
    if (kind() != TokenKind::less_than && !begins_operand(kind())) {
        return add_relation(Relation::greater, low, first);
    }
    SyntaxNode node;
    node.kind = SyntaxKind::interval;
    node.low_included = false;
    node.high_included = !take(TokenKind::less_than);
    node.children = {low, arithmetic()};
    if (node.high_included && !take(TokenKind::at_most)) {
        report_here("E106", {"上限后面缺“以下”或“以内”", "以下 or 以内 is missing behind the upper bound"},
                    {"写成 超过10万元50万元以下 或 超过10万元不满50万元",
                     "write 超过10万元50万元以下 or 超过10万元不满50万元"});
    }
    return add(std::move(node), first);
}

}  // namespace huiqi
