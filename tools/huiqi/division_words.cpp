#include "tools/huiqi/division_words.h"

#include <algorithm>
#include <string_view>

namespace huiqi {
namespace {

/// Writes the parts of one award in one language.
class DivisionWriter {
public:
    DivisionWriter(const PersonWords& words, const Explanation& explanation, Language language)
        : words_(words), explanation_(explanation), language_(language) {}

    [[nodiscard]] std::string money(const Value& value) const { return person_value(value, explanation_.money, language_); }

    [[nodiscard]] std::string share(const ExplainedShare& one) const {
        return one.name + say("：", ": ") + (one.amount.known() ? money(one.amount) : say("还不能确定", "not decided yet")) + size(one) + note(one.note);
    }

    /// What is paid of one part, from which day, and what it still waits for.
    [[nodiscard]] std::string instalment(const ExplainedInstalment& one) const {
        const ExplainedShare& planned = one.planned;
        const std::string day = one.date && one.date->known() ? say("，", ", ") + person_value(*one.date, Type::date(), language_) : "";
        const std::string amount = planned.amount.known() ? money(planned.amount) : say("金额还不能确定", "an amount that is not decided yet");
        return planned.name + say("：", ": ") + amount + day + standing(one) + note(planned.note);
    }

    [[nodiscard]] std::string recovery(const ExplainedRecovery& one) const {
        return money(one.amount) + (one.when.empty() ? "" : say("，因为 ", ", because ") + words_.expression(one.when)) + note(one.note);
    }

private:
    [[nodiscard]] std::string say(std::string_view zh, std::string_view en) const { return std::string(language_ == Language::zh ? zh : en); }

    [[nodiscard]] std::string note(const Bilingual& text) const {
        return text.empty() ? "" : say("（", " (") + text.in(language_) + say("）", ")");
    }

    /// By what rule a share has its size; nothing where an amount is stated.
    [[nodiscard]] std::string size(const ExplainedShare& one) const {
        if (one.rest) {
            return say("（其余部分）", " (the rest)");
        }
        const auto rate = std::find_if(one.steps.begin(), one.steps.end(), [](const ExplainedStep& step) {
            return step.kind == AwardStep::Kind::times && step.applies && step.value.known();
        });
        return rate == one.steps.end() ? "" : say("（奖补的 ", " (") + rate_words(rate->value, language_) + say("）", " of the award)");
    }

    [[nodiscard]] std::string standing(const ExplainedInstalment& one) const {
        const std::string checked = one.test.empty() ? "" : words_.expression(one.test, false);
        const std::string quoted = checked.empty() ? "" : say("：", ": ") + checked;
        switch (one.state) {
            case InstalmentState::due: return say("，应付", ", due") + (checked.empty() ? "" : say("（复核通过", " (re-check passed") + quoted + say("）", ")"));
            case InstalmentState::waiting: return checked.empty() ? "" : say("，复核通过才付（", ", paid once this is checked (") + checked + say("）", ")");
            case InstalmentState::failed: return say("，不付：复核没有通过", ", not paid: the re-check failed") + (checked.empty() ? "" : say("（", " (") + checked + say("）", ")"));
            case InstalmentState::stopped: return say("，不付：前面一期没有通过复核，以后各期都终止", ", not paid: a part before it failed its re-check, which ends the later ones");
            case InstalmentState::refused: return say("，不付", ", not paid");
            case InstalmentState::error: return say("，按规则算不出来", ", cannot be computed by the rules");
        }
        return {};
    }

    const PersonWords& words_;
    const Explanation& explanation_;
    Language language_;
};

}  // namespace

std::vector<DivisionGroup> division_groups(const PersonWords& words, const Explanation& explanation, Language language) {
    const DivisionWriter writer(words, explanation, language);
    const auto in = [language](std::string_view zh, std::string_view en) { return std::string(language == Language::zh ? zh : en); };
    std::vector<DivisionGroup> groups;
    if (!explanation.schedule.empty()) {
        DivisionGroup& parts = groups.emplace_back(DivisionGroup{.title = in("分期支付", "Paid in parts"), .lines = {}});
        for (const ExplainedInstalment& one : explanation.schedule) {
            parts.lines.push_back({.words = writer.instalment(one), .cited = &one.planned.cited});
        }
    }
    const auto shares = [&](const std::vector<ExplainedShare>& list, std::string title) {
        DivisionGroup group{.title = std::move(title), .lines = {}};
        for (const ExplainedShare& one : list) {
            group.lines.push_back({.words = writer.share(one), .cited = &one.cited});
        }
        if (!list.empty()) {
            groups.push_back(std::move(group));
        }
    };
    shares(explanation.shares, in("谁来付", "Who pays"));
    shares(explanation.recipients, in("付给谁", "Who gets it"));
    const auto& recovery = explanation.recovery;
    if (recovery && recovery->amount.known() && recovery->amount.number() > 0) {
        groups.push_back({.title = in("要退回", "To be paid back"), .lines = {{.words = writer.recovery(*recovery), .cited = &recovery->cited}}});
    }
    return groups;
}

std::string due_words(const Explanation& explanation, Language language) {
    const Value& award = explanation.outcome.award;
    if (explanation.schedule.empty() || !explanation.due.known() || !award.known()) {
        return {};
    }
    const bool chinese = language == Language::zh;
    const std::string due = person_value(explanation.due, explanation.money, language);
    Rational later = 0;
    Rational never = 0;
    for (const ExplainedInstalment& one : explanation.schedule) {
        const Rational planned = one.planned.amount.known() ? one.planned.amount.number() : Rational(0);
        if (one.state != InstalmentState::due) {
            (one.state == InstalmentState::waiting ? later : never) += planned;
        }
    }
    const auto told = [&](const Rational& amount) { return person_value(Value::of(amount), explanation.money, language); };
    return (chinese ? "按这些回答现在应付 " : "Due now by these answers: ") + due +
           (later == 0 ? "" : chinese ? "；另有 " + told(later) + " 以后复核通过才付" : "; " + told(later) + " more only once it is checked again") +
           (never == 0 ? "" : chinese ? "；" + told(never) + " 不再付" : "; " + told(never) + " is not paid any more");
}

}  // namespace huiqi
