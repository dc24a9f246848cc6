#include "engine/io/part_file.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace huiqi {
namespace {

constexpr std::size_t kMostParts = 64;
constexpr int kMostTries = 1000;
constexpr int kStopped = 75;  ///< the exit of a program that can be resumed, as docs/commands.md has it

/// The names of all open parts. A signal handler sees nothing but what is global, and may neither allocate nor lock:
/// so the names lie in memory that their objects own, and a slot is taken and freed in one step.
std::array<std::atomic<const char*>, kMostParts> open_parts{};

std::atomic<const char*> other_names{nullptr};   ///< as `remove_on_signal` has them
std::atomic<const char*> last_words{nullptr};    ///< as `remove_parts_on_signal` has them

void remove_others() noexcept {
    for (const char* name = other_names.load(); name != nullptr && *name != '\0'; name += std::strlen(name) + 1) {
        if (::unlink(name) != 0) {
            ::rmdir(name);
        }
    }
}

[[noreturn]] void remove_parts(int /*signal*/) {
    for (std::atomic<const char*>& slot : open_parts) {
        if (const char* name = slot.load()) {
            ::unlink(name);
        }
    }
    constexpr std::string_view kSaid = "\nhuiqi: stopped; nothing half done is left, repeat the command with --resume / "
                                       "已停止；没有留下做了一半的文件，加 --resume 重来\n";
    remove_others();
    const char* words = last_words.load();
    (void)!::write(STDERR_FILENO, words == nullptr ? kSaid.data() : words, words == nullptr ? kSaid.size() : std::strlen(words));
    ::_exit(kStopped);
}

/// Takes a free slot; kMostParts when there is none: that part then stays behind on a signal.
std::size_t take_slot(const char* name) {
    for (std::size_t at = 0; at < kMostParts; ++at) {
        const char* free = nullptr;
        if (open_parts[at].compare_exchange_strong(free, name)) {
            return at;
        }
    }
    return kMostParts;
}

}  // namespace

PartFile::PartFile(const std::string& path, int& error) : slot_(kMostParts) {
    for (int number = 1; number <= kMostTries; ++number) {
        name_ = path + ".part" + (number == 1 ? "" : std::to_string(number));
        descriptor_ = ::open(name_.c_str(), O_WRONLY | O_CLOEXEC | O_CREAT | O_EXCL, 0666);
        if (descriptor_ >= 0) {
            // Held until the file is closed, by whatever end: the sign that somebody is at work on it.
            (void)::flock(descriptor_, LOCK_EX | LOCK_NB);
            slot_ = take_slot(name_.c_str());
            return;
        }
        error = errno;
        if (error != EEXIST) {
            return;
        }
    }
}

PartFile::~PartFile() {
    discard();
}

void PartFile::discard() noexcept {
    if (descriptor_ >= 0) {
        ::unlink(name_.c_str());
    }
    release();
}

void PartFile::release() noexcept {
    if (slot_ != kMostParts) {
        open_parts[slot_].store(nullptr);
        slot_ = kMostParts;
    }
    descriptor_ = -1;
}

namespace {

/// Hands over the parts of PATH that nobody writes, held so that nobody begins to; false stops.
template <class Take>
void each_stale_part(const std::string& path, Take take) {
    for (int number = 1; number <= kMostTries; ++number) {
        const std::string name = path + ".part" + (number == 1 ? "" : std::to_string(number));
        const int descriptor = ::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        if (descriptor < 0) {
            return;
        }
        const bool more = ::flock(descriptor, LOCK_EX | LOCK_NB) != 0 || take(name);
        ::close(descriptor);
        if (!more) {
            return;
        }
    }
}

}  // namespace

void remove_stale_parts(const std::string& path) {
    each_stale_part(path, [](const std::string& name) {
        ::unlink(name.c_str());
        return true;
    });
}

std::string stale_part(const std::string& path) {
    std::string found;
    each_stale_part(path, [&found](const std::string& name) {
        found = name;
        return false;
    });
    return found;
}

void remove_on_signal(const char* names) noexcept {
    other_names.store(names);
}

void remove_parts_on_signal(const char* said) noexcept {
    last_words.store(said);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        // A program that was told to ignore a signal, as nohup does, goes on ignoring it.
        if (std::signal(signal, remove_parts) == SIG_IGN) {
            std::signal(signal, SIG_IGN);
        }
    }
}

}  // namespace huiqi
