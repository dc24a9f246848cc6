#include "tools/huiqi/command_line.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

constexpr char kBetween = '\x1f';   ///< between the two forms of a check's sentence

[[nodiscard]] std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    for (std::size_t begin = text.find_first_not_of(' '); begin < text.size();) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        words.emplace_back(text.substr(begin, end - begin));
        begin = std::min(text.find_first_not_of(' ', end), text.size());
    }
    return words;
}

/// The commands that a command line has chosen, the outermost last.
[[nodiscard]] std::vector<const CLI::App*> chosen_commands(const CLI::App& app) {
    std::vector<const CLI::App*> chosen{&app};
    for (const CLI::App* at = &app; !at->get_subcommands().empty();) {
        at = at->get_subcommands().front();
        chosen.insert(chosen.begin(), at);
    }
    return chosen;
}

[[nodiscard]] std::string called(const CLI::App& app) {
    std::string name = "huiqi";
    const std::vector<const CLI::App*> chosen = chosen_commands(app);
    for (auto at = chosen.rbegin(); at != chosen.rend(); ++at) {
        name += *at == &app ? "" : " " + (*at)->get_name();
    }
    return name;
}

[[nodiscard]] Bilingual see_help(const CLI::App& app) {
    return {called(app) + " --help 列出写法", "`" + called(app) + " --help` says how it is written"};
}

[[nodiscard]] Bilingual did_you_mean(std::string_view written, const std::vector<std::string_view>& names, Bilingual otherwise) {
    const auto near = nearest(written, names);
    return near ? Bilingual{"是不是 " + std::string(*near) + "？", "did you mean `" + std::string(*near) + "`?"} : otherwise;
}

void complain_of_option(const Program& program, const CLI::App& app, const std::string& written) {
    std::vector<std::string> options;
    for (const CLI::App* command : chosen_commands(app)) {
        for (const CLI::Option* option : command->get_options()) {
            for (const std::string& name : option->get_lnames()) {
                options.push_back("--" + name);
            }
        }
    }
    const std::vector<std::string_view> names(options.begin(), options.end());
    complain(program, {"没有 " + written + " 这个选项", "there is no option `" + written + "`"},
             did_you_mean(written, names, see_help(app)));
}

/// Where a command was wanted, tells which word is none; nothing when there was no word at all.
void complain_of_command(const Program& program, const CLI::App& app, int argc, const char* const* argv) {
    const CLI::App* within = chosen_commands(app).front();
    std::vector<std::string> commands;
    for (const CLI::App* one : within->get_subcommands([](const CLI::App* all) { return !all->get_name().empty(); })) {
        commands.push_back(one->get_name());
    }
    const std::vector<std::string_view> names(commands.begin(), commands.end());
    bool value = false;   // of an option before the command
    for (int at = 1; at < argc; ++at) {
        const std::string_view word = argv[at];
        if (!word.starts_with("-") && !value && word != within->get_name()) {
            complain(program, {"没有 " + std::string(word) + " 这个命令", "there is no command `" + std::string(word) + "`"},
                     did_you_mean(word, names, see_help(app)));
            return;
        }
        value = word == "--lang" || word == "--format";
    }
    std::string listed;
    for (const std::string& name : commands) {
        listed += (listed.empty() ? "" : " ") + name;
    }
    complain(program, {"没有说要做什么", "no command was given"},
             {"命令有：" + listed + "；" + see_help(app).zh, "the commands are " + listed + "; " + see_help(app).en});
}

/// The words that nothing takes; the library lists them from the last to the first.
void complain_of_extras(const Program& program, const CLI::App& app, std::string_view listed) {
    std::vector<std::string> words = words_of(listed);
    std::reverse(words.begin(), words.end());
    const auto option = std::find_if(words.begin(), words.end(), [](const std::string& one) { return one.starts_with("-"); });
    if (option != words.end()) {
        complain_of_option(program, app, option->substr(0, option->find('=')));
        return;
    }
    const std::string first = words.empty() ? std::string(listed) : words.front();
    complain(program, {"多写了 " + first, "`" + first + "` is one word too many"}, see_help(app));
}

/// Tells why a value of an option does not do.
[[nodiscard]] Bilingual value_fault(const std::string& option, const std::string& why) {
    const std::size_t between = why.find(kBetween);
    if (between != why.npos) {
        return {option + "：" + why.substr(0, between), option + ": " + why.substr(between + 1)};
    }
    const std::vector<std::string> words = words_of(why);
    if (words.size() == 8 && words[0] == "Value" && words[4] == "range") {
        return {option + " 要是 " + words[5] + " 到 " + words[7] + " 的整数，不能是 " + words[1],
                "`" + option + "` takes a whole number from " + words[5] + " to " + words[7] + ", not `" + words[1] + "`"};
    }
    const std::size_t list = why.find(" not in {");
    if (list != why.npos) {
        const std::string choices = why.substr(list + 9, why.size() - list - 10);
        return {option + " 不能是 " + why.substr(0, list) + "，可选 " + choices,
                "`" + option + "` cannot be `" + why.substr(0, list) + "`; choose from " + choices};
    }
    return {option + " 的值不对：" + why, "the value of `" + option + "` will not do: " + why};
}

[[nodiscard]] std::optional<std::pair<std::string, std::string>> split_at(const std::string& text, std::string_view mark) {
    const std::size_t at = text.find(mark);
    return at == text.npos ? std::nullopt : std::optional(std::pair(text.substr(0, at), text.substr(at + mark.size())));
}

/// Tells the kinds of fault that are about one option or argument, by the words of the library.
[[nodiscard]] Bilingual sentence_about(const std::string& what) {
    if (const auto missing = split_at(what, " is required")) {
        return {"缺少 " + missing->first, missing->first + " is missing"};
    }
    if (const auto both = split_at(what, " excludes ")) {
        return {both->first + " 和 " + both->second + " 不能一起写", both->first + " and " + both->second + " exclude each other"};
    }
    if (const auto other = split_at(what, " requires ")) {
        return {other->first + " 要和 " + other->second + " 一起写", other->first + " needs " + other->second};
    }
    if (const auto value = split_at(what, "Could not convert: ")) {
        return {"读不了 " + value->second, "cannot read " + value->second};
    }
    if (const auto option = split_at(what, ": "); option && what.find(" missing") != what.npos) {
        return {option->first + " 后面缺少值", option->first + " wants a value behind it"};
    }
    if (const auto option = split_at(what, ": ")) {
        return value_fault(option->first, option->second);
    }
    return {"命令写得不对：" + what, "the command is not written right: " + what};
}

}  // namespace

Language asked_language(int argc, const char* const* argv, Language usual) {
    Language language = usual;
    std::string_view before;
    for (int at = 1; at < argc; ++at) {
        const std::string_view word = argv[at];
        const std::string_view value = before == "--lang" ? word : word.starts_with("--lang=") ? word.substr(7) : "";
        language = value == "zh" ? Language::zh : value == "en" ? Language::en : language;
        before = word;
    }
    return language;
}

void name_help_parts(CLI::App& app, Language language) {
    if (language != Language::zh) {
        return;
    }
    app.option_defaults()->group("选项");
    constexpr std::array<std::pair<const char*, const char*>, 9> kWords{{{"Usage", "用法"},
                                                                         {"Positionals", "参数"},
                                                                         {"Options", "选项"},
                                                                         {"OPTIONS", "选项"},
                                                                         {"Subcommands", "命令"},
                                                                         {"SUBCOMMAND", "命令"},
                                                                         {"SUBCOMMANDS", "命令"},
                                                                         {"REQUIRED", "必填"},
                                                                         {"TEXT", "文本"}}};
    for (const auto& [en, zh] : kWords) {
        app.get_formatter()->label(en, zh);
    }
    app.get_formatter()->label("UINT", "整数");
    app.set_help_flag("-h,--help", "这里的说明");
}

std::string said_in(const std::string& description, Language language) {
    for (const std::string_view between : {" / ", "\n惠企"}) {
        if (const std::size_t at = description.find(between); at != std::string::npos) {
            const std::size_t chinese = between == " / " ? at + between.size() : at + 1;
            return language == Language::zh ? description.substr(chinese) : description.substr(0, at);
        }
    }
    return description;
}

void speak(CLI::App& app, Language language) {
    const bool chinese = language == Language::zh;
    app.description(said_in(app.get_description(), language));
    for (CLI::Option* option : app.get_options()) {
        option->description(said_in(option->get_description(), language));
        if (chinese && option->get_group() == "Options") {
            option->group("选项");
        }
    }
    std::string footer = said_in(app.get_footer(), language);
    for (const std::string_view title : {"examples:", "example:"}) {
        if (chinese && footer.starts_with(title)) {
            footer.replace(0, title.size(), "例：");
        }
    }
    app.footer(footer);
    for (CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        if (chinese && command->get_group() == "Subcommands") {
            command->group("命令");
        }
        speak(*command, language);
    }
}

void complain_of_command_line(const Program& program, const CLI::App& app, const CLI::ParseError& error, int argc,
                              const char* const* argv) {
    const std::string what = error.what();
    if (what == "A subcommand is required") {
        complain_of_command(program, app, argc, argv);
    } else if (const auto extras = split_at(what, " not expected: ")) {
        complain_of_extras(program, app, extras->second);
    } else {
        complain(program, sentence_about(what), see_help(app));
    }
}

std::string said_in_both(const Bilingual& sentence) { return sentence.zh + kBetween + sentence.en; }

}  // namespace huiqi
