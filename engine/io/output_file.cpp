#include "engine/io/output_file.h"

#include <cerrno>
#include <cstdio>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/io/fault_texts.h"
#include "engine/io/file_names.h"
#include "engine/io/input_file.h"
#include "engine/io/result_writer.h"

namespace huiqi {
namespace {

/// A file that is so large is given room ahead, so many bytes at a time.
constexpr std::uint64_t kLarge = std::uint64_t{1} << 20;
constexpr std::uint64_t kAhead = std::uint64_t{4} << 20;

DataFault placed(DataFault fault, const std::string& path) {
    fault.file = path;
    return fault;
}

}  // namespace

OutputFile::OutputFile(std::string path, std::unique_ptr<PartFile> part, int descriptor, bool replace)
    : path_(std::move(path)), part_(std::move(part)), descriptor_(descriptor), replace_(replace) {}

std::unique_ptr<OutputFile> OutputFile::open(const std::string& path, bool replace,
                                             std::vector<DataFault>& faults) {
    if (is_kept_from_outputs(path)) {
        faults.push_back(placed(fault_texts::output_is_input(), path));
        return nullptr;
    }
    struct stat status = {};
    const bool exists = path != "-" && ::stat(path.c_str(), &status) == 0;
    const bool direct = path == "-" || (exists && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode));
    if (exists && !direct && !replace) {
        faults.push_back(placed(fault_texts::would_overwrite(), path));
        return nullptr;
    }
    if (const std::string left = direct || replace ? std::string() : stale_part(path); !left.empty()) {
        faults.push_back(placed(fault_texts::left_behind(left), path));
    }
    int error = 0;
    auto part = direct ? nullptr : std::make_unique<PartFile>(path, error);
    int descriptor = part != nullptr ? part->descriptor() : -1;
    if (direct) {
        descriptor = path == "-" ? ::dup(STDOUT_FILENO) : ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
        error = errno;
    }
    if (descriptor < 0) {
        faults.push_back(placed(fault_texts::cannot_write(errno_text(error)), path));
        return nullptr;
    }
    std::unique_ptr<OutputFile> file(new OutputFile(path, std::move(part), descriptor, replace));
    if (output_format(path) == OutputFormat::xlsx) {
        if (direct) {
            faults.push_back(placed(fault_texts::cannot_write("a workbook needs a file, no pipe"), path));
            return nullptr;
        }
        file->book_ = std::make_unique<WorkbookWriter>(file->part_->name());
    }
    return file;
}

OutputFile::~OutputFile() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

void OutputFile::fail(int error) {
    const std::lock_guard hold(failing_);
    if (failure_ == nullptr) {
        failure_ = std::make_unique<DataFault>(placed(
            error == EEXIST ? fault_texts::would_overwrite() : fault_texts::cannot_write(errno_text(error)),
            path_));
    }
}

void OutputFile::fail(DataFault fault) {
    if (failure_ == nullptr) {
        failure_ = std::make_unique<DataFault>(placed(std::move(fault), path_));
    }
}

bool OutputFile::write(std::string_view bytes) {
    if (book_ != nullptr) {
        return write_table(bytes);
    }
    return encoding_ == OutputEncoding::utf8 ? write_bytes(bytes) : write_encoded(bytes);
}

bool OutputFile::write_table(std::string_view table) {
    if (failure_ == nullptr && !book_->take(table)) {
        fail(fault_texts::cannot_write(book_->problem()));
    }
    return failure_ == nullptr;
}

bool OutputFile::write_encoded(std::string_view text) {
    std::string out;
    if (encoding_ == OutputEncoding::utf8_mark) {
        out = begun_ ? "" : "\xEF\xBB\xBF";
        out += text;
    } else if (std::string missing; !append_gbk(text, out, missing)) {
        fail(fault_texts::not_in_gbk(missing));
        return false;
    }
    begun_ = true;
    return write_bytes(out);
}

bool OutputFile::write_bytes(std::string_view bytes) {
    if (failure_ == nullptr && part_ != nullptr) {
        return write_at(place(bytes.size()), bytes);
    }
    while (!bytes.empty() && failure_ == nullptr) {
        const ssize_t put = ::write(descriptor_, bytes.data(), bytes.size());
        if (put >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(put));
        } else if (errno != EINTR) {
            fail(errno);
        }
    }
    return failure_ == nullptr;
}

/// Asks for room ahead of what is written: then the file system lays a large file out at once and not page by page. Where
/// it cannot, writing goes on without.
std::uint64_t OutputFile::place(std::size_t bytes) noexcept {
    const std::uint64_t begin = end_;
    end_ += bytes;
#if defined(__linux__)
    if (end_ >= kLarge && end_ > reserved_) {
        reserved_ = end_ + kAhead;
        (void)::fallocate(descriptor_, FALLOC_FL_KEEP_SIZE, static_cast<off_t>(begin), static_cast<off_t>(reserved_ - begin));
    }
#endif
    return begin;
}

bool OutputFile::write_at(std::uint64_t place, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t put = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(place));
        if (put >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(put));
            place += static_cast<std::uint64_t>(put);
        } else if (errno != EINTR) {
            fail(errno);
            return false;
        }
    }
    return true;
}

bool OutputFile::commit() {
    if (failure_ != nullptr || descriptor_ < 0) {
        return false;
    }
    if (book_ != nullptr && !book_->finish()) {
        fail(fault_texts::cannot_write(book_->problem()));
        part_->discard();
        return false;
    }
    if (reserved_ > end_ && ::ftruncate(descriptor_, static_cast<off_t>(end_)) != 0) {
        fail(errno);   // it gives back the room that was not needed
        return false;
    }
    // A full disk may show only here. Pipes and terminals cannot be synced, and need not be.
    if (lasting_ && part_ != nullptr && ::fsync(descriptor_) != 0) {
        fail(errno);
        return false;
    }
    const int closed = ::close(descriptor_);
    const int error = errno;
    descriptor_ = -1;
    if (closed != 0) {
        fail(error);
    }
    if (failure_ == nullptr && part_ != nullptr && !take_name()) {
        fail(errno);
    }
    if (failure_ != nullptr && part_ != nullptr) {
        part_->discard();
    }
    return failure_ == nullptr;
}

/// Moves the part to its name. A hard link fails where the name is taken, also by somebody who came first.
bool OutputFile::take_name() {
    const char* part = part_->name().c_str();
    if (!replace_ && ::link(part, path_.c_str()) == 0) {
        part_->discard();
        return true;
    }
    // Some file systems know no links; the name was free when the file was opened.
    if ((!replace_ && errno == EEXIST) || std::rename(part, path_.c_str()) != 0) {
        return false;
    }
    part_->release();
    return true;
}

}  // namespace huiqi
