#include "tools/huiqi/report/list_profile.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/io/file_names.h"
#include "engine/rulebook/yaml/document.h"
#include "tools/huiqi/rules.h"
#include "tools/huiqi/text_file.h"

namespace huiqi {
namespace {

/// Two words for one thing.
template <typename Thing>
struct Words {
    std::string_view zh, en;
    Thing thing;
};

constexpr Words<ListValue> kValues[] = {
    {"序号", "number", ListValue::number},       {"申请编号", "application", ListValue::application},
    {"事项", "incentive", ListValue::incentive}, {"事项名称", "title", ListValue::title},
    {"核定", "award", ListValue::award},         {"金额", "amount", ListValue::amount},
    {"拨付日", "day", ListValue::day},           {"批次", "batch", ListValue::batch},
    {"付款方", "payer", ListValue::payer},
};
constexpr Words<ValueClass> kClasses[] = {
    {"企业", "firm", ValueClass::firm},     {"姓名", "person", ValueClass::person},
    {"证件", "identity", ValueClass::identity}, {"电话", "phone", ValueClass::phone},
    {"账号", "account", ValueClass::account},
};

template <typename Thing, std::size_t count>
[[nodiscard]] std::optional<Thing> thing_of(const Words<Thing> (&words)[count], std::string_view text) {
    for (const auto& one : words) {
        if (text == one.zh || text == one.en) {
            return one.thing;
        }
    }
    return std::nullopt;
}

[[nodiscard]] bool is_key(const std::string& key, std::string_view zh, std::string_view en) {
    return key == zh || key == en;
}

/// Reads one profile; what is wrong goes to `diagnostics`.
class ProfileReader {
public:
    ProfileReader(const Document& document, Diagnostics& diagnostics) : document_(document), diagnostics_(diagnostics) {}

    [[nodiscard]] ListProfile read() {
        const YamlNode& root = document_.root();
        if (root.kind != NodeKind::mapping) {
            wrong(root, {"名单样式是 键: 值 的形式", "a list profile is written as `key: value`"});
            return {};
        }
        for (const YamlEntry& entry : root.entries) {
            read_key(entry.key.text, document_[entry.value]);
        }
        if (profile_.columns.empty()) {
            wrong(root, {"名单没有列", "the list has no columns"});
        }
        for (const YamlEntry& entry : root.entries) {
            if (is_key(entry.key.text, "排序", "sort")) {
                read_order(document_[entry.value]);
            }
        }
        return std::move(profile_);
    }

private:
    void read_key(const std::string& key, const YamlNode& value) {
        if (is_key(key, "标题", "title")) {
            profile_.title = scalar(value);
        } else if (is_key(key, "说明", "note")) {
            profile_.note = scalar(value);
        } else if (is_key(key, "列", "columns")) {
            for (const NodeId item : items(value)) {
                read_column(document_[item]);
            }
        } else if (is_key(key, "表头", "headings")) {
            profile_.headings = choice(value, {"有", "yes", "无", "no"});
        } else if (is_key(key, "金额单位", "amounts")) {
            profile_.fen = choice(value, {"分", "fen", "元", "yuan"});
        } else if (is_key(key, "行尾", "line_end")) {
            profile_.crlf = choice(value, {"CRLF", "CRLF", "LF", "LF"});
        } else if (is_key(key, "编码", "encoding")) {
            read_encoding(value);
        } else if (is_key(key, "分隔符", "separator")) {
            read_separator(value);
        } else if (is_key(key, "每份行数", "rows_per_file")) {
            profile_.rows_per_file = count(value);
        } else if (is_key(key, "不许字符", "forbidden")) {
            profile_.forbidden = scalar(value);
        } else if (!is_key(key, "排序", "sort")) {
            wrong(value, {"名单样式没有“" + key + "”这个键", "a list profile has no key `" + key + "`"});
        }
    }

    void read_column(const YamlNode& node) {
        ListColumn column;
        bool has_value = false;
        for (const YamlEntry& entry : entries(node)) {
            const std::string& key = entry.key.text;
            const YamlNode& value = document_[entry.value];
            if (is_key(key, "标题", "heading")) {
                column.heading = scalar(value);
            } else if (is_key(key, "取", "from")) {
                column.from = scalar(value);
                column.value = thing_of(kValues, column.from).value_or(ListValue::column);
                has_value = true;
            } else if (is_key(key, "取列", "column") || is_key(key, "写", "text")) {
                column.from = scalar(value);
                column.value = is_key(key, "写", "text") ? ListValue::constant : ListValue::column;
                has_value = true;
            } else if (is_key(key, "类别", "class")) {
                read_class(value, column);
            } else if (is_key(key, "最长", "longest")) {
                column.longest = count(value);
            } else if (is_key(key, "只许", "only")) {
                column.digits = choice(value, {"数字", "digits", "", ""});
            } else if (is_key(key, "可空", "optional")) {
                column.optional = choice(value, {"是", "yes", "否", "no"});
            } else {
                wrong(value, {"名单的列没有“" + key + "”这个键", "a column of a list has no key `" + key + "`"});
            }
        }
        if (column.heading.empty() || !has_value) {
            wrong(node, {"每列要有 标题，和 取、取列 或 写", "each column needs `heading`, and `from`, `column` or `text`"});
        }
        if (place_of(column.heading) != profile_.columns.size()) {
            wrong(node, {"两列都叫“" + column.heading + "”", "two columns are called `" + column.heading + "`"});
        }
        profile_.columns.push_back(std::move(column));
    }

    void read_class(const YamlNode& value, ListColumn& column) {
        if (const auto found = thing_of(kClasses, scalar(value))) {
            column.kind = *found;
        } else {
            wrong(value, {"类别是 企业、姓名、证件、电话 或 账号", "a class is `firm`, `person`, `identity`, `phone` or `account`"});
        }
    }

    void read_order(const YamlNode& value) {
        for (const NodeId item : items(value)) {
            std::string name = scalar(document_[item]);
            ListOrder order;
            for (const std::string_view down : {" 降序", " desc"}) {
                if (name.ends_with(down)) {
                    name.resize(name.size() - down.size());
                    order.descending = true;
                }
            }
            order.column = place_of(name);
            if (order.column == profile_.columns.size()) {
                wrong(document_[item], {"没有叫“" + name + "”的列，不能按它排序", "no column is called `" + name + "`: the list cannot be sorted by it"});
            } else {
                profile_.order.push_back(order);
            }
        }
    }

    void read_encoding(const YamlNode& value) {
        std::string name = scalar(value);
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        if (const auto encoding = parse_output_encoding(name)) {
            profile_.encoding = *encoding;
        } else {
            wrong(value, {"编码是 UTF-8、UTF-8-BOM 或 GBK", "the encoding is UTF-8, UTF-8-BOM or GBK"});
        }
    }

    void read_separator(const YamlNode& value) {
        const std::string text = scalar(value);
        if (text == "tab" || text == "制表符") {
            profile_.separator = '\t';
        } else if (text == "," || text == ";" || text == "|" || text == "\t") {
            profile_.separator = text.front();
        } else {
            wrong(value, {"分隔符是 \",\"、\";\"、\"|\" 或 制表符", "a separator is \",\", \";\", \"|\" or `tab`"});
        }
    }

    /// The words of two answers, the first of which is true.
    struct Choice {
        std::string_view yes_zh, yes_en, no_zh, no_en;
    };
    [[nodiscard]] bool choice(const YamlNode& value, const Choice& words) {
        const std::string text = scalar(value);
        const bool yes = text == words.yes_zh || text == words.yes_en;
        if (!yes && (text.empty() || (text != words.no_zh && text != words.no_en))) {
            const std::string zh = std::string(words.yes_zh) + (words.no_zh.empty() ? "" : "或" + std::string(words.no_zh));
            const std::string en = std::string(words.yes_en) + (words.no_en.empty() ? "" : " or " + std::string(words.no_en));
            wrong(value, {"这里写 " + zh, "write " + en + " here"});
        }
        return yes;
    }

    [[nodiscard]] std::size_t count(const YamlNode& value) {
        const std::string text = scalar(value);
        std::size_t number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc() || end != text.data() + text.size() || number == 0) {
            wrong(value, {"这里写一个正整数", "a whole number above zero is wanted here"});
        }
        return number;
    }

    [[nodiscard]] std::size_t place_of(const std::string& heading) const {
        const auto found = std::find_if(profile_.columns.begin(), profile_.columns.end(),
                                        [&heading](const ListColumn& column) { return column.heading == heading; });
        return static_cast<std::size_t>(found - profile_.columns.begin());
    }

    [[nodiscard]] const std::vector<YamlEntry>& entries(const YamlNode& node) {
        static const std::vector<YamlEntry> none;
        if (node.kind != NodeKind::mapping) {
            wrong(node, {"这里要 {键: 值}", "`{key: value}` is wanted here"});
            return none;
        }
        return node.entries;
    }

    [[nodiscard]] const std::vector<NodeId>& items(const YamlNode& node) {
        static const std::vector<NodeId> none;
        if (node.kind != NodeKind::sequence) {
            wrong(node, {"这里要一个列表", "a list is wanted here"});
            return none;
        }
        return node.items;
    }

    [[nodiscard]] std::string scalar(const YamlNode& node) {
        if (node.kind != NodeKind::scalar) {
            wrong(node, {"这里只写一个值", "one value is wanted here"});
            return {};
        }
        return node.scalar.text;
    }

    void wrong(const YamlNode& node, Bilingual message) {
        if (!node.faulty) {
            diagnostics_.error("D220", node.span, std::move(message),
                               {"键有：标题、说明、列、表头、排序、金额单位、编码、分隔符、行尾、每份行数、不许字符；列的键有：标题、取、取列、写、类别、最长、只许、可空",
                                "the keys are `title`, `note`, `columns`, `headings`, `sort`, `amounts`, `encoding`, `separator`, `line_end`, `rows_per_file`, `forbidden`; "
                                "of a column `heading`, `from`, `column`, `text`, `class`, `longest`, `only`, `optional`"});
        }
    }

    const Document& document_;
    Diagnostics& diagnostics_;
    ListProfile profile_;
};

}  // namespace

std::vector<std::string> ListProfile::wanted() const {
    std::vector<std::string> names;
    for (const ListColumn& column : columns) {
        if (column.value == ListValue::column && std::find(names.begin(), names.end(), column.from) == names.end()) {
            names.push_back(column.from);
        }
    }
    return names;
}

std::optional<ListProfile> read_list_profile(const Program& program, const std::string& path) {
    keep_from_outputs(path);
    std::optional<std::string> text = read_text_file(program, path);
    if (!text) {
        return std::nullopt;
    }
    Sources sources;
    Diagnostics diagnostics;
    const SourceId source = sources.add(path, std::move(*text));
    const Document document = read_yaml(sources, source, diagnostics);
    ListProfile profile = ProfileReader(document, diagnostics).read();
    profile.path = path;
    if (!diagnostics.all().empty()) {
        show_diagnostics(program, diagnostics, sources);
    }
    return diagnostics.has_errors() ? std::nullopt : std::optional(std::move(profile));
}

}  // namespace huiqi
