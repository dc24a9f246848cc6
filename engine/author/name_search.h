#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/author/file_outline.h"
#include "engine/author/workspace.h"

namespace huiqi {

/// A name in a file.
struct FoundName {
    std::string path;
    NamePlace place;

    friend bool operator==(const FoundName& left, const FoundName& right) {
        return left.path == right.path && left.place.begin == right.place.begin && left.place.end == right.place.end;
    }
};

/// Which declaration a name means, across files: a file sees what it declares, what those above it declare (the parent of an
/// overlay, the subject of cases, the members of a bundle), and the libraries of all of them.
class NameSearch {
public:
    explicit NameSearch(Workspace& workspace) : workspace_(workspace) {}

    /// Gives the name at a byte of a file; nothing when none stands there.
    [[nodiscard]] std::optional<FoundName> at(const std::string& path, std::size_t offset);
    /// Gives what a name means: one declaration, or in a bundle one for each member that has it. Of a parameter that an overlay
    /// sets, that of the parent. A function of the language has none.
    [[nodiscard]] std::vector<FoundName> declarations(const FoundName& name);
    /// Gives every place of all rule files that means one of these, the declarations among them, in the order of the files.
    [[nodiscard]] std::vector<FoundName> uses(const std::vector<FoundName>& declared);
    /// Gives the files that a file sees names of, itself first.
    [[nodiscard]] std::vector<const RuleDocument*> visible(const std::string& path);

private:
    using Ids = std::map<std::string, const RuleDocument*, std::less<>>;

    [[nodiscard]] Ids ids_beside(const std::string& path);
    [[nodiscard]] Ids all_ids();
    [[nodiscard]] static std::vector<const RuleDocument*> visible(const RuleDocument& file, const Ids& ids);
    [[nodiscard]] std::vector<FoundName> meant(const FoundName& name, const Ids& ids);
    /// Gives the enumeration whose value an expression has at this place; nothing where it is no such value.
    [[nodiscard]] std::optional<std::string> checked_enumeration(const FoundName& name);
    /// Leaves of the declarations of a value those of the enumeration that a mention is of, where its type tells.
    void keep_enumeration(const FoundName& name, const std::vector<const RuleDocument*>& files, std::vector<FoundName>& found);

    Workspace& workspace_;
};

/// Gives the last part of an id: 保费补贴 of 某市.保费补贴.
[[nodiscard]] std::string_view short_id(std::string_view id) noexcept;

}  // namespace huiqi
