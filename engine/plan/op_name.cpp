#include <cstddef>
#include <iterator>

#include "engine/plan/plan.h"

namespace huiqi {
namespace {

struct OpName {
    Op op;
    std::string_view name;
};

// In the order of Op.
// clang-format off
constexpr OpName kNames[] = {
    {Op::input, "input"}, {Op::constant, "constant"}, {Op::fail, "fail"}, {Op::is_absent, "is_absent"},
    {Op::both, "both"}, {Op::either, "either"}, {Op::negation, "negation"}, {Op::widen, "widen"}, {Op::narrow, "narrow"},
    {Op::add, "add"}, {Op::subtract, "subtract"}, {Op::multiply, "multiply"}, {Op::negate, "negate"},
    {Op::absolute, "absolute"}, {Op::minimum, "minimum"}, {Op::maximum, "maximum"}, {Op::scale_by, "scale_by"},
    {Op::compare, "compare"}, {Op::compare_constant, "compare_constant"}, {Op::present, "present"},
    {Op::select, "select"}, {Op::guard, "guard"}, {Op::divisor, "divisor"}, {Op::stateless, "stateless"},
    {Op::beside, "beside"}, {Op::divide_round, "divide_round"}, {Op::divide_round_constant, "divide_round_constant"},
    {Op::whole, "whole"}, {Op::power, "power"}, {Op::date_plus_days, "date_plus_days"},
    {Op::date_plus_months, "date_plus_months"}, {Op::date_difference, "date_difference"}, {Op::date_part, "date_part"},
    {Op::make_date, "make_date"}, {Op::whole_months, "whole_months"}, {Op::overlap_days, "overlap_days"},
    {Op::thirty_days, "thirty_days"}, {Op::actual_days, "actual_days"}, {Op::text_join_two, "text_join_two"},
    {Op::text_length, "text_length"}, {Op::text_part, "text_part"}, {Op::text_contains, "text_contains"},
    {Op::text_starts, "text_starts"}, {Op::text_ends, "text_ends"}, {Op::text_upper, "text_upper"},
    {Op::text_lower, "text_lower"}, {Op::text_of_number, "text_of_number"}, {Op::text_of_code, "text_of_code"},
    {Op::text_of_date, "text_of_date"}, {Op::text_of_boolean, "text_of_boolean"},
    {Op::text_valid_uscc, "text_valid_uscc"}, {Op::segments_input, "segments_input"},
    {Op::segments_fixed, "segments_fixed"}, {Op::segments_range, "segments_range"},
    {Op::segments_filter, "segments_filter"}, {Op::segments_joined, "segments_joined"},
    {Op::segments_choose, "segments_choose"}, {Op::segments_reversed, "segments_reversed"},
    {Op::segments_distinct, "segments_distinct"}, {Op::segments_sorted, "segments_sorted"},
    {Op::segments_part, "segments_part"}, {Op::segments_expand, "segments_expand"},
    {Op::segments_broadcast, "segments_broadcast"}, {Op::segments_at, "segments_at"},
    {Op::segments_assembled, "segments_assembled"}, {Op::parent_row, "parent_row"}, {Op::source_row, "source_row"},
    {Op::gather, "gather"}, {Op::assemble, "assemble"}, {Op::element_at, "element_at"}, {Op::ordinal, "ordinal"},
    {Op::length, "length"}, {Op::reduce_sum, "reduce_sum"}, {Op::reduce_minimum, "reduce_minimum"},
    {Op::reduce_maximum, "reduce_maximum"}, {Op::reduce_all, "reduce_all"}, {Op::reduce_any, "reduce_any"},
    {Op::running_sum, "running_sum"}, {Op::ratio_sum, "ratio_sum"}, {Op::ratio_minimum, "ratio_minimum"},
    {Op::ratio_maximum, "ratio_maximum"}, {Op::ratio_product, "ratio_product"}, {Op::ratio_median, "ratio_median"},
    {Op::ratio_running_sum, "ratio_running_sum"}, {Op::ratio_reduced, "ratio_reduced"}, {Op::numerator, "numerator"},
    {Op::denominator, "denominator"}, {Op::reduce_join, "reduce_join"}, {Op::fold_state, "fold_state"},
    {Op::fold_element, "fold_element"}, {Op::fold_next, "fold_next"}, {Op::fold_collected, "fold_collected"},
    {Op::fold_step, "fold_step"}, {Op::fold_result, "fold_result"}, {Op::table_disjoint, "table_disjoint"},
    {Op::table_unique, "table_unique"}, {Op::first_false, "first_false"},
};
// clang-format on

[[nodiscard]] constexpr bool every_op_in_order() {
    for (std::size_t at = 0; at < std::size(kNames); ++at) {
        if (kNames[at].op != static_cast<Op>(at)) {
            return false;
        }
    }
    return std::size(kNames) == static_cast<std::size_t>(Op::first_false) + 1;
}
static_assert(every_op_in_order());

}  // namespace

std::string_view op_name(Op op) noexcept { return kNames[static_cast<std::size_t>(op)].name; }

}  // namespace huiqi
