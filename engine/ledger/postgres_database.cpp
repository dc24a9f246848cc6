#include <array>
#include <charconv>

#include "engine/ledger/database.h"
#include "engine/ledger/postgres_library.h"

namespace huiqi {
namespace {

constexpr Oid kByteaOid = 17;
constexpr std::array<Oid, 3> kWholeNumberOids{20, 21, 23};
/// One lock for all that write to a ledger: the chain has one end.
constexpr std::string_view kLock = "LOCK TABLE ledger_format IN EXCLUSIVE MODE";

/// Frees an answer; there is none before the library was loaded.
struct ResultGone {
    void operator()(PGresult* result) const noexcept { postgres_library()->clear(result); }
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
    PostgresDatabase(const PostgresLibrary& library, const std::string& connection)
        : library_(library), connection_(library.connect(connection.c_str())) {
        if (library_.status(connection_) != CONNECTION_OK) {
            fail_here();
            return;
        }
        library_.set_notice_processor(connection_, [](void*, const char*) {}, nullptr);
        library_.set_client_encoding(connection_, "UTF8");
    }
    PostgresDatabase(const PostgresDatabase&) = delete;
    PostgresDatabase& operator=(const PostgresDatabase&) = delete;
    ~PostgresDatabase() override { library_.finish(connection_); }

    bool execute(std::string_view sql, const SqlRow& parameters) override {
        return query(sql, parameters, [](const SqlRow&) { return true; });
    }

    bool query(std::string_view sql, const SqlRow& parameters, const RowSink& sink) override {
        if (fault_) {
            return false;
        }
        const Parameters given(parameters);
        if (library_.send_query(connection_, std::string(sql).c_str(), given.count(), given.types.data(),
                                given.values.data(), given.lengths.data(), given.formats.data(), 0) != 1) {
            return fail_here();
        }
        // Row by row: a million rows do not stand in memory at once.
        library_.set_single_row_mode(connection_);
        return take_rows(sink);
    }

    bool insert(std::string_view table, const std::vector<std::string>& columns,
                const RowSource& rows) override {
        if (fault_) {
            return false;
        }
        std::string sql = "COPY " + std::string(table) + " (";
        for (std::size_t at = 0; at < columns.size(); ++at) {
            sql += (at == 0 ? "" : ", ") + columns[at];
        }
        const Answer started(library_.execute(connection_, (sql + ") FROM STDIN").c_str()));
        if (library_.result_status(started.get()) != PGRES_COPY_IN) {
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
        if (!send(lines) || library_.put_copy_end(connection_, nullptr) != 1) {
            return fail_here();
        }
        return take_rows([](const SqlRow&) { return true; });
    }

    bool begin() override { return execute("BEGIN", {}) && execute(kLock, {}); }
    bool commit() override { return execute("COMMIT", {}); }
    void roll_back() override { const Answer ended(library_.execute(connection_, "ROLLBACK")); }
    [[nodiscard]] bool has_table(const std::string& name) override {
        bool found = false;
        query("SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() AND tablename = $1", {name},
              [&found](const SqlRow&) {
                  found = true;
                  return true;
              });
        return found;
    }
    [[nodiscard]] std::vector<std::string> strangers(const std::vector<std::string>&) override {
        std::vector<std::string> found;
        const auto add = [&found](const SqlRow& row) {
            found.push_back(std::get<std::string>(row[0]));
            return true;
        };
        constexpr std::string_view kOurs = "('ledger_format', 'entry', 'object_piece', 'application', 'statement', 'payment')";
        query("SELECT CAST('trigger ' || t.tgname AS TEXT) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n "
              "ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND n.nspname = current_schema() AND c.relname IN " + std::string(kOurs), {}, add);
        query("SELECT CAST('rule ' || rulename AS TEXT) FROM pg_rules WHERE schemaname = current_schema() AND tablename IN " + std::string(kOurs), {}, add);
        query("SELECT CAST('view ' || table_name AS TEXT) FROM information_schema.tables WHERE table_schema = current_schema() AND "
              "table_type <> 'BASE TABLE' AND table_name IN " + std::string(kOurs), {}, add);
        return found;
    }
    [[nodiscard]] std::string_view bytes_type() const noexcept override { return "BYTEA"; }

private:
    static constexpr std::size_t kSendBytes = std::size_t{1} << 16;

    bool fail_here() {
        std::string what = library_.error_message(connection_);
        while (!what.empty() && (what.back() == '\n' || what.back() == ' ')) {
            what.pop_back();
        }
        return fail("PostgreSQL: " + what);
    }

    [[nodiscard]] bool send(std::string& lines) {
        const bool sent =
            library_.put_copy_data(connection_, lines.data(), static_cast<int>(lines.size())) == 1;
        lines.clear();
        return sent;
    }

    /// Takes all answers, as the connection needs it before the next statement.
    bool take_rows(const RowSink& sink) {
        bool wanted = true;
        bool good = true;
        SqlRow row;
        while (const Answer answer{library_.get_result(connection_)}) {
            const ExecStatusType status = library_.result_status(answer.get());
            if (status != PGRES_SINGLE_TUPLE && status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
                good = false;
                fail_here();
                continue;
            }
            for (int at = 0; wanted && at < library_.row_count(answer.get()); ++at) {
                read_row(answer.get(), at, row);
                wanted = hand_over(sink, row, "");
            }
        }
        return good && !fault_;
    }

    void read_row(const PGresult* answer, int at, SqlRow& row) const {
        row.clear();
        for (int column = 0; column < library_.column_count(answer); ++column) {
            const char* text = library_.get_value(answer, at, column);
            const auto size = static_cast<std::size_t>(library_.get_length(answer, at, column));
            const Oid type = library_.column_type(answer, column);
            if (type == kWholeNumberOids[0] || type == kWholeNumberOids[1] || type == kWholeNumberOids[2]) {
                std::int64_t number = 0;
                std::from_chars(text, text + size, number);
                row.emplace_back(number);
            } else if (type == kByteaOid) {
                std::size_t count = 0;
                unsigned char* bytes =
                    library_.unescape_bytes(reinterpret_cast<const unsigned char*>(text), &count);
                row.emplace_back(Bytes{std::string(reinterpret_cast<const char*>(bytes), count)});
                library_.free_memory(bytes);
            } else {
                row.emplace_back(std::string(text, size));
            }
        }
    }

    const PostgresLibrary& library_;
    PGconn* connection_;
};

/// What stands for a server on a machine that cannot talk to one.
class NoDatabase final : public Database {
public:
    NoDatabase() {
        fault_ = LedgerFault{
            "L001",
            {"这台机器上没有 PostgreSQL 的客户端库 libpq.so.5，台账连不上服务器",
             "this machine lacks libpq.so.5, the client library of PostgreSQL, so no ledger on a server "
             "can be reached"},
            {"安装客户端库（Debian 上是 libpq5 包），或者把台账放在文件里：--ledger 文件.sqlite",
             "install the client library (package libpq5 on Debian), or keep the ledger in a file: "
             "--ledger FILE.sqlite"}};
    }

    bool execute(std::string_view, const SqlRow&) override { return false; }
    bool query(std::string_view, const SqlRow&, const RowSink&) override { return false; }
    bool insert(std::string_view, const std::vector<std::string>&, const RowSource&) override {
        return false;
    }
    bool begin() override { return false; }
    bool commit() override { return false; }
    void roll_back() override {}
    [[nodiscard]] std::vector<std::string> strangers(const std::vector<std::string>&) override { return {}; }
    [[nodiscard]] bool has_table(const std::string&) override { return false; }
    [[nodiscard]] std::string_view bytes_type() const noexcept override { return "BYTEA"; }
};

}  // namespace

std::unique_ptr<Database> open_postgres(const std::string& connection) {
    if (const PostgresLibrary* library = postgres_library()) {
        return std::make_unique<PostgresDatabase>(*library, connection);
    }
    return std::make_unique<NoDatabase>();
}

}  // namespace huiqi
