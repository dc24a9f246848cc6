#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/api/award_lanes.h"
#include "engine/api/award_tally.h"
#include "engine/evaluate/evaluator.h"
#include "engine/io/record_input.h"
#include "engine/plan/plan.h"

namespace huiqi {

/// One version's data and plan; versions that ask alike share both.
struct ComparedSide {
    RecordInput* input = nullptr;
    std::shared_ptr<const Plan> plan;
};

/// One version's rows of a block, decided.
class DecidedRows {
public:
    explicit DecidedRows(const ComparedSide& side);

    /// Takes the next block of the input; the caller sees to it that nobody else does.
    [[nodiscard]] bool next() { return side_.input->next(block_.block); }
    /// Decides the rows and reads the awards of these incentives, by their places in the plan.
    void decide(const std::vector<std::size_t>& wanted);

    [[nodiscard]] const ParsedBlock& block() const noexcept { return block_; }
    /// Gives the awards of an incentive that was wanted.
    [[nodiscard]] const AwardLanes& awards(std::size_t incentive) const { return lanes_[incentive]; }

private:
    const ComparedSide& side_;
    std::unique_ptr<BlockParser> parser_;
    ParsedBlock block_;
    Evaluator evaluator_;
    std::vector<AwardLanes> lanes_;
};

/// The rows of one block in two versions, beside one another by their lines. Versions that ask alike read the
/// input once.
class ComparedRows {
public:
    /// Where a row stands in each version; `kNowhere` where it was set aside.
    struct Row {
        static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
        std::uint64_t line = 0;
        std::size_t before = kNowhere, after = kNowhere;
    };

    /// `old_wanted` and `new_wanted` are the incentives whose awards are read, by their places in each plan.
    /// The sides must outlive it.
    ComparedRows(const ComparedSide& before, const ComparedSide& after, std::vector<std::size_t> old_wanted,
                 std::vector<std::size_t> new_wanted);

    /// Takes the next block of both inputs; the caller sees to it that nobody else does.
    [[nodiscard]] bool next();
    /// Decides the rows of the block by both versions.
    void decide();

    [[nodiscard]] const std::vector<Row>& rows() const noexcept { return rows_; }
    [[nodiscard]] const ParsedBlock& before() const noexcept { return before_.block(); }
    /// Gives the rows of the new version: those of the old one where both read the input alike.
    [[nodiscard]] const ParsedBlock& after() const noexcept {
        return after_ ? after_->block() : before_.block();
    }

    /// Gives the award of an incentive of the old plan; without one, that of a version that lacks it.
    [[nodiscard]] RowAward old_award(const std::optional<std::size_t>& incentive, const Row& row) const {
        return award(before_, incentive, row.before);
    }
    /// Gives the award of an incentive of the new plan.
    [[nodiscard]] RowAward new_award(const std::optional<std::size_t>& incentive, const Row& row) const {
        return award(after_ ? *after_ : before_, incentive, row.after);
    }
    /// Gives the sum of the old side's awards of an incentive over the rows of the block.
    [[nodiscard]] Int128 old_sum(std::size_t incentive) const;

    /// Gives the number of the application; empty where the data have none.
    [[nodiscard]] std::string_view number(const Row& row) const;
    /// Gives the row's value of the first column that is carried along.
    [[nodiscard]] std::string_view group(const Row& row) const;

private:
    [[nodiscard]] static RowAward award(const DecidedRows& side, const std::optional<std::size_t>& incentive,
                                        std::size_t row) {
        if (!incentive) {
            return {};
        }
        if (row == Row::kNowhere) {
            return {.state = AwardState::unread, .cents = 0};
        }
        const AwardLanes& lanes = side.awards(*incentive);
        return {.state = lanes.states[row], .cents = lanes.cents[row]};
    }
    void align();

    DecidedRows before_;
    std::optional<DecidedRows> after_;  // nothing where both versions read one input
    std::vector<std::size_t> old_wanted_, new_wanted_;
    std::vector<Row> rows_;
};

}  // namespace huiqi
