#include "tools/web/site_entries.h"

#include <utility>

#include "tools/huiqi/ask/interview_json.h"
#include "tools/web/rule_text.h"

namespace huiqi {
namespace {

using Kind = SiteEntry::Kind;

[[nodiscard]] std::string numbered(std::string_view what, std::size_t at) { return std::string(what) + "-" + std::to_string(at + 1); }

void entries_of(const Incentive& incentive, const std::function<void(const SiteEntry&)>& visit) {
    const SitePage page{SitePage::Kind::incentive, incentive.id};
    const auto tell = [&](Kind kind, std::string anchor, std::string name, Bilingual text = {}) {
        visit({.kind = kind, .page = page, .anchor = std::move(anchor), .name = std::move(name), .text = std::move(text)});
    };
    const std::string where = incentive.region.empty() ? "" : " " + incentive.region;
    tell(Kind::incentive, "", incentive.id,
         {incentive.title.in(Language::zh) + " " + incentive.issuer.in(Language::zh) + where, incentive.title.in(Language::en) + " " + incentive.issuer.in(Language::en) + where});
    for (std::size_t at = 0; at < incentive.conditions.size(); ++at) {
        const Condition& one = incentive.conditions[at];
        const Bilingual reason = sentence_words(one.reason);
        tell(Kind::condition, numbered("condition", at), one.id, {reason.zh + " " + one.test.text.text, reason.en + " " + one.test.text.text});
    }
    for (std::size_t at = 0; at < incentive.definitions.size(); ++at) {
        const std::string& text = incentive.definitions[at].expression.text.text;
        tell(Kind::value, numbered("value", at), incentive.definitions[at].name, {text, text});
    }
    for (std::size_t at = 0; at < incentive.tables.size(); ++at) {
        tell(Kind::table, numbered("table", at), incentive.tables[at].name);
    }
    for (std::size_t at = 0; at < incentive.parameters.size(); ++at) {
        tell(Kind::parameter, numbered("parameter", at), incentive.parameters[at].name, incentive.parameters[at].note);
    }
    for (std::size_t at = 0; at < incentive.inputs.size(); ++at) {
        tell(Kind::input, numbered("input", at), incentive.inputs[at].field.name, question_text(incentive.inputs[at]));
    }
    for (std::size_t at = 0; at < incentive.anomalies.size(); ++at) {
        tell(Kind::anomaly, numbered("anomaly", at), incentive.anomalies[at].id, sentence_words(incentive.anomalies[at].description));
    }
    for (std::size_t at = 0; at < incentive.citations.size(); ++at) {
        Provenance from;
        from.source = incentive.citations[at].name;
        const CitedText cited = cited_text(incentive, from);
        const std::string text = cited.document + " " + cited.number + " " + cited.quote;
        tell(Kind::clause, numbered("clause", at), cited.clause.empty() ? cited.document : cited.clause, {text, text});
    }
    for (std::size_t at = 0; at < incentive.cases.size(); ++at) {
        tell(Kind::test_case, numbered("case", at), incentive.cases[at].name, incentive.cases[at].because);
    }
}

}  // namespace

void each_entry(const RuleSite& site, const std::function<void(const SiteEntry&)>& visit) {
    for (const Bundle* bundle : site.bundles()) {
        const SitePage page{SitePage::Kind::bundle, bundle->id};
        visit({.kind = Kind::bundle, .page = page, .anchor = {}, .name = bundle->id, .text = bundle->title});
        for (std::size_t at = 0; at < bundle->cases.size(); ++at) {
            visit({.kind = Kind::test_case, .page = page, .anchor = numbered("case", at), .name = bundle->cases[at].name, .text = bundle->cases[at].because});
        }
    }
    for (const Incentive* incentive : site.incentives()) {
        entries_of(*incentive, visit);
    }
    for (const Account* account : site.accounts()) {
        const SitePage page{SitePage::Kind::document, account->id};
        const std::string title = account->citations.empty() ? "" : account->citations.front().document;
        visit({.kind = Kind::document, .page = page, .anchor = {}, .name = account->id, .text = {title, title}});
        for (std::size_t at = 0; at < account->clauses.size(); ++at) {
            const Clause& one = account->clauses[at];
            visit({.kind = Kind::clause, .page = page, .anchor = numbered("clause", at), .name = one.label, .text = {one.quote + " " + one.note.in(Language::zh), one.quote + " " + one.note.in(Language::en)}});
        }
    }
}

Bilingual kind_word(Kind kind) {
    switch (kind) {
        case Kind::incentive: return {"事项", "incentive"};
        case Kind::bundle: return {"组合", "bundle"};
        case Kind::document: return {"文件", "document"};
        case Kind::condition: return {"条件", "condition"};
        case Kind::value: return {"计算", "computed value"};
        case Kind::table: return {"对照表", "table"};
        case Kind::parameter: return {"参数", "parameter"};
        case Kind::input: return {"申报", "input"};
        case Kind::anomaly: return {"异常提示", "anomaly"};
        case Kind::clause: return {"条款", "clause"};
        case Kind::test_case: return {"用例", "case"};
    }
    return {};
}

}  // namespace huiqi
