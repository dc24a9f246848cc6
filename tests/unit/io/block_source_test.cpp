#include "engine/io/block_source.h"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "engine/io/separator_scan.h"
#include "tests/unit/io/sample.h"

namespace huiqi {
namespace {

using testing::read_text;
using testing::ReadResult;
using testing::sample_schema;

/// A text that comes in pieces, as a pipe gives it.
class TextBytes final : public ByteSource {
public:
    TextBytes(std::string text, std::size_t piece) : text_(std::move(text)), piece_(piece) {}

    [[nodiscard]] std::size_t read(char* to, std::size_t room) override {
        const std::size_t count = std::min({room, piece_, text_.size() - given_});
        text_.copy(to, count, given_);
        given_ += count;
        return count;
    }
    [[nodiscard]] const DataFault* failure() const noexcept override { return nullptr; }
    [[nodiscard]] std::uint64_t consumed() const noexcept override { return given_; }

private:
    std::string text_;
    std::size_t piece_;
    std::size_t given_ = 0;
};

/// A block as it was given out.
struct Given {
    std::string text;
    std::uint64_t line = 0;
    bool oversized = false;
};

std::vector<Given> blocks_of(std::string_view text, RecordSyntax syntax, std::size_t block_bytes, const ReadLimits& limits) {
    BlockSource source(std::make_unique<TextBytes>(std::string(text), 100), syntax, block_bytes, limits);
    std::vector<Given> all;
    Block block;
    while (source.next(block)) {
        CHECK(block.number() == all.size());
        all.push_back({.text = std::string(block.text()), .line = block.first_line(), .oversized = block.oversized()});
    }
    return all;
}

std::string joined(const std::vector<Given>& blocks) {
    std::string text;
    for (const Given& one : blocks) {
        CHECK(one.line == 1 + count_byte(text, '\n'));
        text += one.text;
    }
    return text;
}

TEST_CASE("what a file is taken for does not depend on the size of blocks") {
    struct Row {
        std::string_view text;
        std::string_view rows;    ///< the first good row
        std::string_view codes;   ///< of opening
    };
    const std::vector<Row> rows{
        // A title with more commas than the headings have; only the lines below show what separates cells.
        {"表一，单位：元,,,,,,\n申请编号;企业规模;关联交易;合同签订日;合同金额\n甲;小型;否;2024-02-29;1\n"
         "乙;小型;否;2024-02-29;2\n",
         "3: 甲|小型|否|2024-02-29|1元", "D043"},
        // A title with a quote that is none of a cell, above the headings.
        {"表\"一\n申请编号,企业规模,关联交易,合同签订日,合同金额\n甲,小型,否,2024-02-29,1\n",
         "3: 甲|小型|否|2024-02-29|1元", "D043"},
        // Old systems end lines with a carriage return alone.
        {"题\r申请编号,企业规模,关联交易,合同签订日,合同金额\r甲,小型,否,2024-02-29,1\r",
         "3: 甲|小型|否|2024-02-29|1元", "D043"},
    };
    for (const Row& row : rows) {
        for (const std::size_t bytes : {1U, 37U, 64U, 1U << 18U}) {
            CAPTURE(row.text);
            CAPTURE(bytes);
            ReadOptions options;
            options.block_bytes = bytes;
            const ReadResult read = read_text(row.text, sample_schema(false), options);
            CHECK(read.codes() == row.codes);
            REQUIRE(!read.rows.empty());
            CHECK(read.rows[0] == row.rows);
            CHECK(read.rejected.empty());
        }
    }
}

TEST_CASE("the key of JSON lines is that of the first line that can be read, however small blocks are") {
    const testing::TemporaryFolder folder;
    const std::string path = folder.write("a.jsonl", "{\n\n{\"id\": \"x\", \"申请编号\": \"甲\"}\n");
    for (const std::size_t bytes : {1U, 1U << 18U}) {
        ReadOptions options;
        options.block_bytes = bytes;
        options.find_key = true;
        const OpenedInput opened = open_input(path, sample_schema(false), options);
        REQUIRE(opened.input != nullptr);
        CHECK(opened.input->key() == "申请编号");
    }
}

TEST_CASE("only the beginning is looked at for headings, and at the least its first row") {
    const std::string header = "申请编号,企业规模,关联交易,合同签订日,合同金额\n";
    const std::string row = "甲,小型,否,2024-02-29,1\n";
    ReadOptions options;
    options.limits.beginning_bytes = 40;
    for (const std::size_t bytes : {1U, 1000U}) {
        options.block_bytes = bytes;
        // Longer than the beginning, and the first.
        CHECK(read_text(header + row, sample_schema(false), options).rows.size() == 1);
        // Behind a title that fills it.
        CHECK(!read_text(std::string(39, 'x') + "\n" + header + row, sample_schema(false), options).opened);
        CHECK(read_text(std::string(500, '\n') + header + row, sample_schema(false), options).rows ==
              std::vector<std::string>{"502: 甲|小型|否|2024-02-29|1元"});
    }
}

TEST_CASE("blocks are numbered from 0 behind any blank lines, and nothing is no block") {
    const ReadLimits limits{.beginning_bytes = 100};
    CHECK(blocks_of(std::string(5000, '\n'), RecordSyntax::csv, 64, limits).empty());
    const std::vector<Given> blocks = blocks_of(std::string(5000, '\n') + "a,b\n1,2\n", RecordSyntax::csv, 64, limits);
    REQUIRE(blocks.size() == 1);
    CHECK(blocks[0].line == 5001);
}

TEST_CASE("lines behind a quote that nothing closes are given out in blocks of the usual size") {
    ReadLimits limits;
    limits.row_bytes = 50'000;
    std::string text = "h,i\n1,\"\n";
    for (int i = 0; i < 40'000; ++i) {
        text += "good,2\n";
    }
    for (const std::size_t bytes : {100U, 4096U}) {
        const std::vector<Given> blocks = blocks_of(text, RecordSyntax::csv, bytes, limits);
        CHECK(joined(blocks) == text);
        for (const Given& one : blocks) {
            CHECK(one.text.size() <= bytes);
            CHECK(!one.oversized);
        }
    }
    // At the end of the file the same, though no row is longer than it may be.
    limits.row_bytes = 1'000'000;
    for (const Given& one : blocks_of(text, RecordSyntax::csv, 4096, limits)) {
        CHECK(one.text.size() <= 4096);
    }
}

TEST_CASE("a block of very short rows is cut short, between records") {
    std::string text;
    for (int i = 0; i < 9'000; ++i) {
        text += i % 10 == 9 ? "\"\n\"\n" : "x\n";
    }
    for (const RecordSyntax syntax : {RecordSyntax::csv, RecordSyntax::lines}) {
        const std::vector<Given> blocks = blocks_of(text, syntax, 1U << 15U, {});
        CHECK(joined(blocks) == text);
        CHECK(blocks.size() == 5);
        for (const Given& one : blocks) {
            CHECK(count_byte(one.text, '\n') <= 2048);
            CHECK((syntax == RecordSyntax::lines || count_byte(one.text, '"') % 2 == 0));
        }
    }
}

TEST_CASE("a row longer than a row may be is given out with its front, and what follows it whole") {
    const ReadLimits limits{.row_bytes = 1000};
    for (const RecordSyntax syntax : {RecordSyntax::csv, RecordSyntax::lines}) {
        for (const std::size_t bytes : {1U, 64U, 1000U}) {
            const std::vector<Given> blocks = blocks_of("a\n" + std::string(5000, 'x') + "\nb\nc\n", syntax, bytes, limits);
            REQUIRE(blocks.size() >= 3);
            CHECK(blocks[0].text == "a\n");
            CHECK(blocks[1].oversized);
            CHECK(blocks[1].text == std::string(1002, 'x'));
            CHECK(blocks[2].line == 3);
            CHECK(blocks[2].text.starts_with("b\n"));
        }
    }
}

}  // namespace
}  // namespace huiqi
