#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace huiqi {

/// Where a key or a fixed word may stand. The first part are mappings, whose entries are keys; the others are
/// places for one word out of several.
enum class Scope : std::uint8_t {
    incentive_file, library_file, bundle_file, cases_file,
    prose, region, citation, effective, enumeration, parameter, input, feed, definition, table, table_row, condition, alternative,
    first_time, step, uplift, bands,
    band, anomaly, target, target_base, about, case_, expectation, bundle_case, bundle_expectation, batch_bind,
    batch_application, batch_expectation, settled, prior_payment, bundle_keys, stacking, limit, budget, ranking, quota, share, schedule,
    instalment, recovery, clause, population, suppression,
    detector_file, data_table, subject, view, check, group, window, join, ties, path, peer, cluster, detector_case,
    kind_word, type_word, hit_word, local_word, level_word, severity_word, bands_word, boolean_word, eligible_word,
    feed_word,
    datum_word, stacking_word, per_word, period_word, cut_word, budget_word, remainder_word, last_word, order_word,
    role_word, treatment_word, recheck_word, on_failure_word, instalment_word,
    target_word, target_mode_word, population_word, ties_word, cause_word,
};

/// What must stand behind a key.
enum class Shape : std::uint8_t {
    text,      ///< a scalar: a name, a date, an expression
    prose,     ///< a scalar, or `{zh: …, en: …}`
    list,
    mapping,
    any,       ///< several of them; the loader looks itself
    word,      ///< not a key but a fixed word
};

/// One key or fixed word in both spellings. The English one is its name in the program.
struct Spelling {
    Scope scope;
    std::string_view en;
    std::string_view zh;
    Shape shape = Shape::word;
    bool required = false;
};

/// Gives the one table of all keys and fixed words, by scope; loader, schema and completion are made from it.
[[nodiscard]] std::span<const Spelling> spellings() noexcept;
/// Gives those of one scope, in the order in which a file is written.
[[nodiscard]] std::span<const Spelling> spellings(Scope scope) noexcept;

/// Finds a key or word by either spelling.
[[nodiscard]] const Spelling* find_spelling(Scope scope, std::string_view written) noexcept;
/// Finds it by its English name; requires that there is one.
[[nodiscard]] const Spelling& spelling(Scope scope, std::string_view en);

/// Lists a scope's spellings for a message: `唯一、首个` or `unique, first`.
[[nodiscard]] std::string choices(Scope scope, bool chinese);

/// Gives the spelling nearest to what was written, in the script of the near miss.
[[nodiscard]] std::optional<std::string_view> nearest_spelling(Scope scope, std::string_view written);

}  // namespace huiqi
