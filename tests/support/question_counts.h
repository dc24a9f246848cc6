#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include <doctest/doctest.h>

#include "engine/evaluate/self_check.h"
#include "tests/support/row_values.h"

namespace huiqi::testing {

/// Asks one question after the other and answers truly; gives how many it took.
[[nodiscard]] inline std::size_t questions(SelfCheck& check, const std::vector<Value>& truth) {
    std::vector<Value> answers;
    for (const FieldSchema& field : check.plan().schema.fields) {
        answers.push_back(Value::unknown({field.name}));
    }
    for (std::size_t count = 0;; ++count) {
        Batch batch(check.plan().schema);
        append_row(batch, check.plan().schema, answers);
        check.run(batch, 0);
        const auto next = check.next();
        if (!next) {
            return count;
        }
        const std::size_t field = check.standings()[*next].next->field;
        REQUIRE(answers[field].state() == State::unknown);  // nothing is asked twice
        CAPTURE(check.plan().schema.fields[field].name);
        REQUIRE(truth[field].state() != State::unknown);
        answers[field] = truth[field];
    }
}

/// How few answers would have been enough for whoever knows them all: of each incentive that fails the
/// condition with the fewest answers, of others all that the award needs.
[[nodiscard]] inline std::size_t fewest(SelfCheck& check, const std::vector<Value>& truth) {
    std::vector<Value> kept = truth;
    const auto settled = [&](const std::vector<Value>& answers) {
        Batch batch(check.plan().schema);
        append_row(batch, check.plan().schema, answers);
        check.run(batch, 0, 0);
        return !check.next();
    };
    // leave out what can be left out, in several orders; the best of them
    std::size_t best = truth.size();
    std::vector<std::size_t> order(truth.size());
    for (std::size_t at = 0; at < order.size(); ++at) {
        order[at] = at;
    }
    for (int time = 0; time < 4; ++time) {
        kept = truth;
        std::size_t left = truth.size();
        for (const std::size_t at : order) {
            const Value before = kept[at];
            kept[at] = Value::unknown({check.plan().schema.fields[at].name});
            if (settled(kept)) {
                --left;
            } else {
                kept[at] = before;
            }
        }
        best = std::min(best, left);
        std::rotate(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(5, order.size())), order.end());
        if (time % 2 == 0) {
            std::reverse(order.begin(), order.end());
        }
    }
    return best;
}

}  // namespace huiqi::testing
