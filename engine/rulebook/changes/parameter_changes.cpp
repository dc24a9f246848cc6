#include <string>
#include <vector>

#include "engine/rulebook/changes/change_list.h"

namespace huiqi {
namespace {

using How = RuleChange::How;

/// One parameter in both versions.
struct BothParameters {
    const Parameter& was;
    const Parameter& is;
    PartPlaces at;
};

[[nodiscard]] std::string clause_of(const Incentive& rule, const Parameter& parameter,
                                    const Parameter::Version& one) {
    Provenance cited = parameter.provenance;
    cited.source = one.source.empty() ? cited.source : one.source;
    return clause_words(rule, cited);
}

/// Tells of a value that a parameter has from a day on; nothing for the side that lacks it.
void tell_version(ChangeList& changes, const BothParameters& both, How how, const Parameter::Version* old,
                  const Parameter::Version* now) {
    const auto& from = (old != nullptr ? old : now)->from;
    const std::string when_zh = from ? "（" + from->text() + " 起）" : "";
    const std::string when_en = from ? " (from " + from->text() + ")" : "";
    const Bilingual what = part_words("参数", "parameter", both.was.name);
    RuleChange& made = changes.add(ChangedPart::parameter, how, {what.zh + when_zh, what.en + when_en},
                                   old == nullptr ? Bilingual() : value_words(both.was, old->value),
                                   now == nullptr ? Bilingual() : value_words(both.is, now->value));
    made.old_within = both.at.before;
    made.new_within = both.at.after;
    made.old_at =
        old == nullptr ? both.was.versions.size() : static_cast<std::size_t>(old - both.was.versions.data());
    made.new_at = now == nullptr ? 0 : static_cast<std::size_t>(now - both.is.versions.data());
    if (old != nullptr) {
        made.old_place = old->span;
        made.old_clause = clause_of(changes.before(), both.was, *old);
    }
    if (now != nullptr) {
        made.new_place = now->span;
        made.new_clause = clause_of(changes.after(), both.is, *now);
    }
}

/// The values of a parameter over time, by the day from which each is in force.
void compare_versions(ChangeList& changes, const BothParameters& both) {
    const std::vector<Parameter::Version>& was = both.was.versions;
    const std::vector<Parameter::Version>& is = both.is.versions;
    const auto day = [](const Parameter::Version& one) { return one.from; };
    const auto changed = [&](PartPlaces at) {
        if (!(was[at.before].value == is[at.after].value)) {
            tell_version(changes, both, How::changed, &was[at.before], &is[at.after]);
        }
    };
    ChangeList::by_name(was, is, day, changed, [&](How how, std::size_t at) {
        const bool removed = how == How::removed;
        tell_version(changes, both, how, removed ? &was[at] : nullptr, removed ? nullptr : &is[at]);
    });
}

[[nodiscard]] Bilingual first_value(const Parameter& one) {
    return one.versions.empty() ? Bilingual{"未设定", "unset"} : value_words(one, one.versions.front().value);
}

/// Gives what a locality may set of a parameter.
[[nodiscard]] Bilingual local_words(const Parameter& one) {
    if (one.local == Parameter::Local::fixed) {
        return {"地方不可改", "fixed"};
    }
    const bool required = one.local == Parameter::Local::required;
    const std::string band_zh = one.band_text.empty() ? "，没有幅度" : "，幅度 " + one.band_text;
    const std::string band_en = one.band_text.empty() ? ", without a band" : ", within " + one.band_text;
    return {(required ? "地方必填" : "地方可填") + band_zh, (required ? "required" : "allowed") + band_en};
}

/// What is open to localities changes no result of this rule, and those of every overlay over it.
void compare_local(ChangeList& changes, const BothParameters& both) {
    if (both.was.local == both.is.local && both.was.band_text == both.is.band_text) {
        return;
    }
    const NamedKind kind{ChangedPart::local, "地方可以定的参数", "what localities may set of the parameter"};
    RuleChange& made = changes.other(kind.part, kind.words(both.was.name), both.was, both.is, both.at, local_words);
    made.decides = false;
    made.opens_otherwise = true;
    made.old_place = both.was.band_text.empty() ? both.was.declared : both.was.band_span;
    made.new_place = both.is.band_text.empty() ? both.is.declared : both.is.band_span;
}

}  // namespace

void compare_parameters(ChangeList& changes) {
    const NamedKind kind{ChangedPart::parameter, "参数", "parameter"};
    const std::vector<Parameter>& before = changes.before().parameters;
    const std::vector<Parameter>& after = changes.after().parameters;
    const auto name = [](const Parameter& one) { return one.name; };
    const auto both = [&](PartPlaces at) {
        const Parameter& was = before[at.before];
        const Parameter& is = after[at.after];
        compare_local(changes, {was, is, at});
        if (!changes.parts().same_declaration(was, is)) {
            RuleChange& made = changes.other(kind.part, kind.words(was.name), was, is, at, first_value);
            made.old_within = made.new_within = kWhole;
            return;
        }
        compare_versions(changes, {was, is, at});
        changes.sources(kind.words(was.name), was.provenance, is.provenance, was.declared, is.declared);
    };
    ChangeList::by_name(before, after, name, both, [&](How how, std::size_t at) {
        const bool removed = how == How::removed;
        const Parameter& one = removed ? before[at] : after[at];
        const PartPlaces places = removed ? PartPlaces{at, 0} : PartPlaces{before.size(), at};
        RuleChange& made = changes.one_sided(kind.part, how, kind.words(one.name), one, places, first_value);
        made.old_within = made.new_within = kWhole;
    });
}

}  // namespace huiqi
