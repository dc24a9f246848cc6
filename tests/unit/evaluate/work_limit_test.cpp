#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/data/batch.h"
#include "engine/evaluate/evaluator.h"
#include "engine/plan/compile.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {
namespace {

/// A rulebook whose award in yuan is an expression over the whole number 数, to the cent.
[[nodiscard]] std::string awarding(const std::string& definitions, const std::string& amount) {
    return std::string("种类: 事项\n编号: 例\n名称: 例\n申报:\n  数: {类型: 整数, 范围: '[0..1000000]'}\n") +
           (definitions.empty() ? std::string() : "计算:\n" + definitions) + "奖补:\n  - 基数: '(" + amount +
           ") * 1元'\n  - 取整: 四舍五入到分\n";
}

/// Gives what comes of applications with these numbers: fen, or the code of the error. At most `at_once` run together.
[[nodiscard]] std::vector<std::string> awards(const std::string& text, const std::vector<int>& numbers, std::size_t at_once,
                                              bool explain = false, const PlanLimits& limits = {}) {
    Diagnostics diagnostics;
    const Rulebook rulebook = load_rulebook_text("sample.yaml", text, diagnostics);
    REQUIRE(!diagnostics.has_errors());
    CompileOptions options;
    options.explain = explain;
    options.limits = limits;
    const auto plan = std::make_shared<const Plan>(compile(rulebook.incentives.front(), options, diagnostics));
    REQUIRE(!diagnostics.has_errors());
    Batch batch(plan->schema);
    for (const int number : numbers) {
        std::vector<Value> row(plan->schema.fields.size(), Value::absent());
        row.front() = Value::of(Rational(number));
        append_row(batch, plan->schema, row);
    }
    Evaluator evaluator(plan, explain ? RegisterMemory::kept : RegisterMemory::lent);
    std::vector<std::string> all;
    for (std::size_t first = 0; first < numbers.size();) {
        const std::size_t count = evaluator.run_some(batch, first, std::min(at_once, numbers.size() - first));
        for (std::size_t row = 0; row < count; ++row) {
            const Value value = evaluator.read(plan->incentives.front().award, row);
            all.push_back(value.state() == State::error ? std::string(error_code(value.error()))
                                                        : Rational(value.number() * 100).str());
        }
        first += count;
    }
    return all;
}

/// Gives the codes of what a rulebook is refused for.
[[nodiscard]] std::vector<std::string> refusals(const std::string& text) {
    Diagnostics diagnostics;
    const Rulebook rulebook = load_rulebook_text("sample.yaml", text, diagnostics);
    REQUIRE_MESSAGE(!diagnostics.has_errors(), diagnostics.all().front().message.en);
    static_cast<void>(compile(rulebook.incentives.front(), CompileOptions(), diagnostics));
    std::vector<std::string> codes;
    for (const Diagnostic& one : diagnostics.all()) {
        codes.emplace_back(one.code);
    }
    return codes;
}

[[nodiscard]] double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// A sixteenth of the work that rules may do: each case is over in a moment, also where nothing is optimised.
[[nodiscard]] PlanLimits little() {
    PlanLimits limits;
    limits.work = PlanLimits().work / 16;
    return limits;
}

/// What must be over within a second when optimised takes longer when it is not, and beside other tests.
constexpr double kSoon = 60;

/// 1 + 1/2 + … of `count` terms, times 100, rounded half up.
[[nodiscard]] std::string harmonic_fen(int count) {
    Rational sum = 0;
    for (int at = 1; at <= count; ++at) {
        sum += Rational(1, at);
    }
    return Integer(round(Rational(sum * 100), Rounding::half_up)).str();
}

}  // namespace

TEST_CASE("work on long fractions without end is R09, soon, and only for the application that asks for it") {
    struct Row {
        const char* title;
        const char* definitions;
        const char* amount;
        std::string four;   ///< the award of 4, in fen
    };
    const Row rows[] = {
        {"a sum over divisors that share nothing", "", "(sum(for i in 1..数 return 1/(i**100)) - 1) * 0", "0"},
        {"the harmonic sum", "", "sum(for i in 1..孰低(数, 99999) return 1/i)", "208"},
        {"a product", "", "product(for i in 1..孰低(数, 99999) return i)", "2400"},
        {"a product of fractions", "", "product(for i in 1..孰低(数, 99999) return (i+1)/(i*i))", "21"},   // 5/24
        {"the greatest of long fractions", "", "max(for i in 1..孰低(数, 99999) return 1/(i**300))", "100"},
        {"the median of long fractions", "", "median(for i in 1..孰低(数, 99999) return 1/(i**300)) * 0", "0"},
        {"powers", "", "count(sort(for i in 1..孰低(数, 99999) return i**2000, item))", "400"},
        {"distinct powers", "", "count(distinct values(for i in 1..孰低(数, 99999) return i**2000))", "400"},
        {"a power of a power", "", "(数 ** 数) ** 数 * 0 + 1", "100"},
        {"long numbers as text", "", "string length(string(数 ** 孰低(数, 3000) / (数 + 1)))", "400"},   // 51.2
        {"running sums", "", "sum(for i in 1..孰低(数, 99999) return sum(for j in i..i return 1/(j**200))) * 0", "0"},
        {"a state that doubles its digits", "  甲: {逐项: '1..孰低(数, 99999)', 称作: 次, 状态: {余: 数 + 1/3}, 递推: {余: 余 * 余}, 得: 余 * 0}\n",
         "甲", "0"},
        {"a sum in the rounds of a fold",
         "  甲: {逐项: '1..孰低(数, 99999)', 称作: 次, 状态: {余: 0}, 递推: {余: '余 + sum(for j in 1..40 return 1/(次 * j + 1)) * 0'}, 得: 余}\n",
         "甲", "0"},
    };
    for (const Row& row : rows) {
        INFO(std::string(row.title));
        const auto start = std::chrono::steady_clock::now();
        const std::string text = awarding(row.definitions, row.amount);
        const std::vector<std::string> together = awards(text, {4, 99'999, 4, 4, 99'998, 4}, 6, false, little());
        CHECK(together == std::vector<std::string>{row.four, "R09", row.four, row.four, "R09", row.four});
        CHECK(seconds_since(start) < kSoon);
    }
}

TEST_CASE("who is beside an application, how many run at once and whether it is explained do not show in what is refused") {
    // around the edge: 1 000 terms come through, 20 000 do not, and every way says the same of those between
    const std::string text = awarding("", "sum(for i in 1..数 return 1/i)");
    const std::vector<int> numbers{1'000, 2'000, 3'000, 4'000, 5'000, 6'000, 20'000, 3};
    const std::vector<std::string> alone = awards(text, numbers, 1, false, little());
    CHECK(alone.front() == harmonic_fen(1'000));
    CHECK(alone[6] == "R09");
    CHECK(alone[7] == harmonic_fen(3));
    CHECK(awards(text, numbers, 8, false, little()) == alone);
    CHECK(awards(text, numbers, 3, false, little()) == alone);
    CHECK(awards(text, numbers, 1, true, little()) == alone);
    const std::vector<int> backwards(numbers.rbegin(), numbers.rend());
    CHECK(awards(text, backwards, 8, false, little()) == std::vector<std::string>(alone.rbegin(), alone.rend()));
}

TEST_CASE("another result of the same rules takes nothing from what a value may cost") {
    // the sums that only an explanation shows cost as much again, each
    const std::string one = awarding("", "sum(for i in 1..数 return 1/i)");
    const std::string beside = awarding("  甲: 'sum(for i in 1..数 return 1/(i + 7))'\n  乙: 'sum(for i in 1..数 return 1/(i + 9))'\n",
                                        "sum(for i in 1..数 return 1/i)");
    const std::vector<int> numbers{2'000, 3'000, 4'000, 5'000, 20'000};
    CHECK(awards(beside, numbers, 5, true, little()) == awards(one, numbers, 5, false, little()));
}

TEST_CASE("honest work with fractions passes") {
    // 1 000 fractions with different small denominators
    CHECK(awards(awarding("", "sum(for i in 1..数 return 1/i)"), {1'000}, 1) == std::vector<std::string>{harmonic_fen(1'000)});
    // 20 000 payments of 10 000 yuan at 4.35 % for i days, over 365 and 360 days in turn: counted in fractions here
    Rational interest = 0;
    for (int i = 1; i <= 20'000; ++i) {
        interest += Rational(1'234'567, 100) * Rational(435, 10'000) * (i % 731) / (i % 2 == 0 ? 360 : 365);
    }
    CHECK(awards(awarding("", "sum(for i in 1..数 return 12345.67 * 0.0435 * modulo(i, 731) / (if even(i) then 360 else 365))"),
                 {20'000}, 1) ==
          std::vector<std::string>{Integer(round(Rational(interest * 100), Rounding::half_up)).str()});
    // a power of one needs no work, whatever the exponent
    CHECK(awards(awarding("", "1 ** (数 * 数 * 数) + (0 - 1) ** (数 * 数 * 数)"), {999'999, 1'000'000}, 2) ==
          std::vector<std::string>{"0", "200"});
}

TEST_CASE("numbers that the rules alone give are refused when they are loaded, where they are written") {
    std::string squares = "  数甲0: 10**50\n";
    std::string divisors = "0";
    for (int at = 1; at <= 20; ++at) {
        squares += "  数甲" + std::to_string(at) + ": 数甲" + std::to_string(at - 1) + " * 数甲" + std::to_string(at - 1) + "\n";
    }
    for (int at = 1'000'001; at < 1'001'800; at += 2) {
        divisors += " + 数/" + std::to_string(at);
    }
    const auto start = std::chrono::steady_clock::now();
    CHECK(refusals(awarding(squares, "if 数甲20 > 数 then 1 else 0")) == std::vector<std::string>{"E609"});
    CHECK(refusals(awarding("", divisors)) == std::vector<std::string>{"E609"});
    CHECK(seconds_since(start) < 2 * kSoon);
}

}  // namespace huiqi
