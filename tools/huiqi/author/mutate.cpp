#include <CLI/CLI.hpp>

#include <signal.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/numeric/decimal_text.h"
#include "tools/huiqi/author/case_text.h"
#include "tools/huiqi/author/coverage_report.h"
#include "tools/huiqi/author/mutation_run.h"
#include "tools/huiqi/author/tested_case.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/progress.h"
#include "tools/huiqi/rules.h"

namespace huiqi {
namespace {

using State = MutantResult::State;

struct MutateOptions {
    std::vector<std::string> paths;
    std::string least;
    unsigned threads = 0;
    bool verbose = false;
};

/// Set by Ctrl-C: what is done so far is told, and nothing is left behind.
std::atomic<bool> stopped = false;

void listen_for_signals() {
    struct sigaction action = {};
    action.sa_handler = [](int) { stopped = true; };
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        sigaction(signal, &action, nullptr);
    }
}

/// Runs one `huiqi mutate`.
class MutateCommand {
public:
    MutateCommand(const Program& program, const MutateOptions& options) : program_(program), options_(options) {}

    Exit run() {
        if (!read_least()) {
            return Exit::wrong_use;
        }
        rules_ = load_rules(options_.paths);
        if (rules_.diagnostics.has_errors()) {
            return rules_problem(program_, rules_);
        }
        if (!cases_pass()) {
            complain(program_, {"有用例不符，或者还没有确认，先改好它们", "some cases fail or are unconfirmed; mend them first"},
                     {"huiqi test 列出它们", "huiqi test lists them"});
            return Exit::answer_is_no;
        }
        std::set<SourceId> asked;
        for (const Incentive& incentive : rules_.rulebook.incentives) {
            if (!incentive.support) {
                asked.insert(incentive.declared.source);
            }
        }
        for (const Bundle& bundle : rules_.rulebook.bundles) {
            asked.insert(bundle.declared.source);
        }
        MutationRun run(rules_.rulebook, mutants_of(rules_.rulebook, asked));
        listen_for_signals();
        {
            Progress progress(program_);
            const unsigned threads = options_.threads != 0 ? options_.threads : std::max(1U, std::thread::hardware_concurrency());
            run.run(threads, stopped, [&](std::size_t done) { progress.show(done, run.mutants().size()); });
        }
        return report(run);
    }

private:
    bool read_least() {
        if (options_.least.empty()) {
            return true;
        }
        const auto number = parse_decimal(options_.least, {.digits = 20, .exponent = 0});
        if (!number.has_value() || number.value().value() < 0 || number.value().value() > 100) {
            complain(program_, {"“--min " + options_.least + "”不是 0 到 100 的百分数", "`--min " + options_.least + "` is no percentage of 0 to 100"},
                     {"例如 --min 95", "such as --min 95"});
            return false;
        }
        least_ = number.value().value();
        return true;
    }

    bool cases_pass() {
        Diagnostics faults;
        const auto pass = [](const std::vector<CaseResult>& results) {
            return std::all_of(results.begin(), results.end(), [](const CaseResult& one) { return one.passed(); });
        };
        bool all = true;
        for (const Incentive& incentive : rules_.rulebook.incentives) {
            all = all && (incentive.support || pass(run_cases(incentive, program_.language, faults)));
        }
        for (const Bundle& bundle : rules_.rulebook.bundles) {
            all = all && pass(run_cases(rules_.rulebook, bundle, program_.language, faults));
        }
        return all && !faults.has_errors();
    }

    /// Says what the mistake is, in the words of the rule.
    [[nodiscard]] std::string sentence(const Mutant& mutant) const {
        if (mutant.to.empty()) {
            return program_.say({mutant.part.zh + "：去掉“" + mutant.from + "”", mutant.part.en + ": `" + mutant.from + "` left out"});
        }
        return program_.say({mutant.part.zh + "：“" + mutant.from + "”写成“" + mutant.to + "”",
                             mutant.part.en + ": `" + mutant.from + "` written as `" + mutant.to + "`"});
    }

    [[nodiscard]] std::string decision(const Outcome& outcome, const Incentive& incentive) const {
        const bool chinese = program_.language == Language::zh;
        if (!outcome.eligible.known()) {
            return value_text(outcome.eligible, Type::boolean(), chinese);
        }
        return outcome.eligible.boolean() ? value_text(outcome.award, Type::number(incentive.currency), chinese)
                                          : program_.say({"不符合", "not eligible"});
    }

    /// Says what failed or stands out in an outcome, by its names.
    [[nodiscard]] std::string reasons(const Outcome& outcome) const {
        std::string text;
        const auto list = [&](const Bilingual& what, const std::vector<std::string>& names) {
            for (std::size_t at = 0; at < names.size(); ++at) {
                text += (at != 0 ? program_.say({"、", ", "}) : text.empty() ? program_.say(what) : program_.say({"，", ", "}) + program_.say(what)) + names[at];
            }
        };
        list({"不符合 ", "fails "}, outcome.failed);
        list({"异常 ", "anomaly "}, outcome.anomalies);
        list({"等 ", "waits for "}, outcome.missing);
        for (const Outcome::Failure& one : outcome.errors) {
            text += (text.empty() ? "" : program_.say({"，", ", "})) + one.code;
        }
        return text.empty() ? program_.say({"没有别的", "nothing else"}) : text;
    }

    /// Says what the rule and the mistake come to: with the reasons where the decisions are alike, so that the two are never the same words.
    [[nodiscard]] std::pair<std::string, std::string> results(const CaseDifference& witness, const Incentive& incentive) const {
        std::string before = decision(witness.before.outcome, incentive);
        std::string after = decision(witness.after, incentive);
        if (before == after) {
            const std::string one = reasons(witness.before.outcome);
            const std::string other = reasons(witness.after);
            const bool told = one != other;
            before += told ? program_.say({"（" + one + "）", " (" + one + ")"}) : std::string();
            after += told ? program_.say({"（" + other + "）", " (" + other + ")"})
                          : program_.say({"（不同的是分项、分担、分期这样的其他结果）", " (what differs is another result: a part, a share, an instalment)"});
        }
        return {std::move(before), std::move(after)};
    }

    /// Says an application that tells the mistake from the rule.
    [[nodiscard]] std::string witness_text(const Mutant& mutant, const CaseDifference& witness) const {
        const Incentive& incentive = *mutant.incentive;
        std::string given;
        for (std::size_t at = 0; at < incentive.inputs.size(); ++at) {
            const FieldSchema& field = incentive.inputs[at].field;
            const bool other = std::find(witness.before.changed.begin(), witness.before.changed.end(), field.name) != witness.before.changed.end();
            if (other) {
                given += (given.empty() ? "" : ", ") + field.name + ": " + given_text(witness.before.given[at], field, program_.language == Language::zh);
            }
        }
        const auto [before, after] = results(witness, incentive);
        return program_.say({"照用例“" + witness.before.like + "”" + (given.empty() ? "" : "，改成 " + given) + "：规则给出 " + before + "，写错的给出 " + after,
                             "like the case `" + witness.before.like + "`" + (given.empty() ? "" : ", with " + given) + ": the rule gives " + before +
                                 ", the mistake " + after});
    }

    [[nodiscard]] nlohmann::json as_json(const Mutant& mutant, const MutantResult& result) const {
        static const std::map<State, std::string> names{{State::waiting, "not_run"}, {State::refused, "refused"},
                                                        {State::equivalent, "equivalent"}, {State::killed, "killed"}, {State::survived, "survived"}};
        nlohmann::json made{{"kind", mutant_kind_name(mutant.kind)}, {"place", place_with_column(sources(), mutant.place)},
                            {"incentive", mutant.bundle != nullptr ? mutant.bundle->id : mutant.incentive->id}, {"from", mutant.from},
                            {"to", mutant.to},                       {"state", names.at(result.state)},
                            {"sentence", sentence(mutant)}};
        if (!result.by.empty()) {
            made["by"] = result.by;
        }
        if (result.why) {
            made["why"] = program_.say(*result.why);
        }
        if (result.witness) {
            made["witness"] = witness_text(mutant, *result.witness);
        }
        return made;
    }

    /// The score of each kind of mistake that was made.
    [[nodiscard]] nlohmann::json by_kind(const MutationRun& run) const {
        std::map<Mutant::Kind, std::map<State, std::size_t>> counts;
        for (std::size_t at = 0; at < run.mutants().size(); ++at) {
            ++counts[run.mutants()[at].kind][run.results()[at].state];
        }
        nlohmann::json kinds = nlohmann::json::array();
        for (const MutantKind& one : mutant_kinds()) {
            if (const auto found = counts.find(one.kind); found != counts.end()) {
                kinds.push_back({{"kind", one.name}, {"what", program_.say({std::string(one.zh), std::string(one.en)})},
                                 {"killed", found->second[State::killed]}, {"survived", found->second[State::survived]}});
            }
        }
        return kinds;
    }

    Exit report(const MutationRun& run) const {
        std::map<State, std::size_t> counts;
        nlohmann::json all = nlohmann::json::array();
        std::string text;
        for (std::size_t at = 0; at < run.mutants().size(); ++at) {
            const Mutant& mutant = run.mutants()[at];
            const MutantResult& result = run.results()[at];
            ++counts[result.state];
            if (program_.json) {
                all.push_back(as_json(mutant, result));
            } else if (result.state == State::survived || options_.verbose) {
                text += line(mutant, result);
            }
        }
        CoverageCount score;
        score.reached = counts[State::killed];
        score.total = counts[State::killed] + counts[State::survived];
        const bool enough = !least_ || score.at_least(*least_);
        text += totals(score, counts);
        if (program_.json) {
            const nlohmann::json made{{"killed", score.reached}, {"survived", counts[State::survived]}, {"percent", score.percent()},
                                      {"equivalent", counts[State::equivalent]}, {"refused", counts[State::refused]},
                                      {"not_run", counts[State::waiting]}, {"kinds", by_kind(run)}, {"mutants", std::move(all)}};
            if (!put(made.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n")) {
                return Exit::input_output;
            }
            talk(text);
        } else if (!put(text + "\n")) {
            return Exit::input_output;
        }
        return stopped ? Exit::stopped : enough ? Exit::done : Exit::answer_is_no;
    }

    [[nodiscard]] std::string line(const Mutant& mutant, const MutantResult& result) const {
        const std::string at = place_with_column(sources(), mutant.place) + ": ";
        switch (result.state) {
            case State::survived: {
                std::string text = at + program_.say({"没有用例发现：", "no case finds: "}) + sentence(mutant) + "\n";
                return text + "  " + (result.witness ? witness_text(mutant, *result.witness) : program_.say(missing(mutant))) + "\n";
            }
            case State::killed: return at + program_.say({"发现：", "found: "}) + sentence(mutant) + " · " + result.by + "\n";
            case State::equivalent:
                return at + program_.say({"等价：", "the same: "}) + sentence(mutant) + (result.why ? " · " + program_.say(*result.why) : std::string()) + "\n";
            case State::refused: return at + program_.say({"不能载入：", "does not load: "}) + sentence(mutant) + " · " + result.by + "\n";
            case State::waiting: return {};
        }
        return {};
    }

    /// Says what is missing where there is no application that tells a mistake from the rule.
    [[nodiscard]] static Bilingual missing(const Mutant& mutant) {
        if (mutant.bundle != nullptr) {
            return {"没有几件一起的用例（“各件”）到这里的边上", "no case of several applications (`applications`) comes to its edge"};
        }
        switch (mutant.kind) {
            case Mutant::Kind::band: return {"没有用例取边上的值（用例的“取”）", "no case chooses the value on the edge (`bind` of a case)"};
            case Mutant::Kind::region:
                return {"没有用例写明在哪里施行这个细则（用例的“地区”）", "no case says where this overlay holds, or does not (`region` of a case)"};
            default:
                return {"没有找到两者不同的申请（不等于没有：没有证明等价）",
                        "no application was found that tells them apart (which does not prove that they are the same)"};
        }
    }

    [[nodiscard]] std::string totals(const CoverageCount& score, std::map<State, std::size_t>& counts) const {
        const std::string equal = std::to_string(counts[State::equivalent]);
        const std::string refused = std::to_string(counts[State::refused]);
        std::string text = program_.say({"发现写错 " + score.text(program_) + "；另有 " + equal + " 个和规则等价，" + refused + " 个不能载入",
                                         "mistakes found: " + score.text(program_) + "; besides, " + equal + " the same as the rule, " + refused +
                                             " that do not load"});
        if (counts[State::waiting] != 0) {
            const std::string open = std::to_string(counts[State::waiting]);
            text += program_.say({"，" + open + " 个没有试（中途停止）", ", " + open + " not tried (stopped)"});
        }
        return text;
    }

    [[nodiscard]] const Sources& sources() const { return *rules_.rulebook.sources; }

    const Program& program_;
    const MutateOptions& options_;
    std::optional<Rational> least_;
    LoadedRules rules_;
};

}  // namespace

void add_mutate(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand("mutate", "put small mistakes into rules and see which their cases find / 试着写错规则，看用例能不能发现");
    auto options = std::make_shared<MutateOptions>();
    command->add_option("PATH", options->paths, "rule files, case files or folders / 规则文件、用例文件或文件夹")->required();
    command->add_option("--min", options->least, "with fewer found than so many percent the exit code is 1 / 发现的低于这个百分数时退出码为 1");
    command->add_option("--threads", options->threads, "1 to 256; by default as many as there are processors / 线程数")->check(CLI::Range(1, 256));
    command->add_flag("-v", options->verbose, "name the mistakes that are found, too / 也列出被发现的");
    command->footer("examples:\n  huiqi mutate rules/benchmark\n  huiqi --lang zh mutate my-rule.yaml my-cases.yaml --min 95");
    command->callback([options, &chosen] {
        chosen = [options](const Program& program) { return MutateCommand(program, *options).run(); };
    });
}

}  // namespace huiqi
