#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/diagnostic/embedded_pages.h"
#include "engine/diagnostic/message_page.h"
#include "engine/rulebook/keys.h"
#include "tools/huiqi/commands.h"

namespace huiqi {
namespace {

void append_sample(std::string& text, const std::string& title, const MessageSample& sample) {
    if (sample.empty()) {
        return;
    }
    text += "\n" + title + "\n";
    std::size_t begin = 0;
    while (begin < sample.text.size()) {
        const std::size_t end = std::min(sample.text.find('\n', begin), sample.text.size());
        text += "    " + sample.text.substr(begin, end - begin) + "\n";
        begin = end + 1;
    }
}

/// Tells whether a character ends a key or a word of a sample: blanks, brackets, quotes, colons and commas.
[[nodiscard]] bool is_border(char c) { return std::string_view(" \n{}[],:'\"").find(c) != std::string_view::npos; }

/// Gives the English spellings of a key or word of a sample: a key at the margin is one of the file, any other is not.
[[nodiscard]] std::vector<std::string_view> in_english(std::string_view word, bool key, bool at_margin) {
    std::vector<std::string_view> found;
    for (const Spelling& one : spellings()) {
        const bool is_word = one.shape == Shape::word;
        const bool of_file = one.scope == Scope::incentive_file || one.scope == Scope::library_file || one.scope == Scope::bundle_file ||
                             one.scope == Scope::cases_file || one.scope == Scope::detector_file;
        const bool fits = key ? !is_word && of_file == at_margin : is_word;
        if (fits && one.zh == word && one.en != word && std::find(found.begin(), found.end(), one.en) == found.end()) {
            found.push_back(one.en);
        }
    }
    return found;
}

/// Tells what the Chinese keys and words of a sample are called in English; empty when it has none.
[[nodiscard]] std::string legend(const std::string& sample) {
    std::string text;
    std::set<std::pair<std::string_view, bool>> told;
    for (std::size_t begin = 0; begin < sample.size();) {
        std::size_t end = begin;
        while (end < sample.size() && !is_border(sample[end])) {
            ++end;
        }
        const std::string_view word(sample.data() + begin, end - begin);
        const bool key = end < sample.size() && sample[end] == ':';
        const bool at_margin = begin == 0 || sample[begin - 1] == '\n';
        if (!word.empty() && static_cast<unsigned char>(word.front()) >= 0x80U && told.emplace(word, key).second) {
            std::string names;
            for (const std::string_view one : in_english(word, key, at_margin)) {
                names += (names.empty() ? "" : "/") + std::string(one);
            }
            text += names.empty() ? "" : (text.empty() ? "" : ", ") + std::string(word) + " " + names;
        }
        begin = end + 1;
    }
    return text;
}

/// A page as an object: both languages, samples as they are written.
[[nodiscard]] nlohmann::ordered_json as_json(const MessagePage& page) {
    const auto both = [](const Bilingual& text) { return nlohmann::ordered_json{{"zh", text.zh}, {"en", text.en}}; };
    nlohmann::ordered_json object{{"code", page.code}, {"title", both(page.title)}, {"body", both(page.body)}};
    if (!page.failing.empty()) {
        object["failing"] = page.failing.text;
    }
    if (!page.mended.empty()) {
        object["mended"] = page.mended.text;
    }
    return object;
}

[[nodiscard]] Exit put_json(const nlohmann::ordered_json& json) {
    return put(json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n") ? Exit::done
                                                                                                   : Exit::input_output;
}

Exit list_codes(const Program& program) {
    if (program.json) {
        nlohmann::ordered_json all = nlohmann::ordered_json::array();
        for (const EmbeddedPage& page : embedded_pages()) {
            if (const MessagePage* read = find_message_page(page.code)) {
                all.push_back({{"code", read->code}, {"title", {{"zh", read->title.zh}, {"en", read->title.en}}}});
            }
        }
        return put_json(all);
    }
    std::string text;
    for (const EmbeddedPage& page : embedded_pages()) {
        if (const MessagePage* read = find_message_page(page.code)) {
            text += std::string(page.code) + "  " + program.say(read->title) + "\n";
        }
    }
    return put(text) ? Exit::done : Exit::input_output;
}

Exit help(const Program& program, const std::string& code) {
    if (code.empty()) {
        return list_codes(program);
    }
    const MessagePage* page = find_message_page(code);
    if (page == nullptr) {
        complain(program, {"没有代码“" + code + "”", "there is no code `" + code + "`"},
                 {"huiqi help 列出所有代码；huiqi --help 列出命令", "`huiqi help` lists the codes, `huiqi --help` the commands"});
        return Exit::wrong_use;
    }
    if (program.json) {
        return put_json(as_json(*page));
    }
    const bool chinese = program.language == Language::zh;
    std::string text = std::string(page->code) + "  " + program.say(page->title) + "\n";
    if (!program.say(page->body).empty()) {
        text += "\n" + program.say(page->body) + "\n";
    }
    append_sample(text, chinese ? "出错的写法：" : "this gives it:", page->failing);
    append_sample(text, chinese ? "改好的写法：" : "mended:", page->mended);
    const std::string names = chinese ? std::string() : legend(page->failing.text + page->mended.text);
    if (!names.empty()) {
        text += "\nThe sample is in Chinese; every key and word of it has an English spelling and either may be written:\n    " + names + "\n";
    }
    return put(text) ? Exit::done : Exit::input_output;
}

}  // namespace

void add_help(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand("help", "explain a message code, or list them / 解释一个消息代码");
    auto code = std::make_shared<std::string>();
    command->add_option("CODE", *code, "a code such as E204 / 代码，例如 E204");
    command->footer("examples:\n  huiqi help E204\n  huiqi --lang zh help");
    command->callback([code, &chosen] {
        chosen = [code](const Program& program) { return help(program, *code); };
    });
}

}  // namespace huiqi
