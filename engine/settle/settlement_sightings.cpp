#include "engine/settle/settlement_sightings.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "engine/numeric/rounding.h"

namespace huiqi {
namespace {

using Kind = CoverageKey::Kind;
using Aspect = CoverageKey::Aspect;
using Stacking = BundleSettlement::Stacking;

/// Reads one settlement, or says what there is to reach.
class Reader {
public:
    Reader(const SettledBatch* done, const Sightings::Sink& sink) : done_(done), sink_(sink) {}

    void group(const BundleSettlement::Group& written, std::size_t rule) const {
        if (written.method == Stacking::highest || written.method == Stacking::choose) {
            for (std::uint32_t member = 0; member < written.members.size(); ++member) {
                const bool kept = any(ReductionCause::stacking, rule,
                                      [&](const SettlementUse& use) { return use.kept == member && use.asked > use.there; });
                sink_({.key = {Kind::settlement, written.declared, Aspect::reached, member}, .possible = true, .reached = kept, .distance = {}});
            }
        } else if (written.method == Stacking::top_up || written.method == Stacking::at_most) {
            const auto cuts = [](const SettlementUse& use) { return !use.kept && use.asked > use.there; };
            tell(written.declared, Aspect::effect, any(ReductionCause::stacking, rule, cuts));
            tell(written.declared, Aspect::idle, any(ReductionCause::stacking, rule, leaves));
            if (written.method == Stacking::at_most) {
                tell(written.declared, Aspect::on, any(ReductionCause::stacking, rule, exhausts));
            }
        }
    }

    /// A limit, a quota or a budget; of one of nothing nobody is ever left anything.
    void bound(const Span& place, ReductionCause step, std::size_t rule, bool something) const {
        tell(place, Aspect::effect, cut(step, rule));
        tell(place, Aspect::idle, any(step, rule, leaves), something);
        tell(place, Aspect::on, any(step, rule, exhausts), something);
    }

    void payer(const BundleSettlement::Payer& written, std::size_t rule) const {
        if (written.rest || !written.cap) {
            return;
        }
        tell(written.declared, Aspect::effect, any_payment(rule, true));
        tell(written.declared, Aspect::idle, any_payment(rule, false));
    }

private:
    void tell(const Span& place, Aspect aspect, bool reached, bool possible = true) const {
        sink_({.key = {Kind::settlement, place, aspect}, .possible = possible || reached, .reached = reached, .distance = {}});
    }

    [[nodiscard]] static bool leaves(const SettlementUse& use) { return !use.kept && use.asked <= use.there; }
    [[nodiscard]] static bool exhausts(const SettlementUse& use) { return !use.kept && use.asked == use.there; }

    template <class Test>
    [[nodiscard]] bool any(ReductionCause step, std::size_t rule, const Test& test) const {
        return done_ != nullptr && std::any_of(done_->uses.begin(), done_->uses.end(), [&](const SettlementUse& use) {
            return use.step == step && use.rule == rule && test(use);
        });
    }

    [[nodiscard]] bool cut(ReductionCause step, std::size_t rule) const {
        return done_ != nullptr && std::any_of(done_->settlement.reductions.begin(), done_->settlement.reductions.end(),
                                               [&](const Reduction& one) { return one.cause == step && one.rule == rule; });
    }

    /// Tells whether a payment is there that a payer's cap binds, or leaves alone.
    [[nodiscard]] bool any_payment(std::size_t rule, bool bound) const {
        if (done_ == nullptr) {
            return false;
        }
        const PayerRule& payer = done_->rules.payers[rule];
        const Claims& claims = done_->claims;
        for (std::size_t cell = 0; cell < claims.award.size(); ++cell) {
            const auto incentive = static_cast<std::uint32_t>(cell % claims.incentives);
            const bool own = std::any_of(claims.shares.begin(), claims.shares.end(),
                                         [&](const OwnShare& share) { return share.incentive == incentive; });
            const std::int64_t paid = done_->settlement.payable[cell].minor();
            const Rational share = round_to_step(Rational(paid) * payer.rate / 100, payer.step, payer.mode);
            if (!own && paid > 0 && (share * 100 > Rational(payer.cap->minor())) == bound) {
                return true;
            }
        }
        return false;
    }

    const SettledBatch* done_;
    const Sightings::Sink& sink_;
};

}  // namespace

void read_settlement(const BundleSettlement& written, const SettledBatch* done, const Sightings::Sink& sink) {
    const Reader reader(done, sink);
    for (std::size_t at = 0; at < written.stacking.size(); ++at) {
        reader.group(written.stacking[at], at);
    }
    for (std::size_t at = 0; at < written.limits.size(); ++at) {
        const auto* cap = std::get_if<Rational>(&written.limits[at].cap);
        reader.bound(written.limits[at].declared, ReductionCause::limit, at, cap == nullptr || *cap > 0);
    }
    for (std::size_t at = 0; at < written.quotas.size(); ++at) {
        reader.bound(written.quotas[at].declared, ReductionCause::quota, at, written.quotas[at].count > 0);
    }
    for (std::size_t at = 0; at < written.budgets.size(); ++at) {
        reader.bound(written.budgets[at].declared, ReductionCause::budget, at, written.budgets[at].amount > 0);
    }
    for (std::size_t at = 0; at < written.payers.size(); ++at) {
        reader.payer(written.payers[at], at);
    }
}

}  // namespace huiqi
