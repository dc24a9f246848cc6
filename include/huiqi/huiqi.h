#pragma once

/// Huiqi decides applications for subsidies and rewards exactly as the rules are written.
///
///     const huiqi::Rules rules = huiqi::Rules::load({"rules/benchmark"});
///     const huiqi::Engine engine = huiqi::Engine::compile(rules, {"benchmark.transaction"});
///     huiqi::Application application;
///     application.set("size", "small").set("related_party", "false").set("contract_date", "2022-08-15");
///     application.set("contract_amount", "1200000").set("paid_amount", "1200000.00");
///     const huiqi::Decision decision = engine.decide(application);
///     if (const huiqi::IncentiveDecision* one = decision.find("benchmark.transaction")) {
///         std::cout << one->award << '\n';  // 60000.00
///     }
///
/// A list is a list of records:
///
///     application.set("payments", huiqi::Answer::list({
///         huiqi::Answer::record({{"date", "2024-01-31"}, {"amount", "5000.00"}}),
///     }));
///
/// Every name lies in namespace huiqi. What the caller can get wrong comes back as messages
/// (`Rules::messages`, `Engine::messages`, `Decision::messages`); no exception crosses the border but those
/// of the standard library when memory runs out. Amounts are decimal text, exact; no floating-point number
/// takes part anywhere.

#include "huiqi/application.h"
#include "huiqi/columns.h"
#include "huiqi/decision.h"
#include "huiqi/engine.h"
#include "huiqi/file_run.h"
#include "huiqi/message.h"
#include "huiqi/rules.h"
#include "huiqi/version.h"
