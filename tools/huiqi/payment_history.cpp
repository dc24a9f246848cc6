#include "tools/huiqi/payment_history.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/calendar/civil.h"
#include "engine/diagnostic/text.h"
#include "engine/io/record_input.h"
#include "tools/huiqi/required_cells.h"

namespace huiqi {
namespace {

constexpr std::size_t kIncentive = 0;
constexpr std::size_t kDate = 1;
constexpr std::size_t kAmount = 2;

[[nodiscard]] FieldSchema field(std::string name, std::string alias, Type type, ColumnKind kind) {
    FieldSchema made;
    made.name = std::move(name);
    made.aliases = {std::move(alias)};
    made.type = std::move(type);
    made.kind = kind;
    return made;
}

[[nodiscard]] Schema history_schema() {
    FieldSchema amount = field("金额", "amount", Type::number(Unit::of("CNY")), ColumnKind::int64);
    amount.entry.unit = Unit::of("CNY");
    amount.decimals = 2;
    amount.step = Rational(1) / 100;
    amount.most = Rational(1'000'000'000'000'000);
    amount.least = -amount.most;
    return {.fields = {field("事项", "incentive", Type::text(), ColumnKind::text),
                       field("拨付日", "date", Type::date(), ColumnKind::date), std::move(amount)}};
}

/// Finds an incentive by its id or the last part of it.
template <typename Ids>
[[nodiscard]] std::optional<std::uint32_t> place_of(const Ids& ids, std::string_view name) {
    for (std::uint32_t place = 0; place < ids.size(); ++place) {
        const std::string_view id = ids[place];
        if (id == name || id.substr(id.rfind('.') + 1) == name) {
            return place;
        }
    }
    return std::nullopt;
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

std::vector<PriorPayment> read_payment_history(const std::string& path, const Bundle& bundle,
                                               const std::vector<Incentive>& incentives,
                                               const std::vector<std::string>& key_names,
                                               std::vector<DataFault>& faults) {
    std::vector<std::string_view> ids(bundle.incentives.begin(), bundle.incentives.end());   // the bundle's are meant first
    for (const Incentive& one : incentives) {
        ids.emplace_back(one.id);
    }
    const Schema schema = history_schema();
    ReadOptions how;
    how.pass_through = key_names;
    how.tell_unused = false;
    const OpenedInput opened = open_input(path, schema, how);
    faults.insert(faults.end(), opened.faults.begin(), opened.faults.end());
    for (DataFault& fault : faults) {
        tell_why_wanted(fault, key_names);
    }
    std::vector<PriorPayment> payments;
    if (opened.input == nullptr) {
        return payments;
    }
    const auto parser = opened.input->parser();
    ParsedBlock block(schema);
    FirstFaults of_rows;
    while (opened.input->next(block.block)) {
        block.clear();
        parser->parse(block);
        for (const RejectedRow& row : block.rejected) {
            of_rows.add(row.faults);
        }
        const std::vector<DataFault> empty = empty_cells(path, block, schema, {}, key_names);
        of_rows.add(empty);
        if (!empty.empty()) {
            continue;   // nothing is settled: what follows is read for its faults
        }
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
            payment.year = civil_from_days(table.columns[kDate].int32s[row]).year;
            payment.paid = Money::from_minor(table.columns[kAmount].int64s[row]);
            payments.push_back(std::move(payment));
        }
    }
    const std::vector<DataFault> told = of_rows.told();
    faults.insert(faults.end(), told.begin(), told.end());
    if (const DataFault* failure = opened.input->failure()) {
        faults.push_back(*failure);
    }
    return payments;
}

}  // namespace huiqi
