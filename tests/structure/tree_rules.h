#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// The rules about which file may hold what. They read text only, so that a test can show each of them
/// failing on a few bad lines.
namespace huiqi::structure {

/// A file of the project: its path from the root, with `/`, and its text.
struct SourceFile {
    std::string path;
    std::string text;
};

/// One `#include` as written.
struct Include {
    std::size_t line = 0;
    std::string target;
    bool quoted = false;
};

/// One broken rule, as `path:line: what is wrong`.
using Violations = std::vector<std::string>;

/// Gives the includes of a text in order, commented ones left out.
[[nodiscard]] std::vector<Include> includes_of(std::string_view text);

/// Gives the text with every comment, string and character replaced by blanks; lines stay where they are.
[[nodiscard]] std::string code_only(std::string_view text);

/// Gives the floor of a path `engine/<floor>/...`, or nothing for a path elsewhere.
[[nodiscard]] std::optional<std::string> floor_of(std::string_view path);

/// Gives the floors that a floor may include, itself among them; nothing when there is no such floor.
[[nodiscard]] std::optional<std::set<std::string>> floors_below(std::string_view floor);

/// A floor includes itself and the floors before it, and nothing of tools, tests or the public API.
[[nodiscard]] Violations check_floor_order(const SourceFile& file);

/// Each library is included only where its exceptions and types are contained.
[[nodiscard]] Violations check_library_places(const SourceFile& file);

/// The oracle shares no code with what it judges: of tests/oracle only the `*_test.cpp` files, which compare,
/// include the plan and its evaluator.
[[nodiscard]] Violations check_oracle_independence(const SourceFile& file);

/// A header of include/huiqi includes the standard library and its neighbours, nothing else.
[[nodiscard]] Violations check_public_header(const SourceFile& file);

/// No `double` or `float` on the way to money; a path in `allowed` may have them.
[[nodiscard]] Violations check_no_floating_point(const SourceFile& file,
                                                 const std::set<std::string>& allowed);

/// The question engine is to run inside a page too: evaluate and the floors below have no files, threads, clocks,
/// locale or environment, and let no exception out.
[[nodiscard]] Violations check_no_machine(const SourceFile& file);

/// A file keeps to one subject: at most 600 lines.
[[nodiscard]] Violations check_length(const SourceFile& file);

/// A source includes the header of its own name first, which proves that the header compiles alone.
[[nodiscard]] Violations check_own_header_first(const SourceFile& file,
                                                const std::set<std::string>& all_paths);

/// A header starts with `#pragma once`.
[[nodiscard]] Violations check_pragma_once(const SourceFile& file);

/// A class has a name of its own in the whole program: of two with one name in one namespace the linker keeps the
/// members of one, and every use of the other is undefined.
[[nodiscard]] Violations check_class_names(const std::vector<SourceFile>& files);

}  // namespace huiqi::structure
