#include "engine/ledger/batch_rows.h"

#include <array>

#include <nlohmann/json.hpp>

#include "engine/ledger/payments.h"

namespace huiqi {
namespace {

constexpr std::array<std::string_view, 4> kStates{"eligible", "refused", "open", "error"};

/// Length first: no text can pass for the end of another.
void add_text(Sha256& digest, std::string_view text) {
    digest.add(std::to_string(text.size()) + ":");
    digest.add(text);
}

/// Counts rows and tells of them now and then.
class RowCounter {
public:
    explicit RowCounter(const RowsTold& told) : told_(told) {}

    void add() {
        if (told_ && ++rows_ % kStep == 0) {
            told_(rows_);
        }
    }

private:
    static constexpr std::uint64_t kStep = 4096;

    const RowsTold& told_;
    std::uint64_t rows_ = 0;
};

}  // namespace

void add_row(Sha256& digest, const ApplicationRow& row) {
    add_text(digest, std::to_string(row.place));
    add_text(digest, row.number);
    add_text(digest, row.keys);
    digest.add("\n");
}

void add_row(Sha256& digest, const StatementRow& row) {
    for (const std::int64_t number : {row.place, row.incentive, row.award_fen, row.payable_fen, row.waiting}) {
        add_text(digest, std::to_string(number));
    }
    add_text(digest, row.state);
    digest.add("\n");
}

ApplicationRow BatchRows::application(std::size_t row) const {
    nlohmann::json keys = nlohmann::json::object();
    for (std::size_t key = 0; key < key_names_.size(); ++key) {
        keys[key_names_[key]] = claims_.keys[key][row];
    }
    if (with_years_ && !claims_.years.empty() && claims_.years[row] != Claims::kNoYear) {
        keys[std::string(kYearName)] = claims_.years[row];
    }
    // Data come in as UTF-8; what is none is kept as a mark rather than thrown about.
    return {static_cast<std::int64_t>(row), claims_.application[row],
            keys.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)};
}

bool BatchRows::has_statement(std::size_t cell) const {
    return claims_.state[cell] != ClaimState::refused;
}

StatementRow BatchRows::statement(std::size_t cell) const {
    const bool eligible = claims_.state[cell] == ClaimState::eligible;
    return {static_cast<std::int64_t>(cell / claims_.incentives),
            static_cast<std::int64_t>(cell % claims_.incentives),
            std::string(kStates[static_cast<std::size_t>(claims_.state[cell])]),
            eligible ? claims_.award[cell].minor() : 0,
            settlement_.payable[cell].minor(),
            static_cast<std::int64_t>(settlement_.waiting[cell])};
}

void BatchRows::every_application(const std::function<void(const ApplicationRow&)>& sink) const {
    for (std::size_t row = 0; row < claims_.rows(); ++row) {
        sink(application(row));
    }
}

void BatchRows::every_statement(const std::function<void(const StatementRow&)>& sink) const {
    for (std::size_t cell = 0; cell < claims_.award.size(); ++cell) {
        if (has_statement(cell)) {
            sink(statement(cell));
        }
    }
}

std::uint64_t BatchRows::count() const {
    std::uint64_t statements = 0;
    for (std::size_t cell = 0; cell < claims_.award.size(); ++cell) {
        statements += has_statement(cell) ? 1U : 0U;
    }
    return claims_.rows() + statements;
}

std::string BatchRows::digest() const {
    Sha256 digest;
    every_application([&digest](const ApplicationRow& row) { add_row(digest, row); });
    every_statement([&digest](const StatementRow& row) { add_row(digest, row); });
    return digest.finish();
}

bool BatchRows::write(Ledger& ledger, const std::string& batch, const RowsTold& told) const {
    RowCounter counter(told);
    std::size_t at = 0;
    const bool applications =
        ledger.database().insert("application", {"batch", "place", "number", "keys"}, [&](SqlRow& row) {
            if (at == claims_.rows()) {
                return false;
            }
            ApplicationRow one = application(at++);
            counter.add();
            row = {batch, one.place, std::move(one.number), std::move(one.keys)};
            return true;
        });
    std::size_t cell = 0;
    return applications &&
           ledger.database().insert(
               "statement", {"batch", "place", "incentive", "state", "award", "payable", "waiting"}, [&](SqlRow& row) {
                   while (cell < claims_.award.size() && !has_statement(cell)) {
                       ++cell;
                   }
                   if (cell == claims_.award.size()) {
                       return false;
                   }
                   StatementRow one = statement(cell++);
                   counter.add();
                   row = {batch,         one.place,       one.incentive, std::move(one.state),
                          one.award_fen, one.payable_fen, one.waiting};
                   return true;
               });
}

std::string kept_rows_digest(Ledger& ledger, const std::string& batch, const RowsTold& told) {
    Sha256 digest;
    RowCounter counter(told);
    const auto number = [](const SqlValue& value) { return std::get<std::int64_t>(value); };
    const auto text = [](const SqlValue& value) { return std::get<std::string>(value); };
    ledger.database().query("SELECT place, number, keys FROM application WHERE batch = $1 ORDER BY place", {batch},
                            [&](const SqlRow& row) {
                                add_row(digest, ApplicationRow{number(row[0]), text(row[1]), text(row[2])});
                                counter.add();
                                return true;
                            });
    ledger.database().query(
        "SELECT place, incentive, state, award, payable, waiting FROM statement WHERE batch = $1 ORDER BY place, incentive",
        {batch}, [&](const SqlRow& row) {
            add_row(digest, StatementRow{number(row[0]), number(row[1]), text(row[2]), number(row[3]), number(row[4]),
                                         number(row[5])});
            counter.add();
            return true;
        });
    return digest.finish();
}

}  // namespace huiqi
