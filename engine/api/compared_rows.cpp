#include "engine/api/compared_rows.h"

#include <algorithm>
#include <utility>

#include "engine/diagnostic/expect.h"

namespace huiqi {
namespace {

constexpr std::size_t kChunk = 2048;

}  // namespace

DecidedRows::DecidedRows(const ComparedSide& side)
    : side_(side),
      parser_(side.input->parser()),
      block_(side.plan->schema),
      evaluator_(side.plan),
      lanes_(side.plan->incentives.size()) {}

void DecidedRows::decide(const std::vector<std::size_t>& wanted) {
    block_.clear();
    parser_->parse(block_);
    const std::size_t rows = block_.batch.rows();
    for (const std::size_t at : wanted) {
        lanes_[at].assign(rows, AwardState::refused);
    }
    for (std::size_t first = 0; first < rows; first += evaluator_.rows()) {
        (void)evaluator_.run_some(block_.batch, first, std::min(kChunk, rows - first));
        for (const std::size_t at : wanted) {
            read_awards(evaluator_, side_.plan->incentives[at], first, lanes_[at]);
        }
    }
}

ComparedRows::ComparedRows(const ComparedSide& before, const ComparedSide& after,
                           std::vector<std::size_t> old_wanted, std::vector<std::size_t> new_wanted)
    : before_(before), old_wanted_(std::move(old_wanted)), new_wanted_(std::move(new_wanted)) {
    if (before.input != after.input) {
        after_.emplace(after);
    } else {
        old_wanted_.insert(old_wanted_.end(), new_wanted_.begin(), new_wanted_.end());
    }
    for (std::vector<std::size_t>* wanted : {&old_wanted_, &new_wanted_}) {
        std::sort(wanted->begin(), wanted->end());
        wanted->erase(std::unique(wanted->begin(), wanted->end()), wanted->end());
    }
}

bool ComparedRows::next() {
    const bool some = before_.next();
    const bool others = after_ ? after_->next() : some;
    expect(some == others, "one file gives both versions as many blocks");
    return some;
}

void ComparedRows::decide() {
    before_.decide(old_wanted_);
    if (after_) {
        after_->decide(new_wanted_);
    }
    align();
}

void ComparedRows::align() {
    rows_.clear();
    const std::vector<RowPlace>& old = before().places;
    if (!after_) {
        for (std::size_t row = 0; row < old.size(); ++row) {
            rows_.push_back({.line = old[row].line, .before = row, .after = row});
        }
        return;
    }
    const std::vector<RowPlace>& now = after().places;
    std::size_t left = 0;
    std::size_t right = 0;
    while (left < old.size() || right < now.size()) {
        const std::uint64_t old_line = left < old.size() ? old[left].line : UINT64_MAX;
        const std::uint64_t new_line = right < now.size() ? now[right].line : UINT64_MAX;
        Row& one = rows_.emplace_back();
        one.line = std::min(old_line, new_line);
        one.before = old_line == one.line ? left++ : Row::kNowhere;
        one.after = new_line == one.line ? right++ : Row::kNowhere;
    }
}

Int128 ComparedRows::old_sum(std::size_t incentive) const {
    Int128 sum = 0;
    for (const Int128 cents : before_.awards(incentive).cents) {
        sum += cents;
    }
    return sum;
}

std::string_view ComparedRows::number(const Row& row) const {
    const bool old = row.before != Row::kNowhere;
    const auto& keys = old ? before().keys : after().keys;
    const std::size_t at = old ? row.before : row.after;
    return at < keys.size() ? std::string_view(keys[at]) : std::string_view();
}

std::string_view ComparedRows::group(const Row& row) const {
    return row.before != Row::kNowhere ? before().pass_through[0][row.before]
                                       : after().pass_through[0][row.after];
}

}  // namespace huiqi
