#include "engine/anomaly/detection.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "engine/anomaly/relation_builder.h"
#include "engine/diagnostic/expect.h"
#include "engine/evaluate/sentence_text.h"

namespace huiqi {
namespace {

/// Takes the values of a definition of some rows into a column that is already as long as the relation.
void store(const Evaluator& evaluator, const PlanValue& value, std::size_t first, TextPool& pool, ColumnValues& out,
           std::vector<std::uint8_t>& states) {
    const std::size_t count = evaluator.rows();
    if (value.constant) {
        for (std::size_t row = 0; row < count; ++row) {
            const Value& one = *value.constant;
            if (!one.known()) {
                states[first + row] = static_cast<std::uint8_t>(State::absent);
            } else if (out.column.kind == ColumnKind::text) {
                out.codes[first + row] = pool.code(one.text());
            } else if (out.column.kind == ColumnKind::int64) {
                out.column.int64s[first + row] = to_int64(numerator(one.number()));
            } else if (out.column.kind == ColumnKind::boolean) {
                out.column.booleans[first + row] = one.boolean() ? 1 : 0;
            } else {
                out.column.int32s[first + row] =
                    out.column.kind == ColumnKind::date ? one.date().days() : one.code();
            }
        }
        return;
    }
    const Register& from = evaluator[value.node];
    if (!from.all_known()) {
        for (std::size_t row = 0; row < count; ++row) {
            const Cause state = from.state(row);
            states[first + row] = static_cast<std::uint8_t>(state == kKnown    ? State::known
                                                            : state == kAbsent ? State::absent
                                                                               : State::unknown);
        }
    }
    const auto lane = [&](std::size_t row) { return from.uniform ? 0 : row; };
    if (out.column.kind == ColumnKind::text) {
        std::vector<std::string_view> texts(count);
        for (std::size_t row = 0; row < count; ++row) {
            texts[row] = states[first + row] == 0 ? from.lanes<std::string_view>()[lane(row)] : std::string_view();
        }
        pool.codes(texts, out.codes.data() + first);
        return;
    }
    for (std::size_t row = 0; row < count; ++row) {
        switch (out.column.kind) {
            case ColumnKind::int64: out.column.int64s[first + row] = from.lanes<std::int64_t>()[lane(row)]; break;
            case ColumnKind::int128: out.column.int128s[first + row] = from.lanes<Int128>()[lane(row)]; break;
            case ColumnKind::boolean: out.column.booleans[first + row] = from.lanes<std::uint8_t>()[lane(row)]; break;
            default: out.column.int32s[first + row] = from.lanes<std::int32_t>()[lane(row)]; break;
        }
    }
}

[[nodiscard]] std::shared_ptr<ColumnValues> room_for(ColumnKind kind, std::size_t rows) {
    auto values = std::make_shared<ColumnValues>();
    values->column.kind = kind;
    switch (kind) {
        case ColumnKind::text: values->codes.resize(rows); break;
        case ColumnKind::int64: values->column.int64s.resize(rows); break;
        case ColumnKind::int128: values->column.int128s.resize(rows); break;
        case ColumnKind::boolean: values->column.booleans.resize(rows); break;
        default: values->column.int32s.resize(rows); break;
    }
    return values;
}

/// Tells whether a test holds for a row, and whether it ended in an error.
struct Verdict {
    bool holds = false;
    bool failed = false;
};
[[nodiscard]] Verdict verdict(const Evaluator& evaluator, const PlanValue& test, std::size_t row) {
    if (test.constant) {
        return {test.constant->known() && test.constant->boolean(), false};
    }
    const Register& from = evaluator[test.node];
    const Cause state = from.state(row);
    if (state == kKnown) {
        return {from.lanes<std::uint8_t>()[from.uniform ? 0 : row] != 0, false};
    }
    return {false, state != kAbsent};
}

void add_texts(const Value& value, std::vector<std::string>& out) {
    if (!value.known()) {
        return;
    }
    // a list is told from a text by what it holds: reading one as the other would be a bug of ours
    out.push_back(value.text());
}

}  // namespace

/// One run over one set of data.
class DetectionRun {
public:
    DetectionRun(Detector& detector, const DataSet& data, const DetectOptions& options, Diagnostics& diagnostics)
        : detector_(detector), rules_(detector.rules_), data_(data), options_(options), diagnostics_(diagnostics) {}

    Detection run() {
        detector_.made_.clear();
        for (const auto& [name, relation] : data_.tables) {
            detector_.made_.emplace(name, relation);
        }
        read_subject();
        for (const Check& check : rules_.checks) {
            if (wanted(check)) {
                look(check);
            }
        }
        sort_findings();
        return std::move(out_);
    }

private:
    [[nodiscard]] bool wanted(const Check& check) const {
        return options_.only.empty() ||
               std::any_of(options_.only.begin(), options_.only.end(),
                           [&](const std::string& one) { return one == check.id || one == check.family; });
    }

    /// What is claimed by each application, and the day.
    void read_subject() {
        if (!rules_.subject) {
            return;
        }
        const auto table = source({rules_.subject->table, rules_.subject->declared});
        if (table == nullptr) {
            return;
        }
        ShapeContext context{rules_.subject->table, *data_.pool, diagnostics_, out_.skipped, nullptr};
        const Span span = rules_.subject->declared;
        key_ = context.path(*table, {rules_.subject->key, span}, ColumnKind::text);
        if (!rules_.subject->amount.empty()) {
            amount_ = context.path(*table, {rules_.subject->amount, span}, ColumnKind::int64);
        }
        if (!rules_.subject->day.empty()) {
            day_ = context.path(*table, {rules_.subject->day, span}, ColumnKind::date);
        }
        for (std::uint32_t row = 0; key_ && row < table->rows; ++row) {
            if (const auto key = key_of(*key_->column, key_->value_row(row))) {
                subjects_.emplace(data_.pool->text(static_cast<TextCode>(*key)), row);
            }
        }
    }

    [[nodiscard]] std::shared_ptr<const RowSet> source(const PlacedName& name) {
        const auto made = detector_.made_.find(name.name);
        if (made != detector_.made_.end()) {
            return made->second;
        }
        const View* view = rules_.view(name.name);
        if (view == nullptr) {
            diagnostics_.error("A101", name.span,
                               {fmt::format("没有表或视图“{}”", name.name), fmt::format("there is no table or view `{}`", name.name)},
                               {"在“数据”或“视图”里写上它，或者检查名字", "declare it under `data` or `views`, or check the name"});
            return nullptr;
        }
        if (!running_.insert(name.name).second) {
            diagnostics_.error("A102", name.span,
                               {fmt::format("视图“{}”绕了一圈又用到自己", name.name),
                                fmt::format("the view `{}` stands on itself in a circle", name.name)},
                               {"让其中一个不再依赖后面的", "let one of them not stand on the next"});
            return nullptr;
        }
        auto relation = make(*view);
        running_.erase(name.name);
        detector_.made_.emplace(name.name, relation);
        return relation;
    }

    /// Everything of a view but its expressions.
    [[nodiscard]] std::shared_ptr<const RowSet> shaped(const View& view) {
        std::vector<std::shared_ptr<const RowSet>> parts;
        for (const PlacedName& name : view.from) {
            if (auto part = source(name)) {
                parts.push_back(std::move(part));
            }
        }
        if (parts.size() != view.from.size() || parts.empty()) {
            return nullptr;
        }
        auto from = parts.size() == 1 ? parts.front() : std::make_shared<const RowSet>(stacked(view.name, parts));
        ShapeContext context{view.name, *data_.pool, diagnostics_, out_.skipped, &indexes_};
        const auto step = [&](RowSet made) {
            made.name = view.name;
            from = std::make_shared<const RowSet>(std::move(made));
        };
        if (view.group) {
            step(grouped(*view.group, from, context));
        }
        for (const JoinShape& join : view.joins) {
            if (auto with = source(join.relation)) {
                step(joined(join, *from, std::move(with), context));
            }
        }
        for (const TiesShape& ties : view.ties) {
            if (const auto with = source(ties.relation)) {
                step(with_ties(ties, *from, *with, context));
            }
        }
        for (const PathShape& path : view.paths) {
            if (const auto with = source(path.relation)) {
                step(with_paths(path, *from, *with, context));
            }
        }
        for (const PeerShape& peer : view.peers) {
            step(with_peers(peer, *from, context));
        }
        for (const ClusterShape& cluster : view.clusters) {
            if (const auto with = source(cluster.relation)) {
                step(with_cluster(cluster, *from, *with, context));
            }
        }
        return from;
    }

    [[nodiscard]] std::shared_ptr<const ViewProgram> program(const View& view, const Check* check, const RowSet& from) {
        auto& kept = detector_.programs_[(check != nullptr ? "check " : "view ") + view.name];
        if (!kept) {
            kept = compile_view(view, check, from, diagnostics_);
        }
        return kept;
    }

    [[nodiscard]] std::shared_ptr<const RowSet> make(const View& view) {
        const std::size_t errors = diagnostics_.error_count();
        const auto from = shaped(view);
        if (from == nullptr || diagnostics_.error_count() != errors) {
            return nullptr;
        }
        const auto compiled = program(view, nullptr, *from);
        if (!compiled->plan) {
            return nullptr;
        }
        RowSet out = *from;
        out.name = view.name;
        std::vector<std::shared_ptr<ColumnValues>> values;
        std::vector<std::vector<std::uint8_t>> states;
        for (const ViewProgram::Output& output : compiled->outputs) {
            values.push_back(room_for(output.field.kind, from->rows));
            states.emplace_back(from->rows, std::uint8_t{0});
        }
        std::vector<Rows> kept(stretch_count(from->rows));
        const IncentivePlan& plan = compiled->plan->incentives.front();
        run_program(*compiled, *from, *data_.pool, options_.threads,
                    [&](const Evaluator& evaluator, std::size_t first, std::size_t part) {
                        for (std::size_t at = 0; at < values.size(); ++at) {
                            if (!compiled->outputs[at].path.empty()) {
                                continue;
                            }
                            store(evaluator, plan.definitions[compiled->outputs[at].definition], first, *data_.pool,
                                  *values[at], states[at]);
                        }
                        for (std::size_t row = 0; compiled->where && row < evaluator.rows(); ++row) {
                            if (verdict(evaluator, plan.anomalies[*compiled->where], row).holds) {
                                kept[part].push_back(static_cast<std::uint32_t>(first + row));
                            }
                        }
                    });
        for (std::size_t at = 0; at < values.size(); ++at) {
            if (!compiled->outputs[at].path.empty()) {
                take_over(*from, compiled->outputs[at].path, *values[at], states[at]);
            }
        }
        for (std::size_t at = 0; at < values.size(); ++at) {
            add_column(out, compiled->outputs[at].field, std::move(values[at]), std::move(states[at]));
        }
        return std::make_shared<const RowSet>(compiled->where ? taken(out, flat(kept)) : std::move(out));
    }

    /// Copies the codes of a column, or of one below a record.
    static void take_over(const RowSet& from, const std::string& name, ColumnValues& to, std::vector<std::uint8_t>& states) {
        const std::optional<ColumnPath> path = find_path(from, name);
        expect(path.has_value(), "a column that a program found is there");
        const ColumnValues& values = *path->column->values;
        for (std::uint32_t row = 0; row < from.rows; ++row) {
            const std::uint32_t at = path->value_row(row);
            if (at == kNoRow) {
                states[row] = static_cast<std::uint8_t>(State::absent);
            } else {
                to.codes[row] = values.codes[at];
                states[row] = values.column.states.empty() ? std::uint8_t{0} : values.column.states[at];
            }
        }
    }

    static void add_column(RowSet& out, const FieldSchema& field, std::shared_ptr<ColumnValues> values,
                           std::vector<std::uint8_t> states) {
        if (std::any_of(states.begin(), states.end(), [](std::uint8_t state) { return state != 0; })) {
            values->column.states = std::move(states);
        }
        RelationColumn column;
        column.field = field;
        column.values = std::move(values);
        std::erase_if(out.columns, [&](const RelationColumn& one) { return one.field.name == field.name; });
        out.columns.push_back(std::move(column));
    }

    [[nodiscard]] static std::shared_ptr<const Rows> flat(const std::vector<Rows>& parts) {
        Rows all;
        for (const Rows& part : parts) {
            all.insert(all.end(), part.begin(), part.end());
        }
        return std::make_shared<const Rows>(std::move(all));
    }

    void look(const Check& check) {
        const std::size_t errors = diagnostics_.error_count();
        const auto from = shaped(check.view);
        if (from == nullptr || diagnostics_.error_count() != errors) {
            return;
        }
        for (const auto& [table, text] : check.evidence) {
            if (rules_.table(table.name) == nullptr) {
                diagnostics_.error("A101", table.span,
                                   {fmt::format("证据的表“{}”不在数据里", table.name),
                                    fmt::format("there is no table `{}` for evidence", table.name)},
                                   {"证据要落在数据的行上", "evidence rests on rows of the data"});
            }
        }
        const auto compiled = program(check.view, &check, *from);
        if (!compiled->plan || !compiled->when) {
            return;
        }
        std::vector<std::vector<Finding>> found(stretch_count(from->rows));
        std::vector<std::uint64_t> failed(found.size(), 0);
        const IncentivePlan& plan = compiled->plan->incentives.front();
        run_program(*compiled, *from, *data_.pool, options_.threads,
                    [&](const Evaluator& evaluator, std::size_t /*first*/, std::size_t part) {
                        for (std::size_t row = 0; row < evaluator.rows(); ++row) {
                            if (compiled->where && !verdict(evaluator, plan.anomalies[*compiled->where], row).holds) {
                                continue;
                            }
                            const Verdict judged = verdict(evaluator, plan.anomalies[*compiled->when], row);
                            failed[part] += judged.failed ? 1 : 0;
                            if (judged.holds) {
                                add_findings(check, *compiled, evaluator, row, found[part]);
                            }
                        }
                    });
        for (std::size_t part = 0; part < found.size(); ++part) {
            for (Finding& finding : found[part]) {
                out_.findings.push_back(std::move(finding));
            }
            if (failed[part] != 0) {
                out_.errors[check.id] += failed[part];
            }
        }
    }

    [[nodiscard]] static std::vector<std::string> texts(const Evaluator& evaluator, const PlanValue& value, std::size_t row) {
        std::vector<std::string> out;
        const Value read = value.constant ? *value.constant : evaluator.read(value, row);
        if (!read.known()) {
            return out;
        }
        if (value.type.without_optional().is(TypeKind::list)) {
            for (const Value& element : read.elements()) {
                add_texts(element, out);
            }
        } else {
            add_texts(read, out);
        }
        std::sort(out.begin(), out.end());
        out.erase(std::unique(out.begin(), out.end()), out.end());
        return out;
    }

    /// A row that fires gives a finding for each application that it names.
    void add_findings(const Check& check, const ViewProgram& compiled, const Evaluator& evaluator, std::size_t row,
                      std::vector<Finding>& found) const {
        const IncentivePlan& plan = compiled.plan->incentives.front();
        Finding finding;
        finding.check = &check;
        const Anomaly& anomaly = compiled.incentive.anomalies[*compiled.when];
        const auto& holes = plan.descriptions[*compiled.when];
        finding.sentence.zh = sentence_text(anomaly.description, holes, evaluator, row, Language::zh);
        finding.sentence.en = sentence_text(anomaly.description, holes, evaluator, row, Language::en);
        for (std::size_t at = 0; at < compiled.evidence.size(); ++at) {
            for (std::string& number : texts(evaluator, plan.definitions[compiled.evidence[at]], row)) {
                if (!number.empty()) {
                    finding.evidence.emplace_back(check.evidence[at].first.name, std::move(number));
                }
            }
        }
        std::sort(finding.evidence.begin(), finding.evidence.end());
        finding.evidence.erase(std::unique(finding.evidence.begin(), finding.evidence.end()), finding.evidence.end());
        if (compiled.stake) {
            const PlanValue& value = plan.definitions[*compiled.stake];
            const Value stake = value.constant ? *value.constant : evaluator.read(value, row);
            finding.stake = stake.known() ? stake.number() : Rational(0);
        }
        for (std::string& number : texts(evaluator, plan.definitions[compiled.application], row)) {
            Finding one = finding;
            one.application = std::move(number);
            if (!compiled.stake) {
                one.stake = claimed(one.application);
            }
            if (!one.application.empty() && recent(one.application)) {
                found.push_back(std::move(one));
            }
        }
    }

    [[nodiscard]] Rational claimed(const std::string& application) const {
        const auto row = subjects_.find(application);
        if (!amount_ || row == subjects_.end()) {
            return 0;
        }
        return Rational(amount_->column->values->column.int64s[amount_->value_row(row->second)]) *
               amount_->column->field.step;
    }

    [[nodiscard]] bool recent(const std::string& application) const {
        const auto row = subjects_.find(application);
        if (!options_.since || !day_ || row == subjects_.end()) {
            return true;
        }
        return day_->column->values->column.int32s[day_->value_row(row->second)] >= options_.since->days();
    }

    /// One finding an application and detector: what several rows say is put together, the first sentence stays.
    void sort_findings() {
        std::stable_sort(out_.findings.begin(), out_.findings.end(), [](const Finding& left, const Finding& right) {
            const auto key = [](const Finding& one) {
                return std::tuple(std::string_view(one.application), -severity_rank(one.check->severity),
                                  std::string_view(one.check->id));
            };
            return key(left) < key(right);
        });
        std::vector<Finding> merged;
        for (Finding& finding : out_.findings) {
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
        out_.findings = std::move(merged);
    }

    Detector& detector_;
    const Detectors& rules_;
    const DataSet& data_;
    const DetectOptions& options_;
    Diagnostics& diagnostics_;
    IndexCache indexes_;
    std::set<std::string, std::less<>> running_;
    std::optional<ColumnPath> key_, amount_, day_;
    std::map<std::string_view, std::uint32_t> subjects_;
    Detection out_;
};

Detection Detector::run(const DataSet& data, const DetectOptions& options, Diagnostics& diagnostics) {
    return DetectionRun(*this, data, options, diagnostics).run();
}

std::shared_ptr<const RowSet> Detector::relation(std::string_view name) const {
    const auto found = made_.find(name);
    return found == made_.end() ? nullptr : found->second;
}

int severity_rank(std::string_view severity) noexcept {
    constexpr std::array<std::string_view, 5> kRising{"info", "low", "medium", "high", "critical"};
    const auto* found = std::find(kRising.begin(), kRising.end(), severity);
    return found == kRising.end() ? 0 : static_cast<int>(found - kRising.begin());
}

void check_detectors(const Detectors& rules, Diagnostics& diagnostics) {
    DataSet empty;
    for (const DataTable& table : rules.tables) {
        empty.tables.emplace(table.name, table_relation(table, {}, *empty.pool));
    }
    Detector detector(rules);
    static_cast<void>(detector.run(empty, {}, diagnostics));
}

}  // namespace huiqi
