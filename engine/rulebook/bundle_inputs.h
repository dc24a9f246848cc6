#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// How the inputs of incentives that decide side by side hang together: which of them take the result of another
/// member, and by which names data give the rest. Members may be null (missing or broken).
class BundleInputs {
public:
    /// Without a bundle nothing is shared, and nothing is taken from another.
    BundleInputs(std::vector<const Incentive*> members, const Bundle* bundle);

    /// Gives the members that a feed may mean: the one with its id, else those laid over it. More than one is a fault
    /// of the bundle.
    [[nodiscard]] std::vector<std::size_t> sources(const Feed& feed) const;
    /// Gives the member whose result an input takes; nothing for one that is data.
    [[nodiscard]] std::optional<std::size_t> source(std::size_t member, std::size_t input) const;
    /// Gives the name by which data give an input: its own, or `incentive.input` where several that are not one answer have it.
    [[nodiscard]] std::string column(std::size_t member, std::size_t input) const;

    /// Gives the members so that each stands behind those whose results it takes; short of some where they turn in a
    /// circle.
    [[nodiscard]] std::vector<std::size_t> order() const;
    /// Gives a circle of members, the first again at its end; empty when there is none.
    [[nodiscard]] std::vector<std::size_t> circle() const;

private:
    [[nodiscard]] bool taken(std::size_t member, const std::vector<bool>& placed) const;

    std::vector<const Incentive*> members_;
    std::vector<std::vector<std::optional<std::size_t>>> sources_;   ///< by member and input
    std::vector<std::string_view> formed_;                           ///< names of values of the whole batch
    std::vector<std::string_view> apart_;                            ///< names that are several answers; sorted
};

}  // namespace huiqi
