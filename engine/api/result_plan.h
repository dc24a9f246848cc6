#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/api/findings_file.h"
#include "engine/api/selection.h"
#include "engine/diagnostic/diagnostic.h"
#include "engine/io/select.h"
#include "engine/plan/plan.h"

namespace huiqi {

/// Where an output column comes from.
struct ResultSource {
    enum class Kind : std::uint8_t {
        carried,     ///< a column of the input, as written
        line,        ///< the line of the row in the input
        number,      ///< of the application
        state, award, reason, reason_text, eligible, failed, missing, errors, anomalies,
        part,        ///< of an incentive: 分项 or 另算
        share, recipient,                                 ///< what one party pays or gets
        instalment, instalment_state, instalment_date,    ///< of a schedule: what is due, and how it stands
        due, recovery,
        total,
        findings,    ///< what detectors found in the application
    };
    Kind kind = Kind::carried;
    std::size_t index = 0;   ///< of the carried column, the incentive or the total
    std::size_t part = 0;    ///< of its parts, shares, recipients or instalments
};

/// The columns that a run writes, with the input columns that must be carried for them.
struct ResultPlan {
    std::vector<SelectItem> items;
    std::vector<ResultSource> sources;   ///< in step with `items`
    std::vector<std::string> carried;    ///< names of input columns, in the order of ResultSource::index
    const FiledFindings* findings = nullptr;   ///< of detectors, by number of the application
};

/// A name among the columns asked for that means nothing, and what there is.
struct SelectProblem {
    Bilingual message;
    Bilingual help;
};

/// Puts the number of the application, called `key`, in the place of the line, where nobody chose the columns.
void head_with_number(ResultPlan& results, const std::string& key);

/// Adds a last column with what detectors found. `findings` must outlive the results.
void add_findings(ResultPlan& results, const FiledFindings& findings);

/// Resolves the columns asked for, or the usual ones when `items` is empty. Names that mean nothing are reported,
/// all of them; then the plan has no items.
[[nodiscard]] ResultPlan plan_results(const Selection& rules, const Plan& plan, std::vector<SelectItem> items,
                                      std::vector<SelectProblem>& problems);

}  // namespace huiqi
