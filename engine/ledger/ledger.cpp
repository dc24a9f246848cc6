#include "engine/ledger/ledger.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>

#include "engine/ledger/compression.h"
#include "engine/ledger/sha256.h"

namespace huiqi {
namespace {

constexpr std::int64_t kFormat = 1;
/// Files are kept in pieces of this size, so that none stands in memory whole.
constexpr std::size_t kPieceBytes = std::size_t{4} << 20;

[[nodiscard]] LedgerEntry entry_of(const SqlRow& row) {
    return {std::get<std::int64_t>(row[0]), std::get<std::string>(row[1]), std::get<std::string>(row[2]),
            std::get<std::string>(row[3]), std::get<std::string>(row[4]), std::get<std::string>(row[5])};
}

constexpr std::string_view kEntryColumns = "SELECT sequence, batch, kind, previous, digest, body FROM entry ";

/// Gives what makes the tables, in the order in which they are made.
[[nodiscard]] std::vector<std::string> table_texts(std::string_view bytes_type) {
    const std::string bytes(bytes_type);
    return {
             std::string("CREATE TABLE IF NOT EXISTS ledger_format (version BIGINT NOT NULL)"),
             std::string("CREATE TABLE IF NOT EXISTS entry (sequence BIGINT PRIMARY KEY, batch TEXT NOT NULL, "
                         "kind TEXT NOT NULL, previous TEXT NOT NULL UNIQUE, digest TEXT NOT NULL, body TEXT NOT NULL)"),
             std::string("CREATE TABLE IF NOT EXISTS object_piece (digest TEXT NOT NULL, piece BIGINT NOT NULL, "
                         "bytes ") + bytes + " NOT NULL, PRIMARY KEY (digest, piece))",
             std::string("CREATE TABLE IF NOT EXISTS application (batch TEXT NOT NULL, place BIGINT NOT NULL, "
                         "number TEXT NOT NULL, keys TEXT NOT NULL, PRIMARY KEY (batch, place))"),
             std::string("CREATE INDEX IF NOT EXISTS application_number ON application (batch, number)"),
             std::string("CREATE TABLE IF NOT EXISTS statement (batch TEXT NOT NULL, place BIGINT NOT NULL, "
                         "incentive BIGINT NOT NULL, state TEXT NOT NULL, award BIGINT NOT NULL, "
                         "payable BIGINT NOT NULL, waiting BIGINT NOT NULL, PRIMARY KEY (batch, place, incentive))"),
             std::string("CREATE TABLE IF NOT EXISTS payment (sequence BIGINT NOT NULL, batch TEXT NOT NULL, "
                         "place BIGINT NOT NULL, incentive BIGINT NOT NULL, id TEXT NOT NULL, day TEXT NOT NULL, "
                         "amount BIGINT NOT NULL, PRIMARY KEY (sequence, place, incentive))"),
             std::string("CREATE INDEX IF NOT EXISTS payment_batch ON payment (batch, place, incentive)")};
}

}  // namespace

std::string entry_digest(std::string_view previous, std::string_view body) {
    Sha256 digest;
    digest.add(previous);
    digest.add("\n");
    digest.add(body);
    return digest.finish();
}

Ledger::Ledger(const std::string& name, bool create) {
    std::error_code error;   // a folder that cannot be searched is told by who opens the file
    if (create && !is_connection(name) && !std::filesystem::exists(name, error) && !error) {
        make_file(name);
    }
    if (database_ == nullptr) {
        database_ = open_database(name, false);
    }
    if (good()) {
        refuse_strangers();
    }
    if (good() && (!create || !is_connection(name)) && !database_->has_table("ledger_format")) {
        if (good()) {
            fail(no_ledger(name));
        }
    }
    if (good()) {
        make_tables();
        check_format(create && is_connection(name));
    }
}

/// A file of a ledger is there whole or not at all: it is made under another name, so that an empty file is never a ledger
/// that somebody began. What a program that was killed left of such a name is removed.
void Ledger::make_file(const std::string& name) {
    namespace fs = std::filesystem;
    const fs::path path(name);
    const std::string start = path.filename().string() + ".new";
    std::error_code error;
    fs::directory_iterator entries(path.has_parent_path() ? path.parent_path() : fs::path("."), error);
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
        const std::string left = entries->path().filename().string();
        const int maker = left.starts_with(start) ? std::atoi(left.c_str() + start.size()) : 0;
        if (maker > 0 && kill(maker, 0) != 0 && errno == ESRCH) {
            std::error_code kept;
            fs::remove(entries->path(), kept);
        }
    }
    const std::string fresh = name + ".new" + std::to_string(getpid());
    database_ = open_database(fresh, true);
    if (good() && database_->begin()) {
        make_tables();
        check_format(true);
        database_->commit();
    }
    if (good()) {
        database_.reset();
        fs::create_hard_link(fresh, name, error);
        if (error && !fs::exists(name, error)) {   // a disk without links
            fs::rename(fresh, name, error);
        }
    }
    fs::remove(fresh, error);
    fs::remove(fresh + "-journal", error);
}

LedgerFault Ledger::no_ledger(const std::string& name) {
    const bool server = is_connection(name);   // whose text may hold a password
    return {"L009",
            {(server ? std::string("这个数据库") : "“" + name + "”") + "里没有台账：是空的，或者被清空了",
             "there is no ledger in " + (server ? std::string("this database") : "`" + name + "`") + ": it is empty, or was emptied"},
            {"它原来是台账，就用备份恢复，并查明原因；要建新的台账，写一个还没有的文件名（空文件先移走），huiqi settle … --ledger 会建立",
             "if it was a ledger, restore a copy and find out why; to make a new one, name a file that is not there (move the empty one away): "
             "`huiqi settle … --ledger` makes it"}};
}

void Ledger::fail(LedgerFault fault) {
    if (!fault_) {
        fault_ = std::move(fault);
    }
}

void Ledger::make_tables() {
    for (const std::string& sql : table_texts(database_->bytes_type())) {
        database_->execute(sql);
    }
}

/// A trigger, a view or a column that somebody added could change what is written or read: nothing is done with such a
/// ledger.
void Ledger::refuse_strangers() {
    std::vector<std::string> known = table_texts(database_->bytes_type());
    for (std::string& sql : known) {   // as the database keeps them
        constexpr std::string_view kCondition = "IF NOT EXISTS ";
        sql.erase(sql.find(kCondition), kCondition.size());
    }
    const std::vector<std::string> strange = database_->strangers(known);
    if (!strange.empty()) {
        std::string names;
        for (const std::string& name : strange) {
            names += (names.empty() ? "" : ", ") + name;
        }
        fail({"L009",
              {"台账的结构被改过：" + names, "the structure of the ledger was changed: " + names},
              {"里面有不是本程序建的东西，什么也不做；用备份恢复，并查明是谁动的", "it holds what this program never made, and nothing is done with it; restore a copy, and find out by whom"}});
    }
}

/// A new ledger gets its format; in one that has entries it says once which it is.
void Ledger::check_format(bool fresh) {
    std::vector<std::int64_t> versions;
    database_->query("SELECT version FROM ledger_format", {}, [&versions](const SqlRow& row) {
        versions.push_back(std::get<std::int64_t>(row[0]));
        return true;
    });
    if (good() && versions.empty() && fresh && head() == kNoEntry) {
        // One statement: of two programs that make a ledger of a database at once, one finds the row of the other.
        database_->execute("INSERT INTO ledger_format (version) SELECT CAST($1 AS BIGINT) WHERE NOT EXISTS (SELECT version FROM ledger_format)",
                           {kFormat});
    } else if (good() && versions.size() != 1) {
        fail({"L009",
              {"台账对不上：记格式的表里有 " + std::to_string(versions.size()) + " 行，应当是 1 行",
               "the ledger does not tie: the table of its format has " + std::to_string(versions.size()) + " rows, not 1"},
              {"台账在写下以后被改动过或已损坏；用备份恢复，并查明是谁动的",
               "the ledger was changed or damaged after it was written; restore a copy, and find out by whom"}});
    } else if (good() && versions.front() != kFormat) {
        const std::string version = std::to_string(versions.front());
        fail({"L003",
              {"台账的格式是第 " + version + " 版，这个程序只认第 " + std::to_string(kFormat) + " 版",
               "the ledger has format " + version + ", and this program knows format " + std::to_string(kFormat)},
              {"用写下它的那个版本，或更新的版本", "use the version that wrote it, or a newer one"}});
    }
}

bool Ledger::begin() {
    return good() && database_->begin();
}

std::optional<std::string> Ledger::keep_file(const std::string& path) {
    Sha256 digest;
    std::ifstream file(path, std::ios::binary);
    std::string piece(kPieceBytes, '\0');
    const auto next = [&]() -> std::string_view {
        file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        return std::string_view(piece).substr(0, static_cast<std::size_t>(file.gcount()));
    };
    for (std::string_view bytes = next(); !bytes.empty(); bytes = next()) {
        digest.add(bytes);
    }
    if (file.bad() || !file.eof()) {
        fail({"L001", {"读不了“" + path + "”", "cannot read `" + path + "`"}, {"看文件是否还在", "see whether it is still there"}});
        return std::nullopt;
    }
    const std::string name = digest.finish();
    const bool known = is_kept(name);
    file.clear();
    file.seekg(0);
    std::int64_t number = 0;
    const bool kept = known || !good() || database_->insert("object_piece", {"digest", "piece", "bytes"}, [&](SqlRow& row) {
        const std::string_view bytes = next();
        if (bytes.empty() && number != 0) {
            return false;
        }
        row = {name, number++, Bytes{compress(bytes)}};
        return true;
    });
    return kept && good() ? std::optional(name) : std::nullopt;
}

std::optional<std::string> Ledger::keep_bytes(std::string_view bytes) {
    const std::string name = sha256(bytes);
    const bool known = is_kept(name);
    std::int64_t number = 0;
    const bool kept = known || !good() || database_->insert("object_piece", {"digest", "piece", "bytes"}, [&](SqlRow& row) {
        const std::size_t first = static_cast<std::size_t>(number) * kPieceBytes;
        if (first >= bytes.size() && number != 0) {
            return false;
        }
        row = {name, number++, Bytes{compress(bytes.substr(first, kPieceBytes))}};
        return true;
    });
    return kept && good() ? std::optional(name) : std::nullopt;
}

/// Tells whether there is something under a digest; it must be what the digest says.
bool Ledger::is_kept(const std::string& digest) {
    bool known = false;
    database_->query("SELECT piece FROM object_piece WHERE digest = $1", {digest}, [&known](const SqlRow&) {
        known = true;
        return false;
    });
    return known && read_object(digest, [](std::string_view) { return true; });
}

bool Ledger::read_pieces(const std::string& digest, const Sink& sink) {
    Sha256 seen;
    bool sound = true;
    std::int64_t pieces = 0;
    database_->query("SELECT bytes, piece FROM object_piece WHERE digest = $1 ORDER BY piece", {digest}, [&](const SqlRow& row) {
        const auto* packed = std::get_if<Bytes>(&row[0]);
        const auto bytes = packed == nullptr ? std::nullopt : decompress(packed->bytes, kPieceBytes);
        sound = bytes.has_value() && std::get<std::int64_t>(row[1]) == pieces++;   // none between them is missing
        if (!sound) {
            return false;
        }
        seen.add(*bytes);
        return sink(*bytes);
    });
    return good() && pieces != 0 && sound && seen.finish() == digest;
}

bool Ledger::holds(const std::string& digest) {
    return read_pieces(digest, [](std::string_view) { return true; });
}

bool Ledger::read_object(const std::string& digest, const Sink& sink) {
    if (read_pieces(digest, sink)) {
        return true;
    }
    const std::string name = digest.substr(0, 12) + "…";
    fail({"L012",
          {"台账里保存的文件 " + name + " 缺失或已被改动", "the kept file " + name + " is missing or was changed"},
          {"用 huiqi verify 查看哪些批次受影响，用备份恢复",
           "see with `huiqi verify` which batches it concerns; restore the ledger from a copy"}});
    return false;
}

std::string Ledger::head() {
    std::string digest(kNoEntry);
    database_->query("SELECT digest FROM entry ORDER BY sequence DESC LIMIT 1", {}, [&digest](const SqlRow& row) {
        digest = std::get<std::string>(row[0]);
        return false;
    });
    return digest;
}

std::optional<std::string> Ledger::append(const std::string& batch, const std::string& kind, const std::string& body) {
    std::int64_t last = 0;
    database_->query("SELECT COALESCE(MAX(sequence), 0) FROM entry", {}, [&last](const SqlRow& row) {
        last = std::get<std::int64_t>(row[0]);
        return false;
    });
    const std::string previous = head();
    const std::string digest = entry_digest(previous, body);
    const bool added = good() && database_->execute("INSERT INTO entry (sequence, batch, kind, previous, digest, body) "
                                                    "VALUES ($1, $2, $3, $4, $5, $6)",
                                                    {last + 1, batch, kind, previous, digest, body});
    return added ? std::optional(digest) : std::nullopt;
}

std::vector<LedgerEntry> Ledger::entries(const std::optional<std::string>& batch) {
    std::vector<LedgerEntry> all;
    const auto take = [&all](const SqlRow& row) {
        all.push_back(entry_of(row));
        return true;
    };
    if (batch) {
        database_->query(std::string(kEntryColumns) + "WHERE batch = $1 ORDER BY sequence", {*batch}, take);
    } else {
        database_->query(std::string(kEntryColumns) + "ORDER BY sequence", {}, take);
    }
    return all;
}

bool Ledger::every_entry(const std::function<bool(const LedgerEntry&)>& sink) {
    return database_->query(std::string(kEntryColumns) + "ORDER BY sequence", {},
                            [&sink](const SqlRow& row) { return sink(entry_of(row)); });
}

}  // namespace huiqi
