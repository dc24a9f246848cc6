#include "engine/data/unit_words.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace huiqi {
namespace {

/// One spelling of a built-in unit.
struct UnitWord {
    std::string_view text;
    std::string_view base;  ///< empty: a plain number
    std::int32_t numerator = 1;
    std::int32_t denominator = 1;
};

/// 分 and 角 are parts of 元. Months and days are different dimensions, so a year is months and a week is
/// days.
constexpr std::array kUnitWords{
    UnitWord{"%", "", 1, 100},
    UnitWord{"％", "", 1, 100},
    UnitWord{"‰", "", 1, 1000},
    UnitWord{"个百分点", "", 1, 100},
    UnitWord{"百分点", "", 1, 100},
    UnitWord{"个基点", "", 1, 10000},
    UnitWord{"基点", "", 1, 10000},
    UnitWord{"percent", "", 1, 100},
    UnitWord{"percentage point", "", 1, 100},
    UnitWord{"percentage points", "", 1, 100},
    UnitWord{"bp", "", 1, 10000},
    UnitWord{"bps", "", 1, 10000},
    UnitWord{"元", "CNY"},
    UnitWord{"角", "CNY", 1, 10},
    UnitWord{"分", "CNY", 1, 100},
    UnitWord{"澳元", "AUD"},
    UnitWord{"加元", "CAD"},
    UnitWord{"瑞士法郎", "CHF"},
    UnitWord{"欧元", "EUR"},
    UnitWord{"英镑", "GBP"},
    UnitWord{"港元", "HKD"},
    UnitWord{"日元", "JPY"},
    UnitWord{"韩元", "KRW"},
    UnitWord{"澳门元", "MOP"},
    UnitWord{"新加坡元", "SGD"},
    UnitWord{"新台币", "TWD"},
    UnitWord{"美元", "USD"},
    UnitWord{"yuan", "CNY"},
    UnitWord{"AUD", "AUD"},
    UnitWord{"CAD", "CAD"},
    UnitWord{"CHF", "CHF"},
    UnitWord{"CNY", "CNY"},
    UnitWord{"EUR", "EUR"},
    UnitWord{"GBP", "GBP"},
    UnitWord{"HKD", "HKD"},
    UnitWord{"JPY", "JPY"},
    UnitWord{"KRW", "KRW"},
    UnitWord{"MOP", "MOP"},
    UnitWord{"SGD", "SGD"},
    UnitWord{"TWD", "TWD"},
    UnitWord{"USD", "USD"},
    UnitWord{"天", "day"},
    UnitWord{"日", "day"},
    UnitWord{"周", "day", 7},
    UnitWord{"day", "day"},
    UnitWord{"days", "day"},
    UnitWord{"week", "day", 7},
    UnitWord{"weeks", "day", 7},
    UnitWord{"月", "month"},
    UnitWord{"个月", "month"},
    UnitWord{"季度", "month", 3},
    UnitWord{"个季度", "month", 3},
    UnitWord{"年", "month", 12},
    UnitWord{"month", "month"},
    UnitWord{"months", "month"},
    UnitWord{"quarter", "month", 3},
    UnitWord{"quarters", "month", 3},
    UnitWord{"year", "month", 12},
    UnitWord{"years", "month", 12},
};

constexpr auto kSpellings = [] {
    std::array<std::string_view, kUnitWords.size()> spellings{};
    std::transform(kUnitWords.begin(), kUnitWords.end(), spellings.begin(),
                   [](const UnitWord& word) { return word.text; });
    return spellings;
}();

/// One scale word.
struct ScaleWord {
    std::string_view text;
    std::int64_t factor;
};

constexpr std::array kScaleWords{
    ScaleWord{"", 1},
    ScaleWord{"十", 10},
    ScaleWord{"百", 100},
    ScaleWord{"千", 1'000},
    ScaleWord{"万", 10'000},
    ScaleWord{"十万", 100'000},
    ScaleWord{"百万", 1'000'000},
    ScaleWord{"千万", 10'000'000},
    ScaleWord{"亿", 100'000'000},
    ScaleWord{"十亿", 1'000'000'000},
    ScaleWord{"百亿", 10'000'000'000},
    ScaleWord{"千亿", 100'000'000'000},
    ScaleWord{"万亿", 1'000'000'000'000},
};

/// A match whose factor and unit are not built yet: most candidates lose, and building costs.
struct Candidate {
    std::size_t length = 0;
    const ScaleWord* scale = &kScaleWords.front();
    const UnitWord* word = nullptr;
    const std::string* declared = nullptr;
};

/// As starts_with, for words that are never empty: the first byte tells most apart without a call.
bool begins_with(std::string_view text, std::string_view word) {
    return !text.empty() && text.front() == word.front() && text.starts_with(word);
}

void consider_units(Candidate& best, std::string_view text, const ScaleWord& scale,
                    const std::vector<std::string>& declared) {
    const std::string_view rest = text.substr(scale.text.size());
    if (scale.text.size() > best.length) {
        best = {scale.text.size(), &scale, nullptr, nullptr};
    }
    for (const std::string& unit : declared) {
        if (!unit.empty() && begins_with(rest, unit) && scale.text.size() + unit.size() > best.length) {
            best = {scale.text.size() + unit.size(), &scale, nullptr, &unit};
        }
    }
    for (const UnitWord& word : kUnitWords) {
        // 10万% has no meaning; a ratio takes no scale.
        const bool fits = scale.factor == 1 || !word.base.empty();
        if (fits && begins_with(rest, word.text) && scale.text.size() + word.text.size() > best.length) {
            best = {scale.text.size() + word.text.size(), &scale, &word, nullptr};
        }
    }
}

}  // namespace

UnitMatch match_unit(std::string_view text, const std::vector<std::string>& declared) {
    Candidate best;
    for (const ScaleWord& scale : kScaleWords) {
        if (scale.text.empty() || begins_with(text, scale.text)) {
            consider_units(best, text, scale, declared);
        }
    }
    UnitMatch match;
    match.length = best.length;
    match.scale_length = best.scale->text.size();
    match.factor = best.scale->factor;
    if (best.declared != nullptr) {
        match.unit = Unit::of(*best.declared);
    } else if (best.word != nullptr) {
        if (best.word->denominator != 1) {
            match.factor = ratio(best.word->numerator * Integer(best.scale->factor), best.word->denominator);
        } else {
            match.factor *= best.word->numerator;
        }
        match.is_ratio = best.word->base.empty();
        match.unit = match.is_ratio ? Unit() : Unit::of(best.word->base);
    }
    return match;
}

std::span<const std::string_view> unit_spellings() noexcept {
    return kSpellings;
}

std::string unit_in_english(std::string_view text, bool plural) {
    struct Word {
        std::string_view zh;
        std::string_view en;
    };
    constexpr std::ptrdiff_t kCounted = 8;   // the first of them take an s
    static constexpr Word kWords[] = {{"元", "yuan"},   {"个月", "month"}, {"月", "month"}, {"年", "year"},
                                      {"天", "day"},    {"日", "day"},     {"周", "week"},  {"季度", "quarter"},
                                      {"万元", "10,000 yuan"}, {"亿元", "100 million yuan"}, {"百分数", "percent"}, {"千分数", "permille"}};
    std::string english;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('/', begin), text.size());
        const std::string_view part = text.substr(begin, end - begin);
        const auto* word = std::find_if(std::begin(kWords), std::end(kWords), [part](const Word& one) { return one.zh == part; });
        english += (begin == 0 ? "" : "/") + std::string(word == std::end(kWords) ? part : word->en);
        plural = plural && begin == 0 && end == text.size() && word < std::begin(kWords) + kCounted;
        begin = end + 1;
    }
    return english + (plural ? "s" : "");
}

}  // namespace huiqi
