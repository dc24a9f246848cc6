#pragma once

#include <cstddef>
#include <string>

namespace huiqi {

/// The file `NAME.part` that a result grows in until it takes its name. It is made anew: a file that somebody has
/// under that name is left alone, and NAME.part2 … is taken. Gone with the object, unless released.
class PartFile {
public:
    /// Makes the file; `descriptor()` is −1 with the errno in `error` when that fails.
    PartFile(const std::string& path, int& error);
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;
    ~PartFile();

    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }
    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    /// Removes the file.
    void discard() noexcept;
    /// Says that nothing has the part's name any more.
    void release() noexcept;

private:
    std::string name_;
    int descriptor_ = -1;
    std::size_t slot_;   ///< among the names that a signal removes
};

/// Removes the parts of PATH that a program left behind when it was killed. Those that a program still writes are
/// locked, and stay.
void remove_stale_parts(const std::string& path);

/// Gives the first part of PATH that a program left behind when it was killed; empty when there is none.
[[nodiscard]] std::string stale_part(const std::string& path);

/// Lets a signal that stops the program (Ctrl-C, SIGTERM, SIGHUP) remove all part files first, and say `said`, or where
/// that is nullptr that the command can be repeated with --resume. For programs, not for the library.
void remove_parts_on_signal(const char* said = nullptr) noexcept;

/// Names further files and empty folders, in the order in which such a signal removes them: each ends with a zero byte,
/// the last with two. nullptr: none any more. The bytes must stay until then.
void remove_on_signal(const char* names) noexcept;

}  // namespace huiqi
