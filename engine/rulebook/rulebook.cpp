#include "engine/rulebook/rulebook.h"

#include <algorithm>
#include <utility>

#include "engine/rulebook/loaders/rulebook_loader.h"
#include "engine/rulebook/short_names.h"

namespace huiqi {

std::vector<const CheckedExpression*> Population::expressions() const {
    std::vector<const CheckedExpression*> all;
    for (const CheckedExpression& one : per) {
        all.push_back(&one);
    }
    for (const auto* one : {&when, &value}) {
        if (*one) {
            all.push_back(&**one);
        }
    }
    for (const Rank& one : ranks) {
        all.push_back(&one.by);
    }
    return all;
}

std::vector<const CheckedExpression*> Fold::expressions() const {
    std::vector<const CheckedExpression*> all{&source};
    for (const State& state : states) {
        all.push_back(&state.initial);
    }
    for (const State& state : states) {
        all.push_back(&state.next);
    }
    for (const auto* one : {&yields, &result}) {
        if (*one) {
            all.push_back(&**one);
        }
    }
    return all;
}

std::string_view Incentive::short_name() const noexcept {
    return last_part(id);
}

bool Incentive::stands_for(std::string_view name) const noexcept {
    return id == name || std::find(lineage.begin(), lineage.end(), name) != lineage.end();
}

const Incentive* Rulebook::find(std::string_view id) const noexcept {
    const auto found = std::find_if(incentives.begin(), incentives.end(),
                                    [&](const Incentive& incentive) { return incentive.id == id; });
    return found == incentives.end() ? nullptr : &*found;
}

Rulebook load_rulebook(const std::vector<std::string>& paths, Diagnostics& diagnostics) {
    RulebookLoader loader(diagnostics);
    loader.add_paths(paths);
    Rulebook rulebook = loader.load();
    diagnostics.sort();
    return rulebook;
}

Rulebook load_rulebook_text(std::string name, std::string text, Diagnostics& diagnostics) {
    RulebookLoader loader(diagnostics);
    loader.add_text(std::move(name), std::move(text));
    Rulebook rulebook = loader.load();
    diagnostics.sort();
    return rulebook;
}

}  // namespace huiqi
