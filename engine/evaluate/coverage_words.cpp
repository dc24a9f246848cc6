#include "engine/evaluate/coverage.h"

#include <string>

namespace huiqi {

using Kind = CoverageKey::Kind;
using Aspect = CoverageKey::Aspect;

Bilingual coverage_aspect(const CoverageKey& key) {
    switch (key.aspect) {
        case Aspect::reached:
            switch (key.kind) {
                case Kind::clause: return {"有用例用到", "is used"};
                case Kind::row: return {"被取用", "decides"};
                case Kind::band: return {"被取用", "applies"};
                case Kind::version: return {"被用到", "is used"};
                case Kind::award: return {"有大于 0 的金额", "comes to more than 0"};
                case Kind::settlement: {
                    const std::string member = std::to_string(key.part + 1);
                    return {"留下第 " + member + " 项，另有一项落下", "keeps member " + member + " and another goes"};
                }
                case Kind::step:
                case Kind::condition:
                case Kind::test:
                case Kind::boundary:
                case Kind::rounding: return {"用于符合的申请", "is taken for an eligible application"};
            }
            return {};
        case Aspect::holds: return {"成立", "holds"};
        case Aspect::fails: return {"不成立", "fails"};
        case Aspect::unknown: return {"未知", "is unknown"};
        case Aspect::on:
            if (key.kind == Kind::settlement) {
                return {"正好用完", "is used up exactly"};
            }
            return {"正好在下边界上", "stands on the lower boundary"};
        case Aspect::beside: return {"与下边界只差一个最小单位", "lies one step beyond the lower boundary"};
        case Aspect::on_upper: return {"正好在上边界上", "stands on the upper boundary"};
        case Aspect::beside_upper: return {"与上边界只差一个最小单位", "lies one step beyond the upper boundary"};
        case Aspect::half: return {"正好在两档中间", "meets a tie"};
        case Aspect::cut: return {"有尾数可舍", "has something to cut"};
        case Aspect::effect: return {"起作用", "takes effect"};
        case Aspect::idle: return {"不起作用", "leaves the amount alone"};
    }
    return {};
}

Bilingual coverage_kind(Kind kind) {
    switch (kind) {
        case Kind::clause: return {"依据", "sources"};
        case Kind::condition: return {"条件", "conditions"};
        case Kind::test: return {"条件里的比较", "tests inside"};
        case Kind::row: return {"对照表的行", "table rows"};
        case Kind::band: return {"档", "bands"};
        case Kind::step: return {"步骤", "steps"};
        case Kind::boundary: return {"边界", "boundaries"};
        case Kind::version: return {"参数的值", "parameter values"};
        case Kind::rounding: return {"取整", "roundings"};
        case Kind::award: return {"金额大于 0", "awards above 0"};
        case Kind::settlement: return {"结算", "settlement"};
    }
    return {};
}

std::string_view coverage_kind_name(Kind kind) noexcept {
    switch (kind) {
        case Kind::clause: return "clause";
        case Kind::condition: return "condition";
        case Kind::test: return "test";
        case Kind::row: return "row";
        case Kind::band: return "band";
        case Kind::step: return "step";
        case Kind::boundary: return "boundary";
        case Kind::version: return "version";
        case Kind::rounding: return "rounding";
        case Kind::award: return "award";
        case Kind::settlement: return "settlement";
    }
    return {};
}

std::string_view coverage_aspect_name(Aspect aspect) noexcept {
    switch (aspect) {
        case Aspect::reached: return "reached";
        case Aspect::holds: return "holds";
        case Aspect::fails: return "fails";
        case Aspect::unknown: return "unknown";
        case Aspect::on:
        case Aspect::on_upper: return "on";
        case Aspect::beside:
        case Aspect::beside_upper: return "beside";
        case Aspect::half: return "tie";
        case Aspect::cut: return "cut";
        case Aspect::effect: return "effect";
        case Aspect::idle: return "idle";
    }
    return {};
}

}  // namespace huiqi
