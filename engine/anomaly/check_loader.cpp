#include "engine/anomaly/check_loader.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/anomaly/view_loader.h"
#include "engine/diagnostic/text.h"
#include "engine/rulebook/loaders/citations_loader.h"

namespace huiqi {
namespace {

/// Counts the letters, digits and characters of a text that say something: no blanks, no punctuation of ASCII or Chinese.
[[nodiscard]] std::size_t said_characters(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        const bool ascii = (c >= U'0' && c <= U'9') || (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z');
        const bool marks = (c >= U'\u2000' && c <= U'\u206F') || (c >= U'\u3000' && c <= U'\u303F') ||
                           (c >= U'\uFF00' && c <= U'\uFF0F') || (c >= U'\uFF1A' && c <= U'\uFF20') ||
                           (c >= U'\uFF3B' && c <= U'\uFF40') || (c >= U'\uFF5B' && c <= U'\uFF65') || c == U'\uFFFD';
        count += ascii || (c > U'\u00BF' && !marks) ? 1U : 0U;
    }
    return count;
}

/// Reads one check.
class CheckReader {
public:
    CheckReader(LoadContext& context, NodeId item, const DetectorSource& source, const Rulebook& rulebook)
        : context_(context), item_(item), source_(source), rulebook_(rulebook) {}

    Check read() {
        const Fields keys(context_, item_, Scope::check, short_span(context_, item_));
        Check check;
        check.view = read_view(context_, keys, source_);
        check.view.node = item_;
        check.id = keys.string("id");
        check.declared = keys.text("id") == nullptr ? keys.owner() : keys.text("id")->span();
        check.view.name = check.id;
        check.view.declared = check.declared;
        check.title = keys.prose("title");
        check.family = keys.string("family");
        if (const Spelling* word = keys.word("level", Scope::level_word)) {
            check.level = word->en == "note"    ? Anomaly::Level::note
                          : word->en == "refer" ? Anomaly::Level::refer
                                                : Anomaly::Level::hold;
        }
        if (const Spelling* word = keys.word("severity", Scope::severity_word)) {
            check.severity = word->en;
        }
        check.incentive = keys.string("incentive");
        check.hold_days = hold_days(keys, check.level);
        check.clear = keys.prose("clear");
        check.provenance = read_provenance(context_, keys, source_.own.citations);
        for (const YamlEntry& entry : keys.entries("evidence")) {
            if (const MappedText* text = read_scalar(context_, entry.value)) {
                check.evidence.emplace_back(PlacedName{entry.key.text, entry.key.span()}, *text);
            }
        }
        refuse_nothing_said(keys, check);
        refuse_unknown_incentive(keys, check);
        if (keys.has("evidence") && check.evidence.empty()) {
            context_.diagnostics.error("A103", keys.key("evidence"),
                                       {"检测没有证据", "a check without evidence"},
                                       {"写出表和行的编号，例如 {contracts: 合同.contract_id}", "name tables and the numbers of rows"});
        }
        read_cases(keys, check);
        return check;
    }

private:
    /// A key that stands there with nothing in it says as little as one that is missing.
    void refuse_nothing_said(const Fields& keys, const Check& check) {
        if (keys.has("source") && check.provenance.source.empty()) {
            report_nothing(keys.key("source"), {"检测没有依据", "a check without a source"},
                           {"写出“出处”里的一个文件", "name one of the documents of `sources`"});
        }
        if (keys.has("id") && said_characters(check.id) == 0) {
            report_nothing(keys.key("id"), {"检测没有编号", "a check without an id"}, {"写一个名字，例如 round_trip", "give it a name, such as round_trip"});
        }
        if (keys.has("family") && said_characters(check.family) == 0) {
            report_nothing(keys.key("family"), {"家族是空的", "the family is empty"},
                           {"写检测看的是哪一类事，例如 money：两个家族都报才升一级", "say what kind of thing the check looks at, such as money: two families that agree raise the rank"});
        }
        refuse_unsaid(keys, "title", {"名称里没有话", "the title says nothing"}, {"写一句人看得懂的名称", "write a title that people understand"});
        refuse_unsaid(keys, "description", {"说明里没有话", "the sentence says nothing"},
                      {"写一句话，说这一行为什么可疑，例如 {zh: '合同{contract_id}签了两次', en: 'the contract {contract_id} was signed twice'}",
                       "say in a sentence why the row is suspicious, such as {zh: '合同{contract_id}签了两次', en: 'the contract {contract_id} was signed twice'}"});
        refuse_unsaid(keys, "clear", {"没有写什么能澄清", "nothing is said to clear a finding"},
                      {"写出申请人能拿出的材料", "say which documents of the applicant would clear it"});
    }

    /// Each language that is written must say something: a dash is no sentence.
    void refuse_unsaid(const Fields& keys, std::string_view key, Bilingual what, Bilingual mend) {
        const auto node = keys.node(key);
        if (!node) {
            return;
        }
        Diagnostics silent;   // what is wrong with its keys was told where it was read
        LoadContext quiet{context_.document, context_.file, context_.parse, silent};
        const auto texts = prose_texts(quiet, *node);
        const bool unsaid = std::any_of(texts.begin(), texts.end(), [](const MappedText* text) { return text != nullptr && said_characters(text->text) == 0; });
        if (unsaid || (texts[0] == nullptr && texts[1] == nullptr)) {
            report_nothing(keys.key(key), std::move(what), std::move(mend));
        }
    }

    void report_nothing(Span span, Bilingual what, Bilingual mend) {
        context_.diagnostics.error("A103", std::move(span), std::move(what), std::move(mend));
    }

    /// A hold of an incentive that is not there holds nothing. Where no rules are loaded beside the detectors nobody can tell.
    void refuse_unknown_incentive(const Fields& keys, const Check& check) {
        std::vector<std::string_view> ids;
        for (const Incentive& one : rulebook_.incentives) {
            ids.push_back(one.id);
            ids.insert(ids.end(), one.lineage.begin(), one.lineage.end());
        }
        if (check.incentive.empty() || ids.empty() || std::find(ids.begin(), ids.end(), check.incentive) != ids.end()) {
            return;
        }
        const auto close = nearest(check.incentive, ids);
        const std::string near(close.value_or(ids.front()));
        context_.diagnostics.error("A101", keys.text("incentive")->span(),
                                   {fmt::format("规则里没有事项“{}”", excerpt(check.incentive)), fmt::format("the rules have no incentive `{}`", excerpt(check.incentive))},
                                   close ? Bilingual{"是不是“" + near + "”？", "did you mean `" + near + "`?"}
                                         : Bilingual{"写事项的编号，例如“" + near + "”", "write the id of an incentive, such as `" + near + "`"});
    }

    /// Reads after how many days a hold ends by itself; 0 where nothing is said.
    std::int64_t hold_days(const Fields& keys, Anomaly::Level level) {
        const MappedText* text = keys.text("hold_days");
        if (text == nullptr) {
            return 0;
        }
        std::int64_t days = 0;
        const char* const last = text->text.data() + text->text.size();
        const auto [end, problem] = std::from_chars(text->text.data(), last, days);
        const bool number = problem == std::errc() && end == last;
        days = number ? days : whole_parameter(source_, text->text).value_or(0);
        if (days >= 1 && days <= DetectorLimits::days && level == Anomaly::Level::hold) {
            return days;
        }
        if (days >= 1 && days <= DetectorLimits::days) {
            context_.diagnostics.error("A104", text->span(),
                                       {"级别不是拦截的检测没有拦截天数", "a check whose level is not hold has no days of a hold"},
                                       {"提示和核查不拦付款：删去“拦截天数”，或者把级别改成拦截", "what only notes or refers holds nothing that could end: take hold_days out, or make the level hold"});
            return 0;
        }
        context_.diagnostics.error("A104", text->span(),
                                   {fmt::format("要写1到{}的整数，或者这样的参数名", DetectorLimits::days),
                                    fmt::format("a whole number from 1 to {} is wanted, or the name of such a parameter", DetectorLimits::days)},
                                   {"例如 拦截天数: 90", "for instance hold_days: 90"});
        return 0;
    }

    void read_cases(const Fields& check_keys, Check& check) {
        for (const NodeId item : check_keys.items("cases")) {
            const Fields keys(context_, item, Scope::detector_case, short_span(context_, item));
            DetectorCase test{.name = keys.string("name"),
                              .lookalike = keys.prose("lookalike"),
                              .rows = {},
                              .removed = {},
                              .flags = {},
                              .declared = keys.owner()};
            for (const YamlEntry& entry : keys.entries("data")) {
                read_test_rows(context_, entry, source_, test.rows);
            }
            for (const YamlEntry& entry : keys.entries("remove")) {
                for (const MappedText* key : read_texts(context_, entry.value)) {
                    test.removed.emplace_back(entry.key.text, key->text);
                }
            }
            for (const NodeId flag : keys.items("flags")) {
                if (const MappedText* text = read_scalar(context_, flag)) {
                    test.flags.push_back(text->text);
                }
            }
            std::sort(test.flags.begin(), test.flags.end());
            check.cases.push_back(std::move(test));
        }
        const auto fires = [](const DetectorCase& one) { return !one.flags.empty(); };
        const auto spares = [](const DetectorCase& one) { return one.flags.empty() && !one.lookalike.empty(); };
        const bool both = std::any_of(check.cases.begin(), check.cases.end(), fires) &&
                          std::any_of(check.cases.begin(), check.cases.end(), spares);
        if (!both && check_keys.has("cases")) {
            context_.diagnostics.error(
                "A103", check.declared,
                {fmt::format("检测“{}”缺用例：至少一个要报，至少一个像而不是、不能报", excerpt(check.id)),
                 fmt::format("the check `{}` lacks a test: one that must fire, one honest look-alike that must not", excerpt(check.id))},
                {"在“用例”里加上“报: [申请编号]”的和带“像: …”、“报: []”的",
                 "add a case with `flags: [number]` and one with `lookalike: …` and `flags: []`"});
        }
    }

    LoadContext& context_;
    NodeId item_;
    const DetectorSource& source_;
    const Rulebook& rulebook_;
};

}  // namespace

Check read_check(LoadContext& context, NodeId item, const DetectorSource& source, const Rulebook& rulebook) {
    return CheckReader(context, item, source, rulebook).read();
}

void read_test_rows(LoadContext& context, const YamlEntry& table, const DetectorSource& source, std::vector<TestRow>& rows) {
    for (const NodeId row : read_items(context, table.value)) {
        rows.push_back({.table = table.key.text, .node = row, .file = &source});
    }
}

}  // namespace huiqi
