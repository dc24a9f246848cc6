#include "engine/ledger/payments.h"
#include <limits>

#include "engine/diagnostic/parsed_json.h"

#include <nlohmann/json.hpp>

namespace huiqi {
namespace {

[[nodiscard]] std::int64_t number(const SqlValue& value) {
    return std::get<std::int64_t>(value);
}
[[nodiscard]] const std::string& text(const SqlValue& value) {
    return std::get<std::string>(value);
}

/// Gives the year that an application keeps beside its keys.
[[nodiscard]] std::optional<std::int32_t> year_of(const nlohmann::json& keys) {
    const auto year = keys.is_object() ? keys.find(std::string(kYearName)) : keys.end();
    return year != keys.end() && year->is_number_integer() ? std::optional(year->get<std::int32_t>()) : std::nullopt;
}

void add_row(Sha256& digest, const PaymentRow& row) {
    for (const std::string& part : {std::to_string(row.statement.place), std::to_string(row.statement.incentive),
                                    row.incentive, row.day, std::to_string(row.amount_fen)}) {
        digest.add(std::to_string(part.size()) + ":");
        digest.add(part);
    }
    digest.add("\n");
}

}  // namespace

namespace {

[[nodiscard]] std::map<std::string, std::string> texts_of(const nlohmann::json& keys) {
    std::map<std::string, std::string> read;
    if (keys.is_object()) {
        for (const auto& [name, value] : keys.items()) {
            if (name != kYearName) {
                read[name] = value.is_string() ? value.get<std::string>() : value.dump();
            }
        }
    }
    return read;
}

}  // namespace

std::map<std::string, std::string> keys_of(const std::string& json) {
    return texts_of(parsed_json(json));
}

std::map<StatementPlace, std::int64_t> paid_sums(Ledger& ledger, const std::string& batch) {
    return paid_sums(ledger, batch, std::numeric_limits<std::int64_t>::max());
}

std::map<StatementPlace, std::int64_t> paid_sums(Ledger& ledger, const std::string& batch, std::int64_t end) {
    std::map<StatementPlace, std::int64_t> sums;
    ledger.database().query("SELECT place, incentive, CAST(SUM(amount) AS BIGINT) FROM payment WHERE batch = $1 AND sequence <= $2 "
                            "GROUP BY place, incentive ORDER BY place, incentive",
                            {batch, end}, [&sums](const SqlRow& row) {
                                if (number(row[2]) != 0) {
                                    sums.emplace_hint(sums.end(), StatementPlace{number(row[0]), number(row[1])},
                                                      number(row[2]));
                                }
                                return true;
                            });
    return sums;
}

std::vector<DueRow> due_rows(Ledger& ledger, const BatchAccount& account) {
    const std::map<StatementPlace, std::int64_t> paid = paid_sums(ledger, account.id);
    std::vector<DueRow> due;
    ledger.database().query(
        "SELECT s.place, s.incentive, s.payable, a.number, a.keys FROM statement s JOIN application a "
        "ON a.batch = s.batch AND a.place = s.place WHERE s.batch = $1 ORDER BY s.place, s.incentive",
        {account.id}, [&](const SqlRow& row) {
            const StatementPlace place{number(row[0]), number(row[1])};
            const auto changed = account.changed.find(place);
            std::int64_t amount = changed == account.changed.end() ? number(row[2]) : changed->second.minor();
            if (const auto before = paid.find(place); before != paid.end()) {
                amount -= before->second;
            }
            if (amount > 0 && !account.open.contains(text(row[3]))) {
                due.push_back({place, text(row[3]), keys_of(text(row[4])), amount});
            }
            return true;
        });
    return due;
}

std::optional<std::string> write_payments(Ledger& ledger, const std::string& batch,
                                          const std::vector<PaymentRow>& payments) {
    std::int64_t last = 0;
    ledger.database().query("SELECT COALESCE(MAX(sequence), 0) FROM entry", {}, [&last](const SqlRow& row) {
        last = number(row[0]);
        return false;
    });
    Sha256 digest;
    std::size_t at = 0;
    const bool written = ledger.database().insert(
        "payment", {"sequence", "batch", "place", "incentive", "id", "day", "amount"}, [&](SqlRow& row) {
            if (at == payments.size()) {
                return false;
            }
            const PaymentRow& one = payments[at++];
            add_row(digest, one);
            row = {last + 1, batch, one.statement.place, one.statement.incentive, one.incentive, one.day, one.amount_fen};
            return true;
        });
    return written ? std::optional(digest.finish()) : std::nullopt;
}

std::string kept_payments_digest(Ledger& ledger, std::int64_t sequence) {
    Sha256 digest;
    ledger.database().query(
        "SELECT place, incentive, id, day, amount FROM payment WHERE sequence = $1 ORDER BY place, incentive", {sequence},
        [&digest](const SqlRow& row) {
            add_row(digest, {{number(row[0]), number(row[1])}, text(row[2]), text(row[3]), number(row[4])});
            return true;
        });
    return digest.finish();
}

bool every_payment(Ledger& ledger, std::int64_t end, const std::function<bool(const EarlierPayment&)>& sink) {
    return ledger.database().query(
        "SELECT p.id, p.day, p.amount, a.keys, p.batch, p.place, p.incentive FROM payment p JOIN application a ON "
        "a.batch = p.batch AND a.place = p.place WHERE p.sequence <= $1 ORDER BY p.sequence, p.place, p.incentive",
        {end}, [&sink](const SqlRow& row) {
            const nlohmann::json keys = parsed_json(text(row[3]));
            return sink({text(row[4]), {number(row[5]), number(row[6])}, text(row[0]), text(row[1]), number(row[2]),
                         texts_of(keys), year_of(keys)});
        });
}

}  // namespace huiqi
