#include "engine/anomaly/view_program.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/parser.h"
#include "engine/plan/compile.h"
#include "engine/rulebook/condition_tests.h"
#include "engine/rulebook/fields.h"
#include "engine/rulebook/loaders/conditions_loader.h"
#include "engine/rulebook/loaders/definitions_loader.h"
#include "engine/rulebook/names.h"

namespace huiqi {
namespace {

/// Stands for the columns of a relation as inputs that enter the rule when an expression names them.
Library columns_as_library(const RowSet& from, Span declared) {
    Library library;
    library.id = from.name;
    for (const RelationColumn& column : from.columns) {
        Input input;
        input.field = column.field;
        input.may_be_absent = column.field.type.optional();
        input.declared = declared;
        library.inputs.push_back(std::move(input));
    }
    return library;
}

[[nodiscard]] bool goes_through_list(CoreOp op) noexcept {
    return op == CoreOp::filter || op == CoreOp::for_ || op == CoreOp::some || op == CoreOp::every || op == CoreOp::sort;
}

[[nodiscard]] std::size_t loop_depth(const CheckedExpression& expression) {
    std::vector<std::size_t> depth(expression.nodes.size(), 0);
    for (std::size_t at = 0; at < depth.size(); ++at) {   // children stand before parents
        const CoreNode& node = expression.nodes[at];
        for (std::size_t child = 0; child < node.children.size(); ++child) {
            const std::size_t inside = goes_through_list(node.op) && child != 0 ? 1U : 0U;
            depth[at] = std::max(depth[at], depth[node.children[child]] + inside);
        }
    }
    return depth.empty() ? 0 : depth[expression.root];
}

/// Tells of each node whether it is the same for every row and every element: it names constants and parameters alone.
[[nodiscard]] std::vector<bool> same_everywhere(const CheckedExpression& expression) {
    std::vector<bool> same(expression.nodes.size(), false);
    for (std::size_t at = 0; at < same.size(); ++at) {
        const CoreNode& node = expression.nodes[at];
        const bool names = node.op == CoreOp::variable || (node.op == CoreOp::symbol && node.symbol_kind != SymbolKind::parameter && node.symbol_kind != SymbolKind::enum_value);
        same[at] = !names && std::all_of(node.children.begin(), node.children.end(), [&](CoreId child) { return same[child]; });
    }
    return same;
}

/// Checks the expressions of one view.
class ProgramMaker {
public:
    ProgramMaker(const View& view, const Check* check, const RowSet& from, Diagnostics& diagnostics)
        : view_(view),
          check_(check),
          context_{view.file->file->document, view.file->file->name, {view.file->units}, diagnostics},
          from_(from),
          columns_(columns_as_library(from, view.declared)),
          program_(std::make_shared<ViewProgram>()) {}

    std::shared_ptr<const ViewProgram> make() {
        const std::size_t errors = context_.diagnostics.error_count();
        Incentive& incentive = program_->incentive;
        incentive.id = view_.name;
        incentive.file = context_.file;
        incentive.declared = view_.declared;
        incentive.units = view_.file->units;
        incentive.citations = view_.file->own.citations;
        std::vector<const Library*> libraries{&columns_};
        libraries.insert(libraries.end(), view_.file->libraries.begin(), view_.file->libraries.end());
        RuleNames names(incentive, view_.file->own.enumerations, libraries, context_.diagnostics);
        const Fields keys(context_, view_.node, check_ != nullptr ? Scope::check : Scope::view, view_.declared);
        load_definitions(context_, keys, names);
        names.settle();
        const std::size_t definitions = incentive.definitions.size();
        add_test(keys, "where", names, program_->where);
        if (check_ != nullptr) {
            add_check(keys, names);
        }
        if (context_.diagnostics.error_count() == errors) {
            CompileOptions options;
            options.all_inputs = false;
            Diagnostics plan_faults;
            program_->plan = std::make_shared<const Plan>(compile(incentive, options, plan_faults));
            context_.diagnostics.append(std::move(plan_faults));
            add_outputs(definitions);
            add_used();
        }
        return program_;
    }

private:
    void add_test(const Fields& keys, std::string_view key, RuleNames& names, std::optional<std::size_t>& index) {
        const MappedText* text = keys.text(key);
        if (text == nullptr) {
            return;
        }
        Anomaly anomaly;
        anomaly.id = std::string(key);
        anomaly.test = check_test(context_, *text, names);
        anomaly.declared = text->span();
        index = program_->incentive.anomalies.size();
        program_->incentive.anomalies.push_back(std::move(anomaly));
    }

    void add_check(const Fields& keys, RuleNames& names) {
        add_test(keys, "when", names, program_->when);
        if (const auto node = keys.node("description"); node && program_->when) {
            program_->incentive.anomalies[*program_->when].description = read_sentence(context_, *node, names);
        }
        if (const MappedText* text = keys.text("application")) {
            program_->application = add_value(*text, names, TypeKind::text);
        }
        if (const MappedText* text = keys.text("stake")) {
            program_->stake = add_value(*text, names, TypeKind::number);
            refuse_other_unit(*text, program_->incentive.definitions[*program_->stake].type);
        }
        for (const auto& [table, text] : check_->evidence) {
            program_->evidence.push_back(add_value(text, names, TypeKind::text, true));
        }
    }

    /// Adds an expression as a definition without a name: a text or a list of texts, or an amount.
    std::size_t add_value(const MappedText& text, RuleNames& names, TypeKind wanted, bool must_say = false) {
        Definition definition;
        const SyntaxTree tree = parse_expression(text, context_.parse, context_.diagnostics);
        definition.expression = check_expression(tree, names, std::nullopt, {}, context_.diagnostics);
        definition.type = definition.expression.type();
        definition.declared = text.span();
        const Type plain = definition.type.without_optional();
        const Type element = plain.is(TypeKind::list) ? plain.element().without_optional() : plain;
        if (!element.is(wanted) && (must_say || !element.is(TypeKind::nothing))) {
            context_.diagnostics.error("A106", text.span(),
                                       {fmt::format("这里是{}", type_name(definition.type, true)),
                                        fmt::format("this is {}", type_name(definition.type, false))},
                                       wanted == TypeKind::text
                                           ? Bilingual{"要写编号：文本，或者文本的列表", "numbers of rows are wanted: a text or a list of texts"}
                                           : Bilingual{"要写金额", "an amount is wanted"});
        }
        if (must_say) {
            refuse_constant_filter(definition.expression);
        }
        program_->incentive.definitions.push_back(std::move(definition));
        return program_->incentive.definitions.size() - 1;
    }

    /// What is at stake is told in yuan: days or a plain number would be told as money.
    void refuse_other_unit(const MappedText& text, const Type& type) {
        const Type plain = type.without_optional();
        if (plain.is(TypeKind::number) && plain.unit() != Unit::of("CNY")) {
            context_.diagnostics.error("A106", text.span(),
                                       {fmt::format("这里是{}，不是钱", type_name(type, true)), fmt::format("this is {} and not money", type_name(type, false))},
                                       {"写得出元的表达式，例如 amount", "write what gives yuan, such as amount"});
        }
    }

    /// A filter that asks nothing of its elements keeps all of them or none, whatever the data are: `们[1 = 2].id` is no evidence.
    void refuse_constant_filter(const CheckedExpression& expression) {
        const std::vector<bool> same = same_everywhere(expression);
        for (const CoreNode& node : expression.nodes) {
            if (node.op == CoreOp::filter && same[node.children[1]]) {
                context_.diagnostics.error("A106", expression.text.span(node.begin, node.end),
                                           {"证据里的筛选和每一行都无关", "this filter of evidence asks nothing of the rows"},
                                           {"写一个看这些行的条件，例如 [item.amount > 0元]，或者去掉它", "ask something of the rows, such as [item.amount > 0元], or leave it away"});
                return;
            }
        }
    }

    void add_outputs(std::size_t definitions) {
        const IncentivePlan& plan = program_->plan->incentives.front();
        for (std::size_t at = 0; at < definitions && at < plan.definitions.size(); ++at) {
            const Definition& definition = program_->incentive.definitions[at];
            const Type plain = definition.type.without_optional();
            if (plain.is(TypeKind::list) || plain.is(TypeKind::record) || plain.is(TypeKind::interval)) {
                continue;
            }
            FieldSchema field;
            field.name = definition.name;
            field.type = definition.type;
            const PlanValue& value = plan.definitions[at];
            if (plain.is(TypeKind::number) ? !number_field(value, definition, field) : !plain_field(plain, field)) {
                continue;
            }
            std::string path = field.kind == ColumnKind::text ? named_column(definition, definitions) : std::string();
            program_->outputs.push_back({std::move(field), at, std::move(path)});
        }
    }

    /// Gives the column, or `record.column`, that is all that a definition says; empty when it says more.
    [[nodiscard]] std::string named_column(const Definition& definition, std::size_t definitions) const {
        const std::string& text = definition.expression.text.text;
        const std::string first = text.substr(0, text.find('.'));
        const auto& all = program_->incentive.definitions;
        const bool hidden = std::any_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(definitions),
                                        [&](const Definition& one) { return one.name == first; });
        const auto& libraries = view_.file->libraries;
        if (hidden || std::any_of(libraries.begin(), libraries.end(), [&](const Library* one) { return one->parameter(first) != nullptr; })) {
            return {};
        }
        const auto found = find_path(from_, text);
        const bool plain = found && found->column->values && found->column->values->column.kind == ColumnKind::text;
        return plain ? text : std::string();
    }

    [[nodiscard]] static bool plain_field(const Type& type, FieldSchema& field) {
        switch (type.kind()) {
            case TypeKind::boolean: field.kind = ColumnKind::boolean; return true;
            case TypeKind::date: field.kind = ColumnKind::date; return true;
            case TypeKind::enumeration: field.kind = ColumnKind::enumeration; return true;
            case TypeKind::text: field.kind = ColumnKind::text; return true;
            default: return false;
        }
    }

    bool number_field(const PlanValue& value, const Definition& definition, FieldSchema& field) {
        const Unit& unit = field.type.unit();
        field.entry = {unit, 1, unit.plain() ? std::string() : unit_name(unit, true)};   // a plain number is told without a word behind it
        if (value.constant) {
            const Rational number = value.constant->known() ? value.constant->number() : Rational(0);
            field.step = Rational(1) / Rational(denominator(number));
            field.least = field.most = number;
            field.kind = ColumnKind::int64;
            return fits_int64(numerator(number));
        }
        const Node& node = program_->plan->nodes[value.node];
        const bool narrow = value.denominator == kNoNode && (node.kind == LaneKind::int64 || node.kind == LaneKind::int128);
        if (!narrow || !node.low || !node.high) {
            context_.diagnostics.error(
                "A106", definition.declared,
                {fmt::format("“{}”是没有取整的商或者没有界的数，不能作列", definition.name),
                 fmt::format("`{}` is a quotient that is never rounded, or a number without bounds, and cannot be a column", definition.name)},
                {"取整，例如 round down(x, 2)，或者收窄数据的范围", "round it, or give the data a narrower range"});
            return false;
        }
        field.step = abs(value.scale);
        const Rational low = Rational(*node.low) * value.scale;
        const Rational high = Rational(*node.high) * value.scale;
        field.least = std::min(low, high);
        field.most = std::max(low, high);
        field.kind = node.kind == LaneKind::int64 ? ColumnKind::int64 : ColumnKind::int128;
        return value.scale > 0;
    }

    /// Notes which columns, and which parts of them, any node reads.
    void add_used() {
        const Plan& plan = *program_->plan;
        std::vector<bool> read(plan.columns.size(), false);
        for (const Node& node : plan.nodes) {
            if (node.op == Op::input || node.op == Op::segments_input) {
                read[node.aux] = true;
            }
        }
        for (std::size_t at = 0; at < plan.columns.size(); ++at) {
            if (!read[at]) {
                continue;
            }
            const PlanColumn& column = plan.columns[at];
            auto found = std::find_if(program_->used.begin(), program_->used.end(),
                                      [&](const ViewProgram::Used& one) { return one.field == column.path.front(); });
            if (found == program_->used.end()) {
                program_->used.push_back({column.path.front(), plan.schema.fields[column.path.front()].name, false, {}});
                found = program_->used.end() - 1;
            }
            if (column.path.size() == 1) {
                found->itself = true;
            } else {
                found->below.push_back(column.path[1]);
            }
        }
    }

    const View& view_;
    const Check* check_;
    LoadContext context_;
    const RowSet& from_;
    Library columns_;
    std::shared_ptr<ViewProgram> program_;
};

}  // namespace

std::size_t loop_depth(const ViewProgram& program) {
    std::size_t most = 0;
    for (const Definition& one : program.incentive.definitions) {
        most = std::max(most, loop_depth(one.expression));
    }
    for (const Anomaly& one : program.incentive.anomalies) {
        most = std::max(most, loop_depth(one.test));
    }
    return most;
}

std::shared_ptr<const ViewProgram> compile_view(const View& view, const Check* check, const RowSet& from,
                                                Diagnostics& diagnostics) {
    return ProgramMaker(view, check, from, diagnostics).make();
}

}  // namespace huiqi
