#include "engine/data/credit_code.h"

#include <array>
#include <cstddef>

namespace huiqi {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";   // GB 32100-2015, table 1

}  // namespace

bool valid_credit_code(std::string_view text) noexcept {
    if (text.size() != 18) {
        return false;
    }
    std::size_t sum = 0;
    std::size_t weight = 1;
    for (std::size_t at = 0; at < 17; ++at) {
        const std::size_t code = kAlphabet.find(text[at]);
        if (code == std::string_view::npos) {
            return false;
        }
        sum += code * weight;
        weight = weight * 3 % 31;
    }
    return kAlphabet[(31 - sum % 31) % 31] == text[17];
}

}  // namespace huiqi
