#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "huiqi/decision.h"
#include "huiqi/message.h"

namespace huiqi {

/// How the values of an input lie in a column.
enum class ColumnForm : std::uint8_t {
    truth,   ///< std::uint8_t, 0 or 1
    count,   ///< std::int64_t, a number of steps: `ColumnNeed::step`
    day,     ///< std::int32_t, days since 1970-01-01
    choice,  ///< std::int32_t, a place in `ColumnNeed::choices`, from 0
    other,   ///< a text, a list, a record, a number beyond 64 bits: not given as a column
};

/// What an engine asks of the column of one input.
struct ColumnNeed {
    std::string name;
    ColumnForm form = ColumnForm::other;
    std::string step;  ///< of a count: the worth of 1 in base units (yuan, day, fraction of one): `0.01`
    std::vector<std::string> choices;  ///< of a choice
};

/// The values of one input for many applications. The memory stays the caller's.
class InputColumn {
public:
    /// Is not answered in any row.
    InputColumn() = default;

    [[nodiscard]] static InputColumn truths(std::span<const std::uint8_t> values) noexcept {
        return {ColumnForm::truth, values.data(), values.size()};
    }
    [[nodiscard]] static InputColumn counts(std::span<const std::int64_t> values) noexcept {
        return {ColumnForm::count, values.data(), values.size()};
    }
    [[nodiscard]] static InputColumn days(std::span<const std::int32_t> values) noexcept {
        return {ColumnForm::day, values.data(), values.size()};
    }
    [[nodiscard]] static InputColumn choices(std::span<const std::int32_t> values) noexcept {
        return {ColumnForm::choice, values.data(), values.size()};
    }

    [[nodiscard]] ColumnForm form() const noexcept { return form_; }
    [[nodiscard]] const void* data() const noexcept { return data_; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

private:
    InputColumn(ColumnForm form, const void* data, std::size_t size) noexcept
        : form_(form), data_(data), size_(size) {}

    ColumnForm form_ = ColumnForm::other;
    const void* data_ = nullptr;
    std::size_t size_ = 0;
};

/// Where the decisions of one incentive go, a row each; an empty span is not wanted. Undecided rows get 0.
struct IncentiveColumns {
    std::span<std::int64_t> award_cents;
    std::span<std::int32_t> reason;  ///< as IncentiveDecision::reason
    std::span<Eligibility> eligible;
};

/// Where all decisions go; the memory is the caller's. Fewer entries than there are, or none, are not wanted.
struct DecisionColumns {
    std::vector<IncentiveColumns> incentives;          ///< in the order of the engine
    std::vector<std::span<std::int64_t>> total_cents;  ///< of the totals of the bundle
};

/// Decisions one by one: pair n is what incentive `incentive[n]` decides about row `row[n]`. In the order of
/// rows, and of incentives within a row. Undecided pairs have 0 for award and reason.
struct DecisionPairs {
    std::vector<std::uint64_t> row;
    std::vector<std::uint32_t> incentive;  ///< its place in Engine::incentives
    std::vector<std::int64_t> award_cents;
    std::vector<std::int32_t> reason;
    std::vector<Eligibility> eligible;
};

/// What became of columns. When a value is at fault, or columns do not fit what the engine asks, nothing in
/// the decisions may be used.
struct ColumnsResult {
    bool done = false;
    std::vector<Message>
        messages;  ///< `answer` names the input and the row, from 0: `size[17]`; at most kMostMessages
    std::uint64_t undecided = 0;  ///< decisions that wait for an answer or are in error, over all incentives

    static constexpr std::size_t kMostMessages = 100;
};

}  // namespace huiqi
