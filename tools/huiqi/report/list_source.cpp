#include "tools/huiqi/report/list_source.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>

#include "engine/diagnostic/expect.h"
#include "engine/io/csv_layout.h"
#include "engine/io/heading.h"
#include "engine/numeric/int128.h"
#include "engine/settle/payers.h"
#include "tools/huiqi/ledger/kept_batch.h"
#include "tools/huiqi/ledger/returned_parts.h"

namespace huiqi {
namespace {

constexpr std::size_t kMostFaults = 20;

/// Whether a profile needs the files of the applications or the rules.
[[nodiscard]] bool needs_files(const ListProfile& profile) {
    return std::any_of(profile.columns.begin(), profile.columns.end(), [](const ListColumn& column) {
        return column.value == ListValue::column || column.value == ListValue::title;
    });
}

/// Writes into rows what returns put right before an entry.
void mend_cells(const BatchAccount& account, const std::vector<std::string>& columns, std::int64_t entered, std::vector<ListRow>& rows) {
    for (const MendedCell& cell : account.mended) {
        const auto column = std::find_if(columns.begin(), columns.end(), [&cell](const auto& one) { return folded_heading(one) == folded_heading(cell.column); });
        for (ListRow& row : rows) {
            if (cell.sequence < entered && column != columns.end() && row.application == cell.application && !row.carried.empty()) {
                row.carried[static_cast<std::size_t>(column - columns.begin())] = cell.text;
            }
        }
    }
}

using Steps = std::map<std::pair<std::string, std::string>, std::vector<PaidStep>>;

/// Fills in who pays what of each row: all 0 where nobody says.
void divide(const SettlementRun& run, const Steps& steps, std::vector<ListRow>& rows, std::vector<std::string>& payers) {
    const Claims& claims = run.claims();
    const Settlement none;   // payments are divided, not what was settled
    const PayerDivision division(claims, none, run.payers());
    payers = division.payers();
    std::unordered_map<std::string_view, std::size_t> places;
    for (std::size_t row = 0; row < claims.rows(); ++row) {
        places.emplace(claims.application[row], row);
    }
    const std::vector<std::string>& ids = run.bundle().incentives;
    for (ListRow& row : rows) {
        const auto place = places.find(row.application);
        const auto id = std::find(ids.begin(), ids.end(), row.incentive);
        expect(place != places.end() && id != ids.end(), "what is paid was decided");
        const std::size_t cell = claims.cell(place->second, static_cast<std::size_t>(id - ids.begin()));
        const auto before = steps.find({row.application, row.incentive});
        row.parts_fen = parts_of_payment(before == steps.end() ? std::vector<PaidStep>() : before->second, payers,
                                         [&](std::int64_t sum) {
                                             std::vector<std::int64_t> parts(payers.size(), 0);
                                             division.divide(cell, Money::from_minor(sum), parts);
                                             return parts;
                                         },
                                         row.amount_fen);
    }
}

/// Refuses rows of which nobody says who pays them.
[[nodiscard]] Exit refuse_undivided(const Program& program, const std::vector<ListRow>& rows) {
    for (const ListRow& row : rows) {
        Int128 sum = 0;
        for (const std::int64_t part : row.parts_fen) {
            sum += part;
        }
        if (sum != row.amount_fen) {
            complain(program,
                     {"没有写“" + row.incentive + "”由谁付款，分不成各方的清单", "nobody says who pays for `" + row.incentive + "`: there are no lists by payer"},
                     {"在组合或事项里写“分担”；不分付款方就去掉 --by-payer", "write `shares` in the bundle or the incentive, or leave --by-payer out"});
            return Exit::not_allowed;
        }
    }
    return Exit::done;
}

/// Writes the paths under which files were handed in, not those of the folder into which they were taken out of the ledger.
void tell_own_paths(const std::string& below, std::vector<DataFault>& faults) {
    for (DataFault& fault : faults) {
        if (!below.empty() && fault.file.starts_with(below + "/")) {
            const std::size_t part = fault.file.find('/', below.size() + 1);   // behind input/
            fault.file.erase(0, part == std::string::npos ? below.size() + 1 : part + 1);
        }
    }
}

}  // namespace

void CarriedColumns::add(const SettlementRun& run, const ParsedBlock& block, std::size_t first, std::size_t count) {
    const auto numbers = run.column(block, run.bundle().keys.application, first, count);
    for (std::size_t row = 0; row < count; ++row) {
        std::vector<std::string> texts;
        for (const std::string& name : names_) {
            texts.emplace_back(run.column(block, name, first, count)[row]);
        }
        columns_.insert_or_assign(std::string(numbers[row]), std::move(texts));
    }
    if (first == 0) {
        for (const RejectedRow& row : block.rejected) {
            rejected_.insert_or_assign(row.number, row.faults);
        }
    }
}

void CarriedColumns::fill(std::vector<ListRow>& rows, std::vector<DataFault>& faults) const {
    for (ListRow& row : rows) {
        const auto found = columns_.find(row.application);
        if (found != columns_.end()) {
            row.carried = found->second;
            continue;
        }
        if (faults.size() >= kMostFaults) {
            return;
        }
        DataFault fault;
        fault.code = "D223";
        fault.file = row.application;
        fault.message = {"名单要的列在申报数据里读不出来", "the columns that the list wants cannot be read from the applications"};
        fault.help = {"看下面的原因；改正数据，或者改名单样式", "see the reasons below; mend the data, or the profile"};
        faults.push_back(std::move(fault));
        if (const auto why = rejected_.find(row.application); why != rejected_.end()) {
            faults.insert(faults.end(), why->second.begin(), why->second.end());
        }
    }
}

void fill_titles(const SettlementRun& run, Language language, std::vector<ListRow>& rows) {
    for (ListRow& row : rows) {
        for (const auto* incentive : run.selected().incentives) {
            if (incentive->id == row.incentive) {
                row.title = incentive->title.in(language);
            }
        }
    }
}

namespace {

/// Fills rows from the files that the ledger keeps.
[[nodiscard]] Exit fill(const Program& program, Ledger& ledger, const BatchAccount& account, const ListProfile& profile, std::vector<ListRow>& rows,
                        std::vector<std::string>* payers, std::int64_t entered) {
    KeptBatch kept;
    SettlementTask task;
    if (const auto fault = kept.put_back(ledger, account.decision, task)) {
        return ledger_problem(program, *fault);
    }
    task.carry = profile.wanted();
    task.quiet = true;
    SettlementRun run(program, task);
    run.count_payments(ledger, account.decision.history_end);
    if (const Exit problem = run.prepare(); problem != Exit::done) {
        return problem;
    }
    CarriedColumns columns(task.carry);
    const Exit gathered = run.gather([&](const Evaluator&, const ParsedBlock& block, std::size_t first, std::size_t count) {
        columns.add(run, block, first, count);
    });
    if (gathered != Exit::done) {
        return gathered;
    }
    std::vector<DataFault> faults;
    columns.fill(rows, faults);
    mend_cells(account, task.carry, entered, rows);
    fill_titles(run, program.data_language, rows);
    tell_own_paths(task.kept_below, faults);
    show_faults(program, faults);
    if (!faults.empty()) {
        return Exit::data_refused;
    }
    if (payers != nullptr) {
        divide(run, paid_steps(ledger, account, entered), rows, *payers);
    }
    return Exit::done;
}

}  // namespace

Exit fill_from_ledger(const Program& program, Ledger& ledger, const BatchAccount& account, const ListProfile& profile,
                      std::vector<ListRow>& rows, std::vector<std::string>* payers, std::int64_t entered) {
    if ((payers == nullptr && !needs_files(profile)) || rows.empty()) {
        return Exit::done;
    }
    const Exit filled = fill(program, ledger, account, profile, rows, payers, entered);
    return filled == Exit::done && payers != nullptr ? refuse_undivided(program, rows) : filled;
}

std::vector<ListRow> rows_of_payer(const std::vector<ListRow>& rows, const std::string& payer, std::size_t place) {
    std::vector<ListRow> theirs;
    for (const ListRow& row : rows) {
        if (row.parts_fen[place] != 0) {
            theirs.push_back(row);
            theirs.back().payer = payer;
            theirs.back().award_fen = theirs.back().amount_fen = row.parts_fen[place];
        }
    }
    return theirs;
}

Exit divide_from_ledger(const Program& program, Ledger& ledger, const BatchAccount& account, std::vector<ListRow>& rows,
                        std::vector<std::string>& payers, std::int64_t entered) {
    return fill(program, ledger, account, ListProfile(), rows, &payers, entered);
}

std::optional<std::set<std::string>> decided_columns(const Program& program, Ledger& ledger, const BatchAccount& account) {
    KeptBatch kept;
    SettlementTask task;
    if (const auto fault = kept.put_back(ledger, account.decision, task)) {
        (void)ledger_problem(program, *fault);
        return std::nullopt;
    }
    task.quiet = true;
    SettlementRun run(program, task);
    run.count_payments(ledger, account.decision.history_end);
    if (run.prepare() != Exit::done) {
        return std::nullopt;
    }
    const Bundle::Keys& keys = run.bundle().keys;
    std::set<std::string> columns;
    for (const std::string& key : {keys.application, keys.sequence, keys.period_date, keys.region}) {
        columns.insert(folded_heading(key));   // the applicant may be the name to which money goes
    }
    for (const auto* incentive : run.selected().incentives) {
        for (const Input& input : incentive->inputs) {
            for (const std::string& name : input.field.kind == ColumnKind::text ? std::vector<std::string>() : qualified_names(input.field, {})) {
                columns.insert(folded_heading(name));
            }
        }
    }
    return columns;
}

std::vector<ListRow> awarded_rows(Ledger& ledger, const BatchAccount& account) {
    std::vector<ListRow> rows;
    ledger.database().query(
        "SELECT s.place, s.incentive, s.award, s.payable, a.number FROM statement s JOIN application a "
        "ON a.batch = s.batch AND a.place = s.place WHERE s.batch = $1 ORDER BY s.place, s.incentive",
        {account.id}, [&](const SqlRow& row) {
            const StatementPlace place{std::get<std::int64_t>(row[0]), std::get<std::int64_t>(row[1])};
            const auto changed = account.changed.find(place);
            ListRow one;
            one.application = std::get<std::string>(row[4]);
            one.incentive = account.decision.incentives[static_cast<std::size_t>(place.incentive)];
            one.award_fen = std::get<std::int64_t>(row[2]);
            one.amount_fen = changed == account.changed.end() ? std::get<std::int64_t>(row[3]) : changed->second.minor();
            if (one.amount_fen > 0) {
                rows.push_back(std::move(one));
            }
            return true;
        });
    return rows;
}

std::vector<ListRow> awarded_rows(const SettlementRun& run) {
    std::vector<ListRow> rows;
    const Claims& claims = run.claims();
    for (std::size_t cell = 0; cell < claims.award.size(); ++cell) {
        const std::int64_t payable = run.settlement().payable[cell].minor();
        if (payable > 0) {
            ListRow one;
            one.application = claims.application[cell / claims.incentives];
            one.incentive = run.bundle().incentives[cell % claims.incentives];
            one.award_fen = claims.award[cell].minor();
            one.amount_fen = payable;
            rows.push_back(std::move(one));
        }
    }
    return rows;
}

}  // namespace huiqi
