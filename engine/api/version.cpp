#include "huiqi/version.h"

namespace huiqi {

// Stands here and not in the build, so that the library and what was built against it cannot disagree; a test
// holds it to the version of the project.
std::string_view version() noexcept {
    return "0.1.0";
}

}  // namespace huiqi
