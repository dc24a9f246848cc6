/// Reads any bytes as a rule file, and holds the reader to what it promises: a root node, places inside the
/// file, texts that lead back to their places, and messages that can be drawn. What is read without the
/// library is what the library reads, without a complaint. What is printed again reads as the same.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "engine/diagnostic/expect.h"
#include "engine/diagnostic/render.h"
#include "engine/rulebook/yaml/document.h"
#include "engine/rulebook/yaml/library.h"
#include "engine/rulebook/yaml/printer.h"
#include "tests/support/same_document.h"

namespace huiqi {
namespace {

void check_span(const Span& span, const Source& source) {
    expect(span.begin <= span.end && span.end <= source.text().size(), "a place lies in its file");
}

void check_text(const MappedText& text, const Source& source) {
    for (std::size_t at = 0; at <= text.text.size(); ++at) {
        check_span(text.span(at, text.text.size()), source);
        check_span(text.span(at, at + 1), source);
    }
}

void check_document(const Document& document, const Source& source) {
    expect(!document.nodes.empty(), "a document has a root");
    for (const YamlNode& node : document.nodes) {
        check_span(node.span, source);
        check_text(node.scalar, source);
        for (const YamlEntry& entry : node.entries) {
            check_text(entry.key, source);
            expect(entry.value < document.nodes.size(), "an entry has a value");
        }
        for (const NodeId item : node.items) {
            expect(item < document.nodes.size(), "an item is a node");
        }
    }
    for (const YamlComment& comment : document.comments) {
        check_span(comment.span, source);
        expect(source.text()[comment.span.begin] == '#', "a comment begins with its sign");
    }
}

void compare_readers(const Sources& sources, SourceId id) {
    if (const std::optional<Document> quick = read_yaml_quickly(sources, id)) {
        Diagnostics diagnostics;
        const Document document = read_yaml_by_library(sources, id, diagnostics);
        expect(diagnostics.all().empty() && testing::same(*quick, document),
               "both readers give one document");
    }
}

/// What is laid out says the same, and laying it out again changes nothing.
void print_again(Sources& sources, const Document& document) {
    const SourceId first = sources.add("printed.yaml", print_yaml(sources, document));
    Diagnostics diagnostics;
    const Document again = read_yaml(sources, first, diagnostics);
    expect(!diagnostics.has_errors() && says_the_same(sources, document, again), "what is printed says the same");
    expect(print_yaml(sources, again) == sources[first].text(), "printing again changes nothing");
}

void read(std::string text) {
    Sources sources;
    const SourceId id = sources.add("fuzz.yaml", std::move(text));
    Diagnostics diagnostics;
    const Document document = read_yaml(sources, id, diagnostics);
    check_document(document, sources[id]);
    compare_readers(sources, id);
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        check_span(diagnostic.span, sources[id]);
        expect(!diagnostic.message.zh.empty() && !diagnostic.message.en.empty(),
               "a message has both languages");
    }
    if (!diagnostics.has_errors()) {
        print_again(sources, document);
    }
    static_cast<void>(render_text(diagnostics, sources, {.language = Language::zh, .color = true}));
    static_cast<void>(render_json(diagnostics, sources, Language::en));
}

}  // namespace
}  // namespace huiqi

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    huiqi::read(std::string(data, data + size));
    return 0;
}
