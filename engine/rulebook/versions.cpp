#include "engine/rulebook/versions.h"

#include <string>
#include <utility>

#include <fmt/format.h>

namespace huiqi {
namespace {

Diagnostic& at_both(Diagnostic& diagnostic, const Incentive& older) {
    diagnostic.related.push_back({older.effective ? older.effective->declared : older.declared,
                                  {fmt::format("“{}”的施行期", older.id), fmt::format("the period of `{}`", older.id)}});
    return diagnostic;
}

/// Tells what is missing for one date to decide which of the two is in force.
std::optional<Bilingual> undecided(const Incentive& newer, const Incentive& older) {
    if (!newer.effective || !newer.effective->from || newer.effective->by.empty()) {
        return Bilingual{"要写“施行: {自: …, 按: …}”", "it needs `effective: {from: …, by: …}`"};
    }
    if (!older.effective || older.effective->by.empty()) {
        return Bilingual{fmt::format("“{}”没有写“施行”的“按”", older.id), fmt::format("`{}` has no `by` under `effective`", older.id)};
    }
    if (older.effective->by != newer.effective->by) {
        return Bilingual{fmt::format("“{}”按“{}”，这里按“{}”", older.id, older.effective->by, newer.effective->by),
                         fmt::format("`{}` is decided by `{}`, this one by `{}`", older.id, older.effective->by, newer.effective->by)};
    }
    return std::nullopt;
}

}  // namespace

void check_versions(const Incentive& newer, const Incentive& older, Diagnostics& diagnostics) {
    if (auto why = undecided(newer, older)) {
        at_both(diagnostics.error("E345", newer.replaces_declared,
                                  {"接替：不能按同一个日期决定用哪一个。" + why->zh,
                                   "one date has to decide which of the two versions is in force: " + why->en},
                                  {"两个都写“施行: {自, 至, 按}”，“按”写同一个日期",
                                   "give both `effective: {from, to, by}` with the same date under `by`"}),
                older);
        return;
    }
    const Date from = *newer.effective->from;
    const std::string last = Date::from_days(from.days() - 1).text();
    if (!older.effective->to || *older.effective->to >= from) {
        at_both(diagnostics.error("E346", newer.replaces_declared,
                                  {fmt::format("“{}”在 {} 还没有结束，两个会同时有效", older.id, from.text()),
                                   fmt::format("`{}` has not ended on {}, so both would be in force", older.id, from.text())},
                                  {fmt::format("把“{}”的“至”写成 {}", older.id, last),
                                   fmt::format("give `{}` the last day `to: {}`", older.id, last)}),
                older);
    } else if (older.effective->to->days() + 1 < from.days()) {
        at_both(diagnostics.warning("W561", newer.replaces_declared,
                                    {fmt::format("“{}”{} 结束，这一个 {} 才开始，中间没有规定", older.id,
                                                 older.effective->to->text(), from.text()),
                                     fmt::format("`{}` ends on {} and this one begins on {}: neither is in force between", older.id,
                                                 older.effective->to->text(), from.text())},
                                    {"确实中断过就不用改", "leave it if there was a gap indeed"}),
                older);
    }
}

}  // namespace huiqi
