#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/evaluate/explanation.h"
#include "tools/huiqi/ask/interview.h"

namespace huiqi {

// How incentives stand, in words: the terminal and the page say the same.

/// What is certain and what is possible of an amount; one amount where they are the same.
[[nodiscard]] std::string range_text(const Rational& least, const std::optional<Rational>& most,
                                     const Unit& currency, bool chinese);
/// The same of one incentive: its award, or its parts, or that it only determines something.
[[nodiscard]] std::string award_text(const InterviewRules& rules, std::size_t incentive, const Standing& standing,
                                     bool chinese);
/// That open answers do not matter: `无论“…”怎样回答，结果都一样`; empty where there are none.
[[nodiscard]] std::string whatever_text(const InterviewRules& rules, const Standing& standing, bool chinese);
/// That the most may never be reached; empty where answers are known that lead to it.
[[nodiscard]] std::string reach_text(const Standing& standing, bool chinese);
/// The questions of some fields, as people read them, joined.
[[nodiscard]] std::string questions_text(const InterviewRules& rules, const std::vector<std::size_t>& fields,
                                         bool chinese);

/// An anomaly that an incentive raises, or may raise.
struct RaisedAnomaly {
    std::string id;
    Anomaly::Level level = Anomaly::Level::note;
    bool certain = true;  ///< false: an open answer decides it
    Bilingual description;
    CitedText cited;
};
/// The anomalies that are true, and those still open that would bar payment.
[[nodiscard]] std::vector<RaisedAnomaly> anomalies_of(const Interview& interview, std::size_t incentive);
/// `拦截：退回的款项超过合同金额的20%。有人核实放行之前不付款。`
[[nodiscard]] Bilingual anomaly_text(const RaisedAnomaly& anomaly);
/// `hold`, `refer`, `note`.
[[nodiscard]] std::string_view level_word(Anomaly::Level level) noexcept;

}  // namespace huiqi
