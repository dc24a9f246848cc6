#include "engine/api/award_differences.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <tuple>
#include <utility>

#include "engine/api/block_order.h"
#include "engine/diagnostic/on_threads.h"

namespace huiqi {
namespace {

using Row = ComparedRows::Row;

/// Gives the incentives of the old plan whose awards are read: those that are compared, and those of the
/// variants.
[[nodiscard]] std::vector<std::size_t> old_wanted(const DifferenceTask& task) {
    std::vector<std::size_t> wanted;
    for (const ComparedAward& one : task.awards) {
        if (one.before) {
            wanted.push_back(*one.before);
        }
    }
    for (const AwardVariant& variant : task.variants) {
        for (const auto& at : variant.at) {
            if (at) {
                wanted.push_back(*at);
            }
        }
    }
    return wanted;
}

[[nodiscard]] std::vector<std::size_t> new_wanted(const DifferenceTask& task) {
    std::vector<std::size_t> wanted;
    for (const ComparedAward& one : task.awards) {
        if (one.after) {
            wanted.push_back(*one.after);
        }
    }
    return wanted;
}

/// Tells whether a row loses more than another, or gains more; of equal ones the first counts.
[[nodiscard]] bool further(const RowDifference& one, const RowDifference& other, bool less) {
    if (one.difference != other.difference) {
        return less ? one.difference < other.difference : one.difference > other.difference;
    }
    return one.line < other.line;
}

/// The rows of one block that come out otherwise, each with its group.
struct DifferentRows {
    std::vector<RowDifference> rows;
    std::vector<std::string> groups;
};

/// Takes them in the order of the input.
struct DifferentRowsSink {
    std::function<bool(const DifferentRows&)> in_order;

    [[nodiscard]] static bool afterwards(const DifferentRows& /*rows*/) noexcept { return true; }
};

/// One thread.
class Worker {
public:
    Worker(const DifferenceTask& task, BlockOrder<DifferentRows>& order, const DifferentRowsSink& sink, bool all)
        : task_(task),
          order_(order),
          sink_(sink),
          all_(all),
          rows_(task.before, task.after, old_wanted(task), new_wanted(task)),
          awards_(task.awards.size()),
          alone_(task.variants.size(), std::vector<Int128>(task.awards.size(), 0)) {}

    void work() {
        while (take()) {
            rows_.decide();
            count_read();
            compare();
            attribute();
            if (!order_.deliver(rows_.before().block.number(), different_, sink_)) {
                return;
            }
        }
    }

    void merge_into(AwardDifferences& all) {
        all.rows_read += made_.rows_read;
        all.unread_before += made_.unread_before;
        all.unread_after += made_.unread_after;
        all.rows.merge(together_.whole());
        for (std::size_t at = 0; at < awards_.size(); ++at) {
            all.awards[at].merge(awards_[at].whole());
        }
        for (const auto& [name, tally] : groups_) {
            all.groups[name].merge(tally.whole());
        }
        all.too_many_groups =
            all.too_many_groups || made_.too_many_groups || all.groups.size() > AwardDifferences::kMostGroups;
        for (std::size_t variant = 0; variant < alone_.size(); ++variant) {
            for (std::size_t at = 0; at < awards_.size(); ++at) {
                all.alone_cents[variant][at] += to_integer(alone_[variant][at]);
            }
        }
        for (const auto& [mine, its, less] : {std::tuple(&made_.largest_loss, &all.largest_loss, true),
                                              std::tuple(&made_.largest_gain, &all.largest_gain, false)}) {
            if (*mine && (!*its || further(**mine, **its, less))) {
                *its = *mine;
            }
        }
        std::move(made_.rejected.begin(), made_.rejected.end(), std::back_inserter(all.rejected));
    }

private:
    [[nodiscard]] bool take() {
        const std::unique_lock hold = order_.input();
        return rows_.next();
    }

    void count_read() {
        const ParsedBlock& old = rows_.before();
        made_.rows_read += old.rows_read;
        made_.unread_before += old.rejected.size();
        made_.unread_after += rows_.after().rejected.size();
        for (const RejectedRow& row : old.rejected) {
            if (made_.rejected.size() < AwardDifferences::kShown) {
                made_.rejected.push_back(row);
            }
        }
    }

    void compare() {
        different_.rows.clear();
        different_.groups.clear();
        for (const Row& row : rows_.rows()) {
            RowAward was;
            RowAward is;
            bool same = true;
            for (std::size_t at = 0; at < task_.awards.size(); ++at) {
                const RowAward old = rows_.old_award(task_.awards[at].before, row);
                const RowAward now = rows_.new_award(task_.awards[at].after, row);
                const bool alike = old.state == now.state;
                awards_[at].add(alike, old, now);
                was = {.state = together(was.state, old.state), .cents = was.cents + old.cents};
                is = {.state = together(is.state, now.state), .cents = is.cents + now.cents};
                same = same && alike && old.cents == now.cents;
            }
            together_.add(same, was, is);
            if (task_.by_group) {
                group(row).add(same, was, is);
            }
            if (!same) {
                note(row, is.cents - was.cents);
            }
        }
    }

    [[nodiscard]] ThreadTally& group(const Row& row) {
        const std::string_view name = rows_.group(row);
        const auto found = groups_.find(name);
        if (found != groups_.end()) {
            return found->second;
        }
        if (groups_.size() > AwardDifferences::kMostGroups) {
            made_.too_many_groups = true;
            return groups_.begin()->second;
        }
        return groups_.emplace(std::string(name), ThreadTally()).first->second;
    }

    /// Keeps a row that comes out otherwise, for the sink and for the largest ones.
    void note(const Row& row, Int128 difference) {
        const bool loss = difference < 0 && (!largest_loss_ || difference < *largest_loss_);
        const bool gain = difference > 0 && (!largest_gain_ || difference > *largest_gain_);
        if (!all_ && !loss && !gain) {
            return;
        }
        RowDifference made = difference_of(row, difference);
        if (loss) {
            largest_loss_ = difference;
            made_.largest_loss = made;
        }
        if (gain) {
            largest_gain_ = difference;
            made_.largest_gain = made;
        }
        if (all_) {
            different_.rows.push_back(std::move(made));
            different_.groups.emplace_back(task_.by_group ? rows_.group(row) : std::string_view());
        }
    }

    [[nodiscard]] RowDifference difference_of(const Row& row, Int128 difference) const {
        RowDifference made;
        made.line = row.line;
        made.number = rows_.number(row);
        made.difference = to_integer(difference);
        for (const ComparedAward& one : task_.awards) {
            const RowAward was = rows_.old_award(one.before, row);
            const RowAward is = rows_.new_award(one.after, row);
            made.before.emplace_back(was.state, to_integer(was.cents));
            made.after.emplace_back(is.state, to_integer(is.cents));
        }
        return made;
    }

    /// Adds what each change alone adds to the old awards.
    void attribute() {
        for (std::size_t variant = 0; variant < task_.variants.size(); ++variant) {
            for (std::size_t at = 0; at < task_.awards.size(); ++at) {
                const auto& changed = task_.variants[variant].at[at];
                const auto& old = task_.awards[at].before;
                if (changed) {
                    alone_[variant][at] += rows_.old_sum(*changed) - (old ? rows_.old_sum(*old) : 0);
                }
            }
        }
    }

    const DifferenceTask& task_;
    BlockOrder<DifferentRows>& order_;
    const DifferentRowsSink& sink_;
    bool all_;   ///< every row that comes out otherwise is wanted, not only the largest
    ComparedRows rows_;
    ThreadTally together_;
    std::vector<ThreadTally> awards_;
    std::map<std::string, ThreadTally, std::less<>> groups_;
    std::vector<std::vector<Int128>> alone_;
    std::optional<Int128> largest_loss_, largest_gain_;
    DifferentRows different_;
    AwardDifferences made_;
};

}  // namespace

AwardDifferences compare_awards(const DifferenceTask& task, std::size_t threads, const DifferenceSink& sink,
                                const std::function<void(std::uint64_t)>& progress) {
    const std::size_t count = std::max<std::size_t>(threads, 1);
    BlockOrder<DifferentRows> order(count);
    const DifferentRowsSink in_order{.in_order = [&](const DifferentRows& different) {
        if (progress) {
            progress(task.before.input->bytes_read());
        }
        return !sink || sink(different.rows, different.groups);
    }};
    std::vector<std::unique_ptr<Worker>> workers;
    for (std::size_t at = 0; at < count; ++at) {
        workers.push_back(std::make_unique<Worker>(task, order, in_order, static_cast<bool>(sink)));
    }
    on_threads(workers.size(), [&](std::size_t at) { workers[at]->work(); });
    AwardDifferences all;
    all.awards.resize(task.awards.size());
    all.alone_cents.assign(task.variants.size(), std::vector<Integer>(task.awards.size(), 0));
    for (const auto& worker : workers) {
        worker->merge_into(all);
    }
    std::sort(all.rejected.begin(), all.rejected.end(),
              [](const RejectedRow& one, const RejectedRow& other) { return one.line < other.line; });
    if (all.rejected.size() > AwardDifferences::kShown) {
        all.rejected.resize(AwardDifferences::kShown);
    }
    return all;
}

}  // namespace huiqi
