#include "tools/huiqi/table_mapping.h"

#include <charconv>
#include <optional>
#include <utility>

#include "engine/rulebook/yaml/document.h"
#include "tools/huiqi/rules.h"
#include "tools/huiqi/text_file.h"

namespace huiqi {
namespace {

/// Reads one mapping file; what is wrong goes to `diagnostics`.
class MappingReader {
public:
    MappingReader(const Document& document, Diagnostics& diagnostics) : document_(document), diagnostics_(diagnostics) {}

    void read(ReadOptions& how) {
        const YamlNode& root = document_.root();
        if (root.kind != NodeKind::mapping) {
            wrong(root, {"映射文件是 键: 值 的形式", "a mapping file is written as `key: value`"});
            return;
        }
        for (const YamlEntry& entry : root.entries) {
            const YamlNode& value = document_[entry.value];
            const std::string& key = entry.key.text;
            if (read_layout(key, value, how.layout)) {
                continue;
            }
            if (key == "编码" || key == "encoding") {
                how.encoding = parse_encoding(scalar(value));
                if (!how.encoding) {
                    wrong(value, {"不认识这个编码", "this encoding is not known"});
                }
            } else if (key == "分隔符" || key == "separator") {
                read_separator(value, how);
            } else if (key == "子表" || key == "tables") {
                read_tables(value, how);
            } else {
                unknown(value, key);
            }
        }
    }

private:
    /// Takes what a layout of one table may say; false for another key.
    bool read_layout(const std::string& key, const YamlNode& value, TableLayout& layout) {
        if (key == "工作表" || key == "sheet") {
            layout.sheet = scalar(value);
        } else if (key == "表头行" || key == "header_row") {
            read_header_row(value, layout);
        } else if (key == "列" || key == "columns") {
            for (const YamlEntry& column : entries(value)) {
                layout.columns.emplace_back(column.key.text, scalar(document_[column.value]));
            }
        } else {
            return false;
        }
        return true;
    }

    void read_header_row(const YamlNode& value, TableLayout& layout) {
        const std::string text = scalar(value);
        if (text == "无" || text == "none") {
            layout.no_header = true;
            return;
        }
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), layout.header_row);
        if (error != std::errc() || end != text.data() + text.size() || layout.header_row == 0) {
            wrong(value, {"表头行写行号，从1数起；没有表头写 无", "write the number of the row, from 1, or `none`"});
        }
    }

    void read_separator(const YamlNode& value, ReadOptions& how) {
        const std::string text = scalar(value);
        if (text == "," || text == ";" || text == "|" || text == "\t") {
            how.separator = text.front();
        } else if (text == "tab" || text == "制表符") {
            how.separator = '\t';
        } else {
            wrong(value, {"分隔符是 \",\"、\";\"、\"|\" 或 制表符", "a separator is \",\", \";\", \"|\" or `tab`"});
        }
    }

    void read_tables(const YamlNode& value, ReadOptions& how) {
        for (const YamlEntry& table : entries(value)) {
            TableLayout& layout = how.list_layouts[table.key.text];
            for (const YamlEntry& entry : entries(document_[table.value])) {
                if (!read_layout(entry.key.text, document_[entry.value], layout)) {
                    unknown(document_[entry.value], entry.key.text);
                }
            }
        }
    }

    [[nodiscard]] const std::vector<YamlEntry>& entries(const YamlNode& node) {
        static const std::vector<YamlEntry> none;
        if (node.kind != NodeKind::mapping) {
            wrong(node, {"这里要 键: 值", "`key: value` is wanted here"});
            return none;
        }
        return node.entries;
    }

    [[nodiscard]] std::string scalar(const YamlNode& node) {
        if (node.kind != NodeKind::scalar) {
            wrong(node, {"这里只写一个值", "one value is wanted here"});
            return {};
        }
        return node.scalar.text;
    }

    void unknown(const YamlNode& node, const std::string& key) {
        wrong(node, {"映射文件没有“" + key + "”这个键", "a mapping file has no key `" + key + "`"});
    }

    void wrong(const YamlNode& node, Bilingual message) {
        if (!node.faulty) {
            diagnostics_.error("D218", node.span, std::move(message),
                               {"键有：工作表、表头行、列、编码、分隔符、子表",
                                "the keys are `sheet`, `header_row`, `columns`, `encoding`, `separator` and `tables`"});
        }
    }

    const Document& document_;
    Diagnostics& diagnostics_;
};

}  // namespace

bool read_table_mapping(const Program& program, const std::string& path, ReadOptions& how) {
    std::optional<std::string> text = read_text_file(program, path);
    if (!text) {
        return false;
    }
    Sources sources;
    Diagnostics diagnostics;
    const SourceId source = sources.add(path, std::move(*text));
    const Document document = read_yaml(sources, source, diagnostics);
    MappingReader(document, diagnostics).read(how);
    if (!diagnostics.all().empty()) {
        show_diagnostics(program, diagnostics, sources);
    }
    return !diagnostics.has_errors();
}

}  // namespace huiqi
