#include "engine/io/file_bytes.h"

#include <cerrno>

#include <unistd.h>

#include "engine/io/fault_texts.h"
#include "engine/io/input_file.h"

namespace huiqi {

FileBytes::~FileBytes() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

std::size_t FileBytes::read(char* to, std::size_t room) {
    while (failure_ == nullptr) {
        const ssize_t got = ::read(descriptor_, to, room);
        if (got >= 0) {
            consumed_ += static_cast<std::uint64_t>(got);
            return static_cast<std::size_t>(got);
        }
        if (errno != EINTR) {
            failure_ = std::make_unique<DataFault>(fault_texts::cannot_read(errno_text(errno)));
        }
    }
    return 0;
}

}  // namespace huiqi
