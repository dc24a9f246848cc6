#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data/folded_key.h"
#include "engine/data/schema.h"
#include "engine/data/value.h"
#include "engine/io/record_input.h"
#include "engine/settle/claims.h"

namespace huiqi {

/// What applicants were paid before, for the lists that rules take from the ledger (来自: 台账).
class PaidRecords {
public:
    /// `applicant` is the column of the data that names the applicant, at `key` among the keys of the payments; `incentives`
    /// are the ids that they point into.
    PaidRecords(std::string applicant, std::size_t key, const std::vector<std::string>& incentives,
                const std::vector<PriorPayment>& payments);

    /// The column of the data by which an application finds its records.
    [[nodiscard]] const std::string& applicant() const noexcept { return applicant_; }
    /// Gives the records of an applicant as a value of this list: by day, then incentive, then amount.
    [[nodiscard]] Value list(const FieldSchema& list, std::string_view applicant) const;
    /// Gives a fault for each applicant (the first twenty) whose records are no value of the list.
    [[nodiscard]] std::vector<DataFault> misfits(const FieldSchema& list) const;

private:
    /// One payment, or money that came back: then the amount is below zero.
    struct Record {
        std::int32_t day = 0;
        std::string incentive;
        Money amount;
    };

    std::string applicant_;
    std::map<std::string, std::vector<Record>, FoldedKeyLess> records_;
};

/// Opens applications, as `open` does, with the lists of payments that the rules take from the ledger filled in. D115 when
/// the data have such a list themselves: one payment must not count from both.
[[nodiscard]] OpenedInput open_paid(const Schema& schema, const ReadOptions& options,
                                    const std::shared_ptr<const PaidRecords>& paid,
                                    const std::function<OpenedInput(const ReadOptions&)>& open);

}  // namespace huiqi
