#include <string>

#include "tests/oracle/rulebook_writer.h"

namespace huiqi::oracle {
namespace {

const Kind kMoney = number(Measure::money);

}  // namespace

/// How large a part is: a rate or an amount, rounded, perhaps capped.
void RulebookWriter::add_size(std::vector<Piece>& pieces, bool amounts) {
    if (amounts) {
        pieces.emplace_back(", " + word("额", "amount") + ": ");
        pieces.emplace_back(random_.chance(60) ? writer_.literal(kMoney) : writer_.of(kMoney, 1));
    } else {
        pieces.emplace_back(", " + word("比例", "rate") + ": ");
        if (random_.chance(70)) {
            pieces.emplace_back(random_.pick(std::vector<std::string>{"1%", "12.34%", "20%", "0%"}));
        } else {
            pieces.emplace_back(Expression{   // no constant, which could be seen not to fit
                .kind = number(), .binding = atom, .form = "min({0}, 1)", .children = {writer_.of(number(), 1)}});
        }
    }
    pieces.emplace_back(", " + word("取整", "round") + ": " + rounding(true));
    if (random_.chance(25)) {
        pieces.emplace_back(", " + word("上限", "cap") + ": " + (random_.chance(50) ? "1234.56元" : "2万元"));
    }
}

/// The shares of parties: rates and amounts with one that takes the rest, or rates that add up to 1.
Entry RulebookWriter::shares(std::string_view zh, std::string_view en) {
    Entry entry = section(zh, en);
    const std::string party = "  - {" + word("方", "party") + ": ";
    const std::string rest = ", " + word("余额", "rest") + ": " + word("是", "true") + "}\n";
    std::vector<std::string> names;
    if (random_.chance(35)) {   // they state their rates
        const std::string rate = ", " + word("比例", "rate") + ": ";
        const std::string round = ", " + word("取整", "round") + ": ";
        names = {fresh("方"), fresh("方"), fresh("方")};
        entry.inside.push_back(line({party + names[0] + rate + "33.33%" + round + rounding(true) + "}\n"}));
        entry.inside.push_back(line({party + names[1] + rate + "66.67%" + rest}));
        entry.inside.push_back(line({party + names[2] + rate + "0%" + round + rounding(true) + "}\n"}));
    } else {
        const std::size_t others = random_.below(3);
        const std::size_t last = random_.below(others + 1);
        for (std::size_t at = 0; at <= others; ++at) {
            names.push_back(fresh("方"));
            std::vector<Piece> pieces{party + names.back()};
            if (at == last) {
                pieces.emplace_back(rest);
            } else {
                add_size(pieces, random_.chance(25));
                pieces.emplace_back(std::string("}\n"));
            }
            entry.inside.push_back(line(std::move(pieces)));
        }
    }
    for (Entry& one : entry.inside) {
        one.fixed = true;   // together they make up the award
    }
    for (const std::string& name : names) {
        know(word(zh, en) + "." + name, kMoney);
    }
    return entry;
}

Entry RulebookWriter::schedule() {
    const std::string stop = random_.chance(60) ? word("终止", "stop") : word("继续", "continue");
    Entry entry = line({word("分期", "schedule") + ":\n  " + word("中断", "on_failure") + ": " + stop + "\n  " +
                        word("各期", "parts") + ":\n"});
    const std::size_t count = 1 + random_.below(3);
    const bool amounts = random_.chance(20);   // none takes the rest
    const std::size_t last = random_.below(count);
    std::vector<std::string> names;
    for (std::size_t at = 0; at < count; ++at) {
        names.push_back(fresh("期"));
        std::vector<Piece> pieces{"    - {" + word("编号", "id") + ": " + names.back()};
        if (!amounts && at == last) {
            pieces.emplace_back(", " + word("余额", "rest") + ": " + word("是", "true"));
        } else {
            add_size(pieces, amounts || random_.chance(50));
        }
        if (at != 0 || random_.chance(30)) {
            pieces.emplace_back(", " + word("当", "when") + ": ");
            if (random_.chance(20)) {
                pieces.emplace_back(word("不复核", "unchecked"));
            } else {
                pieces.emplace_back(writer_.of(boolean(), 2));
            }
        }
        if (random_.chance(30)) {
            pieces.emplace_back(", " + word("期", "date") + ": ");
            pieces.emplace_back(writer_.of(date(), 1));
        }
        pieces.emplace_back(std::string("}\n"));
        entry.inside.push_back(line(std::move(pieces)));
        entry.inside.back().fixed = true;
    }
    for (const std::string& name : names) {
        know(word("分期", "schedule") + "." + name, kMoney);
    }
    return entry;
}

Entry RulebookWriter::recovery() {
    std::vector<Piece> pieces{word("追回", "recover") + ":\n  " + word("已付", "paid") + ": ",
                              Expression{.kind = kMoney, .binding = atom, .form = "ROUND({0}, 2)",
                                         .children = {writer_.of(kMoney, 1)}},
                              std::string("\n")};
    std::optional<std::size_t> proven;
    if (random_.chance(70)) {
        proven = random_.chance(40) ? begin_guard() : std::nullopt;
        pieces.emplace_back("  " + word("当", "when") + ": ");
        pieces.emplace_back(proven ? guard(*proven) : writer_.of(boolean(), 2));
        pieces.emplace_back(std::string("\n"));
    }
    Entry entry = line(std::move(pieces));
    entry.fixed = true;
    if (random_.chance(75)) {
        Entry more = line({"  " + word("步骤", "steps") + ":\n"});
        more.inside = steps("    ", true);
        more.inside.erase(more.inside.begin());   // what was paid is the base
        rated_ = false;
        more.fixed = true;
        entry.inside.push_back(std::move(more));
    }
    if (proven) {
        end_guard(*proven);
    }
    return entry;
}

void RulebookWriter::divisions() {
    if (random_.chance(55)) {
        know(word("奖补", "award"), kMoney);
    }
    if (random_.chance(35)) {
        made_.file.inside.push_back(shares("分担", "shares"));
    }
    if (random_.chance(20)) {
        made_.file.inside.push_back(shares("收款", "recipients"));
    }
    if (random_.chance(40)) {
        made_.file.inside.push_back(schedule());
    }
}

}  // namespace huiqi::oracle
