#include "engine/diagnostic/expect.h"

#include <cstdio>
#include <cstdlib>

namespace huiqi {

void fail_expectation(const char* message, const std::source_location& where) noexcept {
    // stdio, not fmt or iostreams: nothing here may allocate or throw while the program is falling.
    static_cast<void>(std::fflush(stdout));
    static_cast<void>(std::fprintf(stderr, "%s:%u: internal error in %s: expected that %s\n",
                                   where.file_name(), static_cast<unsigned>(where.line()),
                                   where.function_name(), message));
    std::abort();
}

}  // namespace huiqi
