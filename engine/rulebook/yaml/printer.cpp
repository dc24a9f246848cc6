#include "engine/rulebook/yaml/printer.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/yaml/rows.h"

namespace huiqi {
namespace {

constexpr std::size_t kStep = 2;

[[nodiscard]] std::string_view trimmed(std::string_view line) {
    const std::size_t begin = line.find_first_not_of(" \t\r");
    return begin == std::string_view::npos ? std::string_view()
                                           : line.substr(begin, line.find_last_not_of(" \t\r") + 1 - begin);
}

/// Cuts a text at its line ends.
[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

class Printer {
public:
    Printer(const Sources& sources, const Document& document)
        : sources_(sources), document_(document), source_(sources[document.source]) {}

    [[nodiscard]] std::string run() {
        const YamlNode& root = document_.root();
        const auto end = static_cast<std::uint32_t>(source_.text().size());
        if (is_block(root)) {
            block(root, like_mark(root) ? kStep : 0, end);
        } else {
            own_lines(root.span.begin, 0);
            out_.append(like_mark(root) ? kStep : 0, ' ');
            value(root, 0);
            end_line(root.span.end);
        }
        own_lines(end, 0);
        return std::move(out_);
    }

private:
    /// Tells whether something of the root looks like the mark of a document, `---` or `...`, and would be one without a blank before it.
    [[nodiscard]] bool like_mark(const YamlNode& root) const {
        const auto marks = [this](const Span& span) {
            const std::string_view text = sources_.text(span);
            return text.starts_with("---") || text.starts_with("...");
        };
        return root.kind == NodeKind::mapping
                   ? std::any_of(root.entries.begin(), root.entries.end(), [&](const YamlEntry& one) { return marks(key_span(sources_, one)); })
                   : root.kind == NodeKind::scalar && marks(root.span);
    }
    [[nodiscard]] static bool is_block(const YamlNode& node) { return node.kind != NodeKind::scalar && !node.flow; }
    [[nodiscard]] std::size_t line_of(std::size_t offset) const { return source_.position(offset).line; }
    [[nodiscard]] std::size_t column_of(std::size_t offset) const { return offset - source_.line_start(line_of(offset)); }
    [[nodiscard]] bool one_line(const Span& span) const { return line_of(span.begin) == line_of(span.end); }

    /// Gives where the item of a list begins in the source.
    [[nodiscard]] std::uint32_t dash_of(const YamlNode& item) const {
        std::uint32_t begin = item.span.begin;
        while (begin > 0 && source_.text()[begin] != '-') {
            --begin;
        }
        return begin;
    }

    void start_line(std::size_t indent) {
        if (!at_line_start()) {
            out_ += '\n';
        }
        out_.append(indent, ' ');
    }
    [[nodiscard]] bool at_line_start() const { return out_.empty() || out_.back() == '\n'; }

    /// Keeps one empty line where the source has some before `offset`.
    void keep_empty_line(std::size_t offset) {
        const std::size_t line = line_of(offset);
        if (out_.empty() || out_.size() == kept_ || line < 2 || !trimmed(source_.line(line - 1)).empty()) {
            return;
        }
        out_ += at_line_start() ? "\n" : "\n\n";
    }

    [[nodiscard]] bool comment_before(std::size_t offset) const {
        return comment_ < document_.comments.size() && document_.comments[comment_].span.begin < offset;
    }

    /// Writes the comments before `offset`, each in a line of its own.
    void own_lines(std::size_t offset, std::size_t indent) {
        while (comment_before(offset)) {
            own_line(indent);
        }
    }
    void own_line(std::size_t indent) {
        const Span span = document_.comments[comment_++].span;
        keep_empty_line(span.begin);
        start_line(indent);
        out_ += trimmed(sources_.text(span));
        out_ += '\n';
    }

    /// Ends the line of what ends at `offset`, with the comment that stands behind it.
    void end_line(std::size_t offset) {
        if (comment_ < document_.comments.size()) {
            const Span span = document_.comments[comment_].span;
            if (span.begin >= offset && line_of(span.begin) == line_of(offset)) {
                out_.append(at_line_start() ? 0 : kStep, ' ');   // behind nothing it has a line of its own
                out_ += trimmed(sources_.text(span));
                ++comment_;
            }
        }
        if (!at_line_start()) {
            out_ += '\n';
        }
    }

    /// Writes the comments below a block that stand at least as far in as the block does in the source.
    void trailing_comments(std::size_t limit, std::size_t column, std::size_t indent) {
        while (comment_before(limit) && column_of(document_.comments[comment_].span.begin) >= column) {
            own_line(indent);
        }
    }

    /// Writes a mapping or list in block style; `limit` is where what follows it begins.
    void block(const YamlNode& node, std::size_t indent, std::uint32_t limit, bool in_line = false) {
        const std::size_t count = node.kind == NodeKind::mapping ? node.entries.size() : node.items.size();
        const Widths widths = node.kind == NodeKind::sequence ? aligned_rows(sources_, document_, node, indent + kStep) : Widths();
        std::uint32_t first = limit;
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint32_t begin = begin_of(node, i);
            const std::uint32_t next = i + 1 < count ? begin_of(node, i + 1) : limit;
            first = std::min(first, begin);
            if (!in_line || i != 0) {
                own_lines(begin, indent);
                keep_empty_line(begin);
                start_line(indent);
            }
            if (node.kind == NodeKind::mapping) {
                entry(node.entries[i], indent, next);
            } else {
                item(document_[node.items[i]], indent, next, i < widths.size() ? widths[i] : RowWidths());
            }
        }
        trailing_comments(limit, column_of(first), indent);
    }
    [[nodiscard]] std::uint32_t begin_of(const YamlNode& node, std::size_t i) const {
        return node.kind == NodeKind::mapping ? key_span(sources_, node.entries[i]).begin : dash_of(document_[node.items[i]]);
    }

    void entry(const YamlEntry& entry, std::size_t indent, std::uint32_t limit) {
        const Span key = key_span(sources_, entry);
        out_ += sources_.text(key);
        out_ += ':';
        const YamlNode& node = document_[entry.value];
        if (is_block(node)) {
            end_line(key.end);
            block(node, indent + kStep, limit);
            return;
        }
        if (stays_below(key, node)) {
            end_line(key.end);
            own_lines(node.span.begin, indent + kStep);
            start_line(indent + kStep);
            value(node, indent + kStep);
        } else {
            out_ += ' ';
            value(node, indent);
        }
        end_line(node.span.end);
    }

    /// Tells whether braces or brackets stay in the line below their key: they take several, or one that would be too long.
    [[nodiscard]] bool stays_below(const Span& key, const YamlNode& node) const {
        if (!node.flow || line_of(key.end) == line_of(node.span.begin)) {
            return false;
        }
        return !one_line(node.span) || column_here() + 1 + display_width(flow_text(sources_, document_, node)) > kLongestLine;
    }

    void item(const YamlNode& node, std::size_t indent, std::uint32_t limit, const RowWidths& widths) {
        out_ += "- ";
        if (is_block(node)) {
            const std::uint32_t begin = begin_of(node, 0);
            if (comment_before(begin)) {   // `-  # why`: the block begins in a line of its own
                out_.pop_back();
                end_line(dash_of(node));
                block(node, indent + kStep, limit);
                return;
            }
            block(node, indent + kStep, limit, true);
            return;
        }
        widths.empty() ? value(node, indent) : row(node, widths);
        end_line(node.span.end);
    }

    /// Writes a scalar or what stands in braces and brackets.
    void value(const YamlNode& node, std::size_t indent) {
        if (node.kind != NodeKind::scalar) {
            one_line(node.span) ? flow(node) : open_flow(node, indent);
        } else if (node.style == ScalarStyle::literal || node.style == ScalarStyle::folded) {
            block_scalar(node, indent);
        } else {
            flow_scalar(node, indent);
        }
    }

    /// A plain or quoted scalar; further lines are set in, which YAML folds away.
    void flow_scalar(const YamlNode& node, std::size_t indent) {
        const std::vector<std::string_view> lines = lines_of(sources_.text(node.span));
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const std::string_view line = i == 0 && lines.size() == 1 ? lines[i] : trimmed(lines[i]);
            if (i != 0) {
                out_ += '\n';
                out_.append(line.empty() ? 0 : indent + kStep, ' ');
            }
            out_ += line;
        }
    }

    /// A scalar behind `|` or `>`: its lines keep their places to one another.
    void block_scalar(const YamlNode& node, std::size_t indent) {
        const std::vector<std::string_view> lines = lines_of(sources_.text(node.span));
        const auto filled = std::find_if(lines.begin() + 1, lines.end(), [](auto line) { return !trimmed(line).empty(); });
        std::size_t inner = 0;
        std::size_t blanks = 0;
        if (filled != lines.end()) {
            const std::string_view text = node.scalar.text;
            blanks = std::min(text.find_first_not_of('\n'), text.size());
            blanks = std::min(text.find_first_not_of(' ', blanks), text.size()) - blanks;
            inner = std::min(filled->find_first_not_of(' '), filled->size()) - blanks;
        }
        std::string_view header = trimmed(lines.front());
        const std::string_view comment = header.substr(std::min(header.find(" #"), header.size()));
        header = trimmed(header.substr(0, header.size() - comment.size()));
        for (const char sign : header) {
            if (sign < '0' || sign > '9') {
                out_ += sign;
            }
        }
        if (blanks != 0) {
            out_ += static_cast<char>('0' + kStep);
        }
        if (!comment.empty()) {
            out_ += std::string(kStep, ' ') + std::string(trimmed(comment));
        }
        for (std::size_t i = 1; i < lines.size(); ++i) {
            out_ += '\n';
            const std::string_view line = lines[i].ends_with('\r') ? lines[i].substr(0, lines[i].size() - 1) : lines[i];
            if (line.size() > inner) {
                out_.append(indent + kStep, ' ');
                out_ += line.substr(inner);
            }
        }
        if (header.find('+') != std::string_view::npos) {
            keep_line_ends(node);
        }
        while (comment_before(node.span.end)) {
            ++comment_;   // that of the header
        }
    }

    /// Behind `|+` and `>+` every empty line is part of the text: as many as it has, and none more.
    void keep_line_ends(const YamlNode& node) {
        const std::string_view all = source_.text();
        const std::size_t last = all.find_last_not_of(" \t\r\n", node.span.end - 1);
        const std::string_view behind = all.substr(last + 1, std::min(all.find_first_not_of(" \t\r\n", last + 1), all.size()) - last - 1);
        out_.erase(out_.find_last_not_of('\n') + 1);
        out_.append(static_cast<std::size_t>(std::count(behind.begin(), behind.end(), '\n')), '\n');
        kept_ = out_.size();
    }

    void flow(const YamlNode& node) { out_ += flow_text(sources_, document_, node); }

    /// Braces or brackets over several lines: a line ends where it does in the source.
    void open_flow(const YamlNode& node, std::size_t indent) {
        const bool mapping = node.kind == NodeKind::mapping;
        out_ += mapping ? '{' : '[';
        const std::size_t count = mapping ? node.entries.size() : node.items.size();
        const Span first = mapping ? key_span(sources_, node.entries.front()) : document_[node.items.front()].span;
        const bool hanging = line_of(first.begin) != line_of(node.span.begin);
        const std::size_t inner_indent = hanging ? indent + kStep : column_here();
        std::uint32_t before = node.span.begin;
        for (std::size_t i = 0; i < count; ++i) {
            const YamlNode& inner = document_[mapping ? node.entries[i].value : node.items[i]];
            const Span key = mapping ? key_span(sources_, node.entries[i]) : inner.span;
            flow_gap(before, key.begin, i == 0 ? "" : " ", inner_indent);
            if (mapping) {
                out_ += sources_.text(key);
                out_ += ": ";
            }
            value(inner, inner_indent);
            out_ += i + 1 < count ? "," : "";
            before = inner.span.end;
        }
        flow_gap(before, node.span.end - 1, "", hanging ? indent : inner_indent);
        out_ += mapping ? '}' : ']';
    }

    /// Gives the columns that a terminal shows before what comes next in this line.
    [[nodiscard]] std::size_t column_here() const {
        return display_width(std::string_view(out_).substr(out_.rfind('\n') + 1));
    }

    /// What stands between two items of a flow: blanks, or a line end, with the comments that are there.
    void flow_gap(std::uint32_t from, std::uint32_t to, std::string_view blank, std::size_t indent) {
        if (line_of(from) == line_of(to)) {
            out_ += blank;
            return;
        }
        end_line(from);
        own_lines(to, indent);
        start_line(indent);
    }

    /// Writes a row whose cells are set under those of its neighbours.
    void row(const YamlNode& node, const RowWidths& widths) { out_ += row_text(sources_, document_, node, widths); }

    const Sources& sources_;
    const Document& document_;
    const Source& source_;
    std::size_t comment_ = 0;   ///< the next one to write
    std::size_t kept_ = 0;      ///< where what was written ends with line ends that say something
    std::string out_;
};

}  // namespace

bool says_the_same(const Sources& sources, const Document& one, const Document& other) {
    const auto same_node = [](const YamlNode& a, const YamlNode& b) {
        return a.kind == b.kind && a.style == b.style && a.flow == b.flow && a.scalar.text == b.scalar.text && a.items == b.items &&
               std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(),
                          [](const YamlEntry& x, const YamlEntry& y) { return x.key.text == y.key.text && x.value == y.value; });
    };
    return std::equal(one.nodes.begin(), one.nodes.end(), other.nodes.begin(), other.nodes.end(), same_node) &&
           std::equal(one.comments.begin(), one.comments.end(), other.comments.begin(), other.comments.end(),
                      [&](const YamlComment& a, const YamlComment& b) {
                          return trimmed(sources.text(a.span)) == trimmed(sources.text(b.span));
                      });
}

std::string print_yaml(const Sources& sources, const Document& document) { return Printer(sources, document).run(); }

}  // namespace huiqi
