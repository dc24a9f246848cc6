#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/grammar.h"
#include "engine/language/keywords.h"

namespace huiqi {
namespace {

/// How tightly an arithmetic operator binds; below 0 it is none.
struct Binding {
    int strength = -1;
    SyntaxKind kind = SyntaxKind::error;
};

Binding binding_of(TokenKind op) {
    if (op == TokenKind::plus || op == TokenKind::minus) {
        return {0, op == TokenKind::plus ? SyntaxKind::add : SyntaxKind::subtract};
    }
    if (op == TokenKind::star || op == TokenKind::slash) {
        return {1, op == TokenKind::star ? SyntaxKind::multiply : SyntaxKind::divide};
    }
    return op == TokenKind::power ? Binding{2, SyntaxKind::power} : Binding{};
}

bool is_comparison(TokenKind op) {
    return (op >= TokenKind::equal && op <= TokenKind::greater_equal) || op == TokenKind::between ||
           op == TokenKind::in;
}

/// Gives the node of a relation token; both enumerations list the six in the same order.
SyntaxKind relation_kind(TokenKind op) {
    const int offset = static_cast<int>(op) - static_cast<int>(TokenKind::equal);
    return static_cast<SyntaxKind>(static_cast<int>(SyntaxKind::equal) + offset);
}

}  // namespace

SyntaxId Grammar::whole_expression() {
    SyntaxId root = expression();
    if (kind() != TokenKind::end) {
        report_leftover("E108");
    }
    return root;
}

SyntaxId Grammar::whole_source() {
    const std::size_t first = at_;
    SyntaxId root = expression();
    if (take(TokenKind::dots)) {
        const SyntaxId to = joined(SyntaxKind::or_);
        root = add_binary(SyntaxKind::range, root, to, first);
    }
    if (kind() != TokenKind::end) {
        report_leftover("E108");
    }
    return root;
}

SyntaxId Grammar::expression() {
    const Level level(*this);
    if (level.too_deep() || stopped_) {
        return beyond_depth();
    }
    read_capital_keyword();
    switch (kind()) {
        case TokenKind::if_: return conditional();
        case TokenKind::some: return quantified(SyntaxKind::some);
        case TokenKind::every: return quantified(SyntaxKind::every);
        case TokenKind::for_: return quantified(SyntaxKind::for_);
        default: return joined(SyntaxKind::or_);
    }
}

void Grammar::read_capital_keyword() {
    Token& token = tokens_[at_];
    if (token.kind != TokenKind::word || token.text.front() < 'A' || token.text.front() > 'Z') {
        return;
    }
    const auto keyword = capital_keyword(token.text);
    const bool begins = keyword == TokenKind::if_ || keyword == TokenKind::some ||
                        keyword == TokenKind::every || keyword == TokenKind::for_;
    const TokenKind next = kind_after(1);
    // A field may be called `For`; with a value behind it, it cannot be a name.
    const bool before_value =
        next == TokenKind::word || next == TokenKind::literal ||
        (keyword == TokenKind::if_ && next == TokenKind::open_round && !has_comma(at_ + 1));
    if (begins && before_value) {
        (void)operator_here();
    }
}

SyntaxId Grammar::conditional() {
    const std::size_t first = at_;
    advance();
    if (kind() == TokenKind::open_round && has_comma(at_)) {
        return call_of_keyword(SyntaxKind::if_, first, at_);
    }
    SyntaxNode node;
    node.kind = SyntaxKind::if_;
    node.children.push_back(expression());
    if (!expect_keyword(TokenKind::then, "if") && !begins_operand(kind())) {
        return add_error(first);
    }
    node.children.push_back(expression());
    if (operator_here() == TokenKind::else_) {
        advance();
        node.children.push_back(expression());
    } else {
        report("E110", tokens_[first], tokens_[first], {"if 没有 else", "this `if` has no `else`"},
               {"每个 if 都要写 else：如果 条件 则 甲 否则 乙",
                "every `if` has its `else`: if c then a else b"});
        node.children.push_back(add_error(at_));
    }
    return add(std::move(node), first);
}

SyntaxId Grammar::quantified(SyntaxKind kind_of_node) {
    const std::size_t first = at_;
    const std::string_view keyword = spelling(kind());
    const bool is_for = kind_of_node == SyntaxKind::for_;
    advance();
    SyntaxNode node;
    node.kind = kind_of_node;
    if (kind() != TokenKind::word) {
        report_here(
            "E106",
            {fmt::format("{} 后面要写变量的名字", keyword),
             fmt::format("a variable is missing behind `{}`", keyword)},
            {"例如 for 笔 in 付息 return 笔.利息", "for instance: for x in payments return x.amount"});
        return add_error(first);
    }
    node.name = current().text;
    node.name_begin = current().begin;
    node.name_end = current().end;
    advance();
    if (!expect_keyword(TokenKind::in, fmt::format("{} {}", keyword, excerpt(node.name)))) {
        return add_error(first);
    }
    node.children.push_back(source());
    while (kind() == TokenKind::comma && kind_after(1) == TokenKind::word && kind_after(2) == TokenKind::in) {
        report_here("E106", {"一个 for 只能有一个变量", "one variable is bound at a time"},
                    {"里面再写一个 for：for x in a return for y in b return …",
                     "nest: for x in a return for y in b return …"});
        at_ += 3;
        (void)source();
    }
    if (!expect_keyword(is_for ? TokenKind::return_ : TokenKind::satisfies, keyword) &&
        !begins_operand(kind())) {
        return add_error(first);
    }
    node.children.push_back(expression());
    return add(std::move(node), first);
}

SyntaxId Grammar::source() {
    const std::size_t first = at_;
    const SyntaxId from = joined(SyntaxKind::or_);
    if (kind() != TokenKind::dots) {
        return from;
    }
    advance();
    const SyntaxId to = joined(SyntaxKind::or_);
    return add_binary(SyntaxKind::range, from, to, first);
}

SyntaxId Grammar::joined(SyntaxKind kind_of_node) {
    const std::size_t first = at_;
    const bool is_or = kind_of_node == SyntaxKind::or_;
    const TokenKind op = is_or ? TokenKind::or_ : TokenKind::and_;
    const SyntaxId operand = is_or ? joined(SyntaxKind::and_) : comparison();
    if (operator_here() != op) {
        return operand;
    }
    SyntaxNode node;
    node.kind = kind_of_node;
    node.children.push_back(operand);
    while (operator_here() == op) {
        advance();
        node.children.push_back(is_or ? joined(SyntaxKind::and_) : comparison());
    }
    return add(std::move(node), first);
}

SyntaxId Grammar::comparison() {
    const std::size_t first = at_;
    SyntaxId left = arithmetic();
    int more = 0;
    for (bool chained = false; is_comparison(operator_here()); chained = true) {
        if (chained && ++more == 1) {
            report_here("E112", {"比较不能连着写", "comparisons do not chain"},
                        {"写成 a < b 且 b < c，或 b 属于 (a..c)", "write a < b and b < c, or b in (a..c)"});
        }
        const SyntaxId next = compared(left, kind(), first);
        left = chained ? left : next;   // that the sides of a chain do not fit each other is no second mistake
    }
    return left;
}

SyntaxId Grammar::compared(SyntaxId left, TokenKind op, std::size_t first) {
    advance();
    if (op != TokenKind::between && op != TokenKind::in) {
        return add_binary(relation_kind(op), left, arithmetic(), first);
    }
    SyntaxNode node;
    node.children.push_back(left);
    if (op == TokenKind::in) {
        node.kind = SyntaxKind::in;
        tests_of_in(node);
        return add(std::move(node), first);
    }
    node.kind = SyntaxKind::between;
    node.children.push_back(arithmetic());
    if (!expect_keyword(TokenKind::and_, "between") && !begins_operand(kind())) {
        return add_error(first);
    }
    node.children.push_back(arithmetic());
    return add(std::move(node), first);
}

SyntaxId Grammar::arithmetic(int least) {
    const std::size_t first = at_;
    SyntaxId left = unary();
    for (Binding op = binding_of(operator_here()); op.strength >= least; op = binding_of(operator_here())) {
        advance();
        const SyntaxId right = arithmetic(op.strength + 1);
        left = add_binary(op.kind, left, right, first);
    }
    return left;
}

SyntaxId Grammar::unary() {
    if (kind() != TokenKind::minus) {
        return postfix();
    }
    const Level level(*this);
    const std::size_t first = at_;
    if (level.too_deep()) {
        return beyond_depth();
    }
    advance();
    SyntaxNode node;
    node.kind = SyntaxKind::negate;
    node.children.push_back(unary());
    return add(std::move(node), first);
}

SyntaxId Grammar::postfix() {
    const std::size_t first = at_;
    SyntaxId operand = primary();
    while (true) {
        if (kind() == TokenKind::dot) {
            operand = field_of(operand, first);
        } else if (kind() == TokenKind::open_square) {
            const std::size_t open = at_;
            const TestMode mode(*this, false);
            advance();
            const SyntaxId condition = expression();
            close(open);
            operand = add_binary(SyntaxKind::filter, operand, condition, first);
        } else if (kind() == TokenKind::open_round) {
            operand = call_of_value(first);
        } else {
            return operand;
        }
    }
}

SyntaxId Grammar::field_of(SyntaxId record, std::size_t first) {
    advance();
    const Token& token = current();
    const bool named = token.kind == TokenKind::word || is_test_word(token.kind) || is_keyword(token.kind);
    if (!named) {
        report_here("E106", {"点后面要写字段的名字", "the name of a field is missing behind the point"},
                    {"例如 笔.利息；小数写 0.5", "for instance payment.amount; a decimal is 0.5"});
        return add_error(first);
    }
    SyntaxNode node;
    node.kind = SyntaxKind::field;
    node.children.push_back(record);
    node.name = token.text;
    node.name_begin = token.begin;
    node.name_end = token.end;
    advance();
    return add(std::move(node), first);
}

}  // namespace huiqi
