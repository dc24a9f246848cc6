#include "tools/huiqi/decide/explain_text.h"

#include <algorithm>

#include "engine/data/unit.h"
#include "engine/diagnostic/text.h"
#include "engine/rulebook/keys.h"
#include "tools/huiqi/decide/worksheet_lines.h"

namespace huiqi {
namespace {

/// Writes a worksheet in one language.
class Worksheet : private WorksheetLines {
public:
    Worksheet(const Explanation& explanation, const Sources& sources, Language language)
        : WorksheetLines(sources, language), explanation_(explanation), sources_(sources), chinese_(language == Language::zh) {}

    [[nodiscard]] std::string write() {
        decision();
        values(chinese_ ? "申报" : "answers", explanation_.inputs, true);
        values(chinese_ ? "参数" : "parameters", explanation_.parameters, false);
        values(chinese_ ? "计算" : "definitions", explanation_.definitions, false);
        tables();
        conditions();
        steps(chinese_ ? "奖补" : "award", explanation_.steps);
        values(chinese_ ? "分项" : "parts", explanation_.parts, true);
        for (const auto& [name, list] : explanation_.extras) {
            steps((chinese_ ? "另算 " : "also ") + name, list);
        }
        shares(chinese_ ? "分担" : "shares", explanation_.shares);
        shares(chinese_ ? "收款" : "recipients", explanation_.recipients);
        schedule();
        recovery();
        anomalies();
        by_hand();
        return text();
    }

private:
    void decision() {
        line(explanation_.id + (in(explanation_.title).empty() ? "" : " · " + in(explanation_.title)));
        const Outcome& outcome = explanation_.outcome;
        const Type money = explanation_.money;
        if (outcome.eligible.known() && outcome.eligible.boolean()) {
            line((chinese_ ? "符合，奖补 " : "eligible, award ") + shown(outcome.award, money));
            if (!explanation_.steps.empty() && outcome.award.known() && outcome.award.number() == 0) {
                line(chinese_ ? "符合条件，只是金额为 0，不是不予奖补" : "every condition holds: the award comes to 0, it is not refused");
            }
        } else if (outcome.eligible.known()) {
            line(chinese_ ? "不符合，奖补 0.00" + unit_name(money.unit(), true)
                          : "not eligible, award 0.00 " + unit_name(money.unit(), false));
        } else {
            line(outcome.errors.empty() ? (chinese_ ? "还不能决定" : "not decided yet") : (chinese_ ? "计算出错" : "in error"));
        }
        list(chinese_ ? "还缺：" : "missing: ", outcome.missing);
        for (const Outcome::Failure& failure : outcome.errors) {
            line((chinese_ ? "错误 " : "error ") + failure.code + " " + place(failure.place) + ": " +
                 std::string(sources_.text(failure.place)));
        }
    }

    /// Says from which day to which a value is in force; nothing of one that always is.
    [[nodiscard]] std::string days_text(const ExplainedValue::Days& days) const {
        std::string text;
        if (days.values > 1) {
            const std::string count = std::to_string(days.values);
            text = chinese_ ? "按各处的日期取值，" + count + " 个值，" : count + " values, each on its day,";
        }
        if (days.from) {
            text += (chinese_ ? "  自 " : "  from ") + days.from->text();
        }
        if (days.to) {
            text += (chinese_ ? " 至 " : " to ") + days.to->text();
        }
        return text;
    }

    void values(const std::string& label, const std::vector<ExplainedValue>& list, bool answers) {
        if (list.empty()) {
            return;
        }
        title(label);
        for (const ExplainedValue& one : list) {
            const EntryUnit* unit = one.unit.text.empty() ? nullptr : &one.unit;
            const bool on_own_days = one.parameter && one.parameter->values > 1;
            line("  " + padded(one.name) + (on_own_days ? "" : shown(one.value, one.type, unit)) +
                 (one.expression.empty() ? "" : "    = " + one.expression) +
                 (one.parameter ? days_text(*one.parameter) + "    " + place(one.place) : ""));
            if (!answers) {
                cite(one.cited, "      ");
            }
            for (std::size_t at = 0; at < one.steps.size(); ++at) {
                step(at + 1, one.steps[at], "    ");
            }
            uses(one.uses, "      ");
            if (one.passage) {
                passage(*one.passage);
            }
        }
    }

    /// Tells each element with the states behind it; of a long list the first and the last.
    void passage(const ExplainedPassage& one) {
        constexpr std::size_t kShown = 40;
        line((chinese_ ? "      逐项 " : "      each of ") + one.source +
             (one.gives.empty() ? "" : (chinese_ ? "，得 " : ", gives ") + one.gives));
        const std::size_t count = one.rounds.size();
        for (std::size_t at = 0; at < count; ++at) {
            if (count > 2 * kShown && at == kShown) {
                const std::size_t left_out = count - 2 * kShown;
                line(chinese_ ? "      … 略去 " + std::to_string(left_out) + " 项"
                              : "      … " + std::to_string(left_out) + " left out");
                at = count - kShown;
            }
            const ExplainedPassage::Round& round = one.rounds[at];
            std::string text = "      " + std::to_string(at + 1) + " " + one.element + " " +
                               shown(round.element, one.element_type) + " → ";
            for (std::size_t state = 0; state < one.states.size(); ++state) {
                text += state == 0 ? "" : chinese_ ? "、" : ", ";
                text += one.states[state].name + " " + shown(round.after[state], one.states[state].type);
            }
            line(text);
        }
    }

    void condition(const std::string& number, const ExplainedCondition& one, const std::string& margin = "") {
        const std::string deeper = margin + "      ";
        const std::string mark = this->mark(one.holds);
        line(margin + "  " + number + " " + padded(one.id) + mark + (one.expression.empty() ? "" : "    " + one.expression));
        if (!in(one.reason).empty()) {
            line(deeper + (chinese_ ? "不符合：" : "because: ") + in(one.reason));
        }
        if (one.holds.state() == State::unknown) {
            list(deeper + (chinese_ ? "等待：" : "waits for: "), one.holds.waits_for());
        }
        uses(one.uses, deeper);
        cite(one.cited, deeper);
        for (const ExplainedCondition& alternative : one.alternatives) {
            condition("-", alternative, deeper);
        }
    }

    /// The day that was looked at and the days between which it has to lie.
    void period(const ExplainedPeriod& one) {
        ExplainedCondition told = one.test;
        told.expression = one.by + " " + shown(one.day, Type::date()) + (chinese_ ? "，施行期" : ", in force") +
                          (one.from ? (chinese_ ? "自 " : " from ") + one.from->text() : "") +
                          (one.to ? (one.from ? " " : "") + std::string(chinese_ ? "至 " : "to ") + one.to->text() : "") + "    " + place(told.place);
        condition(" -", told);
    }

    void tables() {
        if (explanation_.tables.empty()) {
            return;
        }
        title(chinese_ ? "对照表" : "tables");
        for (const ExplainedTable& one : explanation_.tables) {
            table(one);
        }
    }

    void conditions() {
        if (explanation_.conditions.empty() && !explanation_.period) {
            return;
        }
        title(chinese_ ? "条件" : "conditions");
        if (explanation_.period) {
            period(*explanation_.period);
        }
        for (std::size_t at = 0; at < explanation_.conditions.size(); ++at) {
            const std::string number = std::to_string(at + 1);
            condition((number.size() < 2 ? " " : "") + number, explanation_.conditions[at]);
        }
    }

    /// Tells of the bands those that count.
    void bands(const ExplainedStep& one, const std::string& margin) {
        for (std::size_t at = 0; one.applies && at < one.bands.size(); ++at) {
            const ExplainedBand& band = one.bands[at];
            if (!band.applies.known() || !band.applies.boolean()) {
                continue;
            }
            const std::string number = std::to_string(at + 1);
            std::string text = margin + (chinese_ ? "第 " + number + " 档 " : "band " + number + ": ");
            if (band.upto.empty()) {
                text += chinese_ ? "以上" : "above";
            } else {
                text += (band.edge_included ? (chinese_ ? "至 " : "up to ") : (chinese_ ? "不满 " : "below ")) + band.upto +
                        (band.edge_fixed ? "" : " (" + shown(band.edge, one.type) + ")");
            }
            text += (chinese_ ? "：" : ": ") + band.worth +
                    (band.worth_fixed ? "" : " (" + shown(band.value, band.is_rate ? Type::number() : one.type) + ")");
            if (band.inside.known()) {
                text += (chinese_ ? "，其中 " : ", of ") + shown(band.inside, one.type) + " → " +
                        shown(Value::of(Rational(band.inside.number() * band.value.number())), one.type);
            }
            line(text);
        }
    }

    void step(std::size_t number, const ExplainedStep& one, const std::string& margin) {
        const std::string deeper = margin + "    ";
        std::string text = margin + std::to_string(number) + " " + in(one.what);
        if (!one.expression.empty()) {
            text += " " + one.expression;
            const bool rate = one.kind == AwardStep::Kind::times || one.kind == AwardStep::Kind::uplift;
            const Type type = rate ? Type::number() : one.type;
            text += one.value.known() ? " (" + shown(one.value, type) + ")" : "";
        }
        line(text);
        if (!one.when.empty()) {
            line(deeper + (chinese_ ? "当 " : "when ") + mark(one.holds) + "    " + one.when);
            if (one.holds.state() == State::unknown) {
                list(deeper + (chinese_ ? "等待：" : "waits for: "), one.holds.waits_for());
            }
        }
        uses(one.uses, deeper);
        bands(one, deeper);
        if (!one.applies) {
            line(deeper + (chinese_ ? "不适用，金额不变" : "does not apply, the amount stays"));
        }
        const std::string before = one.before.state() == State::absent ? "" : shown(one.before, one.type) + " → ";
        line(deeper + before + shown(one.after, one.type));
        if (!in(one.note).empty()) {
            line(deeper + in(one.note));
        }
        cite(one.cited, deeper);
    }

    void steps(const std::string& label, const std::vector<ExplainedStep>& list) {
        if (list.empty()) {
            return;
        }
        const bool refused = explanation_.outcome.eligible.known() && !explanation_.outcome.eligible.boolean();
        title(label + (refused ? (chinese_ ? "（不符合条件，以下只供参考）" : " (not eligible: for information only)") : ""));
        for (std::size_t at = 0; at < list.size(); ++at) {
            step(at + 1, list[at], "  ");
        }
    }

    void shares(const std::string& label, const std::vector<ExplainedShare>& list) {
        if (list.empty()) {
            return;
        }
        title(label);
        for (const ExplainedShare& one : list) {
            share(one, shown(one.amount, explanation_.money));
        }
    }

    /// One party or part: its amount, then how it came about.
    void share(const ExplainedShare& one, const std::string& amount) {
        std::string text = "  " + padded(one.name) + amount;
        if (one.rest) {
            text += chinese_ ? "    余额" : "    the rest";
            text += one.stated.empty() ? "" : (chinese_ ? "（" : " (") + one.stated + (chinese_ ? "）" : ")");
        }
        line(text);
        for (std::size_t at = 0; at < one.steps.size(); ++at) {
            step(at + 1, one.steps[at], "    ");
        }
        if (!in(one.note).empty()) {
            line("      " + in(one.note));
        }
        cite(one.cited, "      ");
    }

    [[nodiscard]] std::string state(const ExplainedInstalment& one) const {
        const Spelling& row = spelling(Scope::instalment_word, state_word(one.state));
        return std::string(chinese_ ? row.zh : row.en);
    }

    /// What is due of a part and how it stands; of one that is not paid also what it would have been.
    [[nodiscard]] std::string instalment(const ExplainedInstalment& one, const Type& money) const {
        const std::string planned = shown(one.planned.amount, money);
        const bool open = one.state == InstalmentState::due || one.state == InstalmentState::waiting;
        const std::string due = open || one.amount == one.planned.amount ? planned : shown(one.amount, money);
        return due + "    " + state(one) +
               (due == planned ? "" : (chinese_ ? "（原定 " : " (would have been ") + planned + (chinese_ ? "）" : ")"));
    }

    void schedule() {
        if (explanation_.schedule.empty()) {
            return;
        }
        const Type money = explanation_.money;
        title(chinese_ ? "分期" : "schedule");
        for (const ExplainedInstalment& one : explanation_.schedule) {
            const std::string date = one.date ? (chinese_ ? "    期 " : "    on ") + shown(*one.date, Type::date()) : "";
            share(one.planned, instalment(one, money) + date);
            if (!one.test.empty()) {
                const std::string mark = this->mark(one.passes);
                line((chinese_ ? "      复核 " : "      re-check ") + mark + "    " + one.test);
            }
            if (one.passes.state() == State::unknown) {
                list(chinese_ ? "      等待：" : "      waits for: ", one.passes.waits_for());
            }
        }
        line("  " + padded(chinese_ ? "应付" : "due") + shown(explanation_.due, money));
    }

    void recovery() {
        if (!explanation_.recovery) {
            return;
        }
        const ExplainedRecovery& one = *explanation_.recovery;
        title((chinese_ ? "追回 " : "recover ") + shown(one.amount, explanation_.money));
        if (!one.when.empty()) {
            const std::string mark = this->mark(one.applies);
            line("  " + padded(chinese_ ? "当" : "when") + mark + "    " + one.when);
            list(chinese_ ? "      等待：" : "      waits for: ", one.applies.waits_for());
        }
        for (std::size_t at = 0; at < one.steps.size(); ++at) {
            step(at + 1, one.steps[at], "  ");
        }
        if (!in(one.note).empty()) {
            line("      " + in(one.note));
        }
        cite(one.cited, "      ");
    }

    void anomalies() {
        const bool any = std::any_of(explanation_.anomalies.begin(), explanation_.anomalies.end(),
                                     [](const ExplainedCondition& one) { return one.holds.known() && one.holds.boolean(); });
        if (!any) {
            return;
        }
        title(chinese_ ? "异常（不影响金额）" : "anomalies (they change no amount)");
        for (const ExplainedCondition& one : explanation_.anomalies) {
            if (one.holds.known() && one.holds.boolean()) {
                line("  ! " + one.id + (chinese_ ? "：" : ": ") + in(one.reason));
                cite(one.cited, "      ");
            }
        }
    }

    /// What the rules leave to a person: a decision is not whole without it.
    void by_hand() {
        if (explanation_.by_hand.empty()) {
            return;
        }
        title(chinese_ ? "由人判断（规则没有计算）" : "left to a person (not computed by the rules)");
        for (const Clause& clause : explanation_.by_hand) {
            line("  " + clause.document + " " + clause.label + (in(clause.note).empty() ? "" : "    " + in(clause.note)));
        }
    }

    const Explanation& explanation_;
    const Sources& sources_;
    bool chinese_;
};

/// From which batch a hold was taken over, and who confirmed it there.
[[nodiscard]] std::string from_batch(const Program& program, const FiledFinding& one) {
    if (one.batch.empty()) {
        return {};
    }
    return one.confirmed_by.empty() ? program.say({"来自批次 " + one.batch, "from batch " + one.batch})
                                    : program.say({"来自批次 " + one.batch + "，" + one.confirmed_by + " 查实", "from batch " + one.batch + ", confirmed by " + one.confirmed_by});
}

}  // namespace

std::string explanation_text(const Explanation& explanation, const Sources& sources, Language language) {
    return Worksheet(explanation, sources, language).write();
}

std::string findings_text(const Program& program, const std::vector<FiledFinding>& found) {
    std::string text = program.say({"\n检测发现（不影响金额）\n", "\nfindings of detectors (they change no amount)\n"});
    for (const FiledFinding& one : found) {
        text += "  ! " + one.detector + " [" + one.level + (one.severity.empty() ? "" : ", " + one.severity) + "] " + program.say(one.sentence) + from_batch(program, one) + "\n";
        if (const std::string clear = program.say(one.clear); !clear.empty()) {
            text += program.say({"      澄清：", "      would clear it: "}) + clear + "\n";
        }
    }
    return found.empty() ? text + program.say({"  没有\n", "  none\n"}) : text;
}

}  // namespace huiqi
