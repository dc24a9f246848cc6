#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/anomaly/detection.h"
#include "engine/anomaly/task_order.h"

namespace huiqi {

/// What a run has to make: tables, views and checks, each behind those it stands on.
class DetectionGraph {
public:
    /// A table when it has neither view nor check.
    struct Node {
        std::string name;
        const View* view = nullptr;
        const Check* check = nullptr;
        TaskOrder::Task task;

        [[nodiscard]] const View* shape() const noexcept { return check != nullptr ? &check->view : view; }
    };

    /// Finds what the checks and the applications stand on; `all_views`: also views on which nothing stands. Reports A101 (no
    /// such table or view) and A102 (a circle).
    DetectionGraph(const Detectors& rules, const DataSet& data, const std::vector<const Check*>& checks, bool all_views,
                   Diagnostics& diagnostics);

    [[nodiscard]] const std::vector<Node>& nodes() const noexcept { return nodes_; }
    /// Gives the node of a table or view that something of the run stands on.
    [[nodiscard]] std::size_t find(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const { return places_.contains(name); }
    [[nodiscard]] std::vector<TaskOrder::Task> tasks() const;

private:
    void add(const PlacedName& name);
    void add(Node node);

    const Detectors& rules_;
    const DataSet& data_;
    Diagnostics& diagnostics_;
    std::vector<Node> nodes_;
    std::map<std::string, std::size_t, std::less<>> places_;
    std::vector<std::string> open_;      ///< views whose parts are being looked for
    std::vector<std::string> refused_;   ///< told of already
};

}  // namespace huiqi
