#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "tools/huiqi/program.h"

namespace huiqi {

/// Keeps a terminal readable: of the messages of one code about one file only the first are shown, the others counted.
class MessageCap {
public:
    static constexpr std::size_t kShown = 20;

    /// Tells whether a message is still shown.
    [[nodiscard]] bool take(std::string_view code, const std::string& file);
    /// Says how many were left out of each kind.
    void tell(const Program& program) const;

private:
    std::map<std::pair<std::string, std::string>, std::size_t> seen_;   ///< by file and code
};

}  // namespace huiqi
