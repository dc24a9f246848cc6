#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/api/selection.h"
#include "engine/api/settled_case.h"
#include "engine/evaluate/case_candidates.h"
#include "engine/evaluate/coverage.h"

namespace huiqi {

/// A small batch that is tried, and where its answers come from.
struct BatchTrial {
    BatchCase batch;
    std::string like;   ///< names of the cases that its applications were made of
};

/// Makes and settles small batches of the applications of a bundle.
class BatchTrials {
public:
    /// An answer of the bundle's data: the first incentive and its input that ask for it.
    struct Column {
        std::string name;
        std::size_t member = 0;
        std::size_t input = 0;
    };
    /// What a trial came to.
    struct Looked {
        std::vector<std::int64_t> awards;   ///< fen: application * incentives + incentive
        std::vector<SettlementUse> uses;
        std::vector<Sighting> sightings;    ///< of settlement and totals
    };

    /// `rules` must outlive it and have all incentives of the bundle.
    explicit BatchTrials(const Selection& rules);

    /// Whether the bundle compiles: nothing can be tried otherwise.
    [[nodiscard]] bool ready() const noexcept { return plan_ != nullptr; }
    [[nodiscard]] const std::vector<Column>& columns() const noexcept { return columns_; }
    [[nodiscard]] const FieldSchema& field(const Column& column) const;

    /// Gives an application of each case of the bundle and of each case of its incentives, and of pairs of these joined to one.
    [[nodiscard]] std::vector<BatchTrial> applications() const;
    /// Decides and settles a trial.
    [[nodiscard]] Looked look(const BatchTrial& trial) const;

    /// Gives the values that are worth trying for an answer of an application.
    [[nodiscard]] std::vector<Value> candidates(const Column& column, const BatchCase::Application& application) const;
    /// Gives an answer; unknown where there is none.
    [[nodiscard]] static Value answer(const BatchCase::Application& application, std::string_view name);
    static void set_answer(BatchCase::Application& application, const std::string& name, Value value);
    /// Gives `count` applications like the first of a trial, numbered, each its own applicant or all of one.
    [[nodiscard]] BatchTrial copies(const BatchTrial& trial, std::size_t count, bool one_applicant) const;
    /// Puts applications of several trials into one, numbered, each its own applicant or all of one.
    [[nodiscard]] BatchTrial together(const std::vector<const BatchTrial*>& trials, bool one_applicant) const;
    /// The names of the columns by which payments of the past are found.
    [[nodiscard]] std::vector<std::string> history_keys() const;
    /// Gives the text of one of them for an application.
    [[nodiscard]] std::string key_text(const BatchCase::Application& application, const std::string& name) const;

private:
    void number(BatchTrial& trial, bool one_applicant) const;
    void set_key(BatchCase::Application& application, const std::string& name, std::string BatchCase::Application::*column, const std::string& text) const;
    [[nodiscard]] const Column* column(std::string_view name) const;
    [[nodiscard]] BatchTrial of_case(std::size_t member, const Case& one) const;

    const Selection& rules_;
    std::shared_ptr<const Plan> plan_;
    std::vector<CaseCandidates> candidates_;   ///< by incentive
    std::vector<Column> columns_;
};

}  // namespace huiqi
