#include "engine/rulebook/loaders/inputs_loader.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/constant.h"
#include "engine/rulebook/field_builder.h"
#include "engine/rulebook/loaders/citations_loader.h"
#include "engine/rulebook/loaders/feed_loader.h"

namespace huiqi {
namespace {

/// Reads the fields of one input, list elements included.
class FieldReader {
public:
    FieldReader(LoadContext& context, const Enumerations& enumerations, const std::vector<Citation>& citations)
        : context_(context), enumerations_(enumerations), citations_(citations) {}

    /// Fills type and layout; false when the type is wrong.
    bool read(const Fields& keys, FieldSchema& field) {
        const MappedText* type = keys.text("type");
        if (type == nullptr) {
            missing_type(keys);
            return false;
        }
        const std::string_view compound = compound_word(type->text);
        if (!compound.empty()) {
            return read_compound(keys, compound, field);
        }
        if (keys.has("fields")) {
            does_not_apply(keys, "fields", *type);
        }
        const auto declared = read_type(context_, *type, keys.text("unit"), enumerations_, TypeUse::input);
        if (!declared) {
            return false;
        }
        complete_field(context_, keys, *declared, enumerations_, field);
        return true;
    }

    /// Reads the other headings of a column.
    void read_aliases(const Fields& keys, FieldSchema& field) {
        if (const auto aliases = keys.node("aliases")) {
            for (const MappedText* alias : read_texts(context_, *aliases)) {
                field.aliases.push_back(alias->text);
            }
        }
    }

    /// Reads a field of a list element or record: `{类型: 日期, …}` or the type alone.
    bool read_node(NodeId node, Span owner, FieldSchema& field) {
        if (context_.node(node).kind == NodeKind::scalar) {
            return read_short(context_.node(node).scalar, field);
        }
        const Fields keys(context_, node, Scope::input, owner);
        if (keys.has("when")) {
            context_.diagnostics.error("E456", keys.key("when"),
                                       {"列表和记录的每一项不能有“当”", "the fields of an element cannot have `when`"},
                                       {"写“可无: 是”，或者把“当”写在整个列表上",
                                        "write `optional: true`, or put `when` on the whole list"});
        }
        if (keys.has("from")) {
            context_.diagnostics.error("E456", keys.key("from"),
                                       {"列表和记录的每一项不能有“来自”", "the fields of an element cannot have `from`"},
                                       {"把“来自”写在整个列表上，或者另写一项", "put `from` on the whole list, or make an input of it"});
        }
        for (const std::string_view key : {"question", "help", "evidence", "role"}) {
            if (keys.has(key)) {
                const Spelling& row = spelling(Scope::input, key);
                context_.diagnostics.error("E456", keys.key(key),
                                           {fmt::format("列表和记录的每一项不能有“{}”：整个列表是一个问题", row.zh),
                                            fmt::format("the fields of an element cannot have `{}`: a list is one question", row.en)},
                                           {fmt::format("把“{}”写在整个列表上", row.zh),
                                            fmt::format("put `{}` on the whole list", row.en)});
            }
        }
        (void)read_provenance(context_, keys, citations_);   // a source that is not there is said
        field.label = keys.prose("label");
        read_aliases(keys, field);
        const bool sound = read(keys, field);
        if (keys.flag("optional")) {
            field.type = field.type.as_optional();
        }
        return sound;
    }

private:
    void missing_type(const Fields& keys) {
        context_.diagnostics.error("E453", keys.owner(), {"缺少“类型”", "`type` is missing"},
                                   {fmt::format("加上“类型: …”：{}", choices(Scope::type_word, true)),
                                    fmt::format("add `type: …`: {}", choices(Scope::type_word, false))});
    }

    void does_not_apply(const Fields& keys, std::string_view key, const MappedText& type) {
        const Spelling& row = spelling(Scope::input, key);
        context_.diagnostics.error("E456", keys.key(key),
                                   {fmt::format("类型“{}”不能有“{}”", excerpt(type.text), row.zh),
                                    fmt::format("the type `{}` cannot have `{}`", excerpt(type.text), row.en)},
                                   {fmt::format("去掉“{}”", row.zh), fmt::format("leave out `{}`", row.en)});
    }

    bool read_short(const MappedText& type, FieldSchema& field) {
        const auto declared = read_type(context_, type, nullptr, enumerations_, TypeUse::input);
        if (!declared) {
            return false;
        }
        field.type = declared->type;
        field.entry = declared->entry;
        if (declared->type.is(TypeKind::number)) {
            field.decimals = usual_decimals(*declared);
            field.step = field.entry.factor / Rational(pow10(field.decimals));
            settle_bounds(*declared, field);
        } else {
            field.kind = declared->type.is(TypeKind::boolean)       ? ColumnKind::boolean
                         : declared->type.is(TypeKind::date)        ? ColumnKind::date
                         : declared->type.is(TypeKind::enumeration) ? ColumnKind::enumeration
                                                                    : ColumnKind::text;
        }
        return true;
    }

    bool read_compound(const Fields& keys, std::string_view word, FieldSchema& field) {
        for (const std::string_view key : {"unit", "decimals", "range"}) {
            if (keys.has(key)) {
                does_not_apply(keys, key, *keys.text("type"));
            }
        }
        const auto fields = keys.node("fields");
        if (!fields) {
            context_.diagnostics.error("E453", keys.owner(), {"缺少“每项”", "`fields` is missing"},
                                       {"加上“每项: {名字: {类型: …}}”", "add `fields: {name: {type: …}}`"});
            return false;
        }
        field.kind = word == "list" ? ColumnKind::list : ColumnKind::record;
        const bool plain = word == "list" && is_plain_element(*fields);
        const bool sound = plain ? read_plain(*fields, keys.key("fields"), field) : read_fields(*fields, field);
        Type element = plain && sound ? field.fields.front().type : record_of(field.fields);
        field.type = word == "list" ? Type::list(std::move(element)) : std::move(element);
        return sound;
    }

    /// `每项: 金额`, or `每项: {类型: 金额, …}` where 类型 is not itself a field.
    [[nodiscard]] bool is_plain_element(NodeId fields) const {
        const YamlNode& node = context_.node(fields);
        if (node.kind == NodeKind::scalar) {
            return true;
        }
        for (const YamlEntry& entry : node.entries) {
            const Spelling* key = find_spelling(Scope::input, entry.key.text);
            if (key != nullptr && key->en == "type" && context_.node(entry.value).kind == NodeKind::scalar) {
                return others_say_more(node);
            }
        }
        return false;
    }

    /// Tells whether all entries say more about one type. Others are fields, one of which is called 类型.
    [[nodiscard]] bool others_say_more(const YamlNode& node) const {
        return std::all_of(node.entries.begin(), node.entries.end(), [&](const YamlEntry& entry) {
            const Spelling* key = find_spelling(Scope::input, entry.key.text);
            return key != nullptr && context_.node(entry.value).kind == NodeKind::scalar &&
                   (key->en == "type" || key->en == "unit" || key->en == "decimals" || key->en == "range" ||
                    key->en == "optional");
        });
    }

    bool read_plain(NodeId node, Span owner, FieldSchema& field) {
        return read_node(node, owner, field.fields.emplace_back());
    }

    bool read_fields(NodeId node, FieldSchema& field) {
        bool sound = true;
        for (const YamlEntry& entry : read_entries(context_, node)) {
            const auto name = read_name(context_, entry.key);
            FieldSchema part;
            part.name = name.value_or(entry.key.text);
            sound = read_node(entry.value, entry.key.span(), part) && name.has_value() && sound;
            field.fields.push_back(std::move(part));
        }
        if (field.fields.empty()) {
            context_.diagnostics.error("E453", short_span(context_, node), {"“每项”里没有字段", "`fields` has no field"},
                                       {"加上“名字: {类型: …}”", "add `name: {type: …}`"});
        }
        return sound && !field.fields.empty();
    }

    [[nodiscard]] static Type record_of(const std::vector<FieldSchema>& fields) {
        std::vector<RecordField> parts;
        for (const FieldSchema& field : fields) {
            parts.push_back({field.name, field.type});
        }
        return Type::record(std::move(parts));
    }

    LoadContext& context_;
    const Enumerations& enumerations_;
    const std::vector<Citation>& citations_;
};

Input::Role read_role(const Fields& keys) {
    const Spelling* word = keys.word("role", Scope::role_word);
    if (word == nullptr) {
        return Input::Role::unsaid;
    }
    return word->en == "patent_count" ? Input::Role::patent_count
           : word->en == "quality"    ? Input::Role::quality
           : word->en == "use"        ? Input::Role::use
                                      : Input::Role::other;
}

void read_prose_of(LoadContext& context, const Fields& keys, const std::vector<Citation>& citations, Input& input) {
    input.field.label = keys.prose("label");
    input.question = keys.prose("question");
    input.help = keys.prose("help");
    input.evidence = keys.prose("evidence");
    input.provenance = read_provenance(context, keys, citations);
    input.role = read_role(keys);
}

void put_off_when(LoadContext& context, const MappedText& text, RuleNames& names, std::uint32_t index) {
    SyntaxTree tree = parse_expression(text, context.parse, context.diagnostics);
    const Input& input = names.incentive().inputs[index];
    RuleNames::Pending pending{.name = input.field.name, .declared = input.declared, .mentions = {}, .check = {}};
    add_mentions(tree, pending.mentions);
    pending.check = [&context, &names, index, tree = std::move(tree)] {
        auto when = check_expression(tree, names, Type::boolean(), {}, context.diagnostics);
        Input& guarded = names.incentive().inputs[index];
        guarded.when = std::move(when);
        return Symbol{
            .kind = SymbolKind::input, .index = index, .type = guarded.field.type, .declared = guarded.declared};
    };
    names.put_off(std::move(pending));
}

}  // namespace

std::optional<Input> read_input(LoadContext& context, const YamlEntry& entry, const Enumerations& enumerations,
                                const std::vector<Citation>& citations, InputPlace place) {
    const auto name = read_name(context, entry.key);
    Input input;
    input.field.name = name.value_or(entry.key.text);
    input.declared = entry.key.span();
    FieldReader reader(context, enumerations, citations);
    if (context.node(entry.value).kind == NodeKind::scalar) {
        const bool sound = !context.node(entry.value).faulty && reader.read_node(entry.value, entry.key.span(), input.field);
        return sound && name ? std::optional(std::move(input)) : std::nullopt;
    }
    const Fields keys(context, entry.value, Scope::input, entry.key.span());
    const bool sound = reader.read(keys, input.field);
    reader.read_aliases(keys, input.field);
    read_prose_of(context, keys, citations, input);
    input.may_be_absent = keys.flag("optional");
    input.field.guarded = keys.has("when");
    if (input.may_be_absent || input.field.guarded) {
        input.field.type = input.field.type.as_optional();
    }
    if (sound) {
        input.feed = read_feed(context, keys, input.field);
        input.field.of_applicant = input.feed && input.feed->kind == Feed::Kind::history;
        input.field.of_payments = input.feed && input.feed->of_payments;
    }
    if (place == InputPlace::library && keys.has("when")) {
        context.diagnostics.error("E456", keys.key("when"),
                                  {"公用文件的申报项不能有“当”", "an input of a library cannot have `when`"},
                                  {"在用到它的事项里自己声明这一项", "declare it in the incentive that needs the test"});
    }
    return sound && name ? std::optional(std::move(input)) : std::nullopt;
}

void load_input(LoadContext& context, const YamlEntry& entry, RuleNames& names) {
    Incentive& incentive = names.incentive();
    auto input = read_input(context, entry, names.enumerations(), incentive.citations, InputPlace::incentive);
    if (!input) {
        // Known with a type that silences what would follow.
        context.broken.push_back(entry.key.text);
        names.declare(entry.key.text, {.kind = SymbolKind::input, .index = 0, .type = Type::nothing(),
                                       .declared = entry.key.span()});
        return;
    }
    const auto index = static_cast<std::uint32_t>(incentive.inputs.size());
    const Symbol symbol{
        .kind = SymbolKind::input, .index = index, .type = input->field.type, .declared = input->declared};
    const std::string name = input->field.name;
    incentive.inputs.push_back(std::move(*input));
    if (!names.declare(name, symbol)) {
        return;
    }
    if (context.node(entry.value).kind == NodeKind::mapping) {
        Diagnostics reported;
        LoadContext again{context.document, context.file, context.parse, reported};
        const Fields keys(again, entry.value, Scope::input, entry.key.span());
        if (const MappedText* when = keys.text("when")) {
            put_off_when(context, *when, names, index);
        }
    }
}

void load_inputs(LoadContext& context, const Fields& file, RuleNames& names) {
    for (const YamlEntry& entry : file.entries("inputs")) {
        load_input(context, entry, names);
    }
}

void load_effective(LoadContext& context, const Fields& file, Incentive& incentive) {
    const auto node = file.node("effective");
    if (!node) {
        return;
    }
    const Fields keys(context, *node, Scope::effective, file.key("effective"));
    Effective effective;
    effective.declared = file.key("effective");
    effective.by = keys.string("by");
    effective.provenance = read_provenance(context, keys, incentive.citations);
    if (const MappedText* from = keys.text("from")) {
        effective.from = read_date(context, *from);
    }
    if (const MappedText* to = keys.text("to")) {
        effective.to = read_date(context, *to);
    }
    if (effective.from && effective.to && *effective.to < *effective.from) {
        context.diagnostics.error("E329", keys.value("to"),
                                  {"“至”比“自”早", "`to` lies before `from`"},
                                  {"检查两个日期的先后", "check the order of the two dates"});
    }
    incentive.effective = std::move(effective);
}

void link_effective(LoadContext& context, const Fields& file, RuleNames& names) {
    Incentive& incentive = names.incentive();
    if (!incentive.effective || incentive.effective->by.empty()) {
        return;
    }
    const auto symbol = names.find(incentive.effective->by);
    const bool input = symbol && symbol->kind == SymbolKind::input;
    if (input && symbol->type.is(TypeKind::nothing)) {
        return;
    }
    if (input && symbol->type.is(TypeKind::date)) {
        incentive.effective->by_input = symbol->index;
        return;
    }
    const auto node = file.node("effective");
    Diagnostics reported;
    LoadContext again{context.document, context.file, context.parse, reported};
    const Fields keys(again, *node, Scope::effective, file.key("effective"));
    context.diagnostics.error("E318", keys.value("by"),
                              {fmt::format("“{}”不是申报里的日期", excerpt(incentive.effective->by)),
                               fmt::format("`{}` is no date among the inputs", excerpt(incentive.effective->by))},
                              {"“按”要写一个类型为日期的申报项", "`by` names an input of type date"});
}

}  // namespace huiqi
