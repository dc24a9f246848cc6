#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "tools/huiqi/commands.h"
#include "tools/huiqi/rules.h"
#include "tools/web/assets.h"
#include "tools/web/rule_pages.h"
#include "tools/web/rule_site.h"

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

/// Writes the pages of a site in both languages; those of `main` lie on top.
class SiteWriter {
public:
    SiteWriter(const RuleSite& site, fs::path folder, Language main) : site_(site), folder_(std::move(folder)), main_(main) {}

    [[nodiscard]] bool run() {
        for (const Language language : {Language::zh, Language::en}) {
            write_page(language, {SitePage::Kind::index, {}});
            write_page(language, {SitePage::Kind::names, {}});
            for (const Incentive* one : site_.incentives()) {
                write_page(language, {SitePage::Kind::incentive, one->id});
            }
            for (const Bundle* one : site_.bundles()) {
                write_page(language, {SitePage::Kind::bundle, one->id});
            }
            for (const Account* one : site_.accounts()) {
                write_page(language, {SitePage::Kind::document, one->id});
            }
        }
        for (const Asset& asset : assets()) {
            if (asset.path.ends_with(".css") || asset.path.ends_with(".svg") || asset.path.ends_with("/search.js")) {
                put(folder_ / fs::path(asset.path.substr(1)), asset.text);
            }
        }
        put(folder_ / "assets" / "search-index.js", search_index(site_, SiteShape::folder));
        return sound_;
    }

private:
    void put(const fs::path& path, std::string_view text) {
        std::error_code error;
        fs::create_directories(path.parent_path(), error);
        sound_ = sound_ && !error && write(path, text);
    }

    void write_page(Language language, const SitePage& page) {
        PageStyle style;
        style.language = language;
        const RuleView view(site_, SiteShape::folder, style, main_, page);
        const std::string name = page.kind == SitePage::Kind::index   ? "index"
                                 : page.kind == SitePage::Kind::names ? "names"
                                                                      : site_.file_name(page);
        const fs::path top = language == main_ ? folder_ : folder_ / (language == Language::zh ? "zh" : "en");
        put(top / folder_of(page.kind) / (name + ".html"), site_page(view));
    }

    const RuleSite& site_;
    fs::path folder_;
    Language main_;
    bool sound_ = true;
};

/// Gives all that was asked for.
[[nodiscard]] RuleSite site_of(const Rulebook& rulebook) {
    std::vector<const Incentive*> incentives;
    for (const Incentive& one : rulebook.incentives) {
        if (!one.support) {
            incentives.push_back(&one);
        }
    }
    std::vector<const Bundle*> bundles;
    for (const Bundle& one : rulebook.bundles) {
        bundles.push_back(&one);
    }
    return {rulebook, std::move(incentives), std::move(bundles)};
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
    const RuleSite site = site_of(rules.rulebook);
    if (!SiteWriter(site, folder, program.data_language).run()) {
        complain(program, {"写不了“" + options.output + "”", "cannot write to `" + options.output + "`"});
        return Exit::input_output;
    }
    const std::string count = std::to_string(site.incentives().size());
    talk(program.say({count + " 个事项，从 index.html 看起", count + " incentives; begin with index.html"}));
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
