#include <chrono>
#include <utility>
#include <vector>

#include "engine/author/completion.h"
#include "engine/author/hover.h"
#include "engine/author/name_search.h"
#include "tools/lsp/server.h"

namespace huiqi::lsp {
namespace {

/// The day on the wall of whoever edits; it decides nothing but which value is marked.
[[nodiscard]] Date today() {
    const auto days = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    return Date::from_days(static_cast<std::int32_t>(days.time_since_epoch().count()));
}

/// The number that the protocol gives a kind of proposal.
[[nodiscard]] int number_of(Proposal::Kind kind) {
    switch (kind) {
        case Proposal::Kind::key: return 10;          // Property
        case Proposal::Kind::word: return 14;         // Keyword
        case Proposal::Kind::value: return 6;         // Variable
        case Proposal::Kind::function: return 3;      // Function
        case Proposal::Kind::unit: return 11;         // Unit
        case Proposal::Kind::source: return 18;       // Reference
        case Proposal::Kind::rule: return 9;          // Module
        case Proposal::Kind::type: return 13;         // Enum
        case Proposal::Kind::enum_value: return 20;   // EnumMember
    }
    return 1;
}

}  // namespace

Server::Answer Server::hover(const Json& params) {
    const auto place = asked(params);
    const auto found = place ? hover_at(workspace_, place->path, place->offset, language_, today()) : std::nullopt;
    if (!found) {
        return Json();
    }
    return Json{{"contents", {{"kind", "markdown"}, {"value", found->markdown}}},
                {"range", range_of(TextLines(place->text, encoding_), found->begin, found->end)}};
}

Server::Answer Server::completion(const Json& params) {
    const auto place = asked(params);
    if (!place) {
        return Json();
    }
    const Proposals proposals = proposals_at(workspace_, place->path, place->text, place->offset, language_);
    const Json range = range_of(TextLines(place->text, encoding_), proposals.begin, proposals.end);
    Json items = Json::array();
    for (const Proposal& one : proposals.all) {
        items.push_back({{"label", one.label}, {"kind", number_of(one.kind)}, {"detail", one.detail},
                         {"textEdit", {{"range", range}, {"newText", one.text}}}});
    }
    return Json{{"isIncomplete", false}, {"items", std::move(items)}};
}

Json Server::location(const FoundName& name) {
    const RuleDocument* file = workspace_.document(name.path);
    const TextLines lines(file == nullptr ? std::string_view() : file->text(), encoding_);
    return {{"uri", uri_for(name.path)}, {"range", range_of(lines, name.place.begin, name.place.end)}};
}

Server::Answer Server::definition(const Json& params) {
    const auto place = asked(params);
    NameSearch search(workspace_);
    const auto name = place ? search.at(place->path, place->offset) : std::nullopt;
    Json places = Json::array();
    for (const FoundName& one : name ? search.declarations(*name) : std::vector<FoundName>{}) {
        places.push_back(location(one));
    }
    return places;
}

Server::Answer Server::references(const Json& params) {
    const auto place = asked(params);
    NameSearch search(workspace_);
    const auto name = place ? search.at(place->path, place->offset) : std::nullopt;
    const bool declarations = member(member(params, "context"), "includeDeclaration") != false;
    Json places = Json::array();
    for (const FoundName& one : name ? search.uses(search.declarations(*name)) : std::vector<FoundName>{}) {
        if (declarations || !one.place.declares) {
            places.push_back(location(one));
        }
    }
    return places;
}

}  // namespace huiqi::lsp
