#include "engine/evaluate/work_account.h"

#include <algorithm>

#include "engine/numeric/work.h"

namespace huiqi {

void WorkAccount::begin() {
    static_cast<void>(WorkLimit::renew(plan_.limits.work));
    if (total_ != 0) {
        total_ = 0;
        work_.clear();
    }
}

void WorkAccount::open(NodeIndex node) noexcept {
    if (total_ != 0) [[unlikely]] {
        const std::uint64_t most = plan_.limits.work;
        static_cast<void>(WorkLimit::renew(most - std::min(most, work_[node])));
    }
}

bool WorkAccount::close(NodeIndex node) {
    if (WorkLimit::spent() == 0) [[likely]] {
        return false;
    }
    if (total_ == 0) {
        work_.assign(plan_.nodes.size(), 0);
        looked_at_.assign(plan_.nodes.size(), 0);
    }
    const std::uint64_t spent = WorkLimit::renew(plan_.limits.work);
    work_[node] += spent;
    total_ += spent;
    return true;
}

bool WorkAccount::too_much(NodeIndex node) {
    if (!much() || total_ <= looked_at_[node]) {
        return false;
    }
    const std::uint64_t behind = work_behind(node);
    if (behind > plan_.limits.work) {
        return true;
    }
    looked_at_[node] = total_ + (plan_.limits.work - behind);
    return false;
}

std::uint64_t WorkAccount::work_behind(NodeIndex node) {
    seen_.resize(plan_.nodes.size(), 0);
    ++walk_;
    std::uint64_t sum = 0;
    ahead_.assign(1, node);
    seen_[node] = walk_;
    while (!ahead_.empty()) {
        const NodeIndex at = ahead_.back();
        ahead_.pop_back();
        sum += work_[at];
        for (const NodeIndex operand : plan_.nodes[at].operands) {
            if (seen_[operand] != walk_) {
                seen_[operand] = walk_;
                ahead_.push_back(operand);
            }
        }
    }
    return sum;
}

}  // namespace huiqi
