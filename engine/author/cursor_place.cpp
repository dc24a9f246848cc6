#include "engine/author/cursor_place.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/rulebook/key_nesting.h"

namespace huiqi {
namespace {

/// One mapping or element that is open where the cursor stands.
struct Level {
    std::size_t indent = 0;
    std::string name;                     ///< its key, or `-`
    std::vector<std::string> keys;        ///< of the mapping behind it, so far
    char bracket = 0;                     ///< of flow style: how it opened
};

/// Reads a text up to the cursor.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) { levels_.push_back({}); }

    [[nodiscard]] CursorPlace run() {
        for (std::size_t at = 0; at <= text_.size();) {
            const std::size_t end = std::min(text_.find('\n', at), text_.size());
            line(at, end);
            at = end + 1;
        }
        return take();
    }

private:
    [[nodiscard]] bool flow() const { return levels_.back().bracket != 0; }

    void line(std::size_t at, std::size_t end) {
        const bool cursor = end == text_.size();
        std::size_t indent = 0;
        while (at + indent < end && text_[at + indent] == ' ') {
            ++indent;
        }
        const std::size_t first = at + indent;
        if (first < end && text_[first] == '#') {
            nothing(cursor);
            return;
        }
        if (!flow()) {
            if (first == end && !cursor) {
                return;
            }
            if (block_indent_ && indent > *block_indent_) {
                nothing(cursor);   // inside | or >
                return;
            }
            block_indent_.reset();
            leave(indent, first < end && text_[first] == '-');
        }
        scan(first, end, indent, cursor);
    }

    /// In a comment or a long text nothing can be proposed.
    void nothing(bool cursor) {
        if (cursor) {
            levels_ = {{}, {.indent = 0, .name = "#", .keys = {}}};
            pending_ = false;
            place_.begin = text_.size();
        }
    }

    /// Closes the levels that a line of this indentation is not inside of.
    void leave(std::size_t indent, bool element) {
        while (levels_.size() > 1 && (levels_.back().indent > indent || (levels_.back().indent == indent && !(element && levels_.back().name != "-")))) {
            levels_.pop_back();
        }
    }

    void scan(std::size_t at, std::size_t end, std::size_t indent, bool cursor) {
        while (!flow() && at < end && text_[at] == '-' && (at + 1 == end || text_[at + 1] == ' ')) {
            levels_.push_back({.indent = indent, .name = "-", .keys = {}});
            const std::size_t next = std::min(text_.find_first_not_of(' ', at + 1), end);
            indent += next - at;
            at = next;
        }
        std::size_t word = at;
        bool behind_colon = false;
        while (at < end) {
            const char c = text_[at];
            if ((c == '"' || c == '\'') && at == word) {
                at = std::min(text_.find(c, at + 1), end - 1) + 1;
                continue;
            }
            if (c == '#' && at > 0 && text_[at - 1] == ' ') {
                nothing(cursor);
                return;
            }
            if (at == word && c == ' ') {
                word = ++at;
            } else if ((c == '{' || c == '[') && (at == word || flow())) {
                open(c, indent);
                word = ++at;
                behind_colon = false;
            } else if ((c == '}' || c == ']') && flow()) {
                close();
                word = ++at;
            } else if (c == ',' && flow()) {
                end_of_entry();
                word = ++at;
                behind_colon = false;
            } else if (c == ':' && !behind_colon && (at + 1 == end || text_[at + 1] == ' ')) {
                key(text_.substr(word, at - word), indent);
                word = ++at;
                behind_colon = true;
            } else {
                ++at;
            }
        }
        if (!flow() && behind_colon && word < end && (text_[word] == '|' || text_[word] == '>')) {
            block_indent_ = indent;
        }
        if (cursor) {
            const bool named = flow() ? pending_ : behind_colon;
            const bool list = flow() && levels_.back().bracket == '[' && !pending_;
            place_.key = !named && !list;
            place_.begin = std::min(word, text_.size());
            place_.value = std::string(text_.substr(place_.begin));
        }
    }

    void key(std::string_view written, std::size_t indent) {
        while (!written.empty() && (written.back() == ' ' || written.back() == '"' || written.back() == '\'')) {
            written.remove_suffix(1);
        }
        while (!written.empty() && (written.front() == '"' || written.front() == '\'')) {
            written.remove_prefix(1);
        }
        levels_.back().keys.emplace_back(written);
        if (flow()) {
            pending_ = true;
            pending_name_ = std::string(written);
        } else {
            levels_.push_back({.indent = indent, .name = std::string(written), .keys = {}});
        }
    }

    void open(char bracket, std::size_t indent) {
        const bool element = flow() && levels_.back().bracket == '[' && !pending_;
        const std::string name = pending_ ? pending_name_ : element ? "-" : std::string();
        levels_.push_back({.indent = indent, .name = name, .keys = {}, .bracket = bracket});
        pending_ = false;
    }

    void close() {
        levels_.pop_back();
        pending_ = false;
    }

    void end_of_entry() { pending_ = false; }

    [[nodiscard]] CursorPlace take() {
        place_.siblings = levels_.back().keys;
        for (const Level& level : levels_) {
            if (!level.name.empty()) {
                place_.path.push_back(level.name);
            }
        }
        if (pending_) {
            place_.path.push_back(pending_name_);
        } else if (levels_.back().bracket == '[') {
            place_.path.emplace_back("-");
        }
        return std::move(place_);
    }

    std::string_view text_;
    std::vector<Level> levels_;
    std::optional<std::size_t> block_indent_;
    bool pending_ = false;               ///< in flow style: a key stands before, and its value comes
    std::string pending_name_;
    CursorPlace place_;
};

[[nodiscard]] Scope top_scope(std::string_view kind) {
    return kind == "library"    ? Scope::library_file
           : kind == "bundle"   ? Scope::bundle_file
           : kind == "cases"    ? Scope::cases_file
           : kind == "detector" ? Scope::detector_file
                                : Scope::incentive_file;
}

/// Steps from a key into what stands behind it, an element of it, or what stands behind a name in it.
class Follower {
public:
    explicit Follower(std::string_view kind) { place_.mappings = {top_scope(kind)}; }

    void step(const std::string& name) {
        if (name == "-") {
            into(place_.below_name ? Behind::named_each : Behind::each);
            place_.names = false;
            return;
        }
        for (const Scope scope : place_.mappings) {
            if (const Spelling* known = find_spelling(scope, name)) {
                behind(scope, known->en);
                return;
            }
        }
        if (place_.names) {
            place_.below_name = true;
            place_.names = false;
            into(Behind::named);
            return;
        }
        place_.mappings.clear();
    }

    [[nodiscard]] KeyPlace take() { return std::move(place_); }

private:
    void behind(Scope scope, std::string_view key) {
        place_ = {.mappings = {}, .scope = scope, .key = key};
        into(Behind::one);
        for (const Nesting& row : nestings()) {
            const bool named = row.behind >= Behind::named;
            place_.names = place_.names || (row.scope == scope && row.en == key && named);
        }
        const Spelling* known = find_spelling(scope, key);
        if (place_.mappings.empty() && known != nullptr && known->shape == Shape::prose) {
            place_.mappings = {Scope::prose};
        }
        if (key == "given" || key == "bind") {
            place_.names = true;
        }
    }

    void into(Behind behind) {
        place_.mappings.clear();
        for (const Nesting& row : nestings()) {
            if (row.scope == place_.scope && row.en == place_.key && row.behind == behind) {
                place_.mappings.push_back(row.inner);
            }
        }
    }

    KeyPlace place_;
};

}  // namespace

CursorPlace cursor_place(std::string_view text, std::size_t offset) { return Reader(text.substr(0, std::min(offset, text.size()))).run(); }

KeyPlace key_place(std::string_view kind, const std::vector<std::string>& path) {
    Follower follower(kind);
    for (const std::string& name : path) {
        follower.step(name);
    }
    return follower.take();
}

}  // namespace huiqi
