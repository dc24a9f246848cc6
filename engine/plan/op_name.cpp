#include "engine/plan/plan.h"

namespace huiqi {

std::string_view op_name(Op op) noexcept {
    switch (op) {
        case Op::input: return "input";
        case Op::constant: return "constant";
        case Op::fail: return "fail";
        case Op::is_absent: return "is_absent";
        case Op::both: return "both";
        case Op::either: return "either";
        case Op::negation: return "negation";
        case Op::widen: return "widen";
        case Op::narrow: return "narrow";
        case Op::add: return "add";
        case Op::subtract: return "subtract";
        case Op::multiply: return "multiply";
        case Op::negate: return "negate";
        case Op::absolute: return "absolute";
        case Op::minimum: return "minimum";
        case Op::maximum: return "maximum";
        case Op::scale_by: return "scale_by";
        case Op::compare: return "compare";
        case Op::compare_constant: return "compare_constant";
        case Op::present: return "present";
        case Op::select: return "select";
        case Op::guard: return "guard";
        case Op::stateless: return "stateless";
        case Op::beside: return "beside";
        case Op::divisor: return "divisor";
        case Op::divide_round: return "divide_round";
        case Op::divide_round_constant: return "divide_round_constant";
        case Op::whole: return "whole";
        case Op::power: return "power";
        case Op::date_plus_days: return "date_plus_days";
        case Op::date_plus_months: return "date_plus_months";
        case Op::date_difference: return "date_difference";
        case Op::date_part: return "date_part";
        case Op::make_date: return "make_date";
        case Op::whole_months: return "whole_months";
        case Op::overlap_days: return "overlap_days";
        case Op::thirty_days: return "thirty_days";
        case Op::actual_days: return "actual_days";
        case Op::text_join_two: return "text_join_two";
        case Op::text_length: return "text_length";
        case Op::text_part: return "text_part";
        case Op::text_contains: return "text_contains";
        case Op::text_starts: return "text_starts";
        case Op::text_ends: return "text_ends";
        case Op::text_upper: return "text_upper";
        case Op::text_lower: return "text_lower";
        case Op::text_of_number: return "text_of_number";
        case Op::text_of_code: return "text_of_code";
        case Op::text_of_date: return "text_of_date";
        case Op::text_of_boolean: return "text_of_boolean";
        case Op::text_valid_uscc: return "text_valid_uscc";
        case Op::segments_input: return "segments_input";
        case Op::segments_fixed: return "segments_fixed";
        case Op::segments_range: return "segments_range";
        case Op::segments_filter: return "segments_filter";
        case Op::segments_joined: return "segments_joined";
        case Op::segments_choose: return "segments_choose";
        case Op::segments_reversed: return "segments_reversed";
        case Op::segments_distinct: return "segments_distinct";
        case Op::segments_sorted: return "segments_sorted";
        case Op::segments_part: return "segments_part";
        case Op::segments_expand: return "segments_expand";
        case Op::segments_broadcast: return "segments_broadcast";
        case Op::segments_at: return "segments_at";
        case Op::segments_assembled: return "segments_assembled";
        case Op::parent_row: return "parent_row";
        case Op::source_row: return "source_row";
        case Op::gather: return "gather";
        case Op::assemble: return "assemble";
        case Op::element_at: return "element_at";
        case Op::ordinal: return "ordinal";
        case Op::length: return "length";
        case Op::reduce_sum: return "reduce_sum";
        case Op::reduce_minimum: return "reduce_minimum";
        case Op::reduce_maximum: return "reduce_maximum";
        case Op::reduce_all: return "reduce_all";
        case Op::reduce_any: return "reduce_any";
        case Op::running_sum: return "running_sum";
        case Op::ratio_sum: return "ratio_sum";
        case Op::ratio_minimum: return "ratio_minimum";
        case Op::ratio_maximum: return "ratio_maximum";
        case Op::ratio_product: return "ratio_product";
        case Op::ratio_median: return "ratio_median";
        case Op::ratio_running_sum: return "ratio_running_sum";
        case Op::ratio_reduced: return "ratio_reduced";
        case Op::numerator: return "numerator";
        case Op::denominator: return "denominator";
        case Op::reduce_join: return "reduce_join";
        case Op::fold_state: return "fold_state";
        case Op::fold_element: return "fold_element";
        case Op::fold_next: return "fold_next";
        case Op::fold_collected: return "fold_collected";
        case Op::fold_step: return "fold_step";
        case Op::fold_result: return "fold_result";
        case Op::table_disjoint: return "table_disjoint";
        case Op::table_unique: return "table_unique";
        case Op::first_false: return "first_false";
    }
    return "";
}

}  // namespace huiqi
