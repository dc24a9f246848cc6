#include "engine/rulebook/award_step_words.h"

#include <algorithm>
#include <string>

#include "engine/data/value.h"
#include "engine/numeric/rounding_mode.h"

namespace huiqi {
namespace {

[[nodiscard]] Bilingual kind_words(AwardStep::Kind kind) {
    switch (kind) {
        case AwardStep::Kind::base: return {"基数", "base"};
        case AwardStep::Kind::times: return {"乘", "times"};
        case AwardStep::Kind::uplift: return {"上浮", "uplift"};
        case AwardStep::Kind::bands: return {"分档", "bands"};
        case AwardStep::Kind::plus: return {"加", "plus"};
        case AwardStep::Kind::minus: return {"减", "minus"};
        case AwardStep::Kind::round: return {"取整", "round"};
        case AwardStep::Kind::cap: return {"上限", "cap"};
        case AwardStep::Kind::floor: return {"下限", "floor"};
        case AwardStep::Kind::none_below: return {"起付", "none below"};
    }
    return {};
}

/// Writes one band: `至500万元：5%`, `不满500万元：10万元`, `以上：1%`; one that is broken is worth nothing.
[[nodiscard]] Bilingual band_words(const AwardStep::Band& band) {
    const std::string worth = band.rate ? band.rate->text.text : band.amount ? band.amount->text.text : std::string();
    if (!band.upto) {
        return {"以上：" + worth, "above: " + worth};
    }
    const std::string& edge = band.upto->text.text;
    return {(band.edge_included ? "至" : "不满") + edge + "：" + worth, (band.edge_included ? "up to " : "below ") + edge + ": " + worth};
}

}  // namespace

Bilingual award_step_words(const AwardStep& step, const Type& amount) {
    Bilingual text = kind_words(step.kind);
    const auto append = [&text](const std::string& zh, const std::string& en) {
        text.zh += zh;
        text.en += en;
    };
    if (step.kind == AwardStep::Kind::round) {
        const Value to = Value::of(step.round_step);
        std::string mode_en(name_en(step.rounding));
        std::replace(mode_en.begin(), mode_en.end(), '_', ' ');
        append(" " + std::string(name_zh(step.rounding)) + "到" + value_text(to, amount, true),
               " " + mode_en + " to " + value_text(to, amount, false));
    }
    if (step.kind == AwardStep::Kind::uplift) {
        const bool relative = step.uplift == AwardStep::Uplift::relative;
        append(relative ? " 相对" : " 百分点", relative ? " relative" : " points");
    }
    if (step.kind == AwardStep::Kind::bands) {
        const bool marginal = step.method == AwardStep::Method::marginal;
        append(marginal ? " 超额累进" : " 全额累进", marginal ? " marginal" : " whole");
        for (const AwardStep::Band& band : step.bands) {
            const Bilingual one = band_words(band);
            append("；" + one.zh, "; " + one.en);
        }
    }
    return text;
}

}  // namespace huiqi
