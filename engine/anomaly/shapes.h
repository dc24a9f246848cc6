#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/anomaly/detector.h"
#include "engine/anomaly/key_index.h"
#include "engine/anomaly/relation.h"
#include "engine/diagnostic/diagnostic.h"

namespace huiqi {

/// Something that was not looked at, because it was beyond its bound.
struct NotEvaluated {
    std::string view;
    Bilingual what;
    std::uint64_t count = 0;
    std::vector<std::string> names;    ///< applications, or else parties, that it concerns: all, sorted, each once
    bool applications = false;         ///< the names are numbers of applications
    bool whole = true;                 ///< rows were passed over; else only something beside them was

    friend bool operator==(const NotEvaluated&, const NotEvaluated&) = default;
};

/// Indexes that several joins of one run need, perhaps at the same time. Requires the relations to live as long, or to be
/// forgotten.
class IndexCache {
public:
    /// Gives the rows of a relation by the values of some of its columns, which `names` spells.
    [[nodiscard]] const KeyIndex& of(const RowSet& relation, const std::string& names, const std::vector<ColumnPath>& columns);
    /// Drops the indexes of a relation that nothing needs any more.
    void forget(const RowSet& relation);

private:
    struct Kept {
        std::once_flag made;
        std::unique_ptr<KeyIndex> index;
    };
    std::mutex mutex_;
    std::map<const RowSet*, std::map<std::string, Kept>> indexes_;
};

/// What shapes need besides relations.
struct ShapeContext {
    const std::string& view;
    TextPool& pool;
    Diagnostics& diagnostics;
    std::vector<NotEvaluated>& skipped;
    IndexCache* indexes = nullptr;   ///< nullptr: nothing is kept
    std::string_view application;    ///< the column that says which application a row is about

    /// Notes that rows were left out: of each the application that it is about, or else its value of `otherwise`.
    /// Not `whole`: the rows were looked at, but for something beside them.
    void leave_out(Bilingual what, const RowSet& relation, const Rows& rows, const std::optional<ColumnPath>& otherwise,
                   bool whole = true) const;

    /// Finds a column of values, or reports A101 and gives nothing.
    [[nodiscard]] std::optional<ColumnPath> path(const RowSet& relation, const PlacedName& name) const;
    /// The same, of one kind; reports A106 when it is another.
    [[nodiscard]] std::optional<ColumnPath> path(const RowSet& relation, const PlacedName& name, ColumnKind kind) const;
    /// Finds a column that the program asks for by name in a relation that an author names.
    [[nodiscard]] std::optional<ColumnPath> wanted(const RowSet& relation, std::string_view column, ColumnKind kind,
                                                   const PlacedName& owner) const;
};

/// Puts rows together (`分组`); gives the key columns and the list of rows.
[[nodiscard]] RowSet grouped(const GroupShape& shape, std::shared_ptr<const RowSet> from, ShapeContext& context);

/// Adds the row or the rows that agree (`连`); rows without a partner go unless it is optional or a list.
[[nodiscard]] RowSet joined(const JoinShape& shape, const RowSet& from, std::shared_ptr<const RowSet> with,
                              ShapeContext& context);

/// Adds the list of identities that two parties share (`关联`). `identities` has member, key, kind, strength, since.
[[nodiscard]] RowSet with_ties(const TiesShape& shape, const RowSet& from, const RowSet& identities,
                                 ShapeContext& context);

/// Adds the list of ways between parties (`回路`). `edges` has from, to, date, amount, ref.
[[nodiscard]] RowSet with_paths(const PathShape& shape, const RowSet& from, const RowSet& edges,
                                  ShapeContext& context);

/// Adds how a value stands among its like (`同类`): NAME_n, NAME_median, NAME_mad.
[[nodiscard]] RowSet with_peers(const PeerShape& shape, const RowSet& from, ShapeContext& context);

/// Adds the name of the cluster of a party (`归团`). `edges` has left, right.
[[nodiscard]] RowSet with_cluster(const ClusterShape& shape, const RowSet& from, const RowSet& edges,
                                    ShapeContext& context);

}  // namespace huiqi
