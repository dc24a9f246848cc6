#include "engine/io/joined_input.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <span>

#include "engine/io/child_table.h"
#include "engine/io/csv_input.h"
#include "engine/io/fault_texts.h"
#include "engine/io/header_row.h"
#include "engine/io/heading.h"
#include "engine/io/table_edit.h"

namespace huiqi {
namespace {

constexpr std::array<std::string_view, 4> kRootNames{"applications", "申报", "申请", "application"};
constexpr std::array<std::string_view, 4> kApplicantNames{"申请人", "applicant", "applicant_id", "统一社会信用代码"};

/// Adds the lists of each application to its row.
class TableJoin final : public RowJoin {
public:
    TableJoin(const Schema& schema, ApplicationNumbers numbers, Applicants applicants,
              ApplicationNumbers applicant_names, std::vector<std::unique_ptr<ChildTable>> tables)
        : numbers_(std::move(numbers)),
          applicants_(std::move(applicants)),
          applicant_names_(std::move(applicant_names)),
          tables_(std::move(tables)) {
        for (std::size_t i = 0; i < schema.fields.size(); ++i) {
            const bool has_table = std::any_of(tables_.begin(), tables_.end(),
                                               [&](const auto& table) { return table->list() == i; });
            if (schema.fields[i].kind == ColumnKind::list && !has_table) {
                not_asked_.push_back(i);
            }
        }
    }

    [[nodiscard]] std::optional<DataFault> fault(std::string_view key, std::uint64_t line) const override {
        if (const std::uint64_t other = numbers_.other_line(key, line); other != 0) {
            return fault_texts::duplicate_key(key, std::span(&other, 1));
        }
        for (const auto& table : tables_) {
            const std::string_view owner = owner_of(*table, key);
            if (const std::uint64_t spoiled = table->spoiled_line(owner); spoiled != 0) {
                return fault_texts::spoiled_list(table->field().name, table->rejects().file, spoiled);
            }
            if (table->too_long(owner)) {
                return fault_texts::long_list(table->most_elements());
            }
        }
        return std::nullopt;
    }

    void append(std::string_view key, Table& root) const override {
        for (const auto& table : tables_) {
            const std::string_view owner = owner_of(*table, key);
            if (table->by_applicant() && owner.empty()) {
                append_missing(root.columns[table->list()], State::unknown);   // nobody knows whose history it is
            } else {
                table->append(owner, root.columns[table->list()]);
            }
        }
        for (const std::size_t list : not_asked_) {
            append_missing(root.columns[list], State::unknown);
        }
    }

    [[nodiscard]] const std::vector<std::unique_ptr<ChildTable>>& tables() const noexcept { return tables_; }
    /// Gives all rows of a table that were set aside.
    [[nodiscard]] bool each_reject(std::size_t table, const RejectSink& sink) const {
        const ChildTable& one = *tables_[table];
        return one.each_reject(one.by_applicant() ? applicant_names_ : numbers_, sink);
    }

private:
    /// Gives whose list of this table the application gets.
    [[nodiscard]] std::string_view owner_of(const ChildTable& table, std::string_view key) const {
        return table.by_applicant() ? applicants_.of(key) : key;
    }

    ApplicationNumbers numbers_;
    Applicants applicants_;
    ApplicationNumbers applicant_names_;
    std::vector<std::unique_ptr<ChildTable>> tables_;
    std::vector<std::size_t> not_asked_;
};

/// The main table, with the lists joined to it.
class JoinedInput final : public RecordInput {
public:
    JoinedInput(std::unique_ptr<CsvInput> root, std::unique_ptr<TableJoin> join)
        : root_(std::move(root)), join_(std::move(join)) {
        for (const auto& table : join_->tables()) {
            rejects_.push_back(table->rejects());
            counts_.push_back(table->count());
        }
    }

    [[nodiscard]] bool next(Block& block) override { return root_->next(block); }
    [[nodiscard]] std::unique_ptr<BlockParser> parser() const override {
        return std::make_unique<CsvBlockParser>(root_->layout(), join_.get());
    }
    [[nodiscard]] const DataFault* failure() const noexcept override { return root_->failure(); }
    [[nodiscard]] const std::string& name() const noexcept override { return root_->name(); }
    [[nodiscard]] const std::vector<std::string>& headings() const noexcept override {
        return root_->headings();
    }
    [[nodiscard]] CsvSyntax syntax() const noexcept override { return root_->syntax(); }
    [[nodiscard]] std::string key() const override { return root_->key(); }
    [[nodiscard]] bool finds_repeats() const noexcept override { return true; }
    [[nodiscard]] const std::vector<TableRejects>& table_rejects() const noexcept override {
        return rejects_;
    }
    [[nodiscard]] bool each_table_reject(std::size_t table, const RejectSink& sink) const override {
        return join_->each_reject(table, sink);
    }
    [[nodiscard]] const std::vector<TableCount>& table_counts() const noexcept override { return counts_; }
    [[nodiscard]] std::uint64_t bytes_read() const noexcept override { return root_->bytes_read(); }
    [[nodiscard]] std::uint64_t bytes_total() const noexcept override { return root_->bytes_total(); }
    [[nodiscard]] std::vector<DataFault> notes() const override { return root_->notes(); }

private:
    std::unique_ptr<CsvInput> root_;
    std::unique_ptr<TableJoin> join_;
    std::vector<TableRejects> rejects_;
    std::vector<TableCount> counts_;
};

/// Opens the tables, step by step; what is wrong is gathered in `faults_`.
class JoinedOpening {
public:
    JoinedOpening(const JoinedTables& tables, const Schema& schema, const ReadOptions& options,
                  std::vector<DataFault> faults)
        : tables_(tables), schema_(schema), options_(options), faults_(std::move(faults)) {
        options_.heading_names = heading_names(schema, options);
    }

    OpenedInput run() {
        if (!find_key()) {
            return {.input = nullptr, .faults = std::move(faults_)};
        }
        if (!applicant_columns_.empty()) {
            options_.used_elsewhere.push_back(applicant_);   // it joins the history
        }
        auto root = std::make_unique<CsvInput>(tables_.root, schema_, options_, faults_);
        if (!has_error()) {
            read_numbers();
        }
        auto children = read_lists();
        if (has_error()) {
            return {.input = nullptr, .faults = std::move(faults_)};
        }
        auto join = std::make_unique<TableJoin>(schema_, std::move(numbers_), std::move(applicants_),
                                                std::move(applicant_names_), std::move(children));
        return {.input = std::make_unique<JoinedInput>(std::move(root), std::move(join)),
                .faults = std::move(faults_)};
    }

private:
    /// Finds the columns that name the applicant, in the main table and in those of the applicants' lists. A list
    /// whose table has none is joined by the application.
    void find_applicants() {
        for (const auto& [list, file] : tables_.lists) {
            if (!schema_.fields[list].of_applicant) {
                continue;
            }
            if (applicant_.empty()) {
                applicant_ = applicant_among(headings_of(tables_.root, options_.layout));
            }
            const std::string column =
                applicant_.empty() ? "" : applicant_among(headings_of(file, layout_of(schema_.fields[list])));
            if (!column.empty()) {
                applicant_columns_.emplace(list, column);
            }
        }
    }

    [[nodiscard]] std::string applicant_among(const std::vector<std::string>& headings) const {
        if (!options_.applicant.empty() && find_heading(headings, options_.applicant) != kNoColumn) {
            return options_.applicant;
        }
        for (const std::string_view name : kApplicantNames) {
            if (find_heading(headings, name) != kNoColumn) {
                return std::string(name);
            }
        }
        return {};
    }

    /// Settles by which column the tables are joined: the one asked for, or the first usual one that all
    /// have.
    bool find_key() {
        find_applicants();
        if (!options_.key.empty()) {
            return true;
        }
        std::vector<std::vector<std::string>> headings{headings_of(tables_.root, options_.layout)};
        for (const auto& [list, file] : tables_.lists) {
            if (applicant_columns_.count(list) == 0) {
                headings.push_back(headings_of(file, layout_of(schema_.fields[list])));
            }
        }
        for (const std::string_view name : kUsualKeys) {
            if (std::all_of(headings.begin(), headings.end(), [name](const std::vector<std::string>& table) {
                    return find_heading(table, name) != kNoColumn;
                })) {
                options_.key = name;
                return true;
            }
        }
        if (!tables_.lists.empty()) {
            faults_.push_back(fault_texts::no_key_column(tables_.root.name()));
            faults_.back().file = tables_.root.file;
        }
        return tables_.lists.empty();
    }

    [[nodiscard]] std::vector<std::string> headings_of(const TableFile& file, const TableLayout& layout) const {
        const Schema none;
        std::vector<DataFault> ignored;
        ReadOptions how;
        how.encoding = options_.encoding;
        how.separator = options_.separator;
        how.heading_names = options_.heading_names;
        how.layout = layout;
        return CsvInput(file, none, how, ignored).headings();
    }

    [[nodiscard]] TableLayout layout_of(const FieldSchema& list) const {
        const auto found = options_.list_layouts.find(list.name);
        return found == options_.list_layouts.end() ? TableLayout() : found->second;
    }

    /// Reads the numbers of all applications, with their applicants where a list is theirs; the main table is read
    /// once more for its data later.
    void read_numbers() {
        if (options_.key.empty()) {
            return;
        }
        const Schema none;
        ReadOptions key_only = options_;
        key_only.pass_through.clear();
        key_only.unknown_columns.clear();
        if (!applicant_columns_.empty()) {
            key_only.pass_through.push_back(applicant_);
        }
        std::vector<DataFault> known;
        CsvInput root(tables_.root, none, key_only, known);
        const auto parser = root.parser();
        ParsedBlock parsed(none);
        while (root.next(parsed.block)) {
            parser->parse(parsed);
            for (std::size_t row = 0; row < parsed.keys.size(); ++row) {
                numbers_.add(parsed.keys[row], parsed.places[row].line);
                if (!applicant_columns_.empty() && !parsed.pass_through[0][row].empty()) {
                    applicants_.add(parsed.keys[row], parsed.pass_through[0][row]);
                    applicant_names_.add(parsed.pass_through[0][row], parsed.places[row].line);
                }
            }
        }
    }

    std::vector<std::unique_ptr<ChildTable>> read_lists() {
        std::vector<std::unique_ptr<ChildTable>> children;
        for (const auto& [list, file] : tables_.lists) {
            if (has_error()) {
                break;
            }
            ReadOptions options = options_of(schema_.fields[list]);
            const auto column = applicant_columns_.find(list);
            const bool theirs = column != applicant_columns_.end();
            options.key = theirs ? column->second : options.key;
            children.push_back(std::make_unique<ChildTable>(
                file, schema_.fields[list], list, options, theirs ? applicant_names_ : numbers_,
                theirs ? Strangers::left_out : Strangers::refused, tables_.root.name(), faults_));
        }
        return children;
    }

    /// `付息.利息` among the columns not asked names the column 利息 of the table 付息.
    [[nodiscard]] ReadOptions options_of(const FieldSchema& list) const {
        ReadOptions options = options_;
        options.layout = layout_of(list);
        options.heading_names.clear();
        options.pass_through.clear();
        options.unknown_columns.clear();
        for (const std::string& name : options_.unknown_columns) {
            if (name.starts_with(list.name + ".")) {
                options.unknown_columns.push_back(name.substr(list.name.size() + 1));
            }
        }
        return options;
    }

    [[nodiscard]] bool has_error() const {
        return std::any_of(faults_.begin(), faults_.end(),
                           [](const DataFault& fault) { return fault.severity == Severity::error; });
    }

    const JoinedTables& tables_;
    const Schema& schema_;
    ReadOptions options_;
    std::string applicant_;                                  ///< column of the main table
    std::map<std::size_t, std::string> applicant_columns_;   ///< by list: that of the list's table
    ApplicationNumbers numbers_;
    ApplicationNumbers applicant_names_;
    Applicants applicants_;
    std::vector<DataFault> faults_;
};

}  // namespace

bool is_root_name(std::string_view name) {
    return std::find(kRootNames.begin(), kRootNames.end(), folded_heading(name)) != kRootNames.end();
}

bool is_list_name(std::string_view name, const FieldSchema& list) {
    const std::string folded = folded_heading(name);
    return folded == folded_heading(list.name) ||
           std::any_of(list.aliases.begin(), list.aliases.end(),
                       [&](const std::string& alias) { return folded == folded_heading(alias); });
}

void check_lists(JoinedTables& tables, const std::string& path, const Schema& schema, const ReadOptions& options,
                 std::vector<DataFault>& faults) {
    const auto add = [&faults](DataFault fault, const std::string& file) {
        fault.file = file;
        faults.push_back(std::move(fault));
    };
    std::erase_if(tables.lists, [&](const auto& table) {
        const bool leave_out = not_asked(schema.fields[table.first], options);
        if (leave_out) {
            add(fault_texts::answered_not_asked(schema.fields[table.first].name), table.second.name());
        }
        return leave_out;
    });
    for (std::size_t i = 0; i < schema.fields.size(); ++i) {
        const FieldSchema& field = schema.fields[i];
        const bool found = std::any_of(tables.lists.begin(), tables.lists.end(),
                                       [i](const auto& table) { return table.first == i; });
        if (field.kind == ColumnKind::list && !found && !not_asked(field, options)) {
            add(fault_texts::missing_table(field.name), path);
        }
    }
}

OpenedInput open_joined(const JoinedTables& tables, const Schema& schema, const ReadOptions& options,
                        std::vector<DataFault> faults) {
    return JoinedOpening(tables, schema, options, std::move(faults)).run();
}

}  // namespace huiqi
