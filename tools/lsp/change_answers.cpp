#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/author/fixes.h"
#include "engine/author/rename.h"
#include "tools/lsp/server.h"

namespace huiqi::lsp {

Json Server::workspace_edit(const std::vector<FileEdit>& edits) {
    Json changes = Json::object();
    for (const FileEdit& one : edits) {
        const RuleDocument* file = workspace_.document(one.path);
        const TextLines lines(file == nullptr ? std::string_view() : file->text(), encoding_);
        changes[uri_for(one.path)].push_back({{"range", range_of(lines, one.begin, one.end)}, {"newText", one.text}});
    }
    return {{"changes", std::move(changes)}};
}

Server::Answer Server::prepare_rename(const Json& params) {
    const auto place = asked(params);
    const auto name = place ? renamable_at(workspace_, place->path, place->offset) : std::nullopt;
    if (!name) {
        return Json();
    }
    return Json{{"range", range_of(TextLines(place->text, encoding_), name->place.begin, name->place.end)}, {"placeholder", name->place.name}};
}

Server::Answer Server::rename(const Json& params) {
    const auto place = asked(params);
    const auto name = place ? renamable_at(workspace_, place->path, place->offset) : std::nullopt;
    if (!name) {
        return Refusal{Refusal::Code::invalid_params, Bilingual{"这里没有能改的名字", "there is no name here that can be changed"}.in(language_)};
    }
    const Renaming renaming = renamed(workspace_, *name, text_member(params, "newName"));
    if (!renaming.refusal.empty()) {
        return Refusal{Refusal::Code::request_failed, renaming.refusal.in(language_)};
    }
    return workspace_edit(renaming.edits);
}

Server::Answer Server::code_action(const Json& params) {
    const std::string path = path_in(params);
    const std::string* text = workspace_.open_text(path);
    const auto range = line_range_of(member(params, "range"));
    Json actions = Json::array();
    if (text == nullptr || !range || !looks_like_rules(*text)) {
        return actions;
    }
    for (const Json& only : member(member(params, "context"), "only")) {
        if (only.is_string() && !std::string("quickfix").starts_with(only.get<std::string>())) {
            return actions;
        }
    }
    const TextLines lines(*text, encoding_);
    const std::size_t begin = lines.offset(range->begin);
    for (const Fix& fix : fixes_between(workspace_, path, begin, std::max(begin, lines.offset(range->end)))) {
        actions.push_back({{"title", fix.title.in(language_)},
                           {"kind", "quickfix"},
                           {"isPreferred", true},
                           {"diagnostics", Json::array({diagnostic_json(*fix.finding, *workspace_.view(path).rulebook.sources, lines)})},
                           {"edit", workspace_edit({fix.edit})}});
    }
    return actions;
}

}  // namespace huiqi::lsp
