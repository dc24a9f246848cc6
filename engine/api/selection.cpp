#include "engine/api/selection.h"

#include <algorithm>
#include <string_view>

#include "engine/api/messages.h"
#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

[[nodiscard]] const Bundle* find_bundle(const Rulebook& rulebook, std::string_view id) {
    const auto found = std::find_if(rulebook.bundles.begin(), rulebook.bundles.end(),
                                    [id](const Bundle& bundle) { return bundle.id == id; });
    return found == rulebook.bundles.end() ? nullptr : &*found;
}

/// A whole id goes before the last part of another; a last part stands for an incentive when no other ends so.
[[nodiscard]] const Incentive* find_incentive(const Rulebook& rulebook, std::string_view id) {
    if (const Incentive* incentive = rulebook.find(id)) {
        return incentive;
    }
    const Incentive* found = nullptr;
    for (const Incentive& one : rulebook.incentives) {
        if (one.short_name() == id) {
            if (found != nullptr) {
                return nullptr;  // which of them is meant cannot be told
            }
            found = &one;
        }
    }
    return found;
}

[[nodiscard]] Selection members(const Rulebook& rulebook, const Bundle& bundle) {
    Selection selection{.bundle = &bundle, .incentives = {}};
    for (const std::string& id : bundle.incentives) {
        if (const Incentive* incentive = rulebook.find(id)) {
            selection.incentives.push_back(incentive);
        }
    }
    return selection;
}

[[nodiscard]] Bilingual choices(const Rulebook& rulebook) {
    std::vector<std::string_view> names;
    for (const Bundle& bundle : rulebook.bundles) {
        names.push_back(bundle.id);
    }
    for (const Incentive& incentive : rulebook.incentives) {
        if (!incentive.support && !incentive.abstract) {
            names.push_back(incentive.id);
        }
    }
    Bilingual all;
    for (const std::string_view name : names) {
        all.zh.append(all.zh.empty() ? "可选：" : "、").append(name);
        all.en.append(all.en.empty() ? "there are " : ", ").append(name);
    }
    return all;
}

[[nodiscard]] Selection select_named(const Rulebook& rulebook, const std::vector<std::string>& ids,
                                     std::vector<Message>& messages) {
    Selection selection;
    for (const std::string& id : ids) {
        const Incentive* incentive = find_incentive(rulebook, id);
        if (incentive == nullptr) {
            const std::string shown = excerpt(id);
            messages.push_back(message_of("E461",
                                          {"没有编号为“" + shown + "”的事项或组合",
                                           "no incentive or bundle has the id `" + shown + "`"},
                                          choices(rulebook)));
        } else if (std::find(selection.incentives.begin(), selection.incentives.end(), incentive) ==
                   selection.incentives.end()) {
            selection.incentives.push_back(incentive);
        }
    }
    return selection;
}

/// Everything that can run; of nothing but abstract rules one, because the compiler says best what it lacks.
[[nodiscard]] Selection select_all(const Rulebook& rulebook) {
    Selection selection;
    const Incentive* abstract = nullptr;
    for (const Incentive& incentive : rulebook.incentives) {
        if (!incentive.support && incentive.abstract) {
            abstract = &incentive;
        } else if (!incentive.support) {
            selection.incentives.push_back(&incentive);
        }
    }
    if (selection.incentives.empty() && abstract != nullptr) {
        selection.incentives.push_back(abstract);
    }
    return selection;
}

}  // namespace

Selection select(const Rulebook& rulebook, const std::vector<std::string>& ids,
                 std::vector<Message>& messages) {
    Selection selection;
    if (ids.empty() && rulebook.bundles.size() > 1) {
        messages.push_back(message_of(
            "E462",
            {"这里有几个组合，不知道要用哪一个", "there are several bundles here, and none was chosen"},
            choices(rulebook)));
        return selection;
    }
    const Bundle* bundle = nullptr;
    if (ids.size() == 1) {
        bundle = find_bundle(rulebook, ids.front());
    } else if (ids.empty() && !rulebook.bundles.empty()) {
        bundle = &rulebook.bundles.front();
    }
    if (bundle != nullptr) {
        selection = members(rulebook, *bundle);
    } else {
        selection = ids.empty() ? select_all(rulebook) : select_named(rulebook, ids, messages);
    }
    if (selection.incentives.empty() && messages.empty()) {
        messages.push_back(message_of(
            "E463", {"这里没有可以计算的事项", "there is no incentive here that could be computed"},
            {"给出“种类: 事项”的文件", "give a file of `kind: incentive`"}));
    }
    return selection;
}

}  // namespace huiqi
