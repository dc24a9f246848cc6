#include "tools/huiqi/decide/region_rows.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/diagnostic/text.h"
#include "engine/io/each_block.h"
#include "engine/io/record_input.h"

namespace huiqi {
namespace {

constexpr std::size_t kMostTold = 10;

using Counts = std::map<std::string, std::uint64_t, std::less<>>;

[[nodiscard]] bool is_code(std::string_view text) {
    return text.size() == 6 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Counts the rows of each region; nothing where the column cannot be read, which has been said.
[[nodiscard]] std::optional<Counts> count_regions(const Program& program, const RegionTask& task, Exit& problem) {
    const Bundle::Keys& keys = task.selected.bundle->keys;
    Schema schema;
    FieldSchema column;
    column.name = keys.region;
    column.type = Type::text().as_optional();
    column.kind = ColumnKind::text;
    schema.fields.push_back(std::move(column));
    ReadOptions how;
    how.tell_unused = false;
    if (!apply_input_options(program, task.reading, how)) {
        problem = Exit::wrong_use;
        return std::nullopt;
    }
    const OpenedInput opened = open_input(task.input, schema, how);
    if (opened.input == nullptr) {
        for (const DataFault& fault : opened.faults) {
            talk(program.json ? render_fault_json(fault, program.language) : render_fault(fault, program.language));
        }
        problem = input_problem(opened.faults);
        return std::nullopt;
    }
    Counts counts;
    each_block(*opened.input, schema, [&counts](const ParsedBlock& block) {
        const Table& table = block.batch.root();
        for (std::size_t row = 0; row < table.rows; ++row) {
            ++counts[std::string(table.columns[0].texts[row])];
        }
    });
    return counts;
}

/// Says why rows of a region are not decided here; empty when they are.
[[nodiscard]] Bilingual why_not(const RegionTask& task, const std::string& code, const std::optional<Date>& day) {
    if (!is_code(code)) {
        return {"不是六位行政区划代码", "is no region code of six digits"};
    }
    const std::string& asked = task.choice.region;
    if (!asked.empty() && !region_holds(asked, code)) {
        return {"不在 " + asked + " 以内", "does not lie in " + asked};
    }
    const RegionChoice there(task.rulebook, {.code = code, .day = day});
    for (const Incentive* decides : task.selected.incentives) {
        const RegionChoice::Found found = there.of(there.root(*decides));
        if (!found.tied.empty()) {
            return {"分不出用“" + found.tied[0]->id + "”还是“" + found.tied[1]->id + "”，要写 --on",
                    "needs --on to tell `" + found.tied[0]->id + "` from `" + found.tied[1]->id + "`"};
        }
        const RegionChoice ever(task.rulebook, {.code = code, .day = std::nullopt});
        const RegionChoice::Found some_day = ever.of(ever.root(*decides));
        if (found.in_force == nullptr && some_day.in_force == nullptr && some_day.tied.empty()) {
            return {"那里没有施行的规则", "has no rule in force"};
        }
        // a version that is not in force on the day still decides those of its own days
        if (found.in_force != nullptr && found.in_force != decides) {
            return {"那里施行的是“" + found.in_force->id + "”", "has `" + found.in_force->id + "` in force"};
        }
    }
    return {};
}

}  // namespace

Exit check_regions_of_rows(const Program& program, const RegionTask& task) {
    if (task.selected.bundle == nullptr || task.selected.bundle->keys.region.empty()) {
        return Exit::done;
    }
    std::error_code error;
    if (!std::filesystem::is_regular_file(task.input, error) && !std::filesystem::is_directory(task.input, error) &&
        std::filesystem::exists(task.input, error)) {
        complain(program, {"“主键”写了地区，数据要读两遍，管道只能读一遍", "`keys` names a region, so the data are read twice, which a pipe is not"},
                 {"先存成文件再运行", "write the data to a file first"});
        return Exit::data_refused;
    }
    Exit problem = Exit::done;
    const auto counts = count_regions(program, task, problem);
    if (!counts) {
        return problem;
    }
    const auto day = task.choice.on.empty() ? std::nullopt : read_day(program, task.choice.on);
    std::uint64_t rows = 0;
    std::vector<Bilingual> told;
    for (const auto& [code, count] : *counts) {
        if (const Bilingual why = why_not(task, code, day); !why.empty()) {
            rows += count;
            const std::string shown = code.empty() ? "-" : excerpt(code);
            told.push_back({shown + "（" + std::to_string(count) + " 份）" + why.zh, shown + " (" + std::to_string(count) + ") " + why.en});
        }
    }
    if (told.empty()) {
        return Exit::done;
    }
    Bilingual all;
    for (std::size_t at = 0; at < std::min(told.size(), kMostTold); ++at) {
        all.zh += (at == 0 ? "" : "；") + told[at].zh;
        all.en += (at == 0 ? "" : "; ") + told[at].en;
    }
    all.zh += told.size() > kMostTold ? "……" : "";
    all.en += told.size() > kMostTold ? " …" : "";
    complain(program,
             {"有 " + std::to_string(rows) + " 份申报属于别的地区，不能用这里的规则计算：" + all.zh,
              std::to_string(rows) + " applications belong to other regions and cannot be decided by these rules: " + all.en},
             {"按地区把数据分开，各用自己的 --region 计算；地区写错的，改正数据",
              "divide the data by region and run each part with its own --region; mend codes that are wrong"});
    return Exit::data_refused;
}

}  // namespace huiqi
