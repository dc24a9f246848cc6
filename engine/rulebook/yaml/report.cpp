#include "engine/rulebook/yaml/report.h"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/yaml/lines.h"

namespace huiqi {

std::string in_quotes(std::string_view value) {
    if (value.find_first_of("\"\\") == std::string_view::npos) {
        return fmt::format("\"{}\"", value);
    }
    std::string out = "'";
    for (const char c : value) {
        out += c == '\'' ? "''" : std::string(1, c);
    }
    return out + "'";
}

YamlReport::YamlReport(std::string_view text, SourceId source, const YamlLimits& limits,
                       Diagnostics& diagnostics)
    : text_(text), source_(source), limits_(limits), diagnostics_(diagnostics) {}

Span YamlReport::span(YamlRange range) const {
    return {.source = source_,
            .begin = static_cast<std::uint32_t>(std::min(range.begin, text_.size())),
            .end = static_cast<std::uint32_t>(std::min(std::max(range.begin, range.end), text_.size()))};
}

std::string YamlReport::words(YamlRange range, std::size_t limit) const {
    const std::size_t end =
        std::min({range.end, text_.size(), line_end(text_, std::min(range.begin, text_.size()))});
    return excerpt(text_.substr(std::min(range.begin, end), end - std::min(range.begin, end)), limit);
}

Diagnostic& YamlReport::error(std::string_view code, YamlRange place, Bilingual message, Bilingual help) {
    if (full_) {
        throw YamlStop{};
    }
    if (diagnostics_.all().size() >= limits_.faults) {
        full_ = true;
        diagnostics_.error(
            "E408", span(place),
            {fmt::format("已经有{}处错误，从这里起不再检查", limits_.faults),
             fmt::format("{} errors already, the rest of the file is not looked at", limits_.faults)},
            {"先改好前面的，再检查一次", "mend the errors above, then check again"});
        throw YamlStop{};
    }
    return diagnostics_.error(code, span(place), std::move(message), std::move(help));
}

void YamlReport::duplicate_key(std::string_view key_name, YamlRange key, YamlRange first) {
    const std::string name = excerpt(key_name);
    Diagnostic& error = this->error(
        "E401", key, {fmt::format("“{}”写了两次", name), fmt::format("the key `{}` is written twice", name)},
        {"删去一处，或者给其中一处改名", "delete one of them, or give one another name"});
    error.related.push_back({.span = span(first), .message = {"第一处在这里", "the first one is here"}});
}

void YamlReport::anchor(YamlRange place) {
    error("E402", place,
          {fmt::format("不能用 YAML 的锚点 {}", words(place)),
           fmt::format("YAML anchors such as `{}` are not allowed", words(place))},
          {"删去它；要用几次的值写成参数，或者写在公用文件里",
           "delete it; write a value that is used several times as a parameter, or in a library file"});
}

void YamlReport::alias(YamlRange place) {
    error("E402", place,
          {fmt::format("不能用 YAML 的别名 {}", words(place)),
           fmt::format("YAML aliases such as `{}` are not allowed", words(place))},
          {"把内容直接写出来；要用几次的值写成参数",
           "write the content itself; write a value that is used several times as a parameter"});
}

void YamlReport::merge_key(YamlRange place) {
    error("E402", place, {"不能用合并键 <<", "the merge key `<<` is not allowed"},
          {"把要合并的键一个个写出来", "write out the keys that it would bring in"});
}

void YamlReport::tag(YamlRange place) {
    error(
        "E403", place,
        {fmt::format("不能用 YAML 的标签 {}", words(place)),
         fmt::format("YAML tags such as `{}` are not allowed", words(place))},
        {"删去它：一个值怎么读，由它所在的键决定；文本要以“!”开头时加引号",
         "delete it: the key decides how its value is read; put quotes around a text that begins with `!`"});
}

void YamlReport::tab(std::size_t at) {
    error("E404", {at, at + 1}, {"这里有制表符", "there is a tab here"},
          {"换成空格；双引号里的制表符写成 \\t", "write blanks; in double quotes write a tab as `\\t`"});
}

void YamlReport::directive(YamlRange line) {
    error("E404", line,
          {"不能用 % 开头的 YAML 指令", "YAML directives, which begin with `%`, are not allowed"},
          {"删去这一行", "delete this line"});
}

void YamlReport::second_document(std::size_t at) {
    error("E404", {at, line_end(text_, at)},
          {"一个文件只能有一个 YAML 文档，第二个从这里开始",
           "a file holds one YAML document, and a second one begins here"},
          {"把它放进另一个文件", "put it into a file of its own"});
}

void YamlReport::key_without_value(std::string_view key_name, YamlRange key, bool in_braces) {
    const std::string name = excerpt(key_name);
    const Bilingual message{fmt::format("“{}”后面没有值", name),
                            fmt::format("the key `{}` has no value", name)};
    if (in_braces) {
        error(
            "E405", key, message,
            {"写上值，或者删去它；如果它是前一个值的一部分，给前一个值加引号",
             "write a value, or delete it; if it belongs to the value before, put quotes around that value"});
    } else {
        error("E405", key, message,
              {"写上值，或者删去这一行；“没有”写成 无",
               "write a value, or delete the line; for none write `null`"});
    }
}

void YamlReport::tilde(YamlRange place) {
    error("E405", place, {"“~”在 YAML 里是空值", "`~` is an empty value in YAML"},
          {"写上值；“没有”写成 无", "write a value; for none write `null`"});
}

void YamlReport::value_without_key(std::size_t at) {
    error("E405", {at, at + 1}, {"冒号前面没有键", "there is no key before this colon"},
          {"在冒号前面写上键", "write the key before the colon"});
}

void YamlReport::empty_item(std::size_t at) {
    error("E405", {at, at + 1}, {"列表里有一项是空的", "an item of this list is empty"},
          {"写上内容，或者删去这一项", "write the item, or delete it"});
}

void YamlReport::cut_at_comma(YamlRange whole, std::size_t comma) {
    const std::string value = words(whole, 60);
    error(
        "E406", {comma, comma + 1},
        {fmt::format("YAML 在这个逗号处把“{}”切成了两段", value),
         fmt::format("YAML cuts `{}` in two at this comma", value)},
        {fmt::format("给整个值加引号：{}；或者不用花括号、方括号，每行写一项；并列的项也可以用“、”隔开",
                     in_quotes(value)),
         fmt::format("put quotes around the value: {}; or write one item a line, without braces or brackets; "
                     "between items `、` will also do",
                     in_quotes(value))});
}

void YamlReport::hidden_by_comment(YamlRange value, std::size_t sign) {
    const std::string shown = words(value, 60);
    error("E406", {sign, sign + 1},
          {"空格后面的“#”在 YAML 里开始注释，这一行后面的内容和括号都没有了",
           "a blank and `#` begin a comment for YAML, which hides the rest of the line and the bracket that closes"},
          {fmt::format("“#”是值的一部分，就给整个值加引号：{}；是注释，就写在括号后面", in_quotes(shown)),
           fmt::format("if the `#` belongs to the value, put quotes around it: {}; move a comment behind the bracket",
                       in_quotes(shown))});
}

void YamlReport::question_mark(std::size_t at) {
    error("E407", {at, at + 1}, {"键的前面不能写“?”", "a key does not begin with `? `"},
          {"写成“键: 值”", "write `key: value`"});
}

void YamlReport::key_is_no_word(std::size_t at) {
    error("E407", {at, at + 1},
          {"这里应当是一个键，却是列表或者花括号", "a key is expected here, not a list or braces"},
          {"键只能是一个词，例如 名称: 甲", "a key is one word, for instance `title: A`"});
}

void YamlReport::two_readings(std::size_t at) {
    error("E407", {at, at + 1}, {"从这里起的写法有两种读法", "what begins here can be read in two ways"},
          {"写在一行里，或者给值加引号", "write it on one line, or put quotes around the value"});
}

void YamlReport::bracket_left_open(std::size_t at, char open) {
    const char close = open == '{' ? '}' : ']';
    std::size_t end = line_end(text_, at);
    end = text_.find_last_not_of(' ', end - 1) + 1;
    const std::string value = in_quotes(words({at, end}, 80));
    error("E407", {at, at + 1},
          {fmt::format("“{}”没有配对的“{}”", open, close), fmt::format("this `{}` has no `{}`", open, close)},
          {fmt::format("补上“{}”；如果它是值的一部分，给整个值加引号：{}", close, value),
           fmt::format("close it; if it belongs to the value, put quotes around that: {}", value)});
}

void YamlReport::too_large() {
    error("E408", {0, 0},
          {fmt::format("文件太大，最多{} MB", limits_.bytes >> 20U),
           fmt::format("the file is too large, at most {} MB", limits_.bytes >> 20U)},
          {"数据不要写在规则里，放进 CSV 文件", "keep data out of rule files, in a CSV file"});
}

void YamlReport::too_deep(std::size_t at) {
    error("E408", {at, at + 1},
          {fmt::format("嵌套太深，最多{}层", limits_.depth),
           fmt::format("nested too deeply, at most {} levels", limits_.depth)},
          {"检查括号是不是配对", "see whether the brackets pair"});
    throw YamlStop{};
}

void YamlReport::too_many_nodes(std::size_t at) {
    error("E408", {at, at + 1},
          {fmt::format("内容太多，一个文件最多{}个值", limits_.nodes),
           fmt::format("too much in one file, at most {} values", limits_.nodes)},
          {"数据不要写在规则里，放进 CSV 文件", "keep data out of rule files, in a CSV file"});
    throw YamlStop{};
}

void YamlReport::too_long(std::size_t at) {
    error("E408", {at, at + 1},
          {fmt::format("从这里起{} KB没有读到一个完整的值", limits_.scalar_bytes >> 10U),
           fmt::format("no value ends within {} KB from here", limits_.scalar_bytes >> 10U)},
          {"检查引号是不是配对；长文本放在别的文件里",
           "see whether the quotes pair; keep long texts in another file"});
    throw YamlStop{};
}

void YamlReport::not_utf8(std::size_t at) {
    error("E409", {at, at + 1}, {"这里的字节不是 UTF-8", "the bytes here are not UTF-8"},
          {"把文件另存为 UTF-8 编码（记事本、WPS 常存成 GBK）",
           "save the file as UTF-8; some editors save Chinese text as GBK"});
}

void YamlReport::control_character(YamlRange place, char32_t code_point) {
    const std::string name = fmt::format("U+{:04X}", static_cast<std::uint32_t>(code_point));
    error("E409", place,
          {fmt::format("这里有一个看不见的字符 {}", name),
           fmt::format("there is an invisible character {} here", name)},
          {"删去它；它多半是从网页或者 Word 里粘贴来的", "delete it; it mostly comes in by pasting"});
}

void YamlReport::control_escape(YamlRange place) {
    error("E409", place,
          {"这个转义得到的是看不见的控制字符", "this escape stands for a control character that nobody sees"},
          {"删去它", "delete it"});
}

}  // namespace huiqi
