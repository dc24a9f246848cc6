#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/document_text.h"
#include "tools/web/beside_table.h"
#include "tools/web/rule_page_tables.h"
#include "tools/web/rule_pages.h"
#include "tools/web/rule_text.h"
#include "tools/web/site_entries.h"

namespace huiqi {
namespace {

/// How many places of one name the index of names shows open.
constexpr std::size_t kOpenPlaces = 12;

[[nodiscard]] Bilingual treatment_word(Clause::Treatment treatment) {
    switch (treatment) {
        case Clause::Treatment::encoded: return {"已编码", "encoded"};
        case Clause::Treatment::monitored: return {"监测", "monitored"};
        case Clause::Treatment::person: return {"由人判断", "left to a person"};
        case Clause::Treatment::not_computable: return {"不可计算", "not computable"};
        case Clause::Treatment::open: return {"未定", "open"};
    }
    return {};
}

constexpr std::array kTreatments{Clause::Treatment::encoded, Clause::Treatment::monitored, Clause::Treatment::person, Clause::Treatment::not_computable, Clause::Treatment::open};

[[nodiscard]] std::string document_title(const RuleView& view, const Account& account) {
    const std::string title = account.citations.empty() ? "" : account.citations.front().document;
    return title.empty() ? account.id : view.style().chinese() ? "《" + title + "》" : title;
}

/// What cases reach of the file in which an incentive stands.
[[nodiscard]] CoverageCount count_of(const RuleSite& site, const Incentive& incentive) {
    const auto found = site.coverage().files.find(incentive.declared.source);
    return found == site.coverage().files.end() ? CoverageCount() : found->second;
}

[[nodiscard]] std::string section(const std::string& anchor, const std::string& heading, const std::string& inner) {
    return inner.empty() ? "" : "<section><h2 id=\"" + anchor + "\">" + heading + "</h2>" + inner + "</section>";
}

/// The id of something below its title, where it has one.
[[nodiscard]] std::string id_note(const RuleView& view, const std::string& title, const std::string& id) {
    return title == id ? "" : "<p class=\"note\"><code>" + view.text(id) + "</code></p>";
}

[[nodiscard]] std::string bundles_part(const RuleView& view) {
    std::string rows;
    for (const Bundle* one : view.site().bundles()) {
        rows += "<tr><th scope=\"row\">" + view.link(*one) + id_note(view, view.title(*one), one->id) + "</th><td class=\"number\">" +
                std::to_string(one->incentives.size()) + "</td><td class=\"number\">" + std::to_string(one->cases.size()) + "</td></tr>";
    }
    const std::string name = view.say("组合", "Bundles");
    return rows.empty() ? "" : section("bundles", name, wide_table(name, {view.say("组合", "bundle"), view.say("#事项", "#incentives"), view.say("#用例", "#cases")}, rows));
}

[[nodiscard]] std::string incentives_part(const RuleView& view) {
    std::string rows;
    for (const Incentive* one : view.site().incentives()) {
        rows += "<tr><th scope=\"row\">" + view.link(*one) + id_note(view, view.title(*one), one->id) + "</th><td>" + view.text(one->issuer) +
                (one->region.empty() ? "" : "<p class=\"note\">" + view.text(one->region) + "</p>") + "</td><td class=\"days\">" +
                (one->effective ? days_words(view.style(), one->effective->from, one->effective->to) : "") + "</td><td class=\"number\">" + std::to_string(one->cases.size()) +
                "</td><td class=\"meter-cell\">" + meter_html(view, count_of(view.site(), *one)) + "</td></tr>";
    }
    const std::string name = view.say("事项", "Incentives");
    return rows.empty() ? ""
                        : section("incentives", name,
                                  wide_table(name, {view.say("事项", "incentive"), view.say("发文单位和地区", "issuer and region"), view.say("施行", "in force"), view.say("#用例", "#cases"),
                                                    view.say("覆盖", "coverage")},
                                             rows));
}

[[nodiscard]] std::string documents_part(const RuleView& view) {
    std::string rows;
    for (const Account* one : view.site().accounts()) {
        rows += "<tr><th scope=\"row\"><a href=\"" + view.href({SitePage::Kind::document, one->id}) + "\">" + view.text(document_title(view, *one)) + "</a></th>";
        for (const Clause::Treatment treatment : kTreatments) {
            const auto count = std::count_if(one->clauses.begin(), one->clauses.end(), [&](const Clause& clause) { return clause.treatment == treatment; });
            rows += "<td class=\"number\">" + (count == 0 ? std::string() : std::to_string(count)) + "</td>";
        }
        rows += "</tr>";
    }
    std::vector<std::string> headings{view.say("文件", "document")};
    for (const Clause::Treatment treatment : kTreatments) {
        headings.push_back("#" + view.say(treatment_word(treatment)));
    }
    const std::string name = view.say("文件的每一条", "Documents, clause by clause");
    return rows.empty() ? "" : section("documents", name, wide_table(name, headings, rows));
}

[[nodiscard]] std::string coverage_part(const RuleView& view) {
    std::string rows;
    for (const CoverageKey::Kind kind : kCoverageKinds) {
        const auto found = view.site().coverage().kinds.find(kind);
        if (found != view.site().coverage().kinds.end() && found->second.total + found->second.impossible != 0) {
            rows += "<tr><th scope=\"row\">" + view.text(coverage_kind(kind)) + "</th><td class=\"meter-cell\">" + meter_html(view, found->second) + "</td><td class=\"number\">" +
                    (found->second.impossible == 0 ? std::string() : std::to_string(found->second.impossible)) + "</td></tr>";
        }
    }
    const std::string name = view.say("用例走到了哪里", "What the cases reach");
    return rows.empty() ? ""
                        : section("coverage", name,
                                  wide_table(name, {view.say("内容", "what"), view.say("有用例", "reached"), view.say("#证明不会发生", "#proven impossible")}, rows));
}

/// One place of a name.
[[nodiscard]] std::string place_of(const RuleView& view, const SiteEntry& entry) {
    const RuleSite& site = view.site();
    const Incentive* incentive = entry.page.kind == SitePage::Kind::incentive ? site.incentive(entry.page.id) : nullptr;
    const Bundle* bundle = entry.page.kind == SitePage::Kind::bundle ? site.bundle(entry.page.id) : nullptr;
    const std::string title = incentive != nullptr ? view.title(*incentive) : bundle != nullptr ? view.title(*bundle) : entry.page.id;
    return "<li><span class=\"note\">" + view.text(kind_word(entry.kind)) + "</span> <a href=\"" + view.href(entry.page, entry.anchor) + "\">" + view.text(title) + "</a></li>";
}

/// The heading under which a name stands: its first letter, or that it is Chinese.
[[nodiscard]] std::string letter_of(const RuleView& view, std::string_view name) {
    const char c = name.empty() ? ' ' : name.front();
    const char big = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return big >= 'A' && big <= 'Z'                       ? std::string(1, big)
           : static_cast<unsigned char>(big) >= 0x80 ? view.say("中文和其他文字", "Chinese and other scripts")
                                                          : view.say("数字和符号", "Digits and signs");
}

}  // namespace

std::string index_page(const RuleView& view) {
    const RuleSite& site = view.site();
    const std::string incentives = std::to_string(site.incentives().size());
    const std::string bundles = std::to_string(site.bundles().size());
    const std::string parts = bundles_part(view) + incentives_part(view) + documents_part(view) + coverage_part(view);
    const std::string main = "<h1>" + view.say("规则", "Rules") + "</h1><p class=\"coverage\">" +
                             view.say(incentives + " 个事项，" + bundles + " 个组合。用例走到规则的：", incentives + " incentives, " + bundles + " bundles. Cases reach of the rules: ") +
                             meter_html(view, site.coverage().all) + "</p>" + contents_html(view, parts) + parts;
    return view.page(view.say("规则", "Rules"), main);
}

std::string names_page(const RuleView& view) {
    struct Named {
        std::string sorted;
        SiteEntry entry;
    };
    std::vector<Named> all;
    each_entry(view.site(), [&](const SiteEntry& entry) {
        if (entry.kind == SiteEntry::Kind::test_case || entry.kind == SiteEntry::Kind::clause || entry.name.empty()) {
            return;   // many cases and clauses have no name of their own: the pages have them
        }
        const auto add = [&](const std::string& name) {
            std::string sorted = name;
            std::transform(sorted.begin(), sorted.end(), sorted.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
            all.push_back({std::move(sorted), entry});
            all.back().entry.name = name;
        };
        add(entry.name);
        const Incentive* incentive = entry.kind == SiteEntry::Kind::incentive ? view.site().incentive(entry.page.id) : nullptr;
        if (incentive != nullptr && !view.title(*incentive).empty() && view.title(*incentive) != entry.name) {
            add(view.title(*incentive));
        }
    });
    std::stable_sort(all.begin(), all.end(), [](const Named& left, const Named& right) { return std::tie(left.sorted, left.entry.name) < std::tie(right.sorted, right.entry.name); });
    std::string out;
    std::string letter;
    for (std::size_t at = 0; at < all.size();) {
        std::size_t end = at;
        std::string open;
        std::string folded;
        for (; end < all.size() && all[end].entry.name == all[at].entry.name; ++end) {
            (end - at < kOpenPlaces ? open : folded) += place_of(view, all[end].entry);
        }
        const std::string now = letter_of(view, all[at].entry.name);
        if (now != letter) {
            out += (letter.empty() ? "" : "</dl></section>") + std::string("<section><h2>") + now + "</h2><dl class=\"names\">";
            letter = now;
        }
        const std::string more = std::to_string(end - at - std::min(end - at, kOpenPlaces));
        out += "<div><dt>" + view.text(all[at].entry.name) + "</dt><dd><ul>" + open + "</ul>" +
               (folded.empty() ? "" : "<details><summary>" + view.say("还有 " + more + " 处", more + " more") + "</summary><ul>" + folded + "</ul></details>") + "</dd></div>";
        at = end;
    }
    out += letter.empty() ? "" : "</dl></section>";
    const std::string title = view.say("名称索引", "Index of names");
    return view.page(title, "<h1>" + title + "</h1><p>" +
                                view.say("事项、条件、参数、申报项、计算和对照表的名称，按字母排列；用浏览器的“在页面中查找”也能找到。",
                                         "Names of incentives, conditions, parameters, inputs, computed values and tables in alphabetical order; the browser's own find works here too.") +
                                "</p>" + out);
}

namespace {

/// What a stored text says under a number, where the account does not quote it: its beginning.
[[nodiscard]] std::string stored_words(const RuleView& view, const Account& account, const Clause& clause) {
    constexpr std::size_t kShown = 160;
    for (const Citation& citation : account.citations) {
        if (citation.name == clause.document && citation.stored != nullptr) {
            const TextClause* found = citation.stored->clause(clause.label);
            const Span place{citation.stored->source(), found == nullptr ? 0 : found->begin, found == nullptr ? 0 : found->end};
            std::string text(view.site().sources().text(place));
            std::replace(text.begin(), text.end(), '\n', ' ');
            const std::size_t begin = text.find_first_not_of(" \r\t");
            text.erase(0, std::min(text.size(), begin));
            text.erase(text.find_last_not_of(" \r\t") + 1);
            const std::string shown = excerpt(text, kShown);
            const std::string whole = shown == text ? "" : "<details class=\"again\"><summary>" + view.say("全文", "In full") + "</summary><blockquote>" + view.text(text) + "</blockquote></details>";
            return text.empty() ? "" : "<blockquote class=\"stored\">" + view.text(shown) + "</blockquote>" + whole;
        }
    }
    return {};
}

}  // namespace

std::string document_page(const RuleView& view, const Account& account) {
    std::string rows;
    for (std::size_t at = 0; at < account.clauses.size(); ++at) {
        const Clause& one = account.clauses[at];
        std::string by;
        for (const std::string& name : one.by) {
            std::string rest;
            const Incentive* incentive = view.site().named(name, rest);
            by += "<li>" + (incentive != nullptr ? view.link(*incentive) + (rest.empty() ? "" : " · " + view.text(rest)) : view.text(name)) + "</li>";
        }
        rows += "<tr id=\"clause-" + std::to_string(at + 1) + "\"><th scope=\"row\" class=\"days\">" + view.text(one.label) + "</th><td>" +
                (one.quote.empty() ? stored_words(view, account, one) : "<blockquote>" + view.text(one.quote) + "</blockquote>") + view.text(one.note) + "</td><td class=\"days\"><span class=\"treated\">" + view.text(treatment_word(one.treatment)) +
                "</span></td><td class=\"by\">" + (by.empty() ? "" : "<ul>" + by + "</ul>") + "</td></tr>";
    }
    std::map<Clause::Treatment, std::size_t> counts;
    for (const Clause& one : account.clauses) {
        ++counts[one.treatment];
    }
    std::string summary;
    for (const auto& [treatment, count] : counts) {
        summary += " <span class=\"treated\">" + view.text(treatment_word(treatment)) + " " + std::to_string(count) + "</span>";
    }
    const std::string title = document_title(view, account);
    const std::string number = account.citations.empty() ? "" : account.citations.front().number;
    const std::string name = view.say("每一条的交代", "What became of each clause");
    return view.page(title, "<h1>" + view.text(title) + "</h1><p>" + view.text(number) + " <code>" + view.text(account.id) + "</code> <span class=\"place\">" +
                                html(view.place(account.declared)) + "</span></p><p>" +
                                view.say(std::to_string(account.clauses.size()) + " 条：", std::to_string(account.clauses.size()) + " clauses:") + summary + "</p>" +
                                section("clauses", name, wide_table(name, {view.say("条款", "clause"), view.say("原文和说明", "text and note"), view.say("处理", "treatment"), view.say("由", "by")}, rows)));
}

std::string site_page(const RuleView& view) {
    const SitePage& page = view.here();
    switch (page.kind) {
        case SitePage::Kind::index: return index_page(view);
        case SitePage::Kind::names: return names_page(view);
        case SitePage::Kind::incentive: {
            const Incentive* one = view.site().incentive(page.id);
            return one == nullptr ? "" : incentive_page(view, *one);
        }
        case SitePage::Kind::bundle: {
            const Bundle* one = view.site().bundle(page.id);
            return one == nullptr ? "" : bundle_page(view, *one);
        }
        case SitePage::Kind::document: {
            const Account* one = view.site().account(page.id);
            return one == nullptr ? "" : document_page(view, *one);
        }
    }
    return {};
}

}  // namespace huiqi
