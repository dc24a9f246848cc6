#include "engine/diagnostic/source.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "engine/diagnostic/expect.h"
#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

Source::Source(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {
    expect(text_.size() < std::numeric_limits<std::uint32_t>::max(), "a source fits in 32-bit offsets");
    line_starts_.push_back(0);
    for (std::size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1)) {
        line_starts_.push_back(at + 1);
    }
}

Position Source::position(std::size_t offset) const noexcept {
    offset = std::min(offset, text_.size());
    const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
    const auto number = static_cast<std::size_t>(after - line_starts_.begin());
    const std::size_t start = line_start(number);
    std::string_view before = line(number);
    before = before.substr(0, std::min(offset - start, before.size()));
    if (number == 1 && before.starts_with(kByteOrderMark)) {
        before.remove_prefix(kByteOrderMark.size());
    }
    return {.line = static_cast<std::uint32_t>(number),
            .column = static_cast<std::uint32_t>(code_point_count(before) + 1)};
}

std::string_view Source::line(std::size_t number) const noexcept {
    const std::size_t begin = line_start(number);
    std::size_t end = number < line_starts_.size() ? line_starts_[number] - 1 : text_.size();
    if (end > begin && text_[end - 1] == '\r') {
        --end;
    }
    return text().substr(begin, end - begin);
}

std::size_t Source::line_start(std::size_t number) const noexcept {
    expect(number >= 1 && number <= line_starts_.size(), "a line number lies in its source");
    return line_starts_[number - 1];
}

SourceId Sources::add(std::string name, std::string text) {
    sources_.emplace_back(std::move(name), std::move(text));
    return static_cast<SourceId>(sources_.size() - 1);
}

const Source& Sources::operator[](SourceId id) const {
    expect(id < sources_.size(), "a source id comes from its Sources");
    return sources_[id];
}

std::string_view Sources::text(const Span& span) const {
    const std::string_view whole = (*this)[span.source].text();
    const std::size_t begin = std::min<std::size_t>(span.begin, whole.size());
    const std::size_t end = std::clamp<std::size_t>(span.end, begin, whole.size());
    return whole.substr(begin, end - begin);
}

}  // namespace huiqi
