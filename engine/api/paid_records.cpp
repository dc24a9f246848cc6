#include "engine/api/paid_records.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <tuple>
#include <utility>

#include "engine/api/filled_input.h"
#include "engine/data/batch.h"
#include "engine/data/datum.h"
#include "engine/diagnostic/expect.h"
#include "engine/numeric/rational.h"

namespace huiqi {
namespace {

constexpr std::size_t kMostTold = 20;

[[nodiscard]] DataFault in_the_data_too(const std::string& file, const std::string& list) {
    DataFault made;
    made.code = "D115";
    made.file = file;
    made.column_name = list;
    made.message = {"“" + list + "”由台账和 --history 得出，数据里又有一份，会重复计算",
                    "`" + list + "` comes from the ledger and --history, and the data have one too: payments would count twice"};
    made.help = {"去掉数据里的这张表；台账里没有的拨付（例如别的部门付的）写进 --history",
                 "take it out of the data; payments that the ledger does not know of, such as another bureau's, belong in --history"};
    return made;
}

/// A list of the schema that is filled in.
struct PaidList {
    std::size_t field = 0;
    std::string name;
};

/// What a parser found that the reader must stop for.
struct Found {
    std::atomic<bool> list_in_data{false};
};

/// Parses blocks and adds to each application what its applicant was paid.
class PayingParser final : public BlockParser {
public:
    PayingParser(std::unique_ptr<BlockParser> inner, const Schema& schema, std::vector<PaidList> lists, std::size_t column,
                 std::shared_ptr<const PaidRecords> paid, std::shared_ptr<Found> found)
        : inner_(std::move(inner)), schema_(schema), lists_(std::move(lists)), column_(column), paid_(std::move(paid)),
          found_(std::move(found)) {}

    void parse(ParsedBlock& parsed) override {
        inner_->parse(parsed);
        for (const PaidList& list : lists_) {
            if (parsed.not_asked_keys.erase(list.name) != 0) {
                found_->list_in_data = true;
            }
            values_.clear();
            for (std::size_t row = 0; row < parsed.batch.rows(); ++row) {
                const std::string_view applicant = parsed.pass_through[column_][row];
                values_.push_back(applicant.empty() ? Value::unknown({list.name})   // nobody knows whose history it is
                                                    : paid_->list(schema_.fields[list.field], applicant));
            }
            replace_column(parsed.batch, schema_, list.field, values_);
        }
    }

private:
    std::unique_ptr<BlockParser> inner_;
    const Schema& schema_;
    std::vector<PaidList> lists_;
    std::size_t column_;
    std::shared_ptr<const PaidRecords> paid_;
    std::shared_ptr<Found> found_;
    std::vector<Value> values_;
};

/// An input that ends with D115 once a row turned out to have such a list: of JSON it is not known before.
class PaidInput final : public FilledInput {
public:
    PaidInput(std::unique_ptr<RecordInput> inner, Wrap wrap, std::shared_ptr<Found> found, const std::string& list)
        : FilledInput(std::move(inner), std::move(wrap)), found_(std::move(found)), fault_(in_the_data_too(FilledInput::name(), list)) {}

    [[nodiscard]] bool next(Block& block) override { return !found_->list_in_data && FilledInput::next(block); }
    [[nodiscard]] const DataFault* failure() const noexcept override {
        return found_->list_in_data ? &fault_ : FilledInput::failure();
    }

private:
    std::shared_ptr<Found> found_;
    DataFault fault_;
};

/// The lists that are to be filled: all but those that were not asked.
[[nodiscard]] std::vector<PaidList> lists_to_fill(const Schema& schema, const ReadOptions& options) {
    std::vector<PaidList> lists;
    for (std::size_t field = 0; field < schema.fields.size(); ++field) {
        const std::string& name = schema.fields[field].name;
        const auto& left_out = options.unknown_columns;
        if (schema.fields[field].of_payments && std::find(left_out.begin(), left_out.end(), name) == left_out.end()) {
            lists.push_back({field, name});
        }
    }
    return lists;
}

/// Turns what the reader says of a list that it was told to leave aside into D115.
void refuse_given(std::vector<DataFault>& faults, const std::vector<PaidList>& lists) {
    for (DataFault& fault : faults) {
        for (const PaidList& list : lists) {
            if (fault.code == "D042" && fault.message.en.find("`" + list.name + "`") != std::string::npos) {
                fault = in_the_data_too(fault.file, list.name);
                break;
            }
        }
    }
}

}  // namespace

PaidRecords::PaidRecords(std::string applicant, std::size_t key, const std::vector<std::string>& incentives,
                         const std::vector<PriorPayment>& payments)
    : applicant_(std::move(applicant)) {
    for (const PriorPayment& one : payments) {
        records_[one.keys[key]].push_back({one.day, incentives[one.incentive], one.paid});
    }
    for (auto& [name, records] : records_) {
        std::sort(records.begin(), records.end(), [](const Record& left, const Record& right) {
            return std::tuple(left.day, std::string_view(left.incentive), left.amount.minor()) <
                   std::tuple(right.day, std::string_view(right.incentive), right.amount.minor());
        });
    }
}

Value PaidRecords::list(const FieldSchema& list, std::string_view applicant) const {
    Value::List elements;
    const auto found = records_.find(applicant);
    if (found == records_.end()) {
        return Value::list(std::move(elements));
    }
    for (const Record& record : found->second) {
        Value::List fields;
        for (const FieldSchema& field : list.fields) {
            const Type type = field.type.without_optional();
            fields.push_back(type.is(TypeKind::text)   ? Value::of(record.incentive)
                             : type.is(TypeKind::date) ? Value::of(Date::from_days(record.day))
                                                       : Value::of(Rational(record.amount.minor()) / 100));
        }
        elements.push_back(Value::record(std::move(fields)));
    }
    return Value::list(std::move(elements));
}

std::vector<DataFault> PaidRecords::misfits(const FieldSchema& list) const {
    std::vector<DataFault> faults;
    for (const auto& [applicant, records] : records_) {
        const auto misfit = datum_fault(this->list(list, applicant), list);
        if (misfit && faults.size() < kMostTold) {
            DataFault made;
            made.code = misfit->code;
            made.file = "台账/--history";
            made.column_name = list.name;
            made.value = applicant;
            made.message = misfit->message;
            made.help = {"台账里的拨付不在声明的范围里：放宽“" + list.name + "”的范围、小数；收回的钱是小于零的金额",
                         "a payment of the ledger is outside of what is declared: widen the range and decimals of `" + list.name +
                             "`; money that came back is an amount below zero"};
            faults.push_back(std::move(made));
        }
    }
    return faults;
}

OpenedInput open_paid(const Schema& schema, const ReadOptions& options, const std::shared_ptr<const PaidRecords>& paid,
                      const std::function<OpenedInput(const ReadOptions&)>& open) {
    const std::vector<PaidList> lists = paid == nullptr ? std::vector<PaidList>() : lists_to_fill(schema, options);
    if (lists.empty()) {
        return open(options);
    }
    ReadOptions how = options;
    std::vector<DataFault> misfits;
    for (const PaidList& list : lists) {
        how.unknown_columns.push_back(list.name);
        const std::vector<DataFault> found = paid->misfits(schema.fields[list.field]);
        misfits.insert(misfits.end(), found.begin(), found.end());
    }
    auto column = std::find(how.pass_through.begin(), how.pass_through.end(), paid->applicant());
    if (column == how.pass_through.end()) {
        how.pass_through.push_back(paid->applicant());
        column = how.pass_through.end() - 1;
    }
    OpenedInput opened = open(how);
    refuse_given(opened.faults, lists);
    opened.faults.insert(opened.faults.end(), misfits.begin(), misfits.end());
    const bool wrong = std::any_of(opened.faults.begin(), opened.faults.end(),
                                   [](const DataFault& one) { return one.severity == Severity::error; });
    if (wrong || opened.input == nullptr) {
        opened.input.reset();
        return opened;
    }
    const auto found = std::make_shared<Found>();
    const auto at = static_cast<std::size_t>(column - how.pass_through.begin());
    opened.input = std::make_unique<PaidInput>(
        std::move(opened.input),
        [&schema, lists, at, paid, found](std::unique_ptr<BlockParser> inner) {
            return std::make_unique<PayingParser>(std::move(inner), schema, lists, at, paid, found);
        },
        found, lists.front().name);
    return opened;
}

}  // namespace huiqi
