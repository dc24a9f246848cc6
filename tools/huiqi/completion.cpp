#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tools/huiqi/commands.h"

namespace huiqi {
namespace {

using Commands = std::vector<const CLI::App*>;

[[nodiscard]] Commands commands_of(const CLI::App& app) {
    return app.get_subcommands([](const CLI::App* one) { return !one->get_name().empty(); });
}

/// The long names of a command's options, or the short one where there is no other.
[[nodiscard]] std::vector<std::string> options_of(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) {
            names.push_back("--" + name);
        }
        for (const std::string& name : option->get_snames()) {
            names.push_back("-" + name);
        }
    }
    return names;
}

[[nodiscard]] std::string joined(const std::vector<std::string>& words, std::string_view between = " ") {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : std::string(between)) + word;
    }
    return text;
}

[[nodiscard]] std::vector<std::string> names_of(const Commands& commands) {
    std::vector<std::string> names;
    for (const CLI::App* command : commands) {
        names.push_back(command->get_name());
    }
    return names;
}

/// What may follow `path`, a command by its words: commands below it and options.
void add_bash_cases(std::string& text, const CLI::App& app, const std::string& path) {
    std::vector<std::string> words = names_of(commands_of(app));
    const std::vector<std::string> options = options_of(app);
    words.insert(words.end(), options.begin(), options.end());
    text += "        '" + path + "') words='" + joined(words) + "' ;;\n";
    for (const CLI::App* command : commands_of(app)) {
        add_bash_cases(text, *command, path + " " + command->get_name());
    }
}

[[nodiscard]] std::string bash(const CLI::App& app) {
    std::string cases;
    add_bash_cases(cases, app, "huiqi");
    return "# bash completion of huiqi: source it, or put it into a folder of bash-completion under the name huiqi\n"
           "_huiqi() {\n"
           "    local current=${COMP_WORDS[COMP_CWORD]} path=huiqi word words=''\n"
           "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
           "        case \"$path $word\" in\n"
           "            " + [&] {
               std::vector<std::string> paths;
               for (const CLI::App* command : commands_of(app)) {
                   paths.push_back("'huiqi " + command->get_name() + "'");
                   for (const CLI::App* below : commands_of(*command)) {
                       paths.push_back("'huiqi " + command->get_name() + " " + below->get_name() + "'");
                   }
               }
               return joined(paths, "|");
           }() + ") path=\"$path $word\" ;;\n"
           "        esac\n"
           "    done\n"
           "    case $path in\n" + cases +
           "    esac\n"
           "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
           "    [[ $current == -* ]] || mapfile -t -O \"${#COMPREPLY[@]}\" COMPREPLY < <(compgen -f -- \"$current\")\n"
           "}\n"
           "complete -o filenames -F _huiqi huiqi\n";
}

/// A text inside quotes of fish, or of zsh.
[[nodiscard]] std::string shell_word(std::string_view text) {
    std::string word = "'";
    for (const char sign : text) {
        word += sign == '\'' ? "'\\''" : std::string(1, sign);
    }
    return word + "'";
}

[[nodiscard]] std::string zsh(const CLI::App& app) {
    return "#compdef huiqi\nautoload -U +X bashcompinit && bashcompinit\n" + bash(app);
}

void add_fish_lines(std::string& text, const CLI::App& app, const std::string& when) {
    for (const CLI::App* command : commands_of(app)) {
        text += "complete -c huiqi -n " + shell_word(when) + " -a " + command->get_name() + " -d " + shell_word(command->get_description()) + "\n";
    }
    for (const CLI::Option* option : app.get_options()) {
        std::string line = "complete -c huiqi -n " + shell_word(when);
        for (const std::string& name : option->get_lnames()) {
            line += " -l " + name;
        }
        for (const std::string& name : option->get_snames()) {
            line += " -s " + name;
        }
        if (!option->get_lnames().empty() || !option->get_snames().empty()) {
            text += line + (option->get_items_expected_max() > 0 ? " -r" : "") + " -d " + shell_word(option->get_description()) + "\n";
        }
    }
    for (const CLI::App* command : commands_of(app)) {
        add_fish_lines(text, *command, "__fish_seen_subcommand_from " + command->get_name());
    }
}

[[nodiscard]] std::string fish(const CLI::App& app) {
    std::string text = "# fish completion of huiqi: ~/.config/fish/completions/huiqi.fish\n";
    add_fish_lines(text, app, "__fish_use_subcommand");
    return text;
}

/// A text for roff: nothing in it is taken for a request.
[[nodiscard]] std::string roff(std::string_view text) {
    std::string safe;
    bool begins = true;
    for (const char sign : text) {
        if (begins && (sign == '.' || sign == '\'')) {
            safe += "\\&";
        }
        safe += sign == '\\' ? std::string("\\e") : sign == '-' ? std::string("\\-") : std::string(1, sign);
        begins = sign == '\n';
    }
    return safe;
}

void add_man_options(std::string& page, const CLI::App& app) {
    for (const CLI::Option* option : app.get_options()) {
        std::string name = option->get_name(true, true);
        if (name == "-h,--help") {
            continue;   // every command has it; said once
        }
        if (const std::size_t comma = name.find(','); comma != std::string::npos) {
            name.insert(comma + 1, " ");
        }
        page += ".TP\n.B " + roff(name) + "\n" + roff(option->get_description()) + "\n";
    }
}

void add_man_command(std::string& page, const CLI::App& app, const std::string& path) {
    page += ".SS " + roff(path) + "\n" + roff(app.get_description()) + "\n";
    add_man_options(page, app);
    if (!app.get_footer().empty()) {
        page += ".PP\n.nf\n" + roff(app.get_footer()) + "\n.fi\n";
    }
    for (const CLI::App* command : commands_of(app)) {
        add_man_command(page, *command, path + " " + command->get_name());
    }
}

[[nodiscard]] std::string man(const CLI::App& app, bool chinese) {
    std::string page = ".TH HUIQI 1 \"\" \"huiqi " HUIQI_VERSION "\"\n";
    page += chinese ? ".SH 名称\n" : ".SH NAME\n";
    page += "huiqi \\- " + roff(app.get_description().substr(std::string_view("huiqi: ").size())) + "\n";
    page += chinese ? ".SH 用法\n.B huiqi\n[选项] 命令 …\n.SH 选项\n" : ".SH SYNOPSIS\n.B huiqi\n[OPTIONS] COMMAND …\n.SH OPTIONS\n";
    page += ".TP\n.B " + roff("-h, --help") + "\n" + (chinese ? "一个命令的写法" : "how a command is written") + "\n";
    add_man_options(page, app);
    page += chinese ? ".SH 命令\n" : ".SH COMMANDS\n";
    for (const CLI::App* command : commands_of(app)) {
        add_man_command(page, *command, command->get_name());
    }
    page += chinese ? ".SH 退出码\n" : ".SH EXIT STATUS\n";
    page += roff("0 done; 1 done, and the answer is no; 2 wrong use; 65 data refused; 66 input missing; 70 a bug of ours; 73 would overwrite; "
                 "74 I/O; 75 stopped, --resume continues; 77 not allowed; 78 rules invalid\n");
    return page;
}

}  // namespace

void add_completion(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand("completion", "print completions for a shell, or the man page / 输出命令补全或手册页");
    auto what = std::make_shared<std::string>();
    command->add_option("WHAT", *what, "bash, zsh, fish or man / 哪一种")->required()->check(CLI::IsMember({"bash", "zsh", "fish", "man"}));
    command->footer("examples:\n  source <(huiqi completion bash)\n  huiqi completion man | man -l -");
    command->callback([what, &app, &chosen] {
        chosen = [what, &app](const Program& program) {
            const std::string text = *what == "bash"   ? bash(app)
                                     : *what == "zsh"  ? zsh(app)
                                     : *what == "fish" ? fish(app)
                                                       : man(app, program.language == Language::zh);
            return put(text) ? Exit::done : Exit::input_output;
        };
    });
}

}  // namespace huiqi
