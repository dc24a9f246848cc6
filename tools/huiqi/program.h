#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/diagnostic/diagnostic.h"

namespace huiqi {

/// How a command ends; docs/commands.md has the table.
enum class Exit : int {
    done = 0,
    answer_is_no = 1,     ///< done, and the answer is no: a test failed, totals do not tie
    wrong_use = 2,
    data_refused = 65,
    input_missing = 66,
    our_bug = 70,
    would_overwrite = 73,
    input_output = 74,
    stopped = 75,
    not_allowed = 77,
    rules_invalid = 78,
};

/// What every command knows of the person that called it.
struct Program {
    Language language = Language::en;
    Language data_language = Language::zh;   ///< of results: not that of the machine, so that bytes are the same everywhere
    bool json = false;
    bool sarif = false;   ///< findings about rules as SARIF 2.1.0; implies json for everything else that is said
    bool color = false;   ///< of standard error

    /// Gives the sentence in the person's language.
    [[nodiscard]] std::string say(const Bilingual& sentence) const { return sentence.in(language); }
};

/// Prints to standard error, with a line end.
void talk(std::string_view text);
/// Prints a wrong use or a failure of the system with how to mend it.
void complain(const Program& program, const Bilingual& message, const Bilingual& help = {});
/// Prints to standard output; false when the other end is closed or the disk is full.
[[nodiscard]] bool put(std::string_view text);

}  // namespace huiqi
