#include "engine/rulebook/loaders/bands_loader.h"

#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/language/cell_ranges.h"
#include "engine/language/guarded.h"
#include "engine/language/parser.h"

namespace huiqi {
namespace {

/// One end of a band as written.
struct Edge {
    CheckedExpression value;
    std::optional<Rational> constant;
    std::string spelling;   ///< canonical: two edges of one spelling are one edge
    bool included = true;
};

/// Reads the bands of one step and holds each against the one before it.
class BandsReader {
public:
    BandsReader(LoadContext& context, RuleNames& names, const std::optional<Unit>& unit,
                const std::vector<const CheckedExpression*>& guards, AwardStep& step)
        : context_(context), names_(names), guards_(guards), step_(step) {
        if (unit) {
            amount_ = Type::number(*unit);
        }
    }

    void read(const Fields& step_keys) {
        const NodeId node = *step_keys.node("bands");
        if (context_.node(node).kind == NodeKind::sequence) {
            open_method(step_keys.key("bands"), {"写成 分档: {方式: 超额累进, 档: [ … ]}（只乘这一档里的部分），或者“方式: 全额累进”（全部金额按所在的档计算）",
                                                 "write `bands: {method: marginal, bands: [ … ]}` (the part inside the band), or `method: whole` (all of the amount by "
                                                 "its band)"});
            return;
        }
        const Fields keys(context_, node, Scope::bands, step_keys.key("bands"));
        read_method(keys);
        if (step_.method == AwardStep::Method::marginal) {
            highest_ = 0;   // the first slice begins there
        }
        const std::vector<NodeId>& items = keys.items("bands");
        for (std::size_t at = 0; at < items.size(); ++at) {
            read_band(items[at], at + 1 == items.size());
        }
        if (items.empty() && keys.has("bands")) {
            wrong(keys.key("bands"), {"“档”里一档也没有", "there is no band"},
                  {"加上 {至: 500万元, 率: 5%}, {率: 3%}", "add {upto: 5000000 yuan, rate: 5%}, {rate: 3%}"});
        }
    }

private:
    void wrong(Span span, Bilingual message, Bilingual help) {
        context_.diagnostics.error("E315", span, std::move(message), std::move(help));
    }

    void read_method(const Fields& keys) {
        if (const Spelling* method = keys.word("method", Scope::bands_word)) {
            step_.method = method->en == "whole" ? AwardStep::Method::whole : AwardStep::Method::marginal;
        } else if (!keys.has("method")) {
            open_method(keys.owner(), {"写“方式: 超额累进”（只乘这一档里的部分）或“方式: 全额累进”（全部金额按所在的档计算）",
                                       "write `method: marginal` (the part inside the band) or `method: whole` (all of the amount by its band)"});
        }
    }

    void open_method(Span place, Bilingual help) {
        context_.diagnostics.error(
            "E350", place,
            {"分档没有写“方式”：每一档的率是只乘落在这一档里的部分，还是乘全部金额？",
             "the bands do not say their `method`: does a rate count for the part inside its band, or for the whole amount?"},
            std::move(help));
    }

    std::optional<Edge> read_edge(const Fields& keys, std::string_view including, std::string_view excluding) {
        if (keys.has(including) && keys.has(excluding)) {
            const Spelling& first = spelling(Scope::band, including);
            const Spelling& second = spelling(Scope::band, excluding);
            wrong(keys.key(excluding),
                  {fmt::format("“{}”（含本数）和“{}”（不含本数）只能写一个", first.zh, second.zh),
                   fmt::format("only one of `{}` (with the edge) and `{}` (without it) can be there", first.en, second.en)},
                  {"留下一个", "keep one of them"});
        }
        const bool included = keys.has(including);
        const MappedText* text = keys.text(included ? including : excluding);
        if (text == nullptr) {
            return std::nullopt;
        }
        const SyntaxTree tree = parse_expression(*text, context_.parse, context_.diagnostics);
        Edge edge{.value = check_guarded(tree, names_, amount_, guards_, context_.diagnostics),
                  .constant = {}, .spelling = print(tree), .included = included};
        if (!edge.value.nodes.empty()) {
            edge.constant = constant_number(edge.value, edge.value.root);
        }
        return edge;
    }

    void read_band(NodeId item, bool last) {
        const Fields keys(context_, item, Scope::band, short_span(context_, item));
        const bool first = step_.bands.empty();
        auto upper = read_edge(keys, "upto", "below");
        const auto lower = read_edge(keys, "from", "above");
        check_place(keys, last, upper.has_value());
        if (lower) {
            first ? check_first(*lower) : check_joint(*lower);
        }
        if (upper && upper->constant && highest_ && *upper->constant <= *highest_) {
            wrong(upper->value.text.span(), {"上端没有一档比一档高", "the edges of the bands do not rise"},
                  {"从低到高排列", "put the bands in rising order"});
        }
        AwardStep::Band& band = step_.bands.emplace_back();
        read_worth(keys, band);
        if (upper) {
            highest_ = upper->constant ? upper->constant : highest_;
            band.upto = upper->value;
            band.edge_included = upper->included;
        }
        before_ = std::move(upper);
    }

    void check_place(const Fields& keys, bool last, bool has_upper) {
        if (last && has_upper) {
            wrong(keys.key(keys.has("upto") ? "upto" : "below"),
                  {"最后一档不能有“至”或“不满”：超过它的部分没有率",
                   "the last band cannot have `upto` or `below`: what lies above has no rate"},
                  {"加一档 {率: 0%}，或者去掉上端", "add a band {rate: 0%}, or leave out the edge"});
        }
        if (!last && !has_upper) {
            wrong(keys.owner(), {"除了最后一档，都要写“至”或“不满”", "every band but the last needs `upto` or `below`"},
                  {"加上“至: …”（含本数）或“不满: …”（不含本数）", "add `upto: …` (with the edge) or `below: …` (without it)"});
        }
    }

    /// A rate, or under `whole` an amount.
    void read_worth(const Fields& keys, AwardStep::Band& band) {
        const MappedText* rate = keys.text("rate");
        const MappedText* amount = keys.text("amount");
        if ((rate == nullptr) == (amount == nullptr)) {
            wrong(amount == nullptr ? keys.owner() : keys.key("amount"),
                  {"每一档写一个“率”，或者写一个“额”", "each band has a `rate`, or an `amount`"},
                  {"率: 5% 是按比例，额: 10万元 是定额", "`rate: 5%` is a share, `amount: 100000 yuan` a fixed sum"});
        }
        if (rate != nullptr) {
            band.rate = check(*rate, Type::number());
        } else if (amount != nullptr) {
            band.amount = check(*amount, amount_);
            if (step_.method == AwardStep::Method::marginal) {
                wrong(keys.key("amount"), {"“额”只能写在全额累进的档里", "an `amount` can only stand in bands of the method whole"},
                      {"超额累进的每一档写“率”", "bands of the method marginal have a `rate`"});
            }
        }
    }

    CheckedExpression check(const MappedText& text, const std::optional<Type>& expected) {
        const SyntaxTree tree = parse_expression(text, context_.parse, context_.diagnostics);
        return check_guarded(tree, names_, expected, guards_, context_.diagnostics);
    }

    void wrong_edge(const Edge& lower, Bilingual message, Bilingual help) {
        auto& found = context_.diagnostics.error("E351", lower.value.text.span(), std::move(message), std::move(help));
        if (before_) {
            found.related.push_back({before_->value.text.span(), {"上一档到这里为止", "the band before ends here"}});
        }
    }

    /// Below the first band nothing is said, so it begins at 0.
    void check_first(const Edge& lower) {
        if (lower.constant != Rational(0)) {
            wrong_edge(lower, {"第一档之下的金额没有率", "what lies below the first band has no rate"},
                       {"在前面加一档，例如 {不满: 100万元, 率: 0%}", "add a band before it, such as {below: 1000000 yuan, rate: 0%}"});
        }
    }

    /// Where a band says where it begins, that is where the one before ends, and the edge belongs to one of the two.
    void check_joint(const Edge& lower) {
        if (!before_) {
            return;
        }
        const Edge& upper = *before_;
        if (lower.constant && upper.constant && *lower.constant != *upper.constant) {
            const bool overlap = *lower.constant < *upper.constant;
            wrong_edge(lower,
                       overlap ? Bilingual{"这一档和上一档重叠", "the band overlaps the one before it"}
                               : Bilingual{"这一档和上一档之间有空隙，中间的金额没有率",
                                           "between the band and the one before it lie amounts without a rate"},
                       {"从上一档结束的地方开始；或者不写下端", "begin where the one before ends, or leave the lower edge out"});
        } else if (!(lower.constant && upper.constant) && lower.spelling != upper.spelling) {
            wrong_edge(lower,
                       {"看不出这一档从上一档结束的地方开始", "it cannot be seen that the band begins where the one before ends"},
                       {"和上一档的上端写得一样，或者不写下端", "spell it like the upper edge before, or leave it out"});
        } else if (lower.included == upper.included) {
            wrong_edge(lower,
                       lower.included ? Bilingual{fmt::format("正好{}时，两档都算", upper.value.text.text),
                                                  fmt::format("both bands claim exactly {}", upper.value.text.text)}
                                      : Bilingual{fmt::format("正好{}时，哪一档都不算", upper.value.text.text),
                                                  fmt::format("neither band takes exactly {}", upper.value.text.text)},
                       {"“至”配“超过”，“不满”配“满”；或者不写下端",
                        "`upto` goes with `above`, `below` with `from`; or leave the lower edge out"});
        }
    }

    LoadContext& context_;
    RuleNames& names_;
    const std::vector<const CheckedExpression*>& guards_;   ///< hold wherever the bands are looked at
    AwardStep& step_;
    std::optional<Type> amount_;
    std::optional<Edge> before_;       ///< upper edge of the band before
    std::optional<Rational> highest_;  ///< highest constant edge so far
};

}  // namespace

void read_bands(LoadContext& context, RuleNames& names, const std::optional<Unit>& unit, const Fields& step_keys,
                const std::vector<const CheckedExpression*>& guards, AwardStep& step) {
    BandsReader(context, names, unit, guards, step).read(step_keys);
}

}  // namespace huiqi
