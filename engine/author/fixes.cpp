#include "engine/author/fixes.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/language/characters.h"

namespace huiqi {
namespace {

/// Each is tried by loading the file.
constexpr std::size_t kMostTried = 4;
constexpr std::size_t kLongestWord = 200;

/// What the help of a finding says was probably meant: the help begins with it.
[[nodiscard]] std::optional<std::string> meant(const Diagnostic& finding) {
    constexpr std::string_view kAsks = "did you mean `";
    const std::string_view help = finding.help.en;
    if (!help.starts_with(kAsks)) {
        return std::nullopt;
    }
    const std::size_t end = help.find('`', kAsks.size());
    return end == std::string_view::npos ? std::nullopt : std::optional(std::string(help.substr(kAsks.size(), end - kAsks.size())));
}

/// Full-width signs as ASCII, a colon or comma with the blank that YAML wants behind it.
[[nodiscard]] std::string half_width(std::string_view written, std::string_view behind) {
    std::string text;
    const FoldedText folded(written);
    for (const char c : folded.text()) {
        text += c;
        text += (c == ':' || c == ',') ? " " : "";
    }
    const bool blank = behind.empty() || behind.front() == ' ' || behind.front() == '\n' || behind.front() == '\r';
    if (blank && text.ends_with(' ')) {
        text.pop_back();
    }
    return text;
}

/// What could stand in the place of a finding.
[[nodiscard]] std::optional<std::string> replacement(const Diagnostic& finding, std::string_view written, std::string_view behind) {
    if (auto word = meant(finding)) {
        return word;
    }
    if (finding.code == "E410") {
        return half_width(written, behind);
    }
    if (finding.code == "E404" && written.find_first_not_of('\t') == std::string_view::npos) {
        return std::string(2 * written.size(), ' ');
    }
    return std::nullopt;
}

[[nodiscard]] std::size_t same_findings(const RuleFileView& view, const Diagnostic& finding) {
    const auto same = [&](const Diagnostic& one) { return one.code == finding.code && one.message == finding.message; };
    const auto& all = view.diagnostics.all();
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), same));
}

[[nodiscard]] bool mends(const RuleFileView& before, const RuleFileView& after, const Diagnostic& finding) {
    const std::size_t errors = before.diagnostics.error_count();
    const std::size_t left = after.diagnostics.error_count();
    const bool fewer = left < errors || (left == errors && after.diagnostics.warning_count() < before.diagnostics.warning_count());
    return fewer && same_findings(after, finding) < same_findings(before, finding);
}

}  // namespace

std::vector<Fix> fixes_between(Workspace& workspace, const std::string& path, std::size_t begin, std::size_t end) {
    std::vector<Fix> fixes;
    const RuleFileView& view = workspace.view(path);
    const std::string text((*view.rulebook.sources)[view.source].text());
    std::size_t tried = 0;
    for (const Diagnostic& finding : view.diagnostics.all()) {
        const bool here = finding.span.source == view.source && finding.span.begin <= end && finding.span.end >= begin;
        const std::size_t length = finding.span.end - finding.span.begin;
        if (!here || length == 0 || length > kLongestWord || tried == kMostTried) {
            continue;
        }
        const std::string_view written = std::string_view(text).substr(finding.span.begin, length);
        const auto other = replacement(finding, written, std::string_view(text).substr(finding.span.end));
        if (!other || *other == written) {
            continue;
        }
        ++tried;
        Fix fix{.finding = &finding, .title = {fmt::format("改成 {}", *other), fmt::format("change to {}", *other)},
                .edit = {.path = view.path, .begin = finding.span.begin, .end = finding.span.end, .text = *other}};
        if (mends(view, workspace.view_changed(path, {{view.path, edited(text, {fix.edit})}}), finding)) {
            fixes.push_back(std::move(fix));
        }
    }
    return fixes;
}

}  // namespace huiqi
