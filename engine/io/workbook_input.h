#pragma once

#include <string>

#include "engine/io/record_input.h"
#include "engine/io/table_file.h"

namespace huiqi {

/// Opens an XLSX workbook: a sheet with the applications, and one for each list field, called like it, whose rows name
/// their application. The sheet with the applications is the one that is named, the only one, the one called 申报, or
/// the one whose headings the rules know best.
[[nodiscard]] OpenedInput open_workbook(const std::string& path, const Schema& schema, const ReadOptions& options);

/// Looks at the beginning of a sheet, and over all of it for what stands behind its cells; null with a fault added
/// when it is damaged. `names` are folded headings.
[[nodiscard]] std::shared_ptr<const SheetProbe> probe_sheet(const XlsxWorkbook& book, const XlsxSheet& sheet,
                                                            const TableLayout& layout,
                                                            const std::vector<std::string>& names,
                                                            std::vector<DataFault>& faults);

}  // namespace huiqi
