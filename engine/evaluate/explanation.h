#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/evaluate/evaluator.h"
#include "engine/evaluate/instalments.h"
#include "engine/evaluate/outcome.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Where a number or a test comes from, for people: the document, its number, the clause and what it says.
struct CitedText {
    std::string document, number, clause, quote;
    Bilingual interpretation;   ///< a reading that the source does not spell out

    [[nodiscard]] bool empty() const noexcept { return document.empty() && clause.empty() && interpretation.empty(); }
};

/// What a line of the worksheet took from a day or counted between days: the value of a dated parameter, a count of days or
/// months, a part of a year.
struct ExplainedUse {
    std::string expression;              ///< as written: `一年期LPR(还款日)`
    std::string parameter;               ///< its name; empty: a count
    std::vector<Value> days;             ///< the day that decides, or those between which is counted
    Value value;
    Type type;
    EntryUnit unit;                      ///< of a parameter, in which people give it
    std::optional<Date> from, to;        ///< of a parameter: the days on which the value is in force
    std::string basis;                   ///< of a part of a year: `actual/365`
    /// Of a part of a year: the days that count, by the days of the year that they are a part of; of `actual/actual` those of
    /// leap years apart.
    std::vector<std::pair<Rational, int>> parts;
    bool last = false;                   ///< of a parameter: the value is the last of a series, without a last day
    std::size_t times = 1;               ///< how often the same was asked
    CitedText cited;
    Span place;                          ///< of a parameter where the value is written, else of the expression
};

struct ExplainedCondition {
    std::string id;
    std::string expression;
    Value holds;
    Bilingual reason;         ///< of a false one
    CitedText cited;
    Span place;
    std::vector<ExplainedCondition> alternatives;   ///< 任一; their expressions are the test then
    std::vector<ExplainedUse> uses{};
};

/// The days on which an incentive is in force, and the day that was looked at.
struct ExplainedPeriod {
    ExplainedCondition test;
    std::string by;                      ///< the answer that says the day
    Value day;
    std::optional<Date> from, to;        ///< both included
};

/// One band of 分档.
struct ExplainedBand {
    std::string upto, worth;             ///< as written; no edge: the last band
    bool edge_included = true;
    bool is_rate = true;
    bool edge_fixed = true, worth_fixed = true;   ///< written as numbers, not computed
    Value edge, value;                   ///< the edge and the rate or amount
    Value applies;                       ///< boolean: part of the amount lies in it, or the amount lies in it
    Value inside;                        ///< of marginal bands: how much of the amount lies in it
};

/// One step of an award with the amount before and after it, exact.
struct ExplainedStep {
    AwardStep::Kind kind = AwardStep::Kind::base;
    Bilingual what;           ///< the step's key and what it says: `取整 四舍五入到分`
    std::string expression;
    Type type;
    Value before, value, after;
    bool applies = true;      ///< false: its 当 is not true
    std::string when;         ///< its 当 as written; empty: always
    Value holds;              ///< of that
    std::vector<ExplainedBand> bands;
    std::vector<ExplainedUse> uses;
    CitedText cited;
    Bilingual note;
    Span place;
};

/// How a fold went through its list.
struct ExplainedPassage {
    struct Round {
        Value element;
        std::vector<Value> after;         ///< the states behind it
    };
    std::string source;                   ///< the list, as written
    std::string gives;                    ///< what its value is, as written; empty: the states
    std::string element;                  ///< what the element is called
    Type element_type;
    std::vector<RecordField> states;
    std::vector<Round> rounds;            ///< none while the list is not known
};

/// One value of the worksheet: an answer, a parameter in force, a definition, a part.
struct ExplainedValue {
    std::string name;
    std::string expression;   ///< as written; of an answer the result that it takes; empty for steps and folds
    Type type;
    EntryUnit unit;           ///< in which people give it; no text: the base unit
    Value value;
    CitedText cited;
    Span place;
    std::vector<ExplainedStep> steps;   ///< of a definition with 步骤
    /// Of a parameter: the days on which the value is in force, an open end without a day; of one that is only asked for on
    /// days of its own, how many values it has.
    struct Days {
        std::optional<Date> from, to;
        std::size_t values = 1;
    };
    std::optional<Days> parameter;
    std::optional<ExplainedPassage> passage = std::nullopt;   ///< of a fold
    std::vector<ExplainedUse> uses{};     ///< of a definition without steps
};

/// A decision table as it was used: what was looked up, which rows match.
struct ExplainedTable {
    struct Column {
        std::string name, expression;    ///< of a table that is called like a function no expression
        Type type;
    };
    struct Row {
        std::size_t number = 0;          ///< among the rows as written, from 1
        Value matches;
        bool taken = false;              ///< false of one that matches behind another which decides
        std::vector<std::string> cells;  ///< as written; empty: any
        std::vector<std::string> outputs;
        CitedText cited;
        Span place;
    };
    struct Use {
        std::vector<Value> columns;
        std::vector<Row> rows;           ///< those that match or may match, as written
        bool otherwise = false;          ///< no row matches: 否则
        std::size_t times = 1;           ///< how often the same was looked up
    };
    std::string name;
    HitPolicy hit = HitPolicy::unique;
    std::vector<Column> columns;
    std::vector<std::string> output_names;
    std::vector<std::string> otherwise;  ///< as written; empty: none
    std::size_t rows = 0;                ///< in all
    std::vector<Use> uses;
    std::vector<ExplainedUse> dated;     ///< what its columns and outputs took from a day
    CitedText cited;
    Span place;
};

/// What one party pays or gets of the award.
struct ExplainedShare {
    std::string name;
    bool rest = false;                ///< takes what the others leave
    std::string stated;               ///< its rate as written, when it takes the rest
    std::vector<ExplainedStep> steps;
    Value amount;
    CitedText cited;
    Bilingual note;
    Span place;
};

/// One part of an award that is paid in parts.
struct ExplainedInstalment {
    ExplainedShare planned;
    std::string test;                 ///< as written; empty: needs no re-check
    Value passes;
    InstalmentState state = InstalmentState::due;
    Value amount;                     ///< what is due
    std::optional<Value> date;
};

/// What must be paid back.
struct ExplainedRecovery {
    std::string when;                 ///< as written; empty: always
    Value applies;
    std::vector<ExplainedStep> steps;
    Value amount;
    CitedText cited;
    Bilingual note;
    Span place;
};

/// The worksheet of one application and incentive: read from the registers of the ordinary evaluator.
struct Explanation {
    std::string id;
    Bilingual title;
    Type money;                                  ///< of the award and of all that is divided from it
    Outcome outcome;
    std::vector<ExplainedValue> inputs, parameters, definitions;
    std::optional<ExplainedPeriod> period;
    std::vector<ExplainedTable> tables;
    std::vector<ExplainedCondition> conditions;
    std::vector<ExplainedStep> steps;
    std::vector<ExplainedValue> parts;           ///< 分项
    std::vector<std::pair<std::string, std::vector<ExplainedStep>>> extras;
    std::vector<ExplainedShare> shares, recipients;
    std::vector<ExplainedInstalment> schedule;
    Value due;                                   ///< of the schedule
    std::optional<ExplainedRecovery> recovery;
    std::vector<ExplainedCondition> anomalies;   ///< `reason` describes those that are true
    std::vector<Clause> by_hand;                 ///< clauses that are left to a person; `document` is said in full
};

/// Reads the worksheet of one row of the evaluator's last run. Requires a plan compiled to explain.
[[nodiscard]] Explanation explain(const Evaluator& evaluator, const Incentive& incentive, std::size_t index, std::size_t row);

/// Gives the citation of this name with what it inherits through `part_of`.
[[nodiscard]] CitedText cited_text(const Incentive& incentive, const Provenance& provenance);

}  // namespace huiqi
