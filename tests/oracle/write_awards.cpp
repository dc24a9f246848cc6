#include <array>

#include "engine/numeric/rounding_mode.h"
#include "tests/oracle/rulebook_writer.h"

namespace huiqi::oracle {
namespace {

struct StepWord {
    const char* zh;
    const char* en;
};
constexpr std::array kSteps{StepWord{"分", "0.01元"}, StepWord{"分", "0.01元"},     StepWord{"角", "0.1元"},
                            StepWord{"元", "1 yuan"}, StepWord{"100元", "100元"},   StepWord{"万元", "10000 yuan"},
                            StepWord{"0.05元", "0.05元"}, StepWord{"0.001元", "0.001元"}};

}  // namespace

std::string RulebookWriter::rounding(bool to_cents) {
    const Rounding mode = kRoundings[random_.below(kRoundings.size())];
    const StepWord& step = kSteps[random_.below(to_cents ? kSteps.size() - 1 : kSteps.size())];
    return english_ ? "round " + std::string(name_en(mode)) + " to " + step.en : std::string(name_zh(mode)) + "到" + step.zh;
}

Entry RulebookWriter::bands(std::string_view margin) {
    const std::string deeper = std::string(margin) + "    ";
    const bool marginal = random_.chance(55);
    rated_ = true;
    const auto proven = random_.chance(20) ? begin_guard() : std::nullopt;
    std::vector<Piece> head{std::string(margin) + "- "};
    if (proven || random_.chance(15)) {
        head.insert(head.end(), {word("当", "when") + ": ", proven ? guard(*proven) : writer_.of(boolean(), 2),
                                 "\n" + std::string(margin) + "  "});
    }
    head.emplace_back(word("分档", "bands") + ":\n" + deeper + "  " + word("方式", "method") + ": " +
                      (marginal ? word("超额累进", "marginal") : word("全额累进", "whole")) + "\n" + deeper + "  " +
                      word("档", "bands") + ":\n");
    Entry entry = line(std::move(head));
    static const std::vector<std::string> kEdges{"100元", "1万元", "12345.67元", "100000000元"};
    const std::string from = deeper + "  - {";
    const bool constant = random_.chance(65);
    const bool rising = random_.chance(70);   // of computed edges
    const bool named = random_.chance(6);    // inputs, definitions and parameters in any order: they may fall
    const std::size_t count = 1 + random_.below(3);
    const auto worth = [&]() -> std::vector<Piece> {
        if (!marginal && random_.chance(35)) {
            rated_ = false;
            return {word("额", "amount") + ": ", writer_.of(number(Measure::money), 1), std::string("}\n")};
        }
        return {word("率", "rate") + ": ", random_.chance(60) ? writer_.literal(number()) : writer_.of(number(), 1),
                std::string("}\n")};
    };
    std::string below;   // the lower edge that fits the band before; it says nothing new
    for (std::size_t at = 0; at < count; ++at) {
        const auto name = named ? writer_.leaf(number(Measure::money)) : std::nullopt;
        const std::string computed = name ? name->text() : rising ? "abs(钱甲) * 2 + " + kEdges[at] : at == 0 ? "钱甲" : "钱甲 * 2 - " + kEdges[at];
        const std::string edge_text = constant && !name ? kEdges[at] : computed;
        const Expression edge{.kind = number(Measure::money), .binding = added, .form = edge_text, .children = {}};
        const bool included = random_.chance(60);
        std::vector<Piece> pieces{from + below + (included ? word("至", "upto") : word("不满", "below")) + ": ", edge,
                                  std::string(", ")};
        for (Piece& piece : worth()) {
            pieces.push_back(std::move(piece));
        }
        entry.inside.push_back(line(std::move(pieces)));
        // a band that another leans on stays when a failure is cut down
        below = random_.chance(30) ? (included ? word("超过", "above") : word("满", "from")) + ": '" + edge_text + "', " : "";
        entry.inside.back().fixed = !below.empty();
    }
    std::vector<Piece> last{from + below};
    for (Piece& piece : worth()) {
        last.push_back(std::move(piece));
    }
    entry.inside.push_back(line(std::move(last)));
    entry.inside.back().fixed = true;
    if (proven) {
        end_guard(*proven);
    }
    return entry;
}

/// An uplift of the amount, or of the rate just before it where there is one.
Entry RulebookWriter::uplift(std::string_view margin) {
    const std::string from = std::string(margin) + "- {" + word("上浮", "uplift") + ": {";
    const bool points = rated_ && random_.chance(65);
    std::vector<Piece> pieces{from + (points ? word("百分点", "points") : word("相对", "relative")) + ": "};
    if (random_.chance(60)) {   // bare numbers count points
        pieces.emplace_back(points ? random_.pick(std::vector<std::string>{"3", "2.5", "3个百分点"}) : std::string("10%"));
    } else {
        pieces.emplace_back(Expression{
            .kind = number(), .binding = added, .form = "{4} + 1%", .children = {writer_.of(number(), 1)}});
    }
    pieces.emplace_back(std::string("}"));
    add_when(pieces);
    return line(std::move(pieces));
}

/// Closes a step, perhaps with a 当.
void RulebookWriter::add_when(std::vector<Piece>& pieces) {
    if (random_.chance(25)) {
        pieces.emplace_back(", " + word("当", "when") + ": ");
        pieces.emplace_back(writer_.of(boolean(), 2));
    }
    pieces.emplace_back(std::string("}\n"));
}

std::optional<std::size_t> RulebookWriter::begin_guard() {
    std::vector<std::size_t> fit;
    for (std::size_t at = 0; at < words_.names.size(); ++at) {
        if (words_.names[at].kind.optional && words_.names[at].kind.shape == Kind::Shape::number) {
            fit.push_back(at);
        }
    }
    if (fit.empty()) {
        return std::nullopt;
    }
    const std::size_t name = random_.pick(fit);
    words_.names[name].kind.optional = false;
    return name;
}

Expression RulebookWriter::guard(std::size_t name) {
    const std::string there = words_.names[name].text + " != null";
    return random_.chance(50) ? Expression{.kind = boolean(), .binding = compared, .form = there, .children = {}}
                              : Expression{.kind = boolean(), .binding = both, .form = there + " and {3}",
                                           .children = {writer_.of(boolean(), 2)}};
}

Entry RulebookWriter::middle_step(std::string_view margin) {
    const std::string from = std::string(margin) + "- {";
    const std::size_t drawn = random_.below(rated_ ? 14 : 11);
    if (drawn == 0) {
        return bands(margin);
    }
    if (drawn > 9) {
        return uplift(margin);
    }
    rated_ = drawn == 1 || drawn > 7;
    std::vector<Piece> pieces;
    const auto one = [&](std::string_view zh, std::string_view en, const Expression& value) {
        pieces = {from + word(zh, en) + ": ", value};
    };
    const Kind money = number(Measure::money);
    const auto limit = [&] {
        const auto maybe = random_.chance(35) ? writer_.leaf(optional(money)) : std::nullopt;
        return maybe ? *maybe : writer_.of(money, 1);
    };
    const auto proven = drawn != 7 && random_.chance(25) ? begin_guard() : std::nullopt;
    switch (drawn) {
        case 1: one("乘", "times", writer_.of(number(), 2)); break;
        case 2: one("加", "plus", writer_.of(money, 2)); break;
        case 3: one("减", "minus", writer_.of(money, 2)); break;
        case 4: one("上限", "cap", limit()); break;
        case 5: one("下限", "floor", limit()); break;
        case 6: one("起付", "none_below", writer_.of(money, 1)); break;
        case 7: pieces = {from + word("取整", "round") + ": " + rounding(false)}; break;
        default: one("乘", "times", writer_.literal(number())); break;
    }
    if (proven) {
        pieces.insert(pieces.end(), {", " + word("当", "when") + ": ", guard(*proven), std::string("}\n")});
        end_guard(*proven);
    } else {
        add_when(pieces);
    }
    return line(std::move(pieces));
}

std::vector<Entry> RulebookWriter::steps(std::string_view margin, bool rounded) {
    const std::string from = std::string(margin) + "- {";
    std::vector<Entry> all{
        line({from + word("基数", "base") + ": ", writer_.of(number(Measure::money), 3), std::string("}\n")})};
    all.front().fixed = true;
    rated_ = false;
    for (std::size_t count = random_.below(4); count > 0; --count) {
        all.push_back(middle_step(margin));
    }
    if (rounded) {
        all.push_back(line({from + word("取整", "round") + ": " + rounding(true) + "}\n"}));
        all.back().fixed = true;
        if (random_.chance(50)) {
            const std::string cap = random_.chance(50) ? "12345.67元" : "2万元";
            all.push_back(line({from + word("上限", "cap") + ": " + cap + "}\n"}));
        }
    }
    return all;
}

Entry RulebookWriter::award() {
    Entry entry = section("奖补", "award");
    entry.inside = steps("  ", true);
    return entry;
}

Entry RulebookWriter::extras() {
    Entry entry = section("另算", "also");
    for (std::size_t count = random_.below(2); count > 0; --count) {
        Entry extra = line({"  " + fresh("另") + ":\n"});
        extra.inside = steps("    ", false);
        entry.inside.push_back(std::move(extra));
    }
    return entry;
}

}  // namespace huiqi::oracle
