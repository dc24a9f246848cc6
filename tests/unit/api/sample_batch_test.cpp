#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "huiqi/engine.h"
#include "tests/support/project.h"

namespace huiqi {
namespace {

using Cells = std::vector<std::string>;

/// Reads a table without quoted cells, as those of the sample are.
std::vector<Cells> table(const char* below) {
    std::ifstream in(testing::source_dir() / below);
    REQUIRE(in);
    std::vector<Cells> rows;
    for (std::string line; std::getline(in, line);) {
        Cells& row = rows.emplace_back(1);
        for (const char c : line) {
            if (c == ',') {
                row.emplace_back();
            } else if (c != '\r') {
                row.back() += c;
            }
        }
    }
    return rows;
}

/// Gives the cells of a row that the engine asks for; an empty one is not answered.
Application application_of(const Cells& headings, const Cells& row, const std::set<std::string>& inputs) {
    Application application;
    for (std::size_t at = 0; at < row.size(); ++at) {
        if (!row[at].empty() && inputs.contains(headings[at])) {
            application.set(headings[at], row[at]);
        }
    }
    return application;
}

/// Writes a decision as the row that the sample expects: awards, total, reasons.
Cells row_of(const std::string& id, const Decision& decision) {
    Cells row{id};
    for (const IncentiveDecision& one : decision.incentives) {
        row.push_back(one.award);
    }
    for (const BundleTotal& total : decision.totals) {
        row.push_back(total.value);
    }
    for (const IncentiveDecision& one : decision.incentives) {
        row.push_back(std::to_string(one.reason));
    }
    return row;
}

}  // namespace

TEST_CASE("one by one, the applications of the sample get what is expected of the batch") {
    const Engine engine =
        Engine::compile(Rules::load({(testing::source_dir() / "rules/benchmark").string()}));
    REQUIRE(engine.ready());
    const std::set<std::string> inputs(engine.inputs().begin(), engine.inputs().end());

    std::map<std::string, Cells> expected;
    for (const Cells& row : table("cases/sample/expected.csv")) {
        expected.emplace(row.front(), row);
    }
    expected.erase("id");
    const std::vector<Cells> rows = table("cases/sample/applications.csv");
    std::size_t compared = 0;
    for (std::size_t at = 1; at < rows.size(); ++at) {
        const auto want = expected.find(rows[at].front());
        // what is not expected was set aside for a fault of its row
        if (want != expected.end()) {
            const Decision decision = engine.decide(application_of(rows.front(), rows[at], inputs));
            CHECK(row_of(rows[at].front(), decision) == want->second);
            ++compared;
        }
    }
    CHECK(compared == expected.size());
    CHECK(compared > 900);
}

}  // namespace huiqi
