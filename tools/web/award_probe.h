#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "engine/evaluate/slope_run.h"
#include "tools/web/page_parts.h"

namespace huiqi {

/// Looks at what is certain with one number of the answers changed; never twice at the same.
class AwardProbe {
public:
    struct Seen {
        Rational y;
        std::vector<DecisionState> states;
        Rational slope = 0;            ///< of y beyond this answer, roundings put aside
        std::optional<Rational> turn;  ///< how far from here the next turn of the rules lies; nothing: there is none
        bool straight = false;         ///< up to there y goes along one line, but for rounding
    };

    AwardProbe(const PageState& state, Interview& interview, const FieldSchema& field);

    [[nodiscard]] const Seen& at(const Rational& x);

private:
    void take_slope(Seen& made);
    /// What adds up to y, with its scale.
    [[nodiscard]] std::vector<std::pair<NodeIndex, Rational>> counted() const;

    const PageState& state_;
    Interview& interview_;
    const FieldSchema& field_;
    SlopeRun slopes_;
    std::map<Rational, Seen> seen_;
};

}  // namespace huiqi
