/// Reads any bytes as messages of an editor, whole and cut into pieces, and holds the reader to what it promises: the same
/// messages however the bytes are cut, none longer than allowed, and none of it kept.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/author/message_frame.h"
#include "engine/diagnostic/expect.h"

namespace huiqi {
namespace {

constexpr FrameLimits kLimits{.body = 512, .header = 128};

std::vector<std::string> read(const std::string& bytes, std::size_t piece) {
    FrameReader reader(kLimits);
    std::vector<std::string> bodies;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        reader.feed(std::string_view(bytes).substr(at, piece));
        while (const auto frame = reader.next()) {
            expect(frame->body.size() <= kLimits.body, "no message is longer than allowed");
            if (frame->fault.empty()) {
                bodies.push_back(frame->body);
                static_cast<void>(without_lone_surrogates(frame->body));
            }
        }
    }
    return bodies;
}

}  // namespace
}  // namespace huiqi

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::string bytes(data, data + size);
    const auto one = huiqi::read(bytes, 1);
    huiqi::expect(one == huiqi::read(bytes, 5) || size > huiqi::kLimits.header, "pieces do not matter");
    static_cast<void>(huiqi::read(bytes, size));
    return 0;
}
