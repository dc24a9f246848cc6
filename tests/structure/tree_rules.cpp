#include "tests/structure/tree_rules.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

namespace huiqi::structure {
namespace {

/// Each floor and the floors it stands on directly.
const std::map<std::string, std::set<std::string>, std::less<>>& floor_parents() {
    static const std::map<std::string, std::set<std::string>, std::less<>> parents{
        {"diagnostic", {}},
        {"numeric", {"diagnostic"}},
        {"calendar", {"numeric"}},
        {"data", {"calendar"}},
        {"language", {"data"}},
        {"rulebook", {"language"}},
        {"plan", {"rulebook"}},
        {"evaluate", {"plan"}},
        {"io", {"data"}},
        {"settle", {"evaluate"}},
        {"anomaly", {"settle"}},
        {"author", {"anomaly"}},
        {"ledger", {"settle"}},
        {"api", {"anomaly", "author", "io", "ledger"}},
    };
    return parents;
}

/// A library, by the beginning of its headers, and the beginnings of the paths that may include it.
struct LibraryPlace {
    std::string_view header;
    std::vector<std::string_view> paths;
};

const std::vector<LibraryPlace>& library_places() {
    static const std::vector<LibraryPlace> places{
        {"yaml-cpp/", {"engine/rulebook/yaml/reader.cpp"}},
        // Not exact under division, so it has no place at all.
        {"boost/multiprecision/cpp_dec_float", {}},
        {"boost/multiprecision/cpp_bin_float", {}},
        {"simdjson", {"engine/io/"}},
        {"unicode/", {"engine/data/folded_key", "engine/language/", "engine/io/"}},
        {"nlohmann/", {"engine/diagnostic/", "engine/ledger/", "engine/api/", "tools/", "tests/"}},
        {"sqlite3.h", {"engine/ledger/sqlite_database.cpp"}},
        {"libpq-fe.h", {"engine/ledger/postgres_library.h"}},
        {"openssl/", {"engine/ledger/sha256.cpp"}},
        {"zstd.h", {"engine/ledger/compression.cpp"}},
        // The floors do not log, they return.
        {"spdlog/", {"tools/"}},
        {"boost/asio", {"tools/web/http_server.cpp", "tools/web/answer_turns.h"}},
        {"boost/beast", {"tools/web/http_server.cpp"}},
        {"CLI/", {"tools/"}},
        {"doctest/", {"tests/"}},
        {"rapidcheck", {"tests/"}},
        {"benchmark/", {"tests/bench/"}},
    };
    return places;
}

bool is_identifier(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Walks over C++ text and blanks what is not code.
class Blanker {
public:
    explicit Blanker(std::string_view text) : text_(text), out_(text) {}

    std::string run() {
        while (at_ < text_.size()) {
            step();
        }
        return std::move(out_);
    }

private:
    void step() {
        const char c = text_[at_];
        if (text_.substr(at_).starts_with("//")) {
            blank_until(text_.find('\n', at_));
        } else if (text_.substr(at_).starts_with("/*")) {
            const std::size_t end = text_.find("*/", at_ + 2);
            blank_until(end == std::string_view::npos ? end : end + 2);
        } else if (is_identifier(c)) {
            word();
        } else if (c == '"' || c == '\'') {
            blank_until(end_of_quoted(c));
        } else {
            ++at_;
        }
    }

    /// An identifier, a number with its digit separators, or the prefix of a raw string.
    void word() {
        const bool number = is_digit(text_[at_]);
        const std::size_t begin = at_;
        while (at_ < text_.size() && (is_identifier(text_[at_]) || (number && text_[at_] == '\''))) {
            ++at_;
        }
        const std::string_view name = text_.substr(begin, at_ - begin);
        if (at_ < text_.size() && text_[at_] == '"' && name.ends_with('R')) {
            blank_until(end_of_raw_string());
        }
    }

    [[nodiscard]] std::size_t end_of_quoted(char quote) const {
        std::size_t end = at_ + 1;
        while (end < text_.size() && text_[end] != quote && text_[end] != '\n') {
            end += text_[end] == '\\' ? 2U : 1U;
        }
        return end + 1;
    }

    [[nodiscard]] std::size_t end_of_raw_string() const {
        const std::size_t open = text_.find('(', at_);
        if (open == std::string_view::npos) {
            return open;
        }
        const std::string close = fmt::format("){}\"", text_.substr(at_ + 1, open - at_ - 1));
        const std::size_t end = text_.find(close, open);
        return end == std::string_view::npos ? end : end + close.size();
    }

    void blank_until(std::size_t end) {
        for (end = std::min(end, text_.size()); at_ < end; ++at_) {
            if (text_[at_] != '\n') {
                out_[at_] = ' ';
            }
        }
    }

    std::string_view text_;
    std::string out_;
    std::size_t at_ = 0;
};

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string_view without_leading_blanks(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    return text;
}

std::string at(const SourceFile& file, std::size_t line, std::string_view what) {
    return fmt::format("{}:{}: {}", file.path, line, what);
}

/// Says what is wrong when a file of `floor` includes `target`, or nothing.
std::optional<std::string> wrong_floor(std::string_view floor, const std::set<std::string>& allowed,
                                       const std::string& target) {
    if (const auto other = floor_of(target)) {
        if (!allowed.contains(*other)) {
            return fmt::format("the floor `{}` includes `{}`, which does not stand below it", floor, target);
        }
        return std::nullopt;
    }
    if (target.starts_with("tools/") || target.starts_with("tests/")) {
        return fmt::format("the engine includes `{}`", target);
    }
    if (target.starts_with("huiqi/") && floor != "api") {
        return fmt::format("the floor `{}` includes the public header `{}`; only `api` does", floor, target);
    }
    return std::nullopt;
}

/// Gives the identifiers and the numbers of a line of code.
std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    for (std::size_t i = 0; i < line.size();) {
        const std::size_t begin = i;
        const bool number =
            is_digit(line[i]) || (line[i] == '.' && i + 1 < line.size() && is_digit(line[i + 1]));
        while (i < line.size() &&
               (is_identifier(line[i]) || (number && (line[i] == '.' || line[i] == '\'')))) {
            ++i;
        }
        if (i == begin) {
            ++i;
        } else {
            words.push_back(line.substr(begin, i - begin));
        }
    }
    return words;
}

/// Tells `0.05`, `.5`, `1e9` and `0x1p3` from whole numbers and names.
bool is_floating_literal(std::string_view word) {
    if (!is_digit(word.front()) && word.front() != '.') {
        return false;
    }
    const bool hexadecimal = word.starts_with("0x") || word.starts_with("0X");
    return word.find_first_of(hexadecimal ? ".pP" : ".eE") != std::string_view::npos;
}

bool is_standard_header(std::string_view target) {
    return !target.empty() && std::ranges::all_of(target, [](char c) {
        return is_digit(c) || c == '_' || (c >= 'a' && c <= 'z');
    });
}

/// Gives the name of the class that a line outside of all braces defines, or nothing.
std::string_view defined_class(std::string_view line) {
    for (const std::string_view word : {std::string_view("class "), std::string_view("struct ")}) {
        if (line.starts_with(word) && !line.ends_with(';')) {
            line.remove_prefix(word.size());
            const auto end = static_cast<std::size_t>(std::find_if_not(line.begin(), line.end(), is_identifier) - line.begin());
            return line.substr(end).starts_with("::") ? std::string_view() : line.substr(0, end);   // else a member of another
        }
    }
    return {};
}

}  // namespace

std::vector<Include> includes_of(std::string_view text) {
    // Blanking hides the quoted name too, so the blanked text only says which lines are code.
    const std::string code = code_only(text);
    const std::vector<std::string_view> code_lines = lines_of(code);
    const std::vector<std::string_view> lines = lines_of(text);
    std::vector<Include> includes;
    for (std::size_t i = 0; i < lines.size() && i < code_lines.size(); ++i) {
        const std::string_view marker = without_leading_blanks(code_lines[i]);
        if (!marker.starts_with('#') || !without_leading_blanks(marker.substr(1)).starts_with("include")) {
            continue;
        }
        const std::size_t open = lines[i].find_first_of("<\"");
        if (open == std::string_view::npos) {
            continue;
        }
        const bool quoted = lines[i][open] == '"';
        const std::size_t close = lines[i].find(quoted ? '"' : '>', open + 1);
        const std::size_t length = std::min(close, lines[i].size()) - open - 1;
        includes.push_back({i + 1, std::string(lines[i].substr(open + 1, length)), quoted});
    }
    return includes;
}

std::string code_only(std::string_view text) {
    return Blanker(text).run();
}

std::optional<std::string> floor_of(std::string_view path) {
    constexpr std::string_view kEngine = "engine/";
    if (!path.starts_with(kEngine)) {
        return std::nullopt;
    }
    path.remove_prefix(kEngine.size());
    return std::string(path.substr(0, path.find('/')));
}

std::optional<std::set<std::string>> floors_below(std::string_view floor) {
    const auto found = floor_parents().find(floor);
    if (found == floor_parents().end()) {
        return std::nullopt;
    }
    std::set<std::string> below{found->first};
    for (const std::string& parent : found->second) {
        below.merge(floors_below(parent).value());
    }
    return below;
}

Violations check_floor_order(const SourceFile& file) {
    Violations violations;
    const auto floor = floor_of(file.path);
    if (!floor) {
        return violations;
    }
    const auto allowed = floors_below(*floor);
    if (!allowed) {
        return {at(file, 1, fmt::format("there is no floor `{}`", *floor))};
    }
    for (const Include& include : includes_of(file.text)) {
        if (const auto wrong = wrong_floor(*floor, *allowed, include.target)) {
            violations.push_back(at(file, include.line, *wrong));
        }
    }
    return violations;
}

Violations check_library_places(const SourceFile& file) {
    Violations violations;
    for (const Include& include : includes_of(file.text)) {
        for (const LibraryPlace& place : library_places()) {
            const bool allowed = std::ranges::any_of(place.paths, [&](std::string_view path) {
                return std::string_view(file.path).starts_with(path);
            });
            if (!allowed && std::string_view(include.target).starts_with(place.header)) {
                violations.push_back(
                    at(file, include.line, fmt::format("`{}` has no place here", include.target)));
            }
        }
    }
    return violations;
}

Violations check_oracle_independence(const SourceFile& file) {
    Violations violations;
    // the tests and what they share compare the two, so they see both
    if (!file.path.starts_with("tests/oracle/") || file.path.ends_with("_test.cpp") ||
        file.path.starts_with("tests/oracle/comparison.")) {
        return violations;
    }
    for (const Include& include : includes_of(file.text)) {
        const auto floor = floor_of(include.target);
        if (floor == "plan" || floor == "evaluate") {
            violations.push_back(
                at(file, include.line,
                   fmt::format("the oracle includes `{}`, which it judges", include.target)));
        }
    }
    return violations;
}

Violations check_public_header(const SourceFile& file) {
    Violations violations;
    if (!file.path.starts_with("include/")) {
        return violations;
    }
    for (const Include& include : includes_of(file.text)) {
        const bool standard = !include.quoted && is_standard_header(include.target);
        if (!standard && !include.target.starts_with("huiqi/")) {
            violations.push_back(
                at(file, include.line, fmt::format("a public header includes `{}`", include.target)));
        }
    }
    return violations;
}

Violations check_no_floating_point(const SourceFile& file, const std::set<std::string>& allowed) {
    constexpr std::array<std::string_view, 4> kExact{"engine/numeric/", "engine/language/", "engine/plan/",
                                                     "engine/evaluate/"};
    const bool exact = std::ranges::any_of(
        kExact, [&](std::string_view path) { return std::string_view(file.path).starts_with(path); });
    if (!exact || allowed.contains(file.path)) {
        return {};
    }
    Violations violations;
    const std::string code = code_only(file.text);
    const std::vector<std::string_view> lines = lines_of(code);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        for (const std::string_view word : words_of(lines[i])) {
            if (word == "double" || word == "float" || is_floating_literal(word)) {
                violations.push_back(at(file, i + 1, fmt::format("`{}` on the way to money", word)));
            }
        }
    }
    return violations;
}

Violations check_no_machine(const SourceFile& file) {
    constexpr std::array<std::string_view, 6> kFloors{"engine/numeric/", "engine/calendar/", "engine/data/",
                                                      "engine/language/", "engine/plan/", "engine/evaluate/"};
    static const std::set<std::string> kHeaders{
        "fstream", "iostream", "filesystem", "cstdio", "stdio.h", "thread", "mutex", "shared_mutex", "atomic", "future",
        "condition_variable", "semaphore", "locale", "clocale", "chrono", "ctime", "random", "unistd.h"};
    static const std::set<std::string_view> kWords{"try", "catch", "throw", "getenv", "setlocale", "thread_local"};
    // on_processor chooses between builds of one loop that give the same values; a limit on the work on long numbers is
    // thrown where it is passed and ends in the evaluator that set it, so none crosses the border
    static const std::set<std::string> kExempt{"engine/numeric/on_processor.cpp", "engine/numeric/work.cpp",
                                               "engine/evaluate/evaluator.cpp"};
    const bool pure = std::ranges::any_of(
        kFloors, [&](std::string_view path) { return std::string_view(file.path).starts_with(path); });
    if (!pure || kExempt.contains(file.path)) {
        return {};
    }
    Violations violations;
    for (const Include& include : includes_of(file.text)) {
        if (kHeaders.contains(include.target) || include.target.starts_with("sys/")) {
            violations.push_back(at(file, include.line, fmt::format("<{}> in the question engine", include.target)));
        }
    }
    const std::string code = code_only(file.text);
    const std::vector<std::string_view> lines = lines_of(code);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        for (const std::string_view word : words_of(lines[i])) {
            if (kWords.contains(word)) {
                violations.push_back(at(file, i + 1, fmt::format("`{}` in the question engine", word)));
            }
        }
    }
    return violations;
}

Violations check_length(const SourceFile& file) {
    constexpr std::size_t kMostLines = 600;
    const std::size_t lines = lines_of(file.text).size();
    if (lines <= kMostLines) {
        return {};
    }
    return {at(file, kMostLines + 1, fmt::format("{} lines are more than one subject", lines))};
}

Violations check_own_header_first(const SourceFile& file, const std::set<std::string>& all_paths) {
    if (!floor_of(file.path) || !file.path.ends_with(".cpp")) {
        return {};
    }
    const std::string own = file.path.substr(0, file.path.size() - 4) + ".h";
    if (!all_paths.contains(own)) {
        return {};
    }
    const std::vector<Include> includes = includes_of(file.text);
    if (!includes.empty() && includes.front().target == own) {
        return {};
    }
    const std::size_t line = includes.empty() ? 1 : includes.front().line;
    return {at(file, line, fmt::format("`{}` should be the first include", own))};
}

Violations check_pragma_once(const SourceFile& file) {
    if (!file.path.ends_with(".h")) {
        return {};
    }
    const std::string code = code_only(file.text);
    for (const std::string_view line : lines_of(code)) {
        const std::string_view words = without_leading_blanks(line);
        if (!words.empty()) {
            return words.starts_with("#pragma once")
                       ? Violations{}
                       : Violations{at(file, 1, "no `#pragma once` at the top")};
        }
    }
    return {at(file, 1, "an empty header")};
}

Violations check_class_names(const std::vector<SourceFile>& files) {
    std::map<std::string, std::string, std::less<>> first;
    Violations violations;
    for (const SourceFile& file : files) {
        if (!file.path.ends_with(".h") || file.path.starts_with("tests/")) {
            continue;
        }
        const std::string code = code_only(file.text);
        std::size_t number = 0;
        for (const std::string_view line : lines_of(code)) {
            ++number;
            const std::string name(defined_class(line));
            if (name.empty()) {
                continue;
            }
            const auto [known, inserted] = first.try_emplace(name, file.path);
            if (!inserted) {
                violations.push_back(at(file, number, fmt::format("`{}` is a class of {} too", name, known->second)));
            }
        }
    }
    return violations;
}

}  // namespace huiqi::structure
