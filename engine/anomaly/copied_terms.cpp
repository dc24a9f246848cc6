#include "engine/anomaly/copied_terms.h"

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

/// Small numbers are equal by accident: only those that nobody writes without a reason are looked at.
[[nodiscard]] bool telling(const CoreNode& node, std::string_view written) {
    if (node.op != CoreOp::constant || !node.constant.known() || !node.type.without_optional().is(TypeKind::number)) {
        return false;
    }
    const Unit unit = node.type.without_optional().unit();
    const Rational& number = node.constant.number();
    if (unit == Unit::of("CNY")) {
        return number >= 1000;
    }
    if (unit == Unit::of("day")) {
        return number >= 30;
    }
    const bool sign = written.find('%') != std::string_view::npos || written.find("‰") != std::string_view::npos || written.find("％") != std::string_view::npos;
    return unit.plain() && sign && number > 0;
}

/// Tells whether any version of a rule's number is this one, in the same unit.
[[nodiscard]] bool is_value(const RuleTerm& term, const CoreNode& node) {
    return term.value.type.without_optional() == node.type.without_optional() &&
           std::any_of(term.value.versions.begin(), term.value.versions.end(),
                       [&](const Parameter::Version& one) { return one.value == node.constant; });
}

void look_at(const CheckedExpression& expression, const std::vector<RuleTerm>& terms, Diagnostics& diagnostics) {
    for (const CoreNode& node : expression.nodes) {
        const std::string_view written = std::string_view(expression.text.text).substr(node.begin, node.end - node.begin);
        const auto term = telling(node, written) ? std::find_if(terms.begin(), terms.end(), [&](const RuleTerm& one) { return is_value(one, node); })
                                                 : terms.end();
        if (term != terms.end()) {
            auto& copy = diagnostics.warning(
                "A108", expression.text.span(node.begin, node.end),
                {fmt::format("“{}”是规则“{}”的值的抄本：规则改了，这里不会跟着改", excerpt(written), term->name),
                 fmt::format("`{}` is a copy of `{}` of the rules: it stays behind when the rule changes", excerpt(written), term->name)},
                {fmt::format("写成参数：参数: {{界线: {{取自: {}}}}}；碰巧相等的，写成自己的参数", term->name),
                 fmt::format("make it a parameter: parameters: {{line: {{of: {}}}}}; where it is equal by accident, a parameter of its own", term->name)});
            copy.related.push_back({term->value.declared, {"规则在这里", "the rule says it here"}});
        }
    }
}

}  // namespace

void warn_copied_terms(const Check& check, const ViewProgram& program, Diagnostics& diagnostics) {
    for (const Definition& one : program.incentive.definitions) {
        look_at(one.expression, check.terms, diagnostics);
    }
    for (const Anomaly& one : program.incentive.anomalies) {
        look_at(one.test, check.terms, diagnostics);
    }
}

}  // namespace huiqi
