#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/anomaly/normal_form.h"
#include "engine/data/schema.h"
#include "engine/diagnostic/mapped_text.h"
#include "engine/rulebook/library.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// A name of the author's with its place.
struct PlacedName {
    std::string name;
    Span span;
};

/// One table of joined data: a CSV file of the folder.
struct DataTable {
    /// A column that people typed in several ways, brought to one spelling; `from` may be another column.
    struct Normal {
        std::string column;
        std::string from;
        NormalForm form = NormalForm::name;
    };
    std::string name;
    std::string file;
    std::string key;               ///< names a row; empty: rows have no number
    bool whole_rows = false;       ///< 键: 整行: rows have no number, and one that is equal in all cells is the same row
    std::vector<PlacedName> row_name;   ///< 行名: columns that together name a row that has no number, in the column row_name
    std::string shown;             ///< 名: the column that people know a row by
    std::string stands_for;        ///< 代: the column of the party that a row is an account of
    std::vector<PlacedName> arrow; ///< 箭头: a row leads from the party of the first column to that of the second; the others are told
    Schema schema;                 ///< as the file has it
    std::vector<Normal> normal;
    bool optional = false;         ///< 可无: the file may be missing; then it has no rows
    std::optional<std::size_t> currency;   ///< field that says in what the amounts are; rows that are not in yuan are set aside
    Span declared;
};

/// What the applications are: the table, its key, what was claimed and the day.
struct Subject {
    std::string table, key, amount, day;
    /// 指向: a column of the applications, and the tables one of which has its value as a key
    std::vector<std::pair<PlacedName, std::vector<PlacedName>>> refers;
    Span declared;
};

/// Puts rows of one relation together: by key, and by a window of days that slides over a date.
struct GroupShape {
    std::vector<PlacedName> by;
    std::string name;              ///< of the list of rows
    std::optional<PlacedName> day;
    std::int64_t days = 0;
    std::size_t most = 0;
};

/// Adds the row, or all rows, of a relation that agree in key columns; `each`: a row of its own for each of them.
struct JoinShape {
    std::string name;
    PlacedName relation;
    std::vector<std::pair<PlacedName, PlacedName>> on;   ///< its column, the path here
    bool all = false;
    bool each = false;
    bool optional = false;
    std::optional<PlacedName> day; ///< 日: only rows that are in force on it, by their columns since and until
    std::size_t most = 0;
};

/// Adds the identities that two parties share, within hops.
struct TiesShape {
    std::string name;
    PlacedName relation;
    PlacedName left, right;
    std::size_t hops = 1;
    std::size_t most = 0;          ///< an identity or a party with more neighbours explains nothing
};

/// Adds the ways by which money or rights come from one party to others.
struct PathShape {
    std::string name;
    PlacedName relation;
    PlacedName from, to;           ///< a path; a path, or list.field
    PlacedName after;
    std::int64_t days = 0;
    std::size_t hops = 1;
    PlacedName least;
    std::size_t most = 0;          ///< edges looked at for one row
};

/// Adds how a value stands among its like: how many, the median, the median deviation from it.
struct PeerShape {
    std::string name;
    PlacedName value;
    std::vector<PlacedName> by;
};

/// Adds the name of the cluster that a party belongs to: those joined by edges. `by_day`: edges begin and end, and a row
/// becomes one for each stretch of days, since and until, in which the cluster is the same.
struct ClusterShape {
    std::string name;
    PlacedName relation;
    PlacedName member;
    bool by_day = false;
    std::size_t most = 0;
};

struct DetectorSource;

/// How a relation is made of others.
struct View {
    std::string name;
    std::vector<PlacedName> from;  ///< one, or several that are laid under each other
    std::optional<GroupShape> group;
    std::vector<JoinShape> joins;
    std::vector<TiesShape> ties;
    std::vector<PathShape> paths;
    std::vector<PeerShape> peers;
    std::vector<ClusterShape> clusters;
    NodeId node = 0;               ///< its mapping in the file; 计算 and 其中 are read from there
    const DetectorSource* file = nullptr;
    Span declared;
};

/// A row of a test.
struct TestRow {
    std::string table;
    NodeId node = 0;
    const DetectorSource* file = nullptr;
};

/// Data that a check must flag, or must not.
struct DetectorCase {
    std::string name;
    Bilingual lookalike;           ///< what honest thing it is; empty: nothing honest
    std::vector<TestRow> rows;
    std::vector<std::pair<std::string, std::string>> removed;   ///< table, key
    std::vector<std::string> flags;                             ///< applications, sorted
    Span declared;
};

/// A number or day of a rule with the name, `id.name`, by which a detector can take it.
struct RuleTerm {
    std::string name;
    Parameter value;
};

/// A detector: a view, what is suspicious about a row of it, and what to say.
struct Check {
    View view;
    std::string id;
    Bilingual title;
    std::string family;
    Anomaly::Level level = Anomaly::Level::note;
    std::string severity;
    std::int64_t hold_days = 0;    ///< a hold ends by itself so many days after it was entered; 0: it says nothing
    std::string incentive;         ///< the one that a hold concerns; empty: all of the application
    std::vector<RuleTerm> terms;   ///< of that incentive: a copy of one in an expression is told
    Bilingual clear;
    Provenance provenance;
    std::vector<std::pair<PlacedName, MappedText>> evidence;    ///< table, expression
    std::vector<DetectorCase> cases;
    Span declared;
};

/// One file of detectors, with what its expressions may name.
struct DetectorSource {
    std::shared_ptr<const DetectorFile> file;
    Library own;                   ///< its parameters, units, enumerations, sources
    std::vector<const Library*> libraries;   ///< own first
    std::vector<std::string> units;
};

/// All detectors of a rulebook, linked to the tables and views they stand on.
struct Detectors {
    std::shared_ptr<Sources> sources;
    std::vector<std::unique_ptr<DetectorSource>> files;
    std::vector<DataTable> tables;
    std::optional<Subject> subject;
    std::vector<View> views;
    std::vector<Check> checks;     ///< sorted by id
    std::vector<TestRow> world;    ///< rows that every test begins with

    [[nodiscard]] const DataTable* table(std::string_view name) const noexcept;
    [[nodiscard]] const View* view(std::string_view name) const noexcept;
};

/// Bounds that hold where a file says nothing, and the most it may say.
struct DetectorLimits {
    static constexpr std::size_t group_rows = 10'000;
    static constexpr std::size_t join_rows = 100'000;
    static constexpr std::uint64_t join_elements = 100'000'000;   ///< of all lists of one join together
    static constexpr std::uint64_t join_each = 20'000'000;        ///< rows that one join with 逐一 makes together
    static constexpr std::size_t hub = 50;
    static constexpr std::size_t path_edges = 20'000;
    static constexpr std::size_t path_hub = 2'000;    ///< transfers of one party in a window, above which ways are not followed through it
    static constexpr std::size_t path_flow = 10;      ///< times the bound of a path: steps looked at for what flowed
    static constexpr std::size_t cluster_members = 2'000;
    static constexpr std::size_t most = 1'000'000;
    static constexpr std::size_t hops = 6;
    static constexpr std::int64_t days = 3'660;
};

/// Loads the detectors of a rulebook: structure, names of tables and views, cases. Expressions are checked when views are
/// compiled (`check_detectors`). Reports A101 (no such table, view or column), A102 (a circle), A103 (no test, or no test
/// of what must fire), A104 (a number that is none, or out of bounds), A105 (a threshold that differs from the rule's), A107 (a file
/// outside the folder of the data).
[[nodiscard]] Detectors load_detectors(const Rulebook& rulebook, Diagnostics& diagnostics);

}  // namespace huiqi
