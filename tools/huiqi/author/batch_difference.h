#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/api/award_differences.h"
#include "tools/huiqi/author/rule_comparison.h"
#include "tools/huiqi/decide/paid_before.h"
#include "tools/huiqi/input_options.h"
#include "tools/huiqi/rules.h"

namespace huiqi {

/// Which applications two versions are held against, and how.
struct BatchOptions {
    std::string input;
    RuleChoice choice;
    std::string by;                    ///< a column; empty: none
    std::string key;
    std::vector<std::string> unknown;
    InputOptions reading;
    PaidBefore paid;
    std::size_t threads = 0;           ///< 0: as many as there are processors
    std::string rows;                  ///< a file for the rows that come out otherwise; empty: none
    bool replace = false;
};

/// What two versions of rules decide about a batch.
struct BatchDifference {
    struct Award {
        std::string id;
        Bilingual title;
        const Incentive* before = nullptr;
        const Incentive* after = nullptr;

        [[nodiscard]] bool in_both() const noexcept { return before != nullptr && after != nullptr; }
    };
    struct Change {
        std::size_t incentive = 0, change = 0;   ///< of the comparison
        bool alone = false;                      ///< it was made alone; else it is in the remainder
        Integer cents = 0;                       ///< what it alone adds to the old awards
    };
    std::string input, by;
    std::vector<Award> awards;
    std::vector<Change> changes;
    Integer remainder_cents = 0;                 ///< of the whole difference: what neither a change alone nor an added or removed incentive explains
    bool asks_otherwise = false;                 ///< the versions read the data differently
    AwardDifferences found;

    /// Tells whether any row comes out otherwise.
    [[nodiscard]] bool differs() const;
};

/// Decides a batch by both versions. Says what is wrong and gives nothing where it cannot be done.
[[nodiscard]] std::optional<BatchDifference> compare_on_batch(const Program& program, const LoadedRules& before, const LoadedRules& after,
                                                              const RuleComparison& comparison, const BatchOptions& options, Exit& exit);

}  // namespace huiqi
