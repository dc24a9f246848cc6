#include "tests/oracle/folds.h"

#include <utility>

#include "tests/oracle/states.h"

namespace huiqi::oracle {
namespace {

/// "While the list is open its final states are: they wait for it, and for what the first values wait for."
[[nodiscard]] Value open(const Value& list, const Value& initial) {
    if (list.state() == State::unknown && initial.state() == State::unknown) {
        return *held_up({list, initial});
    }
    return *held_up({list});
}

/// "A state is at most 65,536 bits above and below the fraction line, or 4,096 bytes of text; beyond is R09."
[[nodiscard]] Value carried(const Value& state, const Type& type) {
    const auto large = [](const Integer& part) { return part != 0 && msb(abs(part)) >= 65'536; };
    const bool number = state.known() && type.is(TypeKind::number) &&
                        (large(numerator(state.number())) || large(denominator(state.number())));
    const bool text = state.known() && type.is(TypeKind::text) && state.text().size() > 4'096;
    return number || text ? Value::failed(RuntimeError::too_large) : state;
}

}  // namespace

Folded folded(const Fold& fold, Meanings& meanings) {
    const Value list = evaluate(fold.source, meanings);
    std::vector<Value> states;
    for (const Fold::State& state : fold.states) {
        states.push_back(evaluate(state.initial, meanings));
    }
    Value::List yields;
    std::vector<Value::List> after(states.size());
    for (const Value& element : list.known() ? list.elements() : Value::List{}) {
        std::vector<Value> before{element};
        before.insert(before.end(), states.begin(), states.end());
        if (fold.yields) {
            yields.push_back(evaluate(*fold.yields, meanings, before));
        }
        for (std::size_t at = 0; at < states.size(); ++at) {
            states[at] = carried(evaluate(fold.states[at].next, meanings, before), fold.states[at].type);
            after[at].push_back(states[at]);
        }
    }
    Folded result;
    for (std::size_t at = 0; at < states.size(); ++at) {
        states[at] = list.known() ? states[at] : open(list, states[at]);
        result.after.push_back(list.known() ? Value::list(std::move(after[at])) : *held_up({list}));
    }
    result.value = fold.result   ? evaluate(*fold.result, meanings, states)
                   : fold.yields ? list.known() ? Value::list(std::move(yields)) : *held_up({list})
                                 : Value::record(std::move(states));
    return result;
}

}  // namespace huiqi::oracle
