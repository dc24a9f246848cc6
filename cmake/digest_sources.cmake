# Writes OUTPUT, a C++ file that holds the digest of what the program is made from: the SHA-256 of a line for each file named
# in LIST (one path a line), its path below ROOT and the SHA-256 of its bytes. It depends on the tree alone: not on the folder
# that the tree lies in, the compiler, or what keeps its versions.

file(STRINGS "${LIST}" files ENCODING UTF-8)
list(FILTER files EXCLUDE REGEX "^$")
list(SORT files)   # all lie below ROOT, so that this is the order of the paths that are written

set(lines "")
foreach(path IN LISTS files)
    cmake_path(RELATIVE_PATH path BASE_DIRECTORY "${ROOT}" OUTPUT_VARIABLE name)
    file(SHA256 "${path}" digest)
    string(APPEND lines "${name} ${digest}\n")
endforeach()
string(SHA256 digest "${lines}")

file(WRITE "${OUTPUT}"
"#include \"tools/huiqi/ledger/engine_build.h\"

namespace huiqi {

std::string_view sources_digest() noexcept {
    return \"${digest}\";
}

}  // namespace huiqi
")
