#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/settle/settlement.h"

namespace huiqi {

/// Divides what settlement pays among those who pay it. An incentive that says itself who pays (分担) divides as it says, and what
/// settlement leaves of its award in proportion; any other as the rules say. The parts of a payment always add up to it: one
/// party takes what the others leave.
class PayerDivision {
public:
    /// Keeps references to all three.
    PayerDivision(const Claims& claims, const Settlement& settlement, const std::vector<PayerRule>& rules);

    /// The parties, in the order in which incentives and then the rules name them; empty where nobody says who pays.
    [[nodiscard]] const std::vector<std::string>& payers() const noexcept { return payers_; }
    /// Tells who pays a cell, in fen, one number for each of `payers`: all 0 where it is not said.
    void divide(std::size_t cell, std::span<std::int64_t> parts) const;
    /// The same of one payment of a cell, which may be less than what was settled: no settlement is looked at.
    void divide(std::size_t cell, Money payment, std::span<std::int64_t> parts) const;

private:
    /// A rule whose part is `payment × factor ÷ divisor`, rounded, times `unit` fen: where the numbers are small enough that
    /// 64-bit payments keep all of it within 128 bits. What all but strange rates are.
    struct Narrow {
        Int128 factor = 0;
        Int128 divisor = 1;
        Int128 unit = 1;
    };

    [[nodiscard]] static std::optional<Narrow> narrow(const PayerRule& rule);
    [[nodiscard]] std::int64_t part_by_rule(std::size_t at, std::int64_t payable, std::int64_t left) const;
    [[nodiscard]] std::size_t payer(const std::string& name);
    void divide_own(std::size_t cell, std::int64_t payable, const std::vector<std::size_t>& own, std::span<std::int64_t> parts) const;
    void divide_by_rules(std::int64_t payable, std::span<std::int64_t> parts) const;

    const Claims& claims_;
    const Settlement& settlement_;
    const std::vector<PayerRule>& rules_;
    std::vector<std::string> payers_;
    std::vector<std::vector<std::size_t>> own_;  ///< by incentive: places in Claims::shares
    std::vector<std::size_t> payer_of_share_;    ///< of each of Claims::shares
    std::vector<std::size_t> payer_of_rule_;
    std::vector<std::optional<Narrow>> narrow_;  ///< of each rule
};

}  // namespace huiqi
