#pragma once

#include <string>
#include <vector>

#include "engine/rulebook/rulebook.h"
#include "tests/oracle/generated.h"
#include "tests/oracle/random.h"

namespace huiqi::oracle {

/// One application: values in the order of the incentive's inputs.
using ApplicationData = std::vector<Value>;

/// Invents applications that a schema accepts: values at the edges of ranges and at the numbers that stand in the rules,
/// absent and unknown ones, empty and long lists.
class ApplicationWriter {
public:
    ApplicationWriter(Random& random, const Incentive& incentive, const Generated& rulebook)
        : random_(random), incentive_(incentive), rulebook_(rulebook) {}

    /// Gives an application in which so many values in a hundred are not answered.
    [[nodiscard]] ApplicationData write(unsigned unknown_percent);
    /// Answers so many in a hundred of the questions that are open.
    [[nodiscard]] ApplicationData completed(const ApplicationData& partial, unsigned percent);

private:
    [[nodiscard]] Value value(const FieldSchema& field, const std::string& name, unsigned unknown_percent);
    [[nodiscard]] Value answered(const FieldSchema& field, const std::string& name, unsigned unknown_percent);
    [[nodiscard]] Value number(const FieldSchema& field);
    [[nodiscard]] Rational candidate(const FieldSchema& field);
    [[nodiscard]] Value day(const FieldSchema& field);
    [[nodiscard]] Value list(const FieldSchema& field, const std::string& name, unsigned unknown_percent);
    [[nodiscard]] Value element(const FieldSchema& field, const std::string& name, unsigned unknown_percent);
    [[nodiscard]] Value completed(const Value& partial, const FieldSchema& field, const std::string& name, unsigned percent);
    [[nodiscard]] std::vector<FieldSchema> fields() const;

    Random& random_;
    const Incentive& incentive_;
    const Generated& rulebook_;
};

}  // namespace huiqi::oracle
