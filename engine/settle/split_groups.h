#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/settle/settlement.h"

namespace huiqi {

/// A group that settles within each application (就高, 择一), of which some applicants are paid different members by several
/// applications.
struct SplitGroup {
    std::uint32_t rule = 0;         ///< of SettlementRules::stacking
    std::size_t applicants = 0;
    std::vector<std::size_t> rows;  ///< their applications that are paid a member, by application number
};

/// Gives such groups: whoever looks at a batch must know that one award each application is not one each applicant. Needs
/// `Claims::applicants`.
[[nodiscard]] std::vector<SplitGroup> split_groups(const Claims& claims, const Settlement& settlement, const SettlementRules& rules);

}  // namespace huiqi
