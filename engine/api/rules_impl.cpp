#include "engine/api/rules_impl.h"

#include <utility>

#include "engine/api/messages.h"

namespace huiqi {

Rules::Impl::Impl(Rulebook loaded, Diagnostics diagnostics)
    : rulebook(std::make_shared<const Rulebook>(std::move(loaded))), sound(!diagnostics.has_errors()) {
    messages = messages_of(std::move(diagnostics), *rulebook->sources);
}

Rules::Rules(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
Rules::Rules(Rules&& other) noexcept = default;
Rules& Rules::operator=(Rules&& other) noexcept = default;
Rules::~Rules() = default;

Rules Rules::load(const std::vector<std::string>& paths) {
    Diagnostics diagnostics;
    Rulebook rulebook = load_rulebook(paths, diagnostics);
    return Rules(std::make_unique<Impl>(std::move(rulebook), std::move(diagnostics)));
}

Rules Rules::from_text(std::string name, std::string text) {
    Diagnostics diagnostics;
    Rulebook rulebook = load_rulebook_text(std::move(name), std::move(text), diagnostics);
    return Rules(std::make_unique<Impl>(std::move(rulebook), std::move(diagnostics)));
}

bool Rules::sound() const noexcept {
    return impl_->sound;
}

const std::vector<Message>& Rules::messages() const noexcept {
    return impl_->messages;
}

std::vector<std::string> Rules::incentives() const {
    std::vector<std::string> ids;
    for (const Incentive& incentive : impl_->rulebook->incentives) {
        if (!incentive.support && !incentive.abstract) {
            ids.push_back(incentive.id);
        }
    }
    return ids;
}

std::vector<std::string> Rules::bundles() const {
    std::vector<std::string> ids;
    for (const Bundle& bundle : impl_->rulebook->bundles) {
        ids.push_back(bundle.id);
    }
    return ids;
}

}  // namespace huiqi
