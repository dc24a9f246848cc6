#include "engine/io/spill_file.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <unistd.h>

namespace huiqi {

std::unique_ptr<SpillFile> SpillFile::make(std::size_t parts, int& error) {
    std::error_code problem;
    const std::filesystem::path folder = std::filesystem::temp_directory_path(problem);
    if (problem) {
        error = problem.value();
        return nullptr;
    }
    std::string name = (folder / "huiqi-XXXXXX").string();
    const int descriptor = ::mkstemp(name.data());
    if (descriptor < 0) {
        error = errno;
        return nullptr;
    }
    ::unlink(name.c_str());
    return std::unique_ptr<SpillFile>(new SpillFile(descriptor, parts));
}

SpillFile::~SpillFile() {
    ::close(descriptor_);
}

bool SpillFile::append(std::size_t part, std::string_view bytes, int& error) {
    const Piece piece{.begin = end_, .size = bytes.size()};
    while (!bytes.empty()) {
        const ssize_t put = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(end_));
        if (put > 0) {
            end_ += static_cast<std::uint64_t>(put);
            bytes.remove_prefix(static_cast<std::size_t>(put));
        } else if (errno != EINTR) {
            error = put == 0 ? ENOSPC : errno;
            return false;
        }
    }
    parts_[part].push_back(piece);
    return true;
}

bool SpillFile::read(std::size_t part, std::size_t piece, std::string& bytes, int& error) const {
    const Piece& from = parts_[part][piece];
    bytes.resize(from.size);
    for (std::size_t done = 0; done < from.size;) {
        const ssize_t got = ::pread(descriptor_, bytes.data() + done, from.size - done, static_cast<off_t>(from.begin + done));
        if (got > 0) {
            done += static_cast<std::size_t>(got);
        } else if (got == 0 || errno != EINTR) {
            error = got == 0 ? EIO : errno;
            return false;
        }
    }
    return true;
}

}  // namespace huiqi
