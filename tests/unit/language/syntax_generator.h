#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/unit/language/syntax_shape.h"

namespace huiqi::testing {

/// Makes random trees of every form that a text can have: same seed, same tree.
class SyntaxGenerator {
public:
    explicit SyntaxGenerator(std::uint32_t seed) : random_(seed) {}

    /// Makes an expression at most `depth` forms deep.
    [[nodiscard]] SyntaxTree expression(int depth) {
        tree_ = {};
        tree_.root = any(depth);
        return std::move(tree_);
    }
    /// Makes a cell likewise.
    [[nodiscard]] SyntaxTree cell(int depth) {
        tree_ = {};
        SyntaxNode node;
        const bool negated = one_of(4) == 0;
        node.kind = negated ? SyntaxKind::test_not : SyntaxKind::in;
        if (!negated) {
            node.children.push_back(kNoSyntax);
        }
        add_tests(node, depth);
        tree_.root = add(std::move(node));
        return std::move(tree_);
    }

private:
    std::size_t one_of(std::size_t count) { return random_() % count; }
    bool coin() { return one_of(2) == 0; }

    template <std::size_t N>
    std::string_view pick(const std::array<std::string_view, N>& from) {
        return from[one_of(N)];
    }

    SyntaxId add(SyntaxNode node) {
        tree_.nodes.push_back(std::move(node));
        return static_cast<SyntaxId>(tree_.nodes.size() - 1);
    }

    SyntaxId any(int depth) {
        if (depth <= 0) {
            return leaf();
        }
        switch (one_of(12)) {
            case 0: return leaf();
            case 1: return binary(depth);
            case 2: return joined(depth);
            case 3: return of(SyntaxKind::negate, 1, depth);
            case 4: return of(SyntaxKind::between, 3, depth);
            case 5: return in(depth);
            case 6: return of(SyntaxKind::if_, 3, depth);
            case 7: return quantified(depth);
            case 8: return of(SyntaxKind::filter, 2, depth);
            case 9: return call(depth);
            case 10: return coin() ? of(SyntaxKind::list, one_of(4), depth) : interval(depth);
            default: return field(depth);
        }
    }

    SyntaxId leaf() {
        constexpr std::array<std::string_view, 12> kLiterals{
            "0",    "12",         "0.5",         "10万元",     "4.35%/年",       "1年6个月",
            "30天", "2024-01-31", "@\"-P1Y2M\"", "10000 yuan", "50元/平方米/月", "5件"};
        constexpr std::array<std::string_view, 9> kNames{"a",    "合同金额", "?",   "days", "年",
                                                         "不限", "x1",       "day", "e"};
        constexpr std::array<std::string_view, 5> kTexts{"", "文本", "\"\\\n\t", "＂“”",
                                                         "\x01"
                                                         "a"};
        SyntaxNode node;
        switch (one_of(5)) {
            case 0: {
                const Parsed literal = parsed(pick(kLiterals));
                return add(literal.tree[literal.tree.root]);
            }
            case 1:
                node.kind = SyntaxKind::text;
                node.name = pick(kTexts);
                break;
            case 2:
                node.kind = coin() ? SyntaxKind::boolean : SyntaxKind::null;
                node.flag = node.kind == SyntaxKind::boolean && coin();
                break;
            default: node.kind = SyntaxKind::name; node.name = pick(kNames);
        }
        return add(std::move(node));
    }

    SyntaxId of(SyntaxKind kind, std::size_t count, int depth) {
        SyntaxNode node;
        node.kind = kind;
        for (std::size_t i = 0; i < count; ++i) {
            node.children.push_back(any(depth - 1));
        }
        return add(std::move(node));
    }

    SyntaxId binary(int depth) {
        constexpr std::array kKinds{SyntaxKind::add,       SyntaxKind::subtract, SyntaxKind::multiply,
                                    SyntaxKind::divide,    SyntaxKind::power,    SyntaxKind::equal,
                                    SyntaxKind::not_equal, SyntaxKind::less,     SyntaxKind::greater_equal};
        return of(kKinds[one_of(kKinds.size())], 2, depth);
    }

    SyntaxId joined(int depth) {
        return of(coin() ? SyntaxKind::and_ : SyntaxKind::or_, 2 + one_of(2), depth);
    }

    SyntaxId in(int depth) {
        SyntaxNode node;
        node.kind = SyntaxKind::in;
        node.children.push_back(any(depth - 1));
        add_tests(node, depth);
        return add(std::move(node));
    }

    void add_tests(SyntaxNode& node, int depth) {
        for (std::size_t count = 1 + one_of(3); count != 0; --count) {
            node.children.push_back(test(depth - 1));
        }
    }

    SyntaxId test(int depth) {
        SyntaxNode node;
        switch (one_of(3)) {
            case 0:
                node.kind = SyntaxKind::test_relation;
                node.relation = static_cast<Relation>(one_of(6));
                node.children.push_back(any(depth - 1));
                return add(std::move(node));
            case 1: node.kind = SyntaxKind::test_any; return add(std::move(node));
            default: {
                const SyntaxId plain = any(depth);
                // As a test of its own, the word means any value.
                if (tree_[plain].name == "不限") {
                    tree_.nodes[plain].name = "a";
                }
                return plain;
            }
        }
    }

    SyntaxId quantified(int depth) {
        constexpr std::array kKinds{SyntaxKind::some, SyntaxKind::every, SyntaxKind::for_};
        SyntaxNode node;
        node.kind = kKinds[one_of(kKinds.size())];
        node.name = "v";
        node.children.push_back(coin() ? of(SyntaxKind::range, 2, depth) : any(depth - 1));
        node.children.push_back(any(depth - 1));
        return add(std::move(node));
    }

    SyntaxId call(int depth) {
        constexpr std::array<std::string_view, 6> kFunctions{"round half up", "not", "表",
                                                             "days between",  "min", "f"};
        SyntaxNode node;
        node.kind = SyntaxKind::call;
        node.name = pick(kFunctions);
        for (std::size_t count = one_of(4); count != 0; --count) {
            node.children.push_back(any(depth - 1));
            node.argument_names.emplace_back(one_of(3) == 0 ? "start position" : "");
        }
        return add(std::move(node));
    }

    SyntaxId interval(int depth) {
        const SyntaxId id = of(SyntaxKind::interval, 2, depth);
        tree_.nodes[id].low_included = coin();
        tree_.nodes[id].high_included = coin();
        return id;
    }

    SyntaxId field(int depth) {
        const SyntaxId id = of(SyntaxKind::field, 1, depth);
        tree_.nodes[id].name = coin() ? "年" : "利息";
        return id;
    }

    std::mt19937 random_;
    SyntaxTree tree_;
};

/// Tells whether two nodes mean the same; places in the text do not count.
[[nodiscard]] inline bool same(const SyntaxTree& left, SyntaxId l, const SyntaxTree& right, SyntaxId r) {
    if (l == kNoSyntax || r == kNoSyntax) {
        return l == r;
    }
    const SyntaxNode& a = left[l];
    const SyntaxNode& b = right[r];
    const bool relation = a.kind != SyntaxKind::test_relation || a.relation == b.relation;
    const bool ends = a.low_included == b.low_included && a.high_included == b.high_included;
    if (a.kind != b.kind || a.name != b.name || a.number != b.number || a.unit != b.unit ||
        a.date != b.date || a.flag != b.flag || !relation || !ends || a.argument_names != b.argument_names ||
        a.children.size() != b.children.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.children.size(); ++i) {
        if (!same(left, a.children[i], right, b.children[i])) {
            return false;
        }
    }
    return true;
}

}  // namespace huiqi::testing
