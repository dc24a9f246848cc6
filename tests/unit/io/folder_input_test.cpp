#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "tests/unit/io/sample.h"

namespace huiqi {
namespace {

using testing::list_field;
using testing::money_field;
using testing::read_all;
using testing::ReadResult;
using testing::sample_schema;
using testing::TemporaryFolder;
using testing::text_field;

const std::string kHeader = "申请编号,企业规模,关联交易,合同签订日,合同金额\n";
const std::string kPayments = "付款额,申请编号,付款日\n";

std::string row(std::string_view number) {
    return std::string(number) + ",小型,否,2024-02-29,1\n";
}

std::string child_faults(const ReadResult& read) {
    std::string text;
    for (const TableRejects& table : read.table_rejects) {
        for (const RejectedRow& rejected : table.rows) {
            for (const DataFault& fault : rejected.faults) {
                text +=
                    (text.empty() ? "" : " ") + std::string(fault.code) + "@" + std::to_string(fault.line);
            }
        }
    }
    return text;
}

TEST_CASE("lists are joined to their applications in the order of their table, sorted or not") {
    const TemporaryFolder folder;
    static_cast<void>(folder.write("申报.csv", kHeader + row("甲") + row("乙") + row("丙")));
    static_cast<void>(
        folder.write("付款.CSV", kPayments + "1,丙,2024-01-01\n2,甲,2024-01-02\n3,丙,2024-01-03\n"));
    static_cast<void>(folder.write("说明.txt", "x"));
    ReadOptions options;
    for (const std::size_t bytes : {1U, 64U, 4096U}) {
        options.block_bytes = bytes;
        const ReadResult read = read_all(folder.path(), sample_schema(true), options);
        CHECK(read.rows ==
              std::vector<std::string>{"2: 甲|小型|否|2024-02-29|1元|[2024-01-02,2元]",
                                       "3: 乙|小型|否|2024-02-29|1元|[]",
                                       "4: 丙|小型|否|2024-02-29|1元|[2024-01-01,1元;2024-01-03,3元]"});
        CHECK(read.codes() == "D025");
    }
}

TEST_CASE("a row of a list that is at fault sets its application aside, one of nobody is told") {
    const TemporaryFolder folder;
    static_cast<void>(folder.write("申报.csv", kHeader + row("甲") + row("乙") + row("甲") + row("丁")));
    static_cast<void>(folder.write(
        "付款.csv",
        kPayments + "1,甲,2024-01-01\nx,乙,2024-01-02\n3,丙,2024-01-03\n4,丁\ny,戊,2024-01-01\n,,\n"));
    const ReadResult read = read_all(folder.path(), sample_schema(true));
    CHECK(read.rows.empty());
    // 乙 and 丁 have a row at fault, 甲 stands twice: which row counts cannot be told.
    CHECK(read.places() == "D019@2:1 D021@3:1 D019@4:1 D021@5:1");
    CHECK(read.rejected[1].faults[0].message.en.find("line 3") != std::string::npos);
    CHECK(child_faults(read) == "D103@3 D020@4 D010@5 D103@6 D020@6");
}

TEST_CASE("blanks around a number do not part an application from its lists") {
    const TemporaryFolder folder;
    static_cast<void>(folder.write("申报.csv", kHeader + row(" 甲　") + row("\u00a0乙")));
    static_cast<void>(folder.write("付款.csv", kPayments + "1,甲,2024-01-01\n2,\" 乙\t\",2024-01-02\n"));
    const ReadResult read = read_all(folder.path(), sample_schema(true));
    CHECK(read.rows == std::vector<std::string>{"2:  甲　|小型|否|2024-02-29|1元|[2024-01-01,1元]",
                                                "3: \u00a0乙|小型|否|2024-02-29|1元|[2024-01-02,2元]"});
    CHECK(child_faults(read).empty());
}

TEST_CASE("a number that stands twice is found although its lists were not asked") {
    const TemporaryFolder folder;
    static_cast<void>(folder.write("申报.csv", kHeader + row("甲") + row("乙") + row("甲 ")));
    ReadOptions options;
    options.unknown_columns = {"付款"};
    CHECK(read_all(folder.path(), sample_schema(true), options).places() == "D019@2:1 D019@4:1");
}

TEST_CASE("a row of a list without a number is set aside, whether or not the rest of it is sound") {
    const TemporaryFolder folder;
    static_cast<void>(folder.write("申报.csv", kHeader + row("甲")));
    static_cast<void>(folder.write("付款.csv", kPayments + "1,甲,2024-01-01\n1,,2024-01-01\nx, ,2024-01-01\n"));
    const ReadResult read = read_all(folder.path(), sample_schema(true));
    CHECK(read.rows.size() == 1);
    CHECK(child_faults(read) == "D018@3 D103@4 D018@4");
}

TEST_CASE("a broken row that does not say whose it is stops the whole folder") {
    const TemporaryFolder folder;
    static_cast<void>(folder.write("申报.csv", kHeader + row("甲")));
    static_cast<void>(folder.write("付款.csv", kPayments + "1,甲,2024-01-01\n2024-01-02,3\n"));
    const ReadResult read = read_all(folder.path(), sample_schema(true));
    CHECK_FALSE(read.opened);
    CHECK(read.codes() == "D010 D027");
}

TEST_CASE("of many rows of a list that are set aside the first are kept, and all can be had") {
    const TemporaryFolder folder;
    static_cast<void>(folder.write("申报.csv", kHeader + row("甲")));
    std::string payments = kPayments + "1,甲,2024-01-01\n";
    for (int i = 0; i < 4000; ++i) {
        payments += i % 3 == 0 ? "x,戊,2024-01-01\n" : i % 3 == 1 ? "1,丙,2024-01-01\n" : "1,甲,2024-01-01\n";
    }
    static_cast<void>(folder.write("付款.csv", payments));
    ReadOptions options;
    for (const std::size_t bytes : {700U, 1U << 18U}) {
        options.block_bytes = bytes;
        const Schema schema = sample_schema(true);
        const OpenedInput opened = open_input(folder.path(), schema, options);
        REQUIRE(opened.input != nullptr);
        const TableRejects& table = opened.input->table_rejects()[0];
        CHECK(table.rows.size() == TableRejects::kMostKept);
        CHECK(table.count == 2667);
        CHECK(table.faults == 1334 * 2 + 1333);
        CHECK(opened.input->table_counts()[0].rows == 4001);
        CHECK(opened.input->table_counts()[0].rejected == 2667);
        CHECK(opened.input->table_counts()[0].joined == 1334);
        CHECK(opened.input->table_counts()[0].name == "付款.csv");
        std::vector<RejectedRow> all;
        CHECK(opened.input->each_table_reject(0, [&](std::span<const RejectedRow> rows) {
            all.insert(all.end(), rows.begin(), rows.end());
            return true;
        }));
        REQUIRE(all.size() == 2667);
        std::uint64_t faults = 0;
        for (std::size_t at = 0; at < all.size(); ++at) {
            CHECK((at == 0 || all[at - 1].line < all[at].line));
            faults += all[at].faults.size();
            if (at < table.rows.size()) {
                CHECK(all[at].line == table.rows[at].line);
                CHECK(all[at].raw == table.rows[at].raw);
                CHECK(all[at].faults.size() == table.rows[at].faults.size());
            }
        }
        CHECK(faults == table.faults);
        CHECK_FALSE(opened.input->each_table_reject(0, [](std::span<const RejectedRow>) { return false; }));
    }
}

TEST_CASE("of many rows that do not say whose they are the first are told, and the others are counted") {
    const TemporaryFolder folder;
    static_cast<void>(folder.write("申报.csv", kHeader + row("甲")));
    std::string payments = kPayments;
    for (int i = 0; i < 500; ++i) {
        payments += "1\n";
    }
    static_cast<void>(folder.write("付款.csv", payments));
    const ReadResult read = read_all(folder.path(), sample_schema(true));
    CHECK_FALSE(read.opened);
    REQUIRE(read.faults.size() == 41);
    CHECK(read.faults[1].line == 2);
    CHECK(read.faults[39].line == 21);
    CHECK(read.faults[40].code == "D027");
    CHECK(read.faults[40].message.en == "480 more rows are at fault and do not say whose they are");
}

TEST_CASE("the tables of a folder must be there, and must share the application's number") {
    struct Row {
        std::vector<std::pair<std::string, std::string>> files;
        std::string_view codes;
    };
    const std::vector<Row> rows{
        {{}, "D023 D022"},
        {{{"a.csv", kHeader}}, "D022"},
        {{{"a.csv", kHeader}, {"b.csv", kHeader}, {"付款.csv", kPayments}}, "D023 D025"},
        {{{"申报.csv", kHeader}, {"applications.csv", kHeader}, {"付款.csv", kPayments}}, "D023"},
        {{{"申报.csv", kHeader}, {"付款.csv", "付款额,付款日\n"}}, "D026"},
        {{{"申报.csv", kHeader}, {"付款.csv", "付款额,申请编号\n"}}, "D001"},
        {{{"申报.csv", "申请编号\n"}, {"付款.csv", kPayments}}, "D001 D001 D001 D001"},
    };
    for (const Row& expected : rows) {
        const TemporaryFolder folder;
        for (const auto& [name, text] : expected.files) {
            static_cast<void>(folder.write(name, text));
        }
        const ReadResult read = read_all(folder.path(), sample_schema(true));
        CHECK_FALSE(read.opened);
        CHECK(read.codes() == expected.codes);
    }
}

TEST_CASE("a list that was not asked needs no table; the key may be named; plain values have one column") {
    const TemporaryFolder folder;
    const Schema schema{.fields = {money_field("a"), list_field("费用", {money_field("")}),
                                   list_field("付款", {text_field("x")})}};
    static_cast<void>(folder.write("main.csv", "a,编号\n1,k1\n2,k2\n"));
    static_cast<void>(folder.write("费用.csv", "编号,费用\nk2,5\nk2,6\n"));
    ReadOptions options;
    options.key = "编号";
    options.unknown_columns = {"付款"};
    const ReadResult read = read_all(folder.path(), schema, options);
    CHECK(read.rows == std::vector<std::string>{"2: 1元|[]|未知", "3: 2元|[5元;6元]|未知"});
}

TEST_CASE("a list longer than one may be sets its application aside") {
    const TemporaryFolder folder;
    static_cast<void>(folder.write("申报.csv", kHeader + row("甲") + row("乙")));
    static_cast<void>(
        folder.write("付款.csv", kPayments + "1,甲,2024-01-01\n1,甲,2024-01-02\n1,乙,2024-01-01\n"));
    ReadOptions options;
    options.limits.list_elements = 1;
    const ReadResult read = read_all(folder.path(), sample_schema(true), options);
    CHECK(read.places() == "D037@2:1");
    CHECK(read.rows.size() == 1);
}

TEST_CASE("a list within a list needs JSON Lines") {
    const TemporaryFolder folder;
    const Schema schema{.fields = {list_field("付款", {list_field("凭证", {text_field("")})})}};
    static_cast<void>(folder.write("申报.csv", "id\n1\n"));
    static_cast<void>(folder.write("付款.csv", "id\n1\n"));
    CHECK(read_all(folder.path(), schema).codes() == "D028");
}

TEST_CASE("a list of the applicant is joined by the applicant, and rows of others are left out") {
    Schema schema = sample_schema(true);
    for (FieldSchema& field : schema.fields) {
        field.of_applicant = field.kind == ColumnKind::list;
    }
    const std::string header = "申请编号,申请人,企业规模,关联交易,合同签订日,合同金额\n";
    const auto named = [](const char* number, const char* applicant) {
        return std::string(number) + "," + applicant + ",小型,否,2024-02-29,1\n";
    };
    const TemporaryFolder folder;
    static_cast<void>(folder.write(
        "申报.csv", header + named("甲", "A") + named("乙", "B") + named("丙", "A") + named("丁", "C") + named("戊", "")));
    static_cast<void>(folder.write(
        "付款.csv", "付款额,申请人,付款日\n1,A,2024-01-01\n2,X,2024-01-02\n3,A,2024-01-03\nx,X,2024-01-03\nx,C,2024-01-03\n"));
    ReadOptions options;
    options.used_elsewhere = {"申请人"};
    const ReadResult read = read_all(folder.path(), schema, options);
    CHECK(read.rows == std::vector<std::string>{"2: 甲|小型|否|2024-02-29|1元|[2024-01-01,1元;2024-01-03,3元]",
                                                "3: 乙|小型|否|2024-02-29|1元|[]",
                                                "4: 丙|小型|否|2024-02-29|1元|[2024-01-01,1元;2024-01-03,3元]",
                                                "6: 戊|小型|否|2024-02-29|1元|未知"});
    CHECK(child_faults(read) == "D103@6");   // a fault in the row of C, who hands in 丁
}

TEST_CASE("a list of the applicant may be joined by the application as well") {
    Schema schema = sample_schema(true);
    for (FieldSchema& field : schema.fields) {
        field.of_applicant = field.kind == ColumnKind::list;
    }
    const TemporaryFolder folder;
    static_cast<void>(folder.write("申报.csv", kHeader + row("甲") + row("乙")));
    static_cast<void>(folder.write("付款.csv", kPayments + "2,甲,2024-01-02\n"));
    const ReadResult read = read_all(folder.path(), schema, {});
    CHECK(read.rows == std::vector<std::string>{"2: 甲|小型|否|2024-02-29|1元|[2024-01-02,2元]",
                                                "3: 乙|小型|否|2024-02-29|1元|[]"});
}

}  // namespace
}  // namespace huiqi
