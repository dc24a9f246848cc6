#include "engine/author/hover.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "engine/author/case_answer.h"
#include "engine/author/name_facts.h"
#include "engine/author/name_search.h"
#include "engine/language/builtins.h"

namespace huiqi {
namespace {

[[nodiscard]] std::string about_function(const Builtin& one, Language language) {
    std::string text = fmt::format("```\n{}\n```\n{}", one.signature, language == Language::zh ? one.sentence_zh : one.sentence_en);
    if (!one.aliases.empty()) {
        text += fmt::format("\n\n{}{}", language == Language::zh ? "也写作：" : "also written: ", fmt::join(one.aliases, language == Language::zh ? "、" : ", "));
    }
    return text + fmt::format("\n\n`{}` = `{}`", one.example, one.example_value);
}

/// The first lines of what a declaration says, as written.
[[nodiscard]] std::string as_written(const RuleDocument& file, const NamePlace& place) {
    constexpr std::size_t kMostBytes = 400;
    const YamlNode& node = file.document[place.node];
    const std::string_view text = file.text().substr(node.span.begin, node.span.end - node.span.begin);
    std::size_t end = std::min(text.size(), kMostBytes);
    if (end < text.size()) {
        end = text.rfind('\n', end) == std::string_view::npos ? 0 : text.rfind('\n', end);
    }
    return end == 0 ? std::string() : fmt::format("```yaml\n{}\n```", text.substr(0, end));
}

/// Of a rule its title.
[[nodiscard]] std::string about_rule(const RuleFileView& view, const NamePlace& place, Language language) {
    if (const Incentive* incentive = view.rulebook.find(place.name)) {
        return incentive->title.in(language);
    }
    return {};
}

[[nodiscard]] std::string about_declared(Workspace& workspace, const RuleFileView& view, const FoundName& declared, Language language, Date today) {
    const RuleDocument* file = workspace.document(declared.path);
    std::string text = fmt::format("**{}** — {}", declared.place.name, kind_in_words(declared.place, language));
    std::string facts = declared.place.kind == NameKind::rule ? about_rule(view, declared.place, language)
                                                              : facts_about(view, declared.place, language, today);
    if (facts.empty() && file != nullptr && declared.place.kind != NameKind::rule) {
        facts = as_written(*file, declared.place);
    }
    return facts.empty() ? text : text + "\n\n" + facts;
}

[[nodiscard]] std::optional<Hover> about_name(Workspace& workspace, const RuleFileView& view, const FoundName& name, Language language, Date today) {
    NameSearch search(workspace);
    const std::vector<FoundName> declared = search.declarations(name);
    std::string text;
    for (const FoundName& one : declared) {
        text += (text.empty() ? "" : "\n\n---\n\n") + about_declared(workspace, view, one, language, today);
    }
    if (declared.empty() && name.place.kind == NameKind::function) {
        if (const Builtin* function = find_builtin(name.place.name)) {
            text = about_function(*function, language);
        }
    }
    return text.empty() ? std::nullopt : std::optional(Hover{.markdown = text, .begin = name.place.begin, .end = name.place.end});
}

}  // namespace

std::optional<Hover> hover_at(Workspace& workspace, const std::string& path, std::size_t offset, Language language, Date today) {
    NameSearch search(workspace);
    const std::optional<FoundName> name = search.at(path, offset);
    const RuleFileView& view = workspace.view(path);
    std::optional<Hover> hover = name ? about_name(workspace, view, *name, language, today) : std::nullopt;
    const RuleDocument* file = workspace.document(path);
    const auto answer = file == nullptr ? std::nullopt : case_at(view, file->outline, offset);
    if (!answer) {
        return hover;
    }
    const bool chinese = language == Language::zh;
    std::string text = fmt::format("{}**{}**{}{}", chinese ? "用例" : "case ", answer->asked->name, chinese ? "：" : ": ", outcome_in_words(*answer, language));
    if (name) {
        if (const auto value = value_in_case(*answer, name->place.name, language)) {
            text = fmt::format("{} = **{}**\n\n{}", name->place.name, *value, text);
        }
    }
    if (!hover) {
        const auto at = static_cast<std::uint32_t>(offset);
        hover = Hover{.markdown = {}, .begin = name ? name->place.begin : at, .end = name ? name->place.end : at};
    }
    hover->markdown = text + (hover->markdown.empty() ? "" : "\n\n---\n\n" + hover->markdown);
    return hover;
}

}  // namespace huiqi
