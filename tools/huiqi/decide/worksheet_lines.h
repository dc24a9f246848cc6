#pragma once

#include <set>
#include <string>
#include <vector>

#include "engine/diagnostic/source.h"
#include "engine/diagnostic/text.h"
#include "engine/evaluate/explanation.h"

namespace huiqi {

/// The text of a worksheet as it grows, in one language, and how its parts are worded.
class WorksheetLines {
public:
    WorksheetLines(const Sources& sources, Language language)
        : sources_(sources), language_(language), chinese_(language == Language::zh) {}

    [[nodiscard]] bool chinese() const noexcept { return chinese_; }
    [[nodiscard]] const std::string& text() const noexcept { return text_; }
    /// Gives one of two wordings.
    [[nodiscard]] std::string say(std::string_view zh, std::string_view en) const { return std::string(chinese_ ? zh : en); }
    [[nodiscard]] const std::string& in(const Bilingual& both) const;
    void line(const std::string& text) { text_ += text + "\n"; }
    void title(const std::string& text) { text_ += "\n" + text + "\n"; }
    [[nodiscard]] static std::string padded(const std::string& name);
    [[nodiscard]] std::string shown(const Value& value, const Type& type, const EntryUnit* unit = nullptr) const;
    /// Says of a test whether it holds: 是, 否, 未知, 出错.
    [[nodiscard]] std::string mark(const Value& holds) const;
    [[nodiscard]] std::string place(const Span& span) const;
    /// A line with names; nothing without any.
    void list(const std::string& label, const std::vector<std::string>& names);
    /// Names the clause of a line; quotes it where it is named for the first time.
    void cite(const CitedText& cited, const std::string& indent);
    /// Tells which dated values and counts of days went into a line.
    void uses(const std::vector<ExplainedUse>& uses, const std::string& indent);
    /// Tells how a decision table was used.
    void table(const ExplainedTable& table);

private:
    void use(const ExplainedTable& table, const ExplainedTable::Use& use, const std::string& indent);
    [[nodiscard]] std::string looked_up(const ExplainedTable& table, const ExplainedTable::Use& use) const;
    [[nodiscard]] std::string cells(const ExplainedTable& table, const ExplainedTable::Row& row) const;
    [[nodiscard]] std::string outputs(const ExplainedTable& table, const std::vector<std::string>& written) const;

    const Sources& sources_;
    Language language_;
    bool chinese_;
    std::string text_;
    std::set<std::string> quoted_;
};

}  // namespace huiqi
