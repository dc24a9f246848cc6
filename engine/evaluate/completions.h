#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/evaluate/evaluator.h"
#include "engine/evaluate/outcome.h"

namespace huiqi {

/// Every way in which the open answers of one application may be given, where these are few: words, truths and short ranges.
/// What comes of each is evaluated, so that what it says of one incentive is exact.
class Completions {
public:
    /// How many are gone through at most.
    static constexpr std::size_t kMost = 512;

    /// How one of them ends.
    struct End {
        DecisionState state = DecisionState::unknown;   ///< never unknown
        Value award;                                    ///< of one that is eligible, where the incentive has one
        std::vector<Value> parts;                       ///< likewise, of an incentive whose amounts are in parts alone
        friend bool operator==(const End&, const End&) = default;
    };

    explicit Completions(std::shared_ptr<const Plan> plan);

    /// Goes through those of the row of `batch` that the evaluator's last run looked at, for one incentive. Only the fields
    /// `that_matter` (rising) take all their values. False: they are too many, or a text, a record or a list is open; then it
    /// knows nothing.
    [[nodiscard]] bool run(const Evaluator& evaluator, const Batch& batch, std::size_t row, std::size_t incentive,
                           std::span<const std::size_t> that_matter);

    /// The different ends.
    [[nodiscard]] const std::vector<End>& ends() const noexcept { return ends_; }
    /// Whether two answers to a field may lead to different ends, all others being the same.
    [[nodiscard]] bool matters(std::size_t field) const;

private:
    /// A field that is open, with all that it may be.
    struct Open {
        std::size_t field = 0;
        std::vector<Value> values;
    };

    [[nodiscard]] bool find_open(const Evaluator& evaluator, std::size_t incentive, std::span<const std::size_t> that_matter);
    [[nodiscard]] bool add_open(std::uint32_t column, std::span<const std::size_t> that_matter);
    void fill(const Batch& batch, std::size_t row);
    [[nodiscard]] bool evaluate(std::size_t incentive);
    [[nodiscard]] std::optional<End> end_of(const IncentivePlan& plan, std::size_t row) const;

    std::shared_ptr<const Plan> plan_;
    Evaluator evaluator_;
    Batch batch_;
    std::vector<Open> open_;
    std::size_t count_ = 1;
    std::vector<End> ends_;
    std::vector<std::uint32_t> end_of_row_;   ///< of each way, its place in `ends_`
};

}  // namespace huiqi
