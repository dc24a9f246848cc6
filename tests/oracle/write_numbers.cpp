#include <algorithm>
#include <array>

#include "tests/oracle/expression_writer.h"

namespace huiqi::oracle {
namespace {

struct Literal {
    const char* text;
    const char* value;   ///< in base units; read exactly
};

// Ordinary numbers first, then those at the edges of the lanes: 2^31, 2^53, 2^63, 2^64, 2^127.
constexpr std::array kPlain{Literal{"0", "0"},     Literal{"1", "1"},         Literal{"2", "2"},     Literal{"3", "3"},
                            Literal{"0.5", "1/2"}, Literal{"7", "7"},         Literal{"10", "10"},   Literal{"5%", "1/20"},
                            Literal{"3‰", "3/1000"}, Literal{"1.25", "5/4"},  Literal{"100", "100"}, Literal{".01", "1/100"},
                            Literal{"2147483648", "2147483648"}, Literal{"9007199254740993", "9007199254740993"},
                            Literal{"9223372036854775807", "9223372036854775807"},
                            Literal{"18446744073709551616", "18446744073709551616"},
                            Literal{"170141183460469231731687303715884105728", "170141183460469231731687303715884105728"},
                            Literal{"0.000000000000000000001", "1/1000000000000000000000"}};
constexpr std::array kMoney{Literal{"0元", "0"},       Literal{"1元", "1"},        Literal{"0.01元", "1/100"},
                            Literal{"100元", "100"},   Literal{"1万元", "10000"},  Literal{"12345.67元", "1234567/100"},
                            Literal{"2.5万元", "25000"}, Literal{"0.5元", "1/2"},  Literal{"3千元", "3000"},
                            Literal{"1000元", "1000"}, Literal{"0.005元", "1/200"}, Literal{"5元", "5"},
                            Literal{"21474836.48元", "2147483648/100"}, Literal{"90071992547409.93元", "9007199254740993/100"},
                            Literal{"92233720368547758.08元", "9223372036854775808/100"},
                            Literal{"184467440737095516.16元", "18446744073709551616/100"},
                            Literal{"1701411834604692317316873037158841057.28元", "170141183460469231731687303715884105728/100"},
                            Literal{"1.5亿元", "150000000"}};
constexpr std::array kDays{Literal{"0天", "0"}, Literal{"1天", "1"}, Literal{"30天", "30"}, Literal{"2周", "14"},
                           Literal{"365日", "365"}, Literal{"0.5天", "1/2"}};
constexpr std::array kMonths{Literal{"1个月", "1"}, Literal{"6个月", "6"}, Literal{"2年", "24"}, Literal{"1季度", "3"},
                             Literal{"1年6个月", "18"}, Literal{"0.5年", "6"}};
constexpr std::array kPieces{Literal{"1件", "1"}, Literal{"5件", "5"}, Literal{"0.5件", "1/2"}, Literal{"3件", "3"}};
constexpr std::array kRates{Literal{"4.35%/年", "435/120000"}, Literal{"12%/年", "1/100"}, Literal{"0.5%/月", "1/200"},
                            Literal{"3.45%/年", "345/120000"}};
constexpr std::array kEuros{Literal{"0EUR", "0"}, Literal{"100EUR", "100"}, Literal{"0.01EUR", "1/100"}, Literal{"2.5万EUR", "25000"},
                            Literal{"12345.67EUR", "1234567/100"}};
constexpr std::array kExchange{Literal{"7.8592元/EUR", "78592/10000"}, Literal{"8元/EUR", "8"}, Literal{"0.5元/EUR", "1/2"}};
constexpr std::array kDaily{Literal{"20元/天", "20"}, Literal{"0.01元/天", "1/100"}, Literal{"1000元/日", "1000"}};

template <std::size_t size>
[[nodiscard]] const Literal& pick(Random& random, const std::array<Literal, size>& from, std::size_t ordinary) {
    return random.chance(85) ? from[random.below(ordinary)] : from[random.below(size)];
}

[[nodiscard]] const Literal& pick(Random& random, Measure measure) {
    switch (measure) {
        case Measure::plain: return pick(random, kPlain, 12);
        case Measure::money: return pick(random, kMoney, 12);
        case Measure::day: return pick(random, kDays, kDays.size());
        case Measure::month: return pick(random, kMonths, kMonths.size());
        case Measure::piece: return pick(random, kPieces, kPieces.size());
        case Measure::rate: return pick(random, kRates, kRates.size());
        case Measure::daily: return pick(random, kDaily, kDaily.size());
        case Measure::euro: return pick(random, kEuros, kEuros.size());
        case Measure::exchange: return pick(random, kExchange, kExchange.size());
    }
    return kPlain[0];
}

}  // namespace

Expression ExpressionWriter::number_literal(Measure measure) {
    const Literal& chosen = pick(random_, measure);
    out_.edges[measure].emplace_back(chosen.value);
    return node(number(measure), atom, chosen.text, {});
}

std::optional<Expression> ExpressionWriter::numeric(Measure measure, int depth) {
    const Kind kind = number(measure);
    const auto two = [&](const char* form, std::uint8_t binding) {
        return [this, kind, depth, form, binding]() -> std::optional<Expression> {
            return node(kind, binding, form, {of(kind, depth), of(kind, depth)});
        };
    };
    std::vector<Choice> choices{
        {4, [&] { return leaf(kind); }},
        {5, two("{4} + {5}", added)},
        {5, two("{4} - {5}", added)},
        {1, [&]() -> std::optional<Expression> { return node(kind, signed_, "-{7}", {of(kind, depth)}); }},
        {6, [&] { return product(measure, depth); }},
        {4, [&] { return quotient(measure, depth); }},
        {5, [&] { return rounding(measure, depth); }},
        {5, [&] { return aggregate(measure, depth); }},
        {1, [&]() -> std::optional<Expression> { return node(kind, atom, "abs({0})", {of(kind, depth)}); }},
        {1, two("modulo({0}, {0})", atom)},
        {1, two("段内({0}, {0})", atom)},
        {1, [&]() -> std::optional<Expression> {
             return node(kind, atom, "slice({0}, {0}, {0})", {of(kind, depth), of(kind, depth), of(kind, depth)});
         }},
        {2, [&] { return clamped(kind, depth); }},
        {4, [&] { return common(kind, depth); }},
        {3, [&] { return spans(measure, depth); }}};
    if (measure == Measure::plain) {
        choices.push_back({2, [&] { return power(depth); }});
        choices.push_back({5, [&] { return counted(depth); }});
    }
    return one_of(choices);
}

std::optional<Expression> ExpressionWriter::product(Measure measure, int depth) {
    const auto times = [&](Measure left, Measure right) {
        return node(number(measure), multiplied, "{5} * {6}", {of(number(left), depth), of(number(right), depth)});
    };
    if (measure == Measure::money && random_.chance(40)) {
        const std::size_t drawn = random_.below(3);
        if (drawn != 0) {
            return drawn == 1 ? times(Measure::daily, Measure::day) : times(Measure::euro, Measure::exchange);
        }
        return node(number(measure), multiplied, "{5} * {6} * {6}",
                    {of(number(Measure::money), depth), of(number(Measure::rate), depth), of(number(Measure::month), depth)});
    }
    return random_.chance(50) ? times(measure, Measure::plain) : times(Measure::plain, measure);
}

std::optional<Expression> ExpressionWriter::quotient(Measure measure, int depth) {
    const auto over = [&](Measure left, Measure right) {
        return node(number(measure), multiplied, "{5} / {6}", {of(number(left), depth), of(number(right), depth)});
    };
    static constexpr std::array kAll{Measure::money, Measure::day, Measure::month, Measure::piece, Measure::plain, Measure::euro};
    switch (measure) {
        case Measure::plain: {
            const Measure both_sides = kAll[random_.below(kAll.size())];
            return over(both_sides, both_sides);
        }
        case Measure::daily: return over(Measure::money, Measure::day);
        case Measure::rate: return over(Measure::plain, Measure::month);
        case Measure::exchange: return over(Measure::money, Measure::euro);
        case Measure::euro: return random_.chance(40) ? over(Measure::money, Measure::exchange) : over(measure, Measure::plain);
        default: return over(measure, Measure::plain);
    }
}

std::optional<Expression> ExpressionWriter::power(int depth) {
    static const std::vector<std::string> kExponents{"0", "1", "2", "3", "-1", "-2"};
    if (random_.chance(70)) {
        return node(number(), raised, "{6} ** " + random_.pick(kExponents), {of(number(), depth)});
    }
    // a small exponent that is not known before the data: x mod 4, sometimes below zero, sometimes no whole number
    return node(number(), raised, "{6} ** (modulo({0}, 4) - 1)", {of(number(), 0), of(number(), 0)});
}

std::optional<Expression> ExpressionWriter::rounding(Measure measure, int depth) {
    static const std::vector<std::string> kModes{
        "round half up", "ROUND",     "四舍五入", "round half down", "五舍六入", "round up", "ROUNDUP", "向上进位",
        "round down",    "ROUNDDOWN", "截尾",     "decimal",         "四舍六入五成双", "floor", "ceiling"};
    static const std::vector<std::string> kDecimals{"0", "1", "2", "4", "-1", "-3", "1.7"};
    const Kind kind = number(measure);
    const std::string& mode = random_.pick(kModes);
    const bool whole = (mode == "floor" || mode == "ceiling") && random_.chance(50);
    if (whole) {
        return node(kind, atom, mode + "({0})", {of(kind, depth)});
    }
    const std::size_t drawn = random_.below(10);
    if (drawn < 6 || (measure == Measure::plain && drawn < 8)) {
        return node(kind, atom, mode + "({0}, " + random_.pick(kDecimals) + ")", {of(kind, depth)});
    }
    if (measure == Measure::plain || drawn == 6) {
        return node(kind, atom, mode + "({0}, modulo({0}, 5) - 2)", {of(kind, depth), of(number(), 0)});
    }
    Expression step = drawn < 9 ? number_literal(measure) : of(kind, 0);
    if (step.children.empty() && step.form.starts_with('0') && out_.edges[measure].back() == 0) {
        step.form = "1" + step.form.substr(1);   // a step of 0 is refused where it is written down
    }
    return node(kind, atom, mode + "({0}, {0})", {of(kind, depth), step});
}

std::optional<Expression> ExpressionWriter::aggregate(Measure measure, int depth) {
    static const std::vector<std::string> kAny{"sum", "SUM", "合计", "mean", "平均", "median", "min", "max"};
    const Kind kind = number(measure);
    const bool multiplies = measure == Measure::plain && random_.chance(20);
    const std::string& name = multiplies ? "product" : random_.pick(kAny);
    if (random_.chance(15)) {
        return node(kind, atom, name + "({0}, {0})", {of(kind, depth), of(kind, depth)});
    }
    return node(kind, atom, name + "({0})", {of(list_of(kind), depth)});
}

std::optional<Expression> ExpressionWriter::counted(int depth) {
    static const std::vector<std::string> kParts{"year",    "month",      "day",         "weekday",
                                                 "day of year", "week of year", "年内天数"};
    switch (random_.below(8)) {
        case 7: {
            const Kind kind = number(static_cast<Measure>(random_.below(kMeasureCount)));
            const auto step = leaf(kind);
            // a step of 0 is refused where it is written down
            return !step || step->form.starts_with('0')
                       ? std::nullopt
                       : std::optional(node(number(), atom, random_.chance(50) ? "full steps({0}, {0})" : "满几({0}, {0})",
                                            {of(kind, depth), *step}));
        }
        case 0:
        case 1: return node(number(), atom, random_.chance(50) ? "count({0})" : "个数({0})",
                            {of(list_of(any_kind(true)), depth)});
        case 2: return node(number(), atom, "长度({0})", {of(text(), depth)});
        case 3: return node(number(), atom, random_.pick(kParts) + "({0})", {of(date(), depth)});
        case 4: return node(number(), suffixed, random_.chance(50) ? "{8}.year" : "{8}.月", {of(date(), depth)});
        default: return node(number(), atom, "相差整年({0}, {0})", {of(date(), depth), of(date(), depth)});
    }
}

std::optional<Expression> ExpressionWriter::clamped(const Kind& kind, int depth) {
    const auto end = name_where([&kind](const Kind& other) { return other == kind; });
    if (!end) {
        return std::nullopt;
    }
    // ends that stand the wrong way round are refused where both are written down
    const char* form = random_.chance(50) ? "clamp({0}, {0}, max({0}, {0}))" : "限于({0}, {0}, {0})";
    return node(kind, atom, form, {of(kind, depth), of(kind, std::min(depth, 1)), *end, of(kind, 0)});
}

std::optional<Expression> ExpressionWriter::spans(Measure measure, int depth) {
    static const std::vector<std::string> kBases{"actual/365", "actual/360", "30/360", "actual/actual"};
    const Kind kind = number(measure);
    const auto day = [&] { return of(date(), depth); };
    if (measure == Measure::month) {
        if (random_.chance(50)) {
            return node(kind, atom, random_.chance(50) ? "相差整月({0}, {0})" : "跨月数({0}, {0})", {day(), day()});
        }
        return node(kind, atom, "折年({0}, {0}, \"" + random_.pick(kBases) + "\")", {day(), day()});
    }
    if (measure != Measure::day) {
        return std::nullopt;
    }
    switch (random_.below(3)) {
        case 0: return node(kind, added, "{4} - {5}", {day(), day()});
        case 1: return node(kind, atom, "days between({0}, {0})", {day(), day()});
        default: return node(kind, atom, "重叠天数({0}, {0}, {0}, {0})", {day(), day(), day(), day()});
    }
}

}  // namespace huiqi::oracle
