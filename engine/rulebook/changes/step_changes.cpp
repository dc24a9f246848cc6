#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "engine/rulebook/changes/change_list.h"
#include "engine/rulebook/changes/sequence_changes.h"

namespace huiqi {
namespace {

using How = RuleChange::How;
using Steps = std::vector<AwardStep>;

/// Tells of a step that was added, removed or changed.
RuleChange& tell_step(ChangeList& changes, const Bilingual& what, const AwardStep* old,
                      const AwardStep* now) {
    const How how = old == nullptr ? How::added : now == nullptr ? How::removed : How::changed;
    RuleChange& made =
        changes.add(ChangedPart::step, how, what, old == nullptr ? Bilingual() : step_words(*old),
                    now == nullptr ? Bilingual() : step_words(*now));
    made.old_place = old == nullptr ? std::nullopt : std::optional(old->declared);
    made.new_place = now == nullptr ? std::nullopt : std::optional(now->declared);
    changes.cite(made, old == nullptr ? nullptr : &old->provenance,
                 now == nullptr ? nullptr : &now->provenance);
    return made;
}

/// Makes one change of a step that was removed here and added there, among the changes from `first` on.
void join_moved(ChangeList& changes, const Steps& was, const Steps& is, std::size_t first) {
    std::vector<RuleChange>& all = changes.all();
    for (std::size_t at = first; at < all.size(); ++at) {
        RuleChange& removed = all[at];
        if (removed.part != ChangedPart::step || removed.how != How::removed) {
            continue;
        }
        const auto added = std::find_if(all.begin() + static_cast<std::ptrdiff_t>(first), all.end(),
                                        [&](const RuleChange& one) {
                                            return one.part == ChangedPart::step && one.how == How::added &&
                                                   changes.parts().same(was[removed.old_at], is[one.new_at]);
                                        });
        if (added == all.end()) {
            continue;
        }
        const std::string to = std::to_string(added->new_at + 1);
        removed.how = How::moved;
        removed.moved_to = added->old_at;
        removed.new_at = added->new_at;
        removed.new_place = added->new_place;
        removed.new_clause = added->new_clause;
        removed.after = {"现在是第 " + to + " 步", "now step " + to};
        const auto gone = static_cast<std::size_t>(added - all.begin());
        all.erase(added);
        at -= gone < at ? 1U : 0U;
    }
}

}  // namespace

void compare_steps(ChangeList& changes, const Steps& was, const Steps& is, RuleChange::StepsOf list,
                   PartPlaces within, const Bilingual& what) {
    const auto same = [&](std::size_t old, std::size_t now) {
        return changes.parts().same(was[old], is[now]);
    };
    const auto alike = [&](std::size_t old, std::size_t now) { return was[old].kind == is[now].kind; };
    const std::size_t first = changes.all().size();
    std::size_t place = 0;  // among the old ones
    for (const SequencePair& pair : compare_sequences(was.size(), is.size(), same, alike)) {
        place = pair.before.value_or(place);
        const AwardStep* old = pair.before ? &was[*pair.before] : nullptr;
        const AwardStep* now = pair.after ? &is[*pair.after] : nullptr;
        const std::string number = std::to_string((pair.before ? *pair.before : *pair.after) + 1);
        const Bilingual step{what.zh + "第 " + number + " 步", "step " + number + " of " + what.en};
        if (pair.same) {
            changes.sources(step, old->provenance, now->provenance, old->declared, now->declared);
        } else {
            RuleChange& made = tell_step(changes, step, old, now);
            made.steps = list;
            made.old_within = within.before;
            made.new_within = within.after;
            made.old_at = place;
            made.new_at = pair.after.value_or(0);
        }
        place += pair.before ? 1U : 0U;
    }
    join_moved(changes, was, is, first);
}

}  // namespace huiqi
