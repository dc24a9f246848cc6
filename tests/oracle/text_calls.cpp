#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "engine/diagnostic/expect.h"
#include "engine/numeric/decimal_text.h"
#include "tests/oracle/calls.h"
#include "tests/oracle/operators.h"
#include "tests/oracle/states.h"

namespace huiqi::oracle {
namespace {

/// Gives the code points of a text, each as its bytes.
[[nodiscard]] std::vector<std::string> characters(const std::string& text) {
    std::vector<std::string> all;
    for (const char byte : text) {
        const bool continues = (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
        if (continues && !all.empty()) {
            all.back() += byte;
        } else {
            all.emplace_back(1, byte);
        }
    }
    return all;
}

/// From 1, negative from the end; nothing of the text lies at a place that is not there.
[[nodiscard]] Value part_of(const std::vector<Value>& values) {
    std::vector<Value> operands = values;
    for (std::size_t at = 1; at < operands.size(); ++at) {
        operands[at] = whole(operands[at]);
    }
    if (const auto stop = held_up(operands)) {
        return *stop;
    }
    const std::vector<std::string> all = characters(operands[0].text());
    const auto size = static_cast<std::int64_t>(all.size());
    const std::int64_t place = clamped(operands[1]);
    const std::int64_t from = place < 0 ? size + place : place - 1;
    const std::int64_t length = operands.size() > 2 ? clamped(operands[2]) : size;
    if (place == 0 || place < -size || from >= size || length < 1) {
        return Value::of(std::string());
    }
    std::string part;
    for (std::int64_t at = from; at < size && at - from < length; ++at) {
        part += all[static_cast<std::size_t>(at)];
    }
    return Value::of(std::move(part));
}

[[nodiscard]] Value joined(const Value& list, const Value& delimiter) {
    std::vector<Value> operands{list, delimiter};
    if (list.known()) {   // as an aggregate it is strict in the elements too
        operands.insert(operands.end(), list.elements().begin(), list.elements().end());
    }
    if (const auto stop = held_up(operands)) {
        return *stop;
    }
    std::string all;
    for (std::size_t at = 0; at < list.elements().size(); ++at) {
        all += (at == 0 ? "" : delimiter.text()) + list.elements()[at].text();
    }
    return Value::of(std::move(all));
}

[[nodiscard]] Value text_of(const Value& value, const Type& type) {
    switch (type.kind()) {
        case TypeKind::boolean: return Value::of(std::string(value.boolean() ? "true" : "false"));
        case TypeKind::number: return Value::of(decimal_text(value.number()));
        case TypeKind::date: return Value::of(value.date().text());
        case TypeKind::enumeration:
            return Value::of(type.values()->values[static_cast<std::size_t>(value.code())]);
        default: return value;
    }
}

/// Letters of ASCII only: what generated texts hold.
[[nodiscard]] Value cased(const std::string& text, char first, char last, int shift) {
    std::string all = text;
    for (char& letter : all) {
        letter = letter >= first && letter <= last ? static_cast<char>(letter + shift) : letter;
    }
    return Value::of(std::move(all));
}

/// GB 32100-2015: 18 of 31 characters; the sum of values times 3^i (i from 0) modulo 31 is 0 with the check character
/// counted once. The second character is a category, the third to eighth are digits.
[[nodiscard]] bool valid_code(const std::string& code) {
    constexpr std::string_view kCharacters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    if (code.size() != 18 || code.substr(2, 6).find_first_not_of("0123456789") != std::string::npos) {
        return false;
    }
    std::size_t sum = 0;
    std::size_t weight = 1;
    for (std::size_t at = 0; at < code.size(); ++at) {
        const std::size_t value = kCharacters.find(code[at]);
        if (value == std::string_view::npos) {
            return false;
        }
        sum += value * (at + 1 == code.size() ? 1 : weight);
        weight = weight * 3 % 31;
    }
    return sum % 31 == 0;
}

}  // namespace

Value call_text(BuiltinId id, const Arguments& arguments) {
    const std::vector<Value>& values = arguments.values;
    if (id == BuiltinId::substring) {
        return part_of(values);
    }
    if (id == BuiltinId::string_join) {
        return joined(values[0], values.size() > 1 ? values[1] : Value::of(std::string()));
    }
    if (const auto stop = held_up(values)) {
        return *stop;
    }
    if (id == BuiltinId::string) {
        return text_of(values[0], arguments.types[0]);
    }
    const std::string& text = values[0].text();
    switch (id) {
        case BuiltinId::string_length: return Value::of(Rational(characters(text).size()));
        case BuiltinId::contains: return Value::of(text.find(values[1].text()) != std::string::npos);
        case BuiltinId::starts_with: return Value::of(text.starts_with(values[1].text()));
        case BuiltinId::ends_with: return Value::of(text.ends_with(values[1].text()));
        case BuiltinId::upper_case: return cased(text, 'a', 'z', 'A' - 'a');
        case BuiltinId::lower_case: return cased(text, 'A', 'Z', 'a' - 'A');
        default: return Value::of(valid_code(text));
    }
}

}  // namespace huiqi::oracle
