#include "engine/settle/payers.h"

#include <algorithm>
#include <limits>

#include "engine/diagnostic/expect.h"
#include "engine/numeric/division.h"
#include "engine/numeric/int128.h"
#include "engine/numeric/rounding.h"

namespace huiqi {

PayerDivision::PayerDivision(const Claims& claims, const Settlement& settlement, const std::vector<PayerRule>& rules)
    : claims_(claims), settlement_(settlement), rules_(rules), own_(claims.incentives) {
    for (std::size_t at = 0; at < claims.shares.size(); ++at) {
        own_[claims.shares[at].incentive].push_back(at);
        payer_of_share_.push_back(payer(claims.shares[at].party));
    }
    for (const PayerRule& rule : rules) {
        payer_of_rule_.push_back(payer(rule.party));
        narrow_.push_back(narrow(rule));
    }
}

std::size_t PayerDivision::payer(const std::string& name) {
    const auto found = std::find(payers_.begin(), payers_.end(), name);
    if (found != payers_.end()) {
        return static_cast<std::size_t>(found - payers_.begin());
    }
    payers_.push_back(name);
    return payers_.size() - 1;
}

void PayerDivision::divide(std::size_t cell, std::span<std::int64_t> parts) const {
    divide(cell, settlement_.payable[cell], parts);
}

void PayerDivision::divide(std::size_t cell, Money payment, std::span<std::int64_t> parts) const {
    expect(parts.size() == payers_.size(), "there is a part for each payer");
    std::fill(parts.begin(), parts.end(), std::int64_t{0});
    const std::int64_t payable = payment.minor();
    const std::vector<std::size_t>& own = own_[cell % claims_.incentives];
    if (payable == 0) {
        return;
    }
    if (!own.empty()) {
        divide_own(cell, payable, own, parts);
    } else if (!rules_.empty()) {
        divide_by_rules(payable, parts);
    }
}

/// What is cut is cut from all alike: a part becomes part × payable ÷ award, cut down to the fen, and the one that takes the
/// rest takes the odd fen too.
void PayerDivision::divide_own(std::size_t cell, std::int64_t payable, const std::vector<std::size_t>& own,
                               std::span<std::int64_t> parts) const {
    const std::int64_t award = claims_.award[cell].minor();
    const std::size_t row = cell / claims_.incentives;
    std::int64_t left = payable;
    for (const std::size_t at : own) {
        const OwnShare& share = claims_.shares[at];
        if (!share.rest) {
            // both factors are below 2^63: the product fits
            const std::int64_t part = to_int64(Int128{share.minor[row]} * payable / award);
            parts[payer_of_share_[at]] += part;
            left -= part;
        }
    }
    const auto rest = std::find_if(own.begin(), own.end(), [&](std::size_t at) { return claims_.shares[at].rest; });
    expect(rest != own.end() && left >= 0, "one party takes what the others leave");
    parts[payer_of_share_[*rest]] += left;
}

std::optional<PayerDivision::Narrow> PayerDivision::narrow(const PayerRule& rule) {
    // the part in yuan over the step, and the step in fen
    const Rational steps = rule.rate / 100 / rule.step;
    const Rational unit = rule.step * 100;
    const Integer most = std::numeric_limits<std::int32_t>::max();
    const Integer most_divisor = std::numeric_limits<std::int64_t>::max();
    // a payment is below 2^63: times the factor below 2^94, plus one step, times the unit below 2^126
    if (rule.rest || numerator(steps) < 0 || numerator(steps) > most || denominator(steps) > most_divisor || denominator(unit) != 1 ||
        numerator(unit) > most) {
        return std::nullopt;
    }
    return Narrow{.factor = static_cast<std::int64_t>(numerator(steps)),
                  .divisor = static_cast<std::int64_t>(denominator(steps)),
                  .unit = static_cast<std::int64_t>(numerator(unit))};
}

/// Gives what one party pays: never more than what is left, for a rounding upwards may ask for it.
std::int64_t PayerDivision::part_by_rule(std::size_t at, std::int64_t payable, std::int64_t left) const {
    const PayerRule& rule = rules_[at];
    const std::int64_t most = rule.cap ? std::min(left, rule.cap->minor()) : left;
    if (const std::optional<Narrow>& by = narrow_[at]) {
        const Int128 fen = divide_rounded(Int128{payable} * by->factor, by->divisor, rule.mode) * by->unit;
        return to_int64(std::min<Int128>(fen, most));
    }
    const Rational fen = round_to_step(Rational(payable) * rule.rate / 100, rule.step, rule.mode) * 100;
    return static_cast<std::int64_t>(std::min(numerator(fen), Integer(most)));
}

void PayerDivision::divide_by_rules(std::int64_t payable, std::span<std::int64_t> parts) const {
    std::int64_t left = payable;
    const auto pay = [&](std::size_t at, std::int64_t part) {
        parts[payer_of_rule_[at]] += part;
        left -= part;
    };
    for (std::size_t at = 0; at < rules_.size(); ++at) {
        if (!rules_[at].rest) {
            pay(at, part_by_rule(at, payable, left));
        }
    }
    const auto rest = std::find_if(rules_.begin(), rules_.end(), [](const PayerRule& rule) { return rule.rest; });
    expect(rest != rules_.end(), "one party takes what the others leave");
    pay(static_cast<std::size_t>(rest - rules_.begin()), left);
}

}  // namespace huiqi
