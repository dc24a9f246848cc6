#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/language/builtins.h"
#include "engine/language/parser.h"
#include "engine/numeric/decimal_text.h"

namespace huiqi {
namespace {

/// How tightly a form binds: an operand that binds less tightly than its place asks for is put in brackets.
enum class Strength : std::uint8_t {
    whole,
    disjunction,
    conjunction,
    comparison,
    sum,
    product,
    power,
    unary,
    postfix
};

constexpr Strength tighter_than(Strength strength) noexcept {
    return static_cast<Strength>(static_cast<std::uint8_t>(strength) + 1);
}

struct Operator {
    std::string_view sign;
    Strength strength;
};

/// Gives the sign of a form with two or more operands and the same grammar on both sides; empty for others.
Operator operator_of(SyntaxKind kind) {
    switch (kind) {
        case SyntaxKind::or_: return {" or ", Strength::disjunction};
        case SyntaxKind::and_: return {" and ", Strength::conjunction};
        case SyntaxKind::equal: return {" = ", Strength::comparison};
        case SyntaxKind::not_equal: return {" != ", Strength::comparison};
        case SyntaxKind::less: return {" < ", Strength::comparison};
        case SyntaxKind::less_equal: return {" <= ", Strength::comparison};
        case SyntaxKind::greater: return {" > ", Strength::comparison};
        case SyntaxKind::greater_equal: return {" >= ", Strength::comparison};
        case SyntaxKind::add: return {" + ", Strength::sum};
        case SyntaxKind::subtract: return {" - ", Strength::sum};
        case SyntaxKind::multiply: return {" * ", Strength::product};
        case SyntaxKind::divide: return {" / ", Strength::product};
        case SyntaxKind::power: return {" ** ", Strength::power};
        default: return {{}, Strength::postfix};
    }
}

Strength strength_of(SyntaxKind kind) {
    switch (kind) {
        case SyntaxKind::if_:
        case SyntaxKind::some:
        case SyntaxKind::every:
        case SyntaxKind::for_:
        case SyntaxKind::range: return Strength::whole;
        case SyntaxKind::between:
        case SyntaxKind::in: return Strength::comparison;
        case SyntaxKind::negate: return Strength::unary;
        default: return operator_of(kind).strength;
    }
}

std::string_view relation_sign(Relation relation) {
    constexpr std::array<std::string_view, 6> kSigns{"=", "!=", "<", "<=", ">", ">="};
    return kSigns[static_cast<std::size_t>(relation)];
}

/// Gives how a base unit is written behind a number.
std::string_view unit_word(std::string_view base) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kWords{
        {{"CNY", "元"}, {"USD", "美元"}, {"EUR", "欧元"}, {"HKD", "港元"}, {"day", "天"}, {"month", "个月"}}};   // others are written by their code
    for (const auto& [name, word] : kWords) {
        if (name == base) {
            return word;
        }
    }
    return base;
}

/// Writes a number that no author wrote: in base units, where a literal can say them.
std::string number_text(const SyntaxNode& node) {
    std::string above;
    std::string below;
    for (const Unit::Factor& factor : node.unit.factors()) {
        const bool is_above = factor.exponent > 0;
        for (int i = 0; i < std::abs(factor.exponent); ++i) {
            below += is_above ? "" : "/";
            (is_above ? above : below) += unit_word(factor.name);
        }
    }
    return decimal_text(node.number) + above + below;
}

/// Writes a text between quotes.
std::string text_literal(std::string_view content) {
    std::string out = "\"";
    for (const char c : content) {
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\n': out += "\\n"; break;
            case '\t': out += "\\t"; break;
            case '\r': out += "\\r"; break;
            default:
                if (static_cast<unsigned char>(c) < 0x20) {
                    out += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
                } else {
                    out += c;
                }
        }
    }
    // A full-width quotation mark ends a text as the ASCII one does.
    constexpr std::string_view kWideQuote = "＂";
    for (std::size_t at = out.find(kWideQuote); at != std::string::npos; at = out.find(kWideQuote, at)) {
        out.replace(at, kWideQuote.size(), "\\uFF02");
    }
    return out + '"';
}

class Printer {
public:
    explicit Printer(const SyntaxTree& tree) : tree_(tree) {}

    std::string run(SyntaxId root) {
        const SyntaxNode& node = tree_[root];
        if (node.kind == SyntaxKind::in && node.children.front() == kNoSyntax) {
            cell(node);
        } else {
            print(root, Strength::whole);
        }
        return std::move(out_);
    }

private:
    /// Prints a node as an operand that must bind at least as tightly as `least`.
    void print(SyntaxId id, Strength least) {
        const SyntaxNode& node = tree_[id];
        const bool brackets = strength_of(node.kind) < least;
        out_ += brackets ? "(" : "";
        form(node);
        out_ += brackets ? ")" : "";
    }

    void form(const SyntaxNode& node) {
        switch (node.kind) {
            case SyntaxKind::error: out_ += "<error>"; break;
            case SyntaxKind::number: out_ += node.name.empty() ? number_text(node) : node.name; break;
            case SyntaxKind::text: out_ += text_literal(node.name); break;
            case SyntaxKind::boolean: out_ += node.flag ? "true" : "false"; break;
            case SyntaxKind::null: out_ += "null"; break;
            case SyntaxKind::date: out_ += node.date.text(); break;
            case SyntaxKind::name: out_ += node.name; break;
            case SyntaxKind::field:
                print(node.children[0], Strength::postfix);
                out_ += '.';
                out_ += node.name;
                break;
            case SyntaxKind::negate:
                out_ += '-';
                print(node.children[0], Strength::unary);
                break;
            case SyntaxKind::between: between(node); break;
            case SyntaxKind::in: in(node); break;
            case SyntaxKind::if_: conditional(node); break;
            case SyntaxKind::some:
            case SyntaxKind::every:
            case SyntaxKind::for_: quantified(node); break;
            case SyntaxKind::range:
                print(node.children[0], Strength::disjunction);
                out_ += "..";
                print(node.children[1], Strength::disjunction);
                break;
            case SyntaxKind::filter:
                print(node.children[0], Strength::postfix);
                out_ += '[';
                print(node.children[1], Strength::whole);
                out_ += ']';
                break;
            case SyntaxKind::call: call(node); break;
            case SyntaxKind::list:
                out_ += '[';
                separated(node, 0);
                out_ += ']';
                break;
            case SyntaxKind::interval: interval(node); break;
            case SyntaxKind::test_relation:
            case SyntaxKind::test_any:
            case SyntaxKind::test_not: test(node); break;
            default: joined(node); break;
        }
    }

    void joined(const SyntaxNode& node) {
        const Operator op = operator_of(node.kind);
        // Sums, products and powers group to the left; nothing else groups at all.
        const bool groups = op.strength >= Strength::sum;
        const Strength tighter = tighter_than(op.strength);
        print(node.children[0], groups ? op.strength : tighter);
        for (std::size_t i = 1; i < node.children.size(); ++i) {
            out_ += op.sign;
            print(node.children[i], tighter);
        }
    }

    void separated(const SyntaxNode& node, std::size_t from) {
        for (std::size_t i = from; i < node.children.size(); ++i) {
            out_ += i == from ? "" : ", ";
            print(node.children[i], Strength::whole);
        }
    }

    void between(const SyntaxNode& node) {
        const std::size_t begin = out_.size();
        print(node.children[0], Strength::sum);
        const std::size_t end = out_.size();
        out_ += " between ";
        const std::size_t low = out_.size();
        print(node.children[1], Strength::sum);
        if (out_[low] == '(' && reads_as_call(begin, end)) {
            out_.insert(end, 1, ')');
            out_.insert(begin, 1, '(');
        }
        out_ += " and ";
        print(node.children[2], Strength::sum);
    }

    /// Tells whether the word at the end of [begin, end) and ` between (` would read as a function: `days
    /// between(…)`.
    [[nodiscard]] bool reads_as_call(std::size_t begin, std::size_t end) const {
        const std::string_view value = std::string_view(out_).substr(begin, end - begin);
        const std::string_view word = value.substr(value.find_last_not_of("abcdefghijklmnopqrstuvwxyz") + 1);
        return find_builtin(fmt::format("{} between", word)) != nullptr;
    }

    void in(const SyntaxNode& node) {
        print(node.children[0], Strength::sum);
        out_ += " in ";
        const SyntaxKind only = tree_[node.children[1]].kind;
        const bool bare =
            node.children.size() == 2 &&
            (only == SyntaxKind::list || only == SyntaxKind::interval || only == SyntaxKind::name);
        out_ += bare ? "" : "(";
        separated(node, 1);
        out_ += bare ? "" : ")";
    }

    void conditional(const SyntaxNode& node) {
        out_ += "if ";
        print(node.children[0], Strength::whole);
        out_ += " then ";
        print(node.children[1], Strength::whole);
        out_ += " else ";
        print(node.children[2], Strength::whole);
    }

    void quantified(const SyntaxNode& node) {
        const bool is_for = node.kind == SyntaxKind::for_;
        const std::string_view word = is_for ? "for" : node.kind == SyntaxKind::some ? "some" : "every";
        out_ += fmt::format("{} {} in ", word, node.name);
        const bool range = tree_[node.children[0]].kind == SyntaxKind::range;
        print(node.children[0], range ? Strength::whole : Strength::disjunction);
        out_ += is_for ? " return " : " satisfies ";
        print(node.children[1], Strength::whole);
    }

    void call(const SyntaxNode& node) {
        out_ += node.name;
        out_ += '(';
        for (std::size_t i = 0; i < node.children.size(); ++i) {
            out_ += i == 0 ? "" : ", ";
            if (i < node.argument_names.size() && !node.argument_names[i].empty()) {
                out_ += node.argument_names[i];
                out_ += ": ";
            }
            print(node.children[i], Strength::whole);
        }
        out_ += ')';
    }

    void interval(const SyntaxNode& node) {
        out_ += node.low_included ? '[' : '(';
        print(node.children[0], Strength::whole);
        out_ += "..";
        print(node.children[1], Strength::whole);
        out_ += node.high_included ? ']' : ')';
    }

    void test(const SyntaxNode& node) {
        if (node.kind == SyntaxKind::test_any) {
            out_ += "不限";
        } else if (node.kind == SyntaxKind::test_relation) {
            out_ += relation_sign(node.relation);
            out_ += ' ';
            print(node.children[0], Strength::sum);
        } else {
            out_ += "not(";
            separated(node, 0);
            out_ += ')';
        }
    }

    void cell(const SyntaxNode& node) {
        const SyntaxNode& only = tree_[node.children[1]];
        // A cell that is one call of `not` would read as a negated cell.
        const bool brackets =
            node.children.size() == 2 && only.kind == SyntaxKind::call && only.name == "not";
        out_ += brackets ? "(" : "";
        separated(node, 1);
        out_ += brackets ? ")" : "";
    }

    const SyntaxTree& tree_;
    std::string out_;
};

}  // namespace

std::string print(const SyntaxTree& tree) {
    return print(tree, tree.root);
}

std::string print(const SyntaxTree& tree, SyntaxId node) {
    return Printer(tree).run(node);
}

}  // namespace huiqi
