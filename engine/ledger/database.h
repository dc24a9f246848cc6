#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/ledger/ledger_fault.h"

namespace huiqi {

/// Bytes that are no text.
struct Bytes {
    std::string bytes;
};

/// A value of a row: a whole number, a text or bytes. The ledger's tables have no NULL.
using SqlValue = std::variant<std::int64_t, std::string, Bytes>;
using SqlRow = std::vector<SqlValue>;

/// A database that holds a ledger. Statements are in the SQL that SQLite and PostgreSQL share, with parameters $1, $2
/// … in order. Once something failed, `fault` says what and everything after fails too.
class Database {
public:
    /// Takes a row; false stops the query.
    using RowSink = std::function<bool(const SqlRow&)>;
    /// Fills the next row to insert; false at the end.
    using RowSource = std::function<bool(SqlRow&)>;

    virtual ~Database() = default;

    virtual bool execute(std::string_view sql, const SqlRow& parameters = {}) = 0;
    /// Hands over the rows one by one, in bounded memory.
    virtual bool query(std::string_view sql, const SqlRow& parameters, const RowSink& sink) = 0;
    /// Inserts many rows; the fastest way that the database has.
    virtual bool insert(std::string_view table, const std::vector<std::string>& columns, const RowSource& rows) = 0;
    /// Begins a transaction in which nobody else writes; everything in it happens or nothing.
    virtual bool begin() = 0;
    virtual bool commit() = 0;
    virtual void roll_back() = 0;

    /// Gives what is in the database beside the tables and indices of `known`, or is another than they: triggers, views,
    /// columns more. They could change what is written.
    [[nodiscard]] virtual std::vector<std::string> strangers(const std::vector<std::string>& known) = 0;
    /// Whether there is a table of that name.
    [[nodiscard]] virtual bool has_table(const std::string& name) = 0;
    /// Gives what the database itself finds damaged.
    [[nodiscard]] virtual std::vector<std::string> damage() { return {}; }

    /// Type of a column of bytes.
    [[nodiscard]] virtual std::string_view bytes_type() const noexcept = 0;
    [[nodiscard]] const std::optional<LedgerFault>& fault() const noexcept { return fault_; }

protected:
    /// Notes what failed, if it is the first.
    bool fail(std::string_view what);
    /// Notes that the file or a row of it is damaged: L009 with the place.
    bool fail_damaged(const std::string& place);
    /// Hands a row over; one that is of other types than its table is damage.
    [[nodiscard]] bool hand_over(const RowSink& sink, const SqlRow& row, std::string_view sql);

    std::optional<LedgerFault> fault_;
};

/// Whether it is a connection string of PostgreSQL, and no file: `postgres://…`, `postgresql://…`, `host=…` …
[[nodiscard]] bool is_connection(std::string_view name);
/// Opens `postgres://…`, `postgresql://…` or `host=… dbname=…` with PostgreSQL, everything else as a SQLite file;
/// one that is not there is made when `create`. A problem is its `fault`.
[[nodiscard]] std::unique_ptr<Database> open_database(const std::string& name, bool create);

// The two that there are.
[[nodiscard]] std::unique_ptr<Database> open_sqlite(const std::string& path, bool create);
[[nodiscard]] std::unique_ptr<Database> open_postgres(const std::string& connection);

}  // namespace huiqi
