#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/diagnostic/parsed_json.h"
#include "tools/huiqi/author/bench_run.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/text_file.h"

namespace huiqi {
namespace {

using json = nlohmann::ordered_json;

struct BenchOptions {
    std::string rules;
    RuleChoice choice;
    BenchPlan plan;
    unsigned milliseconds = 20;
    std::string save, compare;
    bool replace = false;
};

/// A time of a saved run.
struct SavedTime {
    double median = 0, low = 0, high = 0;
    std::size_t nodes = 0;
};

/// What a saved run holds.
struct SavedRun {
    std::string machine, version;
    std::map<std::pair<std::string, std::string>, SavedTime> times;
};

/// Gives the name of the processor, as the system has it.
[[nodiscard]] std::string machine() {
    std::ifstream in("/proc/cpuinfo");
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("model name")) {
            const std::size_t colon = line.find(": ");
            return colon == line.npos ? line : line.substr(colon + 2);
        }
    }
    return "?";
}

/// Runs one `huiqi bench`.
class BenchCommand {
public:
    BenchCommand(const Program& program, const BenchOptions& options) : program_(program), options_(options) {}

    Exit run() {
        if (!options_.compare.empty() && !read_saved()) {
            return saved_exit_;
        }
        LoadedRules rules = load_rules({options_.rules});
        if (rules.diagnostics.has_errors()) {
            return rules_problem(program_, rules);
        }
        const auto selected = select_rules(program_, rules.rulebook, options_.choice);
        if (!selected) {
            return Exit::wrong_use;
        }
        BenchPlan how = options_.plan;
        how.least_ns = std::uint64_t{options_.milliseconds} * 1'000'000;
        times_ = run_bench(*selected, how, rules.diagnostics);
        if (rules.diagnostics.has_errors()) {
            return rules_problem(program_, rules);
        }
        return report();
    }

private:
    bool read_saved() {
        const std::optional<std::string> kept = read_text_file(program_, options_.compare);
        if (!kept) {
            saved_exit_ = Exit::input_missing;
            return false;
        }
        const json read = parsed_json<json>(*kept);
        const bool sound = read.is_object() && read.contains("times") && read["times"].is_array();
        bool whole = sound;
        SavedRun saved;
        for (const json& one : sound ? read["times"] : json::array()) {
            whole = whole && one.is_object() && one.value("kind", json()).is_string() && one.value("name", json()).is_string();
            for (const char* key : {"row_ns", "low_ns", "high_ns", "nodes"}) {
                whole = whole && one.contains(key) && one[key].is_number();
            }
            if (!whole) {
                break;
            }
            saved.times[{one["kind"].get<std::string>(), one["name"].get<std::string>()}] = {
                .median = one["row_ns"].get<double>(), .low = one["low_ns"].get<double>(), .high = one["high_ns"].get<double>(), .nodes = one["nodes"].get<std::size_t>()};
        }
        if (!whole) {
            complain(program_, {"“" + options_.compare + "”不是 bench --save 写的文件", "`" + options_.compare + "` is no file that bench --save wrote"});
            saved_exit_ = Exit::data_refused;
            return false;
        }
        const auto text = [&](const char* key) { return read.contains(key) && read[key].is_string() ? read[key].get<std::string>() : std::string("?"); };
        saved.machine = text("machine");
        saved.version = text("version");
        saved_ = std::move(saved);
        return true;
    }

    [[nodiscard]] const SavedTime* saved(const BenchTimes& one) const {
        if (!saved_) {
            return nullptr;
        }
        const auto found = saved_->times.find({bench_kind(one.of), one.name});
        return found == saved_->times.end() ? nullptr : &found->second;
    }

    /// Says how a time stands to the saved one; `noise` where the middle halves of both overlap.
    [[nodiscard]] static std::string verdict(const BenchTimes& now, const SavedTime& then) {
        const bool apart = now.lower_quartile() > then.high || now.upper_quartile() < then.low;
        return !apart ? "noise" : now.median() < then.median ? "faster" : "slower";
    }

    [[nodiscard]] json as_json() const {
        json all = json::array();
        for (const BenchTimes& one : times_) {
            json made{{"kind", bench_kind(one.of)},
                      {"name", one.name},
                      {"threads", one.threads},
                      {"nodes", one.nodes},
                      {"row_ns", one.median()},
                      {"low_ns", one.lower_quartile()},
                      {"high_ns", one.upper_quartile()},
                      {"least_ns", one.row_ns.empty() ? 0.0 : one.row_ns.front()},
                      {"rows_per_second", one.median() > 0 ? std::floor(1e9 / one.median()) : 0.0}};
            if (one.of != BenchTimes::Of::condition) {
                made["eligible"] = one.eligible;
            }
            if (const SavedTime* then = saved(one)) {
                made["saved_row_ns"] = then->median;
                made["verdict"] = verdict(one, *then);
            }
            all.push_back(std::move(made));
        }
        return {{"version", HUIQI_VERSION}, {"machine", machine()}, {"processors", std::thread::hardware_concurrency()}, {"repeats", options_.plan.repeats},
                {"rows", options_.plan.rows}, {"list", options_.plan.list_length}, {"times", std::move(all)}};
    }

    [[nodiscard]] std::string line(const BenchTimes& one) const {
        const double median = one.median();
        const double spread = median > 0 ? (one.upper_quartile() - one.lower_quartile()) / median * 100 : 0;
        const std::string name = one.of == BenchTimes::Of::all ? program_.say({"全部（" + std::to_string(one.threads) + " 线程）", "all (" + std::to_string(one.threads) + " threads)"})
                                 : one.of == BenchTimes::Of::condition ? "  " + one.name.substr(one.name.rfind(" · ") + std::string(" · ").size())
                                                                       : one.name;
        std::string text = fmt::format("{:>12.2f} ns  ±{:>4.1f} %  {:>12.0f} {}  ", median, spread / 2, median > 0 ? 1e9 / median : 0, program_.say({"行/秒", "rows/s"})) + name;
        if (one.of != BenchTimes::Of::condition) {
            text += fmt::format("  ({:.0f} % {})", one.eligible * 100, program_.say({"符合", "eligible"}));
        }
        if (const SavedTime* then = saved(one)) {
            const std::string found = verdict(one, *then);
            const std::string ratio = fmt::format("{:.2f}×", then->median > 0 ? median / then->median : 0);
            text += "  " + (found == "noise"    ? program_.say({"和存的一样（差别在波动之内，" + ratio + "）", "as saved (within the noise, " + ratio + ")"})
                            : found == "faster" ? program_.say({"更快 " + ratio, "faster " + ratio})
                                                : program_.say({"更慢 " + ratio, "slower " + ratio}));
            if (then->nodes != one.nodes) {
                text += program_.say({"，规则变了", ", the rules changed"});
            }
        }
        return text + "\n";
    }

    Exit report() const {
        const std::string saved_text = as_json().dump(1, ' ', false, json::error_handler_t::replace) + "\n";
        if (!options_.save.empty()) {
            if (const Exit wrong = write_text_file(program_, options_.save, options_.replace, saved_text); wrong != Exit::done) {
                return wrong;
            }
        }
        std::string text = program_.say({"每行所需时间（中位数，± 中间一半的半宽），只算核定，不算读写文件；申报是按声明的范围造的\n",
                                         "time for one row (median, ± half the width of the middle half), deciding alone without reading or writing files; the applications are made up within the declared ranges\n"});
        for (const BenchTimes& one : times_) {
            text += line(one);
        }
        if (saved_ && saved_->machine != machine()) {
            text += program_.say({"存的那次在另一台机器上（" + saved_->machine + "），比不出快慢\n", "the saved run was made on another machine (" + saved_->machine + "): the two say nothing about one another\n"});
        }
        return put(program_.json ? saved_text : text) ? Exit::done : Exit::input_output;
    }

    const Program& program_;
    const BenchOptions& options_;
    std::optional<SavedRun> saved_;
    Exit saved_exit_ = Exit::done;
    std::vector<BenchTimes> times_;
};

}  // namespace

void add_bench(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand("bench", "time rules over applications that are made up / 用造出来的申报量规则的快慢");
    auto options = std::make_shared<BenchOptions>();
    command->add_option("RULES", options->rules, "a rule file or a folder / 规则文件或文件夹")->required();
    options->choice.add_options(*command);
    command->add_option("--repeats", options->plan.repeats, "3 to 1000; 9 by default / 重复次数")->check(CLI::Range(3, 1000));
    command->add_option("--time", options->milliseconds, "milliseconds that one repeat takes at the least; 20 by default / 每次至少多少毫秒")->check(CLI::Range(1, 60'000));
    command->add_option("--threads", options->plan.threads, "of all rules together, 1 to 256; 1 by default / 全部规则一起时的线程数")->check(CLI::Range(1, 256));
    command->add_option("--rows", options->plan.rows, "applications made up, 1 to 1000000; 8192 by default / 造多少件申报")->check(CLI::Range(1, 1'000'000));
    command->add_option("--list", options->plan.list_length, "elements of every list, 0 to 1000; 5 by default / 每个列表几项")->check(CLI::Range(0, 1'000));
    command->add_option("--save", options->save, "write the times to a file / 把结果存到文件");
    command->add_option("--compare", options->compare, "hold them against a file of --save / 和存过的结果比较");
    command->add_flag("--force", options->replace, "replace the file / 覆盖文件");
    command->footer("examples:\n  huiqi bench rules/benchmark --save before.json\n  huiqi bench rules/benchmark --compare before.json");
    command->callback([options, &chosen] {
        chosen = [options](const Program& program) { return BenchCommand(program, *options).run(); };
    });
}

}  // namespace huiqi
