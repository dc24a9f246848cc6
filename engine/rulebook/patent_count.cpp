#include "engine/rulebook/patent_count.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

#include "engine/rulebook/dependencies.h"

namespace huiqi {
namespace {

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

/// Tells whether a name speaks of patents, and not of a rate, a score or a value of them.
bool names_patents(const std::string& name) {
    return has_any(name, {"专利", "发明授权", "PCT", "patent", "Patent"}) &&
           !has_any(name, {"率", "占比", "比例", "得分", "评分", "价值", "金额", "费", "等级", "系数", "指数", "年限", "年数",
                           "rate", "score", "share", "value", "amount", "fee"});
}

/// Tells whether an input is a count of patents: as its author says, else by its name.
bool is_patent_count(const Input& input, bool into_lists) {
    if (input.role != Input::Role::unsaid) {
        return input.role == Input::Role::patent_count;
    }
    const Type type = input.field.type.without_optional();
    if (type.is(TypeKind::list)) {
        return !into_lists && names_patents(input.field.name);
    }
    if (!type.is(TypeKind::number) || input.field.entry.factor != 1) {
        return false;
    }
    for (const Unit::Factor& factor : type.unit().factors()) {
        if (Unit::of(factor.name).is_money() || factor.name == "day" || factor.name == "month") {
            return false;
        }
    }
    return names_patents(input.field.name);
}

/// Who applies and when is no factor of an evaluation; numbers and truths are.
bool is_factor(const Input& input) {
    switch (input.role) {
        case Input::Role::patent_count:
        case Input::Role::quality:
        case Input::Role::use: return true;
        case Input::Role::other: return false;
        case Input::Role::unsaid: break;
    }
    const Type type = input.field.type.without_optional();
    return type.is(TypeKind::number) || type.is(TypeKind::boolean) || type.is(TypeKind::list) || type.is(TypeKind::record);
}

/// The factors among the inputs that are read: counts of patents, and others.
struct Factors {
    const Input* count = nullptr;
    bool others = false;
};

Factors factors_of(const Incentive& incentive, const Reads& reads) {
    Factors factors;
    for (std::size_t i = 0; i < incentive.inputs.size(); ++i) {
        const Input& input = incentive.inputs[i];
        if (!reads.inputs[i] || !is_factor(input)) {
            continue;
        }
        if (is_patent_count(input, reads.into_lists)) {
            factors.count = &input;
        } else {
            factors.others = true;
        }
    }
    return factors;
}

}  // namespace

void check_patent_count(const Incentive& incentive, Diagnostics& diagnostics) {
    if (incentive.award.empty()) {
        return;
    }
    Dependencies dependencies(incentive);
    const Reads amount = dependencies.of(incentive.award);
    Reads whole = amount;
    for (const Condition& condition : incentive.conditions) {
        whole.add(dependencies.of(condition.test));
    }
    const Factors of_whole = factors_of(incentive, whole);
    const Factors of_amount = factors_of(incentive, amount);
    const Bilingual help{"让专利的质量、转化运用也决定奖补；它们的申报项可以写“性质: 质量”或“性质: 运用”",
                         "let quality or use of the patents decide too; mark their inputs `role: quality` or `role: use`"};
    const auto point = [&](Diagnostic& said, const Input& count) {
        said.related.push_back({count.declared, {"专利数量在这里申报", "the count of patents is asked here"}});
    };
    const Span place = incentive.award.front().declared;
    if (of_whole.count != nullptr && !of_whole.others) {
        point(diagnostics.error("E362", place,
                                {"奖补只由专利数量决定；国知发运字〔2025〕16号 三(七)：不得将专利数量作为唯一评价因素",
                                 "the award depends on the number of patents alone, which 国知发运字〔2025〕16号 三(七) forbids"},
                                help),
              *of_whole.count);
    } else if (of_amount.count != nullptr && !of_amount.others) {
        point(diagnostics.warning("W507", place,
                                  {"奖补金额只随专利数量变化；国知发运字〔2025〕16号 三(七)：不得将专利数量作为唯一评价因素",
                                   "the amount of the award varies with the number of patents alone; see 国知发运字〔2025〕16号 三(七)"},
                                  help),
              *of_amount.count);
    }
}

}  // namespace huiqi
