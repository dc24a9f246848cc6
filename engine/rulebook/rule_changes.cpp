#include "engine/rulebook/rule_changes.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "engine/rulebook/change_words.h"
#include "engine/rulebook/part_comparison.h"
#include "engine/rulebook/sequence_changes.h"

namespace huiqi {
namespace {

using Part = RuleChange::Part;
using How = RuleChange::How;

/// Gathers what two versions of an incentive say otherwise.
class Changes {
public:
    Changes(const Incentive& before, const Incentive& after) : before_(before), after_(after), parts_(before, after) {}

    [[nodiscard]] std::vector<RuleChange> gather() {
        prose(Part::title, {"标题", "the title"}, before_.title, after_.title, before_.declared, after_.declared);
        if (before_.currency != after_.currency) {
            add(Part::currency, How::changed, {"币种", "the currency"}, {}, {});
        }
        effective();
        inputs();
        populations();
        parameters();
        definitions();
        tables();
        conditions();
        steps(before_.award, after_.award, RuleChange::StepsOf::award, {0, 0}, {"奖补", "the award"});
        extras();
        divisions();
        anomalies();
        given_out();
        targets();
        return std::move(changes_);
    }

private:
    RuleChange& add(Part part, How how, Bilingual what, Bilingual was, Bilingual is) {
        RuleChange& made = changes_.emplace_back();
        made.part = part;
        made.how = how;
        made.what = std::move(what);
        made.before = std::move(was);
        made.after = std::move(is);
        return made;
    }

    void cite(RuleChange& change, const Provenance* was, const Provenance* is) const {
        change.old_clause = was == nullptr ? "" : clause_words(before_, *was);
        change.new_clause = is == nullptr ? "" : clause_words(after_, *is);
    }

    void prose(Part part, const Bilingual& what, const Bilingual& was, const Bilingual& is, const Span& old_place, const Span& new_place) {
        if (was == is) {
            return;
        }
        RuleChange& made = add(part, How::changed, what, was, is);
        made.decides = false;
        made.old_place = old_place;
        made.new_place = new_place;
    }

    /// Tells that a part cites another clause, or reads it otherwise.
    void sources(const Bilingual& what, const Provenance& was, const Provenance& is, const Span& old_place, const Span& new_place) {
        const std::string old_clause = clause_words(before_, was);
        const std::string new_clause = clause_words(after_, is);
        if (old_clause != new_clause) {
            RuleChange& made = add(Part::source, How::changed, {what.zh + "的依据", "the source of " + what.en}, written(old_clause), written(new_clause));
            made.decides = false;
            made.old_place = old_place;
            made.new_place = new_place;
        }
        prose(Part::source, {what.zh + "的理解", "the reading of " + what.en}, was.interpretation, is.interpretation, old_place, new_place);
    }

    /// Goes through parts that are found by name: those that stay, in the old order, with what was removed; then what was added.
    template <class Any, class Name, class Both, class One>
    void by_name(const std::vector<Any>& was, const std::vector<Any>& is, const Name& name, const Both& both, const One& one) {
        for (std::size_t old = 0; old < was.size(); ++old) {
            const auto found = std::find_if(is.begin(), is.end(), [&](const Any& other) { return name(other) == name(was[old]); });
            if (found == is.end()) {
                one(How::removed, old);
            } else {
                both(old, static_cast<std::size_t>(found - is.begin()));
            }
        }
        for (std::size_t now = 0; now < is.size(); ++now) {
            if (std::none_of(was.begin(), was.end(), [&](const Any& other) { return name(other) == name(is[now]); })) {
                one(How::added, now);
            }
        }
    }

    /// Adds that a part was added or removed.
    template <class Any, class Words>
    void one_sided(Part part, How how, const Bilingual& what, const std::vector<Any>& was, const std::vector<Any>& is, std::size_t at, const Words& words) {
        const bool removed = how == How::removed;
        RuleChange& made = add(part, how, what, removed ? words(was[at]) : Bilingual(), removed ? Bilingual() : words(is[at]));
        (removed ? made.old_at : made.new_at) = at;
        if (!removed) {
            made.old_at = was.size();
        }
        (removed ? made.old_place : made.new_place) = (removed ? was[at] : is[at]).declared;
        if constexpr (requires { was[at].provenance; }) {
            cite(made, removed ? &was[at].provenance : nullptr, removed ? nullptr : &is[at].provenance);
        }
    }

    /// Adds that a part stands there otherwise.
    template <class Any, class Words>
    RuleChange& other(Part part, const Bilingual& what, const Any& was, const Any& is, std::pair<std::size_t, std::size_t> at, const Words& words) {
        RuleChange& made = add(part, How::changed, what, words(was), words(is));
        made.old_at = at.first;
        made.new_at = at.second;
        made.old_place = was.declared;
        made.new_place = is.declared;
        if constexpr (requires { was.provenance; }) {
            cite(made, &was.provenance, &is.provenance);
        }
        return made;
    }

    void effective() {
        if (parts_.same(before_.effective, after_.effective)) {
            if (before_.effective) {
                sources({"施行期", "the period of validity"}, before_.effective->provenance, after_.effective->provenance, before_.effective->declared, after_.effective->declared);
            }
            return;
        }
        const How how = !before_.effective ? How::added : !after_.effective ? How::removed : How::changed;
        RuleChange& made = add(Part::effective, how, {"施行期", "the period of validity"}, effective_words(before_.effective), effective_words(after_.effective));
        if (before_.effective) {
            made.old_place = before_.effective->declared;
            made.old_clause = clause_words(before_, before_.effective->provenance);
        }
        if (after_.effective) {
            made.new_place = after_.effective->declared;
            made.new_clause = clause_words(after_, after_.effective->provenance);
        }
    }

    void inputs() {
        const auto name = [](const Input& one) { return one.field.name; };
        const auto what = [](const Input& one) { return part_words("申报项", "input", one.field.name); };
        by_name(before_.inputs, after_.inputs, name, [&](std::size_t old, std::size_t now) {
            const Input& was = before_.inputs[old];
            const Input& is = after_.inputs[now];
            if (!parts_.same(was, is)) {
                other(Part::input, what(was), was, is, {old, now}, input_words);
            }
            prose(Part::input, {what(was).zh + "的问题", "the question of " + what(was).en}, was.question, is.question, was.declared, is.declared);
            prose(Part::input, {what(was).zh + "的说明", "the help of " + what(was).en}, was.help, is.help, was.declared, is.declared);
            prose(Part::input, {what(was).zh + "的材料", "the evidence of " + what(was).en}, was.evidence, is.evidence, was.declared, is.declared);
            sources(what(was), was.provenance, is.provenance, was.declared, is.declared);
        }, [&](How how, std::size_t at) {
            one_sided(Part::input, how, what(how == How::removed ? before_.inputs[at] : after_.inputs[at]), before_.inputs, after_.inputs, at, input_words);
        });
    }

    void populations() {
        if (!parts_.same(before_.populations, after_.populations)) {
            add(Part::population, How::changed, {"全批的值", "the values of the whole batch"}, {}, {});
        }
    }

    void parameters() {
        const auto name = [](const Parameter& one) { return one.name; };
        const auto whole = [](const Parameter& one) {
            return one.versions.empty() ? Bilingual{"未设定", "unset"} : value_words(one, one.versions.front().value);
        };
        by_name(before_.parameters, after_.parameters, name, [&](std::size_t old, std::size_t now) {
            const Parameter& was = before_.parameters[old];
            const Parameter& is = after_.parameters[now];
            const Bilingual what = part_words("参数", "parameter", was.name);
            if (!parts_.same_declaration(was, is)) {
                RuleChange& made = other(Part::parameter, what, was, is, {old, now}, whole);
                made.old_within = made.new_within = kWhole;
                return;
            }
            versions(was, is, {old, now});
            sources(what, was.provenance, is.provenance, was.declared, is.declared);
        }, [&](How how, std::size_t at) {
            const Parameter& one = how == How::removed ? before_.parameters[at] : after_.parameters[at];
            one_sided(Part::parameter, how, part_words("参数", "parameter", one.name), before_.parameters, after_.parameters, at, whole);
            changes_.back().old_within = changes_.back().new_within = kWhole;
        });
    }

    /// The values of a parameter over time, by the day from which each is in force.
    void versions(const Parameter& was, const Parameter& is, std::pair<std::size_t, std::size_t> at) {
        const auto day = [](const Parameter::Version& one) { return one.from; };
        const auto tell = [&](How how, const Parameter::Version* old, const Parameter::Version* now) {
            const auto& from = (old != nullptr ? old : now)->from;
            const std::string when_zh = from ? "（" + from->text() + " 起）" : "";
            const std::string when_en = from ? " (from " + from->text() + ")" : "";
            const Bilingual what = part_words("参数", "parameter", was.name);
            RuleChange& made = add(Part::parameter, how, {what.zh + when_zh, what.en + when_en}, old == nullptr ? Bilingual() : value_words(was, old->value),
                                   now == nullptr ? Bilingual() : value_words(is, now->value));
            made.old_within = at.first;
            made.new_within = at.second;
            made.old_at = old == nullptr ? was.versions.size() : static_cast<std::size_t>(old - was.versions.data());
            made.new_at = now == nullptr ? 0 : static_cast<std::size_t>(now - is.versions.data());
            const auto clause = [](const Incentive& rule, const Parameter& parameter, const Parameter::Version& one) {
                Provenance cited = parameter.provenance;
                cited.source = one.source.empty() ? cited.source : one.source;
                return clause_words(rule, cited);
            };
            if (old != nullptr) {
                made.old_place = old->span;
                made.old_clause = clause(before_, was, *old);
            }
            if (now != nullptr) {
                made.new_place = now->span;
                made.new_clause = clause(after_, is, *now);
            }
        };
        by_name(was.versions, is.versions, day, [&](std::size_t old, std::size_t now) {
            if (!(was.versions[old].value == is.versions[now].value)) {
                tell(How::changed, &was.versions[old], &is.versions[now]);
            }
        }, [&](How how, std::size_t one) {
            tell(how, how == How::removed ? &was.versions[one] : nullptr, how == How::removed ? nullptr : &is.versions[one]);
        });
    }

    void definitions() {
        const auto name = [](const Definition& one) { return one.name; };
        by_name(before_.definitions, after_.definitions, name, [&](std::size_t old, std::size_t now) {
            const Definition& was = before_.definitions[old];
            const Definition& is = after_.definitions[now];
            const Bilingual what = part_words("计算", "definition", was.name);
            if (!was.steps.empty() && !is.steps.empty()) {
                steps(was.steps, is.steps, RuleChange::StepsOf::definition, {old, now}, what);
            } else if (!parts_.same(was, is)) {
                other(Part::definition, what, was, is, {old, now}, definition_words);
            }
            sources(what, was.provenance, is.provenance, was.declared, is.declared);
        }, [&](How how, std::size_t at) {
            const Definition& one = how == How::removed ? before_.definitions[at] : after_.definitions[at];
            one_sided(Part::definition, how, part_words("计算", "definition", one.name), before_.definitions, after_.definitions, at, definition_words);
        });
    }

    void tables() {
        const auto name = [](const DecisionTable& one) { return one.name; };
        const auto words = [](const DecisionTable& one) { return Bilingual{std::to_string(one.rows.size()) + " 行", std::to_string(one.rows.size()) + " rows"}; };
        by_name(before_.tables, after_.tables, name, [&](std::size_t old, std::size_t now) {
            const DecisionTable& was = before_.tables[old];
            const DecisionTable& is = after_.tables[now];
            const Bilingual what = part_words("对照表", "table", was.name);
            if (!parts_.same_shape(was, is)) {
                other(Part::table, {what.zh + "的列、命中、否则或优先", "columns, hits, otherwise or priorities of " + what.en}, was, is, {old, now}, words);
                return;
            }
            rows(was, is, {old, now}, what);
            sources(what, was.provenance, is.provenance, was.declared, is.declared);
        }, [&](How how, std::size_t at) {
            const DecisionTable& one = how == How::removed ? before_.tables[at] : after_.tables[at];
            one_sided(Part::table, how, part_words("对照表", "table", one.name), before_.tables, after_.tables, at, words);
        });
    }

    /// Gives the rows that are to be compared: without those that both tables have where the order says nothing.
    [[nodiscard]] std::pair<std::vector<std::size_t>, std::vector<std::size_t>> rows_of(const DecisionTable& was, const DecisionTable& is) const {
        std::vector<std::size_t> old(was.rows.size());
        std::vector<std::size_t> now(is.rows.size());
        std::iota(old.begin(), old.end(), std::size_t{0});
        std::iota(now.begin(), now.end(), std::size_t{0});
        if (!rows_have_order(was.hit) && was.rows.size() < kSearched && is.rows.size() < kSearched) {
            std::erase_if(old, [&](std::size_t row) {
                const auto found = std::find_if(now.begin(), now.end(), [&](std::size_t other) { return parts_.same(was.rows[row], is.rows[other]); });
                return found != now.end() && (now.erase(found), true);
            });
        }
        return {std::move(old), std::move(now)};
    }

    void rows(const DecisionTable& was, const DecisionTable& is, std::pair<std::size_t, std::size_t> table, const Bilingual& what) {
        const auto [old_rows, new_rows] = rows_of(was, is);
        const auto same = [&, &olds = old_rows, &news = new_rows](std::size_t old, std::size_t now) { return parts_.same(was.rows[olds[old]], is.rows[news[now]]); };
        const auto any = [](std::size_t /*old*/, std::size_t /*now*/) { return true; };
        std::size_t place = 0;   // in the old table
        for (const SequencePair& pair : compare_sequences(old_rows.size(), new_rows.size(), same, any)) {
            const DecisionTable::Row* old = pair.before ? &was.rows[old_rows[*pair.before]] : nullptr;
            const DecisionTable::Row* now = pair.after ? &is.rows[new_rows[*pair.after]] : nullptr;
            place = pair.before ? old_rows[*pair.before] : place;
            if (!pair.same) {
                const std::string number = std::to_string((pair.before ? old_rows[*pair.before] : new_rows[*pair.after]) + 1);
                RuleChange& made = add(Part::row, old == nullptr ? How::added : now == nullptr ? How::removed : How::changed,
                                       {what.zh + "第 " + number + " 行", "row " + number + " of " + what.en}, old == nullptr ? Bilingual() : row_words(*old),
                                       now == nullptr ? Bilingual() : row_words(*now));
                made.old_within = table.first;
                made.new_within = table.second;
                made.old_at = place;
                made.new_at = pair.after ? new_rows[*pair.after] : 0;
                made.old_place = old == nullptr ? std::nullopt : std::optional(old->span);
                made.new_place = now == nullptr ? std::nullopt : std::optional(now->span);
                const auto source = [](const DecisionTable& of, const DecisionTable::Row* row) {
                    return row == nullptr ? nullptr : row->provenance.source.empty() ? &of.provenance : &row->provenance;
                };
                cite(made, source(was, old), source(is, now));
            }
            place += pair.before ? 1U : 0U;
        }
    }

    void conditions() {
        const auto name = [](const Condition& one) { return one.id; };
        const auto words = [](const Condition& one) { return written(one.test.text.text); };
        const auto what = [](const Condition& one) { return part_words("条件", "condition", one.id); };
        by_name(before_.conditions, after_.conditions, name, [&](std::size_t old, std::size_t now) {
            const Condition& was = before_.conditions[old];
            const Condition& is = after_.conditions[now];
            if (!parts_.same(was, is)) {
                other(Part::condition, what(was), was, is, {old, now}, words);
            }
            if (!parts_.same(was.reason, is.reason)) {
                RuleChange& made = other(Part::reason, {what(was).zh + "不符合时的话", "the reason of " + what(was).en}, was, is, {old, now}, [](const Condition& one) {
                    return Bilingual{reason_words(one.reason.zh), reason_words(one.reason.en)};
                });
                made.decides = false;
            }
            sources(what(was), was.provenance, is.provenance, was.declared, is.declared);
        }, [&](How how, std::size_t at) {
            const Condition& one = how == How::removed ? before_.conditions[at] : after_.conditions[at];
            one_sided(Part::condition, how, what(one), before_.conditions, after_.conditions, at, words);
        });
        const auto order = [](const std::vector<Condition>& all, const std::vector<Condition>& others) {
            std::vector<std::string> ids;
            for (const Condition& one : all) {
                if (std::any_of(others.begin(), others.end(), [&](const Condition& other) { return other.id == one.id; })) {
                    ids.push_back(one.id);
                }
            }
            return ids;
        };
        if (order(before_.conditions, after_.conditions) != order(after_.conditions, before_.conditions)) {
            RuleChange& made = add(Part::condition, How::moved, {"条件的顺序（只影响先说哪一条不符合）", "the order of the conditions (which decides only what reason is told first)"}, {}, {});
            made.decides = false;
        }
    }

    [[nodiscard]] static std::string reason_words(const std::vector<SentencePiece>& pieces) {
        std::string text;
        for (const SentencePiece& piece : pieces) {
            text += piece.literal + (piece.expression ? "{" + piece.expression->text.text + "}" : "");
        }
        return text;
    }

    void steps(const std::vector<AwardStep>& was, const std::vector<AwardStep>& is, RuleChange::StepsOf list, std::pair<std::size_t, std::size_t> within,
               const Bilingual& what) {
        const auto same = [&](std::size_t old, std::size_t now) { return parts_.same(was[old], is[now]); };
        const auto alike = [&](std::size_t old, std::size_t now) { return was[old].kind == is[now].kind; };
        const std::size_t first = changes_.size();
        std::size_t place = 0;
        for (const SequencePair& pair : compare_sequences(was.size(), is.size(), same, alike)) {
            place = pair.before ? *pair.before : place;
            const AwardStep* old = pair.before ? &was[*pair.before] : nullptr;
            const AwardStep* now = pair.after ? &is[*pair.after] : nullptr;
            const std::string number = std::to_string((pair.before ? *pair.before : *pair.after) + 1);
            const Bilingual step{what.zh + "第 " + number + " 步", "step " + number + " of " + what.en};
            if (pair.same) {
                sources(step, old->provenance, now->provenance, old->declared, now->declared);
            } else {
                RuleChange& made = add(Part::step, old == nullptr ? How::added : now == nullptr ? How::removed : How::changed, step,
                                       old == nullptr ? Bilingual() : step_words(*old), now == nullptr ? Bilingual() : step_words(*now));
                made.steps = list;
                made.old_within = within.first;
                made.new_within = within.second;
                made.old_at = place;
                made.new_at = pair.after.value_or(0);
                made.old_place = old == nullptr ? std::nullopt : std::optional(old->declared);
                made.new_place = now == nullptr ? std::nullopt : std::optional(now->declared);
                cite(made, old == nullptr ? nullptr : &old->provenance, now == nullptr ? nullptr : &now->provenance);
            }
            place += pair.before ? 1U : 0U;
        }
        join_moved(was, is, first);
    }

    /// Makes one change of a step that was removed here and added there.
    void join_moved(const std::vector<AwardStep>& was, const std::vector<AwardStep>& is, std::size_t first) {
        for (std::size_t at = first; at < changes_.size(); ++at) {
            RuleChange& removed = changes_[at];
            if (removed.part != Part::step || removed.how != How::removed) {
                continue;
            }
            const auto added = std::find_if(changes_.begin() + static_cast<std::ptrdiff_t>(first), changes_.end(), [&](const RuleChange& one) {
                return one.part == Part::step && one.how == How::added && parts_.same(was[removed.old_at], is[one.new_at]);
            });
            if (added == changes_.end()) {
                continue;
            }
            const std::string to = std::to_string(added->new_at + 1);
            removed.how = How::moved;
            removed.moved_to = added->old_at;
            removed.new_at = added->new_at;
            removed.new_place = added->new_place;
            removed.new_clause = added->new_clause;
            removed.after = {"现在是第 " + to + " 步", "now step " + to};
            const auto gone = static_cast<std::size_t>(added - changes_.begin());
            changes_.erase(added);
            at -= gone < at ? 1U : 0U;
        }
    }

    void extras() {
        const auto name = [](const ExtraAmount& one) { return one.name; };
        by_name(before_.extras, after_.extras, name, [&](std::size_t old, std::size_t now) {
            steps(before_.extras[old].steps, after_.extras[now].steps, RuleChange::StepsOf::extra, {old, now}, part_words("另算", "amount", before_.extras[old].name));
        }, [&](How how, std::size_t at) {
            const ExtraAmount& one = how == How::removed ? before_.extras[at] : after_.extras[at];
            one_sided(Part::amount, how, part_words("另算", "amount", one.name), before_.extras, after_.extras, at, [](const ExtraAmount& extra) { return steps_words(extra.steps); });
        });
    }

    void shares(Part part, const char* zh, const char* en, const std::vector<Share>& was, const std::vector<Share>& is) {
        const auto name = [](const Share& one) { return one.name; };
        const auto words = [](const Share& one) { return one.rest ? Bilingual{"余额", "the rest"} : steps_words(one.steps); };
        by_name(was, is, name, [&](std::size_t old, std::size_t now) {
            if (!parts_.same(was[old], is[now])) {
                other(part, part_words(zh, en, was[old].name), was[old], is[now], {old, now}, words);
            }
            sources(part_words(zh, en, was[old].name), was[old].provenance, is[now].provenance, was[old].declared, is[now].declared);
        }, [&](How how, std::size_t at) {
            one_sided(part, how, part_words(zh, en, (how == How::removed ? was : is)[at].name), was, is, at, words);
        });
    }

    void divisions() {
        shares(Part::share, "分担", "share of", before_.shares, after_.shares);
        shares(Part::recipient, "收款", "share for", before_.recipients, after_.recipients);
        if (!parts_.same(before_.schedule, after_.schedule)) {
            RuleChange& made = add(Part::schedule, How::changed, {"分期", "the schedule"}, {}, {});
            made.old_place = before_.schedule ? std::optional(before_.schedule->declared) : std::nullopt;
            made.new_place = after_.schedule ? std::optional(after_.schedule->declared) : std::nullopt;
        }
        if (!parts_.same(before_.recovery, after_.recovery)) {
            RuleChange& made = add(Part::recovery, How::changed, {"追回", "what is claimed back"}, before_.recovery ? steps_words(before_.recovery->steps) : Bilingual(),
                                   after_.recovery ? steps_words(after_.recovery->steps) : Bilingual());
            made.old_place = before_.recovery ? std::optional(before_.recovery->declared) : std::nullopt;
            made.new_place = after_.recovery ? std::optional(after_.recovery->declared) : std::nullopt;
        }
    }

    void anomalies() {
        const auto name = [](const Anomaly& one) { return one.id; };
        const auto words = [](const Anomaly& one) { return written(one.test.text.text); };
        by_name(before_.anomalies, after_.anomalies, name, [&](std::size_t old, std::size_t now) {
            const Anomaly& was = before_.anomalies[old];
            const Anomaly& is = after_.anomalies[now];
            if (!parts_.same(was, is)) {
                other(Part::anomaly, part_words("异常", "anomaly", was.id), was, is, {old, now}, words);
            }
        }, [&](How how, std::size_t at) {
            const Anomaly& one = how == How::removed ? before_.anomalies[at] : after_.anomalies[at];
            one_sided(Part::anomaly, how, part_words("异常", "anomaly", one.id), before_.anomalies, after_.anomalies, at, words);
        });
    }

    void given_out() {
        const auto name = [](const huiqi::Part& one) { return one.name; };
        by_name(before_.parts, after_.parts, name, [](std::size_t /*old*/, std::size_t /*now*/) {}, [&](How how, std::size_t at) {
            const huiqi::Part& one = how == How::removed ? before_.parts[at] : after_.parts[at];
            one_sided(Part::part, how, part_words("分项", "part", one.name), before_.parts, after_.parts, at, [](const huiqi::Part&) { return Bilingual(); });
        });
    }

    void targets() {
        const auto name = [](const Target& one) { return one.id; };
        const auto words = [](const Target& one) { return one.wanted; };
        by_name(before_.targets, after_.targets, name, [&](std::size_t old, std::size_t now) {
            if (!parts_.same(before_.targets[old], after_.targets[now])) {
                other(Part::target, part_words("目标", "target", before_.targets[old].id), before_.targets[old], after_.targets[now], {old, now}, words).decides = false;
            }
        }, [&](How how, std::size_t at) {
            const Target& one = how == How::removed ? before_.targets[at] : after_.targets[at];
            one_sided(Part::target, how, part_words("目标", "target", one.id), before_.targets, after_.targets, at, words);
            changes_.back().decides = false;
        });
    }

    static constexpr std::size_t kSearched = 2'000;   // rows of a table that are looked for in any order

    const Incentive& before_;
    const Incentive& after_;
    PartComparison parts_;
    std::vector<RuleChange> changes_;
};

}  // namespace

std::vector<RuleChange> rule_changes(const Incentive& before, const Incentive& after) { return Changes(before, after).gather(); }

}  // namespace huiqi
