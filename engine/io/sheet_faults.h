#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

namespace huiqi {

/// What makes a cell of a workbook mean nothing, though a text could be made of it.
enum class CellDamage : std::uint8_t {
    none,
    error_value,   ///< `#N/A`
    no_value,      ///< a formula whose value is not stored
    long_number,   ///< more than 15 digits before the point
    no_date,       ///< a date that is none
    scaled,        ///< the format shows another number than is stored
    other_unit,    ///< the format shows a unit: what it means depends on that of the column
    other_text,    ///< the format shows another text than the digits: it matters where a text is read
    marked,        ///< what `inspect --fix` could not mend
    merged,        ///< part of merged cells, and not their first
};

/// A cell that cannot stand.
struct SheetFault {
    std::uint64_t row = 0;     ///< from 1
    std::size_t column = 0;    ///< from 0
    CellDamage damage = CellDamage::none;
    std::string value;
    std::string unit;          ///< that the format shows
    std::string shown{};       ///< what the cell looks like, where it is another text
};

/// Faults of cells on their way from the thread that reads a sheet to those that parse its rows.
class SheetFaults {
public:
    /// Adds a fault; rows come in order.
    void add(SheetFault fault) {
        const std::lock_guard hold(lock_);
        faults_.push_back(std::move(fault));
    }
    /// Takes out the faults of rows [first, last].
    [[nodiscard]] std::vector<SheetFault> take(std::uint64_t first, std::uint64_t last);

private:
    std::mutex lock_;
    std::deque<SheetFault> faults_;
};

}  // namespace huiqi
