#include <algorithm>
#include <set>
#include <utility>

#include "engine/rulebook/changes/change_words.h"
#include "engine/rulebook/expression_meaning.h"
#include "tools/huiqi/ask/interview_json.h"
#include "tools/web/beside_table.h"
#include "tools/web/rule_flows.h"
#include "tools/web/rule_page_tables.h"
#include "tools/web/rule_pages.h"
#include "tools/web/rule_text.h"

namespace huiqi {
namespace {

/// One line of the facts on top of a page.
[[nodiscard]] std::string fact(const std::string& name, const std::string& value) {
    return value.empty() ? "" : "<div><dt>" + name + "</dt><dd>" + value + "</dd></div>";
}

/// Builds the page of one incentive.
class IncentivePage {
public:
    IncentivePage(const RuleView& view, const Incentive& incentive) : view_(view), incentive_(incentive), tables_(view, incentive) {}

    [[nodiscard]] std::string made() {
        std::string parts = conditions();   // one after the other: a passage is quoted where it is first told of
        parts += definitions();
        parts += tables_section(view_, incentive_, tables_);
        parts += steps("award", view_.say("奖补", "Award"), "step-", incentive_.award);
        parts += extras();
        parts += divisions();
        parts += anomalies();
        parts += parameters_section(view_, incentive_) + inputs_section(view_, incentive_) + targets() + by_hand() + sources() +
                 cases_section(view_, incentive_);
        return view_.page(view_.title(incentive_), "<h1>" + view_.text(view_.title(incentive_)) + "</h1>" + facts() + coverage() + contents_html(view_, parts) + figure() + parts);
    }

private:
    [[nodiscard]] std::string say(std::string_view zh, std::string_view en) const { return view_.say(zh, en); }

    [[nodiscard]] std::string links(const std::vector<std::string>& ids) const {
        std::string out;
        for (const std::string& id : ids) {
            const Incentive* one = view_.site().incentive(id);
            out += (out.empty() ? "" : say("、", ", ")) + (one != nullptr ? view_.link(*one) : view_.text(id));
        }
        return out;
    }

    [[nodiscard]] std::string facts() const {
        std::string bundles;
        for (const Bundle* one : view_.site().bundles_of(incentive_)) {
            bundles += (bundles.empty() ? "" : say("、", ", ")) + view_.link(*one);
        }
        std::string documents;
        for (const Account* one : view_.site().accounts_of(incentive_)) {
            documents += (documents.empty() ? "" : say("、", ", ")) + "<a href=\"" + view_.href({SitePage::Kind::document, one->id}) + "\">" + view_.text(one->id) + "</a>";
        }
        std::string overlays;
        for (const Incentive* one : view_.site().overlays(incentive_)) {
            overlays += (overlays.empty() ? "" : say("、", ", ")) + view_.link(*one) + (one->region.empty() ? "" : " <span class=\"note\">" + view_.text(one->region) + "</span>");
        }
        std::string unset;
        for (const std::string& one : incentive_.unset) {
            unset += (unset.empty() ? "" : say("、", ", ")) + view_.text(one);
        }
        const std::string days = incentive_.effective ? days_words(view_.style(), incentive_.effective->from, incentive_.effective->to) : "";
        return "<dl class=\"facts\">" + fact(say("编号", "id"), "<code>" + view_.text(incentive_.id) + "</code>") +
               fact(say("发文单位", "issuer"), view_.text(incentive_.issuer)) + fact(say("地区", "region"), view_.text(incentive_.region)) +
               fact(say("施行", "in force"), days) + fact(say("接替", "takes the place of"), incentive_.replaces.empty() ? "" : links({incentive_.replaces})) +
               fact(say("上位", "laid over"), links(incentive_.lineage)) + fact(say("各地的规定", "overlays"), overlays) +
               fact(say("还没有定的参数", "parameters not set"), unset) + fact(say("所在组合", "bundles"), bundles) +
               fact(say("文件的条款", "account of the document"), documents) +
               fact(say("规则文件", "rule file"), "<span class=\"place\">" + html(view_.place(incentive_.declared)) + "</span>") + "</dl>";
    }

    /// All places of this incentive: those of its parts, wherever they are written.
    [[nodiscard]] std::vector<Span> places() const {
        std::vector<Span> all{incentive_.declared};
        const auto add = [&](const std::vector<Span>& some) { all.insert(all.end(), some.begin(), some.end()); };
        const auto expression = [&](const CheckedExpression& one) { all.push_back(one.text.span()); };
        if (incentive_.effective) {
            all.push_back(incentive_.effective->declared);
        }
        for (const Condition& one : incentive_.conditions) {
            add(condition_places(one));
        }
        for (const Anomaly& one : incentive_.anomalies) {
            add({one.declared, one.test.text.span()});
        }
        for (const Definition& one : incentive_.definitions) {
            add(definition_places(one));
        }
        for (const DecisionTable& table : incentive_.tables) {
            for_each_expression_of_table(table, expression);
            for (const DecisionTable::Row& row : table.rows) {
                all.push_back(row.span);
            }
        }
        for (const Parameter& parameter : incentive_.parameters) {
            for (const Parameter::Version& version : parameter.versions) {
                all.push_back(version.span);
            }
        }
        for (const auto* list : step_lists()) {
            for (const AwardStep& step : *list) {
                add(step_places(step));
            }
        }
        return all;
    }

    [[nodiscard]] std::vector<const std::vector<AwardStep>*> step_lists() const {
        std::vector<const std::vector<AwardStep>*> lists{&incentive_.award};
        for (const ExtraAmount& one : incentive_.extras) {
            lists.push_back(&one.steps);
        }
        for (const auto* shares : {&incentive_.shares, &incentive_.recipients}) {
            for (const Share& one : *shares) {
                lists.push_back(&one.steps);
            }
        }
        for (std::size_t at = 0; incentive_.schedule && at < incentive_.schedule->parts.size(); ++at) {
            lists.push_back(&incentive_.schedule->parts[at].share.steps);
        }
        if (incentive_.recovery) {
            lists.push_back(&incentive_.recovery->steps);
        }
        return lists;
    }

    [[nodiscard]] static std::vector<Span> condition_places(const Condition& one) {
        std::vector<Span> places{one.declared, one.test.text.span()};
        for (const Condition& other : one.alternatives) {
            places.push_back(other.declared);
            places.push_back(other.test.text.span());
        }
        return places;
    }

    [[nodiscard]] static std::vector<Span> definition_places(const Definition& one) {
        std::vector<Span> places{one.declared};
        for_each_expression_of_definition(one, [&](const CheckedExpression& each) { places.push_back(each.text.span()); });
        for (const AwardStep& step : one.steps) {
            places.push_back(step.declared);
        }
        return places;
    }

    [[nodiscard]] std::string coverage() const {
        const CoverageCount count = reached_in(view_.site(), places());
        const std::string cases = std::to_string(incentive_.cases.size());
        return "<p class=\"coverage\">" + say("用例 " + cases + " 个，走到规则的：", incentive_.cases.size() == 1 ? "1 case reaches of the rule: " : cases + " cases reach of the rule: ") +
               meter_html(view_, count) + "</p>";
    }

    [[nodiscard]] std::string figure() const { return flow_figure(view_.style(), incentive_flow(view_, incentive_), "flow"); }

    [[nodiscard]] std::string condition_rule(const Condition& one, bool inner) const {
        const std::string reason = view_.say(sentence_words(one.reason));
        std::string out = one.alternatives.empty() ? (one.test.nodes.empty() ? "" : expression_html(view_, one.test)) : "";
        if (!one.alternatives.empty()) {
            std::string any;
            for (const Condition& other : one.alternatives) {
                any += "<li>" + condition_rule(other, true) + "</li>";
            }
            out = say("任一成立：", "any of") + "<ul>" + any + "</ul>";
        }
        const std::string name = one.id.empty() ? "" : "<strong>" + view_.text(one.id) + "</strong> ";
        return (inner ? name + out : "<p>" + name + out + "</p>") +
               (reason.empty() || !one.alternatives.empty() ? "" : "<p class=\"reason\">" + say("不成立时：", "otherwise: ") + view_.text(reason) + "</p>");
    }

    [[nodiscard]] std::string conditions() {
        std::vector<BesideRow> rows;
        if (incentive_.effective) {
            const Effective& days = *incentive_.effective;
            rows.push_back({"period", "<p><strong>" + say("施行期", "in force") + "</strong> " + days_words(view_.style(), days.from, days.to) +
                                          (days.by.empty() ? "" : say("，按 ", ", by ") + "<a href=\"#" + anchor_of(SymbolKind::input, days.by_input) + "\">" + view_.text(days.by) + "</a>") +
                                          "</p>",
                            days.provenance, {days.declared}});
        }
        for (std::size_t at = 0; at < incentive_.conditions.size(); ++at) {
            const Condition& one = incentive_.conditions[at];
            rows.push_back({"condition-" + std::to_string(at + 1), condition_rule(one, false), one.provenance, condition_places(one)});
        }
        return tables_.section("conditions", say("条件", "Conditions"), rows);
    }

    [[nodiscard]] std::string fold_html(const Fold& fold) const {
        std::string states;
        for (const Fold::State& state : fold.states) {
            states += "<li>" + view_.text(state.name) + say("：先是 ", ": first ") + expression_html(view_, state.initial) + say("，每项后 ", ", after each ") +
                      expression_html(view_, state.next) + "</li>";
        }
        return "<p>" + say("逐项看 ", "through ") + expression_html(view_, fold.source) + say("，每项叫 ", ", each called ") + view_.text(fold.element) + "</p><ul>" + states +
               (fold.yields ? "<li>" + say("每项得 ", "each gives ") + expression_html(view_, *fold.yields) + "</li>" : "") +
               (fold.result ? "<li>" + say("得 ", "gives ") + expression_html(view_, *fold.result) + "</li>" : "") + "</ul>";
    }

    [[nodiscard]] std::string definitions() {
        std::vector<BesideRow> rows;
        for (std::uint32_t at = 0; at < incentive_.definitions.size(); ++at) {
            const Definition& one = incentive_.definitions[at];
            std::string steps;
            for (const AwardStep& step : one.steps) {
                steps += "<li>" + step_html(view_, step) + "</li>";
            }
            const bool part = std::any_of(incentive_.parts.begin(), incentive_.parts.end(), [at](const Part& each) { return each.definition == at; });
            rows.push_back({anchor_of(SymbolKind::definition, at),
                            "<p><strong>" + view_.text(one.name) + "</strong>" + (part ? " <span class=\"note\">" + say("（分项）", "(part)") + "</span>" : "") + " " +
                                (one.expression.nodes.empty() ? "" : "= " + expression_html(view_, one.expression)) + "</p>" +
                                (steps.empty() ? "" : "<ol class=\"steps\">" + steps + "</ol>") + (one.fold ? fold_html(*one.fold) : "") +
                                (one.note.empty() ? "" : "<p class=\"note\">" + view_.text(one.note) + "</p>"),
                            one.provenance, definition_places(one)});
        }
        return tables_.section("definitions", say("计算", "Computed"), rows);
    }

    [[nodiscard]] std::string steps(const std::string& anchor, const std::string& heading, const std::string& prefix, const std::vector<AwardStep>& steps) {
        std::vector<BesideRow> rows;
        for (std::size_t at = 0; at < steps.size(); ++at) {
            rows.push_back({prefix + std::to_string(at + 1), "<div class=\"numbered\"><span class=\"number\">" + std::to_string(at + 1) + "</span><div>" + step_html(view_, steps[at]) + "</div></div>",
                            steps[at].provenance, step_places(steps[at])});
        }
        return tables_.section(anchor, heading, rows);
    }

    [[nodiscard]] std::string extras() {
        std::string out;
        for (std::size_t at = 0; at < incentive_.extras.size(); ++at) {
            const std::string anchor = "extra-" + std::to_string(at + 1);
            out += steps(anchor, say("另算：", "Beside it: ") + view_.text(incentive_.extras[at].name), anchor + "-", incentive_.extras[at].steps);
        }
        return out;
    }

    [[nodiscard]] BesideRow share_row(const std::string& anchor, const Share& one, const std::string& behind) const {
        std::string rule = "<p><strong>" + view_.text(one.name) + "</strong>" +
                           (one.rest ? say(" 取其余", " takes the rest") + (one.stated.empty() ? "" : say("（写的是 ", " (stated: ") + view_.text(one.stated) + say("）", ")")) : "") + behind + "</p>";
        std::vector<Span> places{one.provenance.span};
        std::string inner;
        for (const AwardStep& step : one.steps) {
            inner += "<li>" + step_html(view_, step) + "</li>";
            const std::vector<Span> some = step_places(step);
            places.insert(places.end(), some.begin(), some.end());
        }
        rule += (inner.empty() ? "" : "<ol class=\"steps\">" + inner + "</ol>") + (one.note.empty() ? "" : "<p class=\"note\">" + view_.text(one.note) + "</p>");
        return {anchor, rule, one.provenance, places};
    }

    [[nodiscard]] std::string divisions() {
        std::string out;
        const auto shares = [&](const std::string& anchor, const std::string& heading, const std::vector<Share>& list) {
            std::vector<BesideRow> rows;
            for (std::size_t at = 0; at < list.size(); ++at) {
                rows.push_back(share_row(anchor + "-" + std::to_string(at + 1), list[at], ""));
            }
            out += tables_.section(anchor, heading, rows);
        };
        shares("shares", say("分担", "Who pays"), incentive_.shares);
        shares("recipients", say("收款", "Who is paid"), incentive_.recipients);
        if (incentive_.schedule) {
            std::vector<BesideRow> rows;
            for (std::size_t at = 0; at < incentive_.schedule->parts.size(); ++at) {
                const Instalment& one = incentive_.schedule->parts[at];
                const std::string behind = (one.date ? say("，期 ", ", due ") + expression_html(view_, *one.date) : "") +
                                           (one.test ? say("，当 ", ", when ") + expression_html(view_, *one.test) : "");
                rows.push_back(share_row("instalment-" + std::to_string(at + 1), one.share, behind));
            }
            out += tables_.section("schedule", say("分期", "Instalments"), rows);
        }
        if (incentive_.recovery) {
            Share back;
            back.name = say("追回", "paid back");
            back.steps = incentive_.recovery->steps;
            back.provenance = incentive_.recovery->provenance;
            back.note = incentive_.recovery->note;
            const std::string when = incentive_.recovery->when ? say("，当 ", ", when ") + expression_html(view_, *incentive_.recovery->when) : "";
            out += tables_.section("recovery", say("追回", "Paid back"), {share_row("recovery-1", back, when)});
        }
        return out;
    }

    [[nodiscard]] std::string anomalies() {
        std::vector<BesideRow> rows;
        for (std::size_t at = 0; at < incentive_.anomalies.size(); ++at) {
            const Anomaly& one = incentive_.anomalies[at];
            const std::string level = one.level == Anomaly::Level::note    ? say("提示", "note")
                                      : one.level == Anomaly::Level::refer ? say("转人工", "refer")
                                                                           : say("暂缓", "hold");
            rows.push_back({"anomaly-" + std::to_string(at + 1),
                            "<p><strong>" + view_.text(one.id) + "</strong> <span class=\"note\">" + level + "</span> " + expression_html(view_, one.test) + "</p><p class=\"reason\">" +
                                view_.text(sentence_words(one.description)) + "</p>",
                            one.provenance, {one.declared, one.test.text.span()}});
        }
        return tables_.section("anomalies", say("异常提示", "Anomalies"), rows);
    }

    [[nodiscard]] std::string targets() const {
        std::string out;
        for (const Target& one : incentive_.targets) {
            const std::string title = one.title.in(view_.style().language);
            out += "<li><strong>" + view_.text(title.empty() ? one.id : title) + "</strong> " + view_.text(one.wanted) + "</li>";
        }
        return list("targets", say("目标", "Targets"), out);
    }

    [[nodiscard]] std::string by_hand() const {
        std::string out;
        for (const Clause& one : incentive_.by_hand) {
            out += "<li><strong>" + view_.text(one.document + " " + one.label) + "</strong> " + view_.text(one.note) +
                   (one.quote.empty() ? "" : "<blockquote>" + view_.text(one.quote) + "</blockquote>") + "</li>";
        }
        return list("by-hand", say("由人判断的条款", "Left to a person"), out);
    }

    [[nodiscard]] std::string sources() const {
        std::string out;
        for (std::size_t at = 0; at < incentive_.citations.size(); ++at) {
            const Citation& one = incentive_.citations[at];
            Provenance from;
            from.source = one.name;
            const CitedText cited = cited_text(incentive_, from);
            const auto reached = view_.site().items_in(one.declared);
            const bool counted = !reached.empty() && reached.front()->key.kind == CoverageKey::Kind::clause && reached.front()->possible;
            out += "<li id=\"clause-" + std::to_string(at + 1) + "\">" + view_.text(clause_text(cited, view_.style().chinese())) +
                   (cited.number.empty() ? "" : say("（", " (") + view_.text(cited.number) + say("）", ")")) +
                   (one.issued.empty() ? "" : say("，印发 ", ", issued ") + view_.text(one.issued)) +
                   (one.url.starts_with("https://") ? " <span class=\"url\">" + html(one.url) + "</span>" : "") +
                   (counted && !reached.front()->reached ? " <span class=\"bad\">✗ " + say("没有用例用到", "no case uses it") + "</span>" : "") + "</li>";
        }
        return list("sources", say("依据", "Sources"), out);
    }

    [[nodiscard]] static std::string list(const std::string& anchor, const std::string& heading, const std::string& items) {
        return items.empty() ? "" : "<section><h2 id=\"" + anchor + "\">" + heading + "</h2><ul>" + items + "</ul></section>";
    }

    const RuleView& view_;
    const Incentive& incentive_;
    BesideTables tables_;
};

}  // namespace

std::string incentive_page(const RuleView& view, const Incentive& incentive) { return IncentivePage(view, incentive).made(); }

}  // namespace huiqi
