#include "tools/huiqi/json_values.h"

#include "engine/numeric/decimal_text.h"

namespace huiqi {

using json = nlohmann::ordered_json;

json value_json(const Value& value, const Type& type) {
    switch (value.state()) {
        case State::absent: return nullptr;
        case State::unknown: return {{"unknown", value.waits_for()}};
        case State::error: return {{"error", error_code(value.error())}};
        case State::known: break;
    }
    switch (type.kind()) {
        case TypeKind::boolean: return value.boolean();
        case TypeKind::number: return decimal_text(value.number());
        case TypeKind::list: {
            json list = json::array();
            for (const Value& element : value.elements()) {
                list.push_back(value_json(element, type.element()));
            }
            return list;
        }
        case TypeKind::record: {
            json fields = json::object();
            for (std::size_t at = 0; at < type.fields().size(); ++at) {
                fields[type.fields()[at].name] = value_json(value.elements()[at], type.fields()[at].type);
            }
            return fields;
        }
        default: return value_text(value, type, true);
    }
}

json prose_json(const Bilingual& text) {
    return text.empty() ? json(nullptr) : json{{"zh", text.zh}, {"en", text.en}};
}

json cited_json(const CitedText& cited) {
    return cited.empty() ? json(nullptr)
                         : json{{"document", cited.document}, {"number", cited.number}, {"clause", cited.clause},
                                {"quote", cited.quote}, {"interpretation", prose_json(cited.interpretation)}};
}

json place_json(const Span& span, const Sources& sources) {
    const Source& source = sources[span.source];
    const Position at = source.position(span.begin);
    return {{"file", source.name()}, {"line", at.line}, {"column", at.column}};
}

json day_json(const std::optional<Date>& day) { return day ? json(day->text()) : json(nullptr); }

}  // namespace huiqi
