#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "engine/diagnostic/mapped_text.h"
#include "engine/diagnostic/parsed_json.h"
#include "engine/evaluate/evaluator.h"
#include "engine/language/parser.h"
#include "engine/plan/compile.h"
#include "tools/huiqi/author/feel_case.h"
#include "tools/huiqi/author/feel_values.h"
#include "tools/huiqi/commands.h"

namespace huiqi {
namespace {

using nlohmann::json;

[[nodiscard]] std::string first_error(const Diagnostics& diagnostics, Language language) {
    for (const Diagnostic& one : diagnostics.all()) {
        if (one.severity == Severity::error) {
            return std::string(one.code) + " " + one.message.in(language);
        }
    }
    return "";
}

/// Evaluates the last definition of a case through the one evaluator.
[[nodiscard]] json evaluated(FeelCase& made, Language language) {
    Diagnostics& diagnostics = made.diagnostics();
    if (diagnostics.has_errors()) {
        return {{"result", nullptr}, {"error", first_error(diagnostics, language)}};
    }
    const auto plan = std::make_shared<const Plan>(compile(made.incentive(), CompileOptions(), diagnostics));
    if (diagnostics.has_errors()) {
        return {{"result", nullptr}, {"error", first_error(diagnostics, language)}};
    }
    Batch batch(plan->schema);
    append_row(batch, plan->schema, made.row(*plan));
    Evaluator evaluator(plan);
    evaluator.run(batch, 0, 1);
    const PlanValue& last = plan->incentives.front().definitions.back();
    const Value value = evaluator.read(last, 0);
    json out{{"result", feel_json(value, last.type)}};
    if (value.state() == State::error) {
        out["error"] = error_code(value.error());
    }
    return out;
}

[[nodiscard]] json answer(const json& request, Language language) {
    try {
        FeelCase made(request);
        return evaluated(made, language);
    } catch (const NotSupported& fault) {
        return {{"unsupported", fault.what}};
    } catch (const json::exception& fault) {
        return {{"error", std::string("the case is not of the protocol's form: ") + fault.what()}};
    }
}

/// Tells whether brackets stand in brackets deeper than any case needs: the JSON reader recurses.
[[nodiscard]] bool too_deep(std::string_view text) {
    constexpr std::size_t kMostDepth = 200;
    std::size_t depth = 0;
    for (const char byte : text) {
        depth += byte == '[' || byte == '{' ? 1U : 0U;
        depth -= (byte == ']' || byte == '}') && depth > 0 ? 1U : 0U;
        if (depth > kMostDepth) {
            return true;
        }
    }
    return false;
}

Exit feel(const Program& program, bool lines) {
    if (!lines) {
        complain(program, {"feel 只有 --jsonl 一种用法", "feel works with --jsonl only"},
                 {"每行一个用例：huiqi feel --jsonl < cases.jsonl",
                  "one case a line: huiqi feel --jsonl < cases.jsonl"});
        return Exit::wrong_use;
    }
    std::string line;
    while (std::getline(std::cin, line)) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) {
            continue;
        }
        const json request = too_deep(line) ? json() : parsed_json<json>(line);
        json out =
            request.is_object() ? answer(request, program.language) : json{{"error", "not a JSON object"}};
        out["id"] = request.is_object() && request.contains("id") ? request["id"] : json();
        if (!put(out.dump(-1, ' ', false, json::error_handler_t::replace) + "\n")) {
            return Exit::input_output;
        }
    }
    return Exit::done;
}

}  // namespace

void add_feel(CLI::App& app, Action& chosen) {
    auto* command =
        app.add_subcommand("feel", "evaluate expression cases, one JSON object a line / 逐行计算表达式用例");
    auto lines = std::make_shared<bool>(false);
    command->add_flag("--jsonl", *lines, "read cases from standard input, one a line / 从标准输入逐行读用例");
    command->footer("example:\n  echo '{\"id\": 1, \"expression\": \"1 + 1\"}' | huiqi feel --jsonl");
    command->callback(
        [lines, &chosen] { chosen = [lines](const Program& program) { return feel(program, *lines); }; });
}

}  // namespace huiqi
