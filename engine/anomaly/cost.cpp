#include "engine/anomaly/cost.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/anomaly/detection.h"

namespace huiqi {
namespace {

constexpr std::uint64_t kMost = CheckCost::kMostWork;

[[nodiscard]] std::uint64_t plus(std::uint64_t left, std::uint64_t right) noexcept {
    return std::min(kMost, left + right);   // neither is above kMost, so the sum does not wrap
}

[[nodiscard]] std::uint64_t times(std::uint64_t left, std::uint64_t right) noexcept {
    return right != 0 && left > kMost / right ? kMost : std::min(kMost, left * right);
}

/// Adds up what a check and the views below it cost, each view once.
class Counter {
public:
    Counter(const Detectors& rules, const Detector& compiled, const std::function<std::uint64_t(std::string_view)>& rows, CheckCost& out)
        : rules_(rules), compiled_(compiled), rows_of_(rows), out_(out) {}

    /// Gives how many rows a view has at most.
    std::uint64_t count(const View& view, bool is_check) {
        std::uint64_t rows = 0;
        for (const PlacedName& name : view.from) {
            rows = plus(rows, count(name.name));
        }
        std::uint64_t longest = 1;    // list of a row
        if (view.group) {
            longest = std::min<std::uint64_t>(view.group->most, std::max<std::uint64_t>(rows, 1));
            rows = group(view, rows);
        }
        std::uint64_t elements = 0;   // of lists beside all rows
        for (const JoinShape& join : view.joins) {
            const std::uint64_t with = count(join.relation.name);
            const std::uint64_t most = join.all || join.each ? std::min<std::uint64_t>(join.most, with) : 1;
            say(view, {fmt::format("连 {}（每行至多 {}）", join.relation.name, most), fmt::format("join {} (at most {} a row)", join.relation.name, most)});
            out_.work = plus(out_.work, with);
            if (join.each) {
                rows = std::min(times(rows, most), std::max(rows, DetectorLimits::join_each));
                elements = times(elements, most);
            } else if (join.all) {
                longest = std::max(longest, std::min(most, with));
                elements = plus(elements, std::min(times(rows, most), DetectorLimits::join_elements));
            }
        }
        for (const TiesShape& ties : view.ties) {
            std::uint64_t reach = ties.most;
            for (std::size_t hop = 1; hop < ties.hops; ++hop) {
                reach = times(reach, ties.most);
            }
            reach = std::min<std::uint64_t>(reach, DetectorLimits::path_edges);
            say(view, {fmt::format("关联 {}：{} 跳，枢纽 {} 以上不走，每行至多看 {}", ties.relation.name, ties.hops, ties.most, reach),
                       fmt::format("ties {}: {} hops, hubs above {} are cut, at most {} looked at a row", ties.relation.name, ties.hops, ties.most, reach)});
            out_.work = plus(out_.work, plus(count(ties.relation.name), times(rows, reach)));
        }
        for (const PathShape& path : view.paths) {
            say(view, {fmt::format("回路 {}：{} 跳，{} 天，每行至多看 {} 笔，算流量至多看 {} 步", path.relation.name, path.hops, path.days, path.most,
                                   path.most * DetectorLimits::path_flow),
                       fmt::format("path {}: {} hops, {} days, at most {} transfers a row, and {} steps for what flowed", path.relation.name, path.hops,
                                   path.days, path.most, path.most * DetectorLimits::path_flow)});
            out_.work = plus(out_.work, plus(count(path.relation.name), times(rows, path.most * (1 + DetectorLimits::path_flow))));
        }
        for (const ClusterShape& cluster : view.clusters) {
            say(view, {fmt::format("归团 {}：每团至多 {}", cluster.relation.name, cluster.most),
                       fmt::format("cluster {}: at most {} members", cluster.relation.name, cluster.most)});
            // by day: the edges once more for each day on which one of the cluster begins or ends
            const std::uint64_t edges = count(cluster.relation.name);
            out_.work = plus(out_.work, cluster.by_day ? times(edges, std::min<std::uint64_t>(cluster.most, edges)) : edges);
        }
        longest = std::max<std::uint64_t>(longest, view.ties.empty() ? 1 : DetectorLimits::path_edges);
        for (const PathShape& path : view.paths) {
            longest = std::max<std::uint64_t>(longest, path.most);
        }
        out_.work = plus(out_.work, nested(view, is_check, plus(rows, elements), longest));
        return rows;
    }

private:
    /// Work of expressions: a list that is gone through for each element of another counts with each of them.
    std::uint64_t nested(const View& view, bool is_check, std::uint64_t work, std::uint64_t longest) {
        const std::size_t loops = compiled_.loops(view, is_check);
        for (std::size_t loop = 1; loop < loops; ++loop) {
            work = times(work, longest);
        }
        if (loops > 1) {
            say(view, {fmt::format("列表里再查列表，{} 层，每层至多 {}；没有更好的上限", loops, longest),
                       fmt::format("lists within lists, {} deep, at most {} each; not bounded better", loops, longest)});
        }
        return work;
    }

    std::uint64_t count(const std::string& name) {
        const View* view = rules_.view(name);
        if (view == nullptr) {
            return rows_of_(name);
        }
        if (const auto known = views_.find(name); known != views_.end()) {
            return known->second;
        }
        views_.emplace(name, 0);   // a circle is reported elsewhere
        return views_[name] = count(*view, false);
    }

    std::uint64_t group(const View& view, std::uint64_t rows) {
        const GroupShape& shape = *view.group;
        const std::uint64_t most = std::min<std::uint64_t>(shape.most, rows);
        say(view, shape.day ? Bilingual{fmt::format("分组 {} 天的窗口，每组至多 {} 行", shape.days, most),
                                        fmt::format("group by windows of {} days, at most {} rows each", shape.days, most)}
                            : Bilingual{fmt::format("分组，每组至多 {} 行", most), fmt::format("group, at most {} rows each", most)});
        out_.work = plus(out_.work, shape.day ? times(rows, most) : rows);
        return rows;
    }

    void say(const View& view, const Bilingual& step) {
        out_.steps.push_back({view.name + "：" + step.zh, view.name + ": " + step.en});
    }

    const Detectors& rules_;
    const Detector& compiled_;
    const std::function<std::uint64_t(std::string_view)>& rows_of_;
    CheckCost& out_;
    std::map<std::string, std::uint64_t> views_;
};

}  // namespace

std::vector<CheckCost> detector_costs(const Detectors& rules, const std::function<std::uint64_t(std::string_view)>& rows, Diagnostics& diagnostics) {
    Detector compiled(rules);
    run_empty(compiled, rules, diagnostics);
    std::vector<CheckCost> costs;
    for (const Check& check : rules.checks) {
        CheckCost cost;
        cost.check = &check;
        cost.rows = Counter(rules, compiled, rows, cost).count(check.view, true);
        costs.push_back(std::move(cost));
    }
    return costs;
}

}  // namespace huiqi
