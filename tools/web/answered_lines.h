#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "tools/web/http_server.h"

namespace huiqi {

/// A body of lines, as far as it has come and was answered.
struct AnsweredLines {
    std::string rest;          ///< what was not answered yet
    std::string out;           ///< answers that were not sent yet
    std::uint64_t number = 0;  ///< of the last line that was answered

    /// Answers whole lines until there is `enough` to send; what stands behind the last of them is a line too where nothing
    /// more comes.
    void answer(const HttpHandler& handler, std::size_t enough, bool nothing_comes);
};

}  // namespace huiqi
