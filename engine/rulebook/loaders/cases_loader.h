#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/rulebook/case_places.h"
#include "engine/rulebook/declared_type.h"
#include "engine/rulebook/fields.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Reads a list of cases about an incentive whose rules are loaded and adds them to it. Reports E312 for a name that
/// is taken, E326 for names that the incentive does not have, E304 for a parameter that is not open, and what is wrong
/// with the data by their own codes (D103 …). What cases say of their place is added to `places`: it can be held against the
/// rules when all are loaded.
void load_cases(LoadContext& context, const std::vector<NodeId>& items, const Enumerations& enumerations,
                Incentive& incentive, std::vector<CaseRegion>& places);

/// Reads what a case expects of one incentive into `result`. `askable` are the names that `下一问` may give.
void read_expectation(LoadContext& context, NodeId node, Span owner, const Enumerations& enumerations,
                      const Incentive& incentive, const std::vector<std::string_view>& askable, Case& result);

/// Reads an expected value: an amount with its unit, a bare number of yuan, a word, or 未知.
[[nodiscard]] std::optional<Value> read_expected_value(LoadContext& context, const MappedText& text, const Type& type,
                                                       const Enumerations& enumerations);

/// Reads 待确认 of a case: nobody has compared it with the document yet, which is W528.
[[nodiscard]] bool read_unconfirmed(LoadContext& context, const Fields& keys, const std::string& name);

/// Reports E312 for cases of one name.
class CaseNames {
public:
    explicit CaseNames(LoadContext& context) : context_(context) {}
    /// Adds a name that a case has; reports it when another has it and it is new.
    void add(const std::string& name, Span declared, bool fresh = true);

private:
    LoadContext& context_;
    std::unordered_map<std::string, Span> names_;
};

}  // namespace huiqi
