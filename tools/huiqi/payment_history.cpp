#include "tools/huiqi/payment_history.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/calendar/civil.h"
#include "engine/diagnostic/text.h"
#include "engine/io/record_input.h"

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

[[nodiscard]] std::optional<std::uint32_t> place_of(const Bundle& bundle, std::string_view name) {
    for (std::uint32_t place = 0; place < bundle.incentives.size(); ++place) {
        const std::string& id = bundle.incentives[place];
        if (id == name || id.substr(id.rfind('.') + 1) == name) {
            return place;
        }
    }
    return std::nullopt;
}

/// A payment that no rule counts would be left out of a limit unsaid.
[[nodiscard]] DataFault no_such_incentive(const std::string& path, std::uint64_t line, const Bundle& bundle,
                                          const std::string& name) {
    const std::vector<std::string_view> ids(bundle.incentives.begin(), bundle.incentives.end());
    const auto meant = nearest(name, ids);
    const std::string near(meant.value_or(ids.empty() ? std::string_view() : ids.front()));
    DataFault fault;
    fault.code = "D048";
    fault.file = path;
    fault.line = line;
    fault.column_name = "事项";
    fault.value = name;
    fault.message = {"组合里没有这个事项", "the bundle has no such incentive"};
    fault.help = {"写组合列出的编号，例如 " + near + "；与这个组合无关的拨付删去这一行",
                  "write an id that the bundle lists, such as " + near + "; remove the row where it is none of this bundle's"};
    return fault;
}

}  // namespace

std::vector<PriorPayment> read_payment_history(const std::string& path, const Bundle& bundle,
                                               const std::vector<std::string>& key_names,
                                               std::vector<DataFault>& faults) {
    const Schema schema = history_schema();
    ReadOptions how;
    how.pass_through = key_names;
    how.tell_unused = false;
    const OpenedInput opened = open_input(path, schema, how);
    faults.insert(faults.end(), opened.faults.begin(), opened.faults.end());
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
        const Table& table = block.batch.root();
        for (std::size_t row = 0; row < table.rows; ++row) {
            const auto place = place_of(bundle, table.columns[kIncentive].texts[row]);
            if (!place) {
                faults.push_back(no_such_incentive(path, block.places[row].line, bundle,
                                                   std::string(table.columns[kIncentive].texts[row])));
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
