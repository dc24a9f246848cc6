#pragma once

#include <cstdlib>
#include <filesystem>

namespace huiqi::testing {

/// Gives the folder the project lies in: HUIQI_SOURCE_DIR from the environment, else the one built from.
[[nodiscard]] inline std::filesystem::path source_dir() {
    const char* given = std::getenv("HUIQI_SOURCE_DIR");
    return given != nullptr ? given : HUIQI_SOURCE_DIR;
}

/// Gives the program `huiqi` to test: HUIQI_PROGRAM from the environment, else the one built beside.
[[nodiscard]] inline std::filesystem::path program() {
    const char* given = std::getenv("HUIQI_PROGRAM");
    return given != nullptr ? given : HUIQI_PROGRAM;
}

/// Gives the folder of test data that may lie beside the project; a test that needs it asks whether it
/// exists and says that it was skipped.
[[nodiscard]] inline std::filesystem::path shared_dir() {
    return source_dir().parent_path() / "shared";
}

}  // namespace huiqi::testing
