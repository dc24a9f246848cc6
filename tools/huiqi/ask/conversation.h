#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tools/huiqi/ask/interview.h"

namespace huiqi {

/// Asks on the terminal until nothing that is asked can matter any more.
class Conversation {
public:
    Conversation(const Program& program, Interview& interview, Answer answers);

    [[nodiscard]] Exit run();
    /// Says how all incentives stand.
    void result() const;

private:
    /// What a person did at a prompt.
    enum class Said : std::uint8_t { something, back, nothing_more };

    void say(const std::string& line) const;
    [[nodiscard]] std::string words(std::string_view zh, std::string_view en) const;
    /// Takes one line without blanks around it; explains at once why it is asked where that is what was asked.
    [[nodiscard]] Said listen(const AskedFor& asked, std::string& line) const;
    /// Gives false at the end of the input.
    [[nodiscard]] bool ask(const AskedFor& asked);
    [[nodiscard]] bool ask_list(const AskedFor& asked, const FieldSchema& field);
    /// Asks for the fields of one item; `back` before the first leaves the item.
    [[nodiscard]] Said ask_element(const AskedFor& asked, const FieldSchema& field, Answer& element) const;
    /// Reads one datum back, or says what is wrong with it.
    [[nodiscard]] std::optional<Answer> understood(const std::string& line, const FieldSchema& field) const;
    void question(const AskedFor& asked) const;
    void choices(const FieldSchema& field) const;
    void keep(const std::string& name, Answer answer);
    void take_back();
    void ranges() const;
    void result_of(std::size_t index) const;
    /// How an award was calculated: each step in words, each clause once.
    void how(std::size_t index) const;
    /// The answer to a question as it is read back.
    [[nodiscard]] std::string answered(std::size_t field) const;
    void refusal(std::size_t index) const;

    const Program& program_;
    Interview& interview_;
    Answer answers_;
    bool chinese_;
    std::vector<std::string> order_;  ///< names, in the order they were answered
};

}  // namespace huiqi
