#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/io/heading.h"
#include "engine/io/stored_number.h"
#include "engine/io/xlsx_styles.h"
#include "tests/unit/io/sample.h"
#include "tests/unit/io/workbook.h"

namespace huiqi {
namespace {

using testing::ReadResult;
using testing::TemporaryFolder;

std::string joined(const std::vector<std::string>& rows) {
    std::string text;
    for (const std::string& row : rows) {
        text += row + "\n";
    }
    return text;
}

ReadResult read_book(std::string_view text, const Schema& schema, const ReadOptions& options = {},
                     bool from_1904 = false) {
    const TemporaryFolder folder;
    testing::write_workbook(folder.path("in.xlsx"), text, from_1904);
    return testing::read_all(folder.path("in.xlsx"), schema, options);
}

constexpr std::string_view kHeader = "申请编号|企业规模|关联交易|合同签订日|合同金额\n";

TEST_CASE("a workbook reads like the CSV file that it could be saved as") {
    const std::string book = "-- 表1 --\n" + std::string(kHeader) +
                             "甲|小型|否|d:45351|n:120000\n"
                             "\n"
                             "r:乙有限公司|i:小型|b:1|2024-03-01|n:1234.5600000000001\n";
    const ReadResult read = read_book(book, testing::sample_schema(false));
    CHECK(joined(read.rows) == "2: 甲|小型|否|2024-02-29|120000元\n4: 乙有限公司|小型|是|2024-03-01|1234.56元\n");
    CHECK(read.codes().empty());
    CHECK(read.places().empty());
    CHECK(read.rows_read == 2);
}

TEST_CASE("line ends, quotes and separators in a cell stay, and rows keep their numbers") {
    const Schema schema{.fields = {testing::text_field("名称"), testing::text_field("b")}};
    const ReadResult read = read_book("-- s --\n名称|b\na\\nb,\"c\"|;\n甲|乙\n", schema);
    CHECK(joined(read.rows) == "2: a\nb,\"c\"|;\n3: 甲|乙\n");
}

TEST_CASE("headings state units, stand below titles, and are found in the sheet that has them") {
    const Schema schema{.fields = {testing::text_field("企业"), testing::money_field("合同金额")}};
    const ReadResult read = read_book("-- 说明 --\n填表说明\n-- 数据 --\n2024年汇总表\n\n企业|合同金额（万元）|备注\n甲|n:12.5|x\n"
                                      "-- 旧 hidden --\n企业|合同金额\n乙|n:1\n",
                                      schema);
    CHECK(joined(read.rows) == "4: 甲|125000元\n");
    CHECK(read.codes() == "D046 D043 D003");
}

TEST_CASE("a cell that means nothing sets its row aside where somebody reads it, and only there") {
    const Schema schema{.fields = {testing::text_field("名称"), testing::money_field("额"), testing::date_field("日")}};
    struct Row {
        std::string_view cells;
        std::string_view places;
    };
    for (const Row& row : {Row{"甲|n:1|d:45351|e:#N/A", ""}, Row{"e:#N/A|n:1|d:45351", "D120@2:1"},
                           Row{"甲|f:SUM(A1)|d:45351", "D121@2:2"}, Row{"n:123456789012345678|n:1|d:45351", "D122@2:1"},
                           Row{"n:1.23E+17|n:1|d:45351", "D122@2:1"}, Row{"甲|n:1|d:60", "D124@2:3"},
                           Row{"甲|w:12.5|d:45351", "D125@2:2"}, Row{"k:1001|n:1|d:45351", "D127@2:1"}, Row{"k:10010|n:1|d:45351", ""},
                           Row{"甲|k:1|d:45351", ""}, Row{"甲|n:1|d:45351.5", "D104@2:3"},
                           Row{"甲|n:1.234|d:45351", "D107@2:2"}, Row{"甲|n:1|d:45351|x|y", "D011@2:0"},
                           Row{"甲|n:1|d:45351\nmerge C2:C3\n乙|n:1", "D123@3:3"},
                           Row{"甲|n:1|d:45351\nmerge A1:C1\nmerge D2:D3\n乙|n:1|d:1", ""}}) {
        CAPTURE(row.cells);
        const ReadResult read = read_book("-- s --\n名称|额|日|注\n" + std::string(row.cells) + "\n", schema);
        CHECK(read.opened);
        CHECK(read.places() == row.places);
    }
}

TEST_CASE("numbers are read as the 15 digits that a spreadsheet shows, and a calculation's tail is told of") {
    struct Row {
        std::string_view stored;
        std::string_view text;
        bool tail;
        bool too_long;
    };
    for (const Row& row : {Row{"1.1000000000000001", "1.1", false, false}, Row{"0.30000000000000004", "0.3", true, false},
                           Row{"1234.56", "1234.56", false, false}, Row{"1E3", "1000", false, false},
                           Row{"-1.5e-3", "-0.0015", false, false}, Row{"0", "0", false, false},
                           Row{"-0.0", "0", false, false}, Row{"100", "100", false, false},
                           Row{"999999999999999.99", "1000000000000000", false, true},
                           Row{"123456789012345", "123456789012345", false, false},
                           Row{"1234567890123456", "1234567890123460", true, true},
                           Row{"1.2345678901234501E+17", "123456789012345000", true, true},
                           Row{"0.1234567890123456", "0.123456789012346", true, false},
                           Row{"10000000000000000", "10000000000000000", false, true}}) {
        CAPTURE(row.stored);
        const auto number = read_stored_number(row.stored);
        REQUIRE(number.has_value());
        CHECK(number->text == row.text);
        CHECK(number->tail == row.tail);
        CHECK(number->too_long == row.too_long);
    }
    CHECK(read_stored_number("0.05", true)->text == "5");
    CHECK(read_stored_number("1", true)->text == "100");
    CHECK(read_stored_number("0.00125", true)->text == "0.125");
    for (const std::string_view bad : {"", ".", "-", "1e", "1e9999", "1.2.3", "NaN", "0x1p3", "1,2", " 1"}) {
        CAPTURE(bad);
        CHECK(!read_stored_number(bad));
    }
}

TEST_CASE("days count from 1900 with a leap day that was none, or from 1904") {
    struct Row {
        std::string_view stored;
        bool from_1904;
        std::string_view text;
    };
    for (const Row& row : {Row{"1", false, "1900-01-01"}, Row{"59", false, "1900-02-28"}, Row{"60", false, ""},
                           Row{"61", false, "1900-03-01"}, Row{"45351", false, "2024-02-29"}, Row{"0", false, ""},
                           Row{"0", true, "1904-01-01"}, Row{"43889", true, "2024-02-29"}, Row{"-1", false, ""},
                           Row{"2958465", false, "9999-12-31"}, Row{"2958466", false, ""},
                           Row{"45351.604166666664", false, "2024-02-29 14:30:00"},
                           Row{"45350.999999999", false, "2024-02-29"}, Row{"1e99", false, ""}}) {
        CAPTURE(row.stored);
        const auto date = read_stored_date(row.stored, row.from_1904);
        CHECK((date ? stored_date_text(*date) : "") == row.text);
    }
    const Schema schema{.fields = {testing::date_field("日")}};
    CHECK(joined(read_book("-- s --\n日\nd:43889\n", schema, {}, true).rows) == "2: 2024-02-29\n");
}

TEST_CASE("a unit that a format shows is told, and held against that of the column") {
    struct Row {
        std::string_view code, unit;
    };
    for (const Row& row : {Row{"General\"万元\"", "万元"}, Row{"G/通用格式\"元\"", "元"}, Row{"0.00\"万元\"", "万元"}, Row{"0\"元\"", "元"},
                           Row{"#,##0.00", ""}, Row{"G/通用格式", ""}, Row{"\"共\"0\"户\"", ""},
                           Row{"[$€-2]\\ #,##0.00", "欧元"}, Row{"[$$-409]#,##0.00", "美元"}, Row{"[$$-en-US]#,##0.00", "美元"}, Row{"[$¥-411]#,##0", "日元"},
                           Row{"\"$\"#,##0.00_);(\"$\"#,##0.00)", "美元"}, Row{"$#,##0", "美元"}, Row{"\\€0.00", "欧元"}, Row{"[$HK$-C04]0", "港元"},
                           Row{"[$USD] 0.00", "美元"}}) {
        CAPTURE(row.code);
        CHECK(parse_number_format(row.code).unit == row.unit);
    }
    const EntryUnit yuan{.unit = Unit::of("CNY"), .factor = 1, .text = "元"};
    const EntryUnit ten_thousand{.unit = Unit::of("CNY"), .factor = 10'000, .text = "万元"};
    CHECK(shows_same_unit("元", yuan));
    CHECK(shows_same_unit("万元", ten_thousand));
    CHECK_FALSE(shows_same_unit("万元", yuan));
    CHECK_FALSE(shows_same_unit("元", ten_thousand));
    CHECK(shows_same_unit("元", EntryUnit()));
    CHECK_FALSE(shows_same_unit("万元", EntryUnit()));
    CHECK_FALSE(shows_same_unit("万", yuan));
    CHECK_FALSE(shows_same_unit("万", EntryUnit()));
}

TEST_CASE("a format code says whether a number is a date, a share or something else than it shows") {
    using Kind = NumberFormat::Kind;
    struct Row {
        std::string_view code;
        Kind kind;
        int decimals;
    };
    for (const Row& row :
         {Row{"General", Kind::general, -1}, Row{"G/通用格式", Kind::general, -1}, Row{"0.00", Kind::number, 2},
          Row{"#,##0.00_ ;[Red]\\-#,##0.00\\ ", Kind::number, 2}, Row{"yyyy\"年\"m\"月\"d\"日\"", Kind::date, -1},
          Row{"[$-804]yyyy\\-mm\\-dd;@", Kind::date, -1}, Row{"m/d/yy h:mm", Kind::date, -1}, Row{"[h]:mm:ss", Kind::time, -1},
          Row{"0%", Kind::percent, 0}, Row{"0.00\"万元\"", Kind::number, 2}, Row{"\"12\"0", Kind::scaled, 0}, Row{"0.00\"0000\"", Kind::scaled, 2},
          Row{"0\"‰\"", Kind::scaled, 0}, Row{"0\"m2\"", Kind::number, 0}, Row{"General\"0000\"", Kind::scaled, -1}, Row{"0,", Kind::scaled, 0},
          Row{"0.0,,\"百万\"", Kind::scaled, 1}, Row{"\"¥\"#,##0.00", Kind::number, 2}, Row{"0.00E+00", Kind::number, 4},
          Row{"@", Kind::text, -1}, Row{"00000", Kind::number, 0}}) {
        CAPTURE(row.code);
        CHECK(parse_number_format(row.code).kind == row.kind);
        if (row.kind != Kind::number || row.code != "0.00E+00") {
            CHECK(parse_number_format(row.code).decimals == row.decimals);
        }
    }
    // What is shown is another currency, another number, nothing or a word.
    for (const std::string_view code : {";;;", ";;;@", "\"\"", "0.0,\"k\"", "0\"k\"", "0,.0", "#,##0,,.00", "[$₩-412]#,##0", "\"已付\"", "[>=10000]0!.0,\"万\";0",
                                        "[<10000]0;0!.0,\"万\"", "[>999]0.0,\"k\";0", "[=1]\"是\";[=0]\"否\"", "[Red];", "aaaa",
                                        "0\".\"00", "0\\.00", "0!.0000", "#,##0\".\"0000", "0．00", "0\"·\"00%", "0\".\"00.00", "0\",\"00", "0\"，\"0000", "0\"元\"00", "0\".\"00;-0"}) {
        CAPTURE(code);
        CHECK(parse_number_format(code).kind == Kind::scaled);
    }
    for (const std::string_view code : {"[=0]\"-\";#,##0.00", "[Red][<0]-0.00;0.00", "[>=100]#,##0;General", "0;-0;;@", "[$-804]General", "[$¥-804]#,##0.00",
                                        "[$￥-zh-CN]#,##0.00", "[Red]G/通用格式", "#\",\"##0", "#\\ ##0.00", "#\"，\"###\"，\"000", "0\".\"", "0000\\-00", "# ?/?", "_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* \"-\"??_ ;_ @_ ", "[$CNY] #,##0.00"}) {
        CAPTURE(code);
        CHECK((parse_number_format(code).kind == Kind::number || parse_number_format(code).kind == Kind::general));
        CHECK(parse_number_format(code).unit.empty());
        CHECK_FALSE(parse_number_format(code).hides_negatives);
    }
    CHECK(parse_number_format("0.00;;").hides_negatives);
    CHECK(parse_number_format("[$-804]yyyy\"年\"").kind == Kind::date);
    CHECK(builtin_number_format(10).kind == Kind::percent);
    CHECK(builtin_number_format(31).kind == Kind::date);
    const auto shown = [](std::string_view code, std::string_view number) {
        const std::string mask = parse_number_format(code).mask;
        return mask.empty() ? std::string() : masked_digits(number, mask);
    };
    CHECK(shown("00000", "1001") == "01001");
    CHECK(shown("00000", "1001001") == "1001001");
    CHECK(shown("\"S\"000;[Red]-0", "7") == "S007");
    CHECK(shown("0000\\-000", "2025001") == "2025-001");
    CHECK(shown("\"S\"General", "7") == "S7");
    for (const std::string_view plain : {"General", "0", "#,##0", "0.00", "\"¥\"#,##0_ ", "0%", "0.00E+00", "@", "yyyy-mm-dd"}) {
        CAPTURE(plain);
        CHECK(parse_number_format(plain).mask.empty());
    }
}

TEST_CASE("percent is read as it is shown") {
    const ReadResult read = read_book("-- s --\n率\np:0.05\n", Schema{.fields = {testing::text_field("率")}});
    CHECK(joined(read.rows) == "2: 5%\n");
}

TEST_CASE("what lies hidden is read, and told of") {
    const Schema schema{.fields = {testing::text_field("名称"), testing::money_field("额")}};
    const TemporaryFolder folder;
    testing::write_workbook(folder.path("in.xlsx"), "-- s --\nhide B\n名称|额\n甲|n:1\n~ 乙|n:0.30000000000000004\n");
    const OpenedInput opened = open_input(folder.path("in.xlsx"), schema, {});
    REQUIRE(opened.input != nullptr);
    REQUIRE(opened.faults.size() == 1);
    CHECK(opened.faults[0].code == "D047");
    const auto parser = opened.input->parser();
    ParsedBlock parsed(schema);
    std::size_t rows = 0;
    while (opened.input->next(parsed.block)) {
        parser->parse(parsed);
        rows += parsed.batch.rows();
    }
    CHECK(rows == 2);
    const std::vector<DataFault> notes = opened.input->notes();
    REQUIRE(notes.size() == 2);
    CHECK(render_fault(notes[0], Language::en).find("in.xlsx:s!B3 (额): warning[D044]") != std::string::npos);
    CHECK(render_fault(notes[1], Language::en).find("in.xlsx:s!3: warning[D045]") != std::string::npos);
}

TEST_CASE("sheets called like lists are joined to their applications") {
    const Schema schema = testing::sample_schema(true);
    const std::string root = "-- 申报 --\n" + std::string(kHeader) + "甲|小型|否|d:45351|n:1\n乙|小型|否|d:45351|n:2\n";
    const ReadResult read =
        read_book(root + "-- 付款 --\n付款额|申请编号|付款日\nn:2|乙|d:45352\nn:1|甲|2024-03-02\nn:3|乙|d:45353\n", schema);
    CHECK(joined(read.rows) == joined(testing::read_text("", schema).rows) + read.rows[0] + "\n" + read.rows[1] + "\n");
    REQUIRE(read.rows.size() == 2);
    CHECK(read.rows[1].find("2元") != std::string::npos);
    CHECK(read.rows[1].find("3元") != std::string::npos);
    const ReadResult wrong = read_book(root + "-- 付款 --\n付款额|申请编号|付款日\ne:#N/A|乙|d:45352\n", schema);
    CHECK(wrong.places() == "D021@3:1");
    CHECK(wrong.table_rejects[0].file.ends_with("in.xlsx[付款]"));
    CHECK(read_book(root, schema).codes() == "D022");
}

TEST_CASE("a layout names the sheet, the row of the headings and columns") {
    const Schema schema{.fields = {testing::text_field("企业"), testing::money_field("金额")}};
    const std::string book = "-- 甲 --\n企业|金额\nx|n:1\n-- 乙 --\n企业|金额\ny|n:2\n-- 丙 --\n标题\n序号|单位名称|核定数\nn:1|z|n:3\n";
    CHECK(read_book(book, schema).codes() == "D214");
    ReadOptions options;
    options.layout.sheet = "乙";
    CHECK(joined(read_book(book, schema, options).rows) == "2: y|2元\n");
    options.layout = {.sheet = "丙", .header_row = 2, .columns = {{"B", "企业"}, {"核定数", "金额（万元）"}}};
    CHECK(joined(read_book(book, schema, options).rows) == "3: z|30000元\n");
    options.layout.columns.emplace_back("Q", "备注");
    CHECK(read_book(book, schema, options).codes() == "D046 D216 D003");
    options.layout = {.sheet = "丁"};
    CHECK(read_book(book, schema, options).codes() == "D215");
    options.layout = {.sheet = "乙", .header_row = 9};
    CHECK(read_book(book, schema, options).codes() == "D046 D005");
    options.layout = {.sheet = "乙", .no_header = true, .columns = {{"A", "企业"}, {"B", "金额"}}};
    CHECK(read_book(book, schema, options).places() == "D103@1:2");
}

TEST_CASE("several sheets of one layout are one table, and none with rows is left out unsaid") {
    const Schema schema{.fields = {testing::text_field("企业"), testing::money_field("金额")}};
    const std::string head = "企业|金额\n";
    const std::string book = "-- 区县一 --\n" + head + "a|n:1\nb|n:2\n-- 说明 --\n怎样填\n-- 区县二 --\n标题\n" + head + "c|n:3\nd|e:#N/A\n-- 空 --\n" + head;
    const auto read = [&](const char* sheets) {
        ReadOptions options;
        options.layout.sheet = sheets;
        return read_book(book, schema, options);
    };
    CHECK(read_book(book, schema).codes() == "D214");
    CHECK(joined(read("区县一/区县二").rows) == "2: a|1元\n3: b|2元\n3: c|3元\n");
    CHECK(joined(read("区县二/区县一").rows) == "3: c|3元\n2: a|1元\n3: b|2元\n");
    CHECK(read("区县一/区县二").places() == "D120@4:2");
    CHECK(joined(read("*").rows) == joined(read("区县一/区县二").rows));
    // all sheets are wanted: none that looks like applications is left out
    for (const char* other : {"金额|企业\nn:3|c\n", "企业|金额|x\nc|n:3|1\n", "企业|金额（万元）\nc|n:3\n", "c|n:3\nd|n:4\n"}) {
        CAPTURE(other);
        ReadOptions options;
        options.layout.sheet = "*";
        CHECK(read_book("-- 区县一 --\n" + head + "a|n:1\n-- 区县二 --\n" + other, schema, options).codes() == "D225");
    }
    CHECK(read("区县一/说明").codes() == "D225");
    CHECK(read("区县一/区县三").codes() == "D215");
    CHECK(joined(read("区县二/区县二").rows) == "3: c|3元\n");   // named twice, read once
    SUBCASE("a sheet with a usual name beside one of the same headings") {
        const std::string named = "-- 申报 --\n" + head + "a|n:1\n-- 续 --\n" + head;
        CHECK(joined(read_book(named, schema).rows) == "2: a|1元\n");   // nothing stands on the other
        CHECK(read_book(named + "b|n:2\n", schema).codes() == "D214");
    }
    SUBCASE("commands that tell of nothing unused tell of rows that could be applications") {
        ReadOptions options;
        options.layout.sheet = "区县一";
        options.tell_unused = false;
        const ReadResult one = read_book(book, schema, options);
        CHECK(one.codes() == "D046");
    }
}

TEST_CASE("each of several sheets gives its own count") {
    const Schema schema{.fields = {testing::text_field("企业"), testing::money_field("金额")}};
    const TemporaryFolder folder;
    const std::string path = folder.path("in.xlsx");
    testing::write_workbook(path, "-- 一 --\n企业|金额\na|n:1\n-- 二 --\n企业|金额\nb|n:2\nc|x\n");
    ReadOptions options;
    options.layout.sheet = "*";
    options.block_bytes = 1;   // a block a row: the parser finds the sheet of each
    const OpenedInput opened = open_input(path, schema, options);
    REQUIRE(opened.input != nullptr);
    const auto parser = opened.input->parser();
    ParsedBlock parsed(schema);
    std::uint64_t next = 0;
    while (opened.input->next(parsed.block)) {
        CHECK(parsed.block.number() == next++);
        parsed.clear();
        parser->parse(parsed);
        for (const RejectedRow& row : parsed.rejected) {
            CHECK(row.faults.front().sheet == "二");
            CHECK(row.faults.front().message.en.starts_with("sheet `二`: "));
        }
    }
    const std::vector<DataFault> notes = opened.input->notes();
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].message.en == "2 sheets were read together: 一 1 rows, 二 2 rows; 3 rows in all");
}

TEST_CASE("what is no workbook, damaged or hostile is refused") {
    const Schema schema{.fields = {testing::text_field("a")}};
    const TemporaryFolder folder;
    const auto read = [&](const std::string& path) { return testing::read_all(path, schema).codes(); };
    CHECK(read(folder.write("a.xlsx", "a\n1\n")) == "D211");
    CHECK(read(folder.write("b.xlsx", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on")) == "D213");
    CHECK(read(folder.path("none.xlsx")) == "D201");
    const auto with = [&](std::string_view part, std::string_view text) {
        auto parts = testing::workbook_parts("-- s --\na\nx\n");
        for (auto& [name, content] : parts) {
            content = name == part ? std::string(text) : content;
        }
        testing::write_zip(folder.path("c.xlsx"), parts);
        return read(folder.path("c.xlsx"));
    };
    const std::string sheet = "xl/worksheets/sheet1.xml";
    CHECK(with("", "").empty());
    CHECK(with(sheet, "<worksheet><sheetData><row>") == "D211");
    CHECK(with(sheet, "<!DOCTYPE a [<!ENTITY b \"c\">]><worksheet/>") == "D212");
    CHECK(with("xl/sharedStrings.xml", "<!DOCTYPE a><sst/>") == "D212");
    CHECK(with("xl/workbook.xml", "<workbook>" + std::string(100'000, 'x')) == "D211");
    CHECK(with(sheet, "<worksheet><sheetData><row r=\"2\"/><row r=\"1\"><c/></row></sheetData></worksheet>") == "D211");
    CHECK(with(sheet, "<worksheet><sheetData><row r=\"1\"><c t=\"s\"><v>7</v></c></row></sheetData></worksheet>") == "D211");
    CHECK(with(sheet, "<worksheet><sheetData><row r=\"1\"><c r=\"XFE1\"><v>7</v></c></row></sheetData></worksheet>") == "D211");
    for (const std::string_view two : {"<v>8</v><v>9</v>", "<v>8</v><is><t>9</t></is>", "<is><t>8</t></is><is><t>9</t></is>", "<is><t>8</t></is><v>9</v>"}) {
        CAPTURE(two);   // one of them would be read behind the other, as 89
        CHECK(with(sheet, "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\">" + std::string(two) + "</c></row></sheetData></worksheet>") == "D211");
    }
    std::string deep;
    for (int depth = 0; depth < 100; ++depth) {
        deep += "<a>";
    }
    CHECK(with(sheet, deep) == "D212");
    // 300 MB of blanks fold into 300 kB.
    CHECK(with(sheet, "<worksheet><sheetData>" + std::string(300'000'000, ' ') + "</sheetData></worksheet>") == "D212");
    CHECK(with(sheet, "<worksheet><a b=\"" + std::string(5'000'000, 'x') + "\"/></worksheet>") == "D212");
}

}  // namespace
}  // namespace huiqi
