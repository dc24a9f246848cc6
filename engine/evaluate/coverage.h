#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/evaluate/evaluator.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// One thing that a case of a rule should reach, by where it stands in the rule and what has to happen there.
struct CoverageKey {
    enum class Kind : std::uint8_t { clause, condition, test, row, band, step, boundary, version, rounding, award, settlement };
    /// `on`: the last value on this side of a boundary, `beside`: the first beyond; `on_upper` and `beside_upper` of one that bounds
    /// from above, since an interval has both in one place. `half`: a tie; `cut`: something between two
    /// steps, of roundings that always go one way. `effect`: a limit changes the amount; `idle`: it does not. Of what a bundle
    /// settles, `on`: exactly what there is was asked for.
    enum class Aspect : std::uint8_t { reached, holds, fails, unknown, on, beside, on_upper, beside_upper, half, cut, effect, idle };
    Kind kind = Kind::clause;
    Span place;
    Aspect aspect = Aspect::reached;
    std::uint32_t part = 0;   ///< of a group of a bundle: which of its members, from 0

    friend bool operator<(const CoverageKey& left, const CoverageKey& right) noexcept {
        const auto order = [](const CoverageKey& one) {
            return std::tuple(one.place.source, one.place.begin, one.place.end, one.kind, one.part, one.aspect);
        };
        return order(left) < order(right);
    }
};

/// How one evaluation stands to one thing that should be reached.
struct Sighting {
    /// In which cases it counts. What decides who is eligible does in all. How an amount comes about shows in none but those that
    /// compare a value; what makes awards and decides nothing else, besides, only where the application is eligible: of the others it
    /// comes to nothing.
    enum class Counts : std::uint8_t { everywhere, in_values, in_awards };
    /// What of a result it shows in: in no other can a case see that it went wrong.
    enum class Shown : std::uint8_t { anywhere, in_award, in_extras, in_shares, in_recipients, in_schedule, in_recovery, in_anomalies };
    CoverageKey key;
    bool possible = true;               ///< false: the plan proves that it cannot happen
    bool reached = false;               ///< never where it counts in awards and the application is not eligible
    Counts counts = Counts::everywhere;
    Shown shown = Shown::anywhere;
    std::optional<Rational> distance{};   ///< of what numbers decide: how far off, negative below; in base units, dates in days
    const std::vector<std::uint32_t>* clauses = nullptr;   ///< places of its sources among the citations of the incentive
};

/// Reads out of one row of the evaluator's last run what it reached of an incentive: the registers that an explanation reads, and
/// those of a plan compiled with `watch`. Nothing is computed a second time.
class Sightings {
public:
    using Sink = std::function<void(const Sighting&)>;

    explicit Sightings(const Incentive& incentive);

    /// Gives each thing that can be reached to `sink`, whether this row reached it or not.
    void read(const Evaluator& evaluator, std::size_t index, std::size_t row, const Sink& sink) const;

private:
    struct Reader;
    /// The sources of parts of the incentive: of their own, and of the parameters that they use.
    struct Cited {
        std::vector<std::vector<std::uint32_t>> conditions, anomalies, tables;
        std::map<const AwardStep*, std::vector<std::uint32_t>> steps;
        std::map<const DecisionTable::Row*, std::vector<std::uint32_t>> rows;
        std::vector<std::vector<std::vector<std::uint32_t>>> versions;
        std::vector<std::uint32_t> period;
    };

    /// What makes awards and decides nothing else: no condition, anomaly or claw-back reads it.
    struct OfAwards {
        std::vector<Span> texts;                 ///< of expressions and dated values, in order
        std::vector<bool> definitions, tables, parameters;
        /// Values before whose day there is none: nobody gets an award there, so that the day before counts everywhere.
        std::vector<Span> first_values;

        [[nodiscard]] Sighting::Counts of(const Span& place) const;
        [[nodiscard]] Sighting::Counts beside(const Span& place) const;
    };
    /// Values that an overlay sets, by the expressions that read them, and those that no expression reads.
    struct SetByOverlays {
        std::map<const CheckedExpression*, std::vector<std::uint32_t>> read;
        std::vector<std::uint32_t> unread;
    };

    /// Where values take part that a locality or a case may set: what the plan knows or bounds there proves nothing.
    struct LeftOpen {
        std::vector<Span> texts;                     ///< of expressions, in order
        std::set<const CheckedExpression*> tests;    ///< of conditions and anomalies
        std::set<const AwardStep*> steps;            ///< that step, or one before it
    };

    void find_of_awards();
    void find_set_by_overlays();
    void find_left_open();
    [[nodiscard]] bool open(const Span& place) const;

    const Incentive& incentive_;
    Cited cited_;
    OfAwards of_awards_;
    SetByOverlays set_by_overlays_;
    std::vector<Span> roots_;   ///< the tests that are conditions by themselves
    std::vector<bool> asks_;    ///< of each condition: whether an answer of the application decides it, and not parameters alone
    LeftOpen open_;
};

/// What a case compares beside who is eligible and why not.
struct Compared {
    bool award = false;       ///< the award, or what is made of it: steps, shares, parts of a schedule, what is settled
    bool extras = false;      ///< amounts beside the award and named values
    bool shares = false, recipients = false, schedule = false, recovery = false, anomalies = false;

    [[nodiscard]] static Compared by(const Case& test);
    /// Of what is expected of several incentives: what one of them decides, or a total.
    [[nodiscard]] static Compared by(std::size_t member, const std::vector<std::pair<std::size_t, Case>>& expected,
                                     const std::map<std::string, Value, std::less<>>& totals);
    void add(const Compared& other);
    [[nodiscard]] bool values() const noexcept { return award || extras || recovery; }
    /// Tells whether the case would see that this went wrong.
    [[nodiscard]] bool sees(const Sighting& one) const noexcept;
};

/// One thing that cases should reach, and the first case that did.
struct CoverageItem {
    CoverageKey key;
    std::string incentive;
    bool possible = false;
    bool reached = false;
    std::string by;
    std::string decided{};   ///< the incentive that this case decided: one of those that stand in this place
};

/// What the cases of some incentives reach. Parts of a rule that stand in one place are one thing, whichever incentive runs them:
/// an overlay and its parent test the same words together.
class Coverage {
public:
    /// Takes in one row of the evaluator's last run. Without a case what can be reached is taken in alone. A case reaches only what
    /// it would see to go wrong.
    void see(const Incentive& incentive, const Evaluator& evaluator, std::size_t index, std::size_t row,
             const std::string* test_case, const Compared& compared);
    /// Takes in what a bundle does with the awards of its incentives; `subject` is its id. Without a case what can be reached alone.
    void take(const Sighting& one, const std::string& subject, const std::string* test_case);

    /// Says that none of these can happen: nothing else is looked for there. What a case reached stays reached.
    void rule_out(const std::set<CoverageKey>& keys);

    /// Gives all that should be reached, in the order of the text.
    [[nodiscard]] std::vector<CoverageItem> items() const;

private:
    std::map<CoverageKey, CoverageItem> items_;
    std::map<const Incentive*, Sightings> readers_;
};

/// Says what should be reached, without its place: `holds`, `just beyond the boundary`.
[[nodiscard]] Bilingual coverage_aspect(const CoverageKey& key);
/// Says what kind of thing it is: `conditions`; for headings.
[[nodiscard]] Bilingual coverage_kind(CoverageKey::Kind kind);
/// Gives the name of the kind in JSON.
[[nodiscard]] std::string_view coverage_kind_name(CoverageKey::Kind kind) noexcept;
/// Gives the name of the aspect in JSON.
[[nodiscard]] std::string_view coverage_aspect_name(CoverageKey::Aspect aspect) noexcept;

/// All kinds, in the order of reports.
inline constexpr std::array kCoverageKinds{
    CoverageKey::Kind::clause,   CoverageKey::Kind::condition, CoverageKey::Kind::test,    CoverageKey::Kind::row,
    CoverageKey::Kind::band,     CoverageKey::Kind::step,      CoverageKey::Kind::boundary, CoverageKey::Kind::version,
    CoverageKey::Kind::rounding, CoverageKey::Kind::award,     CoverageKey::Kind::settlement};

}  // namespace huiqi
