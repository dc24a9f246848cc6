#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "tools/huiqi/ask/interview.h"
#include "tools/web/rule_site.h"

namespace huiqi {

/// The rules browser of a server, made by a thread of its own beside all other work: all cases are run for it, and nobody waits for
/// that. Once, whoever asks and however often.
class PreparedSite {
public:
    /// What does not change any more; shared between threads.
    struct Made {
        /// Gives up halfway where `goes_on` says so.
        Made(const InterviewRules& rules, const std::function<bool()>& goes_on);

        RuleSite site;
        std::string search_index;
    };

    /// Begins at once, behind the threads that answer.
    explicit PreparedSite(std::shared_ptr<const InterviewRules> rules);
    /// Gives up what is not ready; waits for the cases of one incentive at most.
    ~PreparedSite();
    PreparedSite(const PreparedSite&) = delete;
    PreparedSite& operator=(const PreparedSite&) = delete;

    /// nullptr while it is being made.
    [[nodiscard]] const Made* ready() const noexcept { return ready_.load(std::memory_order_acquire); }

private:
    void make();

    std::shared_ptr<const InterviewRules> rules_;
    std::unique_ptr<const Made> made_;
    std::atomic<const Made*> ready_ = nullptr;
    std::atomic<bool> given_up_ = false;
    std::thread worker_;   // last: what it works on stands before it
};

}  // namespace huiqi
