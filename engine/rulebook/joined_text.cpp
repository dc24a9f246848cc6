#include "engine/rulebook/joined_text.h"

namespace huiqi {

JoinedText& JoinedText::words(std::string_view words) {
    text_.anchors.push_back({.text = static_cast<std::uint32_t>(text_.text.size()), .source = last_});
    text_.text += words;
    return *this;
}

JoinedText& JoinedText::piece(const MappedText& piece) {
    const auto offset = static_cast<std::uint32_t>(text_.text.size());
    if (piece.anchors.empty()) {
        text_.anchors.push_back({.text = offset, .source = 0});
    }
    for (const MappedText::Anchor& anchor : piece.anchors) {
        text_.anchors.push_back({.text = offset + anchor.text, .source = anchor.source});
    }
    text_.text += piece.text;
    last_ = piece.span().end;
    return *this;
}

JoinedText& JoinedText::bracketed(const MappedText& piece) {
    const bool comment = piece.text.find("//") != std::string::npos;
    return words("(").piece(piece).words(comment ? "\n)" : ")");
}

}  // namespace huiqi
