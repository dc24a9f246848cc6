#include "engine/data/batch.h"
#include "tests/support/row_values.h"

#include <memory>

#include <doctest/doctest.h>

namespace huiqi {
namespace {

FieldSchema field(std::string name, Type type, ColumnKind kind) {
    FieldSchema made;
    made.name = std::move(name);
    made.type = std::move(type);
    made.kind = kind;
    return made;
}

FieldSchema money(std::string name, ColumnKind kind) {
    FieldSchema made = field(std::move(name), Type::number(Unit::of("CNY")).as_optional(), kind);
    made.entry = {Unit::of("CNY"), 1, "元"};
    made.decimals = 2;
    made.step = Rational(1, 100);
    return made;
}

/// One field of every kind of column.
Schema everything() {
    const auto sizes = std::make_shared<const Enumeration>(Enumeration{"size", {"a", "b"}, false});
    FieldSchema payments = field("payments", Type::list(Type::record({})), ColumnKind::list);
    payments.fields = {field("day", Type::date(), ColumnKind::date), money("amount", ColumnKind::int64)};
    FieldSchema scores = field("scores", Type::list(Type::number()), ColumnKind::list);
    scores.fields = {field("", Type::number(), ColumnKind::int64)};
    FieldSchema seat = field("seat", Type::record({}), ColumnKind::record);
    seat.fields = {field("city", Type::text(), ColumnKind::text), field("own", Type::boolean(), ColumnKind::boolean)};
    return {{field("yes", Type::boolean(), ColumnKind::boolean), money("small", ColumnKind::int64),
             money("large", ColumnKind::int128), money("huge", ColumnKind::wide), field("day", Type::date(), ColumnKind::date),
             field("size", Type::enumeration(sizes), ColumnKind::enumeration),
             field("name", Type::text(), ColumnKind::text), payments, scores, seat}};
}

Value day(int number) { return Value::of(Date::from_days(number)); }

std::vector<Value> full_row() {
    return {Value::of(true),
            Value::of(Rational(1234567, 100)),
            Value::of(Rational(-pow10(30))),
            Value::of(Rational(pow10(60) + 1) / 100),
            day(19'000),
            Value::enumerated(1),
            Value::of(std::string("甲")),
            Value::list({Value::record({day(1), Value::of(Rational(5))}), Value::record({day(2), Value::absent()})}),
            Value::list({Value::of(Rational(7)), Value::of(Rational(8))}),
            Value::record({Value::of(std::string("乙")), Value::of(false)})};
}

std::vector<Value> unknown_row() {
    return {Value::unknown({"yes"}),
            Value::absent(),
            Value::unknown({"large"}),
            Value::absent(),
            Value::unknown({"day"}),
            Value::unknown({"size"}),
            Value::unknown({"name"}),
            Value::unknown({"payments"}),
            Value::list({}),
            Value::record({Value::unknown({"seat.city"}), Value::of(true)})};
}

TEST_CASE("what is appended is read back, in any mixture of states") {
    const Schema schema = everything();
    Batch batch(schema);
    const std::vector<std::vector<Value>> rows{full_row(), unknown_row(), full_row(), full_row(), unknown_row()};
    for (const std::vector<Value>& row : rows) {
        append_row(batch, schema, row);
    }
    REQUIRE(batch.rows() == rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        CAPTURE(i);
        CHECK(testing::row_values(batch, schema, i) == rows[i]);
    }
}

TEST_CASE("a column carries states only once a row is not known") {
    const Schema schema{{money("x", ColumnKind::int64)}};
    Batch batch(schema);
    append_row(batch, schema, {Value::of(Rational(1))});
    append_row(batch, schema, {Value::of(Rational(2))});
    CHECK(batch.root().columns[0].states.empty());
    append_row(batch, schema, {Value::absent()});
    append_row(batch, schema, {Value::of(Rational(3))});
    REQUIRE(batch.root().columns[0].states.size() == 4);
    CHECK(batch.root().columns[0].int64s == std::vector<std::int64_t>{100, 200, 0, 300});
}

TEST_CASE("a cleared batch is empty and can be filled again") {
    const Schema schema = everything();
    Batch batch(schema);
    append_row(batch, schema, full_row());
    batch.clear();
    CHECK(batch.rows() == 0);
    CHECK(batch.root().columns[7].offsets == std::vector<std::uint32_t>{0});
    append_row(batch, schema, full_row());
    CHECK(testing::row_values(batch, schema, 0) == full_row());
}

TEST_CASE("a field is found by its name") {
    const Schema schema = everything();
    CHECK(schema.index("payments") == std::optional<std::size_t>(7));
    CHECK_FALSE(schema.index("nobody"));
}

}  // namespace
}  // namespace huiqi
