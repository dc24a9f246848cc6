#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace huiqi {

/// Whether a key stands in its one spelling already, by a look at its bytes: printable ASCII without blanks and small
/// letters, as nearly all numbers are.
[[nodiscard]] bool is_folded_key(std::string_view key) noexcept;

/// Gives the one spelling of an application number, an applicant or another key by which rows are found and grouped:
/// full-width signs and other compatible forms are made plain (NFKC), letters are capitals, blanks and signs without
/// width are gone. Two keys that fold to one are one key, whoever typed them; what is shown stays as it was typed.
[[nodiscard]] std::string folded_key(std::string_view key);

/// Gives `key` itself where it is in its one spelling, otherwise its fold, which `kept` then holds.
[[nodiscard]] std::string_view folded_key(std::string_view key, std::string& kept);

/// Orders, hashes and compares keys by their folds, in tables that are looked up by texts.
struct FoldedKeyLess {
    using is_transparent = void;
    [[nodiscard]] bool operator()(std::string_view left, std::string_view right) const {
        std::string one;
        std::string other;
        return folded_key(left, one) < folded_key(right, other);
    }
};
struct FoldedKeyHash {
    using is_transparent = void;
    [[nodiscard]] std::size_t operator()(std::string_view key) const {
        std::string kept;
        return std::hash<std::string_view>{}(folded_key(key, kept));
    }
};
struct FoldedKeyEqual {
    using is_transparent = void;
    [[nodiscard]] bool operator()(std::string_view left, std::string_view right) const {
        std::string one;
        std::string other;
        return left == right || folded_key(left, one) == folded_key(right, other);
    }
};

}  // namespace huiqi
