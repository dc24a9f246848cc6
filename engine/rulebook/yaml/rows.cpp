#include "engine/rulebook/yaml/rows.h"

#include <algorithm>
#include <string_view>

#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

class Cells {
public:
    Cells(const Sources& sources, const Document& document, const YamlNode& node)
        : sources_(sources), document_(document), node_(node) {}

    [[nodiscard]] bool mapping() const { return node_.kind == NodeKind::mapping; }
    [[nodiscard]] std::size_t size() const { return mapping() ? node_.entries.size() : node_.items.size(); }

    [[nodiscard]] std::string text(std::size_t i) const {
        if (!mapping()) {
            return inner(node_.items[i]);
        }
        const YamlEntry& entry = node_.entries[i];
        return std::string(sources_.text(key_span(sources_, entry))) + ": " + inner(entry.value);
    }

    /// Tells whether it is a row of scalars, in one line.
    [[nodiscard]] bool is_row() const {
        const auto scalar = [this](NodeId id) { return document_[id].kind == NodeKind::scalar; };
        return node_.kind != NodeKind::scalar && node_.flow && size() > 1 &&
               sources_.text(node_.span).find('\n') == std::string_view::npos &&
               (mapping() ? std::all_of(node_.entries.begin(), node_.entries.end(), [&](const YamlEntry& e) { return scalar(e.value); })
                          : std::all_of(node_.items.begin(), node_.items.end(), scalar));
    }

    /// Tells whether two rows have the same cells.
    [[nodiscard]] bool like(const Cells& other) const {
        return mapping() == other.mapping() && size() == other.size() &&
               std::equal(node_.entries.begin(), node_.entries.end(), other.node_.entries.begin(), other.node_.entries.end(),
                          [](const YamlEntry& a, const YamlEntry& b) { return a.key.text == b.key.text; });
    }

private:
    [[nodiscard]] std::string inner(NodeId id) const {
        const YamlNode& node = document_[id];
        return node.kind == NodeKind::scalar ? std::string(sources_.text(node.span)) : flow_text(sources_, document_, node);
    }

    const Sources& sources_;
    const Document& document_;
    const YamlNode& node_;
};

/// Gives the columns of rows that stand together; empty when one would become too long.
[[nodiscard]] RowWidths columns_of(const std::vector<Cells>& rows, std::size_t indent) {
    RowWidths widths(rows.front().size() - 1, 0);
    std::size_t last = 0;
    for (const Cells& row : rows) {
        for (std::size_t i = 0; i < widths.size(); ++i) {
            widths[i] = std::max(widths[i], display_width(row.text(i)));
        }
        last = std::max(last, display_width(row.text(widths.size())));
    }
    std::size_t line = indent + 2 + last;
    for (const std::size_t width : widths) {
        line += width + 2;
    }
    return line <= kLongestLine ? widths : RowWidths();
}

}  // namespace

Span key_span(const Sources& sources, const YamlEntry& entry) {
    Span span = entry.key.span();
    const std::string_view text = sources[span.source].text();
    if (span.begin > 0 && (text[span.begin - 1] == '"' || text[span.begin - 1] == '\'')) {
        --span.begin;
        ++span.end;
    }
    return span;
}

Widths aligned_rows(const Sources& sources, const Document& document, const YamlNode& list, std::size_t indent) {
    Widths all(list.items.size());
    std::vector<Cells> rows;
    for (const NodeId id : list.items) {
        rows.emplace_back(sources, document, document[id]);
    }
    for (std::size_t begin = 0; begin < rows.size();) {
        std::size_t end = begin + 1;
        if (rows[begin].is_row()) {
            while (end < rows.size() && rows[end].is_row() && rows[begin].like(rows[end])) {
                ++end;
            }
            if (end - begin > 1) {
                const auto from = rows.begin() + static_cast<std::ptrdiff_t>(begin);
                const auto to = rows.begin() + static_cast<std::ptrdiff_t>(end);
                std::fill(all.begin() + static_cast<std::ptrdiff_t>(begin), all.begin() + static_cast<std::ptrdiff_t>(end),
                          columns_of({from, to}, indent));
            }
        }
        begin = end;
    }
    return all;
}

std::string flow_text(const Sources& sources, const Document& document, const YamlNode& node) {
    return row_text(sources, document, node, {});
}

std::string row_text(const Sources& sources, const Document& document, const YamlNode& node, const RowWidths& widths) {
    const Cells cells(sources, document, node);
    std::string text(cells.mapping() ? "{" : "[");
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::string cell = cells.text(i);
        text += cell;
        if (i + 1 < cells.size()) {
            text += ", ";
            text.append(i < widths.size() ? widths[i] - display_width(cell) : 0, ' ');
        }
    }
    return text + (cells.mapping() ? "}" : "]");
}

}  // namespace huiqi
