#include "engine/data/unit.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "engine/data/unit_words.h"

namespace huiqi {
namespace {

constexpr std::array<std::string_view, 13> kCurrencies{"AUD", "CAD", "CHF", "CNY", "EUR", "GBP", "HKD",
                                                       "JPY", "KRW", "MOP", "SGD", "TWD", "USD"};

/// What base dimensions are called; a declared count unit is its own name.
struct BaseName {
    std::string_view base;
    std::string_view zh;
    std::string_view en;
};
constexpr std::array kBaseNames{
    BaseName{"CNY", "元", "yuan"}, BaseName{"day", "天", "day"}, BaseName{"month", "月", "month"},
    BaseName{"AUD", "澳元", "AUD"},
    BaseName{"CAD", "加元", "CAD"},
    BaseName{"CHF", "瑞士法郎", "CHF"},
    BaseName{"EUR", "欧元", "EUR"},
    BaseName{"GBP", "英镑", "GBP"},
    BaseName{"HKD", "港元", "HKD"},
    BaseName{"JPY", "日元", "JPY"},
    BaseName{"KRW", "韩元", "KRW"},
    BaseName{"MOP", "澳门元", "MOP"},
    BaseName{"SGD", "新加坡元", "SGD"},
    BaseName{"TWD", "新台币", "TWD"},
    BaseName{"USD", "美元", "USD"},
};

std::string_view base_name(std::string_view base, bool chinese) {
    for (const BaseName& name : kBaseNames) {
        if (name.base == base) {
            return chinese ? name.zh : name.en;
        }
    }
    return base;
}

/// Appends `元`, `元²`, `元^4`.
void append_factor(std::string& out, const Unit::Factor& factor, bool chinese) {
    out += base_name(factor.name, chinese);
    const int exponent = factor.exponent < 0 ? -factor.exponent : factor.exponent;
    if (exponent == 2 || exponent == 3) {
        out += exponent == 2 ? "²" : "³";
    } else if (exponent > 3) {
        out += fmt::format("^{}", exponent);
    }
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
    return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

/// The names of ratios that stand for an entry unit but never behind a number.
constexpr std::array<std::pair<std::string_view, int>, 2> kEntryRatios{{{"百分数", 100}, {"千分数", 1000}}};

/// Reads one part between slashes; only the first may be the number 1 or a ratio.
std::optional<UnitMatch> read_part(std::string_view part, bool first,
                                   const std::vector<std::string>& declared) {
    UnitMatch match;
    if (first && part == "1") {
        return match;
    }
    for (const auto& [name, parts] : kEntryRatios) {
        if (first && part == name) {
            match.factor = ratio(1, parts);
            return match;
        }
    }
    match = match_unit(part, declared);
    if (match.length == 0 || match.length != part.size() ||
        (!first && (match.is_ratio || !match.has_unit()))) {
        return std::nullopt;
    }
    return match;
}

}  // namespace

Unit Unit::of(std::string_view base, int exponent) {
    Unit unit;
    if (exponent != 0) {
        unit.factors_.push_back({std::string(base), exponent});
    }
    return unit;
}

Unit Unit::power(int exponent) const {
    Unit result;
    if (exponent != 0) {
        result.factors_ = factors_;
        for (Factor& factor : result.factors_) {
            factor.exponent *= exponent;
        }
    }
    return result;
}

bool Unit::is_money() const noexcept {
    return factors_.size() == 1 && factors_.front().exponent == 1 &&
           std::find(kCurrencies.begin(), kCurrencies.end(), factors_.front().name) != kCurrencies.end();
}

Unit operator*(const Unit& left, const Unit& right) {
    Unit product;
    auto l = left.factors_.begin();
    auto r = right.factors_.begin();
    while (l != left.factors_.end() || r != right.factors_.end()) {
        if (r == right.factors_.end() || (l != left.factors_.end() && l->name < r->name)) {
            product.factors_.push_back(*l++);
        } else if (l == left.factors_.end() || r->name < l->name) {
            product.factors_.push_back(*r++);
        } else {
            const int exponent = l->exponent + r->exponent;
            if (exponent != 0) {
                product.factors_.push_back({l->name, exponent});
            }
            ++l;
            ++r;
        }
    }
    return product;
}

std::optional<EntryUnit> parse_entry_unit(std::string_view text, const std::vector<std::string>& declared) {
    text = trimmed(text);
    EntryUnit entry{.unit = {}, .factor = 1, .text = std::string(text)};
    bool first = true;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('/', begin), text.size());
        const auto part = read_part(trimmed(text.substr(begin, end - begin)), first, declared);
        if (!part) {
            return std::nullopt;
        }
        entry.unit = first ? part->unit : entry.unit / part->unit;
        entry.factor = first ? part->factor : Rational(entry.factor / part->factor);
        first = false;
        begin = end + 1;
    }
    return entry;
}

std::string unit_name(const Unit& unit, bool chinese) {
    if (unit.plain()) {
        return chinese ? "没有单位" : "no unit";
    }
    std::string above;
    std::string below;
    for (const Unit::Factor& factor : unit.factors()) {
        std::string& side = factor.exponent > 0 ? above : below;
        if (factor.exponent < 0) {
            side += '/';
        } else if (!side.empty()) {
            side += "·";
        }
        append_factor(side, factor, chinese);
    }
    return (above.empty() ? "1" : above) + below;
}

}  // namespace huiqi
