#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/oracle/rulebook_writer.h"

namespace huiqi::oracle {
namespace {

/// How one value of the batch is formed, in both spellings.
struct Forming {
    const char* zh;
    const char* en;
};
constexpr Forming kCount{"个数", "count"};
constexpr Forming kSum{"合计", "sum"};
constexpr Forming kMean{"平均", "mean"};
constexpr Forming kMost{"最大", "max"};
constexpr Forming kLeast{"最小", "min"};

[[nodiscard]] bool same(const Forming& left, const Forming& right) { return std::string_view(left.en) == right.en; }

}  // namespace

/// A value that is never absent and keeps to two decimals: an amount, or where order is enough also a day or a size.
Piece RulebookWriter::measured(bool ordered_only, Kind& kind) {
    const std::size_t drawn = ordered_only ? random_.below(4) : 0;
    kind = drawn == 1 ? date() : drawn == 2 ? enumeration(0) : number(Measure::money);
    if (drawn == 1 || drawn == 2) {
        return writer_.of(kind, 1);
    }
    return Expression{.kind = kind, .binding = atom, .form = "decimal({0}, 2)", .children = {writer_.of(kind, 2)}};
}

/// A rank: by one to three keys.
Entry RulebookWriter::ranking(const std::string& name) {
    Entry entry = line({"  " + name + ":\n    " + word("并列", "ties") + ": " +
                        (random_.chance(50) ? word("同名次", "shared") : word("拒绝", "refused")) + "\n    " +
                        word("排名", "rank") + ":\n"});
    for (std::size_t count = 1 + random_.below(3); count > 0; --count) {
        Kind kind;
        Piece by = measured(true, kind);
        entry.pieces.insert(entry.pieces.end(),
                            {"      - {" + word("按", "by") + ": ", std::move(by),
                             ", " + word("次序", "order") + ": " +
                                 (random_.chance(50) ? word("降", "descending") : word("升", "ascending")) + "}\n"});
    }
    return entry;
}

/// Values of the whole batch. To one application they are data, so that only what they are made of is told apart: none leans
/// on another. What they come to over many applications is the matter of populations_test.cpp.
Entry RulebookWriter::populations() {
    Entry entry = section("全批", "population");
    std::vector<std::pair<std::string, Kind>> made;
    for (std::size_t count = 1 + random_.below(3); count > 0; --count) {
        const std::string name = fresh("批");
        const bool ranks = random_.chance(20);
        if (ranks) {
            entry.inside.push_back(ranking(name));
            made.emplace_back(name, number());
        } else {
            const Forming how = random_.pick(std::vector<Forming>{kCount, kSum, kMean, kMost, kLeast});
            std::vector<Piece> pieces{"  " + name + ":\n    " + word("求", "of") + ": " + word(how.zh, how.en) + "\n"};
            Kind kind = number();
            if (!same(how, kCount)) {
                pieces.emplace_back("    " + word("值", "value") + ": ");
                pieces.push_back(measured(same(how, kMost) || same(how, kLeast), kind));
                pieces.emplace_back(std::string("\n"));
                kind.optional = !same(how, kSum);
            }
            if (same(how, kMean)) {
                pieces.emplace_back("    " + word("取整", "round") + ": " + rounding(true) + "\n");
            }
            entry.inside.push_back(line(std::move(pieces)));
            made.emplace_back(name, kind);
        }
        std::vector<Piece>& pieces = entry.inside.back().pieces;
        if (random_.chance(60)) {
            pieces.insert(pieces.end(), {"    " + word("当", "when") + ": ", writer_.of(boolean(), 2), std::string("\n")});
            made.back().second.optional = made.back().second.optional || ranks;   // who does not count has no rank
        }
        if (random_.chance(40)) {
            pieces.insert(pieces.end(), {"    " + word("每", "per") + ": ", writer_.of(enumeration(1), 1), std::string("\n")});
        }
    }
    for (auto& [name, kind] : made) {
        know(name, kind);
    }
    return entry;
}

namespace {

const std::vector<std::string> kAmounts{"额1", "额2"};
const std::vector<std::string> kOrdered{"额1", "额2", "日1", "级1", "级1"};
const std::vector<std::string> kGroups{"级1", "类1", "真1", "真2", "日1"};
const std::vector<std::string> kTruths{"真1", "真2"};

}  // namespace

/// What the values of a batch are made of, small enough to fit whatever is summed.
Entry RulebookWriter::batch_definitions() {
    Entry entry = section("计算", "define");
    const auto define = [&](const std::string& name, Expression value) {
        entry.inside.push_back(line({"  " + name + ": ", std::move(value), std::string("\n")}));
        entry.inside.back().fixed = true;
    };
    for (const std::string& name : kAmounts) {
        const Kind money = number(Measure::money);
        define(name, {.kind = money, .binding = atom, .form = "限于(decimal({0}, 2), -1000000元, 1000000元)",
                      .children = {writer_.of(money, 1)}});
    }
    define("日1", writer_.of(date(), 1));
    define("级1", writer_.of(enumeration(0), 1));
    define("类1", writer_.of(enumeration(1), 1));
    for (const std::string& name : kTruths) {
        define(name, writer_.of(boolean(), 1));
    }
    return entry;
}

Entry RulebookWriter::batch_value() {
    const std::string name = fresh("批");
    const std::size_t drawn = random_.below(7);
    std::string text = "  " + name + ":\n";
    if (drawn > 4) {
        text += "    " + word("并列", "ties") + ": " +
                (random_.chance(80) ? word("同名次", "shared") : word("拒绝", "refused")) + "\n    " + word("排名", "rank") + ":\n";
        for (std::size_t count = 1 + random_.below(3); count > 0; --count) {
            text += "      - {" + word("按", "by") + ": " + random_.pick(kOrdered) + ", " + word("次序", "order") + ": " +
                    (random_.chance(50) ? word("降", "descending") : word("升", "ascending")) + "}\n";
        }
    } else {
        const Forming how = std::vector<Forming>{kCount, kSum, kMean, kMost, kLeast}[drawn];
        text += "    " + word("求", "of") + ": " + word(how.zh, how.en) + "\n";
        text += drawn == 0 ? "" : "    " + word("值", "value") + ": " + random_.pick(drawn > 2 ? kOrdered : kAmounts) + "\n";
        text += same(how, kMean) ? "    " + word("取整", "round") + ": " + rounding(true) + "\n" : "";
    }
    if (random_.chance(60)) {
        text += "    " + word("当", "when") + ": " + random_.pick(kTruths) + "\n";
    }
    if (random_.chance(60)) {
        text += "    " + word("每", "per") + ":\n      - " + random_.pick(kGroups) + "\n";
        text += random_.chance(40) ? "      - " + random_.pick(kGroups) + "\n" : "";
    }
    return line({text});
}

Generated RulebookWriter::write_batch() {
    english_ = random_.chance(35);
    dated_ = false;
    made_.dates = {"2020-01-01", "2021-01-31", "2023-06-30", "2024-02-29"};
    made_.file.inside = {head(), enumerations(), inputs(), batch_definitions()};
    Entry entry = section("全批", "population");
    for (std::size_t count = 1 + random_.below(5); count > 0; --count) {
        entry.inside.push_back(batch_value());
    }
    made_.file.inside.push_back(std::move(entry));
    made_.file.inside.push_back(line({word("条件", "conditions") + ":\n  - {" + word("编号", "id") + ": 有, " + word("要求", "test") +
                                      ": 'true', " + word("不符合时", "reason") + ": 无}\n"}));
    return std::move(made_);
}

}  // namespace huiqi::oracle
