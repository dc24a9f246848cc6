#include <algorithm>
#include <cstdlib>
#include <memory>
#include <set>

#include <doctest/doctest.h>

#include "engine/evaluate/self_check.h"
#include "engine/io/record_input.h"
#include "engine/plan/compile.h"
#include "tests/support/question_counts.h"
#include "tests/support/row_values.h"

namespace huiqi {

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
        asked.push_back(testing::questions(check, truth));
        least.push_back(testing::fewest(check, truth));
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
