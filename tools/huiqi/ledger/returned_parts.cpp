#include "tools/huiqi/ledger/returned_parts.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "engine/diagnostic/parsed_json.h"

namespace huiqi {

StatementPlace returned_statement(const nlohmann::json& body) {
    return {body.at("place").get<std::int64_t>(), body.at("incentive").get<std::int64_t>()};
}

namespace {

/// Gives the parts of returns in force, by their entries.
[[nodiscard]] std::map<std::int64_t, PartsByPayer> parts_of_returns(Ledger& ledger, const BatchAccount& account) {
    std::map<std::int64_t, PartsByPayer> parts;
    for (const LedgerEntry& entry : ledger.entries(account.id)) {
        const nlohmann::json body = entry.kind == "returned" ? parsed_json(entry.body) : nlohmann::json();
        if (body.is_object() && !body.contains("waits") && body.contains("parts")) {
            parts[entry.sequence] = body.at("parts").get<PartsByPayer>();
        }
    }
    return parts;
}

/// Gives what each pays (or gets back, below zero) by a step that takes the sum to `total`: what is missing to its part of the total.
/// Who has more than its part gets nothing back by a payment; the others, the last first, then pay so much less.
[[nodiscard]] std::vector<std::int64_t> missing_parts(const std::vector<std::int64_t>& standing, const std::vector<std::int64_t>& target, std::int64_t fen) {
    std::vector<std::int64_t> parts(standing.size(), 0);
    std::int64_t beyond = -fen;
    for (std::size_t payer = 0; payer < parts.size(); ++payer) {
        const std::int64_t missing = target[payer] - standing[payer];
        parts[payer] = (fen > 0) == (missing > 0) ? missing : 0;
        beyond += parts[payer];
    }
    for (std::size_t payer = parts.size(); payer-- > 0 && beyond != 0;) {
        const std::int64_t less = fen > 0 ? std::clamp<std::int64_t>(beyond, 0, parts[payer]) : std::clamp<std::int64_t>(beyond, parts[payer], 0);
        parts[payer] -= less;
        beyond -= less;
    }
    return parts;
}

}  // namespace

std::map<std::pair<std::string, std::string>, std::vector<PaidStep>> paid_steps(Ledger& ledger, const BatchAccount& account, std::int64_t before) {
    const auto returns = parts_of_returns(ledger, account);
    std::map<std::pair<std::string, std::string>, std::vector<PaidStep>> steps;
    ledger.database().query(
        "SELECT a.number, p.id, p.amount, p.sequence FROM payment p JOIN application a ON a.batch = p.batch AND a.place = p.place "
        "WHERE p.batch = $1 AND p.sequence < $2 ORDER BY p.sequence, p.place, p.incentive",
        {account.id, before}, [&](const SqlRow& row) {
            const auto parts = returns.find(std::get<std::int64_t>(row[3]));
            steps[{std::get<std::string>(row[0]), std::get<std::string>(row[1])}].push_back(
                {std::get<std::int64_t>(row[2]), parts == returns.end() ? PartsByPayer() : parts->second});
            return true;
        });
    return steps;
}

std::vector<std::int64_t> parts_of_payment(const std::vector<PaidStep>& steps, const std::vector<std::string>& payers, const DivideSum& divide, std::int64_t fen) {
    std::vector<std::int64_t> standing(payers.size(), 0);
    std::int64_t total = 0;
    for (const PaidStep& step : steps) {
        total += step.fen;
        const std::vector<std::int64_t> parts = step.parts.empty() ? missing_parts(standing, divide(total), step.fen) : std::vector<std::int64_t>();
        for (std::size_t payer = 0; payer < payers.size(); ++payer) {
            const auto back = step.parts.find(payers[payer]);
            standing[payer] += !parts.empty() ? parts[payer] : back == step.parts.end() ? 0 : -back->second;
        }
    }
    return fen == 0 ? standing : missing_parts(standing, divide(total + fen), fen);
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
