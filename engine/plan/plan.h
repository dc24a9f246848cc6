#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/data/schema.h"
#include "engine/diagnostic/diagnostic.h"
#include "engine/language/builtins.h"
#include "engine/numeric/integer.h"
#include "engine/numeric/rational.h"
#include "engine/numeric/rounding.h"

namespace huiqi {

/// Indexes a node of a `Plan`, and so the register that it fills.
using NodeIndex = std::uint32_t;
inline constexpr NodeIndex kNoNode = 0xFFFF'FFFF;

/// Stands for an input that is no field of the data: it takes the result of another incentive.
inline constexpr std::uint32_t kNoField = 0xFFFF'FFFF;

/// Indexes a row space: 0 is one row an application, others are one row an element of some list.
using TableIndex = std::uint32_t;

/// How the lanes of a register are kept. `segments` gives each row of its table a stretch of rows of another table;
/// `index` a row of another table; `ratio` a numerator and a positive denominator, both `Wide`.
enum class LaneKind : std::uint8_t { boolean, int64, int128, wide, date, code, text, index, segments, ratio };

/// The operations of a plan. Numbers are whole numbers here: scales and denominators live in `PlanValue` and were
/// settled when the rule was compiled. Operations are strict in the states of their operands (an error gives that
/// error, an unknown an unknown, an absent the error R08) unless said otherwise; those that only move or re-scale a
/// value (widen, narrow, scale_by, gather, assemble, element_at) keep an absent as it is.
enum class Op : std::uint8_t {
    input,             ///< a column of the application: `aux` indexes Plan::columns
    constant,          ///< `aux` indexes Plan::constants
    fail,              ///< every lane the error `error`
    is_absent,         ///< x: true for absent, strict in unknown and error only
    both, either,      ///< left, right: Kleene and, or
    negation,          ///< x: logical not
    widen, narrow,     ///< x: the same number in another width; narrow is proven by bounds
    add, subtract, multiply, negate, absolute, minimum, maximum,
    scale_by,          ///< x times the whole constant `immediate`
    compare,           ///< left, right of one kind (numbers, dates, codes, text, boolean); relation in `aux`
    compare_constant,  ///< x against `immediate`; relation in `aux`
    present,           ///< x: the error R08 where it is absent
    select,            ///< condition, then, else: strict in the condition only; see the evaluator for unknown
    guard,             ///< value, test: the error `error` where the test is false
    divisor,           ///< x: the error R01 where it is zero
    stateless,         ///< x: its lanes, 1 where they are not known (a denominator: its numerator carries the state)
    beside,            ///< value, other: the value, strict in both (the numerator of a quotient carries its divisor's state)
    divide_round,      ///< numerator, positive denominator: rounded by `rounding`
    divide_round_constant,  ///< numerator: by `immediate`, rounded by `rounding`
    whole,             ///< numerator[, positive denominator] by `immediate`: the error R04 where it does not divide
    power,             ///< x, exponent ≥ 0 (int64): the error R09 beyond the size limit
    date_plus_days,    ///< date, days: R05
    date_plus_months,  ///< date, months: R05; `aux`: month-end rule
    date_difference,   ///< a, b: a − b in days; with `aux` 1 b − a
    date_part,         ///< date: part `aux`
    make_date,         ///< year, month, day: R06
    whole_months,      ///< from, to: whole months, toward zero
    overlap_days,      ///< a1, b1, a2, b2
    thirty_days,       ///< from, to: days by 30/360
    actual_days,       ///< from, to: leap days · 365 + other days · 366 (over 365 · 366)
    text_join_two,     ///< left, right
    text_length, text_part, text_contains, text_starts, text_ends, text_upper, text_lower,
    text_of_number,    ///< numerator[, denominator]; scale in Plan::scales[aux]
    text_of_code,      ///< code: names in Plan::names[aux]
    text_of_date, text_of_boolean,
    text_valid_uscc,
    segments_input,    ///< the list column `aux`
    segments_fixed,    ///< `aux` elements a row: parts 0 … aux−1
    segments_range,    ///< from, to: one element a whole number
    segments_filter,   ///< list, mask (in the list's table): also unknown or error as a whole where a mask lane is
    segments_joined,   ///< list…: one after the other
    segments_choose,   ///< condition, list, list
    segments_reversed, ///< list
    segments_distinct, ///< list, column…: first of equal elements
    segments_sorted,   ///< list, key…: by the keys, equal ones in their order; rising, falling where `aux` is 1
    segments_part,     ///< list, whole number[, another]: the part that `aux` (ListPart) says; R14
    segments_expand,   ///< list: the same elements, as rows of a table of its own
    segments_broadcast,///< list, index: the list of the row that the index names
    segments_at,       ///< list of lists: inner segments, outer segments, position: R03
    segments_assembled,///< table-forming segments, inner list of each part…: the inner list of the part that each row came from
    parent_row,        ///< for each row of its table the row of the parent: operand is the segments
    source_row,        ///< for each row of its table the row that it was taken from: operand is the segments
    gather,            ///< column, index
    assemble,          ///< segments_fixed/joined/choose/assembled, column of each part…: each row's own
    element_at,        ///< column, segments, position: R03
    ordinal,           ///< for each row of its table its place in its segment, from 1: operand is the segments
    length,            ///< segments: how many
    reduce_sum, reduce_minimum, reduce_maximum,   ///< column, segments; minimum and maximum: R02
    reduce_all, reduce_any,      ///< column, segments: Kleene
    running_sum,       ///< column, segments: in the element table
    ratio_sum, ratio_minimum, ratio_maximum, ratio_product, ratio_median,   ///< numerator, denominator, segments
    ratio_running_sum, ///< numerator, denominator, segments: in the element table
    ratio_reduced,     ///< numerator, denominator: in lowest terms
    numerator, denominator,      ///< of a ratio; the denominator is stateless
    reduce_join,       ///< texts, segments, delimiter
    fold_state,        ///< initial: a state that a loop carries; `fold_step` gives it its next values. `aux` keeps it apart
    fold_element,      ///< segments: opens a loop; in round k the row of each list's k-th element
    fold_next,         ///< x: a copy of a state as it is before the step
    fold_collected,    ///< segments: a column of the elements that `fold_step` fills, one element a round
    fold_step,         ///< element, segments, (state, next)…, (collected, value)…: closes the loop: where the list has a
                       ///< k-th element, gives states their next values, then collects. `aux` states
    fold_result,       ///< state, step, segments: the state behind the loop, open while the list is; collected, step: the column
    table_disjoint,    ///< match…, output…, otherwise: at most one match is true
    table_unique,      ///< the same: more than one match is R10
    first_false,       ///< eligibility, condition…: 0 eligible, else the place (from 1) of the first false one
};

/// Which part of a list `Op::segments_part` takes: at most the first or last n; from a place on, all or n.
enum class ListPart : std::uint8_t { first, last, from, from_with_length };

/// Gives the name that the printed plan uses.
[[nodiscard]] std::string_view op_name(Op op) noexcept;

/// One step of a plan. `immediate` is a whole number; `low`/`high` bound the lanes of numbers.
struct Node {
    Op op = Op::constant;
    LaneKind kind = LaneKind::boolean;
    TableIndex table = 0;
    std::vector<NodeIndex> operands;
    std::uint32_t aux = 0;
    Rounding rounding = Rounding::half_up;
    RuntimeError error = RuntimeError::none;
    Integer immediate = 0;
    std::optional<Integer> low;    ///< nothing: unbounded to that side
    std::optional<Integer> high;
    Span origin;                   ///< the part of a rule that asks for it
};

/// A row space: rows of `parent` own stretches of it, as the node `segments` lays down.
struct PlanTable {
    TableIndex parent = 0;
    NodeIndex segments = kNoNode;
};

/// Says where a column of the application comes from: field numbers from the schema's root down through lists and
/// records, and the name under which unknown values of it are reported.
struct PlanColumn {
    std::vector<std::uint32_t> path;
    std::string name;
    TableIndex table = 0;
};

/// How a value is read out of registers. A number is numerator / denominator * scale.
struct PlanValue {
    Type type;
    std::optional<Value> constant;       ///< known when compiled; then nothing else counts
    NodeIndex node = kNoNode;            ///< the lanes; of a list its segments
    NodeIndex denominator = kNoNode;     ///< of a number that is a quotient of columns
    Rational scale = 1;                  ///< of a number
    std::optional<Rational> least, most; ///< proven bounds of a number
    TableIndex table = 0;                ///< row space of `node`
    TableIndex element_table = 0;        ///< of a list
    std::vector<PlanValue> parts;        ///< list: the element; record: fields; interval: low, high, low included, high included
};

/// What a plan computes of one incentive.
struct IncentivePlan {
    /// How a fold went on, for its explanation: the list that it goes through and every state behind each element.
    struct Passage {
        std::uint32_t definition = 0;
        PlanValue elements;
        std::vector<PlanValue> after;    ///< lists, in the order of the states
    };
    /// How a decision table is used, for its explanation: which row each lookup finds.
    struct TableUse {
        std::uint32_t table = 0;         ///< of the incentive
        std::uint32_t depth = 0;         ///< how many lists it stands in
        std::vector<std::uint32_t> order;   ///< in which rows are looked at; empty: as written
        PlanValue seen;                  ///< lists, as many as that, of records: the columns, then whether each row matches
    };
    /// What an expression asks for by a day or between days, for its explanation: the value of a dated parameter, a count of days
    /// or months, a part of a year.
    struct Trace {
        Span place;                      ///< of the call, or of the bare name
        std::optional<std::uint32_t> parameter;   ///< of the incentive; nothing: a count
        BuiltinId builtin{};             ///< that counts
        std::string basis;               ///< of a part of a year: `actual/365`
        std::uint32_t depth = 0;         ///< how many lists it stands in
        std::uint32_t days = 0;          ///< how many there are in `seen`
        /// Lists, as many as that, of records: the days, what came of them, then whether each branch around it is taken.
        PlanValue seen;
    };
    /// One place of a rule that a plan made to be watched tells of: how a test, a comparison or a rounding went, or which
    /// value of a dated parameter was in force. Coverage reads it.
    struct Watch {
        enum class Kind : std::uint8_t { test, comparison, rounding, version };
        Kind kind = Kind::test;
        Span place;
        bool of_cell = false;            ///< in a decision table, or a day of validity: whether it held is told otherwise
        bool upper = false;              ///< of a comparison: it bounds its left side from above
        bool above = false;              ///< of a comparison: its answer turns just above equality, not just below
        bool on = true, beside = true;   ///< whether equality, and what lies just beyond the turn, can arise
        bool can_cut = true;             ///< of a rounding: whether it can have anything to cut, or a tie
        Rational step = 1;               ///< of a comparison: the least by which its sides can differ
        Rounding rounding = Rounding::half_up;
        std::uint32_t parameter = 0;     ///< of a version
        std::uint32_t depth = 0;         ///< how many lists it stands in
        /// Lists, as many as that, of records. Test: its truth. Comparison: truth, left, right. Rounding: the number.
        /// Version: whether each version that has a day has begun.
        PlanValue seen;
    };
    struct Band {
        std::optional<PlanValue> upto;   ///< its edge
        PlanValue worth;                 ///< its rate or amount
        PlanValue inside;                ///< of marginal bands how much lies in it; else boolean: not above it
    };
    struct Step {
        PlanValue before, after;
        PlanValue value;                 ///< of steps that have one
        std::optional<PlanValue> applies;
        std::vector<Band> bands;         ///< of 分档
    };
    struct Named {
        std::string name;
        PlanValue value;
    };
    struct Extra {
        std::string name;
        std::vector<Step> steps;
        PlanValue amount;
    };
    /// One part of an award that is paid in parts.
    struct Instalment {
        Extra planned;                   ///< what it is when every re-check passes
        PlanValue goes_on;               ///< boolean: no re-check before it has ended the schedule
        PlanValue passes;                ///< boolean: its own re-check
        PlanValue amount;                ///< what is due: 0 where a re-check fails
        std::optional<PlanValue> date;
    };
    /// What a value of the whole batch asks of an application.
    struct Population {
        std::vector<PlanValue> per;
        std::optional<PlanValue> when, value;
        std::vector<PlanValue> ranks;
    };
    /// The values in the holes of a sentence, in order.
    struct SentenceValues {
        std::vector<PlanValue> zh;
        std::vector<PlanValue> en;
    };
    /// What a target needs of each row; what it does not say is left out.
    struct TargetValues {
        std::optional<PlanValue> when, year, value, over, distinct;
    };
    std::string id;
    std::vector<std::uint32_t> fields;       ///< of each input: its field of the schema, or kNoField
    std::vector<PlanValue> inputs;           ///< in the order of the incentive's inputs
    std::vector<PlanValue> parameters;       ///< on the basis date
    std::vector<PlanValue> definitions;
    std::vector<Passage> passages;           ///< of the definitions that are folds
    std::vector<std::vector<Step>> definition_steps;   ///< in step with them; empty: an expression
    std::vector<TableUse> table_uses;        ///< of a plan that is made to be explained
    std::vector<Trace> traces;               ///< likewise
    std::vector<Watch> watches;              ///< of a plan that is made to be watched
    std::vector<PlanValue> conditions;       ///< written conditions; boolean
    std::vector<std::vector<PlanValue>> alternatives;   ///< 任一 of the written conditions; to explain
    std::vector<SentenceValues> reasons;     ///< of the written conditions
    std::optional<PlanValue> in_force;       ///< 施行期
    PlanValue eligible;                      ///< boolean
    PlanValue reason;                        ///< number: 0, n, −1 (施行期)
    bool has_award = false;
    std::vector<Step> steps;
    PlanValue award;                         ///< whole cents: 0 where not eligible
    std::vector<Extra> extras;
    std::vector<Named> parts;                ///< 分项, 0 or absent where not eligible; then the amounts of 另算
    std::vector<Extra> shares, recipients;   ///< whole cents; they add up to the award
    std::vector<Instalment> schedule;        ///< whole cents; together never more than the award
    std::optional<Extra> recovery;           ///< 追回, whole cents
    std::optional<PlanValue> recovery_applies;   ///< boolean: its 当
    std::vector<PlanValue> anomalies;
    std::vector<SentenceValues> descriptions;   ///< of the anomalies
    std::vector<TargetValues> targets;       ///< of a plan that was compiled for them
    std::vector<Population> populations;     ///< 全批; in a plan that gives out nothing else
};

/// Bounds for hostile rules and data.
struct PlanLimits {
    std::size_t nodes = 2'000'000;
    std::size_t list_elements = 1'000'000;   ///< of one list in the data: the readers refuse longer ones
    std::size_t range_elements = 100'000;    ///< of one list `a..b`; beyond it is the error R09
    std::size_t made_elements = 1'000'000;   ///< of one list that is made, in all for an application; beyond it R09
    std::size_t loop_elements = 5'000'000;   ///< of lists inside a loop, in all its rounds; beyond it R09
    std::size_t made_characters = 1U << 25U; ///< of the texts that one operation makes for an application; beyond it R09
    std::size_t made_bits = 1U << 28U;       ///< of the numbers that a state takes on in the rounds of a loop; beyond it R09
    std::size_t number_bits = 1U << 16U;     ///< of one number above or below its line, also on the way; beyond it R09
    std::size_t state_bits = 1U << 16U;      ///< of a number that a loop carries
    std::uint64_t work = 1U << 28U;          ///< on numbers beyond 128 bits for one value and all that it is made of; beyond it R09
    std::size_t state_bytes = 4'096;         ///< of a text that a loop carries
};

/// One flat program for a bundle (or some incentives): nodes in order of computation, shared work done once. The nodes
/// from a `fold_element` to its `fold_step` are run once for each element of the longest list; nothing else jumps.
struct Plan {
    Schema schema;                           ///< of one application
    std::vector<Node> nodes;
    std::vector<PlanTable> tables;           ///< 0 is the applications
    std::vector<PlanColumn> columns;
    std::vector<Value> constants;
    std::vector<Rational> scales;
    std::vector<std::vector<std::string>> names;
    std::vector<IncentivePlan> incentives;
    std::vector<IncentivePlan::Named> totals;
    PlanLimits limits;
};

/// Stops the program when a plan breaks its invariants: operands before users, kinds that fit their operation, row
/// spaces that agree, bounds that fit their width.
void verify(const Plan& plan);

/// Prints a plan, one node a line, for golden tests and `huiqi explain --plan`.
[[nodiscard]] std::string print(const Plan& plan);

}  // namespace huiqi
