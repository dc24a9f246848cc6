#include "engine/io/cell_place.h"

#include <algorithm>
#include <charconv>

namespace huiqi {

std::string column_letters(std::size_t column) {
    std::string letters;
    for (std::size_t rest = column + 1; rest != 0; rest = (rest - 1) / 26) {
        letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
    }
    return letters;
}

std::optional<std::size_t> parse_column_letters(std::string_view letters) {
    std::size_t column = 0;
    for (const char c : letters) {
        const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        if (upper < 'A' || upper > 'Z' || column > kMostSheetColumns) {
            return std::nullopt;
        }
        column = column * 26 + static_cast<std::size_t>(upper - 'A') + 1;
    }
    return column == 0 || column > kMostSheetColumns ? std::nullopt : std::optional(column - 1);
}

std::string cell_name(const CellPlace& place) { return column_letters(place.column) + std::to_string(place.row); }

std::optional<CellPlace> parse_cell_name(std::string_view name) {
    const auto drop_dollar = [&name] { name.remove_prefix(name.starts_with('$') ? 1 : 0); };
    drop_dollar();
    const std::size_t digits = std::min(name.find_first_of("$0123456789"), name.size());
    const auto column = parse_column_letters(name.substr(0, digits));
    name.remove_prefix(digits);
    drop_dollar();
    CellPlace place;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), place.row);
    if (!column || error != std::errc() || end != name.data() + name.size() || place.row == 0 ||
        place.row > kMostSheetRows) {
        return std::nullopt;
    }
    place.column = *column;
    return place;
}

}  // namespace huiqi
