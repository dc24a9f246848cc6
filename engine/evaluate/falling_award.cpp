#include "engine/evaluate/falling_award.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/evaluate/case_candidates.h"
#include "engine/evaluate/case_runner.h"
#include "engine/evaluate/evaluator.h"
#include "engine/plan/slopes.h"
#include "engine/rulebook/constant.h"

namespace huiqi {
namespace {

constexpr std::size_t kChunk = 256;
constexpr std::size_t kBases = 4;        // applications that are begun with
constexpr std::size_t kDrawn = 192;      // applications that are made up where no case is eligible
constexpr std::size_t kEffort = 8'000;   // applications that are looked at for one incentive

/// One number of an application that is turned while all else stays.
struct Dial {
    std::size_t input = 0;
    std::optional<std::size_t> part;     ///< of a list of records: the field of its first element

    [[nodiscard]] const FieldSchema& field(const Incentive& incentive) const {
        const FieldSchema& whole = incentive.inputs[input].field;
        return part ? whole.fields[*part] : whole;
    }
};

/// The award at one place of a dial.
struct Point {
    Rational at;
    Rational award;
};

/// Two places between which the award falls.
struct Fall {
    Dial dial;
    Point high, low;

    [[nodiscard]] Rational size() const { return high.award - low.award; }
};

using Row = std::vector<Value>;

/// Tells whether a number may be a base: a year is a place in time, and no amount.
[[nodiscard]] bool is_amount(const FieldSchema& field) {
    const Type type = field.type.without_optional();
    const auto named = [&](const char* word) { return field.name.find(word) != std::string::npos; };
    return type.is(TypeKind::number) && !(type.unit().plain() && (named("年") || named("year") || named("Year")));
}

/// Gives the number that stands at a dial, if there is one.
[[nodiscard]] std::optional<Rational> number_at(const Row& row, const Dial& dial) {
    const Value* value = &row[dial.input];
    if (dial.part) {
        if (!value->known() || value->elements().empty() || !value->elements().front().known()) {
            return std::nullopt;
        }
        value = &value->elements().front().elements()[*dial.part];
    }
    return value->known() ? std::optional(value->number()) : std::nullopt;
}

class FallSearch {
public:
    FallSearch(const Incentive& incentive, const std::shared_ptr<const Plan>& plan)
        : incentive_(incentive), plan_(plan), candidates_(incentive), evaluator_(plan) {}

    [[nodiscard]] std::optional<Fall> run(const std::vector<std::uint32_t>& columns) {
        const std::vector<Dial> dials = dials_of(columns);
        if (dials.empty()) {
            return std::nullopt;
        }
        const std::vector<Row> begun = bases();
        for (const Dial& dial : dials) {
            std::vector<Rational> there = begun.empty() ? std::vector<Rational>() : places(dial);
            std::sort(there.begin(), there.end());
            for (const Row& base : begun) {
                turn(base, dial, there);
            }
        }
        return found_;
    }

private:
    /// Gives the numbers of the application that stand behind columns.
    [[nodiscard]] std::vector<Dial> dials_of(const std::vector<std::uint32_t>& columns) const {
        std::vector<Dial> dials;
        const std::vector<std::uint32_t>& fields = plan_->incentives.front().fields;
        for (const std::uint32_t column : columns) {
            const std::vector<std::uint32_t>& path = plan_->columns[column].path;
            const auto input = std::find(fields.begin(), fields.end(), path.front());
            if (input == fields.end() || path.size() > 2) {
                continue;
            }
            Dial dial{.input = static_cast<std::size_t>(input - fields.begin()), .part = std::nullopt};
            if (path.size() == 2) {
                dial.part = path[1];
                const FieldSchema& list = incentive_.inputs[dial.input].field;
                if (list.kind != ColumnKind::list || path[1] >= list.fields.size() || list.fields[path[1]].name.empty()) {
                    continue;
                }
            }
            if (is_amount(dial.field(incentive_))) {
                dials.push_back(dial);
            }
        }
        return dials;
    }

    /// Gives the awards of applications in yuan; nothing where one is not eligible.
    [[nodiscard]] std::vector<std::optional<Rational>> awards(const std::vector<Row>& rows) {
        std::vector<std::optional<Rational>> result;
        const IncentivePlan& made = plan_->incentives.front();
        for (std::size_t from = 0; from < rows.size() && effort_ > 0; from += kChunk) {
            const std::size_t count = std::min({kChunk, rows.size() - from, effort_});
            Batch batch(plan_->schema);
            for (std::size_t at = 0; at < count; ++at) {
                append_row(batch, plan_->schema, row_in_schema_order(*plan_, 0, rows[from + at]));
            }
            effort_ -= count;
            for (std::size_t done = 0; done < count;) {
                const std::size_t some = evaluator_.run_some(batch, done, count - done);
                for (std::size_t row = 0; row < some; ++row) {
                    const Value eligible = evaluator_.read(made.eligible, row);
                    const Value award = evaluator_.read(made.award, row);
                    result.push_back(eligible.known() && eligible.boolean() && award.known() ? std::optional(award.number())
                                                                                             : std::nullopt);
                }
                done += some;
            }
        }
        result.resize(rows.size());
        return result;
    }

    /// Gives applications that get an award: cases that a person wrote, else some that are made up.
    [[nodiscard]] std::vector<Row> bases() {
        std::vector<Row> written;
        for (const Case& one : incentive_.cases) {
            if (one.bind.empty() && !one.unconfirmed) {
                written.push_back(one.given);
            }
        }
        std::vector<Row> found = awarded(written);
        return found.empty() ? awarded(made_up()) : found;
    }

    [[nodiscard]] std::vector<Row> awarded(const std::vector<Row>& rows) {
        std::vector<Row> found;
        const auto given = awards(rows);
        for (std::size_t at = 0; at < rows.size() && found.size() < kBases; ++at) {
            if (given[at] && *given[at] > 0) {
                found.push_back(rows[at]);
            }
        }
        return found;
    }

    /// Gives applications whose answers are drawn from what is worth trying; the same for the same rules.
    [[nodiscard]] std::vector<Row> made_up() const {
        std::vector<std::vector<Value>> choices;
        for (const Input& input : incentive_.inputs) {
            choices.push_back(candidates_.of(input, Value::unknown({input.field.name})));
        }
        std::uint32_t state = 20'250'101;
        std::vector<Row> rows;
        for (std::size_t at = 0; at < kDrawn; ++at) {
            Row row;
            for (std::size_t input = 0; input < choices.size(); ++input) {
                state = state * 1'664'525U + 1'013'904'223U;
                const std::vector<Value>& some = choices[input];
                row.push_back(some.empty() ? Value::unknown({incentive_.inputs[input].field.name}) : some[(state >> 8U) % some.size()]);
            }
            rows.push_back(std::move(row));
        }
        return rows;
    }

    /// Gives the application with another number at a dial.
    [[nodiscard]] Row with(const Row& base, const Dial& dial, const Rational& number) const {
        Row row = base;
        const Value value = CaseCandidates::at(dial.field(incentive_), number);
        if (dial.part) {
            Value::List elements = row[dial.input].elements();
            Value::List record = elements.front().elements();
            record[*dial.part] = value;
            elements.front() = Value::record(std::move(record));
            row[dial.input] = Value::list(std::move(elements));
        } else {
            row[dial.input] = value;
        }
        return row;
    }

    /// Gives the places of a dial where the award is worth looking at.
    [[nodiscard]] std::vector<Rational> places(const Dial& dial) const {
        Input alike;
        alike.field = dial.field(incentive_);
        if (dial.part) {
            alike.field.name.clear();   // no input is called so: its cases are not looked through
        }
        std::vector<Rational> numbers;
        for (const Value& value : candidates_.of(alike, Value::unknown({alike.field.name}))) {
            if (value.known()) {
                numbers.push_back(value.number());
            }
        }
        return numbers;
    }

    [[nodiscard]] std::vector<Point> points(const Row& base, const Dial& dial, const std::vector<Rational>& numbers) {
        std::vector<Row> rows;
        for (const Rational& number : numbers) {
            rows.push_back(with(base, dial, number));
        }
        const auto given = awards(rows);
        std::vector<Point> result;
        for (std::size_t at = 0; at < numbers.size(); ++at) {
            if (given[at]) {
                result.push_back({numbers[at], *given[at]});
            }
        }
        return result;
    }

    /// `numbers` are sorted, each once.
    void turn(const Row& base, const Dial& dial, std::vector<Rational> numbers) {
        const std::optional<Rational> now = number_at(base, dial);
        if (!now) {
            return;
        }
        const auto place = std::lower_bound(numbers.begin(), numbers.end(), *now);
        if (place == numbers.end() || *place != *now) {
            numbers.insert(place, *now);
        }
        const std::vector<Point> line = points(base, dial, numbers);
        bool has_risen = false;   // what only falls is a deduction, and no base
        std::optional<Fall> worst;
        for (std::size_t at = 1; at < line.size(); ++at) {
            const Fall here{dial, line[at - 1], line[at]};
            if (has_risen && here.size() > 0 && (!worst || here.size() > worst->size())) {
                worst = here;
            }
            has_risen = has_risen || line[at].award > line[at - 1].award;
        }
        if (worst && (!found_ || worst->size() > found_->size())) {
            found_ = narrowed(base, std::move(*worst));
        }
    }

    /// Brings the two places together while most of the fall lies between them: of a step they end as neighbours.
    [[nodiscard]] Fall narrowed(const Row& base, Fall fall) {
        const Rational step = CaseCandidates::step(fall.dial.field(incentive_));
        const Rational enough = fall.size() / 2;
        while (fall.low.at - fall.high.at > step && effort_ > 0) {
            const Rational middle = fall.high.at + Rational(floor(Rational((fall.low.at - fall.high.at) / step / 2))) * step;
            const std::vector<Point> there = points(base, fall.dial, {middle});
            if (there.empty()) {
                return fall;
            }
            Fall left{fall.dial, fall.high, there.front()};
            Fall right{fall.dial, there.front(), fall.low};
            Fall& next = left.size() >= right.size() ? left : right;
            if (next.size() < enough) {
                return fall;
            }
            fall = std::move(next);
        }
        return fall;
    }

    const Incentive& incentive_;
    std::shared_ptr<const Plan> plan_;
    CaseCandidates candidates_;
    Evaluator evaluator_;
    std::size_t effort_ = kEffort;
    std::optional<Fall> found_;
};

[[nodiscard]] std::string shown(const Rational& number, const FieldSchema& field, bool chinese) {
    return value_text(Value::of(number), field.type.without_optional(), chinese, &field.entry);
}

}  // namespace

void warn_of_falling_award(const Incentive& incentive, const std::shared_ptr<const Plan>& plan, Diagnostics& diagnostics) {
    if (incentive.award.empty() || plan->incentives.empty() || plan->incentives.front().award.node == kNoNode) {
        return;
    }
    // the award is 0 where a condition is not met: what it is where all are met is asked here
    const IncentivePlan& made = plan->incentives.front();
    const Node& award = plan->nodes[made.award.node];
    const bool guarded = award.op == Op::select && award.operands[0] == made.eligible.node;
    const std::vector<std::uint32_t> columns = columns_of_both_ways(*plan, guarded ? award.operands[1] : made.award.node);
    const std::optional<Fall> fall = columns.empty() ? std::nullopt : FallSearch(incentive, plan).run(columns);
    if (!fall) {
        return;
    }
    const FieldSchema& field = fall->dial.field(incentive);
    const Type money = Type::number(incentive.currency);
    const auto said = [&](bool chinese) {
        return std::vector<std::string>{shown(fall->high.at, field, chinese), shown(fall->low.at, field, chinese),
                                        value_text(Value::of(fall->high.award), money, chinese, nullptr),
                                        value_text(Value::of(fall->low.award), money, chinese, nullptr)};
    };
    const std::vector<std::string> zh = said(true);
    const std::vector<std::string> en = said(false);
    const Span place = incentive.award.front().declared;
    diagnostics.warning(
        "W571", place.source == incentive.declared.source ? place : incentive.declared,
        {fmt::format("别的都不变，“{}”从 {} 升到 {}，奖补反而从 {} 降到 {}", field.name, zh[0], zh[1], zh[2], zh[3]),
         fmt::format("all else being equal, as `{}` rises from {} to {} the award falls from {} to {}", field.name, en[0], en[1], en[2],
                     en[3])},
        {"检查分档是超额累进还是全额、各档的率和上限；文件就是这样写的，用“忽略提醒”说明理由",
         "see whether the tiers are marginal or whole, and look at their rates and caps; where the document says so, give the reason "
         "under `suppress`"});
}

}  // namespace huiqi
