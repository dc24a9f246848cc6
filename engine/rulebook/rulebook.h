#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/data/schema.h"
#include "engine/diagnostic/diagnostic.h"
#include "engine/language/checked.h"
#include "engine/numeric/rounding.h"
#include "engine/rulebook/provenance.h"
#include "engine/rulebook/settlement.h"
#include "engine/rulebook/targets.h"
#include "engine/rulebook/yaml/document.h"

namespace huiqi {

class DocumentText;
struct Library;

/// A source that a rulebook cites; `part_of` chains up to the document.
struct Citation {
    std::string name;
    std::string document, number, issued, clause, quote, url;
    std::string part_of;
    std::string text;                        ///< 文本: file of the document's stored text, as written
    Span declared;
    Span text_span, quote_span, clause_span;
    std::shared_ptr<const DocumentText> stored;   ///< the stored text of a document
};

/// What became of one clause of a document.
struct Clause {
    enum class Treatment : std::uint8_t { encoded, monitored, person, not_computable, open };
    std::string label;                       ///< `三(二)4`, see clause_label
    std::string document;                    ///< name of the source that is its document
    Treatment treatment = Treatment::encoded;
    bool whole = false;                      ///< 含下级: all clauses below it too
    std::vector<std::string> by;             ///< 由: what encodes, monitors or stands open for it
    std::string quote;
    Bilingual note;
    Span declared;
};

/// The account that a file keeps of a document's clauses.
struct Account {
    std::string id;                          ///< of the file
    std::string file;
    bool asked = true;                       ///< not only what another file leans on
    Span declared;
    std::vector<Citation> citations;
    std::vector<Clause> clauses;
};

/// A sentence with holes: literal pieces in both languages and expressions between them.
struct SentencePiece {
    std::string literal;
    std::optional<CheckedExpression> expression;   ///< shown in its entry unit when set
    EntryUnit unit;
};
struct Sentence {
    std::vector<SentencePiece> zh;
    std::vector<SentencePiece> en;   ///< equals `zh` when only one language is given
};

/// Where the value of an input comes from when it need not be asked (来自): the result of another incentive of the same
/// bundle, or the history of the applicant.
struct Feed {
    enum class Kind : std::uint8_t { amount, eligible, part, history };
    Kind kind = Kind::amount;
    std::string incentive;                   ///< its id, or the id of one that it is laid over; empty for the history
    std::string part;                        ///< a name of its 分项 or 另算
    bool of_payments = false;                ///< of the history: the payments that a ledger knows of (来自: 台账)
    Span declared;
};

/// A field of the application, with what a person is asked.
struct Input {
    /// What a number stands for, where the author says so: a count of patents must not be the only factor of an award.
    enum class Role : std::uint8_t { unsaid, patent_count, quality, use, other };
    FieldSchema field;                       ///< type is `T?` when optional or guarded by `when`
    bool may_be_absent = false;              ///< 可无
    std::optional<CheckedExpression> when;   ///< 当: asked only where true, else absent
    std::optional<Feed> feed;                ///< 来自
    Bilingual question, help, evidence;
    Provenance provenance;
    std::string library;                     ///< id of the library that declares it; empty: the incentive itself
    Role role = Role::unsaid;
    bool from_batch = false;                 ///< 全批: formed from all applications, stands in no file of them
    Span declared;
};

/// A value of the whole batch (全批): of the applications that agree with this one in `per`, or of all. An input holds it.
struct Population {
    enum class Kind : std::uint8_t { sum, count, min, max, mean, rank };
    struct Rank {
        CheckedExpression by;
        bool descending = false;             ///< the great come first
    };
    std::uint32_t input = 0;
    Kind kind = Kind::count;
    std::vector<CheckedExpression> per;
    std::optional<CheckedExpression> when;   ///< 当: which applications count
    std::optional<CheckedExpression> value;  ///< of sum, mean, min and max
    std::vector<Rank> ranks;
    bool ties_refused = false;               ///< 并列: 拒绝; else they share the place
    Rounding rounding = Rounding::half_up;   ///< of a mean
    Rational round_step = 1;
    Span declared;

    /// Gives all its expressions.
    [[nodiscard]] std::vector<const CheckedExpression*> expressions() const;
};

/// A value that a rule states, perhaps changing over time, perhaps left to a local overlay.
struct Parameter {
    struct Version {
        std::optional<Date> from;            ///< nothing: always
        Value value;
        Span span;                           ///< where the value in force is written
        std::string source;
        std::vector<std::string> also{};     ///< further sources, where several are named
    };
    enum class Local : std::uint8_t { fixed, allowed, required };

    std::string name;
    Type type;
    EntryUnit entry;
    bool rate = false;                       ///< declared as 比例: its literals must show their unit
    Local local = Local::fixed;
    std::vector<Version> versions;           ///< rising in `from`; empty: unset
    std::vector<AllowedRange> band;          ///< any of them; empty: no band
    std::string band_text;                   ///< as written
    Span band_span;
    Bilingual note;
    Provenance provenance;
    Span declared;
};

enum class HitPolicy : std::uint8_t { unique, first, any, sum, max, min, list, priority, rule_order, output_order };

/// A decision table. Its columns are variables 0 … n-1 of all cells and outputs.
struct DecisionTable {
    struct Column {
        std::string name;                            ///< empty when `expression` is set without a name
        Type type;
        std::optional<CheckedExpression> expression; ///< nothing: the table is called like a function
    };
    struct Row {
        std::vector<std::optional<CheckedExpression>> cells;   ///< nothing: 不限
        std::vector<CheckedExpression> outputs;
        Provenance provenance;                                 ///< where the row has one of its own
        Span span;
    };
    std::string name;
    HitPolicy hit = HitPolicy::unique;
    std::vector<Column> columns;
    std::vector<std::string> output_names;   ///< one unnamed, or several: then the value is a record
    Type output;                             ///< of one hit (record for several outputs)
    std::vector<Row> rows;
    std::vector<CheckedExpression> otherwise;   ///< empty: none; one an output
    /// Output values in order of priority (priority, output order); one list an output, may be empty.
    std::vector<std::vector<Value>> priorities;
    bool proven_disjoint = false;            ///< no two rows can match: shown at load
    bool proven_complete = false;            ///< some row always matches: shown at load
    Provenance provenance;
    Span declared;
};

struct Condition {
    std::string id;
    CheckedExpression test;                  ///< of 任一: the alternatives joined by `or`; of 首次: that no record agrees
    Sentence reason;                         ///< of 任一 with the reasons of the alternatives
    std::vector<Condition> alternatives;     ///< 任一
    bool first_time = false;                 ///< the test is a 首次, written out
    Provenance provenance;
    Span declared;
};

/// One step of a calculation: takes the running amount and gives the next.
struct AwardStep {
    enum class Kind : std::uint8_t { base, times, uplift, bands, plus, minus, round, cap, floor, none_below };
    enum class Method : std::uint8_t { marginal, whole };
    /// What an uplift adds: a share of the amount (相对), or to the rate before it (百分点) so many points or a rate.
    enum class Uplift : std::uint8_t { relative, points, rate };
    struct Band {
        std::optional<CheckedExpression> upto;   ///< the edge; nothing: the last, open band
        bool edge_included = true;               ///< 至; false: 不满
        std::optional<CheckedExpression> rate;   ///< 率
        std::optional<CheckedExpression> amount; ///< 额 in place of a rate; under `whole` only
    };
    Kind kind = Kind::base;
    std::optional<CheckedExpression> value;      ///< all but round and bands
    Uplift uplift = Uplift::relative;            ///< of uplift
    Method method = Method::marginal;
    std::vector<Band> bands;
    Rounding rounding = Rounding::half_up;       ///< of round
    Rational round_step = Rational(1) / 100;     ///< of round, in base units
    std::optional<CheckedExpression> when;       ///< 当
    Provenance provenance;
    Bilingual note;
    Span declared;
};

/// A pass through a list, in its order, that carries states from element to element (逐项). The variables of its
/// expressions are the element, then the states as they were before it; of `result` the final states alone.
struct Fold {
    struct State {
        std::string name;
        Type type;                           ///< that of the initial value
        CheckedExpression initial;
        CheckedExpression next;
        Span declared;
    };
    CheckedExpression source;                ///< a list, or a range
    std::string element;                     ///< what the element is called
    std::vector<State> states;
    std::optional<CheckedExpression> yields; ///< 每项得: the value is the list of these
    std::optional<CheckedExpression> result; ///< 得: the value; without either it is the record of the final states

    /// Gives all its expressions in the order in which they are written.
    [[nodiscard]] std::vector<const CheckedExpression*> expressions() const;
};

/// A named value of `计算`: an expression, or steps, whose last amount it is, or a fold.
struct Definition {
    std::string name;
    Type type;
    CheckedExpression expression;            ///< without nodes when it is made of steps or a fold
    std::vector<AwardStep> steps;            ///< 步骤; empty: the expression or the fold says it
    std::optional<Fold> fold;
    EntryUnit entry;                         ///< 单位: how it is shown; without text: in its base unit
    Provenance provenance;
    Bilingual note;
    Span declared;
};

/// A definition that is given out beside the award (分项): 0, or absent when it is no number, where the application is
/// not eligible.
struct Part {
    std::string name;
    std::uint32_t definition = 0;            ///< index among the definitions
    Span declared;
};

struct Anomaly {
    enum class Level : std::uint8_t { note, refer, hold };
    std::string id;
    CheckedExpression test;
    Level level = Level::note;
    std::string severity;
    Sentence description;
    Provenance provenance;
    Span declared;
};

/// A named list of steps beside the award (另算).
struct ExtraAmount {
    std::string name;
    std::vector<AwardStep> steps;
    Span declared;
};

/// A part of the award: what one party pays (分担) or gets (收款), or what is due at one time (分期).
struct Share {
    std::string name;                        ///< 方, 编号
    std::vector<AwardStep> steps;            ///< on the award; empty: takes what the others leave (余额)
    bool rest = false;
    std::string stated;                      ///< the rate of one that takes the rest, when it is written too
    Provenance provenance;
    Bilingual note;
    Span declared;
};

/// One part of an award that is paid in parts.
struct Instalment {
    Share share;
    std::optional<CheckedExpression> date;   ///< 期
    std::optional<CheckedExpression> test;   ///< 当; nothing: it needs no re-check
};

/// The parts in which an award is paid (分期).
struct Schedule {
    bool stops = false;                      ///< 中断: a re-check that fails ends the later parts too
    std::vector<Instalment> parts;
    Span declared;
};

/// What must be paid back of an award that was paid (追回).
struct Recovery {
    std::vector<AwardStep> steps;            ///< from what was paid, never more than it
    std::optional<CheckedExpression> when;   ///< 当; where false it is 0
    Provenance provenance;
    Bilingual note;
    Span declared;
};

/// What settlement must give for one claim, or for several together.
struct SettledExpectation {
    std::map<std::string, Value, std::less<>> figures;   ///< by key, in English: payable, rank, waiting, award, paid
    std::optional<std::map<std::string, Value, std::less<>>> reductions;   ///< by cause, in English: those and no others
    std::map<std::string, Value, std::less<>> shares;    ///< by payer
    std::optional<std::string> error;                    ///< S101 …
};

/// A worked application: what is given and what must come out. Only what is set is compared.
struct Case {
    std::string name;
    std::map<std::string, Value, std::less<>> bind;    ///< 取: parameters
    std::vector<Value> given;                          ///< in order of the inputs; unknown where missing
    std::optional<std::string> eligible;               ///< true / false / unknown
    std::optional<Value> amount;
    std::optional<std::vector<std::string>> failed;
    std::optional<std::vector<std::string>> anomalies;
    std::optional<std::string> next;
    std::optional<std::string> error;                  ///< R01 …
    std::optional<std::vector<Value>> steps;
    std::map<std::string, Value, std::less<>> extras;  ///< expected values of 另算 and of named definitions
    std::map<std::string, Value, std::less<>> parts;   ///< 分项: expected outputs
    std::map<std::string, Value, std::less<>> shares, recipients;   ///< 分担, 收款: expected amounts
    std::map<std::string, Value, std::less<>> instalments;          ///< 分期: expected amounts that are due
    std::map<std::string, std::string, std::less<>> states;         ///< 分期: expected states, in English
    std::optional<Value> due, recovery;                             ///< 应付, 追回
    std::shared_ptr<const SettledExpectation> settled;              ///< 结算: of an application of a batch only
    Bilingual because;                                 ///< 理由: why that must come out
    bool unconfirmed = false;                          ///< 待确认: nobody has said yet that this is right
    Span declared;
    std::string file;
};

/// When an incentive is in force, and the input that decides it.
struct Effective {
    std::optional<Date> from, to;            ///< both included
    std::string by;                          ///< name of a date input; empty: none
    std::uint32_t by_input = 0;
    Provenance provenance;
    Span declared;
};

/// One incentive as it runs: an own file, or an overlay laid over its parent.
struct Incentive {
    std::string id;
    Bilingual title, issuer;
    Unit currency = Unit::of("CNY");         ///< 币种: of the award and of all that is divided from it
    std::string region, region_code;
    Span region_span;                        ///< of its own 地区, else of the id
    unsigned rank = 0;                       ///< 位阶: of two rules for one region the higher goes before
    std::optional<Date> issued;              ///< 印发日期 of its own document
    std::string parent;                      ///< 上位; empty for an incentive of its own
    std::vector<std::string> lineage;        ///< ids of all that it is laid over, the nearest last
    std::string replaces;                    ///< 接替: the version before; an overlay has its parent's
    Span replaces_declared;
    std::vector<std::string> uses;           ///< ids of the libraries that it uses
    bool support = false;                    ///< found only as the parent of another: not asked for, so not run or tested
    bool abstract = false;                   ///< a required parameter is unset: never runs
    std::vector<std::string> unset;          ///< those parameters
    std::vector<Citation> citations;
    std::optional<Effective> effective;
    std::vector<std::string> units;
    std::vector<std::shared_ptr<const Enumeration>> enumerations;
    std::vector<Parameter> parameters;
    std::vector<Input> inputs;
    std::vector<Population> populations;     ///< 全批
    std::vector<Definition> definitions;     ///< in order of computation: each after those it uses
    std::vector<DecisionTable> tables;       ///< likewise
    std::vector<Condition> conditions;
    std::vector<AwardStep> award;            ///< empty: a determination only
    std::vector<ExtraAmount> extras;
    std::vector<Part> parts;
    std::vector<Share> shares, recipients;   ///< empty: the award is not divided
    std::optional<Schedule> schedule;
    std::optional<Recovery> recovery;
    std::vector<Anomaly> anomalies;
    std::vector<Target> targets;
    std::vector<Case> cases;
    std::vector<Clause> by_hand;             ///< clauses about it that are left to a person; `document` is said in full
    std::string file;
    Span declared;

    /// The last dotted part of the id.
    [[nodiscard]] std::string_view short_name() const noexcept;
    /// Tells whether the id names this incentive or one that it is laid over.
    [[nodiscard]] bool stands_for(std::string_view id) const noexcept;
    /// Tells whether it is the next version of another.
    [[nodiscard]] bool follows(const Incentive& older) const noexcept { return !replaces.empty() && older.stands_for(replaces); }
};

/// Worked applications of a bundle that are settled together.
struct BatchCase {
    struct Application {
        std::string number;
        std::string applicant, sequence, period_date;    ///< as in the columns of the keys
        std::vector<std::pair<std::string, Value>> given;
        std::vector<std::pair<std::size_t, Case>> expected;
        std::map<std::string, Value, std::less<>> totals;
    };
    struct Payment {
        std::map<std::string, std::string, std::less<>> keys;   ///< by the names of the data
        std::uint32_t member = 0;
        std::int32_t year = 0;
        Value amount;
    };
    std::optional<Value> quota, budget, limit;           ///< 取: in place of what the bundle says
    std::vector<Payment> history;
    std::vector<Application> applications;
    std::optional<SettledExpectation> all;
    std::vector<std::pair<std::size_t, SettledExpectation>> sums;   ///< by member
};

/// A worked application of a bundle, or several.
struct BundleCase {
    std::string name;
    std::vector<std::pair<std::string, Value>> given;        ///< by the names of the data
    std::vector<std::pair<std::size_t, Case>> expected;      ///< members, and what must come out of each
    std::map<std::string, Value, std::less<>> totals;
    std::optional<BatchCase> batch;                          ///< 各件; then the three above are empty
    Bilingual because;
    Span declared;
    bool unconfirmed = false;                                ///< 待确认: written by a tool, and nobody has compared it with the document
    std::string file;
};

/// A warning that a file's author has looked at and keeps (忽略提醒).
struct Suppression {
    std::string code;
    Bilingual reason;
    Date until;                              ///< the last day on which it holds
    std::string at;                          ///< words of the line that is meant; empty: the whole file
    Span declared;
};

/// Several incentives of one application.
struct Bundle {
    struct Keys {
        std::string application, applicant, sequence, period_date;
        std::string region;                  ///< the code of the place that an application belongs to
    };
    struct Total {
        std::string name;
        CheckedExpression expression;        ///< symbols: SymbolKind::definition, index into `incentives` (their awards)
        Span declared;
    };
    std::string id;
    Bilingual title;
    std::string region, region_code;
    std::vector<std::string> incentives;     ///< ids, in order
    Keys keys;
    std::vector<std::string> shared;         ///< inputs that are one and the same answer
    std::vector<Total> totals;
    BundleSettlement settlement;
    std::vector<Citation> citations;
    std::vector<BundleCase> cases;
    Span declared;
    std::string file;
};

/// A file of detectors as read; the anomaly floor loads it, since views of data have types that only their plan knows.
struct DetectorFile {
    std::string name;                        ///< of the file
    std::string id;
    Document document;
    std::vector<std::shared_ptr<const Library>> libraries;   ///< that it uses
};

/// All that was loaded: incentives (overlays already laid over their parents), bundles, and the texts for messages.
struct Rulebook {
    std::shared_ptr<Sources> sources;
    std::vector<Incentive> incentives;
    std::vector<Bundle> bundles;
    std::vector<Account> accounts;           ///< of documents, as files keep them
    std::vector<std::shared_ptr<const DetectorFile>> detectors;
    std::vector<Suppression> suppressions;

    [[nodiscard]] const Incentive* find(std::string_view id) const noexcept;
};

/// Loads a file, a bundle or every `.yaml` under folders, links overlays and libraries, checks everything.
/// Reports all faults (E2xx–E4xx); what is sound stays usable. `paths` that do not exist: E451.
[[nodiscard]] Rulebook load_rulebook(const std::vector<std::string>& paths, Diagnostics& diagnostics);

/// The same from a text (tests, editors): `name` is shown in messages.
[[nodiscard]] Rulebook load_rulebook_text(std::string name, std::string text, Diagnostics& diagnostics);

}  // namespace huiqi
