#include "tools/huiqi/interview.h"

#include <algorithm>
#include <set>
#include <utility>

namespace huiqi {

InterviewRules::InterviewRules(const Rulebook& rulebook, Selected chosen,
                               std::shared_ptr<const Plan> compiled)
    : book(rulebook),
      selected(std::move(chosen)),
      plan(std::move(compiled)),
      places(plan->schema.fields.size()) {
    for (std::size_t index = selected.incentives.size(); index-- > 0;) {
        for (std::size_t input = 0; input < incentive(index).inputs.size(); ++input) {
            const std::size_t field = plan->incentives[index].fields[input];
            if (field < places.size()) {
                places[field] = {.incentive = index, .input = input};  // the first that asks for it stays
            }
        }
    }
}

const Input& InterviewRules::input(std::size_t field) const {
    return incentive(places[field].incentive).inputs[places[field].input];
}

Interview::Interview(std::shared_ptr<const InterviewRules> rules)
    : rules_(std::move(rules)),
      reader_(rules_->plan->schema),
      batch_(rules_->plan->schema),
      check_(rules_->plan, rules_->selected.incentives) {}

std::vector<Message> Interview::look(const Answer& answers, std::size_t effort) {
    Application application;
    std::vector<std::size_t> skipped;
    for (std::size_t at = 0; at < answers.parts().size(); ++at) {
        const Answer& one = answers.parts()[at];
        application.set(answers.names()[at], one);
        const auto field = rules_->plan->schema.index(answers.names()[at]);
        if (one.kind() == Answer::Kind::unknown && field) {
            skipped.push_back(*field);
        }
    }
    batch_.clear();
    std::vector<Message> messages = reader_.read(application, batch_);
    if (!faulty(messages)) {
        check_.run(batch_, 0, effort, std::move(skipped));
    }
    return messages;
}

std::optional<AskedFor> Interview::next() const {
    const auto index = check_.next();
    return index ? check_.standings()[*index].next : std::nullopt;
}

std::pair<std::optional<Rational>, std::optional<Rational>> Interview::total(
    const IncentivePlan::Named& total) const {
    if (total.value.constant) {
        return {total.value.constant->number(), total.value.constant->number()};
    }
    const Possible& all = check_.ranges()[total.value.node];
    const auto end = [&](const std::optional<Integer>& at) {
        return at && total.value.denominator == kNoNode ? std::optional(Rational(*at) * total.value.scale)
                                                        : std::nullopt;
    };
    return {end(all.bounds.low), end(all.bounds.high)};
}

std::vector<std::size_t> Interview::rests_on(std::size_t incentive, std::size_t condition) {
    const Plan& plan = *rules_->plan;
    const PlanValue& test = plan.incentives[incentive].conditions[condition];
    std::vector<bool> needed(plan.nodes.size(), false);
    std::set<std::size_t> fields;
    if (test.node != kNoNode && !test.constant) {
        needed[test.node] = true;
        for (NodeIndex node = test.node + 1; node-- > 0;) {
            const Node& of = plan.nodes[node];
            if (!needed[node]) {
                continue;
            }
            for (const NodeIndex operand : of.operands) {
                needed[operand] = true;
            }
            if (of.op == Op::input || of.op == Op::segments_input) {
                fields.insert(plan.columns[of.aux].path.front());
            }
        }
    }
    return {fields.begin(), fields.end()};
}

void Interview::clear() {
    batch_.clear();
}

bool faulty(const std::vector<Message>& messages) {
    return std::any_of(messages.begin(), messages.end(),
                       [](const Message& one) { return one.severity == Message::Severity::error; });
}

}  // namespace huiqi
