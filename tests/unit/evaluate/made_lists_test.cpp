#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/data/batch.h"
#include "engine/evaluate/evaluator.h"
#include "engine/evaluate/outcome.h"
#include "engine/plan/compile.h"
#include "engine/rulebook/rulebook.h"
#include "tests/unit/evaluate/trying.h"

namespace huiqi {
namespace {

/// A rulebook whose award in yuan is an expression over the whole number 数.
[[nodiscard]] std::string awarding(const std::string& definitions, const std::string& amount) {
    return std::string("种类: 事项\n编号: 例\n名称: 例\n申报:\n  数: {类型: 整数, 范围: '[0..100000]'}\n") +
           (definitions.empty() ? std::string() : "计算:\n" + definitions) + "奖补: [{基数: '" + amount + " * 1元'}]\n";
}

/// What comes of applications with these numbers, evaluated together.
class Together {
public:
    Together(const std::string& text, const std::vector<int>& numbers) {
        rulebook_ = load_rulebook_text("sample.yaml", text, diagnostics_);
        REQUIRE(!diagnostics_.has_errors());
        CompileOptions options;
        options.explain = false;
        plan_ = std::make_shared<const Plan>(compile(rulebook_.incentives.front(), options, diagnostics_));
        REQUIRE(!diagnostics_.has_errors());
        Batch batch(plan_->schema);
        for (const int number : numbers) {
            std::vector<Value> row(plan_->schema.fields.size(), Value::absent());
            row.front() = Value::of(Rational(number));
            append_row(batch, plan_->schema, row);
        }
        Evaluator evaluator(plan_);
        for (std::size_t first = 0; first < numbers.size(); ++runs_) {
            const std::size_t count = evaluator.run_some(batch, first, numbers.size() - first);
            for (std::size_t row = 0; row < count; ++row) {
                awards_.push_back(shown(evaluator.read(plan_->incentives.front().award, row)));
            }
            first += count;
        }
    }

    [[nodiscard]] const std::vector<std::string>& awards() const { return awards_; }
    [[nodiscard]] std::size_t runs() const { return runs_; }

private:
    [[nodiscard]] static std::string shown(const Value& value) {
        return value.state() == State::error ? std::string(error_code(value.error())) : Rational(value.number() * 100).str();
    }

    Diagnostics diagnostics_;
    Rulebook rulebook_;
    std::shared_ptr<const Plan> plan_;
    std::vector<std::string> awards_;
    std::size_t runs_ = 0;
};

[[nodiscard]] double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

TEST_CASE("one application that makes too long a list is R09, and those beside it are decided") {
    struct Row {
        const char* title;
        const char* definitions;
        const char* amount;
        std::string four;   ///< the award of 4, in fen
    };
    const Row rows[] = {
        {"a loop in a loop", "", "sum(for i in 1..数 return sum(for j in 1..数 return i * j))", "10000"},
        {"three loops", "", "sum(for i in 1..数 return sum(for j in 1..数 return count(for k in 1..数 return k)))", "6400"},
        {"lists put together", "  甲: for i in 1..数 return i\n  乙: concatenate(甲, 甲, 甲, 甲)\n  丙: concatenate(乙, 乙, 乙, 乙)\n",
         "sum(concatenate(丙, 丙, 丙))", "48000"},
        {"a list filtered again and again", "  甲: for i in 1..数 return i\n", "sum(for i in 甲 return count(甲[item >= i]))", "1000"},
        {"a list sorted again and again", "  甲: for i in 1..数 return i\n", "sum(for i in 甲 return sort(甲, item * i)[1])", "400"},
        {"lists in the rounds of a fold", "  甲: {逐项: 1..数, 称作: 次, 状态: {和: 0}, 递推: {和: '和 + sum(for j in 1..数 return j * 次)'}, 得: 和}\n",
         "甲", "10000"},
    };
    for (const Row& row : rows) {
        INFO(std::string(row.title));
        const auto start = std::chrono::steady_clock::now();
        const Together all(awarding(row.definitions, row.amount), {4, 99'000, 4, 4, 98'765, 4});
        CHECK(all.awards() == std::vector<std::string>{row.four, "R09", row.four, row.four, "R09", row.four});
        CHECK(seconds_since(start) < 20);   // a few milliseconds when optimised
    }
}

TEST_CASE("many applications that make long lists are evaluated a few at a time") {
    const std::vector<int> numbers(40, 300);
    const Together all(awarding("", "sum(for i in 1..数 return sum(for j in 1..数 return 1))"), numbers);
    CHECK(all.awards() == std::vector<std::string>(40, "9000000"));
    CHECK(all.runs() > 3);   // 90 000 elements each, a million at once
    const Together few(awarding("", "sum(for i in 1..数 return i)"), numbers);
    CHECK(few.runs() == 1);
}

TEST_CASE("the longest list that may be made, and one more") {
    const std::string squares = awarding("", "count(for i in 1..数 return sum(for j in 1..1000 return j))");
    CHECK(Together(squares, {1000}).awards() == std::vector<std::string>{"100000"});
    CHECK(Together(squares, {1001}).awards() == std::vector<std::string>{"100100"});   // the sums are not asked for
    const std::string sums = awarding("", "sum(for i in 1..数 return sum(for j in 1..1000 return 1))");
    CHECK(Together(sums, {1000}).awards() == std::vector<std::string>{"100000000"});
    CHECK(Together(sums, {1001}).awards() == std::vector<std::string>{"R09"});
}

TEST_CASE("a branch that makes too long a list does not matter where it is not taken") {
    const Together all(awarding("", "(if 数 > 10 then 7 else sum(for i in 1..数 return sum(for j in 1..数 return 1)))"), {99'000, 3});
    CHECK(all.awards() == std::vector<std::string>{"700", "900"});
}

TEST_CASE("texts and long fractions that loops make again and again are R09 too") {
    const Together texts(
        awarding("  甲: {逐项: 1..数, 称作: 次, 状态: {字: '\"一\"'}, 递推: {字: 'if string length(字) > 1000 then \"\" else 字 + \"字\"'},\n"
                 "    得: string length(字)}\n",
                 "甲"),
        {5, 100'000, 5});
    CHECK(texts.awards() == std::vector<std::string>{"600", "R09", "600"});
    // 1.0001 ** n has some 13 n bits above and below the line
    const Together fractions(
        awarding("  甲: {逐项: 1..数, 称作: 次, 状态: {倍: 1}, 递推: {倍: 'if odd(次) 或 次 < 2000 then 倍 * 1.0001 else 倍 / 1.0001'},\n"
                 "    得: 'round down(倍, 0)'}\n",
                 "甲"),
        {5, 100'000, 5});
    CHECK(fractions.awards() == std::vector<std::string>{"100", "R09", "100"});
}

}  // namespace huiqi
