#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/language/checked.h"
#include "engine/language/narrowing.h"

namespace huiqi {

/// A checked part: its node, and the type by which it may be used there, which is `T` where narrowing has
/// proven that a node of type `T?` is present. Of type `nothing`: wrong and reported.
struct Operand {
    CoreId id = 0;
    Type type;

    [[nodiscard]] bool wrong() const noexcept { return type.is(TypeKind::nothing); }
};

/// An operand with the place where it is written.
struct Placed {
    SyntaxId at = kNoSyntax;
    Operand operand;
};

/// Keywords in one word that are set apart for a help.
inline constexpr std::size_t kMostStuckKeywords = 4;

/// How an operand is used, for messages: {“比较”, “compared”}.
struct Use {
    std::string_view zh;
    std::string_view en;
};
inline constexpr Use kCompared{"比较", "compared"};
inline constexpr Use kCalculated{"参加计算", "calculated with"};
inline constexpr Use kDecided{"当作条件", "used as a condition"};

/// Resolves one syntax tree to a checked expression. One object checks one expression.
/// The members stand in one file a subject: names, arithmetic, comparisons, logic, lists, tests, calls.
class Checker {
public:
    Checker(const SyntaxTree& tree, NameSource& names, const std::vector<BoundVariable>& bound,
            Diagnostics& diagnostics);

    /// Takes these as present throughout, as a guard around the expression proves them.
    void assume(std::vector<ValuePath> paths) { present_.add(std::move(paths)); }
    /// Checks a whole expression against what its place expects.
    [[nodiscard]] CheckedExpression expression(const std::optional<Type>& expected);
    /// Checks what a loop goes through.
    [[nodiscard]] CheckedExpression whole_source();
    /// Checks a table cell about a bound variable.
    [[nodiscard]] std::optional<CheckedExpression> cell(std::uint32_t subject);

private:
    /// A name that stands for a variable (for, some, every, a column), for a node (`?`), or, when `element`
    /// is set, the fields of the element that a filter looks at.
    struct Scope {
        std::string name;
        bool element = false;
        Operand operand;             ///< of `?`
        std::uint32_t variable = 0;  ///< of others
        Type type;
    };
    /// Arguments of a call in the order of parameters; kNoSyntax where one is left out.
    struct Arguments {
        SyntaxId call = kNoSyntax;
        const Builtin* builtin = nullptr;
        std::vector<SyntaxId> values;
    };

    // checker.cpp: nodes and faults
    [[nodiscard]] Operand check(SyntaxId at, const Type* hint = nullptr);
    [[nodiscard]] Operand literal(SyntaxId at, const Type* hint);
    [[nodiscard]] Operand make(SyntaxId at, CoreOp op, Type type, std::vector<CoreId> children);
    [[nodiscard]] Operand constant(SyntaxId at, Type type, Value value);
    [[nodiscard]] Operand truth(SyntaxId at, bool value);
    [[nodiscard]] Operand wrong(SyntaxId at);
    Diagnostic& error(std::string_view code, SyntaxId at, Bilingual message, Bilingual help = {});
    [[nodiscard]] std::string_view source(SyntaxId at) const;
    [[nodiscard]] std::string_view between_operands(SyntaxId left, SyntaxId right) const;
    [[nodiscard]] Span operator_span(SyntaxId left, SyntaxId right, SyntaxId whole) const;
    void report_absent(const Placed& operand, const Use& use, Bilingual help = {});
    [[nodiscard]] bool present(const Placed& operand, const Use& use, const Bilingual& help = {});
    [[nodiscard]] Operand conform(const Placed& operand, const Type& expected, const Bilingual& place);
    [[nodiscard]] CheckedExpression finish(const Operand& root);

    // checker_fit.cpp: the literal 0 and `[]` take the type of what they stand beside
    void fit(CoreId id, const Type& type);
    [[nodiscard]] Operand settled(Operand operand) const;
    void settle_zeros();

    // checker_names.cpp
    [[nodiscard]] Operand name(SyntaxId at, const Type* hint);
    [[nodiscard]] std::optional<Operand> local_name(SyntaxId at);
    [[nodiscard]] Operand element_field(SyntaxId at, std::size_t scope);
    [[nodiscard]] Operand symbol(SyntaxId at, const Symbol& symbol);
    [[nodiscard]] Operand variable(SyntaxId at, std::uint32_t index, const Type& type);
    [[nodiscard]] Operand narrowed(Operand operand) const;
    [[nodiscard]] Operand enum_value(SyntaxId at, const Type& type, std::string_view value);
    [[nodiscard]] Operand unknown_name(SyntaxId at, const Type* hint);
    [[nodiscard]] bool behind_an_amount(SyntaxId at) const;
    [[nodiscard]] Operand field_of(const Placed& record, SyntaxId at);
    [[nodiscard]] Operand record_field(const Placed& record, SyntaxId at, const std::string& name);
    [[nodiscard]] Operand date_part(const Placed& date, SyntaxId at, const std::string& name);
    [[nodiscard]] bool known_name(std::string_view name, const Type* hint);
    [[nodiscard]] std::string separated(std::string_view name, const Type* hint, std::size_t most,
                                        std::string_view* keyword);
    [[nodiscard]] std::optional<Bilingual> meant_otherwise(const std::string& written);
    /// Of names as near as each other one whose type the place wants.
    [[nodiscard]] std::optional<std::string> nearest_name(std::string_view name, const Type* hint);
    [[nodiscard]] bool wants_hint(SyntaxId at);
    [[nodiscard]] std::uint32_t bind(std::string name, Type type, bool element);

    // checker_arithmetic.cpp
    [[nodiscard]] Operand arithmetic(SyntaxId at);
    [[nodiscard]] Operand combine(SyntaxId at, const Placed& left, const Placed& right);
    [[nodiscard]] Operand add_or_subtract(SyntaxId at, const Placed& left, const Placed& right);
    [[nodiscard]] Operand date_moved(SyntaxId at, const Placed& date, const Placed& span);
    [[nodiscard]] Operand scaled(SyntaxId at, const Placed& left, const Placed& right);
    [[nodiscard]] Operand power(SyntaxId at, const Placed& base, const Placed& exponent);
    [[nodiscard]] Operand power_with_unit(SyntaxId at, const Placed& base, const Placed& exponent);
    [[nodiscard]] bool power_too_large(SyntaxId at, const Placed& base, const Placed& exponent);
    [[nodiscard]] Operand negated(SyntaxId at);
    [[nodiscard]] const Rational* literal_number(const Operand& operand) const;
    [[nodiscard]] Operand clash(std::string_view code, SyntaxId at, const Placed& left, const Placed& right,
                                Bilingual message, Bilingual help);
    [[nodiscard]] Operand kind_clash(SyntaxId at, const Placed& left, const Placed& right);
    [[nodiscard]] Operand unit_clash(SyntaxId at, const Placed& left, const Placed& right);

    // checker_comparisons.cpp
    [[nodiscard]] std::pair<Placed, Placed> pair(SyntaxId left, SyntaxId right);
    [[nodiscard]] Operand comparison(SyntaxId at);
    [[nodiscard]] Operand compare(SyntaxId at, Relation relation, const Placed& one, const Placed& other);
    [[nodiscard]] Operand equality(SyntaxId at, bool equal, const Placed& left, const Placed& right);
    [[nodiscard]] Operand ordering(SyntaxId at, CoreOp op, const Placed& left, const Placed& right);
    [[nodiscard]] std::string comparison_source(SyntaxId at, const Placed& subject) const;
    [[nodiscard]] bool ordered_side(SyntaxId at, const Placed& side, const Placed& left);
    [[nodiscard]] bool comparable(SyntaxId at, const Placed& left, const Placed& right);
    [[nodiscard]] Operand negation_of(SyntaxId at, const Operand& condition);
    [[nodiscard]] Operand joined(SyntaxId at, CoreOp op, const std::vector<Operand>& parts);
    [[nodiscard]] Operand between(SyntaxId at);

    // checker_logic.cpp
    [[nodiscard]] Operand condition(SyntaxId at);
    [[nodiscard]] Operand logic(SyntaxId at);
    [[nodiscard]] Operand choice(SyntaxId at, const Type* hint);
    [[nodiscard]] Operand loop(SyntaxId at, const Type* hint);
    [[nodiscard]] Operand loop_source(SyntaxId at);

    // checker_lists.cpp
    [[nodiscard]] Operand list(SyntaxId at, const Type* hint);
    [[nodiscard]] std::vector<Placed> alike(std::span<const SyntaxId> elements, const Type* hint);
    [[nodiscard]] Operand list_of(SyntaxId at, const std::vector<Placed>& elements);
    [[nodiscard]] std::optional<Type> common(const std::vector<Placed>& elements);
    [[nodiscard]] Operand interval(SyntaxId at, const Type* hint);
    [[nodiscard]] Operand postfix(SyntaxId at);
    [[nodiscard]] Operand filter(const Placed& list, SyntaxId at);
    [[nodiscard]] Operand index(const Placed& list, const Placed& position, SyntaxId at,
                                std::uint32_t variable, CoreId first);

    // checker_tests.cpp
    [[nodiscard]] Operand membership(SyntaxId at);
    [[nodiscard]] Operand any_test(SyntaxId at, const Placed& subject, std::span<const SyntaxId> tests,
                                   bool cell);
    [[nodiscard]] Operand test(const Placed& subject, SyntaxId at, bool cell);
    [[nodiscard]] Operand bare_test(const Placed& subject, SyntaxId at);
    [[nodiscard]] Operand value_test(const Placed& subject, SyntaxId at);
    [[nodiscard]] Operand element_test(const Placed& subject, const Placed& value);
    [[nodiscard]] Operand list_test(const Placed& asked, const Placed& list);
    [[nodiscard]] Operand interval_test(const Placed& subject, SyntaxId at);
    [[nodiscard]] Operand inside(SyntaxId at, const Placed& asked, const Placed& interval);
    [[nodiscard]] bool asks_subject(SyntaxId at) const;

    // checker_calls.cpp
    [[nodiscard]] Operand call(SyntaxId at, const Type* hint);
    [[nodiscard]] Operand unknown_function(SyntaxId at);
    [[nodiscard]] Operand called_symbol(SyntaxId at, const Symbol& symbol);
    [[nodiscard]] Operand dated_parameter(SyntaxId at, const Symbol& symbol);
    [[nodiscard]] Operand called_table(SyntaxId at, const Symbol& symbol);
    [[nodiscard]] Operand arguments_wrong(SyntaxId at);
    [[nodiscard]] std::optional<Arguments> arguments(SyntaxId at, const Builtin& builtin);
    [[nodiscard]] std::optional<std::vector<SyntaxId>> placed_arguments(
        SyntaxId at, std::span<const std::string_view> parameters, bool more, const Bilingual& help);
    [[nodiscard]] Operand called(const Arguments& arguments, Type type, std::vector<CoreId> children);

    // checker_builtins.cpp, checker_aggregates.cpp
    [[nodiscard]] Operand builtin_call(const Arguments& arguments, const Type* hint);
    [[nodiscard]] std::optional<Placed> argument(const Arguments& arguments, std::size_t index,
                                                 TypeKind kind);
    [[nodiscard]] std::optional<Placed> plain_argument(const Arguments& arguments, std::size_t index);
    [[nodiscard]] bool argument_kind(const Arguments& arguments, std::size_t index, const Placed& value,
                                     TypeKind kind);
    [[nodiscard]] Operand simple_call(const Arguments& arguments, std::string_view kinds, const Type& result);
    [[nodiscard]] Operand rounding(const Arguments& arguments);
    [[nodiscard]] bool scale_fits(const Placed& number, const Placed& scale);
    [[nodiscard]] Operand same_unit(const Arguments& arguments);
    [[nodiscard]] Operand aggregate(const Arguments& arguments, const Type* hint);
    [[nodiscard]] std::optional<Placed> gathered(const Arguments& arguments, const Type* hint);
    [[nodiscard]] Operand aggregate_of(const Arguments& arguments, const Placed& list);
    [[nodiscard]] bool element_present(const Arguments& arguments, const Placed& list);
    [[nodiscard]] std::optional<Placed> list_argument(const Arguments& arguments, std::size_t index,
                                                      const Type* hint);
    [[nodiscard]] Operand running(const Arguments& arguments);
    [[nodiscard]] Operand contained(const Arguments& arguments);
    [[nodiscard]] Operand joined_lists(const Arguments& arguments, const Type* hint);
    [[nodiscard]] Operand appended(const Arguments& arguments, const Type* hint);
    [[nodiscard]] Operand default_value(const Arguments& arguments, const Type* hint);
    [[nodiscard]] Operand text_of(const Arguments& arguments);
    [[nodiscard]] Operand joined_text(const Arguments& arguments);

    // checker_sequences.cpp: lists in order and parts of them, limits and steps
    [[nodiscard]] Operand sorted(const Arguments& arguments, const Type* hint);
    [[nodiscard]] bool sort_key(const Arguments& arguments, const Placed& key, bool itself);
    [[nodiscard]] Operand taken(const Arguments& arguments, const Type* hint);
    [[nodiscard]] bool count_fits(const Arguments& arguments, std::size_t index, const Placed& number);
    [[nodiscard]] Operand present_elements(const Arguments& arguments, const Type* hint);
    [[nodiscard]] Operand clamped(const Arguments& arguments, const Type* hint);
    [[nodiscard]] Operand full_steps(const Arguments& arguments);

    // checker_dates.cpp
    [[nodiscard]] Operand date_call(const Arguments& arguments);
    [[nodiscard]] Operand spelled(const Arguments& arguments, SyntaxKind wanted);
    [[nodiscard]] Operand add_months_call(const Arguments& arguments);
    [[nodiscard]] Operand year_fraction_call(const Arguments& arguments);
    [[nodiscard]] std::optional<CoreId> word_argument(const Arguments& arguments, std::size_t index,
                                                      std::span<const std::string_view> allowed);

    const SyntaxTree& tree_;
    NameSource& names_;
    Diagnostics& diagnostics_;
    CheckedExpression out_;
    std::vector<Scope> scopes_;
    PresentPaths present_;
    SyntaxId cell_subject_ = kNoSyntax;  ///< of a cell: where its subject is said to stand, though unwritten
    std::unordered_map<CoreId, Span> declared_;  ///< of symbol nodes: where the name is declared
};

}  // namespace huiqi
