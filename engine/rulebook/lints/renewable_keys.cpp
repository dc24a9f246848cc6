#include "engine/rulebook/lints/renewable_keys.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/lints/history_keys.h"

namespace huiqi {
namespace {

[[nodiscard]] bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

[[nodiscard]] std::string lowered(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char one) { return one >= 'A' && one <= 'Z' ? static_cast<char>(one - 'A' + 'a') : one; });
    return text;
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
    if (has_any(name, {"银行", "收款账", "开户", "bank", "iban"})) {
        return Bilingual{"再开一个账户很容易", "another account is soon opened"};
    }
    if (has_any(name, {"名称", "姓名", "地址", "标题", "title", "address"}) || name == "name" || name.ends_with("_name") || name.ends_with("名")) {
        return Bilingual{"是手填的，多一个字就是另一个", "it is typed, and one more letter makes it another"};
    }
    return std::nullopt;
}

/// Says it of an input whose name tells nothing, by what is asked: there many words stand, so only those count that name the thing.
[[nodiscard]] std::optional<Bilingual> why_renewable(const Input& input) {
    if (auto why = why_renewable(input.field.name, input.field.type)) {
        return why;
    }
    const std::string asked = lowered(input.question.zh + "\n" + input.question.en);
    const bool stays = has_any(input.field.name, {"信用代码", "证件", "身份证", "专利", "合同", "登记"}) ||
                       has_any(asked, {"信用代码", "证件号", "身份证", "专利号", "合同", "登记号", "credit code", "contract", "patent", "identity"});
    if (stays || !input.field.type.without_optional().is(TypeKind::text)) {
        return std::nullopt;
    }
    if (has_any(asked, {"申请编号", "申报编号", "受理编号", "申请号", "受理号", "流水号", "application number", "serial number"})) {
        return Bilingual{"每次申报都不一样", "every application has another"};
    }
    if (has_any(asked, {"手机号", "电话号码", "联系电话", "邮箱", "phone number", "telephone", "e-mail", "email"})) {
        return Bilingual{"换一个很容易", "it is easily changed"};
    }
    if (has_any(asked, {"收款账号", "收款账户", "银行账号", "银行账户", "bank account", "account number"})) {
        return Bilingual{"再开一个账户很容易", "another account is soon opened"};
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

/// Says why the next year has another value, of a key that is to hold for all years.
[[nodiscard]] std::optional<Bilingual> why_renewed_yearly(std::string_view name, const Type& type) {
    const bool of_application = has_any(name, {"申请", "申报", "受理", "提交", "application", "submi"});
    const Type plain = type.without_optional();
    const bool year = (plain.is(TypeKind::text) || plain.is(TypeKind::number)) && has_any(name, {"年", "year"});
    return of_application && year ? std::optional(Bilingual{"过一年就是另一个；每年可以一次的，写明理由，用“忽略提醒”",
                                                            "it is another a year later; where once a year is meant, say so and silence this"})
                                  : std::nullopt;
}

/// Warns of a key that is an input as it stands; tells whether it did.
bool look(const Incentive& incentive, const CheckedExpression& expression, CoreId at, bool of_history, const Bilingual& use, Diagnostics& diagnostics) {
    const CoreNode& node = expression[at];
    if (node.op != CoreOp::symbol || node.symbol_kind != SymbolKind::input) {
        return false;
    }
    const FieldSchema& field = incentive.inputs[node.index].field;
    auto why = why_renewable(incentive.inputs[node.index]);
    if (!why && of_history) {
        why = why_renewed_yearly(field.name, field.type);
    }
    if (why) {
        warn(expression.span(at), field.name, *why, use, diagnostics);
    }
    return why.has_value();
}

/// What conditions ask to be in no record of the history.
void look_at_history(const Incentive& incentive, Diagnostics& diagnostics) {
    std::vector<const Condition*> tests;
    for (const Condition& condition : incentive.conditions) {
        for (const Condition& one : condition.alternatives) {
            tests.push_back(&one);
        }
        if (condition.alternatives.empty()) {
            tests.push_back(&condition);
        }
    }
    std::vector<std::pair<const Condition*, std::vector<HistoryKey>>> written;
    Diagnostics none;
    bool firm = false;   // some demand cannot be got around: one of a key that can be only adds to it
    for (const Condition* test : tests) {
        for (std::vector<HistoryKey>& keys : history_demands(incentive, test->test)) {
            const bool renewable = std::count_if(keys.begin(), keys.end(), [&](const HistoryKey& key) {
                return look(incentive, *key.in, key.at, true, {}, none);
            }) != 0;
            const bool must_hold = std::any_of(incentive.conditions.begin(), incentive.conditions.end(), [test](const Condition& one) { return &one == test; });
            firm = firm || (must_hold && !keys.empty() && !renewable);
            written.emplace_back(test, std::move(keys));
        }
    }
    for (const auto& [test, keys] : written) {
        if (test->declared.source != incentive.declared.source || (firm && !test->first_time)) {
            continue;
        }
        for (const HistoryKey& key : keys) {
            const Bilingual use = test->first_time ? Bilingual{"“首次”", "the first time"}
                                                   : Bilingual{"“以前没有”的条件“" + test->id + "”", "the condition `" + test->id + "`, that there was none before"};
            (void)look(incentive, *key.in, key.at, true, use, diagnostics);
        }
    }
}

}  // namespace

void warn_of_renewable_keys(const Incentive& incentive, Diagnostics& diagnostics) {
    look_at_history(incentive, diagnostics);
    for (const Population& population : incentive.populations) {
        for (const CheckedExpression& key : population.per) {
            if (population.declared.source == incentive.declared.source && !key.nodes.empty()) {
                (void)look(incentive, key, key.root, false, {"“全批”", "a value of the batch"}, diagnostics);
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
