#include <algorithm>
#include <map>
#include <utility>
#include <variant>

#include "engine/data/value.h"
#include "tools/web/rule_flows.h"

namespace huiqi {
namespace {

using Shape = FlowPicture::Shape;

[[nodiscard]] Bilingual yuan(const Rational& amount) {
    const Type money = Type::number(Unit::of("CNY"));
    return {grouped_amounts(value_text(Value::of(amount), money, true)), grouped_amounts(value_text(Value::of(amount), money, false))};
}

/// The name of a value that settlement looks at; what the keys of a bundle call by fixed words is called so in both languages.
[[nodiscard]] Bilingual value_name(const SettlementValue& value) {
    switch (value.kind) {
        case SettlementValue::Kind::application: return {"申请", "application"};
        case SettlementValue::Kind::applicant: return {"申请人", "applicant"};
        case SettlementValue::Kind::sequence: return {"受理序号", "order of receipt"};
        case SettlementValue::Kind::total:
        case SettlementValue::Kind::input:
        case SettlementValue::Kind::definition: break;
    }
    return {value.name, value.name};
}

[[nodiscard]] Bilingual ranking_words(const std::vector<BundleSettlement::Rank>& ranking) {
    Bilingual text;
    for (const BundleSettlement::Rank& one : ranking) {
        const bool first = text.zh.empty();
        text.zh += (first ? "；排序：" : "、") + value_name(one.by).zh + (one.descending ? " 从大到小" : "");
        text.en += (first ? "; ranked by " : ", ") + value_name(one.by).en + (one.descending ? " falling" : "");
    }
    return text;
}

[[nodiscard]] Bilingual plus(const Bilingual& left, const Bilingual& right) { return {left.zh + right.zh, left.en + right.en}; }

/// How long a quota or a budget lasts; nothing where it is of each batch.
[[nodiscard]] Bilingual lasting_words(BundleSettlement::Period period) {
    switch (period) {
        case BundleSettlement::Period::batch: return {};
        case BundleSettlement::Period::once: return {"，各批合计", ", all batches together"};
        case BundleSettlement::Period::calendar_year: return {"，一个自然年各批合计", " a calendar year, all batches together"};
    }
    return {};
}

/// So many columns, behind the first, show what takes results from what.
constexpr std::size_t kMostDepth = 4;

/// Builds the picture of one bundle.
class BundleFlow {
public:
    BundleFlow(const RuleView& view, const Bundle& bundle) : view_(view), bundle_(bundle) {
        for (const std::string& id : bundle.incentives) {
            members_.push_back(view.site().incentive(id));
        }
    }

    [[nodiscard]] FlowPicture made() {
        find_feeds();
        find_depths();
        for (std::size_t depth = 0; depth <= deepest_; ++depth) {
            incentives(depth);
        }
        stages();
        totals();
        picture_.title = view_.title(bundle_) + view_.say("：事项之间怎样连在一起", ": how the incentives stand together");
        const std::string count = std::to_string(members_.size());
        picture_.description = view_.say(count + " 个事项；文字说明在图的后面。", count + " incentives. The picture is told in words behind it.");
        return std::move(picture_);
    }

private:
    /// Which members an incentive takes results from.
    void find_feeds() {
        feeds_.resize(members_.size());
        for (std::size_t at = 0; at < members_.size(); ++at) {
            if (members_[at] == nullptr) {
                continue;
            }
            for (const Input& input : members_[at]->inputs) {
                for (std::size_t other = 0; input.feed && !input.feed->incentive.empty() && other < members_.size(); ++other) {
                    if (members_[other] != nullptr && other != at && members_[other]->stands_for(input.feed->incentive)) {
                        feeds_[at].push_back(other);
                    }
                }
            }
        }
    }

    /// A member stands one column behind those that it takes results from; what is deeper stands in the last of a few columns.
    void find_depths() {
        depths_.assign(members_.size(), 0);
        for (bool again = true; again;) {
            again = false;
            for (std::size_t at = 0; at < members_.size(); ++at) {
                for (const std::size_t other : feeds_[at]) {
                    const std::size_t wanted = std::min(kMostDepth, depths_[other] + 1);
                    again = again || wanted > depths_[at];
                    depths_[at] = std::max(depths_[at], wanted);
                }
            }
        }
        for (const std::size_t one : depths_) {
            deepest_ = std::max(deepest_, one);
        }
        for (std::size_t depth = 0; depth <= deepest_; ++depth) {   // in the order in which the boxes are added
            for (std::size_t at = 0; at < members_.size(); ++at) {
                if (depths_[at] == depth) {
                    places_.emplace(at, places_.size());
                }
            }
        }
    }

    void group(std::size_t column, const std::string& heading) {
        picture_.groups.push_back({.column = column, .heading = heading, .chained = false, .follows = false, .boxes = {}});
    }

    [[nodiscard]] std::string name_of(std::size_t member) const {
        return members_[member] != nullptr ? view_.title(*members_[member]) : bundle_.incentives[member];
    }

    void incentives(std::size_t depth) {
        group(depth, depth == 0 ? view_.say("事项", "Incentives") : view_.say("用到前面结果的事项", "Incentives that use results"));
        for (std::size_t at = 0; at < members_.size(); ++at) {
            if (depths_[at] != depth) {
                continue;
            }
            FlowPicture::Box box{.shape = Shape::step, .title = name_of(at), .detail = name_of(at) == bundle_.incentives[at] ? "" : bundle_.incentives[at], .mark = {}, .uses = {}};
            for (const std::size_t other : feeds_[at]) {
                box.uses.push_back(places_.at(other));
            }
            std::sort(box.uses.begin(), box.uses.end());
            box.uses.erase(std::unique(box.uses.begin(), box.uses.end()), box.uses.end());
            picture_.add(std::move(box));
        }
    }

    /// Adds a box of a stage; it stands for members, or for all where it names none.
    void stage(Shape shape, const std::string& title, const Bilingual& detail, const std::vector<std::uint32_t>& members) {
        FlowPicture::Box box{.shape = shape, .title = title, .detail = view_.say(detail), .mark = {}, .uses = {}};
        std::vector<bool> meant(members_.size(), members.empty());
        for (const std::uint32_t one : members) {
            meant[one] = true;
        }
        for (std::size_t at = 0; at < members_.size(); ++at) {
            if (meant[at]) {   // what went through a stage before this one comes from there
                const auto before = through_.find(at);
                box.uses.push_back(before == through_.end() ? places_.at(at) : before->second);
            }
        }
        std::sort(box.uses.begin(), box.uses.end());
        box.uses.erase(std::unique(box.uses.begin(), box.uses.end()), box.uses.end());
        const std::size_t made = picture_.add(std::move(box));
        for (std::size_t at = 0; at < members_.size(); ++at) {
            if (meant[at]) {
                next_[at] = made;
            }
        }
    }

    void begin(const std::string& heading) {
        for (const auto& [member, place] : next_) {
            through_[member] = place;
        }
        next_.clear();
        group(++column_, heading);
    }

    void stages() {
        const BundleSettlement& settles = bundle_.settlement;
        column_ = deepest_;
        if (!settles.stacking.empty()) {
            begin(view_.say("叠加", "Stacking"));
            for (const BundleSettlement::Group& one : settles.stacking) {
                std::vector<std::uint32_t> members;
                for (const BundleSettlement::Member& member : one.members) {
                    members.insert(members.end(), member.begin(), member.end());
                }
                stage(Shape::stage, one.id.empty() ? view_.say("叠加", "stacking") : one.id, group_words(one), members);
            }
        }
        if (!settles.limits.empty()) {
            begin(view_.say("总额上限", "Limits"));
            for (const BundleSettlement::Limit& one : settles.limits) {
                stage(Shape::limit, view_.say("上限", "limit"), limit_words(one), one.members);
            }
        }
        if (!settles.quotas.empty()) {
            begin(view_.say("名额", "Quotas"));
            for (const BundleSettlement::Quota& one : settles.quotas) {
                stage(Shape::limit, view_.say("名额", "quota"), quota_words(one), one.members);
            }
        }
        if (!settles.budgets.empty()) {
            begin(view_.say("预算", "Budgets"));
            for (const BundleSettlement::Budget& one : settles.budgets) {
                stage(Shape::limit, view_.say("预算", "budget"), budget_words(one), one.members);
            }
        }
        if (!settles.payers.empty()) {
            begin(view_.say("分担", "Payers"));
            for (const BundleSettlement::Payer& one : settles.payers) {
                stage(Shape::result, one.party, payer_words(one), {});
            }
        }
    }

    void totals() {
        if (bundle_.totals.empty()) {
            return;
        }
        group(deepest_ + 1, view_.say("汇总（每件申请）", "Totals of an application"));
        for (const Bundle::Total& one : bundle_.totals) {
            FlowPicture::Box box{.shape = Shape::result, .title = one.name, .detail = grouped_amounts(one.expression.text.text), .mark = {}, .uses = {}};
            for (const CoreNode& node : one.expression.nodes) {
                if (node.op == CoreOp::symbol && node.symbol_kind == SymbolKind::definition && node.index < members_.size()) {
                    box.uses.push_back(places_.at(node.index));
                }
            }
            std::sort(box.uses.begin(), box.uses.end());
            box.uses.erase(std::unique(box.uses.begin(), box.uses.end()), box.uses.end());
            picture_.add(std::move(box));
        }
    }

    const RuleView& view_;
    const Bundle& bundle_;
    std::vector<const Incentive*> members_;
    std::vector<std::vector<std::size_t>> feeds_;
    std::vector<std::size_t> depths_;
    std::size_t deepest_ = 0;
    std::size_t column_ = 0;
    FlowPicture picture_;
    std::map<std::size_t, std::size_t> places_;    ///< the box of a member
    std::map<std::size_t, std::size_t> through_;   ///< the last stage that a member went through
    std::map<std::size_t, std::size_t> next_;      ///< likewise in the stage that is being made
};

}  // namespace

FlowPicture bundle_flow(const RuleView& view, const Bundle& bundle) { return BundleFlow(view, bundle).made(); }

Bilingual group_words(const BundleSettlement::Group& group) {
    const std::string value = group.value ? group.value->name : "";
    switch (group.method) {
        case BundleSettlement::Stacking::sum: return {"相加", "added up"};
        case BundleSettlement::Stacking::highest: return {"就高：只取最高的一项", "the highest alone is paid"};
        case BundleSettlement::Stacking::choose: return {"择一：按 " + value + " 选一项", "one alone, chosen by " + value};
        case BundleSettlement::Stacking::top_up: return {"补差：后一项只补到更高的数额", "the later tops the earlier up"};
        case BundleSettlement::Stacking::at_most: return {"合计不超过 " + value, "together at most " + value};
    }
    return {};
}

Bilingual limit_words(const BundleSettlement::Limit& limit) {
    const auto* number = std::get_if<Rational>(&limit.cap);
    const Bilingual cap = number != nullptr ? yuan(*number) : Bilingual{std::get<SettlementValue>(limit.cap).name, std::get<SettlementValue>(limit.cap).name};
    const std::string years = std::to_string(limit.years);
    const Bilingual period = !limit.yearly     ? Bilingual{}
                             : limit.years == 1 ? Bilingual{"每年", " a year"}
                                                : Bilingual{"每 " + years + " 年", " in " + years + " years"};
    const Bilingual how = limit.pro_rata ? Bilingual{"；超过的按比例减", "; beyond it cut pro rata"} : Bilingual{};
    return plus({"每个" + value_name(limit.per).zh + period.zh + "最多 " + cap.zh + how.zh, "at most " + cap.en + " per " + value_name(limit.per).en + period.en + how.en},
                ranking_words(limit.ranking));
}

Bilingual quota_words(const BundleSettlement::Quota& quota) {
    const std::string count = std::to_string(quota.count);
    return plus(plus({count + " 个", count + " at most"}, lasting_words(quota.period)), ranking_words(quota.ranking));
}

Bilingual budget_words(const BundleSettlement::Budget& budget) {
    const Bilingual amount = yuan(budget.amount);
    const bool ranked = budget.method == BundleSettlement::BudgetMethod::ranking;
    const Bilingual how = ranked ? Bilingual{"，按名次付完为止", ", paid by rank until it is used up"} : Bilingual{"，不够时按比例", ", pro rata where it is short"};
    return plus(plus(plus(amount, lasting_words(budget.period)), how), ranking_words(budget.ranking));
}

Bilingual payer_words(const BundleSettlement::Payer& payer) {
    if (payer.rest) {
        return {"承担其余", "pays the rest"};
    }
    const std::string percent = value_text(Value::of(Rational(payer.rate * 100)), Type::number(), true) + "%";
    const Bilingual cap = payer.cap ? yuan(*payer.cap) : Bilingual{};
    return {"承担 " + percent + (payer.cap ? "，最多 " + cap.zh : ""), "pays " + percent + (payer.cap ? ", at most " + cap.en : "")};
}

}  // namespace huiqi
