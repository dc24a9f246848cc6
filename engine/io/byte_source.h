#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/io/data_fault.h"

namespace huiqi {

/// Bytes of a text, as they come: a file as it is, or what is made of one on the way.
class ByteSource {
public:
    virtual ~ByteSource() = default;
    /// Gives up to `room` bytes; 0 at the end, or when reading failed: then `failure` says why.
    [[nodiscard]] virtual std::size_t read(char* to, std::size_t room) = 0;
    /// Gives what ended the reading early, or nullptr; the name of the file is left to the caller.
    [[nodiscard]] virtual const DataFault* failure() const noexcept = 0;
    /// Bytes of the file that were read so far, for a progress display.
    [[nodiscard]] virtual std::uint64_t consumed() const noexcept = 0;
};

}  // namespace huiqi
