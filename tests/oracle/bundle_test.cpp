#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "engine/evaluate/evaluator.h"
#include "engine/plan/compile.h"
#include "engine/rulebook/loaders/rulebook_loader.h"
#include "tests/oracle/application_writer.h"
#include "tests/oracle/comparison.h"
#include "tests/oracle/oracle.h"
#include "tests/oracle/rulebook_writer.h"

namespace huiqi::oracle {
namespace {

/// Random incentives side by side, each of which may take results of those before it.
struct Family {
    std::vector<Generated> texts;
    Rulebook rulebook;
    Bundle bundle;
    std::shared_ptr<const Plan> plan;   ///< empty when something was refused

    [[nodiscard]] const Incentive& member(std::size_t at) const { return *rulebook.find(bundle.incentives[at]); }
};

[[nodiscard]] Family make_family(std::uint64_t seed) {
    Family family;
    Diagnostics diagnostics;
    RulebookLoader loader(diagnostics);
    std::vector<Source> sources;
    for (const char* id : {"生成.甲", "生成.乙", "生成.丙"}) {
        RulebookWriter writer(seed++, id);
        for (const Source& source : sources) {
            writer.take(source);
        }
        family.texts.push_back(writer.write());
        sources.push_back(writer.source());
        family.bundle.incentives.insert(family.bundle.incentives.begin(), id);   // the last first: order is by what is taken
        loader.add_text(std::string(id) + ".yaml", family.texts.back().text());
    }
    std::reverse(family.texts.begin(), family.texts.end());
    family.rulebook = loader.load();
    if (diagnostics.has_errors()) {
        return family;
    }
    std::vector<const Incentive*> members;
    for (std::size_t at = 0; at < family.bundle.incentives.size(); ++at) {
        members.push_back(&family.member(at));
    }
    auto plan = std::make_shared<const Plan>(compile(members, &family.bundle, {}, diagnostics));
    family.plan = diagnostics.has_errors() ? nullptr : std::move(plan);
    return family;
}

/// "A result outside the declared 范围 or 小数 is R18."
[[nodiscard]] Value allowed(const Value& value, const FieldSchema& field) {
    if (!value.known() || !field.type.is(TypeKind::number)) {
        return value;
    }
    const Rational& number = value.number();
    const auto inside = [&number](const AllowedRange& range) {
        const bool above = !range.low || number > *range.low || (range.low_included && number == *range.low);
        const bool below = !range.high || number < *range.high || (range.high_included && number == *range.high);
        return above && below;
    };
    const bool in_range = field.range.empty() ? number >= field.least && number <= field.most
                                              : std::any_of(field.range.begin(), field.range.end(), inside);
    return in_range && is_integer(Rational(number / field.step)) ? value : Value::failed(RuntimeError::feed_range);
}

[[nodiscard]] Value taken(const Feed& feed, const Incentive& source, const Verdict& verdict) {
    if (feed.kind != Feed::Kind::part) {
        return feed.kind == Feed::Kind::amount ? verdict.award : verdict.eligible;
    }
    for (std::size_t at = 0; at < source.parts.size(); ++at) {
        if (source.parts[at].name == feed.part) {
            return verdict.parts[at];
        }
    }
    return {};
}

/// Judges all members for one application (answers by member), the sources before those who take of them.
[[nodiscard]] std::vector<Verdict> judge_all(const Family& family, std::vector<ApplicationData> answers) {
    std::vector<Verdict> verdicts(answers.size());
    for (std::size_t at = answers.size(); at-- > 0;) {
        const Incentive& incentive = family.member(at);
        for (std::size_t input = 0; input < incentive.inputs.size(); ++input) {
            if (const auto& feed = incentive.inputs[input].feed) {
                const auto& ids = family.bundle.incentives;
                const auto source = static_cast<std::size_t>(std::find(ids.begin(), ids.end(), feed->incentive) - ids.begin());
                answers[at][input] = allowed(taken(*feed, family.member(source), verdicts[source]), incentive.inputs[input].field);
            }
        }
        verdicts[at] = judge(incentive, answers[at]);
    }
    return verdicts;
}

[[nodiscard]] std::vector<Value> row_of(const Family& family, const std::vector<ApplicationData>& answers) {
    std::vector<Value> row(family.plan->schema.fields.size());
    for (std::size_t at = 0; at < answers.size(); ++at) {
        const auto& fields = family.plan->incentives[at].fields;
        for (std::size_t input = 0; input < fields.size(); ++input) {
            if (fields[input] != kNoField) {
                row[fields[input]] = answers[at][input];
            }
        }
    }
    return row;
}

void compare_row(const Family& family, const Evaluator& evaluator, std::size_t row, const std::vector<Verdict>& verdicts,
                 std::size_t& compared) {
    for (std::size_t at = 0; at < verdicts.size(); ++at) {
        each_value(family.member(at), family.plan->incentives[at], verdicts[at], [&](const Pair& pair) {
            ++compared;
            const Value got = evaluator.read(pair.planned, row);
            const bool differ = compare(pair.expected, got, pair.type) == Agreement::different;
            CHECK_MESSAGE(!differ, family.bundle.incentives[at], " ", pair.what, ": oracle ", shown(pair.expected, pair.type),
                          ", plan ", shown(got, pair.type));
        });
    }
}

}  // namespace

TEST_CASE("incentives that take each other's results mean the same to the oracle") {
    constexpr std::uint64_t kFamilies = 40;
    std::size_t compared = 0;
    std::size_t refused = 0;
    std::size_t takers = 0;
    for (std::uint64_t at = 0; at < kFamilies; ++at) {
        const std::uint64_t seed = 7'000'000 + 10 * at;
        INFO("seed ", seed);
        const Family family = make_family(seed);
        if (!family.plan) {
            ++refused;
            continue;
        }
        Random random(seed);
        Batch batch(family.plan->schema);
        std::vector<std::vector<Verdict>> verdicts;
        for (const unsigned unknown : {0U, 0U, 0U, 0U, 10U, 30U}) {
            std::vector<ApplicationData> answers;
            for (std::size_t member = 0; member < family.bundle.incentives.size(); ++member) {
                answers.push_back(ApplicationWriter(random, family.member(member), family.texts[member]).write(unknown));
            }
            append_row(batch, family.plan->schema, row_of(family, answers));
            verdicts.push_back(judge_all(family, std::move(answers)));
        }
        for (const IncentivePlan& member : family.plan->incentives) {
            takers += static_cast<std::size_t>(std::count(member.fields.begin(), member.fields.end(), kNoField));
        }
        Evaluator evaluator(family.plan);
        evaluator.run(batch, 0, verdicts.size());
        for (std::size_t row = 0; row < verdicts.size(); ++row) {
            compare_row(family, evaluator, row, verdicts[row], compared);
        }
    }
    fmt::print("bundles: {} families, {} refused, {} inputs take a result, {} values compared\n", kFamilies, refused, takers, compared);
    CHECK(refused * 4 < kFamilies);
    CHECK(takers > 50);
}

}  // namespace huiqi::oracle
