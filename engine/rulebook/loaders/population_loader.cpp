#include "engine/rulebook/loaders/population_loader.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/parser.h"
#include "engine/rulebook/constant.h"
#include "engine/rulebook/dependencies.h"
#include "engine/rulebook/field_builder.h"
#include "engine/rulebook/loaders/citations_loader.h"
#include "engine/rulebook/rounding_text.h"

namespace huiqi {
namespace {

/// One entry as it is written.
struct ParsedPopulation {
    struct Rank {
        SyntaxTree by;
        bool descending = false;
    };
    Population::Kind kind = Population::Kind::count;
    std::vector<SyntaxTree> per;
    std::optional<SyntaxTree> value;
    std::optional<SyntaxTree> when;
    std::vector<Rank> ranks;
    bool ties_refused = false;
    std::optional<unsigned> decimals;
    const MappedText* round = nullptr;   ///< of a mean; lives as long as the document
    Provenance provenance;
};

Population::Kind kind_of(const Spelling& word) {
    return word.en == "sum"     ? Population::Kind::sum
           : word.en == "count" ? Population::Kind::count
           : word.en == "min"   ? Population::Kind::min
           : word.en == "mean"  ? Population::Kind::mean
                                : Population::Kind::max;
}

/// Reads the keys of one entry; nothing when they do not say what is to be formed.
class PopulationReader {
public:
    PopulationReader(LoadContext& context, const Fields& keys)
        : context_(context), keys_(keys), errors_(context.diagnostics.error_count()) {}

    [[nodiscard]] std::shared_ptr<const ParsedPopulation> read(const std::vector<Citation>& citations) {
        read_kind();
        read_per();
        parsed_.when = parse("when");
        if (const MappedText* text = keys_.text("decimals")) {
            parsed_.decimals = read_count(context_, *text, kMostDecimals);
        }
        parsed_.round = keys_.text("round");
        parsed_.provenance = read_provenance(context_, keys_, citations);
        return context_.diagnostics.error_count() == errors_
                   ? std::make_shared<const ParsedPopulation>(std::move(parsed_))
                   : nullptr;
    }

private:
    static constexpr unsigned kMostDecimals = 30;

    [[nodiscard]] std::optional<SyntaxTree> parse(std::string_view key) {
        const MappedText* text = keys_.text(key);
        return text == nullptr ? std::nullopt : std::optional(parse_expression(*text, context_.parse, context_.diagnostics));
    }

    void wrong(Span place, Bilingual message, Bilingual help) {
        context_.diagnostics.error("E335", place, std::move(message), std::move(help));
    }

    void read_kind() {
        if (keys_.has("of") == keys_.has("rank")) {
            wrong(keys_.owner(), {"“求”和“排名”要写一个，只写一个", "write either `of` or `rank`"},
                  {"写“求: 合计、个数、平均、最大、最小”之一，或者“排名: [{按: …, 次序: 降}]”",
                   "write `of: sum`, `count`, `mean`, `max` or `min`, or `rank: [{by: …, order: descending}]`"});
            return;
        }
        if (keys_.has("rank")) {
            read_ranks();
            return;
        }
        if (const Spelling* word = keys_.word("of", Scope::population_word)) {
            parsed_.kind = kind_of(*word);
            parsed_.value = parse("value");
            if ((parsed_.kind == Population::Kind::count) == keys_.has("value")) {
                wrong(keys_.has("value") ? keys_.key("value") : keys_.owner(),
                      {parsed_.value ? "数个数不要“值”" : "没有写“值”", parsed_.value ? "a count has no `value`" : "`value` is missing"},
                      {"要数哪些申报写在“当”里；合计、平均、最大、最小要写“值”",
                       "which applications are counted is said by `when`; sum, mean, max and min need a `value`"});
            }
        }
        refuse("ties", {"只有排名才有“并列”", "only a rank has `ties`"});
        if (parsed_.kind == Population::Kind::count) {
            refuse("decimals", {"个数没有小数", "a count has no decimals"});
        }
        read_mean();
    }

    void refuse(std::string_view key, Bilingual message) {
        if (keys_.has(key)) {
            wrong(keys_.key(key), std::move(message), {"去掉它", "leave it out"});
        }
    }

    /// A mean is a fraction, and a value of the batch is kept in decimals: how it is rounded must be said.
    void read_mean() {
        if (parsed_.kind != Population::Kind::mean) {
            refuse("round", {"只有平均才有“取整”", "only a mean has `round`"});
            return;
        }
        refuse("decimals", {"平均的小数由“取整”决定", "`round` says how many decimals a mean has"});
        if (!keys_.has("round")) {
            wrong(keys_.owner(), {"没有写“取整”：平均除不尽的时候怎么办？", "`round` is missing: what of a mean that does not divide?"},
                  {"加上“取整: 四舍五入到分”等；要精确的分数，就在“计算”里用合计除以个数",
                   "add `round: round half up to 0.01 yuan`, or another; for the exact fraction divide a sum by a count in a definition"});
        }
    }

    void read_ranks() {
        parsed_.kind = Population::Kind::rank;
        refuse("value", {"排名没有“值”", "a rank has no `value`"});
        refuse("decimals", {"名次没有小数", "a rank has no decimals"});
        refuse("round", {"名次不用取整", "a rank is not rounded"});
        if (keys_.items("rank").empty()) {
            wrong(keys_.key("rank"), {"“排名”里什么也没有：所有申报都会是第1名", "`rank` is empty: every application would be the first"},
                  {"写按什么排：排名: [{按: 得分, 次序: 降}]", "say what decides: `rank: [{by: score, order: descending}]`"});
        }
        for (const NodeId item : keys_.items("rank")) {
            const Fields rank(context_, item, Scope::ranking, short_span(context_, item));
            const Spelling* order = rank.word("order", Scope::order_word);
            if (!rank.has("order")) {
                wrong(rank.owner(), {"没有写“次序”：大的在前还是小的在前？", "`order` is missing: do the great or the small come first?"},
                      {"加上“次序: 降”（大的在前）或“次序: 升”", "add `order: descending` (the great first) or `order: ascending`"});
            }
            if (const MappedText* by = rank.text("by")) {
                parsed_.ranks.push_back({parse_expression(*by, context_.parse, context_.diagnostics),
                                         order != nullptr && order->en == "descending"});
            }
        }
        if (const Spelling* ties = keys_.word("ties", Scope::ties_word)) {
            parsed_.ties_refused = ties->en == "refused";
        } else if (!keys_.has("ties")) {
            wrong(keys_.owner(), {"没有写“并列”：全部相同的申报怎么排？", "`ties` is missing: how do applications stand that agree in everything?"},
                  {"加上“并列: 同名次”（1、1、3）或“并列: 拒绝”（有并列就不计算）",
                   "add `ties: shared` (1, 1, 3) or `ties: refused` (nothing is decided while there are any)"});
        }
    }

    void read_per() {
        const auto node = keys_.node("per");
        if (!node) {
            return;
        }
        std::vector<const MappedText*> texts;
        if (context_.node(*node).kind == NodeKind::sequence) {
            texts = read_texts(context_, *node);
        } else if (const MappedText* text = read_scalar(context_, *node)) {
            texts.push_back(text);
        }
        for (const MappedText* text : texts) {
            parsed_.per.push_back(parse_expression(*text, context_.parse, context_.diagnostics));
        }
    }

    LoadContext& context_;
    const Fields& keys_;
    std::size_t errors_;
    ParsedPopulation parsed_;
};

bool is_single(const Type& type) {
    return type.is(TypeKind::boolean) || type.is(TypeKind::number) || type.is(TypeKind::text) || type.is(TypeKind::date) ||
           type.is(TypeKind::enumeration);
}

bool has_order(const Type& type) {
    return type.ordered();
}

/// Checks the expressions of one entry and adds its input.
class PopulationChecker {
public:
    PopulationChecker(LoadContext& context, const ParsedPopulation& parsed, RuleNames& names, std::string name, Span declared)
        : context_(context), parsed_(parsed), names_(names), errors_(context.diagnostics.error_count()) {
        made_.declared = declared;
        input_.declared = declared;
        input_.field.name = std::move(name);
    }

    [[nodiscard]] Symbol check() {
        made_.kind = parsed_.kind;
        made_.ties_refused = parsed_.ties_refused;
        for (const SyntaxTree& tree : parsed_.per) {
            made_.per.push_back(check_expression(tree, names_, std::nullopt, {}, context_.diagnostics));
            need(made_.per.back(), is_single(made_.per.back().type()),
                 {"“每”后面要是一个值：编号、日期、枚举值或数", "what stands behind `per` is one value: a text, date, enumeration value or number"});
        }
        if (parsed_.when) {
            made_.when = check_expression(*parsed_.when, names_, Type::boolean(), {}, context_.diagnostics);
        }
        if (parsed_.value) {
            made_.value = check_expression(*parsed_.value, names_, std::nullopt, {}, context_.diagnostics);
            const Type& type = made_.value->type();
            const bool adds = made_.kind == Population::Kind::sum || made_.kind == Population::Kind::mean;
            need(*made_.value, adds ? type.is(TypeKind::number) : has_order(type),
                 {"合计、平均的值要是数；最大、最小的值要是数、日期或有序的枚举值",
                  "a sum or mean is of numbers; max and min are of numbers, dates or values of an ordered enumeration"});
            read_rounding_of(type);
        }
        for (const ParsedPopulation::Rank& rank : parsed_.ranks) {
            made_.ranks.push_back({check_expression(rank.by, names_, std::nullopt, {}, context_.diagnostics), rank.descending});
            need(made_.ranks.back().by, has_order(made_.ranks.back().by.type()),
                 {"“按”后面要是数、日期或有序的枚举值", "`by` is a number, a date or a value of an ordered enumeration"});
        }
        // of a name that is broken the type is `nothing`: that has been said, and no datum could be read by it
        if (context_.diagnostics.error_count() != errors_ || leans_on_broken()) {
            context_.broken.push_back(input_.field.name);
            return {.kind = SymbolKind::input, .index = 0, .type = Type::nothing(), .declared = made_.declared};
        }
        return add();
    }

private:
    [[nodiscard]] bool leans_on_broken() const {
        const std::vector<const CheckedExpression*> all = made_.expressions();
        return std::any_of(all.begin(), all.end(), [](const CheckedExpression* one) { return one->type().is(TypeKind::nothing); });
    }

    void need(const CheckedExpression& expression, bool fits, const Bilingual& what) {
        const Type& type = expression.type();
        if (type.is(TypeKind::nothing)) {
            return;
        }
        if (!fits || type.optional()) {
            context_.diagnostics.error("E335", expression.span(expression.root),
                                       fits ? Bilingual{"这里的值可能没有（无）", "the value may be absent here"} : what,
                                       fits ? Bilingual{"用 default(…, …) 说没有的时候算什么", "say with default(…, …) what stands for it"}
                                            : Bilingual{"检查这里写的表达式", "look at the expression here"});
        }
    }

    void read_rounding_of(const Type& type) {
        if (parsed_.round == nullptr || !type.is(TypeKind::number)) {
            return;
        }
        if (const auto rule = read_rounding(context_, *parsed_.round, type.unit())) {
            made_.rounding = rule->mode;
            made_.round_step = rule->step;
            need_decimal_step(parsed_.round->span());
        }
    }

    void need_decimal_step(Span place) {
        while (denominator(Rational(made_.round_step * Rational(pow10(decimals_of_step_)))) != 1) {
            if (++decimals_of_step_ > kMostStepDecimals) {
                context_.diagnostics.error("E336", place, {"取整的步长不是有限小数", "the step of the rounding is no decimal"},
                                           {"写成 0.01、1、100 等", "write 0.01, 1, 100 or the like"});
                return;
            }
        }
    }

    [[nodiscard]] Symbol add() {
        lay_out();
        Incentive& incentive = names_.incentive();
        const auto index = static_cast<std::uint32_t>(incentive.inputs.size());
        made_.input = index;
        const Symbol symbol{.kind = SymbolKind::input, .index = index, .type = input_.field.type, .declared = made_.declared};
        input_.provenance = parsed_.provenance;
        input_.from_batch = true;
        const std::string& name = input_.field.name;
        input_.question = {name + "：由整批申报算出，核定整批时才知道", name + ": formed from all applications, known once the batch is decided"};
        incentive.inputs.push_back(std::move(input_));
        incentive.populations.push_back(std::move(made_));
        return symbol;
    }

    /// Gives the input its type and column. Mean, least and greatest of nothing, and the rank of one that is not ranked, are absent.
    void lay_out() {
        FieldSchema& field = input_.field;
        const bool counts = made_.kind == Population::Kind::count || made_.kind == Population::Kind::rank;
        field.type = counts ? Type::number() : made_.value->type();
        if (field.type.is(TypeKind::number)) {
            EntryUnit entry{.unit = field.type.unit(), .factor = 1, .text = ""};
            entry.text = entry.unit.plain() ? "" : unit_name(entry.unit, true);
            const DeclaredType declared{counts ? "integer" : entry.unit.is_money() ? "money" : "number", field.type, entry};
            field.entry = entry;
            field.decimals = made_.kind == Population::Kind::mean ? decimals_of_step_
                                                                  : parsed_.decimals.value_or(usual_decimals(declared));
            field.step = Rational(1) / Rational(pow10(field.decimals));
            settle_bounds(declared, field);
            if (counts) {
                field.least = 0;
            }
        } else {
            field.kind = field.type.is(TypeKind::date) ? ColumnKind::date : ColumnKind::enumeration;
        }
        const bool of_some = made_.kind == Population::Kind::min || made_.kind == Population::Kind::max ||
                             made_.kind == Population::Kind::mean;
        if (of_some || (made_.kind == Population::Kind::rank && made_.when)) {
            field.type = field.type.as_optional();
            input_.may_be_absent = true;
        }
    }

    LoadContext& context_;
    const ParsedPopulation& parsed_;
    RuleNames& names_;
    static constexpr unsigned kMostStepDecimals = 30;

    std::size_t errors_;
    Population made_;
    Input input_;
    unsigned decimals_of_step_ = 0;
};

void declare_population(LoadContext& context, const YamlEntry& entry, RuleNames& names) {
    const auto name = read_name(context, entry.key);
    const Fields keys(context, entry.value, Scope::population, entry.key.span());
    std::shared_ptr<const ParsedPopulation> parsed = PopulationReader(context, keys).read(names.incentive().citations);
    if (!name || parsed == nullptr) {
        context.broken.push_back(entry.key.text);
        names.declare(entry.key.text, {.kind = SymbolKind::input, .index = 0, .type = Type::nothing(),
                                       .declared = entry.key.span()});
        return;
    }
    RuleNames::Pending pending{.name = *name, .declared = entry.key.span(), .mentions = {}, .check = {}};
    for (const SyntaxTree& tree : parsed->per) {
        add_mentions(tree, pending.mentions);
    }
    for (const ParsedPopulation::Rank& rank : parsed->ranks) {
        add_mentions(rank.by, pending.mentions);
    }
    for (const auto* tree : {&parsed->value, &parsed->when}) {
        if (*tree) {
            add_mentions(**tree, pending.mentions);
        }
    }
    pending.check = [&context, &names, parsed = std::move(parsed), name = *name, declared = entry.key.span()] {
        return PopulationChecker(context, *parsed, names, name, declared).check();
    };
    names.declare(std::move(pending));
}

}  // namespace

void load_populations(LoadContext& context, const Fields& file, RuleNames& names) {
    for (const YamlEntry& entry : file.entries("population")) {
        declare_population(context, entry, names);
    }
}

void check_populations(LoadContext& context, Incentive& incentive) {
    Dependencies dependencies(incentive);
    std::vector<bool> formed(incentive.inputs.size());
    for (const Population& one : incentive.populations) {
        formed[one.input] = true;
    }
    for (const Population& one : incentive.populations) {
        Reads reads = dependencies.none();
        for (const CheckedExpression* expression : one.expressions()) {
            reads.add(dependencies.of(*expression));
        }
        bool patents = false;
        bool others = false;
        for (std::size_t at = 0; at < reads.inputs.size(); ++at) {
            if (reads.inputs[at] && formed[at]) {
                auto& leaning = context.diagnostics.error(
                    "E337", one.declared,
                    {fmt::format("“{}”用到另一个全批的值“{}”", incentive.inputs[one.input].field.name, incentive.inputs[at].field.name),
                     fmt::format("`{}` leans on `{}`, another value of the whole batch", incentive.inputs[one.input].field.name,
                                 incentive.inputs[at].field.name)},
                    {"全批的值都在第一遍由各份申报自己的数得出；两个值之间的计算写在“计算”里",
                     "values of the batch are formed in one pass from what each application says; combine two of them in a definition"});
                leaning.related.push_back({incentive.inputs[at].declared, {"在这里声明", "declared here"}});
                break;
            }
            patents = patents || (reads.inputs[at] && incentive.inputs[at].role == Input::Role::patent_count);
            others = others || (reads.inputs[at] && incentive.inputs[at].role != Input::Role::patent_count);
        }
        if (patents && !others) {
            incentive.inputs[one.input].role = Input::Role::patent_count;
        }
    }
}

}  // namespace huiqi
