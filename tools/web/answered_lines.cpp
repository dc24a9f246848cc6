#include "tools/web/answered_lines.h"

#include <string_view>

namespace huiqi {

void AnsweredLines::answer(const HttpHandler& handler, std::size_t enough, bool nothing_comes) {
    std::size_t from = 0;
    while (out.size() < enough && from < rest.size()) {
        const std::size_t end = rest.find('\n', from);
        if (end == std::string::npos && !nothing_comes) {
            break;
        }
        out += handler.answer_line(++number, std::string_view(rest).substr(from, end - from));
        from = end == std::string::npos ? rest.size() : end + 1;
    }
    rest.erase(0, from);
}

}  // namespace huiqi
