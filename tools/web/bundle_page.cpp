#include <algorithm>
#include <map>
#include <utility>

#include "engine/rulebook/keys.h"
#include "tools/web/beside_table.h"
#include "tools/web/rule_flows.h"
#include "tools/web/rule_page_tables.h"
#include "tools/web/rule_pages.h"
#include "tools/web/worksheet_values.h"

namespace huiqi {
namespace {

/// How many applications of a case stand open.
constexpr std::size_t kOpenApplications = 5;

/// Builds the page of one bundle. Its clauses are read as those of an incentive that has the bundle's sources.
class BundlePage {
public:
    BundlePage(const RuleView& view, const Bundle& bundle) : view_(view), bundle_(bundle), tables_(view, cited_) { cited_.citations = bundle.citations; }

    [[nodiscard]] std::string made() {
        const std::string parts = members() + settlement() + totals() + cases();
        const std::string main = "<h1>" + view_.text(view_.title(bundle_)) + "</h1>" + facts() + contents_html(view_, parts) +
                                 flow_figure(view_.style(), bundle_flow(view_, bundle_), "flow") + parts;
        return view_.page(view_.title(bundle_), main);
    }

private:
    [[nodiscard]] std::string say(std::string_view zh, std::string_view en) const { return view_.say(zh, en); }

    [[nodiscard]] std::string facts() const {
        const auto fact = [](const std::string& name, const std::string& value) {
            return value.empty() ? "" : "<div><dt>" + name + "</dt><dd>" + value + "</dd></div>";
        };
        std::string shared;
        for (const std::string& one : bundle_.shared) {
            shared += (shared.empty() ? "" : say("、", ", ")) + view_.text(one);
        }
        return "<dl class=\"facts\">" + fact(say("编号", "id"), "<code>" + view_.text(bundle_.id) + "</code>") + fact(say("地区", "region"), view_.text(bundle_.region)) +
               fact(say("共用的回答", "shared answers"), shared) +
               fact(say("规则文件", "rule file"), "<span class=\"place\">" + html(view_.place(bundle_.declared)) + "</span>") + "</dl>";
    }

    [[nodiscard]] std::string member_links(const std::vector<std::uint32_t>& members) const {
        std::string out;
        for (const std::uint32_t one : members) {
            const std::string& id = bundle_.incentives[one];
            const Incentive* incentive = view_.site().incentive(id);
            out += (out.empty() ? "" : say("、", ", ")) + (incentive != nullptr ? view_.link(*incentive) : view_.text(id));
        }
        return out.empty() ? say("所有事项", "all incentives") : out;
    }

    [[nodiscard]] std::string members() const {
        std::string rows;
        for (const std::string& id : bundle_.incentives) {
            const Incentive* one = view_.site().incentive(id);
            std::string feeds;
            for (std::size_t at = 0; one != nullptr && at < one->inputs.size(); ++at) {
                const auto& feed = one->inputs[at].feed;
                if (feed && !feed->incentive.empty()) {
                    const Incentive* other = view_.site().incentive(feed->incentive);
                    feeds += "<li>" + view_.text(one->inputs[at].field.name) + say(" 来自 ", " from ") + (other != nullptr ? view_.link(*other) : view_.text(feed->incentive)) + "</li>";
                }
            }
            rows += "<tr><th scope=\"row\">" + (one != nullptr ? view_.link(*one) : view_.text(id)) + "</th><td>" + (feeds.empty() ? "" : "<ul>" + feeds + "</ul>") + "</td><td class=\"number\">" +
                    (one != nullptr ? std::to_string(one->cases.size()) : "") + "</td></tr>";
        }
        const std::string name = say("事项", "Incentives");
        return "<section><h2 id=\"members\">" + name + "</h2>" +
               wide_table(name, {say("事项", "incentive"), say("用到别的事项的结果", "takes from other incentives"), say("#用例", "#cases")}, rows) + "</section>";
    }

    void add(std::vector<BesideRow>& rows, const std::string& title, const Bilingual& words, const std::vector<std::uint32_t>& members, const std::string& source,
             std::vector<Span> places) {
        Provenance from;
        from.source = source;
        rows.push_back({"settle-" + std::to_string(++settled_), "<p><strong>" + view_.text(title) + "</strong> " + view_.text(words) + "</p><p class=\"note\">" + member_links(members) + "</p>", from, std::move(places)});
    }

    [[nodiscard]] std::string settlement() {
        const BundleSettlement& settles = bundle_.settlement;
        std::vector<BesideRow> rows;
        for (const BundleSettlement::Group& one : settles.stacking) {
            std::vector<std::uint32_t> members;
            for (const BundleSettlement::Member& member : one.members) {
                members.insert(members.end(), member.begin(), member.end());
            }
            add(rows, say("叠加", "stacking") + (one.id.empty() ? "" : " " + one.id), group_words(one), members, one.source, {one.declared});
        }
        for (const BundleSettlement::Limit& one : settles.limits) {
            add(rows, say("总额上限", "limit"), limit_words(one), one.members, one.source, {one.declared});
        }
        for (const BundleSettlement::Quota& one : settles.quotas) {
            add(rows, say("名额", "quota"), quota_words(one), one.members, one.source, {one.declared});
        }
        for (const BundleSettlement::Budget& one : settles.budgets) {
            add(rows, say("预算", "budget"), budget_words(one), one.members, one.source, {one.declared});
        }
        for (const BundleSettlement::Payer& one : settles.payers) {
            add(rows, say("分担 ", "paid by ") + one.party, payer_words(one), {}, one.source, {one.declared});
        }
        return tables_.section("settlement", say("合在一起怎样付", "What they come to together"), rows);
    }

    [[nodiscard]] std::string totals() const {
        std::string out;
        for (const Bundle::Total& one : bundle_.totals) {
            out += "<li><strong>" + view_.text(one.name) + "</strong> = <code>" + view_.text(grouped_amounts(one.expression.text.text)) + "</code>" + proof_html(view_, {one.declared}) + "</li>";
        }
        return out.empty() ? "" : "<section><h2 id=\"totals\">" + say("汇总", "Totals") + "</h2><ul>" + out + "</ul></section>";
    }

    /// The type of an input of some member, so that its value can be told.
    [[nodiscard]] std::map<std::string, const FieldSchema*, std::less<>> fields() const {
        std::map<std::string, const FieldSchema*, std::less<>> found;
        for (const std::string& id : bundle_.incentives) {
            if (const Incentive* one = view_.site().incentive(id)) {
                for (const Input& input : one->inputs) {
                    found.emplace(input.field.name, &input.field);
                    found.emplace(std::string(one->short_name()) + "." + input.field.name, &input.field);
                }
            }
        }
        return found;
    }

    [[nodiscard]] std::string given(const BundleCase& one, const std::map<std::string, const FieldSchema*, std::less<>>& known) const {
        if (!one.batch) {
            return "<ul class=\"given\">" + answers(one.given, known) + "</ul>";
        }
        const std::string count = std::to_string(one.batch->applications.size());
        std::string out = set(*one.batch) + paid_before(*one.batch);
        for (std::size_t at = 0; at < one.batch->applications.size(); ++at) {
            const BatchCase::Application& each = one.batch->applications[at];
            const std::string line = "<li class=\"one\"><strong>" + view_.text(each.number) + "</strong> " + keys(each) + "<ul class=\"given\">" + answers(each.given, known) + "</ul></li>";
            out += line;
            if (at == kOpenApplications && one.batch->applications.size() > kOpenApplications + 1) {
                const std::string more = std::to_string(one.batch->applications.size() - at - 1);
                return "<ul class=\"given\">" + out + "<li class=\"one\">" + say("还有 " + more + " 件，见用例", more + " more, see the case") + "</li></ul>";
            }
        }
        return "<p class=\"note\">" + say(count + " 件申请，一起结算", count + " applications, settled together") + "</p><ul class=\"given\">" + out + "</ul>";
    }

    [[nodiscard]] std::string answers(const std::vector<std::pair<std::string, Value>>& given, const std::map<std::string, const FieldSchema*, std::less<>>& known) const {
        std::string out;
        for (const auto& [name, value] : given) {
            const auto field = known.find(name);
            out += "<li>" + view_.text(name) +
                   (field == known.end() ? "" : " <strong>" + view_.text(page_value(view_.style(), value, field->second->type, &field->second->entry)) + "</strong>") + "</li>";
        }
        return out;
    }

    /// Whose an application is, its place in the queue and its day, where no answer says it.
    [[nodiscard]] std::string keys(const BatchCase::Application& one) const {
        std::string out;
        for (const auto& [name, text] : {std::pair(&bundle_.keys.applicant, &one.applicant), std::pair(&bundle_.keys.sequence, &one.sequence), std::pair(&bundle_.keys.period_date, &one.period_date)}) {
            const bool answer = std::any_of(one.given.begin(), one.given.end(), [&](const auto& other) { return other.first == *name; });
            out += name->empty() || text->empty() || answer ? "" : "<span class=\"note\">" + view_.text(*name) + " " + view_.text(*text) + "</span> ";
        }
        return out;
    }

    [[nodiscard]] std::string yuan(const Rational& amount) const { return view_.text(page_value(view_.style(), Value::of(amount), Type::number(Unit::of("CNY")))); }

    /// What a case puts in the place of the rule's number.
    [[nodiscard]] std::string set(const BatchCase& batch) const {
        std::string out;
        for (const auto& [name, value] : {std::pair(say("名额", "quota"), &batch.quota), std::pair(say("预算", "budget"), &batch.budget), std::pair(say("总额上限", "limit"), &batch.limit)}) {
            if (*value) {
                const bool places = value == &batch.quota;
                out += "<li class=\"one\">" + name + say("（取）", " (set)") + " <strong>" + (places ? view_.text(page_value(view_.style(), **value, Type::number())) : yuan((*value)->number())) + "</strong></li>";
            }
        }
        return out;
    }

    [[nodiscard]] std::string paid_before(const BatchCase& batch) const {
        std::string out;
        for (const BatchCase::Payment& one : batch.history) {
            const std::string& id = bundle_.incentives[one.member];
            std::string who;
            for (const auto& [name, text] : one.keys) {
                who += view_.text(name) + " " + view_.text(text) + " ";
            }
            out += "<li class=\"one\">" + say("以前拨付 ", "paid before ") + view_.text(id) + " " + std::to_string(one.year) + " " + who + "<strong>" + yuan(one.amount.number()) + "</strong></li>";
        }
        return out;
    }

    [[nodiscard]] std::string expected(const BundleCase& one) const {
        if (one.batch) {
            return settled_batch(*one.batch);
        }
        const std::string out = expected_of(one.expected) + totals_of(one.totals);
        return out.empty() ? "" : "<ul class=\"given\">" + out + "</ul>";
    }

    [[nodiscard]] std::string expected_of(const std::vector<std::pair<std::size_t, Case>>& expected) const {
        const Type yuan = Type::number(Unit::of("CNY"));
        std::string out;
        for (const auto& [member, want] : expected) {
            const std::string& id = bundle_.incentives[member];
            const Incentive* incentive = view_.site().incentive(id);
            std::string words;
            if (want.eligible) {
                words += *want.eligible == "true" ? say("符合 ", "eligible ") : *want.eligible == "false" ? say("不符合 ", "not eligible ") : say("未知 ", "unknown ");
            }
            words += want.amount ? "<strong>" + view_.text(page_value(view_.style(), *want.amount, incentive != nullptr ? Type::number(incentive->currency) : yuan)) + "</strong>" : "";
            words += want.settled != nullptr ? " " + settled_words(*want.settled) : "";
            out += "<li>" + view_.text(incentive != nullptr ? view_.title(*incentive) : id) + " " + words + "</li>";
        }
        return out;
    }

    [[nodiscard]] std::string totals_of(const std::map<std::string, Value, std::less<>>& totals) const {
        std::string out;
        for (const auto& [name, value] : totals) {
            out += "<li>" + view_.text(name) + " <strong>" + yuan(value.number()) + "</strong></li>";
        }
        return out;
    }

    /// What settling the applications must give: of each, and of all together.
    [[nodiscard]] std::string settled_batch(const BatchCase& batch) const {
        std::string out;
        for (std::size_t at = 0; at < batch.applications.size() && at <= kOpenApplications; ++at) {
            const BatchCase::Application& one = batch.applications[at];
            const std::string wanted = expected_of(one.expected) + totals_of(one.totals);
            out += wanted.empty() ? "" : "<li class=\"one\"><strong>" + view_.text(one.number) + "</strong><ul class=\"given\">" + wanted + "</ul></li>";
        }
        if (batch.all) {
            out += "<li class=\"one\"><strong>" + say("合计", "all") + "</strong> " + settled_words(*batch.all) + "</li>";
        }
        for (const auto& [member, sums] : batch.sums) {
            out += "<li class=\"one\"><strong>" + view_.text(bundle_.incentives[member]) + "</strong> " + settled_words(sums) + "</li>";
        }
        return out.empty() ? "" : "<ul class=\"given\">" + out + "</ul>";
    }

    [[nodiscard]] std::string settled_words(const SettledExpectation& want) const {
        std::string out;
        const auto add = [&](const std::string& words, const std::string& value) {
            out += (out.empty() ? "" : say("，", ", ")) + words + (value.empty() ? "" : " <strong>" + value + "</strong>");
        };
        const auto word = [&](Scope scope, std::string_view key) {
            const Spelling& row = spelling(scope, key);
            return view_.text(std::string(view_.style().chinese() ? row.zh : row.en));
        };
        for (const auto& [key, value] : want.figures) {
            const bool count = key == "rank" || key == "waiting" || key == "paid";
            add(word(Scope::settled, key), count ? view_.text(page_value(view_.style(), value, Type::number())) : yuan(value.number()));
        }
        if (want.reductions && want.reductions->empty()) {
            add(say("没有核减", "nothing is cut"), {});
        }
        for (const auto& [cause, value] : want.reductions ? *want.reductions : std::map<std::string, Value, std::less<>>()) {
            add(say("因", "cut by ") + word(Scope::cause_word, cause) + say("核减", ""), yuan(value.number()));
        }
        for (const auto& [payer, value] : want.shares) {
            add(view_.text(payer) + say("付", " pays"), yuan(value.number()));
        }
        if (want.error) {
            add(say("待人决定", "held"), view_.text(*want.error));
        }
        return out;
    }

    [[nodiscard]] std::string cases() const {
        const auto known = fields();
        std::string rows;
        for (std::size_t at = 0; at < bundle_.cases.size(); ++at) {
            const BundleCase& one = bundle_.cases[at];
            const std::string number = std::to_string(at + 1);
            rows += "<tr id=\"case-" + number + "\"><td class=\"number\">" + number + "</td><th scope=\"row\">" + view_.text(one.name) +
                    (one.because.empty() ? "" : "<p class=\"note\">" + view_.text(one.because) + "</p>") + "</th><td>" + given(one, known) + "</td><td>" + expected(one) +
                    "</td><td>" + outcome_html(view_, view_.site().outcome(one.declared)) + "</td></tr>";
        }
        const std::string name = say("用例", "Cases");
        return rows.empty() ? ""
                            : "<section><h2 id=\"cases\">" + name + "</h2>" +
                                  wide_table(name, {say("#号", "#no."), say("用例", "case"), say("申报", "given"), say("应当得出", "must come out"), say("结果", "result")}, rows) + "</section>";
    }

    const RuleView& view_;
    const Bundle& bundle_;
    Incentive cited_;
    BesideTables tables_;
    std::size_t settled_ = 0;
};

}  // namespace

std::string bundle_page(const RuleView& view, const Bundle& bundle) { return BundlePage(view, bundle).made(); }

}  // namespace huiqi
