#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "engine/io/record_input.h"

namespace huiqi {

/// What a paper says of who applied: headings and values, in order.
using ApplicantLines = std::vector<std::pair<std::string, std::string>>;

/// The columns of the data that name the applicant on a paper. They are the first that the input carries along.
class ApplicantColumns {
public:
    ApplicantColumns() = default;
    explicit ApplicantColumns(std::vector<std::string> names) : names_(std::move(names)) {}

    [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }
    /// Gives them of a row that could be read.
    [[nodiscard]] ApplicantLines of(const ParsedBlock& block, std::size_t row) const;
    /// Gives those that can be told of a row that was set aside: nothing where it cannot be split into its columns.
    [[nodiscard]] ApplicantLines of(const RejectedRow& row, const RecordInput& input) const;

private:
    std::vector<std::string> names_;
};

}  // namespace huiqi
