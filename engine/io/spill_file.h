#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace huiqi {

/// A temporary file without a name, in several parts that grow by pieces: for what must be kept in order to be
/// looked at once more, and is too much for memory. It is gone with the object, however the program ends.
class SpillFile {
public:
    /// Makes the file in the folder for temporary files; nothing, with the errno in `error`, when that fails.
    [[nodiscard]] static std::unique_ptr<SpillFile> make(std::size_t parts, int& error);
    SpillFile(const SpillFile&) = delete;
    SpillFile& operator=(const SpillFile&) = delete;
    ~SpillFile();

    /// Adds a piece to a part; false when the disk refuses it: then `error` is the errno.
    [[nodiscard]] bool append(std::size_t part, std::string_view bytes, int& error);
    [[nodiscard]] std::size_t pieces(std::size_t part) const noexcept { return parts_[part].size(); }
    /// Reads a piece of a part, in the order in which they were added.
    [[nodiscard]] bool read(std::size_t part, std::size_t piece, std::string& bytes, int& error) const;

private:
    struct Piece {
        std::uint64_t begin = 0;
        std::size_t size = 0;
    };
    SpillFile(int descriptor, std::size_t parts) : descriptor_(descriptor), parts_(parts) {}

    int descriptor_;
    std::uint64_t end_ = 0;
    std::vector<std::vector<Piece>> parts_;
};

}  // namespace huiqi
