#include "tests/oracle/expression_writer.h"

namespace huiqi::oracle {
namespace {

using Shape = Kind::Shape;

}  // namespace

std::optional<Expression> ExpressionWriter::truth(int depth) {
    const auto two = [&](const char* form, std::uint8_t binding) {
        return [this, depth, form, binding]() -> std::optional<Expression> {
            return node(boolean(), binding, form, {of(boolean(), depth), of(boolean(), depth)});
        };
    };
    return one_of({{2, [&] { return leaf(boolean()); }},
                   {10, [&] { return comparison(depth); }},
                   {6, [&] { return membership(depth); }},
                   {4, [&] { return about_absence(depth); }},
                   {4, two("{3} and {3}", both)},
                   {3, two("{2} 或 {2}", either)},
                   {1, [&]() -> std::optional<Expression> {
                        return node(boolean(), both, "{3} 且 {3} 且 {3}",
                                    {of(boolean(), depth), of(boolean(), depth), of(boolean(), depth)});
                    }},
                   {2, [&]() -> std::optional<Expression> {
                        return node(boolean(), atom, random_.chance(50) ? "not({0})" : "非({0})", {of(boolean(), depth)});
                    }},
                   {5, [&] { return quantified(depth); }},
                   {4, [&] { return truth_call(depth); }},
                   {2, [&] { return common(boolean(), depth); }}});
}

std::optional<Expression> ExpressionWriter::comparison(int depth) {
    static const std::vector<std::string> kOrders{"<", "<=", ">", ">=", "=", "!="};
    if (random_.chance(10)) {
        return comparison_of_lists(depth);
    }
    const Kind kind = scalar_kind();
    const bool order = kind.shape == Shape::number || kind.shape == Shape::date ||
                       (kind.shape == Shape::enumeration && words_.enumerations[kind.which].ordered);
    const std::string& relation = order ? random_.pick(kOrders) : kOrders[4 + random_.below(2)];
    Expression left = of(kind, depth);
    if (kind.shape == Shape::enumeration) {
        auto known = leaf(kind);
        if (!known) {
            return std::nullopt;
        }
        return node(boolean(), compared, "{4} " + relation + " {4}",
                    {*known, random_.chance(70) ? enum_value(kind.which) : *leaf(kind)});
    }
    if (order && random_.chance(15)) {
        return node(boolean(), compared, random_.chance(50) ? "{4} between {4} and {4}" : "{4} 介于 {4} and {4}",
                    {left, of(kind, depth), of(kind, depth)});
    }
    if (kind.shape == Shape::number && random_.chance(8)) {
        return node(boolean(), compared, "{4} " + relation + " 0", {left});
    }
    const bool may_lack = relation == "=" || relation == "!=";
    auto other = may_lack && random_.chance(25) ? leaf(optional(kind)) : std::nullopt;
    return node(boolean(), compared, "{4} " + relation + " {4}", {left, other ? *other : of(kind, depth)});
}

/// Lists are equal or not, also those of which a condition decides, perhaps one about an absent value.
std::optional<Expression> ExpressionWriter::comparison_of_lists(int depth) {
    const Kind list = list_of(scalar_kind());
    const std::string relation = random_.chance(50) ? "=" : "!=";
    const auto side = [&]() -> Expression {
        const auto maybe = name_where([](const Kind& kind) { return kind.optional; });
        const auto whole = leaf(list);
        const auto one = [&] { return whole && random_.chance(60) ? *whole : of(list, depth); };
        switch (maybe ? random_.below(4) : 2 + random_.below(2)) {
            case 0: return node(list, loose, "if {4} = null then {0} else {0}", {*maybe, one(), one()});
            case 1: return node(list, loose, "if {4} != null and {3} then {0} else {0}", {*maybe, of(boolean(), depth), one(), one()});
            case 2: return node(list, loose, "if {0} then {0} else {0}", {of(boolean(), depth), one(), one()});
            default: return one();
        }
    };
    return node(boolean(), compared, "{4} " + relation + " {4}", {side(), side()});
}

Expression ExpressionWriter::ordered_test(const Kind& kind, int depth) {
    const auto end = [&] { return random_.chance(70) ? literal(kind) : of(kind, depth); };
    switch (random_.below(7)) {
        case 0: return node(kind, loose, "[{4}..{4}]", {end(), end()});
        case 1: return node(kind, loose, "({4}..{4}]", {end(), end()});
        case 2: return node(kind, loose, "[{4}..{4})", {end(), end()});
        case 3: return node(kind, loose, "< {4}", {end()});
        case 4: return node(kind, loose, "≥ {4}", {end()});
        case 5: return node(kind, loose, "{4}", {end()});
        default: break;
    }
    if (kind.shape != Shape::number) {
        return node(kind, loose, "!= {4}", {end()});
    }
    static const std::vector<std::string> kWords{"{4}以上", "{4}以下", "{4}以内", "超过{4}", "不满{4}", "不足{4}"};
    return node(kind, loose, random_.pick(kWords), {literal(kind)});
}

std::optional<Expression> ExpressionWriter::membership(int depth) {
    const Kind kind = scalar_kind();
    if (kind.shape == Shape::enumeration) {
        const auto subject = leaf(kind);
        if (!subject) {
            return std::nullopt;
        }
        const bool order = words_.enumerations[kind.which].ordered;
        const char* form = order && random_.chance(50) ? "{4} 属于 ({9}以下)" : "{4} in ({9}, {9})";
        return node(boolean(), compared, form, {*subject, enum_value(kind.which), enum_value(kind.which)});
    }
    if (kind.shape != Shape::number && kind.shape != Shape::date) {
        return node(boolean(), compared, "{4} in ({4}, {4})", {of(kind, depth), of(kind, depth), of(kind, depth)});
    }
    if (random_.chance(15)) {
        return node(boolean(), compared, "{4} in {4}", {of(kind, depth), of(list_of(kind), depth)});
    }
    if (random_.chance(12)) {
        return node(boolean(), compared, "{4} in (if {0} then [{0}..{0}] else ({0}..{0}])",
                    {of(kind, depth), of(boolean(), depth), literal(kind), of(kind, depth), of(kind, depth), literal(kind)});
    }
    const Expression first = ordered_test(kind, depth);
    const Expression second = ordered_test(kind, depth);
    return node(boolean(), compared, random_.chance(50) ? "{4} in ({0}, {0})" : "{4} 属于 ({0}, {0})",
                {of(kind, depth), first, second});
}

std::optional<Expression> ExpressionWriter::about_absence(int depth) {
    const auto maybe = name_where([](const Kind& kind) { return kind.optional; });
    if (!maybe) {
        return std::nullopt;
    }
    switch (random_.below(4)) {
        case 0: return node(boolean(), compared, "{4} = null", {*maybe});
        case 1: return node(boolean(), compared, "{4} != 无", {*maybe});
        default: break;
    }
    const Expression inside = within({{maybe->form, present(maybe->kind)}}, [&] { return of(boolean(), depth); });
    return random_.chance(50) ? node(boolean(), both, "{4} != null and {3}", {*maybe, inside})
                              : node(boolean(), either, "{4} = null or {2}", {*maybe, inside});
}

std::optional<Expression> ExpressionWriter::quantified(int depth) {
    static const std::vector<std::string> kWords{"some", "every", "存在", "每个"};
    const Kind element = any_kind(false);
    const bool records = !words_.records.empty() && random_.chance(50);
    const Kind kind = records ? record(random_.below(words_.records.size())) : element;
    const auto source = random_.chance(60) ? leaf(list_of(kind)) : std::optional(of(list_of(kind), depth));
    if (!source) {
        return std::nullopt;
    }
    const std::string name = variable("每");
    const Expression body = within({{name, kind}}, [&] { return of(boolean(), depth); });
    return node(boolean(), loose, random_.pick(kWords) + " " + name + " in {1} satisfies {0}", {*source, body});
}

std::optional<Expression> ExpressionWriter::truth_call(int depth) {
    switch (random_.below(8)) {
        case 0: return node(boolean(), atom, "odd({0})", {of(number(), depth)});
        case 1: return node(boolean(), atom, "even(floor({0}))", {of(number(), depth)});
        case 2: return node(boolean(), atom, "contains({0}, {0})", {of(text(), depth), of(text(), depth)});
        case 3: return node(boolean(), atom, "开头是({0}, {0})", {of(text(), depth), of(text(), depth)});
        case 4: return node(boolean(), atom, "信用代码有效({0})", {of(text(), depth)});
        case 5: return node(boolean(), atom, random_.chance(50) ? "all({0})" : "任一({0})", {of(list_of(boolean()), depth)});
        case 6: return node(boolean(), atom, "ends with({0}, {0})", {of(text(), depth), of(text(), depth)});
        default: {
            const Kind kind = scalar_kind();
            return node(boolean(), atom, "list contains({0}, {0})", {of(list_of(kind), depth), of(kind, depth)});
        }
    }
}

Expression ExpressionWriter::cell(const Kind& kind, int depth) {
    if (random_.chance(15)) {
        return node(kind, loose, "不限", {});
    }
    if (kind.optional && random_.chance(30)) {
        return node(kind, loose, random_.chance(60) ? "= null" : "!= null", {});
    }
    const Kind inner = present(kind);
    if (kind.shape == Shape::enumeration) {
        const bool order = words_.enumerations[kind.which].ordered;
        static const std::vector<std::string> kOrdered{"{9}以上", "{9}以下", "不满 {9}", "超过 {9}"};
        const bool by_order = order && random_.chance(40);
        return node(kind, loose, by_order ? random_.pick(kOrdered) : random_.chance(50) ? "{9}" : "{9}, {9}",
                    {enum_value(kind.which), enum_value(kind.which)});
    }
    if (kind.shape == Shape::number || kind.shape == Shape::date) {
        const bool several = random_.chance(25);
        const Expression first = ordered_test(inner, depth);
        const Expression second = ordered_test(inner, depth);
        return node(kind, loose, several ? "{0}, {0}" : random_.chance(15) ? "not({0})" : "{0}", {first, second});
    }
    return node(kind, loose, "{4}", {random_.chance(80) ? literal(inner) : of(inner, depth)});
}

}  // namespace huiqi::oracle
