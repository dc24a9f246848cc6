#include "engine/rulebook/yaml/builder.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/yaml/cut.h"
#include "engine/rulebook/yaml/full_width.h"
#include "engine/rulebook/yaml/lines.h"
#include "engine/rulebook/yaml/scalar.h"

namespace huiqi {
YamlBuilder::YamlBuilder(std::string_view text, std::string_view original, SourceId source,
                         const YamlLimits& limits, const std::vector<YamlMask>& masks,
                         Diagnostics& diagnostics)
    : text_(text),
      original_(original),
      source_(source),
      limits_(limits),
      masks_(masks),
      report_(original, source, limits, diagnostics),
      cursor_(text, source) {
    document_.source = source;
    // growing would copy all nodes again and again; most files have fewer than these
    constexpr std::size_t kBytesANode = 16;
    document_.nodes.reserve(std::min(text.size() / kBytesANode + 2, limits.nodes));
}

bool YamlBuilder::in_flow() const {
    return !frames_.empty() && document_.nodes[frames_.back().node].flow;
}

bool YamlBuilder::at_key() const {
    return !frames_.empty() && document_.nodes[frames_.back().node].kind == NodeKind::mapping &&
           !frames_.back().key_read;
}

void YamlBuilder::null() {
    approach();
    const std::string_view word = null_word_here();
    if (word.empty()) {
        empty_here();
        return;
    }
    const std::size_t begin = cursor_.at();
    const bool key = at_key();
    scalar_here(word);
    // Any other word for nothing is text like any word.
    if (word == "~" && !key) {
        report_.tilde({begin, begin + 1});
        document_.nodes.back().faulty = true;
    }
}

void YamlBuilder::alias() {
    approach();
    const YamlRange range{cursor_.at(), cursor_.word_end(in_flow())};
    report_.alias(range);
    cursor_.move_to(range.end);
    const bool key = at_key();
    take_scalar(ScalarStyle::plain,
                {.text = std::string(text_.substr(range.begin, range.end - range.begin)),
                 .source = source_,
                 .anchors = {{.text = 0, .source = static_cast<std::uint32_t>(range.begin)}}},
                range);
    if (!key) {
        document_.nodes.back().faulty = true;
    }
}

void YamlBuilder::scalar(std::string_view value) {
    approach();
    const bool begins = std::string_view("\"'|>").find(cursor_.peek()) != std::string_view::npos;
    if (value.empty() && (!begins || cursor_.at_end())) {
        empty_here();  // a tag with nothing behind it
    } else {
        scalar_here(value);
    }
}

void YamlBuilder::begin_collection(NodeKind kind, bool flow) {
    approach();
    if (at_key()) {
        report_key_of_brackets();
    }
    if (frames_.size() >= limits_.depth) {
        report_.too_deep(cursor_.at());
    }
    Frame frame = fresh_frame();
    frame.column = cursor_.column();
    const std::size_t begin = cursor_.at();
    frame.bracket = flow && cursor_.take(kind == NodeKind::sequence ? '[' : '{');
    if (flow && kind == NodeKind::sequence && !frame.bracket) {
        give_up();
    }
    YamlNode node;
    node.kind = kind;
    node.flow = flow;
    node.span = report_.span({begin, begin});
    frame.node = add(std::move(node));
    frames_.push_back(std::move(frame));
}

void YamlBuilder::end_collection() {
    if (frames_.empty()) {
        give_up();
    }
    Frame& frame = frames_.back();
    if (frame.bracket) {
        cursor_.skip_gap();
        take_comma(frame);
        cursor_.skip_gap();
        if (!cursor_.take(node_of(frame).kind == NodeKind::sequence ? ']' : '}')) {
            give_up();
        }
        last_.end = cursor_.at();
    }
    const NodeId id = frame.node;
    YamlNode& node = document_.nodes[id];
    node.span.end = std::max(node.span.begin, static_cast<std::uint32_t>(last_.end));
    leave_frame();
    remember({node.span.begin, node.span.end}, false, false);
    complete(id);
}

/// Gives a frame as new, with the room of one that ended.
YamlBuilder::Frame YamlBuilder::fresh_frame() {
    Frame frame;
    if (!left_.empty()) {
        frame.keys = std::move(left_.back().keys);
        frame.entries = std::move(left_.back().entries);
        left_.pop_back();
    }
    return frame;
}

/// Ends the last frame. What it gathered moves to its node, in a vector that is no larger than it needs to be.
void YamlBuilder::leave_frame() {
    Frame& frame = frames_.back();
    node_of(frame).entries.assign(std::make_move_iterator(frame.entries.begin()), std::make_move_iterator(frame.entries.end()));
    frame.entries.clear();
    frame.keys.clear();
    left_.push_back(std::move(frame));
    frames_.pop_back();
}

bool YamlBuilder::says_nothing() const {
    if (document_.nodes.size() > 1) {
        return false;
    }
    return document_.nodes.empty() || (document_.root().kind == NodeKind::scalar && document_.root().style == ScalarStyle::plain &&
                                       document_.root().scalar.text.empty());
}

Document YamlBuilder::finish() {
    while (!frames_.empty()) {
        YamlNode& node = node_of(frames_.back());
        node.span.end = std::max(node.span.begin, static_cast<std::uint32_t>(last_.end));
        leave_frame();
    }
    if (says_nothing()) {   // the library finds a null behind `---`, and no document without it
        document_.nodes.clear();
        YamlNode root;
        root.kind = NodeKind::mapping;
        root.span = report_.span({cursor_.at(), cursor_.at()});
        add(std::move(root));
        cursor_.skip_gap();   // no token has led past the comments
    }
    document_.comments = cursor_.take_comments();
    // A line that is no `key: value` is a comment to the library only.
    std::erase_if(document_.comments,
                  [&](const YamlComment& comment) { return original_[comment.span.begin] != '#'; });
    return std::move(document_);
}

void YamlBuilder::scalar_here(std::string_view value) {
    const std::size_t begin = cursor_.at();
    std::optional<AlignedScalar> scalar = align_scalar(text_, begin, value, !in_flow(), source_);
    if (!scalar) {
        const bool quotes = cursor_.peek() == '"' || cursor_.peek() == '\'';
        if (quotes && !quotes_close(text_, begin)) {
            throw YamlFault{.kind = YamlFaultKind::end_of_quotes, .at = begin};
        }
        give_up();
    }
    if (scalar->text.text.size() > limits_.scalar_bytes) {
        report_.too_long(begin);
    }
    const bool block = scalar->style == ScalarStyle::literal || scalar->style == ScalarStyle::folded;
    if (block) {
        keep_header_comment(begin, scalar->end);
    }
    cursor_.move_to(scalar->end);
    if (scalar->style == ScalarStyle::double_quoted) {
        check_escapes(scalar->text);
    }
    take_scalar(scalar->style, std::move(scalar->text), {begin, scalar->end});
}

void YamlBuilder::keep_header_comment(std::size_t begin, std::size_t end) {
    const std::size_t header_end = line_end(text_, begin);
    const std::size_t sign = text_.find('#', begin);
    if (sign < header_end && header_end < end) {
        cursor_.keep_comment(sign);
    }
}

void YamlBuilder::take_scalar(ScalarStyle style, MappedText text, YamlRange range) {
    const bool plain = style == ScalarStyle::plain;
    if (at_key()) {
        take_key(std::move(text), range, style);
        return;
    }
    YamlNode node;
    node.style = style;
    node.flow = in_flow();
    const auto mask = std::find_if(masks_.begin(), masks_.end(),
                                   [&](const YamlMask& one) { return plain && one.at == range.begin; });
    if (mask != masks_.end()) {
        range = mask->value;
        text = {.text = std::string(original_.substr(range.begin, range.end - range.begin)),
                .source = source_,
                .anchors = {{.text = 0, .source = static_cast<std::uint32_t>(range.begin)}}};
        node.faulty = true;
    } else if (plain) {
        check_value(range);
    }
    node.span = report_.span(range);
    node.scalar = std::move(text);
    remember(range, plain, false);
    complete(add(std::move(node)));
}

void YamlBuilder::take_key(MappedText key, YamlRange range, ScalarStyle style) {
    Frame& frame = frames_.back();
    frame.started = true;
    frame.key_read = true;
    frame.key_faulty = false;
    frame.colon = false;
    if (style == ScalarStyle::plain && key.text == "<<") {
        report_.merge_key(range);
    } else if (style == ScalarStyle::plain) {
        if (const auto sign = full_width_in_key(text_, range)) {
            full_width_.push_back(sign->at);
            frame.key_faulty = true;
        }
    }
    frame.key = std::move(key);
    frame.key_range = range;
    remember(range, style == ScalarStyle::plain, true);
}

void YamlBuilder::check_value(YamlRange range) {
    if (frames_.empty()) {
        // A file of one plain text: what were to be keys have colons that are none.
        for (const FullWidthSign& sign : full_width_in_lines(text_, range.begin, range.end)) {
            full_width_.push_back(sign.at);
        }
        return;
    }
    Frame& frame = frames_.back();
    if (frame.bracket && node_of(frame).kind == NodeKind::sequence) {
        check_item(range);
    }
    if (!in_flow() || !frame.key_read || !frame.wide_colon) {
        return;
    }
    // `{甲：1，乙：2}`: with the first colon mended, the rest still reads as one value.
    for (std::size_t at = range.begin; at < range.end; ++at) {
        const auto comma = full_width_at(text_, at);
        if (comma && comma->ascii == ',' &&
            colon_after_word(text_, after_blanks(text_, at + comma->length))) {
            full_width_.push_back(at);
        }
    }
}

/// In `[甲，乙]` a full-width comma leaves one item where two were meant. `、` between the tests of a cell is none.
void YamlBuilder::check_item(YamlRange range) {
    int open = 0;
    for (std::size_t at = range.begin; at < range.end && full_width_.size() < limits_.faults; ++at) {
        open += parenthesis_at(text_, at);
        const auto sign = open > 0 || !begins_full_width(text_[at]) ? std::nullopt : full_width_at(text_, at);
        if (sign && sign->ascii == ',' && text_.substr(at, sign->length) != "、") {
            full_width_.push_back(at);
        }
    }
}

void YamlBuilder::check_escapes(const MappedText& text) {
    for (std::size_t at = 0; at < text.text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text.text[at]);
        if (byte < 0x20 && byte != '\t' && byte != '\n') {
            const Span span = text.span(at, at + 1);
            report_.control_escape({span.begin, span.end});
            return;
        }
    }
}

void YamlBuilder::empty_here() {
    if (frames_.empty()) {
        return;
    }
    Frame& frame = frames_.back();
    if (at_key()) {
        report_.value_without_key(cursor_.at());
        take_key({.text = {}, .source = source_, .anchors = {}}, {cursor_.at(), cursor_.at()},
                 ScalarStyle::plain);
    } else if (frame.key_read) {
        empty_value(frame);
    } else {
        report_.empty_item(in_flow() ? cursor_.at() : frame.sign);
        YamlNode node;
        node.faulty = true;
        node.span = report_.span({cursor_.at(), cursor_.at()});
        complete(add(std::move(node)));
    }
}

void YamlBuilder::empty_value(Frame& frame) {
    const std::vector<YamlEntry>& entries = frame.entries;
    if (!frame.colon && frame.bracket && !entries.empty() &&
        join_cut(frame, entries.back().value, frame.key_range)) {
        frame.key_read = false;
        return;
    }
    if (!frame.key_faulty && !frame.key.text.empty()) {
        report_.key_without_value(frame.key.text, frame.key_range, frame.bracket);
    }
    YamlNode node;
    node.faulty = true;
    node.span = report_.span({frame.key_range.end, frame.key_range.end});
    node.scalar = {.text = {}, .source = source_, .anchors = {{.text = 0, .source = node.span.begin}}};
    complete(add(std::move(node)));
}

NodeId YamlBuilder::add(YamlNode node) {
    if (document_.nodes.size() >= limits_.nodes) {
        report_.too_many_nodes(node.span.begin);
    }
    document_.nodes.push_back(std::move(node));
    return static_cast<NodeId>(document_.nodes.size() - 1);
}

void YamlBuilder::complete(NodeId id) {
    if (frames_.empty()) {
        return;
    }
    Frame& frame = frames_.back();
    frame.started = true;
    if (node_of(frame).kind == NodeKind::mapping) {
        add_entry(frame, id);
        return;
    }
    std::vector<NodeId>& items = node_of(frame).items;
    const Span& span = document_.nodes[id].span;
    if (frame.bracket && !items.empty() && join_cut(frame, items.back(), {span.begin, span.end})) {
        return;
    }
    items.push_back(id);
}

void YamlBuilder::add_entry(Frame& frame, NodeId value) {
    frame.key_read = false;
    const std::size_t end = std::max<std::size_t>(document_.nodes[value].span.end, frame.key_range.end);
    if (frame.bracket && !frame.entries.empty() &&
        join_cut(frame, frame.entries.back().value, {frame.key_range.begin, end})) {
        return;
    }
    const std::optional<std::size_t> first = frame.keys.find(frame.entries, frame.key.text);
    if (!first) {
        frame.keys.add(frame.key_range);
        frame.entries.push_back({.key = std::move(frame.key), .value = value});
    } else if (!frame.key.text.empty()) {
        report_.duplicate_key(frame.key.text, frame.key_range, frame.keys.range(*first));
    }
}

void YamlBuilder::Keys::clear() {
    ranges_.clear();
    places_.clear();
}

std::optional<std::size_t> YamlBuilder::Keys::find(const std::vector<YamlEntry>& entries, const std::string& key) {
    constexpr std::size_t kFew = 24;
    if (entries.size() > kFew) {
        for (std::size_t at = places_.size(); at < entries.size(); ++at) {
            places_.emplace(entries[at].key.text, at);
        }
        const auto found = places_.find(key);
        return found == places_.end() ? std::nullopt : std::optional(found->second);
    }
    for (std::size_t at = 0; at < entries.size(); ++at) {
        if (entries[at].key.text == key) {
            return at;
        }
    }
    return std::nullopt;
}

bool YamlBuilder::join_cut(Frame& frame, NodeId before, YamlRange next) {
    YamlNode& node = document_.nodes[before];
    if (node.kind != NodeKind::scalar || node.style != ScalarStyle::plain ||
        open_parentheses(node.scalar.text) <= 0) {
        return false;
    }
    const std::optional<std::size_t> end = end_of_cut_value(text_, node.span.begin);
    if (!end || *end < next.end) {
        return false;
    }
    if (!node.faulty) {
        report_.cut_at_comma({node.span.begin, *end}, frame.sign);
    }
    node.span.end = static_cast<std::uint32_t>(next.end);
    node.scalar = {.text = std::string(original_.substr(node.span.begin, node.span.end - node.span.begin)),
                   .source = source_,
                   .anchors = {{.text = 0, .source = node.span.begin}}};
    node.faulty = true;
    return true;
}

void YamlBuilder::remember(YamlRange range, bool plain, bool key) {
    last_ = range;
    last_plain_ = plain;
    last_is_key_ = key;
}

void YamlBuilder::give_up() {
    if (tagged_) {
        throw YamlStop{};  // where a tag ends is nobody's concern, for it has to go
    }
    report_.two_readings(cursor_.at());
    throw YamlStop{};
}

}  // namespace huiqi
