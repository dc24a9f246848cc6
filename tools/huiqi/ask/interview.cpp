#include "tools/huiqi/ask/interview.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/data/datum.h"
#include "engine/diagnostic/message_page.h"
#include "engine/evaluate/explanation.h"
#include "engine/plan/compile.h"
#include "tools/huiqi/ask/applicant_faults.h"
#include "tools/huiqi/ask/rules_fingerprint.h"
#include "tools/huiqi/title_text.h"

namespace huiqi {

InterviewRules::InterviewRules(const Rulebook& rulebook, Selected chosen,
                               std::shared_ptr<const Plan> compiled)
    : book(rulebook),
      selected(std::move(chosen)),
      plan(std::move(compiled)),
      places(plan->schema.fields.size()),
      fingerprint(rules_fingerprint(book, selected)) {
    for (std::size_t index = selected.incentives.size(); index-- > 0;) {
        for (std::size_t input = 0; input < incentive(index).inputs.size(); ++input) {
            const std::size_t field = plan->incentives[index].fields[input];
            if (field < places.size()) {
                places[field] = {.incentive = index, .input = input};  // the first that asks for it stays
            }
            if (field < places.size() && incentive(index).inputs[input].from_batch) {
                from_batch.push_back(field);
            }
        }
    }
}

namespace {

/// The fields of the schema from which a value is computed.
[[nodiscard]] std::vector<std::size_t> fields_of(const Plan& plan, const PlanValue& value) {
    std::vector<bool> needed(plan.nodes.size(), false);
    std::set<std::size_t> fields;
    if (value.node != kNoNode && !value.constant) {
        needed[value.node] = true;
        for (NodeIndex node = value.node + 1; node-- > 0;) {
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

[[nodiscard]] bool decides_nothing(const Incentive* one) {
    return one->award.empty() && one->conditions.empty() && !one->targets.empty();
}

/// Of rules that were not chosen by name those that wait for a locality.
[[nodiscard]] std::vector<const Incentive*> waiting_for_places(const Rulebook& book, const Selected& selected) {
    std::vector<const Incentive*> out;
    for (const Incentive& one : book.incentives) {
        const bool chosen =
            std::find(selected.incentives.begin(), selected.incentives.end(), &one) != selected.incentives.end();
        if (one.abstract && !one.support && !chosen) {
            out.push_back(&one);
        }
    }
    return out;
}

void tell_left_out(const Program& program, const std::vector<const Incentive*>& left_out) {
    for (const Incentive* one : left_out) {
        talk(program.say({"“" + title_or_id(*one, Language::zh) + "”（" + one->id + "）要由地方先定参数，这里不问",
                          "`" + one->id + "` waits for a parameter that a locality sets, and is left out"}));
    }
}

}  // namespace

std::shared_ptr<const InterviewRules> interview_rules(const Program& program, LoadedRules& rules,
                                                      const RuleChoice& choice, Exit& problem) {
    if (rules.diagnostics.has_errors()) {
        problem = rules_problem(program, rules);
        return nullptr;
    }
    auto selected = select_rules(program, rules.rulebook, choice);
    if (!selected) {
        problem = Exit::wrong_use;
        return nullptr;
    }
    const bool by_name = selected->bundle != nullptr || !choice.only.empty();
    if (!by_name) {
        std::erase_if(selected->incentives, decides_nothing);
    }
    if (selected->incentives.empty()) {
        complain(program, {"这里只有指标和要由地方定参数的事项，没有可以自测的",
                           "there are only targets and rules that wait for a locality: nothing to ask about"});
        problem = Exit::wrong_use;
        return nullptr;
    }
    CompileOptions how;
    how.open = selected->open;
    auto plan = std::make_shared<const Plan>(compile(selected->incentives, selected->bundle, how, rules.diagnostics));
    if (rules.diagnostics.has_errors()) {
        problem = rules_problem(program, rules);
        return nullptr;
    }
    auto left_out = by_name || !choice.region.empty() ? std::vector<const Incentive*>()
                                                      : waiting_for_places(rules.rulebook, *selected);
    auto ready = std::make_shared<InterviewRules>(rules.rulebook, std::move(*selected), std::move(plan));
    ready->left_out = std::move(left_out);
    tell_left_out(program, ready->left_out);
    return ready;
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
    std::vector<std::size_t> skipped = rules_->from_batch;
    for (std::size_t at = 0; at < answers.parts().size(); ++at) {
        const Answer& one = answers.parts()[at];
        const auto field = rules_->plan->schema.index(answers.names()[at]);
        // a list that was given stands as it is, also where a field of an item is not known; that there is none, too, of an input
        // with 当, for which that is no answer where its condition holds
        const bool none = field && (one.kind() == Answer::Kind::absent || (one.kind() == Answer::Kind::text && says_absent(one.text(), rules_->plan->schema.fields[*field])));
        if ((one.kind() == Answer::Kind::unknown || one.kind() == Answer::Kind::list || none) && field) {
            skipped.push_back(*field);
        }
    }
    std::vector<Message> messages = read_into(answers);
    if (!faulty(messages)) {
        check_.run(batch_, 0, effort, std::move(skipped));
    }
    return messages;
}

std::vector<Message> Interview::read(const Answer& answers) { return read_into(answers); }

std::vector<Message> Interview::read_into(const Answer& answers) {
    batch_.clear();
    std::vector<Message> messages = for_applicants(reader_.read(Application(answers), batch_));
    for (Message& one : messages) {
        const Bilingual item = item_place(one.answer, rules_->plan->schema);
        if (!item.empty() && one.severity == Message::Severity::error) {
            one.text_zh = item.zh + "：" + one.text_zh;
            one.text_en = item.en + ": " + one.text_en;
        }
    }
    return messages;
}

std::optional<std::size_t> Interview::day_asked(std::size_t incentive) const {
    const auto& effective = rules_->incentive(incentive).effective;
    const std::uint32_t field = effective && !effective->by.empty() ? rules_->plan->incentives[incentive].fields[effective->by_input] : kNoField;
    return field == kNoField ? std::nullopt : std::optional<std::size_t>(field);
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

std::vector<std::size_t> Interview::rests_on(std::size_t incentive, std::size_t condition) const {
    return fields_of(*rules_->plan, rules_->plan->incentives[incentive].conditions[condition]);
}

std::vector<std::size_t> Interview::award_rests_on(std::size_t incentive) const {
    return fields_of(*rules_->plan, rules_->plan->incentives[incentive].award);
}

std::vector<Bilingual> Interview::failures(std::size_t incentive) const {
    std::vector<Bilingual> out;
    const Explanation explanation = explain(check_.evaluator(), rules_->incentive(incentive), incentive, 0);
    for (const Outcome::Failure& failure : explanation.outcome.errors) {
        const MessagePage* page = find_message_page(failure.code);
        const Bilingual title = page == nullptr ? Bilingual() : page->title;
        out.push_back({title.zh + "（" + failure.code + "）", title.en + " (" + failure.code + ")"});
    }
    return out;
}

void Interview::clear() {
    batch_.clear();
}

std::vector<Message> for_applicants(std::vector<Message> messages) {
    for (Message& one : messages) {
        if (one.code == "D111") {
            one.help_zh = "填上这一项；不清楚就不填";
            one.help_en = "give it, or leave it out when you do not know";
        } else if (one.code == "D112") {
            one.help_zh = "列表写成 [ ]，其中每一笔写成 { }，别的写成一个值";
            one.help_en = "write a list as [ ], each record in it as { }, and all else as one value";
        } else if (one.code == "D108" || one.code == "D109") {
            one.help_zh = "核对这个数和它的单位";
            one.help_en = "check the number and its unit";
        } else if (one.code == "D103" && one.help_zh.find("单元格") != std::string::npos) {
            one.help_zh = "不用指数，写出全部数字，例如 100000";
            one.help_en = "write it without an exponent, with all its digits, such as 100000";
        } else if (one.code == "D014") {
            one.text_zh = "回答里有零字节（NUL）";
            one.text_en = "the answer holds a zero byte (NUL)";
            one.help_zh = "去掉它，再写一次";
            one.help_en = "write it again without";
        }
    }
    return messages;
}

bool faulty(const std::vector<Message>& messages) {
    return std::any_of(messages.begin(), messages.end(),
                       [](const Message& one) { return one.severity == Message::Severity::error; });
}

}  // namespace huiqi
