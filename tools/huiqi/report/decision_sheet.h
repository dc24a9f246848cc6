#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/evaluate/explanation.h"
#include "engine/io/data_fault.h"
#include "engine/numeric/money.h"
#include "engine/rulebook/rulebook.h"
#include "tools/huiqi/report/applicant_columns.h"

namespace huiqi {

/// What settlement made of one award.
struct SettledAmount {
    Money award, payable;
    std::vector<std::pair<std::string, Money>> cuts;  ///< cause and amount, above zero
    std::string waiting;                              ///< place on the waiting list, or empty
    /// What an entry of the ledger made of it later: a second decision, a correction, a verdict.
    struct Change {
        Money due;
        std::string day;
        Bilingual step;
        std::string reason;
    };
    std::vector<Change> changes;                      ///< in their order; the last is in force
};

/// What stands on every paper of a print.
struct PaperHead {
    std::string office;  ///< who decides; may be empty
    std::string batch;   ///< may be empty
    std::string day;     ///< of the paper; empty: a notice leaves a place to write it
    std::string until;   ///< the last day for what is missing; may be empty
};

/// One application with everything that its sheet or notice says.
struct SheetContent {
    std::string number;                              ///< of the application
    ApplicantLines applicant;                        ///< who applied
    PaperHead head;
    std::vector<Explanation> explanations;           ///< one an incentive
    std::vector<const Incentive*> incentives;        ///< of the explanations: what their inputs ask
    std::map<std::string, SettledAmount> settled;    ///< by incentive
};

/// Gives the decision sheet (核定表) of an application as HTML sections: answers, conditions, worksheet with clauses, amount in
/// figures and capital numerals, boxes to sign.
[[nodiscard]] std::string decision_sheet(const SheetContent& content, Language language);

/// Gives the notice (一次性告知) of an application: what is missing, what was refused and why, what would mend it; nothing when
/// there is nothing of that kind.
[[nodiscard]] std::string notice(const SheetContent& content, Language language);

/// Gives the notice of a row that could not be read: every fault, and how to mend it.
[[nodiscard]] std::string notice(const RejectedRow& row, const ApplicantLines& applicant, const PaperHead& head, Language language);

}  // namespace huiqi
