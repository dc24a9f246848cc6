#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "engine/evaluate/machine.h"
#include "engine/evaluate/register.h"

namespace huiqi {

/// Forms the segments of a list kernel row by row: `begin` a row, then `add` its elements. Takes no more of them in a run
/// than the plan's limit lets a list have; one more is noted as `overfull`, which the evaluator acts upon.
class Former {
public:
    /// Makes room for so many rows.
    Former(Machine& machine, NodeIndex index, std::size_t rows)
        : machine_(machine), out_(machine.registers[index].segments),
          left_(machine.plan.limits.made_elements - std::min(machine.made[index], machine.plan.limits.made_elements)) {
        machine.registers[index].prepare(LaneKind::segments, rows);
    }

    void begin(std::size_t row) {
        row_ = row;
        out_.starts[row] = out_.total;
        out_.lengths[row] = 0;
    }
    /// Adds an element that row `source` of list number `part` has.
    void add(std::uint32_t part, std::uint32_t source) {
        if (left_ == 0) {
            machine_.overfull = true;
            return;
        }
        --left_;
        out_.parts.push_back(part);
        out_.sources.push_back(source);
        ++out_.lengths[row_];
        ++out_.total;
    }
    /// Adds all elements of a row of a list.
    void add_all(const SegmentLanes& from, std::size_t row, std::uint32_t part) {
        for (std::uint32_t at = 0; at < from.lengths[row] && !machine_.overfull; ++at) {
            add(part, from.starts[row] + at);
        }
    }

private:
    Machine& machine_;
    SegmentLanes& out_;
    std::size_t left_;
    std::size_t row_ = 0;
};

/// Sets the state of a row where it is not known.
inline void set_state(Register& out, std::size_t row, Cause state) {
    if (state != kKnown) {
        out.need_states()[row] = state;
    }
}

}  // namespace huiqi
