#include <string>
#include <vector>

#include "engine/numeric/decimal_text.h"
#include "tools/huiqi/author/diff_report.h"
#include "tools/huiqi/author/witness_words.h"
#include "tools/huiqi/report/printed_page.h"
#include "tools/web/html.h"

namespace huiqi {
namespace {

/// Makes the page.
class Page {
public:
    Page(const Program& program, const DiffResult& result) : program_(program), result_(result) {}

    [[nodiscard]] std::string write() {
        const std::string title = program_.say({"规则的两个版本", "Two versions of rules"});
        body_ = "<h1>" + html(title) + "</h1><p>" + html(result_.old_name) + " → " + html(result_.new_name) + "</p><p><strong>" +
                html(program_.say(diff_verdict(result_))) + "</strong></p>";
        for (std::size_t at = 0; at < result_.rules.incentives.size(); ++at) {
            incentive(at);
        }
        if (result_.batch) {
            batch(*result_.batch);
        }
        return printed_page(title, program_.language == Language::zh ? "zh-CN" : "en", body_);
    }

private:
    [[nodiscard]] std::string say(const char* zh, const char* en) const { return html(program_.say({zh, en})); }

    void row(const std::vector<std::string>& cells, const char* tag = "td") {
        body_ += "<tr>";
        for (const std::string& cell : cells) {
            body_ += std::string("<") + tag + ">" + cell + "</" + tag + ">";
        }
        body_ += "</tr>";
    }

    void incentive(std::size_t at) {
        const ComparedIncentive& one = result_.rules.incentives[at];
        if (one.in_both() && one.changes.empty()) {
            return;
        }
        body_ += "<h2>" + html(one.any().id) + " " + html(program_.say(one.any().title)) + "</h2>";
        if (!one.in_both()) {
            body_ += "<p>" + (one.after == nullptr ? say("这个事项删去了", "this incentive was removed") : say("这个事项是新加的", "this incentive was added")) + "</p>";
            return;
        }
        body_ += "<table>";
        row({say("哪里", "what"), say("旧", "old"), say("新", "new"), say("位置和依据", "place and clause")}, "th");
        for (std::size_t index = 0; index < one.changes.size(); ++index) {
            const RuleChange& change = one.changes[index];
            row({html(program_.say(change.what)) + (change.decides           ? ""
                                                     : change.opens_otherwise ? " · " + say("地方", "localities")
                                                                              : " · " + say("字面", "wording")), html(program_.say(change.before)),
                 html(program_.say(change.after)), html(change_place(result_, change))});
            if (at < result_.witnesses.size() && result_.witnesses[at] && change.decides) {
                body_ += "<tr><td colspan=\"4\">" + lines(change_witness_text(program_, one, change, result_.witnesses[at]->changes[index])) + "</td></tr>";
            }
        }
        body_ += "</table>";
        if (at < result_.witnesses.size() && result_.witnesses[at]) {
            body_ += "<p>" + lines(together_text(program_, one, *result_.witnesses[at])) + "</p>";
        }
        if (!one.can_differ() && !one.opens_otherwise()) {
            body_ += "<p>" + say("没有能改变结果的", "nothing that can change a result") + "</p>";
        }
    }

    [[nodiscard]] static std::string lines(const std::string& text) {
        std::string made;
        for (const char sign : html(text)) {
            made += sign == '\n' ? std::string("<br>") : std::string(1, sign);
        }
        return made;
    }

    void tally(const std::string& name, const AwardTally& one) {
        row({html(name), fixed_text(one.before_cents, 2), fixed_text(one.after_cents, 2), fixed_text(one.after_cents - one.before_cents, 2),
             std::to_string(one.gaining), std::to_string(one.losing), std::to_string(one.unchanged), std::to_string(one.newly_eligible),
             std::to_string(one.newly_refused)});
    }

    void batch(const BatchDifference& one) {
        body_ += "<h2>" + html(one.input) + "</h2><table>";
        row({"", say("旧（元）", "old (yuan)"), say("新（元）", "new (yuan)"), say("差额", "difference"), say("多得", "gain"), say("少得", "lose"), say("不变", "unchanged"),
             say("新符合", "newly eligible"), say("新不符合", "newly refused")}, "th");
        tally(program_.say({"合计", "in all"}), one.found.rows);
        for (std::size_t at = 0; at < one.awards.size(); ++at) {
            tally(one.awards[at].id, one.found.awards[at]);
        }
        for (const auto& [name, group] : one.found.groups) {
            tally(one.by + " = " + name, group);
        }
        body_ += "</table><p>" + lines(batch_difference_text(program_, result_, one)) + "</p>";
    }

    const Program& program_;
    const DiffResult& result_;
    std::string body_;
};

}  // namespace

std::string diff_page(const Program& program, const DiffResult& result) { return Page(program, result).write(); }

}  // namespace huiqi
