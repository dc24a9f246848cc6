#include "engine/rulebook/loaders/payers_loader.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/constant.h"
#include "engine/rulebook/declared_type.h"
#include "engine/rulebook/loaders/citations_loader.h"
#include "engine/rulebook/loaders/shares_loader.h"
#include "engine/rulebook/rounding_text.h"

namespace huiqi {
namespace {

/// Reads one party of a bundle's shares: constants only, for no application is at hand.
class PayerReader {
public:
    PayerReader(LoadContext& context, const Fields& keys, const Bundle& bundle)
        : context_(context), keys_(keys), bundle_(bundle) {}

    BundleSettlement::Payer read() {
        payer_.declared = keys_.owner();
        if (const MappedText* party = keys_.text("party")) {
            payer_.party = read_name(context_, *party).value_or(party->text);
            payer_.declared = party->span();
        }
        payer_.rest = keys_.flag("rest");
        payer_.source = read_provenance(context_, keys_, bundle_.citations).source;
        refuse_keys();
        read_rate();
        read_round();
        if (const MappedText* cap = keys_.text("cap"); cap != nullptr && !payer_.rest) {
            payer_.cap = money(*cap);
        }
        return payer_;
    }

    /// Gives it as one part of a whole.
    [[nodiscard]] ReadShare part() const {
        ReadShare part;
        part.share.name = payer_.party;
        part.share.declared = payer_.declared;
        part.share.rest = payer_.rest;
        if (payer_.cap) {
            part.share.steps.resize(2);
            part.share.steps.back().kind = AwardStep::Kind::cap;
        }
        part.by_rate = keys_.has("rate");
        part.rate = rate_;
        part.place = keys_.value("rate");
        return part;
    }

private:
    void out_of_place(std::string_view key, Bilingual why) {
        context_.diagnostics.error("E456", keys_.key(key), std::move(why), {"去掉它", "leave it out"});
    }

    void refuse_keys() {
        if (keys_.has("amount")) {
            out_of_place("amount", {"组合里分的是结算以后的每一笔，不能写固定的额",
                                    "a bundle divides every payment behind settlement: a fixed amount does not fit"});
        } else if (!keys_.has("rate") && !payer_.rest) {
            context_.diagnostics.error("E453", keys_.owner(), {"没有说这一方付多少", "it is not said how much this party pays"},
                                       {"写“比例: 50%”或“余额: 是”", "write `rate: 50%` or `rest: true`"});
        }
        for (const std::string_view key : {"round", "cap"}) {
            if (payer_.rest && keys_.has(key)) {
                out_of_place(key, {"取余额的一方付剩下的全部，不能再限定", "the party that takes the rest pays all that is left"});
            }
        }
    }

    void read_rate() {
        const MappedText* text = keys_.text("rate");
        if (text == nullptr) {
            return;
        }
        if (is_bare_number(text->text)) {
            report_bare_rate(context_, *text);
            return;
        }
        const auto constant = read_constant(context_, *text, Type::number(), {});
        if (constant && constant->value.known()) {
            rate_ = constant->value.number();
            payer_.rate = *rate_;
        }
    }

    void read_round() {
        const MappedText* text = keys_.text("round");
        if (payer_.rest || !keys_.has("rate")) {
            return;
        }
        if (text == nullptr) {
            if (rate_ && denominator(*rate_) != 1) {
                context_.diagnostics.error(
                    "E306", payer_.declared,
                    {fmt::format("“{}”付的可能不到一分，没有取整", excerpt(payer_.party)),
                     fmt::format("what `{}` pays may have a part of a cent, and is not rounded", excerpt(payer_.party))},
                    {"写“取整: 四舍五入到分”等", "write `round: round half up to 0.01 yuan`, or another"});
            }
            return;
        }
        const auto rule = read_rounding(context_, *text, Unit::of("CNY"));
        if (!rule) {
            return;
        }
        payer_.mode = rule->mode;
        payer_.step = rule->step;
        if (denominator(Rational(rule->step * 100)) != 1) {
            context_.diagnostics.error("E306", text->span(),
                                       {"付款最小到分", "a payment is whole cents"},
                                       {"写“取整: 四舍五入到分”等", "write `round: round half up to 0.01 yuan`, or another"});
        }
    }

    [[nodiscard]] std::optional<Rational> money(const MappedText& text) {
        const auto constant = read_constant(context_, text, Type::number(Unit::of("CNY")), {});
        if (!constant || !constant->value.known()) {
            return std::nullopt;
        }
        const Rational yuan = constant->value.number();
        if (yuan < 0 || denominator(Rational(yuan * 100)) != 1) {
            context_.diagnostics.error("E306", text.span(),
                                       {"上限要是0元以上的整分", "a cap is whole cents, 0 yuan or more"},
                                       {"例如“上限: 5万元”", "such as `cap: 50000 yuan`"});
            return std::nullopt;
        }
        return yuan;
    }

    LoadContext& context_;
    const Fields& keys_;
    const Bundle& bundle_;
    BundleSettlement::Payer payer_;
    std::optional<Rational> rate_;
};

}  // namespace

std::vector<BundleSettlement::Payer> load_payers(LoadContext& context, const Fields& file, const Bundle& bundle,
                                                 const std::vector<const Incentive*>& members) {
    std::vector<BundleSettlement::Payer> payers;
    if (!file.has("shares")) {
        return payers;
    }
    std::vector<ReadShare> parts;
    const std::size_t errors = context.diagnostics.error_count();
    for (const NodeId item : file.items("shares")) {
        const Fields keys(context, item, Scope::share, short_span(context, item));
        PayerReader reader(context, keys, bundle);
        payers.push_back(reader.read());
        parts.push_back(reader.part());
    }
    if (context.diagnostics.error_count() == errors) {
        check_whole(context, parts, file.key("shares"), nullptr);
    }
    const bool nobody_left = std::all_of(members.begin(), members.end(), [](const Incentive* member) {
        return member == nullptr || member->award.empty() || !member->shares.empty();
    });
    const bool complete = std::find(members.begin(), members.end(), nullptr) == members.end();
    if (nobody_left && complete) {
        context.diagnostics.error("E384", file.key("shares"),
                                  {"每个事项都自己写了谁来分担，组合里的“分担”没有一笔可分",
                                   "every incentive says itself who pays: nothing is left for `shares` of the bundle"},
                                  {"去掉组合里的，或者去掉事项里的", "leave out those of the bundle, or those of the incentives"});
    }
    return payers;
}

}  // namespace huiqi
