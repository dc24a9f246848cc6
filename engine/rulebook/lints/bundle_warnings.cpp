#include "engine/rulebook/lints/bundle_warnings.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <variant>

#include <fmt/format.h>

#include "engine/rulebook/dependencies.h"

namespace huiqi {
namespace {

using Member = BundleSettlement::Member;

/// Tells whether money stands in a field, or in a field of its elements.
[[nodiscard]] bool holds_money(const FieldSchema& field) {
    const Type type = field.type.without_optional();
    return (type.is(TypeKind::number) && type.unit().is_money()) ||
           std::any_of(field.fields.begin(), field.fields.end(), [](const FieldSchema& inner) { return holds_money(inner); });
}

/// Tells whether an award goes by shares of an amount, and so pays a part of a cost: 乘, 分档, or a base that is money as asked.
[[nodiscard]] std::vector<bool> costs_of(const Incentive& incentive) {
    Dependencies dependencies(incentive);
    Reads reads = dependencies.none();
    for (const AwardStep& step : incentive.award) {
        if (step.kind == AwardStep::Kind::base && step.value) {
            reads.add(dependencies.of(*step.value));
        }
    }
    return reads.inputs;
}

class SharedCosts {
public:
    SharedCosts(const Bundle& bundle, const std::vector<const Incentive*>& members) : bundle_(bundle), members_(members) {
        for (const BundleSettlement::Group& group : bundle.settlement.stacking) {
            std::vector<bool>& together = settled_.emplace_back(members.size());
            for (const Member& member : group.members) {
                mark(member, together);
            }
        }
        for (const auto& limit : bundle.settlement.limits) {
            mark(limit.members, settled_.emplace_back(members.size()));
        }
    }

    /// Gives by the name of an amount the members that are computed on it.
    [[nodiscard]] std::map<std::string, Member> find() const {
        std::map<std::string, Member> found;
        for (std::uint32_t at = 0; at < members_.size(); ++at) {
            if (members_[at] == nullptr || members_[at]->award.empty()) {
                continue;
            }
            const std::vector<bool> costs = costs_of(*members_[at]);
            for (std::size_t input = 0; input < costs.size(); ++input) {
                const FieldSchema& field = members_[at]->inputs[input].field;
                const bool shared = std::find(bundle_.shared.begin(), bundle_.shared.end(), field.name) != bundle_.shared.end();
                if (costs[input] && shared && holds_money(field) && !members_[at]->inputs[input].feed) {
                    found[field.name].push_back(at);
                }
            }
        }
        return found;
    }

    /// Tells whether something says what two members may pay together.
    [[nodiscard]] bool are_settled(std::uint32_t left, std::uint32_t right) const {
        const bool together = std::any_of(settled_.begin(), settled_.end(), [&](const auto& members) { return members[left] && members[right]; });
        return together || takes(left, right) || takes(right, left) || members_[left]->follows(*members_[right]) ||
               members_[right]->follows(*members_[left]);
    }

private:
    static void mark(const Member& members, std::vector<bool>& in) {
        for (const std::uint32_t one : members) {
            in[one] = true;
        }
    }

    /// Tells whether one takes a result of the other.
    [[nodiscard]] bool takes(std::uint32_t taker, std::uint32_t giver) const {
        return std::any_of(members_[taker]->inputs.begin(), members_[taker]->inputs.end(), [&](const Input& input) {
            return input.feed && !input.feed->incentive.empty() && members_[giver]->stands_for(input.feed->incentive);
        });
    }

    const Bundle& bundle_;
    const std::vector<const Incentive*>& members_;
    std::vector<std::vector<bool>> settled_;   ///< groups that stack and limits: who is in each
};

}  // namespace

void warn_of_shared_costs(const Bundle& bundle, const std::vector<const Incentive*>& members, Span place, Diagnostics& diagnostics) {
    const SharedCosts costs(bundle, members);
    for (const auto& [name, on_it] : costs.find()) {
        for (std::size_t at = 1; at < on_it.size(); ++at) {
            const auto open = std::find_if(on_it.begin(), on_it.begin() + static_cast<std::ptrdiff_t>(at),
                                           [&](std::uint32_t before) { return !costs.are_settled(before, on_it[at]); });
            if (open == on_it.begin() + static_cast<std::ptrdiff_t>(at)) {
                continue;
            }
            const Incentive& first = *members[*open];
            const Incentive& second = *members[on_it[at]];
            diagnostics.warning(
                "W547", place,
                {fmt::format("“{}”和“{}”都按同一笔“{}”计算，没有写怎样叠加，一笔支出会付两次", first.id, second.id, name),
                 fmt::format("`{}` and `{}` are both computed on `{}`, and nothing says how they stack: one cost is paid for twice", first.id,
                             second.id, name)},
                {"写“叠加”：就高、不超过成本；文件允许同时享受的，写“方式: 累加”和依据",
                 "write `stacking`: the highest, or never above the cost; where both may be had, write `method: sum` with its source"});
        }
    }
}

void warn_of_limits_off_step(const Bundle& bundle, Diagnostics& diagnostics) {
    for (const BundleSettlement::Limit& limit : bundle.settlement.limits) {
        const Rational* cap = std::get_if<Rational>(&limit.cap);
        if (cap != nullptr && limit.step > 0 && !is_integer(*cap / limit.step)) {
            diagnostics.warning("W546", limit.declared,
                                {"这个总额上限不是取整步长的倍数", "this limit is no multiple of the step to which it is paid"},
                                {"检查上限和取整的步长", "look at the limit and at the step"});
        }
    }
}

}  // namespace huiqi
