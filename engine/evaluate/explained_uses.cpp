#include "engine/evaluate/explained_uses.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "engine/calendar/day_count.h"
#include "engine/data/shown_value.h"
#include "engine/evaluate/trace_records.h"
#include "engine/rulebook/parameter_periods.h"

namespace huiqi {
namespace {

/// Gives the text that a span covers of an expression; the span must lie in it.
[[nodiscard]] std::string written_in(const CheckedExpression& expression, const Span& place) {
    for (CoreId id = 0; id < expression.nodes.size(); ++id) {
        if (expression.span(id) == place) {
            const CoreNode& node = expression[id];
            return expression.text.text.substr(node.begin, node.end - node.begin);
        }
    }
    return {};
}

/// Reads the parts of a year off what was computed: the days by the days of the year that they are a part of.
[[nodiscard]] std::vector<std::pair<Rational, int>> year_parts(const std::string& basis, const std::vector<Value>& days,
                                                               const Value& months) {
    const auto named = find_day_count(basis);
    if (!named || !months.known()) {
        return {};
    }
    const auto denominator = static_cast<int>(year_fraction_denominator(*named));
    const Rational numerator = months.number() * denominator / 12;   // a year is 12 months
    if (*named != DayCount::actual_actual) {
        return {{numerator, denominator}};
    }
    // a day of a leap year is 365 parts, another 366
    const Rational all = days[1].date().days() - days[0].date().days();
    const Rational leap = all * 366 - numerator;
    std::vector<std::pair<Rational, int>> parts;
    if (all != leap || all == 0) {
        parts.emplace_back(all - leap, 365);
    }
    if (leap != 0) {
        parts.emplace_back(leap, 366);
    }
    return parts;
}

/// Reads one record; nothing where a branch around it is not taken, or nothing came of it.
[[nodiscard]] std::optional<ExplainedUse> read_use(const Incentive& incentive, const IncentivePlan::Trace& trace,
                                                   const Value::List& seen) {
    for (std::size_t guard = trace.days + 1; guard < seen.size(); ++guard) {
        if (!seen[guard].known() || !seen[guard].boolean()) {
            return std::nullopt;
        }
    }
    ExplainedUse use;
    use.days.assign(seen.begin(), seen.begin() + static_cast<std::ptrdiff_t>(trace.days));
    use.value = seen[trace.days];
    const bool days_known = std::all_of(use.days.begin(), use.days.end(), [](const Value& day) { return day.known(); });
    const bool no_value = use.value.state() == State::error && use.value.error() == RuntimeError::not_in_force && trace.parameter;
    if (!days_known || (!use.value.known() && !no_value)) {
        return std::nullopt;   // what is missing or wrong is told elsewhere
    }
    use.place = trace.place;
    if (!trace.parameter) {
        use.basis = trace.basis;
        use.parts = year_parts(trace.basis, use.days, use.value);
        return use;
    }
    const Parameter& parameter = incentive.parameters[*trace.parameter];
    const std::vector<ParameterPeriod> periods = parameter_periods(parameter);
    auto period = parameter_on(parameter, use.days.front().date());
    if (!period && !periods.empty()) {   // said with the days on which there is a value
        period = periods.back();
        period->from = periods.front().from;
    }
    if (!period) {
        return std::nullopt;
    }
    use.last = use.value.known() && !period->to && periods.size() > 1;
    Provenance provenance = parameter.provenance;
    provenance.source = source_of(parameter, *period->version);
    provenance.also = period->version->source.empty() ? parameter.provenance.also : period->version->also;
    use.parameter = parameter.name;
    use.type = parameter.type;
    use.unit = parameter.entry;
    use.from = period->from;
    use.to = period->to;
    use.cited = cited_text(incentive, provenance);
    use.place = period->version->span;
    return use;
}

/// Gives the type of what comes of a trace.
[[nodiscard]] Type type_of(const PlanValue& seen, const IncentivePlan::Trace& trace) {
    Type type = seen.type;
    for (std::uint32_t at = 0; at < trace.depth; ++at) {
        type = type.element();
    }
    return type.fields()[trace.days].type;
}

[[nodiscard]] bool lies_in(const Span& part, const Span& whole) {
    return part.source == whole.source && whole.begin <= part.begin && part.end <= whole.end;
}

[[nodiscard]] std::string number(std::size_t count) { return std::to_string(count); }

[[nodiscard]] std::string dated_text(const ExplainedUse& use, bool chinese) {
    const std::string value = shown_value(use.value, use.type, chinese ? Language::zh : Language::en, use.unit.text.empty() ? nullptr : &use.unit);
    const std::string day = use.days.front().date().text();
    std::string days;
    if (use.from) {
        days += (chinese ? "自 " : "from ") + use.from->text();
    }
    if (use.to) {
        days += (days.empty() ? "" : " ") + std::string(chinese ? "至 " : "to ") + use.to->text();
    }
    if (!use.value.known()) {
        return chinese ? day + " 没有值" + (days.empty() ? "" : "：" + days + " 有") : "no value on " + day + (days.empty() ? "" : ": there is one " + days);
    }
    if (use.last) {
        days += chinese ? "，历次的最后一个" : ", the last of the series";
    }
    const std::string in_force = days.empty() ? "" : chinese ? "（" + days + "）" : " (" + days + ")";
    return chinese ? day + " 为 " + value + in_force : value + " on " + day + in_force;
}

[[nodiscard]] std::string counted_text(const ExplainedUse& use, bool chinese) {
    std::string text;
    for (std::size_t at = 0; at + 1 < use.days.size(); at += 2) {
        text += (at == 0 ? "" : chinese ? "、" : ", ") + use.days[at].date().text() + (chinese ? " 至 " : " to ") +
                use.days[at + 1].date().text();
    }
    std::string count;
    for (const auto& [days, year] : use.parts) {
        count += (count.empty() ? "" : " + ") + value_text(Value::of(days), Type::number(Unit::of("day")), chinese) + " / " + std::to_string(year);
    }
    if (count.empty()) {
        count = value_text(use.value, use.type, chinese);
    } else if (use.parts.size() > 1 || use.parts.front().second == 366) {
        count += chinese ? "（闰年 366）" : " (366 in leap years)";
    } else if (use.basis == "30/360") {
        count += chinese ? "（每月按 30 天）" : " (months of 30 days)";
    }
    return text + (chinese ? "，" : ": ") + count;
}

}  // namespace

ExplainedUses::ExplainedUses(const Evaluator& evaluator, const Incentive& incentive, const IncentivePlan& plan, std::size_t row) {
    for (const IncentivePlan::Trace& trace : plan.traces) {
        const Type type = type_of(trace.seen, trace);
        const std::size_t first = all_.size();
        each_record(evaluator.read(trace.seen, row), trace.depth, [&](const Value::List& seen) {
            std::optional<ExplainedUse> use = read_use(incentive, trace, seen);
            if (!use) {
                return;
            }
            use->type = trace.parameter ? use->type : type;
            const auto same = std::find_if(all_.begin() + static_cast<std::ptrdiff_t>(first), all_.end(), [&](const Known& other) {
                return other.use.days == use->days && other.use.value == use->value;
            });
            if (same != all_.end()) {
                ++same->use.times;
            } else {
                all_.push_back({.written = trace.place, .use = std::move(*use)});
            }
        });
    }
}

std::vector<ExplainedUse> ExplainedUses::in(const CheckedExpression& expression) const {
    std::vector<ExplainedUse> found;
    if (expression.nodes.empty()) {
        return found;
    }
    const Span whole = expression.span(expression.root);
    for (const Known& one : all_) {
        if (lies_in(one.written, whole)) {
            found.push_back(one.use);
            found.back().expression = written_in(expression, one.written);
        }
    }
    return found;
}

std::vector<ExplainedUse> ExplainedUses::in(const AwardStep& step) const {
    std::vector<ExplainedUse> found;
    const auto add = [&](const std::optional<CheckedExpression>& expression) {
        if (expression) {
            const std::vector<ExplainedUse> more = in(*expression);
            found.insert(found.end(), more.begin(), more.end());
        }
    };
    add(step.when);
    add(step.value);
    for (const AwardStep::Band& band : step.bands) {
        add(band.upto);
        add(band.rate);
        add(band.amount);
    }
    return found;
}

std::vector<ExplainedUse> ExplainedUses::in(const Definition& definition) const {
    if (!definition.fold) {
        return in(definition.expression);
    }
    std::vector<ExplainedUse> found;
    for (const CheckedExpression* expression : definition.fold->expressions()) {
        const std::vector<ExplainedUse> more = in(*expression);
        found.insert(found.end(), more.begin(), more.end());
    }
    return found;
}

std::vector<ExplainedUse> ExplainedUses::in(const DecisionTable& table) const {
    std::vector<ExplainedUse> found;
    const auto add = [&](const CheckedExpression& expression) {
        const std::vector<ExplainedUse> more = in(expression);
        found.insert(found.end(), more.begin(), more.end());
    };
    for (const DecisionTable::Column& column : table.columns) {
        if (column.expression) {
            add(*column.expression);
        }
    }
    for (const DecisionTable::Row& row : table.rows) {
        std::for_each(row.outputs.begin(), row.outputs.end(), add);
    }
    std::for_each(table.otherwise.begin(), table.otherwise.end(), add);
    return found;
}

std::string use_text(const ExplainedUse& use, bool chinese) {
    const std::string times = use.times == 1 ? "" : chinese ? "（" + number(use.times) + " 次）" : " (" + number(use.times) + " times)";
    return use.expression + (chinese ? "：" : ": ") + (use.parameter.empty() ? counted_text(use, chinese) : dated_text(use, chinese)) +
           times;
}

}  // namespace huiqi
