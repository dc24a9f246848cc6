#include <nlohmann/json.hpp>

#include "engine/diagnostic/render.h"
#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

using Json = nlohmann::ordered_json;

/// Gives `{file, line, column}`, or nulls for a place outside the sources.
Json place_of(const Span& span, const Sources& sources) {
    if (span.source >= sources.size()) {
        return {{"file", nullptr}, {"line", nullptr}, {"column", nullptr}};
    }
    const Source& source = sources[span.source];
    const Position position = source.position(span.begin);
    return {{"file", source.name()}, {"line", position.line}, {"column", position.column}};
}

Json related_of(const Diagnostic& diagnostic, const Sources& sources, Language language) {
    Json all = Json::array();
    for (const RelatedPlace& related : diagnostic.related) {
        Json one = place_of(related.span, sources);
        one["message"] = related.message.in(language);
        all.push_back(std::move(one));
    }
    return all;
}

Json json_of(const Diagnostic& diagnostic, const Sources& sources, Language language) {
    const bool known = diagnostic.span.source < sources.size();
    Json json = place_of(diagnostic.span, sources);
    json["length"] = known ? code_point_count(sources.text(diagnostic.span)) : 0;
    json["code"] = diagnostic.code;
    json["severity"] = diagnostic.severity == Severity::error ? "error" : "warning";
    json["message"] = diagnostic.message.in(language);
    json["fix"] = diagnostic.help.in(language);
    json["related"] = related_of(diagnostic, sources, language);
    return json;
}

}  // namespace

std::string render_json(const Diagnostics& diagnostics, const Sources& sources, Language language) {
    Json all = Json::array();
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        all.push_back(json_of(diagnostic, sources, language));
    }
    // A file name or an excerpt may hold bytes that are not UTF-8; the report must come out all the same.
    return all.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace huiqi
