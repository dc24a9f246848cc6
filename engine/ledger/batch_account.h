#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/ledger/ledger.h"
#include "engine/numeric/money.h"

namespace huiqi {

/// A file that a batch was decided from: its path then, and the digest under which its bytes are kept.
struct KeptFile {
    std::string path;
    std::string digest;
};

/// One statement of a batch: an application and an incentive.
struct StatementPlace {
    std::int64_t place = 0;      ///< of the application, from 0
    std::int64_t incentive = 0;  ///< in the list of the decision
    friend auto operator<=>(const StatementPlace&, const StatementPlace&) = default;
};

/// What anomalies of the rules and findings of detectors keep from being paid of a statement.
struct HeldStatement {
    StatementPlace place;
    Money amount;                 ///< payable when a person clears it
    std::vector<std::string> by;  ///< ids of anomalies and detectors; all must be cleared
    std::int64_t days = 0;        ///< the most that a detector says until its hold ends by itself; 0: none says anything
    bool with_batch = true;       ///< something that holds it has no days of its own: it ends with the batch's day, or never
};

/// A hold that an earlier batch of the ledger left open or confirmed, of an application that is decided again.
struct CarriedHold {
    std::string application;    ///< as it is written in the batch that takes it over
    std::string id;             ///< of the detector or anomaly
    std::string batch;          ///< where it was found, or confirmed
    std::string confirmed_by;   ///< empty: nobody decided on it there
};

/// What a batch was decided from and what came of it: the entry `decided`.
struct BatchDecision {
    std::string engine;  ///< version of the program
    std::string sources; ///< digest of what the program was made from; empty where an earlier version did not write it
    std::string bundle;
    std::vector<std::string> incentives;
    std::vector<KeptFile> rules;
    std::vector<KeptFile> input;
    std::vector<KeptFile> history;  ///< payments from before the ledger; at most one
    std::vector<KeptFile> findings;  ///< what detectors found in the applications; at most one
    std::vector<KeptFile> mapping;  ///< how the tables are laid out, where they do not show it; at most one
    std::string input_path;         ///< as given: a file, or the folder of the files of `input`
    std::map<std::string, std::string> options;  ///< of the command, by name, as far as they shape the result
    std::int64_t history_end = 0;  ///< payments of entries up to this one counted
    bool counts_history = false;   ///< whether the bundle looks at payments before
    bool keeps_years = false;      ///< whether applications have the years of their claims: those of earlier versions do not
    std::uint64_t rows_read = 0, rows_rejected = 0, rows = 0, statements = 0;
    Money award, payable;
    std::string rows_digest;  ///< of the applications and statements
    std::map<std::string, std::uint64_t> found;  ///< findings by detector
    /// Applications that a detector could not look at, or not in full, by detector; 0: the data do not say which.
    std::map<std::string, std::uint64_t> not_evaluated;
    std::vector<HeldStatement> held;             ///< by place
    std::vector<CarriedHold> carried;            ///< which of those holds come from earlier batches
    /// Parts of awards that settlement left for later (`分期`), and keeps limits and budget for: a correction pays them.
    std::map<StatementPlace, Money> later;
    /// Other batches that decided some of these applications, or the same files, where a person said that this one is a
    /// supplement to them.
    std::vector<std::string> supplement;
    std::string reason;  ///< of a supplement, or of values other than those of the rules
};

/// Where a batch stands.
enum class BatchStage : std::uint8_t { decided, submitted, reviewed, approved, paid, withdrawn };

/// Gives the word of a stage: decided, submitted …
[[nodiscard]] Bilingual stage_text(BatchStage stage);

/// What became of a hold or a finding of an application.
enum class HoldVerdict : std::uint8_t { cleared, confirmed };

/// A payment that came back because the bank could not make it, as one person entered it.
struct ReturnedPayment {
    Money amount;
    std::string day;
    std::map<std::string, std::string> cells;  ///< what is right now, by column
    std::string by;
};

/// A cell of an application that was wrong for the bank: payments of later entries carry this text.
struct MendedCell {
    std::int64_t sequence = 0;  ///< of the entry that put it in force
    std::string application;
    std::string column;
    std::string text;
};

/// A batch as its entries tell it.
struct BatchAccount {
    std::string id;
    BatchStage stage = BatchStage::decided;
    std::int64_t decided_at = 0;  ///< sequence of its first entry
    std::int64_t approved_at = 0; ///< sequence of its approval; 0 before
    BatchDecision decision;
    std::string decided_on;       ///< the day of its first entry
    std::string approved_on;      ///< the day of its approval
    std::string decided_by, submitted_by, reviewed_by, approved_by;
    Money approved;      ///< the most that may be paid
    std::string budget;  ///< its name
    /// Applications with an objection that is not decided yet, with who raised it.
    std::map<std::string, std::string> open;
    /// What a second decision or a correction says is due in place of the settled amount.
    std::map<StatementPlace, Money> changed;
    /// Who said so: that the money came back is for another to enter.
    std::map<StatementPlace, std::string> changed_by;
    /// What a second decision, or a person that freed a hold, said is due: a correction goes up to it, no further.
    std::map<StatementPlace, Money> resolved;
    /// Corrections that raise an amount and wait for a second person, with who entered them.
    struct Raise {
        Money due;
        std::string by;
    };
    std::map<StatementPlace, Raise> raises;
    /// Who confirmed such a correction, a return or a payee: the first payment of it behind that is for another.
    struct Confirmed {
        StatementPlace place;   ///< the incentive -1: of the application
        std::int64_t sequence = 0;
        std::string by;
    };
    std::vector<Confirmed> confirmed;
    /// Payments that the bank sent back, entered by one person and waiting for another.
    std::map<StatementPlace, ReturnedPayment> returns;
    /// What stands in columns of applications instead of what was handed in, in the order of the entries.
    std::vector<MendedCell> mended;
    /// What persons said of holds and findings: by application and id of the anomaly or detector; the last word stands.
    std::map<std::pair<std::string, std::string>, HoldVerdict> verdicts;
    /// Who said so last, and who confirmed what is cleared by now: clearing it, and paying what was cleared, is for others.
    std::map<std::pair<std::string, std::string>, std::string> cleared_by, confirmed_by;
    /// What was confirmed in this batch, though it may have been cleared since.
    std::set<std::pair<std::string, std::string>> ever_confirmed;
    /// Held statements whose amount in `changed` comes from a verdict, or from the day until which they were held.
    std::set<StatementPlace> judged;
    /// Held statements that were let go because their day was over.
    std::set<StatementPlace> lifted;
};

/// Tells what holds a statement of an application still: ids of anomalies and detectors that nobody cleared, none of them past its
/// day. Empty: nothing.
[[nodiscard]] std::vector<std::string> still_held(const BatchAccount& account, const std::string& application, const StatementPlace& place);

/// Whether a person who clears what holds a statement lets its amount be due: no objection and no correction said another one.
[[nodiscard]] bool may_be_freed(const BatchAccount& account, const StatementPlace& place);

/// Gives the account of a batch; nothing when there is none.
[[nodiscard]] std::optional<BatchAccount> read_account(Ledger& ledger, const std::string& batch);
/// Gives the ids of all batches, in the order of their decision.
[[nodiscard]] std::vector<std::string> batch_names(Ledger& ledger);

/// Writes and reads the entry of a decision.
[[nodiscard]] std::string decision_body(const BatchDecision& decision, const std::string& batch, const std::string& by,
                                        const std::string& at);
[[nodiscard]] BatchDecision decision_of(const std::string& body);

}  // namespace huiqi
