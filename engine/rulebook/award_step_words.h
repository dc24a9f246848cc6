#pragma once

#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Gives what a step does, without its value and its 当: `上浮 相对`, `取整 四舍五入到 0.01元`, `分档 超额累进；至500万元：5%；以上：1%`.
/// `amount` is the type of what is rounded.
[[nodiscard]] Bilingual award_step_words(const AwardStep& step, const Type& amount);

}  // namespace huiqi
