#include "tools/huiqi/author/mutation_run.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "engine/api/batch_cases.h"
#include "engine/evaluate/case_runner.h"
#include "engine/evaluate/mutant_proofs.h"
#include "engine/evaluate/rule_sameness.h"
#include "engine/plan/compile.h"
#include "engine/rulebook/regions.h"

namespace huiqi {
namespace {

constexpr std::size_t kEffort = 8'000;   // applications looked at for a survivor, and again with several inputs changed

void write(std::string& text, const PlanValue& value) {
    text += " %" + std::to_string(value.node) + "/%" + std::to_string(value.denominator) + "*" + value.scale.str();
    for (const PlanValue& part : value.parts) {
        write(text, part);
    }
}

/// Spells all that an incentive computes, so that two spellings are alike only where nothing can differ.
[[nodiscard]] std::string spelled_plan(const Incentive& incentive) {
    CompileOptions options;
    options.explain = false;
    options.abstract = true;
    Diagnostics faults;
    const Plan plan = compile(incentive, options, faults);
    if (faults.has_errors() || plan.incentives.empty()) {
        return {};
    }
    std::string text = print(plan);
    const IncentivePlan& made = plan.incentives.front();
    for (const std::vector<PlanValue>* list : {&made.conditions, &made.anomalies}) {
        for (const PlanValue& value : *list) {
            write(text, value);
        }
    }
    for (const IncentivePlan::Extra& extra : made.extras) {
        write(text, extra.amount);
    }
    for (const IncentivePlan::Instalment& part : made.schedule) {
        write(text, part.goes_on);
        write(text, part.passes);
        if (part.date) {
            write(text, *part.date);
        }
    }
    return text;
}

/// Gives the first case that does not come out as it did.
[[nodiscard]] std::optional<std::string> first_failure(const std::vector<CaseResult>& results, const std::string& subject) {
    for (const CaseResult& one : results) {
        if (!one.mismatches.empty() && !one.unconfirmed) {
            return subject + " · " + one.name;
        }
    }
    return std::nullopt;
}

/// Tells whether a message about a case finds a mistake as its result would: no result can, since it does not come to one.
[[nodiscard]] bool told_by_case(const Mutant& mutant, std::string_view code) {
    return (mutant.kind == Mutant::Kind::band && code == "E303") || (mutant.kind == Mutant::Kind::region && code == "E369");
}

/// Gives the case within which a place of a file stands: the last that begins before it.
[[nodiscard]] std::optional<std::string> case_at(const Rulebook& rulebook, std::string_view file, std::uint32_t offset) {
    std::optional<std::string> found;
    std::uint32_t begin = 0;
    for (const Incentive& incentive : rulebook.incentives) {
        for (const Case& one : incentive.cases) {
            if ((*rulebook.sources)[one.declared.source].name() == file && one.declared.begin <= offset && (!found || one.declared.begin >= begin)) {
                found = incentive.id + " · " + one.name;
                begin = one.declared.begin;
            }
        }
    }
    return found;
}

}  // namespace

MutationRun::MutationRun(const Rulebook& rulebook, std::vector<Mutant> mutants)
    : rulebook_(rulebook), mutants_(std::move(mutants)), results_(mutants_.size()), read_by_bundles_(read_by_bundles(rulebook)) {
    find_files();
    find_files_of_bundles();
}

void MutationRun::find_files() {
    const Sources& sources = *rulebook_.sources;
    for (const Incentive& incentive : rulebook_.incentives) {
        if (incentive.support) {
            continue;
        }
        plans_.emplace(incentive.id, spelled_plan(incentive));
        std::set<SourceId> texts{incentive.declared.source};
        for (const std::string& parent : incentive.lineage) {
            if (const Incentive* above = rulebook_.find(parent)) {
                texts.insert(above->declared.source);
            }
        }
        std::set<std::string> names{sources[incentive.declared.source].name()};
        for (const Case& one : incentive.cases) {
            names.insert(sources[one.declared.source].name());
        }
        for (const Bundle& bundle : rulebook_.bundles) {
            if (!bundle.cases.empty() && std::find(bundle.incentives.begin(), bundle.incentives.end(), incentive.id) != bundle.incentives.end()) {
                add_bundle(bundle, names);
            }
        }
        for (const SourceId text : texts) {
            files_[text].insert(names.begin(), names.end());
            files_[text].insert(sources[text].name());
        }
    }
}

void MutationRun::find_files_of_bundles() {
    for (const Bundle& bundle : rulebook_.bundles) {
        std::set<std::string> names;
        add_bundle(bundle, names);
        files_[bundle.declared.source].insert(names.begin(), names.end());
    }
}

void MutationRun::add_bundle(const Bundle& bundle, std::set<std::string>& names) const {
    const Sources& sources = *rulebook_.sources;
    names.insert(sources[bundle.declared.source].name());
    for (const BundleCase& test : bundle.cases) {
        names.insert(sources[test.declared.source].name());
    }
    for (const std::string& id : bundle.incentives) {
        const Incentive* member = rulebook_.find(id);
        if (member == nullptr) {
            continue;
        }
        names.insert(sources[member->declared.source].name());
        for (const std::string& parent : member->lineage) {
            if (const Incentive* above = rulebook_.find(parent)) {
                names.insert(sources[above->declared.source].name());
            }
        }
    }
}

std::set<std::string> MutationRun::files_of(const Mutant& mutant) const {
    std::set<std::string> files = files_.at(mutant.place.source);
    if (mutant.kind != Mutant::Kind::region) {
        return files;
    }
    const RegionChoice rules(rulebook_, {});
    const Incentive& root = rules.root(*mutant.incentive);
    for (const Incentive& one : rulebook_.incentives) {
        const auto more = files_.find(one.declared.source);
        if (&rules.root(one) == &root && more != files_.end()) {
            files.insert(more->second.begin(), more->second.end());
        }
    }
    return files;
}

MutantResult MutationRun::refused(const Mutant& mutant, const Rulebook& changed, const Diagnostics& faults) const {
    MutantResult result{.state = MutantResult::State::refused, .by = {}, .witness = {}};
    for (const Diagnostic& one : faults.all()) {
        if (one.severity != Severity::error) {
            continue;
        }
        result.by = result.by.empty() ? std::string(one.code) : result.by;
        const auto told = told_by_case(mutant, one.code) ? case_at(rulebook_, (*changed.sources)[one.span.source].name(), one.span.begin) : std::nullopt;
        if (told) {
            return {.state = MutantResult::State::killed, .by = *told, .witness = {}};
        }
    }
    return result;
}

bool MutationRun::concerns(const Mutant& mutant, const Incentive& incentive) const {
    const auto stands_in = [&](const std::string& id) {
        const Incentive* one = rulebook_.find(id);
        return one != nullptr && one->declared.source == mutant.place.source;
    };
    return stands_in(incentive.id) || std::any_of(incentive.lineage.begin(), incentive.lineage.end(), stands_in);
}

bool MutationRun::stays_the_same(const Mutant& mutant, const Rulebook& changed) const {
    return std::all_of(changed.incentives.begin(), changed.incentives.end(), [&](const Incentive& now) {
        const Incentive* before = rulebook_.find(now.id);
        if (before == nullptr || now.support || !concerns(mutant, now)) {
            return true;
        }
        std::set<std::string> names = read_by_bundles_;
        add_extras(*before, names);
        const bool read = std::any_of(before->definitions.begin(), before->definitions.end(), [&](const Definition& one) { return names.contains(one.name); });
        return (!read && before->extras.empty() && !has_local(*before)) || same_for_localities(*before, now, names);
    });
}

MutantResult MutationRun::look(const Mutant& mutant) const {
    const Source& source = (*rulebook_.sources)[mutant.place.source];
    std::string text(source.text());
    text.replace(mutant.place.begin, mutant.place.end - mutant.place.begin, mutant.becomes);
    const std::set<std::string> files = files_of(mutant);
    Diagnostics faults;
    const Rulebook changed = load_changed_rulebook({files.begin(), files.end()}, source.name(), text, faults);
    if (faults.has_errors()) {
        return refused(mutant, changed, faults);
    }
    bool same = true;
    Diagnostics compiled;
    for (const Incentive& incentive : changed.incentives) {
        const auto before = plans_.find(incentive.id);
        if (incentive.support || before == plans_.end()) {
            continue;
        }
        const std::string now = spelled_plan(incentive);
        const bool alike = !now.empty() && now == before->second;
        same = same && alike;
        // a case can look at what no award needs, and set what a locality may set
        if (alike && !concerns(mutant, incentive)) {
            continue;
        }
        if (const auto by = first_failure(run_cases(incentive, Language::en, compiled), incentive.id)) {
            return {.state = MutantResult::State::killed, .by = *by, .witness = {}};
        }
    }
    if (compiled.has_errors()) {
        return refused(mutant, changed, compiled);
    }
    if (mutant.kind == Mutant::Kind::region || mutant.kind == Mutant::Kind::band) {
        return {.state = MutantResult::State::survived, .by = {}, .witness = {}};   // what is computed is the same, and for whom it is not
    }
    for (const Bundle& bundle : changed.bundles) {
        if (const auto by = first_failure(run_cases(changed, bundle, Language::en, compiled), bundle.id)) {
            return {.state = MutantResult::State::killed, .by = *by, .witness = {}};
        }
    }
    for (const Bundle& bundle : changed.bundles) {
        if (const auto by = first_failure(run_batch_cases(changed, bundle, Language::en), bundle.id)) {
            return {.state = MutantResult::State::killed, .by = *by, .witness = {}};
        }
    }
    if (mutant.bundle != nullptr) {
        return {.state = MutantResult::State::survived, .by = {}, .witness = {}};   // plans of incentives say nothing of what is settled
    }
    if (same && stays_the_same(mutant, changed)) {
        return {.state = MutantResult::State::equivalent, .by = {}, .witness = {}};
    }
    if (auto why = why_the_same(mutant)) {
        return {.state = MutantResult::State::equivalent, .by = {}, .witness = {}, .why = std::move(why)};
    }
    MutantResult result{.state = MutantResult::State::survived, .by = {}, .witness = {}};
    const Incentive* after = changed.find(mutant.incentive->id);
    if (after != nullptr && after->inputs.size() == mutant.incentive->inputs.size()) {
        result.witness = find_difference(*mutant.incentive, *after, kEffort);
    }
    return result;
}

void MutationRun::run(unsigned threads, const std::atomic<bool>& stop, const std::function<void(std::size_t)>& progress) {
    std::atomic<std::size_t> next = 0;
    std::atomic<std::size_t> done = 0;
    const auto work = [&](bool tells) {
        for (std::size_t at = next++; at < mutants_.size() && !stop; at = next++) {
            results_[at] = look(mutants_[at]);
            ++done;
            if (tells) {
                progress(done);
            }
        }
    };
    std::vector<std::jthread> others;
    for (unsigned thread = 1; thread < threads; ++thread) {
        others.emplace_back(work, false);
    }
    work(true);
}

}  // namespace huiqi
