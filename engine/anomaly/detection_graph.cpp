#include "engine/anomaly/detection_graph.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/expect.h"

namespace huiqi {
namespace {

/// What a view stands on, in the order in which it takes them.
[[nodiscard]] std::vector<PlacedName> parts(const View& view) {
    std::vector<PlacedName> out = view.from;
    const auto add = [&](const auto& shapes) {
        for (const auto& shape : shapes) {
            out.push_back(shape.relation);
        }
    };
    add(view.joins);
    add(view.ties);
    add(view.paths);
    add(view.clusters);
    return out;
}

/// Ways and ties take much longer than the rest.
[[nodiscard]] std::size_t length(const View& view) {
    return 1 + view.joins.size() + 8 * (view.ties.size() + view.paths.size());
}

}  // namespace

DetectionGraph::DetectionGraph(const Detectors& rules, const DataSet& data, const std::vector<const Check*>& checks,
                               bool all_views, Diagnostics& diagnostics)
    : rules_(rules), data_(data), diagnostics_(diagnostics) {
    if (rules.subject) {
        add({rules.subject->table, rules.subject->declared});
    }
    for (const Check* check : checks) {
        add(Node{.name = "check " + check->id, .view = nullptr, .check = check, .task = {}});
    }
    for (std::size_t at = 0; all_views && at < rules.views.size(); ++at) {
        add({rules.views[at].name, rules.views[at].declared});
    }
}

std::size_t DetectionGraph::find(std::string_view name) const {
    const auto found = places_.find(name);
    expect(found != places_.end(), "what a view stands on was found before it is made");
    return found->second;
}

std::vector<TaskOrder::Task> DetectionGraph::tasks() const {
    std::vector<TaskOrder::Task> out;
    for (const Node& node : nodes_) {
        out.push_back(node.task);
    }
    return out;
}

void DetectionGraph::add(const PlacedName& name) {
    if (places_.contains(name.name)) {
        return;
    }
    const View* view = rules_.view(name.name);
    if (data_.tables.contains(name.name)) {
        add(Node{.name = name.name, .view = nullptr, .check = nullptr, .task = {}});
    } else if (view == nullptr) {
        diagnostics_.error("A101", name.span,
                           {fmt::format("没有表或视图“{}”", name.name), fmt::format("there is no table or view `{}`", name.name)},
                           {"在“数据”或“视图”里写上它，或者检查名字", "declare it under `data` or `views`, or check the name"});
    } else if (std::find(open_.begin(), open_.end(), name.name) != open_.end()) {
        diagnostics_.error("A102", name.span,
                           {fmt::format("视图“{}”绕了一圈又用到自己", name.name),
                            fmt::format("the view `{}` stands on itself in a circle", name.name)},
                           {"让其中一个不再依赖后面的", "let one of them not stand on the next"});
    } else if (std::find(refused_.begin(), refused_.end(), name.name) == refused_.end()) {
        add(Node{.name = name.name, .view = view, .check = nullptr, .task = {}});
    }
}

void DetectionGraph::add(Node node) {
    if (const View* shape = node.shape()) {
        open_.push_back(node.name);
        bool whole = true;
        for (const PlacedName& part : parts(*shape)) {
            add(part);
            const auto found = places_.find(part.name);
            whole = whole && found != places_.end();
            if (found != places_.end() && std::find(node.task.needs.begin(), node.task.needs.end(), found->second) == node.task.needs.end()) {
                node.task.needs.push_back(found->second);
            }
        }
        open_.pop_back();
        if (!whole) {
            refused_.push_back(node.name);
            return;
        }
        node.task.length = length(*shape);
    }
    places_.emplace(node.name, nodes_.size());
    nodes_.push_back(std::move(node));
}

}  // namespace huiqi
