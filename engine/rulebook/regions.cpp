#include "engine/rulebook/regions.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

namespace huiqi {
namespace {

/// The digits of a code that say something: province, city, county.
std::string_view significant(std::string_view code) noexcept {
    while (code.size() >= 2 && code.substr(code.size() - 2) == "00") {
        code.remove_suffix(2);
    }
    return code == "10" ? std::string_view() : code;
}

bool names_the_nation(const Incentive& incentive) {
    return incentive.region == "全国" || incentive.region == "中国";
}

bool overlaps(const Incentive& left, const Incentive& right) {
    const auto ends_before = [](const Incentive& one, const Incentive& other) {
        return one.effective && other.effective && one.effective->to && other.effective->from &&
               *one.effective->to < *other.effective->from;
    };
    return !ends_before(left, right) && !ends_before(right, left);
}

/// Tells whether the days of one hold all days of the other.
bool covers(const Incentive& one, const Incentive& other) {
    const auto from = [](const Incentive& at) { return at.effective ? at.effective->from : std::nullopt; };
    const auto to = [](const Incentive& at) { return at.effective ? at.effective->to : std::nullopt; };
    const bool begins = !from(one) || (from(other) && *from(one) <= *from(other));
    const bool ends = !to(one) || (to(other) && *to(other) <= *to(one));
    return begins && ends;
}

/// What decides between two rules for one place, the greater going before.
auto weight(const Incentive& incentive) {
    const auto days = [](const std::optional<Date>& day) { return day ? day->days() : -1'000'000; };
    return std::tuple(significant(incentive.region_code).size(), incentive.rank,
                      days(incentive.effective ? incentive.effective->from : std::nullopt),
                      days(incentive.issued));
}

bool goes_behind(const Incentive* left, const Incentive* right) { return weight(*left) < weight(*right); }

void report_outside(const Incentive& overlay, const Incentive& parent, Diagnostics& diagnostics) {
    auto& outside = diagnostics.error(
        "E363", overlay.region_span,
        {fmt::format("细则的地区 {} 不在上位政策的地区 {} 以内", overlay.region_code, parent.region_code),
         fmt::format("the region {} of the overlay does not lie in that of its parent, {}",
                     overlay.region_code, parent.region_code)},
        {"检查行政区划代码和“上位”", "check the region codes and the `parent`"});
    outside.related.push_back({parent.region_span, {"上位政策的地区", "the region of the parent"}});
}

/// Tells of an overlay whose parent gives way to another rule at its own region while the overlay is in force.
void report_superseded(const Incentive& overlay, const Incentive& parent, const Incentive& instead, const Date& day,
                       Diagnostics& diagnostics) {
    auto& stale = diagnostics.warning(
        "W552", overlay.declared,
        {fmt::format("{} 起“{}”的上位“{}”在 {} 已经让位给“{}”，“{}”却还按旧的上位计算", day.text(), overlay.id, parent.id,
                     parent.region_code, instead.id, overlay.id),
         fmt::format("from {} on `{}`, the parent of `{}`, gives way at {} to `{}`, and `{}` still computes by it", day.text(),
                     parent.id, overlay.id, parent.region_code, instead.id, overlay.id)},
        {"给这个细则写“施行”的止日，再写一个以新的为上位的细则；真要照旧的，就让旧的位阶更高或者不让位",
         "let this overlay end (`effective`), and lay a new one over the rule that took its place"});
    stale.related.push_back({instead.declared, {"让位给这个", "this took its place"}});
}

void report_tie(const Incentive& first, const Incentive& second, Diagnostics& diagnostics) {
    auto& tie = diagnostics.error(
        "E364", second.region_span,
        {fmt::format("“{}”和“{}”是同一地区的细则，分不出先后", first.id, second.id),
         fmt::format("`{}` and `{}` are overlays for one region, and nothing decides between them", first.id,
                     second.id)},
        {"写上各自的“地区”代码；先后施行的，写“施行: {自, "
         "至}”；位阶不同的，写“位阶”；新旧不同的，在依据里写“印发日期”",
         "give each its region code; write `effective: {from, to}` where one follows the other, `rank` where "
         "one goes before, "
         "or `issued` in the sources where one is newer"});
    tie.related.push_back({first.region_span, {first.id, first.id}});
}

/// Reports each overlay that ties with one before it: nothing tells which of the two is in force on some day.
void report_ties(const RegionChoice& rules, const std::vector<const Incentive*>& overlays,
                 Diagnostics& diagnostics) {
    for (auto at = overlays.begin(); at != overlays.end(); ++at) {
        const auto tied = std::find_if(overlays.begin(), at, [&](const Incentive* first) {
            return weight(*first) == weight(**at) && overlaps(*first, **at) && !rules.stands_on(*first, **at) &&
                   !rules.stands_on(**at, *first);
        });
        if (tied != at) {
            report_tie(**tied, **at, diagnostics);
        }
    }
}

}  // namespace

bool region_holds(std::string_view region_code, std::string_view place_code) noexcept {
    return place_code.starts_with(significant(region_code));
}

RegionChoice::RegionChoice(const Rulebook& rulebook, Place place)
    : rulebook_(rulebook), place_(std::move(place)) {
    std::unordered_map<std::string_view, const Incentive*> ids;
    for (const Incentive& one : rulebook.incentives) {
        ids.emplace(one.id, &one);
    }
    for (const Incentive& one : rulebook.incentives) {
        const auto parent = ids.find(one.parent);
        if (!one.parent.empty() && parent != ids.end()) {
            parents_.emplace(&one, parent->second);
        }
    }
}

const Incentive* RegionChoice::parent(const Incentive& incentive) const {
    const auto found = parents_.find(&incentive);
    return found == parents_.end() ? nullptr : found->second;
}

const Incentive& RegionChoice::root(const Incentive& incentive) const {
    const Incentive* at = &incentive;
    for (const Incentive* above = parent(*at); above != nullptr; above = parent(*at)) {
        at = above;
    }
    return *at;
}

bool RegionChoice::in_region(const Incentive& incentive) const {
    const bool without_code = incentive.region_code.empty() && !incentive.region.empty() && !names_the_nation(incentive);
    return !without_code && region_holds(incentive.region_code, place_.code);
}

bool RegionChoice::candidate(const Incentive& incentive) const {
    const auto& effective = incentive.effective;
    const bool on_the_day =
        !place_.day || !effective ||
        ((!effective->from || *effective->from <= *place_.day) && (!effective->to || *place_.day <= *effective->to));
    return on_the_day && in_region(incentive);
}

std::vector<const Incentive*> RegionChoice::on_other_days(const Incentive& used) const {
    std::vector<const Incentive*> all;
    const Incentive& family = root(used);
    for (const Incentive& one : rulebook_.incentives) {
        const bool related = &one == &family || (!one.parent.empty() && stands_on(one, family));
        if (related && &one != &used && !one.abstract && in_region(one) && !covers(used, one)) {
            all.push_back(&one);
        }
    }
    return all;
}

std::vector<const Incentive*> RegionChoice::overtaking(const Incentive& used) const {
    const Incentive& family = root(used);
    const std::vector<const Incentive*> all = RegionChoice(rulebook_, {.code = place_.code, .day = std::nullopt}).candidates(family);
    const auto holds = [&](Date day) {
        return !used.effective || ((!used.effective->from || *used.effective->from <= day) && (!used.effective->to || day <= *used.effective->to));
    };
    // what is in force changes only on a first day, or behind a last one
    std::vector<Date> days;
    for (const Incentive* one : all) {
        if (one->effective && one->effective->from) {
            days.push_back(*one->effective->from);
        }
        if (one->effective && one->effective->to && one->effective->to->days() < Date::from_civil(9999, 12, 31)->days()) {
            days.push_back(Date::from_days(one->effective->to->days() + 1));
        }
    }
    std::vector<const Incentive*> others;
    for (const Date day : days) {
        const Incentive* then = holds(day) ? RegionChoice(rulebook_, {.code = place_.code, .day = day}).of(family).in_force : nullptr;
        if (then != nullptr && then != &used && std::find(others.begin(), others.end(), then) == others.end()) {
            others.push_back(then);
        }
    }
    return others;
}

bool RegionChoice::stands_on(const Incentive& overlay, const Incentive& below) const {
    for (const Incentive* at = parent(overlay); at != nullptr; at = parent(*at)) {
        if (at == &below) {
            return true;
        }
    }
    return false;
}

std::vector<const Incentive*> RegionChoice::candidates(const Incentive& incentive) const {
    std::vector<const Incentive*> all;
    for (const Incentive& one : rulebook_.incentives) {
        if ((&one == &incentive || (!one.parent.empty() && stands_on(one, incentive))) && candidate(one)) {
            all.push_back(&one);
        }
    }
    return all;
}

std::vector<const Incentive*> RegionChoice::topmost(const std::vector<const Incentive*>& all) const {
    std::vector<const Incentive*> top;
    std::copy_if(all.begin(), all.end(), std::back_inserter(top), [&](const Incentive* one) {
        return std::none_of(all.begin(), all.end(),
                            [&](const Incentive* other) { return stands_on(*other, *one); });
    });
    return top;
}

RegionChoice::Found RegionChoice::of(const Incentive& incentive) const {
    const std::vector<const Incentive*> all = candidates(incentive);
    const std::vector<const Incentive*> top = topmost(all);
    if (top.empty()) {
        return {};
    }
    const Incentive& best = **std::max_element(top.begin(), top.end(), goes_behind);
    Found found;
    for (const Incentive* one : all) {
        const bool equal = weight(*one) == weight(best) && std::find(top.begin(), top.end(), one) != top.end();
        // without a day, one that is in force when the best is not may be the right one
        if (equal || (!place_.day && !covers(best, *one))) {
            found.tied.push_back(one);
        }
    }
    if (found.tied.size() == 1) {
        found.in_force = found.tied.front();
        found.tied.clear();
    }
    return found;
}

const Incentive* RegionChoice::foremost(const Incentive& incentive) const {
    const std::vector<const Incentive*> top = topmost(candidates(incentive));
    const auto best = std::max_element(top.begin(), top.end(), goes_behind);
    return best == top.end() ? nullptr : *best;
}

std::vector<const Incentive*> RegionChoice::roots() const {
    std::vector<const Incentive*> all;
    for (const Incentive& one : rulebook_.incentives) {
        if (one.parent.empty()) {
            all.push_back(&one);
        }
    }
    return all;
}

std::vector<const Incentive*> RegionChoice::without_code() const {
    std::vector<const Incentive*> all;
    for (const Incentive& one : rulebook_.incentives) {
        if (one.region_code.empty() && !one.region.empty() && !names_the_nation(one) && !one.support) {
            all.push_back(&one);
        }
    }
    return all;
}

namespace {

bool in_force_on(const Incentive& incentive, const Date& day) {
    const auto& effective = incentive.effective;
    return !effective || ((!effective->from || *effective->from <= day) && (!effective->to || day <= *effective->to));
}

/// Looks, for each overlay laid over another one, at the days on which some rule of the parent's region begins.
void check_superseded(const Rulebook& rulebook, const RegionChoice& rules, Diagnostics& diagnostics) {
    for (const Incentive& overlay : rulebook.incentives) {
        const Incentive* parent = rules.parent(overlay);
        if (parent == nullptr || rules.parent(*parent) == nullptr || parent->region_code.empty() ||
            overlay.region_code == parent->region_code) {
            continue;
        }
        for (const Incentive& other : rulebook.incentives) {
            if (&other == parent || other.region_code != parent->region_code || &rules.root(other) != &rules.root(overlay)) {
                continue;
            }
            std::optional<Date> day;
            for (const Incentive* one : {&overlay, &other}) {
                if (one->effective && one->effective->from && (!day || *day < *one->effective->from)) {
                    day = one->effective->from;
                }
            }
            if (!day || !in_force_on(overlay, *day)) {
                continue;
            }
            const Incentive* found = RegionChoice(rulebook, {parent->region_code, day}).of(rules.root(overlay)).in_force;
            if (found != nullptr && found != parent && found->region_code == parent->region_code) {
                report_superseded(overlay, *parent, *found, *day, diagnostics);
                break;
            }
        }
    }
}

}  // namespace

void check_regions(const Rulebook& rulebook, Diagnostics& diagnostics) {
    const RegionChoice rules(rulebook, {});
    std::map<std::pair<const Incentive*, std::string_view>, std::vector<const Incentive*>> places;
    for (const Incentive& overlay : rulebook.incentives) {
        const Incentive* parent = rules.parent(overlay);
        if (parent == nullptr || overlay.region_code.empty()) {
            continue;
        }
        if (!region_holds(parent->region_code, overlay.region_code)) {
            report_outside(overlay, *parent, diagnostics);
        }
        places[{&rules.root(overlay), overlay.region_code}].push_back(&overlay);
    }
    for (const auto& [place, overlays] : places) {
        report_ties(rules, overlays, diagnostics);
    }
    check_superseded(rulebook, rules, diagnostics);
}

void check_place(const Rulebook& rulebook, const Place& place, Diagnostics& diagnostics) {
    const RegionChoice rules(rulebook, place);
    for (const Incentive* root : rules.roots()) {
        const RegionChoice::Found found = rules.of(*root);
        // without a day several may be in force one after the other, which is no tie
        report_ties(rules, found.tied, diagnostics);
        if (found.in_force == nullptr || !found.in_force->abstract) {
            continue;
        }
        const Incentive& open = *found.in_force;
        const std::string names = fmt::format("{}", fmt::join(open.unset, "、"));
        diagnostics.warning(
            "W525", open.declared,
            {fmt::format("在 {} 施行的是“{}”，没有细则给必填的参数取值：{}", place.code, open.id, names),
             fmt::format("at {} `{}` is in force, and no overlay sets the required parameters {}", place.code,
                         open.id, names)},
            {"写一个这个地区的细则；没有它就不能计算",
             "write an overlay for this region; without it nothing is computed"});
    }
    for (const Incentive* one : rules.without_code()) {
        diagnostics.warning(
            "W524", one->region_span,
            {fmt::format("地区“{}”没有代码，按地区选用时用不上", one->region),
             fmt::format("the region `{}` has no code, so that it is never picked by region", one->region)},
            {"加上 GB/T 2260 的六位代码，例如 江苏省 320000",
             "add the six digits of GB/T 2260, such as 江苏省 320000"});
    }
}

}  // namespace huiqi
