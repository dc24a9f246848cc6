#include "engine/io/json_usual_key.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include <simdjson.h>

#include "engine/io/block_source.h"
#include "engine/io/read_options.h"

namespace huiqi {
namespace {

namespace ondemand = simdjson::ondemand;

/// Gives the first usual key of a line; nothing when the line is no object, or has none.
std::optional<std::string_view> usual_key_of(ondemand::parser& parser, std::string_view line) {
    ondemand::document document;
    ondemand::object object;
    if (parser.iterate(line.data(), line.size(), line.size() + Block::kPadding).get(document) != simdjson::SUCCESS ||
        document.get_object().get(object) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    std::size_t best = kUsualKeys.size();
    for (auto member : object) {
        ondemand::field field;
        std::string_view key;
        if (std::move(member).get(field) != simdjson::SUCCESS || field.unescaped_key().get(key) != simdjson::SUCCESS) {
            return std::nullopt;
        }
        const auto found = std::find(kUsualKeys.begin(), kUsualKeys.end(), key);
        best = std::min(best, static_cast<std::size_t>(found - kUsualKeys.begin()));
    }
    return best == kUsualKeys.size() ? std::string_view() : kUsualKeys[best];
}

}  // namespace

std::string_view usual_json_key(std::string_view text) {
    ondemand::parser parser;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        if (const auto key = usual_key_of(parser, text.substr(begin, end - begin))) {
            return *key;
        }
        begin = end + 1;
    }
    return {};
}

}  // namespace huiqi
