#include "engine/rulebook/loaders/conditions_loader.h"

#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/parser.h"
#include "engine/rulebook/condition_tests.h"
#include "engine/rulebook/loaders/citations_loader.h"

namespace huiqi {
namespace {

/// Gives the unit in which the value of a hole is shown.
EntryUnit shown_unit(const CheckedExpression& expression, Incentive& incentive) {
    const CoreNode& root = expression[expression.root];
    if (root.op == CoreOp::symbol && root.symbol_kind == SymbolKind::input) {
        return incentive.inputs[root.index].field.entry;
    }
    if (root.op == CoreOp::symbol && root.symbol_kind == SymbolKind::parameter) {
        return incentive.parameters[root.index].entry;
    }
    if (root.op == CoreOp::symbol && root.symbol_kind == SymbolKind::definition && root.index < incentive.definitions.size() &&
        !incentive.definitions[root.index].entry.text.empty()) {
        return incentive.definitions[root.index].entry;
    }
    if (!root.type.is(TypeKind::number)) {
        return {};
    }
    return {root.type.unit(), 1, root.type.unit().plain() ? std::string() : unit_name(root.type.unit(), true)};
}

std::vector<SentencePiece> read_pieces(LoadContext& context, const MappedText& text, RuleNames& names) {
    std::vector<SentencePiece> pieces;
    for (const TemplatePiece& part : parse_template(text, context.parse, context.diagnostics)) {
        SentencePiece& piece = pieces.emplace_back();
        if (part.expression.root == kNoSyntax) {
            piece.literal = part.literal;
            continue;
        }
        piece.expression = check_expression(part.expression, names, std::nullopt, {}, context.diagnostics);
        piece.unit = shown_unit(*piece.expression, names.incentive());
    }
    return pieces;
}

Span id_span(const Fields& keys) {
    const MappedText* id = keys.text("id");
    return id == nullptr ? keys.owner() : id->span();
}

Anomaly::Level level_of(const Spelling* word) {
    if (word == nullptr || word->en == "note") {
        return Anomaly::Level::note;
    }
    return word->en == "refer" ? Anomaly::Level::refer : Anomaly::Level::hold;
}

}  // namespace

Sentence read_sentence(LoadContext& context, NodeId node, RuleNames& names) {
    const auto [zh, en] = prose_texts(context, node);
    Sentence sentence;
    if (zh != nullptr) {
        sentence.zh = read_pieces(context, *zh, names);
    }
    if (en != nullptr) {
        sentence.en = read_pieces(context, *en, names);
    }
    if (zh == nullptr) {
        sentence.zh = sentence.en;
    } else if (en == nullptr) {
        sentence.en = sentence.zh;
    }
    return sentence;
}

namespace {

/// The reason of alternatives may be theirs alone.
void read_reason(LoadContext& context, const Fields& keys, RuleNames& names, Condition& condition) {
    Sentence own;
    if (const auto reason = keys.node("reason")) {
        own = read_sentence(context, *reason, names);
    } else if (!keys.written("any_of") && !keys.written("reason")) {
        context.diagnostics.error("E453", keys.owner(), {"缺少“不符合时”", "`reason` is missing"},
                                  {"加上“不符合时: …”", "add `reason: …`"});
    }
    condition.reason = with_alternatives(std::move(own), condition.alternatives);
}

}  // namespace

void load_condition(LoadContext& context, NodeId item, RuleNames& names) {
    Incentive& incentive = names.incentive();
    const Fields keys(context, item, Scope::condition, short_span(context, item));
    Condition condition;
    condition.id = keys.string("id");
    condition.declared = id_span(keys);
    if (keys.has("any_of")) {
        read_any_of(context, keys, names, condition);
    } else if (!keys.written("any_of")) {
        read_test(context, keys, names, condition);
    }
    read_reason(context, keys, names, condition);
    condition.provenance = read_provenance(context, keys, incentive.citations);
    incentive.conditions.push_back(std::move(condition));
}

void load_conditions(LoadContext& context, const Fields& file, RuleNames& names) {
    IdRegister ids(context);
    for (const NodeId item : file.items("conditions")) {
        load_condition(context, item, names);
        ids.add(names.incentive().conditions.back());
    }
}

void load_anomalies(LoadContext& context, const Fields& file, RuleNames& names) {
    Incentive& incentive = names.incentive();
    IdRegister ids(context);
    for (const Anomaly& inherited : incentive.anomalies) {
        ids.add(inherited);
    }
    for (const NodeId item : file.items("anomalies")) {
        const Fields keys(context, item, Scope::anomaly, short_span(context, item));
        Anomaly anomaly;
        anomaly.id = keys.string("id");
        anomaly.declared = id_span(keys);
        if (const MappedText* when = keys.text("when")) {
            anomaly.test = check_test(context, *when, names);
        }
        anomaly.level = level_of(keys.word("level", Scope::level_word));
        if (const Spelling* severity = keys.word("severity", Scope::severity_word)) {
            anomaly.severity = severity->en;
        }
        if (const auto note = keys.node("note")) {
            anomaly.description = read_sentence(context, *note, names);
        }
        anomaly.provenance = read_provenance(context, keys, incentive.citations);
        ids.add(anomaly);
        incentive.anomalies.push_back(std::move(anomaly));
    }
}

void report_taken_id(LoadContext& context, std::string_view id, Span place, Span first) {
    auto& taken = context.diagnostics.error(
        "E312", place,
        {fmt::format("编号“{}”已经有了", excerpt(id)), fmt::format("the id `{}` is taken", excerpt(id))},
        {"换一个编号", "choose another id"});
    taken.related.push_back({first, {"先在这里用了", "first used here"}});
}

}  // namespace huiqi
