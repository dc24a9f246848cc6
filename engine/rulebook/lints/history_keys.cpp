#include "engine/rulebook/lints/history_keys.h"

#include <utility>

namespace huiqi {
namespace {

/// Walks one test down to what it asks of the history.
class Demands {
public:
    explicit Demands(const Incentive& incentive) : incentive_(incentive) {}

    /// `holds` tells whether the node has to be true or false for the test to pass.
    void test(const CheckedExpression& in, CoreId id, bool holds) {
        const CoreNode& node = in[id];
        switch (node.op) {
            case CoreOp::not_: test(in, node.children[0], !holds); break;
            case CoreOp::and_:
            case CoreOp::or_:
                if ((node.op == CoreOp::and_) == holds) {   // each has to be so; of a choice nobody knows which
                    for (const CoreId child : node.children) {
                        test(in, child, holds);
                    }
                }
                break;
            case CoreOp::symbol:
                if (const CheckedExpression* named = definition(node)) {
                    test(*named, named->root, holds);
                }
                break;
            case CoreOp::some:
            case CoreOp::every:
                if ((node.op == CoreOp::every) == holds) {
                    Keys keys;
                    if (history(in, node.children[0], keys)) {
                        agreement(in, node.children[1], node.op == CoreOp::some, keys);
                        found_.push_back(std::move(keys));
                    }
                }
                break;
            case CoreOp::call:
                if (node.builtin == BuiltinId::list_contains && !holds) {
                    Keys keys;
                    if (history(in, node.children[0], keys)) {
                        keys.push_back({&in, node.children[1]});
                        found_.push_back(std::move(keys));
                    }
                }
                break;
            default: comparison(in, node, holds); break;
        }
    }

    [[nodiscard]] std::vector<std::vector<HistoryKey>> take() { return std::move(found_); }

private:
    using Keys = std::vector<HistoryKey>;

    [[nodiscard]] const CheckedExpression* definition(const CoreNode& node) const {
        if (node.op != CoreOp::symbol || node.symbol_kind != SymbolKind::definition) {
            return nullptr;
        }
        const Definition& named = incentive_.definitions[node.index];
        return named.expression.nodes.empty() ? nullptr : &named.expression;
    }

    /// Takes a count of records that has to be 0.
    void comparison(const CheckedExpression& in, const CoreNode& node, bool holds) {
        if (node.children.size() != 2) {
            return;
        }
        for (const bool swapped : {false, true}) {
            const CoreNode& number = in[node.children[swapped ? 0 : 1]];
            if (number.op != CoreOp::constant || !number.type.is(TypeKind::number) || !number.constant.known() || !is_zero(node.op, number.constant.number(), swapped, holds)) {
                continue;
            }
            Keys keys;
            if (counted(in, node.children[swapped ? 1 : 0], keys)) {
                found_.push_back(std::move(keys));
            }
        }
    }

    /// Tells whether `count op number` comes to `count = 0`, where it has to hold or to fail.
    [[nodiscard]] static bool is_zero(CoreOp op, const Rational& number, bool swapped, bool holds) {
        if (swapped) {
            op = op == CoreOp::less ? CoreOp::greater : op == CoreOp::greater ? CoreOp::less : op == CoreOp::less_equal ? CoreOp::greater_equal : op == CoreOp::greater_equal ? CoreOp::less_equal : op;
        }
        switch (op) {
            case CoreOp::equal:
            case CoreOp::less_equal: return holds && number == 0;
            case CoreOp::less: return holds && number == 1;
            case CoreOp::not_equal:
            case CoreOp::greater: return !holds && number == 0;
            case CoreOp::greater_equal: return !holds && number == 1;
            default: return false;
        }
    }

    [[nodiscard]] bool counted(const CheckedExpression& in, CoreId id, Keys& keys) const {
        const CoreNode& node = in[id];
        if (const CheckedExpression* named = definition(node)) {
            return counted(*named, named->root, keys);
        }
        return node.op == CoreOp::call && node.builtin == BuiltinId::count && history(in, node.children[0], keys);
    }

    /// Tells whether a list is of the history, and takes what its filters hold against the records.
    [[nodiscard]] bool history(const CheckedExpression& in, CoreId id, Keys& keys) const {
        const CoreNode& node = in[id];
        if (const CheckedExpression* named = definition(node)) {
            return history(*named, named->root, keys);
        }
        switch (node.op) {
            case CoreOp::symbol: {
                const bool input = node.symbol_kind == SymbolKind::input;
                return input && incentive_.inputs[node.index].feed && incentive_.inputs[node.index].feed->kind == Feed::Kind::history;
            }
            case CoreOp::filter:
                if (!history(in, node.children[0], keys)) {
                    return false;
                }
                agreement(in, node.children[1], true, keys);
                return true;
            case CoreOp::list_field: return history(in, node.children[0], keys);
            default: return false;
        }
    }

    /// Takes what has to agree with a record for it to count.
    void agreement(const CheckedExpression& in, CoreId id, bool holds, Keys& keys) const {
        const CoreNode& node = in[id];
        if (node.op == CoreOp::not_) {
            agreement(in, node.children[0], !holds, keys);
        } else if (node.op == (holds ? CoreOp::and_ : CoreOp::or_)) {
            for (const CoreId child : node.children) {
                agreement(in, child, holds, keys);
            }
        } else if (node.op == (holds ? CoreOp::equal : CoreOp::not_equal)) {
            for (const CoreId child : node.children) {
                if (in[child].op == CoreOp::symbol) {
                    keys.push_back({&in, child});
                }
            }
        }
    }

    const Incentive& incentive_;
    std::vector<Keys> found_;
};

}  // namespace

std::vector<std::vector<HistoryKey>> history_demands(const Incentive& incentive, const CheckedExpression& test) {
    Demands demands(incentive);
    if (!test.nodes.empty()) {
        demands.test(test, test.root, true);
    }
    return demands.take();
}

}  // namespace huiqi
