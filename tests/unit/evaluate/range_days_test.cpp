#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "engine/calendar/date.h"
#include "engine/calendar/day_count.h"
#include "engine/calendar/months.h"
#include "engine/evaluate/self_check.h"
#include "engine/plan/compile.h"

namespace huiqi {
namespace {

/// What an award by two open days may come to, with the plain bounds alone and after a search.
struct Ends {
    Rational least = 0, most = 0;
    bool reached = false;
};

[[nodiscard]] Ends ends_of(const std::string& from, const std::string& to, const std::string& amount, std::size_t effort) {
    Diagnostics faults;
    const Rulebook book = load_rulebook_text("rule.yaml",
                                             "kind: incentive\nid: sample.days\ninputs:\n  from: {type: date, range: \"[" + from +
                                                 "]\"}\n  to: {type: date, range: \"[" + to + "]\"}\naward:\n  - base: '" + amount +
                                                 "'\n  - round: half up to 0.01元\n",
                                             faults);
    for (const Diagnostic& one : faults.all()) {
        INFO(one.message.en);
        REQUIRE(one.severity != Severity::error);
    }
    const auto plan = std::make_shared<const Plan>(compile(book.incentives.front(), CompileOptions(), faults));
    SelfCheck check(plan, {&book.incentives.front()});
    Batch batch(plan->schema);
    append_row(batch, plan->schema, {Value::unknown({"from"}), Value::unknown({"to"})});
    check.run(batch, 0, effort);
    const Standing& one = check.standings()[0];
    REQUIRE(one.most);
    return {one.least, *one.most, one.least_reached && one.most_reached};
}

[[nodiscard]] std::int32_t day(const char* text) { return parse_days(text); }

}  // namespace

TEST_CASE("whatever is counted between two days grows with the second and falls with the first") {
    const std::int32_t first = day("2023-01-20");
    const std::int32_t last = day("2025-03-05");
    const auto counts = [](std::int32_t from, std::int32_t to) {
        return std::array<std::int64_t, 4>{year_fraction_numerator(from, to, DayCount::thirty_360), year_fraction_numerator(from, to, DayCount::actual_actual),
                                           months_from_to(from, to), years_from_to(from, to)};
    };
    std::size_t wrong = 0;
    for (std::int32_t from = first; from < last; ++from) {
        for (std::int32_t to = first; to < last; ++to) {
            const auto here = counts(from, to);
            const auto later = counts(from, to + 1);
            const auto begun = counts(from + 1, to);
            for (std::size_t at = 0; at < here.size(); ++at) {
                wrong += later[at] < here[at] || begun[at] > here[at] ? 1U : 0U;
            }
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("more months, or a later day, never lead to an earlier day, under each rule for the end of a month") {
    for (const MonthEnd rule : {MonthEnd::clip, MonthEnd::end, MonthEnd::next}) {
        std::size_t wrong = 0;
        for (std::int32_t from = day("2023-01-01"); from < day("2027-02-01"); ++from) {
            for (std::int64_t months = -14; months < 30; ++months) {
                const std::int32_t here = add_months_to(from, months, rule);
                wrong += add_months_to(from + 1, months, rule) < here || add_months_to(from, months + 1, rule) < here ? 1U : 0U;
            }
        }
        CHECK(wrong == 0);
    }
}

TEST_CASE("what is left behind the whole months between two days is never more than 30 days, either way") {
    std::int32_t most = 0;
    std::int32_t least = 0;
    for (std::int32_t from = day("2019-01-01"); from < day("2021-06-01"); ++from) {
        for (std::int32_t to = day("2019-01-01"); to < day("2021-06-01"); ++to) {
            const std::int32_t left = to - add_months_to(from, months_from_to(from, to), MonthEnd::clip);
            most = std::max(most, left);
            least = std::min(least, left);
        }
    }
    CHECK(most == 30);
    CHECK(least >= -30);
    const Ends ends = ends_of("2019-01-01..2021-06-01", "2019-01-01..2021-06-01",
                              "100元 * max(0天, days between(from + months between(from, to), to)) / 1天", 0);
    CHECK(ends.most == 3000);
}

TEST_CASE("the most between an open day and one counted from it is that of a search through all days, by every measure") {
    struct Measure {
        std::string amount;   // a hundred yuan for each, END is the second day
        std::int64_t (*count)(std::int32_t, std::int32_t);
    };
    const std::vector<Measure> measures{
        {"36000元 * year fraction(from, END, \"30/360\") / 1年",
         [](std::int32_t from, std::int32_t to) { return year_fraction_numerator(from, to, DayCount::thirty_360); }},
        {"13359000元 * year fraction(from, END, \"actual/actual\") / 1年",
         [](std::int32_t from, std::int32_t to) { return year_fraction_numerator(from, to, DayCount::actual_actual); }},
        {"100元 * months between(from, END) / 1个月", [](std::int32_t from, std::int32_t to) { return std::int64_t{months_from_to(from, to)}; }},
    };
    const std::vector<std::pair<const char*, const char*>> starts{
        {"2023-12-15", "2024-03-02"}, {"2024-01-30", "2024-01-31"}, {"1899-11-30", "1900-03-01"}, {"1950-01-01", "1990-12-31"}};
    for (const Measure& measure : measures) {
        for (const auto& [first, last] : starts) {
            for (const auto& [later, months, days] : std::vector<std::tuple<std::string, int, int>>{{"13月", 13, 0}, {"24月", 24, 0}, {"59天", 0, 59}}) {
                CAPTURE(measure.amount);
                CAPTURE(first);
                CAPTURE(later);
                std::string amount = measure.amount;
                amount.replace(amount.find("END"), 3, "min(to, from + " + later + ")");
                std::int64_t most = 0;
                for (std::int32_t from = day(first); from <= day(last); ++from) {
                    most = std::max(most, measure.count(from, months != 0 ? add_months_to(from, months, MonthEnd::clip) : from + days));
                }
                const Ends ends = ends_of(std::string(first) + ".." + last, "1800-01-01..2299-12-31", amount, 0);
                CHECK(ends.most == Rational(most * 100));
            }
        }
    }
}

TEST_CASE("an end says whether answers are known that come to it") {
    // both days are free: the earliest with the latest
    const Ends free = ends_of("2023-01-01..2023-12-31", "2024-01-01..2024-12-31", "36000元 * year fraction(from, to, \"30/360\") / 1年", 48);
    CHECK(free.most == 36000 * 2);
    CHECK(free.least == 100);
    CHECK(free.reached);
    // the same day on both sides of a product: halves do not separate them in a few steps
    const Ends bound = ends_of("2001-01-01..2099-12-31", "2001-01-01..2099-12-31",
                               "1元 * days between(from, date(\"2100-01-01\")) / 1天 * days between(date(\"2000-12-31\"), from) / 1天", 4);
    CHECK(!bound.reached);
    CHECK(bound.most >= Rational(18'079 * 18'079));
}

}  // namespace huiqi
