#include "tools/huiqi/decide/totals_text.h"

#include "engine/io/json_text.h"
#include "engine/numeric/decimal_text.h"

namespace huiqi {

std::string totals_json(const Evaluator& evaluator) {
    std::string text;
    for (const IncentivePlan::Named& total : evaluator.plan().totals) {
        const Value value = evaluator.read(total.value, 0);
        text += text.empty() ? "" : ", ";
        append_json_string(text, total.name);
        text += ": " + (value.known() ? "\"" + decimal_text(value.number()) + "\"" : std::string("null"));
    }
    return text;
}

std::string totals_how_json(const Bundle* bundle, const Plan& plan) {
    std::string text;
    for (const IncentivePlan::Named& total : plan.totals) {
        const std::string how = total_expression(bundle, total.name);
        if (!how.empty()) {
            text += text.empty() ? "" : ", ";
            append_json_string(text, total.name);
            text += ": ";
            append_json_string(text, how);
        }
    }
    return text;
}

std::string total_expression(const Bundle* bundle, const std::string& total) {
    if (bundle != nullptr) {
        for (const Bundle::Total& one : bundle->totals) {
            if (one.name == total) {
                return one.expression.text.text;
            }
        }
    }
    return "";
}

}  // namespace huiqi
