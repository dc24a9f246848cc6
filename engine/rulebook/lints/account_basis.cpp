#include "engine/rulebook/lints/account_basis.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/changes/rule_parts.h"
#include "engine/rulebook/clause_label.h"
#include "engine/rulebook/document_text.h"
#include "engine/rulebook/keys.h"
#include "engine/rulebook/loaders/citations_loader.h"

namespace huiqi {
namespace {

/// A clause that something cites, or a whole document where no clause is named.
struct Cited {
    std::string document;   ///< number, else title, as documents are compared
    std::string label;      ///< empty: all of the document
};

std::string key_of(const Citation& document) {
    return compared_text(document.number.empty() ? document.document : document.number).text;
}

/// Finds the clause behind a source; nothing where it names no document.
std::optional<Cited> cited_by(const std::vector<Citation>& citations, const std::string& source) {
    const Citation* document = find_document(citations, source);
    if (document == nullptr) {
        return std::nullopt;
    }
    const Citation* at = find_citation(citations, source);
    for (int steps = 0; at != nullptr && at->clause.empty() && !at->part_of.empty() && steps < 16; ++steps) {
        at = find_citation(citations, at->part_of);
    }
    std::string label = at == nullptr ? std::string() : clause_label(at->clause);
    return Cited{key_of(*document), document->stored && !label.empty() ? document->stored->whole_label(label) : label};
}

/// Finds what the parts of one incentive cite.
class Basis {
public:
    explicit Basis(const Incentive& incentive) : incentive_(incentive), parts_(rule_parts(incentive)) {}

    /// Gives what one part cites, by its name; what everything cites where no name is given. A part that cites nothing itself
    /// rests on what uses it.
    [[nodiscard]] std::vector<Cited> of(std::string_view name) {
        cited_.clear();
        name.empty() ? add_all() : add_part(name);
        if (cited_.empty()) {
            add_users(name);
        }
        return std::move(cited_);
    }

private:
    void add(const std::string& source) {
        if (auto cited = source.empty() ? std::nullopt : cited_by(incentive_.citations, source)) {
            cited_.push_back(std::move(*cited));
        }
    }

    void add(const Provenance& provenance) {
        add(provenance.source);
        for (const std::string& source : provenance.also) {
            add(source);
        }
    }

    void add(const Parameter& parameter) {
        add(parameter.provenance);
        for (const Parameter::Version& version : parameter.versions) {
            add(version.source);
            for (const std::string& source : version.also) {
                add(source);
            }
        }
    }

    void add(const std::vector<AwardStep>& steps) {
        for (const AwardStep& step : steps) {
            add(step.provenance);
        }
    }

    void add(const std::vector<Share>& shares) {
        for (const Share& share : shares) {
            add(share.provenance);
            add(share.steps);
        }
    }

    void add(const Schedule& schedule) {
        for (const Instalment& part : schedule.parts) {
            add(part.share.provenance);
            add(part.share.steps);
        }
    }

    void add(const Condition& condition) {
        add(condition.provenance);
        for (const Condition& one : condition.alternatives) {
            add(one);
        }
    }

    void add(const DecisionTable& table) {
        add(table.provenance);
        for (const DecisionTable::Row& row : table.rows) {
            add(row.provenance);
        }
    }

    void add(const Definition& definition) {
        add(definition.provenance);
        add(definition.steps);
    }

    void add_all() {
        for (const RulePart& part : parts_) {
            if (part.provenance != nullptr) {
                add(*part.provenance);
            }
        }
        for (const Parameter& parameter : incentive_.parameters) {
            add(parameter);
        }
        for (const Input& input : incentive_.inputs) {
            add(input.provenance);
        }
        for (const Condition& condition : incentive_.conditions) {
            add(condition);
        }
        add(incentive_.shares);
        add(incentive_.recipients);
        if (incentive_.effective) {
            add(incentive_.effective->provenance);
        }
    }

    void add_part(std::string_view name) {
        add_keyed(name);
        for (const Condition& condition : incentive_.conditions) {
            if (condition.id == name) {
                add(condition);
            }
            for (const Condition& one : condition.alternatives) {
                if (one.id == name) {
                    add(one.provenance.source.empty() ? condition.provenance : one.provenance);
                }
            }
        }
        add_named(incentive_.parameters, name, [](const Parameter& one) { return std::string_view(one.name); });
        add_named(incentive_.definitions, name, [](const Definition& one) { return std::string_view(one.name); });
        add_named(incentive_.tables, name, [](const DecisionTable& one) { return std::string_view(one.name); });
        for (const Input& one : incentive_.inputs) {
            if (one.field.name == name) {
                add(one.provenance);
            }
        }
        for (const Anomaly& one : incentive_.anomalies) {
            if (one.id == name) {
                add(one.provenance);
            }
        }
        for (const Target& one : incentive_.targets) {
            if (one.id == name) {
                add(one.provenance);
            }
        }
        for (const ExtraAmount& one : incentive_.extras) {
            if (one.name == name) {
                add(one.steps);
            }
        }
        if (find_citation(incentive_.citations, name) != nullptr) {
            add(std::string(name));
        }
    }

    template <class Ones, class NameOf>
    void add_named(const Ones& ones, std::string_view name, NameOf name_of) {
        for (const auto& one : ones) {
            if (name_of(one) == name) {
                add(one);
            }
        }
    }

    /// 奖补, 分担 … by their keys.
    void add_keyed(std::string_view name) {
        const auto is = [name](std::string_view key) {
            const Spelling& row = spelling(Scope::incentive_file, key);
            return name == row.zh || name == row.en;
        };
        if (is("award") || is("parts")) {
            add(incentive_.award);
        }
        if (is("shares")) {
            add(incentive_.shares);
        }
        if (is("recipients")) {
            add(incentive_.recipients);
        }
        if (is("schedule") && incentive_.schedule) {
            add(*incentive_.schedule);
        }
        if (is("recover") && incentive_.recovery) {
            add(incentive_.recovery->provenance);
            add(incentive_.recovery->steps);
        }
        if (is("effective") && incentive_.effective) {
            add(incentive_.effective->provenance);
        }
        if (is("also") || is("parts")) {
            for (const ExtraAmount& one : incentive_.extras) {
                add(one.steps);
            }
        }
        if (is("parts")) {
            for (const Part& part : incentive_.parts) {
                add(incentive_.definitions[part.definition]);
            }
        }
    }

    /// Adds what the parts cite that read an input, a definition, a table or a parameter.
    void add_users(std::string_view name) {
        for (const RulePart& part : parts_) {
            const bool reads = std::any_of(part.expressions.begin(), part.expressions.end(), [&](const CheckedExpression* one) {
                return std::any_of(one->nodes.begin(), one->nodes.end(), [&](const CoreNode& node) { return is_called(node, name); });
            });
            if (reads && part.provenance != nullptr) {
                add(*part.provenance);
            }
        }
    }

    [[nodiscard]] bool is_called(const CoreNode& node, std::string_view name) const {
        const bool symbol = node.op == CoreOp::symbol;
        if (symbol && node.symbol_kind == SymbolKind::input) {
            return incentive_.inputs[node.index].field.name == name;
        }
        if (symbol && node.symbol_kind == SymbolKind::definition) {
            return incentive_.definitions[node.index].name == name;
        }
        if (node.op == CoreOp::parameter_on || (symbol && node.symbol_kind == SymbolKind::parameter)) {
            return incentive_.parameters[node.index].name == name;
        }
        return (node.op == CoreOp::table || (symbol && node.symbol_kind == SymbolKind::table)) && incentive_.tables[node.index].name == name;
    }

    const Incentive& incentive_;
    std::vector<RulePart> parts_;
    std::vector<Cited> cited_;
};

/// Tells whether a cited clause and one that is listed are the same, or one lies in the other.
bool touches(const Cited& cited, const std::string& document, const std::string& label) {
    return cited.document == document &&
           (cited.label.empty() || lies_in(cited.label, label) || lies_in(label, cited.label));
}

/// Holds the accounts against the incentives of one rulebook.
class AccountCheck {
public:
    AccountCheck(const Rulebook& rulebook, Diagnostics& diagnostics) : rulebook_(rulebook), diagnostics_(diagnostics) {}

    void look() {
        for (const Account& account : rulebook_.accounts) {
            for (const Clause& clause : account.clauses) {
                if (account.asked && (clause.treatment == Clause::Treatment::encoded || clause.treatment == Clause::Treatment::monitored)) {
                    look_at_actors(account, clause);
                }
            }
        }
        for (const Incentive& incentive : rulebook_.incentives) {
            if (!incentive.support) {
                look_at_numbers(incentive);
            }
        }
    }

private:
    /// What one name under `由` cites; nothing where it is no part of an incentive, such as one of a library.
    [[nodiscard]] std::optional<std::vector<Cited>> cited(const Account& account, std::string_view name) const {
        if (const Incentive* own = rulebook_.find(account.id)) {
            std::vector<Cited> found = Basis(*own).of(name);
            if (!found.empty()) {
                return found;
            }
        }
        if (find_citation(account.citations, name) != nullptr) {
            auto one = cited_by(account.citations, std::string(name));
            return one ? std::vector<Cited>{std::move(*one)} : std::vector<Cited>{};
        }
        if (const Incentive* whole = rulebook_.find(name)) {
            return Basis(*whole).of({});
        }
        for (std::size_t dot = name.rfind('.'); dot != std::string_view::npos && dot != 0; dot = name.rfind('.', dot - 1)) {
            if (const Incentive* one = rulebook_.find(name.substr(0, dot))) {
                return Basis(*one).of(name.substr(dot + 1));
            }
        }
        return rulebook_.find(account.id) != nullptr ? std::optional(std::vector<Cited>{}) : std::nullopt;
    }

    void look_at_actors(const Account& account, const Clause& clause) {
        const Citation* document = find_citation(account.citations, clause.document);
        if (document == nullptr || clause.by.empty()) {
            return;
        }
        const std::string key = key_of(*document);
        for (const std::string& name : clause.by) {
            const auto found = cited(account, name);
            if (!found || std::any_of(found->begin(), found->end(), [&](const Cited& one) { return touches(one, key, clause.label); })) {
                return;
            }
        }
        diagnostics_.warning(
            "W529", clause.declared,
            {fmt::format("“由”里的“{}”没有以这一条为依据", excerpt(clause.by.front())),
             fmt::format("nothing under `by` (`{}`) cites this clause, nor one below or above it", excerpt(clause.by.front()))},
            {"写真正出自这一条的规则，或者给它的“依据”加上这一条；没有编进规则的，写 人工、不可计算 或 未定",
             "name the rule that comes of this clause, or cite the clause in its `source`; what is not encoded is person, not_computable or open"});
    }

    /// The line of an account that decides about a clause: the nearest above it, or its own.
    [[nodiscard]] const Clause* line_of(const Cited& cited) const {
        const Clause* best = nullptr;
        for (const Account& account : rulebook_.accounts) {
            for (const Clause& clause : account.clauses) {
                const Citation* document = find_citation(account.citations, clause.document);
                const bool over = clause.label == cited.label || (clause.whole && lies_in(cited.label, clause.label));
                if (document != nullptr && over && key_of(*document) == cited.document &&
                    (best == nullptr || best->label.size() < clause.label.size())) {
                    best = &clause;
                }
            }
        }
        return best;
    }

    void look_at_numbers(const Incentive& incentive) {
        for (const RulePart& part : rule_parts(incentive)) {
            const bool own = part.declared.source == incentive.declared.source && part.provenance != nullptr;
            if (own && std::any_of(part.expressions.begin(), part.expressions.end(),
                                   [](const CheckedExpression* one) { return !written_numbers(*one).empty(); })) {
                look_at_number(incentive, *part.provenance, part.what, part.declared);
            }
        }
        for (const Parameter& parameter : incentive.parameters) {
            if (parameter.declared.source == incentive.declared.source && !parameter.versions.empty()) {
                look_at_number(incentive, parameter.provenance,
                               {fmt::format("参数“{}”", parameter.name), fmt::format("the parameter `{}`", parameter.name)},
                               parameter.declared);
            }
        }
    }

    void look_at_number(const Incentive& incentive, const Provenance& provenance, const Bilingual& what, Span place) {
        const auto cited = provenance.source.empty() ? std::nullopt : cited_by(incentive.citations, provenance.source);
        const Clause* line = cited && !cited->label.empty() ? line_of(*cited) : nullptr;
        if (line == nullptr || line->treatment != Clause::Treatment::not_computable ||
            std::find(told_.begin(), told_.end(), line) != told_.end()) {
            return;
        }
        told_.push_back(line);
        auto& told = diagnostics_.warning(
            "W529", line->declared,
            {fmt::format("这一条写着不可计算，{}里的数却以它为依据", what.zh),
             fmt::format("the clause is called not_computable, and a number of {} rests on it", what.en)},
            {"写成 {处理: 已编码, 由: […]}；数不是出自这一条的，改它的依据",
             "write `{treatment: encoded, by: […]}`; where the number comes from elsewhere, mend its source"});
        told.related.push_back({place, {"这里以它为依据", "cited here"}});
    }

    const Rulebook& rulebook_;
    Diagnostics& diagnostics_;
    std::vector<const Clause*> told_;
};

}  // namespace

void report_accounts_apart(const Rulebook& rulebook, Diagnostics& diagnostics) { AccountCheck(rulebook, diagnostics).look(); }

}  // namespace huiqi
