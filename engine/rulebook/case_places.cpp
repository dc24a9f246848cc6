#include "engine/rulebook/case_places.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/regions.h"

namespace huiqi {
namespace {

void report(const CaseRegion& place, const Incentive& incentive, const Incentive* instead, Diagnostics& diagnostics) {
    const Bilingual found = instead != nullptr
                                ? Bilingual{fmt::format("那里施行的是“{}”", instead->id), fmt::format("`{}` is in force there", instead->id)}
                                : Bilingual{"那里没有施行的规则", "no rule is in force there"};
    auto& wrong = diagnostics.error(
        "E369", place.place,
        {fmt::format("用例“{}”说它在 {}，{}，不是“{}”", excerpt(place.name), place.code, found.zh, incentive.id),
         fmt::format("the case `{}` says that it is at {}; {}, not `{}`", excerpt(place.name), place.code, found.en, incentive.id)},
        {"检查细则的“地区”代码、施行期和“上位”；真是别处的，改用例的“地区”",
         "check the region code, the days and the `parent` of the overlay; where the case is meant for another place, mend its `region`"});
    wrong.related.push_back({incentive.region_span, {"这个规则的地区", "the region of this rule"}});
}

}  // namespace

void check_case_places(const Rulebook& rulebook, const std::vector<CaseRegion>& places, Diagnostics& diagnostics) {
    for (const CaseRegion& place : places) {
        const Incentive* incentive = rulebook.find(place.incentive);
        if (incentive == nullptr) {
            continue;
        }
        const RegionChoice rules(rulebook, {.code = place.code, .day = place.day});
        const RegionChoice::Found found = rules.of(rules.root(*incentive));
        const bool among = std::find(found.tied.begin(), found.tied.end(), incentive) != found.tied.end();
        if (found.in_force != incentive && !among) {
            report(place, *incentive, found.in_force, diagnostics);
        }
    }
}

}  // namespace huiqi
