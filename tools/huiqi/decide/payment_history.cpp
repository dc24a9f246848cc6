#include "tools/huiqi/decide/payment_history.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "engine/calendar/civil.h"
#include "engine/calendar/date.h"
#include "engine/data/folded_key.h"
#include "engine/diagnostic/text.h"
#include "engine/io/record_input.h"
#include "engine/ledger/payments.h"
#include "engine/numeric/int128.h"
#include "engine/rulebook/short_names.h"
#include "tools/huiqi/ledger/claim_years.h"
#include "tools/huiqi/ledger/earlier_uses.h"
#include "tools/huiqi/ledger/ledger_use.h"
#include "tools/huiqi/required_cells.h"
#include "tools/huiqi/yuan_column.h"

namespace huiqi {
namespace {

constexpr std::size_t kIncentive = 0;
constexpr std::size_t kDate = 1;
constexpr std::size_t kAmount = 2;
constexpr std::size_t kPeriod = 3;
constexpr std::uint64_t kAwardOfFile = std::uint64_t{1} << 63U;   // each row pays an award of its own
constexpr const char* kPeriodName = "年度日";

[[nodiscard]] FieldSchema field(std::string name, std::string alias, Type type, ColumnKind kind) {
    FieldSchema made;
    made.name = std::move(name);
    made.aliases = {std::move(alias)};
    made.type = std::move(type);
    made.kind = kind;
    return made;
}

/// The column of the year may be called as in the applications, where nothing else of the file is called so.
[[nodiscard]] Schema history_schema(const Bundle& bundle, const std::vector<std::string>& key_names) {
    FieldSchema amount = yuan_column("金额");
    amount.aliases = {"amount"};
    amount.least = -amount.most;
    Schema schema{.fields = {field("事项", "incentive", Type::text(), ColumnKind::text),
                             field("拨付日", "date", Type::date(), ColumnKind::date), std::move(amount),
                             field(kPeriodName, "period_date", Type::date(), ColumnKind::date)}};
    const std::string& name = bundle.keys.period_date;
    const bool taken = name.empty() || schema.index(name) || std::find(key_names.begin(), key_names.end(), name) != key_names.end() ||
                       std::any_of(schema.fields.begin(), schema.fields.end(),
                                   [&name](const FieldSchema& one) { return one.aliases.front() == name; });
    if (!taken) {
        schema.fields.back().aliases.push_back(name);
    }
    return schema;
}

/// Whether a limit, a quota or a budget looks at years.
[[nodiscard]] bool counts_years(const Bundle& bundle) {
    const BundleSettlement& settles = bundle.settlement;
    const auto of_year = [](const auto& one) { return one.period == BundleSettlement::Period::calendar_year; };
    return std::any_of(settles.limits.begin(), settles.limits.end(), [](const auto& limit) { return limit.yearly; }) ||
           std::any_of(settles.quotas.begin(), settles.quotas.end(), of_year) || std::any_of(settles.budgets.begin(), settles.budgets.end(), of_year);
}

/// Numbers the awards that a ledger paid, where a quota counts them.
class AwardNumbers {
public:
    explicit AwardNumbers(const Bundle& bundle) : wanted_(!bundle.settlement.quotas.empty()) {}

    [[nodiscard]] std::uint64_t of(const EarlierPayment& payment) {
        if (!wanted_) {
            return 0;
        }
        const auto [place, fresh] = numbers_[payment.batch].try_emplace(payment.statement, next_);
        next_ += fresh ? 1U : 0U;
        return place->second;
    }

private:
    bool wanted_;
    std::uint64_t next_ = 0;
    std::map<std::string, std::map<StatementPlace, std::uint64_t>> numbers_;
};

[[nodiscard]] LedgerFault no_such_key(const std::string& name) {
    return {"L014",
            {"台账里以前的批次没有保存“" + name + "”，按它找不到以前的拨付",
             "an earlier batch of the ledger kept no `" + name + "`, by which payments are found"},
            {"各批次用同样的主键和上限分组列", "use the same keys in all bundles that count the same payments"}};
}

/// Finds an incentive by its id or the last part of it.
template <typename Ids>
[[nodiscard]] std::optional<std::uint32_t> place_of(const Ids& ids, std::string_view name) {
    const auto place = place_called(std::vector<std::string_view>(ids.begin(), ids.end()), name);
    return place ? std::optional(static_cast<std::uint32_t>(*place)) : std::nullopt;
}

/// A payment under a name that nobody knows would be left out of a limit unsaid. One of an incentive that there is, beside
/// the bundle's, is rightly left out.
[[nodiscard]] DataFault no_such_incentive(const std::string& path, std::uint64_t line, const std::vector<std::string_view>& ids,
                                          const std::string& name) {
    const auto meant = nearest(name, ids);
    const std::string near(meant.value_or(ids.empty() ? std::string_view() : ids.front()));
    DataFault fault;
    fault.code = "D048";
    fault.file = path;
    fault.line = line;
    fault.column_name = "事项";
    fault.value = name;
    fault.message = {"没有这个事项", "there is no such incentive"};
    fault.help = {"写事项的编号，例如 " + near + "；规则里没有的事项，删去这一行",
                  "write the id of an incentive, such as " + near + "; remove the row where the rules do not have it"};
    return fault;
}

/// More came back than was paid: what the ledger paid would be free again, by a file and nobody's entry.
[[nodiscard]] DataFault less_than_nothing(const std::string& path, const std::vector<std::string>& keys, const std::string& incentive, std::int64_t fen) {
    std::string who;
    for (const std::string& key : keys) {
        who += (who.empty() ? "" : ", ") + excerpt(key);
    }
    DataFault fault;
    fault.code = "D057";
    fault.file = path;
    fault.column_name = "金额";
    fault.value = yuan_text(fen);
    fault.message = {who + "：“" + incentive + "”合计 " + yuan_text(fen) + " 元，收回的比付过的多", who + ": " + yuan_text(fen) + " yuan of `" + incentive + "` in all, more came back than was paid"};
    fault.help = {"收回的行要和它收回的那次拨付写在同一张表、同一年度（拨付日不在同一年的，加“年度日”一列）；台账付的，收回用 huiqi batch recover 登记",
                  "let what came back stand beside the payment that it takes back, in the same year (period_date tells it where the days of payment do not); what the ledger paid comes back by huiqi batch recover"};
    return fault;
}

/// Refuses payments of a file that come to less than nothing, for keys and an incentive: of a year, where the file tells the years or
/// something counts by them. A year above zero does not make up for one below: that one would free what the ledger paid in it.
void refuse_less_than_nothing(const std::string& path, const Bundle& bundle, const std::vector<PriorPayment>& payments, std::size_t first, bool years, std::vector<DataFault>& faults) {
    std::map<std::tuple<std::vector<std::string>, std::uint32_t, std::int32_t>, Int128> sums;
    for (std::size_t at = first; at < payments.size(); ++at) {
        const PriorPayment& one = payments[at];
        std::vector<std::string> keys;
        std::transform(one.keys.begin(), one.keys.end(), std::back_inserter(keys), [](const std::string& key) { return folded_key(key); });
        sums[{std::move(keys), one.incentive, years ? one.year : 0}] += one.paid.minor();
    }
    for (const auto& [of, sum] : sums) {
        if (sum < 0) {
            faults.push_back(less_than_nothing(path, std::get<0>(of), bundle.incentives[std::get<1>(of)], static_cast<std::int64_t>(sum)));
            return;   // the first names the matter; the file counts as a whole or not at all
        }
    }
}

/// A column of the keys is not carried into an output: limits and groups with 补差 count by it what was paid before.
void tell_why_wanted(DataFault& fault, const std::vector<std::string>& key_names) {
    for (const std::string& name : key_names) {
        if (fault.code == "D008" && fault.message.en.find("`" + excerpt(name) + "`") != std::string::npos) {
            fault.message = {"没有“" + excerpt(name) + "”这一列，上限或补差要按它找以前付过的款",
                             "there is no column `" + excerpt(name) + "`, by which a limit or a top-up finds what was paid before"};
        }
    }
}

}  // namespace

void read_payment_history(const std::string& path, const Bundle& bundle, const std::vector<Incentive>& incentives,
                          const std::vector<std::string>& key_names, PaymentHistory& history, std::vector<DataFault>& faults) {
    std::vector<std::string_view> ids(bundle.incentives.begin(), bundle.incentives.end());   // the bundle's are meant first
    for (const Incentive& one : incentives) {
        ids.emplace_back(one.id);
    }
    const Schema schema = history_schema(bundle, key_names);
    ReadOptions how;
    how.pass_through = key_names;
    how.tell_unused = false;
    OpenedInput opened = open_input(path, schema, how);
    std::vector<std::string> may_lack;
    if (opened.input == nullptr) {
        may_lack = {kPeriodName};
        how.unknown_columns = may_lack;
        opened = open_input(path, schema, how);
    }
    for (DataFault& fault : opened.faults) {
        tell_why_wanted(fault, key_names);
    }
    faults.insert(faults.end(), opened.faults.begin(), opened.faults.end());
    if (opened.input == nullptr) {
        return;
    }
    if (!may_lack.empty() && counts_years(bundle)) {
        history.by_payment_day.insert(std::filesystem::path(path).filename().string());
    }
    const std::size_t first = history.payments.size();
    read_required(*opened.input, path, schema, may_lack, key_names, faults, [&](const ParsedBlock& block, FirstFaults& of_rows) {
        const Table& table = block.batch.root();
        for (std::size_t row = 0; row < table.rows; ++row) {
            const std::string name(table.columns[kIncentive].texts[row]);
            const auto place = place_of(bundle.incentives, name);
            if (!place) {
                if (!place_of(ids, name)) {
                    of_rows.add({no_such_incentive(path, block.places[row].line, ids, name)});
                }
                continue;
            }
            PriorPayment payment;
            for (const auto& column : block.pass_through) {
                payment.keys.emplace_back(column[row]);
            }
            payment.incentive = *place;
            payment.award = kAwardOfFile + history.payments.size();
            payment.day = table.columns[kDate].int32s[row];
            payment.year = civil_from_days(may_lack.empty() ? table.columns[kPeriod].int32s[row] : payment.day).year;
            payment.paid = Money::from_minor(table.columns[kAmount].int64s[row]);
            history.payments.push_back(std::move(payment));
        }
    });
    refuse_less_than_nothing(path, bundle, history.payments, first, may_lack.empty() || counts_years(bundle), faults);
}

bool counts_history(const Bundle& bundle, const Schema& schema) {
    const auto lasts = [](const auto& one) { return one.period != BundleSettlement::Period::batch; };
    return schema.asks_payments() || !bundle.settlement.limits.empty() ||
           std::any_of(bundle.settlement.quotas.begin(), bundle.settlement.quotas.end(), lasts) ||
           std::any_of(bundle.settlement.budgets.begin(), bundle.settlement.budgets.end(), lasts) ||
           std::any_of(bundle.settlement.stacking.begin(), bundle.settlement.stacking.end(),
                       [](const auto& group) { return group.method == BundleSettlement::Stacking::top_up; });
}

Exit ledger_history(const Program& program, Ledger& ledger, const Bundle& bundle, const std::vector<std::string>& key_names,
                    std::int64_t end, PaymentHistory& history) {
    const bool yearly = counts_years(bundle);
    ClaimYears years;
    if (const Exit problem = yearly ? years.read(program, ledger, bundle.incentives, end) : Exit::done; problem != Exit::done) {
        return problem;
    }
    const std::set<std::string> of_bundle = batches_of_bundle(ledger, bundle.id, end);
    AwardNumbers awards(bundle);
    std::optional<LedgerFault> fault;
    (void)every_payment(ledger, end, [&](const EarlierPayment& payment) {
        const auto place = std::find(bundle.incentives.begin(), bundle.incentives.end(), payment.incentive);
        if (place == bundle.incentives.end()) {
            return true;
        }
        PriorPayment one;
        for (const std::string& name : key_names) {
            const auto key = payment.keys.find(name);
            if (key == payment.keys.end()) {
                fault = no_such_key(name);
                return false;
            }
            one.keys.push_back(key->second);
        }
        one.incentive = static_cast<std::uint32_t>(place - bundle.incentives.begin());
        one.day = parse_days(payment.day);
        one.award = awards.of(payment);
        one.of_bundle = of_bundle.contains(payment.batch);
        for (const ClaimYears::Part& part : yearly ? years.parts(payment) : std::vector{ClaimYears::Part{0, payment.amount_fen}}) {
            one.year = part.year;
            one.paid = Money::from_minor(part.amount_fen);
            history.payments.push_back(one);
        }
        return true;
    });
    if (fault || !ledger.good()) {
        return ledger_problem(program, fault ? *fault : *ledger.fault());
    }
    history.by_payment_day.insert(years.by_payment_day().begin(), years.by_payment_day().end());
    return Exit::done;
}

}  // namespace huiqi
