#include "engine/rulebook/table_slots.h"

#include <algorithm>

#include "engine/language/cell_ranges.h"
#include "engine/numeric/rounding.h"

namespace huiqi {
namespace {

bool inside(const Rational& value, const AllowedRange& range) {
    if (range.low && (value < *range.low || (value == *range.low && !range.low_included))) {
        return false;
    }
    return !range.high || value < *range.high || (value == *range.high && range.high_included);
}

/// Tells whether a slot lies in a range. Slots never straddle an end of a range, so a point between its ends decides.
bool inside(const Slot& slot, const AllowedRange& range) {
    if (slot.point()) {
        return inside(*slot.low, range);
    }
    const bool above = !range.low || (slot.low && *slot.low >= *range.low);
    const bool below = !range.high || (slot.high && *slot.high <= *range.high);
    return above && below;
}

bool inside_any(const Slot& slot, const std::vector<AllowedRange>& ranges) {
    return std::any_of(ranges.begin(), ranges.end(), [&](const AllowedRange& range) { return inside(slot, range); });
}

void add_cuts(const std::vector<AllowedRange>& ranges, std::vector<Rational>& cuts) {
    for (const AllowedRange& range : ranges) {
        if (range.low) {
            cuts.push_back(*range.low);
        }
        if (range.high) {
            cuts.push_back(*range.high);
        }
    }
}

/// Tells whether a multiple of the step lies in the slot.
bool has_value(const Slot& slot, const std::optional<Rational>& step) {
    if (!step) {
        return true;
    }
    if (slot.point()) {
        return is_integer(*slot.low / *step);
    }
    if (!slot.low || !slot.high) {
        return true;
    }
    const Integer next = floor(*slot.low / *step) + 1;
    return Rational(next) * *step < *slot.high;
}

std::vector<Slot> line_slots(std::vector<Rational> cuts, const ColumnDomain& domain,
                             const std::optional<Rational>& step) {
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    std::vector<Slot> slots;
    const auto add = [&](Slot slot) {
        if ((domain.range.empty() || inside_any(slot, domain.range)) && has_value(slot, step)) {
            slots.push_back(std::move(slot));
        }
    };
    std::optional<Rational> before;
    for (const Rational& cut : cuts) {
        add({before, cut, false});
        add({cut, cut, false});
        before = cut;
    }
    add({before, std::nullopt, false});
    return slots;
}

std::vector<Slot> column_slots(const Type& type, std::vector<Rational> cuts, const ColumnDomain& domain) {
    std::vector<Slot> slots;
    if (type.is(TypeKind::enumeration) || type.is(TypeKind::boolean)) {
        const std::size_t count = type.is(TypeKind::boolean) ? 2 : type.values()->values.size();
        for (std::size_t code = 0; code < count; ++code) {
            slots.push_back({Rational(code), Rational(code), false});
        }
    } else if (type.is(TypeKind::date)) {
        slots = line_slots(std::move(cuts), domain, Rational(1));
    } else {
        slots = line_slots(std::move(cuts), domain, domain.step);
    }
    if (type.optional()) {
        slots.push_back({std::nullopt, std::nullopt, true});
    }
    return slots;
}

/// Tells whether all of a slot lies below a range.
bool before(const Slot& slot, const AllowedRange& range) {
    if (!range.low || !slot.high) {
        return false;
    }
    return slot.point() ? *slot.low < *range.low || (*slot.low == *range.low && !range.low_included)
                        : *slot.high <= *range.low;
}

/// Gives the slots that a cell matches: 不限 matches all. Slots rise, the absent one last.
BitSet matching_slots(const std::vector<Slot>& slots, const std::optional<CheckedExpression>& cell,
                      const std::optional<std::vector<AllowedRange>>& ranges) {
    BitSet bits = empty_bits(slots.size());
    if (!cell) {
        for (std::size_t slot = 0; slot < slots.size(); ++slot) {
            set_bit(bits, slot);
        }
        return bits;
    }
    const bool optional = !slots.empty() && slots.back().absent;
    const auto end = slots.end() - (optional ? 1 : 0);
    for (const AllowedRange& range : *ranges) {
        auto at = std::partition_point(slots.begin(), end, [&](const Slot& slot) { return before(slot, range); });
        for (; at != end && inside(*at, range); ++at) {
            set_bit(bits, static_cast<std::size_t>(at - slots.begin()));
        }
    }
    if (optional && matches_absent(*cell).value_or(false)) {
        set_bit(bits, slots.size() - 1);
    }
    return bits;
}

/// Gives a number with few digits strictly between two others.
Rational between(const std::optional<Rational>& low, const std::optional<Rational>& high,
                 const std::optional<Rational>& step) {
    if (!low && !high) {
        return 0;
    }
    const Rational unit = step ? *step : Rational(1);
    if (!low) {
        return Rational(ceiling(*high / unit) - 1) * unit;
    }
    if (!high) {
        return Rational(floor(*low / unit) + 1) * unit;
    }
    Rational power = 1;
    while (power < *high - *low) {
        power *= 10;
    }
    for (;; power /= 10) {
        const Rational candidate = Rational(floor(*low / power) + 1) * power;
        if (candidate < *high && (!step || is_integer(candidate / *step))) {
            return candidate;
        }
        if (step && power < *step) {
            return Rational(floor(*low / *step) + 1) * *step;
        }
    }
}

}  // namespace

BitSet empty_bits(std::size_t size) { return BitSet((size + 63) / 64, 0); }

bool meets(const BitSet& left, const BitSet& right) noexcept {
    for (std::size_t i = 0; i < left.size(); ++i) {
        if ((left[i] & right[i]) != 0) {
            return true;
        }
    }
    return false;
}

bool none(const BitSet& bits) noexcept {
    return std::all_of(bits.begin(), bits.end(), [](std::uint64_t word) { return word == 0; });
}

SlotColumn cut_column(const DecisionTable& table, std::size_t index, const ColumnDomain& domain) {
    const Type& type = table.columns[index].type;
    std::vector<std::optional<std::vector<AllowedRange>>> answers;
    std::vector<Rational> cuts;
    add_cuts(domain.range, cuts);
    for (const DecisionTable::Row& row : table.rows) {
        const auto& cell = row.cells[index];
        auto& answer = answers.emplace_back(cell ? constant_ranges(*cell) : std::nullopt);
        if (answer) {
            add_cuts(*answer, cuts);
        }
    }
    SlotColumn column;
    column.slots = column_slots(type, std::move(cuts), domain);
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        const auto& cell = table.rows[row].cells[index];
        column.open.push_back(cell && !answers[row]);
        column.matches.push_back(column.open.back() ? empty_bits(column.slots.size())
                                                    : matching_slots(column.slots, cell, answers[row]));
    }
    return column;
}

std::string slot_text(const Slot& slot, const Type& type, const ColumnDomain& domain, bool chinese) {
    const Type known = type.without_optional();
    if (slot.absent) {
        return chinese ? "无" : "null";
    }
    switch (known.kind()) {
        case TypeKind::boolean:
            return value_text(Value::of(*slot.low == 1), known, chinese);
        case TypeKind::enumeration:
            return value_text(Value::enumerated(static_cast<std::int32_t>(floor(*slot.low))), known, chinese);
        case TypeKind::date: {
            const Rational day = slot.point() ? *slot.low : between(slot.low, slot.high, Rational(1));
            return is_day(static_cast<std::int64_t>(floor(day)))
                       ? Date::from_days(static_cast<std::int32_t>(floor(day))).text()
                       : std::string("…");
        }
        case TypeKind::number: {
            const Rational number = slot.point() ? *slot.low : between(slot.low, slot.high, domain.step);
            const EntryUnit* unit = domain.unit.unit == known.unit() ? &domain.unit : nullptr;
            return value_text(Value::of(number), known, chinese, unit);
        }
        default:
            return chinese ? "任何值" : "anything";
    }
}

}  // namespace huiqi
