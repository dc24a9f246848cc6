#include "engine/rulebook/loaders/settlement_loader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/constant.h"
#include "engine/rulebook/loaders/citations_loader.h"
#include "engine/rulebook/loaders/settlement_names.h"
#include "engine/rulebook/rounding_text.h"

namespace huiqi {
namespace {

/// Reads what a bundle says about settlement.
class SettlementReader {
public:
    SettlementReader(LoadContext& context, const Fields& file, const Bundle& bundle,
                     const std::vector<const Incentive*>& members)
        : context_(context), file_(file), bundle_(bundle), names_(context, bundle, members) {}

    BundleSettlement read() {
        each("stacking", Scope::stacking, [this](const Fields& keys) { read_group(keys); });
        each("limits", Scope::limit, [this](const Fields& keys) { read_limit(keys); });
        each("quota", Scope::quota, [this](const Fields& keys) { read_quota(keys); });
        each("budget", Scope::budget, [this](const Fields& keys) { read_budget(keys); });
        return std::move(settlement_);
    }

private:
    /// Reads one mapping behind a key, or a list of them.
    template <class Read>
    void each(std::string_view key, Scope scope, const Read& read) {
        const auto node = file_.node(key);
        if (!node) {
            return;
        }
        if (context_.node(*node).kind != NodeKind::sequence) {
            read(Fields(context_, *node, scope, file_.key(key)));
            return;
        }
        for (const NodeId item : context_.node(*node).items) {
            read(Fields(context_, item, scope, short_span(context_, item)));
        }
    }

    void error(std::string_view code, Span span, Bilingual message, Bilingual help) {
        context_.diagnostics.error(code, span, std::move(message), std::move(help));
    }

    [[nodiscard]] std::string source_of(const Fields& keys) {
        const MappedText* source = keys.text("source");
        if (source != nullptr && find_citation(bundle_.citations, source->text) == nullptr) {
            error("E317", source->span(),
                  {fmt::format("依据里没有“{}”", excerpt(source->text)),
                   fmt::format("there is no source `{}`", excerpt(source->text))},
                  {"先在文件的“依据”里写上它", "add it to `sources` of the file first"});
        }
        return source == nullptr ? "" : source->text;
    }

    [[nodiscard]] Rational money(const Fields& keys, std::string_view key) {
        const MappedText* text = keys.text(key);
        const auto constant = text == nullptr
                                  ? std::nullopt
                                  : read_constant(context_, *text, Type::number(Unit::of("CNY")), {});
        return constant && constant->value.known() ? constant->value.number() : Rational(0);
    }

    /// Tells whether `方式` is a word that there is: what an unknown one looks at is not known.
    [[nodiscard]] static bool method_known(const Fields& keys, Scope words) {
        const MappedText* method = keys.text("method");
        return method != nullptr && find_spelling(words, method->text) != nullptr;
    }

    /// Gives the incentives that `事项` lists; all of the bundle where it does not.
    [[nodiscard]] BundleSettlement::Member members_of(const Fields& keys) {
        BundleSettlement::Member members;
        if (const auto node = keys.node("incentives")) {
            for (const MappedText* name : read_texts(context_, *node)) {
                const auto place = names_.incentive(name->text);
                if (place) {
                    members.push_back(*place);
                } else {
                    names_.report_no_incentive(*name, settlement_.stacking);
                }
            }
            return members;
        }
        for (std::uint32_t place = 0; place < bundle_.incentives.size(); ++place) {
            members.push_back(place);
        }
        return members;
    }

    [[nodiscard]] std::vector<BundleSettlement::Rank> ranking(const Fields& keys) {
        std::vector<BundleSettlement::Rank> ranks;
        for (const NodeId item : keys.items("ranking")) {
            const Fields rank(context_, item, Scope::ranking, short_span(context_, item));
            const Spelling* order = rank.word("order", Scope::order_word);
            if (!rank.has("order")) {
                error("E382", rank.owner(),
                      {"没有写“次序”：大的在前还是小的在前？", "`order` is missing: do the great or the small come first?"},
                      {"加上“次序: 降”（大的在前）或“次序: 升”",
                       "add `order: descending` (the great first) or `order: ascending`"});
            }
            if (const MappedText* by = rank.text("by")) {
                ranks.push_back({names_.value(*by, SettlementUse::rank), order != nullptr && order->en == "descending"});
            }
        }
        return ranks;
    }

    void needs(const Fields& keys, Scope scope, std::string_view key, Bilingual why) {
        const Spelling& spelled = spelling(scope, key);
        error("E382", keys.owner(),
              {fmt::format("{}，要写“{}”", why.zh, spelled.zh),
               fmt::format("{}: `{}` is missing", why.en, spelled.en)},
              {fmt::format("加上“{}: …”", spelled.zh), fmt::format("add `{}: …`", spelled.en)});
    }

    /// Gives an amount of money that is not negative.
    [[nodiscard]] Rational money_there_is(const Fields& keys, std::string_view key) {
        const Rational amount = money(keys, key);
        if (amount < 0) {
            error("E380", keys.value(key), {"这里不能是负数", "this cannot be negative"},
                  {"写0元以上的金额", "write 0 yuan or more"});
        }
        return amount;
    }

    /// A key that is written and changes nothing would be believed.
    void without_effect(const Fields& keys, std::string_view key, Bilingual why) {
        if (keys.written(key)) {
            error("E456", keys.key(key), std::move(why), {"它不起作用：去掉它", "it has no effect: leave it out"});
        }
    }

    /// Gives the incentives that an item of 组 stands for: one, or those of an earlier group.
    [[nodiscard]] BundleSettlement::Member member(const MappedText& name) {
        if (const auto place = names_.incentive(name.text)) {
            return {*place};
        }
        for (const BundleSettlement::Group& group : settlement_.stacking) {
            if (!group.id.empty() && group.id == name.text) {
                BundleSettlement::Member all;
                for (const BundleSettlement::Member& inner : group.members) {
                    all.insert(all.end(), inner.begin(), inner.end());
                }
                nested_.push_back(group.id);
                return all;
            }
        }
        names_.report_no_incentive(name, settlement_.stacking);
        return {};
    }

    /// Groups are disjoint, but for a group that is an item of another.
    void check_disjoint(const MappedText& name, const BundleSettlement::Member& member) {
        for (const BundleSettlement::Group& group : settlement_.stacking) {
            if (std::find(nested_.begin(), nested_.end(), group.id) != nested_.end() && !group.id.empty()) {
                continue;
            }
            for (const BundleSettlement::Member& other : group.members) {
                for (const std::uint32_t place : member) {
                    if (std::find(other.begin(), other.end(), place) != other.end()) {
                        auto& clash = context_.diagnostics.error(
                            "E381", name.span(),
                            {fmt::format("“{}”已经在另一个叠加组里", excerpt(name.text)),
                             fmt::format("`{}` is in another stacking group already", excerpt(name.text))},
                            {"给那个组一个“编号”，把整个组写进这一组",
                             "give that group an `id` and list the group here"});
                        clash.related.push_back({group.declared, {"另一组", "the other group"}});
                        return;
                    }
                }
            }
        }
    }

    void read_group(const Fields& keys) {
        BundleSettlement::Group group;
        group.id = keys.string("id");
        group.declared = keys.owner();
        group.source = source_of(keys);
        const Spelling* method = keys.word("method", Scope::stacking_word);
        static constexpr std::array<std::string_view, 5> kMethods{"sum", "highest", "choose", "top_up",
                                                                  "at_most"};
        if (method != nullptr) {
            group.method = static_cast<BundleSettlement::Stacking>(
                std::find(kMethods.begin(), kMethods.end(), method->en) - kMethods.begin());
        }
        if (const auto node = keys.node("group")) {
            for (const MappedText* name : read_texts(context_, *node)) {
                BundleSettlement::Member found = member(*name);
                check_disjoint(*name, found);
                group.members.push_back(std::move(found));
            }
        }
        read_value_of(keys, group);
        settlement_.stacking.push_back(std::move(group));
    }

    void read_value_of(const Fields& keys, BundleSettlement::Group& group) {
        const bool choose = group.method == BundleSettlement::Stacking::choose;
        const bool cost = group.method == BundleSettlement::Stacking::at_most;
        if (const MappedText* text = choose ? keys.text("choice") : cost ? keys.text("cost") : nullptr) {
            group.value = names_.value(*text, choose ? SettlementUse::choice : SettlementUse::amount);
        } else if (choose) {
            needs(keys, Scope::stacking, "choice", {"“择一”由申请人选", "`choose` is the applicant's choice"});
        } else if (cost) {
            needs(keys, Scope::stacking, "cost", {"“不超过”要有成本", "`at_most` holds to a cost"});
        }
        if (!choose && method_known(keys, Scope::stacking_word)) {
            without_effect(keys, "choice", {"只有“择一”看“选择”", "only `choose` looks at `choice`"});
        }
        if (!cost && method_known(keys, Scope::stacking_word)) {
            without_effect(keys, "cost", {"只有“不超过”看“成本”", "only `at_most` looks at `cost`"});
        }
        if (group.method == BundleSettlement::Stacking::top_up && bundle_.keys.applicant.empty()) {
            error("E382", keys.owner(),
                  {"“补差”按申请人查以前的拨付", "`top_up` looks up earlier payments of the applicant"},
                  {"写上“主键: {…, 申请人: 列名}”", "write `keys: {…, applicant: column}`"});
        }
    }

    /// A year needs a date of each application.
    void needs_period_date(const Fields& keys, const Bilingual& what) {
        if (bundle_.keys.period_date.empty()) {
            error("E382", keys.owner(),
                  {fmt::format("按自然年的{}要知道每份申报的日期", what.zh), fmt::format("a {} a year needs a date of each application", what.en)},
                  {"写上“主键: {…, 年度日: 列名}”", "write `keys: {…, period_date: column}`"});
        }
    }

    /// How long a quota or a budget lasts; a batch where nothing is said.
    [[nodiscard]] BundleSettlement::Period lasting(const Fields& keys, const Bilingual& what) {
        const Spelling* period = keys.word("period", Scope::period_word);
        if (period == nullptr) {
            return BundleSettlement::Period::batch;
        }
        if (period->en == "once") {
            return BundleSettlement::Period::once;
        }
        needs_period_date(keys, what);
        return BundleSettlement::Period::calendar_year;
    }

    /// `自然年`, or `连续3个自然年` (`3 calendar years`): every three years in a row.
    void read_period(const Fields& keys, BundleSettlement::Limit& limit) {
        const MappedText* text = keys.text("period");
        const std::optional<unsigned> years = text == nullptr ? std::nullopt : years_in_a_row(text->text);
        if (years) {
            limit.years = *years;
        }
        const Spelling* word = years ? nullptr : keys.word("period", Scope::period_word);
        limit.yearly = years || (word != nullptr && word->en == "calendar_year");
    }

    /// Gives N of `连续N个自然年` and `N calendar years`, from 2 to 99.
    [[nodiscard]] static std::optional<unsigned> years_in_a_row(std::string_view text) {
        constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kForms{
            {{"连续", "个自然年"}, {"", " calendar years"}, {"", "_calendar_years"}}};
        for (const auto& [before, behind] : kForms) {
            if (!text.starts_with(before) || !text.ends_with(behind) || text.size() <= before.size() + behind.size()) {
                continue;
            }
            const std::string_view digits = text.substr(before.size(), text.size() - before.size() - behind.size());
            unsigned years = 0;
            const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), years);
            if (fault == std::errc() && end == digits.data() + digits.size() && years >= 2 && years <= 99) {
                return years;
            }
        }
        return std::nullopt;
    }

    void read_limit(const Fields& keys) {
        BundleSettlement::Limit limit;
        limit.declared = keys.owner();
        limit.source = source_of(keys);
        limit.members = members_of(keys);
        limit.ranking = ranking(keys);
        if (const MappedText* per = keys.text("per")) {
            limit.per = names_.value(*per, SettlementUse::key);
        }
        read_period(keys, limit);
        if (keys.text("round") != nullptr) {
            limit.step = step_down(keys, {"“总额上限”的取整", "rounding under `limits`"}, {"上限", "the limit"});
        }
        if (limit.yearly) {
            needs_period_date(keys, {"上限", "limit"});
        }
        const Spelling* cut = keys.word("cut", Scope::cut_word);
        limit.pro_rata = cut != nullptr && cut->en == "pro_rata";
        if (limit.pro_rata) {
            without_effect(keys, "ranking", {"“按比例”从各份申报同样地扣，不看“排序”",
                                             "`pro_rata` cuts all alike and looks at no `ranking`"});
        }
        if (const MappedText* cap = keys.text("cap")) {
            if (!names_.known(cap->text)) {
                limit.cap = money_there_is(keys, "cap");
            } else {
                limit.cap = names_.value(*cap, SettlementUse::amount);
            }
        }
        settlement_.limits.push_back(std::move(limit));
    }

    void read_quota(const Fields& keys) {
        BundleSettlement::Quota quota;
        quota.declared = keys.owner();
        quota.source = source_of(keys);
        quota.members = members_of(keys);
        quota.ranking = ranking(keys);
        quota.period = lasting(keys, {"名额", "quota"});
        if (const MappedText* count = keys.text("count")) {
            quota.count = read_count(context_, *count, 1'000'000'000).value_or(0);
        }
        if (quota.ranking.empty()) {
            needs(keys, Scope::quota, "ranking", {"名额给谁要按先后", "a quota goes by an order"});
        }
        settlement_.quotas.push_back(std::move(quota));
    }

    void read_budget(const Fields& keys) {
        BundleSettlement::Budget budget;
        budget.declared = keys.owner();
        budget.source = source_of(keys);
        budget.amount = money_there_is(keys, "amount");
        budget.members = members_of(keys);
        budget.ranking = ranking(keys);
        budget.period = lasting(keys, {"预算", "budget"});
        const Spelling* method = keys.word("method", Scope::budget_word);
        if (method != nullptr && method->en != "pro_rata") {
            budget.method = BundleSettlement::BudgetMethod::ranking;
        }
        if (method != nullptr && method->en == "first_come" && budget.ranking.empty()) {
            budget.ranking.push_back({{SettlementValue::Kind::sequence, 0, 0, "受理序号"}, false});
            if (bundle_.keys.sequence.empty()) {
                error("E382", keys.owner(), {"“先到先得”按受理序号", "`first_come` goes by the sequence"},
                      {"写上“主键: {…, 受理序号: 列名}”", "write `keys: {…, sequence: column}`"});
            }
        } else if (budget.method == BundleSettlement::BudgetMethod::ranking && budget.ranking.empty()) {
            needs(keys, Scope::budget, "ranking", {"按排序付款要有先后", "paying by rank needs an order"});
        }
        const Spelling* remainder = keys.word("remainder", Scope::remainder_word);
        budget.largest_remainder = remainder != nullptr && remainder->en == "largest_remainder";
        const Spelling* last = keys.word("last", Scope::last_word);
        budget.what_is_left = last != nullptr && last->en == "what_is_left";
        read_step(keys, budget);
        refuse_of_other_method(keys, budget);
        settlement_.budgets.push_back(std::move(budget));
    }

    void refuse_of_other_method(const Fields& keys, const BundleSettlement::Budget& budget) {
        if (!method_known(keys, Scope::budget_word)) {
            return;
        }
        if (budget.method == BundleSettlement::BudgetMethod::ranking) {
            for (const std::string_view key : {"round", "remainder"}) {
                without_effect(keys, key, {"只有“按比例”付款才取整、才有余数", "only `pro_rata` rounds and has a remainder"});
            }
            return;
        }
        without_effect(keys, "last", {"“按比例”付款没有排不下的最后一份", "paying `pro_rata` knows no first that does not fit"});
        if (!budget.largest_remainder) {
            without_effect(keys, "ranking", {"“按比例”付款只在“余数: 最大余数”里看“排序”",
                                             "paying `pro_rata` looks at a `ranking` only with `remainder: largest_remainder`"});
        }
    }

    void read_step(const Fields& keys, BundleSettlement::Budget& budget) {
        budget.step = step_down(keys, {"按比例付款的取整", "rounding"}, {"预算", "the budget"},
                                {"；剩下的用“余数: 最大余数”分完", "; `remainder: largest_remainder` gives out what is left"});
    }

    /// Reads `取整` of what is cut down to a step: any other rounding could pass what it is held to.
    Rational step_down(const Fields& keys, const Bilingual& what, const Bilingual& most, const Bilingual& tail = {}) {
        const MappedText* text = keys.text("round");
        const auto rule = text == nullptr ? std::nullopt : read_rounding(context_, *text, Unit::of("CNY"));
        if (!rule) {
            return Rational(1) / 100;
        }
        const bool cents = denominator(Rational(rule->step * 100)) == 1;
        if ((rule->mode != Rounding::down && rule->mode != Rounding::floor) || !cents) {
            error(
                "E383", text->span(),
                {fmt::format("{}“{}”可能超出{}", what.zh, excerpt(text->text), most.zh),
                 fmt::format("{} `{}` could pay more than {}", what.en, excerpt(text->text), most.en)},
                {"写成“截尾到分”“截尾到元”等" + tail.zh, "round down, to 0.01 yuan or more" + tail.en});
        }
        return rule->step;
    }

    LoadContext& context_;
    const Fields& file_;
    const Bundle& bundle_;
    SettlementNames names_;
    BundleSettlement settlement_;
    std::vector<std::string> nested_;
};

}  // namespace

BundleSettlement load_settlement(LoadContext& context, const Fields& file, const Bundle& bundle,
                                 const std::vector<const Incentive*>& members) {
    return SettlementReader(context, file, bundle, members).read();
}

}  // namespace huiqi
