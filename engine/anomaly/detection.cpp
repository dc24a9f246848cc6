#include "engine/anomaly/detection.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>
#include <fmt/format.h>

#include "engine/anomaly/copied_terms.h"
#include "engine/anomaly/detection_graph.h"
#include "engine/anomaly/detection_steps.h"
#include "engine/anomaly/relation_builder.h"
#include "engine/anomaly/table_relation.h"
#include "engine/anomaly/unlinked.h"
#include "engine/anomaly/unseen.h"
#include "engine/diagnostic/expect.h"

namespace huiqi {
namespace {

/// What is claimed by each application, and the day.
class Claims {
public:
    Claims(const Subject& subject, std::shared_ptr<const RowSet> table, TextPool& pool, Diagnostics& diagnostics)
        : table_(std::move(table)) {
        std::vector<NotEvaluated> none;
        const ShapeContext context{subject.table, pool, diagnostics, none, nullptr, {}};
        const auto key = context.path(*table_, {subject.key, subject.declared}, ColumnKind::text);
        if (!subject.amount.empty()) {
            amount_ = context.path(*table_, {subject.amount, subject.declared}, ColumnKind::int64);
        }
        if (!subject.day.empty()) {
            day_ = context.path(*table_, {subject.day, subject.declared}, ColumnKind::date);
        }
        for (std::uint32_t row = 0; key && row < table_->rows; ++row) {
            if (const auto code = key_of(*key->column, key->value_row(row))) {
                rows_.emplace(pool.text(static_cast<TextCode>(*code)), row);
            }
        }
    }

    [[nodiscard]] Rational claimed(std::string_view application) const {
        const auto row = rows_.find(application);
        if (!amount_ || row == rows_.end()) {
            return 0;
        }
        return Rational(amount_->column->values->column.int64s[amount_->value_row(row->second)]) *
               amount_->column->field.step;
    }

    [[nodiscard]] bool recent(std::string_view application, const std::optional<Date>& since) const {
        const auto row = rows_.find(application);
        return !since || !day_ || row == rows_.end() ||
               day_->column->values->column.int32s[day_->value_row(row->second)] >= since->days();
    }

private:
    std::shared_ptr<const RowSet> table_;
    std::optional<ColumnPath> amount_, day_;
    boost::unordered_flat_map<std::string_view, std::uint32_t> rows_;
};

/// One finding an application and detector: what several rows say is put together, the first sentence stays.
void sort_findings(std::vector<Finding>& findings) {
    std::stable_sort(findings.begin(), findings.end(), [](const Finding& left, const Finding& right) {
        const auto key = [](const Finding& one) {
            return std::tuple(std::string_view(one.application), -severity_rank(one.check->severity),
                              std::string_view(one.check->id));
        };
        return key(left) < key(right);
    });
    std::vector<Finding> merged;
    for (Finding& finding : findings) {
        if (merged.empty() || merged.back().application != finding.application || merged.back().check != finding.check) {
            merged.push_back(std::move(finding));
            continue;
        }
        auto& evidence = merged.back().evidence;
        evidence.insert(evidence.end(), finding.evidence.begin(), finding.evidence.end());
        std::sort(evidence.begin(), evidence.end());
        evidence.erase(std::unique(evidence.begin(), evidence.end()), evidence.end());
        merged.back().stake = std::max(merged.back().stake, finding.stake);
    }
    findings = std::move(merged);
}

}  // namespace

/// One run over one set of data. Each table, view and check is a task; what a task says is kept beside it and put together
/// in one order, whichever thread did it when.
class DetectionRun {
public:
    DetectionRun(Detector& detector, const DataSet& data, const DetectOptions& options, Diagnostics& diagnostics)
        : detector_(detector),
          rules_(detector.rules_),
          data_(data),
          options_(options),
          diagnostics_(diagnostics),
          graph_(rules_, data, wanted(), options.all_views, diagnostics),
          order_(graph_.tasks()),
          made_(graph_.nodes().size()),
          users_(graph_.nodes().size()) {}

    Detection run() {
        for (const DetectionGraph::Node& node : graph_.nodes()) {
            for (const std::size_t need : node.task.needs) {
                ++users_[need];
            }
            made_[static_cast<std::size_t>(&node - graph_.nodes().data())].program = &detector_.programs_[(node.check != nullptr ? "" : "view ") + node.name];
        }
        order_.run(options_.threads, [this](std::size_t at) { work(at); });
        for (std::size_t at = 0; at < made_.size(); ++at) {
            put_together(at);
        }
        note_missing();
        out_.unseen = unseen_applications(rules_, data_, graph_, out_.skipped, skipped_at_, out_.findings);
        if (rules_.subject && graph_.has(rules_.subject->table)) {
            settle_claims(made_[graph_.find(rules_.subject->table)].rows);
        }
        sort_findings(out_.findings);
        return std::move(out_);
    }

private:
    /// What became of a node.
    struct Made {
        std::shared_ptr<const RowSet> rows;
        std::shared_ptr<const ViewProgram>* program = nullptr;
        CheckRows found;
        Diagnostics diagnostics;
        std::vector<NotEvaluated> skipped;
    };

    [[nodiscard]] ShapeContext context_of(const View& view, Made& made) {
        return {view.name, *data_.pool, made.diagnostics, made.skipped, &indexes_,
                rules_.subject ? std::string_view(rules_.subject->key) : std::string_view()};
    }

    [[nodiscard]] std::vector<const Check*> wanted() const {
        std::vector<const Check*> out;
        for (const Check& check : rules_.checks) {
            const bool named = std::any_of(options_.only.begin(), options_.only.end(),
                                           [&](const std::string& one) { return one == check.id || one == check.family; });
            if (options_.only.empty() || named) {
                out.push_back(&check);
            }
        }
        return out;
    }

    [[nodiscard]] unsigned threads() const noexcept { return 1 + order_.idle(); }

    void work(std::size_t at) {
        const DetectionGraph::Node& node = graph_.nodes()[at];
        Made& made = made_[at];
        if (node.check != nullptr) {
            look(*node.check, made);
        } else if (node.view != nullptr) {
            make(*node.view, made);
        } else {
            made.rows = data_.tables.find(node.name)->second;
        }
        for (const std::size_t need : node.task.needs) {
            release(need);
        }
    }

    /// Lets go of what nothing needs any more. The applications are looked at again in the end.
    void release(std::size_t at) {
        if (--users_[at] == 0 && made_[at].rows != nullptr) {
            indexes_.forget(*made_[at].rows);
            if (!rules_.subject || graph_.nodes()[at].name != rules_.subject->table) {
                made_[at].rows.reset();
            }
        }
    }

    [[nodiscard]] const std::shared_ptr<const RowSet>& source(const PlacedName& name) const {
        return made_[graph_.find(name.name)].rows;
    }

    /// Everything of a view but its expressions; nullptr when something that it stands on could not be made.
    [[nodiscard]] std::shared_ptr<const RowSet> shaped(const View& view, Made& made) {
        std::vector<std::shared_ptr<const RowSet>> parts;
        for (const PlacedName& name : view.from) {
            parts.push_back(source(name));
        }
        const auto missing = [&](const auto& shape) { return source(shape.relation) == nullptr; };
        if (std::find(parts.begin(), parts.end(), nullptr) != parts.end() || parts.empty() ||
            std::any_of(view.joins.begin(), view.joins.end(), missing) || std::any_of(view.ties.begin(), view.ties.end(), missing) ||
            std::any_of(view.paths.begin(), view.paths.end(), missing) ||
            std::any_of(view.clusters.begin(), view.clusters.end(), missing)) {
            return nullptr;
        }
        auto from = parts.size() == 1 ? parts.front() : std::make_shared<const RowSet>(stacked(view.name, parts));
        ShapeContext context = context_of(view, made);
        const auto step = [&](RowSet rows) {
            rows.name = view.name;
            from = std::make_shared<const RowSet>(std::move(rows));
        };
        if (view.group) {
            step(grouped(*view.group, from, context));
        }
        for (const JoinShape& join : view.joins) {
            step(joined(join, *from, source(join.relation), context));
        }
        for (const TiesShape& ties : view.ties) {
            step(with_ties(ties, *from, *source(ties.relation), context));
        }
        for (const PathShape& path : view.paths) {
            step(with_paths(path, *from, *source(path.relation), context));
        }
        for (const PeerShape& peer : view.peers) {
            step(with_peers(peer, *from, context));
        }
        for (const ClusterShape& cluster : view.clusters) {
            step(with_cluster(cluster, *from, *source(cluster.relation), context));
        }
        return made.diagnostics.error_count() == 0 ? from : nullptr;
    }

    [[nodiscard]] const ViewProgram& program(const View& view, const Check* check, const RowSet& from, Made& made) {
        if (*made.program == nullptr) {
            *made.program = compile_view(view, check, from, made.diagnostics);
        }
        return **made.program;
    }

    void make(const View& view, Made& made) {
        if (const auto from = shaped(view, made)) {
            const ViewProgram& compiled = program(view, nullptr, *from, made);
            if (compiled.plan) {
                ShapeContext context = context_of(view, made);
                made.rows = std::make_shared<const RowSet>(view_rows(view, compiled, *from, context, threads()));
            }
        }
    }

    void look(const Check& check, Made& made) {
        const auto from = shaped(check.view, made);
        if (from == nullptr) {
            return;
        }
        for (const auto& [table, text] : check.evidence) {
            if (rules_.table(table.name) == nullptr) {
                made.diagnostics.error("A101", table.span,
                                       {fmt::format("证据的表“{}”不在数据里", table.name),
                                        fmt::format("there is no table `{}` for evidence", table.name)},
                                       {"证据要落在数据的行上", "evidence rests on rows of the data"});
            }
            hold_to_key(table, text, made.diagnostics);
        }
        const ViewProgram& compiled = program(check.view, &check, *from, made);
        if (rules_.subject && compiled.plan) {
            const Definition& application = compiled.incentive.definitions[compiled.application];
            hold_to_key({rules_.subject->table, application.declared}, application.expression.text, made.diagnostics);
        }
        if (compiled.plan && compiled.when) {
            refuse_constants(check, compiled, made.diagnostics);
            made.found = check_rows(check, compiled, *from, *data_.pool, threads());
            name_rows(made.found.findings);
        }
    }

    /// Refuses what gives no number of a row of the table: the key of another one (`firms: contract_id`), another column of
    /// its own (`firms: name`).
    void hold_to_key(const PlacedName& table, const MappedText& text, Diagnostics& diagnostics) const {
        const std::string column = text.text.substr(text.text.rfind('.') == std::string::npos ? 0 : text.text.rfind('.') + 1);
        const DataTable* own = rules_.table(table.name);
        if (own == nullptr || own->key.empty() || own->key == column) {
            return;
        }
        if (own->schema.index(column)) {
            diagnostics.error("A106", text.span(),
                              {fmt::format("“{}”不是表“{}”的键", column, table.name), fmt::format("`{}` is not the key of `{}`", column, table.name)},
                              {fmt::format("写给出“{}”的表达式", own->key), fmt::format("write what gives `{}`", own->key)});
            return;
        }
        const auto other = std::find_if(rules_.tables.begin(), rules_.tables.end(), [&](const DataTable& one) { return one.key == column; });
        if (other != rules_.tables.end()) {
            diagnostics.error("A106", text.span(),
                              {fmt::format("“{}”是表“{}”的键，不是“{}”的", column, other->name, table.name),
                               fmt::format("`{}` is the key of `{}` and not of `{}`", column, other->name, table.name)},
                              {fmt::format("写 {}: {}，或者写“{}”的编号", other->name, text.text, table.name),
                               fmt::format("write {}: {}, or give numbers of `{}`", other->name, text.text, table.name)});
        }
    }

    /// Puts names for the places of rows that have no number.
    void name_rows(std::vector<Finding>& findings) const {
        for (Finding& finding : findings) {
            bool changed = false;
            for (auto& [name, row] : finding.evidence) {
                const DataTable* table = rules_.table(name);
                if (table != nullptr && !table->row_name.empty()) {
                    std::uint32_t place = 0;
                    const RowSet& rows = *data_.tables.find(name)->second;
                    const auto [end, problem] = std::from_chars(row.data(), row.data() + row.size(), place);
                    if (problem == std::errc() && place < rows.rows) {
                        row = row_name(*table, rows, place, *data_.pool);
                        changed = true;
                    }
                }
            }
            if (changed) {
                std::sort(finding.evidence.begin(), finding.evidence.end());
                finding.evidence.erase(std::unique(finding.evidence.begin(), finding.evidence.end()), finding.evidence.end());
            }
        }
    }

    /// Evidence that is the same whatever the data are rests on no row, and an application that is always one is nobody's.
    static void refuse_constants(const Check& check, const ViewProgram& compiled, Diagnostics& diagnostics) {
        const IncentivePlan& plan = compiled.plan->incentives.front();
        if (plan.definitions[compiled.application].constant) {
            diagnostics.error("A106", compiled.incentive.definitions[compiled.application].declared,
                              {"申报编号是一个常数", "the application is a constant"},
                              {"写给出申报编号的一列，例如 application_id", "write the column that gives the number of the application, such as application_id"});
        }
        if (compiled.stake && plan.definitions[*compiled.stake].constant) {
            diagnostics.error("A106", compiled.incentive.definitions[*compiled.stake].declared,
                              {"涉及金额是一个常数", "the money at stake is a constant"},
                              {"写得出金额的一列；不写就是申报的金额", "write the column that gives it; without it what is claimed is at stake"});
        }
        for (std::size_t at = 0; at < compiled.evidence.size(); ++at) {
            if (plan.definitions[compiled.evidence[at]].constant) {
                diagnostics.error("A106", check.evidence[at].second.span(),
                                  {"证据是一个常数", "the evidence is a constant"},
                                  {"写得出编号的一列，例如 application_id", "write a column that gives numbers of rows, such as application_id"});
            }
        }
    }

    void put_together(std::size_t at) {
        Made& made = made_[at];
        if (made.found.failed != 0) {
            made.skipped.push_back({.view = graph_.nodes()[at].check->id, .what = kFailedRows, .count = made.found.failed,
                                    .names = std::move(made.found.failed_in), .applications = true, .whole = true});
        }
        diagnostics_.append(std::move(made.diagnostics));
        skipped_at_.insert(skipped_at_.end(), made.skipped.size(), at);
        std::move(made.skipped.begin(), made.skipped.end(), std::back_inserter(out_.skipped));
        std::move(made.found.findings.begin(), made.found.findings.end(), std::back_inserter(out_.findings));
    }

    /// A table that is not there, or not whole: what stands on it did not see its rows.
    void note_missing() {
        for (const std::string& table : data_.missing) {
            if (graph_.has(table)) {
                skipped_at_.push_back(graph_.find(table));
                out_.skipped.push_back({.view = table, .what = {"这个表的文件不在", "the file of this table is missing"}, .count = 0, .names = {},
                                        .applications = false, .whole = false});
                out_.missing.push_back({.table = table, .checks = checks_on(graph_, graph_.find(table))});
            }
        }
        for (const auto& [table, rows] : data_.set_aside) {
            if (graph_.has(table)) {
                skipped_at_.push_back(graph_.find(table));
                out_.skipped.push_back({.view = table, .what = {"有行读不了，搁置了", "rows that could not be read were set aside"}, .count = rows,
                                        .names = {}, .applications = false, .whole = false});
            }
        }
    }

    /// Puts what is claimed where a check says nothing else, and leaves older applications out.
    void settle_claims(const std::shared_ptr<const RowSet>& table) {
        if (table == nullptr) {
            return;
        }
        const Claims claims(*rules_.subject, table, *data_.pool, diagnostics_);
        const auto old = [&](const auto& one) { return !claims.recent(one.application, options_.since); };
        std::erase_if(out_.findings, old);
        std::erase_if(out_.unseen, old);
        for (Unseen& one : out_.unseen) {
            one.stake = claims.claimed(one.application);
        }
        for (Finding& finding : out_.findings) {
            if (!finding.own_stake) {
                finding.stake = claims.claimed(finding.application);
            }
        }
    }

    Detector& detector_;
    const Detectors& rules_;
    const DataSet& data_;
    const DetectOptions& options_;
    Diagnostics& diagnostics_;
    DetectionGraph graph_;
    TaskOrder order_;
    std::vector<Made> made_;
    std::vector<std::atomic<std::size_t>> users_;   ///< of each node: those that still need it
    IndexCache indexes_;
    std::vector<std::size_t> skipped_at_;           ///< node of each of Detection::skipped
    Detection out_;
};

Detection Detector::run(const DataSet& data, const DetectOptions& options, Diagnostics& diagnostics) {
    return DetectionRun(*this, data, options, diagnostics).run();
}

int severity_rank(std::string_view severity) noexcept {
    constexpr std::array<std::string_view, 5> kRising{"info", "low", "medium", "high", "critical"};
    const auto* found = std::find(kRising.begin(), kRising.end(), severity);
    return found == kRising.end() ? 0 : static_cast<int>(found - kRising.begin());
}

const ViewProgram* Detector::program(const View& view, bool is_check) const {
    const auto found = programs_.find((is_check ? "check " : "view ") + view.name);
    return found == programs_.end() ? nullptr : found->second.get();
}

std::size_t Detector::loops(const View& view, bool is_check) const {
    const ViewProgram* found = program(view, is_check);
    return found == nullptr ? 0 : loop_depth(*found);
}

void run_empty(Detector& detector, const Detectors& rules, Diagnostics& diagnostics) {
    DataSet empty;
    for (const DataTable& table : rules.tables) {
        empty.tables.emplace(table.name, table_relation(table, {}, *empty.pool));
    }
    static_cast<void>(detector.run(empty, {.only = {}, .since = {}, .threads = 1, .all_views = true}, diagnostics));
}

void check_detectors(const Detectors& rules, Diagnostics& diagnostics) {
    check_references(rules, diagnostics);
    Detector detector(rules);
    run_empty(detector, rules, diagnostics);
    for (const Check& check : rules.checks) {
        if (const ViewProgram* program = detector.program(check.view, true)) {
            warn_copied_terms(check, *program, diagnostics);
        }
    }
}

}  // namespace huiqi
