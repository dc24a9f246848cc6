#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "engine/io/row_words.h"

#include "engine/io/key_register.h"
#include "tests/unit/io/sample.h"

namespace huiqi {
namespace {

using testing::boolean_field;
using testing::date_field;
using testing::money_field;
using testing::optional;
using testing::read_text;
using testing::ReadResult;
using testing::record_field;
using testing::sample_schema;
using testing::text_field;

const std::string kHeader = "申请编号,企业规模,关联交易,合同签订日,合同金额\n";

TEST_CASE("columns are found by name in any order, with a byte-order mark and any line end") {
    const std::string plain =
        "合同金额,申请编号,备注,企业规模,合同签订日,关联交易\n12.50,甲,x,小型,2024-02-29,否\n";
    std::string crlf;
    std::string cr;
    for (const char c : plain) {
        crlf += c == '\n' ? "\r\n" : std::string(1, c);
        cr += c == '\n' ? '\r' : c;
    }
    for (const std::string& text :
         {plain, "\xEF\xBB\xBF" + plain, crlf, cr, plain.substr(0, plain.size() - 1)}) {
        const ReadResult read = read_text(text, sample_schema(false));
        REQUIRE(read.rows.size() == 1);
        CHECK(read.rows[0] == "2: 甲|小型|否|2024-02-29|12.50元");
        CHECK(read.codes() == "D003");
    }
}

TEST_CASE("blank lines are no rows, and lines are counted as editors do") {
    const ReadResult read = read_text(
        kHeader +
            "\n甲,小型,否,2024-02-29,1\r\n\r\n\"乙\n丙\",小型,否,2024-02-29,2\n丁,小型,否,2024-02-29,3\n",
        sample_schema(false));
    CHECK(read.rows_read == 3);
    REQUIRE(read.rows.size() == 3);
    CHECK(read.rows[0].starts_with("3: 甲"));
    CHECK(read.rows[1].starts_with("5: 乙\n丙"));
    CHECK(read.rows[2].starts_with("7: 丁"));
}

TEST_CASE("blank lines before the headings are read over, and the headings have their own line") {
    for (const std::size_t bytes : {1U, 4096U}) {
        ReadOptions options;
        options.block_bytes = bytes;
        const ReadResult read =
            read_text("\r\n\n" + kHeader + "甲,小型,否,2024-02-29,1\n", sample_schema(false), options);
        REQUIRE(read.rows.size() == 1);
        CHECK(read.rows[0].starts_with("4: 甲"));
        const ReadResult missing = read_text("\n\n申请编号\n", sample_schema(false), options);
        REQUIRE(missing.faults.size() == 4);
        CHECK(missing.faults[0].line == 3);
    }
}

TEST_CASE("every fault of a row is told, and good rows beside it are read") {
    struct Row {
        std::string text;
        std::string_view places;
    };
    const std::string good = "好,小型,否,2024-02-29,1\n";
    const std::string forty = "1" + std::string(40, '0');
    const std::vector<Row> rows{
        {"甲,巨型,不,2024-02-30,1.005\n", "D106@3:2 D105@3:3 D104@3:4 D107@3:5"},
        {"甲,小型,否,2024-02-29," + forty + "\n", "D109@3:5"},
        {"甲,小型,否,2024-02-29\n", "D010@3:0"},
        {"甲,小型,否,2024-02-29,1,2\n", "D011@3:0"},
        {"甲,小型,否,2024-02-29,\"1\n", "D012@3:5"},
        {"甲,小\"型,否,2024-02-29,1\n", "D013@3:2"},
        {"甲,\"小型\"x,否,2024-02-29,1\n", "D013@3:2"},
        {std::string("甲,小\0型,否,2024-02-29,1\n", 29), "D014@3:2"},
        {"甲,小型,\xB7\xF1,2024-02-29,1\n", "D015@3:3"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const ReadResult read = read_text(kHeader + good + row.text + good, sample_schema(false));
        CHECK(read.places() == row.places);
        CHECK(read.rows_read == 3);
        REQUIRE(read.rows.size() == 2);
        CHECK(read.rows[0].starts_with("2: 好"));
        CHECK(read.rows[1].starts_with("4: 好"));
        REQUIRE(read.rejected.size() == 1);
        CHECK(read.rejected[0].raw + "\n" == row.text);
    }
}

TEST_CASE("what comes out does not depend on where blocks are cut") {
    std::string text = kHeader;
    for (int i = 0; i < 40; ++i) {
        text += "甲" + std::to_string(i) + ",小型,否,2024-02-29,1\n";
        text += i % 3 == 0 ? "乙,\"小\"\"型\",否,2024-02-29,1\n" : "";
        text += i % 4 == 0 ? "丙,小型,否,\"2024-02-29\",2\r\n\n" : "";
        text += i % 5 == 0 ? "\"丁\n,\",小型,是,2024-02-29,3\n" : "";
        text += i % 7 == 0 ? "戊,小型,否,2024-02-30\n" : "";
        text += i % 9 == 0 ? "己,\"小型,否,2024-02-29,5\n" : "";
        text += i % 11 == 0 ? "庚,小\xFF,否,2024-02-29,5\n" : "";
    }
    text += "尾,小型,否,2024-02-29,\"9";
    const ReadResult whole = read_text(text, sample_schema(false));
    CHECK(whole.rows.size() + whole.rejected.size() == whole.rows_read);
    CHECK(whole.rows.size() > 40);
    CHECK(whole.rejected.back().line > whole.rejected.front().line);
    for (const std::size_t bytes : {1U, 2U, 3U, 7U, 64U, 100U, 257U, 1000U, 4096U}) {
        CAPTURE(bytes);
        ReadOptions options;
        options.block_bytes = bytes;
        const ReadResult cut = read_text(text, sample_schema(false), options);
        CHECK(cut.rows == whole.rows);
        CHECK(cut.places() == whole.places());
        CHECK(cut.rows_read == whole.rows_read);
        REQUIRE(cut.rejected.size() == whole.rejected.size());
        for (std::size_t i = 0; i < cut.rejected.size(); ++i) {
            CHECK(cut.rejected[i].raw == whole.rejected[i].raw);
        }
    }
}

TEST_CASE("a row reads the same however its cells are quoted, with zeros behind its numbers and with blanks") {
    std::mt19937_64 random(17);
    std::string plain = kHeader;
    std::string quoted = kHeader;
    for (int i = 0; i < 3'000; ++i) {
        const std::string day = "2024-02-" + std::to_string(10 + random() % 20);
        const std::string amount = std::to_string(random() % 100'000) + "." + std::to_string(10 + random() % 90);
        const std::array<std::string, 5> cells{"甲" + std::to_string(i), "小型", random() % 2 == 0 ? "是" : "否",
                                               random() % 9 == 0 ? "" : day, random() % 9 == 0 ? "" : amount};
        for (std::size_t at = 0; at < cells.size(); ++at) {
            const bool number = at == 4 && !cells[at].empty();
            const std::string loose = (at > 1 && random() % 5 == 0 ? " " : "") + cells[at] +
                                      (number && random() % 3 == 0 ? "0000" : "") + (at > 1 && random() % 5 == 0 ? "\t" : "");
            plain += cells[at] + (at + 1 == cells.size() ? "\n" : ",");
            quoted += i < 1'000 && random() % 40 != 0 ? cells[at] : random() % 2 == 0 ? "\"" + loose + "\"" : loose;
            quoted += at + 1 < cells.size() ? "," : random() % 9 == 0 ? "\r\n" : "\n";
        }
    }
    const ReadResult expected = read_text(plain, sample_schema(false));
    CHECK(expected.rows.size() == 3'000);
    for (const std::size_t bytes : {std::size_t{500}, std::size_t{9'000}, std::size_t{1} << 19U}) {
        ReadOptions options;
        options.block_bytes = bytes;
        const ReadResult read = read_text(quoted, sample_schema(false), options);
        CHECK((read.rows == expected.rows));
        CHECK(read.rejected.empty());
    }
}

TEST_CASE("many rows are read in order, with bad ones taken out of their middle") {
    std::string text = kHeader;
    std::vector<std::string> expected;
    std::size_t bad = 0;
    for (int i = 0; i < 5000; ++i) {
        const bool wrong = i % 7 == 3;
        bad += wrong ? 1U : 0U;
        text += "甲" + std::to_string(i) + ",小型,否,2024-02-29," + (wrong ? "x" : std::to_string(i)) + "\n";
        if (!wrong) {
            expected.push_back(std::to_string(i + 2) + ": 甲" + std::to_string(i) + "|小型|否|2024-02-29|" +
                               std::to_string(i) + "元");
        }
    }
    const ReadResult read = read_text(text, sample_schema(false));
    CHECK(read.rows == expected);
    CHECK(read.rejected.size() == bad);
    CHECK(read.rows_read == 5000);
}

TEST_CASE("a header is refused with all that is wrong with it") {
    struct Row {
        std::string header;
        std::string_view codes;
    };
    const std::vector<Row> rows{
        {"", "D005"},
        {"\n\n", "D005"},
        {"\xEF\xBB\xBF", "D005"},
        {"申请编号,企业规模,关联交易,合同签订日\n", "D001"},
        {"申请编号,企业规模\n", "D001 D001 D001"},
        {"申请编号,企业规模,关联交易,合同签订日,合同金额,合同金额\n", "D002"},
        {"申请编号,企业规模,关联交易,合同签订日,合同金额,合同金额（万元）\n", "D002"},
        {"申请编号,企业规模,关联交易,合同签订日,合同金额,合同 金额\n", "D002"},
        {"申请编号,企业规模,关联交易,合同签订日,合同金额,\"合同\r\n金额\"\n", "D002"},
        {"申请编号,企业规模,关联交易,合同签订日,合同金额,合同\u200B金额\n", "D002"},
        {"申请编号,企业规模,关联交易,合同签订日,合同金额（天）\n", "D004"},
        {"申请编号,企业规模,关联交易,合同签订日,合同金额（不含税）\n", "D004"},
        {"单位：万元\n申请编号,企业规模,关联交易,合同签订日,合同金额\n", "D043 D126"},
        {"\xC9\xFF\xC7\xFF,a\n", "D006"},
        {std::string("\xFF\xFE\x00\xD8\x2C\x00", 6), "D006"},
        {"申请编号,\"企业规模\n", "D040"},
        {std::string(5000, 'x'), "D017"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.header);
        ReadOptions options;
        options.limits.row_bytes = 1000;
        const ReadResult read = read_text(row.header, sample_schema(false), options);
        CHECK_FALSE(read.opened);
        CHECK(read.codes() == row.codes);
    }
    ReadOptions narrow;
    narrow.limits.columns = 3;
    CHECK(read_text("a,b,c,d\n", sample_schema(false), narrow).codes() == "D007");
}

TEST_CASE("a heading may differ in width and case, state a unit, or carry a remark where none is meant") {
    const ReadResult read = read_text(
        "申请编号（必填）, 企业规模 "
        ",关联交易(是/否),合同签订日,合同金额（万元）\n甲,小型,否,2024-02-29,1.25\n",
        sample_schema(false));
    REQUIRE(read.rows.size() == 1);
    CHECK(read.rows[0] == "2: 甲|小型|否|2024-02-29|12500元");
    CHECK(read.codes().empty());
}

TEST_CASE("a heading that is the very name wins over one that only folds alike") {
    const Schema schema{.fields = {money_field("id")}};
    const ReadResult read = read_text("ID,id\n1,2\n", schema);
    REQUIRE(read.rows.size() == 1);
    CHECK(read.rows[0] == "2: 2元");
}

TEST_CASE("a column that was not asked is unknown in every row") {
    ReadOptions options;
    options.unknown_columns = {"合同金额"};
    const ReadResult read = read_text("申请编号,企业规模,关联交易,合同签订日\n甲,小型,否,2024-02-29\n",
                                      sample_schema(false), options);
    REQUIRE(read.rows.size() == 1);
    CHECK(read.rows[0] == "2: 甲|小型|否|2024-02-29|未知");
    options.unknown_columns = {"合同额"};
    CHECK(read_text(kHeader, sample_schema(false), options).codes() == "D009");
}

TEST_CASE("columns asked for go along as they are") {
    ReadOptions options;
    options.pass_through = {"备注", "申请编号"};
    const ReadResult read = read_text(
        "申请编号,备注,企业规模,关联交易,合同签订日,合同金额\n甲,\"a\"\"b\",小型,否,2024-02-29,1\n乙,,小型,"
        "否,2024-02-29,x\n丙,,小型,否,2024-02-29,1\n",
        sample_schema(false), options);
    CHECK(read.pass_through == std::vector<std::string>{"a\"b|甲", "|丙"});
    CHECK(read.codes().empty());
    options.pass_through = {"备註"};
    CHECK(read_text(kHeader, sample_schema(false), options).codes() == "D008");
}

TEST_CASE("a list does not fit one table, unless it was not asked") {
    const std::string text = kHeader + "甲,小型,否,2024-02-29,1\n";
    CHECK(read_text(text, sample_schema(true)).codes() == "D024");
    ReadOptions options;
    options.unknown_columns = {"付款"};
    const ReadResult read = read_text(text, sample_schema(true), options);
    REQUIRE(read.rows.size() == 1);
    CHECK(read.rows[0] == "2: 甲|小型|否|2024-02-29|1元|未知");
}

TEST_CASE("a record is written as columns called record.field, and is absent when all of them are empty") {
    const Schema schema{
        .fields = {record_field("甲方", {text_field("名称"), money_field("出资")}),
                   optional(record_field("乙方", {text_field("名称"), optional(date_field("日"))}))}};
    const ReadResult read = read_text(
        "甲方.名称,甲方.出资,乙方.名称,乙方.日\na,1,b,2024-01-01\n,,,\na,2,b,\nx,y,,\na,3,,\n", schema);
    CHECK(read.rows == std::vector<std::string>{"2: {a,1元}|{b,2024-01-01}",
                                                "4: {a,2元}|{b,无}", "6: {a,3元}|无"});
    CHECK(read.places() == "D103@5:2");
}

TEST_CASE("rows and cells beyond the limits are set aside alone") {
    ReadOptions options;
    options.limits.cell_bytes = 100;
    options.limits.row_bytes = 1000;
    const std::string good = "好,小型,否,2024-02-29,1\n";
    const std::string row = ",小型,否,2024-02-29,1\n";
    const ReadResult cell =
        read_text(kHeader + good + std::string(200, 'x') + row + good, sample_schema(false), options);
    CHECK(cell.places() == "D016@3:1");
    CHECK(cell.rows.size() == 2);
    for (const std::size_t bytes : {50U, 999U}) {
        options.block_bytes = bytes;
        const ReadResult longer =
            read_text(kHeader + good + std::string(5000, 'x') + row + good, sample_schema(false), options);
        CHECK(longer.places() == "D017@3:0");
        CHECK(longer.rows.size() == 2);
        CHECK(longer.rows_read == 3);
        // A quote that swallows more than a row may hold counts as never closed.
        std::string swallowed;
        for (int i = 0; i < 100; ++i) {
            swallowed += good;
        }
        const ReadResult quote =
            read_text(kHeader + "甲,小型,否,2024-02-29,\"1\n" + swallowed + "乙,小型,否,2024-02-29,1\"\n",
                      sample_schema(false), options);
        CHECK(quote.places() == "D012@2:5 D013@103:5");
        CHECK(quote.rows.size() == 100);
    }
}

TEST_CASE("cells are counted beyond those that may be, and not noted") {
    ReadOptions options;
    options.limits.columns = 10;
    const std::string good = "好,小型,否,2024-02-29,1\n";
    const ReadResult bare = read_text(kHeader + std::string(50, ',') + "x\n" + good, sample_schema(false), options);
    const ReadResult quoted = read_text(kHeader + "\"\"" + std::string(50, ',') + "\n" + good, sample_schema(false), options);
    for (const ReadResult& read : {bare, quoted}) {
        CHECK(read.rows.size() == 1);
        REQUIRE(read.places() == "D011@2:0");
        CHECK(read.rejected[0].faults[0].message.en == "this row has 51 cells, the header has only 5");
    }
    const ReadResult header = read_text(std::string(50, ',') + "\n" + good, sample_schema(false), options);
    REQUIRE(header.codes() == "D007");
    CHECK(header.faults[0].message.en == "51 columns, at most 10 are read");
}

TEST_CASE("of very many faults the first are told and the others counted") {
    FirstFaults faults;
    CHECK(faults.told().empty());
    for (std::uint64_t line = 1; line <= FirstFaults::kMost + 7; ++line) {
        DataFault fault;
        fault.code = line <= FirstFaults::kMost ? "D104" : "D105";
        fault.file = "a.csv";
        fault.line = line;
        faults.add({fault});
    }
    const std::vector<DataFault> told = faults.told();
    REQUIRE(told.size() == FirstFaults::kMost + 1);
    CHECK(told.front().line == 1);
    CHECK(told[FirstFaults::kMost - 1].line == FirstFaults::kMost);
    CHECK(told.back().code == "D105");
    CHECK(told.back().line == 0);
    CHECK(told.back().message.en == "7 more faults are not shown");
}

TEST_CASE("rows whose number is known to stand twice are all set aside, with the other lines") {
    const Schema schema = sample_schema(false);
    const std::string text = kHeader +
                             "甲,小型,否,2024-02-29,1\n乙,小型,否,2024-02-29,1\n 甲　,小型,否,2024-02-29,2\n"
                             ",小型,否,2024-02-29,2\n";
    RepeatedNumbers repeated;
    repeated.lines["甲"] = {2, 4};
    ReadOptions options;
    options.find_key = true;
    options.repeated = &repeated;
    const ReadResult read = read_text(text, schema, options);
    CHECK(read.rows_read == 4);
    CHECK(read.places() == "D019@2:1 D019@4:1 D018@5:1");
    CHECK(read.rejected[0].faults[0].message.en == "the application number `甲` stands on line 4 too");
    CHECK(read.rejected[1].raw == " 甲　,小型,否,2024-02-29,2");
}

TEST_CASE("two threads read what one reads, put in order by the number of the block") {
    const Schema schema = sample_schema(false);
    std::string text = kHeader;
    for (int i = 0; i < 3000; ++i) {
        text += "甲" + std::to_string(i) + ",小型,否,2024-02-29," + (i % 5 == 0 ? "x" : "1") + "\n";
    }
    const testing::TemporaryFolder folder;
    ReadOptions options;
    options.block_bytes = 1000;
    OpenedInput opened = open_input(folder.write("a.csv", text), schema, options);
    REQUIRE(opened.input != nullptr);
    std::mutex lock;
    std::map<std::uint64_t, std::string> blocks;
    const auto work = [&] {
        const auto parser = opened.input->parser();
        ParsedBlock parsed(schema);
        while (true) {
            {
                const std::scoped_lock hold(lock);
                if (!opened.input->next(parsed.block)) {
                    return;
                }
            }
            parser->parse(parsed);
            std::string told;
            for (const std::string_view number : parsed.batch.root().columns[0].texts) {
                told += number;
            }
            for (const RejectedRow& row : parsed.rejected) {
                told += row.raw;
            }
            const std::scoped_lock hold(lock);
            blocks[parsed.block.number()] = told;
        }
    };
    std::thread other(work);
    work();
    other.join();
    std::string two;
    for (const auto& [number, told] : blocks) {
        two += told;
    }
    blocks.clear();
    opened = open_input(folder.path("a.csv"), schema, options);
    REQUIRE(opened.input != nullptr);
    work();
    std::string one;
    for (const auto& [number, told] : blocks) {
        one += told;
    }
    CHECK(one == two);
    CHECK(blocks.size() > 10);
}

TEST_CASE("rows of separators alone are no rows, wherever they stand") {
    const std::string good = ",小型,否,2024-02-29,1\n";
    std::string text = kHeader + "甲" + good;
    for (int at = 0; at < 100; ++at) {
        text += ",,,,\n";
    }
    const ReadResult read = read_text(text + "乙" + good + ",,,,\r\n,,\n,,,,,,,\n", sample_schema(false));
    CHECK(read.rows.size() == 2);
    CHECK(read.rejected.empty());
}

TEST_CASE("rows of totals and headings among the data are no applications, however they are typed") {
    const std::string good = ",小型,否,2024-02-29,1\n";
    const std::string heading = kHeader.substr(0, kHeader.find('\n') + 1);
    ReadOptions options;
    options.key = heading.substr(0, heading.find(','));
    const ReadResult read = read_text(kHeader + "合肥1" + good + "合计" + good + "总计：" + good + " 小计" + good + "Total" + good +
                                          "ＴＯＴＡＬ" + good + "合计（元）" + good + "TO-1" + good + heading,
                                      sample_schema(false), options);
    CHECK(read.rows.size() == 2);
    REQUIRE(read.rejected.size() == 7);
    for (std::size_t at = 0; at < 6; ++at) {
        CAPTURE(at);
        CHECK(read.rejected[at].faults.size() == 1);
        CHECK(read.rejected[at].faults[0].code == "D308");
    }
    CHECK(read.rejected[6].faults[0].code == "D307");
}

TEST_CASE("a number that begins with a word for totals is one where somebody applies") {
    ReadOptions options;
    options.key = "申请编号";
    options.applicant = "关联交易";
    const std::string heading = kHeader.substr(0, kHeader.find('\n') + 1);
    const ReadResult read = read_text(heading + "小计算机-01,小型,否,2024-02-29,1\n合计划1,小型,否,2024-02-29,1\n合计共2户,小型,否,2024-02-29,2\n合计金额,小型,,2024-02-29,2\n",
                                      sample_schema(false), options);
    CHECK(read.rows.size() == 2);
    REQUIRE(read.rejected.size() == 2);
    for (const auto& row : read.rejected) {
        CHECK(row.faults[0].code == "D308");
    }
}

TEST_CASE("the apostrophe that guards a text is no part of it, and of what is no formula nothing is taken") {
    const std::string good = ",小型,否,2024-02-29,1\n";
    const ReadResult read = read_text(kHeader + "'+86甲" + good + "\"'=\"\"1\"\"\"" + good + "'甲" + good + "'-5" + good + "''=1" + good + "O'=1" + good +
                                          "'＝甲" + good + "乙,小型,否,2024-02-29,'=1\n",
                                      sample_schema(false));
    REQUIRE(read.rows.size() == 7);
    constexpr std::array kTexts{"+86甲", "=\"1\"", "'甲", "'-5", "''=1", "O'=1", "＝甲"};
    for (std::size_t at = 0; at < kTexts.size(); ++at) {
        CHECK(read.rows[at] == std::to_string(at + 2) + ": " + kTexts[at] + "|小型|否|2024-02-29|1元");
    }
    CHECK(read.places() == "D103@9:5");
}

TEST_CASE("notes to a table are no applications, and what could be one stays one") {
    ReadOptions options;
    options.key = kHeader.substr(0, kHeader.find(','));
    constexpr std::array kNotes{
        "注：以上均为含税,,,,", "※备注1、数据截至年底,,,,", "（说明：按合同填写）,,,,", ",填表人：王某,,,", "填表人：,王某,,审核人：,李四", "填 表 人：王某　审核人：李四,,,,",
        "单位负责人（签字）：,,,,", "制表人：王某", "Notes: all amounts with tax,,,,", "2.以上金额均为含税价，不含运费。,,,,", "复核,王某,,,", "联系电话：,13800000000,,,", "单位：元,,,,",
        ",填表人：王某,,单位：元,", "填表人：王某,,日期：,45000,单位：元", "说明：,单位：元,,,", "单位：,元,,,"};
    for (const char* const note : kNotes) {
        CAPTURE(note);
        const ReadResult read = read_text(kHeader + "甲,小型,否,2024-02-29,1\n" + note + "\n乙,小型,否,2024-02-29,1\n", sample_schema(false), options);
        CHECK(read.rows.size() == 2);
        CHECK(read.rows_read == 3);
        REQUIRE(read.rejected.size() == 1);
        REQUIRE(read.rejected[0].faults.size() == 1);
        CHECK(read.rejected[0].faults[0].code == "D313");
        CHECK(read.rejected[0].number.empty());
    }
    // Anything beside a note that could be data, a number that only begins alike, an answer of its own.
    constexpr std::array kRows{"注：以上均为含税,小型,否,2024-02-29,1", "注册001,,,,", "备1,,,,", "注：,小型,,,", "填表人,小型,否,2024-02-29,1", "审核人：李四,,,,1",
                               "复核-12,,,,", "9132,，,,,", "填表人：王某,小型,,,"};
    for (const char* const row : kRows) {
        CAPTURE(row);
        const ReadResult read = read_text(kHeader + row + "\n", sample_schema(false), options);
        CHECK(read.rows_read == 1);
        CHECK((read.rejected.empty() || read.rejected[0].faults[0].code != "D313"));
    }
    // What stands behind a signer in the column of numbers is a number, unless it is a name or a day.
    options.key = "企业规模";
    const auto read_row = [&](const char* row) { return read_text(kHeader + row + "\n", sample_schema(false), options).rejected; };
    for (const char* const note : {"审核人：,单明,,,", "日期：,单位：元,,,"}) {
        CAPTURE(note);
        const auto rejected = read_row(note);
        REQUIRE(rejected.size() == 1);
        CHECK(rejected[0].faults[0].code == "D313");
    }
    for (const char* const row : {"审核人：,NO.001,,,", "审核：,S9,,,", "经办,单2026-01,,,"}) {
        CAPTURE(row);
        const auto rejected = read_row(row);
        CHECK((rejected.empty() || rejected[0].faults[0].code != "D313"));
    }
    // Without a column of numbers nothing tells a note from an answer.
    CHECK(read_text(kHeader + "注：以上均为含税,,,,\n", sample_schema(false)).places().find("D313") == std::string::npos);
}

TEST_CASE("the marks of what could not be mended, and errors of spreadsheets, are no texts") {
    CHECK(is_error_text("#N/A"));
    CHECK(is_error_text(refused_mark("D122", "6.2E+18")));
    CHECK(is_error_text(refused_mark("D121", "")));
    CHECK_FALSE(is_error_text("#12"));
    CHECK_FALSE(is_error_text("#D12号楼"));
    const ReadResult read = read_text(kHeader + "#D122 6.2E+18,小型,否,2024-02-29,1\n#REF!,小型,否,2024-02-29,1\n#1,小型,否,2024-02-29,1\n",
                                      sample_schema(false));
    CHECK(read.rows.size() == 1);
    CHECK(read.places() == "D120@2:1 D120@3:1");
}

TEST_CASE("a file that cannot be read, or is of no known kind, is refused") {
    const Schema schema = sample_schema(false);
    CHECK(testing::read_all("/nonexistent/a.csv", schema).codes() == "D201");
    CHECK(testing::read_all("/nonexistent/a.xls", schema).codes() == "D201");
    CHECK(testing::read_all(HUIQI_SOURCE_DIR "/README.md", schema).codes() == "D203");
    CHECK(testing::read_all(HUIQI_SOURCE_DIR "/LICENSE", schema).codes() == "D203");
    CHECK(testing::read_all("/dev/zero", schema).codes() == "D201");
}

}  // namespace
}  // namespace huiqi
