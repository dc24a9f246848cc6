#include "engine/anomaly/rule_terms.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/diagnostic/text.h"
#include "engine/language/checked.h"
#include "engine/rulebook/settlement.h"

namespace huiqi {
namespace {

/// Gives a written value of an incentive as a parameter.
Parameter written_value(Type type, Value value, Span span) {
    Parameter parameter;
    if (type.is(TypeKind::number)) {
        parameter.entry = {type.unit(), 1, unit_name(type.unit(), true)};
    }
    parameter.type = std::move(type);
    parameter.versions.push_back({.from = std::nullopt, .value = std::move(value), .span = span, .source = {}, .also = {}});
    parameter.declared = span;
    return parameter;
}

/// Gives what an expression says, where that is a plain value or a parameter of the incentive.
std::optional<Parameter> said_value(const Incentive& incentive, const CheckedExpression& said, Span span) {
    const auto named = std::find_if(incentive.parameters.begin(), incentive.parameters.end(),
                                    [&](const Parameter& one) { return one.name == said.text.text; });
    if (named != incentive.parameters.end()) {
        return *named;
    }
    const CoreNode& root = said[said.root];
    return root.op == CoreOp::constant && root.constant.known() ? std::optional(written_value(said.type(), root.constant, span)) : std::nullopt;
}

/// Gives what the only award step of a kind says.
std::optional<Parameter> of_step(const Incentive& incentive, AwardStep::Kind kind) {
    const AwardStep* only = nullptr;
    for (const AwardStep& step : incentive.award) {
        if (step.kind == kind && step.value) {
            if (only != nullptr) {
                return std::nullopt;
            }
            only = &step;
        }
    }
    if (only == nullptr) {
        return std::nullopt;
    }
    return said_value(incentive, *only->value, only->declared);
}

/// Which end of what a condition allows a word asks for.
enum class End : std::uint8_t { low, high };

[[nodiscard]] std::optional<End> end_of(std::string_view word) noexcept {
    for (const std::string_view low : {"最低", "least", "自", "from"}) {
        if (word == low) {
            return End::low;
        }
    }
    for (const std::string_view high : {"最高", "most", "至", "to"}) {
        if (word == high) {
            return End::high;
        }
    }
    return std::nullopt;
}

/// Collects what the comparisons of a condition, joined by `and`, compare with: constants and parameters.
class Bounds {
public:
    Bounds(const Incentive& incentive, const Condition& condition, End end)
        : incentive_(incentive), condition_(condition), end_(end) {
        collect(condition.test.root);
    }

    /// The only one; nothing when there are none or several.
    [[nodiscard]] std::optional<Parameter> only() const { return found_.size() == 1 ? std::optional(found_.front()) : std::nullopt; }

private:
    void collect(CoreId id) {
        const CoreNode& node = condition_.test[id];
        switch (node.op) {
            case CoreOp::and_:
                for (const CoreId child : node.children) {
                    collect(child);
                }
                break;
            case CoreOp::equal:
                add(node.children[0]);
                add(node.children[1]);
                break;
            case CoreOp::greater:
            case CoreOp::greater_equal: add(node.children[end_ == End::low ? 1 : 0]); break;
            case CoreOp::less:
            case CoreOp::less_equal: add(node.children[end_ == End::low ? 0 : 1]); break;
            case CoreOp::in_interval: add_end(node.children[1]); break;
            default: break;
        }
    }

    void add_end(CoreId id) {
        const CoreNode& node = condition_.test[id];
        if (node.op == CoreOp::interval) {
            add(node.children[end_ == End::low ? 0 : 1]);
        }
    }

    /// Adds a side of a comparison: a plain value, a parameter, or the days that a date may lie after another.
    void add(CoreId id) {
        const CoreNode& node = condition_.test[id];
        if (node.op == CoreOp::constant && node.constant.known()) {
            found_.push_back(written_value(node.type, node.constant, condition_.declared));
        } else if (node.op == CoreOp::symbol && node.symbol_kind == SymbolKind::parameter) {
            found_.push_back(incentive_.parameters[node.index]);
        } else if (node.op == CoreOp::date_plus_days) {
            add(node.children[1]);
        }
    }

    const Incentive& incentive_;
    const Condition& condition_;
    End end_;
    std::vector<Parameter> found_;
};

/// Gives the value that a condition compares with: `least` and `most` of what it allows.
std::optional<Parameter> condition_bound(const Incentive& incentive, std::string_view id, std::string_view word) {
    const auto end = end_of(word);
    const auto found = std::find_if(incentive.conditions.begin(), incentive.conditions.end(), [&](const Condition& one) { return one.id == id; });
    return end && found != incentive.conditions.end() ? Bounds(incentive, *found, *end).only() : std::nullopt;
}

/// Names a row of a table as its author reads it: what stands in its cells, dots between them. Empty where a cell says nothing.
std::string row_term(const DecisionTable::Row& row) {
    std::string name;
    for (const auto& cell : row.cells) {
        if (!cell) {
            return {};
        }
        name += (name.empty() ? "" : ".") + cell->text.text;
    }
    return name;
}

/// Gives what the only row of a decision table with these cells gives out: `TABLE.CELL`.
std::optional<Parameter> table_cell(const Incentive& incentive, std::string_view name) {
    for (const DecisionTable& table : incentive.tables) {
        const bool named = name.size() > table.name.size() && name.starts_with(table.name) && name[table.name.size()] == '.';
        if (!named || table.output_names.size() != 1) {
            continue;
        }
        const DecisionTable::Row* only = nullptr;
        for (const DecisionTable::Row& row : table.rows) {
            if (row_term(row) == name.substr(table.name.size() + 1)) {
                if (only != nullptr) {
                    return std::nullopt;   // two rows of one spelling: neither is meant more than the other
                }
                only = &row;
            }
        }
        return only == nullptr ? std::nullopt : said_value(incentive, only->outputs.front(), only->span);
    }
    return std::nullopt;
}

/// Gives what a bundle limits: the yuan and the years of its only limit, the number of its only quota.
std::optional<Parameter> bundle_term(const Bundle& bundle, std::string_view name) {
    const BundleSettlement& settlement = bundle.settlement;
    const BundleSettlement::Limit* limit = settlement.limits.size() == 1 ? &settlement.limits.front() : nullptr;
    if (limit != nullptr && (name == "总额" || name == "limit") && std::holds_alternative<Rational>(limit->cap)) {
        return written_value(Type::number(Unit::of("CNY")), Value::of(std::get<Rational>(limit->cap)), limit->declared);
    }
    if (limit != nullptr && limit->yearly && (name == "年数" || name == "years")) {
        return written_value(Type::number(), Value::of(Rational(limit->years)), limit->declared);
    }
    if (settlement.quotas.size() == 1 && (name == "名额" || name == "quota")) {
        return written_value(Type::number(), Value::of(Rational(settlement.quotas.front().count)), settlement.quotas.front().declared);
    }
    return std::nullopt;
}

/// Gives what an incentive writes without naming it: 上限 and 比例 of its award, 自 and 至 of its 施行, what a condition
/// compares with, what a row of a table gives out.
std::optional<Parameter> written_term(const Incentive& incentive, std::string_view name) {
    const auto day = [&](const std::optional<Date>& date) {
        return date ? std::optional(written_value(Type::date(), Value::of(*date), incentive.effective->declared)) : std::nullopt;
    };
    if (name == "上限" || name == "cap") {
        return of_step(incentive, AwardStep::Kind::cap);
    }
    if (name == "比例" || name == "rate") {
        return of_step(incentive, AwardStep::Kind::times);
    }
    if (const std::size_t dot = name.rfind('.'); dot != std::string_view::npos) {
        const auto bound = condition_bound(incentive, name.substr(0, dot), name.substr(dot + 1));
        return bound ? bound : table_cell(incentive, name);
    }
    if (!incentive.effective || (name != "自" && name != "from" && name != "至" && name != "to")) {
        return std::nullopt;
    }
    return day(name == "自" || name == "from" ? incentive.effective->from : incentive.effective->to);
}

/// Gives a parameter of an incentive, or what it writes under this name.
std::optional<Parameter> incentive_term(const Incentive& incentive, std::string_view name) {
    const auto found = std::find_if(incentive.parameters.begin(), incentive.parameters.end(), [&](const Parameter& one) { return one.name == name; });
    return found == incentive.parameters.end() ? written_term(incentive, name) : std::optional(*found);
}

/// A name cut into the id of a rule and what follows it.
struct TermName {
    std::string_view owner, term;
};

/// Cuts a name at each dot, from the last on, until `known` is an id. Ids have dots themselves.
template <class Known>
[[nodiscard]] std::optional<TermName> cut(std::string_view name, const Known& known) {
    for (std::size_t dot = name.rfind('.'); dot != std::string_view::npos && dot != 0; dot = name.rfind('.', dot - 1)) {
        if (known(name.substr(0, dot))) {
            return TermName{name.substr(0, dot), name.substr(dot + 1)};
        }
    }
    return std::nullopt;
}

[[nodiscard]] const Library* used_library(const DetectorFile& file, std::string_view id) {
    const auto found = std::find_if(file.libraries.begin(), file.libraries.end(), [&](const auto& one) { return one->id == id; });
    return found == file.libraries.end() ? nullptr : found->get();
}

[[nodiscard]] const Bundle* bundle_of(const Rulebook& rulebook, std::string_view id) {
    const auto found = std::find_if(rulebook.bundles.begin(), rulebook.bundles.end(), [&](const Bundle& one) { return one.id == id; });
    return found == rulebook.bundles.end() ? nullptr : &*found;
}

[[nodiscard]] std::optional<TermName> cut(const Rulebook& rulebook, const DetectorFile& file, std::string_view name) {
    return cut(name, [&](std::string_view id) {
        return used_library(file, id) != nullptr || rulebook.find(id) != nullptr || bundle_of(rulebook, id) != nullptr;
    });
}

/// Gives the names of all terms of an incentive, for did-you-mean.
std::vector<std::string> term_names(const Incentive& incentive) {
    std::vector<std::string> out{"上限", "比例", "自", "至", "cap", "rate", "from", "to"};
    for (const Parameter& one : incentive.parameters) {
        out.push_back(one.name);
    }
    for (const Condition& one : incentive.conditions) {
        for (const std::string_view end : {"最低", "最高", "least", "most"}) {
            out.push_back(one.id + "." + std::string(end));
        }
    }
    for (const DecisionTable& table : incentive.tables) {
        for (const DecisionTable::Row& row : table.rows) {
            out.push_back(table.name + "." + row_term(row));
        }
    }
    std::erase_if(out, [&](const std::string& name) {
        const bool parameter = std::any_of(incentive.parameters.begin(), incentive.parameters.end(), [&](const Parameter& one) { return one.name == name; });
        return !parameter && !written_term(incentive, name);
    });
    return out;
}

}  // namespace

std::optional<std::string> near_rule(const Rulebook& rulebook, std::string_view name) {
    std::vector<std::string_view> ids;
    for (const Incentive& one : rulebook.incentives) {
        ids.push_back(one.id);
    }
    for (const Bundle& one : rulebook.bundles) {
        ids.push_back(one.id);
    }
    for (std::size_t dot = name.rfind('.'); dot != std::string_view::npos && dot != 0; dot = name.rfind('.', dot - 1)) {
        if (const auto found = nearest(name.substr(0, dot), ids)) {
            return std::string(*found);
        }
    }
    return std::nullopt;
}

std::optional<std::string> near_term(const Rulebook& rulebook, const DetectorFile& file, std::string_view name) {
    const auto parts = cut(rulebook, file, name);
    const Incentive* incentive = parts ? rulebook.find(parts->owner) : nullptr;
    if (incentive == nullptr) {
        return std::nullopt;
    }
    const std::vector<std::string> names = term_names(*incentive);
    const auto found = nearest(parts->term, std::vector<std::string_view>(names.begin(), names.end()));
    return found ? std::optional(incentive->id + "." + std::string(*found)) : std::nullopt;
}

bool names_rule(const Rulebook& rulebook, const DetectorFile& file, std::string_view name) {
    return name.find('.') == std::string_view::npos || cut(rulebook, file, name).has_value();
}

std::optional<Parameter> rule_term(const Rulebook& rulebook, const DetectorFile& file, std::string_view name) {
    const auto parts = cut(rulebook, file, name);
    if (!parts) {
        return std::nullopt;
    }
    if (const Library* library = used_library(file, parts->owner)) {
        const Parameter* found = library->parameter(parts->term);
        return found == nullptr ? std::nullopt : std::optional(*found);
    }
    const Incentive* incentive = rulebook.find(parts->owner);
    if (incentive == nullptr) {
        return bundle_term(*bundle_of(rulebook, parts->owner), parts->term);
    }
    return incentive_term(*incentive, parts->term);
}

std::vector<RuleTerm> terms_of(const Rulebook& rulebook, std::string_view id) {
    std::vector<RuleTerm> out;
    const Incentive* incentive = rulebook.find(id);
    if (incentive == nullptr) {
        return out;
    }
    for (const std::string& term : term_names(*incentive)) {
        if (auto value = incentive_term(*incentive, term)) {
            out.push_back({incentive->id + "." + term, std::move(*value)});
        }
    }
    return out;
}

bool same_term(const Parameter& one, const Parameter& other) {
    return one.type.without_optional() == other.type.without_optional() &&
           std::equal(one.versions.begin(), one.versions.end(), other.versions.begin(), other.versions.end(),
                      [](const Parameter::Version& left, const Parameter::Version& right) {
                          return left.from == right.from && left.value == right.value;
                      });
}

}  // namespace huiqi
