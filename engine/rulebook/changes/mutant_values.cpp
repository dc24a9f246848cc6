#include "engine/rulebook/changes/mutant_values.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/numeric/decimal_text.h"

namespace huiqi {
namespace {

constexpr std::size_t kShown = 120;   // code points of a text that is told

[[nodiscard]] Span stretch(const Span& whole, std::size_t begin, std::size_t length) {
    const auto from = whole.begin + static_cast<std::uint32_t>(begin);
    return {whole.source, from, from + static_cast<std::uint32_t>(length)};
}

/// The codes beside one: both where order counts, else the next, of the last one the one before.
[[nodiscard]] std::vector<std::int32_t> neighbours(std::int32_t code, std::size_t count, bool both) {
    const auto last = static_cast<std::int32_t>(count) - 1;
    std::vector<std::int32_t> found;
    if (code < last) {
        found.push_back(code + 1);
    }
    if (code > 0 && (both || code == last)) {
        found.push_back(code - 1);
    }
    return found;
}

/// Gives another name in the spelling of one: in quotes where that was; nothing where a text is not that name.
[[nodiscard]] std::optional<std::string> renamed(std::string_view text, const std::string& name, const std::string& other) {
    if (text == name) {
        return other;
    }
    return text == "\"" + name + "\"" ? std::optional("\"" + other + "\"") : std::nullopt;
}

[[nodiscard]] bool by_order(CoreOp op) {
    return op == CoreOp::less || op == CoreOp::less_equal || op == CoreOp::greater || op == CoreOp::greater_equal;
}

/// What a value stands in: the smallest operation around it, for people to see what is meant.
struct Around {
    std::size_t begin = 0, end = 0;
    bool ordered = false;
};
[[nodiscard]] Around around(const CheckedExpression& expression, CoreId id) {
    Around found{.begin = expression[id].begin, .end = expression[id].end, .ordered = false};
    for (CoreId user = id + 1; user < expression.nodes.size(); ++user) {
        const CoreNode& node = expression[user];
        if (std::find(node.children.begin(), node.children.end(), id) == node.children.end()) {
            continue;
        }
        if (node.begin <= found.begin && found.end <= node.end && node.end <= expression.text.text.size()) {
            found = {.begin = node.begin, .end = node.end, .ordered = by_order(node.op)};
        } else {
            found.ordered = by_order(node.op);   // a cell: the value alone is written
        }
        break;
    }
    return found;
}

/// The step by which the smallest mistake moves a bound; nothing for numbers whose unit says none.
[[nodiscard]] std::optional<Rational> step_of(const Type& type, std::string_view text) {
    if (!type.is(TypeKind::number)) {
        return std::nullopt;
    }
    const Unit& unit = type.unit();
    if (unit.is_money() || (unit.plain() && text.find('%') != std::string_view::npos)) {
        return Rational(1) / 100;
    }
    if (unit == Unit::of("day") || unit == Unit::of("month") || unit.plain()) {
        return Rational(1);
    }
    return std::nullopt;
}

/// Words of a bound that belongs to what is meant, with those of one that does not.
struct Edge {
    std::string_view behind, before;
};
constexpr std::array kEdgeWords{Edge{"以上", "超过"}, Edge{"以下", "不满"}, Edge{"以内", "不满"}};
constexpr std::array kEdgeSigns{Edge{">=", ">"}, Edge{"<=", "<"}, Edge{"≥", ">"}, Edge{"≤", "<"}};

/// Narrows the text of one band.
class BandFinder {
public:
    BandFinder(const Sources& sources, const Parameter& parameter)
        : parameter_(parameter), place_(parameter.band_span), text_(sources.text(parameter.band_span)) {}

    [[nodiscard]] std::vector<TextChange> run() {
        intervals();
        for (const Edge& word : kEdgeWords) {
            const std::size_t at = text_.find(word.behind);
            const std::size_t begin = at == std::string_view::npos ? at : number_before(at);
            if (begin != std::string_view::npos) {
                change(begin, at + word.behind.size() - begin, fmt::format("{}{}", word.before, text_.substr(begin, at - begin)));
            }
        }
        for (const Edge& sign : kEdgeSigns) {
            if (const std::size_t at = text_.find(sign.behind); at != std::string_view::npos) {
                change(at, sign.behind.size(), std::string(sign.before));
                break;
            }
        }
        return std::move(found_);
    }

private:
    void change(std::size_t begin, std::size_t length, const std::string& to) {
        std::string whole(text_);
        whole.replace(begin, length, to);
        found_.push_back({.place = stretch(place_, begin, length), .becomes = to, .from = std::string(text_), .to = std::move(whole)});
    }

    /// Where the number begins that ends at a place.
    [[nodiscard]] std::size_t number_before(std::size_t end) const {
        const std::size_t begin = text_.find_last_of("0123456789", end);
        const std::size_t other = begin == std::string_view::npos ? begin : text_.find_last_not_of("0123456789.", begin);
        return begin == std::string_view::npos ? begin : other == std::string_view::npos ? 0 : other + 1;
    }

    /// Both ends of each interval such as `[4%..6%)`.
    void intervals() {
        std::size_t range = 0;
        for (std::size_t dots = text_.find(".."); dots != std::string_view::npos; dots = text_.find("..", dots + 2), ++range) {
            const std::size_t open = text_.find_last_of("[(", dots);
            const std::size_t close = text_.find_first_of("])", dots);
            if (open == std::string_view::npos || close == std::string_view::npos || range >= parameter_.band.size()) {
                return;
            }
            const AllowedRange& allowed = parameter_.band[range];
            end(open, open + 1, dots, allowed.low, '[', "(", 1);
            end(close, dots + 2, close, allowed.high, ']', ")", -1);
        }
    }

    void end(std::size_t bracket, std::size_t begin, std::size_t end, const std::optional<Rational>& bound, char closed, const char* open, int inward) {
        if (text_[bracket] == closed) {
            change(bracket, 1, open);
            return;
        }
        const std::string number(text_.substr(begin, end - begin));
        if (const auto step = step_of(parameter_.type.without_optional(), number); step && bound) {
            change(begin, end - begin, written_like(*bound + *step * inward, parameter_.type.without_optional(), number));
        }
    }

    const Parameter& parameter_;
    Span place_;
    std::string_view text_;
    std::vector<TextChange> found_;
};

/// Gives two stretches of one text in each other's place; nothing where one does not stand behind the other.
[[nodiscard]] std::optional<TextChange> exchanged(const Sources& sources, const Span& first, const Span& second) {
    if (first.source != second.source || first.end > second.begin) {
        return std::nullopt;
    }
    const std::string_view one = sources.text(first);
    const std::string_view other = sources.text(second);
    const std::string_view between = sources.text({first.source, first.end, second.begin});
    return TextChange{.place = {first.source, first.begin, second.end}, .becomes = fmt::format("{}{}{}", other, between, one), .from = {}, .to = {}};
}

/// The codes that name a place with more digits than a region's, the next of the same kind: 320583 → 320584, 610900 → 611000.
[[nodiscard]] std::optional<std::string> next_code(const std::string& code) {
    std::size_t end = code.size();
    while (end >= 2 && code.compare(end - 2, 2, "00") == 0) {
        end -= 2;
    }
    if (end < 2) {
        return std::nullopt;
    }
    const int pair = (code[end - 2] - '0') * 10 + (code[end - 1] - '0');
    return code.substr(0, end - 2) + fmt::format("{:02}", pair == 99 ? 98 : pair + 1) + code.substr(end);
}

}  // namespace

std::string written_like(const Rational& value, const Type& type, const std::string& like) {
    const Unit& unit = type.unit();
    if (unit.is_money()) {
        return decimal_text(value) + (unit == Unit::of("CNY") ? "元" : unit.factors().front().name);
    }
    if (unit == Unit::of("day")) {
        return decimal_text(value) + "天";
    }
    if (unit == Unit::of("month")) {
        return decimal_text(value) + "个月";
    }
    if (like.find('%') != std::string::npos) {
        return decimal_text(Rational(value * 100)) + "%";
    }
    return decimal_text(value);
}

std::optional<std::string> nudged(std::string_view text, bool money, bool down) {
    const std::size_t end = std::min(text.find_first_not_of("0123456789."), text.size());
    const auto number = parse_decimal(text.substr(0, end), {.digits = 40, .exponent = 0});
    std::string_view rest = text.substr(end);
    if (end == 0 || !number.has_value() || rest.starts_with(",") || rest.starts_with("_")) {
        return std::nullopt;
    }
    const auto begins = [rest](std::string_view word) { return rest.substr(std::min(rest.find_first_not_of(' '), rest.size())).starts_with(word); };
    const int scale = begins("万") ? 10'000 : begins("亿") ? 100'000'000 : 1;
    const Rational step = Rational(1) / (money ? 100 : 1) / scale;
    const Rational made = number.value().value() + (down ? Rational(-step) : step);
    return made > 0 ? std::optional(decimal_text(made) + std::string(rest)) : std::nullopt;
}

std::vector<Rounding> other_roundings(Rounding mode) {
    switch (mode) {
        case Rounding::half_up: return {Rounding::half_even, Rounding::half_down, Rounding::down, Rounding::up};
        case Rounding::half_down: return {Rounding::half_up, Rounding::half_even, Rounding::down, Rounding::up};
        case Rounding::half_even: return {Rounding::half_up, Rounding::half_down, Rounding::down, Rounding::up};
        case Rounding::up:
        case Rounding::down:
        case Rounding::floor:
        case Rounding::ceiling: break;
    }
    return {Rounding::half_up};
}

std::vector<TextChange> other_choices(const Sources& sources, const CheckedExpression& expression) {
    std::vector<TextChange> found;
    const std::string& text = expression.text.text;
    for (CoreId id = 0; id < expression.nodes.size(); ++id) {
        const CoreNode& node = expression[id];
        const Type type = node.type.without_optional();
        if (node.op != CoreOp::constant || !type.is(TypeKind::enumeration) || !node.constant.known() || node.end > text.size() || node.begin >= node.end) {
            continue;
        }
        const std::vector<std::string>& values = type.values()->values;
        const std::string written = text.substr(node.begin, node.end - node.begin);
        const Span place = expression.span(id);
        if (sources.text(place) != written) {
            continue;   // made of something that is written otherwise
        }
        const Around shown = around(expression, id);
        for (const std::int32_t other : neighbours(node.constant.code(), values.size(), shown.ordered)) {
            const auto name = renamed(written, values[static_cast<std::size_t>(node.constant.code())], values[static_cast<std::size_t>(other)]);
            if (name) {
                found.push_back({.place = place, .becomes = *name, .from = text.substr(shown.begin, shown.end - shown.begin),
                                 .to = text.substr(shown.begin, node.begin - shown.begin) + *name + text.substr(node.end, shown.end - node.end)});
            }
        }
    }
    return found;
}

std::vector<TextChange> other_choices(const Sources& sources, const Parameter::Version& version, const Type& type) {
    std::vector<TextChange> found;
    if (!type.is(TypeKind::enumeration) || !version.value.known()) {
        return found;
    }
    const std::vector<std::string>& values = type.values()->values;
    const std::string_view written = sources.text(version.span);
    for (const std::int32_t other : neighbours(version.value.code(), values.size(), false)) {
        const auto name = renamed(written, values[static_cast<std::size_t>(version.value.code())], values[static_cast<std::size_t>(other)]);
        if (name) {
            found.push_back({.place = version.span, .becomes = *name, .from = std::string(written), .to = *name});
        }
    }
    return found;
}

std::vector<TextChange> narrower_band(const Sources& sources, const Parameter& parameter) {
    return parameter.band.empty() ? std::vector<TextChange>() : BandFinder(sources, parameter).run();
}

std::vector<TextChange> exchanged_versions(const Sources& sources, const Parameter& parameter) {
    std::vector<TextChange> found;
    for (std::size_t at = 1; at < parameter.versions.size(); ++at) {
        const Parameter::Version& before = parameter.versions[at - 1];
        const Parameter::Version& now = parameter.versions[at];
        auto change = exchanged(sources, before.span, now.span);
        if (!change || !before.value.known() || !now.value.known() || !before.from || !now.from) {
            continue;
        }
        const auto told = [&](const Span& first, const Span& second) {
            return fmt::format("{}: {}, {}: {}", before.from->text(), sources.text(first), now.from->text(), sources.text(second));
        };
        change->from = told(before.span, now.span);
        change->to = told(now.span, before.span);
        found.push_back(std::move(*change));
    }
    return found;
}

std::vector<TextChange> exchanged_results(const Sources& sources, const DecisionTable& table) {
    std::vector<TextChange> found;
    for (std::size_t at = 1; at < table.rows.size(); ++at) {
        const DecisionTable::Row& before = table.rows[at - 1];
        const DecisionTable::Row& now = table.rows[at];
        for (std::size_t output = 0; output < std::min(before.outputs.size(), now.outputs.size()); ++output) {
            const Span first = before.outputs[output].text.span();
            const Span second = now.outputs[output].text.span();
            auto change = exchanged(sources, first, second);
            if (!change || before.span.source != first.source || before.span.begin > first.begin || now.span.end < second.end) {
                continue;
            }
            change->from = excerpt(sources.text({first.source, before.span.begin, now.span.end}), kShown);
            const std::string to = std::string(sources.text({first.source, before.span.begin, first.begin})) + change->becomes +
                                   std::string(sources.text({first.source, second.end, now.span.end}));
            change->to = excerpt(to, kShown);
            found.push_back(std::move(*change));
        }
    }
    return found;
}

std::vector<TextChange> other_regions(const Sources& sources, const Incentive& overlay, const Incentive* parent) {
    std::vector<TextChange> found;
    if (overlay.parent.empty() || overlay.region_code.empty()) {
        return found;
    }
    constexpr std::size_t kNear = 200;   // bytes from where the region begins to where its code stands
    const Span& place = overlay.region_span;
    const std::string_view text = sources[place.source].text().substr(place.begin, kNear);
    const std::size_t at = text.find(overlay.region_code);
    const auto change = [&](const std::string& code) {
        if (code != overlay.region_code) {
            found.push_back({.place = stretch(place, at, code.size()), .becomes = code, .from = overlay.region_code, .to = code});
        }
    };
    if (at == std::string_view::npos) {
        return found;
    }
    if (parent != nullptr && parent->region_code.size() == overlay.region_code.size()) {
        change(parent->region_code);
    }
    if (const auto next = next_code(overlay.region_code)) {
        change(*next);
    }
    return found;
}

}  // namespace huiqi
