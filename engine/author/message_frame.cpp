#include "engine/author/message_frame.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace huiqi {
namespace {

/// Gives the end of the header lines and the length of the empty line behind them.
struct HeaderEnd {
    std::size_t at = std::string_view::npos;
    std::size_t length = 0;
};

[[nodiscard]] HeaderEnd header_end(std::string_view text) {
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
        if (text.substr(at + 1).starts_with("\r\n")) {
            return {at + 1, 2};
        }
        if (text.substr(at + 1).starts_with("\n")) {
            return {at + 1, 1};
        }
    }
    return {};
}

[[nodiscard]] bool same_word(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](char one, char other) {
        const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
        return lower(one) == lower(other);
    });
}

[[nodiscard]] std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r");
    return begin == std::string_view::npos ? std::string_view() : text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

/// Reads the length out of header lines; nothing when they have none, or several that differ.
[[nodiscard]] std::optional<std::size_t> content_length(std::string_view lines) {
    std::optional<std::size_t> found;
    while (!lines.empty()) {
        const std::string_view line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(line.size() + 1, lines.size()));
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || !same_word(trimmed(line.substr(0, colon)), "content-length")) {
            continue;
        }
        const std::string_view digits = trimmed(line.substr(colon + 1));
        std::size_t length = 0;
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), length);
        if (digits.empty() || read.ec != std::errc() || read.ptr != digits.data() + digits.size() || (found && *found != length)) {
            return std::nullopt;
        }
        found = length;
    }
    return found;
}

/// Reads `\uXXXX` at a place; nothing when something else stands there.
[[nodiscard]] std::optional<unsigned> escape_at(std::string_view json, std::size_t at) {
    if (at + 6 > json.size() || json[at] != '\\' || json[at + 1] != 'u') {
        return std::nullopt;
    }
    unsigned unit = 0;
    const auto read = std::from_chars(json.data() + at + 2, json.data() + at + 6, unit, 16);
    return read.ptr == json.data() + at + 6 ? std::optional(unit) : std::nullopt;
}

}  // namespace

void FrameReader::feed(std::string_view bytes) {
    waiting_.erase(0, begin_);
    begin_ = 0;
    const std::size_t passed = std::min(skip_, bytes.size());
    skip_ -= passed;
    waiting_.append(bytes.substr(passed));
}

void FrameReader::drop(std::size_t bytes) {
    const std::size_t there = std::min(bytes, waiting_.size() - begin_);
    begin_ += there;
    skip_ = bytes - there;
}

std::optional<Frame> FrameReader::next() {
    if (skip_ != 0) {
        return std::nullopt;
    }
    if (!length_) {
        if (auto fault = header()) {
            return fault;
        }
        if (!length_) {
            return std::nullopt;
        }
    }
    if (waiting_.size() - begin_ < *length_) {
        return std::nullopt;
    }
    Frame frame{.body = waiting_.substr(begin_, *length_), .fault = {}};
    begin_ += *length_;
    length_.reset();
    return frame;
}

/// Reads header lines; gives what is wrong with them, or sets the length.
std::optional<Frame> FrameReader::header() {
    const std::string_view text = std::string_view(waiting_).substr(begin_);
    const HeaderEnd end = header_end(text);
    if (end.at == std::string_view::npos) {
        if (text.size() <= limits_.header) {
            return std::nullopt;
        }
        // nothing of so long a header is worth keeping but what may be half an empty line
        drop(text.size() - 3);
        const bool told = lost_;
        lost_ = true;
        return told ? std::nullopt : std::optional(Frame{.body = {}, .fault = "the header of a message has no end"});
    }
    const auto length = content_length(text.substr(0, end.at));
    drop(end.at + end.length);
    const bool lost = lost_;
    lost_ = false;
    if (lost) {
        return header();
    }
    if (!length) {
        return Frame{.body = {}, .fault = "the header of a message has no sound Content-Length"};
    }
    if (*length > limits_.body) {
        drop(*length);
        return Frame{.body = {}, .fault = "the message is too long"};
    }
    length_ = length;
    return std::nullopt;
}

std::string framed(std::string_view body) {
    return "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

std::string without_lone_surrogates(std::string_view json) {
    std::string out;
    out.reserve(json.size());
    for (std::size_t at = 0; at < json.size();) {
        const auto unit = escape_at(json, at);
        const bool high = unit && *unit >= 0xD800 && *unit < 0xDC00;
        const bool low = unit && *unit >= 0xDC00 && *unit < 0xE000;
        const auto second = high ? escape_at(json, at + 6) : std::nullopt;
        std::size_t length = unit ? 6 : json[at] == '\\' ? 2 : 1;   // a backslash takes the sign behind it along
        if (second && *second >= 0xDC00 && *second < 0xE000) {
            length = 12;
        } else if (high || low) {
            out += "\\ufffd";
            at += 6;
            continue;
        }
        out.append(json.substr(at, length));
        at += length;
    }
    return out;
}

}  // namespace huiqi
