#include <algorithm>
#include <utility>

#include "engine/language/parser.h"

namespace huiqi {
namespace {

/// Takes a stretch out of a mapped text, places and all.
MappedText slice(const MappedText& whole, std::size_t begin, std::size_t end) {
    MappedText part{.text = whole.text.substr(begin, end - begin), .source = whole.source, .anchors = {}};
    part.anchors.push_back({.text = 0, .source = whole.span(begin, begin).begin});
    for (const MappedText::Anchor& anchor : whole.anchors) {
        if (anchor.text > begin && anchor.text <= end) {
            part.anchors.push_back(
                {.text = anchor.text - static_cast<std::uint32_t>(begin), .source = anchor.source});
        }
    }
    return part;
}

/// Gives the offset of the `}` that ends the hole begun before `at`; a brace inside quotes does not count.
std::size_t end_of_hole(std::string_view text, std::size_t at) {
    char quote = '\0';
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (quote == '\0' && c == '}') {
            return at;
        }
        if (c == '\\' && quote != '\0') {
            ++at;
        } else if (c == '"') {
            quote = quote == '\0' ? c : '\0';
        }
    }
    return std::string_view::npos;
}

/// Splits one sentence.
class Splitter {
public:
    Splitter(const MappedText& text, const ParseContext& context, Diagnostics& diagnostics)
        : whole_(text), text_(text.text), context_(context), diagnostics_(diagnostics) {}

    std::vector<TemplatePiece> run() {
        while (at_ < text_.size()) {
            step();
        }
        end_literal();
        return std::move(pieces_);
    }

private:
    void step() {
        const char c = text_[at_];
        const bool doubled = at_ + 1 < text_.size() && text_[at_ + 1] == c;
        if ((c == '{' || c == '}') && doubled) {
            literal_ += c;
            at_ += 2;
        } else if (c == '{') {
            hole();
        } else if (c == '}') {
            report({"多了一个“}”", "this `}` closes nothing"},
                   {"删掉它；句子里要写花括号就写两个：}}",
                    "delete it; a brace of the sentence is written twice: }}"});
            ++at_;
        } else {
            literal_ += c;
            ++at_;
        }
    }

    void hole() {
        const std::size_t end = end_of_hole(text_, at_ + 1);
        if (end == std::string_view::npos) {
            report({"“{”没有配上“}”", "this `{` is not closed"},
                   {"写成 {名字}；句子里要写花括号就写两个：{{",
                    "write {name}; a brace of the sentence is written twice: {{"});
            at_ = text_.size();
            return;
        }
        end_literal();
        pieces_.push_back(
            {.literal = {},
             .expression = parse_expression(slice(whole_, at_ + 1, end), context_, diagnostics_)});
        at_ = end + 1;
    }

    void report(Bilingual message, Bilingual help) {
        diagnostics_.error("E107", whole_.span(at_, at_ + 1), std::move(message), std::move(help));
    }

    void end_literal() {
        if (!literal_.empty()) {
            pieces_.push_back({.literal = std::exchange(literal_, {}), .expression = {}});
        }
    }

    const MappedText& whole_;
    std::string_view text_;
    const ParseContext& context_;
    Diagnostics& diagnostics_;
    std::vector<TemplatePiece> pieces_;
    std::string literal_;
    std::size_t at_ = 0;
};

}  // namespace

std::vector<TemplatePiece> parse_template(MappedText text, const ParseContext& context,
                                          Diagnostics& diagnostics) {
    return Splitter(text, context, diagnostics).run();
}

}  // namespace huiqi
