#include "engine/numeric/decimal_text.h"
#include "tools/huiqi/author/diff_report.h"

namespace huiqi {
namespace {

[[nodiscard]] std::string yuan(const Integer& cents) { return fixed_text(cents, 2); }
[[nodiscard]] std::string signed_yuan(const Integer& cents) { return (cents > 0 ? "+" : "") + fixed_text(cents, 2); }

/// Writes what came of some rows: `100.00 → 90.00（-10.00）；多 3，少 5，不变 92`.
[[nodiscard]] std::string tally_text(const Program& program, const AwardTally& tally) {
    const auto number = [](std::uint64_t count) { return std::to_string(count); };
    std::string zh = yuan(tally.before_cents) + " → " + yuan(tally.after_cents) + "（" + signed_yuan(tally.after_cents - tally.before_cents) + "）；多得 " +
                     number(tally.gaining) + " 件 " + signed_yuan(tally.gain_cents) + "，少得 " + number(tally.losing) + " 件 " +
                     signed_yuan(-tally.loss_cents) + "，不变 " + number(tally.unchanged) + " 件";
    std::string en = yuan(tally.before_cents) + " → " + yuan(tally.after_cents) + " (" + signed_yuan(tally.after_cents - tally.before_cents) + "); " +
                     number(tally.gaining) + " gain " + signed_yuan(tally.gain_cents) + ", " + number(tally.losing) + " lose " +
                     signed_yuan(-tally.loss_cents) + ", " + number(tally.unchanged) + " unchanged";
    const auto add = [&](std::uint64_t count, const char* in_zh, const char* in_en) {
        if (count != 0) {
            zh += std::string("，") + in_zh + " " + number(count) + " 件";
            en += ", " + number(count) + " " + in_en;
        }
    };
    add(tally.otherwise, "金额不变而结果不同", "decided otherwise for the same amount");
    add(tally.newly_eligible, "新符合", "newly eligible");
    add(tally.newly_refused, "新不符合", "newly refused");
    add(tally.opened, "原来能定、现在不能", "decided before and open now");
    add(tally.closed, "原来不能定、现在能", "open before and decided now");
    return program.say({zh, en});
}

[[nodiscard]] std::string row_text(const Program& program, const BatchDifference& batch, const RowDifference& row) {
    std::string text = program.say({"第 " + std::to_string(row.line) + " 行", "line " + std::to_string(row.line)});
    if (!row.number.empty()) {
        text += program.say({"，编号 ", ", application "}) + row.number;
    }
    text += program.say({"，", ", "}) + signed_yuan(row.difference);
    for (std::size_t at = 0; at < row.before.size(); ++at) {
        if (row.before[at] != row.after[at]) {
            text += program.say({"；", "; "}) + batch.awards[at].id + " " + yuan(row.before[at].second) + " → " + yuan(row.after[at].second);
        }
    }
    return text;
}

[[nodiscard]] std::string attribution(const Program& program, const DiffResult& result, const BatchDifference& batch) {
    std::string text = "  " + program.say({"每处改动单独改到旧规则上，金额变化：", "what each change alone, made to the old rules, adds:"}) + "\n";
    for (const BatchDifference::Change& change : batch.changes) {
        if (change.alone) {
            const ComparedIncentive& one = result.rules.incentives[change.incentive];
            text += "    " + signed_yuan(change.cents) + "  " + one.any().id + " · " + change_line(program, one.changes[change.change]) + "\n";
        }
    }
    for (std::size_t at = 0; at < batch.awards.size(); ++at) {
        if (!batch.awards[at].in_both()) {
            const AwardTally& tally = batch.found.awards[at];
            text += "    " + signed_yuan(tally.after_cents - tally.before_cents) + "  " + batch.awards[at].id + " · " +
                    program.say(batch.awards[at].before == nullptr ? Bilingual{"新加的事项", "the incentive was added"} : Bilingual{"删去的事项", "the incentive was removed"}) + "\n";
        }
    }
    std::size_t not_alone = 0;
    for (const BatchDifference::Change& change : batch.changes) {
        not_alone += change.alone ? 0U : 1U;
    }
    const std::string left = std::to_string(not_alone);
    text += "    " + signed_yuan(batch.remainder_cents) + "  " +
            program.say({"余下的：各处改动之间的相互影响，以及不能单独改的 " + left + " 处",
                         "the remainder: what changes do to one another, and " + left + " changes that cannot stand alone"}) + "\n";
    return text + "    " + signed_yuan(batch.found.rows.after_cents - batch.found.rows.before_cents) + "  " + program.say({"合计", "in all"}) + "\n";
}

}  // namespace

std::string batch_difference_text(const Program& program, const DiffResult& result, const BatchDifference& batch) {
    const AwardDifferences& found = batch.found;
    const std::string read = std::to_string(found.rows_read);
    std::string text = batch.input + program.say({"：读了 " + read + " 行", ": " + read + " rows read"});
    if (found.unread_before != 0 || found.unread_after != 0) {
        const std::string was = std::to_string(found.unread_before);
        const std::string is = std::to_string(found.unread_after);
        text += program.say({"，读不进的行：旧 " + was + "，新 " + is, "; rows set aside: old " + was + ", new " + is});
    }
    text += "\n  " + program.say({"合计：", "in all: "}) + tally_text(program, found.rows) + "\n";
    for (std::size_t at = 0; at < batch.awards.size(); ++at) {
        text += "  " + batch.awards[at].id + program.say({"：", ": "}) + tally_text(program, found.awards[at]) + "\n";
    }
    for (const auto& [name, tally] : found.groups) {
        text += "  " + batch.by + " = " + (name.empty() ? program.say({"（空）", "(empty)"}) : name) + program.say({"：", ": "}) + tally_text(program, tally) + "\n";
    }
    if (found.largest_loss) {
        text += "  " + program.say({"少得最多：", "largest loss: "}) + row_text(program, batch, *found.largest_loss) + "\n";
    }
    if (found.largest_gain) {
        text += "  " + program.say({"多得最多：", "largest gain: "}) + row_text(program, batch, *found.largest_gain) + "\n";
    }
    return text + attribution(program, result, batch);
}

}  // namespace huiqi
