#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/evaluate/explanation.h"
#include "tools/web/html.h"
#include "tools/web/rule_site.h"

namespace huiqi {

/// Where the pages of the rules browser lie.
enum class SiteShape : std::uint8_t {
    folder,   ///< files in folders, as `huiqi doc` writes them: one language on top, the other in a folder of its own
    server,   ///< addresses of `huiqi serve`
};

/// One page of the rules browser while it is made: what is shown, in which language, and the way from here to everywhere else.
class RuleView {
public:
    /// `main` is the language of the pages that lie on top of a folder.
    RuleView(const RuleSite& site, SiteShape shape, const PageStyle& style, Language main, SitePage here);

    [[nodiscard]] const RuleSite& site() const noexcept { return site_; }
    [[nodiscard]] const PageStyle& style() const noexcept { return style_; }
    [[nodiscard]] const SitePage& here() const noexcept { return here_; }
    [[nodiscard]] std::string say(std::string_view zh, std::string_view en) const { return style_.say(zh, en); }
    [[nodiscard]] std::string say(const Bilingual& text) const { return text.in(style_.language); }
    /// Gives a text as it may stand in an element, other languages marked.
    [[nodiscard]] std::string text(std::string_view plain) const { return worded(style_, plain); }
    [[nodiscard]] std::string text(const Bilingual& plain) const { return worded(style_, plain.in(style_.language)); }

    /// Gives the address of a page, and of a part of it, for an attribute.
    [[nodiscard]] std::string href(const SitePage& page, std::string_view anchor = {}) const;
    /// Gives a link to an incentive by its title.
    [[nodiscard]] std::string link(const Incentive& incentive) const;
    [[nodiscard]] std::string link(const Bundle& bundle) const;
    /// Gives the title of an incentive: its id where it has none.
    [[nodiscard]] std::string title(const Incentive& incentive) const;
    [[nodiscard]] std::string title(const Bundle& bundle) const;
    /// Gives `rules/x.yaml:14`.
    [[nodiscard]] std::string place(const Span& span) const;
    /// Gives the whole page around its main part, with the way up, search and the other language.
    [[nodiscard]] std::string page(const std::string& title, const std::string& main) const;

private:
    [[nodiscard]] std::string path(const SitePage& page) const;
    [[nodiscard]] std::string up() const;
    [[nodiscard]] std::string other_language() const;
    [[nodiscard]] std::string search_form() const;

    const RuleSite& site_;
    SiteShape shape_;
    PageStyle style_;
    Language main_;
    SitePage here_;
};

/// The folder in which the pages of a kind lie, with its slash; nothing for those on top.
[[nodiscard]] std::string_view folder_of(SitePage::Kind kind) noexcept;

/// Gives links to the headings of a part of a page that have an anchor.
[[nodiscard]] std::string contents_html(const RuleView& view, const std::string& part);

}  // namespace huiqi
