#include "engine/anomaly/view_loader.h"

#include <charconv>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/numeric/integer.h"

namespace huiqi {
namespace {

PlacedName placed(const MappedText* text) {
    return text == nullptr ? PlacedName{} : PlacedName{text->text, text->span()};
}

std::vector<PlacedName> placed_list(LoadContext& context, const Fields& keys, std::string_view key) {
    std::vector<PlacedName> names;
    for (const NodeId item : keys.items(key)) {
        if (const MappedText* text = read_scalar(context, item)) {
            names.push_back(placed(text));
        }
    }
    return names;
}

/// Reads the views' shapes of one mapping.
class ViewReader {
public:
    ViewReader(LoadContext& context, const Fields& keys, const DetectorSource& source)
        : context_(context), keys_(keys), source_(source) {}

    View read() {
        View view;
        view.file = &source_;
        if (const MappedText* from = keys_.text("from")) {
            view.from.push_back(placed(from));
        }
        for (PlacedName& name : placed_list(context_, keys_, "union")) {
            view.from.push_back(std::move(name));
        }
        if (view.from.empty() || (keys_.has("from") && keys_.has("union"))) {
            context_.diagnostics.error("A104", keys_.owner(),
                                       {"要写“从”或者“合并”，只写一个", "write `from` or `union`, one of them"},
                                       {"从: applications", "from: applications"});
        }
        read_group(view);
        each("join", Scope::join, [&](const std::string& name, const Fields& one) { view.joins.push_back(join(name, one)); });
        each("ties", Scope::ties, [&](const std::string& name, const Fields& one) { view.ties.push_back(ties(name, one)); });
        each("path", Scope::path, [&](const std::string& name, const Fields& one) { view.paths.push_back(path(name, one)); });
        each("peer", Scope::peer, [&](const std::string& name, const Fields& one) {
            view.peers.push_back({name, placed(one.text("value")), placed_list(context_, one, "by")});
        });
        each("cluster", Scope::cluster, [&](const std::string& name, const Fields& one) {
            view.clusters.push_back({name, placed(one.text("table")), placed(one.text("member")),
                                     one.flag("by_day"), size(one, "most", DetectorLimits::cluster_members)});
        });
        return view;
    }

private:
    template <class Read>
    void each(std::string_view key, Scope scope, Read read) {
        for (const YamlEntry& entry : keys_.entries(key)) {
            read(entry.key.text, Fields(context_, entry.value, scope, entry.key.span()));
        }
    }

    void read_group(View& view) {
        const auto node = keys_.node("group");
        if (!node) {
            return;
        }
        const Fields keys(context_, *node, Scope::group, keys_.key("group"));
        GroupShape group{.by = placed_list(context_, keys, "by"),
                         .name = keys.string("as"),
                         .day = {},
                         .days = 0,
                         .most = size(keys, "most", DetectorLimits::group_rows)};
        if (const auto window = keys.node("window")) {
            const Fields inner(context_, *window, Scope::window, keys.key("window"));
            group.day = placed(inner.text("on"));
            group.days = number(inner, "days", DetectorLimits::days);
        }
        view.group = std::move(group);
    }

    JoinShape join(const std::string& name, const Fields& keys) {
        JoinShape join{.name = name,
                       .relation = placed(keys.text("table")),
                       .on = {},
                       .all = keys.flag("all"),
                       .each = keys.flag("each"),
                       .optional = keys.flag("optional"),
                       .day = keys.text("day") == nullptr ? std::nullopt : std::optional(placed(keys.text("day"))),
                       .most = size(keys, "most", DetectorLimits::join_rows)};
        for (const YamlEntry& entry : keys.entries("on")) {
            if (const MappedText* here = read_scalar(context_, entry.value)) {
                join.on.emplace_back(PlacedName{entry.key.text, entry.key.span()}, placed(here));
            }
        }
        return join;
    }

    TiesShape ties(const std::string& name, const Fields& keys) {
        return {.name = name,
                .relation = placed(keys.text("table")),
                .left = placed(keys.text("left")),
                .right = placed(keys.text("right")),
                .hops = static_cast<std::size_t>(number(keys, "hops", DetectorLimits::hops)),
                .most = size(keys, "most", DetectorLimits::hub)};
    }

    PathShape path(const std::string& name, const Fields& keys) {
        return {.name = name,
                .relation = placed(keys.text("table")),
                .from = placed(keys.text("from")),
                .to = placed(keys.text("to")),
                .after = placed(keys.text("after")),
                .days = number(keys, "days", DetectorLimits::days),
                .hops = static_cast<std::size_t>(number(keys, "hops", DetectorLimits::hops)),
                .least = placed(keys.text("least")),
                .most = size(keys, "most", DetectorLimits::path_edges)};
    }

    std::size_t size(const Fields& keys, std::string_view key, std::size_t otherwise) {
        return keys.text(key) == nullptr ? otherwise
                                         : static_cast<std::size_t>(number(keys, key, DetectorLimits::most));
    }

    /// Reads a whole number from 1 to `most`, or the parameter of that name; 1 where it is wrong.
    std::int64_t number(const Fields& keys, std::string_view key, std::int64_t most) {
        const MappedText* text = keys.text(key);
        if (text == nullptr) {
            return 1;
        }
        std::int64_t value = 0;
        const auto [end, problem] = std::from_chars(text->text.data(), text->text.data() + text->text.size(), value);
        if (problem != std::errc() || end != text->text.data() + text->text.size()) {
            value = whole_parameter(source_, text->text).value_or(0);
        }
        if (value < 1 || value > most) {
            context_.diagnostics.error("A104", text->span(),
                                       {fmt::format("要写1到{}的整数，或者这样的参数名", most),
                                        fmt::format("a whole number from 1 to {} is wanted, or the name of such a parameter", most)},
                                       {"没有上限的查找不允许", "a search without a bound is not allowed"});
            return 1;
        }
        return value;
    }

    LoadContext& context_;
    const Fields& keys_;
    const DetectorSource& source_;
};

}  // namespace

std::optional<std::int64_t> whole_parameter(const DetectorSource& source, std::string_view name) {
    for (const Library* library : source.libraries) {
        const Parameter* found = library->parameter(name);
        const bool days_or_count = found != nullptr && found->type.is(TypeKind::number) &&
                                   (found->type.unit().plain() || found->type.unit() == Unit::of("day"));   // never an amount
        if (days_or_count && !found->versions.empty()) {
            const Rational& value = found->versions.back().value.number();
            if (is_integer(value) && value < Rational(std::numeric_limits<std::int32_t>::max())) {
                return to_int64(numerator(value));
            }
        }
    }
    return std::nullopt;
}

View read_view(LoadContext& context, const Fields& keys, const DetectorSource& source) {
    return ViewReader(context, keys, source).read();
}

}  // namespace huiqi
