#include "engine/rulebook/lints/first_times.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/rulebook/dependencies.h"

namespace huiqi {
namespace {

/// A value of the key, as it is written, and the name of the input where it is one.
struct KeyValue {
    std::string text, input;
};

std::string text_of(const CheckedExpression& expression, CoreId id) {
    const CoreNode& node = expression[id];
    return expression.text.text.substr(node.begin, node.end - node.begin);
}

KeyValue value_of(const Incentive& incentive, const CheckedExpression& expression, CoreId id) {
    const CoreNode& node = expression[id];
    const bool input = node.op == CoreOp::symbol && node.symbol_kind == SymbolKind::input;
    return {text_of(expression, id), input ? incentive.inputs[node.index].field.name : ""};
}

/// Gives what has to agree with a record, of `not(some earlier in … satisfies earlier.f = (v) and …)`.
std::vector<KeyValue> key_of(const Incentive& incentive, const CheckedExpression& test) {
    std::vector<KeyValue> key;
    for (CoreId id = 0; id < test.nodes.size(); ++id) {
        const CoreNode& node = test[id];
        if (node.op == CoreOp::equal && text_of(test, node.children[0]).starts_with("earlier")) {
            key.push_back(value_of(incentive, test, node.children[1]));
        }
    }
    return key;
}

bool in_key(const std::vector<KeyValue>& key, const KeyValue& value) {
    return std::any_of(key.begin(), key.end(), [&](const KeyValue& one) {
        return one.input.empty() ? one.text == value.text : one.input == value.input;
    });
}

/// Tells whether a condition reads a value of the whole batch whose groups hold all applications of one key: then it can let
/// one of them pass.
bool ranked(const Incentive& incentive, const std::vector<KeyValue>& key) {
    Dependencies dependencies(incentive);
    Reads read = dependencies.none();
    for (const Condition& condition : incentive.conditions) {
        read.add(dependencies.of(condition.test));
    }
    return std::any_of(incentive.populations.begin(), incentive.populations.end(), [&](const Population& one) {
        return read.inputs[one.input] && std::all_of(one.per.begin(), one.per.end(), [&](const CheckedExpression& per) {
                   return in_key(key, value_of(incentive, per, per.root));
               });
    });
}

/// Gives the award where it is a plain amount of the rule.
std::optional<Rational> constant_award(const Incentive& incentive) {
    const AwardStep& base = incentive.award.front();
    const bool plain = incentive.award.size() == 1 && base.value && (*base.value)[base.value->root].op == CoreOp::constant;
    const Value value = plain ? (*base.value)[base.value->root].constant : Value();
    return value.known() ? std::optional(value.number()) : std::nullopt;
}

/// Tells whether what a limit counts together holds all applications of one key.
bool same_key(const Bundle& bundle, const SettlementValue& per, const std::vector<KeyValue>& key) {
    switch (per.kind) {
        case SettlementValue::Kind::applicant: return in_key(key, {bundle.keys.applicant, bundle.keys.applicant});
        case SettlementValue::Kind::input:
        case SettlementValue::Kind::definition: {
            const std::size_t dot = per.name.rfind('.');
            const std::string name = dot == std::string::npos ? per.name : per.name.substr(dot + 1);
            return in_key(key, {name, name});
        }
        case SettlementValue::Kind::application:
        case SettlementValue::Kind::sequence:
        case SettlementValue::Kind::total: return false;
    }
    return false;
}

bool limited(const Bundle& bundle, std::uint32_t member, const Incentive& incentive, const std::vector<KeyValue>& key) {
    const auto holds = [&](const auto& one) { return std::find(one.members.begin(), one.members.end(), member) != one.members.end(); };
    const std::optional<Rational> award = constant_award(incentive);
    return std::any_of(bundle.settlement.limits.begin(), bundle.settlement.limits.end(),
                       [&](const BundleSettlement::Limit& one) {
                           const Rational* cap = std::get_if<Rational>(&one.cap);
                           const bool roomy = cap != nullptr && award && *cap >= *award * 2;
                           return holds(one) && same_key(bundle, one.per, key) && !roomy;
                       }) ||
           std::any_of(bundle.settlement.quotas.begin(), bundle.settlement.quotas.end(),
                       [&](const BundleSettlement::Quota& one) { return holds(one) && one.count <= 1; });
}

void warn(const Incentive& incentive, const Condition& condition, const std::vector<KeyValue>& key, const Span& place,
          Diagnostics& diagnostics) {
    std::string per;
    for (const KeyValue& one : key) {
        per += (per.empty() ? "" : "、") + one.text;
    }
    auto& told = diagnostics.warning(
        "W543", place,
        {fmt::format("同一批里的两份申报都能通过“{}”的“首次”：{}", incentive.id, condition.id),
         fmt::format("two applications of one batch both pass the first time of `{}`: `{}`", incentive.id, condition.id)},
        {fmt::format("历史里只有以前的。加一个全批的先后：“全批: {{本批先后: {{排名: [{{按: 受理序号, 次序: 升}}], 每: [{}], 并列: 拒绝}}}}”，条件要求它等于 1；"
                     "或者在组合里写同一个键的“总额上限”，只够付一次",
                     per),
         fmt::format("the history holds earlier batches only: rank the applications of one key under `population`, `per: [{}]`, and require "
                     "the place 1 in a condition, or give the bundle `limits` of that key with room for one award",
                     per)});
    told.related.push_back({condition.declared, {"首次在这里", "the first time is here"}});
}

}  // namespace

void warn_of_first_times(const Bundle& bundle, const std::vector<const Incentive*>& members, const Span& place,
                         Diagnostics& diagnostics) {
    for (std::uint32_t at = 0; at < members.size(); ++at) {
        const Incentive* member = members[at];
        if (member == nullptr || member->award.empty()) {
            continue;
        }
        for (const Condition& condition : member->conditions) {
            std::vector<const Condition*> tests{&condition};
            for (const Condition& one : condition.alternatives) {
                tests.push_back(&one);
            }
            for (const Condition* test : tests) {
                const std::vector<KeyValue> key = test->first_time ? key_of(*member, test->test) : std::vector<KeyValue>();
                if (!key.empty() && !ranked(*member, key) && !limited(bundle, at, *member, key)) {
                    warn(*member, *test, key, place, diagnostics);
                    return;
                }
            }
        }
    }
}

}  // namespace huiqi
