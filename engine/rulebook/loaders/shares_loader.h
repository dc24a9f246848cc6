#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/rulebook/fields.h"
#include "engine/rulebook/names.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Reads `分担` and `收款` and makes `奖补`, `分担` and `收款` names for what follows. Reports E353 for shares that cannot be
/// seen to make up the award.
void load_shares(LoadContext& context, const Fields& file, RuleNames& names);

/// Makes what an incentive has of award, shares and instalments names for what follows; a name of its own comes first.
void declare_results(RuleNames& names);

/// One part of an award while the parts are held against one another.
struct ReadShare {
    Share share;
    bool by_rate = false;
    std::optional<Rational> rate;   ///< where it is constant
    std::optional<Rational> amount; ///< likewise of an amount
    Span place;                     ///< of what it says about its size
};

/// Reads a part: `比例` or `额` with `取整` and `上限`, or `余额`. `name_key` holds its name.
[[nodiscard]] ReadShare read_share(LoadContext& context, const Fields& keys, RuleNames& names, std::string_view name_key);

/// Reports E353 for parts that do not make up a whole: one takes what the others leave, or constant rates add up to 1 and
/// one of them takes the cents. The parts of a schedule, in which the award of `paid` is paid, may all be fixed amounts,
/// unless they are seen to stay below it. E312 for a name that is taken.
void check_whole(LoadContext& context, const std::vector<ReadShare>& parts, Span owner, const Incentive* paid);

}  // namespace huiqi
