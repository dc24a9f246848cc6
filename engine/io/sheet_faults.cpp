#include "engine/io/sheet_faults.h"

#include <algorithm>
#include <iterator>

namespace huiqi {

std::vector<SheetFault> SheetFaults::take(std::uint64_t first, std::uint64_t last) {
    const std::lock_guard hold(lock_);
    const auto begin = std::lower_bound(faults_.begin(), faults_.end(), first,
                                        [](const SheetFault& fault, std::uint64_t row) { return fault.row < row; });
    const auto end = std::find_if(begin, faults_.end(), [last](const SheetFault& fault) { return fault.row > last; });
    std::vector<SheetFault> taken(std::make_move_iterator(begin), std::make_move_iterator(end));
    faults_.erase(begin, end);
    return taken;
}

}  // namespace huiqi
