#include "engine/api/award_differences.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "engine/api/award_lanes.h"
#include "engine/diagnostic/expect.h"
#include "engine/evaluate/evaluator.h"

namespace huiqi {
namespace {

constexpr std::size_t kChunk = 2048;

[[nodiscard]] bool decided(AwardState state) noexcept { return state == AwardState::eligible || state == AwardState::refused || state == AwardState::none; }

/// Hands blocks out and takes them back in order; a thread that runs ahead waits.
struct Order {
    std::mutex input_lock;
    std::mutex output_lock;
    std::condition_variable turn;
    std::uint64_t next = 0;
    bool stopped = false;

    template <class HandOver>
    bool deliver(std::uint64_t number, HandOver hand_over) {
        std::unique_lock hold(output_lock);
        turn.wait(hold, [&] { return stopped || next == number; });
        if (!stopped && !hand_over()) {
            stopped = true;
        }
        ++next;
        turn.notify_all();
        return !stopped;
    }
};

/// One version's rows of a block, decided.
class SideWorker {
public:
    explicit SideWorker(const ComparedSide& side) : side_(side), parser_(side.input->parser()), block_(side.plan->schema), evaluator_(side.plan) {}

    [[nodiscard]] bool next() { return side_.input->next(block_.block); }

    /// Decides the rows and reads the awards of these incentives.
    void decide(const std::vector<std::size_t>& wanted, std::vector<AwardLanes>& lanes) {
        block_.clear();
        parser_->parse(block_);
        const std::size_t rows = block_.batch.rows();
        for (const std::size_t at : wanted) {
            lanes[at].assign(rows, AwardState::refused);
        }
        for (std::size_t first = 0; first < rows; first += evaluator_.rows()) {
            (void)evaluator_.run_some(block_.batch, first, std::min(kChunk, rows - first));
            for (const std::size_t at : wanted) {
                read_awards(evaluator_, side_.plan->incentives[at], first, lanes[at]);
            }
        }
    }

    [[nodiscard]] ParsedBlock& block() noexcept { return block_; }

private:
    const ComparedSide& side_;
    std::unique_ptr<BlockParser> parser_;
    ParsedBlock block_;
    Evaluator evaluator_;
};

/// The rows of a block in both versions: where each stands there; `kNowhere` where it was set aside.
struct AlignedRow {
    static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
    std::uint64_t line = 0;
    std::size_t before = kNowhere, after = kNowhere;
};

/// Counts one thing in two versions.
void count(AwardTally& tally, bool same_state, AwardState before, AwardState after, Int128 was, Int128 is) {
    ++tally.rows;
    tally.gaining += is > was ? 1U : 0U;
    tally.losing += is < was ? 1U : 0U;
    tally.otherwise += is == was && !same_state ? 1U : 0U;
    tally.unchanged += is == was && same_state ? 1U : 0U;
    tally.newly_eligible += before != AwardState::eligible && after == AwardState::eligible ? 1U : 0U;
    tally.newly_refused += before == AwardState::eligible && (after == AwardState::refused || after == AwardState::none) ? 1U : 0U;
    tally.opened += decided(before) && !decided(after) ? 1U : 0U;
    tally.closed += !decided(before) && decided(after) ? 1U : 0U;
}

/// Sums of one thread that stay in 128 bits until they are merged.
struct FastTally {
    AwardTally counts;
    Int128 before = 0, after = 0, gain = 0, loss = 0;

    void add(bool same_state, AwardState was_state, AwardState is_state, Int128 was, Int128 is) {
        count(counts, same_state, was_state, is_state, was, is);
        before += was;
        after += is;
        gain += is > was ? is - was : 0;
        loss += is < was ? was - is : 0;
    }
    [[nodiscard]] AwardTally whole() const {
        AwardTally made = counts;
        made.before_cents = to_integer(before);
        made.after_cents = to_integer(after);
        made.gain_cents = to_integer(gain);
        made.loss_cents = to_integer(loss);
        return made;
    }
};

/// One state for all awards of a row: eligible where one is, open where one is and none is eligible.
[[nodiscard]] AwardState together(AwardState left, AwardState right) noexcept {
    const auto rank = [](AwardState state) {
        switch (state) {
            case AwardState::eligible: return 0;
            case AwardState::error: return 1;
            case AwardState::unread: return 2;
            case AwardState::unknown: return 3;
            case AwardState::refused: return 4;
            case AwardState::none: return 5;
        }
        return 5;
    };
    return rank(left) <= rank(right) ? left : right;
}

/// One thread.
class Worker {
public:
    Worker(const DifferenceTask& task, Order& order, const DifferenceSink& sink, const std::function<void(std::uint64_t)>& progress)
        : task_(task), order_(order), sink_(sink), progress_(progress), one_input_(task.before.input == task.after.input), before_(task.before),
          awards_(task.awards.size()), alone_(task.variants.size(), std::vector<Int128>(task.awards.size(), 0)) {
        if (!one_input_) {
            after_.emplace(task.after);
        }
        old_lanes_.resize(task.before.plan->incentives.size());
        new_lanes_.resize(task.after.plan->incentives.size());
        for (const ComparedAward& one : task.awards) {
            if (one.before) {
                old_wanted_.push_back(*one.before);
            }
            if (one.after) {
                (one_input_ ? old_wanted_ : new_wanted_).push_back(*one.after);
            }
        }
        for (const AwardVariant& variant : task.variants) {
            for (const auto& at : variant.at) {
                if (at) {
                    old_wanted_.push_back(*at);
                }
            }
        }
        for (std::vector<std::size_t>* wanted : {&old_wanted_, &new_wanted_}) {
            std::sort(wanted->begin(), wanted->end());
            wanted->erase(std::unique(wanted->begin(), wanted->end()), wanted->end());
        }
    }

    void work() {
        while (take()) {
            before_.decide(old_wanted_, old_lanes_);
            if (!one_input_) {
                after_->decide(new_wanted_, new_lanes_);
            }
            align();
            compare();
            if (!order_.deliver(before_.block().block.number(), [this] { return hand_over(); })) {
                return;
            }
        }
    }

    void merge_into(AwardDifferences& all) {
        all.rows_read += made_.rows_read;
        all.unread_before += made_.unread_before;
        all.unread_after += made_.unread_after;
        all.rows.merge(rows_.whole());
        for (std::size_t at = 0; at < awards_.size(); ++at) {
            all.awards[at].merge(awards_[at].whole());
        }
        for (const auto& [name, tally] : groups_) {
            all.groups[name].merge(tally.whole());
        }
        all.too_many_groups = all.too_many_groups || made_.too_many_groups || all.groups.size() > AwardDifferences::kMostGroups;
        for (std::size_t variant = 0; variant < alone_.size(); ++variant) {
            for (std::size_t at = 0; at < awards_.size(); ++at) {
                all.alone_cents[variant][at] += to_integer(alone_[variant][at]);
            }
        }
        for (const auto& [mine, its, less] : {std::tuple(&made_.largest_loss, &all.largest_loss, true), std::tuple(&made_.largest_gain, &all.largest_gain, false)}) {
            if (*mine && (!*its || further(**mine, **its, less))) {
                *its = *mine;
            }
        }
        all.rejected.insert(all.rejected.end(), std::make_move_iterator(made_.rejected.begin()), std::make_move_iterator(made_.rejected.end()));
    }

private:
    [[nodiscard]] static bool further(const RowDifference& one, const RowDifference& other, bool less) {
        if (one.difference != other.difference) {
            return less ? one.difference < other.difference : one.difference > other.difference;
        }
        return one.line < other.line;
    }

    [[nodiscard]] bool take() {
        const std::lock_guard hold(order_.input_lock);
        const bool some = before_.next();
        const bool others = one_input_ ? some : after_->next();
        expect(some == others, "one file gives both versions as many blocks");
        return some;
    }

    /// Lays the rows of both versions beside one another, by their lines.
    void align() {
        aligned_.clear();
        const ParsedBlock& old = before_.block();
        made_.rows_read += old.rows_read;
        made_.unread_before += old.rejected.size();
        keep_rejected(old);
        if (one_input_) {
            made_.unread_after += old.rejected.size();
            for (std::size_t row = 0; row < old.places.size(); ++row) {
                aligned_.push_back({.line = old.places[row].line, .before = row, .after = row});
            }
            return;
        }
        const ParsedBlock& now = after_->block();
        made_.unread_after += now.rejected.size();
        std::size_t left = 0;
        std::size_t right = 0;
        while (left < old.places.size() || right < now.places.size()) {
            const std::uint64_t old_line = left < old.places.size() ? old.places[left].line : UINT64_MAX;
            const std::uint64_t new_line = right < now.places.size() ? now.places[right].line : UINT64_MAX;
            AlignedRow& one = aligned_.emplace_back();
            one.line = std::min(old_line, new_line);
            one.before = old_line == one.line ? left++ : AlignedRow::kNowhere;
            one.after = new_line == one.line ? right++ : AlignedRow::kNowhere;
        }
    }

    void keep_rejected(const ParsedBlock& block) {
        for (const RejectedRow& row : block.rejected) {
            if (made_.rejected.size() < AwardDifferences::kShown) {
                made_.rejected.push_back(row);
            }
        }
    }

    struct Award {
        AwardState state = AwardState::none;
        Int128 cents = 0;
    };
    [[nodiscard]] static Award award(const std::vector<AwardLanes>& lanes, const std::optional<std::size_t>& at, std::size_t row) {
        if (!at) {
            return {};
        }
        return row == AlignedRow::kNowhere ? Award{AwardState::unread, 0} : Award{lanes[*at].states[row], lanes[*at].cents[row]};
    }

    void compare() {
        different_.clear();
        different_groups_.clear();
        const std::vector<AwardLanes>& news = one_input_ ? old_lanes_ : new_lanes_;
        for (const AlignedRow& row : aligned_) {
            Int128 was = 0;
            Int128 is = 0;
            AwardState was_state = AwardState::none;
            AwardState is_state = AwardState::none;
            bool same = true;
            for (std::size_t at = 0; at < task_.awards.size(); ++at) {
                const Award old = award(old_lanes_, task_.awards[at].before, row.before);
                const Award now = award(news, task_.awards[at].after, row.after);
                const bool alike = old.state == now.state;
                awards_[at].add(alike, old.state, now.state, old.cents, now.cents);
                was += old.cents;
                is += now.cents;
                was_state = together(was_state, old.state);
                is_state = together(is_state, now.state);
                same = same && alike && old.cents == now.cents;
            }
            rows_.add(same, was_state, is_state, was, is);
            if (task_.by_group) {
                group(row).add(same, was_state, is_state, was, is);
            }
            if (!same) {
                note(row, is - was, news);
            }
        }
        attribute();
    }

    [[nodiscard]] std::string_view group_name(const AlignedRow& row) {
        if (!task_.by_group) {
            return {};
        }
        return row.before != AlignedRow::kNowhere ? before_.block().pass_through[0][row.before] : after_->block().pass_through[0][row.after];
    }

    [[nodiscard]] FastTally& group(const AlignedRow& row) {
        const std::string_view name = group_name(row);
        const auto found = groups_.find(name);
        if (found != groups_.end()) {
            return found->second;
        }
        if (groups_.size() > AwardDifferences::kMostGroups) {
            made_.too_many_groups = true;
            return groups_.begin()->second;
        }
        return groups_.emplace(std::string(name), FastTally()).first->second;
    }

    /// Keeps a row that comes out otherwise, for the sink and for the largest ones.
    void note(const AlignedRow& row, Int128 difference, const std::vector<AwardLanes>& news) {
        const bool loss = difference < 0 && (!largest_loss_ || difference < *largest_loss_);
        const bool gain = difference > 0 && (!largest_gain_ || difference > *largest_gain_);
        if (!sink_ && !loss && !gain) {
            return;
        }
        RowDifference made;
        made.line = row.line;
        const bool old = row.before != AlignedRow::kNowhere;
        const auto& keys = old ? before_.block().keys : after_->block().keys;
        const std::size_t at_row = old ? row.before : row.after;
        made.number = at_row < keys.size() ? std::string(keys[at_row]) : std::string();
        made.difference = to_integer(difference);
        for (const ComparedAward& one : task_.awards) {
            const Award was = award(old_lanes_, one.before, row.before);
            const Award is = award(news, one.after, row.after);
            made.before.emplace_back(was.state, to_integer(was.cents));
            made.after.emplace_back(is.state, to_integer(is.cents));
        }
        if (loss) {
            largest_loss_ = difference;
            made_.largest_loss = made;
        }
        if (gain) {
            largest_gain_ = difference;
            made_.largest_gain = made;
        }
        if (sink_) {
            different_.push_back(std::move(made));
            different_groups_.emplace_back(group_name(row));
        }
    }

    /// Adds what each change alone adds to the old awards.
    void attribute() {
        for (std::size_t variant = 0; variant < task_.variants.size(); ++variant) {
            for (std::size_t at = 0; at < task_.awards.size(); ++at) {
                const auto& where = task_.variants[variant].at[at];
                if (!where) {
                    continue;
                }
                const std::vector<Int128>& changed = old_lanes_[*where].cents;
                Int128 sum = 0;
                for (const Int128 cents : changed) {
                    sum += cents;
                }
                if (task_.awards[at].before) {
                    for (const Int128 cents : old_lanes_[*task_.awards[at].before].cents) {
                        sum -= cents;
                    }
                }
                alone_[variant][at] += sum;
            }
        }
    }

    [[nodiscard]] bool hand_over() {
        if (progress_) {
            progress_(task_.before.input->bytes_read());
        }
        return !sink_ || sink_(different_, different_groups_);
    }

    const DifferenceTask& task_;
    Order& order_;
    const DifferenceSink& sink_;
    const std::function<void(std::uint64_t)>& progress_;
    bool one_input_;
    SideWorker before_;
    std::optional<SideWorker> after_;
    std::vector<std::size_t> old_wanted_, new_wanted_;
    std::vector<AwardLanes> old_lanes_, new_lanes_;
    std::vector<AlignedRow> aligned_;
    FastTally rows_;
    std::vector<FastTally> awards_;
    std::map<std::string, FastTally, std::less<>> groups_;
    std::vector<std::vector<Int128>> alone_;
    std::optional<Int128> largest_loss_, largest_gain_;
    std::vector<RowDifference> different_;
    std::vector<std::string> different_groups_;
    AwardDifferences made_;
};

}  // namespace

void AwardTally::merge(const AwardTally& other) {
    rows += other.rows;
    gaining += other.gaining;
    losing += other.losing;
    otherwise += other.otherwise;
    unchanged += other.unchanged;
    newly_eligible += other.newly_eligible;
    newly_refused += other.newly_refused;
    opened += other.opened;
    closed += other.closed;
    before_cents += other.before_cents;
    after_cents += other.after_cents;
    gain_cents += other.gain_cents;
    loss_cents += other.loss_cents;
}

std::string_view award_state_word(AwardState state) noexcept {
    switch (state) {
        case AwardState::eligible: return "eligible";
        case AwardState::refused: return "refused";
        case AwardState::unknown: return "unknown";
        case AwardState::error: return "error";
        case AwardState::unread: return "unread";
        case AwardState::none: return "none";
    }
    return "none";
}

AwardDifferences compare_awards(const DifferenceTask& task, std::size_t threads, const DifferenceSink& sink,
                                const std::function<void(std::uint64_t)>& progress) {
    Order order;
    std::vector<std::unique_ptr<Worker>> workers;
    for (std::size_t at = 0; at < std::max<std::size_t>(threads, 1); ++at) {
        workers.push_back(std::make_unique<Worker>(task, order, sink, progress));
    }
    std::vector<std::thread> others;
    for (std::size_t at = 1; at < workers.size(); ++at) {
        others.emplace_back([worker = workers[at].get()] { worker->work(); });
    }
    workers.front()->work();
    for (std::thread& other : others) {
        other.join();
    }
    AwardDifferences all;
    all.awards.resize(task.awards.size());
    all.alone_cents.assign(task.variants.size(), std::vector<Integer>(task.awards.size(), 0));
    for (const auto& worker : workers) {
        worker->merge_into(all);
    }
    std::sort(all.rejected.begin(), all.rejected.end(), [](const RejectedRow& one, const RejectedRow& other) { return one.line < other.line; });
    if (all.rejected.size() > AwardDifferences::kShown) {
        all.rejected.resize(AwardDifferences::kShown);
    }
    return all;
}

}  // namespace huiqi
