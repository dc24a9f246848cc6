#pragma once

#include "tools/huiqi/commands.h"

namespace huiqi {

/// `huiqi report summary`: what a batch came to, in tables and bars.
void add_summary(CLI::App& report, Action& chosen);

}  // namespace huiqi
