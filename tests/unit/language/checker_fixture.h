#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/language/checked.h"
#include "engine/language/parser.h"

namespace huiqi {

/// Gives a text that is a source of its own, number 0.
[[nodiscard]] inline MappedText plain_text(std::string text) {
    return {.text = std::move(text), .source = 0, .anchors = {{.text = 0, .source = 0}}};
}

/// Names for tests: what a rulebook would declare.
class TestNames final : public NameSource {
public:
    /// Declares an input, or a name of another kind.
    void declare(const std::string& name, Type type, SymbolKind kind = SymbolKind::input) {
        const auto index = static_cast<std::uint32_t>(symbols_.size());
        const Span declared{.source = 1, .begin = index, .end = index + 1};
        symbols_.insert_or_assign(name, Symbol{kind, index, std::move(type), declared});
    }
    /// Declares a table that is called with these columns; none: its columns are expressions.
    void declare_table(const std::string& name, Type output, std::vector<RecordField> columns) {
        declare(name, std::move(output), SymbolKind::table);
        columns_[symbols_.at(name).index] = std::move(columns);
    }

    std::optional<Symbol> find(std::string_view name) override {
        const auto found = symbols_.find(name);
        return found == symbols_.end() ? std::nullopt : std::optional(found->second);
    }
    std::shared_ptr<const Enumeration> enumeration(std::string_view) override { return nullptr; }
    std::vector<std::string_view> names() override {
        std::vector<std::string_view> all;
        for (const auto& [name, symbol] : symbols_) {
            all.emplace_back(name);
        }
        return all;
    }
    std::vector<RecordField> table_columns(std::uint32_t table) override { return columns_[table]; }

private:
    std::map<std::string, Symbol, std::less<>> symbols_;
    std::map<std::uint32_t, std::vector<RecordField>> columns_;
};

}  // namespace huiqi
