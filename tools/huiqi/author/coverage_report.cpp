#include "tools/huiqi/author/coverage_report.h"

#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "engine/diagnostic/source_window.h"
#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

/// Gives the label of a count, filled up to a width in columns.
[[nodiscard]] std::string column(const std::string& text, std::size_t width) {
    const std::size_t taken = display_width(text);
    return text + std::string(taken < width ? width - taken : 1, ' ');
}

[[nodiscard]] std::string missed_text(const Program& program, const CoverageItem& item) {
    const Bilingual kind = coverage_kind(item.key.kind);
    const Bilingual aspect = coverage_aspect(item.key);
    return program.say({kind.zh + "：没有用例使它" + aspect.zh, kind.en + ": no case in which it " + aspect.en});
}

/// Draws the line of one place with a mark under it, and under that what is missed there.
[[nodiscard]] std::string drawn(const Program& program, const Sources& sources, const std::vector<const CoverageItem*>& missed) {
    const Span& place = missed.front()->key.place;
    const SourceWindow window = window_around(sources[place.source], place);
    const std::string number = std::to_string(window.line);
    const std::string margin = std::string(number.size() < 5 ? 5 - number.size() : 0, ' ');
    const std::string blank(margin.size() + number.size(), ' ');
    std::string text = margin + number + " | " + window.text + "\n" + blank + " | " + std::string(window.marker, ' ') +
                       std::string(window.width, '^') + "\n";
    for (const CoverageItem* item : missed) {
        text += blank + " = " + missed_text(program, *item) + "\n";
    }
    return text;
}

}  // namespace

void CoverageCount::add(const CoverageItem& item) {
    if (!item.possible) {
        ++impossible;
        return;
    }
    ++total;
    reached += item.reached ? 1U : 0U;
}

bool CoverageCount::at_least(const Rational& percent) const {
    return total != 0 && Rational(reached) * 100 >= percent * Rational(total);
}

std::string CoverageCount::percent() const {
    if (total == 0) {
        return "0.0";
    }
    const std::size_t tenths = reached * 1000 / total;
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::string CoverageCount::text(const Program& program) const {
    if (total == 0) {
        return "0/0";
    }
    return std::to_string(reached) + "/" + std::to_string(total) + program.say({"（" + percent() + "%）", " (" + percent() + " %)"});
}

CoverageReport CoverageReport::of(const Coverage& coverage, const std::set<SourceId>& asked) {
    CoverageReport report;
    for (CoverageItem& item : coverage.items()) {
        if (!asked.contains(item.key.place.source)) {
            continue;
        }
        report.all.add(item);
        report.kinds[item.key.kind].add(item);
        report.files[item.key.place.source].add(item);
        report.items.push_back(std::move(item));
    }
    return report;
}

std::string coverage_text(const Program& program, const Sources& sources, const CoverageReport& report) {
    constexpr std::size_t kLabel = 18;
    std::string text;
    std::vector<const CoverageItem*> place;
    std::optional<SourceId> file;
    const auto flush = [&] {
        if (place.empty()) {
            return;
        }
        const SourceId source = place.front()->key.place.source;
        if (file != source) {
            text += sources[source].name() + "  " + report.files.at(source).text(program) + "\n";
            file = source;
        }
        text += drawn(program, sources, place);
        place.clear();
    };
    for (const CoverageItem& item : report.items) {
        if (item.reached || !item.possible) {
            continue;
        }
        if (!place.empty() && place.front()->key.place != item.key.place) {
            flush();
        }
        place.push_back(&item);
    }
    flush();
    text += text.empty() ? "" : "\n";
    for (const CoverageKey::Kind kind : kCoverageKinds) {
        const auto found = report.kinds.find(kind);
        if (found == report.kinds.end() || found->second.total + found->second.impossible == 0) {
            continue;
        }
        text += column(program.say(coverage_kind(kind)), kLabel) + found->second.text(program);
        if (found->second.impossible != 0) {
            const std::string count = std::to_string(found->second.impossible);
            text += program.say({"，另有 " + count + " 处证明不会发生", ", and " + count + " proven impossible"});
        }
        text += "\n";
    }
    return text + column(program.say({"覆盖", "coverage"}), kLabel) + report.all.text(program) + "\n";
}

nlohmann::json coverage_json(const Program& program, const Sources& sources, const CoverageReport& report) {
    const auto count = [](const CoverageCount& one) {
        return nlohmann::json{{"reached", one.reached}, {"total", one.total}, {"percent", one.percent()}, {"impossible", one.impossible}};
    };
    nlohmann::json made = count(report.all);
    made["kinds"] = nlohmann::json::object();
    for (const auto& [kind, one] : report.kinds) {
        made["kinds"][std::string(coverage_kind_name(kind))] = count(one);
    }
    made["files"] = nlohmann::json::object();
    for (const auto& [file, one] : report.files) {
        made["files"][sources[file].name()] = count(one);
    }
    made["items"] = nlohmann::json::array();
    for (const CoverageItem& item : report.items) {
        nlohmann::json one{{"kind", coverage_kind_name(item.key.kind)},
                           {"aspect", coverage_aspect_name(item.key.aspect)},
                           {"place", place_with_column(sources, item.key.place)},
                           {"text", excerpt(sources.text(item.key.place), 120)},
                           {"incentive", item.incentive},
                           {"state", !item.possible ? "impossible" : item.reached ? "reached" : "missed"}};
        if (item.reached) {
            one["by"] = item.by;
        } else if (item.possible) {
            one["message"] = missed_text(program, item);
        }
        made["items"].push_back(std::move(one));
    }
    return made;
}

std::vector<ReportedTest> coverage_tests(const Program& program, const Sources& sources, const CoverageReport& report, bool enough) {
    using Verdict = ReportedTest::Verdict;
    constexpr std::size_t kShown = 60;   // code points
    std::vector<ReportedTest> tests;
    for (const CoverageItem& item : report.items) {
        const Position at = sources[item.key.place.source].position(item.key.place.begin);
        const std::string text = excerpt(sources.text(item.key.place), kShown);
        const Bilingual kind = coverage_kind(item.key.kind);
        const Bilingual aspect = coverage_aspect(item.key);
        const std::string line = std::to_string(at.line) + ":" + std::to_string(at.column) + " ";
        ReportedTest& made = tests.emplace_back();
        made.suite = program.say({item.incentive + " · 覆盖", item.incentive + " · coverage"});
        made.name = line + program.say({kind.zh + "“" + text + "”" + aspect.zh, kind.en + " `" + text + "` " + aspect.en});
        made.place = item.key.place;
        made.type = "coverage";
        if (!item.possible) {
            made.verdict = Verdict::skipped;
            made.lines = {program.say({"证明不会发生", "proven impossible"})};
        } else if (!item.reached) {
            made.verdict = enough ? Verdict::open : Verdict::failed;
            made.lines = {missed_text(program, item)};
        }
    }
    return tests;
}

}  // namespace huiqi
