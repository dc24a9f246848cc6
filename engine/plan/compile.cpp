#include "engine/plan/compile.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "engine/plan/incentive_compiler.h"
#include "engine/plan/prune.h"

namespace huiqi {
namespace {

/// Gives each input its column: one for all incentives where the bundle shares it, or where no other has its name.
class InputColumns {
public:
    InputColumns(PlanTools& tools, const std::vector<const Incentive*>& incentives, const Bundle* bundle)
        : tools_(tools) {
        std::unordered_map<std::string_view, int> uses;
        for (const Incentive* incentive : incentives) {
            for (const Input& input : incentive->inputs) {
                ++uses[input.field.name];
            }
        }
        for (const auto& [name, count] : uses) {
            if (count > 1) {
                clashing_.insert(name);
            }
        }
        if (bundle != nullptr) {
            for (const std::string& name : bundle->shared) {
                shared_.insert(name);
            }
        }
    }

    [[nodiscard]] PlanValue column(const Incentive& incentive, const Input& input) {
        FieldSchema field = input.field;
        if (!input.may_be_absent) {
            field.type = field.type.without_optional();
        }
        const bool shared = shared_.contains(field.name);
        if (!shared && clashing_.contains(field.name)) {
            return tools_.inputs.add(std::move(field), std::string(incentive.id) + "." + input.field.name);
        }
        const auto known = columns_.find(field.name);
        if (known != columns_.end()) {
            return known->second;
        }
        PlanValue value = tools_.inputs.add(std::move(field), input.field.name);
        columns_.emplace(input.field.name, value);
        return value;
    }

private:
    PlanTools& tools_;
    std::unordered_set<std::string_view> clashing_;
    std::unordered_set<std::string_view> shared_;
    std::unordered_map<std::string, PlanValue> columns_;
};

/// What the names of a bundle's totals stand for: the awards.
class AwardSymbols : public SymbolSource {
public:
    explicit AwardSymbols(const Plan& plan) : plan_(plan) {}

    [[nodiscard]] PlanValue symbol(SymbolKind /*kind*/, std::uint32_t index) override {
        return plan_.incentives[index].award;
    }
    [[nodiscard]] PlanValue parameter_on(std::uint32_t /*index*/, const PlanValue& day) override { return day; }
    [[nodiscard]] PlanValue table(std::uint32_t /*index*/, const std::vector<PlanValue>& /*arguments*/) override {
        return {};
    }

private:
    const Plan& plan_;
};

void report_abstract(const Incentive& incentive, const CompileOptions& options, Diagnostics& diagnostics) {
    for (const Parameter& parameter : incentive.parameters) {
        const bool unset = std::find(incentive.unset.begin(), incentive.unset.end(), parameter.name) != incentive.unset.end();
        if (!unset || options.bind.contains(parameter.name)) {
            continue;
        }
        diagnostics.error("E308", parameter.declared,
                          {"“" + incentive.id + "”的参数“" + parameter.name + "”由地方规定，还没有设定，不能计算",
                           "parameter `" + parameter.name + "` of `" + incentive.id +
                               "` is left to the locality and not set, so nothing can be computed"},
                          {"写一个“种类: 细则”的文件，以“" + incentive.id + "”为上位，在“参数”里给出" + parameter.name + "的值和依据",
                           "write an overlay whose parent is `" + incentive.id + "` and give `" + parameter.name +
                               "` a value with its source under `parameters`"});
    }
}

}  // namespace

Plan compile(const std::vector<const Incentive*>& incentives, const Bundle* bundle, const CompileOptions& options,
             Diagnostics& diagnostics) {
    Plan plan;
    plan.limits = options.limits;
    PlanTools tools(plan, options.limits);
    InputColumns columns(tools, incentives, bundle);
    for (const Incentive* incentive : incentives) {
        if (!options.abstract) {
            report_abstract(*incentive, options, diagnostics);
        }
        IncentiveCompiler compiler(
            tools, *incentive, options,
            [&columns, incentive](const Input& input) { return columns.column(*incentive, input); }, diagnostics);
        plan.incentives.push_back(compiler.compile());
    }
    if (bundle != nullptr) {
        AwardSymbols symbols(plan);
        Expressions expressions(tools.builder, tools.numbers, tools.values, symbols);
        for (const Bundle::Total& total : bundle->totals) {
            const PlanValue value = tools.values.ready(expressions.lower(total.expression), 0);
            plan.totals.push_back({.name = total.name, .value = value});
        }
    }
    if (tools.builder.too_large()) {
        diagnostics.error("E609", incentives.empty() ? Span{} : incentives.front()->declared,
                          {"规则太大，无法编译", "the rules are too large to compile"},
                          {"拆成几个组合分别运行", "split them into several bundles"});
        return plan;
    }
    prune(plan);
    rewrite(plan, options.passes);
    verify(plan);
    return plan;
}

Plan compile(const Incentive& incentive, const CompileOptions& options, Diagnostics& diagnostics) {
    return compile({&incentive}, nullptr, options, diagnostics);
}

}  // namespace huiqi
