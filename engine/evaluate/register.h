#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/diagnostic/expect.h"
#include "engine/evaluate/causes.h"
#include "engine/numeric/wide.h"
#include "engine/plan/plan.h"

namespace huiqi {

/// A list of each row: rows [starts[r], starts[r] + lengths[r]) of the element table. Registers that form a row space
/// also say where each of its rows came from: part (of joined lists) and row there.
struct SegmentLanes {
    std::vector<std::uint32_t> starts;
    std::vector<std::uint32_t> lengths;
    std::vector<std::uint32_t> parts;
    std::vector<std::uint32_t> sources;
    std::uint32_t total = 0;   ///< rows of the space that it forms
};

/// Numerators and positive denominators.
struct RatioLanes {
    std::vector<Wide> numerators;
    std::vector<Wide> denominators;
};

/// Memory for the lanes of registers that are never needed at the same time. Grows, and keeps what it has.
class LaneMemory {
public:
    /// Makes room; what was there before is lost when it has to grow.
    void reserve(std::size_t bytes) {
        const std::size_t lines = (bytes + sizeof(Line) - 1) / sizeof(Line);
        if (lines_.size() < lines) {
            lines_ = std::vector<Line>(lines);
        }
    }
    [[nodiscard]] std::byte* data() noexcept { return reinterpret_cast<std::byte*>(lines_.data()); }

private:
    struct alignas(64) Line {
        std::byte bytes[64];
    };
    std::vector<Line> lines_;
};

/// The lanes of one node. Memory is kept from run to run. Lanes that are not known hold something that kernels may
/// compute with; those of a boolean are 0 or 1.
class Register {
public:
    LaneKind kind = LaneKind::boolean;
    std::size_t size = 0;
    /// One cause a lane; empty when every lane is known.
    std::vector<Cause> states;
    SegmentLanes segments;
    RatioLanes ratios;
    /// All lanes hold the same known value, that of lane 0, and will in the next run: kernels may read that one only.
    bool uniform = false;
    std::size_t filled = 0;   ///< lanes that hold it

    /// Lets the register use memory that it shares; requires the owner to outlive it. Else it has its own.
    void share(LaneMemory& memory) noexcept { memory_ = &memory; }

    /// Sets the kind and makes room for `rows` lanes; states become all known.
    void prepare(LaneKind lanes, std::size_t rows);
    /// Shows lanes that lie elsewhere, of a kind that is no wide, segments or ratio, until the next `prepare`; they are
    /// not written to. States become all known.
    void view(LaneKind lanes, std::size_t rows, const void* elsewhere);

    template <class T>
    [[nodiscard]] T* lanes() noexcept {
        return reinterpret_cast<T*>(own_);
    }
    template <class T>
    [[nodiscard]] const T* lanes() const noexcept {
        return reinterpret_cast<const T*>(shown_);
    }
    [[nodiscard]] Wide* wides() noexcept { return wides_.data(); }
    [[nodiscard]] const Wide* wides() const noexcept { return wides_.data(); }

    [[nodiscard]] bool all_known() const noexcept { return states.empty(); }
    [[nodiscard]] Cause state(std::size_t lane) const noexcept { return states.empty() ? kKnown : states[lane]; }
    /// Gives the states for writing, all known where there were none.
    [[nodiscard]] std::vector<Cause>& need_states() {
        if (states.empty()) {
            states.assign(size, kKnown);
        }
        return states;
    }
    /// Drops states that turned out all known.
    void settle_states();

private:
    LaneMemory own_memory_;
    LaneMemory* memory_ = nullptr;   ///< shared; nullptr: its own
    std::byte* own_ = nullptr;
    const std::byte* shown_ = nullptr;
    std::vector<Wide> wides_;
};

}  // namespace huiqi
