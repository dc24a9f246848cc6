#include <array>
#include <utility>

#include <fmt/format.h>

#include "engine/language/keywords.h"
#include "engine/language/lexer.h"

namespace huiqi {
namespace {

constexpr bool opens(TokenKind kind) noexcept {
    return kind == TokenKind::open_round || kind == TokenKind::open_square;
}
constexpr bool closes(TokenKind kind) noexcept {
    return kind == TokenKind::close_round || kind == TokenKind::close_square;
}
constexpr TokenKind partner(TokenKind open) noexcept {
    return open == TokenKind::open_round ? TokenKind::close_round : TokenKind::close_square;
}

/// Pairs the brackets of one list in one pass.
class BracketPairing {
public:
    BracketPairing(TokenList& list, const MappedText& text, const ParseLimits& limits,
                   Diagnostics& diagnostics)
        : list_(list), text_(text), limits_(limits), diagnostics_(diagnostics) {}

    void run() {
        paired_.reserve(list_.tokens.size() + 1);
        for (const Token& token : list_.tokens) {
            if (token.kind == TokenKind::dots && !open_.empty()) {
                open_.back().has_dots = true;
            }
            if (closes(token.kind)) {
                close(token);
                continue;
            }
            if (token.kind == TokenKind::end) {
                close_all(token);
            }
            if (opens(token.kind) && !open(token)) {
                return;
            }
            paired_.push_back(token);
        }
        list_.tokens = std::move(paired_);
    }

private:
    struct Open {
        std::uint32_t index;
        bool has_dots;
    };

    [[nodiscard]] std::size_t& count_of(TokenKind open) {
        return counts_[open == TokenKind::open_round ? 0 : 1];
    }

    /// False when the limit is passed: nothing is read then.
    [[nodiscard]] bool open(const Token& token) {
        open_.push_back({static_cast<std::uint32_t>(paired_.size()), false});
        ++count_of(token.kind);
        list_.too_deep = open_.size() > limits_.depth;
        if (list_.too_deep) {
            diagnostics_.error(
                "E113", text_.span(token.begin, token.end),
                {fmt::format("括号最多套{}层", limits_.depth),
                 fmt::format("brackets nest at most {} deep", limits_.depth)},
                {"把里面的部分写成“计算”里的名字", "give the inner part a name under `define`"});
        }
        return !list_.too_deep;
    }

    void pair_with_last(Token token) {
        const Open last = open_.back();
        open_.pop_back();
        --count_of(paired_[last.index].kind);
        token.match = last.index;
        paired_[last.index].match = static_cast<std::uint32_t>(paired_.size());
        paired_.push_back(token);
    }

    void close(const Token& token) {
        while (true) {
            if (open_.empty()) {
                return report(token, nullptr);
            }
            const Token opener = paired_[open_.back().index];
            const TokenKind other =
                opener.kind == TokenKind::open_round ? TokenKind::open_square : TokenKind::open_round;
            // An interval may begin with one kind and end with the other.
            if (partner(opener.kind) == token.kind || open_.back().has_dots) {
                return pair_with_last(token);
            }
            report(token, &opener);
            if (count_of(other) == 0) {
                Token meant = token;
                meant.kind = partner(opener.kind);
                return pair_with_last(meant);
            }
            pair_with_last(missing(opener.kind, token.begin));
        }
    }

    /// Gives a closing bracket of no length that stands at `place`.
    [[nodiscard]] static Token missing(TokenKind open, std::uint32_t place) {
        return {.kind = partner(open), .glued = true, .begin = place, .end = place};
    }

    void close_all(const Token& end) {
        while (!open_.empty()) {
            const Token opener = paired_[open_.back().index];
            report(end, &opener);
            pair_with_last(missing(opener.kind, end.begin));
        }
    }

    /// Reports a closing bracket without partner, or an opening one whose partner should have stood before
    /// `token`.
    void report(const Token& token, const Token* opener) {
        constexpr std::size_t kMostReports = 20;
        if (++reports_ > kMostReports) {
            return;
        }
        const std::string_view found = spelling(token.kind);
        if (opener == nullptr) {
            diagnostics_.error(
                "E107", text_.span(token.begin, token.end),
                {fmt::format("多了一个“{}”", found), fmt::format("this `{}` closes nothing", found)},
                {"删掉它，或在前面补上左括号；不含端点的范围写 (1..3)",
                 "delete it or open a bracket before; a range without its ends is (1..3)"});
            return;
        }
        const std::string_view wanted = spelling(partner(opener->kind));
        Diagnostic& fault = diagnostics_.error(
            "E107", text_.span(token.begin, token.end),
            {fmt::format("这里缺“{}”", wanted), fmt::format("`{}` is missing here", wanted)},
            {fmt::format("补上“{}”，或删掉左括号", wanted),
             fmt::format("add `{}` or delete the opening bracket", wanted)});
        fault.related.push_back(
            {text_.span(opener->begin, opener->end), {"左括号在这里", "the bracket opens here"}});
    }

    TokenList& list_;
    const MappedText& text_;
    const ParseLimits& limits_;
    Diagnostics& diagnostics_;
    std::vector<Token> paired_;
    std::vector<Open> open_;
    std::array<std::size_t, 2> counts_{};
    std::size_t reports_ = 0;
};

}  // namespace

void pair_brackets(TokenList& list, const MappedText& text, const ParseLimits& limits,
                   Diagnostics& diagnostics) {
    BracketPairing(list, text, limits, diagnostics).run();
}

}  // namespace huiqi
