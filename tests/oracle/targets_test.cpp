#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "engine/evaluate/evaluator.h"
#include "engine/plan/compile.h"
#include "engine/settle/target_result.h"
#include "engine/settle/target_tally.h"
#include "tests/oracle/application_writer.h"
#include "tests/oracle/comparison.h"
#include "tests/oracle/oracle.h"

namespace huiqi::oracle {
namespace {

constexpr int kFirst = 2021;
constexpr int kLast = 2023;

const char* const kInputs =
    "种类: 事项\n编号: 生成.目标\n名称: 目标\n依据: {方案: {文件: 方案}}\n枚举: {类别: [甲, 乙, 丙]}\n申报:\n"
    "  签订日: {类型: 日期, 范围: '[2019-06-01..2024-06-30]'}\n  年份: {类型: 整数, 范围: '[2019..2024]'}\n"
    "  额: {类型: 金额, 小数: 0, 范围: '[-3元..20元]'}\n  数: {类型: 整数, 范围: '[0..3]'}\n  类: {类型: 类别}\n  可: 是否\n目标:\n";

/// Writes one random target.
[[nodiscard]] std::string target(Random& random, std::size_t number) {
    const bool over = random.chance(20);
    const std::string of = over ? "合计" : random.pick(std::vector<std::string>{"合计", "合计", "个数", "个数", "平均", "最大", "最小"});
    std::string text = fmt::format("  - {{编号: 目{}, 依据: 方案, 求: {}", number, of);
    text += of != "个数" ? ", 值: 额" : random.chance(50) ? ", 不重复: 类" : "";
    text += over ? ", 除以: 数" : "";
    text += random.chance(50) ? ", 当: 可" : "";
    const bool years = random.chance(80);
    const std::string mode = random.pick(std::vector<std::string>{"累计", "逐年", "末年", "逐年增幅", "年均增幅"});
    const bool grows = years && mode.find("增幅") != std::string::npos;
    if (years) {
        text += fmt::format(", 按年: {}, 期间: {}..{}, 方式: {}", random.chance(50) ? "签订日" : "年份", kFirst, kLast, mode);
    }
    const std::string unit = of == "个数" ? "" : "元";
    if (mode == "年均增幅" && years) {
        text += random.pick(std::vector<std::string>{"", ", 基期: 2019", ", 基期: {年: 2019, 值: 7" + unit + "}"});
    }
    static const std::vector<std::string> kRelations{"至少", "超过", "至多", "不满"};
    const std::string& relation = random.pick(kRelations);
    const auto bound = [&] {
        return grows ? random.pick(std::vector<std::string>{"0%", "20%", "-50%", "100%"})
                     : fmt::format("{}{}", random.between(of == "个数" || over ? 0 : -3, 20), unit);
    };
    text += fmt::format(", {}: {}", relation, bound());
    if (random.chance(20)) {
        text += fmt::format(", {}: {}", relation == "至少" || relation == "超过" ? "至多" : "至少", bound());
    }
    return text + "}\n";
}

/// One row as the oracle sees it; nothing in what is not answered.
struct Row {
    std::optional<int> by_day, by_year;
    std::optional<Rational> amount, count;
    std::optional<std::int64_t> kind;
    std::optional<bool> may;
};

[[nodiscard]] Row row_of(const ApplicationData& data) {
    Row row;
    if (data[0].known()) {
        row.by_day = data[0].date().year();
    }
    const auto number = [](const Value& value) { return value.known() ? std::optional(value.number()) : std::nullopt; };
    if (data[1].known()) {
        row.by_year = static_cast<int>(to_int64(numerator(data[1].number())));
    }
    row.amount = number(data[2]);
    row.count = number(data[3]);
    row.kind = data[4].known() ? std::optional<std::int64_t>(data[4].code()) : std::nullopt;
    row.may = data[5].known() ? std::optional(data[5].boolean()) : std::nullopt;
    return row;
}

/// A figure of the rows of some years, when everything is answered; nothing where there is none.
[[nodiscard]] std::optional<Rational> figure(const Target& rule, const std::vector<Row>& rows, int first, int last) {
    std::set<std::int64_t> kinds;
    std::vector<Rational> amounts;
    Rational over = 0;
    for (const Row& row : rows) {
        const int year = !rule.year ? first : rule.year->type().is(TypeKind::date) ? *row.by_day : *row.by_year;
        if (year >= first && year <= last && (!rule.when || *row.may)) {
            amounts.push_back(*row.amount);
            over += *row.count;
            kinds.insert(*row.kind);
        }
    }
    Rational sum = 0;
    for (const Rational& amount : amounts) {
        sum += amount;
    }
    switch (rule.of) {
        case Target::Of::count: return Rational(rule.distinct ? kinds.size() : amounts.size());
        case Target::Of::sum: return !rule.over ? std::optional(sum) : over == 0 ? std::nullopt : std::optional(Rational(sum / over));
        default: break;
    }
    if (amounts.empty()) {
        return std::nullopt;
    }
    std::sort(amounts.begin(), amounts.end());
    return rule.of == Target::Of::max   ? amounts.back()
           : rule.of == Target::Of::min ? amounts.front()
                                        : Rational(sum / Rational(amounts.size()));
}

[[nodiscard]] bool held(const Target::Bound& bound, const Rational& left, const Rational& right) {
    switch (bound.relation) {
        case Target::Relation::at_least: return left >= right;
        case Target::Relation::above: return left > right;
        case Target::Relation::at_most: return left <= right;
        case Target::Relation::below: return left < right;
    }
    return false;
}

/// "x is at least r a year over b when x ≥ b × (1 + r)ⁿ"; growth from nothing, or from less, is no growth.
[[nodiscard]] TargetState grown(const Target& rule, const Target::Bound& bound, const std::vector<Row>& rows, int from, int to) {
    const auto before = rule.base && rule.base->value && from == rule.base->year ? rule.base->value : figure(rule, rows, from, from);
    const auto now = figure(rule, rows, to, to);
    if (!before || !now || *before <= 0) {
        return TargetState::unknown;
    }
    Rational wanted = *before;
    for (int year = from; year < to; ++year) {
        wanted *= 1 + bound.number;
    }
    const bool below_all = *now < 0;   // less than any rate of growth
    const bool asks_for_much = bound.relation == Target::Relation::at_least || bound.relation == Target::Relation::above;
    const bool good = below_all ? !asks_for_much : held(bound, *now, wanted);
    return good ? TargetState::met : TargetState::missed;
}

[[nodiscard]] TargetState reached(const Target& rule, const Target::Bound& bound, const std::vector<Row>& rows, int first, int last) {
    const auto made = figure(rule, rows, first, last);
    return !made ? TargetState::unknown : held(bound, *made, bound.number) ? TargetState::met : TargetState::missed;
}

/// What docs/language.md says of a target when every row is answered and the data are complete.
[[nodiscard]] TargetState expected(const Target& rule, const std::vector<Row>& rows) {
    std::vector<TargetState> all;
    for (const Target::Bound& bound : rule.bounds) {
        switch (rule.mode) {
            case Target::Mode::whole: all.push_back(reached(rule, bound, rows, 0, 9999)); break;
            case Target::Mode::cumulative: all.push_back(reached(rule, bound, rows, kFirst, kLast)); break;
            case Target::Mode::last_year: all.push_back(reached(rule, bound, rows, kLast, kLast)); break;
            case Target::Mode::each_year:
                for (int year = kFirst; year <= kLast; ++year) {
                    all.push_back(reached(rule, bound, rows, year, year));
                }
                break;
            case Target::Mode::growth:
                for (int year = kFirst; year <= kLast; ++year) {
                    all.push_back(grown(rule, bound, rows, year - 1, year));
                }
                break;
            case Target::Mode::compound_growth:
                all.push_back(grown(rule, bound, rows, rule.base ? rule.base->year : kFirst - 1, kLast));
                break;
        }
    }
    const auto has = [&](TargetState state) { return std::find(all.begin(), all.end(), state) != all.end(); };
    return has(TargetState::missed) ? TargetState::missed : has(TargetState::unknown) ? TargetState::unknown : TargetState::met;
}

struct Programme {
    Rulebook rulebook;
    std::shared_ptr<const Plan> plan;

    [[nodiscard]] const Incentive& incentive() const { return rulebook.incentives.front(); }
};

/// Gives how every target stands, the rows taken in so many at a time.
[[nodiscard]] std::vector<TargetState> states(const Programme& programme, const std::vector<ApplicationData>& rows, std::size_t chunk) {
    Batch batch(programme.plan->schema);
    for (const ApplicationData& row : rows) {
        append_row(batch, programme.plan->schema, row);
    }
    TargetTally tally({&programme.incentive()});
    Evaluator evaluator(programme.plan);
    for (std::size_t first = 0; first < rows.size(); first += chunk) {
        evaluator.run(batch, first, std::min(chunk, rows.size() - first));
        tally.add(evaluator);
    }
    std::vector<TargetState> all;
    for (std::size_t at = 0; at < programme.incentive().targets.size(); ++at) {
        all.push_back(judge(programme.incentive().targets[at], tally.gathered().front()[at], kLast).state);
    }
    return all;
}

struct Tally {
    std::size_t compared = 0;
    std::size_t decided = 0;       ///< with everything answered
    std::size_t early = 0;         ///< with answers missing
    std::size_t refused = 0;
};

void check_rows(const Programme& programme, Random& random, Tally& tally) {
    const Generated nothing;
    ApplicationWriter writer(random, programme.incentive(), nothing);
    std::vector<ApplicationData> partial;
    const unsigned unknown = random.chance(40) ? 0 : 15;
    for (std::size_t count = random.below(20); count > 0; --count) {
        partial.push_back(writer.write(unknown));
    }
    const std::vector<TargetState> before = states(programme, partial, 7);
    for (int round = 0; round < 3; ++round) {
        std::vector<ApplicationData> whole;
        std::vector<Row> rows;
        for (const ApplicationData& row : partial) {
            whole.push_back(writer.completed(row, 100));
            rows.push_back(row_of(whole.back()));
        }
        std::reverse(whole.begin(), whole.end());
        const std::vector<TargetState> after = states(programme, whole, 1024);
        for (std::size_t at = 0; at < after.size(); ++at) {
            const Target& rule = programme.incentive().targets[at];
            const TargetState wanted = expected(rule, rows);
            ++tally.compared;
            tally.decided += wanted == TargetState::unknown ? 0U : 1U;
            CHECK_MESSAGE(after[at] == wanted, rule.id, ": oracle ", std::string(state_word(wanted)), ", tally ",
                          std::string(state_word(after[at])), " of ", rows.size(), " rows");
            const bool sure = before[at] == TargetState::met || before[at] == TargetState::missed;
            tally.early += sure && unknown != 0 ? 1U : 0U;
            CHECK_MESSAGE((!sure || before[at] == wanted), rule.id, ": ", std::string(state_word(before[at])),
                          " while answers were missing, then ", std::string(state_word(wanted)));
        }
    }
}

}  // namespace

TEST_CASE("random targets stand as the oracle has them, and what is sure stays so whatever else is answered") {
    Tally tally;
    constexpr std::uint64_t kProgrammes = 80;
    for (std::uint64_t at = 0; at < kProgrammes; ++at) {
        Random random(6'400'000 + at);
        std::string text = kInputs;
        for (std::size_t number = 1; number <= 6; ++number) {
            text += target(random, number);
        }
        INFO(text);
        Diagnostics diagnostics;
        Programme programme{load_rulebook_text("targets.yaml", text, diagnostics), nullptr};
        if (diagnostics.has_errors()) {
            INFO(std::string(diagnostics.all().front().code));
            ++tally.refused;
            continue;
        }
        CompileOptions options;
        options.targets = true;
        programme.plan = std::make_shared<const Plan>(compile(programme.incentive(), options, diagnostics));
        REQUIRE(!diagnostics.has_errors());
        for (int round = 0; round < 5; ++round) {
            check_rows(programme, random, tally);
        }
    }
    fmt::print("targets: {} programmes, {} refused, {} states compared, {} decided, {} decided while answers were missing\n", kProgrammes,
               tally.refused, tally.compared, tally.decided, tally.early);
    CHECK(tally.refused * 10 < kProgrammes);
    CHECK(tally.decided * 2 > tally.compared);
    CHECK(tally.early > 100);
}

}  // namespace huiqi::oracle
