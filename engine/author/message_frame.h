#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace huiqi {

/// Bounds for what an editor sends.
struct FrameLimits {
    std::size_t body = 64U << 20U;    ///< bytes of one message
    std::size_t header = 8U << 10U;   ///< bytes of all its header lines
};

/// One message as it came, or what was wrong with it; then `body` is empty and the reader has gone on to the next.
struct Frame {
    std::string body;
    std::string_view fault;   ///< for people that write clients; empty: the message is whole
};

/// Cuts a stream of bytes into messages: header lines, among them `Content-Length`, an empty line, so many bytes. After a
/// fault it goes on with what follows; it never keeps more than one message.
class FrameReader {
public:
    explicit FrameReader(FrameLimits limits = {}) : limits_(limits) {}

    /// Takes bytes as they come.
    void feed(std::string_view bytes);
    /// Gives the next message; nothing until more bytes come.
    [[nodiscard]] std::optional<Frame> next();

private:
    [[nodiscard]] std::optional<Frame> header();
    void drop(std::size_t bytes);

    FrameLimits limits_;
    std::string waiting_;
    std::size_t begin_ = 0;                  ///< bytes of `waiting_` that are done with
    std::optional<std::size_t> length_;      ///< of the body that comes next
    std::size_t skip_ = 0;                   ///< bytes to pass over
    bool lost_ = false;                      ///< inside a header that is too long
};

/// Puts the header before a message.
[[nodiscard]] std::string framed(std::string_view body);

/// Gives a JSON text in which every half of a surrogate pair that stands alone (`\ud83d`) is the sign for a broken character:
/// editors that cut an emoji in two send them.
[[nodiscard]] std::string without_lone_surrogates(std::string_view json);

}  // namespace huiqi
