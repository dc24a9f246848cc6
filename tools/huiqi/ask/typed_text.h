#pragma once

#include <string>
#include <string_view>

namespace huiqi {

/// Gives what somebody typed or pasted in plain letters: full-width ones, every kind of blank and minus as the ASCII ones,
/// without signs that take no room (of spreadsheets, chats, PDF), without blanks at its ends.
[[nodiscard]] std::string plain_letters(std::string_view typed);

/// Gives the numerals and units of traditional writing as the simplified ones: 貳拾萬圓 as 贰拾万圆.
[[nodiscard]] std::string simple_numerals(std::string text);

/// 百分之四, 千分之3.5, 四点三五%, 万分之435, 435bp, 435个基点 as 4%, 3.5‰, 4.35%; else the text as it is.
[[nodiscard]] std::string parts_text(std::string text);

/// 2022年9月15日, 2022/9/15, 2022.9.15, 20220915, 二〇二二年九月十五日 as 2022-09-15; else the text as it is.
[[nodiscard]] std::string date_text(const std::string& text);

}  // namespace huiqi
