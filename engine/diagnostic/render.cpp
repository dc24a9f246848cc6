#include "engine/diagnostic/render.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/source_window.h"
#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

constexpr std::string_view kRed = "\x1b[1;31m";
constexpr std::string_view kYellow = "\x1b[1;33m";
constexpr std::string_view kCyan = "\x1b[1;36m";
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kReset = "\x1b[0m";

/// A file name is as hostile as a file: it may hold escapes for the terminal, and may be long.
constexpr std::size_t kLongestName = 400;

/// Draws one diagnostic into a text.
class Drawing {
public:
    Drawing(const Sources& sources, RenderStyle style) : sources_(sources), style_(style) {}

    std::string draw(const Diagnostic& diagnostic) {
        const bool error = diagnostic.severity == Severity::error;
        const std::string_view color = error ? kRed : kYellow;
        gutter_ = gutter_of(diagnostic);
        place(diagnostic.span);
        const std::string_view word = error ? in("错误", "error") : in("警告", "warning");
        put(color, fmt::format("{}[{}]", word, diagnostic.code));
        out_ += ": ";
        put(kBold, said(diagnostic.message));
        out_ += '\n';
        snippet(diagnostic.span, '^', color);
        help(diagnostic.help);
        for (const RelatedPlace& related : diagnostic.related) {
            place(related.span);
            put(kCyan, in("相关", "note"));
            out_ += fmt::format(": {}\n", said(related.message));
            snippet(related.span, '~', kCyan);
        }
        return std::move(out_);
    }

private:
    [[nodiscard]] std::string_view in(std::string_view zh, std::string_view en) const {
        return style_.language == Language::zh ? zh : en;
    }

    /// Gives the sentence, in the other language rather than not at all.
    [[nodiscard]] std::string_view said(const Bilingual& sentence) const {
        const std::string& wanted = sentence.in(style_.language);
        return wanted.empty() ? sentence.in(style_.language == Language::zh ? Language::en : Language::zh)
                              : wanted;
    }

    [[nodiscard]] bool known(const Span& span) const { return span.source < sources_.size(); }

    [[nodiscard]] std::size_t digits_of_line(const Span& span) const {
        return known(span) ? fmt::formatted_size("{}", sources_[span.source].position(span.begin).line) : 1;
    }

    /// The widest line number of the drawing, so that all bars stand in one column.
    [[nodiscard]] std::size_t gutter_of(const Diagnostic& diagnostic) const {
        std::size_t width = digits_of_line(diagnostic.span);
        for (const RelatedPlace& related : diagnostic.related) {
            width = std::max(width, digits_of_line(related.span));
        }
        return width;
    }

    void put(std::string_view color, std::string_view text) {
        if (style_.color) {
            out_ += color;
        }
        out_ += text;
        if (style_.color) {
            out_ += kReset;
        }
    }

    void place(const Span& span) {
        if (!known(span)) {
            return;
        }
        const Source& source = sources_[span.source];
        if (source.text().empty()) {
            put(kBold, excerpt(source.name(), kLongestName) + ":");   // a file that is not there has no lines
            out_ += ' ';
            return;
        }
        const Position position = source.position(span.begin);
        put(kBold,
            fmt::format("{}:{}:{}:", excerpt(source.name(), kLongestName), position.line, position.column));
        out_ += ' ';
    }

    void snippet(const Span& span, char marker, std::string_view color) {
        if (!known(span) || sources_[span.source].text().empty()) {
            return;
        }
        const SourceWindow window = window_around(sources_[span.source], span);
        out_ += fmt::format("{:>{}} | {}\n{:{}} | {:{}}", window.line, gutter_, window.text, "", gutter_, "",
                            window.marker);
        put(color, std::string(window.width, marker));
        out_ += '\n';
    }

    void help(const Bilingual& sentence) {
        if (sentence.empty()) {
            return;
        }
        out_ += fmt::format("{:{}} = ", "", gutter_);
        put(kCyan, in("改法：", "help: "));
        out_ += said(sentence);
        out_ += '\n';
    }

    const Sources& sources_;
    RenderStyle style_;
    std::size_t gutter_ = 1;
    std::string out_;
};

}  // namespace

std::string render_text(const Diagnostic& diagnostic, const Sources& sources, RenderStyle style) {
    return Drawing(sources, style).draw(diagnostic);
}

std::string render_text(const Diagnostics& diagnostics, const Sources& sources, RenderStyle style) {
    std::string out;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        out += out.empty() ? "" : "\n";
        out += render_text(diagnostic, sources, style);
    }
    return out;
}

}  // namespace huiqi
