#pragma once

#include <cstddef>
#include <initializer_list>
#include <memory_resource>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/data/batch.h"
#include "engine/diagnostic/expect.h"
#include "engine/evaluate/register.h"
#include "engine/evaluate/work_account.h"

namespace huiqi {

/// What kernels share during one run: the plan, the rows, the registers. Kernels are grouped in files by subject;
/// `execute` branches once a node, each kernel loops without branching on kinds.
struct Machine {
    /// Rows [first, first + count) of a table of the batch.
    struct BatchRows {
        std::size_t first = 0;
        std::size_t count = 0;
    };

    const Plan& plan;
    const Batch* batch = nullptr;
    std::vector<Register> registers;
    std::vector<std::size_t> rows;            ///< of each row space
    std::vector<BatchRows> batch_rows;        ///< of row spaces that come from the data
    std::vector<TableIndex> forms;            ///< the row space that a segments node forms
    std::uint32_t round = 0;                  ///< of the loop that runs, from 0
    NodeIndex running = 0;                    ///< the node that runs
    std::vector<std::size_t> made;            ///< by each node in this run: elements, characters or bits of what it keeps
    bool overfull = false;                    ///< the node that runs would make more than it may
    WorkAccount work;                         ///< on numbers beyond 128 bits
    Causes causes;
    std::pmr::monotonic_buffer_resource characters;

    explicit Machine(const Plan& source) : plan(source), work(source) {}

    [[nodiscard]] const Register& operand(const Node& node, std::size_t at) const {
        return registers[node.operands[at]];
    }
    /// Begins a run over rows [first, first + count) of a batch.
    void begin(const Batch& source, std::size_t first, std::size_t count);
    /// Counts what the node that runs makes; false, and overfull, where that is more than `most`.
    [[nodiscard]] bool make(std::size_t more, std::size_t most) { return make(running, more, most); }
    [[nodiscard]] bool make(NodeIndex maker, std::size_t more, std::size_t most) {
        made[maker] += more;
        overfull = overfull || made[maker] > most;
        return made[maker] <= most;
    }
    /// Copies a text into memory that lives until the next run.
    [[nodiscard]] std::string_view keep(std::string_view text);
    /// Allocates characters that live until the next run; beyond the limit of a node they are always the same ones.
    [[nodiscard]] std::span<char> room(std::size_t bytes);

private:
    std::span<char> waste_;   ///< of this run, for texts that are refused
};

/// Makes of what the node holds the error R09, but where it is not known anyway: for one application that makes too much.
/// Numbers that may be long give way to short ones.
void refuse(Machine& machine, NodeIndex index);

/// Gives the state of a strict operation on lanes in these states: the first error, else what waits for all unknowns,
/// else the error R08 of `node` (or absent, when it only moves values) where one is absent.
[[nodiscard]] Cause strict(Causes& causes, std::span<const Cause> states, NodeIndex node, bool keeps_absent = false);

/// Sets the states of `out` for a strict operation on these operands lane by lane.
void strict_states(Machine& machine, NodeIndex node, std::initializer_list<const Register*> operands,
                   bool keeps_absent = false);

/// Turns lanes of `out` that are known and marked into the error `code`.
void mark_errors(Machine& machine, NodeIndex node, std::span<const std::uint8_t> marks, RuntimeError code);

/// Calls `work.template operator()<T>()` for the lanes of numbers.
template <class Work>
void with_numbers(LaneKind kind, Work&& work) {
    switch (kind) {
        case LaneKind::int64: work.template operator()<std::int64_t>(); return;
        case LaneKind::int128: work.template operator()<Int128>(); return;
        case LaneKind::wide: work.template operator()<Wide>(); return;
        default: fail_expectation("the lanes hold numbers", std::source_location::current());
    }
}

/// Calls `work` for the lanes of any scalar.
template <class Work>
void with_lanes(LaneKind kind, Work&& work) {
    switch (kind) {
        case LaneKind::boolean: work.template operator()<std::uint8_t>(); return;
        case LaneKind::date:
        case LaneKind::code: work.template operator()<std::int32_t>(); return;
        case LaneKind::index: work.template operator()<std::uint32_t>(); return;
        case LaneKind::text: work.template operator()<std::string_view>(); return;
        default: with_numbers(kind, std::forward<Work>(work)); return;
    }
}

/// Gives the lanes of a register as T.
template <class T>
[[nodiscard]] T* lanes(Register& from) {
    if constexpr (std::is_same_v<T, Wide>) {
        return from.wides();
    } else {
        return from.lanes<T>();
    }
}
template <class T>
[[nodiscard]] const T* lanes(const Register& from) {
    if constexpr (std::is_same_v<T, Wide>) {
        return from.wides();
    } else {
        return from.lanes<T>();
    }
}

// One function a subject; each gives false when the operation is not its own.
[[nodiscard]] bool run_inputs(Machine& machine, NodeIndex index);
[[nodiscard]] bool run_logic(Machine& machine, NodeIndex index);
[[nodiscard]] bool run_numbers(Machine& machine, NodeIndex index);
[[nodiscard]] bool run_dates(Machine& machine, NodeIndex index);
[[nodiscard]] bool run_texts(Machine& machine, NodeIndex index);
[[nodiscard]] bool run_lists(Machine& machine, NodeIndex index);
[[nodiscard]] bool run_orders(Machine& machine, NodeIndex index);
[[nodiscard]] bool run_moves(Machine& machine, NodeIndex index);
[[nodiscard]] bool run_reductions(Machine& machine, NodeIndex index);
[[nodiscard]] bool run_ratios(Machine& machine, NodeIndex index);
[[nodiscard]] bool run_folds(Machine& machine, NodeIndex index);
[[nodiscard]] bool run_tables(Machine& machine, NodeIndex index);

}  // namespace huiqi
