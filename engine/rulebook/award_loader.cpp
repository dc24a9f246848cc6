#include "engine/rulebook/award_loader.h"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/cell_ranges.h"
#include "engine/language/parser.h"
#include "engine/rulebook/citations_loader.h"
#include "engine/rulebook/rounding_text.h"

namespace huiqi {
namespace {

using Kind = AwardStep::Kind;

struct StepKey {
    std::string_view en;
    Kind kind;
};
constexpr std::array kStepKeys{
    StepKey{"base", Kind::base},   StepKey{"times", Kind::times},           StepKey{"bands", Kind::bands},
    StepKey{"plus", Kind::plus},   StepKey{"minus", Kind::minus},           StepKey{"round", Kind::round},
    StepKey{"cap", Kind::cap},     StepKey{"none_below", Kind::none_below}, StepKey{"floor", Kind::floor},
};

/// Reads one list of steps. `unit_` is the unit of the running amount once the base is read.
class StepsReader {
public:
    StepsReader(LoadContext& context, RuleNames& names, bool money) : context_(context), names_(names) {
        if (money) {
            unit_ = Unit::of("CNY");
        }
    }

    std::vector<AwardStep> read(const std::vector<NodeId>& items) {
        std::vector<AwardStep> steps;
        for (const NodeId item : items) {
            if (auto step = read_step(item, steps.empty())) {
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
        if (found == nullptr) {
            wrong_step(keys.owner(), {"这一步没有说做什么", "the step does not say what it does"},
                       {"写 基数、乘、分档、加、减、取整、上限、下限、起付 之一",
                        "write one of base, times, bands, plus, minus, round, cap, floor, none_below"});
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

    CheckedExpression check(const MappedText& text, const std::optional<Type>& expected) {
        const SyntaxTree tree = parse_expression(text, context_.parse, context_.diagnostics);
        return check_expression(tree, names_, expected, {}, context_.diagnostics);
    }

    std::optional<AwardStep> read_step(NodeId item, bool first) {
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
            step.when = check(*when, Type::boolean());
            if (first) {
                wrong_step(keys.key("when"), {"“基数”不能有“当”", "the `base` cannot have `when`"},
                           {"写成 if 条件 then 甲 else 乙", "write `if … then … else …`"});
            }
        }
        if (placed) {
            read_value(keys, *key, step);
        }
        return step;
    }

    void read_value(const Fields& keys, const StepKey& key, AwardStep& step) {
        if (key.kind == Kind::bands) {
            read_bands(*keys.node("bands"), keys.key("bands"), step);
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
            step.value = check(text, Type::number());
        } else {
            // An absent cap or floor changes nothing; any other absent value has no meaning.
            const bool may_lack = key.kind == Kind::cap || key.kind == Kind::floor;
            step.value = check(text, running(may_lack));
        }
    }

    [[nodiscard]] std::optional<Type> running(bool optional) const {
        if (!unit_) {
            return std::nullopt;
        }
        return optional ? Type::number(*unit_).as_optional() : Type::number(*unit_);
    }

    void read_base(const MappedText& text, AwardStep& step) {
        step.value = check(text, running(false));
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

    void read_bands(NodeId node, Span owner, AwardStep& step) {
        const Fields keys(context_, node, Scope::bands, owner);
        if (const Spelling* method = keys.word("method", Scope::bands_word)) {
            step.method = method->en == "whole" ? AwardStep::Method::whole : AwardStep::Method::marginal;
        }
        const std::vector<NodeId>& items = keys.items("bands");
        for (std::size_t i = 0; i < items.size(); ++i) {
            read_band(items[i], i + 1 == items.size(), step);
        }
        if (items.empty() && keys.has("bands")) {
            context_.diagnostics.error("E315", keys.key("bands"), {"“档”里一档也没有", "there is no band"},
                                       {"加上 {至: 500万元, 率: 5%}, {率: 3%}", "add {upto: 500万元, rate: 5%}, {rate: 3%}"});
        }
        check_rising(step);
    }

    void read_band(NodeId item, bool last, AwardStep& step) {
        const Fields keys(context_, item, Scope::band, short_span(context_, item));
        const MappedText* upto = keys.text("upto");
        if (last && upto != nullptr) {
            context_.diagnostics.error("E315", keys.key("upto"),
                                       {"最后一档不能有“至”：超过它的部分没有率",
                                        "the last band cannot have `upto`: what lies above has no rate"},
                                       {"加一档 {率: 0%}，或者去掉“至”", "add a band {rate: 0%}, or leave out `upto`"});
        }
        if (!last && upto == nullptr) {
            context_.diagnostics.error("E315", keys.owner(),
                                       {"除了最后一档，都要写“至”", "every band but the last needs `upto`"},
                                       {"加上“至: …”", "add `upto: …`"});
        }
        AwardStep::Band band;
        if (upto != nullptr) {
            band.upto = check(*upto, running(false));
        }
        if (const MappedText* rate = keys.text("rate")) {
            band.rate = check(*rate, Type::number());
        }
        step.bands.push_back(std::move(band));
    }

    /// Constant edges must rise; computed ones are the evaluator's business.
    void check_rising(const AwardStep& step) {
        std::optional<Rational> before;
        for (const AwardStep::Band& band : step.bands) {
            const auto edge = band.upto && !band.upto->nodes.empty() ? constant_number(*band.upto, band.upto->root)
                                                                     : std::nullopt;
            if (edge && before && *edge <= *before) {
                context_.diagnostics.error("E315", band.upto->text.span(),
                                           {"“至”没有一档比一档高", "the edges of the bands do not rise"},
                                           {"从低到高排列", "put the bands in rising order"});
            }
            before = edge ? edge : before;
        }
    }

    LoadContext& context_;
    RuleNames& names_;
    std::optional<Unit> unit_;
};

}  // namespace

void load_award(LoadContext& context, const Fields& file, RuleNames& names) {
    names.incentive().award = StepsReader(context, names, true).read(file.items("award"));
}

std::vector<AwardStep> read_steps(LoadContext& context, NodeId node, RuleNames& names) {
    return StepsReader(context, names, false).read(read_items(context, node));
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
