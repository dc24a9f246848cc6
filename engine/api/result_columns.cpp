#include "engine/api/result_columns.h"

#include <algorithm>
#include <utility>

#include "engine/evaluate/instalments.h"
#include "engine/evaluate/outcome.h"
#include "engine/evaluate/sentence_text.h"
#include "engine/numeric/decimal_text.h"

namespace huiqi {
namespace {

using Kind = ResultSource::Kind;

constexpr unsigned kCents = 2;
const Rational kCent = Rational(1) / 100;

void mark_open(const Register& from, std::vector<std::uint8_t>& missing) {
    missing.clear();
    if (from.all_known()) {
        return;
    }
    missing.resize(from.size);
    std::transform(from.states.begin(), from.states.end(), missing.begin(),
                   [](Cause state) { return static_cast<std::uint8_t>(state != kKnown); });
}

/// The award of an incentive that has none of its own: an empty cell, which is not 0.00.
template <class Store>
[[nodiscard]] OutputColumn no_amounts(Store& store, std::size_t rows) {
    store.words.assign(rows, std::string());
    store.missing.assign(rows, 1);
    OutputColumn column = decimal_column(store.words);
    column.missing = store.missing;
    return column;
}

}  // namespace

ResultColumns::ResultColumns(const ResultPlan& results, const Selection& rules, Language language)
    : results_(results), rules_(rules), language_(language), stores_(results.items.size()) {}

const std::vector<OutputColumn>& ResultColumns::fill(const Evaluator& evaluator, const ParsedBlock& block,
                                                     std::size_t first) {
    columns_.clear();
    for (std::size_t at = 0; at < results_.sources.size(); ++at) {
        columns_.push_back(column(results_.sources[at], stores_[at], evaluator, block, first));
    }
    return columns_;
}

OutputColumn ResultColumns::column(const ResultSource& source, Store& store, const Evaluator& evaluator,
                                   const ParsedBlock& block, std::size_t first) const {
    const Plan& plan = evaluator.plan();
    switch (source.kind) {
        case Kind::carried:
            return text_column(std::span(block.pass_through[source.index]).subspan(first, evaluator.rows()));
        case Kind::line:
            store.numbers.clear();
            for (std::size_t row = 0; row < evaluator.rows(); ++row) {
                store.numbers.push_back(static_cast<std::int64_t>(block.places[first + row].line));
            }
            return integer_column(store.numbers);
        case Kind::number: return text_column(std::span(block.keys).subspan(first, evaluator.rows()));
        case Kind::findings:
            store.words.clear();
            for (std::size_t row = 0; row < evaluator.rows(); ++row) {
                const auto found = results_.findings->find(block.keys[first + row]);
                store.words.push_back(found == results_.findings->end() ? std::string() : findings_cell(found->second));
            }
            store.texts.assign(store.words.begin(), store.words.end());
            return text_column(store.texts);
        case Kind::state: return states(plan.incentives[source.index], store, evaluator);
        case Kind::award:
            return plan.incentives[source.index].has_award ? money(plan.incentives[source.index].award, store, evaluator)
                                                           : no_amounts(store, evaluator.rows());
        case Kind::part:
            return part(plan.incentives[source.index].parts[source.part].value, store, evaluator);
        case Kind::share:
            return money(plan.incentives[source.index].shares[source.part].amount, store, evaluator);
        case Kind::recipient:
            return money(plan.incentives[source.index].recipients[source.part].amount, store, evaluator);
        case Kind::instalment:
            return money(plan.incentives[source.index].schedule[source.part].amount, store, evaluator);
        case Kind::instalment_date:
            return part(*plan.incentives[source.index].schedule[source.part].date, store, evaluator);
        case Kind::instalment_state: return states(source, store, evaluator);
        case Kind::due: return due(plan.incentives[source.index], store, evaluator);
        case Kind::recovery: return money(plan.incentives[source.index].recovery->amount, store, evaluator);
        case Kind::total: return money(plan.totals[source.index].value, store, evaluator);
        case Kind::reason: return reason(plan.incentives[source.index].reason, store, evaluator);
        case Kind::eligible: return eligible(plan.incentives[source.index].eligible, store, evaluator);
        case Kind::reason_text: return reason_texts(source.index, store, evaluator);
        case Kind::failed:
        case Kind::missing:
        case Kind::errors:
        case Kind::anomalies: return lists(source, store, evaluator);
    }
    return {};
}

OutputColumn ResultColumns::part(const PlanValue& value, Store& store, const Evaluator& evaluator) const {
    if (value.type.is(TypeKind::number) && value.type.unit().is_money()) {
        return money(value, store, evaluator);
    }
    store.words.clear();
    store.missing.clear();
    for (std::size_t row = 0; row < evaluator.rows(); ++row) {
        const Value read = evaluator.read(value, row);
        store.words.push_back(!read.known()                     ? std::string()
                              : value.type.is(TypeKind::number) ? decimal_text(read.number())
                                                                : value_text(read, value.type, false));
        store.missing.push_back(static_cast<std::uint8_t>(!read.known()));
    }
    store.texts.assign(store.words.begin(), store.words.end());
    OutputColumn column =
        value.type.is(TypeKind::number) ? decimal_column(store.words) : text_column(store.texts);
    column.missing = store.missing;
    return column;
}

OutputColumn ResultColumns::money(const PlanValue& value, Store& store, const Evaluator& evaluator) const {
    const Register& from = evaluator[value.node];
    mark_open(from, store.missing);
    OutputColumn column;
    if (value.denominator == kNoNode && value.scale == kCent && from.kind == LaneKind::int64) {
        column = fixed_column(std::span(from.lanes<std::int64_t>(), from.size), kCents);
    } else if (value.denominator == kNoNode && value.scale == kCent && from.kind == LaneKind::int128) {
        column = fixed_column(std::span(from.lanes<Int128>(), from.size), kCents);
    } else {
        store.words.clear();
        for (std::size_t row = 0; row < evaluator.rows(); ++row) {
            const Value read = evaluator.read(value, row);
            const bool cents = read.known() && is_integer(Rational(read.number() / kCent));
            store.words.push_back(!read.known() ? std::string()
                                  : cents ? fixed_text(numerator(Rational(read.number() / kCent)), kCents)
                                          : decimal_text(read.number()));
        }
        column = decimal_column(store.words);
    }
    column.missing = store.missing;
    return column;
}

OutputColumn ResultColumns::states(const ResultSource& source, Store& store,
                                   const Evaluator& evaluator) const {
    const IncentivePlan& plan = evaluator.plan().incentives[source.index];
    store.texts.clear();
    for (std::size_t row = 0; row < evaluator.rows(); ++row) {
        store.texts.push_back(state_word(instalment_state(evaluator, plan, plan.schedule[source.part], row)));
    }
    return text_column(store.texts);
}

OutputColumn ResultColumns::due(const IncentivePlan& plan, Store& store, const Evaluator& evaluator) const {
    if (plan.schedule.empty()) {
        return plan.has_award ? money(plan.award, store, evaluator) : no_amounts(store, evaluator.rows());
    }
    store.words.clear();
    store.missing.clear();
    for (std::size_t row = 0; row < evaluator.rows(); ++row) {
        const Value sum = amount_due(evaluator, plan, row);
        store.words.push_back(sum.known() ? fixed_text(numerator(Rational(sum.number() / kCent)), kCents)
                                          : std::string());
        store.missing.push_back(static_cast<std::uint8_t>(!sum.known()));
    }
    OutputColumn column = decimal_column(store.words);
    column.missing = store.missing;
    return column;
}

OutputColumn ResultColumns::reason(const PlanValue& value, Store& store, const Evaluator& evaluator) const {
    const Register& from = evaluator[value.node];
    mark_open(from, store.missing);
    OutputColumn column = integer_column(std::span(from.lanes<std::int64_t>(), from.size));
    column.missing = store.missing;
    return column;
}

OutputColumn ResultColumns::eligible(const PlanValue& value, Store& store, const Evaluator& evaluator) const {
    const Register& from = evaluator[value.node];
    const auto* yes = from.lanes<std::uint8_t>();
    store.texts.clear();
    for (std::size_t row = 0; row < from.size; ++row) {
        const Cause state = from.state(row);
        store.texts.push_back(state == kKnown                        ? (yes[row] != 0 ? "true" : "false")
                              : evaluator.causes().is_unknown(state) ? "unknown"
                                                                     : "error");
    }
    return text_column(store.texts);
}

OutputColumn ResultColumns::states(const IncentivePlan& plan, Store& store,
                                   const Evaluator& evaluator) const {
    store.texts.clear();
    for (std::size_t row = 0; row < evaluator.rows(); ++row) {
        store.texts.push_back(state_word(decision_state(evaluator, plan, row)));
    }
    return text_column(store.texts);
}

namespace {

[[nodiscard]] bool has_holes(const std::vector<SentencePiece>& pieces) {
    return std::any_of(pieces.begin(), pieces.end(),
                       [](const SentencePiece& piece) { return piece.expression.has_value(); });
}

/// Whether the words of a reason are the same for every row: the period's are, and those of a sentence
/// without holes.
[[nodiscard]] bool is_fixed(const Incentive& incentive, std::int64_t number) {
    if (number < 0) {
        return true;
    }
    const Sentence& reason = incentive.conditions[static_cast<std::size_t>(number - 1)].reason;
    return !has_holes(reason.zh) && !has_holes(reason.en);
}

/// A test of the rule, and the name under which it is listed.
struct NamedTest {
    const Register* values;
    std::string_view id;
};

/// Lists the names of the tests that are known to give `wanted`, row by row.
void list_tests(const std::vector<NamedTest>& tests, std::uint8_t wanted, std::size_t rows,
                std::vector<std::string_view>& texts, std::vector<std::uint32_t>& offsets) {
    for (std::size_t row = 0; row < rows; ++row) {
        for (const NamedTest& test : tests) {
            if (test.values->lanes<std::uint8_t>()[row] == wanted && test.values->state(row) == kKnown) {
                texts.push_back(test.id);
            }
        }
        offsets.push_back(static_cast<std::uint32_t>(texts.size()));
    }
}

[[nodiscard]] std::vector<NamedTest> conditions_of(const Evaluator& evaluator, const IncentivePlan& plan,
                                                   const Incentive& incentive) {
    std::vector<NamedTest> tests;
    if (plan.in_force) {
        tests.push_back({.values = &evaluator[plan.in_force->node], .id = kPeriodId});
    }
    for (std::size_t at = 0; at < plan.conditions.size(); ++at) {
        tests.push_back({.values = &evaluator[plan.conditions[at].node], .id = incentive.conditions[at].id});
    }
    return tests;
}

[[nodiscard]] std::vector<NamedTest> anomalies_of(const Evaluator& evaluator, const IncentivePlan& plan,
                                                  const Incentive& incentive) {
    std::vector<NamedTest> tests;
    for (std::size_t at = 0; at < plan.anomalies.size(); ++at) {
        tests.push_back({.values = &evaluator[plan.anomalies[at].node], .id = incentive.anomalies[at].id});
    }
    return tests;
}

}  // namespace

OutputColumn ResultColumns::reason_texts(std::size_t index, Store& store, const Evaluator& evaluator) const {
    const Incentive& incentive = *rules_.incentives[index];
    const Register& from = evaluator[evaluator.plan().incentives[index].reason.node];
    const auto* const number = from.lanes<std::int64_t>();
    store.fixed.resize(incentive.conditions.size() + 2);
    store.kept.clear();
    store.texts.clear();
    for (std::size_t row = 0; row < from.size; ++row) {
        if (number[row] == 0 || from.state(row) != kKnown) {
            store.texts.emplace_back();
            continue;
        }
        const auto text = [&] {
            return reason_text(evaluator, incentive, index, static_cast<std::int32_t>(number[row]), row,
                               language_);
        };
        if (!is_fixed(incentive, number[row])) {
            store.texts.push_back(store.kept.emplace_back(text()));
            continue;
        }
        std::string& fixed = store.fixed[static_cast<std::size_t>(number[row] + 1)];
        if (fixed.empty()) {
            fixed = text();
        }
        store.texts.push_back(fixed);
    }
    return text_column(store.texts);
}

/// What rows wait for and what is wrong with them: of rows that are decided, nothing.
void ResultColumns::list_open(const ResultSource& source, Store& store, const Evaluator& evaluator) const {
    const IncentivePlan& plan = evaluator.plan().incentives[source.index];
    std::vector<const Register*> watched{&evaluator[plan.eligible.node], &evaluator[plan.award.node]};
    for (const PlanValue& anomaly : plan.anomalies) {
        watched.push_back(&evaluator[anomaly.node]);
    }
    const auto watch = [&](const PlanValue& amount) {
        if (!amount.constant && amount.node != kNoNode) {
            watched.push_back(&evaluator[amount.node]);
        }
    };
    for (const IncentivePlan::Instalment& part : plan.schedule) {
        watch(part.amount);
    }
    if (plan.recovery) {
        watch(plan.recovery->amount);
    }
    std::erase_if(watched, [](const Register* one) { return one->all_known(); });
    for (std::size_t row = 0; row < evaluator.rows(); ++row) {
        const bool open = std::any_of(watched.begin(), watched.end(),
                                      [row](const Register* one) { return one->state(row) != kKnown; });
        if (open) {
            Outcome decided = outcome(evaluator, *rules_.incentives[source.index], source.index, row);
            if (source.kind == Kind::missing) {
                for (std::string& name : decided.missing) {
                    store.texts.push_back(store.kept.emplace_back(std::move(name)));
                }
            } else {
                for (Outcome::Failure& failure : decided.errors) {
                    store.texts.push_back(store.kept.emplace_back(std::move(failure.code)));
                }
            }
        }
        store.offsets.push_back(static_cast<std::uint32_t>(store.texts.size()));
    }
}

OutputColumn ResultColumns::lists(const ResultSource& source, Store& store,
                                  const Evaluator& evaluator) const {
    const IncentivePlan& plan = evaluator.plan().incentives[source.index];
    const Incentive& incentive = *rules_.incentives[source.index];
    store.kept.clear();
    store.texts.clear();
    store.offsets.assign(1, 0);
    switch (source.kind) {
        case Kind::failed:
            list_tests(conditions_of(evaluator, plan, incentive), 0, evaluator.rows(), store.texts,
                       store.offsets);
            break;
        case Kind::anomalies:
            list_tests(anomalies_of(evaluator, plan, incentive), 1, evaluator.rows(), store.texts,
                       store.offsets);
            break;
        default: list_open(source, store, evaluator); break;
    }
    return list_column(store.texts, store.offsets);
}

}  // namespace huiqi
