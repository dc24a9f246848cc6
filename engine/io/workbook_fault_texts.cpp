#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/diagnostic/expect.h"
#include "engine/diagnostic/text.h"
#include "engine/io/fault_texts.h"
#include "engine/io/fault_words.h"
#include "engine/io/note_rows.h"

namespace huiqi::fault_texts {

DataFault damaged_workbook(const Bilingual& detail) {
    return fault("D211",
                 {fmt::format("这不是能读的 XLSX 工作簿：{}", detail.zh),
                  fmt::format("this is no XLSX workbook that can be read: {}", detail.en)},
                 {"在表格软件里打开，另存为“Excel 工作簿（.xlsx）”，再交上来",
                  "open it in the spreadsheet, save it as `Excel workbook (.xlsx)` and try again"});
}

DataFault damaged_workbook(std::string_view detail) {
    return damaged_workbook(Bilingual{std::string(detail), std::string(detail)});
}

DataFault hostile_workbook(const Bilingual& detail) {
    return fault("D212",
                 {fmt::format("这个工作簿要求的太多，不读：{}", detail.zh),
                  fmt::format("this workbook asks for too much and is refused: {}", detail.en)},
                 {"正常的表格不会这样：问清文件的来历；另存一份只有数据的新工作簿",
                  "no ordinary table does: find out where it comes from, and save the data alone in a new workbook"});
}

DataFault old_workbook() {
    return fault("D213",
                 {"这是旧的 .xls 格式，或者是加了密码的工作簿", "this is an old .xls file, or a workbook with a password"},
                 {"在表格软件里打开，去掉密码，另存为“Excel 工作簿（.xlsx）”",
                  "open it in the spreadsheet, take the password off, and save it as `Excel workbook (.xlsx)`"});
}

DataFault no_such_sheet(std::string_view name, std::span<const std::string> names) {
    const Bilingual all = listed(names);
    return fault("D215",
                 {fmt::format("没有叫“{}”的工作表", excerpt(name)), fmt::format("there is no sheet `{}`", excerpt(name))},
                 {"工作表有：" + all.zh, "the sheets are " + all.en});
}

namespace {

/// Gives `区县一（120 行）、区县二（80 行）、备份（隐藏）`.
[[nodiscard]] Bilingual with_rows(std::span<const SheetRows> sheets) {
    std::vector<std::string> zh;
    std::vector<std::string> en;
    for (const SheetRows& one : sheets) {
        zh.push_back(one.sheet + (one.hidden ? "（隐藏，没有看）" : fmt::format("（{} 行）", one.rows)));
        en.push_back(one.sheet + (one.hidden ? " (hidden, not looked into)" : fmt::format(" ({} rows)", one.rows)));
    }
    return {listed(zh).zh, listed(en).en};
}

/// Gives what to type so that sheets are read together.
[[nodiscard]] std::string together(const std::string& first, std::span<const SheetRows> others) {
    std::string names = first;
    for (const SheetRows& one : others) {
        names += (names.empty() ? "" : "/") + one.sheet;
    }
    return "--sheet '" + names + "'";
}

}  // namespace

DataFault which_sheet(std::span<const SheetRows> sheets) {
    const Bilingual all = with_rows(sheets);
    return fault("D214",
                 {"哪个工作表是申请主表，看不出来：" + all.zh, "it is not clear which sheet holds the applications: " + all.en},
                 {"只读一个：--sheet 名称；格式相同、合成一批办的一起读：" + together("", sheets) + "，或 --sheet '*'",
                  "one of them: --sheet NAME; those of one layout that make one batch together: " + together("", sheets) + ", or --sheet '*'"});
}

DataFault more_sheets(const std::string& read, std::span<const SheetRows> others) {
    const Bilingual all = with_rows(others);
    return fault("D214",
                 {fmt::format("主表是“{}”，可是表头相同的工作表里还有数据：{}", excerpt(read), all.zh),
                  fmt::format("the applications stand on `{}`, and sheets of the same headings hold rows too: {}", excerpt(read), all.en)},
                 {"一起读：" + together(read, others) + "，或 --sheet '*'；只读主表：--sheet '" + read + "'",
                  "read them together: " + together(read, others) + ", or --sheet '*'; that one alone: --sheet '" + read + "'"});
}

DataFault ignored_sheets(std::span<const SheetRows> sheets, const std::string& read, std::span<const SheetRows> alike) {
    const Bilingual all = with_rows(sheets);
    DataFault made = fault("D046", {"没有用到这些工作表：" + all.zh, "these sheets are not used: " + all.en},
                           {"子表的名字要和规则里列表的名字一样；别的工作表不影响计算",
                            "a child table has the name of a list in the rules; other sheets do not matter"},
                           Severity::warning);
    if (!alike.empty()) {
        const Bilingual same = with_rows(alike);
        made.help = {"表头和主表相同的：" + same.zh + "；要一起读，写 " + together(read, alike),
                     "these have the headings of the one that is read: " + same.en + "; to read them together write " + together(read, alike)};
    }
    return made;
}

DataFault unlike_sheets(const Bilingual& reason) {
    return fault("D225", {"这些工作表不能当作一个表读：" + reason.zh, "these sheets cannot be read as one table: " + reason.en},
                 {"把表头改成一样；不能一样的，分开办，各用一次 --sheet", "make the headings the same; sheets that cannot be alike are decided one by one with --sheet"});
}

DataFault sheets_read(std::span<const SheetRows> sheets) {
    std::uint64_t sum = 0;
    Bilingual each;
    for (const SheetRows& one : sheets) {
        sum += one.rows;
        each.zh += fmt::format("{}{} {} 行", each.zh.empty() ? "" : "、", one.sheet, one.rows);
        each.en += fmt::format("{}{} {} rows", each.en.empty() ? "" : ", ", one.sheet, one.rows);
    }
    return fault("D055",
                 {fmt::format("一起读了 {} 个工作表：{}；合计 {} 行", sheets.size(), each.zh, sum),
                  fmt::format("{} sheets were read together: {}; {} rows in all", sheets.size(), each.en, sum)},
                 {"和各表的行数核对", "compare it with the rows of each sheet"}, Severity::warning);
}

DataFault workbook_from_pipe() {
    return fault("D201",
                 {"工作簿要从文件读，不能从管道读", "a workbook is read from a file, not from a pipe"},
                 {"给出文件名", "name the file"});
}

DataFault no_header_row(std::uint64_t row) {
    return fault("D217",
                 {fmt::format("表头行写的是第{}行，那里没有表头", row),
                  fmt::format("the headings should stand on row {}, and there are none", row)},
                 {"数一数表头在第几行，从1数起；写的不对就改，不写则由程序找",
                  "count the row of the headings from 1 and correct it; leave it out and they are looked for"});
}

DataFault header_below(std::size_t rows) {
    return fault("D043",
                 {fmt::format("表头在这一行，上面的{}行没有读", rows),
                  fmt::format("the headings stand here; the {} rows above are not read", rows)},
                 {"上面是标题就不用改；不是的话，用映射文件写明表头行",
                  "nothing to do for titles; else name the row of the headings in a mapping file"},
                 Severity::warning);
}

DataFault unit_elsewhere(std::string_view text, std::string_view unit, std::span<const std::string> headings, const Bilingual& read_in) {
    const Bilingual all = listed(headings);
    const std::string first = headings.empty() ? std::string() : excerpt(headings.front());
    return fault("D126",
                 {fmt::format("这里写着“{}”，可是这些列的表头没有写单位，按规则读作{}：{}；哪一个算数看不出来", excerpt(text), read_in.zh, all.zh),
                  fmt::format("`{}` is written here, and the headings of these columns name no unit and are read in {}: {}; which is meant cannot be told",
                              excerpt(text), read_in.en, all.en)},
                 {fmt::format("把单位写进表头，例如 {0}（{1}）；不改表的话，在映射文件里写 列: {{{0}: {0}（{1}）}}", first, excerpt(unit)),
                  fmt::format("put the unit into the heading, such as {0}（{1}）; or say so in a mapping file: columns: {{{0}: {0}（{1}）}}", first, excerpt(unit))});
}

DataFault other_unit_elsewhere(std::string_view text, std::span<const std::string> headings) {
    const Bilingual all = listed(headings);
    return fault("D056",
                 {fmt::format("这里写着“{}”，这些列按自己表头的单位读：{}", excerpt(text), all.zh),
                  fmt::format("`{}` is written here, and these columns are read in the unit of their own headings: {}", excerpt(text), all.en)},
                 {"核对几个数，看表头的单位对不对", "compare some numbers with the source: is the unit of the heading right?"}, Severity::warning);
}

DataFault unit_for_all(std::string_view text, std::span<const std::string> headings) {
    const Bilingual all = listed(headings);
    return fault("D056",
                 {fmt::format("这里写着“{}”，这些数字列的表头没有写单位：{}；不会按它换算", excerpt(text), all.zh),
                  fmt::format("`{}` is written here, and the headings of these columns of numbers name no unit: {}; nothing is converted by it",
                              excerpt(text), all.en)},
                 {"是金额的，把单位写进表头，例如 金额（万元）；否则办理时会退回整个文件（D126）",
                  "put the unit into the headings of money, such as 金额（万元）; else the file is refused when it is decided (D126)"}, Severity::warning);
}

DataFault units_below(std::span<const std::string> headings) {
    const Bilingual all = headings.empty() ? Bilingual{"没有用到", "none that is used"} : listed(headings);
    return fault("D056", {"表头下面这一行写的是单位，不是申报；按它读的列：" + all.zh, "this row states units, and is no application; columns read by it: " + all.en},
                 {"核对几个数，看单位对不对", "compare some numbers with the source: are the units right?"}, Severity::warning);
}

DataFault no_such_column(std::string_view name, std::span<const std::string> headings) {
    const Bilingual all = listed(headings);
    return fault("D216",
                 {fmt::format("映射文件里的列“{}”，表里没有", excerpt(name)),
                  fmt::format("the mapping file names a column `{}` that the table does not have", excerpt(name))},
                 {"写列的字母（例如 C）或者表头；表头有：" + all.zh,
                  "write the letters of a column, such as C, or a heading; the headings are " + all.en});
}

DataFault calculation_tails(std::uint64_t count, std::string_view text) {
    return fault("D044",
                 {fmt::format("有{}个数带着计算留下的尾数，按表格显示的15位有效数字读；这个读作 {}", count, text),
                  fmt::format("{} numbers carry what a calculation left behind, and are read as the 15 digits that a "
                              "spreadsheet shows; this one as {}",
                              count, text)},
                 {"huiqi inspect 列出每一个；在公式外加 ROUND(…,2) 就没有尾数了",
                  "huiqi inspect lists them all; ROUND(…,2) around the formula takes them off"},
                 Severity::warning);
}

DataFault hidden_rows(std::uint64_t count) {
    return fault("D045",
                 {fmt::format("有{}行是隐藏的（例如筛选掉的），也读了，这是第一行", count),
                  fmt::format("{} rows are hidden, by a filter perhaps, and are read too; this is the first", count)},
                 {"要算就不用改；不要算就在表格里删掉，不要隐藏",
                  "nothing to do if they count; if not, delete them instead of hiding them"},
                 Severity::warning);
}

DataFault hidden_column() {
    return fault("D047", {"这一列是隐藏的，也读了", "this column is hidden, and is read too"},
                 {"先取消隐藏看一看：看不见的数也会算钱", "show it and look: what cannot be seen decides money too"},
                 Severity::warning);
}

DataFault damaged_cell(CellDamage damage) {
    switch (damage) {
        case CellDamage::error_value:
            return fault("D120", {"单元格里是错误值", "the cell holds an error"},
                         {"改正公式，或者填上数值", "correct the formula, or enter the value"});
        case CellDamage::no_value:
            return fault("D121", {"公式没有存下结果", "the result of the formula is not stored"},
                         {"在表格软件里打开，重新计算，保存；或者把公式粘贴成数值",
                          "open it in the spreadsheet, calculate and save; or paste values over formulas"});
        case CellDamage::long_number:
            return fault("D122",
                         {"超过15位的数，表格只存得住前15位，后面的已经丢了",
                          "a spreadsheet keeps 15 digits of a number, and this one had more: the rest is lost"},
                         {"编号、账号、信用代码要按文本输入：先把单元格设为文本，照原件重新输入",
                          "enter codes and account numbers as text: set the cell to text and type it again from the source"});
        case CellDamage::no_date:
            return fault("D124", {"没有这一天", "there is no such day"},
                         {"重新输入日期，例如 2024-01-31", "enter the date again, such as 2024-01-31"});
        case CellDamage::marked:
            return fault("D120", {"这个单元格原来就有问题，--fix 改不了，留着待改", "this cell was damaged, and --fix could not mend it"},
                         {"照原件填上数值；#D 后面的编号用 huiqi help 查", "enter the value from the source; `huiqi help` tells what the code behind # means"});
        case CellDamage::other_unit:
        case CellDamage::scaled:
            return fault("D125",
                         {"单元格的格式让人看到的数和存的数不一样（例如带“万”）",
                          "the format of the cell shows another number than is stored, 万 perhaps"},
                         {"把格式改成常规，看清存的是什么数，单位写在表头",
                          "set the format to General, look at the number, and put the unit into the heading"});
        case CellDamage::merged:
            return fault("D123", {"单元格和别的单元格合并了，这一行是什么值说不准",
                                  "the cell is merged with others, so its value in this row is not certain"},
                         {"取消合并，每一行都填上值", "unmerge the cells and enter the value in every row"});
        case CellDamage::other_text:   // `shown_as_other_text` says what is shown
        case CellDamage::none: break;
    }
    fail_expectation("a damaged cell has a damage", std::source_location::current());
}

DataFault shown_as_other_text(std::string_view shown) {
    return fault("D127",
                 {fmt::format("存的是数，靠格式显示成“{}”：编号、账号这样的文本以看到的为准，还是以存的为准，不能猜", shown),
                  fmt::format("a number is stored, and only its format shows it as `{}`: whether a code or an account is what is seen or what is stored is not guessed", shown)},
                 {fmt::format("把单元格设为文本，重新输入 {}；huiqi inspect --fix 写出的副本里就是显示的内容", shown),
                  fmt::format("set the cell to text and type {} again; the copy of `huiqi inspect --fix` holds what is shown", shown)});
}

DataFault guards_taken(std::uint64_t count) {
    return fault("D060",
                 {fmt::format("有{}个文本前面的撇号去掉了（'+86… 读作 +86…），这是第一个", count),
                  fmt::format("an apostrophe was taken off {} texts ('+86… is read as +86…); this is the first", count)},
                 {"不用改：这个撇号是写 CSV 时加的，免得表格软件把它当公式", "nothing to do: it is written into CSV files to keep spreadsheets from running the text as a formula"},
                 Severity::warning);
}

DataFault total_row() {
    return fault("D308", {"这是合计行，不是一份申报，不算", "this row is a total, and no application: it is not decided"},
                 {"删掉它；合计由程序计算", "delete it; totals are calculated"});
}

DataFault note_row() {
    return fault(kNoteCode, {"这是表下的说明，不是一份申报，不算", "this row is a note to the table, and no application: it is not decided"},
                 {"是说明就不用改；是申报的，填上申请编号，说明写进别的列", "nothing to do for a note; an application needs its number, and remarks a column of their own"}, Severity::warning);
}

DataFault heading_row() {
    return fault("D307", {"数据中间又出现了表头，这一行不是申报", "the headings stand here again, among the data: this row is no application"},
                 {"删掉这一行", "delete this row"});
}

}  // namespace huiqi::fault_texts
