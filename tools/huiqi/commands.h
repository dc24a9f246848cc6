#pragma once

#include <functional>

#include "tools/huiqi/program.h"

namespace CLI {
class App;
}

namespace huiqi {

/// What a command line asked for; runs after the options are read.
using Action = std::function<Exit(const Program&)>;

// Each adds one command with its options, help and examples to the command line; `chosen` becomes what it asks for.
void add_new(CLI::App& app, Action& chosen);
void add_check(CLI::App& app, Action& chosen);
void add_fmt(CLI::App& app, Action& chosen);
void add_test(CLI::App& app, Action& chosen);
void add_mutate(CLI::App& app, Action& chosen);
void add_diff(CLI::App& app, Action& chosen);
void add_bench(CLI::App& app, Action& chosen);
void add_inspect(CLI::App& app, Action& chosen);
void add_run(CLI::App& app, Action& chosen);
void add_settle(CLI::App& app, Action& chosen);
void add_batch(CLI::App& app, Action& chosen);
void add_reconcile(CLI::App& app, Action& chosen);
void add_report(CLI::App& app, Action& chosen);
void add_verify(CLI::App& app, Action& chosen);
void add_detect(CLI::App& app, Action& chosen);
void add_explain(CLI::App& app, Action& chosen);
void add_ask(CLI::App& app, Action& chosen);
void add_serve(CLI::App& app, Action& chosen);
void add_doc(CLI::App& app, Action& chosen);
void add_show(CLI::App& app, Action& chosen);
void add_monitor(CLI::App& app, Action& chosen);
void add_feel(CLI::App& app, Action& chosen);
void add_schema(CLI::App& app, Action& chosen);
void add_lsp(CLI::App& app, Action& chosen);
void add_completion(CLI::App& app, Action& chosen);
void add_help(CLI::App& app, Action& chosen);

}  // namespace huiqi
