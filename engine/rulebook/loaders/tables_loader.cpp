#include "engine/rulebook/loaders/tables_loader.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/parser.h"
#include "engine/rulebook/constant.h"
#include "engine/rulebook/lints/bare_rates.h"
#include "engine/rulebook/loaders/citations_loader.h"
#include "engine/rulebook/table_analysis.h"

namespace huiqi {
namespace {

HitPolicy hit_policy(std::string_view en) {
    constexpr std::pair<std::string_view, HitPolicy> kPolicies[] = {
        {"unique", HitPolicy::unique},
        {"first", HitPolicy::first},
        {"any", HitPolicy::any},
        {"sum", HitPolicy::sum},
        {"max", HitPolicy::max},
        {"min", HitPolicy::min},
        {"list", HitPolicy::list},
        {"priority", HitPolicy::priority},
        {"rule_order", HitPolicy::rule_order},
        {"output_order", HitPolicy::output_order},
    };
    for (const auto& [word, policy] : kPolicies) {
        if (word == en) {
            return policy;
        }
    }
    return HitPolicy::unique;
}

bool gives_list(HitPolicy hit) {
    return hit == HitPolicy::list || hit == HitPolicy::rule_order || hit == HitPolicy::output_order;
}

bool needs_priorities(HitPolicy hit) {
    return hit == HitPolicy::priority || hit == HitPolicy::output_order;
}

/// A table as parsed; checked once all names are known.
struct ParsedTable {
    struct Column {
        std::string name;
        std::optional<Type> type;        ///< of a named column
        std::optional<SyntaxTree> tree;  ///< of an expression
        bool rate = false;               ///< named 比例, or an input that is entered in per cent
    };
    struct Row {
        std::vector<SyntaxTree> cells;
        std::vector<SyntaxTree> outputs;
        Provenance provenance;
        Span span;
    };
    bool sound = true;    ///< rows and words were right, so that gaps and overlaps are worth looking for
    DecisionTable table;  ///< what needs no checking: name, hit, outputs, provenance
    std::vector<Column> columns;
    std::vector<Type> outputs;
    std::vector<bool> rates;   ///< of each output: whether it is a 比例
    std::vector<Row> rows;
    std::vector<SyntaxTree> otherwise;
};

/// Parses one table.
class TableReader {
public:
    TableReader(LoadContext& context, RuleNames& names) : context_(context), names_(names) {}

    /// Gives nothing when the table's outputs or columns are broken.
    std::shared_ptr<ParsedTable> read(const YamlEntry& entry, const std::string& name) {
        const Fields keys(context_, entry.value, Scope::table, entry.key.span());
        parsed_ = std::make_shared<ParsedTable>();
        DecisionTable& table = parsed_->table;
        table.name = name;
        table.declared = entry.key.span();
        table.provenance = read_provenance(context_, keys, names_.incentive().citations);
        if (const Spelling* hit = keys.word("hit", Scope::hit_word)) {
            table.hit = hit_policy(hit->en);
        }
        const auto columns = keys.node("columns");
        const auto output = keys.node("output");
        if (!columns || !output) {
            return nullptr;
        }
        const std::size_t errors = context_.diagnostics.error_count();
        read_columns(*columns);
        read_outputs(*output);
        if (context_.diagnostics.error_count() != errors) {
            return nullptr;
        }
        check_outputs(keys);
        for (const NodeId row : keys.items("rows")) {
            read_row(row);
        }
        if (parsed_->rows.empty() && keys.has("rows")) {
            shape_error(keys.key("rows"), {"对照表没有行", "the table has no rows"},
                        {"至少写一行", "write at least one row"});
        }
        if (const auto otherwise = keys.node("else")) {
            read_otherwise(*otherwise, keys.key("else"));
        }
        read_priorities(keys);
        parsed_->sound = context_.diagnostics.error_count() == errors;
        return parsed_;
    }

private:
    void shape_error(Span span, Bilingual message, Bilingual help) {
        context_.diagnostics.error("E313", span, std::move(message), std::move(help));
    }

    void read_columns(NodeId node) {
        if (context_.node(node).kind == NodeKind::mapping) {
            for (const YamlEntry& entry : read_entries(context_, node)) {
                const auto name = read_name(context_, entry.key);
                const MappedText* text = read_scalar(context_, entry.value);
                const auto type = text == nullptr ? std::nullopt
                                                  : read_type(context_, *text, nullptr, names_.enumerations(),
                                                              TypeUse::table);
                if (name && type) {
                    parsed_->columns.push_back({*name, type->type, std::nullopt, type->word == "rate"});
                } else if (text != nullptr && !compound_word(text->text).empty()) {
                    compound(*text);
                }
            }
        } else {
            for (const MappedText* text : read_texts(context_, node)) {
                parsed_->columns.push_back(
                    {"", std::nullopt, parse_expression(*text, context_.parse, context_.diagnostics), false});
            }
        }
        if (parsed_->columns.empty()) {
            shape_error(short_span(context_, node), {"对照表没有输入列", "the table has no columns"},
                        {"写“输入: [表达式, …]”或“输入: {名字: 类型}”",
                         "write `columns: [expression, …]` or `columns: {name: type}`"});
        }
    }

    void compound(const MappedText& text) {
        context_.diagnostics.error("E302", text.span(),
                                   {"对照表里不能用列表或记录", "lists and records cannot stand in a table"},
                                   {"用单个的值", "use single values"});
    }

    void add_output(const std::string& name, const MappedText& text) {
        if (!compound_word(text.text).empty()) {
            compound(text);
        } else if (const auto type =
                       read_type(context_, text, nullptr, names_.enumerations(), TypeUse::table)) {
            parsed_->table.output_names.push_back(name);
            parsed_->outputs.push_back(type->type);
            parsed_->rates.push_back(type->word == "rate");
        }
    }

    /// Tells of `{类型: 比例, 单位: 百分数}`, which would be two outputs of these names, that a type alone is wanted.
    bool declares_type(NodeId node) {
        const YamlEntry* type = nullptr;
        for (const YamlEntry& entry : read_entries(context_, node)) {
            const Spelling* key = find_spelling(Scope::input, entry.key.text);
            if (key == nullptr) {
                return false;
            }
            type = key->en == "type" ? &entry : type;
        }
        if (type == nullptr || context_.node(type->value).kind != NodeKind::scalar) {
            return false;
        }
        const std::string& word = context_.node(type->value).scalar.text;
        shape_error(type->key.span(), {"输出这里只写类型，不写“类型”“单位”这些键", "an output is a type alone, without keys like `type` and `unit`"},
                    {fmt::format("写成“输出: {}”；单位写在各行的值里，例如 5%、10万元", word),
                     fmt::format("write `output: {}`; units stand with the values of the rows: 5%, 100000 yuan", word)});
        return true;
    }

    void read_outputs(NodeId node) {
        if (context_.node(node).kind == NodeKind::scalar) {
            add_output("", context_.node(node).scalar);
        } else {
            if (declares_type(node)) {
                return;
            }
            for (const YamlEntry& entry : read_entries(context_, node)) {
                const auto name = read_name(context_, entry.key);
                const MappedText* text = read_scalar(context_, entry.value);
                if (name && text != nullptr) {
                    add_output(*name, *text);
                }
            }
            if (context_.node(node).entries.empty()) {
                shape_error(short_span(context_, node), {"对照表没有输出", "the table has no output"},
                            {"写“输出: 类型”", "write `output: type`"});
            }
        }
    }

    void check_outputs(const Fields& keys) {
        const HitPolicy hit = parsed_->table.hit;
        const bool one = parsed_->outputs.size() == 1 && parsed_->table.output_names.front().empty();
        const Type& type = parsed_->outputs.front();
        const bool fits = hit == HitPolicy::sum                            ? one && type.is(TypeKind::number)
                          : hit == HitPolicy::max || hit == HitPolicy::min ? one && type.ordered()
                                                                           : true;
        if (!fits) {
            shape_error(keys.value("hit"),
                        {"这种命中方式要一个能合计或比大小的输出",
                         "this hit policy needs one output that can be added or ordered"},
                        {"输出改成一个数，或者换一种命中方式",
                         "make the output one number, or choose another hit policy"});
        }
        std::vector<RecordField> fields;
        for (std::size_t i = 0; i < parsed_->outputs.size(); ++i) {
            fields.push_back({parsed_->table.output_names[i], parsed_->outputs[i]});
        }
        parsed_->table.output = one ? type : Type::record(std::move(fields));
    }

    /// A row is a list of cells, or `{格: [...], 依据: …}` with a source of its own.
    void read_row(NodeId node) {
        if (context_.node(node).kind != NodeKind::mapping) {
            read_cells(node, {});
            return;
        }
        const Fields keys(context_, node, Scope::table_row, short_span(context_, node));
        const Provenance provenance = read_provenance(context_, keys, names_.incentive().citations);
        if (const auto cells = keys.node("cells")) {
            read_cells(*cells, provenance);
        } else {
            parsed_->sound = false;
        }
    }

    void read_cells(NodeId node, Provenance provenance) {
        const std::vector<const MappedText*> texts = read_texts(context_, node);
        const std::size_t cells = parsed_->columns.size();
        const std::size_t wanted = cells + parsed_->outputs.size();
        if (texts.size() != wanted) {
            shape_error(short_span(context_, node),
                        {fmt::format("这一行有 {} 格，应该有 {} 格", texts.size(), wanted),
                         fmt::format("the row has {} cells, it should have {}", texts.size(), wanted)},
                        {"每个输入一格，再加输出；里面有逗号的格要加引号",
                         "one cell a column, then the output; a cell with a comma needs quotes"});
            return;
        }
        ParsedTable::Row row;
        row.span = short_span(context_, node);
        row.provenance = std::move(provenance);
        for (std::size_t i = 0; i < texts.size(); ++i) {
            auto& into = i < cells ? row.cells : row.outputs;
            into.push_back(i < cells ? parse_cell(*texts[i], context_.parse, context_.diagnostics)
                                     : parse_expression(*texts[i], context_.parse, context_.diagnostics));
        }
        parsed_->rows.push_back(std::move(row));
    }

    void read_otherwise(NodeId node, Span key) {
        if (gives_list(parsed_->table.hit)) {
            shape_error(key,
                        {"没有一行匹配时，列出、按行序、按输出序得到空列表，不能有“否则”",
                         "where no row matches, list, rule_order and output_order give the empty list; they "
                         "have no `else`"},
                        {"去掉“否则”；要别的值时写 if 个数(表) = 0 then … else …",
                         "leave out `else`; for another value write `if count(table) = 0 then … else …`"});
            return;
        }
        std::vector<const MappedText*> texts;
        if (context_.node(node).kind == NodeKind::sequence) {
            texts = read_texts(context_, node);
        } else if (const MappedText* text = read_scalar(context_, node)) {
            texts.push_back(text);
        }
        if (texts.size() != parsed_->outputs.size()) {
            shape_error(short_span(context_, node),
                        {fmt::format("“否则”有 {} 个值，应该有 {} 个", texts.size(), parsed_->outputs.size()),
                         fmt::format("`else` has {} values, it should have {}", texts.size(),
                                     parsed_->outputs.size())},
                        {"每个输出写一个值", "write one value an output"});
            return;
        }
        for (const MappedText* text : texts) {
            parsed_->otherwise.push_back(parse_expression(*text, context_.parse, context_.diagnostics));
        }
    }

    void read_priorities(const Fields& keys) {
        std::vector<std::vector<Value>>& priorities = parsed_->table.priorities;
        const std::vector<NodeId>& items = keys.items("priorities");
        const bool nested = !items.empty() && context_.node(items.front()).kind == NodeKind::sequence;
        if (nested) {
            for (std::size_t i = 0; i < items.size() && i < parsed_->outputs.size(); ++i) {
                priorities.push_back(priority_values(read_items(context_, items[i]), parsed_->outputs[i]));
            }
        } else if (!items.empty()) {
            priorities.push_back(priority_values(items, parsed_->outputs.front()));
        }
        if (keys.has("priorities") && !needs_priorities(parsed_->table.hit)) {
            shape_error(keys.key("priorities"),
                        {"这种命中方式不看“优先次序”", "this hit policy does not look at `priorities`"},
                        {"去掉它，或者写“命中: 优先”", "leave it out, or write `hit: priority`"});
        }
        if (priorities.empty() && needs_priorities(parsed_->table.hit)) {
            shape_error(keys.value("hit"),
                        {"这种命中方式要写“优先次序”", "this hit policy needs `priorities`"},
                        {"加上“优先次序: [最优先的输出, …]”", "add `priorities: [the first output, …]`"});
        }
    }

    std::vector<Value> priority_values(const std::vector<NodeId>& items, const Type& type) {
        std::vector<Value> values;
        for (const NodeId item : items) {
            const MappedText* text = read_scalar(context_, item);
            const auto constant =
                text == nullptr ? std::nullopt : read_constant(context_, *text, type, names_.enumerations());
            if (constant) {
                values.push_back(constant->value);
            }
        }
        return values;
    }

    LoadContext& context_;
    RuleNames& names_;
    std::shared_ptr<ParsedTable> parsed_;
};

/// Checks a parsed table and puts it into the incentive.
class TableChecker {
public:
    TableChecker(LoadContext& context, RuleNames& names, ParsedTable& parsed)
        : context_(context), names_(names), parsed_(parsed), table_(std::move(parsed.table)) {}

    Symbol check() {
        const std::size_t errors = context_.diagnostics.error_count();
        for (ParsedTable::Column& column : parsed_.columns) {
            check_column(column);
        }
        for (const ParsedTable::Row& row : parsed_.rows) {
            check_row(row);
        }
        for (std::size_t i = 0; i < parsed_.otherwise.size(); ++i) {
            table_.otherwise.push_back(check_output(parsed_.otherwise[i], i));
        }
        if (parsed_.sound && context_.diagnostics.error_count() == errors && !table_.rows.empty()) {
            analyse_table(table_, domains_, context_.diagnostics);
        }
        std::vector<DecisionTable>& tables = names_.incentive().tables;
        const Symbol symbol{.kind = SymbolKind::table,
                            .index = static_cast<std::uint32_t>(tables.size()),
                            .type = gives_list(table_.hit) ? Type::list(table_.output) : table_.output,
                            .declared = table_.declared};
        tables.push_back(std::move(table_));
        return symbol;
    }

private:
    void check_column(ParsedTable::Column& column) {
        DecisionTable::Column& checked = table_.columns.emplace_back();
        ColumnDomain& domain = domains_.emplace_back();
        checked.name = column.name;
        domain.name = column.name;
        if (column.type) {
            checked.type = *column.type;
        } else {
            auto expression = check_expression(*column.tree, names_, std::nullopt, {}, context_.diagnostics);
            checked.type = expression.type();
            domain.name = excerpt(expression.text.text);
            know_input(expression, domain);
            column.rate = in_percent(domain.unit);
            checked.expression = std::move(expression);
        }
        bound_.push_back({checked.name, checked.type});
    }

    /// A column that is an input by itself holds what the input may hold.
    void know_input(const CheckedExpression& expression, ColumnDomain& domain) {
        const CoreNode& root = expression[expression.root];
        if (root.op != CoreOp::symbol || root.symbol_kind != SymbolKind::input ||
            root.index >= names_.incentive().inputs.size()) {
            return;
        }
        const FieldSchema& field = names_.incentive().inputs[root.index].field;
        domain.range = field.range;
        domain.unit = field.entry;
        if (field.type.is(TypeKind::number)) {
            domain.step = field.step;
        }
    }

    void check_row(const ParsedTable::Row& row) {
        DecisionTable::Row& checked = table_.rows.emplace_back();
        checked.span = row.span;
        checked.provenance = row.provenance;
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            checked.cells.push_back(check_cell(row.cells[i], names_, static_cast<std::uint32_t>(i), bound_,
                                               context_.diagnostics));
            if (parsed_.columns[i].rate && checked.cells.back()) {
                warn_of_bare_cell(*checked.cells.back(), static_cast<std::uint32_t>(i), context_.diagnostics);
            }
        }
        for (std::size_t i = 0; i < row.outputs.size(); ++i) {
            checked.outputs.push_back(check_output(row.outputs[i], i));
        }
    }

    CheckedExpression check_output(const SyntaxTree& tree, std::size_t output) {
        CheckedExpression checked = check_expression(tree, names_, parsed_.outputs[output], bound_, context_.diagnostics);
        if (parsed_.rates[output]) {
            warn_of_bare_rate(checked, context_.diagnostics);
        }
        return checked;
    }

    LoadContext& context_;
    RuleNames& names_;
    ParsedTable& parsed_;
    DecisionTable table_;
    std::vector<ColumnDomain> domains_;
    std::vector<BoundVariable> bound_;
};

std::vector<std::string> mentions_of(const ParsedTable& parsed) {
    std::vector<std::string> mentions;
    for (const ParsedTable::Column& column : parsed.columns) {
        if (column.tree) {
            add_mentions(*column.tree, mentions);
        }
    }
    for (const ParsedTable::Row& row : parsed.rows) {
        for (const SyntaxTree& cell : row.cells) {
            add_mentions(cell, mentions);
        }
        for (const SyntaxTree& output : row.outputs) {
            add_mentions(output, mentions);
        }
    }
    return mentions;
}

/// Tells whether a table names its columns, and so is called like a function.
[[nodiscard]] bool is_called(const LoadContext& context, const YamlEntry& table) {
    const YamlNode& node = context.node(table.value);
    if (node.kind != NodeKind::mapping) {
        return false;
    }
    return std::any_of(node.entries.begin(), node.entries.end(), [&](const YamlEntry& key) {
        const Spelling* known = find_spelling(Scope::table, key.key.text);
        return known != nullptr && known->en == "columns" &&
               context.node(key.value).kind == NodeKind::mapping;
    });
}

}  // namespace

void load_tables(LoadContext& context, const Fields& file, RuleNames& names) {
    for (const YamlEntry& entry : file.entries("tables")) {
        const auto name =
            is_called(context, entry) ? read_table_name(context, entry.key) : read_name(context, entry.key);
        auto parsed = TableReader(context, names).read(entry, name.value_or(entry.key.text));
        if (!name || parsed == nullptr) {
            names.declare(entry.key.text, {.kind = SymbolKind::table,
                                           .index = 0,
                                           .type = Type::nothing(),
                                           .declared = entry.key.span()});
            continue;
        }
        auto mentions = mentions_of(*parsed);
        names.declare(RuleNames::Pending{
            .name = *name,
            .declared = entry.key.span(),
            .mentions = std::move(mentions),
            .check = [&context, &names, parsed] { return TableChecker(context, names, *parsed).check(); }});
    }
}

}  // namespace huiqi
