#pragma once

#include <string>
#include <vector>

#include "engine/diagnostic/diagnostic.h"

namespace huiqi {

/// Where a thing comes from: names of citations (none given: empty) and the author's interpretation.
struct Provenance {
    std::string source;
    std::vector<std::string> also;           ///< further sources, where several are named
    Bilingual interpretation;
    Span span;
};

}  // namespace huiqi
