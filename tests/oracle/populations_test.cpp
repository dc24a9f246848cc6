#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "engine/api/batch_input.h"
#include "engine/api/population_values.h"
#include "engine/evaluate/evaluator.h"
#include "engine/plan/compile.h"
#include "tests/oracle/application_writer.h"
#include "tests/oracle/comparison.h"
#include "tests/oracle/operators.h"
#include "tests/oracle/oracle.h"
#include "tests/oracle/rulebook_writer.h"

namespace huiqi::oracle {
namespace {

/// The applications of one batch, each as the oracle sees it alone.
struct Members {
    const Incentive& incentive;
    std::vector<Verdict> verdicts;

    /// Gives what a part of a value of the batch, always the name of a definition, is for one application.
    [[nodiscard]] const Value& of(const CheckedExpression& part, std::size_t row) const {
        const CoreNode& node = part[part.root];
        REQUIRE(node.symbol_kind == SymbolKind::definition);
        return verdicts[row].definitions[node.index];
    }
};

/// "Applications that agree in all form a group": nothing where that is not known.
[[nodiscard]] std::optional<std::vector<Value>> group_of(const Population& rule, const Members& members, std::size_t row) {
    std::vector<Value> key;
    for (const CheckedExpression& part : rule.per) {
        key.push_back(members.of(part, row));
        if (!key.back().known()) {
            return std::nullopt;
        }
    }
    return key;
}

[[nodiscard]] bool refuses(const Population& rule, const Members& members, std::size_t row) {
    return rule.when && members.of(*rule.when, row).known() && !members.of(*rule.when, row).boolean();
}

/// Whether all is known that the value needs of an application that is not left out.
[[nodiscard]] bool whole(const Population& rule, const Members& members, std::size_t row) {
    const auto known = [&](const CheckedExpression& part) { return members.of(part, row).known(); };
    return (!rule.when || known(*rule.when)) && (!rule.value || known(*rule.value)) &&
           std::all_of(rule.ranks.begin(), rule.ranks.end(), [&](const Population::Rank& one) { return known(one.by); });
}

/// -1 where the one application goes before the other.
[[nodiscard]] int before(const Population& rule, const Members& members, std::size_t left, std::size_t right) {
    for (const Population::Rank& rank : rule.ranks) {
        const int found = order(members.of(rank.by, left), members.of(rank.by, right), rank.by.type());
        if (found != 0) {
            return rank.descending ? -found : found;
        }
    }
    return 0;
}

/// Gives those that count in the group of an application; nothing where the value is open there.
[[nodiscard]] std::optional<std::vector<std::size_t>> counted(const Population& rule, const Members& members, std::size_t row) {
    const auto mine = group_of(rule, members, row);
    std::vector<std::size_t> rows;
    for (std::size_t other = 0; other < members.verdicts.size(); ++other) {
        if (refuses(rule, members, other)) {
            continue;
        }
        const auto key = group_of(rule, members, other);
        if (!key || (mine && *key == *mine && !whole(rule, members, other))) {
            return std::nullopt;
        }
        if (mine && *key == *mine) {
            rows.push_back(other);
        }
    }
    return mine ? std::optional(rows) : std::nullopt;
}

/// What docs/language.md says an application gets.
[[nodiscard]] Value expected(const Population& rule, const Members& members, std::size_t row) {
    const bool ranks = rule.kind == Population::Kind::rank;
    if (ranks && refuses(rule, members, row)) {
        return Value::absent();
    }
    const auto rows = counted(rule, members, row);
    if (!rows) {
        return Value::unknown({"it"});
    }
    Rational sum = 0;
    std::optional<Value> most;
    std::optional<Value> least;
    std::size_t better = 0;
    for (const std::size_t other : *rows) {
        better += ranks && before(rule, members, other, row) < 0 ? 1U : 0U;
        if (rule.value) {
            const Value& value = members.of(*rule.value, other);
            sum += value.known() && rule.value->type().is(TypeKind::number) ? value.number() : Rational(0);
            most = most && order(*most, value, rule.value->type()) > 0 ? *most : value;
            least = least && order(*least, value, rule.value->type()) < 0 ? *least : value;
        }
    }
    switch (rule.kind) {
        case Population::Kind::count: return Value::of(Rational(rows->size()));
        case Population::Kind::sum: return Value::of(sum);
        case Population::Kind::max: return most ? *most : Value::absent();
        case Population::Kind::min: return least ? *least : Value::absent();
        case Population::Kind::rank: return Value::of(Rational(better + 1));
        case Population::Kind::mean: break;
    }
    return rows->empty() ? Value::absent()
                         : rounded(Value::of(Rational(sum / Rational(rows->size()))), Value::of(rule.round_step), rule.rounding);
}

/// "With a tie nothing of the batch is decided": whether two of one group agree in all that the rank goes by.
[[nodiscard]] bool has_ties(const Population& rule, const Members& members) {
    for (std::size_t left = 0; left < members.verdicts.size(); ++left) {
        for (std::size_t right = 0; right < left; ++right) {
            const bool both = !refuses(rule, members, left) && !refuses(rule, members, right) && whole(rule, members, left) &&
                              whole(rule, members, right);
            const auto group = group_of(rule, members, left);
            if (both && group && group == group_of(rule, members, right) && before(rule, members, left, right) == 0) {
                return true;
            }
        }
    }
    return false;
}

struct Tally {
    std::size_t compared = 0;
    std::size_t known = 0;
    std::size_t ties = 0;
    std::size_t refused = 0;
};

/// Forms the values of a batch, taking in so many rows at a time, in this order.
struct Formed {
    PopulationValues values;
    std::vector<DataFault> faults;
};
[[nodiscard]] Formed form(const std::shared_ptr<const PopulationPlan>& plan, const Schema& schema, const Batch& batch,
                          std::size_t chunk) {
    Formed formed{PopulationValues(plan), {}};
    Evaluator evaluator(plan->plan());
    const ParsedBlock block(schema);
    for (std::size_t first = 0; first < batch.rows(); first += chunk) {
        evaluator.run(batch, first, std::min(chunk, batch.rows() - first));
        formed.values.add(evaluator, block, first);
    }
    formed.faults = formed.values.settle(schema);
    return formed;
}

void check_batch(const Ready& ready, const std::shared_ptr<const PopulationPlan>& plan, const std::vector<ApplicationData>& rows,
                 std::size_t chunk, Tally& tally) {
    Members members{ready.incentive(), {}};
    for (const ApplicationData& row : rows) {
        members.verdicts.push_back(judge(ready.incentive(), row));
    }
    const Batch batch = batch_of(ready, rows);
    const Formed formed = form(plan, ready.plan->schema, batch, chunk);
    const bool ties = std::any_of(ready.incentive().populations.begin(), ready.incentive().populations.end(), [&](const Population& rule) {
        return rule.ties_refused && has_ties(rule, members);
    });
    const bool faulty = std::any_of(formed.faults.begin(), formed.faults.end(),
                                    [](const DataFault& fault) { return fault.severity == Severity::error; });
    CHECK(faulty == ties);
    tally.ties += ties ? 1U : 0U;
    Evaluator evaluator(plan->plan());
    evaluator.run(batch, 0, rows.size());
    for (std::size_t which = 0; which < plan->all().size(); ++which) {
        const Population& rule = *plan->all()[which].rule;
        const Type& type = ready.incentive().inputs[rule.input].field.type;
        for (std::size_t row = 0; row < rows.size(); ++row) {
            const Value wanted = expected(rule, members, row);
            const Value got = formed.values.value(which, evaluator, row);
            ++tally.compared;
            tally.known += wanted.state() == State::unknown ? 0U : 1U;
            CHECK_MESSAGE(compare(wanted, got, type) != Agreement::different, plan->all()[which].name, " of row ", row, " of ",
                          rows.size(), ": oracle ", shown(wanted, type), ", formed ", shown(got, type));
        }
    }
}

}  // namespace

TEST_CASE("values of random batches are what the oracle makes of their members, in any order and in any chunks") {
    constexpr std::uint64_t kRulebooks = 60;
    Tally tally;
    for (std::uint64_t at = 0; at < kRulebooks; ++at) {
        const std::uint64_t seed = 9'100'000 + at;
        const Generated rulebook = RulebookWriter(seed).write_batch();
        const Loaded loaded = load(rulebook.text());
        INFO("seed ", seed, "\n", loaded.messages, rulebook.text());
        if (!loaded.ready) {
            ++tally.refused;
            continue;
        }
        const auto plan = PopulationPlan::of({.bundle = nullptr, .incentives = {&loaded.ready->incentive()}});
        REQUIRE(plan != nullptr);
        Random random(seed);
        ApplicationWriter writer(random, loaded.ready->incentive(), rulebook);
        for (const std::size_t size : {0U, 1U, 2U, 7U, 25U}) {
            std::vector<ApplicationData> rows;
            const unsigned unknown = random.chance(75) ? 0 : 5;
            for (std::size_t row = 0; row < size; ++row) {
                rows.push_back(row > 0 && random.chance(25) ? rows[random.below(row)] : writer.write(unknown));
            }
            check_batch(*loaded.ready, plan, rows, 1024, tally);
            std::reverse(rows.begin(), rows.end());
            check_batch(*loaded.ready, plan, rows, 3, tally);
        }
    }
    fmt::print("batches: {} rulebooks, {} refused, {} values compared, {} decided, {} batches with ties that are refused\n", kRulebooks,
               tally.refused, tally.compared, tally.known, tally.ties);
    CHECK(tally.refused * 10 < kRulebooks);
    CHECK(tally.known * 3 > tally.compared);
    CHECK(tally.ties > 5);
}

}  // namespace huiqi::oracle
