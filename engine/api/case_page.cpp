#include <algorithm>

#include <fmt/format.h>

#include "engine/api/findings_writer.h"

namespace huiqi {

std::string case_text(const Detection& detection, const Detectors& /*rules*/, const DataSet& /*data*/,
                      std::string_view application, Language language) {
    std::string out;
    for (const Finding& one : detection.findings) {
        if (one.application == application) {
            out += fmt::format("{} {}: {}\n", one.check->id, one.check->severity, one.sentence.in(language));
        }
    }
    return out;
}

std::string case_page(const Detection& detection, const Detectors& rules, const DataSet& data, std::string_view application,
                      Language language) {
    return case_text(detection, rules, data, application, language);
}

}  // namespace huiqi
