#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "engine/io/json_token.h"
#include "tests/unit/io/sample.h"

namespace huiqi {
namespace {

using testing::date_field;
using testing::enum_field;
using testing::list_field;
using testing::money_field;
using testing::optional;
using testing::ReadResult;
using testing::record_field;
using testing::sample_schema;
using testing::text_field;

ReadResult read_json(std::string_view text, const Schema& schema, const ReadOptions& options = {}) {
    return testing::read_text(text, schema, options, "data.jsonl");
}

/// Codes with the path of each, of all rejected rows.
std::string faults_of(const ReadResult& read) {
    std::string text;
    for (const RejectedRow& row : read.rejected) {
        for (const DataFault& fault : row.faults) {
            text += (text.empty() ? "" : " ") + std::string(fault.code) + "@" + std::to_string(fault.line) +
                    (fault.column_name.empty() ? "" : ":" + fault.column_name);
        }
    }
    return text;
}

const std::string kGood =
    R"({"申请编号":"甲","企业规模":"小型","关联交易":false,"合同签订日":"2024-02-29","合同金额":"12.50","付款":[{"付款日":"2024-03-01","付款额":7},{"付款额":5.5,"付款日":"2024-04-01"}]})"
    "\n";

TEST_CASE("objects with nested lists are read, one a line") {
    const ReadResult read = read_json("\xEF\xBB\xBF" + kGood + "\n  \r\n" + kGood, sample_schema(true));
    CHECK(read.rows ==
          std::vector<std::string>{"1: 甲|小型|否|2024-02-29|12.50元|[2024-03-01,7元;2024-04-01,5.50元]",
                                   "4: 甲|小型|否|2024-02-29|12.50元|[2024-03-01,7元;2024-04-01,5.50元]"});
    CHECK(read.rows_read == 2);
}

TEST_CASE("a missing key is unknown, null is absent, and an empty list is a list") {
    const Schema schema{.fields = {optional(money_field("a")), optional(date_field("b")),
                                   list_field("c", {money_field("")}),
                                   optional(list_field("d", {money_field("")}))}};
    const ReadResult read = read_json(
        "{}\n{\"a\":null,\"b\":null,\"c\":[],\"d\":null}\n{\"c\":[1,\"2.5\"],\"a\":\"未答\"}\n", schema);
    CHECK(read.rows == std::vector<std::string>{"1: 未知|未知|未知|未知", "2: 无|无|[]|无",
                                                "3: 未知|未知|[1元;2.50元]|未知"});
}

TEST_CASE("numbers come from their digits and never through a double") {
    const Schema schema{.fields = {money_field("a", 9)}};
    const ReadResult read = read_json(
        "{\"a\":0.1}\n{\"a\":123456789.123456789}\n{\"a\":1.5e3}\n{\"a\":15E-1}\n{\"a\":\"0.3\"}\n{\"a\":1e-"
        "10}\n{\"a\":1e400}\n",
        schema);
    CHECK(read.rows == std::vector<std::string>{"1: 0.10元", "2: 123456789.123456789元", "3: 1500元",
                                                "4: 1.50元", "5: 0.30元"});
    CHECK(faults_of(read) == "D107@6:a D103@7:a");
}

TEST_CASE("a line at fault is set aside alone, with all that is wrong") {
    struct Row {
        std::string line;
        std::string_view faults;
    };
    const std::vector<Row> rows{
        {R"({"企业规模":"巨型","合同签订日":"2024-02-30","合同金额":1.005})",
         "D106@2:企业规模 D104@2:合同签订日 D107@2:合同金额"},
        {R"({"付款":[{"付款日":"2024-03-01","付款额":7},{"付款额":"x"}]})", "D103@2:付款[2].付款额"},
        {R"({"合同金额":1,"合同金额":2})", "D031@2:合同金额"},
        {R"({"合同金额":null})", "D033@2:合同金额"},
        {R"({"合同金额":[1]})", "D032@2:合同金额"},
        {R"({"合同金额":true})", "D103@2:合同金额"},
        {R"({"申请编号":12})", "D032@2:申请编号"},
        {R"({"付款":{"付款额":1}})", "D032@2:付款"},
        {R"({"付款":"无"})", "D032@2:付款"},
        {R"({"付款":[1]})", "D032@2:付款[1]"},
        {R"({"付款":[null]})", "D032@2:付款[1]"},
        {R"([1])", "D036@2"},
        {R"(12)", "D036@2"},
        {R"({"合同金额":1)", "D030@2"},
        {R"({"合同金额":1}})", "D030@2"},
        {R"({"合同金额":1} x)", "D030@2"},
        {R"({"合同金额":01})", "D030@2:合同金额"},
        {R"({"合同金额":tru})", "D030@2:合同金额"},
        {R"({"别的":[1,{"a":nul}]})", "D030@2:别的"},
        {"{\"申请编号\":\"\xFF\"}", "D015@2"},
        {R"({"申请编号":"a\u0000b"})", "D014@2:申请编号"},
        {std::string("{\"a\":1\0}", 8), "D014@2"},
        {R"({"申请编号":"甲)", "D030@2"},
        {R"(nonsense)", "D036@2"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.line);
        const ReadResult read = read_json(kGood + row.line + "\n" + kGood, sample_schema(true));
        CHECK(faults_of(read) == row.faults);
        CHECK(read.rows_read == 3);
        REQUIRE(read.rows.size() == 2);
        CHECK(read.rows[1] == "3" + read.rows[0].substr(1));
        REQUIRE(read.rejected.size() == 1);
        CHECK(read.rejected[0].raw == row.line);
    }
}

TEST_CASE("keys that no rule uses are counted, and keys asked for go along as text") {
    ReadOptions options;
    options.pass_through = {"id", "合同金额", "付款", "别的"};
    options.key = "id";
    const ReadResult read =
        read_json(R"({"id":"a\"b","x":1,"合同金额":12.50,"付款":[ {"付款额":1} ],"别的":{"k": [1, 2]}})"
                  "\n"
                  R"({"id":7,"x":{},"y":[],"别的":null})"
                  "\n"
                  R"({"id":"","合同金额":1})"
                  "\n"
                  R"({"合同金额":1})"
                  "\n"
                  R"({"id":1,"id":2})"
                  "\n",
                  sample_schema(true), options);
    CHECK(read.pass_through ==
          std::vector<std::string>{R"(a"b|12.50|[ {"付款额":1} ]|{"k": [1, 2]})", "7|||"});
    CHECK(read.rows[0] == "1: 未知|未知|未知|未知|12.50元|[未知,1元]");
    CHECK(faults_of(read) == "D018@3:id D018@4:id D031@5:id");
    CHECK(read.ignored_keys.at("x") == 2);
    CHECK(read.ignored_keys.at("y") == 1);
    CHECK(read.ignored_keys.size() == 2);
    CHECK(ignored_key_notes("f", read.ignored_keys)[0].message.en == "no rule uses these keys: x (2), y (1)");
}

TEST_CASE("of very many keys that no rule uses those first by the alphabet are told, with all their rows") {
    std::string line = "{";
    for (int i = 0; i < 300; ++i) {
        line += fmt::format("{}\"k{:03}\":1", i == 0 ? "" : ",", 299 - i);
    }
    line += "}\n";
    const ReadResult read = read_json(line + line, sample_schema(false));
    CHECK(read.ignored_keys.size() == 100);
    CHECK(read.ignored_keys.begin()->first == "k000");
    CHECK(read.ignored_keys.rbegin()->first == "k099");
    CHECK(std::all_of(read.ignored_keys.begin(), read.ignored_keys.end(), [](const auto& one) { return one.second == 2; }));
}

TEST_CASE("keys differ in width and case as headings do") {
    const Schema schema{.fields = {money_field("Amount"), record_field("r", {text_field("Name")})}};
    const ReadResult read = read_json("{\"ＡMOUNT\":1,\"R\":{\"name\":\"n\"}}\n", schema);
    CHECK(read.rows == std::vector<std::string>{"1: 1元|{n}"});
}

TEST_CASE("depth, list length and line length are bounded") {
    ReadOptions options;
    options.limits.list_elements = 3;
    options.limits.row_bytes = 1000;
    const Schema schema = sample_schema(true);
    CHECK(faults_of(read_json("{\"付款\":[{},{},{},{}]}\n" + kGood, schema, options)) == "D037@1:付款");
    CHECK(faults_of(read_json("{\"x\":" + std::string(100, '[') + std::string(100, ']') + "}\n", schema,
                              options)) == "D034@1:x");
    CHECK(faults_of(read_json("{\"x\":" + std::string(500, '[') + "\n", schema, options)) == "D030@1");
    const ReadResult both =
        read_json("{\"合同金额\":\"x\"}\n{\"x\":\"" + std::string(9000, 'x') + "\"}\n", schema, options);
    CHECK(faults_of(both) == "D103@1:合同金额 D017@2");
    const ReadResult read =
        read_json(kGood + "{\"x\":\"" + std::string(9000, 'x') + "\"}\n" + kGood, schema, options);
    CHECK(faults_of(read) == "D017@2");
    CHECK(read.rows.size() == 2);
    CHECK(read.rows_read == 3);
}

TEST_CASE("what comes out does not depend on where blocks of lines are cut") {
    std::string text;
    for (int i = 0; i < 50; ++i) {
        text += kGood;
        text += i % 3 == 0 ? "{\"合同金额\":\"x\"}\r\n" : "";
        text += i % 5 == 0 ? "\n{\"付款\":[{}\n" : "";
    }
    const ReadResult whole = read_json(text, sample_schema(true));
    for (const std::size_t bytes : {1U, 50U, 333U, 4096U}) {
        ReadOptions options;
        options.block_bytes = bytes;
        const ReadResult cut = read_json(text, sample_schema(true), options);
        CHECK(cut.rows == whole.rows);
        CHECK(faults_of(cut) == faults_of(whole));
    }
}

TEST_CASE("a number is one by the grammar of JSON") {
    for (const std::string_view text : {"0", "-0", "10", "1.5", "1e5", "1E+5", "-1.25e-3"}) {
        CHECK(is_json_number(text));
    }
    for (const std::string_view text :
         {"", "-", "01", "+1", ".5", "1.", "1e", "1e+", "0x1", "1 ", "NaN", "1_0"}) {
        CHECK_FALSE(is_json_number(text));
    }
}

}  // namespace
}  // namespace huiqi
