#include <doctest/doctest.h>

#include "tests/vectors/quotient.h"
#include "tests/vectors/vectors.h"

namespace huiqi::vectors {
namespace {

/// Gives what a line must come to, as a whole number of its steps (1 for exact results and comparisons).
Integer expected_steps(const Vector& row) {
    const Rational expected = row.decimal("expected")->value();
    return numerator(row.at("op") == "round" ? Rational(expected / row.decimal("step")->value()) : expected);
}

template <class T>
std::optional<Integer> evaluate(const Vector& row) {
    const auto a = Quotient<T>::of(row.decimal("a").value());
    const auto b = Quotient<T>::of(row.decimal("b").value());
    const std::string& op = row.at("op");
    if (op == "round") {
        return (a / b).rounded(row.decimal("step")->value(), row.rounding().value());
    }
    if (op == "compare") {
        const std::optional<int> order = compare(a, b);
        return order ? std::optional<Integer>(*order) : std::nullopt;
    }
    const Quotient<T> exact = op == "add" ? a + b : op == "subtract" ? a - b : a * b;
    return exact.rounded(Rational(1), Rounding::down);
}

void check_rational(const Vector& row) {
    if (row.at("op") == "round") {
        const Rational exact = row.decimal("a")->value() / row.decimal("b")->value();
        CHECK(round_to_step(exact, row.decimal("step")->value(), row.rounding().value()) ==
              row.decimal("expected")->value());
    }
}

TEST_CASE("our own vectors hold in every lane") {
    LaneCounts counts;
    const std::vector<Vector> rows =
        read_vectors(std::filesystem::path(HUIQI_SOURCE_DIR) / "tests" / "vectors" / "exact.tsv");
    for (const Vector& row : rows) {
        const std::string line = row.text();
        CAPTURE(line);
        const Integer expected = expected_steps(row);
        check_rational(row);
        on_every_lane(
            counts, [&]<class T>() { return evaluate<T>(row); },
            [&](const char* lane, const Integer& steps) {
                CAPTURE(lane);
                CHECK(steps == expected);
            });
    }
    MESSAGE(rows.size(), " own vectors: ", counts.narrow, " in 64 bits, ", counts.broad, " in 128 bits, ",
            counts.unbounded, " unbounded");
    CHECK(counts.unbounded == static_cast<int>(rows.size()));
}

}  // namespace
}  // namespace huiqi::vectors
