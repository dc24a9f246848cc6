#include "engine/rulebook/changes/change_list.h"

namespace huiqi {

namespace {

using How = RuleChange::How;

}  // namespace

RuleChange& ChangeList::add(ChangedPart part, How how, Bilingual what, Bilingual was, Bilingual is) {
    RuleChange& made = changes_.emplace_back();
    made.part = part;
    made.how = how;
    made.what = std::move(what);
    made.before = std::move(was);
    made.after = std::move(is);
    return made;
}

void ChangeList::cite(RuleChange& change, const Provenance* was, const Provenance* is) const {
    change.old_clause = was == nullptr ? "" : clause_words(before_, *was);
    change.new_clause = is == nullptr ? "" : clause_words(after_, *is);
}

void ChangeList::prose(ChangedPart part, const Bilingual& what, const Bilingual& was, const Bilingual& is,
                       const Span& old_place, const Span& new_place) {
    if (was == is) {
        return;
    }
    RuleChange& made = add(part, How::changed, what, was, is);
    made.decides = false;
    made.old_place = old_place;
    made.new_place = new_place;
}

void ChangeList::sources(const Bilingual& what, const Provenance& was, const Provenance& is,
                         const Span& old_place, const Span& new_place) {
    const Bilingual old_clause = written(clause_words(before_, was));
    const Bilingual new_clause = written(clause_words(after_, is));
    prose(ChangedPart::source, {what.zh + "的依据", "the source of " + what.en}, old_clause, new_clause,
          old_place, new_place);
    prose(ChangedPart::source, {what.zh + "的理解", "the reading of " + what.en}, was.interpretation,
          is.interpretation, old_place, new_place);
}

}  // namespace huiqi
