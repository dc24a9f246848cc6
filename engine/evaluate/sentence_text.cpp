#include "engine/evaluate/sentence_text.h"

#include "engine/data/shown_value.h"

namespace huiqi {
namespace {

[[nodiscard]] std::string filled(const std::vector<SentencePiece>& pieces, const std::vector<PlanValue>& values,
                                 const Evaluator& evaluator, std::size_t row, bool chinese) {
    std::string text;
    std::size_t hole = 0;
    for (const SentencePiece& piece : pieces) {
        if (!piece.expression) {
            text += piece.literal;
            continue;
        }
        const PlanValue& value = values[hole++];
        const EntryUnit* unit = piece.unit.text.empty() ? nullptr : &piece.unit;
        text += shown_value(evaluator.read(value, row), piece.expression->type(), chinese ? Language::zh : Language::en, unit);
    }
    return text;
}

[[nodiscard]] std::string period_text(const Incentive& incentive, bool chinese) {
    const Effective& effective = *incentive.effective;
    const std::string from = effective.from ? effective.from->text() : "";
    const std::string to = effective.to ? effective.to->text() : "";
    if (chinese) {
        return effective.by + "不在施行期内（" + (from.empty() ? "" : "自" + from) + (to.empty() ? "" : "至" + to) + "）";
    }
    return effective.by + " lies outside the period of validity (" + (from.empty() ? "" : "from " + from) +
           (from.empty() || to.empty() ? "" : " ") + (to.empty() ? "" : "to " + to) + ")";
}

}  // namespace

std::string sentence_text(const Sentence& sentence, const IncentivePlan::SentenceValues& values,
                          const Evaluator& evaluator, std::size_t row, Language language) {
    const bool chinese = language == Language::zh ? !sentence.zh.empty() : sentence.en.empty();
    return chinese ? filled(sentence.zh, values.zh, evaluator, row, true)
                   : filled(sentence.en, values.en, evaluator, row, false);
}

std::string reason_text(const Evaluator& evaluator, const Incentive& incentive, std::size_t index, std::int32_t reason,
                        std::size_t row, Language language) {
    if (reason == 0) {
        return {};
    }
    if (reason < 0) {
        return period_text(incentive, language == Language::zh);
    }
    const auto at = static_cast<std::size_t>(reason - 1);
    const std::string text = sentence_text(incentive.conditions[at].reason,
                                           evaluator.plan().incentives[index].reasons[at], evaluator, row, language);
    return text.empty() ? incentive.conditions[at].id : text;
}

}  // namespace huiqi
