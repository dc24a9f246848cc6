#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "engine/anomaly/detection_steps.h"
#include "engine/evaluate/sentence_text.h"

namespace huiqi {
namespace {

void add_texts(const Value& value, std::vector<std::string>& out) {
    if (!value.known()) {
        return;
    }
    // a list is told from a text by what it holds: reading one as the other would be a bug of ours
    out.push_back(value.text());
}

[[nodiscard]] std::vector<std::string> texts(const Evaluator& evaluator, const PlanValue& value, std::size_t row) {
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

/// A row that fires gives a finding for each application that it names. Gives false where it names no row as evidence: what
/// nobody can look at is no finding.
[[nodiscard]] bool add_findings(const Check& check, const ViewProgram& compiled, const Evaluator& evaluator, std::size_t row,
                  std::vector<Finding>& found) {
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
    if (finding.evidence.empty()) {
        return false;
    }
    if (compiled.stake) {
        const PlanValue& value = plan.definitions[*compiled.stake];
        const Value stake = value.constant ? *value.constant : evaluator.read(value, row);
        finding.own_stake = stake.known() && stake.number() >= 0;   // else what is claimed is at stake
        finding.stake = finding.own_stake ? stake.number() : Rational(0);
    }
    for (std::string& number : texts(evaluator, plan.definitions[compiled.application], row)) {
        Finding one = finding;
        one.application = std::move(number);
        if (!one.application.empty()) {
            found.push_back(std::move(one));
        }
    }
    return true;
}

}  // namespace

CheckRows check_rows(const Check& check, const ViewProgram& program, const RowSet& from, const TextPool& pool, unsigned threads) {
    std::vector<std::vector<Finding>> found(stretch_count(from.rows));
    std::vector<std::uint64_t> failed(found.size(), 0);
    std::vector<std::vector<std::string>> failed_in(found.size());
    const IncentivePlan& plan = program.plan->incentives.front();
    run_program(program, from, pool, threads, [&](const Evaluator& evaluator, std::size_t /*first*/, std::size_t part) {
        for (std::size_t row = 0; row < evaluator.rows(); ++row) {
            Verdict judged{.holds = true, .failed = false};
            if (program.where) {
                judged = verdict(evaluator, plan.anomalies[*program.where], row);
            }
            if (judged.holds) {
                judged = verdict(evaluator, plan.anomalies[*program.when], row);
            }
            if (judged.holds && !add_findings(check, program, evaluator, row, found[part])) {
                judged.failed = true;
            }
            if (judged.failed) {
                ++failed[part];
                std::vector<std::string> of = texts(evaluator, plan.definitions[program.application], row);
                std::move(of.begin(), of.end(), std::back_inserter(failed_in[part]));
            }
        }
    });
    CheckRows out;
    for (std::size_t part = 0; part < found.size(); ++part) {
        std::move(found[part].begin(), found[part].end(), std::back_inserter(out.findings));
        out.failed += failed[part];
        std::move(failed_in[part].begin(), failed_in[part].end(), std::back_inserter(out.failed_in));
    }
    std::sort(out.failed_in.begin(), out.failed_in.end());
    out.failed_in.erase(std::unique(out.failed_in.begin(), out.failed_in.end()), out.failed_in.end());
    return out;
}

}  // namespace huiqi
