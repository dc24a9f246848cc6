#pragma once

#include <memory>
#include <vector>

#include "engine/rulebook/case_places.h"
#include "engine/rulebook/fields.h"
#include "engine/rulebook/library.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// An incentive with what is needed to read more about it (overlays, cases).
struct LoadedIncentive {
    Incentive incentive;
    Enumerations enumerations;                ///< its own and those of its libraries
    std::vector<const Library*> libraries;
    ParseContext parse;                       ///< its count units and those of its libraries
    std::vector<std::string> broken;          ///< names whose declarations are wrong, as LoadContext has them
    std::vector<CaseRegion> places{};          ///< that its cases say they are held for
    bool sound = true;                        ///< nothing was wrong with it
};

/// Reads a 事项 file. `used` are the libraries it names, in order. Errors make it unsound.
[[nodiscard]] LoadedIncentive load_incentive(LoadContext& context, const Fields& file,
                                             std::vector<const Library*> used);

/// Lays a 细则 file over its parent: the parent's rules with the overlay's changes. Reports E304 for what an overlay
/// may not touch and E303 for values outside a band. The parent's expressions are taken as they were checked.
[[nodiscard]] LoadedIncentive load_overlay(LoadContext& context, const Fields& file, const LoadedIncentive& parent,
                                           std::vector<const Library*> used);

/// Reads names, issuer, region and the like, which incentives and overlays have in common; what the file does not
/// say stays.
void load_header(LoadContext& context, const Fields& file, Incentive& incentive);

/// Gives an id from its scalar, or reports E328 when it holds what an id cannot.
[[nodiscard]] std::string read_id(LoadContext& context, const Fields& file);

/// Adds count units and enumerations: those of the libraries, then the file's own.
void load_units_and_enums(LoadContext& context, const Fields& file, LoadedIncentive& loaded);

/// Notes when the file's own document was issued: the latest 印发日期 of the sources that it declares.
void find_issued(const LoadContext& context, Incentive& incentive);

/// Notes which required parameters have no value.
void find_unset(Incentive& incentive);

}  // namespace huiqi
