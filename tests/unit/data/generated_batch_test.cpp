#include "engine/data/generated_batch.h"

#include <algorithm>

#include <doctest/doctest.h>

namespace huiqi {
namespace {

[[nodiscard]] Schema schema() {
    FieldSchema amount;
    amount.name = "amount";
    amount.type = Type::number(Unit::of("CNY"));
    amount.kind = ColumnKind::int64;
    amount.step = Rational(1) / 100;
    amount.least = -5;
    amount.most = 1000;
    FieldSchema day;
    day.name = "day";
    day.type = Type::date();
    day.kind = ColumnKind::date;
    FieldSchema list;
    list.name = "list";
    list.type = Type::list(Type::number(Unit::of("CNY")));
    list.kind = ColumnKind::list;
    FieldSchema element = amount;
    element.name.clear();
    list.fields = {element};
    Schema made;
    made.fields = {amount, day, list};
    return made;
}

TEST_CASE("made-up applications stay within their ranges, reach over them, and are the same each time") {
    const GeneratedRows how{.rows = 2000, .list_length = 3};
    const Batch one = generated_batch(schema(), how);
    const Batch other = generated_batch(schema(), how);
    REQUIRE(one.rows() == 2000);
    const Column& amounts = one.root().columns[0];
    CHECK(amounts.int64s == other.root().columns[0].int64s);
    const auto [least, most] = std::minmax_element(amounts.int64s.begin(), amounts.int64s.end());
    CHECK(*least >= -500);       // -5 yuan in cents
    CHECK(*most <= 100'000);
    CHECK(*least < 0);
    CHECK(*most > 50'000);       // the upper half is reached
    for (const std::int32_t day : one.root().columns[1].int32s) {
        CHECK(day >= how.first_day.days());
        CHECK(day <= how.last_day.days());
    }
    const Column& lists = one.root().columns[2];
    CHECK(lists.offsets.back() == 6000);
    CHECK(lists.child->rows == 6000);
}

}  // namespace
}  // namespace huiqi
