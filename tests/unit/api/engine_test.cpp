#include "huiqi/engine.h"

#include <algorithm>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "tests/unit/api/sample_rules.h"

namespace huiqi {
namespace {

using testing::sample_application;
using testing::sample_rule;

Engine sample_engine() {
    return Engine::compile(Rules::from_text("rule.yaml", sample_rule()));
}

IncentiveDecision decide(const Engine& engine, const Application& application) {
    const Decision decision = engine.decide(application);
    REQUIRE(decision.decided);
    REQUIRE(decision.incentives.size() == 1);
    return decision.incentives.front();
}

}  // namespace

TEST_CASE("an eligible application gets its award to the cent") {
    // 1000.50 yuan paid, the payment without a day left out, less 0.01万元 = 100 yuan
    const Engine engine = sample_engine();
    REQUIRE(engine.ready());
    CHECK(engine.inputs() == std::vector<std::string>{"applied", "size", "grants", "staff", "payments"});
    const IncentiveDecision decided = decide(engine, sample_application());
    CHECK(decided.id == "sample.equipment");
    CHECK(decided.eligible == Eligibility::yes);
    CHECK(decided.award == "900.50");
    CHECK(decided.reason == 0);
    CHECK(decided.reason_zh.empty());
    CHECK(decided.failed.empty());
    CHECK(decided.missing.empty());
    CHECK(decided.ask_next.empty());
    CHECK(decided.errors.empty());
}

TEST_CASE("shares, instalments and what comes back are given out with the award") {
    const Engine engine = Engine::compile(Rules::from_text(
        "rule.yaml",
        "kind: incentive\nid: sample.divided\ninputs: {paid: {type: money, decimals: 2, range: ≥ 0元}, there: boolean, entered: date}\n"
        "conditions: [{id: paid, test: paid > 0, reason: nothing was paid}]\naward: [{base: paid}]\n"
        "shares: [{party: city, rate: 1/3, round: round half up to 0.01元}, {party: county, rest: true}]\n"
        "recipients: [{party: maker, rest: true}]\n"
        "schedule: [{id: first, amount: 4元}, {id: second, rest: true, date: entered + 1 year, when: there}]\n"
        "recover: {paid: paid, when: not(there), steps: [{times: 50%}, {round: round down to 0.01元}]}\n"));
    REQUIRE(engine.ready());
    Application application;
    application.set("paid", "9.99");
    application.set("entered", "2024-02-29");
    const IncentiveDecision waits = decide(engine, application);
    REQUIRE(waits.shares.size() == 2);
    CHECK(waits.shares[0].value == "3.33");
    CHECK(waits.shares[1].value == "6.66");
    CHECK(waits.recipients.front().value == "9.99");
    REQUIRE(waits.schedule.size() == 2);
    CHECK(waits.schedule[0].standing == InstalmentStanding::due);
    CHECK(waits.schedule[1].standing == InstalmentStanding::waiting);
    CHECK(waits.schedule[1].planned == "5.99");
    CHECK(waits.schedule[1].amount.empty());
    CHECK(waits.schedule[1].date == "2025-02-28");
    CHECK(waits.due == "4.00");
    CHECK(waits.recover.empty());
    CHECK(waits.award == "9.99");
    application.set("there", "false");
    const IncentiveDecision failed = decide(engine, application);
    CHECK(failed.schedule[1].standing == InstalmentStanding::failed);
    CHECK(failed.schedule[1].amount == "0.00");
    CHECK(failed.recover == "4.99");
}

TEST_CASE("parts are given out with the award") {
    const Engine engine = Engine::compile(Rules::from_text(
        "rule.yaml",
        "kind: incentive\nid: sample.parts\nunits: [piece]\ninputs: {paid: {type: money, decimals: 2, range: ≥ 0元}}\n"
        "define: {half: {steps: [{base: paid}, {times: 50%}, {round: round down to 0.01元}]}, grade: 'if paid > 1万元 then \"a\" else \"b\"'}\n"
        "conditions: [{id: paid, test: paid > 0, reason: nothing was paid}]\n"
        "award: [{base: half}]\nparts: [half, grade]\nalso: {pieces: [{base: 3piece}]}\n"));
    REQUIRE(engine.ready());
    const auto parts = [&engine](const char* paid) {
        Application application;
        application.set("paid", paid);
        std::vector<std::string> values;
        for (const DecisionPart& part : decide(engine, application).parts) {
            values.push_back(part.name + "=" + part.value);
        }
        return values;
    };
    CHECK(parts("9.99") == std::vector<std::string>{"half=4.99", "grade=b", "pieces=3"});
    CHECK(parts("0.00") == std::vector<std::string>{"half=0.00", "grade=", "pieces=3"});
}

TEST_CASE("an answer may bring its own unit") {
    const Engine engine = sample_engine();
    for (const char* grants : {"0.01", "0.01万元", "100元", "100.00元"}) {
        CAPTURE(grants);
        CHECK(decide(engine, sample_application().set("grants", grants)).award == "900.50");
    }
}

TEST_CASE("a refusal names its first reason and all that failed, in both languages") {
    const Engine engine = sample_engine();
    IncentiveDecision decided = decide(engine, sample_application().set("size", "large").set("staff", "100"));
    CHECK(decided.eligible == Eligibility::no);
    CHECK(decided.award == "0.00");
    CHECK(decided.reason == 1);
    CHECK(decided.reason_zh == "大型企业不予补贴");
    CHECK(decided.reason_en == "large enterprises are excluded");
    CHECK(decided.failed == std::vector<std::string>{"size", "spread"});

    // the period goes before every condition, and decides alone
    Application early;
    decided = decide(engine, early.set("applied", "2023-12-31"));
    CHECK(decided.eligible == Eligibility::no);
    CHECK(decided.reason == -1);
    CHECK(decided.failed == std::vector<std::string>{"施行期"});
    CHECK(decided.missing.empty());
    CHECK(decided.ask_next.empty());
}

TEST_CASE("what is left out, taken back or unknown is waited for") {
    const Engine engine = sample_engine();
    const std::vector<Application> applications{
        sample_application().clear("staff"),
        sample_application().set("staff", Answer::unknown()),
    };
    for (const Application& application : applications) {
        const IncentiveDecision decided = decide(engine, application);
        CHECK(decided.eligible == Eligibility::unknown);
        CHECK(decided.award.empty());
        CHECK(decided.reason == 0);
        CHECK(decided.missing == std::vector<std::string>{"staff"});
        CHECK(decided.ask_next == "staff");
    }
    CHECK(decide(engine, Application()).ask_next == "applied");
}

TEST_CASE("a fault of the computation names its code and the part of the rule") {
    const IncentiveDecision decided = decide(sample_engine(), sample_application().set("staff", "0"));
    CHECK(decided.eligible == Eligibility::error);
    CHECK(decided.award.empty());
    REQUIRE(decided.errors.size() == 1);
    const Message& error = decided.errors.front();
    CHECK(error.code == "R01");
    CHECK(error.file == "rule.yaml");
    CHECK(error.line == 28);
    CHECK(error.text_zh == "除以零");
    CHECK(error.text_en == "Division by zero");
}

TEST_CASE("all faults of the answers come back at once, and nothing is decided") {
    struct Row {
        const char* name;
        Answer answer;
        const char* code;
        const char* place;
    };
    const std::vector<Row> rows{
        {"staff", "five", "D103", "staff"},
        {"applied", "2024-02-30", "D104", "applied"},
        {"size", "tiny", "D106", "size"},
        {"grants", "0.00001", "D107", "grants"},
        {"grants", "5天", "D110", "grants"},
        {"grants", Answer::absent(), "D111", "grants"},
        {"staff", Answer::list({}), "D112", "staff"},
        {"payments", "1000.50", "D112", "payments"},
        {"payments", Answer::list({"1000.50"}), "D112", "payments[1]"},
        {"payments", Answer::list({Answer::record({}), Answer::record({{"amount", "1.005"}})}), "D107",
         "payments[2].amount"},
        {"size", "\xFF", "D015", "size"},
        {"Size", "small", "D031", "Size"},  // names fold, so this is the size a second time
    };
    const Engine engine = sample_engine();
    for (const Row& row : rows) {
        CAPTURE(row.code);
        CAPTURE(row.place);
        const Decision decision = engine.decide(sample_application().set(row.name, row.answer));
        CHECK_FALSE(decision.decided);
        CHECK(decision.incentives.empty());
        REQUIRE(decision.messages.size() == 1);
        CHECK(decision.messages.front().code == row.code);
        CHECK(decision.messages.front().answer == row.place);
        CHECK_FALSE(decision.messages.front().text_zh.empty());
        CHECK_FALSE(decision.messages.front().text_en.empty());
    }
    const Decision both =
        engine.decide(sample_application().set("staff", "five").set("applied", "yesterday"));
    CHECK(both.messages.size() == 2);
    // a fault leaves nothing behind for the next application
    CHECK(decide(engine, sample_application()).award == "900.50");
}

TEST_CASE("an answer that no rule uses is a warning, because its name may be misspelt") {
    const Decision decision = sample_engine().decide(sample_application().set("colour", "red"));
    CHECK(decision.decided);
    REQUIRE(decision.messages.size() == 1);
    CHECK(decision.messages.front().severity == Message::Severity::warning);
    CHECK(decision.messages.front().answer == "colour");
    CHECK(decision.incentives.front().award == "900.50");
}

TEST_CASE("an element that is not known is an element all the same") {
    const Decision decision =
        sample_engine().decide(sample_application().set("payments", Answer::list({Answer::unknown()})));
    REQUIRE(decision.decided);
    const std::vector<std::string>& missing = decision.incentives.front().missing;
    CHECK(std::find(missing.begin(), missing.end(), "payments.paid_on") != missing.end());
}

TEST_CASE("an engine outlives its rules and may be moved") {
    Engine first = sample_engine();
    const Engine second = std::move(first);
    CHECK(decide(second, sample_application()).award == "900.50");
    CHECK(second.decide(sample_application()).find("sample.equipment") != nullptr);
    CHECK(second.decide(sample_application()).find("equipment") == nullptr);
}

TEST_CASE("threads may share an engine") {
    constexpr std::size_t kThreads = 4;
    constexpr std::size_t kRounds = 50;
    const Engine engine = sample_engine();
    std::vector<std::size_t> right(kThreads, 0);
    std::vector<std::thread> threads;
    for (std::size_t at = 0; at < kThreads; ++at) {
        threads.emplace_back([&engine, &count = right[at], at] {
            // thread n has paid 1000.5n: awards 900.5n
            const std::string paid = "1000.5" + std::to_string(at);
            const std::string award = "900.5" + std::to_string(at);
            Application application = sample_application();
            application.set("payments",
                            Answer::list({Answer::record({{"paid_on", "2024-02-01"}, {"amount", paid}})}));
            for (std::size_t round = 0; round < kRounds; ++round) {
                const Decision decision = engine.decide(application);
                if (decision.decided && decision.incentives.front().award == award) {
                    ++count;
                }
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    CHECK(right == std::vector<std::size_t>(kThreads, kRounds));
}

}  // namespace huiqi
