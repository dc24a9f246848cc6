#pragma once

#include <string>

#include "tools/huiqi/author/diff_result.h"
#include "tools/huiqi/program.h"

namespace huiqi {

/// Tells what two versions of rules say otherwise, for people.
[[nodiscard]] std::string diff_text(const Program& program, const DiffResult& result);
/// The same as JSON.
[[nodiscard]] std::string diff_json(const Program& program, const DiffResult& result);

/// The same as a page that needs nothing else.
[[nodiscard]] std::string diff_page(const Program& program, const DiffResult& result);

/// Tells what a batch comes to in both versions.
[[nodiscard]] std::string batch_difference_text(const Program& program, const DiffResult& result, const BatchDifference& batch);

/// Says in one sentence what it comes to.
[[nodiscard]] Bilingual diff_verdict(const DiffResult& result);
/// Gives a change in one line: `奖补第 4 步：上限 50万元 → 上限 40万元`.
[[nodiscard]] std::string change_line(const Program& program, const RuleChange& change);
/// Gives where it stands: `old.yaml:14 → new.yaml:15 · 某办法 · 第二条`.
[[nodiscard]] std::string change_place(const DiffResult& result, const RuleChange& change);

}  // namespace huiqi
