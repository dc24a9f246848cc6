#pragma once

#include "tools/huiqi/commands.h"

namespace huiqi {

/// `huiqi report publication`: the list that is shown to the public.
void add_publication(CLI::App& report, Action& chosen);

}  // namespace huiqi
