#pragma once

#include <map>
#include <string>
#include <string_view>

#include "engine/evaluate/explanation.h"

namespace huiqi {

/// A value as people read it: a truth is yes or no, an amount grouped with its unit.
[[nodiscard]] std::string person_value(const Value& value, const Type& type, Language language, const EntryUnit* unit = nullptr);
/// A rate as people write it: 5%; one that has no short per cent as a number.
[[nodiscard]] std::string rate_words(const Value& rate, Language language);

/// Tells how an amount came about in the words of people: names by their labels, beside each what it is for this applicant. The
/// incentive and its explanation must outlive it.
class PersonWords {
public:
    PersonWords(const Incentive& incentive, const Explanation& explanation, Language language);

    /// What people see in the place of a name: its 显示, itself where it is in their language, else its question.
    [[nodiscard]] std::string name(const std::string& name) const;
    /// An expression, its names with their values: `孰低(合同金额 12,000.00 元, 实付 10,000.00 元)`; `values` false leaves them out.
    [[nodiscard]] std::string expression(std::string_view written, bool values = true) const;
    /// One step with what it comes to: `1,000,000.00 元 × 奖补比例 5% = 50,000.00 元`.
    [[nodiscard]] std::string step(const ExplainedStep& step) const;
    /// One step as the rules write it: `乘：奖补比例`.
    [[nodiscard]] std::string formula(const ExplainedStep& step) const;
    /// What was taken from a day or counted between days: `计息起 至 计息止 …：365天 / 365`.
    [[nodiscard]] std::string use(const ExplainedUse& use) const;

private:
    struct Named {
        std::string words, value;   ///< a list has no value here
        State state = State::unknown;   ///< of its value
    };

    [[nodiscard]] std::string say(std::string_view zh, std::string_view en) const { return std::string(language_ == Language::zh ? zh : en); }
    [[nodiscard]] const Input* input_of(const std::string& name) const;
    /// The part of an expression at a place, told; moves on behind it.
    [[nodiscard]] std::string number_at(std::string_view written, std::size_t& at) const;
    [[nodiscard]] std::string sign_at(std::string_view written, std::size_t& at, bool values) const;
    [[nodiscard]] std::string word_at(std::string_view written, std::size_t& at, bool values) const;
    [[nodiscard]] std::string each_at(std::string_view written, std::size_t& at, bool values) const;
    [[nodiscard]] std::string otherwise_at(std::string_view written, std::size_t& at, bool values) const;
    [[nodiscard]] std::string table_words(const ExplainedTable& table) const;
    void add(const std::vector<ExplainedValue>& values);
    void add_words_of(const Type& type);
    [[nodiscard]] std::string amount(const ExplainedStep& step, const Value& value) const;
    [[nodiscard]] std::string term(const ExplainedStep& step) const;
    [[nodiscard]] std::string bounded(const ExplainedStep& step, std::string_view beyond, std::string_view within) const;
    [[nodiscard]] std::string bands(const ExplainedStep& step) const;

    const Incentive& incentive_;
    const Explanation& explanation_;
    Language language_;
    std::map<std::string, Named, std::less<>> names_;
};

}  // namespace huiqi
