#include "engine/rulebook/keys.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "engine/diagnostic/expect.h"
#include "engine/diagnostic/text.h"
#include "engine/rulebook/key_table.h"
#include "engine/rulebook/word_table.h"

namespace huiqi {
namespace {

/// Keys and words are one table, so that a scope is looked up in one place.
constexpr auto kSpellings = [] {
    using key_table::kKeys;
    using key_table::kWords;
    std::array<Spelling, std::size(kKeys) + std::size(kWords)> all{};
    std::copy(std::begin(kWords), std::end(kWords), std::copy(std::begin(kKeys), std::end(kKeys), all.begin()));
    return all;
}();
constexpr auto kByScope = [](const Spelling& left, const Spelling& right) { return left.scope < right.scope; };
static_assert(std::is_sorted(std::begin(kSpellings), std::end(kSpellings), kByScope));

}  // namespace

std::span<const Spelling> spellings() noexcept { return kSpellings; }

std::span<const Spelling> spellings(Scope scope) noexcept {
    const auto [begin, end] =
        std::equal_range(std::begin(kSpellings), std::end(kSpellings), Spelling{scope, "", ""}, kByScope);
    return {begin, end};
}

const Spelling* find_spelling(Scope scope, std::string_view written) noexcept {
    for (const Spelling& row : spellings(scope)) {
        if (written == row.en || written == row.zh) {
            return &row;
        }
    }
    return nullptr;
}

const Spelling& spelling(Scope scope, std::string_view en) {
    const Spelling* found = find_spelling(scope, en);
    expect(found != nullptr && found->en == en, "a loader asks for keys that its scope has");
    return *found;
}

std::string choices(Scope scope, bool chinese) {
    std::string text;
    for (const Spelling& row : spellings(scope)) {
        text += text.empty() ? "" : chinese ? "、" : ", ";
        text += chinese ? row.zh : row.en;
    }
    return text;
}

std::optional<std::string_view> nearest_spelling(Scope scope, std::string_view written) {
    std::vector<std::string_view> candidates;
    for (const Spelling& row : spellings(scope)) {
        candidates.push_back(row.zh);
        candidates.push_back(row.en);
    }
    return nearest(written, candidates);
}

}  // namespace huiqi
