#include "engine/api/batch_trials.h"

#include <algorithm>
#include <optional>

#include "engine/numeric/decimal_text.h"
#include "engine/plan/compile.h"
#include "engine/rulebook/bundle_inputs.h"

namespace huiqi {
namespace {

/// A day for applications that the data date and no case does.
constexpr std::string_view kDay = "2024-06-30";

/// Whether an answer is formed over the whole batch: it stands in no data.
[[nodiscard]] bool is_formed(const Incentive& incentive, std::size_t input) {
    return std::any_of(incentive.populations.begin(), incentive.populations.end(),
                       [&](const Population& one) { return one.input == input; });
}

[[nodiscard]] bool has_answer(const BatchCase::Application& application, std::string_view name) {
    return std::any_of(application.given.begin(), application.given.end(), [&](const auto& one) { return one.first == name; });
}

/// Lays the answers of one application over those of another.
[[nodiscard]] BatchTrial joined(const BatchTrial& under, const BatchTrial& over) {
    BatchTrial made = under;
    for (const auto& [name, value] : over.batch.applications.front().given) {
        BatchTrials::set_answer(made.batch.applications.front(), name, value);
    }
    made.like += made.like.empty() || over.like.empty() ? over.like : "、" + over.like;
    return made;
}

}  // namespace

BatchTrials::BatchTrials(const Selection& rules) : rules_(rules) {
    Diagnostics faults;
    CompileOptions options;
    auto plan = std::make_shared<const Plan>(compile(rules.incentives, rules.bundle, options, faults));
    if (faults.has_errors() || plan->incentives.empty()) {
        return;
    }
    plan_ = std::move(plan);
    const BundleInputs links(rules.incentives, rules.bundle);
    std::set<std::string> known;
    for (std::size_t member = 0; member < rules.incentives.size(); ++member) {
        const Incentive& incentive = *rules.incentives[member];
        candidates_.emplace_back(incentive);
        for (std::size_t input = 0; input < incentive.inputs.size(); ++input) {
            std::string name = links.column(member, input);
            if (!links.source(member, input) && !is_formed(incentive, input) && known.insert(name).second) {
                columns_.push_back({.name = std::move(name), .member = member, .input = input});
            }
        }
    }
}

const FieldSchema& BatchTrials::field(const Column& column) const { return rules_.incentives[column.member]->inputs[column.input].field; }

const BatchTrials::Column* BatchTrials::column(std::string_view name) const {
    const auto found = std::find_if(columns_.begin(), columns_.end(), [&](const Column& one) { return one.name == name; });
    return found == columns_.end() ? nullptr : &*found;
}

BatchTrial BatchTrials::of_case(std::size_t member, const Case& one) const {
    const BundleInputs links(rules_.incentives, rules_.bundle);
    BatchTrial made{.batch = {}, .like = one.name};
    BatchCase::Application& application = made.batch.applications.emplace_back();
    for (std::size_t input = 0; input < one.given.size(); ++input) {
        const std::string name = links.column(member, input);
        if (one.given[input].state() != State::unknown && column(name) != nullptr) {
            application.given.emplace_back(name, one.given[input]);
        }
    }
    return made;
}

std::vector<BatchTrial> BatchTrials::applications() const {
    constexpr std::size_t kOfEach = 12;   // cases of one incentive that are joined with those of another
    std::vector<BatchTrial> made;
    for (const BundleCase& one : rules_.bundle->cases) {
        if (!one.unconfirmed && !one.batch) {
            made.push_back({.batch = {}, .like = one.name});
            made.back().batch.applications.emplace_back().given = one.given;
        }
        for (std::size_t at = 0; !one.unconfirmed && one.batch && at < one.batch->applications.size(); ++at) {
            made.push_back({.batch = {}, .like = one.name});
            made.back().batch.applications.push_back(one.batch->applications[at]);
        }
    }
    std::vector<std::vector<BatchTrial>> by_member(rules_.incentives.size());
    for (std::size_t member = 0; member < rules_.incentives.size(); ++member) {
        for (const Case& one : rules_.incentives[member]->cases) {
            const bool awarded = one.amount && one.amount->known() && one.amount->number() > 0;
            if (one.unconfirmed || !one.bind.empty()) {
                continue;
            }
            made.push_back(of_case(member, one));
            if (awarded && by_member[member].size() < kOfEach) {
                by_member[member].push_back(made.back());
            }
        }
    }
    const std::size_t alone = made.size();
    for (std::size_t under = 0; under < by_member.size(); ++under) {
        for (std::size_t over = 0; over < by_member.size(); ++over) {
            for (std::size_t at = 0; under != over && at < by_member[under].size() * by_member[over].size(); ++at) {
                made.push_back(joined(by_member[under][at / by_member[over].size()], by_member[over][at % by_member[over].size()]));
            }
        }
    }
    if (made.empty() || by_member.size() > 2) {   // all of them, one laid over the other
        BatchTrial all{.batch = {}, .like = {}};
        all.batch.applications.emplace_back();
        for (const std::vector<BatchTrial>& of_member : by_member) {
            all = of_member.empty() ? all : joined(all, of_member.front());
        }
        made.insert(made.begin() + static_cast<std::ptrdiff_t>(alone), std::move(all));
    }
    for (BatchTrial& one : made) {
        one.batch.applications.front().expected.clear();
        one.batch.applications.front().totals.clear();
        number(one, false);
    }
    return made;
}

BatchTrials::Looked BatchTrials::look(const BatchTrial& trial) const {
    Looked looked;
    const SettledCase settled(rules_, plan_, trial.batch, [&](const Evaluator& evaluator, std::size_t, std::size_t row) {
        for (const Bundle::Total& total : rules_.bundle->totals) {
            for (const IncentivePlan::Named& one : plan_->totals) {
                const Value value = one.name == total.name ? evaluator.read(one.value, row) : Value();
                const bool number = one.value.type.without_optional().is(TypeKind::number);
                if (number && value.known() && value.number() > 0) {
                    looked.sightings.push_back({.key = {CoverageKey::Kind::award, total.declared, CoverageKey::Aspect::reached},
                                                .possible = true, .reached = true, .distance = {}});
                }
            }
        }
    });
    const SettledBatch done = settled.batch();
    for (std::size_t cell = 0; cell < done.claims.award.size(); ++cell) {
        looked.awards.push_back(done.claims.state[cell] == ClaimState::eligible ? done.claims.award[cell].minor() : 0);
    }
    read_settlement(rules_.bundle->settlement, &done, [&](const Sighting& one) { looked.sightings.push_back(one); });
    looked.uses = done.uses;
    return looked;
}

std::vector<Value> BatchTrials::candidates(const Column& column, const BatchCase::Application& application) const {
    return candidates_[column.member].of(rules_.incentives[column.member]->inputs[column.input], answer(application, column.name));
}

Value BatchTrials::answer(const BatchCase::Application& application, std::string_view name) {
    const auto found = std::find_if(application.given.begin(), application.given.end(), [&](const auto& one) { return one.first == name; });
    return found == application.given.end() ? Value::unknown({std::string(name)}) : found->second;
}

void BatchTrials::set_answer(BatchCase::Application& application, const std::string& name, Value value) {
    const auto found = std::find_if(application.given.begin(), application.given.end(), [&](const auto& one) { return one.first == name; });
    if (value.state() == State::unknown) {
        if (found != application.given.end()) {
            application.given.erase(found);
        }
    } else if (found == application.given.end()) {
        application.given.emplace_back(name, std::move(value));
    } else {
        found->second = std::move(value);
    }
}

BatchTrial BatchTrials::copies(const BatchTrial& trial, std::size_t count, bool one_applicant) const {
    return together(std::vector<const BatchTrial*>(count, &trial), one_applicant);
}

BatchTrial BatchTrials::together(const std::vector<const BatchTrial*>& trials, bool one_applicant) const {
    BatchTrial made{.batch = {}, .like = {}};
    for (const BatchTrial* one : trials) {
        made.batch.applications.push_back(one->batch.applications.front());
        if (made.like.find(one->like) == std::string::npos) {
            made.like += (made.like.empty() ? "" : "、") + one->like;
        }
    }
    number(made, one_applicant);
    return made;
}

/// Numbers the applications, and gives those keys that no answer is for.
void BatchTrials::number(BatchTrial& trial, bool one_applicant) const {
    const Bundle::Keys& keys = rules_.bundle->keys;
    for (std::size_t at = 0; at < trial.batch.applications.size(); ++at) {
        BatchCase::Application& one = trial.batch.applications[at];
        const std::string number = std::to_string(at + 1);
        one.number = number;
        const bool first = trial.batch.applications.size() == 1 && !one.applicant.empty();
        if (!keys.applicant.empty() && !first) {
            set_key(one, keys.applicant, &BatchCase::Application::applicant, one_applicant ? "F1" : "F" + number);
        }
        if (!keys.sequence.empty()) {
            set_key(one, keys.sequence, &BatchCase::Application::sequence, number);
        }
        if (!keys.period_date.empty()) {
            set_key(one, keys.period_date, &BatchCase::Application::period_date, one.period_date.empty() ? std::string(kDay) : one.period_date);
        }
    }
}

/// Sets a key; where it is an answer too, the answer with it, as far as its type takes the text.
void BatchTrials::set_key(BatchCase::Application& application, const std::string& name, std::string BatchCase::Application::*column_of_keys,
                          const std::string& text) const {
    application.*column_of_keys = text;
    const Column* asked = column(name);
    if (asked == nullptr) {
        return;
    }
    const FieldSchema& of = field(*asked);
    Value value;
    switch (of.type.without_optional().kind()) {
        case TypeKind::text: value = Value::of(text); break;
        case TypeKind::number: {
            const auto number = parse_decimal(text, {.digits = 20, .exponent = 0});
            value = number.has_value() ? Value::of(number.value().value()) : Value();
            break;
        }
        default: break;
    }
    if (of.type.without_optional().is(TypeKind::date) || !value.known() || !CaseCandidates::takes(of, value)) {
        // the answer that is there, or a day, says what the key is
        if (!has_answer(application, name)) {
            const auto day = Date::parse(kDay);
            set_answer(application, name, of.type.without_optional().is(TypeKind::date) && day ? Value::of(*day) : Value::unknown({name}));
        }
        application.*column_of_keys = key_text(application, name);
    } else {
        set_answer(application, name, std::move(value));
    }
}

std::vector<std::string> BatchTrials::history_keys() const { return ClaimGatherer(*rules_.bundle, rules_.incentives, *plan_).key_names(); }

std::string BatchTrials::key_text(const BatchCase::Application& application, const std::string& name) const {
    const Bundle::Keys& keys = rules_.bundle->keys;
    const Column* asked = column(name);
    const Value value = asked == nullptr ? Value() : answer(application, name);
    if (asked != nullptr && value.known()) {
        const Type type = field(*asked).type.without_optional();
        switch (type.kind()) {
            case TypeKind::text: return value.text();
            case TypeKind::date: return value.date().text();
            case TypeKind::number: return decimal_text(Rational(value.number() / field(*asked).entry.factor));
            default: return value_text(value, type, false);
        }
    }
    return name == keys.application ? application.number : name == keys.applicant ? application.applicant : name == keys.sequence ? application.sequence : std::string();
}

}  // namespace huiqi
