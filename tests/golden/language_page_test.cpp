#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "engine/language/builtins.h"
#include "engine/rulebook/keys.h"
#include "tests/support/project.h"

namespace huiqi {
namespace {

/// Tells whether the page names a word by itself: no letter of a name stands before or behind it.
[[nodiscard]] bool names(std::string_view page, std::string_view word) {
    const auto ascii_letter = [](char byte) {
        return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
    };
    for (std::size_t at = page.find(word); at != std::string_view::npos; at = page.find(word, at + 1)) {
        const std::size_t behind = at + word.size();
        const bool begins = at == 0 || !ascii_letter(word.front()) || !ascii_letter(page[at - 1]);
        const bool ends = behind == page.size() || !ascii_letter(word.back()) || !ascii_letter(page[behind]);
        if (begins && ends) {
            return true;
        }
    }
    return false;
}

/// Gives the rows of the table of keys below a heading of a page: `| 键 `key` | ● | … |` as `键 key ●`.
[[nodiscard]] std::vector<std::string> keys_below(std::string_view page, std::string_view heading) {
    std::vector<std::string> rows;
    std::size_t at = page.find(heading);
    for (bool in_table = false; at != std::string_view::npos && at < page.size();) {
        const std::size_t end = std::min(page.find('\n', at), page.size());
        const std::string_view line = page.substr(at, end - at);
        at = end + 1;
        if (in_table && !line.starts_with("| ")) {
            break;
        }
        in_table = in_table || line.starts_with("| ---");
        const std::size_t key = line.find(" `");
        if (in_table && key != std::string_view::npos && !line.starts_with("| ---")) {
            const std::size_t behind = line.find("` | ");
            rows.push_back(std::string(line.substr(2, key - 2)) + " " + std::string(line.substr(key + 2, behind - key - 2)) + (line.substr(behind).starts_with("` | ●") ? " ●" : ""));
        }
    }
    return rows;
}

}  // namespace

TEST_CASE("the detectors page tells every key of every mapping, which must stand, and no other") {
    std::ifstream file(testing::source_dir() / "docs/detectors.md");
    const std::string page{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const std::vector<std::pair<std::string_view, Scope>> tables{
        {"### Shape row: 连", Scope::join},        {"### Shape group: 分组", Scope::group},   {"### Shape group: 窗口", Scope::window},
        {"### Shape link: 关联", Scope::ties},     {"### Shape link: 归团", Scope::cluster},  {"### Shape path: 回路", Scope::path},
        {"### Shape peer: 同类", Scope::peer},     {"### A view", Scope::view},               {"### A check", Scope::check},
        {"### A table of 数据", Scope::data_table}, {"### 主表", Scope::subject},             {"### A test of 用例", Scope::detector_case},
        {"### A file", Scope::detector_file}};
    for (const auto& [heading, scope] : tables) {
        CAPTURE(heading);
        std::vector<std::string> wanted;
        for (const Spelling& one : spellings(scope)) {
            wanted.push_back(std::string(one.zh) + " " + std::string(one.en) + (one.required ? " ●" : ""));
        }
        CHECK(keys_below(page, heading) == wanted);
    }
}

TEST_CASE("the language page names every function, key and fixed word in both spellings") {
    std::ifstream file(testing::source_dir() / "docs/language.md");
    const std::string page{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    for (const Builtin& function : builtins()) {
        CAPTURE(std::string(function.name));
        CHECK(names(page, function.name));
        for (const std::string_view alias : function.aliases) {
            CAPTURE(std::string(alias));
            CHECK(names(page, alias));
        }
    }
    for (const Spelling& one : spellings()) {
        CAPTURE(std::string(one.en));
        CAPTURE(std::string(one.zh));
        CHECK(names(page, one.en));
        CHECK(names(page, one.zh));
    }
}

TEST_CASE("a word inside another is not named") {
    CHECK(names("| `sum` |", "sum"));
    CHECK_FALSE(names("running_sum", "sum"));
    CHECK(names("合计(付款)", "合计"));
}

}  // namespace huiqi
