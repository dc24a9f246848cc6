#pragma once

#include "tools/huiqi/commands.h"

namespace huiqi {

/// `huiqi batch check`: holds what a batch would pay against the profile of a payment list, long before it is paid.
void add_profile_check(CLI::App& batch, Action& chosen);

}  // namespace huiqi
