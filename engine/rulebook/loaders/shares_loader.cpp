#include "engine/rulebook/loaders/shares_loader.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/data/value.h"
#include "engine/language/cell_ranges.h"
#include "engine/language/parser.h"
#include "engine/rulebook/constant.h"
#include "engine/rulebook/loaders/citations_loader.h"
#include "engine/rulebook/loaders/conditions_loader.h"
#include "engine/rulebook/rounding_text.h"

namespace huiqi {
namespace {

using Kind = AwardStep::Kind;

[[nodiscard]] std::string percent_text(const Rational& rate) {
    const EntryUnit percent{.unit = {}, .factor = Rational(1) / 100, .text = "百分数"};
    return value_text(Value::of(rate), Type::number(), true, &percent);
}

/// Reads the keys that say how large a part is.
class ShareReader {
public:
    ShareReader(LoadContext& context, const Fields& keys, RuleNames& names)
        : context_(context), keys_(keys), names_(names) {}

    ReadShare read(std::string_view name_key) {
        read_.place = keys_.owner();
        if (const MappedText* name = keys_.text(name_key)) {
            read_.share.name = read_name(context_, *name).value_or(name->text);
            read_.share.declared = name->span();
        } else {
            read_.share.declared = keys_.owner();
        }
        read_.share.provenance = read_provenance(context_, keys_, names_.incentive().citations);
        read_.share.note = keys_.prose("note");
        read_.share.rest = keys_.flag("rest");
        check_keys();
        read_size();
        if (read_.share.rest) {
            read_.share.steps.clear();
        } else {
            read_limits();
        }
        return std::move(read_);
    }

private:
    void check_keys() {
        if (!keys_.has("rate") && !keys_.has("amount") && !read_.share.rest) {
            context_.diagnostics.error("E453", keys_.owner(), {"没有说这一份是多少", "it is not said how much this part is"},
                                       {"写“比例: 50%”“额: 10万元”或“余额: 是”", "write `rate: 50%`, `amount: 100000 yuan` or `rest: true`"});
        }
        if (keys_.has("rate") && keys_.has("amount")) {
            out_of_place("amount", {"“比例”和“额”只能写一个", "only one of `rate` and `amount` can be there"});
        }
        for (const std::string_view key : {"amount", "round", "cap"}) {
            if (read_.share.rest && keys_.has(key)) {
                out_of_place(key, {"取余额的一份就是剩下的全部，不能再限定", "the part that takes the rest is all that is left"});
            }
        }
    }

    void out_of_place(std::string_view key, Bilingual message) {
        context_.diagnostics.error("E456", keys_.key(key), std::move(message), {"去掉它", "leave it out"});
    }

    CheckedExpression check(const MappedText& text, const Type& expected) {
        const SyntaxTree tree = parse_expression(text, context_.parse, context_.diagnostics);
        return check_expression(tree, names_, expected, {}, context_.diagnostics);
    }

    AwardStep& add(Kind kind, std::string_view key) {
        AwardStep& step = read_.share.steps.emplace_back();
        step.kind = kind;
        step.declared = keys_.key(key);
        return step;
    }

    void read_size() {
        const MappedText* rate = keys_.text("rate");
        const MappedText* amount = keys_.text("amount");
        if (rate != nullptr) {
            CheckedExpression value = check(*rate, Type::number());
            read_.by_rate = true;
            read_.rate = value.nodes.empty() ? std::nullopt : constant_number(value, value.root);
            read_.place = rate->span();
            read_.share.stated = rate->text;
            add(Kind::times, "rate").value = std::move(value);
        } else if (amount != nullptr) {
            read_.place = amount->span();
            CheckedExpression value = check(*amount, Type::number(names_.incentive().currency));
            read_.amount = value.nodes.empty() ? std::nullopt : constant_number(value, value.root);
            add(Kind::base, "amount").value = std::move(value);
        }
    }

    void read_limits() {
        if (const MappedText* round = keys_.text("round")) {
            if (const auto rule = read_rounding(context_, *round, names_.incentive().currency)) {
                AwardStep& step = add(Kind::round, "round");
                step.rounding = rule->mode;
                step.round_step = rule->step;
            }
        }
        if (const MappedText* cap = keys_.text("cap")) {
            add(Kind::cap, "cap").value = check(*cap, Type::number(names_.incentive().currency).as_optional());
        }
    }

    LoadContext& context_;
    const Fields& keys_;
    RuleNames& names_;
    ReadShare read_;
};

/// Gives the award where every step is constant and none has a test.
[[nodiscard]] std::optional<Rational> constant_award(const Incentive& incentive) {
    std::optional<Rational> amount;
    for (const AwardStep& step : incentive.award) {
        const auto value = step.value && !step.when && !step.value->nodes.empty() ? constant_number(*step.value, step.value->root) : std::nullopt;
        if (!value || (step.kind != Kind::base && !amount)) {
            return std::nullopt;
        }
        switch (step.kind) {
            case Kind::base: amount = *value; break;
            case Kind::plus: *amount += *value; break;
            case Kind::times: *amount *= *value; break;
            case Kind::cap: amount = std::min(*amount, *value); break;
            case Kind::floor: amount = std::max(*amount, *value); break;
            default: return std::nullopt;
        }
    }
    return amount;
}

/// Holds the parts against one another.
class WholeCheck {
public:
    WholeCheck(LoadContext& context, const std::vector<ReadShare>& parts, Span owner, const Incentive* paid)
        : context_(context), parts_(parts), owner_(owner), amounts_do_(paid != nullptr) {
        if (paid != nullptr) {
            award_ = constant_award(*paid);
            money_ = Type::number(paid->currency);
        }
        for (const ReadShare& part : parts) {
            all_amounts_known_ = all_amounts_known_ && part.amount.has_value();
            amounts_ += part.amount.value_or(0);
            constant_ += part.rate.value_or(0);
            all_constant_ = all_constant_ && part.rate.has_value();
            all_amounts_ = all_amounts_ && !part.by_rate && !part.share.rest;
            limited_ = limited_ || (part.by_rate && !part.share.rest && part.share.steps.size() > 1 &&
                                    part.share.steps.back().kind == Kind::cap);
        }
    }

    void run() {
        check_names();
        const auto takes_rest = [](const ReadShare& part) { return part.share.rest; };
        const auto rest = std::find_if(parts_.begin(), parts_.end(), takes_rest);
        const auto count = std::count_if(parts_.begin(), parts_.end(), takes_rest);
        if (parts_.empty()) {
            wrong(owner_, {"这里一份也没有", "there is no part here"}, kTakeRest);
        } else if (count > 1) {
            wrong(std::find_if(rest + 1, parts_.end(), takes_rest)->share.declared,
                  {"余额只能归一份", "only one part can take the rest"}, {"其余各份写“比例”或“额”", "let the others have a `rate` or an `amount`"});
        } else if (count == 0) {
            without_rest();
        } else if (rest->by_rate) {
            stated_rest(*rest);
        } else if (const ReadShare* bare = without_sign()) {
            tell_missing_sign(*bare);
        } else if (constant_ >= 1) {
            wrong(rest->share.declared,
                  {fmt::format("其余各份加起来已经是{}，没有余额", percent_text(constant_)),
                   fmt::format("the other parts make up {} already: nothing is left", percent_text(constant_))},
                  {"改小各份的比例", "make the rates smaller"});
        }
        check_signs();
    }

private:
    void wrong(Span place, Bilingual message, Bilingual help) {
        context_.diagnostics.error("E353", place, std::move(message), std::move(help));
    }

    /// Finds a rate that is a bare number above 1: 比例: 60 for 60%.
    [[nodiscard]] const ReadShare* without_sign() const {
        const auto bare = std::find_if(parts_.begin(), parts_.end(), [](const ReadShare& part) {
            return part.by_rate && part.rate && *part.rate > 1 && *part.rate <= 100 && is_bare_number(part.share.stated);
        });
        return bare == parts_.end() ? nullptr : &*bare;
    }

    void tell_missing_sign(const ReadShare& bare) {
        const std::string& stated = bare.share.stated;
        wrong(bare.place,
              {fmt::format("比例 {} 就是 {}：漏了百分号", stated, percent_text(*bare.rate)),
               fmt::format("a rate of {} is {}: the percent sign is missing", stated, percent_text(*bare.rate))},
              {fmt::format("写 {}%", stated), fmt::format("write {}%", stated)});
    }

    void check_names() {
        for (auto part = parts_.begin(); part != parts_.end(); ++part) {
            const auto first = std::find_if(parts_.begin(), part, [&](const ReadShare& other) {
                return other.share.name == part->share.name;
            });
            if (first != part) {
                report_taken_id(context_, part->share.name, part->share.declared, first->share.declared);
            }
        }
    }

    void check_signs() {
        for (const ReadShare& part : parts_) {
            if (part.rate && *part.rate < 0) {
                wrong(part.place, {"一份不能是负数", "a part cannot be negative"}, {"写大于0的比例", "write a rate above 0"});
            }
        }
    }

    void without_rest() {
        if (amounts_do_ && all_amounts_) {
            // of an award or amounts that differ from row to row this is seen when they are known (R16)
            if (award_ && all_amounts_known_ && amounts_ < *award_) {
                const auto shown = [&](const Rational& amount, bool chinese) {
                    return value_text(Value::of(amount), money_, chinese);
                };
                wrong(owner_,
                      {fmt::format("各期加起来是{}，永远到不了奖补的{}", shown(amounts_, true), shown(*award_, true)),
                       fmt::format("the parts add up to {} and never reach the award of {}", shown(amounts_, false), shown(*award_, false))},
                      {"改正各期的额；或者让一期写“余额: 是”，拿其余各期剩下的",
                       "mend the amounts, or let one part say `rest: true` and take what the others leave"});
            }
            return;
        }
        if (all_constant_ && constant_ == 1) {
            wrong(owner_,
                  {"各份加起来是100%，但没有说除不尽的分归谁", "the parts add up to 100%, but nobody takes the cents that do not divide"},
                  {"在其中一份上加“余额: 是”", "add `rest: true` to one of them"});
        } else if (const ReadShare* bare = without_sign()) {
            tell_missing_sign(*bare);
        } else if (all_constant_) {
            wrong(owner_,
                  {fmt::format("各份加起来是{}，不是100%", percent_text(constant_)),
                   fmt::format("the parts add up to {}, not to 100%", percent_text(constant_))},
                  kTakeRest);
        } else {
            wrong(owner_, {"看不出各份加起来就是全部", "it cannot be seen that the parts make up the whole"}, kTakeRest);
        }
    }

    /// One that takes the rest may state its rate; then all do, and they add up.
    void stated_rest(const ReadShare& rest) {
        if (!all_constant_ || limited_) {
            wrong(rest.place,
                  {"取余额的一份写了比例，其余各份就都要写固定的比例，不设上限",
                   "where the part that takes the rest states its rate, the others have constant rates and no cap"},
                  {"去掉这里的比例", "leave out the rate here"});
        } else if (constant_ != 1) {
            wrong(rest.place,
                  {fmt::format("各份加起来是{}，不是100%", percent_text(constant_)),
                   fmt::format("the parts add up to {}, not to 100%", percent_text(constant_))},
                  {"改正比例；或者去掉取余额的一份的比例", "mend the rates, or leave out that of the part that takes the rest"});
        }
    }

    static inline const Bilingual kTakeRest{"让一份写“余额: 是”，拿其余各份剩下的",
                                            "let one part say `rest: true` and take what the others leave"};

    LoadContext& context_;
    const std::vector<ReadShare>& parts_;
    Span owner_;
    bool amounts_do_;
    std::optional<Rational> award_;
    Type money_;
    Rational amounts_ = 0;       ///< sum of the constant amounts
    bool all_amounts_known_ = true;
    Rational constant_ = 0;      ///< sum of the constant rates
    bool all_constant_ = true;
    bool all_amounts_ = true;
    bool limited_ = false;       ///< a rate has a cap
};

void read_division(LoadContext& context, const Fields& file, RuleNames& names, std::string_view key,
                   std::vector<Share>& to) {
    if (!file.has(key)) {
        return;
    }
    std::vector<ReadShare> parts;
    for (const NodeId item : file.items(key)) {
        const Fields keys(context, item, Scope::share, short_span(context, item));
        parts.push_back(read_share(context, keys, names, "party"));
    }
    check_whole(context, parts, file.key(key), nullptr);
    for (ReadShare& part : parts) {
        to.push_back(std::move(part.share));
    }
}

[[nodiscard]] Type amounts_by_name(const std::vector<std::string>& names, const Type& money) {
    std::vector<RecordField> fields;
    for (const std::string& name : names) {
        fields.push_back({name, money});
    }
    return Type::record(std::move(fields));
}

void declare_result(RuleNames& names, std::string_view key, ResultName result, const Type& type) {
    const Spelling& row = spelling(Scope::incentive_file, key);
    for (const std::string_view name : {row.zh, row.en}) {
        if (!names.has(name)) {
            names.declare(std::string(name), {.kind = SymbolKind::result, .index = static_cast<std::uint32_t>(result),
                                              .type = type, .declared = names.incentive().declared});
        }
    }
}

[[nodiscard]] std::vector<std::string> names_of(const std::vector<Share>& shares) {
    std::vector<std::string> names;
    for (const Share& share : shares) {
        names.push_back(share.name);
    }
    return names;
}

}  // namespace

ReadShare read_share(LoadContext& context, const Fields& keys, RuleNames& names, std::string_view name_key) {
    return ShareReader(context, keys, names).read(name_key);
}

void check_whole(LoadContext& context, const std::vector<ReadShare>& parts, Span owner, const Incentive* paid) {
    WholeCheck(context, parts, owner, paid).run();
}

void declare_results(RuleNames& names) {
    const Incentive& incentive = names.incentive();
    const Type money = Type::number(incentive.currency);
    if (!incentive.award.empty()) {
        declare_result(names, "award", ResultName::award, money);
    }
    if (!incentive.shares.empty()) {
        declare_result(names, "shares", ResultName::shares, amounts_by_name(names_of(incentive.shares), money));
    }
    if (!incentive.recipients.empty()) {
        declare_result(names, "recipients", ResultName::recipients, amounts_by_name(names_of(incentive.recipients), money));
    }
    if (incentive.schedule && !incentive.schedule->parts.empty()) {
        std::vector<std::string> parts;
        for (const Instalment& part : incentive.schedule->parts) {
            parts.push_back(part.share.name);
        }
        declare_result(names, "schedule", ResultName::schedule, amounts_by_name(parts, money));
    }
}

void load_shares(LoadContext& context, const Fields& file, RuleNames& names) {
    Incentive& incentive = names.incentive();
    for (const std::string_view key : {"shares", "recipients", "schedule"}) {
        if (file.has(key) && incentive.award.empty()) {
            const Spelling& row = spelling(Scope::incentive_file, key);
            context.diagnostics.error("E456", file.key(key),
                                      {fmt::format("没有奖补金额，“{}”分的是什么？", row.zh),
                                       fmt::format("there is no award that `{}` could divide", row.en)},
                                      {"先写“奖补”", "write the `award` first"});
        }
    }
    declare_results(names);
    read_division(context, file, names, "shares", incentive.shares);
    declare_results(names);
    read_division(context, file, names, "recipients", incentive.recipients);
    declare_results(names);
}

}  // namespace huiqi
