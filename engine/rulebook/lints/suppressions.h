#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/calendar/date.h"
#include "engine/diagnostic/diagnostic.h"
#include "engine/rulebook/fields.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Reads `忽略提醒` of a file. Each has a code, a reason and the last day on which it holds; what is no warning, no such day or no
/// reason is E368.
[[nodiscard]] std::vector<Suppression> load_suppressions(LoadContext& context, const Fields& file);

/// How far warnings were looked for, so that what suppresses nothing can be told from what was not asked: without the audit, with
/// it, or with it over a whole folder, where what another file says of a rule is there as well.
enum class Looked : std::uint8_t { without_audit, with_audit, whole_folder };

/// Takes out the warnings that the files of a rulebook suppress on a day; errors stay. Warns of a suppression that is past its
/// day (W581; its warnings stay), of one that there is nothing for (W580) and of one whose day is so far away that nobody looks again
/// (W582). Gives how many warnings were taken out.
std::size_t apply_suppressions(const Rulebook& rulebook, Date today, Looked looked, Diagnostics& diagnostics);

}  // namespace huiqi
