#include "engine/rulebook/loaders/settlement_names.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/case_data.h"
#include "engine/rulebook/short_names.h"

namespace huiqi {
namespace {

[[nodiscard]] Bilingual words_of(SettlementUse use) {
    switch (use) {
        case SettlementUse::key: return {"能区分申请人的值", "a value that tells applicants apart"};
        case SettlementUse::rank: return {"能排先后的值（数、日期、有序枚举）", "a value with an order: a number, date or ordered enumeration"};
        case SettlementUse::amount: return {"金额", "an amount of money"};
        case SettlementUse::choice: return {"写明所选事项的值（文本或枚举）", "a value that names an incentive: a text or enumeration"};
    }
    return {};
}

}  // namespace

std::optional<std::uint32_t> SettlementNames::incentive(std::string_view name) const {
    const auto place = place_called(bundle_.incentives, name);
    return place ? std::optional(static_cast<std::uint32_t>(*place)) : std::nullopt;
}

void SettlementNames::report_no_incentive(const MappedText& name, const std::vector<BundleSettlement::Group>& groups) {
    std::vector<std::string_view> alike;
    std::copy_if(bundle_.incentives.begin(), bundle_.incentives.end(), std::back_inserter(alike),
                 [&](std::string_view id) { return last_part(id) == name.text; });
    if (!alike.empty()) {
        context_.diagnostics.error("E380", name.span(),
                                   {fmt::format("几个事项的编号都以“{}”结尾，不知道是哪一个", excerpt(name.text)),
                                    fmt::format("the ids of several incentives end in `{}`: which one is not clear", excerpt(name.text))},
                                   {fmt::format("写整个编号：{}", fmt::join(alike, "、")),
                                    fmt::format("write the whole id: {}", fmt::join(alike, ", "))});
        return;
    }
    std::vector<std::string_view> names(bundle_.incentives.begin(), bundle_.incentives.end());
    for (const BundleSettlement::Group& group : groups) {
        names.push_back(group.id);
    }
    report_no_such(context_, name, {"组合的事项里", "among the incentives of the bundle"}, names);
}

void SettlementNames::find_in(std::uint32_t place, std::string_view name, std::vector<Meant>& found) const {
    const Incentive* incentive = members_[place];
    if (incentive == nullptr) {
        return;
    }
    for (std::uint32_t index = 0; index < incentive->inputs.size(); ++index) {
        const Input& input = incentive->inputs[index];
        if (input.field.name == name) {
            found.push_back({{SettlementValue::Kind::input, place, index, std::string(name)}, input.field.type});
        }
    }
    for (std::uint32_t index = 0; index < incentive->definitions.size(); ++index) {
        const Definition& definition = incentive->definitions[index];
        if (definition.name == name) {
            found.push_back({{SettlementValue::Kind::definition, place, index, std::string(name)}, definition.type});
        }
    }
}

std::vector<SettlementNames::Meant> SettlementNames::meanings(const std::string& name) const {
    if (const Spelling* key = find_spelling(Scope::per_word, name)) {
        const auto kind = key->en == "application" ? SettlementValue::Kind::application
                          : key->en == "applicant" ? SettlementValue::Kind::applicant
                                                   : SettlementValue::Kind::sequence;
        return {{{kind, 0, 0, name}, Type::text()}};
    }
    std::vector<Meant> found;
    for (std::uint32_t index = 0; index < bundle_.totals.size(); ++index) {
        if (bundle_.totals[index].name == name) {
            found.push_back({{SettlementValue::Kind::total, 0, index, name}, bundle_.totals[index].expression.type()});
        }
    }
    if (const std::size_t dot = name.rfind('.'); found.empty() && dot != std::string::npos) {
        if (const auto place = incentive(name.substr(0, dot))) {
            find_in(*place, name.substr(dot + 1), found);
        }
    }
    for (std::uint32_t place = 0; found.empty() && place < members_.size(); ++place) {
        find_in(place, name, found);
    }
    return found;
}

bool SettlementNames::ambiguous(const std::string& name) const {
    const bool shared = std::find(bundle_.shared.begin(), bundle_.shared.end(), name) != bundle_.shared.end();
    std::vector<Meant> all;
    for (std::uint32_t place = 0; place < members_.size(); ++place) {
        find_in(place, name, all);
    }
    return !shared && all.size() > 1;
}

bool SettlementNames::fits(const Meant& meant, SettlementUse use) {
    const Type type = meant.type.without_optional();
    const bool key = meant.value.kind <= SettlementValue::Kind::sequence;
    switch (use) {
        case SettlementUse::key:
            return key || type.is(TypeKind::text) || type.is(TypeKind::enumeration) || type.is(TypeKind::date) ||
                   type.is(TypeKind::boolean) || type.is(TypeKind::number);
        case SettlementUse::rank: return meant.value.kind == SettlementValue::Kind::sequence || type.ordered();
        case SettlementUse::amount: return type.is(TypeKind::number) && type.unit() == Unit::of("CNY");
        case SettlementUse::choice: return !key && (type.is(TypeKind::text) || type.is(TypeKind::enumeration));
    }
    return false;
}

SettlementValue SettlementNames::value(const MappedText& name, SettlementUse use) {
    const std::vector<Meant> found = meanings(name.text);
    if (found.empty()) {
        report_no_value(name);
        return {};
    }
    if (found.front().value.kind >= SettlementValue::Kind::input && name.text.find('.') == std::string::npos && ambiguous(name.text)) {
        report_ambiguous(name);
    }
    if (!fits(found.front(), use)) {
        report_unfit(name, use);
    }
    check_key_column(found.front().value, name);
    return found.front().value;
}

void SettlementNames::report_no_value(const MappedText& name) {
    if (std::find(members_.begin(), members_.end(), nullptr) != members_.end()) {
        return;   // it may be a name of the incentive that is broken, which has been said
    }
    std::vector<std::string_view> names{"申请", "申请人", "受理序号"};
    for (const Bundle::Total& total : bundle_.totals) {
        names.push_back(total.name);
    }
    for (const Incentive* one : members_) {
        for (const Input& input : one->inputs) {
            names.push_back(input.field.name);
        }
    }
    report_no_such(context_, name, {"主键、汇总、申报、计算里", "among keys, totals, inputs and definitions"}, names);
}

void SettlementNames::report_ambiguous(const MappedText& name) {
    context_.diagnostics.error("E380", name.span(),
                               {fmt::format("几个事项都有“{}”，不知道是哪一个", excerpt(name.text)),
                                fmt::format("several incentives have `{}`: which one is not clear", excerpt(name.text))},
                               {fmt::format("写成“事项编号.{}”；是同一个答案时列入“同一”", name.text),
                                fmt::format("write `incentive.{}`, or list it under `shared` when it is one answer", name.text)});
}

void SettlementNames::report_unfit(const MappedText& name, SettlementUse use) {
    const Bilingual wanted = words_of(use);
    context_.diagnostics.error("E380", name.span(),
                               {fmt::format("“{}”不是{}", excerpt(name.text), wanted.zh),
                                fmt::format("`{}` is not {}", excerpt(name.text), wanted.en)},
                               {fmt::format("这里要{}", wanted.zh), fmt::format("this place takes {}", wanted.en)});
}

/// A key column must be named under 主键.
void SettlementNames::check_key_column(const SettlementValue& value, const MappedText& name) {
    const Bundle::Keys& keys = bundle_.keys;
    const bool missing = (value.kind == SettlementValue::Kind::applicant && keys.applicant.empty()) ||
                         (value.kind == SettlementValue::Kind::sequence && keys.sequence.empty());
    if (missing) {
        context_.diagnostics.error("E382", name.span(),
                                   {fmt::format("“主键”里没有{}的列", name.text),
                                    fmt::format("`keys` names no column for the {}", name.text)},
                                   {fmt::format("写成“主键: {{…, {}: 列名}}”", name.text),
                                    fmt::format("write `keys: {{…, {}: column}}`", name.text)});
    }
}

}  // namespace huiqi
