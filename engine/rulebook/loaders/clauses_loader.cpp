#include "engine/rulebook/loaders/clauses_loader.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/loaders/citations_loader.h"
#include "engine/rulebook/stored_texts.h"

namespace huiqi {
namespace {

Clause::Treatment treatment_of(const Spelling* word) {
    if (word == nullptr || word->en == "encoded") {
        return Clause::Treatment::encoded;
    }
    return word->en == "monitored"        ? Clause::Treatment::monitored
           : word->en == "person"         ? Clause::Treatment::person
           : word->en == "not_computable" ? Clause::Treatment::not_computable
                                          : Clause::Treatment::open;
}

/// The document whose clauses a file lists: the first that has a stored text, else the first that is a document.
const Citation* main_document(const std::vector<Citation>& citations, SourceId own) {
    const Citation* best = nullptr;
    const auto worth = [own](const Citation& one) {
        return (one.stored ? 2 : 0) + (one.declared.source == own ? 1 : 0);
    };
    for (const Citation& one : citations) {
        const bool document = one.part_of.empty() && (!one.document.empty() || !one.number.empty() || one.stored);
        if (document && (best == nullptr || worth(one) > worth(*best))) {
            best = &one;
        }
    }
    return best;
}

/// Reads the clauses of one file.
class ClausesReader {
public:
    ClausesReader(LoadContext& context, const std::vector<Citation>& citations,
                  const std::function<bool(std::string_view)>& resolves)
        : context_(context), citations_(citations), resolves_(resolves),
          main_(main_document(citations, context.document.source)) {}

    std::vector<Clause> read(const Fields& file) {
        const std::vector<YamlEntry>& entries = file.entries("clauses");
        if (!entries.empty() && main_ == nullptr) {
            context_.diagnostics.error("E317", file.key("clauses"),
                                       {"依据里没有文件，不知道是谁的条款",
                                        "no source is a document, so whose clauses are these?"},
                                       {"在“依据”里写上文件，例如 方案: {文件: …, 文号: …}",
                                        "add the document under `sources`, such as plan: {document: …, number: …}"});
            return {};
        }
        for (const YamlEntry& entry : entries) {
            read_clause(entry);
        }
        return std::move(clauses_);
    }

private:
    void read_clause(const YamlEntry& entry) {
        Clause clause;
        clause.label = clause_label(entry.key.text);
        clause.declared = entry.key.span();
        clause.document = main_->name;
        if (context_.node(entry.value).kind == NodeKind::scalar) {
            clause.treatment =
                treatment_of(read_word(context_, context_.node(entry.value).scalar, Scope::treatment_word));
            finish(std::move(clause), nullptr);
            return;
        }
        const Fields keys(context_, entry.value, Scope::clause, entry.key.span());
        clause.treatment = treatment_of(keys.word("treatment", Scope::treatment_word));
        clause.whole = keys.flag("whole");
        clause.quote = keys.string("quote");
        clause.note = keys.prose("note");
        if (const MappedText* document = keys.text("part_of")) {
            read_document(*document, clause);
        }
        if (const auto by = keys.node("by")) {
            for (const MappedText* name : read_texts(context_, *by)) {
                read_actor(*name, clause);
            }
        }
        finish(std::move(clause), &keys);
    }

    void read_document(const MappedText& name, Clause& clause) {
        const Citation* document = find_document(citations_, name.text);
        if (document != nullptr) {
            clause.document = document->name;
            return;
        }
        context_.diagnostics.error("E317", name.span(),
                                   {fmt::format("依据里没有“{}”", excerpt(name.text)),
                                    fmt::format("there is no source `{}`", excerpt(name.text))},
                                   {"先在文件的“依据”里写上它", "add it to `sources` of the file first"});
    }

    void read_actor(const MappedText& name, Clause& clause) {
        clause.by.push_back(name.text);
        if (!resolves_(name.text) && context_.take_repeat()) {
            context_.diagnostics.error(
                "E360", name.span(),
                {fmt::format("“由”里的“{}”没有指到任何规则", excerpt(name.text)),
                 fmt::format("`{}` under `by` is no rule that is known", excerpt(name.text))},
                {"写这个文件里条件、参数、计算、依据等的名字，或者 奖补、分担、分期、追回、施行，或者别的文件的编号；编号后面可以加“.名字”",
                 "write the name of a condition, parameter, definition or source of this file, award, shares, schedule, recover or effective, or the id of another file, "
                 "with `.name` behind it where one part is meant"});
        }
    }

    void finish(Clause clause, const Fields* keys) {
        const bool acts =
            clause.treatment == Clause::Treatment::encoded || clause.treatment == Clause::Treatment::monitored;
        if (acts && clause.by.empty()) {
            context_.diagnostics.error("E361", clause.declared,
                                       {fmt::format("没有写“{}”由什么来做", excerpt(clause.label)),
                                        fmt::format("nothing is said to encode or monitor clause `{}`", excerpt(clause.label))},
                                       {"加上“由: [条件、参数或事项的名字]”；不由程序做的写 人工 或 不可计算",
                                        "add `by: [names of conditions, parameters or incentives]`, or say person or "
                                        "not_computable"});
        }
        if (const Citation* document = find_citation(citations_, clause.document); document && document->stored) {
            clause.label = document->stored->whole_label(clause.label);
        }
        const auto [first, fresh] = places_.try_emplace({clause.document, clause.label}, clause.declared);
        if (!fresh) {
            auto& twice = context_.diagnostics.error("E312", clause.declared,
                                                     {fmt::format("条款“{}”写了两次", excerpt(clause.label)),
                                                      fmt::format("clause `{}` is listed twice", excerpt(clause.label))},
                                                     {"合成一项", "make one of the two"});
            twice.related.push_back({first->second, {"先在这里写了", "first listed here"}});
            return;
        }
        check_text(clause, keys);
        clauses_.push_back(std::move(clause));
    }

    void check_text(const Clause& clause, const Fields* keys) {
        const Citation* document = find_citation(citations_, clause.document);
        if (document == nullptr || !document->stored) {
            return;
        }
        const bool numbered = document->stored->enclosing(clause.label) != nullptr;
        if (!clause.quote.empty()) {
            check_quote(*document->stored, clause.quote, keys->value("quote"), numbered ? clause.label : "",
                        context_.diagnostics);
        } else if (!numbered) {
            static_cast<void>(
                check_clause_number(*document->stored, clause.label, clause.declared, context_.diagnostics));
        }
    }

    LoadContext& context_;
    const std::vector<Citation>& citations_;
    const std::function<bool(std::string_view)>& resolves_;
    const Citation* main_;
    std::vector<Clause> clauses_;
    std::map<std::pair<std::string, std::string>, Span> places_;
};

template <class Rules, class NameOf>
bool any_named(const Rules& rules, std::string_view name, NameOf name_of) {
    return std::any_of(rules.begin(), rules.end(), [&](const auto& rule) { return name_of(rule) == name; });
}

/// Tells whether a name under `由` is an id or one of its parts.
bool is_of(std::string_view name, std::string_view id) {
    return name == id || (name.starts_with(id) && name.substr(id.size()).starts_with('.'));
}

/// The ids of an incentive and of those that it is laid over.
std::vector<std::string_view> ids_upwards(const Rulebook& rulebook, const Incentive& first) {
    std::vector<std::string_view> ids;
    for (const Incentive* at = &first; at != nullptr && ids.size() < 32; at = rulebook.find(at->parent)) {
        ids.push_back(at->id);
        if (at->parent.empty()) {
            break;
        }
    }
    return ids;
}

}  // namespace

void link_clauses_by_hand(Rulebook& rulebook) {
    for (Incentive& incentive : rulebook.incentives) {
        const std::vector<std::string_view> ids = ids_upwards(rulebook, incentive);
        const auto is_about = [&](std::string_view name) {
            return std::any_of(ids.begin(), ids.end(), [&](std::string_view id) { return is_of(name, id); });
        };
        for (const Account& account : rulebook.accounts) {
            const bool own = std::find(ids.begin(), ids.end(), account.id) != ids.end();
            for (const Clause& clause : account.clauses) {
                if (clause.treatment == Clause::Treatment::person &&
                    (own || std::any_of(clause.by.begin(), clause.by.end(), is_about))) {
                    incentive.by_hand.push_back(clause);
                    incentive.by_hand.back().document = citation_text(account.citations, clause.document);
                }
            }
        }
    }
}

std::vector<Clause> load_clauses(LoadContext& context, const Fields& file, const std::vector<Citation>& citations,
                                 const std::function<bool(std::string_view)>& resolves) {
    return ClausesReader(context, citations, resolves).read(file);
}

std::vector<const MappedText*> clause_actors(LoadContext& context, const Fields& file) {
    std::vector<const MappedText*> names;
    for (const YamlEntry& entry : file.entries("clauses")) {
        if (context.node(entry.value).kind != NodeKind::mapping) {
            continue;
        }
        const Fields keys(context, entry.value, Scope::clause, entry.key.span());
        for (const NodeId item : keys.items("by")) {
            if (context.node(item).kind == NodeKind::scalar) {
                names.push_back(&context.node(item).scalar);
            }
        }
    }
    return names;
}

bool has_part(const Incentive& incentive, std::string_view name) {
    const auto id = [](const auto& rule) -> std::string_view { return rule.id; };
    const auto named = [](const auto& rule) -> std::string_view { return rule.name; };
    const auto is_key = [name](std::string_view key, bool there) {
        const Spelling& row = spelling(Scope::incentive_file, key);
        return there && (name == row.zh || name == row.en);
    };
    const bool is_award = is_key("award", !incentive.award.empty()) || is_key("shares", !incentive.shares.empty()) ||
                          is_key("recipients", !incentive.recipients.empty()) ||
                          is_key("schedule", incentive.schedule.has_value()) ||
                          is_key("recover", incentive.recovery.has_value()) || is_key("effective", incentive.effective.has_value()) ||
                          is_key("parts", !incentive.parts.empty()) || is_key("also", !incentive.extras.empty());
    const bool is_alternative =
        std::any_of(incentive.conditions.begin(), incentive.conditions.end(),
                    [&](const Condition& condition) { return any_named(condition.alternatives, name, id); });
    return is_award || is_alternative || any_named(incentive.conditions, name, id) || any_named(incentive.parameters, name, named) ||
           any_named(incentive.inputs, name, [](const Input& input) -> std::string_view { return input.field.name; }) ||
           any_named(incentive.definitions, name, named) || any_named(incentive.tables, name, named) ||
           any_named(incentive.anomalies, name, id) || any_named(incentive.targets, name, id) || any_named(incentive.extras, name, named) ||
           any_named(incentive.citations, name, named);
}

}  // namespace huiqi
