#include "engine/evaluate/self_check.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "engine/calendar/date.h"
#include "engine/calendar/months.h"
#include "engine/data/datum.h"
#include "engine/numeric/decimal_text.h"
#include "engine/plan/compile.h"

namespace huiqi {
namespace {

/// A rulebook with what is answered so far.
class Asked {
public:
    explicit Asked(const std::string& path, const std::string& only = "") {
        Diagnostics faults;
        book_ = load_rulebook({std::string(HUIQI_SOURCE_DIR) + path}, faults);
        std::vector<const Incentive*> incentives;
        for (const Incentive& one : book_.incentives) {
            if (only.empty() ? !one.abstract && !one.support : one.id == only) {
                incentives.push_back(&one);
            }
        }
        plan_ = std::make_shared<const Plan>(
            compile(incentives, book_.bundles.empty() || !only.empty() ? nullptr : &book_.bundles[0],
                    CompileOptions(), faults));
        REQUIRE(!faults.has_errors());
        check_ = std::make_unique<SelfCheck>(plan_, incentives);
    }
    Asked& answer(const std::map<std::string, std::string>& answers) {
        std::vector<Value> row;
        for (const FieldSchema& field : plan_->schema.fields) {
            const auto found = answers.find(field.name);
            row.push_back(found == answers.end() ? Value::unknown({field.name})
                                                 : read_datum(found->second, field).value.value());
        }
        batch_ = std::make_unique<Batch>(plan_->schema);
        append_row(*batch_, plan_->schema, row);
        check_->run(*batch_, 0);
        return *this;
    }
    [[nodiscard]] const Standing& standing(std::size_t index = 0) const { return check_->standings()[index]; }
    [[nodiscard]] std::string next() const {
        const auto index = check_->next();
        return index ? plan_->schema.fields[standing(*index).next->field].name : "";
    }
    [[nodiscard]] std::string range(std::size_t index = 0) const {
        const Standing& one = standing(index);
        return decimal_text(one.least) + ".." + (one.most ? decimal_text(*one.most) : "");
    }

private:
    Rulebook book_;
    std::shared_ptr<const Plan> plan_;
    std::unique_ptr<SelfCheck> check_;
    std::unique_ptr<Batch> batch_;
};

}  // namespace

TEST_CASE("the range of an award and the next question follow the answers") {
    Asked asked("/rules/benchmark/transaction.yaml");
    struct Row {
        std::map<std::string, std::string> answers;
        std::string range;
        std::string next;
        DecisionState state;
    };
    const std::vector<Row> rows{
        // 5 % of at most a hundred million, capped at half a million; perhaps nothing
        {{}, "0..500000", "size", DecisionState::unknown},
        {{{"size", "large"}}, "0..0", "", DecisionState::refused},
        {{{"size", "small"}}, "0..500000", "related_party", DecisionState::unknown},
        // a condition that is false decides, whichever is open before it
        {{{"paid_amount", "9999.99"}}, "0..0", "", DecisionState::refused},
        // half of a cent more than 500 yuan rounds to 500.01; the contract is open, so it may be nothing at
        // all
        {{{"size", "small"}, {"paid_amount", "10000.10"}},
         "0..500.01",
         "related_party",
         DecisionState::unknown},
        {{{"size", "small"}, {"related_party", "false"}, {"contract_date", "2022-08-15"}},
         "0..500000",
         "paid_amount",
         DecisionState::unknown},
        // nothing paid counts above the contract
        {{{"size", "small"},
          {"related_party", "false"},
          {"contract_date", "2022-08-15"},
          {"paid_amount", "1000000"}},
         "0..50000",
         "contract_amount",
         DecisionState::unknown},
        // eligible whatever the size of a contract that is at least 10 000 000: the cap is reached by any
        // payment beyond
        {{{"size", "small"},
          {"related_party", "false"},
          {"contract_date", "2022-08-15"},
          {"contract_amount", "20000000"}},
         "0..500000",
         "paid_amount",
         DecisionState::unknown},
        {{{"size", "small"},
          {"related_party", "false"},
          {"contract_date", "2022-08-15"},
          {"contract_amount", "1200000"},
          {"paid_amount", "1200000"}},
         "60000..60000",
         "",
         DecisionState::eligible},
    };
    for (const Row& row : rows) {
        CAPTURE(row.answers.size());
        CAPTURE(row.next);
        asked.answer(row.answers);
        CHECK(asked.range() == row.range);
        CHECK(asked.next() == row.next);
        CHECK(asked.standing().state == row.state);
    }
}

TEST_CASE("an answer that is given once serves every incentive that asks for it") {
    Asked asked("/rules/benchmark");
    asked.answer({{"size", "large"}});
    std::size_t refused = 0;
    for (std::size_t index = 0; index < 5; ++index) {
        refused += asked.standing(index).state == DecisionState::refused ? 1U : 0U;
    }
    CHECK(refused >= 2);
    CHECK(asked.next() != "size");
}

TEST_CASE("a question whose answer cannot matter is not asked, and the award is certain without it") {
    // the second amount only raises what is capped already
    Diagnostics faults;
    const Rulebook book = load_rulebook_text(
        "rule.yaml",
        "种类: 事项\n编号: 样例.封顶\n申报:\n  甲: {类型: 金额, 小数: 2, 范围: \"[0元..1000元]\"}\n"
        "  乙: {类型: 金额, 小数: 2, 范围: \"[0元..1000元]\"}\n"
        "  丙: {类型: 日期, 范围: \"[2020-01-01..2024-12-31]\"}\n"
        "条件:\n  - {编号: 早, 要求: 丙 <= 2024-12-31, 不符合时: 太晚}\n"
        "奖补:\n  - 基数: 甲 + 乙\n  - 上限: 600元\n",
        faults);
    for (const Diagnostic& fault : faults.all()) {
        CAPTURE(fault.message.en);
        CHECK(fault.severity != Severity::error);
    }
    const Incentive& incentive = book.incentives.front();
    const auto plan = std::make_shared<const Plan>(compile(incentive, CompileOptions(), faults));
    SelfCheck check(plan, {&incentive});
    Batch batch(plan->schema);
    append_row(batch, plan->schema,
               {Value::of(Rational(600)), Value::unknown({"乙"}), Value::unknown({"丙"})});
    check.run(batch, 0);
    CHECK(check.standings()[0].state == DecisionState::eligible);
    CHECK(!check.next());
    CHECK(check.standings()[0].least == 600);
    CHECK(*check.standings()[0].most == 600);
}

TEST_CASE("amounts that are parts alone have ranges and are asked for") {
    Asked asked("/rules/published/toulouse-velo");
    struct Row {
        std::map<std::string, std::string> answers;
        DecisionState state;
        std::string next, part;
        bool settled;
    };
    const std::vector<Row> rows{
        {{}, DecisionState::unknown, "income_per_share", "0..600", false},
        {{{"income_per_share", "40000"}}, DecisionState::refused, "", "", false},
        {{{"income_per_share", "8000"}}, DecisionState::unknown, "bicycle", "0..600", false},
        {{{"income_per_share", "8000"}, {"bicycle", "electric"}}, DecisionState::eligible, "price", "0..250", false},
        {{{"income_per_share", "8000"}, {"bicycle", "electric"}, {"price", "500"}}, DecisionState::eligible, "", "167..167", true},
    };
    for (const Row& row : rows) {
        const Standing& one = asked.answer(row.answers).standing();
        CHECK(one.state == row.state);
        CHECK(asked.next() == row.next);
        REQUIRE(one.parts.size() == (row.part.empty() ? 0U : 1U));
        if (!row.part.empty()) {
            CHECK(decimal_text(one.parts[0].least) + ".." + (one.parts[0].most ? decimal_text(*one.parts[0].most) : "") == row.part);
            CHECK(one.parts[0].settled == row.settled);
        }
    }
}

TEST_CASE("open answers that the evaluator waits for and that cannot matter are named") {
    Asked asked("/rules/published/liuzhou-startup-loan-interest");
    const std::map<std::string, std::string> known{{"本金", "100000"}, {"贷款月数", "12"}, {"年利率", "4.35"}, {"LPR", "3.65"}};
    CHECK(asked.answer(known).standing().whatever.size() == 1);
    CHECK(asked.range() == "2200..2200");
    auto whole = known;
    whole["三江或融水"] = "否";
    CHECK(asked.answer(whole).standing().whatever.empty());
    CHECK(asked.range() == "2200..2200");
    auto refused = known;
    refused["年利率"] = "7";  // above the highest rate of either county
    CHECK(asked.answer(refused).standing().state == DecisionState::refused);
}

TEST_CASE("a day that stands twice is one day: the most of a loan is what two years give") {
    Asked asked("/rules/benchmark/interest.yaml");
    struct Row {
        std::map<std::string, std::string> answers;
        std::string range;
    };
    const std::map<std::string, std::string> small{{"size", "small"}, {"repaid_on_time", "true"}};
    const std::vector<Row> rows{
        // 10 000 yuan at 24 % a year for 731 days of 365, half of it: 2403.287…
        {{{"loan_principal", "10000.00"}}, "0..2403.29"},
        {{{"loan_principal", "0.01"}}, "0..0"},
        {{{"loan_principal", "50000.00"}, {"loan_rate", "0.0435"}}, "0..2177.98"},
        {{{"loan_principal", "50000.00"}, {"loan_rate", "0.0435"}, {"loan_end", "2024-06-30"}}, "0..2177.98"},
        // from 1 January 2022 two years have 730 days
        {{{"loan_principal", "50000.00"}, {"loan_rate", "0.0435"}, {"loan_start", "2022-01-01"}}, "0..2175"},
        // from 1 January 2021, before which no loan may begin, to the end 424 days: 2787.945… and half of it
        {{{"loan_principal", "10000.00"}, {"loan_rate", "0.24"}, {"loan_end", "2022-03-01"}}, "0..1393.97"},
    };
    for (const Row& row : rows) {
        std::map<std::string, std::string> answers = small;
        answers.insert(row.answers.begin(), row.answers.end());
        CAPTURE(answers);
        CHECK(asked.answer(answers).range() == row.range);
    }
}

TEST_CASE("the most days from an open day on are those of a search through all days") {
    const std::vector<std::pair<std::string, std::string>> ranges{
        {"2023-12-15", "2024-03-02"}, {"2024-01-30", "2024-01-31"}, {"2024-02-29", "2024-02-29"}, {"1899-11-30", "1900-03-01"},
        {"2095-06-01", "2103-06-01"}, {"1950-01-01", "1990-12-31"}, {"2021-01-31", "2023-01-31"}};
    for (const auto& [first, last] : ranges) {
        for (const int months : {0, 1, 2, 13, 24, 48, 600}) {
            CAPTURE(first);
            CAPTURE(months);
            Diagnostics faults;
            const Rulebook book = load_rulebook_text(
                "rule.yaml",
                "kind: incentive\nid: sample.days\ninputs:\n  from: {type: date, range: \"[" + first + ".." + last +
                    "]\"}\n  to: {type: date, range: \"[1800-01-01..2299-12-31]\"}\naward:\n  - base: '36500元 * year fraction(from, min(to, from + " +
                    std::to_string(months) + "月), \"actual/365\") / 1年'\n  - round: half up to 0.01元\n",
                faults);
            for (const Diagnostic& one : faults.all()) {
                INFO(one.message.en);
                REQUIRE(one.severity != Severity::error);
            }
            const auto plan = std::make_shared<const Plan>(compile(book.incentives.front(), CompileOptions(), faults));
            SelfCheck check(plan, {&book.incentives.front()});
            Batch batch(plan->schema);
            append_row(batch, plan->schema, {Value::unknown({"from"}), Value::unknown({"to"})});
            check.run(batch, 0, 0);
            std::int64_t most = 0;
            const std::int32_t end = parse_days(last);
            for (std::int32_t day = parse_days(first); day <= end; ++day) {
                most = std::max(most, std::int64_t{add_months_to(day, months, MonthEnd::clip)} - day);
            }
            REQUIRE(check.standings()[0].most);
            CHECK(*check.standings()[0].most == Rational(most * 100));
        }
    }
}

TEST_CASE("an award without a declared bound has no most") {
    Diagnostics faults;
    const Rulebook book = load_rulebook_text(
        "rule.yaml",
        "种类: 事项\n编号: 样例.无上限\n申报:\n  甲: {类型: 金额, 小数: 2}\n奖补:\n  - 基数: 甲\n", faults);
    REQUIRE(!faults.has_errors());
    const auto plan =
        std::make_shared<const Plan>(compile(book.incentives.front(), CompileOptions(), faults));
    SelfCheck check(plan, {&book.incentives.front()});
    Batch batch(plan->schema);
    append_row(batch, plan->schema, {Value::unknown({"甲"})});
    check.run(batch, 0);
    CHECK(!check.standings()[0].most);
    CHECK(check.standings()[0].least == 0);
}

}  // namespace huiqi
