#pragma once

#include <string>

#include "tools/huiqi/program.h"

namespace CLI {
class App;
class ParseError;
}

namespace huiqi {

/// Gives the language that the words of a command line ask for with --lang, whatever else is wrong with them.
[[nodiscard]] Language asked_language(int argc, const char* const* argv, Language usual);

/// Names the parts of a help page in the person's language.
void name_help_parts(CLI::App& app, Language language);

/// Gives the half of a description that is written `English / 中文` in one language; one that is not written so stays.
[[nodiscard]] std::string said_in(const std::string& description, Language language);

/// Lets all help pages speak one language: descriptions of commands and options are written in both.
void speak(CLI::App& app, Language language);

/// Says what is wrong with a command line: in the person's language, with the nearest command or option.
void complain_of_command_line(const Program& program, const CLI::App& app, const CLI::ParseError& error, int argc,
                              const char* const* argv);

/// Joins the two forms of what a check of an option says; complain_of_command_line tells one of them.
[[nodiscard]] std::string said_in_both(const Bilingual& sentence);

}  // namespace huiqi
