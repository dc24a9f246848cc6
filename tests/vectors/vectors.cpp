#include "tests/vectors/vectors.h"

#include <cstdlib>
#include <fstream>

#include "engine/diagnostic/expect.h"

namespace huiqi::vectors {
namespace {

std::vector<std::string> split(const std::string& line) {
    std::vector<std::string> fields(1);
    for (const char c : line) {
        if (c == '\t') {
            fields.emplace_back();
        } else {
            fields.back().push_back(c);
        }
    }
    return fields;
}

}  // namespace

Vector::Vector(const std::vector<std::string>& names, const std::vector<std::string>& fields) {
    expect(names.size() == fields.size(), "every line of a vector file has the fields its heading names");
    for (std::size_t i = 0; i < names.size(); ++i) {
        fields_.emplace(names[i], fields[i]);
    }
}

const std::string& Vector::at(std::string_view name) const {
    const auto found = fields_.find(name);
    expect(found != fields_.end(), "the vector file has the column asked for");
    return found->second;
}

std::optional<DecimalText> Vector::decimal(std::string_view name) const {
    const auto read = parse_decimal(at(name), {.digits = 20'000, .exponent = 20'000});
    return read.has_value() ? std::optional(*read) : std::nullopt;
}

std::string Vector::text() const {
    std::string line;
    for (const auto& [name, field] : fields_) {
        line.append(name).append("=").append(field).append(" ");
    }
    return line;
}

std::vector<Vector> read_vectors(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::string line;
    expect(static_cast<bool>(std::getline(file, line)), "a vector file that was found can be read");
    const std::vector<std::string> names = split(line);
    std::vector<Vector> rows;
    while (std::getline(file, line)) {
        rows.emplace_back(names, split(line));
    }
    return rows;
}

std::optional<std::filesystem::path> find_shared(std::string_view file) {
    const char* const told = std::getenv("HUIQI_SHARED");
    const std::filesystem::path shared = told != nullptr
                                             ? std::filesystem::path(told)
                                             : std::filesystem::path(HUIQI_SOURCE_DIR) / ".." / "shared";
    std::filesystem::path path = shared / "decimal" / file;
    return std::filesystem::exists(path) ? std::optional(path) : std::nullopt;
}

Rational power_of_ten(std::int64_t exponent) {
    const Integer power = pow10(static_cast<unsigned>(exponent < 0 ? -exponent : exponent));
    return exponent < 0 ? ratio(Integer(1), power) : Rational(power);
}

std::int64_t last_place(const Rational& value, std::int64_t digits) {
    const Rational size = boost::multiprecision::abs(value);
    // The lengths of numerator and denominator give the first digit's place, or one too high.
    std::int64_t place = static_cast<std::int64_t>(text(numerator(size)).size()) -
                         static_cast<std::int64_t>(text(denominator(size)).size());
    if (size < power_of_ten(place)) {
        --place;
    }
    return place - digits + 1;
}

}  // namespace huiqi::vectors
