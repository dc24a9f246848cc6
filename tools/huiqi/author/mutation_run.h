#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/diagnostic/diagnostic.h"
#include "engine/evaluate/case_difference.h"
#include "engine/plan/plan.h"
#include "engine/rulebook/changes/mutants.h"

namespace huiqi {

/// What became of a rule with one mistake in it.
struct MutantResult {
    /// `refused`: it does not load. `equivalent`: its plan is the same, or its bounds prove that it comes to the same, so that no case
    /// can tell it from the rule. `waiting`: not looked at, since somebody stopped the run.
    enum class State : std::uint8_t { waiting, refused, equivalent, killed, survived };
    State state = State::waiting;
    std::string by;                          ///< the message that refuses it, or the first case that fails
    std::optional<CaseDifference> witness;   ///< of a survivor: an application that tells it from the rule
    std::optional<Bilingual> why = {};       ///< of a mistake that is proven to change nothing although its plan differs
};

/// Runs the cases of rules over mistakes in them.
class MutationRun {
public:
    MutationRun(const Rulebook& rulebook, std::vector<Mutant> mutants);

    /// Looks at all, by so many threads; `progress` is told now and then by one of them how many are done. Stops early once `stop` is
    /// set. The results do not depend on the number of threads.
    void run(unsigned threads, const std::atomic<bool>& stop, const std::function<void(std::size_t)>& progress);

    [[nodiscard]] const std::vector<Mutant>& mutants() const noexcept { return mutants_; }
    [[nodiscard]] const std::vector<MutantResult>& results() const noexcept { return results_; }

private:
    void find_files();
    void find_files_of_bundles();
    /// Adds the files of a bundle: its own, those of its cases, and those of the incentives that it runs.
    void add_bundle(const Bundle& bundle, std::set<std::string>& names) const;
    /// Gives the files that a mistake is looked for in: of a region those of all that is laid over the same incentive, too.
    [[nodiscard]] std::set<std::string> files_of(const Mutant& mutant) const;
    /// Gives what finds a mistake that does not load: a case that says where it is held, or chooses a value on the edge; else the code.
    [[nodiscard]] MutantResult refused(const Mutant& mutant, const Rulebook& changed, const Diagnostics& faults) const;
    [[nodiscard]] MutantResult look(const Mutant& mutant) const;
    /// Tells whether an incentive stands in the file that is changed, or over one that does.
    [[nodiscard]] bool concerns(const Mutant& mutant, const Incentive& incentive) const;
    /// Tells whether incentives whose plan is the same stay the same for localities and bundles too, which the plan alone does not say.
    [[nodiscard]] bool stays_the_same(const Mutant& mutant, const Rulebook& changed) const;

    const Rulebook& rulebook_;
    std::vector<Mutant> mutants_;
    std::vector<MutantResult> results_;
    std::map<SourceId, std::set<std::string>> files_;   ///< of each source: the files whose cases run over it
    std::set<std::string> read_by_bundles_;             ///< names of definitions
    std::map<std::string, std::string> plans_;          ///< of each incentive, as it is
};

}  // namespace huiqi
