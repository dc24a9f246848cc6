#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <sqlite3.h>

#include "engine/ledger/database.h"

namespace huiqi {
namespace {

/// How long to wait for another program that writes.
constexpr int kPatienceMs = 10'000;

class SqliteStatement {
public:
    SqliteStatement(sqlite3* database, std::string_view sql) {
        sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &statement_, nullptr);
    }
    SqliteStatement(const SqliteStatement&) = delete;
    SqliteStatement& operator=(const SqliteStatement&) = delete;
    ~SqliteStatement() { sqlite3_finalize(statement_); }

    [[nodiscard]] bool ready() const noexcept { return statement_ != nullptr; }
    /// Binds; the values must live until the next step is over.
    void bind(const SqlRow& values) {
        int place = 0;
        for (const SqlValue& value : values) {
            ++place;
            if (const auto* number = std::get_if<std::int64_t>(&value)) {
                sqlite3_bind_int64(statement_, place, *number);
            } else if (const auto* text = std::get_if<std::string>(&value)) {
                sqlite3_bind_text64(statement_, place, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
            } else {
                const std::string& bytes = std::get<Bytes>(value).bytes;
                sqlite3_bind_blob64(statement_, place, bytes.data(), bytes.size(), SQLITE_STATIC);
            }
        }
    }
    [[nodiscard]] int step() { return sqlite3_step(statement_); }
    void reset() { sqlite3_reset(statement_); }
    void row(SqlRow& values) const {
        values.clear();
        for (int at = 0; at < sqlite3_column_count(statement_); ++at) {
            values.push_back(value(at));
        }
    }

private:
    [[nodiscard]] SqlValue value(int at) const {
        const int type = sqlite3_column_type(statement_, at);
        if (type == SQLITE_INTEGER) {
            return std::int64_t{sqlite3_column_int64(statement_, at)};
        }
        // Asked for before its length: the order that the library wants.
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, at));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, at));
        std::string copy(bytes == nullptr ? "" : bytes, size);
        if (type == SQLITE_BLOB) {
            return Bytes{std::move(copy)};
        }
        return copy;
    }

    sqlite3_stmt* statement_ = nullptr;
};

class SqliteDatabase final : public Database {
public:
    SqliteDatabase(const std::string& path, bool create) {
        std::error_code error;   // a folder that cannot be searched is told by who opens the file
        if (!create && !std::filesystem::exists(path, error) && !error) {
            fault_ = LedgerFault{"L002",
                                 {"没有台账“" + path + "”", "there is no ledger `" + path + "`"},
                                 {"看路径对不对；台账由 huiqi settle … --ledger 建立",
                                  "see whether the path is right; `huiqi settle … --ledger` makes a ledger"}};
            return;
        }
        const int how = SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0);
        if (sqlite3_open_v2(path.c_str(), &database_, how, nullptr) != SQLITE_OK) {
            fail_here();
            return;
        }
        sqlite3_busy_timeout(database_, kPatienceMs);
        // FULL: what is committed outlives a power cut.
        execute("PRAGMA synchronous = FULL");
        execute("PRAGMA foreign_keys = ON");
        // What stands in the schema runs nothing: a trigger that somebody put in could change what is paid.
        execute("PRAGMA trusted_schema = OFF");
        sqlite3_db_config(database_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        sqlite3_db_config(database_, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
        sqlite3_db_config(database_, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    }
    SqliteDatabase(const SqliteDatabase&) = delete;
    SqliteDatabase& operator=(const SqliteDatabase&) = delete;
    ~SqliteDatabase() override { sqlite3_close(database_); }

    bool execute(std::string_view sql, const SqlRow& parameters) override {
        return query(sql, parameters, [](const SqlRow&) { return true; });
    }
    bool execute(std::string_view sql) { return execute(sql, {}); }

    bool query(std::string_view sql, const SqlRow& parameters, const RowSink& sink) override {
        if (fault_) {
            return false;
        }
        SqliteStatement statement(database_, sql);
        if (!statement.ready()) {
            return fail_here();
        }
        statement.bind(parameters);
        SqlRow row;
        int result = statement.step();
        for (; result == SQLITE_ROW; result = statement.step()) {
            statement.row(row);
            if (!hand_over(sink, row, sql)) {
                return !fault_;
            }
        }
        return result == SQLITE_DONE || fail_here();
    }

    bool insert(std::string_view table, const std::vector<std::string>& columns, const RowSource& rows) override {
        if (fault_) {
            return false;
        }
        std::string sql = "INSERT INTO " + std::string(table) + " (";
        std::string places;
        for (std::size_t at = 0; at < columns.size(); ++at) {
            sql += (at == 0 ? "" : ", ") + columns[at];
            places += at == 0 ? "?" : ", ?";
        }
        SqliteStatement statement(database_, sql + ") VALUES (" + places + ")");
        if (!statement.ready()) {
            return fail_here();
        }
        for (SqlRow row; rows(row);) {
            statement.bind(row);
            if (statement.step() != SQLITE_DONE) {
                return fail_here();
            }
            statement.reset();
        }
        return true;
    }

    bool begin() override { return execute("BEGIN IMMEDIATE"); }
    bool commit() override { return execute("COMMIT"); }
    void roll_back() override {
        if (database_ != nullptr && sqlite3_get_autocommit(database_) == 0) {
            sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
        }
    }
    [[nodiscard]] std::string_view bytes_type() const noexcept override { return "BLOB"; }

    [[nodiscard]] std::vector<std::string> strangers(const std::vector<std::string>& known) override {
        std::vector<std::string> found;
        query("SELECT type, name, sql FROM sqlite_master", {}, [&](const SqlRow& row) {
            const auto* name = std::get_if<std::string>(&row[1]);
            const auto* sql = std::get_if<std::string>(&row[2]);
            const bool own = name == nullptr || sql == nullptr || (sql->empty() && name->starts_with("sqlite_autoindex_")) ||
                             name->starts_with("sqlite_stat") || std::find(known.begin(), known.end(), *sql) != known.end();
            if (!own) {
                found.push_back(std::get<std::string>(row[0]) + " " + *name);
            }
            return true;
        });
        return found;
    }

    [[nodiscard]] bool has_table(const std::string& name) override {
        bool found = false;
        query("SELECT name FROM sqlite_master WHERE type = 'table' AND name = $1", {name}, [&found](const SqlRow&) {
            found = true;
            return false;
        });
        return found;
    }

    [[nodiscard]] std::vector<std::string> damage() override {
        std::vector<std::string> found;
        query("PRAGMA integrity_check(20)", {}, [&found](const SqlRow& row) {
            const auto* text = std::get_if<std::string>(&row[0]);
            if (text != nullptr && *text != "ok") {
                found.push_back(*text);
            }
            return true;
        });
        return found;
    }

private:
    bool fail_here() {
        if (database_ != nullptr && (sqlite3_errcode(database_) & 0xff) == SQLITE_NOTADB) {
            const char* name = sqlite3_db_filename(database_, "main");
            const std::string path = name == nullptr ? "" : name;
            fault_ = fault_ ? fault_ : LedgerFault{"L002",
                                                   {"“" + path + "”不是台账，是别的文件", "`" + path + "` is no ledger but another kind of file"},
                                                   {"--ledger 写台账文件；申报数据和清单写在别的位置", "name the file of a ledger with --ledger; applications and lists have their own places"}};
            return false;
        }
        if (database_ != nullptr && (sqlite3_errcode(database_) & 0xff) == SQLITE_CORRUPT) {
            return fail_damaged(sqlite3_errmsg(database_));
        }
        return fail_with_words();
    }
    bool fail_with_words() { return fail(database_ == nullptr ? "SQLite" : sqlite3_errmsg(database_)); }

    sqlite3* database_ = nullptr;
};

}  // namespace

std::unique_ptr<Database> open_sqlite(const std::string& path, bool create) {
    return std::make_unique<SqliteDatabase>(path, create);
}

}  // namespace huiqi
