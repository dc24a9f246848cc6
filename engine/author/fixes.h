#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/author/rename.h"
#include "engine/author/workspace.h"
#include "engine/diagnostic/diagnostic.h"

namespace huiqi {

/// A change that mends one finding.
struct Fix {
    const Diagnostic* finding = nullptr;   ///< of the view of the file
    Bilingual title;
    FileEdit edit;
};

/// Gives the changes that mend findings between two bytes of a file. Each was tried: with it the finding is gone, and there are fewer
/// errors, or as many and fewer warnings.
[[nodiscard]] std::vector<Fix> fixes_between(Workspace& workspace, const std::string& path, std::size_t begin, std::size_t end);

}  // namespace huiqi
