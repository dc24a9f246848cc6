#include "huiqi/rules.h"

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "huiqi/engine.h"
#include "tests/support/project.h"
#include "tests/unit/api/sample_rules.h"

namespace huiqi {
namespace {

using testing::sample_rule;

std::string path(const char* below) {
    return (testing::source_dir() / below).string();
}

std::vector<std::string> codes(const std::vector<Message>& messages) {
    std::vector<std::string> all;
    for (const Message& message : messages) {
        all.push_back(message.code);
    }
    return all;
}

}  // namespace

TEST_CASE("sound rules name their incentives and bundles") {
    const Rules one = Rules::from_text("rule.yaml", sample_rule());
    CHECK(one.sound());
    CHECK(one.messages().empty());
    CHECK(one.incentives() == std::vector<std::string>{"sample.equipment"});
    CHECK(one.bundles().empty());

    const Rules five = Rules::load({path("rules/benchmark")});
    CHECK(five.sound());
    CHECK(five.incentives().size() == 5);
    CHECK(five.bundles() == std::vector<std::string>{"benchmark.five_incentives"});
}

TEST_CASE("a fault of a rule comes with its place, its text in both languages and its help") {
    std::string text = sample_rule();
    const std::string name = "paid / staff";
    text.replace(text.find(name), name.size(), "paid / stuff");
    const Rules rules = Rules::from_text("rule.yaml", text);
    CHECK_FALSE(rules.sound());
    REQUIRE_FALSE(rules.messages().empty());
    const Message& message = rules.messages().front();
    // `    test: paid / stuff >= 100元` is line 28 of the text, and the name its 18th character
    CHECK(message.severity == Message::Severity::error);
    CHECK(message.file == "rule.yaml");
    CHECK(message.line == 28);
    CHECK(message.column == 18);
    CHECK(message.text_zh.find("stuff") != std::string::npos);
    CHECK(message.text_en.find("stuff") != std::string::npos);
    CHECK(message.help_en.find("staff") != std::string::npos);
}

TEST_CASE("a path that does not exist is a message") {
    const Rules rules = Rules::load({path("rules/nowhere.yaml")});
    CHECK_FALSE(rules.sound());
    CHECK(codes(rules.messages()) == std::vector<std::string>{"E451"});
}

TEST_CASE("rules that cannot be computed give an engine that says why") {
    struct Row {
        std::vector<std::string> paths;
        std::vector<std::string> ids;
        std::string code;
    };
    const std::vector<Row> rows{
        // unsound rules
        {{path("rules/nowhere.yaml")}, {}, "E451"},
        // no such id, near as it may be
        {{path("rules/benchmark")}, {"benchmark.transactions"}, "E461"},
        // several bundles, and none was chosen
        {{path("rules/benchmark"), path("rules/samples")}, {}, "E462"},
        // the province leaves the rate to the cities
        {{path("rules/jiangsu/patent-introduction.yaml")}, {}, "E308"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.code);
        const Engine engine = Engine::compile(Rules::load(row.paths), row.ids);
        CHECK_FALSE(engine.ready());
        REQUIRE_FALSE(engine.messages().empty());
        CHECK(engine.messages().front().code == row.code);
        CHECK(engine.messages().front().severity == Message::Severity::error);

        const Decision decision = engine.decide(Application());
        CHECK_FALSE(decision.decided);
        CHECK(decision.incentives.empty());
        CHECK(codes(decision.messages) == codes(engine.messages()));
    }
}

TEST_CASE("rules without an incentive give an engine that says so") {
    const Rules rules = Rules::from_text("units.yaml", "kind: library\nid: sample.units\nunits: [件]\n");
    REQUIRE(rules.sound());
    const Engine engine = Engine::compile(rules);
    CHECK_FALSE(engine.ready());
    CHECK(codes(engine.messages()) == std::vector<std::string>{"E463"});
}

TEST_CASE("an engine is made of what was named") {
    const Rules rules = Rules::load({path("rules/benchmark")});
    struct Row {
        std::vector<std::string> ids;
        std::vector<std::string> incentives;
    };
    const std::vector<Row> rows{
        {{"benchmark.grant"}, {"benchmark.grant"}},
        // the last part of an id is enough, the order is the caller's, and twice is once
        {{"interest", "grant", "benchmark.interest"}, {"benchmark.interest", "benchmark.grant"}},
    };
    for (const Row& row : rows) {
        const Engine engine = Engine::compile(rules, row.ids);
        CHECK(engine.ready());
        CHECK(engine.incentives() == row.incentives);
    }
    // without a name, and by its name, the one bundle
    CHECK(Engine::compile(rules).incentives().size() == 5);
    CHECK(Engine::compile(rules, {"benchmark.five_incentives"}).incentives().size() == 5);
}

}  // namespace huiqi
