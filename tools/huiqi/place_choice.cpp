#include <algorithm>

#include <CLI/CLI.hpp>

#include "tools/huiqi/rules.h"

namespace huiqi {
namespace {

[[nodiscard]] std::string days_of(const Incentive& incentive) {
    if (!incentive.effective || (!incentive.effective->from && !incentive.effective->to)) {
        return "";
    }
    const auto text = [](const std::optional<Date>& day) { return day ? day->text() : std::string(); };
    return " (" + text(incentive.effective->from) + ".." + text(incentive.effective->to) + ")";
}

[[nodiscard]] std::string ids_of(const std::vector<const Incentive*>& incentives) {
    std::string ids;
    for (const Incentive* one : incentives) {
        ids += (ids.empty() ? "" : "、") + one->id + days_of(*one);
    }
    return ids;
}

void complain_of_tie(const Program& program, const Place& place, const std::vector<const Incentive*>& tied) {
    complain(program,
             {"在 " + place.code + " 分不出用哪一个：" + ids_of(tied),
              "nothing decides at " + place.code + " between " + ids_of(tied)},
             place.day ? Bilingual{"在规则里写上施行期、位阶或印发日期",
                                   "give periods, ranks or days of issue in the rules"}
                       : Bilingual{"加上 --on 日期，说明按哪一天施行的规则",
                                   "add --on DAY, the day whose rules count"});
}

/// Says which rule is used where it is not the one that was named.
void tell(const Program& program, const Place& place, const Incentive& named, const Incentive& used) {
    if (&named != &used) {
        talk(program.say({place.code + "：“" + named.id + "”用“" + used.id + "”",
                          place.code + ": `" + named.id + "` is `" + used.id + "`"}));
    }
}

/// Says which rules hold later, or held before, on some of the days of the one that is used: here it decides on those days too.
void tell_overtaking(const Program& program, const RegionChoice& choice, const Place& place, const Incentive& used) {
    const auto others = place.day ? choice.overtaking(used) : std::vector<const Incentive*>();
    if (!others.empty()) {
        talk(program.say({"注意：按 " + place.day->text() + " 的规则，全部用“" + used.id + "”；在 " + place.code + "，它的施行期内有些日子施行的是 " +
                              ids_of(others) + "：那些日子的申报换一个 --on 另算",
                          "note: by the rules of " + place.day->text() + " all is decided by `" + used.id + "`; at " + place.code +
                              " others hold on some of its days: " + ids_of(others) + ". Run applications of those days apart with another --on"}));
    }
}

void tell_left_out(const Program& program, const RegionChoice& choice, const Place& place,
                   const std::vector<const Incentive*>& open) {
    if (const auto without = choice.without_code(); !without.empty()) {
        talk(program.say({"地区没有代码，没有用：" + ids_of(without),
                          "left out, since their regions have no code: " + ids_of(without)}));
    }
    for (const Incentive* one : open) {
        std::string names;
        for (const std::string& name : one->unset) {
            names += (names.empty() ? "" : "、") + name;
        }
        talk(program.say({place.code + "：“" + one->id + "”没有细则给出" + names + "，没有用",
                          place.code + ": `" + one->id + "` was left out, since no overlay sets " + names}));
    }
}

/// Tells whether something of a family of overlays was asked for, not only what others lean on.
[[nodiscard]] bool asked_for(const Rulebook& rulebook, const RegionChoice& choice, const Incentive& root) {
    return std::any_of(rulebook.incentives.begin(), rulebook.incentives.end(), [&](const Incentive& one) {
        return !one.support && (&one == &root || choice.stands_on(one, root));
    });
}

}  // namespace

void RuleChoice::add_options(CLI::App& command) {
    command.add_option("--only", only, "the bundle or incentive to use / 只用这个组合或事项");
    add_place_options(command);
}

void RuleChoice::add_place_options(CLI::App& command) {
    command.add_option("--region", region,
                       "use what is in force in this region (GB/T 2260) / 用这个行政区划施行的规则");
    command.add_option("--on", on, "… on this day, such as 2025-01-01 / 在哪一天施行的");
}

std::optional<Place> read_place(const Program& program, const RuleChoice& choice, bool& sound) {
    const bool digits =
        choice.region.size() == 6 && choice.region.find_first_not_of("0123456789") == std::string::npos;
    if (choice.region.empty() ? !choice.on.empty() : !digits) {
        complain(
            program, {"--region 要写六位行政区划代码", "--region wants a region code of six digits"},
            {"例如 --region 320500；--on 和它一起用", "for instance --region 320500; --on goes with it"});
        sound = false;
        return std::nullopt;
    }
    if (choice.region.empty()) {
        return std::nullopt;
    }
    Place place{.code = choice.region, .day = std::nullopt};
    if (!choice.on.empty()) {
        place.day = read_day(program, choice.on);
        sound = place.day.has_value();
    }
    return place;
}

/// Versions of one incentive (接替) stand side by side in a bundle, and the date of each application says which decides it: one that
/// is not in force on the day of --on still has its own days. Gives what holds at the place on those; where overlays of it follow one
/// another, the one that nothing else can stand for on its days, so that no application is decided by the wrong one.
[[nodiscard]] const Incentive* version_on_its_days(const Rulebook& rulebook, const Place& place, const Selected& selected,
                                                   const Incentive& version) {
    const bool versions = std::any_of(selected.incentives.begin(), selected.incentives.end(), [&](const Incentive* other) {
        return other->follows(version) || version.follows(*other);
    });
    if (!versions) {
        return nullptr;
    }
    return RegionChoice(rulebook, {.code = place.code, .day = std::nullopt}).foremost(version);
}

/// Says that a version which is for other days waits for a local parameter there: that is no reason to refuse those of the day.
void tell_open_version(const Program& program, const Place& place, const Incentive& version) {
    std::string names;
    for (const std::string& name : version.unset) {
        names += (names.empty() ? "" : "、") + name;
    }
    talk(program.say({place.code + "：“" + version.id + "”" + days_of(version) + "没有细则给出" + names + "，它施行期内的申报列为出错，不计算",
                      place.code + ": no overlay sets " + names + " of `" + version.id + "`" + days_of(version) +
                          "; applications of its days are listed as errors"}));
}

std::optional<Selected> in_force_at(const Program& program, const Rulebook& rulebook, const Place& place,
                                    Selected selected) {
    const RegionChoice choice(rulebook, place);
    const Selected named = selected;
    for (const Incentive*& incentive : selected.incentives) {
        RegionChoice::Found found = choice.of(*incentive);
        if (found.in_force == nullptr && found.tied.empty()) {
            found.in_force = version_on_its_days(rulebook, place, named, *incentive);
            if (found.in_force != nullptr && found.in_force->abstract) {
                tell_open_version(program, place, *found.in_force);
                selected.open.push_back(found.in_force);
            }
        }
        if (!found.tied.empty()) {
            complain_of_tie(program, place, found.tied);
            return std::nullopt;
        }
        if (found.in_force == nullptr) {
            complain(program,
                     {"“" + incentive->id + "”在 " + place.code + " 不施行",
                      "`" + incentive->id + "` is not in force at " + place.code},
                     {"检查“地区”的代码、施行期和 --on", "look at the region codes, the periods and --on"});
            return std::nullopt;
        }
        tell(program, place, *incentive, *found.in_force);
        tell_overtaking(program, choice, place, *found.in_force);
        incentive = found.in_force;
    }
    return selected;
}

void tell_of_other_days(const Program& program, const Rulebook& rulebook, const RuleChoice& choice, const Incentive& used,
                        std::uint64_t outside) {
    if (choice.region.empty() || outside == 0) {
        return;
    }
    const auto others = RegionChoice(rulebook, {.code = choice.region, .day = std::nullopt}).on_other_days(used);
    if (others.empty()) {
        return;
    }
    const std::string count = std::to_string(outside);
    talk(program.say({"注意：有 " + count + " 份申报不在“" + used.id + "”的施行期内；在 " + choice.region + "，别的日子施行的是 " +
                          ids_of(others) + "：这些申报换一个 --on 另算",
                      "note: " + count + " applications lie outside the days of `" + used.id + "`; at " + choice.region +
                          " others hold on other days: " + ids_of(others) + ". Run them apart with another --on"}));
}

std::optional<Selected> all_in_force_at(const Program& program, const Rulebook& rulebook,
                                        const Place& place) {
    const RegionChoice choice(rulebook, place);
    Selected selected;
    std::vector<const Incentive*> open;
    for (const Incentive* root : choice.roots()) {
        if (!asked_for(rulebook, choice, *root)) {
            continue;
        }
        const RegionChoice::Found found = choice.of(*root);
        if (!found.tied.empty()) {
            complain_of_tie(program, place, found.tied);
            return std::nullopt;
        }
        if (found.in_force == nullptr) {
            continue;
        }
        if (found.in_force->abstract) {
            open.push_back(found.in_force);
            continue;
        }
        tell(program, place, *root, *found.in_force);
        tell_overtaking(program, choice, place, *found.in_force);
        selected.incentives.push_back(found.in_force);
    }
    tell_left_out(program, choice, place, open);
    if (selected.incentives.empty()) {
        complain(program, {"在 " + place.code + " 没有可以计算的事项",
                           "no incentive can be computed at " + place.code});
        return std::nullopt;
    }
    return selected;
}

}  // namespace huiqi
