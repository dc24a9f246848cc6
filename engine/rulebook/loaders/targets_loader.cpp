#include "engine/rulebook/loaders/targets_loader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/parser.h"
#include "engine/rulebook/constant.h"
#include "engine/rulebook/loaders/citations_loader.h"
#include "engine/rulebook/loaders/conditions_loader.h"

namespace huiqi {
namespace {

using Of = Target::Of;
using Mode = Target::Mode;
using Relation = Target::Relation;

constexpr int kLastYear = 9999;
constexpr int kMostYears = 200;

/// The keys of bounds, in step with Relation.
constexpr std::array<std::pair<std::string_view, Relation>, 4> kBounds{{{"at_least", Relation::at_least},
                                                                        {"above", Relation::above},
                                                                        {"at_most", Relation::at_most},
                                                                        {"below", Relation::below}}};

std::optional<int> read_year(std::string_view text) {
    int year = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    return whole && year >= 1 && year <= kLastYear ? std::optional(year) : std::nullopt;
}

std::optional<Target::Years> read_years(std::string_view text) {
    const std::size_t dots = text.find("..");
    const auto first = read_year(text.substr(0, dots));
    const auto last = dots == std::string_view::npos ? first : read_year(text.substr(dots + 2));
    const bool sound = first && last && *first <= *last && *last - *first < kMostYears;
    return sound ? std::optional(Target::Years{*first, *last}) : std::nullopt;
}

Of of_word(const Spelling* word) {
    constexpr std::array kWords{std::pair{"sum", Of::sum}, std::pair{"count", Of::count},
                                std::pair{"mean", Of::mean}, std::pair{"max", Of::max},
                                std::pair{"min", Of::min}};
    const auto* const found = std::find_if(kWords.begin(), kWords.end(), [&](const auto& one) {
        return word != nullptr && word->en == one.first;
    });
    return found == kWords.end() ? Of::count : found->second;
}

Mode mode_word(const Spelling& word) {
    constexpr std::array kWords{std::pair{"each_year", Mode::each_year},
                                std::pair{"last_year", Mode::last_year}, std::pair{"growth", Mode::growth},
                                std::pair{"compound_growth", Mode::compound_growth}};
    const auto* const found =
        std::find_if(kWords.begin(), kWords.end(), [&](const auto& one) { return word.en == one.first; });
    return found == kWords.end() ? Mode::cumulative : found->second;
}

/// Reads one target.
class TargetReader {
public:
    TargetReader(LoadContext& context, const Fields& keys, RuleNames& names)
        : context_(context), keys_(keys), names_(names) {}

    Target read() {
        const MappedText* id = keys_.text("id");
        target_.id = keys_.string("id");
        target_.declared = id == nullptr ? keys_.owner() : id->span();
        target_.title = keys_.prose("title");
        target_.note = keys_.prose("note");
        target_.provenance = read_provenance(context_, keys_, names_.incentive().citations);
        target_.of = of_word(keys_.word("of", Scope::target_word));
        read_figure();
        read_time();
        if (target_.of == Of::count || target_.value) {  // else what the numbers are of is not known
            for (const auto& [key, relation] : kBounds) {
                read_bound(key, relation);
            }
            read_about();
        }
        check_bounds();
        return std::move(target_);
    }

private:
    void wrong_figure(Span place, Bilingual message, Bilingual help) {
        context_.diagnostics.error("E365", place, std::move(message), std::move(help));
    }
    void wrong_bound(Span place, Bilingual message, Bilingual help) {
        context_.diagnostics.error("E366", place, std::move(message), std::move(help));
    }
    void wrong_years(Span place, Bilingual message, Bilingual help) {
        context_.diagnostics.error("E367", place, std::move(message), std::move(help));
    }

    std::optional<CheckedExpression> check(std::string_view key, const std::optional<Type>& expected) {
        const MappedText* text = keys_.text(key);
        if (text == nullptr) {
            return std::nullopt;
        }
        const SyntaxTree tree = parse_expression(*text, context_.parse, context_.diagnostics);
        CheckedExpression checked = check_expression(tree, names_, expected, {}, context_.diagnostics);
        return checked.nodes.empty() ? std::nullopt : std::optional(std::move(checked));
    }

    [[nodiscard]] static Type type_of(const CheckedExpression& expression) {
        return expression[expression.root].type;
    }

    /// Reads an expression that must be a number which is always there.
    std::optional<CheckedExpression> check_number(std::string_view key) {
        auto checked = check(key, std::nullopt);
        if (checked && (!type_of(*checked).is(TypeKind::number) || type_of(*checked).optional())) {
            wrong_figure(keys_.value(key),
                         {"这里要一个数，而且不能是“可无”的", "a number that is never absent is needed here"},
                         {"是“可无”的，写 缺省(…, 0)；没有的不算，在“当”里再写 … != 无",
                          "where it may be absent write `default(…, 0)`; to leave such rows out add `… != "
                          "null` under `when`"});
            return std::nullopt;
        }
        return checked;
    }

    void read_figure() {
        target_.when = check("when", Type::boolean());
        target_.value = check_number("value");
        target_.over = check_number("over");
        target_.distinct = check("distinct", std::nullopt);
        target_.type = Type::number();
        if (target_.of == Of::count && keys_.has("value")) {
            wrong_figure(keys_.key("value"),
                         {"“求: 个数”数的是行，不用“值”", "`of: count` counts rows and takes no `value`"},
                         {"要把数加起来，写“求: 合计”；同一个只数一次，写“不重复: …”",
                          "write `of: sum` to add values up, or `distinct: …` to count the same one once"});
        } else if (target_.of != Of::count && keys_.has("of") && !keys_.has("value")) {
            wrong_figure(keys_.owner(),
                         {"没有写“值”：对什么求？", "`value` is missing: of what is the figure made?"},
                         {"加上“值: …”；要数有几行，写“求: 个数”",
                          "add `value: …`, or write `of: count` to count rows"});
        }
        if (target_.over && target_.of != Of::sum) {
            wrong_figure(keys_.key("over"), {"“除以”只和“求: 合计”一起用", "`over` goes with `of: sum` only"},
                         {"写“求: 合计”：值的合计除以它的合计",
                          "write `of: sum`: the sum of the value over the sum of this"});
        }
        if (target_.distinct) {
            const Type type = type_of(*target_.distinct);
            const bool comparable = type.is(TypeKind::text) || type.is(TypeKind::number) ||
                                    type.is(TypeKind::date) || type.is(TypeKind::enumeration);
            if (target_.of != Of::count || !comparable || type.optional()) {
                wrong_figure(keys_.key("distinct"),
                             {"“不重复”只和“求: 个数”一起用，按文本、数、日期或枚举值数，不能是“可无”的",
                              "`distinct` goes with `of: count`, by a text, number, date or enumeration that "
                              "is never absent"},
                             {"例如 不重复: 信用代码", "for instance `distinct: credit_code`"});
            }
        }
        if (target_.value) {
            target_.type = type_of(*target_.value).without_optional();
            if (target_.over) {
                target_.type = Type::number(target_.type.unit() / type_of(*target_.over).unit());
            }
        }
    }

    void read_time() {
        if (const MappedText* text = keys_.text("by_year")) {
            target_.year = check("by_year", std::nullopt);
            const Type type = target_.year ? type_of(*target_.year) : Type::date();
            const bool number = type.is(TypeKind::number) && type.unit().plain();
            if ((!type.is(TypeKind::date) && !number) || type.optional()) {
                wrong_years(text->span(),
                            {"“按年”要一个日期，或者一个年份，不能是“可无”的",
                             "`by_year` wants a date, or the number of a year, that is never absent"},
                            {"例如 按年: 合同签订日", "for instance `by_year: signed`"});
            }
        }
        if (const MappedText* text = keys_.text("period")) {
            target_.period = read_years(text->text);
            if (!target_.period) {
                wrong_years(text->span(),
                            {fmt::format("“{}”不是年份", excerpt(text->text)),
                             fmt::format("`{}` are no years", excerpt(text->text))},
                            {"写成 2021..2023，或者一年 2025", "write `2021..2023`, or one year, `2025`"});
            }
        }
        if (keys_.has("by_year") != keys_.has("period")) {
            wrong_years(keys_.has("by_year") ? keys_.key("by_year") : keys_.key("period"),
                        {"“按年”和“期间”要一起写", "`by_year` and `period` go together"},
                        {"按年: 哪一个日期；期间: 2021..2023",
                         "`by_year` names the date, `period` the years: 2021..2023"});
        }
        target_.mode = keys_.has("by_year") ? Mode::cumulative : Mode::whole;
        if (const Spelling* word = keys_.word("mode", Scope::target_mode_word)) {
            target_.mode = mode_word(*word);
            if (!keys_.has("by_year")) {
                wrong_years(keys_.key("mode"),
                            {"有“方式”就要有“按年”和“期间”", "a `mode` needs `by_year` and `period`"},
                            {"加上它们；不分年的目标，去掉“方式”",
                             "add them; leave out `mode` where there are no years"});
            }
        }
        read_base();
    }

    void read_base() {
        const auto node = keys_.node("base");
        if (!target_.grows()) {
            if (node) {
                wrong_years(keys_.key("base"), {"“基期”只用来算增幅", "`base` is for growth only"},
                            {"去掉它，或者写“方式: 逐年增幅”“方式: 年均增幅”",
                             "leave it out, or write `mode: growth` or `mode: compound_growth`"});
            }
            return;
        }
        target_.base =
            Target::Base{.year = target_.period ? target_.period->first - 1 : 1, .value = std::nullopt};
        if (!node) {
            return;
        }
        Span place = keys_.value("base");
        std::optional<int> year;
        if (context_.node(*node).kind == NodeKind::mapping) {
            const Fields base(context_, *node, Scope::target_base, keys_.key("base"));
            const MappedText* text = base.text("year");
            year = text == nullptr ? std::nullopt : read_year(text->text);
            place = text == nullptr ? place : text->span();
            if (const MappedText* value = base.text("value")) {
                target_.base->value = read_number(*value, target_.type);
            }
        } else if (const MappedText* text = read_scalar(context_, *node)) {
            year = read_year(text->text);
        }
        const bool before = year && target_.period && *year < target_.period->last;
        const bool next = target_.mode != Mode::growth || !before || *year == target_.period->first - 1;
        if (!before || !next || target_.period->last - *year > kMostYears) {
            wrong_years(
                place,
                {"“基期”要是期间末年以前的一年；逐年增幅的基期是期间的前一年",
                 "the `base` is a year before the last of the period; of yearly growth, the year before the "
                 "period"},
                {"例如 期间: 2021..2023 的基期写 2020", "for instance 2020 for `period: 2021..2023`"});
            return;
        }
        target_.base->year = *year;
    }

    std::optional<Rational> read_number(const MappedText& text, const Type& type) {
        // 20000件 and 20000 are both a count
        const bool counted = target_.of == Of::count && !target_.grows();
        auto constant = read_constant(context_, text, counted ? std::nullopt : std::optional(type),
                                      names_.enumerations());
        if (!constant || !constant->value.known() || !constant->type.is(TypeKind::number) ||
            (counted && constant->type.unit().is_money())) {
            if (constant) {
                wrong_bound(text.span(), {"这里要一个数", "a number is needed here"},
                            {"例如 至少: 20000", "for instance `at_least: 20000`"});
            }
            return std::nullopt;
        }
        return constant->value.number();
    }

    /// Reads one number to be reached; of growth it is a rate, which shows its unit.
    std::optional<Rational> read_limit(const MappedText& text) {
        if (target_.grows() && is_bare_number(text.text)) {
            report_bare_rate(context_, text);
            return std::nullopt;
        }
        const auto number = read_number(text, target_.grows() ? Type::number() : target_.type);
        if (number && target_.grows() && *number <= -1) {
            wrong_bound(text.span(), {"增幅不能低到 -100%", "growth cannot be as low as -100%"},
                        {"写成 20% 的样子", "write it like 20%"});
            return std::nullopt;
        }
        if (number) {
            Diagnostics silent;
            ConstantNames none(names_.enumerations());
            const SyntaxTree tree = parse_expression(text, context_.parse, silent);
            CheckedExpression checked = check_expression(tree, none, std::nullopt, {}, silent);
            if (!checked.nodes.empty()) {
                target_.numbers.push_back(std::move(checked));
            }
        }
        return number;
    }

    void want(std::string_view key, std::string_view text) {
        const Spelling& row = spelling(Scope::target, key);
        target_.wanted.zh += fmt::format("{}{} {}", target_.wanted.zh.empty() ? "" : "，", row.zh, text);
        target_.wanted.en += fmt::format("{}{} {}", target_.wanted.en.empty() ? "" : ", ", row.en, text);
    }

    void read_bound(std::string_view key, Relation relation) {
        const auto node = keys_.node(key);
        if (!node) {
            return;
        }
        if (context_.node(*node).kind != NodeKind::mapping) {
            const MappedText* text = read_scalar(context_, *node);
            if (const auto number = text == nullptr ? std::nullopt : read_limit(*text)) {
                target_.bounds.push_back({relation, *number, std::nullopt});
                want(key, text->text);
            }
            return;
        }
        std::string all;
        for (const YamlEntry& entry : read_entries(context_, *node)) {
            const MappedText* text = read_scalar(context_, entry.value);
            const auto number = text == nullptr ? std::nullopt : read_limit(*text);
            const auto year = read_year(entry.key.text);
            if (!may_have_years(entry, year) || !number) {
                continue;
            }
            target_.bounds.push_back({relation, *number, *year});
            all += fmt::format("{}{}: {}", all.empty() ? "" : "，", *year, text->text);
        }
        std::stable_sort(target_.bounds.begin(), target_.bounds.end(),
                         [](const auto& left, const auto& right) { return left.year < right.year; });
        want(key, "{" + all + "}");
    }

    bool may_have_years(const YamlEntry& entry, const std::optional<int>& year) {
        const bool by_year = target_.mode == Mode::cumulative || target_.mode == Mode::each_year ||
                             target_.mode == Mode::growth;
        const bool inside =
            year && target_.period && target_.period->first <= *year && *year <= target_.period->last;
        if (by_year && inside) {
            return true;
        }
        if (target_.period || !by_year) {  // else the years are at fault already
            wrong_years(
                entry.key.span(),
                by_year
                    ? Bilingual{"这不是期间里的一年", "this is no year of the period"}
                    : Bilingual{"各年的目标只用于累计、逐年、逐年增幅",
                                "numbers by year go with the modes cumulative, each_year and growth only"},
                {"写“期间”里的年份，或者只写一个数", "write a year of `period`, or one number"});
        }
        return false;
    }

    /// 约: a value with the band in which it counts as reached.
    void read_about() {
        const auto node = keys_.node("about");
        if (!node) {
            return;
        }
        const Fields about(context_, *node, Scope::about, keys_.key("about"));
        const MappedText* value = about.text("value");
        const MappedText* band = about.text("band");
        const MappedText* apart = about.text("plus_minus");
        if ((band == nullptr) == (apart == nullptr)) {
            wrong_bound(keys_.key("about"),
                        {"“约”要说上下多少算达到，只说一次", "`about` says once how far off still counts"},
                        {"写“幅度: 5%”（按值的百分之几），或者“上下: 500件”（写一个）",
                         "write `band: 5%`, a share of the value, or `plus_minus: 500`; one of them"});
            return;
        }
        const auto number = value == nullptr ? std::nullopt : read_limit(*value);
        if (band != nullptr && is_bare_number(band->text)) {
            report_bare_rate(context_, *band);
            return;
        }
        const auto share = band == nullptr
                               ? std::nullopt
                               : read_constant(context_, *band, Type::number(), names_.enumerations());
        const auto width =
            apart == nullptr
                ? (share && number ? std::optional(abs_of(*number * share->value.number())) : std::nullopt)
                : read_limit(*apart);
        if (!number || !width) {
            return;
        }
        if (*width <= 0) {
            wrong_bound((band != nullptr ? band : apart)->span(),
                        {"幅度要大于 0", "the band must be more than 0"},
                        {"要正好等于一个数，同时写“至少”和“至多”",
                         "write `at_least` and `at_most` for exactly one number"});
            return;
        }
        target_.bounds.push_back({Relation::at_least, *number - *width, std::nullopt});
        target_.bounds.push_back({Relation::at_most, *number + *width, std::nullopt});
        want("about", value->text + " ±" + (band != nullptr ? band : apart)->text);
    }

    [[nodiscard]] static Rational abs_of(const Rational& number) {
        return number < 0 ? Rational(-number) : number;
    }

    void check_bounds() {
        const bool any = std::any_of(kBounds.begin(), kBounds.end(),
                                     [&](const auto& one) { return keys_.written(one.first); });
        if (!any && !keys_.written("about")) {
            wrong_bound(keys_.owner(), {"没有写要达到多少", "the target does not say what is to be reached"},
                        {"写“至少”“超过”“至多”“不满”或“约”",
                         "write `at_least`, `above`, `at_most`, `below` or `about`"});
        }
        const Target::Bound* before = nullptr;
        for (const Target::Bound& bound : target_.bounds) {
            const bool same = before != nullptr && bound.year && before->year &&
                              before->relation == bound.relation && before->number == bound.number;
            if (same && target_.mode == Mode::cumulative && target_.provenance.interpretation.empty()) {
                context_.diagnostics.warning(
                    "W526", target_.declared,
                    {fmt::format("{}年和{}年的数一样：按累计算，{}年不要求新增", *before->year, *bound.year,
                                 *bound.year),
                     fmt::format(
                         "{} and {} have the same number: as a running total, {} asks for nothing new",
                         *before->year, *bound.year, *bound.year)},
                    {"各年单算的，写“方式: 逐年”；就是累计的，用“解释”说明",
                     "write `mode: each_year` where each year counts by itself; else say why with "
                     "`interpretation`"});
                return;
            }
            before = &bound;
        }
    }

    LoadContext& context_;
    const Fields& keys_;
    RuleNames& names_;
    Target target_;
};

}  // namespace

void load_targets(LoadContext& context, const Fields& file, RuleNames& names) {
    std::vector<Target>& targets = names.incentive().targets;
    IdRegister ids(context);
    for (const Target& inherited : targets) {
        ids.add(inherited);
    }
    for (const NodeId item : file.items("targets")) {
        const Fields keys(context, item, Scope::target, short_span(context, item));
        Target target = TargetReader(context, keys, names).read();
        ids.add(target);
        targets.push_back(std::move(target));
    }
}

}  // namespace huiqi
