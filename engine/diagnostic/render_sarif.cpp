#include <map>

#include <nlohmann/json.hpp>

#include "engine/diagnostic/message_page.h"
#include "engine/diagnostic/render.h"
#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

using Json = nlohmann::ordered_json;

/// A file name as the reference of a URI: signs that have a meaning there are percent-encoded, Chinese bytes too.
[[nodiscard]] std::string uri_of(const std::string& name) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
    std::string uri;
    for (const char sign : name) {
        if (kPlain.find(sign) != std::string_view::npos) {
            uri += sign;
        } else {
            const auto byte = static_cast<unsigned char>(sign);
            uri += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
        }
    }
    return name.starts_with('/') ? "file://" + uri : uri;
}

[[nodiscard]] Json location_of(const Span& span, const Sources& sources) {
    const Source& source = sources[span.source];
    const Position begin = source.position(span.begin);
    const Position end = source.position(span.end);
    return {{"physicalLocation",
             {{"artifactLocation", {{"uri", uri_of(source.name())}}},
              {"region",
               {{"startLine", begin.line}, {"startColumn", begin.column}, {"endLine", end.line}, {"endColumn", end.column}}}}}};
}

[[nodiscard]] Json rule_of(std::string_view code, Language language) {
    Json rule{{"id", code}};
    if (const MessagePage* page = find_message_page(code)) {
        rule["shortDescription"] = {{"text", page->title.in(language)}};
        rule["help"] = {{"text", page->body.in(language).empty() ? page->title.in(language) : page->body.in(language)}};
    }
    return rule;
}

[[nodiscard]] Json result_of(const Diagnostic& diagnostic, std::size_t rule, const Sources& sources, Language language) {
    std::string text = diagnostic.message.in(language);
    if (!diagnostic.help.in(language).empty()) {
        text += (language == Language::zh ? "。改法：" : ". Help: ") + diagnostic.help.in(language);
    }
    Json result{{"ruleId", diagnostic.code},
                {"ruleIndex", rule},
                {"level", diagnostic.severity == Severity::error ? "error" : "warning"},
                {"message", {{"text", text}}}};
    if (diagnostic.span.source < sources.size()) {
        result["locations"] = Json::array({location_of(diagnostic.span, sources)});
    }
    Json related = Json::array();
    for (const RelatedPlace& one : diagnostic.related) {
        if (one.span.source < sources.size()) {
            Json place = location_of(one.span, sources);
            place["message"] = {{"text", one.message.in(language)}};
            related.push_back(std::move(place));
        }
    }
    if (!related.empty()) {
        result["relatedLocations"] = std::move(related);
    }
    return result;
}

}  // namespace

std::string render_sarif(const Diagnostics& diagnostics, const Sources& sources, Language language, std::string_view version) {
    std::map<std::string_view, std::size_t> numbers;
    Json rules = Json::array();
    Json results = Json::array();
    for (const Diagnostic& one : diagnostics.all()) {
        const auto [at, fresh] = numbers.emplace(one.code, numbers.size());
        if (fresh) {
            rules.push_back(rule_of(one.code, language));
        }
        results.push_back(result_of(one, at->second, sources, language));
    }
    const Json log{{"$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"},
                   {"version", "2.1.0"},
                   {"runs",
                    Json::array({{{"tool", {{"driver", {{"name", "huiqi"}, {"version", version}, {"rules", std::move(rules)}}}}},
                                  {"columnKind", "unicodeCodePoints"},
                                  {"results", std::move(results)}}})}};
    return log.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace huiqi
