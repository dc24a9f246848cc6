#include <algorithm>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/rulebook/changes/change_list.h"
#include "engine/rulebook/changes/sequence_changes.h"

namespace huiqi {
namespace {

using How = RuleChange::How;
using Numbers = std::vector<std::size_t>;

/// Rows of a table that are looked for in any order.
constexpr std::size_t kSearched = 2'000;

/// One table in both versions.
struct BothTables {
    const DecisionTable& was;
    const DecisionTable& is;
    PartPlaces at;
    Bilingual what;
};

/// Gives the rows that are to be compared: without those that both tables have where the order says nothing.
[[nodiscard]] std::pair<Numbers, Numbers> rows_to_compare(const PartComparison& parts,
                                                          const DecisionTable& was, const DecisionTable& is) {
    Numbers old(was.rows.size());
    Numbers now(is.rows.size());
    std::iota(old.begin(), old.end(), std::size_t{0});
    std::iota(now.begin(), now.end(), std::size_t{0});
    if (!rows_have_order(was.hit) && was.rows.size() < kSearched && is.rows.size() < kSearched) {
        std::erase_if(old, [&](std::size_t row) {
            const auto found = std::find_if(now.begin(), now.end(), [&](std::size_t other) {
                return parts.same(was.rows[row], is.rows[other]);
            });
            return found != now.end() && (now.erase(found), true);
        });
    }
    return {std::move(old), std::move(now)};
}

/// Gives what a row cites: its own clause, or that of its table.
[[nodiscard]] const Provenance* source_of(const DecisionTable& table, const DecisionTable::Row* row) {
    return row == nullptr ? nullptr : row->provenance.source.empty() ? &table.provenance : &row->provenance;
}

/// Tells of a row that was added, removed or changed; `place` is where it stood in the old table, or the
/// place before which it goes.
void tell_row(ChangeList& changes, const BothTables& both, const std::optional<std::size_t>& before,
              const std::optional<std::size_t>& after, std::size_t place) {
    const DecisionTable::Row* old = before ? &both.was.rows[*before] : nullptr;
    const DecisionTable::Row* now = after ? &both.is.rows[*after] : nullptr;
    const std::string number = std::to_string((before ? *before : *after) + 1);
    const How how = old == nullptr ? How::added : now == nullptr ? How::removed : How::changed;
    RuleChange& made = changes.add(
        ChangedPart::row, how,
        {both.what.zh + "第 " + number + " 行", "row " + number + " of " + both.what.en},
        old == nullptr ? Bilingual() : row_words(*old), now == nullptr ? Bilingual() : row_words(*now));
    made.old_within = both.at.before;
    made.new_within = both.at.after;
    made.old_at = place;
    made.new_at = after.value_or(0);
    made.old_place = old == nullptr ? std::nullopt : std::optional(old->span);
    made.new_place = now == nullptr ? std::nullopt : std::optional(now->span);
    changes.cite(made, source_of(both.was, old), source_of(both.is, now));
}

void compare_rows(ChangeList& changes, const BothTables& both) {
    const auto rows = rows_to_compare(changes.parts(), both.was, both.is);
    const Numbers& olds = rows.first;
    const Numbers& news = rows.second;
    const auto same = [&](std::size_t old, std::size_t now) {
        return changes.parts().same(both.was.rows[olds[old]], both.is.rows[news[now]]);
    };
    const auto any = [](std::size_t /*old*/, std::size_t /*now*/) { return true; };
    std::size_t place = 0;  // in the old table
    for (const SequencePair& pair : compare_sequences(olds.size(), news.size(), same, any)) {
        const auto before = pair.before ? std::optional(olds[*pair.before]) : std::nullopt;
        const auto after = pair.after ? std::optional(news[*pair.after]) : std::nullopt;
        place = before.value_or(place);
        if (!pair.same) {
            tell_row(changes, both, before, after, place);
        }
        place += before ? 1U : 0U;
    }
}

[[nodiscard]] Bilingual size_words(const DecisionTable& one) {
    return {std::to_string(one.rows.size()) + " 行", std::to_string(one.rows.size()) + " rows"};
}

}  // namespace

void compare_tables(ChangeList& changes) {
    const NamedKind kind{ChangedPart::table, "对照表", "table"};
    const std::vector<DecisionTable>& before = changes.before().tables;
    const std::vector<DecisionTable>& after = changes.after().tables;
    const auto name = [](const DecisionTable& one) { return one.name; };
    changes.named(kind, before, after, name, size_words, [&](PartPlaces at) {
        const DecisionTable& was = before[at.before];
        const DecisionTable& is = after[at.after];
        const Bilingual what = kind.words(was.name);
        if (!changes.parts().same_shape(was, is)) {
            const Bilingual shape{what.zh + "的列、命中、否则或优先",
                                  "columns, hits, otherwise or priorities of " + what.en};
            changes.other(kind.part, shape, was, is, at, size_words);
            return;
        }
        compare_rows(changes, {was, is, at, what});
        changes.sources(what, was.provenance, is.provenance, was.declared, is.declared);
    });
}

}  // namespace huiqi
