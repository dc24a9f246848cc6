#pragma once

#include <cstddef>
#include <vector>

#include "engine/anomaly/detection.h"
#include "engine/anomaly/detection_graph.h"

namespace huiqi {

/// Gives what checks could not look at, by application and check. `nodes` says at which node of the graph each entry of
/// `skipped` was passed over: it concerns every check that stands on that node. A party is put down to the applications that
/// name it, or whose contract, loan … does. Where several checks stand on it, an application has one row, of the gravest
/// check. What a check found of an application all the same is left out.
[[nodiscard]] std::vector<Unseen> unseen_applications(const Detectors& rules, const DataSet& data, const DetectionGraph& graph,
                                                      const std::vector<NotEvaluated>& skipped, const std::vector<std::size_t>& nodes,
                                                      const std::vector<Finding>& findings);

/// Gives the checks that stand on a node of the graph, sorted by id.
[[nodiscard]] std::vector<const Check*> checks_on(const DetectionGraph& graph, std::size_t node);

}  // namespace huiqi
