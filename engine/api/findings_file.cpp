#include "engine/api/findings_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "engine/data/schema.h"
#include "engine/diagnostic/parsed_json.h"
#include "engine/io/each_block.h"
#include "engine/io/parsed_block.h"
#include "engine/io/record_input.h"

namespace huiqi {
namespace {

constexpr std::array<std::string_view, 3> kLevels{"hold", "refer", "note"};
constexpr std::array<const char*, 9> kFurther{"severity", "stake", "finding_zh", "finding_en", "clear_zh", "clear_en", "incentive", "hold_days", "kind"};
/// Lists written before rows said what was not evaluated, or findings spoke of incentives, have so many of them; a list that a person made may have none.
constexpr std::array<std::size_t, 4> kFurtherCounts{kFurther.size(), kFurther.size() - 1, kFurther.size() - 3, 0};
constexpr std::string_view kNotEvaluated = "not_evaluated";
constexpr std::int64_t kMostDays = 3'660;

[[nodiscard]] DataFault fault_of(std::string_view code, const std::string& path, std::uint64_t line, std::string column,
                                 Bilingual message, Bilingual help) {
    DataFault fault;
    fault.code = code;
    fault.file = path;
    fault.line = line;
    fault.column_name = std::move(column);
    fault.message = std::move(message);
    fault.help = std::move(help);
    return fault;
}

/// Takes off the mark that keeps a spreadsheet from reading a text as a formula.
[[nodiscard]] std::string unguarded(std::string_view text) {
    const bool guarded = text.size() > 1 && text[0] == '\'' && std::string_view("=+-@\t\r").find(text[1]) != std::string_view::npos;
    return std::string(guarded ? text.substr(1) : text);
}

/// Collects findings and what is wrong with them.
class Collector {
public:
    Collector(const std::string& path, std::vector<DataFault>& faults) : path_(path), faults_(faults) {}

    void add(std::string application, FiledFinding finding, std::uint64_t line) {
        for (const auto& [name, text] : {std::pair<const char*, const std::string*>{"application_id", &application},
                                         std::pair<const char*, const std::string*>{"detector", &finding.detector}}) {
            if (text->empty()) {
                of_rows_.add({fault_of("D049", path_, line, name, {"这一格不能空", "this cell cannot be empty"},
                                       {"补上它；发现由 huiqi detect 写出", "fill it in; findings are written by `huiqi detect`"})});
                return;
            }
        }
        if (std::find(kLevels.begin(), kLevels.end(), finding.level) == kLevels.end()) {
            of_rows_.add({fault_of("D050", path_, line, "level",
                                   {"“" + finding.level + "”不是处理级别", "`" + finding.level + "` is no level"},
                                   {"写成 note、refer 或 hold", "use note, refer or hold"})});
            return;
        }
        if (!finding.hold_days_text.empty() && !read_days(finding)) {
            of_rows_.add({fault_of("D050", path_, line, "hold_days",
                                   {"“" + finding.hold_days_text + "”不是拦截的天数", "`" + finding.hold_days_text + "` is no number of days"},
                                   {"写1到3660的整数，或者空着", "use a whole number from 1 to 3660, or leave it empty"})});
            return;
        }
        std::vector<FiledFinding>& all = findings_[std::move(application)];
        const auto place = std::lower_bound(all.begin(), all.end(), finding, [](const FiledFinding& left, const FiledFinding& right) {
            return left.detector < right.detector;
        });
        if (place == all.end() || place->detector != finding.detector) {
            all.insert(place, std::move(finding));
        } else if (finding.holds()) {
            *place = std::move(finding);
        }
    }
    void add(const std::vector<DataFault>& faults) { of_rows_.add(faults); }

    [[nodiscard]] FiledFindings finish() {
        const std::vector<DataFault> told = of_rows_.told();
        faults_.insert(faults_.end(), told.begin(), told.end());
        return std::move(findings_);
    }

private:
    [[nodiscard]] static bool read_days(FiledFinding& finding) {
        const std::string& text = finding.hold_days_text;
        const char* const last = text.data() + text.size();
        const auto [end, problem] = std::from_chars(text.data(), last, finding.hold_days);
        return problem == std::errc() && end == last && finding.hold_days >= 1 && finding.hold_days <= kMostDays;
    }

    const std::string& path_;
    std::vector<DataFault>& faults_;
    FirstFaults of_rows_;
    FiledFindings findings_;
};

[[nodiscard]] Schema findings_schema() {
    Schema schema;
    for (const char* name : {"application_id", "detector", "level"}) {
        FieldSchema field;
        field.name = name;
        field.type = Type::text();
        field.kind = ColumnKind::text;
        schema.fields.push_back(std::move(field));
    }
    return schema;
}

void read_table(const std::string& path, Collector& into, std::vector<DataFault>& faults) {
    const Schema schema = findings_schema();
    ReadOptions how;
    how.tell_unused = false;
    OpenedInput opened;
    std::size_t further_columns = 0;
    for (const std::size_t count : kFurtherCounts) {
        further_columns = count;
        how.pass_through.assign(kFurther.begin(), kFurther.begin() + static_cast<std::ptrdiff_t>(count));
        opened = open_input(path, schema, how);
        if (opened.input != nullptr) {
            break;
        }
    }
    faults.insert(faults.end(), opened.faults.begin(), opened.faults.end());
    if (opened.input == nullptr) {
        return;
    }
    each_block(*opened.input, schema, [&](const ParsedBlock& block) {
        for (const RejectedRow& row : block.rejected) {
            into.add(row.faults);
        }
        const Table& table = block.batch.root();
        for (std::size_t row = 0; row < table.rows; ++row) {
            const auto further = [&](std::size_t at) {
                return at < further_columns ? unguarded(block.pass_through[at][row]) : std::string();
            };
            into.add(unguarded(table.columns[0].texts[row]),
                     {.detector = unguarded(table.columns[1].texts[row]), .severity = further(0), .level = std::string(table.columns[2].texts[row]),
                      .stake = further(1), .sentence = {further(2), further(3)}, .clear = {further(4), further(5)},
                      .incentive = further(6), .hold_days_text = further(7), .not_evaluated = further(8) == kNotEvaluated, .hold_days = 0},
                     block.places[row].line);
        }
    });
    if (const DataFault* failure = opened.input->failure()) {
        faults.push_back(*failure);
    }
}

[[nodiscard]] std::string text_of(const nlohmann::json& row, const char* name) {
    const auto found = row.find(name);
    return found != row.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// The days of a hold, written as a text or as a number.
[[nodiscard]] std::string days_of(const nlohmann::json& row) {
    const auto found = row.find("hold_days");
    return found == row.end() || found->is_null() ? std::string() : found->is_string() ? found->get<std::string>() : found->dump();
}

[[nodiscard]] Bilingual prose_of(const nlohmann::json& row, const char* name) {
    const auto found = row.find(name);
    return found != row.end() && found->is_object() ? Bilingual{text_of(*found, "zh"), text_of(*found, "en")} : Bilingual{};
}

void read_lines(const std::string& path, Collector& into, std::vector<DataFault>& faults) {
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        faults.push_back(fault_of("D201", path, 0, "", {"打不开文件", "cannot open the file"}, {"看文件名是否写对", "see whether its name is right"}));
        return;
    }
    std::string line;
    for (std::uint64_t number = 1; std::getline(in, line); ++number) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) {
            continue;
        }
        const auto row = parsed_json(line);
        if (!row.is_object()) {
            into.add({fault_of("D050", path, number, "", {"这一行不是一个发现", "this line is no finding"},
                               {"一行一个 JSON 对象，由 huiqi detect -o x.jsonl 写出", "one JSON object a line, as `huiqi detect -o x.jsonl` writes them"})});
            continue;
        }
        into.add(text_of(row, "application_id"),
                 {.detector = text_of(row, "detector"), .severity = text_of(row, "severity"), .level = text_of(row, "level"),
                  .stake = text_of(row, "stake"), .sentence = prose_of(row, "finding"), .clear = prose_of(row, "clear"),
                  .incentive = text_of(row, "incentive"), .hold_days_text = days_of(row),
                  .not_evaluated = text_of(row, "kind") == kNotEvaluated, .hold_days = 0},
                 number);
    }
    if (in.bad()) {   // a folder opens, and is read only now
        faults.push_back(fault_of("D201", path, 0, "", {"读不了文件", "cannot read the file"}, {"看它是不是文件", "see whether it is a file"}));
    }
}

}  // namespace

FiledFindings read_findings(const std::string& path, std::vector<DataFault>& faults) {
    Collector collector(path, faults);
    path.ends_with(".jsonl") || path.ends_with(".ndjson") ? read_lines(path, collector, faults) : read_table(path, collector, faults);
    return collector.finish();
}

std::string findings_cell(const std::vector<FiledFinding>& findings) {
    std::string text;
    for (const std::string_view level : kLevels) {
        for (const FiledFinding& one : findings) {
            if (one.level == level) {
                text += (text.empty() ? "" : " ") + one.level + ":" + one.detector + (one.not_evaluated ? "?" : "") + (one.batch.empty() ? "" : "@" + one.batch);
            }
        }
    }
    return text;
}

}  // namespace huiqi
