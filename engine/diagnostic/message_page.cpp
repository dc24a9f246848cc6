#include "engine/diagnostic/message_page.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/diagnostic/embedded_pages.h"

namespace huiqi {
namespace {

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// Cuts the first line off a text and gives it with its line end.
std::string_view take_line(std::string_view& text) {
    const std::string_view line = text.substr(0, std::min(text.find('\n'), text.size() - 1) + 1);
    text.remove_prefix(line.size());
    return line;
}

/// Gives the backticks that open a fence, or nothing.
std::string_view fence_of(std::string_view line) {
    const std::string_view ticks = line.substr(0, std::min(line.find_first_not_of('`'), line.size()));
    return ticks.size() >= 3 ? ticks : std::string_view{};
}

/// A `## name` section, fences and all.
struct Section {
    std::string_view name;
    std::string_view text;
};

std::vector<Section> sections_of(std::string_view page) {
    std::vector<Section> sections;
    std::string_view fence;
    const char* begin = page.data();
    while (!page.empty()) {
        const std::string_view line = take_line(page);
        if (!fence.empty()) {
            fence = trimmed(line) == fence ? std::string_view{} : fence;
        } else {
            fence = fence_of(line);
        }
        if (fence.empty() && line.starts_with("## ")) {
            sections.push_back({.name = trimmed(line.substr(3)), .text = {}});
            begin = page.data();
        } else if (!sections.empty()) {
            sections.back().text = {begin, static_cast<std::size_t>(line.data() + line.size() - begin)};
        }
    }
    return sections;
}

/// Splits a section into its first paragraph, on one line, and the rest.
std::pair<std::string, std::string> title_and_body(std::string_view text) {
    text = trimmed(text);
    const std::size_t end = std::min(text.find("\n\n"), text.size());
    return {std::string(trimmed(text.substr(0, end))), std::string(trimmed(text.substr(end)))};
}

MessageSample sample_of(std::string_view text) {
    while (!text.empty()) {
        const std::string_view line = take_line(text);
        const std::string_view fence = fence_of(line);
        if (fence.empty()) {
            continue;
        }
        MessageSample sample{.kind = std::string(trimmed(line.substr(fence.size()))), .text = {}};
        while (!text.empty()) {
            const std::string_view inner = take_line(text);
            if (trimmed(inner) == fence) {
                break;
            }
            sample.text += inner;
        }
        return sample;
    }
    return {};
}

std::vector<MessagePage> parsed_pages() {
    std::vector<MessagePage> pages;
    for (const EmbeddedPage& page : embedded_pages()) {
        pages.push_back(parse_message_page(page.code, page.text));
    }
    return pages;
}

bool same_code(std::string_view left, std::string_view right) {
    const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; };
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [&](char a, char b) { return upper(a) == upper(b); });
}

}  // namespace

MessagePage parse_message_page(std::string_view code, std::string_view text) {
    MessagePage page{.code = code, .title = {}, .body = {}, .failing = {}, .mended = {}};
    for (const Section& section : sections_of(text)) {
        if (section.name == "zh") {
            std::tie(page.title.zh, page.body.zh) = title_and_body(section.text);
        } else if (section.name == "en") {
            std::tie(page.title.en, page.body.en) = title_and_body(section.text);
        } else if (section.name == "failing") {
            page.failing = sample_of(section.text);
        } else if (section.name == "mended") {
            page.mended = sample_of(section.text);
        }
    }
    return page;
}

const MessagePage* find_message_page(std::string_view code) {
    static const std::vector<MessagePage> pages = parsed_pages();
    const auto found = std::find_if(pages.begin(), pages.end(),
                                    [&](const MessagePage& page) { return same_code(page.code, code); });
    return found == pages.end() ? nullptr : &*found;
}

}  // namespace huiqi
