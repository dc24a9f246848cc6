#include <algorithm>
#include <array>

#include <doctest/doctest.h>

#include "tests/vectors/quotient.h"
#include "tests/vectors/vectors.h"

namespace huiqi::vectors {
namespace {

/// The exact result of an operation and the one rounding that follows it.
struct Exact {
    Rational value;
    std::optional<Rational> step;  ///< absent: no rounding
};

bool any_of(std::string_view op, std::initializer_list<std::string_view> names) {
    return std::ranges::find(names, op) != names.end();
}

/// Reads the operands of a line; nothing when one of them is not a number.
std::optional<std::vector<DecimalText>> operands(const Vector& row) {
    static constexpr std::array<std::string_view, 3> kColumns{"a", "b", "c"};
    std::vector<DecimalText> read;
    for (std::size_t i = 0; i < std::stoul(row.at("n")); ++i) {
        const auto decimal = row.decimal(kColumns[i]);
        if (!decimal) {
            return std::nullopt;
        }
        read.push_back(*decimal);
    }
    return read;
}

/// Gives the larger or the smaller of two, by size first for the operations on magnitudes.
Rational extreme(std::string_view op, const Rational& a, const Rational& b) {
    const Rational size_a = boost::multiprecision::abs(a);
    const Rational size_b = boost::multiprecision::abs(b);
    const bool by_size = op.ends_with("mag") && size_a != size_b;
    const bool less = by_size ? size_a < size_b : a < b;
    return op.starts_with("max") == less ? b : a;
}

Rational remainder(std::string_view op, const Rational& a, const Rational& b) {
    const Rounding mode = op == "remaindernear" ? Rounding::half_even : Rounding::down;
    return a - b * Rational(round(Rational(a / b), mode));
}

/// Computes what needs no rounding step of its own; nothing for an operation that is not one of these.
std::optional<Rational> exact_value(std::string_view op, const std::vector<Rational>& x) {
    if (any_of(op, {"tosci", "toeng", "apply", "plus", "reduce", "copy", "quantize", "rescale", "tointegral",
                    "tointegralx"})) {
        return x[0];
    }
    if (any_of(op, {"abs", "copyabs"})) {
        return boost::multiprecision::abs(x[0]);
    }
    if (any_of(op, {"minus", "copynegate"})) {
        return Rational(-x[0]);
    }
    if (any_of(op, {"max", "min", "maxmag", "minmag"})) {
        return extreme(op, x[0], x[1]);
    }
    if (any_of(op, {"remainder", "remaindernear"})) {
        return remainder(op, x[0], x[1]);
    }
    if (op == "add" || op == "subtract") {
        return op == "add" ? Rational(x[0] + x[1]) : Rational(x[0] - x[1]);
    }
    if (op == "multiply" || op == "fma") {
        return op == "fma" ? Rational(x[0] * x[1] + x[2]) : Rational(x[0] * x[1]);
    }
    if (op == "divide") {
        return divide(x[0], x[1]).value();
    }
    if (op == "divideint") {
        return Rational(round(Rational(x[0] / x[1]), Rounding::down));
    }
    if (op == "compare") {
        return Rational(x[0] < x[1] ? -1 : x[1] < x[0] ? 1 : 0);
    }
    if (op == "scaleb") {
        return Rational(x[0] * power_of_ten(to_int64(numerator(x[1]))));
    }
    if (op == "power") {
        return power(x[0], to_int64(numerator(x[1])), 10'000'000).value();
    }
    return std::nullopt;
}

/// Gives the step of the rounding that follows, if any.
std::optional<Rational> rounding_step(const Vector& row, const std::vector<DecimalText>& written,
                                      const Rational& value) {
    const std::string& op = row.at("op");
    if (any_of(op, {"copy", "copyabs", "copynegate", "compare", "divideint", "power"})) {
        return std::nullopt;
    }
    if (op == "quantize") {
        return power_of_ten(-written[1].scale);
    }
    if (op == "rescale") {
        return power_of_ten(to_int64(numerator(written[1].value())));
    }
    if (any_of(op, {"tointegral", "tointegralx"})) {
        return written[0].scale > 0 ? std::optional(Rational(1)) : std::nullopt;
    }
    return value.is_zero() ? std::nullopt
                           : std::optional(power_of_ten(last_place(value, std::stoll(row.at("precision")))));
}

/// Does the operation on deferred quotients, where it is one that rows of numbers go through.
template <class T>
std::optional<Quotient<T>> deferred(std::string_view op, const std::vector<DecimalText>& written) {
    std::vector<Quotient<T>> x;
    x.reserve(written.size());
    for (const DecimalText& decimal : written) {
        x.push_back(Quotient<T>::of(decimal));
    }
    if (any_of(op, {"tosci", "toeng", "apply", "plus", "reduce", "quantize", "rescale", "tointegral"})) {
        return x[0];
    }
    if (op == "add" || op == "subtract") {
        return op == "add" ? x[0] + x[1] : x[0] - x[1];
    }
    if (op == "multiply" || op == "divide") {
        return op == "multiply" ? x[0] * x[1] : x[0] / x[1];
    }
    if (op == "fma") {
        return x[0] * x[1] + x[2];
    }
    return std::nullopt;
}

/// Counts what was run and what was not.
struct Tally {
    LaneCounts lanes;
    int run = 0;
    int refused = 0;
    int left_out = 0;
};

void check_refusal(const Vector& row, Tally& tally) {
    const auto written = operands(row);
    if (row.at("expected") == "ERROR:conversion_syntax") {
        CHECK(parse_decimal(row.at("a")).error() == NumericFault::malformed);
    } else {
        REQUIRE(written.has_value());
        CHECK(divide((*written)[0].value(), (*written)[1].value()).error() == NumericFault::division_by_zero);
    }
    ++tally.refused;
}

void check_lanes(const Vector& row, const std::vector<DecimalText>& written, const Rational& step,
                 const Rational& expected, Tally& tally) {
    const Rounding mode = row.rounding().value();
    const Integer expected_steps = numerator(Rational(expected / step));
    on_every_lane(
        tally.lanes,
        [&]<class T>() -> std::optional<Integer> {
            const auto quotient = deferred<T>(row.at("op"), written);
            return quotient ? quotient->rounded(step, mode) : std::nullopt;
        },
        [&](const char* lane, const Integer& steps) {
            CAPTURE(lane);
            CHECK(steps == expected_steps);
        });
}

void check_value(const Vector& row, Tally& tally) {
    const auto written = operands(row);
    REQUIRE(written.has_value());
    std::vector<Rational> values;
    values.reserve(written->size());
    for (const DecimalText& decimal : *written) {
        values.push_back(decimal.value());
    }
    const auto exact = exact_value(row.at("op"), values);
    REQUIRE(exact.has_value());
    const Rational expected = row.decimal("expected")->value();
    const auto step = rounding_step(row, *written, *exact);
    CHECK((step ? round_to_step(*exact, *step, row.rounding().value()) : *exact) == expected);
    if (step) {
        check_lanes(row, *written, *step, expected, tally);
    }
    ++tally.run;
}

TEST_CASE("the general decimal arithmetic cases hold, the rounding 05up left out") {
    const auto path = find_shared("dectest-given.tsv");
    if (!path) {
        MESSAGE("skipped: dectest-given.tsv is not here");
        return;
    }
    Tally tally;
    const std::vector<Vector> rows = read_vectors(*path);
    for (const Vector& row : rows) {
        const std::string line = row.text();
        CAPTURE(line);
        if (row.at("rounding") == "05up") {
            ++tally.left_out;
        } else if (row.at("expected").starts_with("ERROR:")) {
            check_refusal(row, tally);
        } else {
            check_value(row, tally);
        }
    }
    MESSAGE(rows.size(), " decimal vectors: ", tally.run, " values, ", tally.refused, " refusals, ",
            tally.left_out, " left out (05up); lanes: ", tally.lanes.narrow, " in 64 bits, ",
            tally.lanes.broad, " in 128 bits, ", tally.lanes.unbounded, " unbounded");
    CHECK(tally.run + tally.refused + tally.left_out == static_cast<int>(rows.size()));
    CHECK(tally.run > 13'000);
}

}  // namespace
}  // namespace huiqi::vectors
