#include <algorithm>
#include <memory>

#include <doctest/doctest.h>

#include "engine/data/datum.h"
#include "engine/evaluate/case_runner.h"
#include "engine/evaluate/machine.h"
#include "engine/evaluate/self_check.h"
#include "engine/plan/compile.h"
#include "tests/unit/evaluate/random_answers.h"

namespace huiqi {
namespace {

/// What decides one application: a bundle, or an incentive alone.
struct Decided {
    std::string name;
    std::shared_ptr<const Plan> plan;
    std::vector<const Incentive*> incentives;
    std::vector<std::vector<Value>> seeds;  ///< the worked cases
};

void add(std::vector<Decided>& all, std::string name, std::vector<const Incentive*> incentives,
         const Bundle* bundle) {
    Diagnostics faults;
    auto plan = std::make_shared<const Plan>(compile(incentives, bundle, CompileOptions(), faults));
    if (faults.has_errors()) {
        return;
    }
    Decided one{
        .name = std::move(name), .plan = std::move(plan), .incentives = std::move(incentives), .seeds = {}};
    for (std::size_t at = 0; at < one.incentives.size(); ++at) {
        for (const Case& test : one.incentives[at]->cases) {
            one.seeds.push_back(row_in_schema_order(*one.plan, at, test.given));
        }
    }
    all.push_back(std::move(one));
}

/// Every shipped bundle and every incentive that can run. The rulebooks stay alive.
[[nodiscard]] const std::vector<Decided>& shipped() {
    static std::vector<std::unique_ptr<Rulebook>> books;
    static std::vector<Decided> all;
    if (!all.empty()) {
        return all;
    }
    for (const char* folder : {"benchmark", "ankang", "cnipa", "cookbook", "jiangsu", "published", "samples",
                               "shanghai", "urumqi"}) {
        Diagnostics faults;
        const std::string path = std::string(HUIQI_SOURCE_DIR) + "/rules/" + folder;
        books.push_back(std::make_unique<Rulebook>(load_rulebook({path}, faults)));
        const Rulebook& book = *books.back();
        for (const Bundle& bundle : book.bundles) {
            std::vector<const Incentive*> members;
            for (const std::string& id : bundle.incentives) {
                members.push_back(book.find(id));
            }
            if (std::find(members.begin(), members.end(), nullptr) == members.end()) {
                add(all, bundle.id, members, &bundle);
            }
        }
        for (const Incentive& incentive : book.incentives) {
            if (!incentive.abstract && !incentive.support) {
                add(all, incentive.id, {&incentive}, nullptr);
            }
        }
    }
    return all;
}

[[nodiscard]] bool fits(const Plan& plan, const std::vector<Value>& row) {
    for (std::size_t at = 0; at < row.size(); ++at) {
        if (datum_fault(row[at], plan.schema.fields[at])) {
            return false;
        }
    }
    return true;
}

/// Whether a register's lane is one of those that were said to be possible.
[[nodiscard]] bool allowed(const Possible& said, const Evaluator& evaluator, NodeIndex node) {
    const Register& got = evaluator[node];
    if (got.size == 0 && got.kind != LaneKind::segments) {
        return true;   // made anew in each round of a loop, and not kept
    }
    const Cause state = got.state(0);
    if (state == kAbsent) {
        return said.absent;
    }
    if (state != kKnown) {
        return evaluator.causes().is_unknown(state) || said.error;
    }
    if (!said.value) {
        return false;
    }
    Integer number;
    switch (got.kind) {
        case LaneKind::boolean: number = got.lanes<std::uint8_t>()[0]; break;
        case LaneKind::date:
        case LaneKind::code: number = got.lanes<std::int32_t>()[0]; break;
        case LaneKind::int64: number = got.lanes<std::int64_t>()[0]; break;
        case LaneKind::int128: number = to_integer(got.lanes<Int128>()[0]); break;
        case LaneKind::wide: number = got.wides()[0].integer(); break;
        case LaneKind::segments: number = got.segments.lengths[0]; break;
        default: return true;
    }
    return (!said.bounds.low || *said.bounds.low <= number) &&
           (!said.bounds.high || number <= *said.bounds.high);
}

/// One application half answered, and its completions.
class Trial {
public:
    Trial(const Decided& decided, SelfCheck& check, Evaluator& whole, testing::RandomAnswers& random)
        : decided_(decided), check_(check), whole_(whole), random_(random) {}

    void run(const std::vector<Value>& row, std::size_t effort) {
        const std::vector<Value> partial =
            random_.partial(row, 10 + static_cast<unsigned>(random_.below(80)));
        Batch batch(decided_.plan->schema);
        append_row(batch, decided_.plan->schema, partial);
        check_.run(batch, 0, effort);
        for (int time = 0; time < 3; ++time) {
            complete(random_.completed(partial));
        }
        unasked(partial);
    }

private:
    /// Every node, every decision and every award lies within what was said.
    void complete(const std::vector<Value>& row) {
        Batch batch(decided_.plan->schema);
        append_row(batch, decided_.plan->schema, row);
        whole_.run(batch, 0, 1);
        for (NodeIndex node = 0; node < decided_.plan->nodes.size(); ++node) {
            const Node& of = decided_.plan->nodes[node];
            // a denominator has no state of its own: what it holds where its numerator is an error is no
            // matter
            if (of.table == 0 && !allowed(check_.ranges()[node], whole_, node) && !hides(node)) {
                CAPTURE(node);
                CAPTURE(op_name(of.op));
                CHECK(allowed(check_.ranges()[node], whole_, node));
                break;
            }
        }
        for (std::size_t index = 0; index < decided_.incentives.size(); ++index) {
            incentive(index);
        }
    }
    [[nodiscard]] bool hides(NodeIndex node) const {
        return decided_.plan->nodes[node].op == Op::stateless ||
               decided_.plan->nodes[node].op == Op::denominator;
    }

    void incentive(std::size_t index) {
        const IncentivePlan& plan = decided_.plan->incentives[index];
        const Standing& said = check_.standings()[index];
        const DecisionState got = decision_state(whole_, plan, 0);
        CAPTURE(plan.id);
        if (said.state != DecisionState::unknown) {
            CHECK(said.state == got);
        }
        if (got == DecisionState::error) {
            CHECK((said.may_fail || said.state == DecisionState::error));
            return;
        }
        const Value award = whole_.read(plan.award, 0);
        if (award.known()) {
            CHECK(award.number() >= said.least);
            CHECK((!said.most || award.number() <= *said.most));
        }
    }

    /// What is not asked any more never matters: another answer to it changes nothing.
    void unasked(const std::vector<Value>& partial) {
        std::vector<Value> one = random_.completed(partial);
        std::vector<Value> other = one;
        for (std::size_t index = 0; index < decided_.incentives.size(); ++index) {
            const Standing& said = check_.standings()[index];
            const auto again = random_.completed(partial);
            for (std::size_t field = 0; field < one.size(); ++field) {
                const bool asked = std::binary_search(said.waits_for.begin(), said.waits_for.end(), field);
                other[field] = asked ? one[field] : again[field];
            }
            CHECK(decided(one, index) == decided(other, index));
        }
    }
    [[nodiscard]] std::pair<DecisionState, Value> decided(const std::vector<Value>& row, std::size_t index) {
        Batch batch(decided_.plan->schema);
        append_row(batch, decided_.plan->schema, row);
        whole_.run(batch, 0, 1);
        const IncentivePlan& plan = decided_.plan->incentives[index];
        const DecisionState state = decision_state(whole_, plan, 0);
        return {state, state == DecisionState::eligible ? whole_.read(plan.award, 0) : Value()};
    }

    const Decided& decided_;
    SelfCheck& check_;
    Evaluator& whole_;
    testing::RandomAnswers& random_;
};

/// Some of a worked case, else all at random.
[[nodiscard]] std::vector<Value> application(const Decided& decided, testing::RandomAnswers& random) {
    std::vector<Value> row = random.row();
    if (!decided.seeds.empty() && random.chance(75)) {
        const std::vector<Value>& seed = decided.seeds[random.below(decided.seeds.size())];
        for (std::size_t at = 0; at < row.size(); ++at) {
            row[at] = seed[at].state() != State::unknown && random.chance(85) ? seed[at] : row[at];
        }
    }
    return row;
}

}  // namespace

TEST_CASE("what is said of half an application holds for every completion, in all shipped rules") {
    const std::vector<Decided>& all = shipped();
    REQUIRE(all.size() > 50);
    const std::size_t each = 10'000 / all.size() + 1;
    std::size_t tried = 0;
    unsigned seed = 1;
    for (const Decided& decided : all) {
        CAPTURE(decided.name);
        testing::RandomAnswers random(*decided.plan, seed++);
        SelfCheck check(decided.plan, decided.incentives);
        Evaluator whole(decided.plan, RegisterMemory::kept);
        Trial trial(decided, check, whole, random);
        for (std::size_t at = 0; at < each; ++at) {
            const std::vector<Value> row = application(decided, random);
            if (fits(*decided.plan, row)) {
                trial.run(row, at % 16 == 0 ? 10 : 0);
                ++tried;
            }
        }
    }
    CHECK(tried >= 9'000);
    MESSAGE(tried << " half answered applications over " << all.size() << " rulebooks");
}

TEST_CASE("both ends of a range are reached when one answer is open") {
    // not a law: an input used twice in ways that halving does not separate leaves a range wider than it need
    // be
    std::size_t ends = 0;
    std::size_t reached = 0;
    for (const Decided& decided : shipped()) {
        if (decided.incentives.size() != 1 || decided.seeds.empty()) {
            continue;
        }
        testing::RandomAnswers random(*decided.plan, 7);
        SelfCheck check(decided.plan, decided.incentives);
        Evaluator whole(decided.plan);
        for (std::size_t field = 0; field < decided.plan->schema.fields.size(); ++field) {
            const FieldSchema& of = decided.plan->schema.fields[field];
            std::vector<Value> row = decided.seeds.front();
            if (of.kind == ColumnKind::list || of.default_bounds ||
                std::any_of(row.begin(), row.end(),
                            [](const Value& one) { return one.state() == State::unknown; })) {
                continue;
            }
            row[field] = Value::unknown({of.name});
            Batch batch(decided.plan->schema);
            append_row(batch, decided.plan->schema, row);
            check.run(batch, 0, 200);
            const Standing& said = check.standings()[0];
            if (said.state != DecisionState::unknown || !said.most) {
                continue;
            }
            std::optional<Rational> least;
            std::optional<Rational> most;
            for (int time = 0; time < 300; ++time) {
                row[field] = time == 0 && of.type.is(TypeKind::number)   ? Value::of(of.most)
                             : time == 1 && of.type.is(TypeKind::number) ? Value::of(of.least)
                                                                         : random.value(of);
                if (datum_fault(row[field], of)) {
                    continue;
                }
                Batch filled(decided.plan->schema);
                append_row(filled, decided.plan->schema, row);
                whole.run(filled, 0, 1);
                const Value award = whole.read(decided.plan->incentives[0].award, 0);
                if (award.known()) {
                    least = !least || award.number() < *least ? award.number() : *least;
                    most = !most || award.number() > *most ? award.number() : *most;
                }
            }
            ends += 2;
            reached += (least && *least == said.least ? 1U : 0U) + (most && *most == *said.most ? 1U : 0U);
        }
    }
    MESSAGE(reached << " of " << ends << " ends were reached by sampling");
    CHECK(ends > 50);
    CHECK(reached * 100 >= ends * 80);
}

}  // namespace huiqi
