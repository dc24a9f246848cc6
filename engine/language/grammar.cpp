#include "engine/language/grammar.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/builtins.h"
#include "engine/language/keywords.h"

namespace huiqi {
namespace {

/// Faults of one text beyond this are silent: they repeat what was said.
constexpr std::size_t kMostReports = 20;

}  // namespace

bool is_not(std::string_view word) noexcept {
    constexpr std::size_t kLength = 3;  // of `not` and of 非
    const Builtin* builtin = word.size() == kLength ? find_builtin(word) : nullptr;
    return builtin != nullptr && builtin->id == BuiltinId::not_;
}

Grammar::Grammar(SyntaxTree& tree, TokenList& list, const ParseLimits& limits, Diagnostics& diagnostics)
    : tree_(tree),
      list_(list),
      tokens_(list.tokens),
      limits_(limits),
      diagnostics_(diagnostics),
      last_fault_(std::numeric_limits<std::size_t>::max()) {
    tree_.nodes.reserve(tokens_.size());
    heights_.reserve(tokens_.size());
}

TokenKind Grammar::kind_after(std::size_t ahead) const {
    return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead].kind : TokenKind::end;
}

bool Grammar::take(TokenKind wanted) {
    if (kind() != wanted) {
        return false;
    }
    advance();
    return true;
}

bool Grammar::begins_operand(TokenKind kind) {
    using enum TokenKind;
    return kind == word || kind == literal || kind == open_round || kind == open_square || kind == minus ||
           kind == question || kind == true_ || kind == false_ || kind == null_;
}

TokenKind Grammar::operator_here() {
    Token& token = tokens_[at_];
    const bool test_word = is_test_word(token.kind) && !in_test_;
    if (token.kind != TokenKind::word && token.kind != TokenKind::true_ && !test_word) {
        return token.kind;
    }
    const std::string shown = excerpt(token.text);
    if (const MisplacedWord* misplaced = misplaced_word(token.text)) {
        report_here("E106", {fmt::format("“{}”不是运算符", shown), fmt::format("`{}` is no operator", shown)},
                    {fmt::format("写 {}", misplaced->write), fmt::format("write {}", misplaced->write)});
        token.kind = misplaced->meant;
    } else if (const auto keyword =
                   token.kind == TokenKind::word ? capital_keyword(token.text) : std::nullopt) {
        const std::string_view lower = spelling(*keyword);
        report_here(
            "E106",
            {fmt::format("关键字“{}”要小写", shown), fmt::format("the keyword `{}` is written small", shown)},
            {fmt::format("写 {}", lower), fmt::format("write {}", lower)});
        token.kind = *keyword;
    }
    return token.kind;
}

SyntaxId Grammar::add(SyntaxNode node, std::size_t first_token) {
    if (tree_.nodes.size() >= limits_.nodes) {
        return beyond_limit({"表达式太大", "the expression is too large"},
                            {"拆成几个“计算”里的名字", "split it into names under `define`"});
    }
    node.begin = tokens_[first_token].begin;
    node.end = at_ > first_token ? std::max(node.begin, tokens_[at_ - 1].end) : node.begin;
    std::uint32_t height = 0;
    for (const SyntaxId child : node.children) {
        height = child == kNoSyntax ? height : std::max(height, heights_[child] + 1);
    }
    if (height > limits_.height) {
        return beyond_limit(
            {fmt::format("运算最多套{}层", limits_.height),
             fmt::format("operations nest at most {} deep", limits_.height)},
            {"多项相加写 sum([…])，或拆成几个名字", "write sum([…]) for long sums, or split into names"});
    }
    tree_.nodes.push_back(std::move(node));
    heights_.push_back(height);
    return static_cast<SyntaxId>(tree_.nodes.size() - 1);
}

SyntaxId Grammar::add_error(std::size_t first_token) {
    return add(SyntaxNode{}, first_token);
}

SyntaxId Grammar::add_binary(SyntaxKind kind, SyntaxId left, SyntaxId right, std::size_t first_token) {
    SyntaxNode node;
    node.kind = kind;
    node.children = {left, right};
    return add(std::move(node), first_token);
}

SyntaxId Grammar::add_relation(Relation relation, SyntaxId bound, std::size_t first_token) {
    SyntaxNode node;
    node.kind = SyntaxKind::test_relation;
    node.relation = relation;
    node.children = {bound};
    return add(std::move(node), first_token);
}

SyntaxId Grammar::beyond_limit(Bilingual message, Bilingual help) {
    if (!stopped_) {
        diagnostics_.error("E113", tree_.text.span(current().begin, current().end), std::move(message),
                           std::move(help));
        stopped_ = true;
    }
    at_ = tokens_.size() - 1;
    // One node beyond the limit, shared by whoever still asks.
    if (tree_.nodes.empty() || tree_.nodes.back().kind != SyntaxKind::error) {
        SyntaxNode node;
        node.begin = node.end = tokens_.back().begin;
        tree_.nodes.push_back(std::move(node));
        heights_.push_back(0);
    }
    return static_cast<SyntaxId>(tree_.nodes.size() - 1);
}

SyntaxId Grammar::beyond_depth() {
    return beyond_limit({fmt::format("表达式最多套{}层", limits_.depth),
                         fmt::format("expressions nest at most {} deep", limits_.depth)},
                        {"把里面的部分写成“计算”里的名字", "give the inner part a name under `define`"});
}

Diagnostic* Grammar::report(std::string_view code, const Token& first, const Token& last, Bilingual message,
                            Bilingual help) {
    if (stopped_ || last_fault_ == at_ || ++reports_ > kMostReports) {
        return nullptr;
    }
    last_fault_ = at_;
    return &diagnostics_.error(code, tree_.text.span(first.begin, last.end), std::move(message),
                               std::move(help));
}

Diagnostic* Grammar::report_here(std::string_view code, Bilingual message, Bilingual help) {
    return report(code, current(), current(), std::move(message), std::move(help));
}

void Grammar::report_leftover(std::string_view code) {
    const Token& token = current();
    const std::string shown =
        excerpt(std::string_view(tree_.text.text).substr(token.begin, token.end - token.begin));
    Bilingual help{"两个值之间要写运算符，例如 + - * / = 且 或",
                   "put an operator between two values: + - * / = and or"};
    const Token& bound = token.kind == TokenKind::literal ? tokens_[at_ + 1] : token;
    if (bound.kind == TokenKind::at_least || bound.kind == TokenKind::at_most) {
        const std::string_view sign = bound.kind == TokenKind::at_least ? ">=" : "<=";
        help = {
            fmt::format("“{0}”写在“属于”的括号里：x 属于 (10万元{0})；这里写 x {1} 10万元", bound.text, sign),
            fmt::format("`{0}` stands in the brackets of 属于: x 属于 (10万元{0}); here write x {1} 100000 yuan",
                        bound.text, sign)};
    } else if (shown == "x" || shown == "X") {
        help = {"相乘写 *", "write * to multiply"};
    } else if (token.kind == TokenKind::word && at_ > 0 && tokens_[at_ - 1].kind == TokenKind::word) {
        help = {"名字里没有空格；两个名字之间要写运算符",
                "names have no blanks; put an operator between two names"};
    } else if (token.kind == TokenKind::comma) {
        help = {"逗号只用在列表、函数和“属于”的括号里",
                "commas stand in lists, calls and the brackets of `in`"};
    } else if (token.kind == TokenKind::colon) {
        help = {"冒号只写在函数的参数名后面", "a colon stands behind the name of an argument"};
    } else if (token.kind == TokenKind::dots) {
        help = {"范围要写括号：[1..3]", "a range has brackets: [1..3]"};
    } else if (is_keyword(token.kind)) {
        help = {"检查前面是不是少了一部分；如果 … 则 … 否则 …",
                "is a part missing before it? if … then … else …"};
    }
    report_here(code, {fmt::format("这里不该有“{}”", shown), fmt::format("unexpected `{}`", shown)},
                std::move(help));
}

SyntaxId Grammar::missing_operand() {
    if (kind() == TokenKind::end) {
        report_here(
            "E106", {"表达式没有写完，这里还缺一个值", "the expression ends where a value is missing"},
            {"写一个名字、数或括号里的表达式", "write a name, a number or an expression in brackets"});
        return add_error(at_);
    }
    const Token& token = current();
    const std::string shown =
        excerpt(std::string_view(tree_.text.text).substr(token.begin, token.end - token.begin));
    Bilingual help{"写一个名字、数或括号里的表达式", "write a name, a number or an expression in brackets"};
    if (token.kind == TokenKind::plus) {
        help = {"正数不写加号", "a positive number has no sign"};
    } else if (is_keyword(token.kind)) {
        help = {fmt::format("“{}”是关键字，不能作名字", shown),
                fmt::format("`{}` is a keyword and cannot be a name", shown)};
    }
    report_here("E106",
                {fmt::format("“{}”前面缺一个值", shown.empty() ? "此处" : shown),
                 fmt::format("a value is missing before `{}`", shown)},
                std::move(help));
    return add_error(at_);
}

bool Grammar::expect_keyword(TokenKind wanted, std::string_view after) {
    if (operator_here() == wanted) {
        advance();
        return true;
    }
    const std::string_view word = spelling(wanted);
    report_here(
        "E106",
        {fmt::format("{} 后面缺 {}", after, word), fmt::format("`{}` is missing behind {}", word, after)},
        {"如果 … 则 … 否则 …；存在 x 属于 列表 满足 …；for x in 列表 return …；x 介于 1 and 3",
         "if … then … else …; some x in list satisfies …; for x in list return …; x between 1 and 3"});
    return false;
}

}  // namespace huiqi
