#include <algorithm>

#include "tools/huiqi/author/case_text.h"
#include "tools/huiqi/author/diff_report.h"
#include "tools/huiqi/author/witness_words.h"

namespace huiqi {
namespace {

/// What stands in front of a change.
[[nodiscard]] Bilingual how_words(const RuleChange& change) {
    if (change.opens_otherwise) {
        return {"地方", "localities"};
    }
    if (!change.decides) {
        return {"字面", "wording"};
    }
    switch (change.how) {
        case RuleChange::How::added: return {"增加", "added"};
        case RuleChange::How::removed: return {"删去", "removed"};
        case RuleChange::How::changed: return {"改动", "changed"};
        case RuleChange::How::moved: return {"移动", "moved"};
    }
    return {};
}

[[nodiscard]] std::string between(const Program& program, const Bilingual& what, const Bilingual& before, const Bilingual& after) {
    std::string text = program.say(what);
    const std::string was = program.say(before);
    const std::string is = program.say(after);
    if (was.empty() && is.empty()) {
        return text;
    }
    text += program.say({"：", ": "});
    if (was.empty() || is.empty()) {
        return text + was + is;
    }
    return text + was + " → " + is;
}

[[nodiscard]] Bilingual file_words(BundleChange::Kind kind) {
    switch (kind) {
        case BundleChange::Kind::bundle: return {"组合 ", "bundle "};
        case BundleChange::Kind::detectors: return {"检测器 ", "detectors "};
        case BundleChange::Kind::library: return {"公用 ", "library "};
        case BundleChange::Kind::rules: return {"还可能改变结果的，事项 ", "what else may change a result, incentive "};
    }
    return {};
}

/// Says that files of a kind changed.
[[nodiscard]] Bilingual changed_words(BundleChange::Kind kind) {
    switch (kind) {
        case BundleChange::Kind::bundle: return {"组合变了", "bundles are others"};
        case BundleChange::Kind::detectors: return {"检测变了", "detectors are others"};
        case BundleChange::Kind::library: return {"公用的数变了，从这里取的规则和检测可能不同", "libraries are others, and so may be rules and detectors that take from them"};
        case BundleChange::Kind::rules: return {"还有没有比较到的改动", "something changed that was not compared"};
    }
    return {};
}

void add_changes(std::string& text, const Program& program, const DiffResult& result, std::size_t at) {
    const ComparedIncentive& one = result.rules.incentives[at];
    for (std::size_t index = 0; index < one.changes.size(); ++index) {
        const RuleChange& change = one.changes[index];
        text += "  " + program.say(how_words(change)) + "  " + change_line(program, change) + "\n";
        if (const std::string place = change_place(result, change); !place.empty()) {
            text += "        " + place + "\n";
        }
        if (at < result.witnesses.size() && result.witnesses[at] && change.decides) {
            text += change_witness_text(program, one, change, result.witnesses[at]->changes[index]);
        }
    }
}

}  // namespace

std::string change_line(const Program& program, const RuleChange& change) { return between(program, change.what, change.before, change.after); }

std::string change_place(const DiffResult& result, const RuleChange& change) {
    const auto place = [](const LoadedRules& rules, const std::optional<Span>& span) {
        return span ? place_text(*span, *rules.rulebook.sources) : std::string();
    };
    const std::string was = place(*result.before, change.old_place);
    const std::string is = place(*result.after, change.new_place);
    std::string text = was.empty() || is.empty() || was == is ? (was.empty() ? is : was) : was + " → " + is;
    const std::string clause = change.old_clause == change.new_clause || change.new_clause.empty() ? change.old_clause
                               : change.old_clause.empty()                                           ? change.new_clause
                                                                                                     : change.old_clause + " → " + change.new_clause;
    return clause.empty() ? text : text + (text.empty() ? "" : " · ") + clause;
}

Bilingual diff_verdict(const DiffResult& result) {
    const RuleComparison& rules = result.rules;
    const auto count = [&](const auto& test) { return std::to_string(std::count_if(rules.incentives.begin(), rules.incentives.end(), test)); };
    if (rules.same_text) {
        return {"两边一字不差", "the two are the same, byte for byte"};
    }
    if (!rules.differs()) {
        return {"没有能改变结果的不同：两边编译出来一样", "nothing that can change a result: both compile to the same"};
    }
    if (!rules.can_differ() && rules.opens_otherwise()) {
        return {"规则自己的结果不变，地方可以定的变了：各地的规则会算得不同",
                "the rules themselves give the same; what localities may set changes, so theirs can come out otherwise"};
    }
    if (!rules.can_differ()) {
        return {"没有能改变结果的不同：只改了写法、顺序、注释或说明", "nothing that can change a result: spelling, order, comments or wording only"};
    }
    const std::string differ = count([](const ComparedIncentive& one) { return one.in_both() && one.can_differ(); });
    const std::string removed = count([](const ComparedIncentive& one) { return one.after == nullptr; });
    const std::string added = count([](const ComparedIncentive& one) { return one.before == nullptr; });
    const std::string same = count([](const ComparedIncentive& one) { return one.in_both() && !one.can_differ(); });
    Bilingual files;
    for (const BundleChange::Kind kind : {BundleChange::Kind::bundle, BundleChange::Kind::detectors, BundleChange::Kind::library, BundleChange::Kind::rules}) {
        if (std::any_of(rules.bundles.begin(), rules.bundles.end(), [&](const BundleChange& one) { return one.decides && one.kind == kind; })) {
            const Bilingual said = changed_words(kind);
            files.zh += "；" + said.zh;
            files.en += "; " + said.en;
        }
    }
    return {differ + " 个事项的结果可能不同，" + same + " 个不会，增加 " + added + " 个，删去 " + removed + " 个" + files.zh,
            "incentives that can come out otherwise: " + differ + "; that cannot: " + same + "; added: " + added + "; removed: " + removed + files.en};
}

std::string diff_text(const Program& program, const DiffResult& result) {
    std::string text;
    const RuleComparison& rules = result.rules;
    for (std::size_t at = 0; at < rules.incentives.size(); ++at) {
        const ComparedIncentive& one = rules.incentives[at];
        if (one.in_both() && one.changes.empty()) {
            continue;
        }
        const std::string title = program.say(one.any().title);
        const std::string id = one.in_both() && one.before->id != one.after->id ? one.before->id + " → " + one.after->id : one.any().id;
        text += id + (title.empty() ? "" : "  " + title) + "\n";
        if (!one.in_both()) {
            text += "  " + program.say(one.after == nullptr ? Bilingual{"这个事项删去了", "this incentive was removed"}
                                                            : Bilingual{"这个事项是新加的", "this incentive was added"}) + "\n";
            continue;
        }
        add_changes(text, program, result, at);
        if (at < result.witnesses.size() && result.witnesses[at]) {
            text += together_text(program, one, *result.witnesses[at]);
        }
        if (!one.same_for_bundles) {
            text += program.say({"  组合读取的值（限额、排序等）变了：结算会不同\n", "  what bundles read of it (caps, ranks) is another: settlement can come out otherwise\n"});
        }
        if (!one.same_for_localities) {
            text += program.say({"  按现在的值两边一样；地方设别的值时会不同\n", "  the same by the values in force; not the same by others that a locality may set\n"});
        }
        if (!one.can_differ() && !one.opens_otherwise()) {
            text += program.say({"  没有能改变结果的：两边编译出来一样\n", "  nothing that can change a result: both compile to the same\n"});
        }
    }
    const BundleChange* last = nullptr;
    for (const BundleChange& change : rules.bundles) {
        if (last == nullptr || change.bundle != last->bundle || change.kind != last->kind) {
            text += program.say(file_words(change.kind)) + change.bundle + "\n";
        }
        last = &change;
        text += "  " + program.say(change.decides ? Bilingual{"改动", "changed"} : Bilingual{"字面", "wording"}) + "  " +
                between(program, change.what, change.before, change.after) + "\n";
    }
    text += program.say(diff_verdict(result)) + "\n";
    return result.batch ? text + batch_difference_text(program, result, *result.batch) : text;
}

}  // namespace huiqi
