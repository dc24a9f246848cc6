#include "tools/huiqi/ledger/returned_parts.h"

#include <nlohmann/json.hpp>

#include "engine/diagnostic/parsed_json.h"

namespace huiqi {

StatementPlace returned_statement(const nlohmann::json& body) {
    return {body.at("place").get<std::int64_t>(), body.at("incentive").get<std::int64_t>()};
}

std::int64_t last_payment(Ledger& ledger, const std::string& batch, const StatementPlace& place, std::int64_t before) {
    std::int64_t last = 0;
    ledger.database().query("SELECT COALESCE(MAX(sequence), 0) FROM payment WHERE batch = $1 AND place = $2 AND incentive = $3 AND amount > 0 AND sequence < $4",
                            {batch, place.place, place.incentive, before}, [&last](const SqlRow& row) {
                                last = std::get<std::int64_t>(row[0]);
                                return false;
                            });
    return last;
}

std::map<std::pair<std::string, std::string>, PartsByPayer> returned_parts(Ledger& ledger, const BatchAccount& account, std::int64_t before) {
    std::map<std::pair<std::string, std::string>, PartsByPayer> parts;
    for (const LedgerEntry& entry : ledger.entries(account.id)) {
        const nlohmann::json body = entry.kind == "returned" && entry.sequence < before ? parsed_json(entry.body) : nlohmann::json();
        if (!body.is_object() || body.contains("waits") || !body.contains("parts") ||
            last_payment(ledger, account.id, returned_statement(body), before) > entry.sequence) {
            continue;
        }
        const std::string& incentive = account.decision.incentives.at(static_cast<std::size_t>(returned_statement(body).incentive));
        for (const auto& [payer, fen] : body.at("parts").items()) {
            parts[{body.at("application").get<std::string>(), incentive}][payer] += fen.get<std::int64_t>();
        }
    }
    return parts;
}

PartsByPayer waiting_parts(Ledger& ledger, const BatchAccount& account, const StatementPlace& place) {
    PartsByPayer parts;
    for (const LedgerEntry& entry : ledger.entries(account.id)) {
        const nlohmann::json body = entry.kind == "returned" ? parsed_json(entry.body) : nlohmann::json();
        if (body.is_object() && returned_statement(body) == place) {
            parts = body.value("parts", PartsByPayer());
        }
    }
    return parts;
}

}  // namespace huiqi
