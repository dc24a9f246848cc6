#include "engine/language/checker.h"

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/checker_words.h"
#include "engine/language/guarded.h"

namespace huiqi {
namespace {

/// Gives the text without the blanks and brackets at its ends.
std::string_view without_brackets(std::string_view text) {
    constexpr std::string_view kAround[] = {" ", "\t", "\r", "\n", "(", ")", "（", "）", "\u3000", "\u00A0"};
    for (bool again = true; again;) {
        again = false;
        for (const std::string_view around : kAround) {
            if (text.starts_with(around)) {
                text.remove_prefix(around.size());
                again = true;
            } else if (text.ends_with(around)) {
                text.remove_suffix(around.size());
                again = true;
            }
        }
    }
    return text;
}

}  // namespace

Checker::Checker(const SyntaxTree& tree, NameSource& names, const std::vector<BoundVariable>& bound,
                 Diagnostics& diagnostics)
    : tree_(tree), names_(names), diagnostics_(diagnostics) {
    out_.text = tree.text;
    for (const BoundVariable& variable : bound) {
        static_cast<void>(bind(variable.name, variable.type, false));
    }
}

Operand Checker::check(SyntaxId at, const Type* hint) {
    switch (tree_[at].kind) {
        case SyntaxKind::error: return wrong(at);
        case SyntaxKind::number:
        case SyntaxKind::text:
        case SyntaxKind::boolean:
        case SyntaxKind::null:
        case SyntaxKind::date: return literal(at, hint);
        case SyntaxKind::name: return name(at, hint);
        case SyntaxKind::field:
        case SyntaxKind::filter: return postfix(at);
        case SyntaxKind::negate: return negated(at);
        case SyntaxKind::add:
        case SyntaxKind::subtract:
        case SyntaxKind::multiply:
        case SyntaxKind::divide:
        case SyntaxKind::power: return arithmetic(at);
        case SyntaxKind::equal:
        case SyntaxKind::not_equal:
        case SyntaxKind::less:
        case SyntaxKind::less_equal:
        case SyntaxKind::greater:
        case SyntaxKind::greater_equal: return comparison(at);
        case SyntaxKind::and_:
        case SyntaxKind::or_: return logic(at);
        case SyntaxKind::between: return between(at);
        case SyntaxKind::in: return membership(at);
        case SyntaxKind::if_: return choice(at, hint);
        case SyntaxKind::some:
        case SyntaxKind::every:
        case SyntaxKind::for_: return loop(at, hint);
        case SyntaxKind::call: return call(at, hint);
        case SyntaxKind::list: return list(at, hint);
        case SyntaxKind::interval: return interval(at, hint);
        case SyntaxKind::range:
        case SyntaxKind::test_relation:
        case SyntaxKind::test_any:
        case SyntaxKind::test_not: break;
    }
    error("E201", at, {"这里不能写一个判断，要写一个值", "a value is wanted here, not a test"},
          {"判断写在“属于”后面，例如 金额 属于 (1万元以上)", "a test stands behind `in`, for instance amount in (>= 10000 yuan)"});
    return wrong(at);
}

Operand Checker::literal(SyntaxId at, const Type* hint) {
    const SyntaxNode& node = tree_[at];
    if (node.kind == SyntaxKind::number) {
        const bool any_unit = node.number == 0 && node.unit.plain();
        return constant(at, any_unit ? Type::zero() : Type::number(node.unit), Value::of(node.number));
    }
    if (node.kind == SyntaxKind::text) {
        if (hint != nullptr && hint->is(TypeKind::enumeration)) {
            return enum_value(at, hint->without_optional(), node.name);
        }
        return constant(at, Type::text(), Value::of(node.name));
    }
    if (node.kind == SyntaxKind::boolean) {
        return truth(at, node.flag);
    }
    if (node.kind == SyntaxKind::date) {
        return constant(at, Type::date(), Value::of(node.date));
    }
    return constant(at, Type::null(), Value::absent());
}

Operand Checker::make(SyntaxId at, CoreOp op, Type type, std::vector<CoreId> children) {
    CoreNode node;
    node.op = op;
    node.type = type;
    node.begin = tree_[at].begin;
    node.end = tree_[at].end;
    node.children = std::move(children);
    out_.nodes.push_back(std::move(node));
    return {static_cast<CoreId>(out_.nodes.size() - 1), std::move(type)};
}

Operand Checker::constant(SyntaxId at, Type type, Value value) {
    Operand operand = make(at, CoreOp::constant, std::move(type), {});
    out_.nodes[operand.id].constant = std::move(value);
    return operand;
}

Operand Checker::truth(SyntaxId at, bool value) {
    return constant(at, Type::boolean(), Value::of(value));
}

Operand Checker::wrong(SyntaxId at) {
    return constant(at, Type::nothing(), Value::absent());
}

Diagnostic& Checker::error(std::string_view code, SyntaxId at, Bilingual message, Bilingual help) {
    return diagnostics_.error(code, tree_.span(at), std::move(message), std::move(help));
}

std::string_view Checker::source(SyntaxId at) const {
    const SyntaxNode& node = tree_[at];
    return std::string_view(tree_.text.text).substr(node.begin, node.end - node.begin);
}

/// Gives the operator as written between two operands; empty where a comment stands there too.
std::string_view Checker::between_operands(SyntaxId left, SyntaxId right) const {
    const std::size_t begin = tree_[left].end;
    const std::size_t end = tree_[right].begin;
    if (begin >= end || end > tree_.text.text.size()) {
        return {};
    }
    const std::string_view gap = std::string_view(tree_.text.text).substr(begin, end - begin);
    const bool comment = gap.find("//") != gap.npos || gap.find("/*") != gap.npos;
    return comment ? std::string_view() : without_brackets(gap);
}

/// Gives where the operator between two operands stands, or the whole expression.
Span Checker::operator_span(SyntaxId left, SyntaxId right, SyntaxId whole) const {
    const std::string_view written = between_operands(left, right);
    if (written.empty()) {
        return tree_.span(whole);
    }
    const auto begin = static_cast<std::size_t>(written.data() - tree_.text.text.data());
    return tree_.text.span(begin, begin + written.size());
}

void Checker::report_absent(const Placed& operand, const Use& use, Bilingual help) {
    const SyntaxKind kind = tree_[operand.at].kind;
    const bool named = kind == SyntaxKind::name || kind == SyntaxKind::field;
    const std::string shown = excerpt(source(operand.at));
    Diagnostic& fault =
        error("E205", operand.at,
              {fmt::format("{}可能没有值（无），不能{}", named ? shown : "它", use.zh),
               fmt::format("{} may be absent and cannot be {}", named ? "`" + shown + "`" : "this", use.en)},
              std::move(help));
    const auto declared = declared_.find(operand.operand.id);
    if (declared != declared_.end()) {
        fault.related.push_back({declared->second,
                                 {fmt::format("{}在这里声明为“可无”", shown),
                                  fmt::format("`{}` is declared here as one that may be absent", shown)}});
    }
}

/// Reports an operand that may be absent; false then, and for what is wrong already.
bool Checker::present(const Placed& operand, const Use& use, const Bilingual& help) {
    if (operand.operand.wrong()) {
        return false;
    }
    if (!operand.operand.type.optional() && !operand.operand.type.is(TypeKind::null)) {
        return true;
    }
    const std::string shown = excerpt(source(operand.at));
    report_absent(operand, use,
                  !help.empty()
                      ? help
                      : Bilingual{fmt::format("用 default({}, …) 写明没有值时是什么", shown),
                                  fmt::format("say what holds when it is absent: default({}, …)", shown)});
    return false;
}

/// Requires a value of an expected type; gives it fitted, or reports and gives a wrong operand. `place` names
/// what expects it: {“这里”, “this place”}.
Operand Checker::conform(const Placed& value, const Type& expected, const Bilingual& place) {
    const Type& type = value.operand.type;
    if (value.operand.wrong() || expected.is(TypeKind::nothing)) {
        return value.operand;
    }
    const std::optional<Type> common = common_type(expected, type);
    if (common && *common == expected) {
        fit(value.operand.id, expected);
        return {value.operand.id, expected};
    }
    if (common && common->without_optional() == expected) {
        report_absent(
            value, {"用在这里", "used here"},
            {fmt::format("用 default({}, …) 写明没有值时是什么", excerpt(source(value.at))),
             fmt::format("say what holds when it is absent: default({}, …)", excerpt(source(value.at)))});
        return wrong(value.at);
    }
    const bool units = type.is(TypeKind::number) && expected.is(TypeKind::number);
    const bool condition = expected.is(TypeKind::boolean);
    const Bilingual wanted =
        condition ? Bilingual{"一个成立与否的条件", "a condition, true or false"} : type_words(expected.without_optional());
    Bilingual got = type_words(type);
    if (units) {
        got = type.unit().plain() ? Bilingual{"没有单位的数", "a number without a unit"}
                                  : Bilingual{unit_name(type.unit(), true), unit_name(type.unit(), false)};
    }
    error(units ? "E204" : "E207", value.at,
          {fmt::format("{}要{}，却是{}", place.zh, wanted.zh, got.zh),
           fmt::format("{} wants {}, but this is {}", place.en, wanted.en, got.en)},
          !units                    ? kind_help(expected, type)
          : expected.unit().plain() ? plain_number_help(type.unit())
                                    : unit_help(expected.unit(), type.unit(), nullptr, nullptr));
    return wrong(value.at);
}

CheckedExpression Checker::finish(const Operand& root) {
    out_.root = root.id;
    settle_zeros();
    return std::move(out_);
}

CheckedExpression Checker::expression(const std::optional<Type>& expected) {
    const SyntaxId at = tree_.root;
    Operand root = check(at, expected ? &*expected : nullptr);
    if (expected) {
        root = conform({at, root}, *expected, {"这里", "this place"});
    }
    return finish(root);
}

CheckedExpression Checker::whole_source() {
    Operand list = loop_source(tree_.root);
    if (list.type.is(TypeKind::list) && list.type.element().is(TypeKind::nothing)) {
        error("E201", tree_.root, {"空的列表里没有可以逐项计算的", "there is nothing in an empty list to go through"});
        list = wrong(tree_.root);
    }
    return finish(list);
}

CheckedExpression check_source(const SyntaxTree& tree, NameSource& names, Diagnostics& diagnostics) {
    return Checker(tree, names, {}, diagnostics).whole_source();
}

CheckedExpression check_expression(const SyntaxTree& tree, NameSource& names,
                                   const std::optional<Type>& expected,
                                   const std::vector<BoundVariable>& bound, Diagnostics& diagnostics) {
    return Checker(tree, names, bound, diagnostics).expression(expected);
}

CheckedExpression check_guarded(const SyntaxTree& tree, NameSource& names, const std::optional<Type>& expected,
                                const std::vector<const CheckedExpression*>& guards, Diagnostics& diagnostics) {
    Checker checker(tree, names, {}, diagnostics);
    for (const CheckedExpression* guard : guards) {
        if (!guard->nodes.empty()) {
            checker.assume(present_when(*guard, guard->root, true));
        }
    }
    return checker.expression(expected);
}

std::optional<CheckedExpression> check_cell(const SyntaxTree& cell, NameSource& names, std::uint32_t subject,
                                            const std::vector<BoundVariable>& bound,
                                            Diagnostics& diagnostics) {
    return Checker(cell, names, bound, diagnostics).cell(subject);
}

}  // namespace huiqi
