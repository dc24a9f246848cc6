#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "engine/rulebook/short_names.h"

namespace huiqi {

TEST_CASE("a short name is the last part of an id, and the whole id where another ends so") {
    struct Row {
        std::vector<std::string_view> ids;
        std::vector<std::string> names;
    };
    for (const Row& row : {Row{{"a.grant", "a.loan"}, {"grant", "loan"}}, Row{{"a.grant", "b.grant", "b.loan"}, {"a.grant", "b.grant", "loan"}},
                           Row{{"grant", "b.grant"}, {"grant", "b.grant"}}, Row{{"长寿湖.保费", "广德.保费"}, {"长寿湖.保费", "广德.保费"}},
                           Row{{"a.b", "c.a.b"}, {"a.b", "c.a.b"}}, Row{{}, {}}}) {
        CHECK(short_names(row.ids) == row.names);
    }
}

TEST_CASE("a name that several ids end in stands for none of them, a whole id always for itself") {
    const std::vector<std::string_view> ids{"a.grant", "b.grant", "b.loan", "grant"};
    CHECK(place_called(ids, "loan") == 2);
    CHECK(place_called(ids, "b.grant") == 1);
    CHECK(place_called(ids, "grant") == 3);
    CHECK(place_called(std::vector<std::string_view>{"a.grant", "b.grant"}, "grant") == std::nullopt);
    CHECK(place_called(ids, "nothing") == std::nullopt);
}

}  // namespace huiqi
