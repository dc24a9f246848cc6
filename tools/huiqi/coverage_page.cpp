#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/huiqi/coverage_report.h"
#include "tools/web/html.h"

namespace huiqi {
namespace {

constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --soft: #59636e; --line: #d1d9e0; --missed: #ffd7d5; --part: #fff3c4; --done: #dafbe1; --bar: #1a7f37; --gap: #cf222e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --soft: #9198a1; --line: #3d444d; --missed: #6e2b2b; --part: #5c4a12; --done: #17391f; --bar: #3fb950; --gap: #f85149; } }
body { font: 15px/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; color: var(--ink); background: var(--paper); max-width: 76rem; margin: 1rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; overflow-wrap: anywhere; }
table.counts { border-collapse: collapse; } table.counts td, table.counts th { border: 1px solid var(--line); padding: .2rem .7rem; text-align: left; } table.counts td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.rules { border: 1px solid var(--line); overflow-x: auto; font: 13px/1.55 ui-monospace, "Noto Sans Mono CJK SC", monospace; }
.row { display: flex; } .row b { flex: 0 0 3.6rem; text-align: right; padding-right: .8rem; color: var(--soft); font-weight: 400; user-select: none; } .row span.code { white-space: pre-wrap; overflow-wrap: anywhere; }
.missed { background: var(--missed); } .part { background: var(--part); } .done { background: var(--done); }
ul { margin: 0; padding: .1rem 0 .2rem 6rem; color: var(--gap); font: 13px/1.5 system-ui, sans-serif; }
@media print { :root { --ink: #000; --paper: #fff; --soft: #444; --line: #888; } body { max-width: none; } .rules { overflow: visible; } .missed { outline: 1px solid #000; } h2 { break-after: avoid; } .row { break-inside: avoid; } }
)";

/// How the bytes of a text stand: what cases reach, what they miss, by the smallest place that says so.
class MarkedText {
public:
    MarkedText(const Program& program, const Source& source) : program_(program), source_(source), marks_(source.text().size(), 0) {}

    /// Marks one place, on the line on which it begins.
    void add(const Span& place, const std::vector<const CoverageItem*>& items) {
        std::size_t missed = 0;
        for (const CoverageItem* item : items) {
            missed += item->reached ? 0U : 1U;
        }
        const char mark = missed == 0 ? kDone : missed == items.size() ? kMissed : kPart;
        const std::size_t line = source_.position(place.begin).line;
        const std::size_t end = std::min<std::size_t>({place.end, source_.line_start(line) + source_.line(line).size(), marks_.size()});
        for (std::size_t at = place.begin; at < end; ++at) {
            marks_[at] = std::max(marks_[at], mark);
        }
        for (const CoverageItem* item : items) {
            if (!item->reached) {
                notes_[line].push_back(item);
            }
        }
    }

    [[nodiscard]] std::string html_text() const {
        std::string made = "<div class=\"rules\">\n";
        for (std::size_t line = 1; line <= source_.line_count(); ++line) {
            made += "<div class=\"row\"><b>" + std::to_string(line) + "</b><span class=\"code\">" + line_html(line) + "</span></div>\n";
            const auto found = notes_.find(line);
            if (found == notes_.end()) {
                continue;
            }
            made += "<ul>";
            for (const CoverageItem* item : found->second) {
                const Bilingual kind = coverage_kind(item->key.kind);
                const Bilingual aspect = coverage_aspect(item->key);
                made += "<li>" + html(program_.say({kind.zh + "：没有用例使“", kind.en + ": no case in which `"})) +
                        html(source_text(item->key.place)) +
                        html(program_.say({"”" + aspect.zh, "` " + aspect.en})) + "</li>";
            }
            made += "</ul>\n";
        }
        return made + "</div>\n";
    }

private:
    static constexpr char kDone = 1, kPart = 2, kMissed = 3;

    [[nodiscard]] std::string source_text(const Span& place) const {
        const std::string_view text = source_.text().substr(place.begin, place.end - place.begin);
        return std::string(text.substr(0, text.find('\n')));
    }

    [[nodiscard]] std::string line_html(std::size_t line) const {
        const std::string_view text = source_.line(line);
        const std::size_t start = source_.line_start(line);
        std::string made;
        for (std::size_t at = 0; at < text.size();) {
            std::size_t end = at;
            while (end < text.size() && marks_[start + end] == marks_[start + at]) {
                ++end;
            }
            const char mark = marks_[start + at];
            const std::string piece = html(text.substr(at, end - at));
            made += mark == 0 ? piece
                              : "<span class=\"" + std::string(mark == kDone ? "done" : mark == kPart ? "part" : "missed") + "\">" +
                                    piece + "</span>";
            at = end;
        }
        return made.empty() ? "&nbsp;" : made;
    }

    const Program& program_;
    const Source& source_;
    std::vector<char> marks_;
    std::map<std::size_t, std::vector<const CoverageItem*>> notes_;
};

[[nodiscard]] std::string counts_table(const Program& program, const CoverageReport& report) {
    std::string made = "<table class=\"counts\"><tr><th>" + program.say({"内容", "what"}) + "</th><th>" +
                       program.say({"有用例", "reached"}) + "</th><th>%</th><th>" +
                       program.say({"证明不会发生", "proven impossible"}) + "</th></tr>";
    const auto row = [&](const std::string& name, const CoverageCount& count) {
        made += "<tr><td>" + html(name) + "</td><td class=\"number\">" + std::to_string(count.reached) + "/" +
                std::to_string(count.total) + "</td><td class=\"number\">" + count.percent() + "</td><td class=\"number\">" +
                std::to_string(count.impossible) + "</td></tr>";
    };
    for (const CoverageKey::Kind kind : kCoverageKinds) {
        if (const auto found = report.kinds.find(kind); found != report.kinds.end()) {
            row(program.say(coverage_kind(kind)), found->second);
        }
    }
    row(program.say({"合计", "all"}), report.all);
    return made + "</table>\n";
}

}  // namespace

std::string coverage_page(const Program& program, const Sources& sources, const CoverageReport& report) {
    const std::string title = program.say({"用例覆盖", "Coverage of the cases"});
    std::string page = "<!doctype html>\n<html lang=\"" + program.say({"zh-CN", "en"}) +
                       "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>" +
                       title + "</title>\n<style>" + std::string(kStyle) + "</style>\n</head>\n<body>\n<h1>" + title + " " +
                       html(report.all.text(program)) + "</h1>\n" + counts_table(program, report);
    for (const auto& [file, count] : report.files) {
        MarkedText text(program, sources[file]);
        std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<const CoverageItem*>> places;
        for (const CoverageItem& item : report.items) {
            if (item.key.place.source == file && item.possible) {
                places[{item.key.place.begin, item.key.place.end}].push_back(&item);
            }
        }
        for (const auto& [place, items] : places) {
            text.add({file, place.first, place.second}, items);
        }
        page += "<h2>" + html(sources[file].name()) + " · " + html(count.text(program)) + "</h2>\n" + text.html_text();
    }
    return page + "</body>\n</html>\n";
}

}  // namespace huiqi
