#include "engine/rulebook/yaml/fault.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/yaml/lines.h"
#include "engine/rulebook/yaml/scalar.h"

namespace huiqi {
namespace {

bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// A sign in the words of an English sentence.
std::string named(char sign) {
    return sign == '`' ? "a backtick" : fmt::format("`{}`", sign);
}

/// Explains one fault.
class Explanation {
public:
    Explanation(const YamlFault& fault, const YamlProgress& progress, std::string_view text,
                YamlReport& report)
        : kind_(fault.kind),
          at_(std::min(fault.at, text.size())),
          progress_(progress),
          text_(text),
          report_(report) {}

    std::optional<YamlMask> run() {
        if (kind_ == YamlFaultKind::end_of_quotes) {
            return quotes_left_open();
        }
        if (kind_ == YamlFaultKind::escape) {
            return bad_escape();
        }
        if (progress_.open_bracket) {
            return between_brackets();
        }
        if (progress_.value_expected && begins_with_sign(progress_.next)) {
            return sign_at_beginning(progress_.next);
        }
        if (text_.substr(at_, 1) == ",") {
            return sign_at_beginning(at_);  // the library takes the value before it for empty
        }
        if (kind_ == YamlFaultKind::flow_end) {
            return stray_bracket();
        }
        if (kind_ == YamlFaultKind::block_entry) {
            return dash_behind_key();
        }
        if (more_behind_quotes()) {
            return text_behind_quotes();
        }
        return kind_ == YamlFaultKind::map_value ? stray_colon() : out_of_place();
    }

private:
    [[nodiscard]] std::string_view line_of(std::size_t at) const {
        const std::size_t begin = line_begin(text_, at);
        return text_.substr(begin, line_end(text_, at) - begin);
    }

    [[nodiscard]] bool same_line(std::size_t left, std::size_t right) const {
        return line_begin(text_, left) == line_begin(text_, right);
    }

    /// The value from `begin` to the end of its line, without a comment.
    [[nodiscard]] YamlRange rest_of_line(std::size_t begin) const {
        std::size_t end = line_end(text_, begin);
        const std::string_view value = text_.substr(begin, end - begin);
        const std::size_t comment = value.find(" #");
        end = comment == std::string_view::npos ? end : begin + comment;
        while (end > begin && is_blank(text_[end - 1])) {
            --end;
        }
        return {begin, end};
    }

    [[nodiscard]] std::string in_quotes(YamlRange value) const {
        return huiqi::in_quotes(text_.substr(value.begin, value.end - value.begin).substr(0, 80));
    }

    void error(YamlRange place, Bilingual message, Bilingual help) {
        report_.error("E407", place, std::move(message), std::move(help));
    }

    /// Help that shows the value in quotes.
    [[nodiscard]] Bilingual put_in_quotes(YamlRange value) const {
        return {fmt::format("给整个值加引号：{}", in_quotes(value)),
                fmt::format("put quotes around the value: {}", in_quotes(value))};
    }

    [[nodiscard]] std::optional<YamlMask> mask(YamlRange value) const {
        if (value.begin >= value.end) {
            return std::nullopt;
        }
        return YamlMask{.at = value.begin, .value = value};
    }

    std::optional<YamlMask> quotes_left_open() {
        const std::size_t begin = progress_.next;
        error({begin, begin + 1}, {"引号没有配对，后面的内容都被当成了文本", "these quotes are never closed"},
              {"在值的末尾补上引号；值里要有引号时，外面换用另一种引号",
               "close them at the end of the value; for quotes inside a value use the other kind around it"});
        return progress_.open_bracket ? std::nullopt : mask(rest_of_line(begin));
    }

    std::optional<YamlMask> bad_escape() {
        const std::size_t begin = progress_.next;
        const std::size_t at = first_bad_escape(text_, begin).value_or(at_);
        const YamlRange escape{at, end_of_escape(at)};
        const std::string sign = report_.words(escape);
        error(escape,
              {fmt::format("双引号里的反斜杠有特别的意思，“{}”不是其中一种", sign),
               fmt::format("a backslash in double quotes is special, and `{}` means nothing", sign)},
              {"反斜杠写成两个 \\\\，或者改用单引号",
               "write the backslash twice, `\\\\`, or use single quotes"});
        return progress_.open_bracket ? std::nullopt : mask(rest_of_line(begin));
    }

    /// A backslash with the character behind it, and the digits that would belong to it.
    [[nodiscard]] std::size_t end_of_escape(std::size_t at) const {
        std::size_t end = at + 1;
        const char32_t letter = next_code_point(text_, end);
        const std::size_t digits = letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
        const std::size_t limit = std::min(text_.size(), end + digits);
        while (end < limit && is_hex(text_[end])) {
            ++end;
        }
        return end;
    }

    [[nodiscard]] bool begins_with_sign(std::size_t at) const {
        constexpr std::string_view kSigns = ">@%`*&!|,";
        return at < text_.size() && kSigns.find(text_[at]) != std::string_view::npos;
    }

    std::optional<YamlMask> sign_at_beginning(std::size_t begin) {
        const YamlRange value = rest_of_line(begin);
        Bilingual help = put_in_quotes(value);
        if (text_[begin] == '>') {
            const bool equal = text_.substr(begin + 1, 1) == "=";
            help.zh += equal ? "；也可以写 ≥，或者“以上”" : "；也可以写“超过”";
            help.en += equal ? ", or write `≥`" : "";
        }
        error({begin, begin + 1},
              {fmt::format("值不能用“{}”开头，YAML 对它另有用处", text_[begin]),
               fmt::format("a value cannot begin with {}, which is a sign of YAML", named(text_[begin]))},
              std::move(help));
        return mask(value);
    }

    std::optional<YamlMask> stray_bracket() {
        error({at_, at_ + 1},
              {fmt::format("“{}”没有配对，前面没有打开它的括号", text_[at_]),
               fmt::format("nothing opens the bracket that `{}` closes", text_[at_])},
              {"删去它；如果它是值的一部分，给整个值加引号",
               "delete it; if it belongs to a value, put quotes around the value"});
        return progress_.value_expected && at_ == progress_.next ? mask(rest_of_line(at_)) : std::nullopt;
    }

    std::optional<YamlMask> dash_behind_key() {
        error({at_, at_ + 1}, {"“-”不能和键写在同一行", "a `-` cannot stand in the line of its key"},
              {"列表从下一行写起，每行一个“- ”；如果它是值，加引号",
               "begin the list in the next line, one `- ` a line; if it is a value, put it in quotes"});
        return progress_.value_expected ? mask(rest_of_line(at_)) : std::nullopt;
    }

    /// The last thing read was quoted or bracketed, and more follows in its line.
    [[nodiscard]] bool more_behind_quotes() const {
        return !progress_.last_plain && progress_.last.end != 0 && at_ < text_.size() &&
               at_ >= progress_.last.end && same_line(at_, progress_.last.end) &&
               text_[progress_.last.begin] != '|' && text_[progress_.last.begin] != '>';
    }

    std::optional<YamlMask> text_behind_quotes() {
        const char open = text_[progress_.last.begin];
        const bool bracket = open == '{' || open == '[';
        const YamlRange value = rest_of_line(progress_.last.begin);
        const YamlRange rest = rest_of_line(at_);
        Bilingual message =
            bracket
                ? Bilingual{fmt::format("“{}”后面还有内容，YAML 不知道怎么读", text_[progress_.last.end - 1]),
                            fmt::format("more follows the closing `{}`", text_[progress_.last.end - 1])}
                : Bilingual{"引号后面还有内容，YAML 把引号当成了整个值",
                            "more follows the closing quote, which ends the value for YAML"};
        const bool one_line = same_line(progress_.last.begin, at_);
        if (one_line) {
            error(rest, std::move(message), put_in_quotes(value));
        } else {
            report_
                .error("E407", rest, std::move(message),
                       {"检查引号、括号是不是在应该结束的地方结束了",
                        "see whether the quotes or brackets end where they should"})
                .related.push_back({.span = report_.span({progress_.last.begin, progress_.last.begin + 1}),
                                    .message = {"它从这里开始", "it begins here"}});
        }
        return one_line && !progress_.last_is_key ? mask(value) : std::nullopt;
    }

    std::optional<YamlMask> stray_colon() {
        const YamlRange last = progress_.last;
        if (!progress_.last_is_key && progress_.last_plain && progress_.next >= at_) {
            return same_line(last.begin, at_) ? second_colon(last.begin) : key_below_value();
        }
        return line_that_is_no_key();
    }

    std::optional<YamlMask> second_colon(std::size_t value_begin) {
        const YamlRange value = rest_of_line(value_begin);
        error({at_, at_ + 1},
              {"这一行有两个“: ”，YAML 不知道哪一个隔开键和值", "this line has a second `: `"},
              {fmt::format("值里用中文冒号“：”，或者给整个值加引号：{}", in_quotes(value)),
               fmt::format("put quotes around the value: {}", in_quotes(value))});
        return mask(value);
    }

    std::optional<YamlMask> key_below_value() {
        const std::size_t begin = after_blanks(text_, line_begin(text_, at_));
        error({begin, at_},
              {"上一个键已经有了值，下面不能再缩进写键",
               "the key above has a value, so no keys can stand below it"},
              {"和上一个键对齐；或者删去上一个键的值",
               "line it up with the key above, or delete the value of that key"});
        return std::nullopt;
    }

    /// A key was expected, and the words that stand there run on over the line end to the next colon.
    std::optional<YamlMask> line_that_is_no_key() {
        const std::size_t begin = std::min(progress_.next, at_);
        const YamlRange line = rest_of_line(begin);
        const std::string_view words = text_.substr(line.begin, line.end - line.begin);
        const std::size_t colon = words.find(':');
        if (colon != std::string_view::npos && colon > 0 && line.begin + colon + 1 < line.end) {
            const std::size_t at = line.begin + colon;
            error({at, at + 1}, {"冒号后面缺一个空格", "a blank is missing behind this colon"},
                  {fmt::format("写成 {}: {}", words.substr(0, colon), words.substr(colon + 1)),
                   fmt::format("write `{}: {}`", words.substr(0, colon), words.substr(colon + 1))});
            return mask_behind_colon(at, line);
        }
        error(line, {"这一行没有“键: 值”", "this line holds no `key: value`"},
              {"写成“键: 值”；如果接着上一行的值，比上一行的键多缩进一些",
               "write `key: value`; a line that goes on from the value above is indented more than its key"});
        if (line.begin == line.end) {
            return std::nullopt;
        }
        return YamlMask{.at = line.begin, .value = line, .letter = '#'};
    }

    /// The byte behind the colon gives way to a blank; the mask begins behind it.
    [[nodiscard]] std::optional<YamlMask> mask_behind_colon(std::size_t colon, YamlRange line) const {
        if (line.end < colon + 3) {
            return std::nullopt;
        }
        return YamlMask{.at = colon + 2, .value = {colon + 1, line.end}};
    }

    std::optional<YamlMask> between_brackets() {
        const std::size_t open = *progress_.open_bracket;
        const bool first_lines =
            indentation(text_, line_begin(text_, at_)) <= indentation(text_, line_begin(text_, open));
        if (at_ >= text_.size() || (!same_line(at_, open) && first_lines)) {
            return bracket_left_open(open);
        }
        const char sign = text_[at_];
        const YamlRange value =
            value_in_brackets(progress_.last_is_key ? progress_.next : progress_.last.begin);
        if (std::string_view("[]{}?").find(sign) != std::string_view::npos) {
            error({at_, at_ + 1},
                  {fmt::format("花括号、方括号里的值不能含有“{}”", sign),
                   fmt::format("a value in braces or brackets cannot hold `{}`", sign)},
                  put_in_quotes(value));
        } else if (sign == ':') {
            error(
                {at_, at_ + 1},
                {"括号里这个冒号是多余的，或者它前面缺一个逗号",
                 "this colon is one too many, or a comma is missing before it"},
                {"在前一个值后面加逗号；如果冒号是值的一部分，给值加引号",
                 "write a comma behind the value before; if the colon belongs to a value, put it in quotes"});
        } else if (progress_.value_expected && begins_with_sign(progress_.next)) {
            error({progress_.next, progress_.next + 1},
                  {fmt::format("值不能用“{}”开头，YAML 对它另有用处", text_[progress_.next]),
                   fmt::format("a value cannot begin with {}, which is a sign of YAML",
                               named(text_[progress_.next]))},
                  put_in_quotes(value_in_brackets(progress_.next)));
        } else if (more_behind_quotes() && !progress_.last_is_key) {
            error({at_, value.end},
                  {"引号后面还有内容，YAML 把引号当成了整个值",
                   "more follows the closing quote, which ends the value for YAML"},
                  put_in_quotes(value));
        } else {
            error(
                {at_, at_ + 1}, {"括号里这个地方应当是逗号", "a comma is expected here"},
                {"各项之间写逗号；含有引号、括号的值，给整个值加引号",
                 "write commas between the items; put quotes around a value that holds quotes or brackets"});
        }
        return mask_in_brackets(value);
    }

    /// The value covered, when the fault lies in it.
    [[nodiscard]] std::optional<YamlMask> mask_in_brackets(YamlRange value) const {
        const bool key = progress_.last_is_key && !progress_.value_expected;
        return !key && value.begin <= at_ && at_ < value.end ? mask(value) : std::nullopt;
    }

    /// The value from `begin` up to the comma or bracket that ends it, as its author counts brackets.
    [[nodiscard]] YamlRange value_in_brackets(std::size_t begin) const {
        const std::size_t limit = line_end(text_, begin);
        int open = 0;
        std::size_t end = begin;
        for (; end < limit; ++end) {
            const char c = text_[end];
            const bool closes = c == ']' || c == '}' || c == ')';
            if (open == 0 && (closes || c == ',')) {
                break;
            }
            open += c == '[' || c == '{' || c == '(' ? 1 : 0;
            open -= closes ? 1 : 0;
        }
        while (end > begin && is_blank(text_[end - 1])) {
            --end;
        }
        return {begin, end};
    }

    std::optional<YamlMask> bracket_left_open(std::size_t open) {
        report_.bracket_left_open(open, text_[open]);
        return mask(rest_of_line(open));
    }

    std::optional<YamlMask> out_of_place() {
        const YamlRange line = rest_of_line(at_);
        const std::size_t begin = line_begin(text_, at_);
        const std::size_t column = indentation(text_, begin);
        const bool starts_line = begin + column == at_;
        if (starts_line && progress_.last_plain && comment_before()) {
            error(
                line,
                {"注释把上一行的值断开了，这一行接不上", "a comment cuts this line off from the value above"},
                {"把注释移到值的前面，或者把值写在一行里",
                 "move the comment before the value, or write the value on one line"});
        } else if (starts_line && !levels().contains(column)) {
            error({begin, at_},
                  {"这一行的缩进和上面哪一层都对不齐", "the indentation of this line fits none above"},
                  {fmt::format("缩进应为{}个空格", fmt::join(levels(), "或")),
                   fmt::format("indent it by {} blanks", fmt::join(levels(), " or "))});
        } else {
            error(line,
                  {"这里不是“键: 值”，也不是“- ”开头的一项",
                   "neither `key: value` nor an item that begins with `- `"},
                  {"检查缩进、冒号和引号", "see to the indentation, the colon and the quotes"});
        }
        return std::nullopt;
    }

    [[nodiscard]] bool comment_before() const {
        return text_.substr(progress_.last.end, at_ - std::min(at_, progress_.last.end)).find('#') !=
               std::string_view::npos;
    }

    /// The indentations that a line may have here: of the open mappings and lists, and of the line above.
    [[nodiscard]] std::set<std::size_t> levels() const {
        std::set<std::size_t> levels(progress_.columns.begin(), progress_.columns.end());
        levels.insert(indentation(text_, line_begin(text_, progress_.last.begin)));
        return levels;
    }

    YamlFaultKind kind_;
    std::size_t at_;
    const YamlProgress& progress_;
    std::string_view text_;
    YamlReport& report_;
};

}  // namespace

std::optional<YamlMask> explain_fault(const YamlFault& fault, const YamlProgress& progress,
                                      std::string_view text, YamlReport& report) {
    return Explanation(fault, progress, text, report).run();
}

}  // namespace huiqi
