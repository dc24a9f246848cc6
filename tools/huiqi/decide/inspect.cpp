#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "engine/diagnostic/message_page.h"
#include "engine/io/cell_place.h"
#include "engine/io/csv_layout.h"
#include "engine/io/fault_texts.h"
#include "engine/io/file_names.h"
#include "engine/io/header_row.h"
#include "engine/io/heading.h"
#include "engine/io/inspected_table.h"
#include "engine/io/joined_input.h"
#include "engine/io/json_text.h"
#include "engine/io/result_writer.h"
#include "engine/io/row_words.h"
#include "engine/plan/compile.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/decide/mended_copy.h"
#include "tools/huiqi/decide/refused_rows.h"
#include "tools/huiqi/decide/settlement_run.h"
#include "tools/huiqi/input_options.h"
#include "tools/huiqi/rules.h"

namespace huiqi {
namespace {

struct InspectOptions {
    std::string input;
    std::string rules;
    RuleChoice choice;
    std::string fix;
    InputOptions reading;
    bool force = false;
};

/// The names by which a column may be called, and what it holds, by the rules.
struct KnownInput {
    std::string name;
    std::vector<std::string> names;
    InspectedColumn::Role role = InspectedColumn::Role::text;
};

void add_inputs(const std::vector<FieldSchema>& fields, const std::vector<std::string>& prefixes,
                std::vector<KnownInput>& inputs) {
    for (const FieldSchema& field : fields) {
        const std::vector<std::string> names = qualified_names(field, prefixes);
        if (field.kind == ColumnKind::record || field.kind == ColumnKind::list) {
            add_inputs(field.fields, field.kind == ColumnKind::list ? std::vector<std::string>() : names, inputs);
            continue;
        }
        const bool number = field.kind == ColumnKind::int64 || field.kind == ColumnKind::int128 ||
                            field.kind == ColumnKind::wide;
        inputs.push_back({.name = names.front(),
                          .names = names,
                          .role = number                            ? InspectedColumn::Role::number
                                  : field.kind == ColumnKind::date ? InspectedColumn::Role::date
                                                                   : InspectedColumn::Role::text});
    }
}

/// Looks at one file and says what it is, what would be read, and what is damaged.
class Inspect {
public:
    Inspect(const Program& program, const InspectOptions& options) : program_(program), options_(options) {}

    Exit run() {
        ReadOptions how;
        if (!apply_input_options(program_, options_.reading, how)) {
            return Exit::wrong_use;
        }
        if (const Exit problem = load(); problem != Exit::done) {
            return problem;
        }
        std::vector<DataFault> faults;
        const std::vector<InspectedTable> tables =
            InspectedTable::open(options_.input, how, heading_names(schema_, how), faults);
        show_faults(program_, faults);
        if (any_error(faults) || tables.empty()) {
            return faults.empty() ? Exit::data_refused : input_problem(faults);
        }
        const bool fix = choose_fix(tables);
        if (const Exit problem = fix ? open_fix() : Exit::done; problem != Exit::done) {
            return problem;
        }
        begin();
        for (const InspectedTable& table : tables) {
            fixing_ = fix && &table == fix_table_;
            if (!look_at(table)) {
                return Exit::data_refused;
            }
        }
        if (!read_by_rules(tables, how)) {
            return Exit::data_refused;
        }
        tell_alike(tables);
        const Exit ended = end();
        return fix || options_.fix.empty() ? ended : refuse_fix(tables);
    }

private:
    Exit load() {
        if (options_.rules.empty()) {
            return Exit::done;
        }
        LoadedRules rules = load_rules({options_.rules});
        std::optional<Selected> selected;
        if (!rules.diagnostics.has_errors()) {
            selected = select_rules(program_, rules.rulebook, options_.choice);
            if (!selected) {
                return Exit::wrong_use;
            }
            CompileOptions plain;
            plain.explain = false;
            const Plan plan = compile(selected->incentives, selected->bundle, plain, rules.diagnostics);
            schema_ = plan.schema;
            keys_ = selected->bundle != nullptr ? selected->bundle->keys : Bundle::Keys();
        }
        if (rules.diagnostics.has_errors()) {
            show_diagnostics(program_, rules.diagnostics, *rules.rulebook.sources);
            return Exit::rules_invalid;
        }
        add_inputs(schema_.fields, {}, inputs_);
        return Exit::done;
    }

    /// Finds the table of which `--fix` writes a copy: the only one, or the only one with columns that the rules know.
    [[nodiscard]] bool choose_fix(const std::vector<InspectedTable>& tables) {
        const auto format = output_format(options_.fix);
        if (options_.fix.empty() || !format || *format == OutputFormat::json_lines) {
            return false;
        }
        std::vector<const InspectedTable*> known;
        for (const InspectedTable& table : tables) {
            const std::vector<std::string> matched = columns_of(table);
            const bool any = std::any_of(matched.begin(), matched.end(), [](const std::string& name) { return !name.empty(); });
            if (any || tables.size() == 1) {
                known.push_back(&table);
            }
        }
        fix_table_ = known.size() == 1 ? known.front() : nullptr;
        return fix_table_ != nullptr;
    }

    /// Says why no copy was written, once all tables were looked at.
    Exit refuse_fix(const std::vector<InspectedTable>& tables) const {
        std::string names;
        for (std::size_t at = 0; tables.size() > 1 && at < tables.size(); ++at) {
            names += (at == 0 ? "" : ", ") + tables[at].file().sheet_name();
        }
        complain(program_,
                 {"没有写出副本：--fix 把一个表写成 .csv 或 .xlsx" + (names.empty() ? "" : "，这里有几个工作表：" + names),
                  "no copy was written: --fix writes one table as .csv or .xlsx" + (names.empty() ? "" : ", and there are several sheets: " + names)},
                 {"有几个工作表时用 --sheet 指定一个；写了 --rules，就是有规则要的列的那一个",
                  "name the sheet with --sheet where there are several; with --rules it is the one that has columns of the rules"});
        return Exit::wrong_use;
    }

    Exit open_fix() {
        if (const Exit problem = refuse_name_without_unit(program_, options_.input, options_.fix); problem != Exit::done) {
            return problem;
        }
        std::vector<DataFault> faults = name_clashes(options_.input, {options_.fix});
        const bool open = faults.empty() && copy_.open(options_.fix, options_.force, faults);
        show_faults(program_, faults);
        return open ? Exit::done : output_problem(faults);
    }

    /// Gives the input that each column of a table holds; empty where the rules know none.
    [[nodiscard]] std::vector<std::string> columns_of(const InspectedTable& table) const {
        std::vector<std::string> matched(table.headings().size());
        for (const KnownInput& input : inputs_) {
            for (const std::string& name : input.names) {
                const std::size_t column = find_heading(table.headings(), name);
                if (column != kNoColumn && matched[column].empty()) {
                    matched[column] = input.name;
                    break;
                }
            }
        }
        return matched;
    }

    void tell_hidden_columns(const InspectedTable& table) {
        if (table.file().probe == nullptr) {
            return;
        }
        for (const auto& [first, last] : table.file().probe->hidden_columns) {
            for (std::size_t column = first; column <= last && column < table.headings().size(); ++column) {
                DataFault fault = fault_texts::hidden_column();
                fault.file = table.file().file;
                fault.sheet = table.file().sheet_name();
                fault.line = table.header_row();
                fault.column_number = column + 1;
                fault.column_name = table.headings()[column];
                if (!fault.column_name.empty()) {
                    tell({.fault = std::move(fault), .shown = {}, .mended = std::nullopt});
                }
            }
        }
    }

    /// Tells of units outside the headings; with rules, reading as they do tells more.
    void tell_units(const InspectedTable& table, const Inspection& inspection) {
        if (options_.rules.empty()) {
            for (DataFault& fault : table.unit_notes(inspection.columns())) {
                tell({.fault = std::move(fault), .shown = {}, .mended = std::nullopt});
            }
        }
    }

    /// Reads the file as `run` does, and tells what that refuses where nothing was found yet.
    [[nodiscard]] bool read_by_rules(const std::vector<InspectedTable>& tables, ReadOptions how) {
        if (options_.rules.empty()) {
            return true;
        }
        how.key = keys_.application;
        how.find_key = true;
        how.applicant = keys_.applicant;
        how.tell_unused = false;
        for (const FieldSchema& field : schema_.fields) {
            if (std::none_of(tables.begin(), tables.end(), [&](const InspectedTable& table) { return has(table, field); })) {
                how.unknown_columns.push_back(field.name);   // that it is missing was told
            }
        }
        const auto failure = each_refusal(options_.input, schema_, how, [this](const DataFault& fault) {
            const bool form = fault.code == "D103" || fault.code == "D104";   // of which the inspection tells more
            const bool known = found_.contains(place_of(fault, fault.code)) || (form && found_.contains(place_of(fault, {}))) ||
                               (no_data_.contains({fault.sheet, fault.line}) && fault.code != "D126");   // a note may state a unit
            const bool told = fault.code == "D042" || fault.code == "D043";   // what is missing, where the headings stand
            if (!told && !known) {
                tell({.fault = fault, .shown = {}, .mended = std::nullopt});
            }
        });
        if (failure) {
            show_faults(program_, {*failure});
        }
        return !failure;
    }

    /// Whether a table has a field of the rules, or its elements.
    [[nodiscard]] bool has(const InspectedTable& table, const FieldSchema& field) const {
        if (field.kind == ColumnKind::list) {
            return table.file().book != nullptr && is_list_name(table.file().sheet_name(), field);
        }
        const std::vector<std::string> matched = columns_of(table);
        return std::any_of(matched.begin(), matched.end(), [within = field.name + ".", &field](const std::string& name) {
            return name == field.name || name.starts_with(within);
        });
    }

    using Place = std::tuple<std::string, std::uint64_t, std::size_t, std::string_view>;

    [[nodiscard]] static Place place_of(const DataFault& fault, std::string_view code) {
        return {fault.sheet, fault.line, fault.column_number, code};
    }

    [[nodiscard]] static bool is_key(const InspectedTable& table, const std::string& key, std::size_t column) {
        return !key.empty() && find_heading(table.headings(), key) == column;
    }

    [[nodiscard]] bool look_at(const InspectedTable& table) {
        Inspection inspection(table.headings());
        const std::vector<std::string> matched = columns_of(table);
        for (std::size_t column = 0; column < matched.size(); ++column) {
            const auto input = std::find_if(inputs_.begin(), inputs_.end(), [&](const KnownInput& one) { return one.name == matched[column]; });
            if (input != inputs_.end()) {
                inspection.expect_role(column, input->role);
            } else if (is_key(table, keys_.period_date, column)) {
                inspection.expect_role(column, InspectedColumn::Role::date);   // settlement reads it
            } else if (is_key(table, keys_.application, column) || is_key(table, keys_.applicant, column)) {
                inspection.expect_role(column, InspectedColumn::Role::text);
            }
        }
        std::vector<DataFault> faults;
        std::uint64_t rows = 0;
        bool whole = table.each_row([&](const InspectedRow& row) {
            inspection.learn(row);
            ++rows;
            return true;
        }, faults);
        inspection.settle();
        tell_table(table, inspection, matched, rows);
        rows_.push_back(rows);
        tell_hidden_columns(table);
        tell_units(table, inspection);
        if (fixing_) {
            copy_.write_head(table);
        }
        whole = whole && table.each_row([&](const InspectedRow& row) {
            std::vector<InspectionFinding> findings;
            inspection.judge(row, findings);
            for (InspectionFinding& finding : findings) {
                finding.fault.file = table.file().file;
                finding.fault.sheet = table.file().sheet_name();
                tell(finding);
            }
            if (fixing_) {
                copy_.write_row(row, findings, inspection.columns());
            }
            return true;
        }, faults);
        show_faults(program_, faults);
        return whole;
    }

    void begin() {
        if (program_.json) {
            static_cast<void>(put("{\"file\":" + quoted(options_.input) + ",\"tables\":["));
        }
    }

    static std::string quoted(std::string_view text) {
        std::string out;
        append_json_string(out, text);
        return out;
    }

    void tell_table(const InspectedTable& table, const Inspection& inspection, const std::vector<std::string>& matched,
                    std::uint64_t rows) {
        const std::string encoding(table.file().book != nullptr ? "XLSX"
                                   : table.encoding()          ? encoding_name(*table.encoding())
                                                               : "ASCII");
        if (program_.json) {
            tell_table_json(table, inspection, matched, rows, encoding);
            return;
        }
        const std::string row = std::to_string(table.header_row());
        const std::string columns = std::to_string(table.headings().size());
        std::string text = table.file().name() + program_.say({"：", ": "}) + encoding;
        if (table.file().book == nullptr) {
            text += program_.say(separator_words(table.separator()));
        }
        text += program_.say({"，表头在第" + row + "行，" + columns + "列，" + std::to_string(rows) + "行数据\n",
                              ", headings on row " + row + ", " + columns + " columns, " + std::to_string(rows) + " rows\n"});
        for (std::size_t at = 0; at < matched.size(); ++at) {
            const auto bracket = heading_parts(table.headings()[at]).bracket;
            text += "  " + column_letters(at) + "  " + table.headings()[at];
            text += matched[at].empty() ? std::string() : " → " + matched[at];
            text += bracket && !matched[at].empty() ? " [" + *bracket + "]" : std::string();
            text += "\n";
        }
        for (const std::string& name : missing(matched)) {
            text += program_.say({"  缺少 " + name + "\n", "  missing: " + name + "\n"});
        }
        static_cast<void>(put(text));
    }

    [[nodiscard]] static Bilingual separator_words(char separator) {
        return separator == ','    ? Bilingual{"，用逗号分隔", ", separated by commas"}
               : separator == ';'  ? Bilingual{"，用分号分隔", ", separated by semicolons"}
               : separator == '\t' ? Bilingual{"，用制表符分隔", ", separated by tabs"}
                                   : Bilingual{"，用 " + std::string(1, separator) + " 分隔", ", separated by " + std::string(1, separator)};
    }

    /// Gives one line of the sums: the code, what it means, how often.
    [[nodiscard]] std::string count_line(std::string_view code, std::uint64_t count) const {
        const MessagePage* page = find_message_page(code);
        std::string title = page == nullptr ? std::string() : program_.say(page->title);
        for (const std::string_view stop : {"。", "."}) {
            title.resize(title.ends_with(stop) ? title.size() - stop.size() : title.size());
        }
        const std::string number = std::to_string(count);
        return "  " + std::string(code) + "  " + title + program_.say({"：" + number + " 处\n", ": " + number + "\n"});
    }

    [[nodiscard]] std::vector<std::string> missing(const std::vector<std::string>& matched) const {
        std::vector<std::string> names;
        for (const KnownInput& input : inputs_) {
            if (std::find(matched.begin(), matched.end(), input.name) == matched.end()) {
                names.push_back(input.name);
            }
        }
        return names;
    }

    void tell_table_json(const InspectedTable& table, const Inspection& inspection,
                         const std::vector<std::string>& matched, std::uint64_t rows, const std::string& encoding) {
        std::string text = tables_++ == 0 ? "" : ",";
        text += "{\"sheet\":" + (table.file().book == nullptr ? "null" : quoted(table.file().sheet_name())) +
                ",\"encoding\":" + quoted(encoding) + ",\"separator\":" +
                (table.file().book == nullptr ? quoted(std::string(1, table.separator())) : "null") +
                ",\"header_row\":" + std::to_string(table.header_row()) + ",\"rows\":" + std::to_string(rows) +
                ",\"columns\":[";
        for (std::size_t at = 0; at < matched.size(); ++at) {
            text += (at == 0 ? "{\"letters\":" : ",{\"letters\":") + quoted(column_letters(at)) + ",\"heading\":" +
                    quoted(inspection.columns()[at].heading) + ",\"input\":" +
                    (matched[at].empty() ? "null" : quoted(matched[at])) + "}";
        }
        text += "],\"missing\":[";
        bool first = true;
        for (const std::string& name : missing(matched)) {
            text += (first ? "" : ",") + quoted(name);
            first = false;
        }
        text += "]}";
        static_cast<void>(put(text));
    }

    void tell(const InspectionFinding& finding) {
        ++counts_[finding.fault.code];
        if (!options_.rules.empty()) {
            found_.insert({place_of(finding.fault, finding.fault.code), place_of(finding.fault, {})});
            if (is_no_application(finding.fault.code)) {
                no_data_.insert({finding.fault.sheet, finding.fault.line});
            }
        }
        if (program_.json) {
            std::string text = render_fault_json(finding.fault, program_.language);
            text.pop_back();
            text += ",\"shown\":" + (finding.shown.empty() ? "null" : quoted(finding.shown)) + ",\"mended\":" +
                    (finding.mended ? quoted(*finding.mended) : "null") + "}";
            json_ += (json_.empty() ? "" : ",") + text;
            return;
        }
        if (counts_[finding.fault.code] > kShownOfEach) {
            return;
        }
        std::string text = render_fault(finding.fault, program_.language);
        if (!finding.shown.empty()) {
            text += program_.say({"  = 显示：", "  = shown: "}) + finding.shown + "\n";
        }
        if (finding.mended) {
            text += program_.say({"  = 改成：", "  = mended: "}) + *finding.mended + "\n";
        }
        static_cast<void>(put(text));
    }

    /// Says which of the sheets have the same headings: rows of theirs are read together when that is said.
    void tell_alike(const std::vector<InspectedTable>& tables) const {
        std::map<std::vector<std::string>, std::vector<std::size_t>> alike;
        for (std::size_t at = 0; at < tables.size(); ++at) {
            std::vector<std::string> folded;
            for (const std::string& heading : tables[at].headings()) {
                folded.push_back(folded_heading(heading));
            }
            alike[std::move(folded)].push_back(at);
        }
        for (const auto& [headings, places] : alike) {
            if (places.size() > 1 && !program_.json) {
                static_cast<void>(put(alike_words(tables, places)));
            }
        }
    }

    [[nodiscard]] std::string alike_words(const std::vector<InspectedTable>& tables, const std::vector<std::size_t>& places) const {
        std::string names;
        Bilingual each;
        std::uint64_t rows = 0;
        for (const std::size_t at : places) {
            const std::string name = tables[at].file().sheet_name();
            names += (names.empty() ? "" : "/") + name;
            each.zh += (each.zh.empty() ? "" : "、") + name + " " + std::to_string(rows_[at]) + " 行";
            each.en += (each.en.empty() ? "" : ", ") + name + " " + std::to_string(rows_[at]) + " rows";
            rows += rows_[at];
        }
        const std::string sum = std::to_string(rows);
        return program_.say({"表头相同的工作表：" + each.zh + "，合计 " + sum + " 行；作为一批一起读，写 --sheet '" + names + "'\n",
                             "sheets of the same headings: " + each.en + ", " + sum + " in all; to read them as one batch write --sheet '" + names + "'\n"});
    }

    Exit end() {
        if (program_.json) {
            static_cast<void>(put("],\"findings\":[" + json_ + "]}\n"));
        } else {
            std::string text;
            for (const auto& [code, count] : counts_) {
                text += count_line(code, count);
            }
            text = counts_.empty() ? text : program_.say({"发现的问题（huiqi help 加编号可查改法）：\n", "found (`huiqi help CODE` tells how to mend it):\n"}) + text;
            text += counts_.empty() ? program_.say({"没有发现问题\n", "nothing found\n"}) : std::string();
            static_cast<void>(put(text));
        }
        if (fix_table_ != nullptr) {
            if (const DataFault* failure = copy_.commit()) {
                show_faults(program_, {*failure});
                return Exit::input_output;
            }
            const std::string count = std::to_string(copy_.mended());
            const std::string left = std::to_string(copy_.refused());
            talk(program_.say({"改好了" + count + "个单元格，写到 " + options_.fix +
                                   (copy_.refused() == 0 ? "" : "；" + left + "个单元格改不了，副本里写成 #D…，用到它的申报仍会退回，请照原件填"),
                               count + " cells mended, written to " + options_.fix +
                                   (copy_.refused() == 0 ? "" : "; " + left + " could not be mended: they are #D… in the copy, and applications that use them are still refused; enter them from the source")}));
        }
        return counts_.empty() ? Exit::done : Exit::answer_is_no;
    }

    /// Findings of one code that are shown to people; JSON has them all.
    static constexpr std::uint64_t kShownOfEach = 50;

    const Program& program_;
    const InspectOptions& options_;
    Schema schema_;
    std::vector<KnownInput> inputs_;
    MendedCopy copy_;
    std::map<std::string_view, std::uint64_t> counts_;
    std::string json_;
    std::vector<std::uint64_t> rows_;   ///< of each table
    std::size_t tables_ = 0;
    Bundle::Keys keys_;
    const InspectedTable* fix_table_ = nullptr;   ///< of which a copy is written
    bool fixing_ = false;                         ///< that is the table being looked at
    std::set<Place> found_;                       ///< with rules: where what was found, and where anything was
    std::set<std::pair<std::string, std::uint64_t>> no_data_;   ///< likewise: rows that are no applications
};

}  // namespace

void add_inspect(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand(
        "inspect", "say what would be read of a file, and what spreadsheets did to it / 查看表格，找出表格软件造成的损坏");
    auto options = std::make_shared<InspectOptions>();
    command->add_option("INPUT", options->input, "a workbook or a CSV file / 工作簿或 CSV 文件")->required();
    command->add_option("--rules", options->rules, "rules whose inputs the columns are / 规则");
    options->choice.add_options(*command);
    command->add_option("--fix", options->fix,
                        "writes a copy, .csv or .xlsx, mended where that is certain / 写出改好的副本");
    add_input_options(*command, options->reading);
    command->add_flag("--force", options->force, "replace files that exist / 覆盖已有的文件");
    command->footer("examples:\n  huiqi inspect applications.xlsx --rules my-rule.yaml\n"
                    "  huiqi inspect applications.csv --fix mended.csv\n  huiqi --json inspect applications.xlsx");
    command->callback([options, &chosen] {
        chosen = [options](const Program& program) {
            remove_parts_on_signal();
            return Inspect(program, *options).run();
        };
    });
}

}  // namespace huiqi
