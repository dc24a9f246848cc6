# Writes OUTPUT, a C++ file that holds the text of each page named in LIST (one path a line).
# A page becomes one raw string; its code is the file name without the ending.

file(STRINGS "${LIST}" pages ENCODING UTF-8)
list(FILTER pages EXCLUDE REGEX "^$")
list(SORT pages)
list(LENGTH pages count)

set(entries "")
foreach(page IN LISTS pages)
    cmake_path(GET page STEM code)
    file(READ "${page}" text)
    string(FIND "${text}" ")page\"" delimiter)
    if(NOT delimiter EQUAL -1)
        message(FATAL_ERROR "${page}: a page cannot hold the characters )page\"")
    endif()
    string(APPEND entries "    EmbeddedPage{.code = \"${code}\", .text = R\"page(${text})page\"},\n")
endforeach()

file(WRITE "${OUTPUT}" "// Generated from docs/messages; edit the pages, not this file.
#include \"engine/diagnostic/embedded_pages.h\"

#include <array>

namespace huiqi {
namespace {

constexpr std::array<EmbeddedPage, ${count}> kPages{{
${entries}}};

}  // namespace

std::span<const EmbeddedPage> embedded_pages() {
    return kPages;
}

}  // namespace huiqi
")
