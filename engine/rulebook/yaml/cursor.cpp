#include "engine/rulebook/yaml/cursor.h"

#include "engine/rulebook/yaml/lines.h"

namespace huiqi {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kFlowSigns = ",[]{}";

}  // namespace

YamlCursor::YamlCursor(std::string_view text, SourceId source) : text_(text), source_(source) {
    if (text.starts_with(kByteOrderMark)) {
        at_ = line_ = kByteOrderMark.size();
    }
}

char YamlCursor::peek(std::size_t ahead) const noexcept {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
}

void YamlCursor::move_to(std::size_t offset) {
    const std::size_t before =
        offset > at_ ? text_.substr(at_, offset - at_).rfind('\n') : std::string_view::npos;
    if (before != std::string_view::npos) {
        line_ = at_ + before + 1;
    }
    at_ = std::max(at_, offset);
}

void YamlCursor::skip_gap() {
    for (;;) {
        for (; at_ < text_.size() && (is_blank(text_[at_]) || is_break(text_[at_])); ++at_) {
            line_ = text_[at_] == '\n' ? at_ + 1 : line_;
        }
        if (peek() != '#') {
            return;
        }
        move_to(keep_comment(at_));
    }
}

bool YamlCursor::take(char byte) {
    if (at_end() || text_[at_] != byte) {
        return false;
    }
    ++at_;
    return true;
}

bool YamlCursor::at_sign(char sign, bool flow) const noexcept {
    if (peek() != sign) {
        return false;
    }
    const char next = peek(1);
    return next == '\0' || is_blank(next) || is_break(next) ||
           (flow && kFlowSigns.find(next) != std::string_view::npos);
}

std::size_t YamlCursor::word_end(bool flow) const noexcept {
    return std::min(text_.find_first_of(flow ? " \t\r\n,[]{}" : " \t\r\n", at_), text_.size());
}

std::size_t YamlCursor::keep_comment(std::size_t begin) {
    const std::size_t end = line_end(text_, begin);
    comments_.push_back({.span = {.source = source_,
                                  .begin = static_cast<std::uint32_t>(begin),
                                  .end = static_cast<std::uint32_t>(end)},
                         .whole_line = after_blanks(text_, line_) == begin});
    return end;
}

}  // namespace huiqi
