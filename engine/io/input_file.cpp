#include "engine/io/input_file.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/io/fault_texts.h"

namespace huiqi {
namespace {

InputFile failed(const std::string& path, int error, std::vector<DataFault>& faults) {
    DataFault fault = fault_texts::cannot_read(errno_text(error));
    fault.file = path;
    faults.push_back(std::move(fault));
    return {};
}

}  // namespace

std::string errno_text(int error) {
    return std::generic_category().message(error);
}

InputFile open_input_file(const std::string& path, std::vector<DataFault>& faults) {
    const int descriptor = path == "-" ? ::dup(STDIN_FILENO) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return failed(path, errno, faults);
    }
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0 || S_ISDIR(status.st_mode)) {
        const int error = S_ISDIR(status.st_mode) ? EISDIR : errno;
        ::close(descriptor);
        return failed(path, error, faults);
    }
    // what never ends is no file of applications; a terminal is typed at
    if ((S_ISCHR(status.st_mode) && path != "-" && ::isatty(descriptor) == 0) || S_ISBLK(status.st_mode)) {
        ::close(descriptor);
        faults.push_back(fault_texts::not_a_file());
        faults.back().file = path;
        return {};
    }
    return {.descriptor = descriptor,
            .bytes = S_ISREG(status.st_mode) ? static_cast<std::uint64_t>(status.st_size) : 0};
}

}  // namespace huiqi
