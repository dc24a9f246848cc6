/// The exact messages of bad data: tests/golden/data holds a file with good rows beside bad ones, and what is
/// said about it in both languages. The samples of docs/messages are read as well.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "engine/diagnostic/message_page.h"
#include "engine/io/key_register.h"
#include "engine/io/rejects_writer.h"
#include "engine/io/select.h"
#include "tests/support/project.h"
#include "tests/unit/io/sample.h"
#include "tests/unit/io/workbook.h"

namespace huiqi {
namespace {

namespace fs = std::filesystem;

using testing::file_text;
using testing::TemporaryFolder;

/// Everything that reading a file says, in order.
struct Told {
    std::vector<DataFault> faults;
    std::uint64_t rows = 0;
    std::uint64_t decided = 0;
    std::uint64_t set_aside = 0;
};

void take(Told& told, const std::vector<RejectedRow>& rows) {
    for (const RejectedRow& row : rows) {
        told.faults.insert(told.faults.end(), row.faults.begin(), row.faults.end());
    }
}

Told told_of(const std::string& path, const Schema& schema, const ReadOptions& options) {
    Told told;
    OpenedInput opened = open_input(path, schema, options);
    told.faults = opened.faults;
    if (opened.input == nullptr) {
        return told;
    }
    for (const TableRejects& table : opened.input->table_rejects()) {
        take(told, table.rows);
    }
    KeyRegister numbers;
    const auto parser = opened.input->parser();
    ParsedBlock parsed(schema);
    BlockNumbers block_numbers;
    while (opened.input->next(parsed.block)) {
        parser->parse(parsed);
        block_numbers.take(parsed);
        numbers.add(block_numbers);
        take(told, parsed.rejected);
        told.rows += parsed.rows_read;
        told.decided += parsed.batch.rows();
        told.set_aside += parsed.rejected.size();
        const auto notes = ignored_key_notes(path, parsed.ignored_keys);
        told.faults.insert(told.faults.end(), notes.begin(), notes.end());
    }
    const auto last = opened.input->notes();
    told.faults.insert(told.faults.end(), last.begin(), last.end());
    const auto repeats = numbers.repeated().faults(path, opened.input->key(), 20);
    told.faults.insert(told.faults.end(), repeats.begin(), repeats.end());
    return told;
}

std::string report(const Told& told, Language language) {
    std::string text;
    for (DataFault fault : told.faults) {
        fault.file = fs::path(fault.file).filename().string();
        text += render_fault(fault, language);
    }
    return text + fmt::format("{} = {} + {}\n", told.rows, told.decided, told.set_aside);
}

TEST_CASE("bad data are told in exactly these words, and the counts tie to the input") {
    const fs::path folder = testing::source_dir() / "tests/golden/data";
    std::size_t cases = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() != ".csv") {
            continue;
        }
        CAPTURE(entry.path().string());
        ++cases;
        const Told told = told_of(entry.path().string(), testing::sample_schema(false), {});
        CHECK(told.rows == told.decided + told.set_aside);
        const std::string stem = (folder / entry.path().stem()).string();
        CHECK(report(told, Language::zh) == file_text(stem + ".zh.txt"));
        CHECK(report(told, Language::en) == file_text(stem + ".en.txt"));
    }
    CHECK(cases >= 9);
}

TEST_CASE("a fault is told to machines as one JSON object") {
    DataFault fault;
    fault.code = "D104";
    fault.file = "a\"b.csv";
    fault.line = 3;
    fault.column_number = 4;
    fault.column_name = "合同签订日";
    fault.value = "2024\n";
    fault.message = {"不是日期", "no date"};
    fault.help = {"改", "mend"};
    CHECK(
        render_fault_json(fault, Language::zh) ==
        R"({"file":"a\"b.csv","line":3,"column":4,"column_name":"合同签订日","value":"2024\n","code":"D104","severity":"error","message":"不是日期","fix":"改"})");
    DataFault whole;
    whole.code = "D003";
    whole.severity = Severity::warning;
    whole.message = {"甲", "a"};
    CHECK(
        render_fault_json(whole, Language::en) ==
        R"({"file":null,"line":null,"column":null,"column_name":null,"value":null,"code":"D003","severity":"warning","message":"a","fix":null})");
}

/// Turns `\xNN` of a sample into the byte.
std::string bytes_of(std::string_view text) {
    std::string bytes;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text.substr(at).starts_with("\\x")) {
            bytes += static_cast<char>(std::stoi(std::string(text.substr(at + 2, 2)), nullptr, 16));
            at += 3;
        } else {
            bytes += text[at];
        }
    }
    return bytes;
}

/// Writes the files of a sample `-- name --` and gives what to open.
std::string write_tables(const TemporaryFolder& folder, std::string_view text) {
    while (!text.empty()) {
        const std::size_t name_end = text.find(" --\n");
        REQUIRE(text.starts_with("-- "));
        REQUIRE(name_end != std::string_view::npos);
        const std::string_view name = text.substr(3, name_end - 3);
        text.remove_prefix(name_end + 4);
        const std::size_t end =
            text.starts_with("-- ") ? 0 : std::min(text.find("\n-- "), text.size() - 1) + 1;
        static_cast<void>(folder.write(name, text.substr(0, end)));
        text.remove_prefix(end);
    }
    return folder.path();
}

/// The codes that a sample gives; nothing for one that cannot be run.
std::optional<std::vector<std::string>> codes_of(const MessageSample& sample) {
    const TemporaryFolder folder;
    std::vector<DataFault> faults;
    ReadOptions options;
    if (sample.text.starts_with("申请编号")) {
        options.key = "申请编号";
    }
    if (sample.kind == "csv") {
        faults =
            told_of(folder.write("申报.csv", sample.text), testing::sample_schema(false), options).faults;
    } else if (sample.kind == "bytes") {
        const std::string path = folder.write("申报.csv", bytes_of(sample.text));
        faults = told_of(path, testing::sample_schema(false), {}).faults;
    } else if (sample.kind == "jsonl") {
        faults = told_of(folder.write("申报.jsonl", sample.text), testing::sample_schema(true), {}).faults;
    } else if (sample.kind == "tables") {
        faults = told_of(write_tables(folder, sample.text), testing::sample_schema(true), {}).faults;
    } else if (sample.kind == "workbook") {
        const std::string path = folder.path("申报.xlsx");
        testing::write_workbook(path, sample.text);
        faults = told_of(path, testing::sample_schema(sample.text.find("-- 付款") != std::string::npos), {}).faults;
    } else if (sample.kind == "parts") {
        const std::string path = folder.path("申报.xlsx");
        auto parts = testing::workbook_parts("-- 申报 --\n申请编号\n");
        for (auto& [name, text] : parts) {
            text = name.ends_with("sheet1.xml") ? sample.text : text;
        }
        testing::write_zip(path, parts);
        faults = told_of(path, testing::sample_schema(false), {}).faults;
    } else if (sample.kind == "select") {
        static_cast<void>(
            parse_select(sample.text.substr(0, sample.text.find_last_not_of('\n') + 1), faults));
    } else {
        return std::nullopt;
    }
    std::vector<std::string> codes;
    for (const DataFault& fault : faults) {
        codes.emplace_back(fault.code);
    }
    return codes;
}

TEST_CASE("the samples on the pages of data codes give their code, and mended give none") {
    std::size_t run = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator(testing::source_dir() / "docs/messages")) {
        const std::string code = entry.path().stem().string();
        if (!code.starts_with("D0") && !code.starts_with("D2")) {
            continue;
        }
        CAPTURE(code);
        const std::string text = file_text(entry.path().string());
        const MessagePage page = parse_message_page(code, text);
        CHECK_FALSE(page.title.zh.empty());
        CHECK_FALSE(page.title.en.empty());
        CHECK_FALSE(page.body.zh.empty());
        CHECK_FALSE(page.body.en.empty());
        CHECK_FALSE(page.failing.empty());
        CHECK_FALSE(page.mended.empty());
        if (const auto codes = codes_of(page.failing)) {
            ++run;
            CHECK(std::find(codes->begin(), codes->end(), code) != codes->end());
        }
        if (const auto codes = codes_of(page.mended)) {
            CHECK(codes->empty());
        }
    }
    CHECK(run > 25);
}

}  // namespace
}  // namespace huiqi
