#include "engine/language/narrowing.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace huiqi {
namespace {

using Paths = std::vector<ValuePath>;

/// Gives the paths that stand in both.
Paths intersection(Paths left, Paths right) {
    std::sort(left.begin(), left.end());
    std::sort(right.begin(), right.end());
    Paths both;
    std::set_intersection(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(both));
    return both;
}

/// `all` when every child has the truth (a true `and`), else only what each of them proves by itself.
Paths of_children(const CheckedExpression& expression, const CoreNode& node, bool truth, bool all) {
    Paths paths;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        Paths child = present_when(expression, node.children[i], truth);
        if (i == 0) {
            paths = std::move(child);
        } else if (all) {
            std::move(child.begin(), child.end(), std::back_inserter(paths));
        } else {
            paths = intersection(std::move(paths), std::move(child));
        }
    }
    return paths;
}

}  // namespace

std::optional<ValuePath> value_path(const CheckedExpression& expression, CoreId id) {
    std::string fields;
    for (;;) {
        const CoreNode& node = expression[id];
        if (node.op == CoreOp::symbol) {
            return fmt::format("s{}.{}{}", static_cast<unsigned>(node.symbol_kind), node.index, fields);
        }
        if (node.op == CoreOp::variable) {
            return fmt::format("v{}{}", node.index, fields);
        }
        if (node.op != CoreOp::field) {
            return std::nullopt;
        }
        fields = fmt::format("/{}{}", node.index, fields);
        id = node.children.front();
    }
}

std::vector<ValuePath> present_when(const CheckedExpression& expression, CoreId condition, bool truth) {
    const CoreNode& node = expression[condition];
    if (node.op == CoreOp::is_absent && !truth) {
        std::optional<ValuePath> path = value_path(expression, node.children.front());
        return path ? Paths{*std::move(path)} : Paths{};
    }
    if (node.op == CoreOp::not_) {
        return present_when(expression, node.children.front(), !truth);
    }
    if (node.op == CoreOp::and_ || node.op == CoreOp::or_) {
        return of_children(expression, node, truth, truth == (node.op == CoreOp::and_));
    }
    return {};
}

void PresentPaths::add(std::vector<ValuePath> paths) {
    for (ValuePath& path : paths) {
        ++counts_[path];
        added_.push_back(std::move(path));
    }
}

void PresentPaths::forget(std::size_t mark) {
    while (added_.size() > mark) {
        const auto found = counts_.find(added_.back());
        if (--found->second == 0) {
            counts_.erase(found);
        }
        added_.pop_back();
    }
}

}  // namespace huiqi
