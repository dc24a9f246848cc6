#include "engine/rulebook/loaders/award_loader.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/data/value.h"
#include "engine/diagnostic/text.h"
#include "engine/language/cell_ranges.h"
#include "engine/language/guarded.h"
#include "engine/language/parser.h"
#include "engine/rulebook/constant.h"
#include "engine/rulebook/loaders/bands_loader.h"
#include "engine/rulebook/loaders/citations_loader.h"
#include "engine/rulebook/rounding_text.h"

namespace huiqi {
namespace {

using Kind = AwardStep::Kind;

struct StepKey {
    std::string_view en;
    Kind kind;
};
constexpr std::array kStepKeys{
    StepKey{"base", Kind::base},   StepKey{"times", Kind::times}, StepKey{"uplift", Kind::uplift},
    StepKey{"bands", Kind::bands}, StepKey{"plus", Kind::plus},   StepKey{"minus", Kind::minus},
    StepKey{"round", Kind::round}, StepKey{"cap", Kind::cap},     StepKey{"none_below", Kind::none_below},
    StepKey{"floor", Kind::floor},
};

/// Reads one list of steps. `unit_` is the unit of the running amount once the base is read.
class StepsReader {
public:
    StepsReader(LoadContext& context, RuleNames& names, bool money, const std::optional<CheckedExpression>* around = nullptr)
        : context_(context), names_(names), around_(around) {
        if (money) {
            unit_ = names.incentive().currency;
        }
    }

    /// Steps that go on from those that are there already.
    std::vector<AwardStep> read(const std::vector<NodeId>& items, std::vector<AwardStep> steps = {}) {
        for (const NodeId item : items) {
            if (auto step = read_step(item, steps)) {
                steps.push_back(std::move(*step));
            }
        }
        return steps;
    }

private:
    void wrong_step(Span span, Bilingual message, Bilingual help) {
        context_.diagnostics.error("E314", span, std::move(message), std::move(help));
    }

    /// Finds the one key that says what the step does.
    const StepKey* step_key(const Fields& keys) {
        const StepKey* found = nullptr;
        for (const StepKey& row : kStepKeys) {
            if (!keys.has(row.en)) {
                continue;
            }
            if (found != nullptr) {
                wrong_step(keys.key(row.en), {"一步只能做一件事", "one step does one thing"},
                           {"拆成两步，先后就是计算的先后", "make two steps of it; their order is the order of computation"});
                return nullptr;
            }
            found = &row;
        }
        if (found == nullptr && !keys.has_unknown()) {
            wrong_step(keys.owner(), {"这一步没有说做什么", "the step does not say what it does"},
                       {"写 基数、乘、上浮、分档、加、减、取整、上限、下限、起付 之一",
                        "write one of base, times, uplift, bands, plus, minus, round, cap, floor, none_below"});
        }
        return found;
    }

    bool in_place(const Fields& keys, const StepKey& key, bool first) {
        if (first == (key.kind == Kind::base)) {
            return true;
        }
        if (first) {
            wrong_step(keys.key(key.en), {"第一步要写“基数”", "the first step is the `base`"},
                       {"从“基数: …”开始", "begin with `base: …`"});
        } else {
            wrong_step(keys.key(key.en), {"“基数”只能是第一步", "`base` can only be the first step"},
                       {"后面的步骤用 加、乘、上限 等", "later steps are plus, times, cap and so on"});
        }
        return false;
    }

    /// What holds wherever a step is looked at: its `当`, and that of all steps.
    [[nodiscard]] std::vector<const CheckedExpression*> guards(const AwardStep& step) const {
        std::vector<const CheckedExpression*> all;
        for (const auto* guard : {around_, &step.when}) {
            if (guard != nullptr && *guard) {
                all.push_back(&**guard);
            }
        }
        return all;
    }

    CheckedExpression check(const MappedText& text, const std::optional<Type>& expected, const AwardStep& step) {
        const SyntaxTree tree = parse_expression(text, context_.parse, context_.diagnostics);
        return check_guarded(tree, names_, expected, guards(step), context_.diagnostics);
    }

    std::optional<AwardStep> read_step(NodeId item, const std::vector<AwardStep>& before) {
        const bool first = before.empty();
        const Fields keys(context_, item, Scope::step, short_span(context_, item));
        const StepKey* key = step_key(keys);
        if (key == nullptr) {
            return std::nullopt;
        }
        const bool placed = in_place(keys, *key, first);
        AwardStep step;
        step.kind = key->kind;
        step.declared = keys.key(key->en);
        step.note = keys.prose("note");
        step.provenance = read_provenance(context_, keys, names_.incentive().citations);
        if (const MappedText* when = keys.text("when")) {
            step.when = check(*when, Type::boolean(), step);
            if (first) {
                wrong_step(keys.key("when"), {"“基数”不能有“当”", "the `base` cannot have `when`"},
                           {"写成 if 条件 then 甲 else 乙", "write `if … then … else …`"});
            }
        }
        if (placed) {
            read_value(keys, *key, step, before);
        }
        return step;
    }

    void read_value(const Fields& keys, const StepKey& key, AwardStep& step, const std::vector<AwardStep>& before) {
        if (key.kind == Kind::bands) {
            read_bands(context_, names_, unit_, keys, guards(step), step);
            return;
        }
        if (key.kind == Kind::uplift) {
            const auto rate = std::find_if(before.rbegin(), before.rend(),
                                           [](const AwardStep& one) { return one.kind != Kind::uplift; });
            read_uplift(keys, step, rate == before.rend() ? nullptr : &*rate);
            return;
        }
        const MappedText& text = *keys.text(key.en);
        if (key.kind == Kind::base) {
            read_base(text, step);
        } else if (key.kind == Kind::round) {
            if (const auto rule = unit_ ? read_rounding(context_, text, *unit_) : std::nullopt) {
                step.rounding = rule->mode;
                step.round_step = rule->step;
            }
        } else if (key.kind == Kind::times) {
            step.value = check(text, Type::number(), step);
        } else {
            // An absent cap or floor changes nothing; any other absent value has no meaning.
            const bool may_lack = key.kind == Kind::cap || key.kind == Kind::floor;
            step.value = check(text, running(may_lack), step);
        }
    }

    [[nodiscard]] std::optional<Type> running(bool optional) const {
        if (!unit_) {
            return std::nullopt;
        }
        return optional ? Type::number(*unit_).as_optional() : Type::number(*unit_);
    }

    void read_base(const MappedText& text, AwardStep& step) {
        step.value = check(text, running(false), step);
        if (unit_) {
            return;
        }
        const Type& type = step.value->type();
        if (type.is(TypeKind::number) && !type.optional()) {
            unit_ = type.unit();
        } else if (!type.is(TypeKind::nothing)) {
            wrong_step(text.span(),
                       {fmt::format("基数要是数，这里却是{}", type_name(type, true)),
                        fmt::format("the base is a number, not {}", type_name(type, false))},
                       {"写一个一定有值的数", "write a number that is always there"});
        }
    }

    /// `上浮: {相对: 10%}` or `{百分点: 3}`; a bare `上浮: 10%` can mean either.
    void read_uplift(const Fields& keys, AwardStep& step, const AwardStep* before) {
        const NodeId node = *keys.node("uplift");
        if (context_.node(node).kind == NodeKind::scalar) {
            open_uplift(context_.node(node).scalar.span(), before);
            return;
        }
        const Fields ways(context_, node, Scope::uplift, keys.key("uplift"));
        const MappedText* relative = ways.text("relative");
        const MappedText* points = ways.text("points");
        if ((relative == nullptr) == (points == nullptr)) {
            open_uplift(keys.key("uplift"), before);
            return;
        }
        const MappedText& text = relative != nullptr ? *relative : *points;
        const bool bare = is_bare_number(text.text);
        step.uplift = relative != nullptr ? AwardStep::Uplift::relative
                      : bare              ? AwardStep::Uplift::points
                                          : AwardStep::Uplift::rate;
        step.value = check(text, Type::number(), step);
        if (relative != nullptr && bare) {
            report_bare_rate(context_, text);
        }
        if (points != nullptr && !has_rate(before)) {
            wrong_step(keys.key("uplift"),
                       {"上浮几个百分点，是提高紧接在前面的“乘”或“分档”的率，这里前面没有",
                        "points raise the rate of the `times` or `bands` just before, and there is none"},
                       {"紧跟在“乘: 比例”或“分档”之后写，在取整和上限之前", "put it right behind `times: rate` or `bands`, before rounding and caps"});
        }
    }

    /// The example is made with the rate before it, where that is known.
    void open_uplift(Span span, const AwardStep* before) {
        Rational rate = Rational(1, 20);
        if (before != nullptr && before->kind == Kind::times && before->value && !before->value->nodes.empty()) {
            const auto known = constant_number(*before->value, before->value->root);
            rate = known && *known < 1 ? *known : rate;
        }
        const Type percent = Type::number();
        const std::string from = value_text(Value::of(rate * 100), percent, true) + "%";
        const std::string to = value_text(Value::of(rate * 100 + 10), percent, true) + "%";
        context_.diagnostics.error(
            "E352", span,
            {"没有说上浮的是什么：金额的百分之几，还是率的几个百分点？",
             "the uplift does not say of what: a share of the amount, or points of its rate?"},
            {fmt::format("写“上浮: {{相对: 10%}}”（金额变为1.1倍）或“上浮: {{百分点: 10}}”（率{}变为{}）", from, to),
             fmt::format("write `uplift: {{relative: 10%}}` (1.1 times the amount) or `uplift: {{points: 10}}` (a rate of {} becomes {})", from, to)});
    }

    /// Tells whether points can be added to a rate: that of the step before, other uplifts aside.
    static bool has_rate(const AwardStep* before) {
        if (before == nullptr) {
            return false;
        }
        if (before->kind == Kind::bands) {
            return std::all_of(before->bands.begin(), before->bands.end(),
                               [](const AwardStep::Band& band) { return band.rate.has_value(); });
        }
        return before->kind == Kind::times;
    }

    LoadContext& context_;
    RuleNames& names_;
    std::optional<Unit> unit_;
    const std::optional<CheckedExpression>* around_;   ///< what all steps are looked at under; may be none
};

/// Steps that are none: there is no amount, and zero would be a guess.
void report_no_steps(LoadContext& context, Span place) {
    context.diagnostics.error("E314", place, {"这里一步也没有，算不出金额", "there is no step here, and so no amount"},
                              {"从“- 基数: …”开始写；没有金额的，去掉整个键", "begin with `- base: …`, or leave out the key where there is no amount"});
}

}  // namespace

void load_award(LoadContext& context, const Fields& file, RuleNames& names) {
    const std::vector<NodeId>& items = file.items("award");
    if (file.has("award") && items.empty()) {
        report_no_steps(context, file.key("award"));
    }
    names.incentive().award = StepsReader(context, names, true).read(items);
}

std::vector<AwardStep> read_steps(LoadContext& context, NodeId node, RuleNames& names) {
    const std::vector<NodeId>& items = read_items(context, node);
    if (items.empty() && context.node(node).kind == NodeKind::sequence) {
        report_no_steps(context, short_span(context, node));
    }
    return StepsReader(context, names, false).read(items);
}

std::vector<AwardStep> read_steps_on(LoadContext& context, AwardStep base, const std::vector<NodeId>& items,
                                     RuleNames& names, const std::optional<CheckedExpression>& around) {
    std::vector<AwardStep> steps;
    steps.push_back(std::move(base));
    return StepsReader(context, names, true, &around).read(items, std::move(steps));
}

void load_extras(LoadContext& context, const Fields& file, RuleNames& names) {
    for (const YamlEntry& entry : file.entries("also")) {
        ExtraAmount extra;
        extra.name = read_name(context, entry.key).value_or(entry.key.text);
        extra.declared = entry.key.span();
        extra.steps = read_steps(context, entry.value, names);
        names.incentive().extras.push_back(std::move(extra));
    }
}

Unit amount_unit(const std::vector<AwardStep>& steps) {
    return steps.empty() || !steps.front().value ? Unit::of("CNY") : steps.front().value->type().unit();
}

}  // namespace huiqi
