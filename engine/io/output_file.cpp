#include "engine/io/output_file.h"

#include <cerrno>
#include <cstdio>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/io/fault_texts.h"
#include "engine/io/input_file.h"

namespace huiqi {
namespace {

DataFault placed(DataFault fault, const std::string& path) {
    fault.file = path;
    return fault;
}

}  // namespace

OutputFile::OutputFile(std::string path, std::unique_ptr<PartFile> part, int descriptor, bool replace)
    : path_(std::move(path)), part_(std::move(part)), descriptor_(descriptor), replace_(replace) {}

std::unique_ptr<OutputFile> OutputFile::open(const std::string& path, bool replace,
                                             std::vector<DataFault>& faults) {
    struct stat status = {};
    const bool exists = path != "-" && ::stat(path.c_str(), &status) == 0;
    const bool direct = path == "-" || (exists && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode));
    if (exists && !direct && !replace) {
        faults.push_back(placed(fault_texts::would_overwrite(), path));
        return nullptr;
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
    return std::unique_ptr<OutputFile>(new OutputFile(path, std::move(part), descriptor, replace));
}

OutputFile::~OutputFile() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

void OutputFile::fail(int error) {
    if (failure_ == nullptr) {
        failure_ = std::make_unique<DataFault>(placed(
            error == EEXIST ? fault_texts::would_overwrite() : fault_texts::cannot_write(errno_text(error)),
            path_));
    }
}

bool OutputFile::write(std::string_view bytes) {
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

bool OutputFile::commit() {
    if (failure_ != nullptr || descriptor_ < 0) {
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
