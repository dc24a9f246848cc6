#include <utility>

#include "tools/lsp/server.h"

namespace huiqi::lsp {
namespace {

/// More than anybody reads; an editor slows down with thousands.
constexpr std::size_t kMostFindings = 1'000;

}  // namespace

void Server::publish() {
    const std::set<std::string> paths = std::exchange(unpublished_, {});
    if (shut_down_) {
        return;
    }
    for (const std::string& path : paths) {
        if (const auto found = open_.find(path); found != open_.end()) {
            publish_file(path, found->second);
        }
    }
}

void Server::publish_file(const std::string& path, const Open& open) {
    Json findings = Json::array();
    const std::string* text = workspace_.open_text(path);
    if (text != nullptr && looks_like_rules(*text)) {
        const RuleFileView& view = workspace_.view(path);
        const Sources& sources = *view.rulebook.sources;
        const TextLines lines(sources[view.source].text(), encoding_);
        for (const Diagnostic& one : view.diagnostics.all()) {
            if (one.span.source == view.source && findings.size() < kMostFindings) {
                findings.push_back(diagnostic_json(one, sources, lines));
            }
        }
    }
    Json params{{"uri", open.uri}, {"diagnostics", std::move(findings)}};
    if (open.version.is_number_integer()) {
        params["version"] = open.version;
    }
    send_({{"jsonrpc", "2.0"}, {"method", "textDocument/publishDiagnostics"}, {"params", std::move(params)}});
}

/// The help stands below the sentence: editors show it in one box.
Json Server::diagnostic_json(const Diagnostic& diagnostic, const Sources& sources, const TextLines& lines) const {
    std::string message = diagnostic.message.in(language_);
    if (!diagnostic.help.in(language_).empty()) {
        message += (language_ == Language::zh ? "\n改法：" : "\nhelp: ") + diagnostic.help.in(language_);
    }
    Json json{{"range", range_of(lines, diagnostic.span.begin, diagnostic.span.end)},
              {"severity", diagnostic.severity == Severity::error ? 1 : 2},
              {"code", diagnostic.code},
              {"source", "huiqi"},
              {"message", std::move(message)}};
    for (const RelatedPlace& related : diagnostic.related) {
        if (related.span.source >= sources.size()) {
            continue;
        }
        const Source& source = sources[related.span.source];
        const TextLines there(source.text(), encoding_);
        json["relatedInformation"].push_back(
            {{"location", {{"uri", uri_for(source.name())}, {"range", range_of(there, related.span.begin, related.span.end)}}},
             {"message", related.message.in(language_)}});
    }
    return json;
}

}  // namespace huiqi::lsp
