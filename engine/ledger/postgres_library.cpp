#include "engine/ledger/postgres_library.h"

#include <optional>

#include <dlfcn.h>

namespace huiqi {
namespace {

/// The name under which every system of today has it; 5 is the version of its binary interface since 2005.
constexpr const char* kFile = "libpq.so.5";

/// Finds a function; false when the library lacks it.
template <class Function>
[[nodiscard]] bool find(void* library, const char* name, Function& function) {
    function = reinterpret_cast<Function>(dlsym(library, name));
    return function != nullptr;
}

[[nodiscard]] std::optional<PostgresLibrary> load() {
    void* file = dlopen(kFile, RTLD_NOW | RTLD_LOCAL);
    if (file == nullptr) {
        return std::nullopt;
    }
    PostgresLibrary library;
    const bool whole =
        find(file, "PQclear", library.clear) && find(file, "PQconnectdb", library.connect) &&
        find(file, "PQerrorMessage", library.error_message) && find(file, "PQexec", library.execute) &&
        find(file, "PQfinish", library.finish) && find(file, "PQfreemem", library.free_memory) &&
        find(file, "PQftype", library.column_type) && find(file, "PQgetResult", library.get_result) &&
        find(file, "PQgetlength", library.get_length) && find(file, "PQgetvalue", library.get_value) &&
        find(file, "PQnfields", library.column_count) && find(file, "PQntuples", library.row_count) &&
        find(file, "PQputCopyData", library.put_copy_data) &&
        find(file, "PQputCopyEnd", library.put_copy_end) &&
        find(file, "PQresultStatus", library.result_status) &&
        find(file, "PQsendQueryParams", library.send_query) &&
        find(file, "PQsetClientEncoding", library.set_client_encoding) &&
        find(file, "PQsetNoticeProcessor", library.set_notice_processor) &&
        find(file, "PQsetSingleRowMode", library.set_single_row_mode) &&
        find(file, "PQstatus", library.status) && find(file, "PQunescapeBytea", library.unescape_bytes);
    return whole ? std::optional(library) : std::nullopt;
}

}  // namespace

const PostgresLibrary* postgres_library() {
    static const std::optional<PostgresLibrary> library = load();
    return library ? &*library : nullptr;
}

}  // namespace huiqi
