#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ledger/database.h"

namespace huiqi {

/// One entry of the chain. `digest` is the SHA-256 of the previous digest, a line end and the body, so that no entry
/// can be changed, left out or put in between without all later digests changing.
struct LedgerEntry {
    std::int64_t sequence = 0;  ///< 1, 2, 3 …
    std::string batch;
    std::string kind;  ///< decided, submitted, reviewed …
    std::string previous;
    std::string digest;
    std::string body;  ///< JSON, keys in order
};


/// The append-only account of what was decided, from what, by which rules, and paid. Nothing in it is ever changed:
/// corrections are entries of their own. All writes stand between `begin` and `commit`.
class Ledger {
public:
    /// Takes the bytes of a stored file, piece by piece; false stops.
    using Sink = std::function<bool(std::string_view)>;

    /// Opens a ledger; makes it where there is none and `create` says so. A file that is there and holds no ledger is damage
    /// (L009), never a ledger to be.
    Ledger(const std::string& name, bool create);

    [[nodiscard]] const std::optional<LedgerFault>& fault() const noexcept {
        return fault_ ? fault_ : database_->fault();
    }
    [[nodiscard]] bool good() const noexcept { return !fault(); }

    /// Begins to write; a second program waits.
    bool begin();
    bool commit() { return database_->commit(); }
    void roll_back() { database_->roll_back(); }

    /// Keeps the bytes of a file and gives their digest; what is there already is not kept twice, and must be those bytes: L012.
    [[nodiscard]] std::optional<std::string> keep_file(const std::string& path);
    [[nodiscard]] std::optional<std::string> keep_bytes(std::string_view bytes);
    /// Tells whether the bytes kept under a digest are there and still those.
    [[nodiscard]] bool holds(const std::string& digest);
    /// Gives the bytes kept under a digest back, and sees that they are still those; L012 when not.
    bool read_object(const std::string& digest, const Sink& sink);

    /// Adds an entry to the chain and gives its digest. `body` is a JSON object.
    [[nodiscard]] std::optional<std::string> append(const std::string& batch, const std::string& kind,
                                                    const std::string& body);
    /// Gives the entries of a batch, or of all, in order.
    [[nodiscard]] std::vector<LedgerEntry> entries(const std::optional<std::string>& batch = {});
    [[nodiscard]] bool every_entry(const std::function<bool(const LedgerEntry&)>& sink);
    /// Gives the digest at the end of the chain: who has it written down can tell whether entries were cut off.
    [[nodiscard]] std::string head();

    [[nodiscard]] Database& database() noexcept { return *database_; }

private:
    [[nodiscard]] bool read_pieces(const std::string& digest, const Sink& sink);
    [[nodiscard]] bool is_kept(const std::string& digest);
    [[nodiscard]] static LedgerFault no_ledger(const std::string& name);
    void make_file(const std::string& name);
    void make_tables();
    void refuse_strangers();
    void check_format(bool fresh);
    void fail(LedgerFault fault);

    std::unique_ptr<Database> database_;
    std::optional<LedgerFault> fault_;
};

/// What stands before the first entry.
inline constexpr std::string_view kNoEntry = "0000000000000000000000000000000000000000000000000000000000000000";

/// Gives the digest that an entry must have.
[[nodiscard]] std::string entry_digest(std::string_view previous, std::string_view body);

}  // namespace huiqi
