#include <algorithm>
#include <utility>

#include "engine/diagnostic/expect.h"
#include "tests/oracle/calls.h"
#include "tests/oracle/expression.h"
#include "tests/oracle/operators.h"
#include "tests/oracle/states.h"

namespace huiqi::oracle {
namespace {

[[nodiscard]] Value extreme(const Value::List& elements, const Type& element, int wanted) {
    if (elements.empty()) {
        return Value::failed(RuntimeError::empty_list);
    }
    Value best = elements.front();
    for (const Value& each : elements) {
        best = order(each, best, element) == wanted ? each : best;
    }
    return best;
}

[[nodiscard]] Rational total(const Value::List& elements) {
    Rational sum = 0;
    for (const Value& each : elements) {
        sum += each.number();
    }
    return sum;
}

/// The middle value, or the mean of the two in the middle.
[[nodiscard]] Value median_of(const Value::List& elements) {
    if (elements.empty()) {
        return Value::failed(RuntimeError::empty_list);
    }
    std::vector<Rational> sorted;
    for (const Value& each : elements) {
        sorted.push_back(each.number());
    }
    std::sort(sorted.begin(), sorted.end());
    const std::size_t middle = sorted.size() / 2;
    return Value::of(sorted.size() % 2 == 1 ? sorted[middle] : Rational((sorted[middle - 1] + sorted[middle]) / 2));
}

/// Aggregates are strict in the elements of their list.
[[nodiscard]] Value aggregate(BuiltinId id, const Value::List& elements, const Type& element) {
    if (const auto stop = held_up(elements)) {
        return *stop;
    }
    switch (id) {
        case BuiltinId::min: return extreme(elements, element, -1);
        case BuiltinId::max: return extreme(elements, element, 1);
        case BuiltinId::sum: return Value::of(total(elements));
        case BuiltinId::mean:
            return elements.empty() ? Value::failed(RuntimeError::empty_list)
                                    : Value::of(Rational(total(elements) / Rational(elements.size())));
        case BuiltinId::median: return median_of(elements);
        default: break;
    }
    Rational product = 1;
    for (const Value& each : elements) {
        product *= each.number();
    }
    return Value::of(product);
}

/// The k-th running total is the sum of the first k elements, strict in those k.
[[nodiscard]] Value running_sums(const Value::List& elements, const Type& element) {
    Value::List sums;
    for (std::size_t upto = 1; upto <= elements.size(); ++upto) {
        const auto end = elements.begin() + static_cast<std::ptrdiff_t>(upto);
        sums.push_back(aggregate(BuiltinId::sum, Value::List(elements.begin(), end), element));
    }
    return Value::list(std::move(sums));
}

/// Keeps the first of equal elements; strict in whether two of them are equal.
[[nodiscard]] Value distinct(const Value::List& elements, const Type& element) {
    Value::List kept;
    std::vector<Value> doubts;
    for (const Value& each : elements) {
        bool fresh = true;
        for (const Value& before : kept) {
            const Value same = equals(before, each, element);
            fresh = fresh && !(same.known() && same.boolean());
            doubts.push_back(same);
        }
        if (fresh) {
            kept.push_back(each);
        }
        doubts.push_back(equals(each, each, element));
    }
    const auto stop = held_up(doubts);
    return stop ? *stop : Value::list(std::move(kept));
}

[[nodiscard]] Value joined(const Arguments& arguments, bool items) {
    const std::size_t lists = items ? 1 : arguments.values.size();
    const auto end = arguments.values.begin() + static_cast<std::ptrdiff_t>(lists);
    if (const auto stop = held_up({arguments.values.begin(), end})) {
        return *stop;
    }
    Value::List all;
    for (std::size_t at = 0; at < arguments.values.size(); ++at) {
        if (at < lists) {
            const Value::List& more = arguments.values[at].elements();
            all.insert(all.end(), more.begin(), more.end());
        } else {
            all.push_back(arguments.values[at]);
        }
    }
    return Value::list(std::move(all));
}

[[nodiscard]] Value contained(const Value::List& elements, const Value& wanted, const Type& element) {
    std::vector<Value> same;
    for (const Value& each : elements) {
        same.push_back(equals(each, wanted, element));
    }
    return disjunction(same);
}

/// Gives elements of a list by their places, which count from 1.
[[nodiscard]] Value places(const Value::List& elements, std::int64_t first, std::int64_t last) {
    Value::List kept;
    for (std::int64_t place = first; place <= last && place <= static_cast<std::int64_t>(elements.size()); ++place) {
        kept.push_back(elements[static_cast<std::size_t>(place - 1)]);
    }
    return Value::list(std::move(kept));
}

/// first, last and sublist: "at most n"; R14 for what no list has.
[[nodiscard]] Value part(BuiltinId id, const std::vector<Value>& values) {
    std::vector<Value> numbers;
    std::vector<Value> operands{values[0]};
    for (std::size_t at = 1; at < values.size(); ++at) {
        numbers.push_back(whole(values[at]));
        operands.push_back(numbers.back());
    }
    if (const auto stop = held_up(operands)) {
        return *stop;
    }
    const Value::List& elements = values[0].elements();
    const auto size = static_cast<std::int64_t>(elements.size());
    const std::int64_t one = clamped(numbers[0]);
    const std::int64_t count = numbers.size() > 1 ? clamped(numbers[1]) : size;
    if (id != BuiltinId::sublist) {
        if (one < 0) {
            return Value::failed(RuntimeError::argument_range);
        }
        const std::int64_t kept = std::min(one, size);
        return id == BuiltinId::first ? places(elements, 1, kept) : places(elements, size - kept + 1, size);
    }
    if (one == 0 || one < -size || count < 0) {
        return Value::failed(RuntimeError::argument_range);
    }
    const std::int64_t from = one > 0 ? one : size + one + 1;
    return places(elements, from, count >= size ? size : from > size ? 0 : from + count - 1);
}

/// Keeps what is there: whether a value is absent must be known.
[[nodiscard]] Value present_ones(const Value& list, const Type& type) {
    std::vector<Value> tests;
    for (const Value& each : list.elements()) {
        const bool settled = each.known() || each.state() == State::absent;
        tests.push_back(settled ? Value::of(each.known()) : each);
    }
    return filtered(list, tests, type);
}

}  // namespace

Value call_list(BuiltinId id, const Arguments& arguments, const Type&) {
    if (id == BuiltinId::concatenate || id == BuiltinId::append) {
        return joined(arguments, id == BuiltinId::append);
    }
    if (id == BuiltinId::first || id == BuiltinId::last || id == BuiltinId::sublist) {
        return part(id, arguments.values);
    }
    const Value& list = arguments.values[0];
    if (const auto stop = held_up({list})) {
        return *stop;
    }
    const Value::List& elements = list.elements();
    const Type& element = arguments.types[0].element();
    switch (id) {
        case BuiltinId::count: return Value::of(Rational(elements.size()));
        case BuiltinId::all: return conjunction(elements);
        case BuiltinId::any: return disjunction(elements);
        case BuiltinId::running_sum: return running_sums(elements, element);
        case BuiltinId::present: return present_ones(list, arguments.types[0]);
        case BuiltinId::list_contains: return contained(elements, arguments.values[1], element);
        case BuiltinId::distinct_values: return distinct(elements, element);
        case BuiltinId::reverse: return Value::list({elements.rbegin(), elements.rend()});
        default: return aggregate(id, elements, element);
    }
}

}  // namespace huiqi::oracle
