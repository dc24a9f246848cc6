#include <algorithm>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/checker.h"
#include "engine/language/checker_words.h"
#include "engine/language/keywords.h"

namespace huiqi {
namespace {

/// The name of the element that a filter looks at.
constexpr std::string_view kItem = "item";
/// Bytes of a name that are looked at for keywords that ran into names.
constexpr std::size_t kLongestStuck = 240;

/// Tells whether a name stands for a place in the rulebook and not for a value of an enumeration.
bool is_place(const std::optional<Symbol>& symbol) {
    return symbol && symbol->kind != SymbolKind::enum_value;
}

/// Tells whether the keyword may run into a name; 是, 否 and 无 are parts of too many words.
bool may_stick(const Keyword& keyword) {
    return is_keyword(keyword.kind) && static_cast<unsigned char>(keyword.text.front()) >= 0x80 &&
           keyword.kind != TokenKind::true_ && keyword.kind != TokenKind::false_ &&
           keyword.kind != TokenKind::null_;
}

}  // namespace

std::uint32_t Checker::bind(std::string name, Type type, bool element) {
    Scope scope;
    scope.name = std::move(name);
    scope.element = element;
    scope.variable = out_.variables++;
    scope.type = std::move(type);
    scopes_.push_back(std::move(scope));
    return scopes_.back().variable;
}

/// Gives the operand the type that narrowing has proven.
Operand Checker::narrowed(Operand operand) const {
    if (operand.type.optional()) {
        const std::optional<ValuePath> path = value_path(out_, operand.id);
        if (path && present_.contains(*path)) {
            operand.type = operand.type.without_optional();
        }
    }
    return operand;
}

Operand Checker::variable(SyntaxId at, std::uint32_t index, const Type& type) {
    if (type.is(TypeKind::nothing)) {
        return wrong(at);
    }
    const Operand operand = make(at, CoreOp::variable, type, {});
    out_.nodes[operand.id].index = index;
    return narrowed(operand);
}

Operand Checker::name(SyntaxId at, const Type* hint) {
    if (std::optional<Operand> local = local_name(at)) {
        return *std::move(local);
    }
    const std::string& written = tree_[at].name;
    const std::optional<Symbol> symbol_found = names_.find(written);
    const bool enum_hint = hint != nullptr && hint->is(TypeKind::enumeration);
    if (enum_hint && hint->values()->code(written)) {
        if (is_place(symbol_found) && symbol_found->type.without_optional() == hint->without_optional()) {
            Diagnostic& fault =
                error("E209", at,
                      {fmt::format("“{}”既是{}的取值，又是一个名字", written, hint->values()->name),
                       fmt::format("`{}` is both a value of {} and a name", written, hint->values()->name)},
                      {fmt::format("取值写成 \"{}\"，或者给那个名字改名", written),
                       fmt::format("write the value as \"{}\", or rename the other", written)});
            fault.related.push_back(
                {symbol_found->declared, {"这个名字在这里声明", "the name is declared here"}});
            return wrong(at);
        }
        return enum_value(at, hint->without_optional(), written);
    }
    if (symbol_found) {
        return symbol(at, *symbol_found);
    }
    return unknown_name(at, hint);
}

/// Finds a name among variables and the fields of elements, the nearest first.
std::optional<Operand> Checker::local_name(SyntaxId at) {
    const std::string& written = tree_[at].name;
    for (std::size_t i = scopes_.size(); i-- > 0;) {
        const Scope& scope = scopes_[i];
        if (scope.element) {
            if (written == kItem) {
                return variable(at, scope.variable, scope.type);
            }
            if (scope.type.is(TypeKind::record) && scope.type.field_index(written)) {
                return element_field(at, i);
            }
        } else if (scope.name == written) {
            return written == "?" ? narrowed(settled(scope.operand))
                                  : variable(at, scope.variable, scope.type);
        }
    }
    return std::nullopt;
}

/// Gives the field of the element that a filter looks at, or E209 when its bare name means something outside
/// too. Fields of an outer filter's element do not count: there the nearer one is meant, as in FEEL.
Operand Checker::element_field(SyntaxId at, std::size_t scope_index) {
    const Scope scope = scopes_[scope_index];
    const std::string& written = tree_[at].name;
    const bool outer_variable =
        std::any_of(scopes_.begin(), scopes_.begin() + static_cast<std::ptrdiff_t>(scope_index),
                    [&](const Scope& outer) { return !outer.element && outer.name == written; });
    const std::optional<Symbol> outer = names_.find(written);
    if (outer_variable || is_place(outer)) {
        Diagnostic& fault =
            error("E209", at,
                  {fmt::format("“{}”既是这里每一项的字段，又是外面的名字", written),
                   fmt::format("`{}` is both a field of each element here and a name outside", written)},
                  {fmt::format("每一项的字段写成 item.{}；要用外面的，请把其中一个改名", written),
                   fmt::format("write item.{} for the field; to use the outer one rename either", written)});
        if (is_place(outer)) {
            fault.related.push_back(
                {outer->declared, {"外面的名字在这里声明", "the outer name is declared here"}});
        }
        return wrong(at);
    }
    return record_field({at, variable(at, scope.variable, scope.type)}, at, written);
}

Operand Checker::symbol(SyntaxId at, const Symbol& symbol) {
    if (symbol.type.is(TypeKind::nothing)) {
        return wrong(at);
    }
    if (symbol.kind == SymbolKind::enum_value) {
        return constant(at, symbol.type, Value::enumerated(static_cast<std::int32_t>(symbol.index)));
    }
    const std::string& written = tree_[at].name;
    const bool table = symbol.kind == SymbolKind::table;
    if (table && !names_.table_columns(symbol.index).empty()) {
        Diagnostic& fault = error("E210", at,
                                  {fmt::format("对照表“{}”要给出各列的值", written),
                                   fmt::format("table `{}` wants the values of its columns", written)},
                                  {fmt::format("写成 {}(…)，括号里依次写各列的值", written),
                                   fmt::format("write {}(…) with a value for each column", written)});
        fault.related.push_back({symbol.declared, {"对照表在这里声明", "the table is declared here"}});
        return wrong(at);
    }
    const Operand operand = make(at, table ? CoreOp::table : CoreOp::symbol, symbol.type, {});
    out_.nodes[operand.id].index = symbol.index;
    out_.nodes[operand.id].symbol_kind = symbol.kind;
    declared_.emplace(operand.id, symbol.declared);
    return narrowed(operand);
}

Operand Checker::enum_value(SyntaxId at, const Type& type, std::string_view value) {
    const Enumeration& values = *type.values();
    if (const std::optional<std::int32_t> code = values.code(value)) {
        return constant(at, type, Value::enumerated(*code));
    }
    const std::vector<std::string_view> candidates(values.values.begin(), values.values.end());
    const std::optional<std::string_view> near = nearest(value, candidates);
    const Bilingual all = enumerate(values.values);
    const std::string shown = excerpt(value);
    Bilingual help{fmt::format("可选：{}", all.zh), fmt::format("one of: {}", all.en)};
    if (near) {
        help = {fmt::format("是不是“{}”？{}", *near, help.zh),
                fmt::format("did you mean `{}`? {}", *near, help.en)};
    }
    error("E203", at,
          {fmt::format("“{}”不是{}的取值", shown, values.name),
           fmt::format("`{}` is not a value of {}", shown, values.name)},
          std::move(help));
    return wrong(at);
}

/// Says what people write as in a text: 百分之五, 研发费用的5%, a value of an enumeration without what it is compared with.
std::optional<Bilingual> Checker::meant_otherwise(const std::string& written) {
    constexpr std::string_view kPercent = "百分之";
    constexpr std::string_view kOf = "的";
    if (written.starts_with(kPercent)) {
        return Bilingual{"比例写成数字和百分号，例如 5%", "write a rate with digits and a percent sign: 5%"};
    }
    if (const std::string whole = written.substr(0, written.find(kOf)); whole != written && known_name(whole, nullptr)) {
        return Bilingual{fmt::format("“的”不是运算符；几分之几用乘：{} * 5%", whole), fmt::format("a share of something is a product: {} * 5%", whole)};
    }
    constexpr std::size_t kLookedAt = 200;
    const std::vector<std::string_view> names = names_.names();
    for (std::size_t at = 0; at < std::min(names.size(), kLookedAt); ++at) {
        const std::optional<Type> type = names_.known_type(names[at]);
        if (type && type->is(TypeKind::enumeration) && type->values()->code(written)) {
            return Bilingual{fmt::format("“{0}”是{1}的取值：写 {2} = {0}；几个值写 {2} 属于 ({0}、…)", written, type->values()->name, names[at]),
                             fmt::format("`{0}` is a value of {1}: write {2} = {0}, or for several {2} in ({0}, …)", written,
                                         type->values()->name, names[at])};
        }
    }
    return std::nullopt;
}

/// Tells whether the name divides a number that has a unit, as 人 of `1000元/人`.
bool Checker::behind_an_amount(SyntaxId at) const {
    return std::any_of(tree_.nodes.begin(), tree_.nodes.end(), [&](const SyntaxNode& node) {
        return node.kind == SyntaxKind::divide && node.children[1] == at &&
               tree_[node.children[0]].kind == SyntaxKind::number && !tree_[node.children[0]].unit.plain();
    });
}

Operand Checker::unknown_name(SyntaxId at, const Type* hint) {
    // What the name stands beside is wrong already: it may well have told what the name is.
    if (hint != nullptr && hint->is(TypeKind::nothing)) {
        return wrong(at);
    }
    const std::string& written = tree_[at].name;
    std::string_view keyword;
    const std::string apart = separated(written, hint, kMostStuckKeywords, &keyword);
    const bool enumeration = hint != nullptr && hint->is(TypeKind::enumeration);
    const std::optional<std::string> near = nearest_name(written, hint);
    if (apart.empty() && enumeration) {
        const std::vector<std::string_view> values(hint->values()->values.begin(),
                                                   hint->values()->values.end());
        if (nearest(written, values) || !near) {
            return enum_value(at, hint->without_optional(), written);
        }
    }
    Bilingual help;
    if (std::optional<Bilingual> meant = meant_otherwise(written)) {
        help = std::move(*meant);
    } else if (behind_an_amount(at)) {
        help = {fmt::format("“{}”作计量单位，要先声明：单位: [{}]{}", written, written, near ? fmt::format("；或者是“{}”？", *near) : ""),
                fmt::format("to count by `{}` declare it first, units: [{}]{}", written, written,
                            near ? fmt::format("; or did you mean `{}`?", *near) : "")};
    } else if (!apart.empty()) {
        help = {fmt::format("“{}”两边要加空格：{}", keyword, apart),
                fmt::format("put blanks around `{}`: {}", keyword, apart)};
    } else if (near) {
        help = {fmt::format("是不是“{}”？", *near), fmt::format("did you mean `{}`?", *near)};
    } else if (const Builtin* function = find_builtin(written)) {
        help = {fmt::format("函数要带括号：{}(…)", written),
                fmt::format("a function wants parentheses: {}(…)", function->name)};
    } else {
        const std::vector<std::string_view> known = names_.names();
        const Bilingual names = enumerate(std::vector<std::string>(known.begin(), known.end()));
        help = known.empty() ? Bilingual{"名字要先声明；如果是一段文本，加引号",
                                         "declare a name before it is used; put quotes around a text"}
                             : Bilingual{fmt::format("这里的名字有：{}；如果是一段文本，加引号", names.zh),
                                         fmt::format("the names here are {}; put quotes around a text", names.en)};
    }
    const std::string shown = excerpt(written);
    error("E202", at, {fmt::format("没有“{}”这个名字", shown), fmt::format("there is no name `{}`", shown)},
          std::move(help));
    return wrong(at);
}

std::optional<std::string> Checker::nearest_name(std::string_view written, const Type* hint) {
    std::vector<std::string_view> candidates;   // what fits stands first: of names as near as each other the first is taken
    std::vector<std::string_view> others;
    const auto add = [&](std::string_view name, const std::optional<Type>& type) {
        (hint != nullptr && type && common_type(*type, *hint) ? candidates : others).push_back(name);
    };
    for (const std::string_view name : names_.names()) {
        add(name, names_.known_type(name));
    }
    for (const Scope& scope : scopes_) {
        if (!scope.element && !scope.name.empty()) {
            add(scope.name, scope.type);
        }
        if (scope.element && scope.type.is(TypeKind::record)) {
            for (const RecordField& field : scope.type.fields()) {
                add(field.name, field.type);
            }
        }
    }
    candidates.insert(candidates.end(), others.begin(), others.end());
    const std::optional<std::string_view> near = nearest(written, candidates);
    return near ? std::optional<std::string>(*near) : std::nullopt;
}

std::optional<Type> NameSource::known_type(std::string_view /*name*/) const { return std::nullopt; }

bool Checker::known_name(std::string_view name, const Type* hint) {
    for (const Scope& scope : scopes_) {
        const bool field = scope.element && scope.type.is(TypeKind::record) && scope.type.field_index(name);
        if (field || (!scope.element && scope.name == name)) {
            return true;
        }
    }
    const bool value = hint != nullptr && hint->is(TypeKind::enumeration) && hint->values()->code(name);
    return value || names_.find(name);
}

/// Sets apart a keyword that ran into known names: 关联交易且实付金额 → 关联交易 且 实付金额. Empty when the
/// text cannot be read so with `most` keywords. `keyword` becomes the first one.
std::string Checker::separated(std::string_view written, const Type* hint, std::size_t most,
                               std::string_view* keyword) {
    if (written.empty() || (keyword == nullptr && known_name(written, hint))) {
        return std::string(written);
    }
    if (most == 0 || written.size() > kLongestStuck) {
        return {};
    }
    for (std::size_t at = 0; at < written.size(); ++at) {
        for (const Keyword& word : keywords()) {
            if (!may_stick(word) || !written.substr(at).starts_with(word.text)) {
                continue;
            }
            const std::string_view left = written.substr(0, at);
            if (!left.empty() && !known_name(left, hint)) {
                continue;
            }
            const std::string right =
                separated(written.substr(at + word.text.size()), nullptr, most - 1, nullptr);
            if (right.empty() && at + word.text.size() != written.size()) {
                continue;
            }
            if (keyword != nullptr) {
                *keyword = word.text;
            }
            return fmt::format("{}{}{}{}{}", left, left.empty() ? "" : " ", word.text,
                               right.empty() ? "" : " ", right);
        }
    }
    return {};
}

/// True for what only the other side can explain: a bare name that means nothing by itself, a text that may
/// be a value of an enumeration, and lists and choices of such.
bool Checker::wants_hint(SyntaxId at) {
    const SyntaxNode& node = tree_[at];
    const auto wants = [this](SyntaxId child) { return wants_hint(child); };
    if (node.kind == SyntaxKind::text) {
        return true;
    }
    if (node.kind == SyntaxKind::name) {
        const bool local = std::any_of(scopes_.begin(), scopes_.end(), [&](const Scope& scope) {
            return scope.element ? node.name == kItem ||
                                       (scope.type.is(TypeKind::record) && scope.type.field_index(node.name))
                                 : scope.name == node.name;
        });
        return !local && !is_place(names_.find(node.name));
    }
    if (node.kind == SyntaxKind::list) {
        return std::any_of(node.children.begin(), node.children.end(), wants);
    }
    if (node.kind == SyntaxKind::if_) {
        return std::all_of(node.children.begin() + 1, node.children.end(), wants);
    }
    return false;
}

Operand Checker::field_of(const Placed& record, SyntaxId at) {
    const std::string& written = tree_[at].name;
    const Type& type = record.operand.type;
    if (!present(record, {"取出字段", "asked for a field"})) {
        return wrong(at);
    }
    if (type.is(TypeKind::record)) {
        return record_field(record, at, written);
    }
    if (type.is(TypeKind::date)) {
        return date_part(record, at, written);
    }
    const bool records = type.is(TypeKind::list) && type.element().is(TypeKind::record);
    if (records && !type.element().optional()) {
        if (const std::optional<std::size_t> index = type.element().field_index(written)) {
            const Operand fields =
                make(at, CoreOp::list_field, Type::list(type.element().fields()[*index].type),
                     {record.operand.id});
            out_.nodes[fields.id].index = static_cast<std::uint32_t>(*index);
            return fields;
        }
        return record_field({record.at, {record.operand.id, type.element()}}, at, written);
    }
    if (type.is(TypeKind::list) && type.element().is(TypeKind::nothing)) {
        return make(at, CoreOp::list, Type::list(Type::nothing()), {});
    }
    const Bilingual words = type_words(type);
    error("E201", at,
          {fmt::format("{}没有字段“{}”", words.zh, written),
           fmt::format("{} has no field `{}`", words.en, written)},
          {"只有记录、记录的列表和日期有字段；检查点号前面的名字",
           "only records, lists of records and dates have fields; see to the name before the dot"})
        .related.push_back({tree_.span(record.at), side_words(type, false)});
    return wrong(at);
}

/// Gives a field of a record, narrowed, or E202 with the nearest one.
Operand Checker::record_field(const Placed& record, SyntaxId at, const std::string& written) {
    if (!present(record, {"取出字段", "asked for a field"})) {
        return wrong(at);
    }
    const Type type = record.operand.type;
    const std::vector<RecordField>& fields = type.fields();
    if (const std::optional<std::size_t> index = type.field_index(written)) {
        if (fields[*index].type.is(TypeKind::nothing)) {
            return wrong(at);
        }
        const Operand field = make(at, CoreOp::field, fields[*index].type, {record.operand.id});
        out_.nodes[field.id].index = static_cast<std::uint32_t>(*index);
        return narrowed(field);
    }
    std::vector<std::string> names;
    for (const RecordField& field : fields) {
        names.push_back(field.name);
    }
    const std::vector<std::string_view> candidates(names.begin(), names.end());
    const std::optional<std::string_view> near = nearest(written, candidates);
    const Bilingual all = enumerate(names);
    Bilingual help{fmt::format("有这些字段：{}", all.zh), fmt::format("its fields are: {}", all.en)};
    if (near) {
        help = {fmt::format("是不是“{}”？{}", *near, help.zh),
                fmt::format("did you mean `{}`? {}", *near, help.en)};
    }
    const SyntaxNode& node = tree_[at];
    diagnostics_.error("E202", tree_.text.span(node.name_begin, node.name_end),
                       {fmt::format("没有“{}”这个字段", excerpt(written)),
                        fmt::format("there is no field `{}`", excerpt(written))},
                       std::move(help));
    return wrong(at);
}

Operand Checker::date_part(const Placed& date, SyntaxId at, const std::string& written) {
    struct Part {
        std::string_view name;
        BuiltinId id;
    };
    static constexpr Part kParts[] = {{"year", BuiltinId::year}, {"month", BuiltinId::month},
                                      {"day", BuiltinId::day},   {"weekday", BuiltinId::weekday},
                                      {"年", BuiltinId::year},   {"月", BuiltinId::month},
                                      {"日", BuiltinId::day},    {"星期", BuiltinId::weekday}};
    for (const Part& part : kParts) {
        if (part.name == written) {
            const Operand value = make(at, CoreOp::call, Type::number(), {date.operand.id});
            out_.nodes[value.id].builtin = part.id;
            return value;
        }
    }
    error("E202", at,
          {fmt::format("日期没有“{}”这一部分", excerpt(written)),
           fmt::format("a date has no part `{}`", excerpt(written))},
          {"日期的部分有：年、月、日、星期", "the parts of a date are year, month, day and weekday"});
    return wrong(at);
}

}  // namespace huiqi
