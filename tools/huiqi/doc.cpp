#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <system_error>

#include <CLI/CLI.hpp>

#include "engine/evaluate/explanation.h"
#include "engine/plan/compile.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/rules.h"
#include "tools/web/assets.h"
#include "tools/web/worksheet.h"

namespace huiqi {
namespace {

namespace fs = std::filesystem;

struct DocOptions {
    std::vector<std::string> rules;
    std::string output;
    bool replace = false;
};

[[nodiscard]] bool write(const fs::path& path, std::string_view text) {
    std::ofstream out(path, std::ios::binary);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.flush();
    return static_cast<bool>(out);
}

/// An id may hold what a file name must not.
[[nodiscard]] std::string file_name(const Incentive& incentive) {
    std::string name = incentive.id;
    std::replace_if(
        name.begin(), name.end(),
        [](char c) { return c == '/' || c == '\\' || static_cast<unsigned char>(c) < 0x20; }, '_');
    return name + ".html";
}

/// The page of an incentive, from the worksheet of an application in which nothing is answered.
[[nodiscard]] std::string page_of(const PageStyle& style, const Incentive& incentive) {
    CompileOptions how;
    how.abstract = true;
    Diagnostics faults;
    const auto plan = std::make_shared<const Plan>(compile(incentive, how, faults));
    if (plan->incentives.empty()) {
        return {};
    }
    Batch batch(plan->schema);
    std::vector<Value> nothing;
    for (const FieldSchema& field : plan->schema.fields) {
        nothing.push_back(Value::unknown({field.name}));
    }
    append_row(batch, plan->schema, nothing);
    Evaluator evaluator(plan);
    evaluator.run(batch, 0, 1);
    const std::string bar = "<a class=\"name\" href=\"index.html\">" + style.say("规则", "Rules") + "</a>";
    return whole_page(style, incentive.title.in(style.language), bar,
                      incentive_part(style, incentive, explain(evaluator, incentive, 0, 0)));
}

[[nodiscard]] bool write_all(const PageStyle& style, const Rulebook& rulebook, const fs::path& folder,
                             std::size_t& count) {
    std::string list;
    for (const Incentive& incentive : rulebook.incentives) {
        const std::string made = incentive.support ? "" : page_of(style, incentive);
        if (made.empty()) {
            continue;
        }
        if (!write(folder / file_name(incentive), made)) {
            return false;
        }
        list += "<li>" + incentive_link(style, incentive) + " <span class=\"id\">" + html(incentive.id) +
                "</span></li>";
        ++count;
    }
    const std::string title = style.say("规则", "Rules");
    for (const Asset& asset : assets()) {
        if (asset.path.ends_with(".css") || asset.path.ends_with(".svg")) {
            if (!write(folder / fs::path(asset.path.substr(1)), asset.text)) {
                return false;
            }
        }
    }
    return write(folder / "index.html", whole_page(style, title, "<span class=\"name\">" + title + "</span>",
                                                   "<h1>" + title + "</h1><ul>" + list + "</ul>"));
}

Exit doc_command(const Program& program, const DocOptions& options) {
    LoadedRules rules = load_rules(options.rules);
    if (rules.diagnostics.has_errors()) {
        show_diagnostics(program, rules.diagnostics, *rules.rulebook.sources);
        return Exit::rules_invalid;
    }
    const fs::path folder(options.output);
    std::error_code error;
    if (fs::exists(folder, error) && !fs::is_empty(folder, error) && !options.replace) {
        complain(program, {"“" + options.output + "”里已有文件", "`" + options.output + "` is not empty"},
                 {"换一个文件夹，或加上 --force", "take another folder, or add --force"});
        return Exit::would_overwrite;
    }
    fs::create_directories(folder / "assets", error);
    PageStyle style;
    style.language = program.data_language;
    style.standalone = true;
    std::size_t count = 0;
    if (error || !write_all(style, rules.rulebook, folder, count)) {
        complain(program, {"写不了“" + options.output + "”", "cannot write to `" + options.output + "`"});
        return Exit::input_output;
    }
    talk(program.say({std::to_string(count) + " 个事项，从 index.html 看起",
                      std::to_string(count) + " incentives; begin with index.html"}));
    return Exit::done;
}

}  // namespace

void add_doc(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand("doc", "the rules as web pages in a folder / 把规则做成网页");
    auto options = std::make_shared<DocOptions>();
    command->add_option("RULES", options->rules, "rule files, bundles or folders / 规则")->required();
    command->add_option("-o,--output", options->output, "the folder to write / 输出文件夹")->required();
    command->add_flag("--force", options->replace, "write into a folder that is not empty / 覆盖");
    command->footer("example:\n  huiqi doc rules -o site\n  huiqi --lang en doc rules/benchmark -o site");
    command->callback([options, &chosen] {
        chosen = [options](const Program& program) { return doc_command(program, *options); };
    });
}

}  // namespace huiqi
