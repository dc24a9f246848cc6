#include "engine/diagnostic/result.h"

#include <memory>
#include <string>

#include <doctest/doctest.h>

namespace huiqi {
namespace {

enum class Fault { small, great };

static_assert(Result<int, Fault>(3).value() == 3);
static_assert(Result<int, Fault>(Unexpected(Fault::great)).error() == Fault::great);
static_assert(Result<int, Fault>(Unexpected(Fault::great)).value_or(7) == 7);
static_assert(Result<int, Fault>(3) != Result<int, Fault>(Unexpected(Fault::small)));
static_assert(Result<void, Fault>().has_value());
static_assert(!Result<void, Fault>(Unexpected(Fault::small)).has_value());

TEST_CASE("a result of the same type as its error still tells them apart") {
    const Result<std::string, std::string> good("x");
    const Result<std::string, std::string> bad(Unexpected(std::string("x")));
    CHECK(good.has_value());
    CHECK_FALSE(bad.has_value());
    CHECK(good != bad);
    CHECK(good->size() == 1);
    CHECK(bad.error() == "x");
}

TEST_CASE("a result gives up a value that cannot be copied") {
    Result<std::unique_ptr<int>, Fault> result(std::make_unique<int>(5));
    const std::unique_ptr<int> taken = *std::move(result);
    REQUIRE(taken);
    CHECK(*taken == 5);
}

TEST_CASE("a value in a result can be changed in place") {
    Result<std::string, Fault> result(std::string("a"));
    result->push_back('b');
    *result += 'c';
    CHECK(result.value() == "abc");
}

}  // namespace
}  // namespace huiqi
