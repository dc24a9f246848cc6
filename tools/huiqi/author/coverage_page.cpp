#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/huiqi/author/coverage_report.h"
#include "tools/web/assets.h"
#include "tools/web/html.h"

namespace huiqi {
namespace {

/// What this page adds to the style sheet of the rules browser.
constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; --missed: #ffdcd9; --part: #fff0b8; --done: #def7e2; --missed-edge: #a4161a; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --paper: #0d1117; --quiet: #a0a8b2; --line: #5a626c; --accent: #7ab7ff; --soft: #1b2430; --wrong: #ff9492; --good: #5fd07a; --missed: #5c2424; --part: #4d3f12; --done: #163420; --missed-edge: #ff9492; }
  .browser .list th, .browser .list td { border-color: #2d343d; } .browser .meter .rest { fill: #39414b; } .browser .rules { border-color: #39414b; background: #0d1117; }
}
.rules { border: 1px solid #d5d9df; border-radius: 0.5rem; overflow: hidden; font: 0.82rem/1.6 ui-monospace, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace; padding: 0.4rem 0; }
.row { display: flex; } .row b { flex: 0 0 3.4rem; text-align: right; padding-right: 0.8rem; color: var(--quiet); font-weight: 400; user-select: none; }
.row .code { white-space: pre-wrap; overflow-wrap: anywhere; min-width: 0; padding-right: 0.6rem; }
.rules .missed { background: var(--missed); box-shadow: 0 2px 0 var(--missed-edge); } .rules .part { background: var(--part); box-shadow: 0 2px 0 #b08800; } .rules .done { background: var(--done); }
.rules ul { margin: 0.1rem 0 0.4rem; padding: 0.2rem 0.6rem 0.2rem 0; list-style: none; margin-left: 3.4rem; border-left: 3px solid var(--missed-edge); color: var(--wrong); font: 0.85rem/1.5 system-ui, "Noto Sans CJK SC", sans-serif; }
.rules li { padding-left: 0.7rem; }
.legend { display: flex; flex-wrap: wrap; gap: 0.3rem 1.2rem; padding: 0; list-style: none; font-size: 0.9rem; } .legend span { padding: 0 0.5rem; border-radius: 0.2rem; }
.legend .missed { background: var(--missed); } .legend .part { background: var(--part); } .legend .done { background: var(--done); }
@media (max-width: 40rem) { .row b { flex-basis: 2.4rem; padding-right: 0.4rem; } .rules ul { margin-left: 2.4rem; } }
@media print { :root { --ink: #000; --paper: #fff; --quiet: #444; --line: #888; } .rules { overflow: visible; font-size: 7pt; } .missed { outline: 1px solid #000; } .row { break-inside: avoid; } }
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

/// Draws how much is reached as a bar, with the figures.
[[nodiscard]] std::string meter(const Program& program, const CoverageCount& count) {
    return "<svg class=\"meter\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\"><rect class=\"rest\" width=\"100\" height=\"8\"/>"
           "<rect class=\"reached\" width=\"" +
           count.percent() + "\" height=\"8\"/></svg> <span class=\"meter-words\">" + html(count.text(program)) + "</span>";
}

[[nodiscard]] std::string table(const std::string& first, const std::string& second, const std::string& third, const std::string& rows) {
    return "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"" + first + "\"><table class=\"list counts\"><thead><tr><th scope=\"col\">" + first + "</th><th scope=\"col\">" + second + "</th><th scope=\"col\" class=\"number\">" +
           third + "</th></tr></thead><tbody>" + rows + "</tbody></table></div>\n";
}

[[nodiscard]] std::string row(const Program& program, const std::string& name, const CoverageCount& count) {
    return "<tr><th scope=\"row\">" + name + "</th><td class=\"meter-cell\">" + meter(program, count) + "</td><td class=\"number\">" +
           (count.impossible == 0 ? std::string() : std::to_string(count.impossible)) + "</td></tr>";
}

/// What is reached by kind, and by file with the way to it.
[[nodiscard]] std::string counts(const Program& program, const Sources& sources, const CoverageReport& report) {
    std::string kinds;
    for (const CoverageKey::Kind kind : kCoverageKinds) {
        if (const auto found = report.kinds.find(kind); found != report.kinds.end()) {
            kinds += row(program, html(program.say(coverage_kind(kind))), found->second);
        }
    }
    std::string files;
    for (const auto& [file, count] : report.files) {
        files += row(program, "<a href=\"#file-" + std::to_string(file) + "\">" + html(sources[file].name()) + "</a>", count);
    }
    const std::string reached = program.say({"有用例", "reached"});
    const std::string impossible = program.say({"证明不会发生", "proven impossible"});
    return table(program.say({"内容", "what"}), reached, impossible, kinds + row(program, program.say({"合计", "all"}), report.all)) +
           (report.files.size() < 2 ? "" : "<h2>" + program.say({"规则文件", "Rule files"}) + "</h2>" + table(program.say({"文件", "file"}), reached, impossible, files));
}

[[nodiscard]] std::string legend(const Program& program) {
    return "<ul class=\"legend\"><li><span class=\"done\">" + program.say({"用例都走到", "reached in every way"}) + "</span></li><li><span class=\"part\">" +
           program.say({"走到一部分", "reached in part"}) + "</span></li><li><span class=\"missed\">" + program.say({"没有用例走到", "no case reaches it"}) + "</span></li></ul>";
}

[[nodiscard]] std::string style_sheet() {
    for (const Asset& asset : assets()) {
        if (asset.path.ends_with("/page.css")) {
            return std::string(asset.text) + std::string(kStyle);
        }
    }
    return std::string(kStyle);
}

}  // namespace

std::string coverage_page(const Program& program, const Sources& sources, const CoverageReport& report) {
    const std::string title = program.say({"用例覆盖", "Coverage of the cases"});
    std::string page = "<!doctype html>\n<html lang=\"" + program.say({"zh-CN", "en"}) +
                       "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>" +
                       title + "</title>\n<style>" + style_sheet() + "</style>\n</head>\n<body class=\"browser\">\n<main>\n<h1>" + title + " " +
                       html(report.all.text(program)) + "</h1>\n" + counts(program, sources, report) + legend(program);
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
        page += "<h2 id=\"file-" + std::to_string(file) + "\">" + html(sources[file].name()) + "</h2>\n<p class=\"coverage\">" + meter(program, count) + "</p>" + text.html_text();
    }
    return page + "</main>\n</body>\n</html>\n";
}

}  // namespace huiqi
