#pragma once

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "engine/diagnostic/diagnostic.h"
#include "engine/rulebook/rulebook.h"

namespace huiqi {

/// Looks a sound incentive over for what is allowed but hardly meant:
/// conditions and parameters without a source (W504), a rounding behind a cap that is no multiple of its step (W506).
void warn_about_rules(const Incentive& incentive, Diagnostics& diagnostics);

/// The words that bundles around an incentive mention, bundle by bundle; those of a bundle are kept once for all its members.
class WordsElsewhere {
public:
    /// Adds those of one bundle, which must outlive this.
    void add(const std::unordered_set<std::string_view>& words) {
        if (words_.empty() || words_.back() != &words) {
            words_.push_back(&words);
        }
    }
    [[nodiscard]] bool contains(std::string_view word) const {
        return std::any_of(words_.begin(), words_.end(), [word](const auto* words) { return words->contains(word); });
    }

private:
    std::vector<const std::unordered_set<std::string_view>*> words_;
};

/// Warns of inputs that nothing depends on (W501), and of parameters, definitions and tables that the file declares and
/// nothing uses (W527). `elsewhere` are names that bundles of the incentive mention, whose
/// settlement may rank, cap or choose by them.
void warn_unused_names(const Incentive& incentive, const WordsElsewhere& elsewhere, Diagnostics& diagnostics);

}  // namespace huiqi
