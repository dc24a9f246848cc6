#include "tools/lsp/server.h"

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

#include "engine/author/message_frame.h"
#include "engine/diagnostic/parsed_json.h"

namespace huiqi::lsp {
namespace {

using Code = Refusal::Code;

constexpr std::array<std::pair<std::string_view, PositionEncoding>, 3> kEncodings{
    {{"utf-16", PositionEncoding::utf16}, {"utf-8", PositionEncoding::utf8}, {"utf-32", PositionEncoding::utf32}}};

/// What the editor named first of what we can; UTF-16 where it names nothing.
[[nodiscard]] std::pair<std::string_view, PositionEncoding> agreed_encoding(const Json& capabilities) {
    for (const Json& wanted : member(member(capabilities, "general"), "positionEncodings")) {
        for (const auto& one : kEncodings) {
            if (wanted == one.first) {
                return one;
            }
        }
    }
    return kEncodings.front();
}

[[nodiscard]] Json capabilities_with(std::string_view encoding) {
    return {{"positionEncoding", encoding},
            {"textDocumentSync", {{"openClose", true}, {"change", 2}, {"save", {{"includeText", false}}}}},
            {"documentFormattingProvider", true},
            {"hoverProvider", true},
            {"completionProvider", {{"triggerCharacters", {" ", "{", "[", ",", ":"}}}},
            {"definitionProvider", true},
            {"referencesProvider", true},
            {"renameProvider", {{"prepareProvider", true}}},
            {"codeActionProvider", {{"codeActionKinds", {"quickfix"}}}},
            {"workspace", {{"workspaceFolders", {{"supported", true}, {"changeNotifications", true}}}}}};
}

}  // namespace

const std::map<std::string_view, Server::Request>& Server::requests() {
    static const std::map<std::string_view, Request> table{
        {"initialize", &Server::initialize},
        {"shutdown", &Server::shutdown},
        {"textDocument/formatting", &Server::formatting},
        {"textDocument/hover", &Server::hover},
        {"textDocument/completion", &Server::completion},
        {"textDocument/definition", &Server::definition},
        {"textDocument/references", &Server::references},
        {"textDocument/prepareRename", &Server::prepare_rename},
        {"textDocument/rename", &Server::rename},
        {"textDocument/codeAction", &Server::code_action},
    };
    return table;
}

const std::map<std::string_view, Server::Notice>& Server::notices() {
    static const std::map<std::string_view, Notice> table{
        {"initialized", &Server::initialized},
        {"exit", &Server::exit},
        {"textDocument/didOpen", &Server::opened},
        {"textDocument/didChange", &Server::changed},
        {"textDocument/didSave", &Server::saved},
        {"textDocument/didClose", &Server::closed},
        {"workspace/didChangeWatchedFiles", &Server::watched},
        {"workspace/didChangeWorkspaceFolders", &Server::folders_changed},
        {"workspace/didChangeConfiguration", &Server::configured},
    };
    return table;
}

void Server::take(std::string_view text) {
    Json message = parsed_json<Json>(text);
    if (message.is_discarded()) {
        message = parsed_json<Json>(without_lone_surrogates(text));
    }
    if (message.is_discarded()) {
        refuse(nullptr, {Code::parse_error, "the message is no JSON"});
        return;
    }
    const Json& id = member(message, "id");
    const Json& method = member(message, "method");
    const bool sound_id = id.is_null() || id.is_string() || id.is_number_integer();
    if (!message.is_object() || !sound_id) {
        refuse(nullptr, {Code::invalid_request, "a message is an object, and its id a text or a whole number"});
    } else if (!method.is_string()) {
        if (!message.contains("result") && !message.contains("error")) {
            refuse(id, {Code::invalid_request, "the message has no method"});
        }
    } else if (message.contains("id")) {
        request(id, method.get<std::string>(), member(message, "params"));
    } else if (const auto known = notices().find(method.get<std::string>());
               known != notices().end() && (initialized_ || known->first == "exit") && (!shut_down_ || known->first == "exit")) {
        try {
            (this->*known->second)(member(message, "params"));
        } catch (const std::exception& error) {
            show(1, std::string("huiqi: ") + error.what());
        }
    }
}

void Server::request(const Json& id, const std::string& method, const Json& params) {
    const auto known = requests().find(method);
    if (!initialized_ && method != "initialize") {
        refuse(id, {Code::server_not_initialized, "`initialize` comes first"});
    } else if (shut_down_ || (initialized_ && method == "initialize")) {
        refuse(id, {Code::invalid_request, shut_down_ ? "after `shutdown` there is only `exit`" : "`initialize` comes once"});
    } else if (known == requests().end()) {
        refuse(id, {Code::method_not_found, "there is no method `" + method + "`"});
    } else {
        try {
            const Answer answer = (this->*known->second)(params);
            if (const auto* refusal = std::get_if<Refusal>(&answer)) {
                refuse(id, *refusal);
            } else {
                send_({{"jsonrpc", "2.0"}, {"id", id}, {"result", std::get<Json>(answer)}});
            }
        } catch (const std::exception& error) {
            refuse(id, {Code::internal_error, error.what()});
        }
    }
}

void Server::refuse(const Json& id, const Refusal& refusal) {
    send_({{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", static_cast<int>(refusal.code)}, {"message", refusal.message}}}});
}

void Server::tell_broken(std::string_view fault) { refuse(nullptr, {Code::parse_error, std::string(fault)}); }

void Server::cancel(const Json& id) { refuse(id, {Code::request_cancelled, "called off"}); }

void Server::show(int kind, const std::string& message) {
    send_({{"jsonrpc", "2.0"}, {"method", "window/showMessage"}, {"params", {{"type", kind}, {"message", message}}}});
}

Server::Answer Server::initialize(const Json& params) {
    const auto [name, encoding] = agreed_encoding(member(params, "capabilities"));
    encoding_ = encoding;
    std::string locale = text_member(member(params, "initializationOptions"), "locale");
    locale = locale.empty() ? text_member(params, "locale") : locale;
    if (!locale.empty()) {
        language_ = locale.starts_with("zh") ? Language::zh : Language::en;
    }
    for (const Json& folder : member(params, "workspaceFolders")) {
        folders_.insert(path_of(text_member(folder, "uri"), root_));
    }
    if (const std::string root = text_member(params, "rootUri"); folders_.empty() && !root.empty()) {
        folders_.insert(path_of(root, root_));
    }
    take_folders();
    const Json& watching = member(member(member(params, "capabilities"), "workspace"), "didChangeWatchedFiles");
    watches_ = member(watching, "dynamicRegistration") == true;
    initialized_ = true;
    return Json{{"capabilities", capabilities_with(name)}, {"serverInfo", {{"name", "huiqi"}, {"version", HUIQI_VERSION}}}};
}

void Server::take_folders() {
    root_ = folders_.empty() ? "." : *folders_.begin();
    workspace_.take_folders({folders_.begin(), folders_.end()});
}

Server::Answer Server::shutdown(const Json&) {
    shut_down_ = true;
    return Json();
}

void Server::initialized(const Json&) {
    if (!watches_) {
        return;
    }
    const Json watchers = Json::array({{{"globPattern", "**/*.yaml"}}});
    const Json registration{{"id", "huiqi.files"}, {"method", "workspace/didChangeWatchedFiles"}, {"registerOptions", {{"watchers", watchers}}}};
    send_({{"jsonrpc", "2.0"}, {"id", "huiqi.files"}, {"method", "client/registerCapability"},
           {"params", {{"registrations", Json::array({registration})}}}});
}

void Server::exit(const Json&) { ended_ = true; }

void Server::opened(const Json& params) {
    const Json& document = member(params, "textDocument");
    const std::string path = normal_path(path_in(params));
    open_[path] = {.uri = text_member(document, "uri"), .version = member(document, "version")};
    workspace_.put(path, text_member(document, "text"));
    for (const auto& [other, open] : open_) {
        unpublished_.insert(other);
    }
}

void Server::changed(const Json& params) {
    const std::string path = normal_path(path_in(params));
    const std::string* before = workspace_.open_text(path);
    if (before == nullptr) {
        return;
    }
    std::string text = *before;
    for (const Json& change : member(params, "contentChanges")) {
        std::string inserted = text_member(change, "text");
        const auto range = line_range_of(member(change, "range"));
        if (!range) {
            text = std::move(inserted);
            continue;
        }
        const TextLines lines(text, encoding_);
        const std::size_t begin = lines.offset(range->begin);
        text.replace(begin, std::max(lines.offset(range->end), begin) - begin, inserted);
    }
    open_[path].version = member(member(params, "textDocument"), "version");
    workspace_.put(path, std::move(text));
    for (const auto& [other, open] : open_) {
        unpublished_.insert(other);
    }
}

void Server::saved(const Json&) {
    workspace_.forget();
    for (const auto& [path, open] : open_) {
        unpublished_.insert(path);
    }
}

void Server::watched(const Json& params) { saved(params); }

void Server::closed(const Json& params) {
    const std::string path = normal_path(path_in(params));
    workspace_.close(path);
    unpublished_.erase(path);
    if (const auto found = open_.find(path); found != open_.end()) {
        send_({{"jsonrpc", "2.0"}, {"method", "textDocument/publishDiagnostics"},
               {"params", {{"uri", found->second.uri}, {"diagnostics", Json::array()}}}});
        open_.erase(found);
    }
    saved(params);
}

void Server::folders_changed(const Json& params) {
    const Json& event = member(params, "event");
    for (const Json& gone : member(event, "removed")) {
        folders_.erase(path_of(text_member(gone, "uri"), root_));
    }
    for (const Json& added : member(event, "added")) {
        folders_.insert(path_of(text_member(added, "uri"), root_));
    }
    take_folders();
}

/// `{"settings": {"huiqi": {"locale": "zh"}}}` changes the language.
void Server::configured(const Json& params) {
    const std::string locale = text_member(member(member(params, "settings"), "huiqi"), "locale");
    if (!locale.empty()) {
        language_ = locale.starts_with("zh") ? Language::zh : Language::en;
        saved(params);
    }
}

std::string Server::path_in(const Json& params) const { return path_of(text_member(member(params, "textDocument"), "uri"), root_); }

std::string Server::uri_for(const std::string& path) const {
    const auto found = open_.find(normal_path(path));
    return found == open_.end() ? uri_of(path) : found->second.uri;
}

std::optional<Server::Asked> Server::asked(const Json& params) const {
    const std::string path = normal_path(path_in(params));
    const std::string* text = workspace_.open_text(path);
    const auto position = position_of(member(params, "position"));
    if (text == nullptr || !position) {
        return std::nullopt;
    }
    return Asked{.path = path, .text = *text, .offset = TextLines(*text, encoding_).offset(*position)};
}

}  // namespace huiqi::lsp
