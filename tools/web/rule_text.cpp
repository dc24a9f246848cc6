#include "tools/web/rule_text.h"

#include <algorithm>
#include <cstddef>

#include "engine/rulebook/changes/change_words.h"
#include "engine/rulebook/expression_meaning.h"

namespace huiqi {
namespace {

/// What stands behind the first word of a text.
[[nodiscard]] std::string behind_first_word(const std::string& text) {
    const std::size_t blank = text.find(' ');
    return blank == std::string::npos ? "" : text.substr(blank + 1);
}

[[nodiscard]] std::string first_words(const std::string& text, std::string_view rest) {
    return std::string(text.substr(0, text.size() - rest.size() - (rest.empty() ? 0 : 1)));
}

[[nodiscard]] Bilingual kind_words_of(AwardStep::Kind kind) {
    AwardStep bare;
    bare.kind = kind;
    const Bilingual whole = step_words(bare);
    const auto name = [](const std::string& text) { return first_words(text, behind_first_word(text)); };
    // the one name of two words
    return kind == AwardStep::Kind::none_below ? whole : Bilingual{name(whole.zh), name(whole.en)};
}

[[nodiscard]] std::string bands_html(const RuleView& view, const AwardStep& step) {
    std::string out;
    for (const AwardStep::Band& band : step.bands) {
        const CheckedExpression* worth = band.rate ? &*band.rate : band.amount ? &*band.amount : nullptr;
        out += "<li>" +
               (band.upto ? (band.edge_included ? view.say("至 ", "up to ") : view.say("不满 ", "below ")) + expression_html(view, *band.upto)
                          : view.say("以上", "above")) +
               view.say("：", ": ") + (worth != nullptr ? expression_html(view, *worth) : "") + "</li>";
    }
    return out.empty() ? "" : "<ul class=\"bands\">" + out + "</ul>";
}

}  // namespace

void each_name(const CheckedExpression& expression,
               const std::function<void(SymbolKind, std::uint32_t, std::uint32_t, std::uint32_t)>& visit) {
    for (const CoreNode& node : expression.nodes) {
        if (node.op == CoreOp::symbol) {
            visit(node.symbol_kind, node.index, node.begin, node.end);
        } else if (node.op == CoreOp::parameter_on) {
            visit(SymbolKind::parameter, node.index, node.begin, node.end);
        } else if (node.op == CoreOp::table) {
            visit(SymbolKind::table, node.index, node.begin, node.end);
        }
    }
}

std::string anchor_of(SymbolKind kind, std::uint32_t index) {
    const std::string number = std::to_string(index + 1);
    switch (kind) {
        case SymbolKind::input: return "input-" + number;
        case SymbolKind::definition: return "value-" + number;
        case SymbolKind::parameter: return "parameter-" + number;
        case SymbolKind::table: return "table-" + number;
        case SymbolKind::effective_from:
        case SymbolKind::effective_to:
        case SymbolKind::enum_value:
        case SymbolKind::result: break;
    }
    return {};
}

std::string expression_html(const RuleView& view, const CheckedExpression& expression) {
    struct Named {
        std::uint32_t begin = 0, end = 0;
        std::string anchor;
    };
    const std::string& text = expression.text.text;
    const Incentive* incentive = view.here().kind == SitePage::Kind::incentive ? view.site().incentive(view.here().id) : nullptr;
    std::vector<Named> names;
    each_name(expression, [&](SymbolKind kind, std::uint32_t index, std::uint32_t begin, std::uint32_t end) {
        const std::string_view name = incentive != nullptr ? symbol_name(*incentive, kind, index) : std::string_view();
        const std::string anchor = anchor_of(kind, index);
        // a call spans its arguments: its name alone is the link
        if (!name.empty() && !anchor.empty() && end <= text.size() && text.compare(begin, name.size(), name) == 0) {
            names.push_back({begin, begin + static_cast<std::uint32_t>(name.size()), anchor});
        }
    });
    std::sort(names.begin(), names.end(), [](const Named& left, const Named& right) { return left.begin < right.begin; });
    std::string out;
    std::size_t told = 0;
    for (const Named& one : names) {
        if (one.begin >= told) {
            out += view.text(grouped_amounts(std::string_view(text).substr(told, one.begin - told)));
            out += "<a href=\"#" + one.anchor + "\">" + view.text(std::string_view(text).substr(one.begin, one.end - one.begin)) + "</a>";
            told = one.end;
        }
    }
    return "<code>" + out + view.text(grouped_amounts(std::string_view(text).substr(told))) + "</code>";
}

Bilingual sentence_words(const Sentence& sentence) {
    const auto words = [](const std::vector<SentencePiece>& pieces) {
        std::string text;
        for (const SentencePiece& piece : pieces) {
            text += piece.literal + (piece.expression ? "{" + piece.expression->text.text + "}" : "");
        }
        return text;
    };
    Bilingual both{words(sentence.zh), words(sentence.en)};
    both.zh = both.zh.empty() ? both.en : both.zh;
    both.en = both.en.empty() ? both.zh : both.en;
    return both;
}

Bilingual step_name(const AwardStep& step) { return kind_words_of(step.kind); }

Bilingual step_rest(const AwardStep& step) {
    const Bilingual whole = step_words(step);
    const Bilingual name = step_name(step);
    const auto rest = [](const std::string& text, const std::string& first) {
        return text.size() > first.size() ? text.substr(first.size() + (text[first.size()] == ' ' ? 1 : 0)) : std::string();
    };
    Bilingual both{grouped_amounts(rest(whole.zh, name.zh)), grouped_amounts(rest(whole.en, name.en))};
    if (step.kind == AwardStep::Kind::round) {   // half_up is the word of the files, half up that of people
        std::replace(both.en.begin(), both.en.begin() + static_cast<std::ptrdiff_t>(both.en.find(" to ") == std::string::npos ? 0 : both.en.find(" to ")), '_', ' ');
    }
    return both;
}

std::string step_html(const RuleView& view, const AwardStep& step) {
    AwardStep bare = step;
    bare.value.reset();
    bare.when.reset();
    bare.bands.clear();
    const std::string how = view.say(step_rest(bare));
    std::string out = "<p><strong>" + view.text(step_name(step)) + "</strong>" + (how.empty() ? "" : " " + view.text(how)) +
                      (step.value ? " " + expression_html(view, *step.value) : "");
    if (step.when) {
        out += view.say("，当 ", ", when ") + expression_html(view, *step.when);
    }
    out += "</p>" + bands_html(view, step);
    return out + (step.note.empty() ? "" : "<p class=\"note\">" + view.text(step.note) + "</p>");
}

std::vector<Span> step_places(const AwardStep& step) {
    std::vector<Span> places{step.declared};
    const auto add = [&](const std::optional<CheckedExpression>& one) {
        if (one) {
            places.push_back(one->text.span());
        }
    };
    add(step.value);
    add(step.when);
    for (const AwardStep::Band& band : step.bands) {
        add(band.upto);
        add(band.rate);
        add(band.amount);
    }
    return places;
}

std::string days_words(const PageStyle& style, const std::optional<Date>& from, const std::optional<Date>& to) {
    if (!from && !to) {
        return style.say("一直", "always");
    }
    return (from ? from->text() : "…") + style.say(" 至 ", " to ") + (to ? to->text() : "…");
}

}  // namespace huiqi
