#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/io/data_fault.h"

namespace huiqi {

/// One output column: its heading, and where it comes from.
struct SelectItem {
    std::string name;
    std::string source;

    friend bool operator==(const SelectItem&, const SelectItem&) = default;
};

/// Reads `id,transaction=transaction.award,"合计,元"=totals.total`: columns in order, `name=source` to
/// rename. Names with a comma, an equals sign, a quote or blanks at the ends are quoted, a quote inside
/// doubled; items may be on lines of their own. `@FILE` reads the same from a file, where lines that begin
/// with `#` are comments. Adds D206–D208.
[[nodiscard]] std::vector<SelectItem> parse_select(std::string_view text, std::vector<DataFault>& faults);

}  // namespace huiqi
