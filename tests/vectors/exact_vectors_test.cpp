#include <doctest/doctest.h>

#include "tests/vectors/quotient.h"
#include "tests/vectors/vectors.h"

namespace huiqi::vectors {
namespace {

/// Computes a line of the shared exact vectors by deferred quotients: `Number` is Rational or Quotient<T>.
template <class Number, class Make>
Number evaluate(const Vector& row, Make&& make) {
    const std::string& op = row.at("op");
    if (op == "divround") {
        return make("a") / make("b");
    }
    if (op == "muldiv") {
        return make("a") * make("b") * make("c") / make("d");
    }
    return make("a") / make("b") + make("c") / make("d");
}

template <class T>
Quotient<T> operand(const Vector& row, std::string_view name) {
    return Quotient<T>::of(row.decimal(name).value());
}

void check_comparison(const Vector& row, LaneCounts& counts) {
    const auto value = [&](std::string_view name) { return row.decimal(name)->value(); };
    const int expected = std::stoi(row.at("expected"));
    const Rational left = value("a") / value("b");
    const Rational right = value("c") / value("d");
    CHECK((left < right ? -1 : right < left ? 1 : 0) == expected);
    on_every_lane(
        counts,
        [&]<class T>() {
            return compare(operand<T>(row, "a") / operand<T>(row, "b"),
                           operand<T>(row, "c") / operand<T>(row, "d"));
        },
        [&](const char* lane, int order) {
            CAPTURE(lane);
            CHECK(order == expected);
        });
}

void check_rounding(const Vector& row, LaneCounts& counts) {
    const Rounding mode = row.rounding().value();
    const Rational step = power_of_ten(-std::stoll(row.at("scale")));
    const Rational expected = row.decimal("expected")->value();
    const auto exact =
        evaluate<Rational>(row, [&](std::string_view name) { return row.decimal(name)->value(); });
    CHECK(round_to_step(exact, step, mode) == expected);
    const Integer expected_steps = numerator(Rational(expected / step));
    on_every_lane(
        counts,
        [&]<class T>() {
            return evaluate<Quotient<T>>(row, [&](std::string_view name) { return operand<T>(row, name); })
                .rounded(step, mode);
        },
        [&](const char* lane, const Integer& steps) {
            CAPTURE(lane);
            CHECK(steps == expected_steps);
        });
}

TEST_CASE("quotients stay exact until they are rounded, in every lane") {
    const auto path = find_shared("exact-vectors-given.tsv");
    if (!path) {
        MESSAGE("skipped: exact-vectors-given.tsv is not here");
        return;
    }
    LaneCounts counts;
    const std::vector<Vector> rows = read_vectors(*path);
    for (const Vector& row : rows) {
        const std::string line = row.text();
        CAPTURE(line);
        if (row.at("op") == "cmpdiv") {
            check_comparison(row, counts);
        } else {
            check_rounding(row, counts);
        }
    }
    MESSAGE(rows.size(), " exact vectors: ", counts.narrow, " in 64 bits, ", counts.broad, " in 128 bits, ",
            counts.unbounded, " unbounded");
    CHECK(counts.unbounded == static_cast<int>(rows.size()));
    CHECK(counts.narrow > 100);
    CHECK(counts.broad > 1'000);
}

}  // namespace
}  // namespace huiqi::vectors
