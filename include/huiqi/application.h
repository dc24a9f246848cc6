#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace huiqi {

/// One answer as it was given, not yet read. What a rule declares decides what it means:
///
/// * a number is written in the unit that the rule asks for (`500` where 万元 are asked for) or with its own
///   unit (`500万元`, `5%`), with a point and without grouping; it is read exactly, digit by digit;
/// * a date is `2024-02-29`; yes and no are `true` and `false` or `是` and `否`; a choice is its word.
///
/// An empty text is a text: say `unknown` for a question not answered, `absent` for what there is none of.
class Answer {
public:
    /// What an answer is made of.
    enum class Kind : std::uint8_t { text, absent, unknown, list, record };

    /// Takes the text of one datum. Implicit, so that `set("size", "small")` reads as it is meant.
    template <std::convertible_to<std::string_view> Text>
    // NOLINTNEXTLINE(google-explicit-constructor)
    Answer(const Text& text) : text_(std::string_view(text)) {}
    Answer(std::nullptr_t) = delete;

    /// There is none, and that is known. A fault (D111) where the rule does not allow it; of an input that is asked only where a
    /// condition holds it counts as not answered there.
    [[nodiscard]] static Answer absent();
    /// Not answered yet; the same as leaving the answer out.
    [[nodiscard]] static Answer unknown();
    /// Holds a list: records, or plain answers where the rule has a list of plain values.
    [[nodiscard]] static Answer list(std::vector<Answer> elements);
    /// Holds one record, of a list as a rule: answers with their names.
    [[nodiscard]] static Answer record(std::vector<std::pair<std::string, Answer>> fields);

    [[nodiscard]] Kind kind() const noexcept { return kind_; }
    /// Gives the text; empty unless kind() is text.
    [[nodiscard]] const std::string& text() const noexcept { return text_; }
    /// Gives the elements of a list, or the answers of a record in the order of `names`.
    [[nodiscard]] const std::vector<Answer>& parts() const noexcept { return parts_; }
    /// Gives the names of a record, one a part.
    [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }

private:
    friend class Application;
    explicit Answer(Kind kind) : kind_(kind) {}

    Kind kind_ = Kind::text;
    std::string text_;
    std::vector<Answer> parts_;
    std::vector<std::string> names_;
};

/// What is known of one application: answers by the names that the rules give their inputs (`Engine::inputs`)
/// or by an alias that they allow. What is left out is unknown: a decision may wait for it, and never
/// guesses.
class Application {
public:
    Application() = default;
    /// Takes the fields of a record, in their order; of two with one name the last stands. Anything else has no answers.
    explicit Application(const Answer& record);

    /// Gives an answer, in place of an earlier one of the same name.
    Application& set(std::string_view name, Answer answer);
    /// Takes an answer back, so that it is unknown again; does nothing when there is none.
    Application& clear(std::string_view name);

    /// Gives the answers as one record, in the order in which they were first set.
    [[nodiscard]] const Answer& answers() const noexcept { return answers_; }

private:
    Answer answers_ = Answer::record({});
};

}  // namespace huiqi
