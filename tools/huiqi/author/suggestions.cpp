#include "tools/huiqi/author/suggestions.h"

#include <filesystem>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

#include "engine/api/batch_cases.h"
#include "engine/api/settlement_search.h"
#include "engine/diagnostic/text.h"
#include "engine/evaluate/case_search.h"
#include "tools/huiqi/author/case_text.h"
#include "tools/huiqi/author/tested_case.h"
#include "tools/huiqi/author/bundle_case_text.h"
#include "tools/huiqi/progress.h"
#include "tools/huiqi/text_file.h"

namespace huiqi {
namespace {

constexpr std::size_t kEffort = 40'000;       // applications looked at for one incentive
constexpr std::size_t kBatchEffort = 4'000;   // batches settled for one bundle

/// The cases for one incentive or bundle.
struct Suggested {
    std::string file;   ///< name of it
    std::string text;
    std::size_t cases = 0;
};

[[nodiscard]] std::string said(const Program& program, const Sources& sources, const CoverageKey& key) {
    const Bilingual aspect = coverage_aspect(key);
    const Bilingual kind = coverage_kind(key.kind);
    const std::string text = excerpt(sources.text(key.place), 60);
    return program.say({kind.zh + "“" + text + "”" + aspect.zh, kind.en + ": `" + text + "` " + aspect.en});
}

[[nodiscard]] std::string said(const Program& program, const Sources& sources, const std::vector<CoverageKey>& keys) {
    std::string text;
    for (const CoverageKey& key : keys) {
        text += (text.empty() ? "" : program.say({"；", "; "})) + said(program, sources, key);
    }
    return text;
}

/// Says what a case is for, and which case it was made of.
[[nodiscard]] std::string note(const Program& program, const Sources& sources, const FoundCase& found) {
    std::string text = said(program, sources, found.reaches);
    if (!found.like.empty()) {
        std::string names;
        for (const std::string& name : found.changed) {
            names += (names.empty() ? "" : program.say({"、", ", "})) + name;
        }
        text += program.say({"。照“" + found.like + "”" + (names.empty() ? "" : "，改了" + names),
                             ". Like `" + found.like + "`" + (names.empty() ? "" : ", with other " + names)});
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

/// Says the same of a batch; where a number of the rule was changed for it, that is said first: it does not test that number.
[[nodiscard]] std::string note(const Program& program, const Sources& sources, const FoundBatch& found) {
    std::string text = said(program, sources, found.reaches);
    if (!found.like.empty()) {
        text += program.say({"。照“" + found.like + "”", ". Like `" + found.like + "`"});
    }
    if (found.batch.quota || found.batch.budget || found.batch.limit) {
        text += program.say({"。数字另取，好让几件就够", ". With another number, so that a few suffice"});
    }
    return text;
}

/// Gives the name of the file for an incentive or a bundle, which an id may not be as it is.
[[nodiscard]] std::string file_name(const std::string& id) {
    std::string name;
    for (const char one : id) {
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

[[nodiscard]] Exit write_all(const Program& program, const std::vector<Suggested>& all, const std::string& output, bool replace) {
    std::vector<std::pair<std::string, std::string>> files;
    for (const Suggested& one : all) {
        files.emplace_back(one.file, one.text);
    }
    const bool file = output.ends_with(".yaml") || output.ends_with(".yml");
    if (file && files.size() > 1) {
        complain(program, {"有 " + std::to_string(files.size()) + " 个事项或组合要写，一个文件只放一个的用例",
                           "there are cases for " + std::to_string(files.size()) + " incentives or bundles, and a file holds those of one"},
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

/// Gives the notes of what was found.
template <class Found>
[[nodiscard]] std::vector<std::string> notes(const Program& program, const Sources& sources, const std::vector<Found>& all) {
    std::vector<std::string> texts;
    for (const Found& one : all) {
        texts.push_back(note(program, sources, one));
    }
    return texts;
}

[[nodiscard]] Suggested of_incentive(const Program& program, const Rulebook& rulebook, const Incentive& incentive, std::set<CoverageKey>& open) {
    const Sources& sources = *rulebook.sources;
    const std::vector<FoundCase> found = search_cases(incentive, open, kEffort, rulebook.find(incentive.parent));
    return {.file = file_name(incentive.id),
            .text = cases_file_text(incentive, found, notes(program, sources, found), program.data_language == Language::zh),
            .cases = found.size()};
}

[[nodiscard]] Suggested of_bundle(const Program& program, const Sources& sources, const Selection& rules, std::set<CoverageKey>& open) {
    const std::vector<FoundBatch> found = search_settlement(rules, open, kBatchEffort);
    return {.file = file_name(rules.bundle->id),
            .text = found.empty() ? std::string()
                                  : bundle_cases_text(rules, found, notes(program, sources, found), program.data_language == Language::zh),
            .cases = found.size()};
}

/// Looks for all that is open, incentive by incentive and bundle by bundle.
[[nodiscard]] std::vector<Suggested> search_all(const Program& program, const Rulebook& rulebook, std::set<CoverageKey>& open) {
    const Sources& sources = *rulebook.sources;
    std::vector<Suggested> all;
    Progress progress(program);
    std::size_t done = 0;
    const std::size_t count = rulebook.incentives.size() + rulebook.bundles.size();
    const auto keep = [&](Suggested one) {
        if (one.cases != 0) {
            all.push_back(std::move(one));
        }
    };
    for (const Incentive& incentive : rulebook.incentives) {
        progress.show(done++, count);
        if (!incentive.support && !open.empty()) {
            keep(of_incentive(program, rulebook, incentive, open));
        }
    }
    for (const Bundle& bundle : rulebook.bundles) {
        progress.show(done++, count);
        const Selection rules = members_of(rulebook, bundle);
        if (!rules.incentives.empty() && !open.empty()) {
            keep(of_bundle(program, sources, rules, open));
        }
    }
    return all;
}

}  // namespace

Exit write_suggestions(const Program& program, const Rulebook& rulebook, const CoverageReport& coverage, const std::string& output,
                       bool replace) {
    const Sources& sources = *rulebook.sources;
    std::set<CoverageKey> open = wanted(coverage);
    const std::size_t missed = open.size();
    const std::vector<Suggested> all = search_all(program, rulebook, open);
    std::size_t cases = 0;
    for (const Suggested& one : all) {
        cases += one.cases;
    }
    if (const Exit wrong = write_all(program, all, output, replace); wrong != Exit::done) {
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
