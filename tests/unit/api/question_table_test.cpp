// How many questions it takes, over all shipped bundles: the table of docs/self-check.md. HUIQI_UPDATE_GOLDEN=1 writes it anew.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/data/datum.h"
#include "engine/evaluate/case_runner.h"
#include "engine/evaluate/self_check.h"
#include "engine/plan/compile.h"
#include "tests/support/project.h"
#include "tests/support/question_counts.h"
#include "tests/unit/evaluate/random_answers.h"

namespace huiqi {
namespace {

/// One bundle made ready.
struct Asked {
    const Bundle* bundle = nullptr;
    std::shared_ptr<const Plan> plan;
    std::vector<const Incentive*> incentives;
};

/// Every shipped bundle whose members all run. The rulebooks stay alive.
[[nodiscard]] std::vector<Asked> shipped_bundles() {
    static std::vector<std::unique_ptr<Rulebook>> books;
    std::vector<Asked> all;
    for (const char* folder : {"benchmark", "examples", "cookbook", "published", "samples"}) {
        Diagnostics faults;
        books.push_back(std::make_unique<Rulebook>(load_rulebook({(testing::source_dir() / "rules" / folder).string()}, faults)));
        const Rulebook& book = *books.back();
        for (const Bundle& bundle : book.bundles) {
            Asked one{.bundle = &bundle, .plan = nullptr, .incentives = {}};
            for (const std::string& id : bundle.incentives) {
                one.incentives.push_back(book.find(id));
            }
            if (std::find(one.incentives.begin(), one.incentives.end(), nullptr) == one.incentives.end()) {
                Diagnostics found;
                one.plan = std::make_shared<const Plan>(compile(one.incentives, &bundle, CompileOptions(), found));
                if (!found.has_errors()) {
                    all.push_back(std::move(one));
                }
            }
        }
    }
    return all;
}

/// Applicants of the five incentives as they fall: the plain profile of the workload that the benchmark describes.
class PlainApplicants {
public:
    explicit PlainApplicants(const Schema& schema) : schema_(schema), random_(20240701) {}

    [[nodiscard]] std::vector<Value> next() {
        const std::uint64_t contract = amount(100'000, 6'000'000'000);
        const std::uint64_t paid = chance(30) ? contract : chance(5) ? 0 : contract * (5 + below(96)) / 100;
        const std::uint64_t start = below(2'041);   // from 2019-06-01 to 2024-12-31
        std::vector<Value> row(schema_.fields.size());
        const auto set = [&](const char* name, Value value) { row[*schema_.index(name)] = std::move(value); };
        set("size", Value::enumerated(static_cast<std::int32_t>(share({30, 35, 23, 12}))));
        set("related_party", Value::of(chance(6)));
        set("contract_date", Value::of(Date::from_days(static_cast<std::int32_t>(18'414 + below(1'491)))));
        set("contract_amount", cents(contract));
        set("paid_amount", cents(paid));
        set("recognition", Value::enumerated(static_cast<std::int32_t>(share({55, 33, 12}))));
        set("first_time", Value::of(chance(70)));
        set("loan_principal", cents(chance(25) ? 0 : amount(10'000'000, 5'000'000'000)));
        set("loan_rate", Value::of(Rational(static_cast<std::int64_t>(250 + below(501))) * schema_.fields[*schema_.index("loan_rate")].step));   // 0.0250 to 0.0750
        set("loan_start", Value::of(Date::from_days(static_cast<std::int32_t>(18'048 + start))));
        set("loan_end", Value::of(Date::from_days(static_cast<std::int32_t>(18'048 + start + 30 + below(1'771)))));
        set("repaid_on_time", Value::of(chance(85)));
        set("premium", cents(chance(35) ? 0 : amount(10'000, 20'000'000)));
        set("insured", Value::enumerated(static_cast<std::int32_t>(below(3))));
        set("equipment_sales", cents(chance(45) ? 0 : amount(1'000'000, 20'000'000'000)));
        return row;
    }

private:
    [[nodiscard]] std::uint64_t below(std::uint64_t count) { return random_() % count; }
    [[nodiscard]] bool chance(std::uint64_t percent) { return below(100) < percent; }
    [[nodiscard]] std::size_t share(const std::vector<std::uint64_t>& percents) {
        std::uint64_t at = below(100);
        std::size_t which = 0;
        while (at >= percents[which]) {
            at -= percents[which++];
        }
        return which;
    }
    /// Every power of two between the ends as likely as any other.
    [[nodiscard]] std::uint64_t amount(std::uint64_t low, std::uint64_t high) {
        std::uint64_t octaves = 1;
        while (low << octaves <= high) {
            ++octaves;
        }
        const std::uint64_t base = low << below(octaves);
        return std::min(base + below(base), high);
    }
    [[nodiscard]] static Value cents(std::uint64_t amount) { return Value::of(Rational(static_cast<std::int64_t>(amount)) / 100); }

    const Schema& schema_;
    std::mt19937_64 random_;
};

[[nodiscard]] bool fits(const Plan& plan, const std::vector<Value>& row) {
    for (std::size_t at = 0; at < row.size(); ++at) {
        if (row[at].state() == State::unknown || datum_fault(row[at], plan.schema.fields[at])) {
            return false;
        }
    }
    return true;
}

/// Mostly what a worked case says, the rest at random: some get something, some nothing.
[[nodiscard]] std::vector<Value> drawn(const Asked& of, testing::RandomAnswers& random) {
    std::vector<Value> row = random.row();
    const std::size_t member = random.below(of.incentives.size());
    const std::vector<Case>& cases = of.incentives[member]->cases;
    if (!cases.empty() && random.chance(75)) {
        const std::vector<Value> seed = row_in_schema_order(*of.plan, member, cases[random.below(cases.size())].given);
        for (std::size_t at = 0; at < row.size(); ++at) {
            row[at] = seed[at].state() != State::unknown && random.chance(85) ? seed[at] : row[at];
        }
    }
    return row;
}

/// Median and maximum of what is asked, and of what would have been enough.
[[nodiscard]] std::string counted(const std::string& name, const Asked& of, const std::vector<std::vector<Value>>& truths) {
    SelfCheck check(of.plan, of.incentives);
    std::vector<std::size_t> asked;
    std::vector<std::size_t> enough;
    for (const std::vector<Value>& truth : truths) {
        asked.push_back(testing::questions(check, truth));
        enough.push_back(std::min(testing::fewest(check, truth), asked.back()));   // what was asked was enough, too
    }
    std::sort(asked.begin(), asked.end());
    std::sort(enough.begin(), enough.end());
    const auto middle = [](const std::vector<std::size_t>& all) { return std::to_string(all[all.size() / 2]); };
    return "| " + name + " | " + std::to_string(of.plan->schema.fields.size()) + " | " + std::to_string(truths.size()) + " | " + middle(asked) + " | " +
           std::to_string(asked.back()) + " | " + middle(enough) + " | " + std::to_string(enough.back()) + " |\n";
}

[[nodiscard]] std::string table_of(std::size_t applicants) {
    std::string table = "| bundle | inputs | applicants | asked, median | at most | enough for whoever knows, median | at most |\n"
                        "| --- | --- | --- | --- | --- | --- | --- |\n";
    unsigned seed = 1;
    for (const Asked& of : shipped_bundles()) {
        CAPTURE(of.bundle->id);
        testing::RandomAnswers random(*of.plan, seed++);
        std::vector<std::vector<Value>> truths;
        for (std::size_t tries = 0; truths.size() < applicants && tries < applicants * 20; ++tries) {
            if (auto row = drawn(of, random); fits(*of.plan, row)) {
                truths.push_back(std::move(row));
            }
        }
        REQUIRE(!truths.empty());
        table += counted("`" + of.bundle->id + "`", of, truths);
        if (of.bundle->id == "benchmark.five_incentives") {
            PlainApplicants plain(of.plan->schema);
            std::vector<std::vector<Value>> all;
            for (std::size_t at = 0; at < applicants; ++at) {
                all.push_back(plain.next());
                for (std::size_t field = 0; field < all.back().size(); ++field) {
                    CAPTURE(of.plan->schema.fields[field].name);
                    REQUIRE(!datum_fault(all.back()[field], of.plan->schema.fields[field]));
                }
            }
            table += counted("`" + of.bundle->id + "`, plain profile", of, all);
        }
    }
    return table;
}

}  // namespace

TEST_CASE("the page on the self-check tells for each shipped bundle how many questions it takes") {
    const bool update = std::getenv("HUIQI_UPDATE_GOLDEN") != nullptr;
    const auto path = testing::source_dir() / "docs/self-check.md";
    std::ifstream in(path, std::ios::binary);
    std::string page{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    const std::string begin = "<!-- questions -->\n";
    const std::size_t from = page.find(begin);
    const std::size_t to = page.find("<!-- /questions -->");
    REQUIRE(from != std::string::npos);
    REQUIRE(to != std::string::npos);
    if (update) {
        page.replace(from + begin.size(), to - from - begin.size(), table_of(100));
        std::ofstream(path, std::ios::binary) << page;
        return;
    }
    // fewer applicants than the page has, so that a test stays quick: what it takes is counted, the page names them all
    const std::string table = table_of(2);
    CHECK(!table.empty());
    for (const Asked& of : shipped_bundles()) {
        const std::string row = "| `" + of.bundle->id + "` | " + std::to_string(of.plan->schema.fields.size()) + " |";
        CHECK_MESSAGE(page.find(row) != std::string::npos, row << ": HUIQI_UPDATE_GOLDEN=1 writes the table anew");
    }
}

}  // namespace huiqi
