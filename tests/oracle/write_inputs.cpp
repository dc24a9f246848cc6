#include <array>

#include "tests/oracle/rulebook_writer.h"

namespace huiqi::oracle {
namespace {

using Shape = Kind::Shape;

/// A stretch of numbers, and the decimals that go with it; `{u}` stands for the unit.
struct Stretch {
    const char* range;
    const char* low;
    const char* high;
    int decimals;
};

constexpr std::array kStretches{
    Stretch{"[0{u}..100{u}]", "0", "100", 2},
    Stretch{"[-10{u}..10{u}]", "-10", "10", 1},
    Stretch{"(0{u}..1000000{u}]", "0", "1000000", 2},
    Stretch{"0{u}以上", "0", "0", 2},
    Stretch{"[0{u}..1000000000{u}]", "0", "1000000000", 0},
    Stretch{"[-2147483648{u}..2147483647{u}]", "-2147483648", "2147483647", 0},
    Stretch{"[-90071992547409.93{u}..90071992547409.93{u}]", "-9007199254740993/100", "9007199254740993/100", 2},
    Stretch{"[-92233720368547758.08{u}..92233720368547758.07{u}]", "-9223372036854775808/100",
            "9223372036854775807/100", 2},
    Stretch{"[0{u}..18446744073709551616{u}]", "0", "18446744073709551616", 4},
    Stretch{"[-170141183460469231731687303715884105728{u}..170141183460469231731687303715884105727{u}]",
            "-170141183460469231731687303715884105728", "170141183460469231731687303715884105727", 0},
    Stretch{"[0{u}..340282366920938463463374607431768211456{u}]", "0", "340282366920938463463374607431768211456", 10}};

[[nodiscard]] std::string with_unit(std::string text, std::string_view unit) {
    for (std::size_t at = text.find("{u}"); at != std::string::npos; at = text.find("{u}")) {
        text.replace(at, 3, unit);
    }
    return text;
}

}  // namespace

std::string RulebookWriter::bounds(const Kind& kind) {
    const std::string range = ", " + word("范围", "range") + ": ";
    const std::string decimals = ", " + word("小数", "decimals") + ": ";
    if (kind.shape == Shape::date) {
        return random_.chance(20) ? range + "'[1990-01-01..2050-12-31]'" : "";
    }
    if (kind.shape != Shape::number) {
        return "";
    }
    switch (static_cast<Measure>(kind.which)) {
        case Measure::day: return range + "'[-400天..4000天]'";
        case Measure::month: return range + "'[-30个月..200个月]'";
        case Measure::rate: return decimals + "4" + range + "'[0%/年..24%/年]'";
        case Measure::daily: return decimals + "2" + range + "'[0元/天..1000元/天]'";
        case Measure::euro: return decimals + "2" + range + "'[0EUR..1000000EUR]'";
        case Measure::exchange: return decimals + "4" + range + "'[0元/EUR..20元/EUR]'";
        case Measure::piece: return decimals + std::to_string(random_.below(2)) + range + "'[0件..1000件]'";
        default: break;
    }
    if (random_.chance(12)) {
        return "";
    }
    const Stretch& chosen = random_.chance(70) ? kStretches[random_.below(5)] : kStretches[random_.below(kStretches.size())];
    const bool money = kind.which == static_cast<std::size_t>(Measure::money);
    std::vector<Rational>& edges = made_.edges[static_cast<Measure>(kind.which)];
    edges.emplace_back(chosen.low);
    edges.emplace_back(chosen.high);
    return decimals + std::to_string(chosen.decimals) + range + "'" + with_unit(chosen.range, money ? "元" : "") + "'";
}

/// The usual amount may be another's award or a part of it, the usual truth value whether it is eligible there.
std::string RulebookWriter::from(const std::string& name) {
    const bool amount = name == "钱甲";
    if (sources_.empty() || (!amount && name != "可否") || random_.chance(25)) {
        return "";
    }
    const Source& source = random_.pick(sources_);
    const std::string begin = ", " + word("来自", "from") + ": ";
    const std::string take = begin + "{" + word("事项", "incentive") + ": " + source.id + ", " + word("取", "take") + ": ";
    if (!amount) {
        return take + word("符合", "eligible") + "}";
    }
    if (!source.money_parts.empty() && random_.chance(50)) {
        return take + random_.pick(source.money_parts) + "}";
    }
    return random_.chance(50) ? begin + source.id : take + word("金额", "amount") + "}";
}

Entry RulebookWriter::scalar_input(const std::string& name, const Kind& kind, std::string_view margin, bool guarded) {
    std::string begin = std::string(margin) + name + ": {" + word("类型", "type") + ": ";
    const bool in_units = kind == number(Measure::money) && random_.chance(25);
    begin += type_of(present(kind));
    if (in_units) {
        begin += ", " + word("单位", "unit") + ": 万元, " + word("小数", "decimals") + ": 6";
    } else {
        begin += bounds(present(kind));
    }
    begin += from(name);
    if (kind.optional) {
        begin += ", " + word("可无", "optional") + ": " + word("是", "true");
    }
    if (!guarded) {
        return line({begin + "}\n"});
    }
    return line({begin + ", " + word("当", "when") + ": ", writer_.of(boolean(), 2), std::string("}\n")});
}

Entry RulebookWriter::compound_input(bool list) {
    const std::size_t which = words_.records.size();
    const std::string name = fresh(list ? "清单" : "记录");
    Entry entry = line({"  " + name + ":\n    " + word("类型", "type") + ": " +
                        (list ? word("列表", "list") : word("记录", "record")) + "\n    " + word("每项", "fields") + ":\n"});
    std::vector<Vocabulary::Name> fields;
    const auto add = [&](Kind kind) {
        const std::string field = fresh("项");
        entry.inside.push_back(scalar_input(field, kind, "      ", false));
        entry.inside.back().fixed = true;   // the applications are made for all fields
        fields.push_back({field, std::move(kind)});
    };
    add(number(Measure::money));
    add(random_.chance(50) ? boolean() : date());
    for (std::size_t more = random_.below(3); more > 0; --more) {
        const Kind kind = writer_.scalar_kind();
        add(random_.chance(30) ? optional(kind) : kind);
    }
    words_.records.push_back(std::move(fields));
    know(name, list ? list_of(record(which)) : record(which));
    return entry;
}

Entry RulebookWriter::plain_list_input() {
    const Kind element = writer_.scalar_kind();
    const std::string name = fresh("列");
    Entry entry = line({"  " + name + ": {" + word("类型", "type") + ": " + word("列表", "list") + ", " +
                        word("每项", "fields") + ": {" + word("类型", "type") + ": " + type_of(element) + bounds(element) +
                        "}}\n"});
    know(name, list_of(element));
    return entry;
}

Entry RulebookWriter::inputs() {
    Entry entry = section("申报", "inputs");
    const auto add = [&](const std::string& name, const Kind& kind, bool guarded) {
        entry.inside.push_back(scalar_input(name, kind, "  ", guarded));
        know(name, guarded ? optional(kind) : kind);
    };
    add("基准日", date(), false);
    entry.inside.front().fixed = true;
    add("企业规模", enumeration(0), false);
    add("交易方式", enumeration(1), false);
    add("数甲", number(), false);
    add("钱甲", number(Measure::money), false);
    add("可否", boolean(), false);
    for (std::size_t count = 3 + random_.below(4); count > 0; --count) {
        const Kind kind = writer_.scalar_kind();
        add(fresh("问"), random_.chance(25) ? optional(kind) : kind, false);
    }
    if (random_.chance(60)) {
        entry.inside.push_back(compound_input(true));
    }
    if (random_.chance(40)) {
        entry.inside.push_back(plain_list_input());
    }
    if (random_.chance(25)) {
        entry.inside.push_back(compound_input(false));
    }
    if (random_.chance(40)) {
        entry.inside.push_back(compound_input(true));
    }
    for (std::size_t count = random_.below(3); count > 0; --count) {
        add(fresh("问"), writer_.scalar_kind(), true);
    }
    return entry;
}

}  // namespace huiqi::oracle
