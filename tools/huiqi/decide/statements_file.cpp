#include "tools/huiqi/decide/statements_file.h"

#include <array>
#include <utility>

#include "engine/io/record_input.h"
#include "engine/io/result_words.h"
#include "tools/huiqi/required_cells.h"
#include "tools/huiqi/yuan_column.h"

namespace huiqi {
namespace {

constexpr std::size_t kFirstAmount = 2;
constexpr std::array<std::string_view, 9> kAmounts{"award",  "held",    "stacking", "limit",  "quota",
                                                   "budget", "not_due", "stopped",  "payable"};
constexpr std::array<std::string_view, 7> kCauses{"待人工决定", "叠加规则", "总额上限", "名额", "预算", "尚未应付", "已终止"};

[[nodiscard]] Schema statement_schema() {
    Schema schema;
    for (const char* name : {"application", "incentive"}) {
        FieldSchema field;
        field.name = name;
        field.type = Type::text();
        field.kind = ColumnKind::text;
        field.aliases = {chinese_heading(name)};
        schema.fields.push_back(std::move(field));
    }
    for (const std::string_view name : kAmounts) {
        schema.fields.push_back(yuan_column(std::string(name)));
        const std::string chinese = chinese_heading(name);
        schema.fields.back().aliases.push_back(chinese.substr(0, chinese.find("（")));   // the unit is read from the heading
    }
    return schema;
}

}  // namespace

SettledApplications read_statements(const std::string& path, std::vector<DataFault>& faults) {
    const Schema schema = statement_schema();
    ReadOptions how;
    how.tell_unused = false;
    OpenedInput opened;
    std::vector<std::string> may_lack;
    // Workbooks have Chinese headings; where no award is paid in parts, statements have no columns for it.
    for (const std::string& waiting : {chinese_heading("waiting"), std::string("waiting")}) {
        for (const bool parts : {true, false}) {
            if (opened.input == nullptr) {
                may_lack = parts ? std::vector<std::string>() : std::vector<std::string>{"not_due", "stopped"};
                how.unknown_columns = may_lack;
                how.pass_through = {waiting};
                opened = open_input(path, schema, how);
            }
        }
    }
    faults.insert(faults.end(), opened.faults.begin(), opened.faults.end());
    SettledApplications all;
    if (opened.input == nullptr) {
        return all;
    }
    read_required(*opened.input, path, schema, may_lack, {}, faults, [&](const ParsedBlock& block, FirstFaults& /*of_rows*/) {
        const Table& table = block.batch.root();
        const auto amount = [&table](std::size_t column, std::size_t row) {   // a column that is not there holds 0
            return Money::from_minor(table.columns[kFirstAmount + column].int64s[row]);
        };
        for (std::size_t row = 0; row < table.rows; ++row) {
            SettledAmount one;
            one.award = amount(0, row);
            one.payable = amount(kAmounts.size() - 1, row);
            for (std::size_t cause = 0; cause < kCauses.size(); ++cause) {
                if (amount(cause + 1, row).minor() > 0) {
                    one.cuts.emplace_back(kCauses[cause], amount(cause + 1, row));
                }
            }
            const std::string waiting(block.pass_through[0][row]);
            one.waiting = waiting == "0" ? "" : waiting;
            all[std::string(table.columns[0].texts[row])].insert_or_assign(std::string(table.columns[1].texts[row]), std::move(one));
        }
    });
    return all;
}

}  // namespace huiqi
