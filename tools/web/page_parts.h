#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tools/huiqi/ask/interview.h"
#include "tools/web/html.h"
#include "tools/web/kept_answers.h"

namespace huiqi {

/// What a form brought: the answers so far, where the person is, what was typed.
struct PageState {
    PageStyle style;
    Answer answers = Answer::record({});  ///< `unknown` where the person could not say
    std::string screen;                   ///< question, review, result
    std::string shown;                    ///< the input of the question shown
    bool changing = false;                ///< came from the review
    std::string action;
    std::map<std::string, std::string> typed;  ///< the other fields
    /// What was typed in the fields of a question that was left before it was answered, by input.
    std::map<std::string, std::map<std::string, std::string>> drafts;

    std::string rules;                    ///< fingerprint of the rules for which the answers were given
    bool outdated = false;                ///< those were others: everything is to be checked
    std::vector<std::string> unused;      ///< names of answers that came along and are asked for no more
    std::vector<UnreadAnswer> unread;

    [[nodiscard]] static PageState from_form(const std::string& body, std::string& fault);
    [[nodiscard]] const Answer* find(const std::string& name) const;
    void set(const std::string& name, Answer answer);
    /// The place of an input among those answered; their number where it is not.
    [[nodiscard]] std::size_t place(const std::string& name) const;
    /// The hidden fields with which the next form goes on.
    [[nodiscard]] std::string hidden(const std::string& next_screen, const std::string& next_at) const;
    /// The buttons for language and type: with a form of their own, or as buttons of the question's form, so that they
    /// bring along what is typed there.
    [[nodiscard]] std::string bar(const std::string& next_screen, const std::string& next_at) const;
    /// Whether the result shows a chart, a comparison: it was asked for now, or stood there before.
    [[nodiscard]] bool draws() const;
    [[nodiscard]] bool compares() const;
    /// The hidden fields with which what a result shows stays there when another of its forms is sent.
    [[nodiscard]] std::string keeping_chart() const;
    [[nodiscard]] std::string keeping_comparison() const;
    /// What was typed into a field; nothing where it is not there.
    [[nodiscard]] std::string typed_in(const std::string& name) const;
    /// Whether anything was answered or typed, which going to the start must not lose.
    [[nodiscard]] bool under_way() const { return !answers.names().empty() || !drafts.empty(); }
    /// Keeps what is typed for an input and was not taken as its answer.
    void keep_draft(const std::string& name);
};

/// What is wrong with what was typed: by name of the form's field.
using TypedFaults = std::map<std::string, Bilingual>;

// The parts of a page, each gives the main part of it.
[[nodiscard]] std::string question_page(const PageState& state, Interview& interview, std::size_t field,
                                        const TypedFaults& faults);
[[nodiscard]] std::string review_page(const PageState& state, Interview& interview);
[[nodiscard]] std::string result_page(PageState& state, Interview& interview);
/// The running range: what is certain so far and what is possible.
[[nodiscard]] std::string range_part(const PageStyle& style, Interview& interview);
/// What one incentive comes to, or may come to; one without an award has its parts, or no amount.
[[nodiscard]] std::string award_words(const PageStyle& style, const Interview& interview, std::size_t index,
                                      const Standing& standing);
/// An answer as it is read back.
[[nodiscard]] std::string answer_words(const PageStyle& style, const Answer& answer,
                                       const FieldSchema& field);
/// The chart of the award against one input with its table; a comparison with some answers changed.
[[nodiscard]] std::string chart_part(const PageState& state, Interview& interview);
[[nodiscard]] std::string compare_part(const PageState& state, Interview& interview);
/// What may come of all incentives together.
struct Sum {
    Rational least = 0;
    std::optional<Rational> most = Rational(0);
    Rational added_least = 0;              ///< of the awards, one added to the other
    std::optional<Rational> added_most = Rational(0);
    bool in_parts = false;                 ///< some incentive has its amounts in parts alone, which are in no sum
    std::optional<Unit> currency;  ///< nothing: they pay in several, which do not add up
    bool amounts = false;          ///< some incentive has an award
    bool broken = false;           ///< the rules give no result for some incentive: no sum before that is mended
    Bilingual alone;               ///< what stands in the place of a sum where none has one
};
[[nodiscard]] Sum sum_of(const Interview& interview);
/// Says how a sum comes about that is not the awards added up: by the bundle's rules, or without what is in parts alone.
[[nodiscard]] std::string total_note(const PageStyle& style, const Interview& interview, const Sum& sum);
/// What these rules are called together.
[[nodiscard]] std::string title_of(const PageStyle& style, const InterviewRules& rules);
[[nodiscard]] std::string sum_words(const PageStyle& style, const Sum& sum);

/// Takes what was typed into the state. Gives what is wrong; then nothing was taken.
[[nodiscard]] TypedFaults take_typed(PageState& state, const FieldSchema& field);

}  // namespace huiqi
