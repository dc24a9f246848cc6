#pragma once

#include <string_view>
#include <vector>

#include "engine/data/datum.h"
#include "engine/diagnostic/diagnostic.h"
#include "engine/io/data_fault.h"
#include "huiqi/message.h"

namespace huiqi {

/// Gives diagnostics in the order of their places as public messages, which no longer need the sources.
[[nodiscard]] std::vector<Message> messages_of(Diagnostics diagnostics, const Sources& sources);

/// Gives a message about no place in a file.
[[nodiscard]] Message message_of(std::string_view code, Bilingual text, Bilingual help);

/// Gives a fault of the answer of this name (`付息[2].利息`).
[[nodiscard]] Message message_of(DatumFault fault, std::string_view answer);

/// Gives a fault of data: the file, the line and, in `answer`, the column.
[[nodiscard]] Message message_of(DataFault fault);

/// Gives a run-time fault (R01 …) and the part of a rule where it arose; its text is the title of its page.
[[nodiscard]] Message message_of(std::string_view code, const Span& place, const Sources& sources);

}  // namespace huiqi
