#include "tools/huiqi/author/suggestions.h"

#include <filesystem>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

#include "engine/diagnostic/text.h"
#include "engine/evaluate/case_search.h"
#include "tools/huiqi/author/case_text.h"
#include "tools/huiqi/author/tested_case.h"
#include "tools/huiqi/progress.h"
#include "tools/huiqi/text_file.h"

namespace huiqi {
namespace {

constexpr std::size_t kEffort = 40'000;   // applications looked at for one incentive

/// What was found for one incentive.
struct Suggested {
    const Incentive* incentive = nullptr;
    std::vector<FoundCase> cases;
};

[[nodiscard]] std::string said(const Program& program, const Sources& sources, const CoverageKey& key) {
    const Bilingual aspect = coverage_aspect(key);
    const Bilingual kind = coverage_kind(key.kind);
    const std::string text = excerpt(sources.text(key.place), 60);
    return program.say({kind.zh + "“" + text + "”" + aspect.zh, kind.en + ": `" + text + "` " + aspect.en});
}

/// Says what a case is for, and which case it was made of.
[[nodiscard]] std::string note(const Program& program, const Sources& sources, const FoundCase& found) {
    std::string text;
    for (const CoverageKey& key : found.reaches) {
        text += (text.empty() ? "" : program.say({"；", "; "})) + said(program, sources, key);
    }
    if (!found.like.empty()) {
        std::string names;
        for (const std::string& name : found.changed) {
            names += (names.empty() ? "" : program.say({"、", ", "})) + name;
        }
        text += program.say({"。照“" + found.like + "”，改了" + names, ". Like `" + found.like + "`, with other " + names});
    }
    return text;
}

[[nodiscard]] std::set<CoverageKey> wanted(const CoverageReport& coverage) {
    std::set<CoverageKey> keys;
    for (const CoverageItem& item : coverage.items) {
        if (item.possible && !item.reached && item.key.kind != CoverageKey::Kind::clause) {
            keys.insert(item.key);
        }
    }
    return keys;
}

/// Gives the name of the file for an incentive, which an id may not be as it is.
[[nodiscard]] std::string file_name(const Incentive& incentive) {
    std::string name;
    for (const char one : incentive.id) {
        name += one == '/' || one == '\\' || static_cast<unsigned char>(one) < 0x20 ? '_' : one;
    }
    return name + ".yaml";
}

[[nodiscard]] Exit write_folder(const Program& program, const std::vector<std::pair<std::string, std::string>>& files,
                                const std::string& output, bool replace) {
    std::error_code error;
    std::filesystem::create_directories(output, error);
    if (error) {
        complain(program, {"建不了文件夹“" + output + "”", "cannot make the folder `" + output + "`"});
        return Exit::input_output;
    }
    for (const auto& [name, text] : files) {
        if (const Exit wrong = write_text_file(program, (std::filesystem::path(output) / name).string(), replace, text); wrong != Exit::done) {
            return wrong;
        }
    }
    return Exit::done;
}

[[nodiscard]] Exit write_all(const Program& program, const Sources& sources, const std::vector<Suggested>& all, const std::string& output,
                             bool replace) {
    std::vector<std::pair<std::string, std::string>> files;
    for (const Suggested& one : all) {
        std::vector<std::string> notes;
        for (const FoundCase& found : one.cases) {
            notes.push_back(note(program, sources, found));
        }
        files.emplace_back(file_name(*one.incentive),
                           cases_file_text(*one.incentive, one.cases, notes, program.data_language == Language::zh));
    }
    const bool file = output.ends_with(".yaml") || output.ends_with(".yml");
    if (file && files.size() > 1) {
        complain(program, {"有 " + std::to_string(files.size()) + " 个事项要写，一个文件只放一个事项的用例",
                           "there are cases for " + std::to_string(files.size()) + " incentives, and a file holds those of one"},
                 {"-o 后面写一个文件夹", "give a folder behind -o"});
        return Exit::wrong_use;
    }
    if (!output.empty() && output != "-" && !file) {
        return write_folder(program, files, output, replace);
    }
    std::string text;
    for (const auto& [name, one] : files) {
        text += (files.size() > 1 ? "# " + name + "\n" : std::string()) + one;
    }
    return text.empty() ? Exit::done : write_text_file(program, output, replace, text);
}

}  // namespace

Exit write_suggestions(const Program& program, const Rulebook& rulebook, const CoverageReport& coverage, const std::string& output,
                       bool replace) {
    const Sources& sources = *rulebook.sources;
    std::set<CoverageKey> open = wanted(coverage);
    const std::size_t missed = open.size();
    std::vector<Suggested> all;
    std::size_t cases = 0;
    Progress progress(program);
    std::size_t done = 0;
    for (const Incentive& incentive : rulebook.incentives) {
        progress.show(done++, rulebook.incentives.size());
        if (incentive.support || open.empty()) {
            continue;
        }
        Suggested one{.incentive = &incentive, .cases = search_cases(incentive, open, kEffort)};
        cases += one.cases.size();
        if (!one.cases.empty()) {
            all.push_back(std::move(one));
        }
    }
    if (const Exit wrong = write_all(program, sources, all, output, replace); wrong != Exit::done) {
        return wrong;
    }
    for (const CoverageKey& key : open) {
        talk(place_with_column(sources, key.place) + program.say({"：没有找到：", ": not found: "}) + said(program, sources, key));
    }
    const std::string found = std::to_string(missed - open.size());
    talk(program.say({"没有用例碰到的 " + std::to_string(missed) + " 处，找到 " + found + " 处，写成 " + std::to_string(cases) +
                          " 个待确认的用例。结果是引擎算的：按文件核对后才能算数",
                      "of " + std::to_string(missed) + " that no case reaches " + found + " found, in " + std::to_string(cases) +
                          " cases to be confirmed. Their results are the engine's: they count when the document says the same"}));
    return Exit::done;
}

}  // namespace huiqi
