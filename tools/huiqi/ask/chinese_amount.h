#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace huiqi {

/// Reads a whole number in Chinese numerals, plain or formal: 一百万, 壹拾贰万叁仟, 两千零五. Gives its digits. Nothing where
/// it is none, or not certain: 一万五 is left to the person.
[[nodiscard]] std::optional<std::string> chinese_number(std::string_view text);

/// Reads numerals one by one, as years are written: 二〇二二, 二零二二, 二○二二 as 2022. Nothing where another letter stands among them.
[[nodiscard]] std::optional<std::string> chinese_digits(std::string_view text);

/// Reads 3元5角, 叁元伍角贰分, 100圆整, 壹佰万元整 as `3.5元`, `3.52元`, `100元`, `1000000元`: whole yuan in digits or in Chinese
/// numerals. Nothing where the text is no such amount.
[[nodiscard]] std::optional<std::string> yuan_and_cents(std::string_view text);

}  // namespace huiqi
