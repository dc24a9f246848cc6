#include "engine/language/keywords.h"

#include <algorithm>
#include <array>

namespace huiqi {
namespace {

using enum TokenKind;

/// English first, so that the first spelling of a kind is the canonical one.
constexpr std::array kKeywords{
    Keyword{"and", and_},        Keyword{"or", or_},
    Keyword{"if", if_},          Keyword{"then", then},
    Keyword{"else", else_},      Keyword{"in", in},
    Keyword{"between", between}, Keyword{"some", some},
    Keyword{"every", every},     Keyword{"satisfies", satisfies},
    Keyword{"for", for_},        Keyword{"return", return_},
    Keyword{"true", true_},      Keyword{"false", false_},
    Keyword{"null", null_},      Keyword{"且", and_},
    Keyword{"并且", and_},       Keyword{"或", or_},
    Keyword{"或者", or_},        Keyword{"如果", if_},
    Keyword{"则", then},         Keyword{"那么", then},
    Keyword{"否则", else_},      Keyword{"属于", in},
    Keyword{"介于", between},    Keyword{"存在", some},
    Keyword{"每个", every},      Keyword{"满足", satisfies},
    Keyword{"是", true_},        Keyword{"否", false_},
    Keyword{"无", null_},        Keyword{"以上", at_least},
    Keyword{"以下", at_most},    Keyword{"以内", at_most},
    Keyword{"超过", more_than},  Keyword{"不满", less_than},
    Keyword{"不足", less_than},  Keyword{"不限", unlimited},
};

constexpr std::size_t kLongestKeyword = 9;

/// Longer spellings before the shorter ones they begin with.
constexpr std::array kMisplacedWords{
    MisplacedWord{"大于等于", greater_equal, ">="},
    MisplacedWord{"大于或等于", greater_equal, ">="},
    MisplacedWord{"不小于", greater_equal, ">="},
    MisplacedWord{"不低于", greater_equal, ">="},
    MisplacedWord{"不少于", greater_equal, ">="},
    MisplacedWord{"至少", greater_equal, ">="},
    MisplacedWord{"小于等于", less_equal, "<="},
    MisplacedWord{"小于或等于", less_equal, "<="},
    MisplacedWord{"不大于", less_equal, "<="},
    MisplacedWord{"不高于", less_equal, "<="},
    MisplacedWord{"不多于", less_equal, "<="},
    MisplacedWord{"不超过", less_equal, "<="},
    MisplacedWord{"至多", less_equal, "<="},
    MisplacedWord{"大于", greater, ">"},
    MisplacedWord{"高于", greater, ">"},
    MisplacedWord{"多于", greater, ">"},
    MisplacedWord{"超过", greater, ">"},
    MisplacedWord{"小于", less, "<"},
    MisplacedWord{"低于", less, "<"},
    MisplacedWord{"少于", less, "<"},
    MisplacedWord{"不满", less, "<"},
    MisplacedWord{"不足", less, "<"},
    MisplacedWord{"不等于", not_equal, "!="},
    MisplacedWord{"不是", not_equal, "!="},
    MisplacedWord{"等于", equal, "="},
    MisplacedWord{"为", equal, "="},
    MisplacedWord{"是", equal, "="},
    MisplacedWord{"is", equal, "="},
    MisplacedWord{"equals", equal, "="},
    MisplacedWord{"在", in, "属于 (in)"},
    MisplacedWord{"和", and_, "且 (and)"},
    MisplacedWord{"与", and_, "且 (and)"},
    MisplacedWord{"及", and_, "且 (and)"},
    MisplacedWord{"并", and_, "且 (and)"},
    MisplacedWord{"同时", and_, "且 (and)"},
    MisplacedWord{"加", plus, "+"},
    MisplacedWord{"减", minus, "-"},
    MisplacedWord{"乘", star, "*"},
    MisplacedWord{"乘以", star, "*"},
    MisplacedWord{"除以", slash, "/"},
};

constexpr bool starts_with_digit(std::string_view text) noexcept {
    return !text.empty() && text.front() >= '0' && text.front() <= '9';
}

constexpr std::array<std::string_view, 3> kBoundWords{"以上", "以下", "以内"};

struct Sign {
    TokenKind kind;
    std::string_view text;
};
constexpr std::array kSigns{
    Sign{plus, "+"},        Sign{minus, "-"},       Sign{star, "*"},           Sign{slash, "/"},
    Sign{power, "**"},      Sign{equal, "="},       Sign{not_equal, "!="},     Sign{less, "<"},
    Sign{less_equal, "<="}, Sign{greater, ">"},     Sign{greater_equal, ">="}, Sign{open_round, "("},
    Sign{close_round, ")"}, Sign{open_square, "["}, Sign{close_square, "]"},   Sign{comma, ","},
    Sign{colon, ":"},       Sign{dot, "."},         Sign{dots, ".."},          Sign{question, "?"},
};

}  // namespace

std::span<const Keyword> keywords() noexcept {
    return kKeywords;
}

TokenKind keyword_kind(std::string_view text) noexcept {
    if (text.empty() || text.size() > kLongestKeyword) {
        return word;
    }
    for (const Keyword& keyword : kKeywords) {
        // The last byte tells nearly all apart, and saves the call that compares the rest.
        if (keyword.text.back() == text.back() && keyword.text == text) {
            return keyword.kind;
        }
    }
    return word;
}

std::optional<TokenKind> capital_keyword(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const TokenKind kind = lower == text ? word : keyword_kind(lower);
    return kind == word ? std::nullopt : std::optional(kind);
}

const MisplacedWord* misplaced_word(std::string_view text) noexcept {
    const auto* found = std::find_if(kMisplacedWords.begin(), kMisplacedWords.end(),
                                     [&](const MisplacedWord& word) { return word.text == text; });
    return found == kMisplacedWords.end() ? nullptr : found;
}

std::size_t comparison_before_digit(std::string_view text) noexcept {
    if (text.find_first_of("0123456789") == std::string_view::npos) {
        return 0;
    }
    for (const MisplacedWord& candidate : kMisplacedWords) {
        const bool compares = candidate.meant >= less && candidate.meant <= greater_equal;
        if (compares && text.starts_with(candidate.text) &&
            starts_with_digit(text.substr(candidate.text.size()))) {
            return candidate.text.size();
        }
    }
    return 0;
}

std::size_t bound_word_prefix(std::string_view text) noexcept {
    const bool found = std::any_of(kBoundWords.begin(), kBoundWords.end(),
                                   [&](std::string_view bound) { return text.starts_with(bound); });
    return found ? kBoundWords.front().size() : 0;
}

std::size_t bound_word_suffix(std::string_view text) noexcept {
    const bool found = std::any_of(kBoundWords.begin(), kBoundWords.end(),
                                   [&](std::string_view bound) { return text.ends_with(bound); });
    return found ? kBoundWords.front().size() : 0;
}

std::size_t chinese_keyword_prefix(std::string_view text) noexcept {
    std::size_t longest = 0;
    for (const Keyword& keyword : kKeywords) {
        // 是 否 无 begin too many names to be taken for a keyword that lost its blank.
        const bool chinese = static_cast<unsigned char>(keyword.text.front()) >= 0x80;
        if (chinese && keyword.kind < true_ && text.starts_with(keyword.text)) {
            longest = std::max(longest, keyword.text.size());
        }
    }
    return longest;
}

std::string_view spelling(TokenKind kind) noexcept {
    for (const Sign& sign : kSigns) {
        if (sign.kind == kind) {
            return sign.text;
        }
    }
    for (const Keyword& keyword : kKeywords) {
        if (keyword.kind == kind) {
            return keyword.text;
        }
    }
    return {};
}

}  // namespace huiqi
