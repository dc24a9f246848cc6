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

/// The lanes of one node. Memory is kept from run to run. Lanes that are not known hold something that kernels may
/// compute with.
class Register {
public:
    LaneKind kind = LaneKind::boolean;
    std::size_t size = 0;
    /// One cause a lane; empty when every lane is known.
    std::vector<Cause> states;
    SegmentLanes segments;
    RatioLanes ratios;

    /// Sets the kind and makes room for `rows` lanes; states become all known.
    void prepare(LaneKind lanes, std::size_t rows);

    template <class T>
    [[nodiscard]] T* lanes() noexcept {
        return reinterpret_cast<T*>(bytes_.data());
    }
    template <class T>
    [[nodiscard]] const T* lanes() const noexcept {
        return reinterpret_cast<const T*>(bytes_.data());
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
    struct alignas(64) Line {
        std::byte bytes[64];
    };
    std::vector<Line> bytes_;
    std::vector<Wide> wides_;
};

}  // namespace huiqi
