#pragma once

#include <string>

#include "huiqi/application.h"

namespace huiqi::testing {

/// Gives a rule with a list, an amount in 万元, a date that may be absent and a quotient: of the payments
/// that were made, less earlier grants, for small enterprises with at least 100 yuan a head.
[[nodiscard]] inline std::string sample_rule() {
    return R"(kind: incentive
id: sample.equipment
title: {zh: 设备补贴, en: Equipment subsidy}
sources:
  rule: {document: A sample rule}
effective: {from: 2024-01-01, by: applied}
enums:
  size: {ordered: true, values: [micro, small, large]}
inputs:
  applied: {type: date, question: {zh: 哪一天申报？, en: When was it applied for}}
  size: {type: size, question: {zh: 企业规模？, en: How large is the enterprise}}
  grants: {type: money, unit: 万元, decimals: 4, question: {zh: 已得多少万元？, en: Grants before in 万元}}
  staff: {type: integer, question: {zh: 多少人？, en: How many people}}
  payments:
    type: list
    question: {zh: 逐笔付款, en: Each payment}
    fields:
      paid_on: {type: date, optional: true}
      amount: {type: money, decimals: 2}
define:
  paid: sum(for p in payments[paid_on != null] return p.amount)
conditions:
  - id: size
    test: size <= small
    reason: {zh: 大型企业不予补贴, en: large enterprises are excluded}
    source: rule
  - id: spread
    test: paid / staff >= 100元
    reason: {zh: 人均不足100元, en: less than 100 yuan a head}
    source: rule
award:
  - {base: paid - grants, source: rule}
  - {round: round half up to 0.01元, source: rule}
)";
}

/// Gives an application to it that is eligible: 1000.50 yuan were paid, 0.01万元 granted before.
[[nodiscard]] inline Application sample_application() {
    Application application;
    application.set("applied", "2024-05-01").set("size", "small").set("grants", "0.01").set("staff", "5");
    application.set("payments", Answer::list({
                                    Answer::record({{"paid_on", "2024-02-01"}, {"amount", "1000.50"}}),
                                    Answer::record({{"paid_on", Answer::absent()}, {"amount", "7"}}),
                                }));
    return application;
}

}  // namespace huiqi::testing
