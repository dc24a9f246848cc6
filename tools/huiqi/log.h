#pragma once

#include "engine/diagnostic/diagnostic.h"
#include "tools/huiqi/program.h"

namespace huiqi {

/// Opens the log of `--verbose`: lines on standard error with the time, for whoever wants to know what took how long.
/// Until then nothing is logged. What people have to know is told, never logged.
void open_log();

/// Logs one step that has been done.
void log_step(const Program& program, const Bilingual& step);

}  // namespace huiqi
