#include <map>

#include <nlohmann/json.hpp>

#include "tools/huiqi/title_text.h"
#include "tools/web/rule_pages.h"
#include "tools/web/site_entries.h"

namespace huiqi {
namespace {

/// Gives JSON as it may stand in a script, whatever is around it.
[[nodiscard]] std::string script_text(const nlohmann::json& value) {
    const std::string text = value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '<': out += "\\u003c"; break;
            case '>': out += "\\u003e"; break;
            case '&': out += "\\u0026"; break;
            default: out += c; break;
        }
    }
    return out;
}

[[nodiscard]] std::string address(const RuleSite& site, SiteShape shape, const SitePage& page) {
    return shape == SiteShape::folder ? std::string(folder_of(page.kind)) + url_part(site.file_name(page)) + ".html"
                                      : "/" + std::string(folder_of(page.kind)) + url_part(page.id);
}

}  // namespace

std::string search_index(const RuleSite& site, SiteShape shape) {
    nlohmann::json kinds = nlohmann::json::array();
    for (unsigned kind = 0; kind <= static_cast<unsigned>(SiteEntry::Kind::test_case); ++kind) {
        const Bilingual word = kind_word(static_cast<SiteEntry::Kind>(kind));
        kinds.push_back({word.zh, word.en});
    }
    std::map<SitePage, std::size_t> numbers;
    nlohmann::json pages = nlohmann::json::array();
    std::string entries;
    each_entry(site, [&](const SiteEntry& entry) {
        const auto [found, fresh] = numbers.try_emplace(entry.page, numbers.size());
        if (fresh) {
            const Incentive* incentive = entry.page.kind == SitePage::Kind::incentive ? site.incentive(entry.page.id) : nullptr;
            const Bundle* bundle = entry.page.kind == SitePage::Kind::bundle ? site.bundle(entry.page.id) : nullptr;
            const auto called = [&](Language language) {
                return incentive != nullptr ? title_or_id(*incentive, language) : bundle != nullptr ? title_or_id(*bundle, language) : entry.text.in(language);
            };
            const std::string zh = called(Language::zh);
            const std::string en = called(Language::en);
            pages.push_back({address(site, shape, entry.page), zh.empty() ? entry.page.id : zh, en.empty() ? entry.page.id : en});
        }
        nlohmann::json one = {found->second, static_cast<unsigned>(entry.kind), entry.anchor, entry.name, entry.text.in(Language::zh)};
        if (entry.text.in(Language::en) != entry.text.in(Language::zh)) {
            one.push_back(entry.text.in(Language::en));
        }
        entries += (entries.empty() ? "\n" : ",\n") + script_text(one);
    });
    return "window.huiqiIndex = {\"kinds\": " + script_text(kinds) + ",\n\"pages\": " + script_text(pages) + ",\n\"entries\": [" + entries + "\n]};\n";
}

}  // namespace huiqi
