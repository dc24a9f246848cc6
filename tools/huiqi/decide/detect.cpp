#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "engine/anomaly/cost.h"
#include "engine/anomaly/unlinked.h"
#include "engine/api/data_folder.h"
#include "engine/api/findings_writer.h"
#include "engine/diagnostic/text.h"
#include "engine/io/file_names.h"
#include "engine/io/output_file.h"
#include "engine/io/part_file.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/decide/settlement_run.h"
#include "tools/huiqi/rules.h"

namespace huiqi {
namespace {

struct DetectCommand {
    std::string rules;
    std::string data;
    std::string output = "-";
    std::vector<std::string> only;
    std::string since;
    std::string explain;
    unsigned threads = 0;
    bool plan = false;
    bool force = false;
};

/// Looks at joined data with the detectors of a rulebook.
class Detect {
public:
    Detect(const Program& program, const DetectCommand& options) : program_(program), options_(options) {}

    Exit run() {
        for (const auto step : {&Detect::load, &Detect::keep_inputs, &Detect::read, &Detect::plan, &Detect::look}) {
            if (const Exit problem = (this->*step)(); problem != Exit::done) {
                return problem;
            }
        }
        return options_.plan ? Exit::done : write();
    }

private:
    static constexpr std::size_t kNamed = 10;   ///< of what was not evaluated, in a message

    /// Says what each check costs at most on these data.
    Exit plan() {
        if (!options_.plan) {
            return Exit::done;
        }
        const auto rows = [this](std::string_view table) {
            const auto found = folder_.data.tables.find(table);
            return found == folder_.data.tables.end() ? std::uint64_t{0} : static_cast<std::uint64_t>(found->second->rows);
        };
        const auto shown = [](std::uint64_t number) { return number == CheckCost::kMostWork ? std::string("≥ 10^18") : std::to_string(number); };
        std::string text;
        const std::vector<CheckCost> costs = detector_costs(detectors_, rows, rules_.diagnostics);
        if (rules_.diagnostics.has_errors()) {
            show_diagnostics(program_, rules_.diagnostics, *rules_.rulebook.sources);
            return Exit::rules_invalid;
        }
        for (const CheckCost& cost : costs) {
            text += cost.check->id + program_.say({"：至多 " + shown(cost.rows) + " 行，至多看 " + shown(cost.work) + " 次\n",
                                                   ": at most " + shown(cost.rows) + " rows, at most " + shown(cost.work) + " looked at\n"});
            for (const Bilingual& step : cost.steps) {
                text += "  " + program_.say(step) + "\n";
            }
        }
        tell_unlinked();
        return put(text) ? Exit::done : Exit::input_output;
    }

    [[nodiscard]] static std::string listed(const std::vector<std::string>& names, std::string_view between) {
        std::string out;
        for (const std::string& name : names) {
            out += (out.empty() ? "" : std::string(between)) + name;
        }
        return out;
    }

    /// Says which applications joins pass over, since what they name is not in the data.
    void tell_unlinked() const {
        for (const Unlinked& one : unlinked_applications(detectors_, folder_.data)) {
            const std::string count = std::to_string(one.count);
            const bool more = one.count > one.applications.size();
            talk(program_.say({"没有评估完整：" + count + " 件申请的 " + one.column + " 在 " + listed(one.tables, "、") + " 里查不到：" +
                                   listed(one.applications, "、") + (more ? "……" : ""),
                               "not evaluated in full: " + one.column + " of " + count + " applications stands nowhere in " +
                                   listed(one.tables, ", ") + ": " + listed(one.applications, ", ") + (more ? " ..." : "")}));
        }
    }

    Exit load() {
        rules_ = load_rules({options_.rules});
        if (!rules_.diagnostics.has_errors()) {
            detectors_ = load_detectors(rules_.rulebook, rules_.diagnostics);
        }
        if (rules_.diagnostics.has_errors()) {
            show_diagnostics(program_, rules_.diagnostics, *rules_.rulebook.sources);
            return Exit::rules_invalid;
        }
        if (detectors_.checks.empty()) {
            complain(program_, {"规则里没有检测器", "these rules have no detectors"},
                     {"例如 huiqi detect rules/detectors 数据文件夹", "for instance huiqi detect rules/detectors FOLDER"});
            return Exit::wrong_use;
        }
        for (const std::string& one : options_.only) {
            const bool known = std::any_of(detectors_.checks.begin(), detectors_.checks.end(),
                                           [&](const Check& check) { return check.id == one || check.family == one; });
            if (!known) {
                complain(program_, {"没有检测“" + one + "”，也没有这一族", "there is no check and no family `" + one + "`"},
                         {"不带 --only 运行一次，看输出里的名字", "run without --only and look at the names"});
                return Exit::wrong_use;
            }
        }
        if (!options_.since.empty()) {
            how_.since = read_day(program_, options_.since);
            if (!how_.since) {
                return Exit::wrong_use;
            }
        }
        if (!findings_format(options_.output)) {
            complain(program_, {"结果文件“" + options_.output + "”的扩展名不认识", "the ending of `" + options_.output + "` is not known"},
                     {"写成 .csv、.xlsx、.jsonl 或 .html", "use .csv, .xlsx, .jsonl or .html"});
            return Exit::wrong_use;
        }
        how_.only = options_.only;
        how_.threads = options_.threads != 0 ? options_.threads : std::max(1U, std::thread::hardware_concurrency());
        return Exit::done;
    }

    /// No output may take the place of what is read: the tables, wherever they lie, and the rules.
    Exit keep_inputs() {
        for (const DataTable& table : detectors_.tables) {
            keep_from_outputs((std::filesystem::path(options_.data) / table.file).string());
        }
        const Sources& sources = *rules_.rulebook.sources;
        for (std::size_t at = 0; at < sources.size(); ++at) {
            keep_from_outputs(sources[static_cast<SourceId>(at)].name());
        }
        if (!options_.plan && is_kept_from_outputs(options_.output)) {
            std::vector<DataFault> faults;
            static_cast<void>(OutputFile::open(options_.output, options_.force, faults));   // says so before the work, not after it
            show_faults(faults);
            return output_problem(faults);
        }
        return Exit::done;
    }

    void show_faults(const std::vector<DataFault>& faults) const {
        for (const DataFault& fault : faults) {
            talk(program_.json ? render_fault_json(fault, program_.language) : render_fault(fault, program_.language));
        }
    }

    Exit read() {
        folder_ = read_data_folder(detectors_, options_.data, how_.threads);
        show_faults(folder_.faults);
        const bool refused = std::any_of(folder_.faults.begin(), folder_.faults.end(),
                                         [](const DataFault& one) { return one.severity == Severity::error; });
        return refused ? input_problem(folder_.faults) : known_case();
    }

    /// The case of an application that is not there is a mistake, not a clean bill.
    [[nodiscard]] Exit known_case() const {
        if (options_.explain.empty() || !detectors_.subject) {
            return Exit::done;
        }
        const std::vector<std::string> numbers = application_numbers(detectors_, folder_.data);
        if (std::find(numbers.begin(), numbers.end(), options_.explain) != numbers.end()) {
            return Exit::done;
        }
        const auto near = nearest(options_.explain, std::vector<std::string_view>(numbers.begin(), numbers.end()));
        const std::string table = detectors_.subject->table;
        complain(program_, {"数据里没有申请“" + options_.explain + "”", "there is no application `" + options_.explain + "` in the data"},
                 near ? Bilingual{"是不是“" + std::string(*near) + "”？", "did you mean `" + std::string(*near) + "`?"}
                      : Bilingual{"编号在表“" + table + "”的“" + detectors_.subject->key + "”列", "the numbers stand in the column `" + detectors_.subject->key + "` of `" + table + "`"});
        return Exit::wrong_use;
    }

    Exit look() {
        if (options_.plan) {
            return Exit::done;
        }
        Detector detector(detectors_);
        detection_ = detector.run(folder_.data, how_, rules_.diagnostics);
        if (rules_.diagnostics.has_errors()) {
            show_diagnostics(program_, rules_.diagnostics, *rules_.rulebook.sources);
            return Exit::rules_invalid;
        }
        return Exit::done;
    }

    Exit write() {
        std::string text;
        if (options_.explain.empty()) {
            const FindingsFormat format = *findings_format(options_.output);
            const bool with_rows = format == FindingsFormat::html || format == FindingsFormat::xlsx;
            text = findings_text(detection_, format, program_.data_language,
                                 with_rows ? evidence_rows(detection_, detectors_, folder_.data) : std::vector<EvidenceRow>());
        } else if (options_.output.ends_with(".html")) {
            text = case_page(detection_, detectors_, folder_.data, options_.explain, program_.language);
        } else {
            text = case_text(detection_, detectors_, folder_.data, options_.explain, program_.language);
        }
        std::vector<DataFault> faults;
        const auto file = OutputFile::open(options_.output, options_.force, faults);
        show_faults(faults);
        if (file == nullptr) {
            return output_problem(faults);
        }
        if (!file->write(text) || !file->commit()) {
            if (const DataFault* failure = file->failure()) {
                show_faults({*failure});
            }
            return Exit::input_output;
        }
        summary();
        return Exit::done;
    }

    /// How many findings are of checks that look into a missing table: what would explain them may stand there.
    [[nodiscard]] std::string weight_of(const std::string& table) const {
        const auto missing = std::find_if(detection_.missing.begin(), detection_.missing.end(), [&](const MissingTable& one) { return one.table == table; });
        if (missing == detection_.missing.end()) {
            return {};
        }
        const auto theirs = std::count_if(detection_.findings.begin(), detection_.findings.end(), [&](const Finding& one) {
            return std::find(missing->checks.begin(), missing->checks.end(), one.check) != missing->checks.end();
        });
        return program_.say({"；查它的检测有 " + std::to_string(missing->checks.size()) + " 个，它们的发现有 " + std::to_string(theirs) + " 条，看的时候要想到这一点",
                             "; checks that look into it: " + std::to_string(missing->checks.size()) + ", findings of theirs: " + std::to_string(theirs) + ", to be read with that"});
    }

    void summary() const {
        const bool zh = program_.language == Language::zh;
        std::uint64_t rows = 0;
        std::uint64_t rejected = 0;
        for (const TableRead& table : folder_.tables) {
            rows += table.rows;
            rejected += table.rejected;
            if (table.repeated != 0) {
                talk(program_.say({"表“" + table.table + "”有 " + std::to_string(table.repeated) + " 行和别的行完全相同，只算一次（D052）",
                                   std::to_string(table.repeated) + " rows of the table `" + table.table + "` repeat another: each counts once (D052)"}));
            }
            if (table.missing) {
                talk((zh ? "没有评估：表“" + table.table + "”的文件不在" : "not evaluated: the file of the table `" + table.table + "` is missing") + weight_of(table.table));
            }
        }
        for (const NotEvaluated& one : detection_.skipped) {
            const std::vector<std::string> some(one.names.begin(), one.names.begin() + static_cast<std::ptrdiff_t>(std::min(one.names.size(), kNamed)));
            if (one.count != 0) {   // a missing table is told above
                talk((zh ? "没有评估：" : "not evaluated: ") + one.view + (zh ? "：" : ": ") + program_.say(one.what) + (zh ? "，" : ", ") +
                     std::to_string(one.count) + (some.empty() ? "" : (zh ? "：" : ": ") + listed(some, zh ? "、" : ", ")) +
                     (!some.empty() && one.count > some.size() ? (zh ? "……" : " ...") : ""));
            }
        }
        if (!detection_.unseen.empty()) {
            const std::string count = std::to_string(detection_.unseen.size());
            talk(program_.say({"结果里 " + count + " 行是没有评估的（kind = not_evaluated）", count + " rows of the result say what was not evaluated (kind = not_evaluated)"}));
        }
        tell_unlinked();
        std::size_t applications = 0;
        for (std::size_t at = 0; at < detection_.findings.size(); ++at) {
            applications += at == 0 || detection_.findings[at].application != detection_.findings[at - 1].application ? 1U : 0U;
        }
        talk(zh ? "读入 " + std::to_string(rows) + " 行，搁置 " + std::to_string(rejected) + " 行；" +
                      std::to_string(detectors_.checks.size()) + " 个检测，" + std::to_string(detection_.findings.size()) +
                      " 条发现，涉及 " + std::to_string(applications) + " 件申请"
                : std::to_string(rows) + " rows read, " + std::to_string(rejected) + " set aside; " +
                      std::to_string(detectors_.checks.size()) + " checks, " + std::to_string(detection_.findings.size()) +
                      " findings on " + std::to_string(applications) + " applications");
    }

    const Program& program_;
    const DetectCommand& options_;
    LoadedRules rules_;
    Detectors detectors_;
    DataFolder folder_;
    DetectOptions how_;
    Detection detection_;
};

}  // namespace

void add_detect(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand("detect", "look for gaming in joined data / 在关联数据里查异常");
    auto options = std::make_shared<DetectCommand>();
    command->add_option("RULES", options->rules, "detector files or a folder of them / 检测器")->required();
    command->add_option("DATA", options->data, "a folder of CSV tables / 数据文件夹")->required();
    command->add_option("-o,--output", options->output, "findings: .csv, .xlsx, .jsonl or .html; - is standard output / 发现清单");
    command->add_option("--only", options->only, "checks or families to use / 只用这些检测或族");
    command->add_option("--since", options->since, "applications from this day on / 只报这一天以后的申请");
    command->add_option("--explain", options->explain, "the case of one application, as text or as a page (-o x.html) / 一件申请的案页");
    command->add_option("--threads", options->threads, "1 to 256; by default as many as there are processors / 线程数")->check(CLI::Range(1, 256));
    command->add_flag("--plan", options->plan, "what each check costs at most on these data; nothing is looked at / 只说明代价的上限");
    command->add_flag("--force", options->force, "replace files that exist / 覆盖已有的文件");
    command->footer(
        "examples:\n"
        "  huiqi detect rules/detectors data -o findings.csv\n"
        "  huiqi detect rules/detectors data --explain A0009075375 -o case.html");
    command->callback([options, &chosen] {
        chosen = [options](const Program& program) {
            remove_parts_on_signal("\nhuiqi: stopped; nothing was written: repeat the command / 已停止；什么也没有写出：重复命令即可\n");
            return Detect(program, *options).run();
        };
    });
}

}  // namespace huiqi
