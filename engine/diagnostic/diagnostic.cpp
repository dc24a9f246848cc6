#include "engine/diagnostic/diagnostic.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace huiqi {
namespace {

auto place(const Diagnostic& diagnostic) {
    return std::tie(diagnostic.span.source, diagnostic.span.begin, diagnostic.code);
}

/// Tells whether two reports say the same about the same place, whoever made them.
bool repeats(const Diagnostic& left, const Diagnostic& right) {
    return left.code == right.code && left.severity == right.severity && left.span == right.span &&
           left.message == right.message;
}

}  // namespace

Diagnostic& Diagnostics::error(std::string_view code, Span span, Bilingual message, Bilingual help) {
    ++errors_;
    return all_.emplace_back(Diagnostic{.code = code,
                                        .severity = Severity::error,
                                        .span = span,
                                        .message = std::move(message),
                                        .help = std::move(help)});
}

Diagnostic& Diagnostics::warning(std::string_view code, Span span, Bilingual message, Bilingual help) {
    return all_.emplace_back(Diagnostic{.code = code,
                                        .severity = Severity::warning,
                                        .span = span,
                                        .message = std::move(message),
                                        .help = std::move(help)});
}

void Diagnostics::append(Diagnostics other) {
    errors_ += other.errors_;
    all_.insert(all_.end(), std::make_move_iterator(other.all_.begin()),
                std::make_move_iterator(other.all_.end()));
}

void Diagnostics::sort() {
    std::stable_sort(all_.begin(), all_.end(), [](const Diagnostic& left, const Diagnostic& right) {
        return place(left) < place(right);
    });
    std::vector<Diagnostic> kept;
    errors_ = 0;
    for (Diagnostic& diagnostic : all_) {
        // Repeats share source, offset and code, so they lie in the run of equal places at the end.
        const auto earlier = [&](const Diagnostic& other) { return repeats(other, diagnostic); };
        auto run = kept.rbegin();
        while (run != kept.rend() && place(*run) == place(diagnostic) && !earlier(*run)) {
            ++run;
        }
        if (run != kept.rend() && earlier(*run)) {
            continue;
        }
        errors_ += diagnostic.severity == Severity::error ? 1U : 0U;
        kept.push_back(std::move(diagnostic));
    }
    all_ = std::move(kept);
}

}  // namespace huiqi
