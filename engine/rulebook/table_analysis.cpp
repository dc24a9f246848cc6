#include "engine/rulebook/table_analysis.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/rulebook/table_slots.h"

namespace huiqi {
namespace {

constexpr std::size_t kMostRows = 2'000;
constexpr std::size_t kMostOverlaps = 5;
constexpr std::size_t kMostGaps = 3;
/// Words of bits that a search may look at, about a tenth of a second.
constexpr std::size_t kGapWork = 60'000'000;
constexpr std::size_t kPairWork = 300'000'000;

/// How a cell whose bounds are not constant is taken.
enum class OpenCells : std::uint8_t { match_nothing, match_everything };

/// One slot a column: a combination of values.
using Combination = std::vector<std::size_t>;

/// Finds combinations that no row matches, column by column: slots that the same rows match go together, and a
/// branch ends as soon as some row matches all that is left.
class GapSearch {
public:
    GapSearch(const std::vector<SlotColumn>& columns, std::size_t rows, OpenCells open)
        : columns_(columns), rows_(rows) {
        matching_.resize(columns.size());
        for (std::size_t column = 0; column < columns.size(); ++column) {
            transpose(column, open);
        }
        whole_from_.resize(columns.size() + 1, full());
        for (std::size_t column = columns.size(); column-- > 0;) {
            whole_from_[column] = whole_from_[column + 1];
            for (const BitSet& rows_of_slot : matching_[column]) {
                keep(whole_from_[column], rows_of_slot);
            }
        }
    }

    /// Gives a few gaps; nothing when the search grew too large.
    std::optional<std::vector<Combination>> run() {
        Combination chosen(columns_.size(), 0);
        search(0, full(), chosen);
        return work_ > kGapWork ? std::nullopt : std::optional(std::move(gaps_));
    }

private:
    [[nodiscard]] BitSet full() const {
        BitSet bits = empty_bits(rows_);
        for (std::size_t row = 0; row < rows_; ++row) {
            set_bit(bits, row);
        }
        return bits;
    }

    static void keep(BitSet& bits, const BitSet& other) {
        for (std::size_t i = 0; i < bits.size(); ++i) {
            bits[i] &= other[i];
        }
    }

    /// Turns "slots of each row" into "rows of each slot".
    void transpose(std::size_t column, OpenCells open) {
        const SlotColumn& cut = columns_[column];
        matching_[column].assign(cut.slots.size(), empty_bits(rows_));
        for (std::size_t row = 0; row < rows_; ++row) {
            const bool all = cut.open[row] && open == OpenCells::match_everything;
            for (std::size_t slot = 0; slot < cut.slots.size(); ++slot) {
                if (all || has_bit(cut.matches[row], slot)) {
                    set_bit(matching_[column][slot], row);
                }
            }
        }
    }

    void search(std::size_t column, const BitSet& rows, Combination& chosen) {
        if (meets(rows, whole_from_[column]) || gaps_.size() == kMostGaps) {
            return;
        }
        if (column == columns_.size() || none(rows)) {
            gaps_.push_back(chosen);
            return;
        }
        if (!seen_.emplace(column, rows).second) {
            return;
        }
        std::map<BitSet, std::size_t> groups;
        for (std::size_t slot = 0; slot < matching_[column].size(); ++slot) {
            BitSet left = rows;
            keep(left, matching_[column][slot]);
            work_ += left.size();
            groups.try_emplace(std::move(left), slot);
        }
        // In the order of the slots, so that the first gap is the lowest.
        std::vector<std::pair<std::size_t, const BitSet*>> order;
        for (const auto& [left, slot] : groups) {
            order.emplace_back(slot, &left);
        }
        std::sort(order.begin(), order.end());
        for (const auto& [slot, left] : order) {
            if (work_ > kGapWork) {
                return;
            }
            chosen[column] = slot;
            search(column + 1, *left, chosen);
        }
        chosen[column] = 0;
    }

    const std::vector<SlotColumn>& columns_;
    std::size_t rows_;
    std::vector<std::vector<BitSet>> matching_;   ///< of each column and slot: the rows that match
    std::vector<BitSet> whole_from_;              ///< the rows that match everything from this column on
    std::set<std::pair<std::size_t, BitSet>> seen_;
    std::vector<Combination> gaps_;
    std::size_t work_ = 0;
};

struct Overlap {
    std::size_t first = 0;
    std::size_t second = 0;
    Combination witness;
};

/// Finds pairs of rows that match the same combination; nothing when there are too many pairs to look at.
std::optional<std::vector<Overlap>> find_overlaps(const std::vector<SlotColumn>& columns, std::size_t rows,
                                                  OpenCells open) {
    std::vector<Overlap> overlaps;
    std::size_t work = 0;
    const auto common = [&](const SlotColumn& cut, std::size_t first, std::size_t second) -> std::optional<std::size_t> {
        if (cut.open[first] || cut.open[second]) {
            return open == OpenCells::match_everything ? std::optional<std::size_t>(0) : std::nullopt;
        }
        const BitSet& left = cut.matches[first];
        const BitSet& right = cut.matches[second];
        work += left.size();
        for (std::size_t i = 0; i < left.size(); ++i) {
            if (const std::uint64_t both = left[i] & right[i]; both != 0) {
                return i * 64 + static_cast<std::size_t>(__builtin_ctzll(both));
            }
        }
        return std::nullopt;
    };
    for (std::size_t second = 1; second < rows; ++second) {
        for (std::size_t first = 0; first < second && overlaps.size() < kMostOverlaps; ++first) {
            Overlap overlap{first, second, {}};
            for (const SlotColumn& cut : columns) {
                const auto slot = common(cut, first, second);
                if (!slot) {
                    break;
                }
                overlap.witness.push_back(*slot);
            }
            if (overlap.witness.size() == columns.size()) {
                overlaps.push_back(std::move(overlap));
            }
            if (work > kPairWork) {
                return std::nullopt;
            }
        }
    }
    return overlaps;
}

/// Analyses one table and says what it found.
class TableAnalysis {
public:
    TableAnalysis(DecisionTable& table, const std::vector<ColumnDomain>& domains, Diagnostics& diagnostics)
        : table_(table), domains_(domains), diagnostics_(diagnostics) {}

    void run() {
        const std::size_t rows = table_.rows.size();
        if (rows > kMostRows) {
            not_proven();
            return;
        }
        for (std::size_t column = 0; column < table_.columns.size(); ++column) {
            columns_.push_back(cut_column(table_, column, domains_[column]));
        }
        report_dead_rows();
        prove_disjoint(rows);
        prove_complete(rows);
    }

private:
    void not_proven() {
        if (table_.hit == HitPolicy::unique && !said_not_proven_) {
            said_not_proven_ = true;
            diagnostics_.warning("W509", table_.declared,
                                 {fmt::format("对照表“{}”太大，没有证明每种情形恰好有一行", table_.name),
                                  fmt::format("the table `{}` is too large to prove that exactly one row matches", table_.name)},
                                 {"运行时逐行检查；要在装载时证明，请拆成几张表",
                                  "it is checked at run time, row by row; split it to have it proven at load"});
        }
    }

    [[nodiscard]] std::string combination_text(const Combination& slots, bool chinese) const {
        std::string text;
        for (std::size_t i = 0; i < slots.size(); ++i) {
            text += fmt::format("{}{}={}", i == 0 ? "" : chinese ? "、" : ", ", domains_[i].name,
                                slot_text(columns_[i].slots[slots[i]], table_.columns[i].type, domains_[i], chinese));
        }
        return text;
    }

    void prove_disjoint(std::size_t rows) {
        const auto certain = find_overlaps(columns_, rows, OpenCells::match_nothing);
        if (!certain) {
            not_proven();
            return;
        }
        if (table_.hit == HitPolicy::unique) {
            for (const Overlap& overlap : *certain) {
                report_overlap(overlap);
            }
        }
        if (certain->empty()) {
            const auto possible = find_overlaps(columns_, rows, OpenCells::match_everything);
            table_.proven_disjoint = possible && possible->empty();
        }
    }

    void prove_complete(std::size_t rows) {
        if (!table_.otherwise.empty()) {
            // nothing is missing; still, whether the rest can come at all is for coverage to know
            const auto rest = GapSearch(columns_, rows, OpenCells::match_nothing).run();
            table_.proven_complete = rest && rest->empty();
            return;
        }
        const auto certain = GapSearch(columns_, rows, OpenCells::match_everything).run();
        if (!certain) {
            not_proven();
            return;
        }
        if (!certain->empty()) {
            report_gap(*certain);
            return;
        }
        const auto possible = GapSearch(columns_, rows, OpenCells::match_nothing).run();
        table_.proven_complete = possible && possible->empty();
    }

    void report_gap(const std::vector<Combination>& gaps) {
        if (table_.hit != HitPolicy::unique) {
            return;
        }
        std::string zh;
        std::string en;
        for (const Combination& gap : gaps) {
            zh += fmt::format("{}{}", zh.empty() ? "" : "；", combination_text(gap, true));
            en += fmt::format("{}{}", en.empty() ? "" : "; ", combination_text(gap, false));
        }
        diagnostics_.error("E310", table_.declared,
                           {fmt::format("对照表“{}”没有覆盖所有情形：{}", table_.name, zh),
                            fmt::format("no row of the table `{}` matches {}", table_.name, en)},
                           {"补上缺的行，或者用“否则”写明其余情形的值",
                            "add the missing row, or give the value of all other cases with `else`"});
    }

    void report_overlap(const Overlap& overlap) {
        auto& wrong = diagnostics_.error(
            "E311", table_.rows[overlap.second].span,
            {fmt::format("对照表“{}”的行 {} 和行 {} 重叠：{}", table_.name, overlap.first + 1, overlap.second + 1,
                         combination_text(overlap.witness, true)),
             fmt::format("rows {} and {} of the table `{}` both match {}", overlap.first + 1, overlap.second + 1,
                         table_.name, combination_text(overlap.witness, false))},
            {"改其中一行的界限；按先后取第一行时写“命中: 首个”",
             "change the bounds of one of them; write `hit: first` where the first row counts"});
        wrong.related.push_back({table_.rows[overlap.first].span,
                                 {fmt::format("行 {}", overlap.first + 1), fmt::format("row {}", overlap.first + 1)}});
    }

    void report_dead_rows() {
        for (std::size_t row = 0; row < table_.rows.size(); ++row) {
            for (const SlotColumn& cut : columns_) {
                if (!cut.open[row] && none(cut.matches[row])) {
                    report_dead_row(row);
                    break;
                }
            }
            if (table_.hit == HitPolicy::first && row > 0 && certain(row) && hidden(row)) {
                report_dead_row(row);
            }
        }
    }

    [[nodiscard]] bool certain(std::size_t row) const {
        return std::none_of(columns_.begin(), columns_.end(), [&](const SlotColumn& cut) { return cut.open[row]; });
    }

    /// Tells whether rows before this one match all that it matches; only the simple case of one such row.
    [[nodiscard]] bool hidden(std::size_t row) const {
        for (std::size_t before = 0; before < row; ++before) {
            const bool covers = std::all_of(columns_.begin(), columns_.end(), [&](const SlotColumn& cut) {
                for (std::size_t i = 0; i < cut.matches[row].size(); ++i) {
                    if (cut.open[before] || (cut.matches[row][i] & ~cut.matches[before][i]) != 0) {
                        return false;
                    }
                }
                return true;
            });
            if (covers) {
                return true;
            }
        }
        return false;
    }

    void report_dead_row(std::size_t row) {
        diagnostics_.warning("W503", table_.rows[row].span,
                             {fmt::format("对照表“{}”的行 {} 永远不会命中", table_.name, row + 1),
                              fmt::format("row {} of the table `{}` can never match", row + 1, table_.name)},
                             {"去掉这一行，或者检查它的界限和前面的行", "leave it out, or check its bounds and the rows before"});
    }

    DecisionTable& table_;
    const std::vector<ColumnDomain>& domains_;
    Diagnostics& diagnostics_;
    std::vector<SlotColumn> columns_;
    bool said_not_proven_ = false;
};

}  // namespace

void analyse_table(DecisionTable& table, const std::vector<ColumnDomain>& domains, Diagnostics& diagnostics) {
    TableAnalysis(table, domains, diagnostics).run();
}

}  // namespace huiqi
