#include "engine/rulebook/condition_tests.h"

#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/parser.h"
#include "engine/rulebook/joined_text.h"
#include "engine/rulebook/loaders/citations_loader.h"
#include "engine/rulebook/loaders/conditions_loader.h"

namespace huiqi {
namespace {

/// One field of the records that must differ, and the value of this application.
struct KeyPart {
    const MappedText* field = nullptr;
    const MappedText* value = nullptr;
};

void no_key(LoadContext& context, Span place) {
    context.diagnostics.error("E341", place,
                              {"“首次”没有写按什么算同一个", "the first time does not say what counts as the same"},
                              {"加上“键: [信用代码, …]”，写出哪些字段都相同才算以前有过",
                               "add `key: [credit_code, …]`: where all these fields are equal there was one before"});
}

/// `键: [信用代码]`, each field equal to the name spelt like it, or `键: {信用代码: 表达式}`.
std::vector<KeyPart> read_key(LoadContext& context, const Fields& first) {
    std::vector<KeyPart> parts;
    const auto node = first.node("key");
    if (node && context.node(*node).kind == NodeKind::mapping) {
        for (const YamlEntry& entry : read_entries(context, *node)) {
            if (const MappedText* value = read_scalar(context, entry.value)) {
                parts.push_back({&entry.key, value});
            }
        }
    } else if (node && context.node(*node).kind == NodeKind::sequence) {
        for (const MappedText* name : read_texts(context, *node)) {
            parts.push_back({name, name});
        }
    } else if (node) {
        parts.push_back({&context.node(*node).scalar, &context.node(*node).scalar});
    }
    if (parts.empty()) {
        no_key(context, node ? first.key("key") : first.owner());
    }
    return parts;
}

/// Tells whether a text is an expression by itself, so that it may be put between parentheses.
bool parses(LoadContext& context, const MappedText& text) {
    const std::size_t errors = context.diagnostics.error_count();
    static_cast<void>(parse_expression(text, context.parse, context.diagnostics));
    return context.diagnostics.error_count() == errors;
}

/// Gives a name for the records that hides no other.
std::string free_name(RuleNames& names) {
    std::string name = "earlier";
    while (names.find(name)) {
        name += '_';
    }
    return name;
}

/// Writes `首次` out: `not(some earlier in (记录) satisfies earlier.键 = (值) and …)`.
std::optional<MappedText> first_time_text(LoadContext& context, const Fields& keys, RuleNames& names) {
    const Fields first(context, *keys.node("first_time"), Scope::first_time, keys.key("first_time"));
    const MappedText* records = first.text("records");
    const std::vector<KeyPart> parts = read_key(context, first);
    if (records == nullptr || parts.empty() || !parses(context, *records)) {
        return std::nullopt;
    }
    const std::string name = free_name(names);
    JoinedText text(records->source, records->span().begin);
    text.words("not(some " + name + " in ").bracketed(*records).words(" satisfies ");
    for (std::size_t at = 0; at < parts.size(); ++at) {
        if (!read_name(context, *parts[at].field) || !parses(context, *parts[at].value)) {
            return std::nullopt;
        }
        text.words((at == 0 ? "" : " and ") + name + ".").piece(*parts[at].field).words(" = ").bracketed(*parts[at].value);
    }
    return text.words(")").take();
}

/// Gives the test as the text of one expression: the 要求, or the 首次 written out.
std::optional<MappedText> test_text(LoadContext& context, const Fields& keys, RuleNames& names) {
    const MappedText* test = keys.text("test");
    if (test != nullptr && keys.has("first_time")) {
        context.diagnostics.error("E456", keys.key("first_time"),
                                  {"“要求”和“首次”只写一个", "write `test` or `first_time`, not both"},
                                  {"分成两个条件", "make two conditions of it"});
        return std::nullopt;
    }
    if (keys.has("first_time")) {
        return first_time_text(context, keys, names);
    }
    if (!keys.written("test") && !keys.written("first_time")) {
        context.diagnostics.error("E453", keys.owner(), {"缺少“要求”", "`test` is missing"},
                                  {"加上“要求: …”", "add `test: …`"});
    }
    return test == nullptr ? std::nullopt : std::optional(*test);
}

Condition read_alternative(LoadContext& context, NodeId item, RuleNames& names, std::optional<MappedText>& text) {
    const Fields keys(context, item, Scope::alternative, short_span(context, item));
    Condition alternative;
    alternative.id = keys.string("id");
    alternative.declared = keys.value("id");
    text = read_test(context, keys, names, alternative);
    if (const auto reason = keys.node("reason")) {
        alternative.reason = read_sentence(context, *reason, names);
    }
    alternative.provenance = read_provenance(context, keys, names.incentive().citations);
    return alternative;
}

void add_pieces(std::vector<SentencePiece>& to, const std::vector<SentencePiece>& from) {
    to.insert(to.end(), from.begin(), from.end());
}

void add_literal(std::vector<SentencePiece>& to, std::string_view literal) {
    to.push_back({.literal = std::string(literal), .expression = {}, .unit = {}});
}

}  // namespace

std::optional<MappedText> read_test(LoadContext& context, const Fields& keys, RuleNames& names, Condition& condition) {
    std::optional<MappedText> text = test_text(context, keys, names);
    condition.test = check_test(context, text, names);
    condition.first_time = text && keys.has("first_time");
    return text;
}

CheckedExpression check_test(LoadContext& context, const std::optional<MappedText>& text, RuleNames& names) {
    if (!text) {
        return {};
    }
    const std::size_t errors = context.diagnostics.error_count();
    const SyntaxTree tree = parse_expression(*text, context.parse, context.diagnostics);
    CheckedExpression checked = check_expression(tree, names, Type::boolean(), {}, context.diagnostics);
    // of a name that is broken the type is `nothing` too, and that has been said
    const bool never = checked.type().is(TypeKind::null) || (checked.type().is(TypeKind::nothing) && context.readable && !context.diagnostics.has_errors());
    if (never && context.diagnostics.error_count() == errors) {
        context.diagnostics.error("E205", text->span(),
                                  {"这个条件永远没有值，既不成立也不是不成立", "this condition never has a value, so it neither holds nor fails"},
                                  {"写成比较，例如 结清日 = null", "write a comparison, for instance `repaid = null`"});
    }
    return checked;
}

void read_any_of(LoadContext& context, const Fields& keys, RuleNames& names, Condition& condition) {
    for (const std::string_view other : {"test", "first_time"}) {
        if (keys.has(other)) {
            const Spelling& row = spelling(Scope::condition, other);
            context.diagnostics.error("E456", keys.key(other),
                                      {fmt::format("“{}”和“任一”只写一个", row.zh),
                                       fmt::format("write `{}` or `any_of`, not both", row.en)},
                                      {"分成两个条件，或者写进“任一”的每一项", "make two conditions of it, or write it into each alternative"});
        }
    }
    const std::size_t errors = context.diagnostics.error_count();
    JoinedText joined(condition.declared.source, keys.key("any_of").begin);
    IdRegister ids(context);
    for (const NodeId item : keys.items("any_of")) {
        std::optional<MappedText> text;
        condition.alternatives.push_back(read_alternative(context, item, names, text));
        ids.add(condition.alternatives.back());
        if (text) {
            joined.words(condition.alternatives.size() == 1 ? "" : " or ").bracketed(*text);
        }
    }
    if (condition.alternatives.empty()) {
        context.diagnostics.error("E453", keys.key("any_of"), {"“任一”里一项也没有", "`any_of` has no alternative"},
                                  {"加上 {编号: …, 要求: …, 不符合时: …}", "add {id: …, test: …, reason: …}"});
    }
    if (context.diagnostics.error_count() == errors) {
        condition.test = check_test(context, joined.take(), names);
    }
}

Sentence with_alternatives(Sentence own, const std::vector<Condition>& alternatives) {
    if (alternatives.empty()) {
        return own;
    }
    const bool lone = own.zh.empty() && own.en.empty();
    add_literal(own.zh, lone ? "以下各项都不符合：" : "：");
    add_literal(own.en, lone ? "none of these holds: " : ": ");
    for (std::size_t at = 0; at < alternatives.size(); ++at) {
        if (at != 0) {
            add_literal(own.zh, "；");
            add_literal(own.en, "; ");
        }
        add_pieces(own.zh, alternatives[at].reason.zh);
        add_pieces(own.en, alternatives[at].reason.en);
    }
    return own;
}

}  // namespace huiqi
