#include "tools/huiqi/input_options.h"

#include <CLI/CLI.hpp>

#include "tools/huiqi/table_mapping.h"

namespace huiqi {

void add_input_options(CLI::App& command, InputOptions& options) {
    command.add_option("--sheet", options.sheet, "the sheet of a workbook that holds the applications; several of one layout, given one by one or as 'A/B', or '*' for all / 主表所在的工作表，可以几个")
        ->join('/');
    command.add_option("--mapping", options.mapping,
                       "a YAML file that says how strange tables are laid out / 说明特殊表格的映射文件");
    command.add_option("--encoding", options.encoding,
                       "UTF-8, GB18030, GBK or UTF-16 of CSV files; seen from the file otherwise / 文件的编码");
}

bool apply_input_options(const Program& program, const InputOptions& options, ReadOptions& how) {
    if (!options.mapping.empty() && !read_table_mapping(program, options.mapping, how)) {
        return false;
    }
    if (!options.sheet.empty()) {
        how.layout.sheet = options.sheet;
    }
    if (options.encoding.empty()) {
        return true;
    }
    how.encoding = parse_encoding(options.encoding);
    if (!how.encoding) {
        complain(program,
                 {"--encoding：不认识编码“" + options.encoding + "”",
                  "--encoding: the encoding `" + options.encoding + "` is not known"},
                 {"写 UTF-8、GB18030、GBK 或 UTF-16；一般不用写，程序自己看得出来",
                  "write UTF-8, GB18030, GBK or UTF-16; as a rule it need not be said, since the file shows it"});
    }
    return how.encoding.has_value();
}

}  // namespace huiqi
