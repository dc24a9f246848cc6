// How the builder comes from one token to the next: over blanks and comments, the signs of lists and
// mappings, and the anchors and tags that are reported on the way.

#include <algorithm>
#include <array>

#include "engine/rulebook/yaml/builder.h"
#include "engine/rulebook/yaml/cut.h"
#include "engine/rulebook/yaml/full_width.h"
#include "engine/rulebook/yaml/hidden.h"
#include "engine/rulebook/yaml/lines.h"

namespace huiqi {
namespace {

/// The plain words that the library gives as null.
constexpr std::array<std::string_view, 4> kNullWords{"~", "null", "Null", "NULL"};

bool is_null_word(std::string_view word) {
    return std::find(kNullWords.begin(), kNullWords.end(), word) != kNullWords.end();
}

}  // namespace

void YamlBuilder::end_document() {
    cursor_.skip_gap();
    bool ended = false;
    while (cursor_.column() == 0 && text_.substr(cursor_.at()).starts_with("...") &&
           cursor_.word_end(false) == cursor_.at() + 3) {
        cursor_.move_to(cursor_.at() + 3);
        cursor_.skip_gap();
        ended = true;
    }
    if (cursor_.at_end()) {
        return;
    }
    const std::size_t at = cursor_.at();
    if (ended || text_.substr(at).starts_with("---") || cursor_.peek() == '%') {
        report_.second_document(at);
        return;
    }
    report_.error(
        "E407", {at, line_end(text_, at)},
        {"这一行和上面的内容接不上", "this line does not go on from what is above"},
        {"列表的每一项用“- ”开头，键写成“键: 值”；同一层不能两样都有",
         "items of a list begin with `- `, keys are written `key: value`; one level holds one kind"});
    throw YamlStop{};
}

YamlProgress YamlBuilder::progress() {
    YamlCursor ahead = cursor_;
    ahead.skip_gap();
    while (ahead.at_sign('-', false) || (!at_key() && ahead.peek() == ':') ||
           (in_flow() && ahead.peek() == ',')) {
        ahead.move_to(ahead.at() + 1);
        ahead.skip_gap();
    }
    YamlProgress progress{.next = ahead.at(),
                          .value_expected = !at_key(),
                          .last = last_,
                          .last_plain = last_plain_,
                          .last_is_key = last_is_key_,
                          .open_bracket = std::nullopt,
                          .columns = {}};
    for (const Frame& frame : frames_) {
        if (frame.bracket && !progress.open_bracket) {
            progress.open_bracket = document_.nodes[frame.node].span.begin;
        } else if (!frame.bracket) {
            progress.columns.push_back(frame.column);
        }
    }
    return progress;
}

void YamlBuilder::approach() {
    if (frames_.empty()) {
        approach_root();
    } else if (node_of(frames_.back()).kind == NodeKind::sequence) {
        approach_item(frames_.back());
    } else if (frames_.back().key_read) {
        approach_value(frames_.back());
    } else {
        approach_key(frames_.back());
    }
    sign_line_ = cursor_.line();
    cursor_.skip_gap();
    take_properties();
}

void YamlBuilder::approach_root() {
    cursor_.skip_gap();
    while (cursor_.peek() == '%' && cursor_.column() == 0) {
        const YamlRange line{cursor_.at(), line_end(text_, cursor_.at())};
        report_.directive(line);
        cursor_.move_to(line.end);
        cursor_.skip_gap();
    }
    if (cursor_.column() == 0 && text_.substr(cursor_.at()).starts_with("---") &&
        cursor_.word_end(false) == cursor_.at() + 3) {
        cursor_.move_to(cursor_.at() + 3);
    }
}

void YamlBuilder::approach_item(Frame& frame) {
    cursor_.skip_gap();
    if (node_of(frame).flow) {
        take_comma(frame);
    } else if (cursor_.at_sign('-', false)) {
        frame.sign = cursor_.at();
        cursor_.take('-');
    }
}

void YamlBuilder::approach_key(Frame& frame) {
    cursor_.skip_gap();
    if (node_of(frame).flow) {
        take_comma(frame);
        cursor_.skip_gap();
    }
    if (cursor_.at_sign('?', node_of(frame).flow)) {
        report_.question_mark(cursor_.at());
        cursor_.take('?');
    }
}

void YamlBuilder::approach_value(Frame& frame) {
    cursor_.skip_gap();
    const std::size_t at = cursor_.at();
    frame.colon = (node_of(frame).flow || cursor_.at_sign(':', false)) && cursor_.take(':');
    frame.wide_colon = frame.colon && original_[at] != ':';
}

void YamlBuilder::take_comma(Frame& frame) {
    if (frame.started && cursor_.peek() == ',') {
        frame.sign = cursor_.at();
        cursor_.take(',');
    }
}

void YamlBuilder::take_properties() {
    tagged_ = false;
    for (;;) {
        const char sign = cursor_.peek();
        if (sign != '&' && sign != '!') {
            return;
        }
        const YamlRange range{cursor_.at(), std::max(cursor_.word_end(in_flow()), cursor_.at() + 1)};
        if (sign == '&') {
            report_.anchor(range);
        } else {
            report_.tag(range);
            tagged_ = true;
        }
        cursor_.move_to(range.end);
        cursor_.skip_gap();
    }
}

void YamlBuilder::report_key_of_brackets() {
    // At the end of a file the library takes a bracket that is still open for a key.
    const std::size_t open = progress().open_bracket.value_or(cursor_.at());
    const bool bracket = cursor_.peek() == '[' || cursor_.peek() == '{';
    if (bracket && hidden_rest(text_, open)) {
        throw YamlFault{.kind = YamlFaultKind::end_of_flow, .at = open};
    }
    if (const auto sign = closing_bracket_of_line(text_, open); bracket && sign) {
        full_width_.push_back(sign->at);
    } else if (bracket && open_brackets(text_.substr(open)) > 0) {
        report_.bracket_left_open(open, text_[open]);
    } else {
        report_.key_is_no_word(cursor_.at());
    }
    throw YamlStop{};
}

std::string_view YamlBuilder::null_word_here() const {
    // A word on a later line belongs to this value only when it stands further right.
    const bool free = frames_.empty() || in_flow() || at_key();
    if (!free && cursor_.line() != sign_line_ && cursor_.column() <= frames_.back().column) {
        return {};
    }
    std::string_view word = text_.substr(cursor_.at(), cursor_.word_end(in_flow()) - cursor_.at());
    if (word.ends_with(':')) {
        word.remove_suffix(1);
    }
    return is_null_word(word) ? word : std::string_view{};
}

}  // namespace huiqi
