#include "engine/rulebook/lints/stated_checks.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/data/value.h"
#include "engine/rulebook/lints/bare_rates.h"
#include "engine/rulebook/lints/stated_numbers.h"

namespace huiqi {
namespace {

/// Holds the numbers of an incentive against one another on every day on which they change.
class StatedChecks {
public:
    StatedChecks(const Incentive& incentive, Diagnostics& diagnostics)
        : incentive_(incentive), numbers_(incentive), money_(Type::number(incentive.currency)), diagnostics_(diagnostics) {}

    void run() {
        const std::vector<Date> days = numbers_.days();
        for (const Date day : days) {
            numbers_.go_to(day);
            since_ = days.size() > 1 ? Bilingual{fmt::format("{} 起，", day.text()), fmt::format("from {} on ", day.text())} : Bilingual{};
            for (const std::vector<AwardStep>* steps : lists_of_steps(incentive_)) {
                bands_of(*steps);
            }
            parts_of(incentive_.shares);
            parts_of(incentive_.recipients);
            schedule();
        }
    }

private:
    [[nodiscard]] std::string shown(const Rational& number, const Type& type, bool chinese) const {
        return value_text(Value::of(number), type, chinese);
    }

    /// Gives the place to blame for what expressions make together: where they stand, or in an overlay the value of its own that
    /// they take; nothing where it is another file's matter.
    [[nodiscard]] std::optional<Span> blamed(Span place, const std::vector<const CheckedExpression*>& expressions) const {
        const SourceId own = incentive_.declared.source;
        if (place.source == own) {
            return place;
        }
        for (const CheckedExpression* expression : expressions) {
            for (const Parameter::Version* version : numbers_.taken(*expression)) {
                if (version->span.source == own) {
                    return version->span;
                }
            }
        }
        return std::nullopt;
    }

    void tell(const char* code, Span place, std::optional<Span> at, Bilingual message, Bilingual help) {
        const auto same = [&](const Diagnostic& one) { return one.code == code && at && one.span == *at; };
        if (!at || std::any_of(diagnostics_.all().begin(), diagnostics_.all().end(), same)) {
            return;   // once is enough, however many days it is so
        }
        Diagnostic& told = diagnostics_.error(code, *at, {since_.zh + message.zh, since_.en + message.en}, std::move(help));
        if (*at != place) {
            told.related.push_back({place, {"用在这里", "it is used here"}});
        }
    }

    void bands_of(const std::vector<AwardStep>& steps) {
        for (const AwardStep& step : steps) {
            const bool left_out = step.when && numbers_.truth(*step.when) == std::optional(false);
            if (step.kind == AwardStep::Kind::bands && !left_out) {
                bands(step);
            }
        }
    }

    void bands(const AwardStep& step) {
        const CheckedExpression* before = nullptr;
        std::optional<Rational> lower = step.method == AwardStep::Method::marginal ? std::optional(Rational(0)) : std::nullopt;
        for (const AwardStep::Band& band : step.bands) {
            const auto upper = band.upto ? numbers_.value(*band.upto) : std::nullopt;
            if (upper && lower && *upper < *lower) {
                std::vector<const CheckedExpression*> edges{&*band.upto};
                if (before != nullptr) {
                    edges.push_back(before);
                }
                const Type& type = band.upto->type();
                const Span place = band.upto->span(band.upto->root);
                tell("E315", place, blamed(place, edges),
                     before == nullptr
                         ? Bilingual{fmt::format("第一档的上端是{}，低于0", shown(*upper, type, true)),
                                     fmt::format("the first band ends at {}, below 0", shown(*upper, type, false))}
                         : Bilingual{fmt::format("这一档的上端是{}，比上一档的{}低", shown(*upper, type, true), shown(*lower, type, true)),
                                     fmt::format("the band ends at {}, below {}, where the one before ends", shown(*upper, type, false),
                                                 shown(*lower, type, false))},
                     {"参数的值从低到高排列，各个版本、各地细则都一样", "let the values of the parameters rise, in every version and overlay"});
            }
            before = band.upto ? &*band.upto : before;
            lower = upper ? upper : lower;
        }
    }

    [[nodiscard]] std::vector<const CheckedExpression*> expressions_of(const std::vector<Share>& shares) const {
        std::vector<const CheckedExpression*> all;
        const auto add = [&](const std::vector<AwardStep>& steps) {
            for (const AwardStep& step : steps) {
                if (step.value) {
                    all.push_back(&*step.value);
                }
            }
        };
        for (const Share& share : shares) {
            add(share.steps);
        }
        add(incentive_.award);
        return all;
    }

    /// Payers whose rates pass the whole leave nothing to divide, whatever the award is.
    void parts_of(const std::vector<Share>& shares) {
        Rational rates = 0;
        Rational amounts = 0;
        const auto award = numbers_.value(incentive_.award);
        const CheckedExpression* last = nullptr;
        for (const Share& share : shares) {
            const bool by_rate = !share.steps.empty() && share.steps.front().kind == AwardStep::Kind::times;
            const bool capped = !share.steps.empty() && share.steps.back().kind == AwardStep::Kind::cap;
            if (by_rate && !capped) {
                rates += numbers_.value(*share.steps.front().value).value_or(0);
            }
            amounts += numbers_.value(share.steps, award).value_or(0);
            last = share.steps.empty() ? last : &*share.steps.front().value;
        }
        if (last == nullptr || (rates <= 1 && (!award || amounts <= *award))) {
            return;
        }
        const Span place = last->span(last->root);
        const EntryUnit percent{.unit = {}, .factor = Rational(1) / 100, .text = "百分数"};
        const auto text = [&](bool chinese) {
            return rates > 1 ? value_text(Value::of(rates), Type::number(), chinese, &percent) : shown(amounts, money_, chinese);
        };
        const auto whole = [&](bool chinese) { return rates > 1 ? std::string("100%") : shown(*award, money_, chinese); };
        tell("E353", place, blamed(place, expressions_of(shares)),
             {fmt::format("各份加起来是{}，超过了全部的{}", text(true), whole(true)),
              fmt::format("the parts add up to {}, more than the whole of {}", text(false), whole(false))},
             {"改正参数的值；或者给一份设上限", "mend the values of the parameters, or give a part a cap"});
    }

    /// Instalments that are all amounts have to come to the award: less is never paid out, of more the last is not what it says.
    void schedule() {
        const auto award = incentive_.schedule ? numbers_.value(incentive_.award) : std::nullopt;
        if (!award) {
            return;
        }
        Rational all = 0;
        std::vector<Share> shares;
        bool may_be_skipped = false;   // one part or the other: nobody need get them all
        for (const Instalment& part : incentive_.schedule->parts) {
            const bool by_amount = !part.share.steps.empty() && part.share.steps.front().kind == AwardStep::Kind::base;
            const auto amount = by_amount ? numbers_.value(part.share.steps) : std::nullopt;
            if (!amount) {
                return;
            }
            all += *amount;
            shares.push_back(part.share);
            may_be_skipped = may_be_skipped || (part.test && !incentive_.schedule->stops);
        }
        if (shares.empty() || all == *award || (all > *award && may_be_skipped)) {
            return;
        }
        const Span place = incentive_.schedule->declared;
        tell("E353", place, blamed(place, expressions_of(shares)),
             all < *award
                 ? Bilingual{fmt::format("各期加起来是{}，永远到不了奖补的{}", shown(all, money_, true), shown(*award, money_, true)),
                             fmt::format("the parts add up to {} and never reach the award of {}", shown(all, money_, false), shown(*award, money_, false))}
                 : Bilingual{fmt::format("各期加起来是{}，超过了奖补的{}：后面的付不到写的数", shown(all, money_, true), shown(*award, money_, true)),
                             fmt::format("the parts add up to {}, more than the award of {}: the last are not paid as they say", shown(all, money_, false),
                                         shown(*award, money_, false))},
             {"改正参数的值；或者让一期写“余额: 是”，拿其余各期剩下的",
              "mend the values of the parameters, or let one part say `rest: true` and take what the others leave"});
    }

    const Incentive& incentive_;
    StatedNumbers numbers_;
    Type money_;
    Bilingual since_;   ///< from which day on it is so, where the days differ
    Diagnostics& diagnostics_;
};

}  // namespace

void check_stated_numbers(const Incentive& incentive, Diagnostics& diagnostics) {
    const auto has_bands = [](const std::vector<AwardStep>* steps) {
        return std::any_of(steps->begin(), steps->end(), [](const AwardStep& step) { return step.kind == AwardStep::Kind::bands; });
    };
    const auto lists = lists_of_steps(incentive);
    if (incentive.schedule || !incentive.shares.empty() || !incentive.recipients.empty() ||
        std::any_of(lists.begin(), lists.end(), has_bands)) {
        StatedChecks(incentive, diagnostics).run();
    }
}

}  // namespace huiqi
