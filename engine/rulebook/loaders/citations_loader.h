#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/rulebook/fields.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Reads `依据` of a file; `inherited` are those of its libraries, which its own may be part of and hide by name.
/// Reports E317 for a `属于` that names nothing or leads in a circle.
void load_citations(LoadContext& context, const Fields& file, std::vector<Citation>& citations,
                    const std::vector<const Citation*>& inherited = {});

/// Reads `依据` and `解释` of a rule. Reports E317 when the file has no source of that name.
[[nodiscard]] Provenance read_provenance(LoadContext& context, const Fields& keys,
                                         const std::vector<Citation>& citations);

/// Finds a citation by name.
[[nodiscard]] const Citation* find_citation(const std::vector<Citation>& citations, std::string_view name) noexcept;

/// Follows `属于` from a citation up to its document; nothing when the name is not known.
[[nodiscard]] const Citation* find_document(const std::vector<Citation>& citations, std::string_view name) noexcept;

/// Gives a citation for a message: number of the document and clause; empty when there is none.
[[nodiscard]] std::string citation_text(const std::vector<Citation>& citations, std::string_view name);

/// A place's name and its GB/T 2260 code (empty when none is given).
struct Region {
    std::string name;
    std::string code;
};
/// Reads `地区`: `江苏省`, `江苏省 320000` or `{名称: 江苏省, 代码: 320000}`.
[[nodiscard]] Region read_region(LoadContext& context, const Fields& file);
/// Tells whether a text is six digits; reports E457 where it is not.
[[nodiscard]] bool check_region_code(LoadContext& context, const std::string& code, Span span);

}  // namespace huiqi
