#include "engine/api/batch_input.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <utility>

#include "engine/api/filled_input.h"
#include "engine/api/population_values.h"
#include "engine/plan/compile.h"

namespace huiqi {
namespace {

constexpr std::size_t kChunk = 1024;

/// Parses blocks and fills in what the whole batch comes to.
class FillingParser final : public BlockParser {
public:
    /// `formed`: names that nobody gave with --unknown.
    FillingParser(std::unique_ptr<BlockParser> inner, std::shared_ptr<const PopulationValues> values, const Schema& schema,
                  std::vector<std::string> formed)
        : inner_(std::move(inner)), values_(std::move(values)), schema_(schema), formed_(std::move(formed)), evaluator_(values_->plan().plan()),
          columns_(values_->plan().all().size()) {}

    void parse(ParsedBlock& parsed) override {
        inner_->parse(parsed);
        for (const std::string& name : formed_) {
            parsed.not_asked_keys.erase(name);   // told when the input was opened
        }
        for (std::vector<Value>& column : columns_) {
            column.clear();
        }
        std::size_t count = 0;
        for (std::size_t first = 0; first < parsed.batch.rows(); first += count) {
            count = evaluator_.run_some(parsed.batch, first, std::min(kChunk, parsed.batch.rows() - first));
            for (std::size_t which = 0; which < columns_.size(); ++which) {
                for (std::size_t row = 0; row < count; ++row) {
                    columns_[which].push_back(values_->value(which, evaluator_, row));
                }
            }
        }
        for (std::size_t which = 0; which < columns_.size(); ++which) {
            replace_column(parsed.batch, schema_, values_->plan().all()[which].field, columns_[which]);
        }
    }

private:
    std::unique_ptr<BlockParser> inner_;
    std::shared_ptr<const PopulationValues> values_;
    const Schema& schema_;
    std::vector<std::string> formed_;
    Evaluator evaluator_;
    std::vector<std::vector<Value>> columns_;
};

/// Reads the whole input once. `given` are the names of values of the whole batch that its rows have; nothing is taken from them.
void gather(RecordInput& input, const Schema& schema, PopulationValues& values, std::set<std::string, std::less<>>& given) {
    const auto parser = input.parser();
    ParsedBlock block(schema);
    Evaluator evaluator(values.plan().plan());
    while (input.next(block.block)) {
        block.clear();
        parser->parse(block);
        for (const auto& [name, rows] : block.not_asked_keys) {
            given.insert(name);
        }
        std::size_t count = 0;
        for (std::size_t first = 0; first < block.batch.rows(); first += count) {
            count = evaluator.run_some(block.batch, first, std::min(kChunk, block.batch.rows() - first));
            values.add(evaluator, block, first);
        }
    }
}

[[nodiscard]] DataFault read_twice(const std::string& path) {
    DataFault made;
    made.code = "D113";
    made.file = path;
    made.message = {"规则用到全批的值，要把数据读两遍，管道只能读一遍",
                    "the rules use values of the whole batch, so the data are read twice, which a pipe is not"};
    made.help = {"先存成文件再运行", "write the data to a file first"};
    return made;
}

/// Drops what the reader says of columns that it was told to leave aside.
void drop_not_asked(std::vector<DataFault>& faults, const ReadOptions& asked, std::size_t given) {
    std::erase_if(faults, [&](const DataFault& one) {
        return one.code == "D042" &&
               std::any_of(asked.unknown_columns.begin() + static_cast<std::ptrdiff_t>(given), asked.unknown_columns.end(),
                           [&one](const std::string& name) { return one.message.en.find("`" + name + "`") != std::string::npos; });
    });
}

/// Says that a column of the file with the name of a value of the whole batch is left aside.
[[nodiscard]] DataFault formed_from_batch(const std::string& file, const std::string& name) {
    DataFault made;
    made.code = "D114";
    made.severity = Severity::warning;
    made.file = file;
    made.column_name = name;
    made.message = {"“" + name + "”由整批申报算出，文件里的这一列没有用",
                    "`" + name + "` is formed from the whole batch, so this column of the file is not used"};
    made.help = {"去掉这一列", "leave the column out"};
    return made;
}

/// Tells of each column of the file that has the name of such a value.
void tell_given(const RecordInput& input, const PopulationPlan& plan, std::vector<DataFault>& faults) {
    std::set<std::string> told;   // versions that are compared may form a value each
    for (const PopulationPlan::One& one : plan.all()) {
        const auto& headings = input.headings();
        if (std::find(headings.begin(), headings.end(), one.name) != headings.end() && told.insert(one.name).second) {
            faults.push_back(formed_from_batch(input.name(), one.name));
        }
    }
}

}  // namespace

std::shared_ptr<const PopulationPlan> PopulationPlan::of(const Selection& rules) {
    const bool any = std::any_of(rules.incentives.begin(), rules.incentives.end(),
                                 [](const Incentive* one) { return !one->populations.empty(); });
    if (!any) {
        return nullptr;
    }
    CompileOptions how;
    how.explain = false;
    how.populations = true;
    how.open = rules.open;
    Diagnostics said;   // when the rules were compiled to decide
    auto result = std::make_shared<PopulationPlan>();
    result->plan_ = std::make_shared<const Plan>(compile(rules.incentives, rules.bundle, how, said));
    for (std::size_t at = 0; at < rules.incentives.size(); ++at) {
        result->add(*rules.incentives[at], at);
    }
    return result;
}

std::shared_ptr<const PopulationPlan> PopulationPlan::of(const JointPlan& versions) {
    if (versions.populations() == nullptr) {
        return nullptr;
    }
    auto result = std::make_shared<PopulationPlan>();
    result->plan_ = versions.populations();
    for (std::size_t at = 0; at < versions.incentives().size(); ++at) {
        result->add(*versions.incentives()[at], at);
    }
    return result;
}

/// Adds the values that one incentive forms; a column that versions share is filled once.
void PopulationPlan::add(const Incentive& incentive, std::size_t at) {
    for (std::size_t which = 0; which < incentive.populations.size(); ++which) {
        const std::uint32_t input = incentive.populations[which].input;
        const std::size_t field = plan_->incentives[at].fields[input];
        if (std::none_of(all_.begin(), all_.end(), [&](const One& one) { return one.field == field; })) {
            all_.push_back({.name = unmarked_column(incentive.inputs[input].field.name),
                            .rule = &incentive.populations[which],
                            .field = field,
                            .parts = &plan_->incentives[at].populations[which]});
        }
    }
}

OpenedInput open_batch(const std::string& path, const Schema& schema, const ReadOptions& options,
                       const std::shared_ptr<const PopulationPlan>& populations,
                       const std::shared_ptr<const PaidRecords>& paid) {
    const auto open = [&](const ReadOptions& wanted) {
        return open_paid(schema, wanted, paid, [&](const ReadOptions& asked) { return open_input(path, schema, asked); });
    };
    if (populations == nullptr) {
        return open(options);
    }
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error) && !std::filesystem::is_directory(path, error) &&
        std::filesystem::exists(path, error)) {
        return {.input = nullptr, .faults = {read_twice(path)}};
    }
    ReadOptions how = options;
    for (const PopulationPlan::One& one : populations->all()) {
        how.unknown_columns.push_back(schema.fields[one.field].name);
    }
    std::vector<std::string> formed(how.unknown_columns.begin() + static_cast<std::ptrdiff_t>(options.unknown_columns.size()), how.unknown_columns.end());
    std::erase_if(formed, [&options](const std::string& name) {
        return std::find(options.unknown_columns.begin(), options.unknown_columns.end(), name) != options.unknown_columns.end();
    });
    OpenedInput first = open(how);
    if (first.input == nullptr) {
        return first;
    }
    auto values = std::make_shared<PopulationValues>(populations);
    std::set<std::string, std::less<>> given;
    gather(*first.input, schema, *values, given);
    std::vector<DataFault> found = values->settle(schema);
    for (DataFault& fault : found) {
        fault.file = first.input->name();
    }
    tell_given(*first.input, *populations, found);
    for (const std::string& name : formed) {
        if (given.contains(name)) {
            found.push_back(formed_from_batch(first.input->name(), name));
        }
    }
    if (const DataFault* failure = first.input->failure()) {
        found.push_back(*failure);
    }
    OpenedInput again = open(how);
    drop_not_asked(again.faults, how, options.unknown_columns.size());
    again.faults.insert(again.faults.end(), found.begin(), found.end());
    const bool wrong = std::any_of(found.begin(), found.end(), [](const DataFault& one) { return one.severity == Severity::error; });
    if (wrong || again.input == nullptr) {
        again.input.reset();
        return again;
    }
    again.input = std::make_unique<FilledInput>(std::move(again.input), [values, &schema, formed](std::unique_ptr<BlockParser> inner) {
        return std::make_unique<FillingParser>(std::move(inner), values, schema, formed);
    });
    return again;
}

}  // namespace huiqi
