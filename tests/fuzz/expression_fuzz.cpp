/// Reads any bytes as an expression and as a cell. Whatever it is, reading ends; places lie inside the text;
/// and what was read without a fault is read again from its printed form, with the same result.

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "engine/diagnostic/expect.h"
#include "engine/language/parser.h"

namespace {

huiqi::SyntaxTree read(const std::string& text, bool cell, huiqi::Diagnostics& diagnostics) {
    const huiqi::ParseContext context{.units = {"件", "平方米"}};
    huiqi::MappedText mapped{.text = text, .source = 0, .anchors = {{.text = 0, .source = 0}}};
    return cell ? huiqi::parse_cell(std::move(mapped), context, diagnostics)
                : huiqi::parse_expression(std::move(mapped), context, diagnostics);
}

void check_places(const huiqi::SyntaxTree& tree, const huiqi::Diagnostics& diagnostics, std::size_t size) {
    huiqi::expect(tree.root < tree.nodes.size(), "there is a root");
    for (const huiqi::SyntaxNode& node : tree.nodes) {
        huiqi::expect(node.begin <= node.end && node.end <= size, "a node lies in the text");
    }
    for (const huiqi::Diagnostic& fault : diagnostics.all()) {
        huiqi::expect(fault.span.begin <= fault.span.end && fault.span.end <= size,
                      "a fault lies in the text");
        huiqi::expect(!fault.message.zh.empty() && !fault.message.en.empty(), "a fault says what is wrong");
    }
}

void check(const std::string& text, bool cell) {
    huiqi::Diagnostics diagnostics;
    const huiqi::SyntaxTree tree = read(text, cell, diagnostics);
    check_places(tree, diagnostics, text.size());
    if (diagnostics.has_errors()) {
        return;
    }
    const std::string printed = huiqi::print(tree);
    huiqi::Diagnostics again;
    const huiqi::SyntaxTree second = read(printed, cell, again);
    // Printing may add brackets and blanks to what just fits the limits.
    if (text.size() < 1000) {
        huiqi::expect(!again.has_errors(), "what is printed can be read");
        huiqi::expect(huiqi::print(second) == printed, "printing is settled after one round");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(data, data + size);
    check(text, false);
    check(text, true);
    return 0;
}
