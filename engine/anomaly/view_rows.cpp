#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/anomaly/detection_steps.h"
#include "engine/diagnostic/expect.h"

namespace huiqi {
namespace {

/// Takes the values of a definition of some rows into a column that is already as long as the relation.
void store(const Evaluator& evaluator, const PlanValue& value, std::size_t first, TextPool& pool, ColumnValues& out,
           std::vector<std::uint8_t>& states) {
    const std::size_t count = evaluator.rows();
    if (value.constant) {
        for (std::size_t row = 0; row < count; ++row) {
            const Value& one = *value.constant;
            if (!one.known()) {
                states[first + row] = static_cast<std::uint8_t>(State::absent);
            } else if (out.column.kind == ColumnKind::text) {
                out.codes[first + row] = pool.code(one.text());
            } else if (out.column.kind == ColumnKind::int64) {
                out.column.int64s[first + row] = to_int64(numerator(one.number()));
            } else if (out.column.kind == ColumnKind::boolean) {
                out.column.booleans[first + row] = one.boolean() ? 1 : 0;
            } else {
                out.column.int32s[first + row] =
                    out.column.kind == ColumnKind::date ? one.date().days() : one.code();
            }
        }
        return;
    }
    const Register& from = evaluator[value.node];
    if (!from.all_known()) {
        for (std::size_t row = 0; row < count; ++row) {
            const Cause state = from.state(row);
            states[first + row] = static_cast<std::uint8_t>(state == kKnown    ? State::known
                                                            : state == kAbsent ? State::absent
                                                                               : State::unknown);
        }
    }
    const auto lane = [&](std::size_t row) { return from.uniform ? 0 : row; };
    if (out.column.kind == ColumnKind::text) {
        std::vector<std::string_view> texts(count);
        for (std::size_t row = 0; row < count; ++row) {
            texts[row] = states[first + row] == 0 ? from.lanes<std::string_view>()[lane(row)] : std::string_view();
        }
        pool.codes(texts, out.codes.data() + first);
        return;
    }
    for (std::size_t row = 0; row < count; ++row) {
        switch (out.column.kind) {
            case ColumnKind::int64: out.column.int64s[first + row] = from.lanes<std::int64_t>()[lane(row)]; break;
            case ColumnKind::int128: out.column.int128s[first + row] = from.lanes<Int128>()[lane(row)]; break;
            case ColumnKind::boolean: out.column.booleans[first + row] = from.lanes<std::uint8_t>()[lane(row)]; break;
            default: out.column.int32s[first + row] = from.lanes<std::int32_t>()[lane(row)]; break;
        }
    }
}

[[nodiscard]] std::shared_ptr<ColumnValues> room_for(ColumnKind kind, std::size_t rows) {
    auto values = std::make_shared<ColumnValues>();
    values->column.kind = kind;
    switch (kind) {
        case ColumnKind::text: values->codes.resize(rows); break;
        case ColumnKind::int64: values->column.int64s.resize(rows); break;
        case ColumnKind::int128: values->column.int128s.resize(rows); break;
        case ColumnKind::boolean: values->column.booleans.resize(rows); break;
        default: values->column.int32s.resize(rows); break;
    }
    return values;
}

/// Copies the codes of a column, or of one below a record.
void take_over(const RowSet& from, const std::string& name, ColumnValues& to, std::vector<std::uint8_t>& states) {
    const std::optional<ColumnPath> path = find_path(from, name);
    expect(path.has_value(), "a column that a program found is there");
    const ColumnValues& values = *path->column->values;
    for (std::uint32_t row = 0; row < from.rows; ++row) {
        const std::uint32_t at = path->value_row(row);
        if (at == kNoRow) {
            states[row] = static_cast<std::uint8_t>(State::absent);
        } else {
            to.codes[row] = values.codes[at];
            states[row] = values.column.states.empty() ? std::uint8_t{0} : values.column.states[at];
        }
    }
}

void add_column(RowSet& out, const FieldSchema& field, std::shared_ptr<ColumnValues> values,
                       std::vector<std::uint8_t> states) {
    if (std::any_of(states.begin(), states.end(), [](std::uint8_t state) { return state != 0; })) {
        values->column.states = std::move(states);
    }
    RelationColumn column;
    column.field = field;
    column.values = std::move(values);
    std::erase_if(out.columns, [&](const RelationColumn& one) { return one.field.name == field.name; });
    out.columns.push_back(std::move(column));
}

[[nodiscard]] std::shared_ptr<const Rows> flat(const std::vector<Rows>& parts) {
    Rows all;
    for (const Rows& part : parts) {
        all.insert(all.end(), part.begin(), part.end());
    }
    return std::make_shared<const Rows>(std::move(all));
}

/// The columns that definitions become, as long as the relation; filled stretch by stretch.
class DefinedColumns {
public:
    DefinedColumns(const ViewProgram& program, std::size_t rows) : program_(program) {
        for (const ViewProgram::Output& output : program.outputs) {
            values_.push_back(room_for(output.field.kind, rows));
            states_.emplace_back(rows, std::uint8_t{0});
        }
    }

    void fill(const Evaluator& evaluator, std::size_t first, TextPool& pool) {
        const IncentivePlan& plan = program_.plan->incentives.front();
        for (std::size_t at = 0; at < values_.size(); ++at) {
            const ViewProgram::Output& output = program_.outputs[at];
            if (output.path.empty()) {
                store(evaluator, plan.definitions[output.definition], first, pool, *values_[at], states_[at]);
            }
        }
    }

    void add_to(RowSet& out, const RowSet& from) {
        for (std::size_t at = 0; at < values_.size(); ++at) {
            if (!program_.outputs[at].path.empty()) {
                take_over(from, program_.outputs[at].path, *values_[at], states_[at]);
            }
        }
        for (std::size_t at = 0; at < values_.size(); ++at) {
            add_column(out, program_.outputs[at].field, std::move(values_[at]), std::move(states_[at]));
        }
    }

private:
    const ViewProgram& program_;
    std::vector<std::shared_ptr<ColumnValues>> values_;
    std::vector<std::vector<std::uint8_t>> states_;
};

}  // namespace

const Bilingual kFailedRows{"出错的行", "rows that ended in an error"};

Verdict verdict(const Evaluator& evaluator, const PlanValue& test, std::size_t row) {
    if (test.constant) {
        return {test.constant->known() && test.constant->boolean(), false};
    }
    const Register& from = evaluator[test.node];
    const Cause state = from.state(row);
    if (state == kKnown) {
        return {from.lanes<std::uint8_t>()[from.uniform ? 0 : row] != 0, false};
    }
    return {false, state != kAbsent};
}

RowSet view_rows(const View& view, const ViewProgram& program, const RowSet& from, ShapeContext& context, unsigned threads) {
    RowSet out = from;
    out.name = view.name;
    DefinedColumns columns(program, from.rows);
    std::vector<Rows> kept(stretch_count(from.rows));
    std::vector<Rows> failed(kept.size());
    TextPool& pool = context.pool;
    const IncentivePlan& plan = program.plan->incentives.front();
    run_program(program, from, pool, threads, [&](const Evaluator& evaluator, std::size_t first, std::size_t part) {
        columns.fill(evaluator, first, pool);
        for (std::size_t row = 0; program.where && row < evaluator.rows(); ++row) {
            const Verdict judged = verdict(evaluator, plan.anomalies[*program.where], row);
            if (judged.holds || judged.failed) {
                (judged.holds ? kept : failed)[part].push_back(static_cast<std::uint32_t>(first + row));
            }
        }
    });
    columns.add_to(out, from);
    context.leave_out(kFailedRows, out, *flat(failed), std::nullopt);
    return program.where ? taken(out, flat(kept)) : out;
}

}  // namespace huiqi
