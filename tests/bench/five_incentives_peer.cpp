// The engine as one more program among those that are measured on the workload of five incentives:
//
//   five_incentives_peer --in applications.csv --out result.csv [--threads n] [--rules FOLDER]
//
// It goes through the public library and the rule files only. The last line on standard output is a JSON object:
// rows, eval_seconds (from typed columns in memory to results in memory, of the busiest thread), total_seconds
// (from opening the input to closing the output) and peak_rss_kb.

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>

#include "huiqi/huiqi.h"

namespace {

constexpr std::string_view kColumns =
    "id,transaction=transaction.award,grant=grant.award,interest=interest.award,premium=premium.award,"
    "equipment=equipment.award,total=totals.total,transaction_reason=transaction.reason,grant_reason=grant.reason,"
    "interest_reason=interest.reason,premium_reason=premium.reason,equipment_reason=equipment.reason";

struct Options {
    huiqi::FileTask task;
    std::string rules = HUIQI_SOURCE_DIR "/rules/benchmark";
};

[[nodiscard]] bool read_options(int count, char** words, Options& options) {
    options.task.columns = kColumns;
    options.task.replace = true;
    options.task.lasting = false;  // none of the programs waits for the disk
    for (int at = 1; at + 1 < count; at += 2) {
        const std::string_view name = words[at];
        const std::string value = words[at + 1];
        if (name == "--in") {
            options.task.input = value;
        } else if (name == "--out") {
            options.task.output = value;
        } else if (name == "--threads") {
            options.task.threads = std::strtoul(value.c_str(), nullptr, 10);
        } else if (name == "--rules") {
            options.rules = value;
        } else {
            return false;
        }
    }
    return count % 2 == 1 && !options.task.input.empty() && !options.task.output.empty();
}

void print(const std::vector<huiqi::Message>& messages) {
    for (const huiqi::Message& message : messages) {
        std::cerr << message.file << ':' << message.line << ": " << message.code << ": " << message.text_en << '\n';
    }
}

[[nodiscard]] long peak_rss_kb() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        if (word == "VmHWM:") {
            long size = 0;
            status >> size;
            return size;
        }
    }
    return 0;
}

}  // namespace

int main(int count, char** words) {
    Options options;
    if (!read_options(count, words, options)) {
        std::cerr << "usage: five_incentives_peer --in IN.csv --out OUT.csv [--threads N] [--rules FOLDER]\n";
        return 2;
    }
    const huiqi::Rules rules = huiqi::Rules::load({options.rules});
    const huiqi::Engine engine = huiqi::Engine::compile(rules);
    if (!engine.ready()) {
        print(engine.messages());
        return 1;
    }
    const auto start = std::chrono::steady_clock::now();
    const huiqi::FileResult result = engine.decide_file(options.task);
    const std::chrono::duration<double> total = std::chrono::steady_clock::now() - start;
    print(result.messages);
    for (const huiqi::RejectedApplication& row : result.rejected) {
        print(row.messages);
    }
    if (!result.done || result.rows_rejected != 0) {
        return 1;
    }
    std::cout << "{\"rows\":" << result.rows_read << ",\"eval_seconds\":" << static_cast<double>(result.decide_ns) / 1e9
              << ",\"total_seconds\":" << total.count() << ",\"peak_rss_kb\":" << peak_rss_kb()
              << ",\"read_seconds\":" << static_cast<double>(result.read_ns) / 1e9
              << ",\"write_seconds\":" << static_cast<double>(result.write_ns) / 1e9
              << ",\"threads\":" << options.task.threads << ",\"version\":\"" << huiqi::version() << "\"}\n";
    return 0;
}
