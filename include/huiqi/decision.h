#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "huiqi/message.h"

namespace huiqi {

/// Whether an application is eligible: `unknown` while an answer that matters is missing, `error` where the
/// rule cannot be computed on these answers.
enum class Eligibility : std::uint8_t { no, yes, unknown, error };

/// One value that an incentive gives out beside its award.
struct DecisionPart {
    std::string name;
    /// Exact: yuan with two decimals, another number in its base unit, else the word, text or date itself;
    /// empty while it cannot be told and where there is none.
    std::string value;
};

/// How one part of an award that is paid in parts stands: its re-check passes, waits for answers or fails; one before it
/// failed and ended the schedule; the application is not eligible; the rule cannot be computed.
enum class InstalmentStanding : std::uint8_t { due, waiting, failed, stopped, refused, error };

/// One part of an award that is paid in parts.
struct DecisionInstalment {
    std::string name;
    std::string planned;   ///< yuan with two decimals, as an award: when every re-check passes
    std::string amount;    ///< what is due: `0.00` where a re-check fails, empty while it waits
    InstalmentStanding standing = InstalmentStanding::waiting;
    std::string date;      ///< `2025-03-01`; empty where the rule gives none or it cannot be told
};

/// What one incentive says about one application.
struct IncentiveDecision {
    std::string id;
    Eligibility eligible = Eligibility::unknown;
    /// The award in yuan, exact, with two decimals: `60000.00`. `0.00` when not eligible, and for an
    /// incentive that only decides; empty while it cannot be told (see `missing` and `errors`).
    std::string award;
    std::vector<DecisionPart> parts;  ///< in the order of the rule: what it lists as parts, then other amounts
    std::vector<DecisionPart> shares;      ///< who pays the award; they add up to it
    std::vector<DecisionPart> recipients;  ///< who gets it; likewise
    std::vector<DecisionInstalment> schedule;
    std::string due;                       ///< what is due of the award by now; without a schedule the award
    std::string recover;                   ///< what must be paid back; empty where the rule says nothing or it cannot be told
    /// 0 when eligible or undecided, n when the n-th condition as written is the first that fails, -1 when
    /// the application lies outside the period of validity.
    std::int32_t reason = 0;
    std::string reason_zh;            ///< the sentence of that condition; empty for 0
    std::string reason_en;            ///< in the other language where the rule has only one
    std::vector<std::string> failed;  ///< ids of all conditions that fail, in order; `施行期` for the period
    std::vector<std::string> missing;    ///< inputs that the decision waits for; empty when refused
    std::string ask_next;                ///< the input to ask for next; empty when no answer matters any more
    std::vector<Message> errors;         ///< codes R01 …, each with the part of the rule that fails
    std::vector<std::string> anomalies;  ///< ids of the anomalies that were noticed
};

/// One total of a bundle.
struct BundleTotal {
    std::string name;
    /// Exact, in base units (yuan): a decimal, or `n/d` where none ends; empty while it cannot be told.
    std::string value;
};

/// What is decided about one application. Nothing is decided on answers that cannot be read.
struct Decision {
    bool decided = false;           ///< false: an answer is at fault, or the engine is not ready
    std::vector<Message> messages;  ///< faults of answers (D1xx), and warnings; `answer` names each
    std::vector<IncentiveDecision> incentives;  ///< in the order of the engine; empty unless decided
    std::vector<BundleTotal> totals;            ///< likewise

    /// Gives the decision of an incentive by its id, or nullptr.
    [[nodiscard]] const IncentiveDecision* find(std::string_view id) const noexcept;
};

}  // namespace huiqi
