#pragma once

#include <string_view>

#include "engine/io/data_fault.h"

/// What is said about damage that spreadsheets do. Each gives a fault with code, message and help.
namespace huiqi::inspection_texts {

[[nodiscard]] DataFault calculation_tail(std::string_view text);
[[nodiscard]] DataFault hidden_row();
[[nodiscard]] DataFault number_as_text();
[[nodiscard]] DataFault hidden_decimals();
[[nodiscard]] DataFault full_width();
[[nodiscard]] DataFault wrong_credit_code();
[[nodiscard]] DataFault wrong_patent_number();
[[nodiscard]] DataFault mixed_dates();
[[nodiscard]] DataFault unclear_date();
[[nodiscard]] DataFault repeated_header();
[[nodiscard]] DataFault subtotal_row();
[[nodiscard]] DataFault scientific();
[[nodiscard]] DataFault code_as_number();
[[nodiscard]] DataFault edge_blanks();

}  // namespace huiqi::inspection_texts
