#include "tools/web/prepared_site.h"

#include <utility>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

#include "tools/web/rule_pages.h"

namespace huiqi {
namespace {

/// Lets the threads that answer go first; under load a tenth of a processor is left to this one, so that it ends.
void step_back() {
    constexpr int kBehind = 10;
    (void)setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kBehind);  // of this thread alone
}

[[nodiscard]] std::vector<const Incentive*> shown(const InterviewRules& rules) {
    std::vector<const Incentive*> all = rules.selected.incentives;
    all.insert(all.end(), rules.left_out.begin(), rules.left_out.end());
    return all;
}

[[nodiscard]] std::vector<const Bundle*> bundles_of(const InterviewRules& rules) {
    return rules.selected.bundle == nullptr ? std::vector<const Bundle*>() : std::vector<const Bundle*>{rules.selected.bundle};
}

}  // namespace

PreparedSite::Made::Made(const InterviewRules& rules, const std::function<bool()>& goes_on)
    : site(rules.book, shown(rules), bundles_of(rules), goes_on), search_index(goes_on() ? huiqi::search_index(site, SiteShape::server) : "") {}

PreparedSite::PreparedSite(std::shared_ptr<const InterviewRules> rules)
    : rules_(std::move(rules)), worker_([this] {
          step_back();
          make();
      }) {}

PreparedSite::~PreparedSite() {
    given_up_ = true;
    worker_.join();
}

void PreparedSite::make() {
    auto made = std::make_unique<const Made>(*rules_, [this] { return !given_up_; });
    if (!given_up_) {
        made_ = std::move(made);
        ready_.store(made_.get(), std::memory_order_release);
    }
}

}  // namespace huiqi
