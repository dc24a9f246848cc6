#include "engine/anomaly/unseen.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include <boost/unordered/unordered_flat_map.hpp>

namespace huiqi {
namespace {

/// Gives the checks that stand on each node, itself included.
[[nodiscard]] std::vector<std::set<const Check*>> checks_above(const DetectionGraph& graph) {
    std::vector<std::set<const Check*>> out(graph.nodes().size());
    for (std::size_t at = out.size(); at-- > 0;) {   // a node stands behind those that it needs
        const DetectionGraph::Node& node = graph.nodes()[at];
        if (node.check != nullptr) {
            out[at].insert(node.check);
        }
        for (const std::size_t need : node.task.needs) {
            out[need].insert(out[at].begin(), out[at].end());
        }
    }
    return out;
}

/// Says which applications some parties are in: those that name them, and those whose contract, loan … names them.
class Appearances {
public:
    Appearances(const Detectors& rules, const DataSet& data, const std::vector<NotEvaluated>& skipped) : data_(data) {
        for (const NotEvaluated& one : skipped) {
            if (!one.applications) {
                for (const std::string& name : one.names) {
                    in_.try_emplace(name);
                }
            }
        }
        const auto subject = rules.subject ? data.tables.find(rules.subject->table) : data.tables.end();
        if (in_.empty() || subject == data.tables.end()) {
            return;
        }
        const RowSet& applications = *subject->second;
        const RelationColumn* number = applications.find(rules.subject->key);
        for (const auto& [column, tables] : rules.subject->refers) {
            const RelationColumn* named = applications.find(column.name);
            if (named == nullptr || number == nullptr || named->field.kind != ColumnKind::text) {
                continue;
            }
            const Parties of_key = parties_of(rules, tables);
            for (std::uint32_t row = 0; row < applications.rows; ++row) {
                const auto code = key_of(*named, row);
                const auto application = key_of(*number, row);
                if (code && application) {
                    add(static_cast<TextCode>(*code), static_cast<TextCode>(*application));
                    if (const auto found = of_key.find(*code); found != of_key.end()) {
                        std::for_each(found->second.begin(), found->second.end(),
                                      [&](TextCode party) { add(party, static_cast<TextCode>(*application)); });
                    }
                }
            }
        }
    }

    [[nodiscard]] const std::set<std::string>& of(const std::string& party) const { return in_.at(party); }

private:
    using Parties = boost::unordered_flat_map<std::uint64_t, std::vector<TextCode>>;

    /// The parties asked for that rows of some tables name, by the keys of the rows.
    [[nodiscard]] Parties parties_of(const Detectors& rules, const std::vector<PlacedName>& tables) const {
        Parties out;
        for (const PlacedName& name : tables) {
            const DataTable* table = rules.table(name.name);
            const auto found = data_.tables.find(name.name);
            const RelationColumn* key = table == nullptr || found == data_.tables.end() ? nullptr : found->second->find(table->key);
            for (std::uint32_t row = 0; key != nullptr && row < found->second->rows; ++row) {
                for (const RelationColumn& column : found->second->columns) {
                    const bool text = column.values && column.field.kind == ColumnKind::text && column.values->known(row);
                    const auto own = text ? key_of(*key, row) : std::nullopt;
                    if (own && in_.contains(std::string(data_.pool->text(column.values->codes[row])))) {
                        out[*own].push_back(column.values->codes[row]);
                    }
                }
            }
        }
        return out;
    }

    void add(TextCode party, TextCode application) {
        if (const auto found = in_.find(std::string(data_.pool->text(party))); found != in_.end()) {
            found->second.emplace(data_.pool->text(application));
        }
    }

    const DataSet& data_;
    boost::unordered_flat_map<std::string, std::set<std::string>> in_;
};

[[nodiscard]] std::vector<std::string> concerned(const NotEvaluated& one, const Appearances& appearances) {
    if (one.applications) {
        return one.names;
    }
    std::set<std::string> out;
    for (const std::string& party : one.names) {
        out.insert(appearances.of(party).begin(), appearances.of(party).end());
    }
    return {out.begin(), out.end()};
}

/// What was passed over where several checks stand on it is said once an application: a hub that a hundred checks and all
/// applications meet would else be millions of rows.
class Shared {
public:
    Shared(const std::vector<NotEvaluated>& skipped, const std::vector<std::size_t>& nodes, const std::vector<std::set<const Check*>>& above)
        : skipped_(skipped), nodes_(nodes), above_(above) {}

    void add(const std::string& application, std::size_t why) { whys_[application].push_back(why); }

    /// Adds a row for each application: of the gravest check that found nothing of it.
    void tell(const std::set<std::pair<std::string_view, const Check*>>& found, std::vector<Unseen>& out) {
        for (const auto& [application, whys] : whys_) {
            const auto& checks = checks_of(whys);
            const auto first = std::find_if(checks.begin(), checks.end(), [&](const auto& one) { return !found.contains({application, one.first}); });
            if (first != checks.end()) {
                out.push_back({.application = application, .check = first->first, .why = first->second, .stake = 0, .others = checks.size() - 1});
            }
        }
    }

private:
    using Checks = std::vector<std::pair<const Check*, std::size_t>>;   ///< with what of them was passed over

    /// The checks that stand on something of that, those that pass over an application whole and would hold it first.
    [[nodiscard]] const Checks& checks_of(const std::vector<std::size_t>& whys) {
        const auto [known, fresh] = checks_.try_emplace(whys);
        if (fresh) {
            std::map<const Check*, std::size_t> all;
            for (const std::size_t why : whys) {
                for (const Check* check : above_[nodes_[why]]) {
                    const auto [at, first] = all.try_emplace(check, why);
                    at->second = !first && skipped_[why].whole && !skipped_[at->second].whole ? why : at->second;
                }
            }
            known->second.assign(all.begin(), all.end());
            std::sort(known->second.begin(), known->second.end(), [this](const auto& left, const auto& right) { return rank(left) < rank(right); });
        }
        return known->second;
    }

    [[nodiscard]] std::tuple<bool, bool, bool, int, std::string_view> rank(const std::pair<const Check*, std::size_t>& one) const {
        const Check& check = *one.first;
        return {!skipped_[one.second].whole, check.level != Anomaly::Level::hold, !check.incentive.empty(), -severity_rank(check.severity), check.id};
    }

    const std::vector<NotEvaluated>& skipped_;
    const std::vector<std::size_t>& nodes_;
    const std::vector<std::set<const Check*>>& above_;
    std::map<std::string, std::vector<std::size_t>> whys_;
    std::map<std::vector<std::size_t>, Checks> checks_;
};

}  // namespace

std::vector<Unseen> unseen_applications(const Detectors& rules, const DataSet& data, const DetectionGraph& graph,
                                        const std::vector<NotEvaluated>& skipped, const std::vector<std::size_t>& nodes,
                                        const std::vector<Finding>& findings) {
    std::vector<Unseen> out;
    const auto above = checks_above(graph);
    const Appearances appearances(rules, data, skipped);
    std::set<std::pair<std::string_view, const Check*>> found;
    for (const Finding& one : findings) {
        found.emplace(one.application, one.check);
    }
    Shared shared(skipped, nodes, above);
    for (std::size_t why = 0; why < skipped.size(); ++why) {
        // of parties that are in no application a list by applications has no row
        std::vector<std::string> applications = concerned(skipped[why], appearances);
        if (skipped[why].names.empty() && skipped[why].count != 0) {   // rows that could not be read may have been anybody's
            applications.emplace_back(Unseen::kAny);
        }
        for (std::string& application : applications) {
            if (above[nodes[why]].size() == 1) {
                out.push_back({.application = std::move(application), .check = *above[nodes[why]].begin(), .why = why, .stake = 0, .others = 0});
            } else if (!above[nodes[why]].empty()) {
                shared.add(application, why);
            }
        }
    }
    shared.tell(found, out);
    const auto order = [&](const Unseen& left, const Unseen& right) {
        return std::tie(left.application, left.check->id) < std::tie(right.application, right.check->id);
    };
    // what was passed over whole goes before what was not, then the first
    std::sort(out.begin(), out.end(), [&](const Unseen& left, const Unseen& right) {
        return order(left, right) || (!order(right, left) && std::pair(!skipped[left.why].whole, left.why) < std::pair(!skipped[right.why].whole, right.why));
    });
    out.erase(std::unique(out.begin(), out.end(), [](const Unseen& left, const Unseen& right) {
        return left.application == right.application && left.check == right.check;
    }), out.end());
    std::erase_if(out, [&](const Unseen& one) { return found.contains({one.application, one.check}); });
    return out;
}

std::vector<const Check*> checks_on(const DetectionGraph& graph, std::size_t node) {
    const std::set<const Check*> all = checks_above(graph)[node];
    std::vector<const Check*> out(all.begin(), all.end());
    std::sort(out.begin(), out.end(), [](const Check* left, const Check* right) { return left->id < right->id; });
    return out;
}

}  // namespace huiqi
