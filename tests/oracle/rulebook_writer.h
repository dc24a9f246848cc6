#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/oracle/expression_writer.h"

namespace huiqi::oracle {

/// Another incentive of a bundle, whose results inputs may take.
struct Source {
    std::string id;
    std::vector<std::string> money_parts;
};

/// Writes a random rulebook of one incentive: every kind of input, parameters with and without dates, tables of all hit
/// policies, definitions, conditions, award steps, other amounts and anomalies.
class RulebookWriter {
public:
    /// The id of a rulebook from which no other takes anything.
    static constexpr const char* kAlone = "生成.事项";
    explicit RulebookWriter(std::uint64_t seed, std::string id = kAlone)
        : random_(seed), writer_(random_, words_, made_), id_(std::move(id)) {}

    /// Lets the usual inputs take results of another incentive; to be said before writing.
    void take(Source source) { sources_.push_back(std::move(source)); }
    [[nodiscard]] Generated write();
    /// Writes one whose values of the batch are made of definitions alone, so that the oracle knows what they are made of.
    [[nodiscard]] Generated write_batch();
    /// Gives what others may take of the incentive that was written.
    [[nodiscard]] Source source() const { return {.id = id_, .money_parts = money_parts_}; }

private:
    /// Gives a key or fixed word in the language that this rulebook is written in.
    [[nodiscard]] std::string word(std::string_view zh, std::string_view en) const;
    [[nodiscard]] std::string fresh(std::string_view stem);
    [[nodiscard]] static Entry line(std::vector<Piece> pieces);
    [[nodiscard]] Entry section(std::string_view zh, std::string_view en);
    void know(const std::string& name, Kind kind);
    [[nodiscard]] std::string type_of(const Kind& kind) const;
    /// Gives the type word of a table's column or output, which may be a unit.
    [[nodiscard]] std::string table_type_of(const Kind& kind) const;

    // rulebook_writer.cpp
    [[nodiscard]] Entry head();
    [[nodiscard]] Entry enumerations();
    [[nodiscard]] Entry parameters();
    [[nodiscard]] Entry definitions();
    [[nodiscard]] Entry definition();
    [[nodiscard]] Entry stepped_definition();
    [[nodiscard]] Entry parts();
    [[nodiscard]] Entry folded_definition();
    // write_populations.cpp
    [[nodiscard]] Entry populations();
    [[nodiscard]] Entry ranking(const std::string& name);
    [[nodiscard]] Entry batch_definitions();
    [[nodiscard]] Entry batch_value();
    [[nodiscard]] Piece measured(bool ordered_only, Kind& kind);
    [[nodiscard]] Entry conditions();
    [[nodiscard]] Entry condition(std::string_view margin, bool alternatives);
    [[nodiscard]] std::optional<std::vector<Piece>> first_time(std::string_view margin);
    [[nodiscard]] Entry anomalies();

    // write_inputs.cpp
    [[nodiscard]] Entry inputs();
    [[nodiscard]] Entry scalar_input(const std::string& name, const Kind& kind, std::string_view margin, bool guarded);
    [[nodiscard]] Entry compound_input(bool list);
    [[nodiscard]] Entry plain_list_input();
    [[nodiscard]] std::string bounds(const Kind& kind);
    [[nodiscard]] std::string from(const std::string& name);

    // write_tables.cpp
    [[nodiscard]] Entry tables();
    struct TableShape;
    [[nodiscard]] Entry table();
    void lookup_rows(TableShape& shape);
    void free_rows(TableShape& shape);
    [[nodiscard]] std::vector<std::string> slots(const Kind& column);
    [[nodiscard]] std::vector<Piece> row(TableShape& shape, const std::vector<Piece>& cells);
    [[nodiscard]] Expression output(const TableShape& shape, const Kind& kind);

    // write_awards.cpp
    [[nodiscard]] Entry award();
    [[nodiscard]] Entry extras();
    [[nodiscard]] std::vector<Entry> steps(std::string_view margin, bool rounded);
    [[nodiscard]] Entry middle_step(std::string_view margin);
    [[nodiscard]] Entry bands(std::string_view margin);
    [[nodiscard]] Entry uplift(std::string_view margin);
    void add_when(std::vector<Piece>& pieces);
    /// Takes one of the optional names as present until `end_guard`; nothing when there is none.
    [[nodiscard]] std::optional<std::size_t> begin_guard();
    /// Gives the condition that proves the name present.
    [[nodiscard]] Expression guard(std::size_t name);
    void end_guard(std::size_t name) { words_.names[name].kind.optional = true; }
    [[nodiscard]] std::string rounding(bool to_cents);

    // write_divisions.cpp
    void divisions();
    [[nodiscard]] Entry shares(std::string_view zh, std::string_view en);
    [[nodiscard]] Entry schedule();
    [[nodiscard]] Entry recovery();
    void add_size(std::vector<Piece>& pieces, bool amounts);

    Random random_;
    Vocabulary words_;
    Generated made_;
    ExpressionWriter writer_;
    bool english_ = false;
    bool dated_ = true;      ///< a basis date decides what is in force
    bool rated_ = false;     ///< the step before has a rate that points can be added to
    int names_ = 0;
    std::string id_;
    std::vector<Source> sources_;
    std::vector<std::string> parts_;         ///< definitions that may be given out
    std::vector<std::string> money_parts_;   ///< those in money that are
};

}  // namespace huiqi::oracle
