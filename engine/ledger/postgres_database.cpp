#include <array>
#include <charconv>

#include <libpq-fe.h>

#include "engine/ledger/database.h"

namespace huiqi {
namespace {

constexpr Oid kByteaOid = 17;
constexpr std::array<Oid, 3> kWholeNumberOids{20, 21, 23};
/// One lock for all that write to a ledger: the chain has one end.
constexpr std::string_view kLock = "LOCK TABLE ledger_format IN EXCLUSIVE MODE";

struct ResultGone {
    void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, ResultGone>;

/// Parameters as the library wants them.
struct Parameters {
    std::vector<std::string> texts;
    std::vector<const char*> values;
    std::vector<int> lengths;
    std::vector<int> formats;
    std::vector<Oid> types;

    explicit Parameters(const SqlRow& row) {
        texts.reserve(row.size());
        for (const SqlValue& value : row) {
            const bool bytes = std::holds_alternative<Bytes>(value);
            if (const auto* number = std::get_if<std::int64_t>(&value)) {
                texts.push_back(std::to_string(*number));
            } else {
                texts.push_back(bytes ? std::get<Bytes>(value).bytes : std::get<std::string>(value));
            }
            lengths.push_back(static_cast<int>(texts.back().size()));
            formats.push_back(bytes ? 1 : 0);
            types.push_back(bytes ? kByteaOid : 0);
        }
        for (const std::string& text : texts) {
            values.push_back(text.c_str());
        }
    }
    [[nodiscard]] int count() const noexcept { return static_cast<int>(values.size()); }
};

/// Adds a value to a line of COPY in its text format.
void append_copied(std::string& line, const SqlValue& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        line += std::to_string(*number);
        return;
    }
    if (const auto* bytes = std::get_if<Bytes>(&value)) {
        line += "\\\\x";
        constexpr std::string_view kDigits = "0123456789abcdef";
        for (const char byte : bytes->bytes) {
            const auto code = static_cast<unsigned char>(byte);
            line += kDigits[code >> 4U];
            line += kDigits[code & 15U];
        }
        return;
    }
    for (const char letter : std::get<std::string>(value)) {
        switch (letter) {
            case '\\': line += "\\\\"; break;
            case '\t': line += "\\t"; break;
            case '\n': line += "\\n"; break;
            case '\r': line += "\\r"; break;
            default: line += letter;
        }
    }
}

class PostgresDatabase final : public Database {
public:
    explicit PostgresDatabase(const std::string& connection) : connection_(PQconnectdb(connection.c_str())) {
        if (PQstatus(connection_) != CONNECTION_OK) {
            fail_here();
            return;
        }
        PQsetNoticeProcessor(connection_, [](void*, const char*) {}, nullptr);
        PQsetClientEncoding(connection_, "UTF8");
    }
    PostgresDatabase(const PostgresDatabase&) = delete;
    PostgresDatabase& operator=(const PostgresDatabase&) = delete;
    ~PostgresDatabase() override { PQfinish(connection_); }

    bool execute(std::string_view sql, const SqlRow& parameters) override {
        return query(sql, parameters, [](const SqlRow&) { return true; });
    }

    bool query(std::string_view sql, const SqlRow& parameters, const RowSink& sink) override {
        if (fault_) {
            return false;
        }
        const Parameters given(parameters);
        if (PQsendQueryParams(connection_, std::string(sql).c_str(), given.count(), given.types.data(),
                              given.values.data(), given.lengths.data(), given.formats.data(), 0) != 1) {
            return fail_here();
        }
        // Row by row: a million rows do not stand in memory at once.
        PQsetSingleRowMode(connection_);
        return take_rows(sink);
    }

    bool insert(std::string_view table, const std::vector<std::string>& columns, const RowSource& rows) override {
        if (fault_) {
            return false;
        }
        std::string sql = "COPY " + std::string(table) + " (";
        for (std::size_t at = 0; at < columns.size(); ++at) {
            sql += (at == 0 ? "" : ", ") + columns[at];
        }
        const Answer started(PQexec(connection_, (sql + ") FROM STDIN").c_str()));
        if (PQresultStatus(started.get()) != PGRES_COPY_IN) {
            return fail_here();
        }
        std::string lines;
        for (SqlRow row; rows(row);) {
            for (std::size_t at = 0; at < row.size(); ++at) {
                lines += at == 0 ? "" : "\t";
                append_copied(lines, row[at]);
            }
            lines += '\n';
            if (lines.size() > kSendBytes && !send(lines)) {
                return fail_here();
            }
        }
        if (!send(lines) || PQputCopyEnd(connection_, nullptr) != 1) {
            return fail_here();
        }
        return take_rows([](const SqlRow&) { return true; });
    }

    bool begin() override { return execute("BEGIN", {}) && execute(kLock, {}); }
    bool commit() override { return execute("COMMIT", {}); }
    void roll_back() override {
        const Answer ended(PQexec(connection_, "ROLLBACK"));
    }
    [[nodiscard]] std::string_view bytes_type() const noexcept override { return "BYTEA"; }

private:
    static constexpr std::size_t kSendBytes = std::size_t{1} << 16;

    bool fail_here() {
        std::string what = PQerrorMessage(connection_);
        while (!what.empty() && (what.back() == '\n' || what.back() == ' ')) {
            what.pop_back();
        }
        return fail("PostgreSQL: " + what);
    }

    [[nodiscard]] bool send(std::string& lines) {
        const bool sent = PQputCopyData(connection_, lines.data(), static_cast<int>(lines.size())) == 1;
        lines.clear();
        return sent;
    }

    /// Takes all answers, as the connection needs it before the next statement.
    bool take_rows(const RowSink& sink) {
        bool wanted = true;
        bool good = true;
        SqlRow row;
        while (const Answer answer{PQgetResult(connection_)}) {
            const ExecStatusType status = PQresultStatus(answer.get());
            if (status != PGRES_SINGLE_TUPLE && status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
                good = false;
                fail_here();
                continue;
            }
            for (int at = 0; wanted && at < PQntuples(answer.get()); ++at) {
                read_row(answer.get(), at, row);
                wanted = sink(row);
            }
        }
        return good;
    }

    static void read_row(const PGresult* answer, int at, SqlRow& row) {
        row.clear();
        for (int column = 0; column < PQnfields(answer); ++column) {
            const char* text = PQgetvalue(answer, at, column);
            const auto size = static_cast<std::size_t>(PQgetlength(answer, at, column));
            const Oid type = PQftype(answer, column);
            if (type == kWholeNumberOids[0] || type == kWholeNumberOids[1] || type == kWholeNumberOids[2]) {
                std::int64_t number = 0;
                std::from_chars(text, text + size, number);
                row.emplace_back(number);
            } else if (type == kByteaOid) {
                std::size_t count = 0;
                unsigned char* bytes = PQunescapeBytea(reinterpret_cast<const unsigned char*>(text), &count);
                row.emplace_back(Bytes{std::string(reinterpret_cast<const char*>(bytes), count)});
                PQfreemem(bytes);
            } else {
                row.emplace_back(std::string(text, size));
            }
        }
    }

    PGconn* connection_;
};

}  // namespace

std::unique_ptr<Database> open_postgres(const std::string& connection) {
    return std::make_unique<PostgresDatabase>(connection);
}

}  // namespace huiqi
