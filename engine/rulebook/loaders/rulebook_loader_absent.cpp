#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/loaders/rulebook_loader.h"

namespace huiqi {
namespace {

/// Tells whether what is wrong is a name that nothing near declares, so that another file may: help that could offer none.
[[nodiscard]] bool may_stand_elsewhere(const Diagnostic& one) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kNothingNear{{
        {"E202", "the names here are "}, {"E202", "declare a name before it is used"}, {"E202", "section 7 of the language page"},
        {"E302", "the types are "}, {"E302", "list units of count"}, {"E317", "add it to `sources`"}, {"E326", "check the name"},
        {"E326", "there are "},
    }};
    return std::any_of(kNothingNear.begin(), kNothingNear.end(),
                       [&](const auto& row) { return one.code == row.first && one.help.en.starts_with(row.second); });
}

/// Gives the name that a message is about, as it shows it.
[[nodiscard]] std::string name_in(const std::string& message) {
    const std::size_t begin = message.find('`');
    const std::size_t end = begin == std::string::npos ? begin : message.find('`', begin + 1);
    return end == std::string::npos ? std::string() : message.substr(begin + 1, end - begin - 1);
}

}  // namespace

/// Gives all ids for a near miss. Near misses are looked for among all, so a file of nothing but unknown ids gets no
/// more after a while.
std::vector<std::string_view> RulebookLoader::known_ids() {
    constexpr std::size_t kEnough = 100;
    std::vector<std::string_view> names;
    for (const auto& [known, index] : ids_) {
        if (missing_ < kEnough) {
            names.push_back(known);
        }
    }
    ++missing_;
    std::sort(names.begin(), names.end());
    return names;
}

void RulebookLoader::not_found(const MappedText& id, std::string_view kind, const std::vector<std::string>& may_declare) {
    const Spelling& word = spelling(Scope::kind_word, kind);
    Bilingual help{"把它的文件一起装载，或者放在同一个文件夹、同一个 rules 文件夹里",
                   "load its file too, or put it into the same folder or under the same folder `rules`"};
    std::vector<std::string_view> candidates = known_ids();   // without bundles, which their own list never names; of libraries alone
    std::erase_if(candidates, [&](std::string_view known) {
        const std::string_view other = files_[*find(known)]->kind;
        return kind == "library" ? other != kind : kind != "bundle" && other == "bundle";
    });
    if (const auto near = nearest(id.text, candidates)) {
        help = {fmt::format("是不是“{}”？", *near), fmt::format("did you mean `{}`?", *near)};
    }
    if (!may_declare.empty()) {
        help.zh += fmt::format("{}这些名字可能由它声明，找到它再看：{}", help.zh.ends_with("？") ? "" : "；", fmt::join(may_declare, "、"));
        help.en += fmt::format("; these names may be declared there and are looked at when it is found: {}", fmt::join(may_declare, ", "));
    }
    diagnostics_.error("E309", id.span(),
                       {fmt::format("找不到编号是“{}”的{}", excerpt(id.text), word.zh),
                        fmt::format("there is no {} with the id `{}`", word.en, excerpt(id.text))},
                       std::move(help));
}

void RulebookLoader::tell(const File& file, Diagnostics found) {
    if (!file.lacks) {
        diagnostics_.append(std::move(found));
        return;
    }
    std::vector<std::string>& names = absent_[*file.lacks].names;
    for (const Diagnostic& one : found.all()) {
        if (may_stand_elsewhere(one)) {
            const std::string name = name_in(one.message.en);
            if (std::find(names.begin(), names.end(), name) == names.end()) {
                names.push_back(name);
            }
            continue;
        }
        auto& kept = one.severity == Severity::error ? diagnostics_.error(one.code, one.span, one.message, one.help)
                                                     : diagnostics_.warning(one.code, one.span, one.message, one.help);
        kept.related = one.related;
    }
}

void RulebookLoader::tell_of_absent_libraries() {
    constexpr std::size_t kShown = 12;
    for (AbsentLibrary& library : absent_) {
        if (library.names.size() > kShown) {
            library.names.resize(kShown);
            library.names.emplace_back("…");
        }
        not_found(*library.id, "library", library.names);
    }
}

}  // namespace huiqi
