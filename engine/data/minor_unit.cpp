#include "engine/data/minor_unit.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

namespace huiqi {
namespace {

/// The currencies without hundredths (ISO 4217).
constexpr std::array<std::string_view, 15> kWhole{"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW",
                                                  "PYG", "RWF", "UGX", "VND", "XAF", "XOF", "XPF"};

[[nodiscard]] bool is_whole(const Unit& currency) {
    return currency.is_money() &&
           std::find(kWhole.begin(), kWhole.end(), currency.factors().front().name) != kWhole.end();
}

}  // namespace

Rational minor_unit(const Unit& currency) { return is_whole(currency) ? Rational(1) : Rational(1) / 100; }

Bilingual minor_unit_text(const Unit& currency) {
    if (currency == Unit::of("CNY")) {
        return {"分", "0.01 yuan"};
    }
    const std::string_view step = is_whole(currency) ? "1" : "0.01";
    return {fmt::format("{}{}", step, unit_name(currency, true)), fmt::format("{} {}", step, unit_name(currency, false))};
}

}  // namespace huiqi
