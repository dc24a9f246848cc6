#include "engine/evaluate/register.h"

#include <algorithm>

namespace huiqi {
namespace {

[[nodiscard]] std::size_t lane_bytes(LaneKind kind) {
    switch (kind) {
        case LaneKind::boolean: return 1;
        case LaneKind::date:
        case LaneKind::code:
        case LaneKind::index: return 4;
        case LaneKind::int64: return 8;
        case LaneKind::int128: return 16;
        case LaneKind::text: return sizeof(std::string_view);
        case LaneKind::wide:
        case LaneKind::segments:
        case LaneKind::ratio: return 0;
    }
    return 0;
}

}  // namespace

void Register::prepare(LaneKind lanes, std::size_t rows) {
    kind = lanes;
    size = rows;
    states.clear();
    uniform = false;
    LaneMemory& memory = memory_ == nullptr ? own_memory_ : *memory_;
    memory.reserve(rows * lane_bytes(lanes));
    own_ = memory.data();
    shown_ = own_;
    if (lanes == LaneKind::wide && wides_.size() < rows) {
        wides_.resize(rows);
    }
    if (lanes == LaneKind::segments) {
        segments.starts.resize(rows);
        segments.lengths.resize(rows);
        segments.parts.clear();
        segments.sources.clear();
        segments.total = 0;
    }
    if (lanes == LaneKind::ratio && ratios.numerators.size() < rows) {
        ratios.numerators.resize(rows);
        ratios.denominators.resize(rows);
    }
}

void Register::view(LaneKind lanes, std::size_t rows, const void* elsewhere) {
    kind = lanes;
    size = rows;
    states.clear();
    uniform = false;
    own_ = nullptr;
    shown_ = static_cast<const std::byte*>(elsewhere);
}

void Register::settle_states() {
    if (std::all_of(states.begin(), states.end(), [](Cause state) { return state == kKnown; })) {
        states.clear();
    }
}

}  // namespace huiqi
