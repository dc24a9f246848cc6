#include "engine/io/result_writer.h"

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "engine/io/csv_text.h"
#include "engine/io/output_file.h"
#include "engine/io/rejects_writer.h"
#include "engine/io/select.h"
#include "engine/numeric/decimal_text.h"
#include "tests/unit/io/sample.h"

namespace huiqi {
namespace {

using testing::file_text;
using testing::TemporaryFolder;

TEST_CASE("a CSV cell is quoted only where it must be, and what looks like a formula is disarmed") {
    struct Row {
        std::string_view text;
        std::string_view cell;
    };
    const std::vector<Row> rows{
        {"", ""},
        {"甲", "甲"},
        {"a b", "a b"},
        {"a,b", "\"a,b\""},
        {"a\"b", "\"a\"\"b\""},
        {"a\nb", "\"a\nb\""},
        {"=1+1", "'=1+1"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"+86 10", "'+86 10"},
        {"\tx", "'\tx"},
        {"\rx", "\"'\rx\""},
        {"＝1", "'＝1"},
        {"-x,y", "\"'-x,y\""},
        // A negative amount is a number, and stays one.
        {"-5.00", "-5.00"},
        {"-5.00-1", "'-5.00-1"},
        {"a=b", "a=b"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        std::string cell;
        append_csv_cell(cell, row.text, true);
        CHECK(cell == row.cell);
    }
    std::string bare;
    append_csv_cell(bare, "=1+1", false);
    CHECK(bare == "=1+1");
}

/// Two rows of every kind of column.
struct Sample {
    std::vector<std::string_view> texts{"=甲", "乙\"丙"};
    std::vector<std::int64_t> numbers{0, -12};
    std::vector<std::int64_t> cents{1250, -5};
    std::vector<Int128> wide{static_cast<Int128>(1) << 100, 7};
    std::vector<std::string> decimals{"0.125", "3"};
    std::vector<std::string_view> names{"x", "y,z"};
    std::vector<std::uint32_t> offsets{0, 2, 2};
    std::vector<std::uint8_t> missing{0, 1};

    std::vector<OutputColumn> columns() const {
        std::vector<OutputColumn> all{text_column(texts),          integer_column(numbers),
                                      fixed_column(cents, 2),      fixed_column(wide, 2),
                                      decimal_column(decimals),    list_column(names, offsets),
                                      fixed_column(cents, 2)};
        all.back().missing = missing;
        return all;
    }
};

TEST_CASE("columns of every kind are written row by row, to the byte") {
    const Sample sample;
    const std::vector<std::string> names{"a", "b", "合计,元", "d", "e", "f", "g"};
    OutputText csv;
    const ResultWriter csv_writer(OutputFormat::csv, names);
    csv_writer.append_header(csv);
    csv_writer.append_rows(csv, sample.columns(), 2);
    CHECK(csv.view() ==
          "a,b,\"合计,元\",d,e,f,g\n"
          "'=甲,0,12.50,12676506002282294014967032053.76,0.125,\"x; y,z\",12.50\n"
          "\"乙\"\"丙\",-12,-0.05,0.07,3,,\n");
    OutputText json;
    const ResultWriter json_writer(OutputFormat::json_lines, names);
    json_writer.append_header(json);
    json_writer.append_rows(json, sample.columns(), 2);
    CHECK(
        json.view() ==
        R"({"a":"=甲","b":0,"合计,元":"12.50","d":"12676506002282294014967032053.76","e":"0.125","f":["x","y,z"],"g":"12.50"})"
        "\n"
        R"({"a":"乙\"丙","b":-12,"合计,元":"-0.05","d":"0.07","e":"3","f":[],"g":null})"
        "\n");
}

TEST_CASE("a long text does not overrun what is written around it") {
    const std::string longer(300'000, '"');
    const std::vector<std::string_view> texts{longer, "b"};
    OutputText written;
    written.append("before\n");
    ResultWriter(OutputFormat::csv, {"a"}).append_rows(written, std::vector{text_column(texts)}, 2);
    const std::string_view out = written.view();
    CHECK(out.size() == 7 + 2 * longer.size() + 2 + 1 + 2);
    CHECK(out.starts_with("before\n\"\"\""));
    CHECK(out.ends_with("\"\nb\n"));
}

TEST_CASE("numbers of every length come out digit by digit, whatever is written many at a time") {
    std::vector<std::int64_t> numbers{0, 1, 9, 99, 100, 9'999'999'999, 10'000'000'000, -1, -99, -100};
    for (std::int64_t power = 1; power <= 1'000'000'000'000'000'000 / 10; power *= 10) {
        for (const std::int64_t near : {power - 1, power, power + 1, power * 9 + 5}) {
            numbers.push_back(near);
        }
    }
    numbers.push_back(std::numeric_limits<std::int64_t>::max());
    numbers.push_back(std::numeric_limits<std::int64_t>::min());
    while (numbers.size() < 1'000) {   // several tiles of rows
        numbers.push_back(static_cast<std::int64_t>(numbers.size()) * 7'919'101);
    }
    const std::vector<OutputColumn> columns{integer_column(numbers), fixed_column(numbers, 2), fixed_column(numbers, 4)};
    OutputText out;
    ResultWriter(OutputFormat::csv, {"a", "b", "c"}).append_rows(out, columns, numbers.size());
    std::string expected;
    for (const std::int64_t number : numbers) {
        expected += fixed_text(Integer(number), 0) + "," + fixed_text(Integer(number), 2) + "," +
                    fixed_text(Integer(number), 4) + "\n";
    }
    CHECK((out.view() == expected));
}

TEST_CASE("cells of any lengths side by side are written as if each stood alone") {
    // few digits in all rows are written together; one number beyond them in a stretch of rows changes how, not what
    const std::vector<std::vector<std::int64_t>> kinds{{0, 9, 3}, {0, 12, 99}, {7, 1'234, 99'999'999}, {5, -1, 100'000'000},
                                                       {0, 1'050, 99}, {999'999'999'999, 0, 1}};
    for (std::size_t first = 0; first < kinds.size(); ++first) {
        std::vector<std::vector<std::int64_t>> numbers;
        std::vector<OutputColumn> columns;
        for (std::size_t at = 0; at < 9; ++at) {
            std::vector<std::int64_t>& lanes = numbers.emplace_back(300, kinds[(at / 4 + first) % kinds.size()][0]);
            for (std::size_t row = 0; row < lanes.size(); ++row) {
                lanes[row] = row < 128 ? static_cast<std::int64_t>((row + at) % 10)
                                       : kinds[(at / 2 + first) % kinds.size()][(row * (at + 1) / 7) % 3];
            }
        }
        std::vector<std::string> names;
        for (std::size_t at = 0; at < numbers.size(); ++at) {
            names.push_back(std::to_string(at));
            columns.push_back(at % 3 == 2 ? fixed_column(numbers[at], 2) : integer_column(numbers[at]));
        }
        OutputText out;
        ResultWriter(OutputFormat::csv, names).append_rows(out, columns, 300);
        std::string expected;
        for (std::size_t row = 0; row < 300; ++row) {
            for (std::size_t at = 0; at < numbers.size(); ++at) {
                expected += fixed_text(Integer(numbers[at][row]), at % 3 == 2 ? 2 : 0) + (at + 1 < numbers.size() ? "," : "\n");
            }
        }
        CHECK((out.view() == expected));
    }
}

TEST_CASE("the ending of the name says the form") {
    CHECK(output_format("a/b.CSV") == OutputFormat::csv);
    CHECK(output_format("-") == OutputFormat::csv);
    CHECK(output_format("b.jsonl") == OutputFormat::json_lines);
    CHECK(output_format("b.ndjson") == OutputFormat::json_lines);
    CHECK(output_format("b.json") == std::nullopt);
    CHECK(output_format("b") == std::nullopt);
}

TEST_CASE("a result file appears whole or not at all") {
    const TemporaryFolder folder;
    const std::string path = folder.path("out.csv");
    std::vector<DataFault> faults;
    {
        const auto abandoned = OutputFile::open(path, false, faults);
        REQUIRE(abandoned != nullptr);
        CHECK(abandoned->write("half"));
    }
    CHECK(std::filesystem::is_empty(folder.path()));
    auto file = OutputFile::open(path, false, faults);
    REQUIRE(file != nullptr);
    CHECK(file->write("whole\n"));
    CHECK_FALSE(std::filesystem::exists(path));
    CHECK(file->commit());
    CHECK(file_text(path) == "whole\n");
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
    CHECK(faults.empty());

    CHECK(OutputFile::open(path, false, faults) == nullptr);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "D205");
    file = OutputFile::open(path, true, faults);
    REQUIRE(file != nullptr);
    CHECK(file->write("new\n"));
    CHECK(file->commit());
    CHECK(file_text(path) == "new\n");
}

TEST_CASE("pieces of a large file are written to their places in any order, and nothing more than they") {
    const TemporaryFolder folder;
    std::vector<DataFault> faults;
    const auto file = OutputFile::open(folder.path("out.csv"), false, faults);
    REQUIRE(file != nullptr);
    REQUIRE(file->has_places());
    CHECK(file->write("head\n"));
    std::string expected = "head\n";
    std::vector<std::pair<std::uint64_t, std::string>> pieces;
    for (char letter = 'a'; letter <= 'z'; ++letter) {
        const std::string piece(123'457, letter);
        pieces.emplace_back(file->place(piece.size()), piece);
        expected += piece;
    }
    std::thread other([&] {
        for (std::size_t at = pieces.size(); at > 0; at -= 2) {
            CHECK(file->write_at(pieces[at - 1].first, pieces[at - 1].second));
        }
    });
    for (std::size_t at = 0; at < pieces.size(); at += 2) {
        CHECK(file->write_at(pieces[at].first, pieces[at].second));
    }
    other.join();
    CHECK(file->write("tail\n"));
    CHECK(file->commit());
    CHECK((file_text(folder.path("out.csv")) == expected + "tail\n"));
}

TEST_CASE("somebody else's file that came first is not replaced") {
    const TemporaryFolder folder;
    std::vector<DataFault> faults;
    const auto file = OutputFile::open(folder.path("out.csv"), false, faults);
    REQUIRE(file != nullptr);
    static_cast<void>(folder.write("out.csv", "theirs"));
    CHECK_FALSE(file->commit());
    REQUIRE(file->failure() != nullptr);
    CHECK(file->failure()->code == "D205");
    CHECK(file_text(folder.path("out.csv")) == "theirs");
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("a full disk is told in the words of the system") {
    std::vector<DataFault> faults;
    const auto full = OutputFile::open("/dev/full", false, faults);
    REQUIRE(full != nullptr);
    CHECK_FALSE(full->write("x"));
    REQUIRE(full->failure() != nullptr);
    CHECK(full->failure()->code == "D202");
    CHECK(full->failure()->message.en == "cannot write the file: No space left on device");
    CHECK_FALSE(full->commit());
    CHECK(OutputFile::open("/nonexistent/a.csv", false, faults) == nullptr);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "D202");
}

TEST_CASE("a selection names columns, renames them and keeps their order") {
    struct Row {
        std::string_view text;
        std::vector<SelectItem> items;
        std::string_view codes;
    };
    const std::vector<Row> rows{
        {"id", {{"id", "id"}}, ""},
        {"id,a=t.award , b = totals.total", {{"id", "id"}, {"a", "t.award"}, {"b", "totals.total"}}, ""},
        {"\"合计,元\"=\"x=y\",\"a\"\"b\"", {{"合计,元", "x=y"}, {"a\"b", "a\"b"}}, ""},
        {"a\nb=c\n", {{"a", "a"}, {"b", "c"}}, ""},
        {"申请编号,申请编号", {{"申请编号", "申请编号"}, {"申请编号", "申请编号"}}, "D207"},
        {"", {}, "D206"},
        {"a,,b", {{"a", "a"}, {"b", "b"}}, "D206"},
        {"a,", {{"a", "a"}}, "D206"},
        {"=b", {}, "D206"},
        {"a=", {}, "D206"},
        {"a=b=c,d", {{"d", "d"}}, "D206"},
        {"\"a,b", {}, "D206"},
        {"a\"b,c", {{"c", "c"}}, "D206"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        std::vector<DataFault> faults;
        CHECK(parse_select(row.text, faults) == row.items);
        std::string codes;
        for (const DataFault& fault : faults) {
            codes += (codes.empty() ? "" : " ") + std::string(fault.code);
        }
        CHECK(codes == row.codes);
    }
}

TEST_CASE("a selection may stand in a file, with comments") {
    const TemporaryFolder folder;
    std::vector<DataFault> faults;
    const std::string path =
        folder.write("select.txt", "\xEF\xBB\xBF# the columns\nid\r\n\n award = t.award\n# end");
    CHECK(parse_select("@" + path, faults) == std::vector<SelectItem>{{"id", "id"}, {"award", "t.award"}});
    CHECK(faults.empty());
    CHECK(parse_select("@" + folder.path("none"), faults).empty());
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "D208");
    CHECK(faults[0].message.en == "cannot read the file of --select: No such file or directory");
}

TEST_CASE("rejected rows are written with what is wrong, so that they can be mended and read again") {
    const TemporaryFolder folder;
    const Schema schema = testing::sample_schema(false);
    const testing::ReadResult read = testing::read_text(
        "申请编号,企业规模,关联交易,合同签订日,合同金额\n=甲,小型,不,2024-02-30,1\n乙,小型\n丙,\"小型\n",
        schema);
    REQUIRE(read.rejected.size() == 3);
    std::vector<DataFault> faults;
    const std::string path = folder.path("rejects.csv");
    const auto writer = RejectsWriter::open(
        path, false, {"申请编号", "企业规模", "关联交易", "合同签订日", "合同金额"}, {}, Language::en, faults);
    REQUIRE(writer != nullptr);
    CHECK(writer->write(read.rejected));
    CHECK(writer->commit());
    CHECK(file_text(path) ==
          "line,error,help,申请编号,企业规模,关联交易,合同签订日,合同金额\n"
          "2,[D105] 关联交易: `不` is neither true nor false; [D104] 合同签订日: there is no day "
          "`2024-02-30` in the calendar,"
          "\"关联交易: write true, false, 是 or 否; 合同签订日: write a day of the calendar, such as "
          "2024-01-31\","
          "'=甲,小型,不,2024-02-30,1\n"
          "3,\"[D010] this row has 2 cells, the header has 5\",add the missing cells; an empty cell needs "
          "its comma too,乙,小型\n"
          "4,[D012] 企业规模: the quote that opens here is never closed,"
          "企业规模: close the cell with a quote; a quote inside a cell is doubled,\"丙,\"\"小型\"\n");
    CHECK(rejects_path("out/rejects.csv", "in/付款.csv") == "out/rejects.付款.csv");
}

}  // namespace
}  // namespace huiqi
