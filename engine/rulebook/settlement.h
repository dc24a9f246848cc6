#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/diagnostic/source.h"
#include "engine/numeric/rational.h"
#include "engine/numeric/rounding_mode.h"

namespace huiqi {

/// A value of each application that settlement looks at.
struct SettlementValue {
    enum class Kind : std::uint8_t {
        application,
        applicant,
        sequence,  ///< a key column of the bundle
        total,     ///< `index` of the bundle's totals
        input,
        definition,  ///< `index` of the bundle's incentive number `incentive`
    };
    Kind kind = Kind::application;
    std::uint32_t incentive = 0;
    std::uint32_t index = 0;
    std::string name;  ///< as written
};

/// What a bundle says about its incentives together (叠加, 总额上限, 名额, 预算), in the order in which it is
/// applied. Incentives are places in the bundle's list.
struct BundleSettlement {
    enum class Stacking : std::uint8_t { sum, highest, choose, top_up, at_most };
    enum class BudgetMethod : std::uint8_t { pro_rata, ranking };
    /// How long a quota or a budget lasts: a batch, for good, or a calendar year.
    enum class Period : std::uint8_t { batch, once, calendar_year };
    /// An incentive, or the incentives of an inner group.
    using Member = std::vector<std::uint32_t>;

    struct Rank {
        SettlementValue by;
        bool descending = false;
    };
    struct Group {
        std::string id;  ///< may be empty
        std::vector<Member> members;
        Stacking method = Stacking::sum;
        std::optional<SettlementValue> value;  ///< of choose the choice, of at_most the cost
        std::string source;
        Span declared;
    };
    struct Limit {
        SettlementValue per;
        bool yearly = false;
        std::variant<Rational, SettlementValue> cap;  ///< yuan
        bool pro_rata = false;
        Member members;
        std::vector<Rank> ranking;
        std::string source;
        Span declared;
        unsigned years = 1;                 ///< of a yearly one: so many calendar years in a row together
        Rational step = Rational(1) / 100;  ///< yuan: what is cut is paid down to a multiple
    };
    struct Quota {
        std::uint64_t count = 0;
        Member members;
        std::vector<Rank> ranking;
        std::string source;
        Span declared;
        Period period = Period::batch;
    };
    struct Budget {
        Rational amount;  ///< yuan
        BudgetMethod method = BudgetMethod::pro_rata;
        Rational step = Rational(1) / 100;  ///< yuan
        bool largest_remainder = false;
        bool what_is_left = false;
        Period period = Period::batch;
        Member members;
        std::vector<Rank> ranking;
        std::string source;
        Span declared;
    };
    struct Payer {
        std::string party;
        bool rest = false;
        Rational rate = 0;
        Rounding mode = Rounding::half_up;
        Rational step = Rational(1) / 100;  ///< yuan
        std::optional<Rational> cap;        ///< yuan a payment
        std::string source;
        Span declared;
    };
    std::vector<Group> stacking;
    std::vector<Limit> limits;
    std::vector<Quota> quotas;
    std::vector<Budget> budgets;
    std::vector<Payer> payers;  ///< of incentives that do not say themselves who pays
};

}  // namespace huiqi
