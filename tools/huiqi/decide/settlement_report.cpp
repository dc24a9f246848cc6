#include "tools/huiqi/decide/settlement_report.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/io/output_text.h"
#include "engine/io/result_words.h"
#include "engine/numeric/decimal_text.h"
#include "engine/settle/doubtful_keys.h"
#include "tools/huiqi/decide/rows_aside.h"
#include "tools/huiqi/ledger/earlier_uses.h"

namespace huiqi {
namespace {

constexpr unsigned kCents = 2;
constexpr std::size_t kChunk = 4096;
constexpr std::size_t kShownApplications = 10;

constexpr std::array<std::string_view, kReductionCauses> kCauses{"held",   "stacking", "limit",  "quota",
                                                                  "budget", "not_due",  "stopped"};
constexpr std::array<std::string_view, 4> kStates{"eligible", "refused", "open", "error"};

[[nodiscard]] Bilingual cause_words(std::size_t cause) {
    static const std::array<Bilingual, kReductionCauses> kWords{
        Bilingual{"待人工决定", "held for a person"}, Bilingual{"叠加规则", "stacking"},
        Bilingual{"总额上限", "limits"}, Bilingual{"名额", "quota"}, Bilingual{"预算", "budget"},
        Bilingual{"尚未应付", "not due yet"}, Bilingual{"已终止", "stopped for good"}};
    return kWords[cause];
}

[[nodiscard]] std::string yuan(Int128 minor) {
    return fixed_text(Integer(minor), kCents);
}

}  // namespace

SettlementReport::SettlementReport(const Bundle& bundle, const Claims& claims, const Settlement& settlement,
                                   const SettlementRules& rules, const FiledFindings* findings)
    : bundle_(bundle),
      claims_(claims),
      settlement_(settlement),
      division_(claims, settlement, rules.payers),
      ranked_(!rules.quotas.empty() || std::any_of(rules.budgets.begin(), rules.budgets.end(),
                                                   [](const BudgetRule& one) { return one.method == BudgetRule::Method::ranking; })),
      quotas_(rules.quotas.size()),
      budgets_(rules.budgets.size()),
      payer_sums_(division_.payers().size()),
      sums_(claims.incentives),
      findings_(findings),
      split_(split_groups(claims, settlement, rules)),
      doubtful_(doubtful_keys(claims, settlement, rules)) {
    for (std::size_t row = 0; row < claims.rows(); ++row) {
        for (std::size_t incentive = 0; incentive < claims.incentives; ++incentive) {
            const std::size_t cell = claims.cell(row, incentive);
            Sums& sums = sums_[incentive];
            ++sums.states[static_cast<std::size_t>(claims.state[cell])];
            sums.award += claims.state[cell] == ClaimState::eligible ? claims.award[cell].minor() : 0;
            sums.payable += settlement.payable[cell].minor();
            sums.paid += settlement.payable[cell].minor() > 0 ? 1U : 0U;
        }
    }
    for (const Reduction& cut : settlement.reductions) {
        sums_[cut.incentive].cuts[static_cast<std::size_t>(cut.cause)] += cut.amount.minor();
    }
    sum_payers();
    sum_findings();
}

void SettlementReport::sum_findings() {
    for (std::size_t row = 0; findings_ != nullptr && row < claims_.rows(); ++row) {
        if (const auto found = findings_->find(claims_.application[row]); found != findings_->end()) {
            const auto seen = static_cast<std::size_t>(std::count_if(found->second.begin(), found->second.end(),
                                                                     [](const FiledFinding& one) { return !one.not_evaluated; }));
            found_in_ += seen != 0 ? 1U : 0U;
            found_ += seen;
            unseen_in_ += seen != found->second.size() ? 1U : 0U;
            holding_ += static_cast<std::size_t>(
                std::count_if(found->second.begin(), found->second.end(), [](const FiledFinding& one) { return one.holds(); }));
        }
    }
}

void SettlementReport::sum_payers() {
    std::vector<std::int64_t> parts(payer_sums_.size());
    for (std::size_t cell = 0; !parts.empty() && cell < claims_.award.size(); ++cell) {
        division_.divide(cell, parts);
        for (std::size_t payer = 0; payer < parts.size(); ++payer) {
            payer_sums_[payer] += parts[payer];
        }
    }
}

std::size_t SettlementReport::causes() const noexcept {
    return claims_.not_due.empty() ? static_cast<std::size_t>(ReductionCause::not_due) : kReductionCauses;
}

/// Instalments, rank and payers have columns where the rules speak of them.
std::vector<std::string> SettlementReport::headings() const {
    std::vector<std::string> names{"application", "incentive", "state", "award"};
    names.insert(names.end(), kCauses.begin(), kCauses.begin() + static_cast<std::ptrdiff_t>(causes()));
    names.insert(names.end(), {"payable", "waiting"});
    if (ranked_) {
        names.insert(names.end(), {"waiting_list", "rank"});
    }
    for (const std::string& payer : division_.payers()) {
        names.push_back("payer." + payer);
    }
    if (findings_ != nullptr) {
        names.emplace_back("findings");
    }
    return names;
}

/// Gives the list that a claim waits on: that of the quota or budget which cut it last; `before` where this cut is another.
std::string SettlementReport::waiting_list(const Reduction& cut, const std::string& before) const {
    const bool quota = cut.cause == ReductionCause::quota;
    if (!quota && cut.cause != ReductionCause::budget) {
        return before;
    }
    const std::size_t lists = quota ? quotas_ : budgets_;
    return std::string(quota ? "quota" : "budget") + (lists > 1 ? " " + std::to_string(cut.rule + 1) : "");
}

/// The columns of some cells, as they are written.
struct SettlementReport::Block {
    std::array<std::vector<std::string_view>, 3> texts;                   // application, incentive, state
    std::array<std::vector<std::int64_t>, kReductionCauses + 1> amounts;  // award and the cuts
    std::array<std::vector<std::int64_t>, 3> numbers;                     // payable, waiting, rank
    std::vector<std::vector<std::int64_t>> paid_by;
    std::vector<std::int64_t> parts;                                      // of one cell, by payer
    std::vector<std::string> found, lists;

    Block(std::size_t count, std::size_t payers, bool with_findings, bool ranked)
        : paid_by(payers, std::vector<std::int64_t>(count)), parts(payers), found(with_findings ? count : 0), lists(ranked ? count : 0) {
        for (std::vector<std::int64_t>& column : amounts) {
            column.assign(count, 0);
        }
        for (std::vector<std::int64_t>& column : numbers) {
            column.assign(count, 0);
        }
    }
};

void SettlementReport::fill(Block& block, std::size_t at, std::size_t cell, Cut& cut) const {
    block.texts[0].push_back(claims_.application[cell / claims_.incentives]);
    block.texts[1].push_back(bundle_.incentives[cell % claims_.incentives]);
    block.texts[2].push_back(kStates[static_cast<std::size_t>(claims_.state[cell])]);
    block.amounts[0][at] = claims_.state[cell] == ClaimState::eligible ? claims_.award[cell].minor() : 0;
    for (; cut != settlement_.reductions.end() && claims_.cell(cut->row, cut->incentive) == cell; ++cut) {
        block.amounts[1 + static_cast<std::size_t>(cut->cause)][at] += cut->amount.minor();
        if (ranked_ && settlement_.waiting[cell] != 0) {
            block.lists[at] = waiting_list(*cut, block.lists[at]);
        }
    }
    block.numbers[0][at] = settlement_.payable[cell].minor();
    block.numbers[1][at] = static_cast<std::int64_t>(settlement_.waiting[cell]);
    block.numbers[2][at] = static_cast<std::int64_t>(settlement_.rank[cell]);
    if (findings_ != nullptr) {
        const auto of_row = findings_->find(claims_.application[cell / claims_.incentives]);
        block.found[at] = of_row == findings_->end() ? std::string() : findings_cell(of_row->second);
    }
    division_.divide(cell, block.parts);
    for (std::size_t payer = 0; payer < block.parts.size(); ++payer) {
        block.paid_by[payer][at] = block.parts[payer];
    }
}

void SettlementReport::append(const ResultWriter& writer, OutputText& out, const Block& block, std::size_t count) const {
    std::vector<OutputColumn> columns;
    for (const auto& column : block.texts) {
        columns.push_back(text_column(column));
    }
    for (std::size_t at = 0; at < causes() + 1; ++at) {
        columns.push_back(fixed_column(block.amounts[at], kCents));
    }
    columns.push_back(fixed_column(block.numbers[0], kCents));
    columns.push_back(integer_column(block.numbers[1]));
    const std::vector<std::string_view> lists(block.lists.begin(), block.lists.end());
    if (ranked_) {
        columns.push_back(text_column(lists));
        columns.push_back(integer_column(block.numbers[2]));
    }
    for (const auto& column : block.paid_by) {
        columns.push_back(fixed_column(column, kCents));
    }
    const std::vector<std::string_view> found(block.found.begin(), block.found.end());
    if (findings_ != nullptr) {
        columns.push_back(text_column(found));
    }
    writer.append_rows(out, columns, count);
}

bool SettlementReport::write(OutputFile& file, OutputFormat format, Language language) const {
    std::vector<std::string> names = headings();
    if (format == OutputFormat::xlsx && language == Language::zh) {
        std::transform(names.begin(), names.end(), names.begin(), chinese_heading);
    }
    const ResultWriter writer(format, std::move(names));
    OutputText out;
    writer.append_header(out);
    Cut cut = settlement_.reductions.begin();
    const std::size_t cells = claims_.award.size();
    for (std::size_t first = 0; first < cells; first += kChunk) {
        const std::size_t count = std::min(kChunk, cells - first);
        Block block(count, division_.payers().size(), findings_ != nullptr, ranked_);
        for (std::size_t at = 0; at < count; ++at) {
            fill(block, at, first + at, cut);
        }
        append(writer, out, block, count);
        if (!file.write(out.view())) {
            return false;
        }
        out.clear();
    }
    return file.write(out.view());
}

std::string SettlementReport::fault_text(const SettlementFault& fault, Language language) const {
    struct Words {
        std::string_view code;
        Bilingual message;
        Bilingual help;
    };
    static const std::array<Words, 9> kWords{
        Words{"S101",
              {"排序后仍然并列，而线正好落在它们中间",
               "the ranking leaves these equal, and the line falls between them"},
              {"在“排序”里再加一项（如受理序号），或者由人决定",
               "add a key to `ranking` (the sequence, say), or let a person decide"}},
        Words{"S102",
              {"缺少排序所需的值", "the value to rank by is missing"},
              {"补上该值再结算", "add the value and settle again"}},
        Words{"S103",
              {"缺少年度日，不知道算哪一年的上限",
               "the period date is missing: the year of the limit is not known"},
              {"补上日期（YYYY-MM-DD）", "add the date (YYYY-MM-DD)"}},
        Words{"S104",
              {"上限或成本的金额未知", "the amount of the cap or cost is not known"},
              {"补上该金额", "add the amount"}},
        Words{"S105",
              {"可得几项而只能择一，申请人没有选",
               "several awards of which one is to be chosen, and no choice"},
              {"请申请人选一项", "ask the applicant to choose"}},
        Words{"S106",
              {"同一申请编号出现不止一次", "the same application stands in the batch more than once"},
              {"删去重复的申报，或者改正编号", "remove the repeated one, or mend its number"}},
        Words{"S107",
              {"有拦截的异常，没有人放行之前不付", "an anomaly bars payment until a person clears it"},
              {"用 huiqi explain 看是哪一条；核实后改正数据再结算，或者在台账里用 huiqi batch clear 写下理由放行",
               "see with `huiqi explain` which one; look into it, mend the data and settle again, or clear it with a reason by "
               "`huiqi batch clear` in the ledger"}},
        Words{"S108",
              {"不知道是谁的（申请人、集团等为空），算不出谁的上限",
               "the key of a limit (an applicant, a group …) is empty: whose limit counts is not known"},
              {"补上再结算；没有集团的算自己一家，规则里写成 缺省(集团编号, 信用代码)",
               "add it and settle again; where a firm without a group stands alone, write `default(group, code)` in the rules"}},
        Words{"S102",
              {"缺少排序所需的值的申报还排不出位置，可能排到这些的前面",
               "applications without a value to rank by may yet come before these"},
              {"补上缺的值再结算，这些申报自己的值不缺", "add what is missing of those and settle again: these have theirs"}}};
    const Words& words = kWords[static_cast<std::size_t>(fault.kind)];
    const std::string names = applications(fault.rows, language);
    const std::string others = fault.others.empty() ? std::string() : applications(fault.others, language) + (language == Language::zh ? "：" : ": ");
    return language == Language::zh
               ? fmt::format("警告[{}]: {}{}：{}\n  = 改法：{}；在此之前不拨付", words.code, others, words.message.zh, names, words.help.zh)
               : fmt::format("warning[{}]: {}{}: {}\n  = help: {}; held until then", words.code, others, words.message.en, names, words.help.en);
}

/// Gives the first of some applications by their numbers, and how many there are.
std::string SettlementReport::applications(const std::vector<std::size_t>& rows, Language language) const {
    const bool zh = language == Language::zh;
    std::string names;
    for (std::size_t at = 0; at < std::min(rows.size(), kShownApplications); ++at) {
        names += (at == 0 ? "" : zh ? "、" : ", ") + claims_.application[rows[at]];
    }
    if (rows.size() > kShownApplications) {
        names += zh ? fmt::format(" 等 {} 份", rows.size()) : fmt::format(" and {} more", rows.size() - kShownApplications);
    }
    return names;
}

std::vector<std::string> SettlementReport::faults(Language language) const {
    std::vector<std::string> lines;
    for (const SettlementFault& fault : settlement_.faults) {
        if (lines.size() == 2 * kShownApplications) {
            const std::size_t more = settlement_.faults.size() - lines.size();
            lines.push_back(language == Language::zh ? fmt::format("……还有 {} 处", more)
                                                     : fmt::format("… and {} more", more));
            break;
        }
        lines.push_back(fault_text(fault, language));
    }
    for (const SplitGroup& group : split_) {
        lines.push_back(split_text(group, language));
    }
    if (!doubtful_.empty()) {
        lines.push_back(doubtful_text(language));
    }
    return lines;
}

/// 就高 and 择一 are of one application: whoever puts in several is told of, not held.
std::string SettlementReport::split_text(const SplitGroup& group, Language language) const {
    constexpr const char* kCode = "S109";
    const std::string names = applications(group.rows, language);
    return language == Language::zh
               ? fmt::format("提示[{}]: {} 家申请人用几份申报各得了同一叠加组（第 {} 组）的不同事项：{}\n"
                             "  = 改法：“就高”“择一”只在一份申报之内比；同一申请人只给一项的，放在一份申报里，或者用“补差”",
                             kCode, group.applicants, group.rule + 1, names)
               : fmt::format("note[{}]: {} applicants are paid different members of one stacking group (number {}) by several applications: {}\n"
                             "  = help: `highest` and `choose` compare within one application; where an applicant gets one, put them into one application, or use `top_up`",
                             kCode, group.applicants, group.rule + 1, names);
}

/// A code typed wrong is a firm of its own: limits do not see that it was paid before.
std::string SettlementReport::doubtful_text(Language language) const {
    constexpr const char* kCode = "S110";
    const std::string names = applications(doubtful_, language);
    return language == Language::zh
               ? fmt::format("警告[{}]: 限额、补差按统一社会信用代码归到一家，下列有应付的申报写的不是有效的代码，会当成另外一家：{}\n"
                             "  = 改法：核对代码（数字 0、1 常写成字母 O、I、l）；用 huiqi inspect 看每一处；确实没有代码的不用改",
                             kCode, names)
               : fmt::format("warning[{}]: limits and top-ups bring awards together by credit code, and these applications, which are paid, have no valid one and count as firms of their own: {}\n"
                             "  = help: check the codes (0 and 1 are often typed O, I or l); `huiqi inspect` shows each; where there is none, nothing is to be mended",
                             kCode, names);
}

std::string SettlementReport::summary(const SettlementCounts& counts, Language language) const {
    const bool zh = language == Language::zh;
    std::string text = zh ? fmt::format("读入 {} 行 = 结算 {} 行 + 退回 {} 行", counts.read, claims_.rows(), counts.rejected)
                          : fmt::format("rows read {} = settled {} + set aside {}", counts.read, claims_.rows(), counts.rejected);
    text += notes_aside(counts.notes, language) + tables_aside(counts.tables, language) + table_lines(counts.tables, language) + "\n";
    Int128 all = 0;
    for (std::size_t incentive = 0; incentive < sums_.size(); ++incentive) {
        const Sums& sums = sums_[incentive];
        all += sums.payable;
        text += zh ? fmt::format("  {}：核定 {} 元", bundle_.incentives[incentive], yuan(sums.award))
                   : fmt::format("  {}: awards {} yuan", bundle_.incentives[incentive], yuan(sums.award));
        for (std::size_t cause = 0; cause < kCauses.size(); ++cause) {
            if (sums.cuts[cause] != 0) {
                text += zh ? fmt::format(" − {} {} 元", cause_words(cause).zh, yuan(sums.cuts[cause]))
                           : fmt::format(" − {} {}", cause_words(cause).en, yuan(sums.cuts[cause]));
            }
        }
        text += zh ? fmt::format(" = 应付 {} 元，{} 笔\n", yuan(sums.payable), sums.paid)
                   : fmt::format(" = payable {} yuan in {} payments\n", yuan(sums.payable), sums.paid);
    }
    for (std::size_t payer = 0; payer < payer_sums_.size(); ++payer) {
        text += zh ? fmt::format("  {}承担 {} 元\n", division_.payers()[payer], yuan(payer_sums_[payer]))
                   : fmt::format("  paid by {}: {} yuan\n", division_.payers()[payer], yuan(payer_sums_[payer]));
    }
    text += pools_text(language);
    if (findings_ != nullptr) {
        text += zh ? fmt::format("  检测发现 {} 条，涉及 {} 件申报；拦截 {} 条，拦下 {} 笔\n", found_, found_in_, holding_, settlement_.barred.size())
                   : fmt::format("  detectors: {} findings on {} applications; {} hold, {} payments are held\n", found_, found_in_, holding_,
                                 settlement_.barred.size());
    }
    if (unseen_in_ != 0) {
        text += zh ? fmt::format("  {} 件申报有检测没有评估，或者没有评估完整（findings 列里带“?”的）\n", unseen_in_)
                   : fmt::format("  {} applications were not, or not in full, looked at by some detector (with `?` in the column findings)\n", unseen_in_);
    }
    text += zh ? fmt::format("应付合计 {} 元；结算用时 {} 毫秒", yuan(all), counts.settle_ms)
               : fmt::format("payable in all {} yuan; settled in {} ms", yuan(all), counts.settle_ms);
    return text;
}

/// What was taken of quotas and budgets before, and is not there for this batch.
std::string SettlementReport::pools_text(Language language) const {
    std::string text;
    for (const BoundPool& pool : settlement_.pools) {
        if (pool.earlier == 0) {
            continue;
        }
        const bool quota = pool.step == ReductionCause::quota;
        const std::string used = quota ? fixed_text(Integer(pool.earlier), 0) : yuan(pool.earlier);
        const Bilingual rule = bound_words(quota, pool.rule, pool.year);
        text += language == Language::zh ? fmt::format("  {}：以前已用 {} {}\n", rule.zh, used, quota ? "个" : "元")
                                         : fmt::format("  {}: {} {} taken before\n", rule.en, used, quota ? "places" : "yuan");
    }
    return text;
}

std::string SettlementReport::summary_json(const SettlementCounts& counts) const {
    nlohmann::ordered_json summary;
    summary["rows_read"] = counts.read;
    summary["rows_settled"] = claims_.rows();
    summary["rows_rejected"] = counts.rejected;
    if (counts.notes != 0) {
        summary["rows_of_notes"] = counts.notes;   // of those rejected
    }
    if (!counts.tables.empty()) {
        summary["tables"] = tables_json(counts.tables);
    }
    for (std::size_t incentive = 0; incentive < sums_.size(); ++incentive) {
        const Sums& sums = sums_[incentive];
        nlohmann::ordered_json one;
        one["id"] = bundle_.incentives[incentive];
        for (std::size_t state = 0; state < kStates.size(); ++state) {
            one[std::string(kStates[state])] = sums.states[state];
        }
        one["award"] = yuan(sums.award);
        for (std::size_t cause = 0; cause < causes(); ++cause) {
            one["cut"][std::string(kCauses[cause])] = yuan(sums.cuts[cause]);
        }
        one["payable"] = yuan(sums.payable);
        one["payments"] = sums.paid;
        summary["incentives"].push_back(std::move(one));
    }
    for (std::size_t payer = 0; payer < payer_sums_.size(); ++payer) {
        summary["payers"][division_.payers()[payer]] = yuan(payer_sums_[payer]);
    }
    if (findings_ != nullptr) {
        summary["findings"] = {{"found", found_}, {"applications", found_in_}, {"holding", holding_}, {"payments_held", settlement_.barred.size()},
                               {"not_evaluated", unseen_in_}};
    }
    summary["held_for_a_person"] = settlement_.faults.size();
    return summary.dump();
}

}  // namespace huiqi
