#include "engine/rulebook/changes/mutant_steps.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/changes/mutant_values.h"
#include "engine/rulebook/incentive_steps.h"

namespace huiqi {
namespace {

using Kind = Mutant::Kind;

/// A stretch of lines that holds one item of a block sequence.
struct Lines {
    std::size_t begin = 0, end = 0;   ///< bytes
};

[[nodiscard]] std::size_t indent_of(std::string_view line) {
    const std::size_t at = line.find_first_not_of(' ');
    return at == std::string_view::npos ? std::string_view::npos : at;
}

/// Finds the lines of the item in which a place stands; nothing when the item does not begin its line.
[[nodiscard]] std::optional<Lines> item_lines(const Source& source, const Span& place) {
    std::size_t line = source.position(place.begin).line;
    const std::size_t indent = indent_of(source.line(line));
    if (indent == std::string_view::npos || source.line(line)[indent] != '-') {
        return std::nullopt;
    }
    const std::size_t begin = source.line_start(line);
    for (++line; line <= source.line_count(); ++line) {
        const std::size_t next = indent_of(source.line(line));
        if (next == std::string_view::npos || next <= indent) {
            return Lines{begin, source.line_start(line)};
        }
    }
    return Lines{begin, source.text().size()};
}

/// Finds the mistakes of one incentive.
class StepFinder {
public:
    StepFinder(const Sources& sources, const Incentive& incentive) : sources_(sources), incentive_(incentive) {}

    [[nodiscard]] std::vector<Mutant> run() {
        for_each_steps(incentive_, [this](const std::vector<AwardStep>& one) { steps(one); });
        for (const DecisionTable& table : incentive_.tables) {
            rows(table);
        }
        return std::move(found_);
    }

private:
    void add(Kind kind, SourceId source, std::size_t begin, std::size_t end, std::string becomes, std::string from, std::string to) {
        found_.push_back({.kind = kind, .place = {source, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)},
                          .becomes = std::move(becomes), .from = std::move(from), .to = std::move(to),
                          .part = {"这一步", "this step"}, .incentive = nullptr});
    }

    [[nodiscard]] std::string brief(std::string_view text) const {
        while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) {
            text.remove_suffix(1);
        }
        const std::size_t at = text.find_first_not_of(" -");
        return excerpt(at == std::string_view::npos ? text : text.substr(at), 60);
    }

    void steps(const std::vector<AwardStep>& steps) {
        for (std::size_t at = 0; at < steps.size(); ++at) {
            const AwardStep& step = steps[at];
            const Source& source = sources_[step.declared.source];
            if (step.kind == AwardStep::Kind::round) {
                rounding(source, step);
            }
            if (step.when) {
                const Span place = step.when->text.span();
                add(Kind::dropped, place.source, place.begin, place.end, "true", step.when->text.text, "true");
            }
            edges(step);
            whole_step(source, steps, at);
        }
    }

    /// Leaves a step out, and swaps it with the next.
    void whole_step(const Source& source, const std::vector<AwardStep>& steps, std::size_t at) {
        const auto mine = item_lines(source, steps[at].declared);
        if (!mine) {
            return;
        }
        const std::string_view text = source.text();
        const std::string_view item = text.substr(mine->begin, mine->end - mine->begin);
        const SourceId id = steps[at].declared.source;
        if (steps[at].kind != AwardStep::Kind::base && steps.size() > 1) {
            add(Kind::dropped, id, mine->begin, mine->end, "", brief(item), "");
            found_.back().step = &steps[at];
        }
        const auto next = at + 1 < steps.size() ? item_lines(source, steps[at + 1].declared) : std::nullopt;
        const bool points_behind = std::any_of(steps.begin() + static_cast<std::ptrdiff_t>(at), steps.end(), adds_points);
        if (next && next->begin == mine->end && steps[at].kind != AwardStep::Kind::base && !(commute(steps[at], steps[at + 1]) && !points_behind)) {
            const std::string_view other = text.substr(next->begin, next->end - next->begin);
            std::string swapped(other);
            if (swapped.empty() || swapped.back() != '\n') {
                swapped += '\n';
            }
            add(Kind::order, id, mine->begin, next->end, swapped + std::string(item), brief(item) + " → " + brief(other),
                brief(other) + " → " + brief(item));
            found_.back().step = &steps[at];
            found_.back().next = &steps[at + 1];
        }
    }

    /// Tells whether two steps come to the same in either order: factors, and a limit of whole steps beside their rounding.
    [[nodiscard]] static bool commute(const AwardStep& left, const AwardStep& right) {
        if (left.when || right.when) {
            return false;
        }
        if (left.kind == AwardStep::Kind::times && right.kind == AwardStep::Kind::times) {
            return true;
        }
        const bool first = left.kind == AwardStep::Kind::round;
        const AwardStep& round = first ? left : right;
        const AwardStep& limit = first ? right : left;
        const bool limits = limit.kind == AwardStep::Kind::cap || limit.kind == AwardStep::Kind::floor;
        if (round.kind != AwardStep::Kind::round || !limits || !limit.value) {
            return false;
        }
        const CoreNode& value = (*limit.value)[limit.value->root];
        return value.op == CoreOp::constant && value.constant.known() && is_integer(Rational(value.constant.number() / round.round_step));
    }

    void rounding(const Source& source, const AwardStep& step) {
        const std::size_t line = source.position(step.declared.begin).line;
        const std::string_view text = source.line(line);
        const std::size_t start = source.line_start(line);
        // behind the key: the word can stand in what is said of the rounding too
        const std::size_t key = std::min({text.find("取整:", step.declared.begin - start), text.find("round:", step.declared.begin - start)});
        const auto name_apart = [](Rounding mode) {   // `half up to 0.01`
            std::string apart(name_en(mode));
            std::replace(apart.begin(), apart.end(), '_', ' ');
            return apart;
        };
        const std::array<std::function<std::string(Rounding)>, 3> spellings{[](Rounding mode) { return std::string(name_zh(mode)); },
                                                                            [](Rounding mode) { return std::string(name_en(mode)); }, name_apart};
        for (const auto& name : spellings) {
            const std::string now = name(step.rounding);
            const std::size_t at = key == std::string_view::npos ? key : text.find(now, key);
            if (at == std::string_view::npos) {
                continue;
            }
            for (const Rounding other : other_roundings(step.rounding)) {
                add(Kind::rounding, step.declared.source, start + at, start + at + now.size(), name(other), now, name(other));
                found_.back().step = &step;
                found_.back().rounding = other;
            }
            return;
        }
    }

    /// The edges of bands in which the whole amount has one rate: of marginal ones the edge makes no difference.
    void edges(const AwardStep& step) {
        static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kKeys{
            {{"至", "不满"}, {"不满", "至"}, {"upto", "below"}, {"below", "upto"}}};
        if (step.kind != AwardStep::Kind::bands || step.method != AwardStep::Method::whole) {
            return;
        }
        for (const AwardStep::Band& band : step.bands) {
            if (!band.upto) {
                continue;
            }
            const Span edge = band.upto->text.span();
            std::string_view before = sources_[edge.source].text().substr(0, edge.begin);
            while (!before.empty() && (before.back() == ' ' || before.back() == ':' || before.back() == '"' || before.back() == '\'')) {
                before.remove_suffix(1);
            }
            for (const auto& [key, other] : kKeys) {
                if (before.ends_with(key)) {
                    add(Kind::edge, edge.source, before.size() - key.size(), before.size(), std::string(other),
                        std::string(key) + " " + band.upto->text.text, std::string(other) + " " + band.upto->text.text);
                    break;
                }
            }
        }
    }

    void rows(const DecisionTable& table) {
        if (table.hit != HitPolicy::first) {
            return;
        }
        for (std::size_t at = 0; at + 1 < table.rows.size(); ++at) {
            const Span mine = table.rows[at].span;
            const Span next = table.rows[at + 1].span;
            if (mine.source != next.source || mine.end > next.begin) {
                continue;
            }
            const std::string_view text = sources_[mine.source].text();
            const std::string first(text.substr(mine.begin, mine.end - mine.begin));
            const std::string second(text.substr(next.begin, next.end - next.begin));
            add(Kind::order, mine.source, mine.begin, next.end, second + std::string(text.substr(mine.end, next.begin - mine.end)) + first,
                brief(first) + " → " + brief(second), brief(second) + " → " + brief(first));
        }
    }

    const Sources& sources_;
    const Incentive& incentive_;
    std::vector<Mutant> found_;
};

}  // namespace

std::vector<Mutant> step_mutants(const Sources& sources, const Incentive& incentive) { return StepFinder(sources, incentive).run(); }

}  // namespace huiqi
