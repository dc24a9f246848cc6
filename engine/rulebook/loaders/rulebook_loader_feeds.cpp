#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/bundle_inputs.h"
#include "engine/rulebook/loaders/feed_loader.h"
#include "engine/rulebook/loaders/rulebook_loader.h"

namespace huiqi {

/// Checks what the inputs of an incentive take of others. What an overlay inherits is told once.
void RulebookLoader::check_feeds(File& file) {
    for (const Input& input : file.incentive->incentive.inputs) {
        if (input.feed && input.feed->kind != Feed::Kind::history) {
            Diagnostics found;
            check_source(file, input, found);
            file.incentive->sound = file.incentive->sound && !found.has_errors();
            if (told_feeds_.emplace(input.feed->declared.source, input.feed->declared.begin).second) {
                diagnostics_.append(std::move(found));
            }
        }
    }
}

void RulebookLoader::check_source(const File& file, const Input& input, Diagnostics& diagnostics) {
    const std::string& id = input.feed->incentive;
    const auto found = find(id);
    const bool right_kind = found && (files_[*found]->kind == "incentive" || files_[*found]->kind == "overlay");
    if (file.incentive->incentive.stands_for(id)) {
        diagnostics.error("E343", input.feed->declared,
                          {fmt::format("“{}”取的是自己的结果", input.field.name),
                           fmt::format("`{}` takes the result of its own incentive", input.field.name)},
                          {"写别的事项的编号", "name another incentive"});
    } else if (!right_kind) {
        source_not_loaded(*input.feed, diagnostics);
    } else if (files_[*found]->incentive && files_[*found]->incentive->sound) {
        check_feed(input, files_[*found]->incentive->incentive, diagnostics);
    }
}

/// The input is then data like any other, which its author may not know.
void RulebookLoader::source_not_loaded(const Feed& feed, Diagnostics& diagnostics) {
    Bilingual help{"编号没有写错的话，单独计算时它由数据给出", "if the id is right, data give it where this incentive is computed alone"};
    if (const auto near = nearest(feed.incentive, known_ids())) {
        help = {fmt::format("是不是“{}”？", *near), fmt::format("did you mean `{}`?", *near)};
    }
    diagnostics.warning("W560", feed.declared,
                         {fmt::format("找不到事项“{}”，取不到它的结果", excerpt(feed.incentive)),
                          fmt::format("there is no incentive `{}` to take a result of", excerpt(feed.incentive))},
                         std::move(help));
}

/// Incentives that take each other's results can stand in no bundle together; a bundle that holds them has said so.
void RulebookLoader::check_circles() {
    const bool told = std::any_of(diagnostics_.all().begin(), diagnostics_.all().end(), [](const Diagnostic& one) { return one.code == "E343"; });
    std::vector<const Incentive*> members;
    for (const auto& file : files_) {
        if (file->incentive && file->incentive->sound) {
            members.push_back(&file->incentive->incentive);
        }
    }
    Bundle together;   // as if one bundle held them all
    for (const Incentive* member : members) {
        together.incentives.push_back(member->id);
    }
    const BundleInputs links(members, &together);
    const std::vector<std::size_t> circle = told ? std::vector<std::size_t>() : links.circle();
    if (circle.size() < 2) {
        return;
    }
    std::string names;
    std::vector<Span> places;
    for (std::size_t at = 0; at < circle.size(); ++at) {
        const Incentive& taker = *members[circle[at]];
        names += (at == 0 ? "" : " → ") + taker.id;
        for (std::size_t input = 0; at + 1 < circle.size() && input < taker.inputs.size(); ++input) {
            if (links.source(circle[at], input) == circle[at + 1]) {
                places.push_back(taker.inputs[input].feed->declared);
                break;
            }
        }
    }
    auto& cycle = diagnostics_.error(
        "E343", places.empty() ? members[circle.front()]->declared : places.front(),
        {fmt::format("几个事项互相取结果：{}", names), fmt::format("incentives take each other's results in a circle: {}", names)},
        {"让其中一个不再取另一个的结果", "let one of them not take the other's result"});
    for (std::size_t at = 1; at < places.size(); ++at) {
        cycle.related.push_back({places[at], {"在这里取", "taken here"}});
    }
}

}  // namespace huiqi
