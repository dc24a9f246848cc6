#include "engine/rulebook/loaders/fold_loader.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/parser.h"

namespace huiqi {

struct ParsedFold {
    struct State {
        std::string name;
        Span declared;
        SyntaxTree initial;
        SyntaxTree next;
    };
    SyntaxTree source;
    std::string element;
    Span element_declared;
    std::vector<State> states;
    std::optional<SyntaxTree> yields;
    std::optional<SyntaxTree> result;
};

namespace {

constexpr std::array<std::string_view, 6> kFoldKeys{"each", "as", "state", "step", "yields", "result"};

void report_missing(LoadContext& context, const Fields& keys, std::string_view key) {
    const Spelling& row = spelling(Scope::definition, key);
    context.diagnostics.error("E453", keys.owner(),
                              {fmt::format("缺少“{}”", row.zh), fmt::format("`{}` is missing", row.en)},
                              {"逐项计算要写 逐项、称作、状态、递推，再写 得 或 每项得",
                               "to go through a list write `each`, `as`, `state` and `step`, then `result` or `yields`"});
}

std::optional<SyntaxTree> parse_behind(LoadContext& context, const Fields& keys, std::string_view key) {
    const MappedText* text = keys.text(key);
    return text == nullptr ? std::nullopt : std::optional(parse_expression(*text, context.parse, context.diagnostics));
}

void report_differing(LoadContext& context, const MappedText& name, bool state) {
    const std::string shown = excerpt(name.text);
    context.diagnostics.error(
        "E333", name.span(),
        state ? Bilingual{fmt::format("状态“{}”没有写怎样递推", shown), fmt::format("the state `{}` has no step", shown)}
              : Bilingual{fmt::format("没有名叫“{}”的状态", shown), fmt::format("there is no state `{}`", shown)},
        state ? Bilingual{fmt::format("在“递推”里加上“{}: …”；不变的量写成单独的一项计算", shown),
                          fmt::format("add `{}: …` under `step`; what does not change is a definition of its own", shown)}
              : Bilingual{fmt::format("在“状态”里加上“{}: 起始值”", shown),
                          fmt::format("add `{}: its first value` under `state`", shown)});
}

const YamlEntry* entry_of(const std::vector<YamlEntry>& entries, std::string_view name) {
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const YamlEntry& entry) { return entry.key.text == name; });
    return found == entries.end() ? nullptr : &*found;
}

/// Reads states and their steps; false when their names differ or something is no expression.
bool read_states(LoadContext& context, const Fields& keys, ParsedFold& fold) {
    const std::vector<YamlEntry>& states = keys.entries("state");
    const std::vector<YamlEntry>& steps = keys.entries("step");
    bool sound = true;
    for (const YamlEntry& entry : states) {
        const YamlEntry* step = entry_of(steps, entry.key.text);
        if (step == nullptr) {
            report_differing(context, entry.key, true);
            sound = false;
            continue;
        }
        const auto name = read_name(context, entry.key);
        const MappedText* initial = read_scalar(context, entry.value);
        const MappedText* next = read_scalar(context, step->value);
        if (!name || initial == nullptr || next == nullptr) {
            sound = false;
            continue;
        }
        fold.states.push_back({.name = *name,
                               .declared = entry.key.span(),
                               .initial = parse_expression(*initial, context.parse, context.diagnostics),
                               .next = parse_expression(*next, context.parse, context.diagnostics)});
    }
    for (const YamlEntry& entry : steps) {
        if (entry_of(states, entry.key.text) == nullptr) {
            report_differing(context, entry.key, false);
            sound = false;
        }
    }
    return sound;
}

/// Tells whether a value of the type can be kept from element to element.
bool is_single(const Type& type) {
    return type.is(TypeKind::boolean) || type.is(TypeKind::number) || type.is(TypeKind::text) || type.is(TypeKind::date) ||
           type.is(TypeKind::enumeration);
}

class FoldChecker {
public:
    FoldChecker(LoadContext& context, const ParsedFold& parsed, RuleNames& names)
        : context_(context), parsed_(parsed), names_(names), errors_(context.diagnostics.error_count()) {}

    [[nodiscard]] std::optional<Fold> check() {
        Fold fold;
        take_name(parsed_.element, parsed_.element_declared);
        for (const ParsedFold::State& state : parsed_.states) {
            take_name(state.name, state.declared);
        }
        fold.element = parsed_.element;
        fold.source = check_source(parsed_.source, names_, context_.diagnostics);
        std::vector<BoundVariable> finals;
        for (const ParsedFold::State& state : parsed_.states) {
            CheckedExpression initial = check_expression(state.initial, names_, std::nullopt, {}, context_.diagnostics);
            const Type type = single(initial, {fmt::format("状态“{}”", state.name), fmt::format("the state `{}`", state.name)});
            finals.push_back({state.name, type});
            fold.states.push_back(
                {.name = state.name, .type = type, .initial = std::move(initial), .next = {}, .declared = state.declared});
        }
        const Type element = fold.source.type().is(TypeKind::list) ? fold.source.type().element() : Type::nothing();
        std::vector<BoundVariable> inside{{parsed_.element, element}};
        inside.insert(inside.end(), finals.begin(), finals.end());
        for (std::size_t at = 0; at < fold.states.size(); ++at) {
            const Type& type = fold.states[at].type;
            fold.states[at].next = check_expression(
                parsed_.states[at].next, names_, type.is(TypeKind::nothing) ? std::nullopt : std::optional(type), inside,
                context_.diagnostics);
        }
        if (parsed_.yields) {
            fold.yields = check_expression(*parsed_.yields, names_, std::nullopt, inside, context_.diagnostics);
            static_cast<void>(single(*fold.yields, {"“每项得”", "`yields`"}));
        }
        if (parsed_.result) {
            fold.result = check_expression(*parsed_.result, names_, std::nullopt, finals, context_.diagnostics);
        }
        all_typed(fold);
        return context_.diagnostics.error_count() == errors_ ? std::optional(std::move(fold)) : std::nullopt;
    }

private:
    /// Refuses a name that means something outside already, or twice inside.
    void take_name(const std::string& name, Span declared) {
        std::optional<Span> first = names_.declared(name);
        const auto again = std::find_if(taken_.begin(), taken_.end(), [&](const auto& one) { return one.first == name; });
        first = again != taken_.end() ? std::optional(again->second) : first;
        taken_.emplace_back(name, declared);
        if (!first) {
            return;
        }
        auto& twice = context_.diagnostics.error(
            "E307", declared, {fmt::format("“{}”已经有了", name), fmt::format("the name `{}` is taken", name)},
            {"换一个名字：状态和“称作”的名字不能与外面的相同",
             "choose another name: states and the element cannot be called like something outside"});
        twice.related.push_back({*first, {"先在这里声明", "first declared here"}});
    }

    /// Refuses what has no type though nothing was wrong with it: an element of an empty list.
    void all_typed(const Fold& fold) {
        for (const CheckedExpression* one : fold.expressions()) {
            if (context_.diagnostics.error_count() == errors_ && one->type().is(TypeKind::nothing)) {
                context_.diagnostics.error("E332", one->span(one->root),
                                           {"这里永远没有值", "there is never a value here"},
                                           {"检查是不是取了空列表里的一项", "is this an element of an empty list?"});
            }
        }
    }

    /// Gives the type of one value, or reports E332.
    Type single(const CheckedExpression& expression, const Bilingual& what) {
        const Type& type = expression.type();
        if (type.is(TypeKind::nothing) || is_single(type)) {
            return type;
        }
        const Bilingual shown = type.is(TypeKind::null) ? Bilingual{"“无”", "`null`"}
                                                        : Bilingual{type_name(type, true), type_name(type, false)};
        context_.diagnostics.error(
            "E332", expression.span(expression.root),
            {fmt::format("{}要是一个值，却是{}", what.zh, shown.zh), fmt::format("{} is one value, but this is {}", what.en, shown.en)},
            {"写一个数、日期、文本、是否或枚举值；记录的每个字段写成一个状态",
             "write a number, date, text, boolean or enumeration value; make a state of each field of a record"});
        return Type::nothing();
    }

    LoadContext& context_;
    const ParsedFold& parsed_;
    RuleNames& names_;
    std::size_t errors_;
    std::vector<std::pair<std::string, Span>> taken_;
};

}  // namespace

bool has_fold_keys(const Fields& keys) {
    return std::any_of(kFoldKeys.begin(), kFoldKeys.end(), [&](std::string_view key) { return keys.has(key); });
}

std::shared_ptr<const ParsedFold> read_fold(LoadContext& context, const Fields& keys) {
    const std::size_t errors = context.diagnostics.error_count();
    for (const std::string_view key : {"each", "as", "state", "step"}) {
        if (!keys.has(key)) {
            report_missing(context, keys, key);
        }
    }
    if (keys.has("yields") && keys.has("result")) {
        context.diagnostics.error("E334", keys.key("yields"),
                                  {"“得”和“每项得”不能都写", "`result` and `yields` cannot both be written"},
                                  {"写成两项计算：一项得最后的值，一项得每项的列表",
                                   "write two definitions: one for the final value, one for the list"});
    }
    ParsedFold fold;
    const MappedText* source = keys.text("each");
    const MappedText* element = keys.text("as");
    if (source == nullptr || element == nullptr) {
        return nullptr;
    }
    const auto name = read_name(context, *element);
    fold.element = name.value_or(std::string());
    fold.element_declared = element->span();
    fold.source = parse_source(*source, context.parse, context.diagnostics);
    const bool sound = read_states(context, keys, fold) && name.has_value();
    fold.yields = parse_behind(context, keys, "yields");
    fold.result = parse_behind(context, keys, "result");
    const bool fine = sound && context.diagnostics.error_count() == errors;
    return fine ? std::make_shared<const ParsedFold>(std::move(fold)) : nullptr;
}

void add_mentions(const ParsedFold& fold, std::vector<std::string>& mentions) {
    add_mentions(fold.source, mentions);
    for (const ParsedFold::State& state : fold.states) {
        add_mentions(state.initial, mentions);
        add_mentions(state.next, mentions);
    }
    for (const auto* tree : {&fold.yields, &fold.result}) {
        if (*tree) {
            add_mentions(**tree, mentions);
        }
    }
}

std::optional<Fold> check_fold(LoadContext& context, const ParsedFold& fold, RuleNames& names) {
    return FoldChecker(context, fold, names).check();
}

Type type_of(const Fold& fold) {
    if (fold.result) {
        return fold.result->type();
    }
    if (fold.yields) {
        return Type::list(fold.yields->type());
    }
    std::vector<RecordField> fields;
    for (const Fold::State& state : fold.states) {
        fields.push_back({state.name, state.type});
    }
    return Type::record(std::move(fields));
}

}  // namespace huiqi
