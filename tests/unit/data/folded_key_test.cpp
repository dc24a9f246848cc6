#include "engine/data/folded_key.h"

#include <string>
#include <string_view>

#include <doctest/doctest.h>

using namespace huiqi;

TEST_CASE("a key that people typed in different ways folds to one spelling") {
    constexpr std::string_view kCode = "91000000MA0000101F";
    for (const std::string_view typed :
         {"91000000MA0000101F", "91000000ma0000101f", "９１００００００ＭＡ００００１０１Ｆ", "91000000MA0000101F\u200B",
          " 91000000MA0000101F", "91000000MA0000101F\u00A0", "\u3000910000 00MA0000101F\t", "\uFEFF91000000MA0000101F",
          "91000000\u00ADMA0000101F", "91000000MA\u202D0000101F\u202C", "91000000MA0000101F\r\n", "９1000000Ma0000101f\u2003"}) {
        CAPTURE(typed);
        CHECK(folded_key(typed) == kCode);
    }
}

TEST_CASE("keys that differ in what is seen stay different") {
    struct Row {
        std::string_view key;
        std::string_view folded;
    };
    for (const Row& row : {Row{"", ""}, Row{"S-001", "S-001"}, Row{"申请2024-1", "申请2024-1"}, Row{"甲 公司", "甲公司"},
                           Row{"示例公司（甲）", "示例公司(甲)"}, Row{"é", "é"}, Row{"e\u0301", "é"}, Row{"①", "1"},
                           Row{" \u3000\u200B", ""}, Row{"S001", "S001"}, Row{"S0O1", "S0O1"}, Row{"а", "а"}}) {
        CAPTURE(row.key);
        CHECK(folded_key(row.key) == row.folded);
    }
}

TEST_CASE("a fold folds no further, and a key in its one spelling is given back itself") {
    std::string kept;
    for (const std::string_view key : {"S001", "s001", "Ｓ００１", "é", "甲ß", "\xFF\xFE"}) {
        const std::string once = folded_key(key);
        CAPTURE(key);
        CHECK(folded_key(once) == once);
        CHECK(folded_key(key, kept) == once);
    }
    constexpr std::string_view kPlain = "S001";
    CHECK(folded_key(kPlain, kept).data() == kPlain.data());
    CHECK(is_folded_key(kPlain));
    CHECK_FALSE(is_folded_key("s001"));
    CHECK_FALSE(is_folded_key("S 001"));
}
