#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/anomaly/detector.h"
#include "engine/anomaly/relation.h"
#include "engine/anomaly/shapes.h"
#include "engine/anomaly/table_relation.h"
#include "engine/anomaly/view_program.h"

namespace huiqi {

/// The joined data that detectors look at: a relation a table, rows in the order of their keys.
struct DataSet {
    std::shared_ptr<TextPool> pool = std::make_shared<TextPool>();
    std::map<std::string, std::shared_ptr<const RowSet>, std::less<>> tables;
    std::vector<std::string> missing;   ///< tables that may be missing and are: they have no rows
    std::vector<std::pair<std::string, std::uint64_t>> set_aside;   ///< tables of which rows could not be read, and how many
};

/// What a detector saw of one application.
struct Finding {
    std::string application;
    const Check* check = nullptr;
    Bilingual sentence;
    Rational stake;                                              ///< yuan
    bool own_stake = false;                                      ///< the check says what is at stake
    std::vector<std::pair<std::string, std::string>> evidence;   ///< table, number of a row; sorted, each once
};

/// A check that could not look at an application, or not in full: that is no clean bill. A check of a level that holds
/// holds what it could not look at (`whole`); what only lay beyond a hub is for reading.
struct Unseen {
    /// In the place of an application: rows that could not be read may have been anybody's.
    static constexpr std::string_view kAny = "*";

    std::string application;
    const Check* check = nullptr;
    std::size_t why = 0;           ///< of Detection::skipped
    Rational stake;                ///< yuan claimed
    std::size_t others = 0;        ///< further checks that stand on what was passed over; they have no row of their own
};

/// A table whose file is not there, and the checks that look at it: they saw no rows of it, of whichever application.
struct MissingTable {
    std::string table;
    std::vector<const Check*> checks;   ///< sorted by id
};

/// What detection gave: findings in the order of application, then severity, then detector.
struct Detection {
    std::vector<Finding> findings;
    std::vector<NotEvaluated> skipped;
    std::vector<Unseen> unseen;                                  ///< by application and check, each pair once, none that has a finding
    std::vector<MissingTable> missing;
};

/// How to look.
struct DetectOptions {
    std::vector<std::string> only;      ///< ids or families; empty: all
    std::optional<Date> since;          ///< applications from this day on; others are looked at as context only
    unsigned threads = 1;
    bool all_views = false;             ///< make views that nothing stands on, too: what is wrong with them is said
};

/// Keeps the programs of views from run to run (tests run them often).
class Detector {
public:
    explicit Detector(const Detectors& rules) : rules_(rules) {}

    /// Looks at data. Reports what is wrong with expressions; then the detection is not whole.
    [[nodiscard]] Detection run(const DataSet& data, const DetectOptions& options, Diagnostics& diagnostics);
    /// Gives the program of a view or check; nothing before it was run, or where it was refused.
    [[nodiscard]] const ViewProgram* program(const View& view, bool is_check) const;
    /// Gives how many lists the expressions of a view or check go through inside one another; 0 before anything was run.
    [[nodiscard]] std::size_t loops(const View& view, bool is_check) const;

private:
    friend class DetectionRun;
    const Detectors& rules_;
    std::map<std::string, std::shared_ptr<const ViewProgram>, std::less<>> programs_;
};

/// Gives the rank of a severity, from 0 for info to 4 for critical.
[[nodiscard]] int severity_rank(std::string_view severity) noexcept;

/// Runs detectors on tables without rows: every expression is compiled and checked.
void run_empty(Detector& detector, const Detectors& rules, Diagnostics& diagnostics);

/// Checks every expression of views and checks on empty tables.
void check_detectors(const Detectors& rules, Diagnostics& diagnostics);

}  // namespace huiqi
