#include "engine/evaluate/relevance.h"

#include <memory>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/evaluate/self_check.h"
#include "engine/plan/compile.h"

namespace huiqi {
namespace {

constexpr const char* kInputs =
    "kind: incentive\nid: sample.small\nenums:\n  level: [low, middle, high]\ninputs:\n"
    "  a: {type: boolean}\n  b: {type: boolean}\n  c: {type: boolean}\n  w: {type: level}\n"
    "  n: {type: number, decimals: 0, range: \"[0..3]\"}\n  p: {type: boolean, optional: true}\n";

/// Makes rules over few answers, each of few values, that use their inputs again and again.
class SmallRules {
public:
    explicit SmallRules(unsigned seed) : random_(seed) {}

    [[nodiscard]] std::string rule() {
        std::string text = std::string(kInputs) + "conditions:\n";
        for (int at = 0; at < 2; ++at) {
            text += "  - {id: c" + std::to_string(at) + ", test: \"" + truth(3) + "\", reason: no}\n";
        }
        return text + "award:\n  - base: \"(" + number(2) + ") * 100元\"\n";
    }

private:
    [[nodiscard]] unsigned below(unsigned count) { return static_cast<unsigned>(random_() % count); }
    [[nodiscard]] std::string digit() { return std::to_string(below(4)); }
    [[nodiscard]] std::string truth(int depth) {
        switch (depth > 0 ? below(10) : below(6)) {
            case 0: return "a";
            case 1: return "b";
            case 2: return "c";
            case 3: return below(2) == 0 ? "w = low" : "w != middle";
            case 4: return "n >= " + std::to_string(1 + below(3));
            case 5: return "default(p, true)";
            case 6: return "not(" + truth(depth - 1) + ")";
            case 7: return "(" + truth(depth - 1) + " and " + truth(depth - 1) + ")";
            case 8: return "(" + truth(depth - 1) + " or " + truth(depth - 1) + ")";
            default:
                return "(if " + truth(depth - 1) + " then " + truth(depth - 1) + " else " + truth(depth - 1) + ")";
        }
    }
    [[nodiscard]] std::string number(int depth) {
        switch (depth > 0 ? below(6) : below(2)) {
            case 0: return "n";
            case 1: return digit();
            case 2: return "(" + number(depth - 1) + " + " + number(depth - 1) + ")";
            case 3: return "min(" + number(depth - 1) + ", " + number(depth - 1) + ")";
            case 4: return "max(" + number(depth - 1) + ", " + number(depth - 1) + ")";
            default:
                return "(if " + truth(depth - 1) + " then " + number(depth - 1) + " else " + number(depth - 1) + ")";
        }
    }

    std::mt19937 random_;
};

/// Every answer that an input can have.
[[nodiscard]] std::vector<Value> domain(const FieldSchema& field) {
    std::vector<Value> all;
    const Type type = field.type.without_optional();
    if (type.is(TypeKind::boolean)) {
        all = {Value::of(false), Value::of(true)};
    } else if (type.is(TypeKind::number)) {
        for (int at = 0; at < 4; ++at) {
            all.push_back(Value::of(Rational(at)));
        }
    } else {
        for (std::int32_t at = 0; at < 3; ++at) {
            all.push_back(Value::enumerated(at));
        }
    }
    if (field.optional()) {
        all.push_back(Value::absent());
    }
    return all;
}

/// How every whole application ends: what the rule says by itself, looked at one by one.
class Truth {
public:
    explicit Truth(const std::shared_ptr<const Plan>& plan) : plan_(plan), evaluator_(plan) {
        for (const FieldSchema& field : plan->schema.fields) {
            domains_.push_back(domain(field));
        }
        fill(0, std::vector<Value>(domains_.size(), Value::absent()));
    }
    [[nodiscard]] const std::vector<std::vector<Value>>& domains() const { return domains_; }
    using End = std::pair<DecisionState, Rational>;
    [[nodiscard]] const End& end(const std::vector<std::size_t>& choice) const { return ends_.at(place(choice)); }

    /// Calls `see` with every completion; an open answer is one at the end of its domain.
    template <class See>
    void completions(std::vector<std::size_t> choice, std::size_t at, const See& see) const {
        if (at == choice.size()) {
            see(choice);
        } else if (choice[at] != domains_[at].size()) {
            completions(choice, at + 1, see);
        } else {
            for (std::size_t value = 0; value < domains_[at].size(); ++value) {
                choice[at] = value;
                completions(choice, at + 1, see);
            }
        }
    }
    [[nodiscard]] bool matters(const std::vector<std::size_t>& partial, std::size_t field) const {
        bool found = false;
        std::vector<std::size_t> fixed = partial;
        fixed[field] = 0;
        completions(fixed, 0, [&](std::vector<std::size_t> choice) {
            const End first = end(choice);
            for (std::size_t value = 1; value < domains_[field].size(); ++value) {
                choice[field] = value;
                found = found || end(choice) != first;
            }
        });
        return found;
    }

private:
    [[nodiscard]] std::size_t place(const std::vector<std::size_t>& choice) const {
        std::size_t place = 0;
        for (std::size_t at = 0; at < choice.size(); ++at) {
            place = place * domains_[at].size() + choice[at];
        }
        return place;
    }
    void fill(std::size_t at, std::vector<Value> row) {
        if (at == domains_.size()) {
            Batch batch(plan_->schema);
            append_row(batch, plan_->schema, row);
            evaluator_.run(batch, 0, 1);
            const DecisionState state = decision_state(evaluator_, plan_->incentives[0], 0);
            ends_.emplace_back(state, state == DecisionState::eligible
                                          ? evaluator_.read(plan_->incentives[0].award, 0).number()
                                          : Rational(0));
            return;
        }
        for (const Value& value : domains_[at]) {
            row[at] = value;
            fill(at + 1, row);
        }
    }

    std::shared_ptr<const Plan> plan_;
    Evaluator evaluator_;
    std::vector<std::vector<Value>> domains_;
    std::vector<End> ends_;
};

struct Seen {
    std::size_t asked = 0;
    std::size_t decided = 0;
    std::size_t exact = 0;
    std::size_t by_cases = 0;   ///< answers that cannot matter, and cases of bounds say so
    std::size_t missed = 0;     ///< answers that cannot matter, and cases of bounds do not say so
};

/// What is said by cases of bounds, for which larger domains are left, holds too.
void look_by_cases(const Truth& truth, const SelfCheck& check, const std::vector<std::size_t>& partial, Seen& seen) {
    Relevance relevance(check.plan(), 0);
    for (std::size_t field = 0; field < partial.size(); ++field) {
        if (partial[field] != truth.domains()[field].size()) {
            continue;
        }
        const bool matters = truth.matters(partial, field);
        const bool open = relevance.matters(check.evaluator(), static_cast<std::uint32_t>(field), SelfCheck::kProof);
        CHECK((open || !matters));
        seen.by_cases += open ? 0U : 1U;
        seen.missed += open && !matters ? 1U : 0U;
    }
}

void look_at(const Truth& truth, SelfCheck& check, const std::vector<std::size_t>& partial, Seen& seen) {
    const Schema& schema = check.plan().schema;
    std::vector<Value> row;
    for (std::size_t at = 0; at < partial.size(); ++at) {
        row.push_back(partial[at] == truth.domains()[at].size() ? Value::unknown({schema.fields[at].name})
                                                                : truth.domains()[at][partial[at]]);
    }
    Batch batch(schema);
    append_row(batch, schema, row);
    check.run(batch, 0);
    const Standing& said = check.standings()[0];
    std::optional<Rational> least;
    Rational most = 0;
    bool one_end = true;
    std::optional<Truth::End> first;
    truth.completions(partial, 0, [&](const std::vector<std::size_t>& choice) {
        const Truth::End& end = truth.end(choice);
        least = !least || end.second < *least ? end.second : *least;
        most = std::max(most, end.second);
        one_end = one_end && (!first || *first == end);
        first = first ? first : end;
    });
    look_by_cases(truth, check, partial, seen);
    CHECK(said.least <= *least);
    REQUIRE(said.most);
    CHECK(*said.most >= most);
    seen.exact += said.least == *least && *said.most == most ? 1U : 0U;
    if (said.next) {
        ++seen.asked;
        CAPTURE(schema.fields[said.next->field].name);
        CHECK(truth.matters(partial, said.next->field));
        CHECK(!one_end);
    } else {
        ++seen.decided;
        CHECK(one_end);
        CHECK(said.state == first->first);
        CHECK(said.least == first->second);
        CHECK(*said.most == first->second);
    }
}

[[nodiscard]] Seen try_rule(const std::string& text, std::mt19937& random, int partials) {
    CAPTURE(text);
    Diagnostics faults;
    const Rulebook book = load_rulebook_text("rule.yaml", text, faults);
    for (const Diagnostic& fault : faults.all()) {
        CAPTURE(fault.message.en);
        REQUIRE(fault.severity != Severity::error);
    }
    const Incentive& incentive = book.incentives.front();
    const auto plan = std::make_shared<const Plan>(compile(incentive, CompileOptions(), faults));
    REQUIRE(!faults.has_errors());
    const Truth truth(plan);
    SelfCheck check(plan, {&incentive});
    Seen seen;
    for (int time = 0; time < partials; ++time) {
        std::vector<std::size_t> partial;
        for (const std::vector<Value>& values : truth.domains()) {
            partial.push_back(time == 0 || random() % 3 != 0 ? values.size() : random() % values.size());
        }
        look_at(truth, check, partial, seen);
    }
    return seen;
}

/// An application of which nothing is known.
[[nodiscard]] Batch nothing_answered(const Schema& schema) {
    Batch batch(schema);
    std::vector<Value> nothing;
    for (const FieldSchema& field : schema.fields) {
        nothing.push_back(Value::unknown({field.name}));
    }
    append_row(batch, schema, nothing);
    return batch;
}

}  // namespace

TEST_CASE("over small domains a question is asked exactly as long as its answer can matter") {
    std::mt19937 random(11);
    SmallRules rules(5);
    Seen all;
    for (int rule = 0; rule < 40; ++rule) {
        const Seen seen = try_rule(rules.rule(), random, 20);
        all.asked += seen.asked;
        all.decided += seen.decided;
        all.exact += seen.exact;
        all.by_cases += seen.by_cases;
        all.missed += seen.missed;
    }
    MESSAGE(all.asked << " questions that matter, " << all.decided << " times nothing left to ask; range exact "
                      << all.exact << " times; by cases alone " << all.by_cases << " answers cannot matter, " << all.missed
                      << " are missed");
    CHECK(all.exact == 800);
    CHECK(all.by_cases > 300);   // what neither bounds nor the shape of the rule show
    CHECK(all.asked > 100);
    CHECK(all.decided > 100);
}

TEST_CASE("what is divided by an answer is told as exactly, over small domains, and is never said to be reached where it is not") {
    std::mt19937 random(12);
    Seen all;
    constexpr int kPartials = 30;
    const std::vector<std::string> awards{
        "max(0, n / (1 + n))",
        "max(1, n / (1 + n))",
        "min(3, n / (1 + abs(n - 1)))",
        "max(0, if a then 1 else n / (1 + max(0, n)))",
        "max(0, (if a then 1 else n / (1 + abs(if b then 1 else n / 3)) / 3))",
        "max(0, (n / (1 + floor(n / 2))) * (if b then 0 else n / 2))",
        "if n / (1 + n) > 1 / (2 + n) then n / (2 + n) else 1 / (1 + n)",
        "if (b or b) or not(b) then n / (1 + n) else 7",
    };
    for (const std::string& award : awards) {
        const Seen seen = try_rule(std::string(kInputs) + "award:\n  - base: \"(" + award + ") * 100元\"\n  - round: half up to 0.01元\n",
                                   random, kPartials);
        all.exact += seen.exact;
        all.decided += seen.decided;
    }
    CHECK(all.exact == awards.size() * kPartials);
    CHECK(all.decided > 50);
}

TEST_CASE("an answer that bounds alone leave open is not asked for when no completion turns on it") {
    struct Row {
        const char* condition;
        const char* award;
        DecisionState state;
        const char* amount;
    };
    const std::vector<Row> rows{
        {"a or not(a)", "100", DecisionState::eligible, "10000"},
        {"a and not(a)", "n", DecisionState::refused, "0"},
        {"if a then w = low or w != low else n >= 0", "2", DecisionState::eligible, "20000"},
        {"true or b", "if a then min(n, 0) else n - n", DecisionState::eligible, "0"},
        {"true or b", "max(n, 3) + min(n, 0)", DecisionState::eligible, "30000"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.condition);
        Diagnostics faults;
        const Rulebook book = load_rulebook_text(
            "rule.yaml",
            std::string(kInputs) + "conditions:\n  - {id: c, test: \"" + row.condition +
                "\", reason: no}\naward:\n  - base: \"(" + row.award + ") * " +
                (std::string(row.award) == "100" ? "100" : "10000") + "元\"\n",
            faults);
        REQUIRE(!faults.has_errors());
        const Incentive& incentive = book.incentives.front();
        const auto plan = std::make_shared<const Plan>(compile(incentive, CompileOptions(), faults));
        SelfCheck check(plan, {&incentive});
        const Batch batch = nothing_answered(plan->schema);
        check.run(batch, 0);
        const Standing& said = check.standings()[0];
        CHECK(!said.next);
        CHECK(said.waits_for.empty());
        CHECK(said.state == row.state);
        CHECK(said.least == Rational(std::string(row.amount)));
        CHECK(*said.most == said.least);
    }
}

TEST_CASE("an answer is not asked for where the end rests on other open answers alone") {
    struct Row {
        const char* rule;   ///< conditions and award over k, b, m and n
        std::vector<std::string> asked;
    };
    const std::vector<Row> rows{
        {"conditions:\n  - {id: c, test: \"k >= 10 or b\", reason: no}\n  - {id: d, test: \"b\", reason: no}\naward:\n  - base: m\n", {"b", "m"}},
        {"award:\n  - base: \"max(250元, m)\"\n  - cap: n\n  - cap: 250元\n", {"n"}},
        {"award:\n  - base: \"min(n, if b then 2000元 else 1500元)\"\n", {"n"}},
        {"award:\n  - base: \"if k >= 10 then m else 2 * m\"\n", {"k", "m"}},   // the halves of k differ though neither waits for it
    };
    for (const Row& row : rows) {
        CAPTURE(row.rule);
        Diagnostics faults;
        const Rulebook book = load_rulebook_text("rule.yaml",
                                                 std::string("kind: incentive\nid: sample.open\ninputs:\n  k: {type: integer, range: \"[0..20]\"}\n  b: {type: boolean}\n"
                                                             "  m: {type: money, decimals: 2, range: \"[0元..1000元]\"}\n"
                                                             "  n: {type: money, decimals: 2, range: \"[0元..1000元]\"}\n") + row.rule, faults);
        REQUIRE(!faults.has_errors());
        const Incentive& incentive = book.incentives.front();
        const auto plan = std::make_shared<const Plan>(compile(incentive, CompileOptions(), faults));
        SelfCheck check(plan, {&incentive});
        const Batch batch = nothing_answered(plan->schema);
        check.run(batch, 0);
        std::vector<std::string> waits;
        for (const std::size_t field : check.standings()[0].waits_for) {
            waits.push_back(plan->schema.fields[field].name);
        }
        CHECK(waits == row.asked);
        REQUIRE(check.standings()[0].next);
        CHECK(plan->schema.fields[check.standings()[0].next->field].name == row.asked.front());
    }
}

}  // namespace huiqi
