#include <algorithm>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "engine/anomaly/check_loader.h"
#include "engine/anomaly/detector.h"
#include "engine/anomaly/rule_terms.h"
#include "engine/anomaly/view_loader.h"
#include "engine/diagnostic/text.h"
#include "engine/rulebook/fields.h"
#include "engine/rulebook/loaders/citations_loader.h"
#include "engine/rulebook/loaders/conditions_loader.h"
#include "engine/rulebook/loaders/enums_loader.h"
#include "engine/rulebook/loaders/incentive_loader.h"
#include "engine/rulebook/loaders/inputs_loader.h"
#include "engine/rulebook/loaders/parameters_loader.h"

namespace huiqi {
namespace {

[[nodiscard]] bool blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Tells whether a path names a file in the folder that it begins at, on every system.
[[nodiscard]] bool stays_inside(std::string_view file) {
    const bool strange = std::any_of(file.begin(), file.end(), [](char c) {
        return c == '\\' || c == ':' || (static_cast<unsigned char>(c) < 0x20U) || c == 0x7F;
    });
    if (strange || blank(file)) {
        return false;
    }
    for (std::size_t from = 0; from <= file.size();) {   // an empty step is an absolute path, or names no file
        const std::size_t to = std::min(file.find('/', from), file.size());
        const std::string_view step = file.substr(from, to - from);
        if (step.empty() || step == "." || step == "..") {
            return false;
        }
        from = to + 1;
    }
    return true;
}

/// Reads one detector file.
class FileLoader {
public:
    FileLoader(const Rulebook& rulebook, Detectors& out, DetectorSource& source, Diagnostics& diagnostics)
        : rulebook_(rulebook),
          out_(out),
          source_(source),
          context_{source.file->document, source.file->name, {}, diagnostics},
          file_(context_, 0, Scope::detector_file, short_span(context_, 0)) {}

    void load() {
        load_library();
        for (const YamlEntry& entry : file_.entries("data")) {
            load_table(entry);
        }
        load_subject();
        for (const YamlEntry& entry : file_.entries("views")) {
            const Fields keys(context_, entry.value, Scope::view, entry.key.span());
            View view = read_view(context_, keys, source_);
            view.name = entry.key.text;
            view.declared = entry.key.span();
            view.node = entry.value;
            take_name(view.name, view.declared);
            out_.views.push_back(std::move(view));
        }
        for (const YamlEntry& entry : file_.entries("world")) {
            read_test_rows(context_, entry, source_, out_.world);
        }
        for (const NodeId item : file_.items("checks")) {
            load_check(item);
        }
    }

private:
    void load_library() {
        Library& own = source_.own;
        own.id = read_id(context_, file_);
        own.file = context_.file;
        own.declared = file_.value("id");
        std::vector<const Library*> used;
        for (const auto& library : source_.file->libraries) {
            used.push_back(library.get());
        }
        load_citations(context_, file_, own.citations, used_citations(used));
        for (const Library* library : used) {
            source_.units.insert(source_.units.end(), library->units.begin(), library->units.end());
        }
        for (std::string& unit : read_count_units(context_, file_)) {
            source_.units.push_back(std::move(unit));
        }
        context_.parse.units = source_.units;
        own.enumerations = with_used({}, used);
        load_enumerations(context_, file_, own.enumerations);
        for (const YamlEntry& entry : file_.entries("parameters")) {
            load_parameter(entry);
        }
        source_.libraries.push_back(&own);
        source_.libraries.insert(source_.libraries.end(), used.begin(), used.end());
    }

    /// A parameter of its own, or one taken from a rule; perhaps one that guards a rule.
    void load_parameter(const YamlEntry& entry) {
        const bool mapping = context_.node(entry.value).kind == NodeKind::mapping;
        Diagnostics silent;
        LoadContext quiet{context_.document, context_.file, context_.parse, silent};
        const MappedText* of = mapping ? Fields(quiet, entry.value, Scope::parameter, entry.key.span()).text("of") : nullptr;
        std::optional<Parameter> parameter =
            of == nullptr ? read_parameter(context_, entry, source_.own.enumerations, source_.own.citations) : taken_parameter(entry, *of);
        if (!parameter) {
            return;
        }
        if (mapping) {
            hold_to_rule(Fields(quiet, entry.value, Scope::parameter, entry.key.span()), *parameter);
        }
        source_.own.parameters.push_back(std::move(*parameter));
    }

    std::optional<Parameter> taken_parameter(const YamlEntry& entry, const MappedText& of) {
        const Fields keys(context_, entry.value, Scope::parameter, entry.key.span());
        std::optional<Parameter> rule = rule_term(rulebook_, *source_.file, of.text);
        if (!rule) {
            report_no_term(of);
            return std::nullopt;
        }
        Parameter copy = *rule;
        copy.name = entry.key.text;
        if (keys.has("value") || keys.has("series")) {
            Parameter stated = copy;
            read_versions(context_, keys, source_.own.enumerations, source_.own.citations, stated);
            if (!same_term(stated, copy)) {
                report_other_value(keys.value(keys.has("value") ? "value" : "series"), of.text, *rule);
            }
        }
        return copy;
    }

    /// A parameter that says which rule it guards must have the rule's value; a rule that is not loaded has none to hold it to.
    void hold_to_rule(const Fields& keys, const Parameter& parameter) {
        const MappedText* guards = keys.text("guards");
        if (guards == nullptr) {
            return;
        }
        if (!names_rule(rulebook_, *source_.file, guards->text)) {
            refuse_misspelt_rule(*guards);
            return;
        }
        const std::optional<Parameter> rule = rule_term(rulebook_, *source_.file, guards->text);
        if (!rule) {
            report_no_term(*guards);
        } else if (!same_term(parameter, *rule)) {
            report_other_value(guards->span(), guards->text, *rule);
        }
    }

    /// A guard whose rule is nearly one that is there would hold the value to nothing, and nobody would notice.
    void refuse_misspelt_rule(const MappedText& name) {
        if (const auto near = near_rule(rulebook_, name.text)) {
            context_.diagnostics.error("A101", name.span(),
                                       {fmt::format("没有规则叫“{}”开头的这个编号，守不住", excerpt(name.text)),
                                        fmt::format("no rule has the id with which `{}` begins, so it guards nothing", excerpt(name.text))},
                                       {"是不是“" + *near + "”？", "did you mean `" + *near + "`?"});
        }
    }

    void report_no_term(const MappedText& name) {
        const auto near = near_term(rulebook_, *source_.file, name.text);
        context_.diagnostics.error(
            "A101", name.span(),
            {fmt::format("没有参数“{}”", excerpt(name.text)), fmt::format("there is no parameter `{}`", excerpt(name.text))},
            near ? Bilingual{"是不是“" + *near + "”？", "did you mean `" + *near + "`?"}
                 : Bilingual{"写成 事项或公用文件的编号.参数名；事项没有起名的，还可以写 编号.上限、编号.比例、编号.自、编号.至、编号.条件.最低、"
                             "编号.条件.最高、编号.对照表.格；组合：编号.总额、编号.年数、编号.名额",
                             "write it as id of an incentive or library, a dot, name of the parameter; of an incentive also id.cap, id.rate, id.from, "
                             "id.to, id.CONDITION.least and .most, id.TABLE.CELL; of a bundle id.limit, id.years, id.quota"});
    }

    void report_other_value(Span span, std::string_view name, const Parameter& rule) {
        auto& wrong = context_.diagnostics.error("A105", span,
                                                 {fmt::format("与规则里“{}”的值不一致", excerpt(name)),
                                                  fmt::format("this is not the value that the rule has for `{}`", excerpt(name))},
                                                 {"改成规则的值；用“取自”就不用再写值", "use the value of the rule; with `of` no value need be written"});
        wrong.related.push_back({rule.declared, {"规则在这里", "the rule says it here"}});
    }

    void take_name(const std::string& name, Span span) {
        const auto [found, fresh] = names_.try_emplace(name, span);
        if (!fresh || out_.table(name) != nullptr || out_.view(name) != nullptr) {
            report_taken_id(context_, name, span, fresh ? span : found->second);
        }
    }

    void load_table(const YamlEntry& entry) {
        const Fields keys(context_, entry.value, Scope::data_table, entry.key.span());
        DataTable table{.name = entry.key.text,
                        .file = keys.string("file"),
                        .key = keys.string("key"),
                        .whole_rows = false,
                        .row_name = {},
                        .shown = keys.string("shown"),
                        .stands_for = keys.string("stands_for"),
                        .arrow = {},
                        .schema = {},
                        .normal = {},
                        .optional = keys.flag("optional"),
                        .currency = {},
                        .declared = entry.key.span()};
        refuse_outside(keys, table.file);
        for (const YamlEntry& column : keys.entries("columns")) {
            auto input =
                read_input(context_, column, source_.own.enumerations, source_.own.citations, InputPlace::library);
            if (input) {
                table.schema.fields.push_back(std::move(input->field));
            }
        }
        if ((table.key == "整行" || table.key == "whole row") && !table.schema.index(table.key)) {
            table.key.clear();
            table.whole_rows = true;
        }
        refuse_key_without_column(keys, table);
        read_row_name(keys, table);
        read_drawing(keys, table);
        if (const MappedText* currency = keys.text("currency")) {
            table.currency = table.schema.index(currency->text);
            if (!table.currency || !table.schema.fields[*table.currency].type.without_optional().is(TypeKind::text)) {
                table.currency.reset();
                context_.diagnostics.error("A104", currency->span(), {"这张表没有这一列文本", "this table has no such column of texts"},
                                           {"写“字段”里的一列，它说明金额是什么币种", "name a column of the table that says in what currency its amounts are"});
            }
        }
        for (const YamlEntry& one : keys.entries("normal")) {
            read_normal(one, table);
        }
        take_name(table.name, table.declared);
        out_.tables.push_back(std::move(table));
    }

    /// By a key that is no column no row is known to stand twice, and no evidence is held to it.
    void refuse_key_without_column(const Fields& keys, const DataTable& table) {
        const MappedText* text = keys.text("key");
        if (text == nullptr || table.key.empty() || table.schema.index(table.key)) {
            return;
        }
        std::vector<std::string_view> names;
        for (const FieldSchema& field : table.schema.fields) {
            names.push_back(field.name);
        }
        const auto near = nearest(table.key, names);
        context_.diagnostics.error("A104", text->span(),
                                   {fmt::format("这张表没有“{}”这一列", excerpt(table.key)), fmt::format("this table has no column `{}`", excerpt(table.key))},
                                   near ? Bilingual{fmt::format("是不是“{}”？", *near), fmt::format("did you mean `{}`?", *near)}
                                        : Bilingual{"写“字段”里的一列，或者 整行", "name a column of the table, or write: whole row"});
    }

    /// A file of rules never says where on a machine to read: tables lie in the folder that the user names.
    void refuse_outside(const Fields& keys, const std::string& file) {
        const MappedText* text = keys.text("file");
        if (text == nullptr || stays_inside(file)) {
            return;
        }
        context_.diagnostics.error("A107", text->span(),
                                   {fmt::format("“{}”不是数据文件夹里的文件", excerpt(file)), fmt::format("`{}` is no file of the data folder", excerpt(file))},
                                   {"写数据文件夹里的文件名，例如 contracts.csv 或 2025/contracts.csv：不能是绝对路径，不能有 .. 、反斜线、冒号和控制符",
                                    "write the name of a file in the data folder, such as contracts.csv or 2025/contracts.csv: no absolute path, no `..`, no backslash, colon or control character"});
    }

    /// The columns that name a row of a table without numbers: texts and days.
    void read_row_name(const Fields& keys, DataTable& table) {
        for (const NodeId item : keys.items("row_name")) {
            const MappedText* text = read_scalar(context_, item);
            const auto index = text == nullptr ? std::nullopt : table.schema.index(text->text);
            if (index && (table.schema.fields[*index].kind == ColumnKind::text || table.schema.fields[*index].kind == ColumnKind::date)) {
                table.row_name.push_back({text->text, text->span()});
            } else if (text != nullptr) {
                context_.diagnostics.error("A104", text->span(),
                                           {"行名要用这张表的文本列或日期列", "a row is named by columns of texts or days of its table"},
                                           {"例如 行名: [holder_id, held_uscc, since]", "for instance row_name: [holder_id, held_uscc, since]"});
            }
        }
    }

    /// How a case page draws the rows of a table.
    void read_drawing(const Fields& keys, DataTable& table) {
        for (const NodeId item : keys.items("arrow")) {
            if (const MappedText* text = read_scalar(context_, item)) {
                table.arrow.push_back({text->text, text->span()});
            }
        }
        const auto column = [&](std::string_view name, Span span) {
            if (!name.empty() && !table.schema.index(name)) {
                context_.diagnostics.error("A104", span, {"这张表没有这一列", "this table has no such column"},
                                           {"写“字段”里的一列", "name a column of the table"});
            }
        };
        column(table.shown, keys.key("shown"));
        column(table.stands_for, keys.key("stands_for"));
        for (const PlacedName& one : table.arrow) {
            column(one.name, one.span);
        }
        if (table.arrow.size() == 1) {
            context_.diagnostics.error("A104", table.arrow.front().span, {"箭头要有两头", "an arrow has two ends"},
                                       {"箭头: [从哪一列, 到哪一列, 要说的列…]", "arrow: [from column, to column, columns to tell …]"});
        }
    }

    /// `phone: 电话`, or `site: 地点 address` for a column beside the one it is made of.
    void read_normal(const YamlEntry& entry, DataTable& table) {
        const MappedText* text = read_scalar(context_, entry.value);
        if (text == nullptr) {
            return;
        }
        const std::size_t blank = text->text.find(' ');
        const auto form = normal_form(std::string_view(text->text).substr(0, blank));
        const std::string from = blank == std::string::npos ? entry.key.text : text->text.substr(blank + 1);
        const auto index = table.schema.index(from);
        if (!form || !index || !table.schema.fields[*index].type.is(TypeKind::text)) {
            context_.diagnostics.error("A104", text->span(),
                                       {"不认识这种整理办法，或者没有这一列文本", "no such normal form, or no such column of texts"},
                                       {"写 电话、地址、地点、账号、专利号、名称、编号 之一", "write phone, address, site, account, patent, name or id"});
            return;
        }
        table.normal.push_back({entry.key.text, from, *form});
    }

    void load_subject() {
        const auto node = file_.node("subject");
        if (!node) {
            return;
        }
        const Fields keys(context_, *node, Scope::subject, file_.key("subject"));
        out_.subject = Subject{.table = keys.string("table"),
                               .key = keys.string("key"),
                               .amount = keys.string("amount"),
                               .day = keys.string("day"),
                               .refers = {},
                               .declared = file_.key("subject")};
        for (const YamlEntry& entry : keys.entries("refers")) {
            auto& tables = out_.subject->refers.emplace_back(PlacedName{entry.key.text, entry.key.span()}, std::vector<PlacedName>()).second;
            for (const MappedText* table : read_texts(context_, entry.value)) {
                tables.push_back({table->text, table->span()});
            }
        }
    }

    void load_check(NodeId item) {
        Check check = read_check(context_, item, source_, rulebook_);
        check.terms = terms_of(rulebook_, check.incentive);
        take_name(check.id, check.declared);
        out_.checks.push_back(std::move(check));
    }

    const Rulebook& rulebook_;
    Detectors& out_;
    DetectorSource& source_;
    LoadContext context_;
    Fields file_;
    std::unordered_map<std::string, Span> names_;
};

/// Without it nobody knows what an application claims, and what was not evaluated has nobody to stand beside.
void refuse_no_subject(const Detectors& rules, Diagnostics& diagnostics) {
    if (!rules.subject && !rules.checks.empty()) {
        diagnostics.error("A101", rules.checks.front().declared,
                          {"没有说哪张表是申报：检测器里没有“主表”", "no table is said to hold the applications: there is no `subject`"},
                          {"在声明数据的文件里写 主表: {表: applications, 键: application_id, 金额: claimed_amount}",
                           "write subject: {table: applications, key: application_id, amount: claimed_amount} in the file that declares the data"});
    }
}

/// What applications claim is found by the key of their table: by another column it would be nothing, without a word.
void refuse_other_key(const Detectors& rules, Diagnostics& diagnostics) {
    const DataTable* table = rules.subject ? rules.table(rules.subject->table) : nullptr;
    if (table != nullptr && table->key != rules.subject->key) {
        diagnostics.error("A101", rules.subject->declared,
                          {fmt::format("“{}”不是主表“{}”的键", excerpt(rules.subject->key), table->name),
                           fmt::format("`{}` is not the key of the table of applications `{}`", excerpt(rules.subject->key), table->name)},
                          {fmt::format("写 键: {}", table->key), fmt::format("write key: {}", table->key)});
    }
}

}  // namespace

const DataTable* Detectors::table(std::string_view name) const noexcept {
    const auto found = std::find_if(tables.begin(), tables.end(), [&](const DataTable& one) { return one.name == name; });
    return found == tables.end() ? nullptr : &*found;
}

const View* Detectors::view(std::string_view name) const noexcept {
    const auto found = std::find_if(views.begin(), views.end(), [&](const View& one) { return one.name == name; });
    return found == views.end() ? nullptr : &*found;
}

Detectors load_detectors(const Rulebook& rulebook, Diagnostics& diagnostics) {
    Detectors out;
    out.sources = rulebook.sources;
    for (const auto& file : rulebook.detectors) {
        auto source = std::make_unique<DetectorSource>();
        source->file = file;
        out.files.push_back(std::move(source));
        FileLoader(rulebook, out, *out.files.back(), diagnostics).load();
    }
    refuse_no_subject(out, diagnostics);
    refuse_other_key(out, diagnostics);
    std::sort(out.checks.begin(), out.checks.end(), [](const Check& left, const Check& right) { return left.id < right.id; });
    return out;
}

}  // namespace huiqi
