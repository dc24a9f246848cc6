#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/evaluate/award_search.h"
#include "engine/evaluate/completions.h"
#include "engine/evaluate/next_question.h"
#include "engine/evaluate/outcome.h"
#include "engine/evaluate/range_run.h"
#include "engine/evaluate/relevance.h"

namespace huiqi {

/// What one part (分项) of an incentive without an award of its own may come to.
struct PartStanding {
    bool number = false;  ///< false: a word or a day, without a range
    bool settled = false;
    Rational least = 0;             ///< in base units, as the part itself
    std::optional<Rational> most;
};

/// How an incentive stands while answers are missing.
struct Standing {
    DecisionState state =
        DecisionState::unknown;  ///< unknown: an answer can still change the decision or the award
    /// The least and the most that the award may come to in yuan, whatever the open answers within their
    /// declared ranges; no most: nothing declared bounds it. Equal once decided. Completions that end in an
    /// error have no award.
    Rational least = 0;
    std::optional<Rational> most;
    /// Whether answers are known that lead to just this end. Where not, the end is safe: nothing lies beyond it, and it may
    /// be that nothing comes to it.
    bool least_reached = true;
    bool most_reached = true;
    bool may_fail = false;               ///< some answers may lead to an error of the rules
    bool period_failed = false;          ///< 施行期
    std::vector<std::size_t> failed;     ///< written conditions that are certainly false
    std::vector<std::size_t> open;       ///< written conditions that are not decided
    std::vector<std::size_t> waits_for;  ///< fields of the schema, rising, that can still matter
    /// Fields that are open and for which the evaluator waits, though every answer to them leads to this very end.
    std::vector<std::size_t> whatever;
    std::vector<PartStanding> parts;     ///< of an incentive whose amounts are in parts alone; none when refused
    std::optional<AskedFor> next;        ///< what to ask next; of such parts also when it is eligible
};

/// Follows one application while it is being answered. Says of every incentive how it stands, what to ask
/// next and what the award may still come to. Free of input and output, of threads and of the machine's
/// locale.
class SelfCheck {
public:
    /// How many cases a search for an end of a range looks at.
    static constexpr std::size_t kEffort = 48;
    /// How many cases may prove that an answer cannot matter before it is asked for.
    static constexpr std::size_t kProof = 256;

    /// The plan must have been compiled to explain, from these incentives in this order; they must outlive
    /// it.
    SelfCheck(std::shared_ptr<const Plan> plan, std::vector<const Incentive*> incentives);

    /// Looks at one row of a batch, in which what was not answered is unknown. `effort` 0 leaves the ranges
    /// as the operations bound them, and asks what only these bounds leave open. Fields that the person could not answer are `skipped`: they are not
    /// asked for again. The batch must outlive the reading of explanations.
    void run(const Batch& batch, std::size_t row, std::size_t effort = kEffort,
             std::vector<std::size_t> skipped = {});

    [[nodiscard]] const std::vector<Standing>& standings() const noexcept { return standings_; }
    /// The incentive whose question comes next, in the order of the bundle; nothing: all is decided.
    [[nodiscard]] std::optional<std::size_t> next() const;
    /// The values, for explanations.
    [[nodiscard]] const Evaluator& evaluator() const noexcept { return evaluator_; }
    /// What the nodes may come to.
    [[nodiscard]] const RangeRun& ranges() const noexcept { return ranges_; }
    [[nodiscard]] const Plan& plan() const noexcept { return *plan_; }
    [[nodiscard]] const std::vector<const Incentive*>& incentives() const noexcept { return incentives_; }

private:
    [[nodiscard]] Possible of(const PlanValue& value) const;
    [[nodiscard]] Standing standing(std::size_t index, std::size_t effort);
    [[nodiscard]] std::vector<std::uint32_t> waiting(const PlanValue& value) const;
    void range(Standing& standing, std::size_t index, std::size_t effort);
    void ask(Standing& standing, std::size_t index, std::size_t effort);
    void take_ending(Standing& standing, std::size_t index);
    void take_end(Standing& standing, std::size_t index, const Completions::End& end) const;
    void range_of_ends(Standing& standing) const;
    void part_ranges(Standing& standing, std::size_t index, std::size_t effort);
    [[nodiscard]] std::vector<std::size_t> open_fields(std::size_t index) const;
    [[nodiscard]] std::vector<std::size_t> missing_fields(std::size_t index) const;
    [[nodiscard]] bool matters(std::size_t index, std::size_t field);

    std::shared_ptr<const Plan> plan_;
    std::vector<const Incentive*> incentives_;
    Evaluator evaluator_;
    RangeRun ranges_;
    std::vector<std::unique_ptr<AwardSearch>> searches_;  ///< of each incentive, once needed
    /// Of each incentive and part, once needed.
    std::vector<std::vector<std::unique_ptr<AwardSearch>>> part_searches_;
    Completions completions_;
    bool all_known_ = false;   ///< the completions of the incentive at hand were all gone through
    const Batch* batch_ = nullptr;
    std::size_t row_ = 0;
    std::vector<std::unique_ptr<Relevance>> relevances_;  ///< of each incentive, once needed
    std::vector<Standing> standings_;
    std::vector<std::size_t> skipped_;
};

}  // namespace huiqi
