#include "tools/web/rule_view.h"

#include <algorithm>
#include <utility>

#include "tools/huiqi/rules.h"
#include "tools/huiqi/title_text.h"

namespace huiqi {

std::string_view folder_of(SitePage::Kind kind) noexcept {
    switch (kind) {
        case SitePage::Kind::index:
        case SitePage::Kind::names: return "";
        case SitePage::Kind::incentive: return "rules/";
        case SitePage::Kind::bundle: return "bundles/";
        case SitePage::Kind::document: return "documents/";
    }
    return "";
}

RuleView::RuleView(const RuleSite& site, SiteShape shape, const PageStyle& style, Language main, SitePage here)
    : site_(site), shape_(shape), style_(style), main_(main), here_(std::move(here)) {
    style_.browser = true;
    if (shape_ == SiteShape::folder) {
        style_.standalone = true;
        style_.folder = up() + (style_.language == main_ ? "" : "../") + "assets/";
    }
}

std::string RuleView::up() const { return folder_of(here_.kind).empty() ? "" : "../"; }

std::string RuleView::path(const SitePage& page) const {
    const bool folder = shape_ == SiteShape::folder;
    switch (page.kind) {
        case SitePage::Kind::index: return folder ? "index.html" : "/rules";
        case SitePage::Kind::names: return folder ? "names.html" : "/names";
        case SitePage::Kind::incentive:
        case SitePage::Kind::bundle:
        case SitePage::Kind::document: break;
    }
    return folder ? std::string(folder_of(page.kind)) + url_part(site_.file_name(page)) + ".html"
                  : "/" + std::string(folder_of(page.kind)) + url_part(page.id);
}

std::string RuleView::href(const SitePage& page, std::string_view anchor) const {
    const std::string part = anchor.empty() ? "" : "#" + std::string(anchor);
    if (shape_ == SiteShape::folder) {
        return html(up() + path(page) + part);
    }
    return html(path(page) + "?lang=" + say("zh", "en") + (style_.large ? "&large=1" : "") + part);
}

std::string RuleView::other_language() const {
    if (shape_ == SiteShape::server) {
        return html(path(here_) + "?lang=" + say("en", "zh") + (style_.large ? "&large=1" : ""));
    }
    const bool on_top = style_.language == main_;
    const std::string other = main_ == Language::zh ? "en/" : "zh/";
    return html(up() + (on_top ? other : "../") + path(here_));
}

std::string RuleView::title(const Incentive& incentive) const {
    return title_or_id(incentive, style_.language);
}

std::string RuleView::title(const Bundle& bundle) const {
    return title_or_id(bundle, style_.language);
}

std::string RuleView::link(const Incentive& incentive) const {
    return "<a href=\"" + href({SitePage::Kind::incentive, incentive.id}) + "\">" + text(title(incentive)) + "</a>";
}

std::string RuleView::link(const Bundle& bundle) const {
    return "<a href=\"" + href({SitePage::Kind::bundle, bundle.id}) + "\">" + text(title(bundle)) + "</a>";
}

std::string RuleView::place(const Span& span) const {
    const std::string place = place_text(span, site_.sources());
    // a visitor needs the file, not where the server keeps it
    return shape_ == SiteShape::server ? place.substr(place.rfind('/') + 1) : place;
}

std::string RuleView::search_form() const {
    const bool folder = shape_ == SiteShape::folder;
    const std::string index = folder ? style_.folder + "search-index.js" : "/search-index.js";
    // what the script puts around the address of a page that the index has
    const std::string tail = folder ? "" : "?lang=" + say("zh", "en") + (style_.large ? "&large=1" : "");
    return "<form role=\"search\" class=\"search\" action=\"" + href({SitePage::Kind::names, {}}) + "\" data-index=\"" + html(index) +
           "\" data-way=\"" + html(up()) + "\" data-tail=\"" + html(tail) + "\"><label class=\"hidden\" for=\"search\">" +
           say("在规则里查找", "Search the rules") + "</label><input type=\"search\" id=\"search\" name=\"q\" autocomplete=\"off\" spellcheck=\"false\" placeholder=\"" +
           say("查找：名称、条件、条款、参数…", "Search: names, conditions, clauses …") + "\"><button>" + say("查找", "Search") +
           "</button><div id=\"found\" hidden></div></form>";
}

std::string RuleView::page(const std::string& title, const std::string& main) const {
    const std::string home = shape_ == SiteShape::folder ? ""
                                                         : "<a href=\"/?lang=" + say("zh", "en") + (style_.large ? "&amp;large=1" : "") + "\">" +
                                                               say("自测", "Self-check") + "</a>";
    const std::string names = "<a href=\"" + href({SitePage::Kind::names, {}}) + "\">" + say("名称索引", "Names") + "</a>";
    const std::string other = "<a href=\"" + other_language() + "\" lang=\"" + say("en", "zh-CN") + "\" hreflang=\"" + say("en", "zh-CN") + "\">" +
                              say("English", "中文") + "</a>";
    const std::string bar = "<a class=\"name\" href=\"" + href({SitePage::Kind::index, {}}) + "\">" + say("规则", "Rules") + "</a>" + search_form() +
                            "<nav class=\"tools\" aria-label=\"" + say("页面", "Pages") + "\">" + home + names + other + "</nav>";
    return whole_page(style_, title, bar, main);
}

std::string contents_html(const RuleView& view, const std::string& part) {
    constexpr std::string_view kBegin = "<h2 id=\"";
    std::string out;
    for (std::size_t at = part.find(kBegin); at != std::string::npos; at = part.find(kBegin, at + 1)) {
        const std::size_t from = at + kBegin.size();
        const std::size_t quote = part.find('"', from);
        const std::size_t text = part.find('>', from) + 1;
        const std::size_t end = std::min(part.find("</h2>", text), part.find(" <span class=\"note\"", text));
        out += "<li><a href=\"#" + part.substr(from, quote - from) + "\">" + part.substr(text, end - text) + "</a></li>";
    }
    return out.empty() ? "" : "<nav class=\"contents\" aria-label=\"" + view.say("本页内容", "On this page") + "\"><ul>" + out + "</ul></nav>";
}

}  // namespace huiqi
