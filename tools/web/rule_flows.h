#pragma once

#include "engine/rulebook/rulebook.h"
#include "tools/web/flow_picture.h"
#include "tools/web/rule_view.h"

namespace huiqi {

/// How an incentive comes to its award: what is asked, what is computed of it, the conditions, the steps with limits and rounding,
/// what comes out and how it is divided.
[[nodiscard]] FlowPicture incentive_flow(const RuleView& view, const Incentive& incentive);
/// How a bundle comes to what is paid: its incentives and what they take from one another, stacking and exclusion, limits, quotas,
/// budgets, payers.
[[nodiscard]] FlowPicture bundle_flow(const RuleView& view, const Bundle& bundle);

/// Gives how two or more incentives stand together: `就高：A、B`. Also the words of bundle pages.
[[nodiscard]] Bilingual group_words(const BundleSettlement::Group& group);
[[nodiscard]] Bilingual limit_words(const BundleSettlement::Limit& limit);
[[nodiscard]] Bilingual quota_words(const BundleSettlement::Quota& quota);
[[nodiscard]] Bilingual budget_words(const BundleSettlement::Budget& budget);
[[nodiscard]] Bilingual payer_words(const BundleSettlement::Payer& payer);

}  // namespace huiqi
