#pragma once

#include <libpq-fe.h>

namespace huiqi {

/// The client library of PostgreSQL as its header declares it, loaded when a ledger names a server. Linked,
/// it and the twenty libraries that it brings took a quarter of the time of a short command, which hardly
/// ever has such a ledger.
struct PostgresLibrary {
    decltype(&::PQclear) clear = nullptr;
    decltype(&::PQconnectdb) connect = nullptr;
    decltype(&::PQerrorMessage) error_message = nullptr;
    decltype(&::PQexec) execute = nullptr;
    decltype(&::PQfinish) finish = nullptr;
    decltype(&::PQfreemem) free_memory = nullptr;
    decltype(&::PQftype) column_type = nullptr;
    decltype(&::PQgetResult) get_result = nullptr;
    decltype(&::PQgetlength) get_length = nullptr;
    decltype(&::PQgetvalue) get_value = nullptr;
    decltype(&::PQnfields) column_count = nullptr;
    decltype(&::PQntuples) row_count = nullptr;
    decltype(&::PQputCopyData) put_copy_data = nullptr;
    decltype(&::PQputCopyEnd) put_copy_end = nullptr;
    decltype(&::PQresultStatus) result_status = nullptr;
    decltype(&::PQsendQueryParams) send_query = nullptr;
    decltype(&::PQsetClientEncoding) set_client_encoding = nullptr;
    decltype(&::PQsetNoticeProcessor) set_notice_processor = nullptr;
    decltype(&::PQsetSingleRowMode) set_single_row_mode = nullptr;
    decltype(&::PQstatus) status = nullptr;
    decltype(&::PQunescapeBytea) unescape_bytes = nullptr;
};

/// Gives the library, loaded once and kept; null when this machine has none.
[[nodiscard]] const PostgresLibrary* postgres_library();

}  // namespace huiqi
