#include "engine/plan/compile.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "engine/diagnostic/expect.h"
#include "engine/plan/feeds.h"
#include "engine/plan/incentive_compiler.h"
#include "engine/plan/prune.h"
#include "engine/rulebook/bundle_inputs.h"

namespace huiqi {
namespace {

/// Gives each input its column, one for all incentives that ask the same, or the result that it takes.
class InputColumns {
public:
    InputColumns(PlanTools& tools, Plan& plan, const std::vector<const Incentive*>& incentives, const Bundle* bundle)
        : tools_(tools), plan_(plan), incentives_(incentives), links_(incentives, bundle),
          feeds_(tools.builder, tools.numbers, tools.values) {}

    /// Gives the incentives in an order in which results stand before those who take them.
    [[nodiscard]] std::vector<std::size_t> order() const {
        std::vector<std::size_t> order = links_.order();
        expect(order.size() == incentives_.size(), "the loader refuses bundles whose incentives turn in a circle");
        return order;
    }

    [[nodiscard]] PlanValue column(std::size_t member, std::uint32_t index) {
        const Input& input = incentives_[member]->inputs[index];
        if (const auto source = links_.source(member, index)) {
            return feeds_.taken(input, plan_.incentives[*source]);
        }
        const std::string name = links_.column(member, index);
        const auto known = columns_.find(name);
        if (known != columns_.end()) {
            FieldSchema& shared = plan_.schema.fields[*plan_.schema.index(name)];
            shared.guarded = shared.guarded || input.field.guarded;
            return known->second;
        }
        FieldSchema field = input.field;
        if (!input.may_be_absent) {
            field.type = field.type.without_optional();
        }
        PlanValue value = tools_.inputs.add(std::move(field), name);
        columns_.emplace(name, value);
        return value;
    }

    /// Gives the field of the schema for each input of a member.
    [[nodiscard]] std::vector<std::uint32_t> fields(std::size_t member) const {
        std::vector<std::uint32_t> fields;
        for (std::size_t input = 0; input < incentives_[member]->inputs.size(); ++input) {
            const auto field = links_.source(member, input) ? std::nullopt : plan_.schema.index(links_.column(member, input));
            fields.push_back(field ? static_cast<std::uint32_t>(*field) : kNoField);
        }
        return fields;
    }

private:
    PlanTools& tools_;
    Plan& plan_;
    const std::vector<const Incentive*>& incentives_;
    BundleInputs links_;
    Feeds feeds_;
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

/// Leaves nothing to give out but what 全批 asks.
void keep_populations(Plan& plan) {
    for (IncentivePlan& incentive : plan.incentives) {
        IncentivePlan kept;
        kept.id = std::move(incentive.id);
        kept.fields = std::move(incentive.fields);
        kept.populations = std::move(incentive.populations);
        incentive = std::move(kept);
    }
}

}  // namespace

Plan compile(const std::vector<const Incentive*>& incentives, const Bundle* bundle, const CompileOptions& options,
             Diagnostics& diagnostics) {
    Plan plan;
    plan.limits = options.limits;
    PlanTools tools(plan, options.limits);
    if (!options.given.empty()) {
        tools.builder.fold_known();
    }
    InputColumns columns(tools, plan, incentives, bundle);
    plan.incentives.resize(incentives.size());
    for (const std::size_t member : columns.order()) {
        const Incentive& incentive = *incentives[member];
        if (!options.abstract && std::find(options.open.begin(), options.open.end(), &incentive) == options.open.end()) {
            report_abstract(incentive, options, diagnostics);
        }
        IncentiveCompiler compiler(
            tools, incentive, options,
            [&columns, member](std::uint32_t input) { return columns.column(member, input); }, diagnostics);
        plan.incentives[member] = compiler.compile();
        plan.incentives[member].fields = columns.fields(member);
    }
    if (options.populations) {
        keep_populations(plan);
    } else if (bundle != nullptr) {
        AwardSymbols symbols(plan);
        Expressions expressions(tools.builder, tools.numbers, tools.values, symbols);
        for (const Bundle::Total& total : bundle->totals) {
            const PlanValue value = tools.values.ready(expressions.lower(total.expression), 0);
            plan.totals.push_back({.name = total.name, .value = value});
        }
    }
    if (tools.builder.too_large()) {
        if (const std::optional<Span> outgrown = tools.builder.outgrown()) {
            diagnostics.error("E609", *outgrown,
                              {"不看申报就能算出来的数超过 8192 个二进制位（约 2400 位数字）",
                               "a number that the rules alone give passes 8,192 bits (some 2,400 digits)"},
                              {"多半是乘方套乘方，或者几千个不同的分母相加；先取整再往下算，例如 四舍五入到分",
                               "look for powers of powers, or for thousands of different divisors in one sum; round before going on"});
            return plan;
        }
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
