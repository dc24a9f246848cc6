#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/numeric/decimal_text.h"
#include "engine/numeric/rounding.h"

namespace huiqi::vectors {

/// One line of a vector file: fields by the names in the first line.
class Vector {
public:
    /// Takes the names and the fields of one line, in the same order.
    Vector(const std::vector<std::string>& names, const std::vector<std::string>& fields);

    /// Gives a field; the column must exist.
    [[nodiscard]] const std::string& at(std::string_view name) const;
    /// Gives a field as a decimal; nothing when it is not one.
    [[nodiscard]] std::optional<DecimalText> decimal(std::string_view name) const;
    /// Gives the rounding of the line; nothing for one we do not have.
    [[nodiscard]] std::optional<Rounding> rounding() const { return find_rounding(at("rounding")); }
    /// Writes the whole line, for a failure.
    [[nodiscard]] std::string text() const;

private:
    std::map<std::string, std::string, std::less<>> fields_;
};

/// Reads a tab-separated file with a heading line.
[[nodiscard]] std::vector<Vector> read_vectors(const std::filesystem::path& path);

/// Finds a file of the shared vectors: in $HUIQI_SHARED/decimal, or beside the project. Nothing when absent.
[[nodiscard]] std::optional<std::filesystem::path> find_shared(std::string_view file);

/// Gives 10^exponent, also for negative exponents.
[[nodiscard]] Rational power_of_ten(std::int64_t exponent);

/// Gives the place, as a power of ten, of the last of `digits` significant digits; requires value != 0.
[[nodiscard]] std::int64_t last_place(const Rational& value, std::int64_t digits);

}  // namespace huiqi::vectors
