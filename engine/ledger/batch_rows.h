#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ledger/ledger.h"
#include "engine/ledger/sha256.h"
#include "engine/settle/settlement.h"

namespace huiqi {

/// One application of a batch as the ledger keeps it.
struct ApplicationRow {
    std::int64_t place = 0;
    std::string number;
    /// JSON object: the columns that limits group by, by name; under the name of no column the calendar year of the claim, a
    /// number, where it is known.
    std::string keys;
};

/// One statement. Refused claims have none: that they were refused is recomputed from the kept files.
struct StatementRow {
    std::int64_t place = 0;
    std::int64_t incentive = 0;
    std::string state;
    std::int64_t award_fen = 0;
    std::int64_t payable_fen = 0;
    std::int64_t waiting = 0;
};

/// Hears, a few thousand rows at a time, how many rows were dealt with; for a progress display.
using RowsTold = std::function<void(std::uint64_t)>;

/// The rows of a settled batch: what is written, and what its digest is made of. The claims, the settlement and the
/// names must outlive it. `with_years` is that of the decision: batches of earlier versions kept no years.
class BatchRows {
public:
    BatchRows(const Claims& claims, const Settlement& settlement, const std::vector<std::string>& key_names, bool with_years)
        : claims_(claims), settlement_(settlement), key_names_(key_names), with_years_(with_years) {}

    void every_application(const std::function<void(const ApplicationRow&)>& sink) const;
    void every_statement(const std::function<void(const StatementRow&)>& sink) const;
    /// Gives the number of rows.
    [[nodiscard]] std::uint64_t count() const;
    /// Gives the digest of all rows.
    [[nodiscard]] std::string digest() const;
    /// Writes all rows under a batch.
    [[nodiscard]] bool write(Ledger& ledger, const std::string& batch, const RowsTold& told = {}) const;

private:
    [[nodiscard]] ApplicationRow application(std::size_t row) const;
    [[nodiscard]] bool has_statement(std::size_t cell) const;
    [[nodiscard]] StatementRow statement(std::size_t cell) const;

    const Claims& claims_;
    const Settlement& settlement_;
    const std::vector<std::string>& key_names_;
    bool with_years_;
};

/// Adds a row to a digest, so that no two lists of rows give the same bytes.
void add_row(Sha256& digest, const ApplicationRow& row);
void add_row(Sha256& digest, const StatementRow& row);

/// Gives the digest of the rows that the ledger has for a batch.
[[nodiscard]] std::string kept_rows_digest(Ledger& ledger, const std::string& batch, const RowsTold& told = {});

}  // namespace huiqi
