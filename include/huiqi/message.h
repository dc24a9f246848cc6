#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace huiqi {

/// One thing that is wrong, or worth knowing, said in Chinese and in English: one sentence each, without a
/// full stop. The library reports faults of rules and of answers as messages, all of them at once, and throws
/// nothing of its own.
struct Message {
    /// How grave it is: an error stops what was asked for, a warning does not.
    enum class Severity : std::uint8_t { error, warning };

    /// A second place that takes part, such as the first of two declarations.
    struct Note {
        std::string file;
        std::size_t line = 0;
        std::size_t column = 0;
        std::string text_zh;
        std::string text_en;
    };

    std::string code;  ///< stable, and explained by `huiqi help CODE`
    Severity severity = Severity::error;
    std::string file;        ///< of a rule: the path, or the name given with the text; else empty
    std::size_t line = 0;    ///< from 1; 0: the message is about no place in a file
    std::size_t column = 0;  ///< from 1, in characters; 0 as above
    std::string answer;      ///< of a fault of an answer: its name, such as `payments[2].amount`; else empty
    std::string text_zh;
    std::string text_en;
    std::string help_zh;  ///< how to mend it; may be empty
    std::string help_en;
    std::vector<Note> notes;
};

}  // namespace huiqi
