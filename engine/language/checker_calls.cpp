#include <algorithm>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/checker.h"
#include "engine/language/checker_words.h"

namespace huiqi {
namespace {

/// Says how a function is called.
Bilingual usage(const Builtin& builtin) {
    return {fmt::format("写法：{}；例如 {}", builtin.signature, builtin.example),
            fmt::format("it is called {}; for instance {}", builtin.signature, builtin.example)};
}

/// Gives the names of all functions, aliases too.
std::vector<std::string_view> function_names() {
    std::vector<std::string_view> names;
    for (const Builtin& builtin : builtins()) {
        names.push_back(builtin.name);
        names.insert(names.end(), builtin.aliases.begin(), builtin.aliases.end());
    }
    return names;
}

}  // namespace

Operand Checker::call(SyntaxId at, const Type* hint) {
    const SyntaxNode& node = tree_[at];
    if (const Builtin* builtin = find_builtin(node.name)) {
        const std::optional<Arguments> given = arguments(at, *builtin);
        return given ? builtin_call(*given, hint) : arguments_wrong(at);
    }
    const std::optional<Symbol> found = names_.find(node.name);
    return found ? called_symbol(at, *found) : unknown_function(at);
}

Operand Checker::unknown_function(SyntaxId at) {
    const SyntaxNode& node = tree_[at];
    std::string_view keyword;
    const std::string apart = separated(node.name, nullptr, kMostStuckKeywords, &keyword);
    std::vector<std::string_view> candidates = function_names();
    const std::vector<std::string_view> names = names_.names();
    candidates.insert(candidates.end(), names.begin(), names.end());
    const std::string shown = excerpt(node.name);
    Bilingual help;
    if (!apart.empty()) {
        help = {fmt::format("“{}”两边要加空格：{} (…)", keyword, apart),
                fmt::format("put blanks around `{}`: {} (…)", keyword, apart)};
    } else if (const auto near = nearest(node.name, candidates)) {
        help = {fmt::format("是不是“{}”？", *near), fmt::format("did you mean `{}`?", *near)};
    } else {
        help = {"语言手册第 7 节列出所有函数；自己的参数和对照表也能这样用",
                "section 7 of the language page lists the functions; parameters and tables of one's own are called, too"};
    }
    diagnostics_.error(
        "E202", tree_.text.span(node.name_begin, node.name_end),
        {fmt::format("没有“{}”这个函数", shown), fmt::format("there is no function `{}`", shown)},
        std::move(help));
    return arguments_wrong(at);
}

/// Checks the arguments of a call that is wrong already, but for those that only the call could explain.
Operand Checker::arguments_wrong(SyntaxId at) {
    for (const SyntaxId child : tree_[at].children) {
        if (!wants_hint(child)) {
            static_cast<void>(check(child));
        }
    }
    return wrong(at);
}

Operand Checker::called_symbol(SyntaxId at, const Symbol& symbol) {
    const SyntaxNode& node = tree_[at];
    if (symbol.kind == SymbolKind::parameter) {
        return dated_parameter(at, symbol);
    }
    const bool table = symbol.kind == SymbolKind::table;
    if (table && !names_.table_columns(symbol.index).empty()) {
        return called_table(at, symbol);
    }
    const std::string shown = excerpt(node.name);
    Diagnostic& fault = diagnostics_.error(
        "E210", tree_.text.span(node.name_begin, node.name_end),
        table ? Bilingual{fmt::format("对照表“{}”自己取各列的值，不能带括号", shown),
                          fmt::format("table `{}` finds its columns itself and takes no values", shown)}
              : Bilingual{fmt::format("“{}”不是函数", shown), fmt::format("`{}` is not a function", shown)},
        {fmt::format("去掉括号，写成 {}", shown), fmt::format("leave the parentheses out: {}", shown)});
    fault.related.push_back({symbol.declared, {"在这里声明", "it is declared here"}});
    return arguments_wrong(at);
}

/// Checks `parameter(day)`: its value on another day.
Operand Checker::dated_parameter(SyntaxId at, const Symbol& symbol) {
    static constexpr std::string_view kParameters[] = {"date"};
    const std::string shown = excerpt(tree_[at].name);
    const Bilingual help{fmt::format("参数在某一天的值写成 {}(日期)", shown),
                         fmt::format("the value of a parameter on a day is written {}(date)", shown)};
    const auto given = placed_arguments(at, kParameters, false, help);
    if (!given || given->front() == kNoSyntax) {
        if (given) {
            error("E208", at, {fmt::format("“{}”要一个日期", shown), fmt::format("`{}` wants a date", shown)},
                  help);
        }
        return arguments_wrong(at);
    }
    const SyntaxId day = given->front();
    const Operand checked =
        conform({day, check(day)}, Type::date(), {fmt::format("“{}”", shown), fmt::format("`{}`", shown)});
    if (checked.wrong() || symbol.type.is(TypeKind::nothing)) {
        return wrong(at);
    }
    const Operand value = make(at, CoreOp::parameter_on, symbol.type, {checked.id});
    out_.nodes[value.id].index = symbol.index;
    out_.nodes[value.id].symbol_kind = symbol.kind;
    declared_.emplace(value.id, symbol.declared);
    return value;
}

/// Checks a table that is called with the values of its columns.
Operand Checker::called_table(SyntaxId at, const Symbol& symbol) {
    const std::vector<RecordField> columns = names_.table_columns(symbol.index);
    std::vector<std::string_view> parameters;
    std::string all;
    for (const RecordField& column : columns) {
        parameters.push_back(column.name);
        all += (all.empty() ? "" : ", ") + column.name;
    }
    const std::string shown = excerpt(tree_[at].name);
    const Bilingual help{fmt::format("写成 {}({})", shown, all), fmt::format("write {}({})", shown, all)};
    const auto given = placed_arguments(at, parameters, false, help);
    if (!given) {
        return arguments_wrong(at);
    }
    std::vector<CoreId> children;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const SyntaxId child = (*given)[i];
        if (child == kNoSyntax) {
            error("E208", at,
                  {fmt::format("对照表“{}”还缺“{}”", shown, columns[i].name),
                   fmt::format("table `{}` lacks `{}`", shown, columns[i].name)},
                  help);
            continue;
        }
        const Bilingual place{fmt::format("“{}”", columns[i].name), fmt::format("`{}`", columns[i].name)};
        const Operand value = conform({child, check(child, &columns[i].type)}, columns[i].type, place);
        if (!value.wrong()) {
            children.push_back(value.id);
        }
    }
    if (children.size() != columns.size() || symbol.type.is(TypeKind::nothing)) {
        return wrong(at);
    }
    const Operand value = make(at, CoreOp::table, symbol.type, std::move(children));
    out_.nodes[value.id].index = symbol.index;
    out_.nodes[value.id].symbol_kind = symbol.kind;
    declared_.emplace(value.id, symbol.declared);
    return value;
}

/// Puts arguments in the order of parameters, named ones too; `more` allows further ones behind. Reports what
/// has no place (E208); what is left out stays kNoSyntax.
std::optional<std::vector<SyntaxId>> Checker::placed_arguments(SyntaxId at,
                                                               std::span<const std::string_view> parameters,
                                                               bool more, const Bilingual& help) {
    const SyntaxNode& node = tree_[at];
    std::vector<SyntaxId> placed(parameters.size(), kNoSyntax);
    bool sound = true;
    const auto fault = [&](SyntaxId place, Bilingual message, Bilingual mend) {
        error("E208", place, std::move(message), std::move(mend));
        sound = false;
    };
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        const SyntaxId child = node.children[i];
        const std::string name = i < node.argument_names.size() ? node.argument_names[i] : std::string();
        const auto found = std::find(parameters.begin(), parameters.end(), name);
        if (name.empty() && i >= parameters.size()) {
            if (!more) {
                fault(child,
                      {fmt::format("“{}”最多 {} 个参数，这里有 {} 个", excerpt(node.name), parameters.size(),
                                   node.children.size()),
                       fmt::format("`{}` takes at most {} arguments, here are {}", excerpt(node.name),
                                   parameters.size(), node.children.size())},
                      help);
                break;
            }
            placed.push_back(child);
        } else if (!name.empty() && found == parameters.end()) {
            const auto near = nearest(name, parameters);
            fault(
                child,
                {fmt::format("“{}”没有名叫“{}”的参数", excerpt(node.name), excerpt(name)),
                 fmt::format("`{}` has no parameter `{}`", excerpt(node.name), excerpt(name))},
                near ? Bilingual{fmt::format("是不是“{}”？", *near), fmt::format("did you mean `{}`?", *near)}
                     : help);
        } else {
            SyntaxId& slot = placed[name.empty() ? i : static_cast<std::size_t>(found - parameters.begin())];
            if (slot != kNoSyntax) {
                fault(child,
                      {fmt::format("参数“{}”写了两次", excerpt(name)),
                       fmt::format("parameter `{}` is given twice", excerpt(name))},
                      help);
            }
            slot = child;
        }
    }
    return sound ? std::optional(std::move(placed)) : std::nullopt;
}

std::optional<Checker::Arguments> Checker::arguments(SyntaxId at, const Builtin& builtin) {
    // date(from) is the other form of date(year, month, day).
    static constexpr std::string_view kFrom[] = {"from"};
    const SyntaxNode& node = tree_[at];
    const bool one_date = builtin.id == BuiltinId::date && node.children.size() == 1;
    const std::span<const std::string_view> parameters =
        one_date ? std::span<const std::string_view>(kFrom) : builtin.parameters;
    auto placed = placed_arguments(at, parameters, builtin.most_arguments == kAnyNumber, usage(builtin));
    if (!placed) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const bool needed = i < builtin.least_arguments || (builtin.id == BuiltinId::date && !one_date);
        if (needed && (*placed)[i] == kNoSyntax) {
            error("E208", at,
                  {fmt::format("“{}”还缺参数 {}", builtin.name, parameters[i]),
                   fmt::format("`{}` lacks its argument `{}`", builtin.name, parameters[i])},
                  usage(builtin));
            return std::nullopt;
        }
    }
    return Arguments{.call = at, .builtin = &builtin, .values = *std::move(placed)};
}

Operand Checker::called(const Arguments& arguments, Type type, std::vector<CoreId> children) {
    const Operand value = make(arguments.call, CoreOp::call, std::move(type), std::move(children));
    out_.nodes[value.id].builtin = arguments.builtin->id;
    return value;
}

}  // namespace huiqi
