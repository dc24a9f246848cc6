#include "engine/rulebook/lints/renewable_keys.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

[[nodiscard]] bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

[[nodiscard]] bool is_any(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), text) != words.end();
}

/// Says why the next application can have another value; nothing for a key that holds. A word of an enumeration and a number
/// are chosen from what the rules state, so it is texts and days that count.
[[nodiscard]] std::optional<Bilingual> why_renewable(std::string_view name, const Type& type) {
    const Type plain = type.without_optional();
    const bool of_application = has_any(name, {"申请", "申报", "受理", "提交", "流水", "application", "submi", "serial", "ticket"});
    if (plain.is(TypeKind::date)) {
        return of_application ? std::optional(Bilingual{"每次申报都不一样", "every application has another"}) : std::nullopt;
    }
    if (!plain.is(TypeKind::text)) {
        return std::nullopt;
    }
    if ((of_application && has_any(name, {"号", "码", "number", "no", "id", "code"})) || is_any(name, {"编号", "序号", "单号", "number", "id"})) {
        return Bilingual{"每次申报都不一样", "every application has another"};
    }
    if (has_any(name, {"电话", "手机", "邮箱", "联系", "phone", "mobile", "mail", "contact"})) {
        return Bilingual{"换一个很容易", "it is easily changed"};
    }
    if (has_any(name, {"名称", "姓名", "地址", "标题", "title", "address"}) || name == "name" || name.ends_with("_name") || name.ends_with("名")) {
        return Bilingual{"是手填的，多一个字就是另一个", "it is typed, and one more letter makes it another"};
    }
    return std::nullopt;
}

void warn(Span place, std::string_view name, const Bilingual& why, const Bilingual& use, Diagnostics& diagnostics) {
    diagnostics.warning("W551", place,
                        {fmt::format("{}的键“{}”可以由申报人更换：{}", use.zh, excerpt(name), why.zh),
                         fmt::format("the applicant can renew the key `{}` of {}: {}", excerpt(name), use.en, why.en)},
                        {"换成不变的，例如 信用代码、证件号、专利号、合同编号",
                         "take what stays: the credit code, an identity number, the number of a patent or a contract"});
}

/// Warns of a key that is an input as it stands.
void look(const Incentive& incentive, const CheckedExpression& expression, CoreId at, const Bilingual& use, Diagnostics& diagnostics) {
    const CoreNode& node = expression[at];
    if (node.op != CoreOp::symbol || node.symbol_kind != SymbolKind::input) {
        return;
    }
    const FieldSchema& field = incentive.inputs[node.index].field;
    if (const auto why = why_renewable(field.name, field.type)) {
        warn(expression.span(at), field.name, *why, use, diagnostics);
    }
}

/// The values that the records of a 首次 are compared with.
void look_at_first_time(const Incentive& incentive, const Condition& condition, Diagnostics& diagnostics) {
    for (const Condition& alternative : condition.alternatives) {
        look_at_first_time(incentive, alternative, diagnostics);
    }
    if (!condition.first_time || condition.declared.source != incentive.declared.source) {
        return;
    }
    for (const CoreNode& node : condition.test.nodes) {
        if (node.op == CoreOp::equal && node.children.size() == 2) {
            for (const CoreId child : node.children) {
                look(incentive, condition.test, child, {"“首次”", "the first time"}, diagnostics);
            }
        }
    }
}

}  // namespace

void warn_of_renewable_keys(const Incentive& incentive, Diagnostics& diagnostics) {
    for (const Condition& condition : incentive.conditions) {
        look_at_first_time(incentive, condition, diagnostics);
    }
    for (const Population& population : incentive.populations) {
        for (const CheckedExpression& key : population.per) {
            if (population.declared.source == incentive.declared.source && !key.nodes.empty()) {
                look(incentive, key, key.root, {"“全批”", "a value of the batch"}, diagnostics);
            }
        }
    }
}

void warn_of_renewable_keys(const Bundle& bundle, Span place, Diagnostics& diagnostics) {
    if (const auto why = why_renewable(bundle.keys.applicant, Type::text())) {
        warn(place, bundle.keys.applicant, *why, {"申请人", "the applicants"}, diagnostics);
    }
    for (const BundleSettlement::Limit& limit : bundle.settlement.limits) {
        if (limit.per.kind != SettlementValue::Kind::input) {
            continue;
        }
        if (const auto why = why_renewable(limit.per.name, Type::text())) {
            warn(limit.declared, limit.per.name, *why, {"“总额上限”", "the limit"}, diagnostics);
        }
    }
}

}  // namespace huiqi
