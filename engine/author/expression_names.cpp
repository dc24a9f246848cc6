#include "engine/author/expression_names.h"

#include <algorithm>
#include <utility>

#include "engine/language/parser.h"

namespace huiqi {
namespace {

/// Walks a tree with the names that are bound around a node.
class Walk {
public:
    Walk(const SyntaxTree& tree, std::vector<MentionedName>& out) : tree_(tree), out_(out) {}

    void run(SyntaxId at) {
        if (at == kNoSyntax || at >= tree_.nodes.size()) {
            return;
        }
        const SyntaxNode& node = tree_[at];
        const bool binds = node.kind == SyntaxKind::some || node.kind == SyntaxKind::every || node.kind == SyntaxKind::for_;
        if (node.kind == SyntaxKind::name) {
            add(node.name, node.begin, node.end, false);
        } else if (node.kind == SyntaxKind::call) {
            add(node.name, node.name_begin, node.name_end, true);
        }
        for (std::size_t child = 0; child < node.children.size(); ++child) {
            if (binds && child == 1) {
                bound_.push_back(node.name);
            }
            run(node.children[child]);
        }
        if (binds && node.children.size() > 1) {
            bound_.pop_back();
        }
    }

private:
    void add(const std::string& name, std::uint32_t begin, std::uint32_t end, bool called) {
        if (name != "?" && name != "item" && end > begin && std::find(bound_.begin(), bound_.end(), name) == bound_.end()) {
            const Span place = tree_.text.span(begin, end);
            out_.push_back({.name = name, .begin = place.begin, .end = place.end, .called = called});
        }
    }

    const SyntaxTree& tree_;
    std::vector<MentionedName>& out_;
    std::vector<std::string> bound_;
};

}  // namespace

std::vector<MentionedName> names_in(const MappedText& text, TextRole role, const std::vector<std::string>& units) {
    std::vector<MentionedName> out;
    Diagnostics silent;
    const ParseContext context{.units = units};
    if (role == TextRole::sentence) {
        for (const TemplatePiece& piece : parse_template(text, context, silent)) {
            if (piece.expression.root != kNoSyntax) {
                Walk(piece.expression, out).run(piece.expression.root);
            }
        }
        return out;
    }
    const SyntaxTree tree = role == TextRole::cell   ? parse_cell(text, context, silent)
                            : role == TextRole::loop ? parse_source(text, context, silent)
                                                     : parse_expression(text, context, silent);
    Walk(tree, out).run(tree.root);
    return out;
}

}  // namespace huiqi
