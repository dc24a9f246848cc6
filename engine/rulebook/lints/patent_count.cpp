#include "engine/rulebook/lints/patent_count.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

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

/// Tells whether a question asks how many patents there are, and not what was made of them.
bool asks_for_patents(const Bilingual& question) {
    const auto asks = [](std::string_view text, std::initializer_list<std::string_view> patents, std::initializer_list<std::string_view> many,
                         std::initializer_list<std::string_view> use) { return has_any(text, patents) && has_any(text, many) && !has_any(text, use); };
    return asks(question.zh, {"专利", "PCT"}, {"多少件", "几件", "多少项", "几项", "件数", "多少个"},
                {"合同", "许可", "转让", "产业化", "实施", "运用", "转化", "质押", "投保", "保险", "收入", "企业", "产品", "评", "率"}) ||
           asks(question.en, {"patents"}, {"How many", "how many", "number of", "Number of"},
                {"contract", "licen", "transfer", "sold", "used", "use of", "insur", "pledg", "firms", "products", "rate"});
}

/// A list whose records are patents, each by its number.
bool lists_patents(const FieldSchema& field) {
    return names_patents(field.name) ||
           std::any_of(field.fields.begin(), field.fields.end(), [](const FieldSchema& one) { return one.name == "专利号" || one.name == "patent_number"; });
}

/// Tells whether an input is a count of patents: as its author says, else by its name or its question.
bool is_patent_count(const Input& input, bool into_lists) {
    if (input.role != Input::Role::unsaid) {
        return input.role == Input::Role::patent_count;
    }
    const Type type = input.field.type.without_optional();
    if (type.is(TypeKind::list)) {
        return !into_lists && lists_patents(input.field);
    }
    if (!type.is(TypeKind::number) || input.field.entry.factor != 1) {
        return false;
    }
    for (const Unit::Factor& factor : type.unit().factors()) {
        if (Unit::of(factor.name).is_money() || factor.name == "day" || factor.name == "month") {
            return false;
        }
    }
    return names_patents(input.field.name) || asks_for_patents(input.question);
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

/// A plain number that nobody says anything about, such as the number of a receipt: as a later key of a ranking it breaks
/// ties, and evaluates nothing.
bool breaks_ties_only(const Input& input) {
    const Type type = input.field.type.without_optional();
    return input.role == Input::Role::unsaid && type.is(TypeKind::number) && type.unit().plain() && input.field.entry.factor == 1 &&
           !names_patents(input.field.name);
}

/// What one incentive, its values of the batch and the orders that it is put in read.
class Readings {
public:
    explicit Readings(const Incentive& incentive) : incentive_(incentive), dependencies_(incentive) {}

    [[nodiscard]] Reads none() const { return dependencies_.none(); }

    /// Gives what steps read; in place of a value of the batch what that is formed of.
    [[nodiscard]] Reads of(const std::vector<AwardStep>& steps) { return through_populations(dependencies_.of(steps)); }
    [[nodiscard]] Reads of(const CheckedExpression& expression) { return through_populations(dependencies_.of(expression)); }

    /// Gives what an order reads: its first key, and of the later ones what is more than a way to break ties.
    [[nodiscard]] Reads of_order(const std::vector<Reads>& keys) const {
        Reads all = none();
        for (std::size_t at = 0; at < keys.size(); ++at) {
            Reads key = keys[at];
            for (std::size_t i = 0; at > 0 && i < incentive_.inputs.size(); ++i) {
                key.inputs[i] = key.inputs[i] && !breaks_ties_only(incentive_.inputs[i]);
            }
            all.add(key);
        }
        return all;
    }

    [[nodiscard]] Reads of_population(const Population& population) {
        std::vector<Reads> keys;
        for (const Population::Rank& rank : population.ranks) {
            keys.push_back(dependencies_.of(rank.by));
        }
        Reads all = of_order(keys);
        for (const CheckedExpression& group : population.per) {
            all.add(dependencies_.of(group));
        }
        for (const auto* one : {&population.when, &population.value}) {
            if (*one) {
                all.add(dependencies_.of(**one));
            }
        }
        return all;
    }

    [[nodiscard]] Reads through_populations(Reads reads) {
        for (const Population& population : incentive_.populations) {
            if (reads.inputs[population.input]) {
                reads.inputs[population.input] = false;
                reads.add(of_population(population));
            }
        }
        return reads;
    }

    /// Gives what decides about the award: its steps and the conditions.
    [[nodiscard]] Reads of_whole() {
        Reads whole = of(incentive_.award);
        for (const Condition& condition : incentive_.conditions) {
            whole.add(of(condition.test));
        }
        return whole;
    }

private:
    const Incentive& incentive_;
    Dependencies dependencies_;
};

Bilingual help() {
    return {"让专利的质量、转化运用也决定奖补；它们的申报项可以写“性质: 质量”或“性质: 运用”",
            "let quality or use of the patents decide too; mark their inputs `role: quality` or `role: use`"};
}

void point(Diagnostic& said, const Input& count) {
    said.related.push_back({count.declared, {"专利数量在这里申报", "the count of patents is asked here"}});
}

void refuse(Span place, const Input& count, Diagnostics& diagnostics) {
    point(diagnostics.error("E362", place,
                            {"奖补只由专利数量决定；国知发运字〔2025〕16号 三(七)：不得将专利数量作为唯一评价因素",
                             "the award depends on the number of patents alone, which 国知发运字〔2025〕16号 三(七) forbids"},
                            help()),
          count);
}

/// An order by the number of patents alone, beside conditions that look at more.
void warn_of_order(Span place, const Input& count, Diagnostics& diagnostics) {
    point(diagnostics.warning("W507", place,
                              {"先后只按专利数量排；国知发运字〔2025〕16号 三(七)：不得将专利数量作为唯一评价因素",
                               "the order goes by the number of patents alone; see 国知发运字〔2025〕16号 三(七)"},
                              help()),
          count);
}

bool counts_alone(const Factors& factors) { return factors.count != nullptr && !factors.others; }

/// What one key of a ranking reads of a member of the bundle. An input of another member counts where this one asks it too.
Reads reads_of_key(const Incentive& incentive, const SettlementValue& value, const Incentive& home) {
    Dependencies dependencies(incentive);
    Reads reads = dependencies.none();
    if (value.kind == SettlementValue::Kind::input) {
        for (std::size_t i = 0; i < incentive.inputs.size(); ++i) {
            reads.inputs[i] = incentive.inputs[i].field.name == home.inputs[value.index].field.name;
        }
    } else if (value.kind == SettlementValue::Kind::definition && &incentive == &home) {
        const Definition& definition = incentive.definitions[value.index];
        reads = dependencies.of(definition.steps);
        if (!definition.expression.nodes.empty()) {
            reads.add(dependencies.of(definition.expression));
        }
        for (const CheckedExpression* one : definition.fold ? definition.fold->expressions() : std::vector<const CheckedExpression*>()) {
            reads.add(dependencies.of(*one));
        }
    }
    return reads;
}

}  // namespace

void check_patent_count(const Incentive& incentive, Diagnostics& diagnostics) {
    if (incentive.award.empty()) {
        return;
    }
    Readings readings(incentive);
    const Factors of_whole = factors_of(incentive, readings.of_whole());
    const Factors of_amount = factors_of(incentive, readings.of(incentive.award));
    const Span place = incentive.award.front().declared;
    if (counts_alone(of_whole)) {
        refuse(place, *of_whole.count, diagnostics);
        return;
    }
    if (counts_alone(of_amount)) {
        point(diagnostics.warning("W507", place,
                                  {"奖补金额只随专利数量变化；国知发运字〔2025〕16号 三(七)：不得将专利数量作为唯一评价因素",
                                   "the amount of the award varies with the number of patents alone; see 国知发运字〔2025〕16号 三(七)"},
                                  help()),
              *of_amount.count);
        return;
    }
    for (const Population& population : incentive.populations) {
        const Factors of_order = factors_of(incentive, readings.of_population(population));
        if (population.kind == Population::Kind::rank && population.declared.source == incentive.declared.source && counts_alone(of_order)) {
            warn_of_order(population.declared, *of_order.count, diagnostics);
        }
    }
}

void check_patent_count(const BundleSettlement::Quota& quota, const std::vector<const Incentive*>& members, Diagnostics& diagnostics) {
    for (const std::uint32_t at : quota.members) {
        const Incentive* incentive = at < members.size() ? members[at] : nullptr;
        if (incentive == nullptr || incentive->award.empty()) {
            continue;
        }
        std::vector<Reads> keys;
        for (const BundleSettlement::Rank& rank : quota.ranking) {
            if (const Incentive* home = rank.by.incentive < members.size() ? members[rank.by.incentive] : nullptr) {
                keys.push_back(reads_of_key(*incentive, rank.by, *home));
            }
        }
        Readings readings(*incentive);
        const Reads order = readings.through_populations(readings.of_order(keys));
        Reads whole = readings.of_whole();
        whole.add(order);
        const Factors of_whole = factors_of(*incentive, whole);
        const Factors of_order = factors_of(*incentive, order);
        if (counts_alone(of_whole) && of_order.count != nullptr) {
            refuse(quota.declared, *of_whole.count, diagnostics);
        } else if (counts_alone(of_order)) {
            warn_of_order(quota.declared, *of_order.count, diagnostics);
        }
    }
}

}  // namespace huiqi
