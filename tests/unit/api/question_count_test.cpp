#include <algorithm>
#include <cstdlib>
#include <memory>
#include <set>

#include <doctest/doctest.h>

#include "tests/support/row_values.h"
#include "engine/evaluate/self_check.h"
#include "engine/io/record_input.h"
#include "engine/plan/compile.h"

namespace huiqi {
namespace {

/// Asks one question after the other and answers truly; gives how many it took.
[[nodiscard]] std::size_t questions(SelfCheck& check, const std::vector<Value>& truth) {
    std::vector<Value> answers;
    for (const FieldSchema& field : check.plan().schema.fields) {
        answers.push_back(Value::unknown({field.name}));
    }
    for (std::size_t count = 0;; ++count) {
        Batch batch(check.plan().schema);
        append_row(batch, check.plan().schema, answers);
        check.run(batch, 0);
        const auto next = check.next();
        if (!next) {
            return count;
        }
        const std::size_t field = check.standings()[*next].next->field;
        REQUIRE(answers[field].state() == State::unknown);  // nothing is asked twice
        CAPTURE(check.plan().schema.fields[field].name);
        REQUIRE(truth[field].state() != State::unknown);
        answers[field] = truth[field];
    }
}

/// How few answers would have been enough for whoever knows them all: of each incentive that fails the
/// condition with the fewest answers, of others all that the award needs.
[[nodiscard]] std::size_t fewest(SelfCheck& check, const std::vector<Value>& truth) {
    std::vector<Value> kept = truth;
    const auto settled = [&](const std::vector<Value>& answers) {
        Batch batch(check.plan().schema);
        append_row(batch, check.plan().schema, answers);
        check.run(batch, 0, 0);
        return !check.next();
    };
    // leave out what can be left out, in several orders; the best of them
    std::size_t best = truth.size();
    std::vector<std::size_t> order(truth.size());
    for (std::size_t at = 0; at < order.size(); ++at) {
        order[at] = at;
    }
    for (int time = 0; time < 4; ++time) {
        kept = truth;
        std::size_t left = truth.size();
        for (const std::size_t at : order) {
            const Value before = kept[at];
            kept[at] = Value::unknown({check.plan().schema.fields[at].name});
            if (settled(kept)) {
                --left;
            } else {
                kept[at] = before;
            }
        }
        best = std::min(best, left);
        std::rotate(order.begin(), order.begin() + 5, order.end());
        if (time % 2 == 0) {
            std::reverse(order.begin(), order.end());
        }
    }
    return best;
}

}  // namespace

TEST_CASE("few questions decide five incentives") {
    Diagnostics faults;
    const Rulebook book = load_rulebook({std::string(HUIQI_SOURCE_DIR) + "/rules/benchmark"}, faults);
    std::vector<const Incentive*> incentives;
    for (const std::string& id : book.bundles.front().incentives) {
        incentives.push_back(book.find(id));
    }
    const auto plan =
        std::make_shared<const Plan>(compile(incentives, &book.bundles.front(), CompileOptions(), faults));
    const char* given = std::getenv("HUIQI_APPLICATIONS");
    const std::string file =
        given != nullptr ? given : std::string(HUIQI_SOURCE_DIR) + "/cases/sample/applications.csv";
    ReadOptions how;
    how.key = "id";
    OpenedInput opened = open_input(file, plan->schema, how);
    REQUIRE(opened.input != nullptr);
    ParsedBlock parsed(plan->schema);
    REQUIRE(opened.input->next(parsed.block));
    opened.input->parser()->parse(parsed);
    SelfCheck check(plan, incentives);
    std::vector<std::size_t> asked;
    std::vector<std::size_t> over;
    std::vector<std::size_t> least;
    for (std::size_t row = 0; row < std::min<std::size_t>(parsed.batch.rows(), given != nullptr ? 200 : 40);
         ++row) {
        const std::vector<Value> truth = testing::row_values(parsed.batch, plan->schema, row);
        const bool whole = std::none_of(truth.begin(), truth.end(),
                                        [](const Value& one) { return one.state() == State::unknown; });
        if (!whole) {
            continue;
        }
        asked.push_back(questions(check, truth));
        least.push_back(fewest(check, truth));
        over.push_back(asked.back() - least.back());
    }
    std::sort(asked.begin(), asked.end());
    std::sort(over.begin(), over.end());
    std::sort(least.begin(), least.end());
    MESSAGE("of " << plan->schema.fields.size() << " inputs asked: median " << asked[asked.size() / 2]
                  << ", at most " << asked.back() << "; enough would be: median " << least[least.size() / 2]
                  << ", at most " << least.back() << "; above that: median " << over[over.size() / 2]
                  << ", at most " << over.back());
    CHECK(asked[asked.size() / 2] <= least[least.size() / 2] + 1);
}

}  // namespace huiqi
