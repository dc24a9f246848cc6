#include <algorithm>

#include "tests/oracle/expression_writer.h"

namespace huiqi::oracle {
namespace {

using Shape = Kind::Shape;

}  // namespace

std::optional<Expression> ExpressionWriter::day(int depth) {
    static const std::vector<std::string> kRules{"", ", \"clip\"", ", \"end\"", ", \"next\"", ", \"reject\""};
    const auto one = [&] { return of(date(), depth); };
    const auto span = [&](Measure measure) {
        return random_.chance(70) ? of(number(measure), 0) : of(number(measure), depth);
    };
    switch (random_.below(9)) {
        case 0: return node(date(), added, "{4} + {5}", {one(), span(Measure::day)});
        case 1: return node(date(), added, "{4} - {5}", {one(), span(Measure::day)});
        case 2: return node(date(), added, "{4} + {5}", {one(), span(Measure::month)});
        case 3: return node(date(), added, "{4} - {5}", {one(), span(Measure::month)});
        case 4: return node(date(), atom, "月末({0})", {one()});
        case 7: return clamped(date(), depth);
        case 5: return node(date(), atom, "add months({0}, {0}" + random_.pick(kRules) + ")", {one(), span(Measure::month)});
        case 6:
            return node(date(), atom, "date(2000 + modulo({0}, 50), 1 + modulo({0}, 13), modulo({0}, 32))",
                        {of(number(), 0), of(number(), 0), of(number(), 0)});
        default: return common(date(), depth);
    }
}

std::optional<Expression> ExpressionWriter::words(int depth) {
    const auto one = [&] { return of(text(), depth); };
    switch (random_.below(9)) {
        case 0: return node(text(), added, "{4} + {5}", {one(), one()});
        case 1: return node(text(), atom, "substring({0}, {0})", {one(), of(number(), 0)});
        case 2: return node(text(), atom, "substring({0}, 1, {0})", {one(), of(number(), 0)});
        case 3: return node(text(), atom, random_.chance(50) ? "upper case({0})" : "lower case({0})", {one()});
        case 4: return node(text(), atom, "string join({0}, {0})", {of(list_of(text()), depth), one()});
        case 5: {
            const Kind kind = scalar_kind();
            const bool plain = kind.shape != Shape::number || kind.which == static_cast<std::size_t>(Measure::plain);
            const Kind shown = plain ? kind : number();
            auto value = shown.shape == Shape::enumeration ? leaf(shown) : std::optional(of(shown, depth));
            return value ? std::optional(node(text(), atom, "string({0})", {*value})) : std::nullopt;
        }
        case 6: return node(text(), atom, random_.chance(50) ? "day of week({0})" : "month of year({0})", {of(date(), depth)});
        case 7: return node(text(), atom, "string join({0})", {of(list_of(text()), depth)});
        default: return common(text(), depth);
    }
}

std::optional<Expression> ExpressionWriter::listed(const Kind& element, int depth) {
    const Kind list = list_of(element);
    const auto one = [&] { return of(element, depth); };
    const auto many = [&] { return of(list, depth); };
    const bool comparable = element.shape != Shape::record && element.shape != Shape::list;
    std::vector<Choice> choices{
        {5, [&] { return leaf(list); }},
        {6, [&] { return filter(element, depth); }},
        {5, [&] { return mapped(element, depth); }},
        {1, [&]() -> std::optional<Expression> { return node(list, atom, "concatenate({0}, {0})", {many(), many()}); }},
        {1, [&]() -> std::optional<Expression> { return node(list, atom, "append({0}, {0})", {many(), one()}); }},
        {1, [&]() -> std::optional<Expression> { return node(list, atom, "reverse({0})", {many()}); }},
        {3, [&] { return sorted(element, depth); }},
        {2, [&] { return part(element, depth); }},
        {1, [&]() -> std::optional<Expression> {
             return node(list, loose, "if {0} then {0} else []", {of(boolean(), depth), many()});
         }},
        {2, [&] { return common(list, depth); }}};
    if (element.shape != Shape::enumeration && element.shape != Shape::record) {
        choices.push_back({3, [&]() -> std::optional<Expression> {
                               return node(list, atom, "[{0}, {0}, {0}]", {one(), one(), one()});
                           }});
    }
    if (comparable) {
        choices.push_back({2, [&]() -> std::optional<Expression> {
                               return node(list, atom, "distinct values({0})", {many()});
                           }});
    }
    if (element.shape == Shape::number && !element.optional) {
        choices.push_back({2, [&]() -> std::optional<Expression> { return node(list, atom, "累计({0})", {many()}); }});
    }
    for (std::size_t at = 0; at < words_.records.size(); ++at) {
        for (const Vocabulary::Name& name : words_.records[at]) {
            if (name.kind == element) {
                const std::string form = "{8}." + name.text;
                choices.push_back({4, [this, list, at, depth, form]() -> std::optional<Expression> {
                                       auto source = random_.chance(50) ? leaf(list_of(record(at)))
                                                                        : filter(record(at), depth);
                                       return source ? std::optional(node(list, suffixed, form, {*source})) : std::nullopt;
                                   }});
            }
        }
    }
    return one_of(choices);
}

std::optional<Expression> ExpressionWriter::filter(const Kind& element, int depth) {
    const Kind list = list_of(element);
    const auto source = random_.chance(70) ? leaf(list) : std::optional(of(list, depth));
    if (!source) {
        return std::nullopt;
    }
    if (element.shape != Shape::record) {
        const Expression test = within({{"item", element}}, [&] { return of(boolean(), depth); });
        return filtered_.empty() ? std::optional(node(list, suffixed, "{8}[{0}]", {*source, test})) : std::nullopt;
    }
    // bare fields of one record inside a filter over the same record would be ambiguous
    for (const std::size_t open : filtered_) {
        if (open == element.which) {
            return std::nullopt;
        }
    }
    filtered_.push_back(element.which);
    const Expression test = within(words_.records[element.which], [&] { return of(boolean(), depth); });
    filtered_.pop_back();
    return node(list, suffixed, "{8}[{0}]", {*source, test});
}

std::optional<Expression> ExpressionWriter::sorted(const Kind& element, int depth) {
    static const std::vector<std::string> kNames{"sort", "SORT", "升序", "sort descending", "降序"};
    const Kind list = list_of(element);
    const std::string& name = random_.pick(kNames);
    const auto source = random_.chance(60) ? leaf(list) : std::optional(of(list, depth));
    // bare fields of a record inside a filter over the same record, and one `item` inside another, would be ambiguous
    const bool record = element.shape == Shape::record;
    if (!source || (record ? std::count(filtered_.begin(), filtered_.end(), element.which) != 0 : !filtered_.empty())) {
        return std::nullopt;
    }
    const bool by_itself = element.shape == Shape::number || element.shape == Shape::date ||
                           (element.shape == Shape::enumeration && words_.enumerations[element.which].ordered);
    if (by_itself && !element.optional && random_.chance(50)) {
        return node(list, atom, name + "({0})", {*source});
    }
    const auto key = [&] {
        const Kind kind = random_.chance(25) ? date() : number(static_cast<Measure>(random_.below(kMeasureCount)));
        return of(kind, std::min(depth, 1));
    };
    const std::vector<Vocabulary::Name> inside =
        record ? words_.records[element.which] : std::vector<Vocabulary::Name>{{"item", element}};
    if (record) {
        filtered_.push_back(element.which);
    }
    const Expression first = within(inside, key);
    const Expression second = within(inside, key);
    if (record) {
        filtered_.pop_back();
    }
    return random_.chance(50) ? node(list, atom, name + "({0}, {0})", {*source, first})
                              : node(list, atom, name + "({0}, {0}, {0})", {*source, first, second});
}

std::optional<Expression> ExpressionWriter::part(const Kind& element, int depth) {
    static const std::vector<std::string> kCounts{"0", "1", "2", "3", "100"};
    static const std::vector<std::string> kPlaces{"1", "2", "3", "-1", "-2"};
    const Kind list = list_of(element);
    if (element.shape < Shape::record && !element.optional && random_.chance(35)) {
        const Kind maybe = optional(element);
        if (random_.chance(70)) {
            return node(list, atom, "有值([{0}, {0}, {0}])", {of(maybe, depth), of(element, depth), of(maybe, depth)});
        }
        auto source = depth > 0 ? mapped(maybe, depth - 1) : leaf(list_of(maybe));
        return source ? std::optional(node(list, atom, "present({0})", {*source})) : std::nullopt;
    }
    const auto source = random_.chance(50) ? leaf(list) : std::optional(of(list, depth));
    if (!source) {
        return std::nullopt;
    }
    const auto amount = [&](const std::vector<std::string>& literals) {
        return random_.chance(75) ? node(number(), signed_, random_.pick(literals), {}) : of(number(), 0);
    };
    switch (random_.below(4)) {
        case 0: return node(list, atom, random_.chance(50) ? "first({0}, {0})" : "前几项({0}, {0})", {*source, amount(kCounts)});
        case 1: return node(list, atom, random_.chance(50) ? "last({0}, {0})" : "后几项({0}, {0})", {*source, amount(kCounts)});
        case 2: return node(list, atom, "sublist({0}, {0})", {*source, amount(kPlaces)});
        default: return node(list, atom, "子表({0}, {0}, {0})", {*source, amount(kPlaces), amount(kCounts)});
    }
}

std::optional<Expression> ExpressionWriter::mapped(const Kind& element, int depth) {
    const Kind list = list_of(element);
    const std::string name = variable("甲");
    if (random_.chance(25)) {
        static const std::vector<std::string> kRanges{"1..3", "3..1", "0..2", "2..2"};
        if (random_.chance(70)) {
            const Expression body = within({{name, number()}}, [&] { return of(element, depth); });
            return node(list, loose, "for " + name + " in " + random_.pick(kRanges) + " return {0}", {body});
        }
        const Kind any = list_of(scalar_kind());
        const Expression counted = node(number(), atom, "count({0})", {of(any, depth)});
        const Expression body = within({{name, number()}}, [&] { return of(element, depth); });
        return node(list, loose, "for " + name + " in 1..{4} return {0}", {counted, body});
    }
    const bool records = !words_.records.empty() && random_.chance(60);
    const Kind kind = records ? record(random_.below(words_.records.size())) : scalar_kind();
    const auto source = random_.chance(60) ? leaf(list_of(kind)) : std::optional(of(list_of(kind), depth));
    if (!source) {
        return std::nullopt;
    }
    const Expression body = within({{name, kind}}, [&] { return of(element, depth); });
    return node(list, loose, "for " + name + " in {1} return {0}", {*source, body});
}

}  // namespace huiqi::oracle
