#include <algorithm>
#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/diagnostic/side_by_side.h"
#include "engine/rulebook/lints/rule_warnings.h"
#include "engine/rulebook/loaders/rulebook_loader.h"

namespace huiqi {

/// An overlay that nobody stands on and that still lacks a value can never run, which its author may not know.
void RulebookLoader::warn_of_open_leaves() {
    std::vector<std::string_view> parents;
    for (const auto& file : files_) {
        if (file->incentive) {
            parents.push_back(file->incentive->incentive.parent);
        }
    }
    std::sort(parents.begin(), parents.end());
    for (const auto& file : files_) {
        if (file->kind != "overlay" || !file->incentive || !file->incentive->sound) {
            continue;
        }
        const Incentive& overlay = file->incentive->incentive;
        if (!overlay.abstract || std::binary_search(parents.begin(), parents.end(), overlay.id)) {
            continue;
        }
        const std::string names = fmt::format("{}", fmt::join(overlay.unset, "、"));
        auto& open = diagnostics_.warning(
            "W510", file->id_span,
            {fmt::format("细则“{}”没有给必填的参数取值：{}", overlay.id, names),
             fmt::format("the overlay `{}` leaves required parameters unset: {}", overlay.id, names)},
            {"在“参数”里写上值；没有值就不能运行", "set them under `parameters`; without them it never runs"});
        for (const Parameter& parameter : overlay.parameters) {
            if (parameter.versions.empty()) {
                open.related.push_back({parameter.declared, {"上位政策要求在这里", "the parent requires it here"}});
            }
        }
    }
}

/// An input may be there for a bundle alone, which ranks or caps by it.
void RulebookLoader::warn_of_unused_inputs() {
    std::deque<std::unordered_set<std::string_view>> words;   // of each bundle
    std::unordered_map<std::string_view, WordsElsewhere> elsewhere;   // by incentive: what its bundles mention
    for (const auto& bundle : files_) {
        if (bundle->kind != "bundle") {
            continue;
        }
        std::unordered_set<std::string_view>& mentioned = words.emplace_back();
        for (const YamlNode& node : bundle->document.nodes) {
            mentioned.insert(node.scalar.text);
        }
        for (const auto& file : files_) {
            if (file->incentive && mentioned.contains(file->incentive->incentive.id)) {
                elsewhere[file->incentive->incentive.id].add(mentioned);
                for (const std::string& above : file->incentive->incentive.lineage) {
                    elsewhere[above].add(mentioned);
                }
            }
        }
    }
    constexpr std::size_t kFilesAThread = 16;
    const WordsElsewhere none;
    std::vector<Diagnostics> found(files_.size());
    side_by_side(files_.size(), kFilesAThread, [&](std::size_t at) {
        const LoadedIncentive* loaded = files_[at]->incentive.get();
        if (loaded != nullptr && loaded->sound) {
            const auto around = elsewhere.find(loaded->incentive.id);
            warn_unused_names(loaded->incentive, around == elsewhere.end() ? none : around->second, found[at]);
        }
    });
    for (Diagnostics& one : found) {
        diagnostics_.append(std::move(one));
    }
}

}  // namespace huiqi
