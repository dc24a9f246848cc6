# Writes OUTPUT, a C++ file that holds the files named in LIST (one path a line) as assets of the local web page.

file(STRINGS "${LIST}" files ENCODING UTF-8)
list(FILTER files EXCLUDE REGEX "^$")
list(SORT files)
list(LENGTH files count)

set(entries "")
foreach(path IN LISTS files)
    cmake_path(GET path FILENAME name)
    cmake_path(GET path EXTENSION LAST_ONLY ending)
    if(ending STREQUAL ".css")
        set(type "text/css; charset=utf-8")
    elseif(ending STREQUAL ".js")
        set(type "text/javascript; charset=utf-8")
    elseif(ending STREQUAL ".svg")
        set(type "image/svg+xml")
    elseif(ending STREQUAL ".json")
        set(type "application/json; charset=utf-8")
    else()
        message(FATAL_ERROR "${path}: what type is this?")
    endif()
    set(served "/assets/${name}")
    if(name STREQUAL "openapi.json")
        set(served "/v1/openapi.json")
    endif()
    file(READ "${path}" text)
    string(FIND "${text}" ")asset\"" delimiter)
    if(NOT delimiter EQUAL -1)
        message(FATAL_ERROR "${path}: an asset cannot hold the characters )asset\"")
    endif()
    string(APPEND entries "    Asset{.path = \"${served}\", .type = \"${type}\", .text = R\"asset(${text})asset\"},\n")
endforeach()

file(WRITE "${OUTPUT}" "// Generated from tools/web/assets; edit those files, not this one.
#include \"tools/web/assets.h\"

#include <array>

namespace huiqi {
namespace {

constexpr std::array<Asset, ${count}> kAssets{{
${entries}}};

}  // namespace

std::span<const Asset> assets() {
    return kAssets;
}

}  // namespace huiqi
")
