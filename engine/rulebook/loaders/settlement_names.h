#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/rulebook/fields.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// What a value is wanted for.
enum class SettlementUse : std::uint8_t { key, rank, amount, choice };

/// What a name means where a bundle says how it is settled: a key, a total, an input or definition of an incentive
/// (`incentive.name`). A null member is an incentive that is broken, which has been said.
class SettlementNames {
public:
    SettlementNames(LoadContext& context, const Bundle& bundle, const std::vector<const Incentive*>& members)
        : context_(context), bundle_(bundle), members_(members) {}

    /// Finds an incentive of the bundle by its id or, where no other ends so, the last part of it.
    [[nodiscard]] std::optional<std::uint32_t> incentive(std::string_view name) const;
    /// Says that a name stands for no incentive of the bundle and none of these groups (E326), or for several (E380).
    void report_no_incentive(const MappedText& name, const std::vector<BundleSettlement::Group>& groups);
    /// Tells whether a name means any value.
    [[nodiscard]] bool known(const std::string& name) const { return !meanings(name).empty(); }
    /// Gives the value that a name means. Reports E326 for a name that is none, E380 for one that means several or does not
    /// fit its use, E382 for a key without a column.
    [[nodiscard]] SettlementValue value(const MappedText& name, SettlementUse use);

private:
    /// A value that a name may mean, with its type.
    struct Meant {
        SettlementValue value;
        Type type;
    };

    [[nodiscard]] static bool fits(const Meant& meant, SettlementUse use);
    void find_in(std::uint32_t place, std::string_view name, std::vector<Meant>& found) const;
    [[nodiscard]] std::vector<Meant> meanings(const std::string& name) const;
    [[nodiscard]] bool ambiguous(const std::string& name) const;
    void report_no_value(const MappedText& name);
    void report_ambiguous(const MappedText& name);
    void report_unfit(const MappedText& name, SettlementUse use);
    void check_key_column(const SettlementValue& value, const MappedText& name);

    LoadContext& context_;
    const Bundle& bundle_;
    const std::vector<const Incentive*>& members_;
};

}  // namespace huiqi
