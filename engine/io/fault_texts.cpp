#include "engine/io/fault_texts.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/io/fault_words.h"

namespace huiqi::fault_texts {
namespace {

/// Says which of the names was probably meant, or lists them all.
Bilingual near_or_all(std::string_view name, std::span<const std::string> names) {
    const std::vector<std::string_view> views(names.begin(), names.end());
    if (const auto near = nearest(name, views)) {
        return {fmt::format("最接近的表头是“{}”", excerpt(*near)),
                fmt::format("the nearest heading is `{}`", excerpt(*near))};
    }
    const Bilingual all = listed(names);
    return {"表头有：" + all.zh, "the headings are " + all.en};
}

}  // namespace

DataFault missing_column(std::string_view name, std::span<const std::string> headings) {
    const Bilingual near = near_or_all(name, headings);
    const std::string shown = excerpt(name);
    return fault(
        "D001", {fmt::format("缺少“{}”这一列", shown), fmt::format("the column `{}` is missing", shown)},
        {fmt::format("{}；把这一列的表头改成“{}”，或者加 --unknown {} 说明没有收集这一项", near.zh, shown,
                     shown),
         fmt::format(
             "{}; give this column the heading `{}`, or add --unknown {} to say that it was not asked",
             near.en, shown, shown)});
}

DataFault duplicate_column(std::string_view heading, std::string_view name, std::size_t first) {
    const std::string zh = fmt::format("表头“{}”和第{}列都是“{}”", excerpt(heading), first, excerpt(name));
    const std::string en =
        fmt::format("the heading `{}` and column {} both mean `{}`", excerpt(heading), first, excerpt(name));
    return fault(
        "D002", {zh, en},
        {"删去一列，或者改掉其中一个表头", "remove one of the columns, or rename one of the headings"});
}

DataFault ignored_columns(std::span<const std::string> headings) {
    const Bilingual all = listed(headings);
    return fault("D003", {"规则没有用到这些列：" + all.zh, "no rule uses these columns: " + all.en},
                 {"不影响计算；要原样带到结果里，用 --select 写上",
                  "nothing to do; --select carries them into the output"},
                 Severity::warning);
}

DataFault heading_unit(std::string_view heading, std::string_view bracket, std::string_view zh_type,
                       std::string_view en_type) {
    return fault("D004",
                 {fmt::format("表头“{}”里的“{}”不是{}的单位", excerpt(heading), excerpt(bracket), zh_type),
                  fmt::format("in the heading `{}`, `{}` is no unit of {}", excerpt(heading),
                              excerpt(bracket), en_type)},
                 {"括号里只写单位，例如（万元）；不是单位的说明请从表头删去",
                  "write a unit such as (万元) in the brackets, and leave other remarks out of the heading"});
}

DataFault empty_file() {
    return fault("D005", {"文件是空的，没有表头", "the file is empty and has no headings"},
                 {"第一行写表头，以后每行一份申报",
                  "write the headings in the first row and one application in each row below"});
}

DataFault file_not_utf8() {
    return fault("D006",
                 {"表头的编码读不懂：不是 UTF-8、GB18030（GBK）或 UTF-16",
                  "the headings are neither UTF-8, GB18030 (GBK) nor UTF-16"},
                 {"在表格软件里另存为“CSV UTF-8”；知道编码时用 --encoding 写明",
                  "save it as `CSV UTF-8` in the spreadsheet, or name the encoding with --encoding"});
}

DataFault too_many_columns(std::size_t count, std::size_t most) {
    return fault("D007",
                 {fmt::format("有{}列，最多可以有{}列", count, most),
                  fmt::format("{} columns, at most {} are read", count, most)},
                 {"看看分隔符是不是逗号，删去用不到的列",
                  "check that commas separate the columns, and remove those not needed"});
}

DataFault missing_output_column(std::string_view name, std::span<const std::string> headings) {
    const Bilingual near = near_or_all(name, headings);
    const std::string shown = excerpt(name);
    return fault("D008",
                 {fmt::format("没有“{}”这一列，不能带到结果里", shown),
                  fmt::format("there is no column `{}` to carry into the output", shown)},
                 {near.zh + "；表头有两行或叫法不同时，用 --mapping 文件写明表头在第几行、哪一列叫什么（huiqi help D008）",
                  near.en + "; where the headings take two rows or are called otherwise, a --mapping file says on which row they stand and what each column is (`huiqi help D008`)"});
}

DataFault no_such_input(std::string_view name, std::span<const std::string> names) {
    const Bilingual all = listed(names);
    const std::string shown = excerpt(name);
    return fault("D009",
                 {fmt::format("--unknown {}：规则没有这一项", shown),
                  fmt::format("--unknown {}: no rule has this input", shown)},
                 {"规则的各项是：" + all.zh, "the inputs are " + all.en});
}

DataFault no_such_list(std::string_view name, std::span<const std::string> lists) {
    const Bilingual all = listed(lists);
    const std::string shown = excerpt(name);
    const auto near = nearest(name, std::vector<std::string_view>(lists.begin(), lists.end()));
    const Bilingual which = near ? Bilingual{fmt::format("是不是“{}”？", *near), fmt::format("did you mean `{}`? ", *near)} : Bilingual{};
    return fault("D218",
                 {fmt::format("映射文件的“子表”里有“{}”，规则没有这个列表", shown),
                  fmt::format("the mapping has `{}` under `tables`, and the rules have no such list", shown)},
                 lists.empty() ? Bilingual{"规则没有列表：删去“子表”", "the rules have no list: take `tables` out of the mapping"}
                               : Bilingual{which.zh + "规则的列表是：" + all.zh, which.en + "the lists are " + all.en});
}

DataFault broken_header() {
    return fault(
        "D040", {"表头这一行的引号不成对", "the quotes in the row of headings are not closed"},
        {"表头里的每个引号要成对；表头里一般不用引号", "close every quote; headings rarely need any"});
}

DataFault short_row(std::size_t cells, std::size_t columns) {
    return fault("D010",
                 {fmt::format("这一行只有{}列，表头有{}列", cells, columns),
                  fmt::format("this row has {} cells, the header has {}", cells, columns)},
                 {"补上缺的单元格；没有内容的单元格也要有逗号",
                  "add the missing cells; an empty cell needs its comma too"});
}

DataFault long_row(std::size_t cells, std::size_t columns) {
    return fault("D011",
                 {fmt::format("这一行有{}列，表头只有{}列", cells, columns),
                  fmt::format("this row has {} cells, the header has only {}", cells, columns)},
                 {"内容里有逗号的单元格要用双引号括起来，例如 \"甲,乙\"；金额不写千位分隔符",
                  "quote a cell that holds a comma, such as \"a,b\"; write amounts without grouping"});
}

DataFault unclosed_quote() {
    return fault("D012", {"这里开始的双引号没有结束", "the quote that opens here is never closed"},
                 {"在单元格末尾补上双引号；内容里的双引号写成两个",
                  "close the cell with a quote; a quote inside a cell is doubled"});
}

DataFault misplaced_quote() {
    return fault("D013", {"双引号的位置不对", "a quote stands where none may"},
                 {"整个单元格用双引号括起来，前后不留空格；内容里的双引号写成两个",
                  "quote the whole cell without blanks around it, and double a quote inside it"});
}

DataFault zero_byte() {
    return fault("D014", {"这一行含有空字节（NUL）", "this row holds a NUL byte"},
                 {"文件可能已损坏，或者是 UTF-16 编码：从原系统重新导出为 UTF-8",
                  "the file may be damaged or UTF-16: export it again as UTF-8"});
}

DataFault row_not_utf8() {
    return fault("D015",
                 {"这一行有字符读不出来，编码和文件的其他行不同",
                  "this row holds bytes that are no characters in the encoding of the file"},
                 {"这一行可能是从别的编码的文件粘贴来的：重新输入，或者整个文件另存为“CSV UTF-8”",
                  "the row may come from a file in another encoding: type it again, or save the whole file as `CSV UTF-8`"});
}

DataFault long_cell(std::size_t bytes, std::size_t most) {
    return fault("D016",
                 {fmt::format("单元格有{}字节，最多可以有{}字节", bytes, most),
                  fmt::format("the cell has {} bytes, at most {} are read", bytes, most)},
                 {"看看引号是不是没有成对；附件不要放在表格里",
                  "check for a quote that is not closed; keep attachments out of the table"});
}

DataFault oversized_row(std::size_t most) {
    return fault(
        "D017",
        {fmt::format("这一行超过{}字节", most), fmt::format("this row is longer than {} bytes", most)},
        {"看看换行是不是丢了：每份申报一行", "check for lost line ends: one application in each row"});
}

DataFault empty_key() {
    return fault("D018", {"没有申请编号", "the application has no number"}, {"补上编号", "give the number"});
}

DataFault duplicate_key(std::string_view key, std::span<const std::uint64_t> other_lines) {
    const Bilingual where = other_lines.empty()   // another sheet has it on the same line
                                ? Bilingual{"另一个工作表的同一行", "the same line of another sheet"}
                                : Bilingual{fmt::format("第{}行", fmt::join(other_lines, "、")), fmt::format("line {}", fmt::join(other_lines, ", "))};
    return fault(
        "D019",
        {fmt::format("申请编号“{}”在{}也有", excerpt(key), where.zh),
         fmt::format("the application number `{}` stands on {} too", excerpt(key), where.en)},
        {"同一份申请只能出现一次：删去重复的行，或者改正编号",
         "an application may appear once: remove the repeated row, or correct its number"});
}

DataFault orphan_row(std::string_view key, std::string_view root_file) {
    return fault("D020",
                 {fmt::format("{} 里没有编号是“{}”的申请", excerpt(root_file), excerpt(key)),
                  fmt::format("no application in {} has the number `{}`", excerpt(root_file), excerpt(key))},
                 {"改正编号，或者补上这份申请", "correct the number, or add the application"});
}

DataFault spoiled_list(std::string_view list, std::string_view file, std::uint64_t line) {
    return fault(
        "D021",
        {fmt::format("“{}”有一行有错（{} 第{}行），整份申请暂不计算", excerpt(list), excerpt(file), line),
         fmt::format("a row of `{}` is at fault ({} line {}), so the application is not decided",
                     excerpt(list), excerpt(file), line)},
        {"改正那一行；缺了一行的列表不能用来付款",
         "mend that row; nothing is paid on a list that lacks a row"});
}

DataFault missing_table(std::string_view list) {
    const std::string shown = excerpt(list);
    return fault("D022",
                 {fmt::format("没有“{}”的表（文件夹里的 {}.csv，或者工作表“{}”）", shown, shown, shown),
                  fmt::format("there is no table for `{}`: {}.csv of a folder, or a sheet of that name", shown, shown)},
                 {fmt::format("加上 {}.csv 或这个工作表，每笔一行，带申请编号；或者加 --unknown {} 说明没有收集这一项",
                              shown, shown),
                  fmt::format("add {}.csv, or the sheet, with the application number in each row, or --unknown {} to say "
                              "that it was not asked",
                              shown, shown)});
}

DataFault no_root_table(std::string_view folder, std::span<const std::string> candidates) {
    const Bilingual all = listed(candidates);
    return fault(
        "D023",
        {fmt::format("文件夹“{}”里哪个表是申请主表，看不出来", excerpt(folder)),
         fmt::format("it is not clear which table of the folder `{}` holds the applications",
                     excerpt(folder))},
        {"把主表命名为 申报.csv 或 applications.csv" + (candidates.empty() ? "" : "；现有：" + all.zh),
         "name it applications.csv or 申报.csv" + (candidates.empty() ? "" : "; there are " + all.en)});
}

DataFault answered_not_asked(std::string_view name) {
    const std::string shown = excerpt(name);
    return fault("D042",
                 {fmt::format("--unknown 说没有问“{}”，数据里却有：全部当作未答", shown),
                  fmt::format("--unknown says that `{}` was not asked, yet it is in the data: it counts as unanswered "
                              "in every row",
                              shown)},
                 {"要用这些数据，就去掉 --unknown " + shown, "to use the data, leave out --unknown " + shown},
                 Severity::warning);
}

DataFault several_root_tables(std::string_view folder, std::span<const std::string> roots) {
    const Bilingual all = listed(roots);
    return fault("D023",
                 {fmt::format("文件夹“{}”里有几个申请主表：{}", excerpt(folder), all.zh),
                  fmt::format("the folder `{}` has several tables of applications: {}", excerpt(folder), all.en)},
                 {"只留一个，其余的移到别处或者改名", "keep one, and move or rename the others"});
}

DataFault no_number_column() {
    return fault("D041",
                 {"看不出哪一列是申请编号，没有查找重复的申请",
                  "no column with the number of the application is known, so repeated applications are not found"},
                 {"加上 --key 列名；数据确实没有编号时写 --key line",
                  "add --key COLUMN, or --key line when the data have no numbers"},
                 Severity::warning);
}

DataFault list_in_flat_file(std::string_view list) {
    const std::string shown = excerpt(list);
    return fault(
        "D024",
        {fmt::format("“{}”是列表，一个 CSV 文件放不下", shown),
         fmt::format("`{}` is a list, which one CSV file cannot hold", shown)},
        {fmt::format(
             "给一个文件夹：申报.csv 和 {}.csv 用申请编号相连；或者用 JSON Lines；或者加 --unknown {}", shown,
             shown),
         fmt::format("give a folder with applications.csv and {}.csv joined by the application number, or "
                     "JSON Lines, or --unknown {}",
                     shown, shown)});
}

DataFault ignored_files(std::span<const std::string> files) {
    const Bilingual all = listed(files);
    return fault("D025", {"没有用到这些文件：" + all.zh, "these files are not used: " + all.en},
                 {"表的名字要和规则里列表的名字一样", "a table has the name of a list in the rules"},
                 Severity::warning);
}

DataFault no_key_column(std::string_view root_file) {
    return fault("D026",
                 {fmt::format("{} 和各子表没有共同的编号列", excerpt(root_file)),
                  fmt::format("{} and the other tables share no column with the application number",
                              excerpt(root_file))},
                 {"每个表都要有同名的编号列，例如 申请编号、application 或 id",
                  "give every table the same column with the number, such as 申请编号, application or id"});
}

DataFault row_of_unknown_application() {
    return fault("D027",
                 {"这一行有错，又看不出属于哪份申请，所以整个文件夹不能计算",
                  "this row is at fault and does not say whose it is, so the whole folder is refused"},
                 {"先改正这一行：它属于的那份申请不能少算",
                  "mend this row first: the application it belongs to would be short of it"});
}

DataFault rows_of_unknown_application(std::uint64_t rows) {
    DataFault told = row_of_unknown_application();
    told.message = {fmt::format("还有 {} 行也有错，又看不出属于哪份申请", rows),
                    fmt::format("{} more rows are at fault and do not say whose they are", rows)};
    told.help = {"先改正这些行：它们属于的申请不能少算", "mend these rows first: the applications they belong to would be short of them"};
    return told;
}

DataFault nested_list(std::string_view list) {
    const std::string shown = excerpt(list);
    return fault("D028",
                 {fmt::format("“{}”是列表里的列表，表格放不下", shown),
                  fmt::format("`{}` is a list within a list, which tables cannot hold", shown)},
                 {"用 JSON Lines", "use JSON Lines"});
}

DataFault malformed_json(std::string_view detail) {
    return fault("D030",
                 {fmt::format("这一行不是正确的 JSON：{}", detail),
                  fmt::format("this line is not valid JSON: {}", detail)},
                 {"每行一个完整的 JSON 对象，行内不换行", "write one whole JSON object on each line"});
}

DataFault repeated_json_key(std::string_view key) {
    return fault(
        "D031",
        {fmt::format("“{}”出现了两次", excerpt(key)), fmt::format("`{}` appears twice", excerpt(key))},
        {"只保留一个：两个值哪个算数，看不出来", "keep one of them: which value counts is not clear"});
}

DataFault wrong_json_kind(const Bilingual& wanted, const Bilingual& found) {
    return fault(
        "D032",
        {fmt::format("这里要{}，却是{}", wanted.zh, found.zh),
         fmt::format("{} is wanted here, not {}", wanted.en, found.en)},
        {"文本加双引号，列表写 [ ]，记录写 { }", "quote a text, write a list in [ ] and a record in { }"});
}

DataFault null_value() {
    return fault("D033", {"这一项不能没有（null）", "this datum cannot be absent (null)"},
                 {"填上它；还没有回答就不写这个键", "give it; leave the key out when it was not answered"});
}

DataFault too_deep(std::size_t most) {
    return fault(
        "D034", {fmt::format("嵌套超过{}层", most), fmt::format("nested more than {} levels deep", most)},
        {"申报数据只有几层：检查导出的程序", "an application has few levels: check what wrote the file"});
}

DataFault ignored_keys(std::span<const std::string> keys) {
    const Bilingual all = listed(keys);
    return fault("D035", {"规则没有用到这些键：" + all.zh, "no rule uses these keys: " + all.en},
                 {"看看是不是写错了名字；写错的项会当作没有回答",
                  "check for misspelt names: such an input counts as not answered"},
                 Severity::warning);
}

DataFault not_an_object() {
    return fault(
        "D036", {"这一行不是 JSON 对象", "this line is no JSON object"},
        {"每行写一份申报：{\"键\": 值, …}", "write one application on each line: {\"key\": value, …}"});
}

DataFault long_list(std::size_t most) {
    return fault("D037",
                 {fmt::format("列表超过{}项", most), fmt::format("the list has more than {} elements", most)},
                 {"一份申请不会有这么多笔：检查编号和导出的程序",
                  "no application has so many: check the numbers and what wrote the file"});
}

DataFault cannot_read(std::string_view reason) {
    return fault("D201",
                 {fmt::format("读不了这个文件：{}", reason), fmt::format("cannot read the file: {}", reason)},
                 {"检查路径和权限", "check the path and the permissions"});
}

DataFault cannot_write(std::string_view reason) {
    return fault(
        "D202", {fmt::format("写不了这个文件：{}", reason), fmt::format("cannot write the file: {}", reason)},
        {"检查磁盘空间、路径和权限；没有写完的结果不会留下",
         "check disk space, path and permissions; no half result is left behind"});
}

DataFault unknown_input_kind(const std::string& path) {
    std::error_code error;
    const std::filesystem::file_status found = std::filesystem::status(path, error);
    if (!std::filesystem::exists(found)) {
        return cannot_read(std::generic_category().message(ENOENT));
    }
    if (std::filesystem::is_character_file(found) || std::filesystem::is_block_file(found)) {
        return not_a_file();
    }
    return fault("D203", {"不认识这种输入文件", "this kind of input is not known"},
                 {"给 .xlsx、.csv、.jsonl（或 .ndjson）文件，或者放着几个 .csv 的文件夹；旧的 .xls 先另存为 .xlsx",
                  "give an .xlsx, a .csv, a .jsonl (or .ndjson) file, or a folder of .csv tables; save an old .xls as .xlsx"});
}

DataFault not_a_file() {
    return fault("D201", {"这是设备，不是文件", "this is a device, not a file"},
                 {"给出一个文件的路径；- 是标准输入", "give the path of a file; - is standard input"});
}

DataFault unknown_output_kind() {
    return fault("D204", {"不认识这种输出文件", "this kind of output is not known"},
                 {"输出文件以 .csv、.xlsx、.jsonl 或 .ndjson 结尾", "let the name end in .csv, .xlsx, .jsonl or .ndjson"});
}

DataFault not_in_gbk(std::string_view character) {
    return fault("D219",
                 {fmt::format("“{}”在 GBK 里没有编码", excerpt(character)),
                  fmt::format("`{}` has no place in GBK", excerpt(character))},
                 {"改用 --output-encoding utf-8-bom，表格软件一样能打开；一个字也不会丢掉或换掉",
                  "use --output-encoding utf-8-bom, which spreadsheets open as well; nothing is left out or replaced"});
}

DataFault would_overwrite() {
    return fault("D205", {"文件已经存在，不会覆盖它", "the file exists and is not overwritten"},
                 {"换一个名字，先移走它，或者加 --force 覆盖它",
                  "choose another name, move it away first, or replace it with --force"});
}

DataFault left_behind(std::string_view part) {
    return fault("D226",
                 {fmt::format("上一次被打断，留下了没有写完的“{}”", excerpt(part)),
                  fmt::format("an earlier run was interrupted and left `{}` behind, half written", excerpt(part))},
                 {"里面可能有申报数据：没有用就删掉；加 --force 时由程序删，run 和 settle 加 --resume 也一样",
                  "it may hold applications: delete it when nobody needs it; with --force the program does, `run` and `settle` with --resume too"},
                 Severity::warning);
}

DataFault output_is_input() {
    return fault("D209", {"结果会覆盖命令要读的文件（数据、台账、样式……）", "the output would replace a file that the command reads (data, ledger, profile …)"},
                 {"换一个输出的名字；--force 也不会覆盖输入", "give the output another name; --force does not replace an input"});
}

DataFault one_name_for_two() {
    return fault("D210", {"两个输出用了同一个名字", "two outputs have one name"},
                 {"给结果和退回的行各取一个名字", "give the results and the rows set aside names of their own"});
}

DataFault malformed_selection(std::string_view item) {
    return fault("D206",
                 {fmt::format("--select 里的“{}”看不懂", excerpt(item)),
                  fmt::format("cannot read `{}` in --select", excerpt(item))},
                 {"写成 列,新名=来源,…，例如 id,奖补=transaction.award；名字里有逗号、等号时加双引号",
                  "write column,name=source,… such as id,award=transaction.award; quote a name that holds a "
                  "comma or an equals sign"});
}

DataFault repeated_selection(std::string_view name) {
    return fault("D207",
                 {fmt::format("--select 里有两列都叫“{}”", excerpt(name)),
                  fmt::format("two columns of --select are called `{}`", excerpt(name))},
                 {fmt::format("给其中一列改名：新名={}", excerpt(name)),
                  fmt::format("rename one of them: other={}", excerpt(name))});
}

DataFault unreadable_selection(std::string_view reason) {
    return fault("D208",
                 {fmt::format("读不了 --select 的文件：{}", reason),
                  fmt::format("cannot read the file of --select: {}", reason)},
                 {"@ 后面写一个文本文件的路径", "write the path of a text file behind the @"});
}

}  // namespace huiqi::fault_texts
