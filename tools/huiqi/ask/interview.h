#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/api/application_reader.h"
#include "engine/evaluate/self_check.h"
#include "huiqi/application.h"
#include "tools/huiqi/rules.h"

namespace huiqi {

/// The rules of a self-check, made ready; never changes, may be shared between threads. The rules must
/// outlive it.
struct InterviewRules {
    /// Where an input of the schema is declared.
    struct Place {
        std::size_t incentive = 0;
        std::size_t input = 0;
    };

    /// The plan must have been compiled to explain from the incentives chosen.
    InterviewRules(const Rulebook& rulebook, Selected chosen, std::shared_ptr<const Plan> compiled);

    [[nodiscard]] const Input& input(std::size_t field) const;
    [[nodiscard]] const Incentive& incentive(std::size_t index) const { return *selected.incentives[index]; }

    const Rulebook& book;
    Selected selected;
    std::shared_ptr<const Plan> plan;
    std::vector<Place> places;  ///< of each field of the schema
    /// Of the rule files and of what was chosen of them: answers that were given to other rules are known by it.
    std::string fingerprint;
    std::vector<std::size_t> from_batch;   ///< fields that nobody is asked for: all applications together give their values
    std::vector<const Incentive*> left_out;  ///< a locality has to set a parameter before anything can be computed
};

/// Chooses what an applicant is asked about and compiles it to explain. Says what is left out. Gives nothing when
/// that cannot be had; `problem` is the exit then. Files of targets alone decide about nobody and are passed over.
[[nodiscard]] std::shared_ptr<const InterviewRules> interview_rules(const Program& program, LoadedRules& rules,
                                                                    const RuleChoice& choice, Exit& problem);

/// Looks at the answers of one person. Belongs to one thread; keeps nothing of them once the next are looked
/// at.
class Interview {
public:
    explicit Interview(std::shared_ptr<const InterviewRules> rules);

    /// Looks at answers by their names (`unknown` where a person could not say: such an input is not asked
    /// again, nor is a list that was given, whatever is not known in its items). Gives what is wrong with them; when something is, there are no standings.
    [[nodiscard]] std::vector<Message> look(const Answer& answers, std::size_t effort = SelfCheck::kEffort);
    /// Only reads answers, and gives what is wrong with them. There are no standings then.
    [[nodiscard]] std::vector<Message> read(const Answer& answers);

    [[nodiscard]] const SelfCheck& check() const noexcept { return check_; }
    [[nodiscard]] const InterviewRules& rules() const noexcept { return *rules_; }
    /// The question to ask next; nothing when there is none.
    [[nodiscard]] std::optional<AskedFor> next() const;
    /// The least and the most of a total of the bundle.
    [[nodiscard]] std::pair<std::optional<Rational>, std::optional<Rational>> total(
        const IncentivePlan::Named& total) const;
    /// The input whose day tells whether an incentive is in force; nothing where none does.
    [[nodiscard]] std::optional<std::size_t> day_asked(std::size_t incentive) const;
    /// The names of the inputs on which a condition that fails rests: left open, any of them would open it
    /// again.
    [[nodiscard]] std::vector<std::size_t> rests_on(std::size_t incentive, std::size_t condition) const;
    /// What went wrong where the rules give no result for an incentive, one line each with its code.
    [[nodiscard]] std::vector<Bilingual> failures(std::size_t incentive) const;
    /// The inputs on which an incentive's award rests.
    [[nodiscard]] std::vector<std::size_t> award_rests_on(std::size_t incentive) const;
    /// Forgets the answers.
    void clear();

private:
    /// Reads answers into the batch; what is wrong in a list names the item.
    [[nodiscard]] std::vector<Message> read_into(const Answer& answers);

    std::shared_ptr<const InterviewRules> rules_;
    ApplicationReader reader_;
    Batch batch_;
    SelfCheck check_;
};

/// Says what can be done by whoever answers, where a message speaks to the author of the rules.
[[nodiscard]] std::vector<Message> for_applicants(std::vector<Message> messages);

/// Whether anything is wrong with the answers.
[[nodiscard]] bool faulty(const std::vector<Message>& messages);

}  // namespace huiqi
