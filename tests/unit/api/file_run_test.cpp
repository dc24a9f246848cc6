#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "huiqi/engine.h"
#include "tests/support/project.h"

namespace huiqi {
namespace {

std::string text_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

/// Gives the lines of a file, sorted: what is expected stands in an order of its own.
std::vector<std::string> lines_of(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

/// A folder of its own for one test, gone afterwards.
class Folder {
public:
    Folder() : path_(std::filesystem::temp_directory_path() / "huiqi_file_run_test") {
        std::filesystem::remove_all(path_);
        std::filesystem::create_directory(path_);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] std::string operator/(const std::string& name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

const Engine& benchmark() {
    static const Engine engine =
        Engine::compile(Rules::load({(testing::source_dir() / "rules/benchmark").string()}));
    return engine;
}

FileTask sample_task(const Folder& folder) {
    FileTask task;
    task.input = (testing::source_dir() / "cases/sample/applications.csv").string();
    task.output = folder / "out.csv";
    task.columns =
        "id,transaction=transaction.award,grant=grant.award,interest=interest.award,premium=premium.award,"
        "equipment=equipment.award,total=totals.total,transaction_reason=transaction.reason,"
        "grant_reason=grant.reason,interest_reason=interest.reason,premium_reason=premium.reason,"
        "equipment_reason=equipment.reason";
    return task;
}

}  // namespace

TEST_CASE("a file is decided byte for byte alike on any number of threads, and bad rows are told of") {
    const Folder folder;
    FileTask task = sample_task(folder);
    const FileResult first = benchmark().decide_file(task);
    REQUIRE(first.done);
    CHECK(first.rows_read == first.rows_decided + first.rows_rejected);
    CHECK(first.rejected.size() == first.rows_rejected);
    CHECK(!first.rejected.empty());
    CHECK(!first.rejected.front().messages.empty());
    CHECK(!first.rejected.front().messages.front().answer.empty());
    // rows that wait for an answer are written too, but not expected
    const std::vector<std::string> written = lines_of(task.output);
    const std::vector<std::string> expected = lines_of(testing::source_dir() / "cases/sample/expected.csv");
    CHECK(std::includes(written.begin(), written.end(), expected.begin(), expected.end()));
    CHECK(written.size() == first.rows_decided + 1);

    const std::string bytes = text_of(task.output);
    task.output = folder / "out2.csv";
    task.threads = 3;
    task.lasting = false;
    REQUIRE(benchmark().decide_file(task).done);
    CHECK(text_of(task.output) == bytes);
}

TEST_CASE("a file task that cannot be done says why and leaves no output") {
    const Folder folder;
    struct Row {
        const char* what;
        void (*change)(FileTask&, const Folder&);
        const char* code;
    };
    const Row rows[] = {
        {"no such input", [](FileTask& task, const Folder& in) { task.input = in / "none.csv"; }, "D201"},
        {"no such result", [](FileTask& task, const Folder&) { task.columns = "id,x=transactions.award"; }, "E464"},
        {"unknown ending", [](FileTask& task, const Folder& in) { task.output = in / "out.xls"; }, "E465"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        FileTask task = sample_task(folder);
        row.change(task, folder);
        const FileResult result = benchmark().decide_file(task);
        CHECK(!result.done);
        REQUIRE(!result.messages.empty());
        CHECK(result.messages.back().code == row.code);
        CHECK(!std::filesystem::exists(task.output));
    }
}

TEST_CASE("a file in which a number stands twice is refused, and so is an output that is the input") {
    const Folder folder;
    FileTask task = sample_task(folder);
    const std::string sample = text_of(task.input);
    const std::size_t first_row = sample.find('\n') + 1;
    task.input = folder / "twice.csv";
    std::ofstream(task.input) << sample << sample.substr(first_row, sample.find('\n', first_row) + 1 - first_row);
    const FileResult result = benchmark().decide_file(task);
    CHECK(!result.done);
    CHECK(result.messages.back().code == "D019");
    CHECK(!std::filesystem::exists(task.output));
    task.key = "line";
    CHECK(benchmark().decide_file(task).done);

    task.output = task.input;
    task.replace = true;
    CHECK(benchmark().decide_file(task).messages.back().code == "D209");
    CHECK(text_of(task.input).size() > sample.size());
}

TEST_CASE("an output that exists is replaced only when asked") {
    const Folder folder;
    FileTask task = sample_task(folder);
    REQUIRE(benchmark().decide_file(task).done);
    const FileResult refused = benchmark().decide_file(task);
    CHECK(!refused.done);
    CHECK(refused.messages.back().code == "D205");
    task.replace = true;
    CHECK(benchmark().decide_file(task).done);
}

}  // namespace huiqi
