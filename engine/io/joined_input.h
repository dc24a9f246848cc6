#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "engine/io/record_input.h"
#include "engine/io/table_file.h"

namespace huiqi {

/// Tables that belong together: that of the applications, and one for each list that they have.
struct JoinedTables {
    TableFile root;
    std::vector<std::pair<std::size_t, TableFile>> lists;   ///< list field of the schema, its table
};

/// Names of a main table.
[[nodiscard]] bool is_root_name(std::string_view name);
/// Whether a table of this name holds the list.
[[nodiscard]] bool is_list_name(std::string_view name, const FieldSchema& list);

/// Forgets the tables of lists that were not asked, and reports the lists that have none. `path` is what was opened.
void check_lists(JoinedTables& tables, const std::string& path, const Schema& schema, const ReadOptions& options,
                 std::vector<DataFault>& faults);

/// Opens the tables, joined by the number of the application. The applications' numbers and the lists are held in
/// memory. `faults` are those found so far.
[[nodiscard]] OpenedInput open_joined(const JoinedTables& tables, const Schema& schema, const ReadOptions& options,
                                      std::vector<DataFault> faults);

}  // namespace huiqi
