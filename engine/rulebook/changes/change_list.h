#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/rulebook/changes/change_words.h"
#include "engine/rulebook/changes/part_comparison.h"
#include "engine/rulebook/changes/rule_changes.h"

namespace huiqi {

/// What a change is about; `Part` alone is a 分项.
using ChangedPart = RuleChange::Part;

/// A kind of parts that are found by their names: `{ChangedPart::share, "分担", "share of"}`.
struct NamedKind {
    ChangedPart part = ChangedPart::other;
    const char* zh = "";
    const char* en = "";

    [[nodiscard]] Bilingual words(const std::string& name) const { return part_words(zh, en, name); }
};

/// Where a part stands in the old rule and in the new one.
struct PartPlaces {
    std::size_t before = 0, after = 0;
};

/// The changes from one version of an incentive to another, while they are gathered.
class ChangeList {
public:
    ChangeList(const Incentive& before, const Incentive& after)
        : before_(before), after_(after), parts_(before, after) {}

    [[nodiscard]] const Incentive& before() const noexcept { return before_; }
    [[nodiscard]] const Incentive& after() const noexcept { return after_; }
    [[nodiscard]] const PartComparison& parts() const noexcept { return parts_; }
    [[nodiscard]] std::vector<RuleChange>& all() noexcept { return changes_; }

    RuleChange& add(ChangedPart part, RuleChange::How how, Bilingual what, Bilingual was, Bilingual is);
    /// Notes the clauses that the part cites; nothing for the side that lacks it.
    void cite(RuleChange& change, const Provenance* was, const Provenance* is) const;
    /// Adds that a text for people reads otherwise, where it does.
    void prose(ChangedPart part, const Bilingual& what, const Bilingual& was, const Bilingual& is,
               const Span& old_place, const Span& new_place);
    /// Adds that a part cites another clause, or reads it otherwise.
    void sources(const Bilingual& what, const Provenance& was, const Provenance& is, const Span& old_place,
                 const Span& new_place);

    /// Adds that a part stands there otherwise.
    template <class Any, class Words>
    RuleChange& other(ChangedPart part, const Bilingual& what, const Any& was, const Any& is, PartPlaces at,
                      const Words& words) {
        RuleChange& made = add(part, RuleChange::How::changed, what, words(was), words(is));
        made.old_at = at.before;
        made.new_at = at.after;
        made.old_place = was.declared;
        made.new_place = is.declared;
        if constexpr (requires { was.provenance; }) {
            cite(made, &was.provenance, &is.provenance);
        }
        return made;
    }

    /// Adds that a part was added or removed; of what was added `before` is the place behind all the old
    /// ones.
    template <class Any, class Words>
    RuleChange& one_sided(ChangedPart part, RuleChange::How how, const Bilingual& what, const Any& one,
                          PartPlaces at, const Words& words) {
        const bool removed = how == RuleChange::How::removed;
        RuleChange& made =
            add(part, how, what, removed ? words(one) : Bilingual(), removed ? Bilingual() : words(one));
        made.old_at = at.before;
        made.new_at = at.after;
        (removed ? made.old_place : made.new_place) = one.declared;
        if constexpr (requires { one.provenance; }) {
            cite(made, removed ? &one.provenance : nullptr, removed ? nullptr : &one.provenance);
        }
        return made;
    }

    /// Goes through parts that are found by their names: calls `both` with the places of one that stays, and
    /// tells what was removed or added; `words` gives what is said of such a part.
    template <class Any, class Name, class Words, class Both>
    void named(const NamedKind& kind, const std::vector<Any>& was, const std::vector<Any>& is,
               const Name& name, const Words& words, const Both& both) {
        by_name(was, is, name, both, [&](RuleChange::How how, std::size_t at) {
            const bool removed = how == RuleChange::How::removed;
            const Any& one = removed ? was[at] : is[at];
            const PartPlaces places = removed ? PartPlaces{at, 0} : PartPlaces{was.size(), at};
            one_sided(kind.part, how, kind.words(name(one)), one, places, words);
        });
    }

    /// Goes through parts that are found by a name: those that stay, in the old order, with what was removed;
    /// then what was added.
    template <class Any, class Name, class Both, class One>
    static void by_name(const std::vector<Any>& was, const std::vector<Any>& is, const Name& name,
                        const Both& both, const One& one) {
        for (std::size_t old = 0; old < was.size(); ++old) {
            const auto found = std::find_if(is.begin(), is.end(),
                                            [&](const Any& other) { return name(other) == name(was[old]); });
            if (found == is.end()) {
                one(RuleChange::How::removed, old);
            } else {
                both(PartPlaces{old, static_cast<std::size_t>(found - is.begin())});
            }
        }
        for (std::size_t now = 0; now < is.size(); ++now) {
            if (std::none_of(was.begin(), was.end(),
                             [&](const Any& other) { return name(other) == name(is[now]); })) {
                one(RuleChange::How::added, now);
            }
        }
    }

private:
    const Incentive& before_;
    const Incentive& after_;
    PartComparison parts_;
    std::vector<RuleChange> changes_;
};

/// Adds what the parameters say otherwise: their declarations, and their values over time.
void compare_parameters(ChangeList& changes);
/// Adds what the decision tables say otherwise, row by row.
void compare_tables(ChangeList& changes);
/// Adds what a list of steps says otherwise: of the award, or of the definition or amount that stands
/// `within` both rules.
void compare_steps(ChangeList& changes, const std::vector<AwardStep>& was, const std::vector<AwardStep>& is,
                   RuleChange::StepsOf list, PartPlaces within, const Bilingual& what);

}  // namespace huiqi
