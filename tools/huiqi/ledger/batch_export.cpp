#include "tools/huiqi/ledger/batch_export.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "engine/diagnostic/parsed_json.h"
#include "engine/io/csv_text.h"
#include "engine/io/output_file.h"
#include "engine/ledger/batch_rows.h"
#include "engine/ledger/payments.h"
#include "tools/huiqi/commands.h"
#include "tools/huiqi/decide/settlement_report.h"
#include "tools/huiqi/decide/settlement_run.h"
#include "tools/huiqi/ledger/kept_batch.h"
#include "tools/huiqi/ledger/ledger_use.h"

namespace huiqi {
namespace {

/// Writes a text to a file of the export; false when it cannot.
[[nodiscard]] bool put_file(const std::filesystem::path& path, std::string_view text) {
    std::ofstream out(path, std::ios::binary);
    out << text;
    out.close();
    return out.good();
}

/// Gives an argument as a shell takes it.
[[nodiscard]] std::string quoted(const std::string& text) {
    if (text.find_first_of(" \t\n'\"\\$`&;|<>()*?[]{}~#!") == std::string::npos) {
        return text;
    }
    std::string out = "'";
    for (const char c : text) {
        out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return out + "'";
}

/// Takes one batch out of its ledger.
class BatchExport {
public:
    BatchExport(const Program& program, const ExportTask& task) : program_(program), task_(task) {}
    BatchExport(const BatchExport&) = delete;
    BatchExport& operator=(const BatchExport&) = delete;
    ~BatchExport() {
        std::error_code ignored;
        if (!part_.empty()) {
            std::filesystem::remove_all(part_, ignored);
        }
    }

    Exit run() {
        Exit unopened = Exit::input_missing;
        ledger_ = open_ledger(program_, task_.ledger, &unopened);
        account_ = ledger_ == nullptr ? std::nullopt : find_batch(program_, *ledger_, task_.batch);
        if (!account_) {
            return ledger_ == nullptr ? unopened : Exit::wrong_use;
        }
        for (const auto step : {&BatchExport::make_folder, &BatchExport::put_files, &BatchExport::put_tables,
                                &BatchExport::put_statements, &BatchExport::give_name}) {
            if (const Exit problem = (this->*step)(); problem != Exit::done) {
                return problem;
            }
        }
        tell();
        return same_ ? Exit::done : Exit::answer_is_no;
    }

private:
    Exit not_written() {
        complain(program_, {"写不了文件夹“" + task_.folder + "”", "cannot write the folder `" + task_.folder + "`"},
                 {"看磁盘是否已满，文件夹是否允许写", "see whether the disk is full, and whether the folder may be written"});
        return Exit::input_output;
    }

    /// Everything is written beside the folder and gets its name at the end.
    Exit make_folder() {
        std::error_code error;
        const std::filesystem::path folder = std::filesystem::path(task_.folder + "/.").lexically_normal().parent_path();
        const auto status = std::filesystem::symlink_status(folder, error);
        if (std::filesystem::exists(status) && (!std::filesystem::is_directory(status) || !std::filesystem::is_empty(folder, error) || error)) {
            complain(program_, {"“" + task_.folder + "”已经存在，不是空文件夹", "`" + task_.folder + "` exists and is no empty folder"},
                     {"写一个新的文件夹", "name a new folder"});
            return Exit::would_overwrite;
        }
        folder_ = folder;
        std::string name = folder.string() + ".part-XXXXXX";
        if (mkdtemp(name.data()) == nullptr) {
            return not_written();
        }
        part_ = name;
        return Exit::done;
    }

    Exit put_files() {
        const auto fault = put_kept_files(*ledger_, account_->decision, part_, again_);
        return fault ? ledger_problem(program_, *fault) : Exit::done;
    }

    /// Writes the entries of the chain, the decision and what the ledger says of each statement now.
    Exit put_tables() {
        std::string entries;
        std::string decision;
        for (const LedgerEntry& entry : ledger_->entries(task_.batch)) {
            const nlohmann::ordered_json line{{"sequence", entry.sequence}, {"previous", entry.previous}, {"digest", entry.digest}, {"body", entry.body}};
            entries += line.dump() + "\n";
            if (entry.kind == "decided") {
                decision = parsed_json<nlohmann::ordered_json>(entry.body).dump(2) + "\n";
            }
        }
        const std::string table = now_table();
        if (ledger_->fault()) {
            return ledger_problem(program_, *ledger_->fault());
        }
        const bool good = put_file(part_ / "entries.jsonl", entries) && put_file(part_ / "decision.json", decision) &&
                          put_file(part_ / "ledger.csv", table);
        return good ? Exit::done : not_written();
    }

    [[nodiscard]] std::string now_table() {
        std::string table = "application,incentive,state,award,payable,due,paid\n";
        const auto paid = paid_sums(*ledger_, task_.batch);
        ledger_->database().query(
            "SELECT s.place, s.incentive, s.state, s.award, s.payable, a.number FROM statement s JOIN application a "
            "ON a.batch = s.batch AND a.place = s.place WHERE s.batch = $1 ORDER BY s.place, s.incentive",
            {task_.batch}, [&](const SqlRow& row) {
                const auto number = [&row](std::size_t column) { return std::get<std::int64_t>(row[column]); };
                const StatementPlace place{number(0), number(1)};
                const auto changed = account_->changed.find(place);
                const auto given = paid.find(place);
                const auto incentive = static_cast<std::size_t>(place.incentive);
                const auto& ids = account_->decision.incentives;
                append_csv_cell(table, std::get<std::string>(row[5]), true);
                append_csv_cell(table += ',', incentive < ids.size() ? ids[incentive] : "", true);
                append_csv_cell(table += ',', std::get<std::string>(row[2]), true);
                for (const std::int64_t fen : {number(3), number(4), changed == account_->changed.end() ? number(4) : changed->second.minor(),
                                               given == paid.end() ? 0 : given->second}) {
                    table += "," + yuan_text(fen);
                }
                table += '\n';
                return true;
            });
        return table;
    }

    /// Settles the batch once more and writes its statements as they were, with what settlement took; none where another
    /// version of the program comes to something else.
    Exit put_statements() {
        again_.quiet = true;
        SettlementRun run(program_, again_);
        run.count_payments(*ledger_, account_->decision.history_end);
        Exit problem = run.prepare();
        problem = problem == Exit::done ? run.gather() : problem;
        problem = problem == Exit::done ? run.settle_all() : problem;
        if (problem != Exit::done) {
            return problem;
        }
        const std::vector<std::string> key_names = run.key_names();
        same_ = BatchRows(run.claims(), run.settlement(), key_names, account_->decision.keeps_years).digest() == account_->decision.rows_digest;
        if (!same_) {
            return Exit::done;
        }
        std::vector<DataFault> faults;
        const auto file = OutputFile::open((part_ / "statements.csv").string(), false, faults);
        const SettlementReport report(run.bundle(), run.claims(), run.settlement(), run.settlement_rules(), run.findings());
        return file != nullptr && report.write(*file, OutputFormat::csv, Language::en) && file->commit() ? Exit::done : not_written();
    }

    Exit give_name() {
        std::error_code error;
        std::filesystem::rename(part_, folder_, error);
        if (error) {
            return not_written();
        }
        written_ = part_;
        part_.clear();
        return Exit::done;
    }

    /// Gives the path of something in the folder, for a command that a person copies.
    [[nodiscard]] std::string in_folder(const std::string& path) const {
        return quoted((folder_ / std::filesystem::path(path).lexically_relative(written_)).string());
    }

    [[nodiscard]] std::string how_it_was_read() const {
        std::string text = " --only " + quoted(again_.choice.only);
        for (const auto& [option, value] : {std::pair("--region", again_.choice.region), std::pair("--on", again_.choice.on),
                                            std::pair("--sheet", again_.reading.sheet), std::pair("--encoding", again_.reading.encoding)}) {
            text += value.empty() ? "" : std::string(" ") + option + " " + quoted(value);
        }
        return text + (again_.reading.mapping.empty() ? "" : " --mapping " + in_folder(again_.reading.mapping));
    }

    void tell() {
        const BatchDecision& decision = account_->decision;
        const std::string from = in_folder(again_.rules) + " " + in_folder(again_.input) + how_it_was_read();
        const std::string statements = quoted((folder_ / "statements.csv").string());
        talk(program_.say({"批次“" + task_.batch + "”取到“" + task_.folder + "”：规则 " + std::to_string(decision.rules.size()) + " 个文件，申报 " +
                               std::to_string(decision.input.size()) + " 个文件，由程序第 " + decision.engine + " 版核定",
                           "batch `" + task_.batch + "` is in `" + task_.folder + "`: " + std::to_string(decision.rules.size()) + " files of rules, " +
                               std::to_string(decision.input.size()) + " of applications, decided by version " + decision.engine}));
        talk("  huiqi explain " + from + " --row 1");
        if (same_) {
            talk("  huiqi report sheets " + from + " --statements " + statements + " --ledger " + quoted(task_.ledger) + " --batch " + quoted(task_.batch) + " -o sheets.html");
            return;
        }
        (void)ledger_problem(program_, {"L007",
                                        {"复算的结果与批次“" + task_.batch + "”记下的不同，没有写 statements.csv；记下的金额在 ledger.csv",
                                         "recomputed, batch `" + task_.batch + "` comes out different, and there is no statements.csv; what was entered is in ledger.csv"},
                                        {"批次由程序第 " + decision.engine + " 版核定，用那一版；版本相同的，用 huiqi verify 看台账是否被改动",
                                         "it was decided by version " + decision.engine + " of the program: use that; with the same version see with `huiqi verify` whether the ledger was changed"}});
    }

    const Program& program_;
    const ExportTask& task_;
    std::unique_ptr<Ledger> ledger_;
    std::optional<BatchAccount> account_;
    SettlementTask again_;
    std::filesystem::path folder_, part_, written_;
    bool same_ = true;
};

}  // namespace

Exit export_batch(const Program& program, const ExportTask& task) {
    return BatchExport(program, task).run();
}

void add_batch_export(CLI::App& batch, Action& chosen) {
    auto* command = batch.add_subcommand("export", "takes rules, applications, options and statements of a batch out of the ledger / 取出批次的规则和数据");
    auto task = std::make_shared<ExportTask>();
    command->add_option("BATCH", task->batch, "the batch / 批次")->required();
    command->add_option("--ledger", task->ledger, "a file (SQLite), or postgresql://… / 台账")->required();
    command->add_option("-o,--output", task->folder, "a folder that is made / 新的文件夹")->required();
    command->callback([task, &chosen] {
        chosen = [task](const Program& program) { return export_batch(program, *task); };
    });
}

}  // namespace huiqi
