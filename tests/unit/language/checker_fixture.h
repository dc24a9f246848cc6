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

/// The enumerations that the tests share.
[[nodiscard]] inline Type company_size() {
    static const Type type = Type::enumeration(std::make_shared<const Enumeration>(
        Enumeration{.name = "企业规模", .values = {"微型", "小型", "中型", "大型"}, .ordered = true}));
    return type;
}
[[nodiscard]] inline Type recognition() {
    static const Type type = Type::enumeration(std::make_shared<const Enumeration>(
        Enumeration{.name = "认定级别", .values = {"无认定", "省级", "国家级"}, .ordered = false}));
    return type;
}
[[nodiscard]] inline Type yuan() {
    return Type::number(Unit::of("CNY"));
}
[[nodiscard]] inline Type days() {
    return Type::number(Unit::of("day"));
}
[[nodiscard]] inline Type months() {
    return Type::number(Unit::of("month"));
}
[[nodiscard]] inline Type per_month() {
    return Type::number(Unit::of("month", -1));
}

/// What an incentive such as those of the rulebooks declares.
[[nodiscard]] inline std::unique_ptr<TestNames> sample_names() {
    auto names = std::make_unique<TestNames>();
    names->declare("企业规模", company_size());
    names->declare("认定级别", recognition());
    names->declare("关联交易", Type::boolean());
    names->declare("已通过", Type::boolean().as_optional());
    names->declare("合同金额", yuan());
    names->declare("实付金额", yuan());
    names->declare("其他资助", yuan().as_optional());
    names->declare("本金", yuan());
    names->declare("年利率", per_month());
    names->declare("天数", days());
    names->declare("人数", Type::number());
    names->declare("单项上限", yuan().as_optional(), SymbolKind::parameter);
    names->declare("LPR", per_month(), SymbolKind::parameter);
    names->declare("放款日", Type::date());
    names->declare("到期日", Type::date());
    names->declare("结清日", Type::date().as_optional());
    names->declare("信用代码", Type::text());
    names->declare("面积", Type::number(Unit::of("平方米")));
    names->declare("付息", Type::list(Type::record({{"起", Type::date()},
                                                    {"止", Type::date()},
                                                    {"应付日", Type::date()},
                                                    {"实付日", Type::date().as_optional()},
                                                    {"利息", yuan()},
                                                    {"人数", Type::number()}})));
    names->declare("费用", Type::list(Type::record({{"级别", recognition()}, {"金额", yuan()}})));
    names->declare("联系人", Type::record({{"姓名", Type::text()}, {"生日", Type::date().as_optional()}}));
    names->declare("各级", Type::list(recognition()));
    names->declare("得分", Type::list(Type::number()));
    names->declare("可无得分", Type::list(Type::number().as_optional()));
    names->declare("有效期", Type::interval(Type::date()));
    names->declare("坏定义", Type::nothing(), SymbolKind::definition);
    names->declare_table("奖励额", yuan(), {});
    names->declare_table("每项标准", yuan(), {{"级别", recognition()}, {"得分值", Type::number()}});
    return names;
}

/// A text as checked, with what was reported.
struct CheckedText {
    CheckedExpression expression;
    Diagnostics diagnostics;

    /// Gives the codes in order, separated by blanks.
    [[nodiscard]] std::string codes() const {
        std::string all;
        for (const Diagnostic& fault : diagnostics.all()) {
            all += (all.empty() ? "" : " ") + std::string(fault.code);
        }
        return all;
    }
    /// Gives the first diagnostic; requires one.
    [[nodiscard]] const Diagnostic& first() const { return diagnostics.all().front(); }
};

/// Checks an expression among the sample names.
[[nodiscard]] inline CheckedText check_text(std::string text,
                                            const std::optional<Type>& expected = std::nullopt) {
    static const std::vector<std::string> kUnits{"件", "平方米"};
    CheckedText result;
    const std::unique_ptr<TestNames> names = sample_names();
    const SyntaxTree tree =
        parse_expression(plain_text(std::move(text)), {.units = kUnits}, result.diagnostics);
    result.expression = check_expression(tree, *names, expected, {}, result.diagnostics);
    return result;
}

/// A cell as checked; `any` for 不限.
struct CheckedCell {
    CheckedText text;
    bool any = false;
};

/// Checks a cell about a subject of a type, among the sample names.
[[nodiscard]] inline CheckedCell check_cell_text(std::string text, const Type& subject) {
    CheckedCell result;
    const std::unique_ptr<TestNames> names = sample_names();
    const SyntaxTree tree = parse_cell(plain_text(std::move(text)), {}, result.text.diagnostics);
    auto cell = check_cell(tree, *names, 0, {{"列", subject}}, result.text.diagnostics);
    result.any = !cell.has_value();
    if (cell) {
        result.text.expression = *std::move(cell);
    }
    return result;
}

/// Writes a checked expression as operations in prefix form; a node that is shared is written out each time.
[[nodiscard]] std::string shape(const CheckedExpression& expression, CoreId id);
[[nodiscard]] inline std::string shape(const CheckedExpression& expression) {
    return shape(expression, expression.root);
}

}  // namespace huiqi
