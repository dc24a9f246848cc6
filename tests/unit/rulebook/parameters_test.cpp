#include "engine/rulebook/loaders/parameters_loader.h"

#include <string>

#include <doctest/doctest.h>

#include "tests/unit/rulebook/loading.h"

namespace huiqi {
namespace {

testing::Loaded load(const std::string& keys) {
    return testing::load_body("枚举: {级别: [省级, 国家级]}\n参数:\n  数: {" + keys + "}\n奖补:\n  - 基数: 1元\n");
}

TEST_CASE("a parameter takes its unit from its type, its unit, or its literal") {
    struct Row {
        const char* keys;
        Type type;
        Value value;
    };
    const Row rows[] = {
        {"类型: 金额, 值: 50万元", Type::number(Unit::of("CNY")), Value::of(Rational(500'000))},
        {"类型: 比例, 值: 5%", Type::number(), Value::of(Rational(1, 20))},
        {"类型: 比例, 值: 3.45%/年", Type::number(Unit::of("month", -1)), Value::of(Rational(345, 120'000))},
        {"类型: 比例, 单位: 1, 值: 0.05", Type::number(), Value::of(Rational(1, 20))},
        {"类型: 比例, 值: 0", Type::number(), Value::of(Rational(0))},
        {"类型: 月数, 值: 2年", Type::number(Unit::of("month")), Value::of(Rational(24))},
        {"类型: 天数, 值: 30天", Type::number(Unit::of("day")), Value::of(Rational(30))},
        {"类型: 级别, 值: 国家级", Type::nothing(), Value::enumerated(1)},
        {"类型: 文本, 值: 甲类企业", Type::text(), Value::of(std::string("甲类企业"))},
        {"类型: 日期, 值: 2024-02-29", Type::date(), Value::of(*Date::from_civil(2024, 2, 29))},
        {"类型: 是否, 值: 否", Type::boolean(), Value::of(false)},
        {"类型: 金额, 值: -5元", Type::number(Unit::of("CNY")), Value::of(Rational(-5))},
        {"类型: 金额, 地方: 可填, 值: 无", Type::number(Unit::of("CNY")).as_optional(), Value::absent()},
        {"类型: 列表, 每项: 级别, 值: [省级, 国家级]", Type::nothing(),
         Value::list({Value::enumerated(0), Value::enumerated(1)})},
    };
    for (const Row& row : rows) {
        CAPTURE(row.keys);
        const auto loaded = load(row.keys);
        const Parameter& parameter = loaded.incentive().parameters.front();
        REQUIRE(parameter.versions.size() == 1);
        CHECK(parameter.versions.front().value == row.value);
        if (!row.type.is(TypeKind::nothing)) {
            CHECK(parameter.type == row.type);
        }
    }
}

TEST_CASE("a required parameter takes the unit of a rate from its band and makes the incentive abstract") {
    const auto loaded = load("类型: 比例, 地方: 必填, 幅度: '[3%/年..6%/年]'");
    const Incentive& incentive = loaded.incentive();
    CHECK(incentive.abstract);
    CHECK(incentive.unset == std::vector<std::string>{"数"});
    CHECK(incentive.parameters.front().type == Type::number(Unit::of("month", -1)));
}

TEST_CASE("a series keeps its days in order") {
    const auto loaded = load("类型: 比例, 历次: {2024-02-20: 3.45%/年, 2024-07-22: 3.35%/年}");
    const auto& versions = loaded.incentive().parameters.front().versions;
    REQUIRE(versions.size() == 2);
    CHECK(versions[0].from == Date::from_civil(2024, 2, 20));
    CHECK(versions[1].value == Value::of(Rational(335, 120'000)));
}

TEST_CASE("what a parameter may not say is refused with its own code") {
    struct Row {
        const char* keys;
        const char* code;
    };
    const Row rows[] = {
        {"类型: 比例, 值: 5", "E301"},
        {"类型: 比例, 值: 0.05", "E301"},
        {"类型: 比例, 单位: 百分数, 值: 5", "E301"},
        {"类型: 比例, 历次: {2024-01-01: 5%, 2025-01-01: 6}", "E301"},
        {"类型: 比例, 值: 7%, 幅度: '[4%..6%]'", "E303"},
        {"类型: 比例, 历次: {2024-01-01: 5%, 2025-01-01: 7%}, 幅度: '[4%..6%]'", "E303"},
        {"类型: 金额", "E308"},
        {"类型: 金额, 地方: 可填", "E308"},
        {"类型: 金额, 地方: 必填, 值: 5元", "E456"},
        {"类型: 金额, 值: 5", "E204"},
        {"类型: 金额, 值: 无, 历次: {2024-01-01: 5元}", "E455"},
        {"类型: 比例, 历次: {2024-01-01: 5%, 2023-01-01: 6%}", "E329"},
        {"类型: 比例, 历次: {2024-02-30: 5%}", "E103"},
        {"类型: 比例, 历次: {2024-01-01: 5%}, 有效至: 2023-12-31", "E329"},
        {"类型: 比例, 历次: {2024-01-01: 5%}, 有效至: 2024-02-30", "E103"},
        {"类型: 比例, 值: 5%, 有效至: 2024-12-31", "E456"},
        {"类型: 级别, 值: 市级", "E203"},
        {"类型: 记录, 值: 无", "E302"},
        {"类型: 列表, 值: [甲]", "E302"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.keys);
        const auto loaded = load(row.keys);
        REQUIRE_FALSE(loaded.codes().empty());
        CHECK(loaded.codes().front() == row.code);
    }
}

}  // namespace
}  // namespace huiqi
