#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/evaluate/evaluator.h"
#include "engine/evaluate/joint_plan.h"

namespace huiqi {

/// All that anybody can see of what a version of an incentive decides about an application, by name.
struct VersionDecision {
    bool readable = true;   ///< false: one of its inputs does not take the value
    Value eligible, award;
    bool has_award = false;
    std::map<std::string, Value, std::less<>> others;   ///< conditions, anomalies, parts, shares …

    friend bool operator==(const VersionDecision& left, const VersionDecision& right);
};

/// Decides applications by several versions of one incentive; applications are values by the names of inputs. Versions that ask
/// alike share a plan.
class VersionDecisions {
public:
    /// Takes the versions; the first are old ones, those from `asks_otherwise` on ask for other data.
    VersionDecisions(const std::vector<const Incentive*>& versions, std::size_t asks_otherwise);

    /// Tells whether all versions could be compiled.
    [[nodiscard]] bool ready() const noexcept { return ready_; }
    /// Tells whether a version gives out the same as the first, node by node.
    [[nodiscard]] bool same_as_first(std::size_t version) const;
    /// Decides applications: one list of values for each, in the order of `names`. Gives for each the decisions of all versions.
    [[nodiscard]] std::vector<std::vector<VersionDecision>> decide(const std::vector<std::string>& names,
                                                                   const std::vector<std::vector<Value>>& applications);

private:
    /// Versions that share a plan.
    struct Group {
        std::unique_ptr<JointPlan> plan;
        std::unique_ptr<Evaluator> evaluator;
        std::vector<std::size_t> versions;
    };
    void add_group(const std::vector<const Incentive*>& all, std::size_t from, std::size_t to);
    void decide(Group& group, const std::vector<std::string>& names, const std::vector<std::vector<Value>>& applications,
                std::vector<std::vector<VersionDecision>>& decisions);
    [[nodiscard]] VersionDecision read(const Group& group, std::size_t at, std::size_t row) const;

    std::vector<Group> groups_;
    bool ready_ = true;
};

}  // namespace huiqi
