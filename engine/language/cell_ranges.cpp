#include "engine/language/cell_ranges.h"

#include <algorithm>
#include <utility>

namespace huiqi {
namespace {

using Ranges = std::vector<AllowedRange>;

/// Bounds of folding: far above what a rule writes, far below what costs anything.
constexpr std::size_t kMostFoldedBits = 4'096;
constexpr std::size_t kMostFoldedDepth = 64;

bool small(const Rational& value) {
    const auto bits = [](const Integer& integer) { return integer == 0 ? 0 : msb(abs(integer)); };
    return bits(numerator(value)) < kMostFoldedBits && bits(denominator(value)) < kMostFoldedBits;
}

std::optional<Rational> folded(CoreOp op, const Rational& left, const Rational& right) {
    if (op == CoreOp::add) {
        return left + right;
    }
    if (op == CoreOp::subtract) {
        return left - right;
    }
    if (op == CoreOp::multiply) {
        return left * right;
    }
    if (op == CoreOp::divide) {
        return right == 0 ? std::nullopt : std::optional<Rational>(left / right);
    }
    if (op == CoreOp::power && is_integer(right) && fits_int64(numerator(right))) {
        const auto value = power(left, to_int64(numerator(right)), kMostFoldedBits);
        return value ? std::optional<Rational>(*value) : std::nullopt;
    }
    return std::nullopt;
}

/// `leaf`: nothing stands for what is no arithmetic when it is null.
std::optional<Rational> folded_node(const CheckedExpression& expression, CoreId id, std::size_t depth, const LeafNumber* leaf) {
    const CoreNode& node = expression[id];
    if (node.op == CoreOp::constant && node.type.is(TypeKind::number)) {
        return node.constant.number();
    }
    const bool arithmetic = node.op == CoreOp::negate || node.op == CoreOp::add ||
                            node.op == CoreOp::subtract || node.op == CoreOp::multiply ||
                            node.op == CoreOp::divide || node.op == CoreOp::power;
    if (!arithmetic) {
        return leaf != nullptr ? (*leaf)(id) : std::nullopt;
    }
    const bool shaped = depth != 0 && !node.children.empty() && node.children.size() <= 2 && node.type.is(TypeKind::number);
    const std::optional<Rational> left =
        shaped ? folded_node(expression, node.children[0], depth - 1, leaf) : std::nullopt;
    if (!left) {
        return std::nullopt;
    }
    if (node.op == CoreOp::negate) {
        return -*left;
    }
    const std::optional<Rational> right = folded_node(expression, node.children[1], depth - 1, leaf);
    const std::optional<Rational> value = right ? folded(node.op, *left, *right) : std::nullopt;
    return value && small(*value) ? value : std::nullopt;
}

/// Tells whether `left` begins before `right`.
bool begins_before(const AllowedRange& left, const AllowedRange& right) {
    if (!left.low || !right.low) {
        return !left.low && right.low;
    }
    return *left.low < *right.low || (*left.low == *right.low && left.low_included && !right.low_included);
}

/// Tells whether a stretch that begins at `next.low` leaves a gap behind `range`.
bool gap_between(const AllowedRange& range, const AllowedRange& next) {
    if (!range.high || !next.low) {
        return false;
    }
    return *range.high < *next.low ||
           (*range.high == *next.low && !range.high_included && !next.low_included);
}

bool ends_before(const AllowedRange& left, const AllowedRange& right) {
    if (!left.high || !right.high) {
        return left.high && !right.high;
    }
    return *left.high < *right.high ||
           (*left.high == *right.high && !left.high_included && right.high_included);
}

bool is_empty(const AllowedRange& range) {
    return range.low && range.high &&
           (*range.low > *range.high ||
            (*range.low == *range.high && !(range.low_included && range.high_included)));
}

/// Joins stretches that overlap or touch.
Ranges united(Ranges ranges) {
    std::erase_if(ranges, is_empty);
    std::sort(ranges.begin(), ranges.end(), begins_before);
    Ranges out;
    for (AllowedRange& range : ranges) {
        if (out.empty() || gap_between(out.back(), range)) {
            out.push_back(std::move(range));
        } else if (ends_before(out.back(), range)) {
            out.back().high = std::move(range.high);
            out.back().high_included = range.high_included;
        }
    }
    return out;
}

/// Gives what lies outside of united stretches.
Ranges complement(const Ranges& ranges) {
    Ranges out;
    AllowedRange rest;
    for (const AllowedRange& range : ranges) {
        if (range.low) {
            rest.high = range.low;
            rest.high_included = !range.low_included;
            out.push_back(rest);
        }
        if (!range.high) {
            return out;
        }
        rest = AllowedRange{};
        rest.low = range.high;
        rest.low_included = !range.high_included;
    }
    out.push_back(rest);
    return out;
}

/// What a condition says of its subject: the present values that satisfy it, and of an absent one whether it
/// does. A comparison with what is absent is neither true nor false; a cell absorbs it by a guard.
struct Satisfied {
    enum class Absent : std::uint8_t { no, fault, yes };

    Ranges ranges;
    Absent absent = Absent::no;
};

/// Reads a checked condition as stretches; gives up where it is not about one variable and constants.
class RangeReader {
public:
    explicit RangeReader(const CheckedExpression& expression) : expression_(expression) {}

    std::optional<Satisfied> read(CoreId id) {
        const CoreNode& node = expression_[id];
        switch (node.op) {
            case CoreOp::constant: return truth(node);
            case CoreOp::variable:
                if (node.type.is(TypeKind::boolean) && is_subject(id)) {
                    return compared(CoreOp::equal, Rational(1));
                }
                return std::nullopt;
            case CoreOp::and_:
            case CoreOp::or_: return joined(node);
            case CoreOp::not_: return contrary(read(node.children.front()));
            case CoreOp::is_absent:
                return is_subject(node.children.front())
                           ? std::optional(Satisfied{{}, Satisfied::Absent::yes})
                           : std::nullopt;
            case CoreOp::equal:
            case CoreOp::not_equal:
            case CoreOp::less:
            case CoreOp::less_equal:
            case CoreOp::greater:
            case CoreOp::greater_equal: return comparison(node);
            default:  // Nothing else compares one variable with constants.
                return std::nullopt;
        }
    }

    /// The type of the subject, once it was met.
    [[nodiscard]] const std::optional<Type>& subject_type() const { return type_; }

private:
    bool is_subject(CoreId id) {
        const CoreNode& node = expression_[id];
        if (node.op != CoreOp::variable || (subject_ && *subject_ != node.index)) {
            return false;
        }
        subject_ = node.index;
        type_ = node.type;
        return true;
    }

    static std::optional<Satisfied> truth(const CoreNode& node) {
        if (!node.type.is(TypeKind::boolean)) {
            return std::nullopt;
        }
        return node.constant.boolean() ? Satisfied{{AllowedRange{}}, Satisfied::Absent::yes} : Satisfied{};
    }

    static std::optional<Satisfied> contrary(std::optional<Satisfied> inner) {
        if (!inner) {
            return std::nullopt;
        }
        inner->ranges = complement(inner->ranges);
        if (inner->absent != Satisfied::Absent::fault) {
            const bool yes = inner->absent == Satisfied::Absent::yes;
            inner->absent = yes ? Satisfied::Absent::no : Satisfied::Absent::yes;
        }
        return inner;
    }

    std::optional<Satisfied> joined(const CoreNode& node) {
        // and: the contrary of the union of contraries.
        const bool all = node.op == CoreOp::and_;
        Satisfied out;
        for (const CoreId child : node.children) {
            std::optional<Satisfied> part = read(child);
            if (all) {
                part = contrary(std::move(part));
            }
            if (!part) {
                return std::nullopt;
            }
            out.ranges.insert(out.ranges.end(), part->ranges.begin(), part->ranges.end());
            out.absent = std::max(out.absent, part->absent);
        }
        out.ranges = united(std::move(out.ranges));
        return all ? contrary(std::move(out)) : std::optional(std::move(out));
    }

    std::optional<Satisfied> comparison(const CoreNode& node) {
        const bool left = is_subject(node.children[0]);
        if (!left && !is_subject(node.children[1])) {
            return std::nullopt;
        }
        const std::optional<Rational> bound = ordinal(node.children[left ? 1 : 0]);
        if (!bound) {
            return std::nullopt;
        }
        return compared(left ? node.op : mirrored(node.op), *bound);
    }

    /// Gives a constant as a number: days of a date, the code of an enumeration value, 0 or 1.
    std::optional<Rational> ordinal(CoreId id) const {
        const CoreNode& node = expression_[id];
        if (node.type.is(TypeKind::number)) {
            return constant_number(expression_, id);
        }
        if (node.op != CoreOp::constant || !node.constant.known()) {
            return std::nullopt;
        }
        if (node.type.is(TypeKind::date)) {
            return Rational(node.constant.date().days());
        }
        if (node.type.is(TypeKind::enumeration)) {
            return Rational(node.constant.code());
        }
        if (node.type.is(TypeKind::boolean)) {
            return Rational(node.constant.boolean() ? 1 : 0);
        }
        return std::nullopt;
    }

    static CoreOp mirrored(CoreOp op) {
        switch (op) {
            case CoreOp::less: return CoreOp::greater;
            case CoreOp::less_equal: return CoreOp::greater_equal;
            case CoreOp::greater: return CoreOp::less;
            case CoreOp::greater_equal: return CoreOp::less_equal;
            default:  // equal and not_equal read the same from both sides
                return op;
        }
    }

    /// Gives the values that compare so with a bound. `=` with an absent side is false, an ordering is a
    /// fault.
    static Satisfied compared(CoreOp op, const Rational& bound) {
        AllowedRange range;
        const bool equality = op == CoreOp::equal || op == CoreOp::not_equal;
        if (equality || op == CoreOp::greater || op == CoreOp::greater_equal) {
            range.low = bound;
            range.low_included = op != CoreOp::greater;
        }
        if (equality || op == CoreOp::less || op == CoreOp::less_equal) {
            range.high = bound;
            range.high_included = op != CoreOp::less;
        }
        Satisfied out{{std::move(range)}, equality ? Satisfied::Absent::no : Satisfied::Absent::fault};
        return op == CoreOp::not_equal ? *contrary(std::move(out)) : out;
    }

    const CheckedExpression& expression_;
    std::optional<std::uint32_t> subject_;
    std::optional<Type> type_;
};

bool holds(const Ranges& ranges, const Rational& value) {
    return std::any_of(ranges.begin(), ranges.end(), [&](const AllowedRange& range) {
        const bool above = !range.low || *range.low < value || (*range.low == value && range.low_included);
        const bool below =
            !range.high || value < *range.high || (*range.high == value && range.high_included);
        return above && below;
    });
}

/// Gives the codes from 0 up to `count` that lie in the stretches, one by one.
Ranges single_codes(const Ranges& ranges, std::size_t count) {
    Ranges out;
    for (std::size_t code = 0; code < count; ++code) {
        const Rational value(code);
        if (holds(ranges, value)) {
            out.push_back({.low = value, .high = value});
        }
    }
    return out;
}

/// Closes the ends of stretches of whole days, so that (1..4) is [2..3].
Ranges whole_days(Ranges ranges) {
    for (AllowedRange& range : ranges) {
        if (range.low && !range.low_included) {
            *range.low += 1;
        }
        if (range.high && !range.high_included) {
            *range.high -= 1;
        }
        range.low_included = true;
        range.high_included = true;
    }
    std::erase_if(ranges, is_empty);
    Ranges out;
    for (AllowedRange& range : ranges) {
        const bool touches =
            !out.empty() && out.back().high && range.low && *out.back().high + 1 == *range.low;
        if (touches) {
            out.back().high = std::move(range.high);
        } else {
            out.push_back(std::move(range));
        }
    }
    return out;
}

}  // namespace

std::optional<Rational> constant_number(const CheckedExpression& expression, CoreId node) {
    return folded_node(expression, node, kMostFoldedDepth, nullptr);
}

std::optional<Rational> known_number(const CheckedExpression& expression, CoreId node, const LeafNumber& leaf) {
    return folded_node(expression, node, kMostFoldedDepth, &leaf);
}

std::optional<std::vector<AllowedRange>> constant_ranges(const CheckedExpression& cell) {
    RangeReader reader(cell);
    std::optional<Satisfied> satisfied = reader.read(cell.root);
    if (!satisfied) {
        return std::nullopt;
    }
    // A cell that asks nothing of its subject is satisfied by all or by none.
    if (!reader.subject_type()) {
        return std::move(satisfied->ranges);
    }
    const Type& type = *reader.subject_type();
    if (type.is(TypeKind::enumeration)) {
        return single_codes(satisfied->ranges, type.values()->values.size());
    }
    if (type.is(TypeKind::boolean)) {
        return single_codes(satisfied->ranges, 2);
    }
    return type.is(TypeKind::date) ? whole_days(std::move(satisfied->ranges)) : std::move(satisfied->ranges);
}

std::optional<bool> matches_absent(const CheckedExpression& cell) {
    const std::optional<Satisfied> satisfied = RangeReader(cell).read(cell.root);
    return satisfied ? std::optional(satisfied->absent == Satisfied::Absent::yes) : std::nullopt;
}

}  // namespace huiqi
