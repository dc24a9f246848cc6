#include "engine/rulebook/changes/rule_changes.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/rulebook/changes/change_list.h"

namespace huiqi {
namespace {

using How = RuleChange::How;

void compare_effective(ChangeList& changes) {
    const std::optional<Effective>& was = changes.before().effective;
    const std::optional<Effective>& is = changes.after().effective;
    const Bilingual what{"施行期", "the period of validity"};
    if (changes.parts().same(was, is)) {
        if (was) {
            changes.sources(what, was->provenance, is->provenance, was->declared, is->declared);
        }
        return;
    }
    const How how = !was ? How::added : !is ? How::removed : How::changed;
    RuleChange& made =
        changes.add(ChangedPart::effective, how, what, effective_words(was), effective_words(is));
    made.old_place = was ? std::optional(was->declared) : std::nullopt;
    made.new_place = is ? std::optional(is->declared) : std::nullopt;
    changes.cite(made, was ? &was->provenance : nullptr, is ? &is->provenance : nullptr);
}

void compare_inputs(ChangeList& changes) {
    const NamedKind kind{ChangedPart::input, "申报项", "input"};
    const std::vector<Input>& before = changes.before().inputs;
    const std::vector<Input>& after = changes.after().inputs;
    const auto name = [](const Input& one) { return one.field.name; };
    changes.named(kind, before, after, name, input_words, [&](PartPlaces at) {
        const Input& was = before[at.before];
        const Input& is = after[at.after];
        const Bilingual what = kind.words(was.field.name);
        if (!changes.parts().same(was, is)) {
            changes.other(kind.part, what, was, is, at, input_words);
        }
        const auto prose = [&](const char* zh, const char* en, const Bilingual& old, const Bilingual& now) {
            changes.prose(kind.part, {what.zh + zh, en + what.en}, old, now, was.declared, is.declared);
        };
        prose("的问题", "the question of ", was.question, is.question);
        prose("的说明", "the help of ", was.help, is.help);
        prose("的材料", "the evidence of ", was.evidence, is.evidence);
        changes.sources(what, was.provenance, is.provenance, was.declared, is.declared);
    });
}

void compare_definitions(ChangeList& changes) {
    const NamedKind kind{ChangedPart::definition, "计算", "definition"};
    const std::vector<Definition>& before = changes.before().definitions;
    const std::vector<Definition>& after = changes.after().definitions;
    const auto name = [](const Definition& one) { return one.name; };
    changes.named(kind, before, after, name, definition_words, [&](PartPlaces at) {
        const Definition& was = before[at.before];
        const Definition& is = after[at.after];
        const Bilingual what = kind.words(was.name);
        if (!was.steps.empty() && !is.steps.empty()) {
            compare_steps(changes, was.steps, is.steps, RuleChange::StepsOf::definition, at, what);
        } else if (!changes.parts().same(was, is)) {
            changes.other(kind.part, what, was, is, at, definition_words);
        }
        if (was.entry.text != is.entry.text) {   // results are written in it
            const auto unit = [](const Definition& one) { return written(one.entry.text); };
            changes.other(ChangedPart::part, {what.zh + "的单位", "the unit of " + what.en}, was, is, at, unit);
        }
        changes.sources(what, was.provenance, is.provenance, was.declared, is.declared);
    });
}

[[nodiscard]] std::string reason_text(const std::vector<SentencePiece>& pieces) {
    std::string text;
    for (const SentencePiece& piece : pieces) {
        text += piece.literal + (piece.expression ? "{" + piece.expression->text.text + "}" : "");
    }
    return text;
}

[[nodiscard]] Bilingual reason_words(const Condition& one) {
    return {reason_text(one.reason.zh), reason_text(one.reason.en)};
}

/// Gives the ids of the conditions that others have too, in their order.
[[nodiscard]] std::vector<std::string> shared_ids(const std::vector<Condition>& all,
                                                  const std::vector<Condition>& others) {
    std::vector<std::string> ids;
    for (const Condition& one : all) {
        if (std::any_of(others.begin(), others.end(),
                        [&](const Condition& other) { return other.id == one.id; })) {
            ids.push_back(one.id);
        }
    }
    return ids;
}

void compare_conditions(ChangeList& changes) {
    const NamedKind kind{ChangedPart::condition, "条件", "condition"};
    const std::vector<Condition>& before = changes.before().conditions;
    const std::vector<Condition>& after = changes.after().conditions;
    const auto name = [](const Condition& one) { return one.id; };
    const auto words = [](const Condition& one) { return written(one.test.text.text); };
    changes.named(kind, before, after, name, words, [&](PartPlaces at) {
        const Condition& was = before[at.before];
        const Condition& is = after[at.after];
        const Bilingual what = kind.words(was.id);
        if (!changes.parts().same(was, is)) {
            changes.other(kind.part, what, was, is, at, words);
        }
        if (!changes.parts().same(was.reason, is.reason)) {
            const Bilingual reason{what.zh + "不符合时的话", "the reason of " + what.en};
            changes.other(ChangedPart::reason, reason, was, is, at, reason_words).decides = false;
        }
        changes.sources(what, was.provenance, is.provenance, was.declared, is.declared);
    });
    if (shared_ids(before, after) != shared_ids(after, before)) {
        const Bilingual order{"条件的顺序（只影响先说哪一条不符合）",
                              "the order of the conditions (which decides only what reason is told first)"};
        changes.add(kind.part, How::moved, order, {}, {}).decides = false;
    }
}

void compare_extras(ChangeList& changes) {
    const NamedKind kind{ChangedPart::amount, "另算", "amount"};
    const std::vector<ExtraAmount>& before = changes.before().extras;
    const std::vector<ExtraAmount>& after = changes.after().extras;
    const auto name = [](const ExtraAmount& one) { return one.name; };
    const auto words = [](const ExtraAmount& one) { return steps_words(one.steps); };
    changes.named(kind, before, after, name, words, [&](PartPlaces at) {
        const ExtraAmount& was = before[at.before];
        compare_steps(changes, was.steps, after[at.after].steps, RuleChange::StepsOf::extra, at,
                      kind.words(was.name));
    });
}

void compare_shares(ChangeList& changes, const NamedKind& kind, const std::vector<Share>& before,
                    const std::vector<Share>& after) {
    const auto name = [](const Share& one) { return one.name; };
    const auto words = [](const Share& one) {
        return one.rest ? Bilingual{"余额", "the rest"} : steps_words(one.steps);
    };
    changes.named(kind, before, after, name, words, [&](PartPlaces at) {
        const Share& was = before[at.before];
        const Share& is = after[at.after];
        if (!changes.parts().same(was, is)) {
            changes.other(kind.part, kind.words(was.name), was, is, at, words);
        }
        changes.sources(kind.words(was.name), was.provenance, is.provenance, was.declared, is.declared);
    });
}

/// Compares a part that a rule has once or not at all.
template <class Any, class Words>
void compare_only(ChangeList& changes, ChangedPart part, const Bilingual& what, const std::optional<Any>& was,
                  const std::optional<Any>& is, const Words& words) {
    if (changes.parts().same(was, is)) {
        return;
    }
    RuleChange& made =
        changes.add(part, How::changed, what, was ? words(*was) : Bilingual(), is ? words(*is) : Bilingual());
    made.old_place = was ? std::optional(was->declared) : std::nullopt;
    made.new_place = is ? std::optional(is->declared) : std::nullopt;
}

/// Who bears the award, who gets it, when, and what is claimed back.
void compare_divisions(ChangeList& changes) {
    const Incentive& before = changes.before();
    const Incentive& after = changes.after();
    compare_shares(changes, {ChangedPart::share, "分担", "share of"}, before.shares, after.shares);
    compare_shares(changes, {ChangedPart::recipient, "收款", "share for"}, before.recipients,
                   after.recipients);
    compare_only(changes, ChangedPart::schedule, {"分期", "the schedule"}, before.schedule, after.schedule,
                 [](const Schedule&) { return Bilingual(); });
    compare_only(changes, ChangedPart::recovery, {"追回", "what is claimed back"}, before.recovery,
                 after.recovery, [](const Recovery& one) { return steps_words(one.steps); });
}

[[nodiscard]] Bilingual level_words(const Anomaly& anomaly) {
    switch (anomaly.level) {
        case Anomaly::Level::note: return {"提示", "note"};
        case Anomaly::Level::refer: return {"核查", "refer"};
        case Anomaly::Level::hold: return {"拦截", "hold"};
    }
    return {};
}

[[nodiscard]] std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

/// What decides which of several rules is in force in a place (what it is laid over, the place, the rank, the day of issue), and under which
/// name a ledger knows what was paid.
void compare_standing(ChangeList& changes) {
    const Incentive& was = changes.before();
    const Incentive& is = changes.after();
    const auto add = [&](const Bilingual& what, const std::string& before, const std::string& after) {
        if (before != after) {
            RuleChange& made = changes.add(ChangedPart::standing, How::changed, what, written(before), written(after));
            made.old_place = was.declared;
            made.new_place = is.declared;
        }
    };
    const auto day = [](const std::optional<Date>& issued) { return issued ? value_text(Value::of(*issued), Type::date(), false) : std::string(); };
    if (!is.follows(was)) {
        add({"编号", "the id"}, was.id, is.id);
        add({"接替", "what it replaces"}, was.replaces, is.replaces);
    }
    add({"上位", "the parent"}, joined(was.lineage), joined(is.lineage));
    add({"地区", "the region"}, was.region_code.empty() ? was.region : was.region_code, is.region_code.empty() ? is.region : is.region_code);
    add({"位阶", "the rank"}, std::to_string(was.rank), std::to_string(is.rank));
    add({"印发日期", "the day of issue"}, day(was.issued), day(is.issued));
}

void compare_anomalies(ChangeList& changes) {
    const NamedKind kind{ChangedPart::anomaly, "异常", "anomaly"};
    const std::vector<Anomaly>& before = changes.before().anomalies;
    const std::vector<Anomaly>& after = changes.after().anomalies;
    const auto name = [](const Anomaly& one) { return one.id; };
    const auto words = [](const Anomaly& one) { return written(one.test.text.text); };
    changes.named(kind, before, after, name, words, [&](PartPlaces at) {
        const Anomaly& was = before[at.before];
        Anomaly is = after[at.after];
        if (was.level != is.level) {
            const Bilingual whose = kind.words(was.id);
            changes.other(kind.part, {whose.zh + "的级别", "the level of " + whose.en}, was, is, at, level_words);
            is.level = was.level;
        }
        if (!changes.parts().same(was, is)) {
            changes.other(kind.part, kind.words(was.id), was, is, at, words);
        }
    });
}

void compare_parts(ChangeList& changes) {
    const auto name = [](const Part& one) { return one.name; };
    const auto nothing = [](const Part&) { return Bilingual(); };
    changes.named({ChangedPart::part, "分项", "part"}, changes.before().parts, changes.after().parts, name,
                  nothing, [](PartPlaces /*at*/) {});
}

/// What a rule wants to reach decides no award; it decides whether the target is reached.
void compare_targets(ChangeList& changes) {
    const NamedKind kind{ChangedPart::target, "目标", "target"};
    const std::vector<Target>& before = changes.before().targets;
    const std::vector<Target>& after = changes.after().targets;
    const auto name = [](const Target& one) { return one.id; };
    const auto words = [](const Target& one) { return one.wanted; };
    changes.named(kind, before, after, name, words, [&](PartPlaces at) {
        const Target& was = before[at.before];
        if (!changes.parts().same(was, after[at.after])) {
            changes.other(kind.part, kind.words(was.id), was, after[at.after], at, words);
        }
    });
}

}  // namespace

bool held_by_plan(ChangedPart part) noexcept {
    constexpr std::array kHeld{ChangedPart::parameter, ChangedPart::definition, ChangedPart::table, ChangedPart::row, ChangedPart::condition, ChangedPart::step, ChangedPart::amount, ChangedPart::recovery, ChangedPart::other};
    return std::find(kHeld.begin(), kHeld.end(), part) != kHeld.end();
}

std::vector<RuleChange> rule_changes(const Incentive& before, const Incentive& after) {
    ChangeList changes(before, after);
    changes.prose(ChangedPart::title, {"标题", "the title"}, before.title, after.title, before.declared,
                  after.declared);
    if (before.currency != after.currency) {
        changes.add(ChangedPart::currency, How::changed, {"币种", "the currency"}, {}, {});
    }
    compare_standing(changes);
    compare_effective(changes);
    compare_inputs(changes);
    if (!changes.parts().same(before.populations, after.populations)) {
        changes.add(ChangedPart::population, How::changed, {"全批的值", "the values of the whole batch"}, {},
                    {});
    }
    compare_parameters(changes);
    compare_definitions(changes);
    compare_tables(changes);
    compare_conditions(changes);
    compare_steps(changes, before.award, after.award, RuleChange::StepsOf::award, {0, 0},
                  {"奖补", "the award"});
    compare_extras(changes);
    compare_divisions(changes);
    compare_anomalies(changes);
    compare_parts(changes);
    compare_targets(changes);
    return std::move(changes.all());
}

}  // namespace huiqi
