#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/author/name_search.h"
#include "engine/author/rename.h"
#include "engine/author/text_position.h"
#include "engine/author/workspace.h"
#include "engine/diagnostic/diagnostic.h"
#include "tools/lsp/protocol.h"

namespace huiqi::lsp {

/// Answers an editor: one message in, any number out. It keeps what the editor has open and knows nothing of how bytes travel.
class Server {
public:
    /// `send` takes each message for the editor. Sentences are in `language` unless the editor names another.
    Server(Language language, std::function<void(const Json&)> send) : language_(language), send_(std::move(send)) {}

    /// Takes one message as it came.
    void take(std::string_view text);
    /// Tells the editor that a message could not be read.
    void tell_broken(std::string_view fault);
    /// Refuses a request that was called off before its turn.
    void cancel(const Json& id);
    /// Publishes the findings of open files that changed since; for when nothing more waits.
    void publish();

    /// Tells whether the editor said `exit`.
    [[nodiscard]] bool ended() const noexcept { return ended_; }
    /// Tells whether it said `shutdown` before.
    [[nodiscard]] bool shut_down() const noexcept { return shut_down_; }

private:
    using Answer = std::variant<Json, Refusal>;
    using Request = Answer (Server::*)(const Json&);
    using Notice = void (Server::*)(const Json&);
    /// A file that the editor has open.
    struct Open {
        std::string uri;
        Json version;
    };
    /// A place that a request is about.
    struct Asked {
        std::string path;
        std::string text;
        std::size_t offset = 0;
    };

    [[nodiscard]] static const std::map<std::string_view, Request>& requests();
    [[nodiscard]] static const std::map<std::string_view, Notice>& notices();

    void request(const Json& id, const std::string& method, const Json& params);
    void refuse(const Json& id, const Refusal& refusal);
    void show(int kind, const std::string& message);

    // server.cpp: the conversation and its documents
    [[nodiscard]] Answer initialize(const Json& params);
    [[nodiscard]] Answer shutdown(const Json& params);
    void initialized(const Json& params);
    void exit(const Json& params);
    void opened(const Json& params);
    void changed(const Json& params);
    void saved(const Json& params);
    void closed(const Json& params);
    void watched(const Json& params);
    void folders_changed(const Json& params);
    void configured(const Json& params);

    // findings.cpp
    void publish_file(const std::string& path, const Open& open);
    [[nodiscard]] Json diagnostic_json(const Diagnostic& diagnostic, const Sources& sources, const TextLines& lines) const;

    // answers.cpp
    [[nodiscard]] Answer formatting(const Json& params);

    // name_answers.cpp
    [[nodiscard]] Answer hover(const Json& params);
    [[nodiscard]] Answer completion(const Json& params);
    [[nodiscard]] Answer definition(const Json& params);
    [[nodiscard]] Answer references(const Json& params);
    [[nodiscard]] Json location(const FoundName& name);

    // change_answers.cpp
    [[nodiscard]] Answer prepare_rename(const Json& params);
    [[nodiscard]] Answer rename(const Json& params);
    [[nodiscard]] Answer code_action(const Json& params);
    [[nodiscard]] Json workspace_edit(const std::vector<FileEdit>& edits);

    [[nodiscard]] std::string path_in(const Json& params) const;
    [[nodiscard]] std::optional<Asked> asked(const Json& params) const;
    [[nodiscard]] std::string uri_for(const std::string& path) const;
    void take_folders();

    Language language_;
    std::function<void(const Json&)> send_;
    PositionEncoding encoding_ = PositionEncoding::utf16;
    Workspace workspace_;
    std::string root_ = ".";
    std::set<std::string> folders_;
    std::map<std::string, Open> open_;         ///< by normal path
    std::set<std::string> unpublished_;
    bool watches_ = false;                     ///< the editor can tell of changes on the disk
    bool initialized_ = false;
    bool shut_down_ = false;
    bool ended_ = false;
};

}  // namespace huiqi::lsp
