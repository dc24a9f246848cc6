#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "huiqi/engine.h"

namespace huiqi {
namespace {

/// Half of an amount up to 100 yuan, for firms that are small and applied in 2024.
constexpr const char* kRule = R"(kind: incentive
id: sample.half
enums:
  size: {ordered: true, values: [micro, small, large]}
inputs:
  size: {type: size}
  applied: {type: date, range: "[2024-01-01..2024-12-31]"}
  paid: {type: money, decimals: 2, range: "[0元..1000元]"}
  honest: {type: boolean}
conditions:
  - {id: small, test: size <= small, reason: large}
  - {id: honest, test: honest, reason: not honest}
award:
  - {base: paid}
  - {times: 50%}
  - {round: round half up to 0.01元}
  - {cap: 100元}
)";

struct Table {
    std::vector<std::int32_t> size;
    std::vector<std::int32_t> applied;
    std::vector<std::int64_t> paid;
    std::vector<std::uint8_t> honest;

    [[nodiscard]] std::array<InputColumn, 4> columns() const {
        return {InputColumn::choices(size), InputColumn::days(applied), InputColumn::counts(paid),
                InputColumn::truths(honest)};
    }
};

/// Rows enough for several chunks and two threads.
Table many() {
    Table table;
    for (int row = 0; row < 5'000; ++row) {
        table.size.push_back(row % 3);
        table.applied.push_back(19'723 + row % 366);  // 2024-01-01 …
        table.paid.push_back(row * 7 % 100'001);
        table.honest.push_back(row % 5 == 0 ? 0 : 1);
    }
    return table;
}

}  // namespace

TEST_CASE("an engine says what columns it asks for") {
    const Engine engine = Engine::compile(Rules::from_text("rule.yaml", kRule));
    const std::vector<ColumnNeed> needs = engine.column_needs();
    REQUIRE(needs.size() == 4);
    CHECK(needs[0].form == ColumnForm::choice);
    CHECK((needs[0].choices == std::vector<std::string>{"micro", "small", "large"}));
    CHECK(needs[1].form == ColumnForm::day);
    CHECK(needs[2].form == ColumnForm::count);
    CHECK(needs[2].step == "0.01");
    CHECK(needs[3].form == ColumnForm::truth);
}

TEST_CASE("columns are decided row by row, on any number of threads") {
    const Engine engine = Engine::compile(Rules::from_text("rule.yaml", kRule));
    const Table table = many();
    const auto columns = table.columns();
    for (const std::size_t threads : {1U, 2U, 7U}) {
        CAPTURE(threads);
        std::vector<std::int64_t> cents(table.paid.size(), -1);
        std::vector<std::int32_t> reason(table.paid.size(), -1);
        std::vector<Eligibility> eligible(table.paid.size());
        const DecisionColumns decisions{
            .incentives = {{.award_cents = cents, .reason = reason, .eligible = eligible}},
            .total_cents = {}};
        const ColumnsResult result = engine.decide_columns(columns, decisions, threads);
        REQUIRE(result.done);
        CHECK(result.undecided == 0);
        std::size_t wrong = 0;
        for (std::size_t row = 0; row < cents.size(); ++row) {
            const int why = table.size[row] == 2 ? 1 : table.honest[row] == 0 ? 2 : 0;
            const std::int64_t half = std::min<std::int64_t>((table.paid[row] + 1) / 2, 10'000);
            wrong += cents[row] == (why == 0 ? half : 0) && reason[row] == why &&
                             eligible[row] == (why == 0 ? Eligibility::yes : Eligibility::no)
                         ? 0U
                         : 1U;
        }
        CHECK(wrong == 0);
    }
}

TEST_CASE("a column that is not answered leaves rows undecided") {
    const Engine engine = Engine::compile(Rules::from_text("rule.yaml", kRule));
    const Table table = many();
    auto columns = table.columns();
    columns[2] = InputColumn();
    std::vector<std::int64_t> cents(table.paid.size(), -1);
    std::vector<Eligibility> eligible(table.paid.size());
    const DecisionColumns decisions{
        .incentives = {{.award_cents = cents, .reason = {}, .eligible = eligible}}, .total_cents = {}};
    const ColumnsResult result = engine.decide_columns(columns, decisions);
    CHECK(result.done);
    CHECK(result.undecided ==
          static_cast<std::uint64_t>(std::count(eligible.begin(), eligible.end(), Eligibility::unknown)));
    CHECK(eligible[1] == Eligibility::unknown);  // small and honest
    CHECK(eligible[2] == Eligibility::no);       // large
    CHECK(cents[1] == 0);
}

TEST_CASE("values that the rules do not allow are named, and nothing may be used") {
    const Engine engine = Engine::compile(Rules::from_text("rule.yaml", kRule));
    struct Row {
        void (*spoil)(Table&);
        std::string code;
        std::string answer;
    };
    const Row rows[] = {
        {[](Table& table) { table.paid[4'321] = 100'001; }, "D108", "paid[4321]"},
        {[](Table& table) { table.paid[0] = -1; }, "D108", "paid[0]"},
        {[](Table& table) { table.applied[17] = 0; }, "D108", "applied[17]"},
        {[](Table& table) { table.applied[17] = 9'000'000; }, "E468", "applied[17]"},
        {[](Table& table) { table.size[1'024] = 3; }, "E468", "size[1024]"},
        {[](Table& table) { table.honest[3] = 2; }, "E468", "honest[3]"},
        {[](Table& table) { table.paid.pop_back(); }, "E467", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.answer);
        Table table = many();
        row.spoil(table);
        const auto columns = table.columns();
        const ColumnsResult result = engine.decide_columns(columns, {});
        CHECK(!result.done);
        REQUIRE(!result.messages.empty());
        CHECK(result.messages.front().code == row.code);
        CHECK(result.messages.front().answer == row.answer);
    }
    const Table table = many();
    const auto columns = table.columns();
    CHECK(engine.decide_columns(std::span(columns).first(3), {}).messages.front().code == "E466");
}

namespace {

/// A bundle of so many incentives, each for two of the kinds of application; all but the first also ask for
/// honesty.
std::string guarded_bundle(const std::filesystem::path& folder, int incentives, int kinds) {
    std::string values;
    for (int kind = 0; kind < kinds; ++kind) {
        values += (kind == 0 ? "k" : ", k") + std::to_string(kind);
    }
    std::string ids;
    for (int number = 0; number < incentives; ++number) {
        const std::string id = "sample.i" + std::to_string(number);
        ids += (number == 0 ? "" : ", ") + id;
        std::ofstream(folder / ("i" + std::to_string(number) + ".yaml"))
            << "kind: incentive\nid: " << id << "\nenums: {kind: [" << values
            << "]}\ninputs:\n  kind: {type: kind}\n"
            << "  honest: {type: boolean}\n  paid: {type: money, decimals: 2, range: \"[0元..1000元]\"}\n"
            << "conditions:\n  - {id: kind, test: kind in (k" << number % kinds << "、 k"
            << (number + 1) % kinds << "), reason: another kind}\n"
            << (number == 0 ? "" : "  - {id: honest, test: honest, reason: not honest}\n")
            << "award:\n  - {base: paid}\n  - {times: " << number + 1
            << "%}\n  - {round: round half up to 0.01元}\n";
    }
    std::ofstream(folder / "bundle.yaml") << "kind: bundle\nid: sample\nincentives: [" << ids
                                          << "]\nkeys: {application: id}\nshared: [kind, honest]\n";
    return folder.string();
}

}  // namespace

TEST_CASE("pairs hold what each row's choice lets pass, and nothing else, in order") {
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / "huiqi_pairs_test";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directory(folder);
    constexpr int kIncentives = 7;
    constexpr int kKinds = 5;
    const Engine engine = Engine::compile(Rules::load({guarded_bundle(folder, kIncentives, kKinds)}));
    std::filesystem::remove_all(folder);
    REQUIRE(engine.ready());

    constexpr std::size_t kRows = 40'000;  // several blocks
    const std::vector<ColumnNeed> needs = engine.column_needs();
    std::vector<std::int32_t> kind(kRows);
    std::vector<std::uint8_t> honest(kRows);
    std::vector<std::vector<std::int64_t>> paid(kIncentives, std::vector<std::int64_t>(kRows));
    for (std::size_t row = 0; row < kRows; ++row) {
        kind[row] = static_cast<std::int32_t>(row * 7'919 % kKinds);
        honest[row] = row % 3 == 0 ? 0 : 1;
        for (std::size_t at = 0; at < paid.size(); ++at) {
            paid[at][row] = static_cast<std::int64_t>((row * 31 + at * 17) % 100'001);
        }
    }
    std::vector<InputColumn> columns;
    std::size_t next = 0;
    for (const ColumnNeed& need : needs) {
        columns.push_back(need.name == "kind"     ? InputColumn::choices(kind)
                          : need.name == "honest" ? InputColumn::truths(honest)
                                                  : InputColumn::counts(paid[next++]));
    }
    for (const std::size_t threads : {1U, 3U}) {
        DecisionPairs pairs;
        const ColumnsResult result = engine.decide_pairs(columns, pairs, threads);
        REQUIRE(result.done);
        std::size_t pair = 0;
        std::size_t wrong = 0;
        for (std::size_t row = 0; row < kRows; ++row) {
            for (int number = 0; number < kIncentives; ++number) {
                const auto at = static_cast<std::size_t>(number);
                if (kind[row] != number % kKinds && kind[row] != (number + 1) % kKinds) {
                    continue;
                }
                const bool yes = number == 0 || honest[row] != 0;
                const std::int64_t award = (paid[at][row] * (number + 1) + 50) / 100;
                wrong += pair < pairs.row.size() && pairs.row[pair] == row && pairs.incentive[pair] == at &&
                                 pairs.award_cents[pair] == (yes ? award : 0) &&
                                 pairs.reason[pair] == (yes ? 0 : 2) &&
                                 pairs.eligible[pair] == (yes ? Eligibility::yes : Eligibility::no)
                             ? 0U
                             : 1U;
                ++pair;
            }
        }
        CHECK(wrong == 0);
        CHECK(pair == pairs.row.size());
    }
    // a value at fault is told with its row, wherever sorting took it
    paid[0][35'000] = -1;
    DecisionPairs pairs;
    const ColumnsResult faulty = engine.decide_pairs(columns, pairs);
    CHECK(!faulty.done);
    REQUIRE(faulty.messages.size() == 1);
    CHECK(faulty.messages.front().answer.ends_with("[35000]"));
    paid[0][35'000] = 0;
    kind[17] = kKinds;
    const ColumnsResult result = engine.decide_pairs(columns, pairs);
    CHECK(!result.done);
    REQUIRE(!result.messages.empty());
    CHECK(result.messages.front().code == "E468");
}

TEST_CASE(
    "an incentive whose result another takes is computed beside it, and no pair where the choice rules it "
    "out") {
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / "huiqi_pairs_feed_test";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directory(folder);
    const auto write = [&folder](const std::string& name, const std::string& more) {
        std::ofstream(folder / (name + ".yaml"))
            << "kind: incentive\nid: sample." << name
            << "\nenums: {kind: [k0, k1]}\ninputs:\n  kind: {type: kind}\n"
            << "  paid: {type: money, decimals: 2, range: \"[0元..1000元]\"}\n"
            << more << "\n";
    };
    write("first",
          "conditions:\n  - {id: kind, test: kind = k0, reason: another kind}\naward:\n  - {base: paid}");
    write("second",
          "  above: {type: money, decimals: 2, from: sample.first}\nconditions:\n"
          "  - {id: kind, test: kind = k1, reason: another kind}\naward:\n  - {base: \"max(paid - above, 0元)\"}");
    std::ofstream(folder / "bundle.yaml")
        << "kind: bundle\nid: sample\nincentives: [sample.first, sample.second]\n"
           "keys: {application: id}\nshared: [kind, paid]\n";
    const Engine engine = Engine::compile(Rules::load({folder.string()}));
    std::filesystem::remove_all(folder);
    REQUIRE(engine.ready());
    const std::vector<std::int32_t> kind{1, 0, 1};
    const std::vector<std::int64_t> paid{500, 700, 900};
    const std::vector<InputColumn> columns{InputColumn::choices(kind), InputColumn::counts(paid)};
    REQUIRE(engine.column_needs().size() == columns.size());
    DecisionPairs pairs;
    REQUIRE(engine.decide_pairs(columns, pairs).done);
    CHECK(pairs.row == std::vector<std::uint64_t>{0, 1, 2});
    CHECK(pairs.incentive == std::vector<std::uint32_t>{1, 0, 1});
    CHECK(pairs.award_cents == std::vector<std::int64_t>{500, 700, 900});
}

TEST_CASE("the choice of a single incentive rules rows out too") {
    const Engine engine = Engine::compile(Rules::from_text("rule.yaml", kRule));
    const Table table = many();
    const auto columns = table.columns();
    DecisionPairs pairs;
    const ColumnsResult result = engine.decide_pairs(columns, pairs);
    CHECK(result.done);
    // the one choice there is rules out large firms
    CHECK(pairs.row.size() ==
          table.size.size() - static_cast<std::size_t>(std::count(table.size.begin(), table.size.end(), 2)));
}

}  // namespace huiqi
