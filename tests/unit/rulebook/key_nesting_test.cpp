#include <algorithm>
#include <set>
#include <string_view>

#include <doctest/doctest.h>

#include "engine/rulebook/key_nesting.h"

namespace huiqi {
namespace {

[[nodiscard]] bool fits(Shape shape, Behind behind) {
    switch (shape) {
        case Shape::text: return behind == Behind::text || behind == Behind::word;
        case Shape::list: return behind == Behind::texts || behind == Behind::each;
        case Shape::mapping: return behind == Behind::one || behind >= Behind::named;
        case Shape::any: return true;
        case Shape::prose:
        case Shape::word: return false;
    }
    return false;
}

}  // namespace

TEST_CASE("each form stands behind a key that the loader knows, in the shape that the loader asks for") {
    for (const Nesting& row : nestings()) {
        const Spelling* key = find_spelling(row.scope, row.en);
        REQUIRE_MESSAGE(key != nullptr, row.en);
        CHECK(key->en == row.en);
        CHECK_MESSAGE(fits(key->shape, row.behind), row.en);
        const bool words = spellings(row.inner).front().shape == Shape::word;
        CHECK_MESSAGE((row.behind == Behind::word) == words, row.en);
    }
}

TEST_CASE("every scope of keys is reached from a file") {
    std::set<Scope> reached{Scope::incentive_file, Scope::library_file, Scope::bundle_file, Scope::cases_file, Scope::detector_file,
                            Scope::prose, Scope::table, Scope::table_row, Scope::expectation, Scope::bundle_expectation};
    for (const Nesting& row : nestings()) {
        reached.insert(row.inner);
    }
    for (const Spelling& key : spellings()) {
        if (key.shape != Shape::word) {
            CHECK_MESSAGE(reached.contains(key.scope), key.en);
        }
    }
}

}  // namespace huiqi
