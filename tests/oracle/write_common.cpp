#include <array>

#include "tests/oracle/expression_writer.h"

namespace huiqi::oracle {
namespace {

using Shape = Kind::Shape;

[[nodiscard]] bool ordered(const Kind& kind, const Vocabulary& words) {
    return !kind.optional && (kind.shape == Shape::number || kind.shape == Shape::date ||
                              (kind.shape == Shape::enumeration && words.enumerations[kind.which].ordered));
}

}  // namespace

Expression ExpressionWriter::node(Kind kind, std::uint8_t binding, std::string form, std::vector<Expression> children) {
    return {.kind = std::move(kind), .binding = binding, .form = std::move(form), .children = std::move(children)};
}

std::vector<const Vocabulary::Name*> ExpressionWriter::named(const std::function<bool(const Kind&)>& wanted) const {
    std::vector<const Vocabulary::Name*> found;
    for (const Vocabulary::Name& name : words_.names) {
        if (wanted(name.kind)) {
            found.push_back(&name);
        }
    }
    return found;
}

std::optional<Expression> ExpressionWriter::name_where(const std::function<bool(const Kind&)>& wanted) {
    const auto found = named(wanted);
    if (found.empty()) {
        return std::nullopt;
    }
    const Vocabulary::Name& name = *random_.pick(found);
    return node(name.kind, atom, name.text, {});
}

std::string ExpressionWriter::variable(std::string_view stem) { return std::string(stem) + std::to_string(++variables_); }

Expression ExpressionWriter::within(const std::vector<Vocabulary::Name>& names, const std::function<Expression()>& write) {
    const std::size_t before = words_.names.size();
    words_.names.insert(words_.names.end(), names.begin(), names.end());
    Expression made = write();
    words_.names.resize(before);
    return made;
}

std::optional<Expression> ExpressionWriter::one_of(const std::vector<Choice>& choices) {
    unsigned total = 0;
    for (const Choice& choice : choices) {
        total += choice.weight;
    }
    for (int attempt = 0; attempt < 4; ++attempt) {
        std::size_t drawn = random_.below(total);
        for (const Choice& choice : choices) {
            if (drawn < choice.weight) {
                if (auto made = choice.make()) {
                    return made;
                }
                break;
            }
            drawn -= choice.weight;
        }
    }
    return std::nullopt;
}

Kind ExpressionWriter::scalar_kind() {
    static constexpr std::array kScalars{Measure::plain, Measure::plain, Measure::money, Measure::money,
                                         Measure::money, Measure::day,   Measure::month, Measure::piece,
                                         Measure::rate,  Measure::daily, Measure::euro,  Measure::exchange};
    const std::size_t drawn = random_.below(18);
    if (drawn < kScalars.size()) {
        return number(kScalars[drawn]);
    }
    switch (drawn) {
        case 12: return text();
        case 13:
        case 14: return date();
        case 15: return enumeration(random_.below(words_.enumerations.size()));
        default: return boolean();
    }
}

Kind ExpressionWriter::any_kind(bool lists) {
    if (!lists || random_.chance(70)) {
        return scalar_kind();
    }
    if (!words_.records.empty() && random_.chance(35)) {
        return list_of(record(random_.below(words_.records.size())));
    }
    return list_of(random_.chance(15) ? list_of(scalar_kind()) : scalar_kind());
}

Expression ExpressionWriter::enum_value(std::size_t which) {
    return node(enumeration(which), atom, random_.pick(words_.enumerations[which].values), {});
}

Expression ExpressionWriter::literal(const Kind& kind) {
    static const std::vector<std::string> kTexts{"\"\"", "\"甲\"", "\"abc\"", "\"aBc甲\"", "\"惠企政策\"",
                                                 "\"91350100M000100Y43\"", "\"91350100M000100Y44\"", "\"b\""};
    switch (kind.shape) {
        case Shape::number: return number_literal(static_cast<Measure>(kind.which));
        case Shape::text: return node(kind, atom, random_.pick(kTexts), {});
        case Shape::date: return node(kind, atom, random_.pick(out_.dates), {});
        default: return node(kind, atom, random_.chance(50) ? "true" : "否", {});
    }
}

std::optional<Expression> ExpressionWriter::leaf(const Kind& kind) {
    const auto mine = [&kind](const Kind& other) { return other == kind; };
    const bool literals = !kind.optional && kind.shape <= Shape::date;
    if (!literals || random_.chance(75)) {
        if (auto name = name_where(mine)) {
            return name;
        }
    }
    if (kind.shape == Shape::list) {
        auto only = leaf(*kind.element);
        return only ? std::optional(node(kind, atom, "[{0}]", {*only})) : std::nullopt;
    }
    if (kind.shape == Shape::record && !kind.optional) {
        const auto source = name_where([&kind](const Kind& other) {
            return other.shape == Shape::list && !other.optional && *other.element == kind;
        });
        return source ? std::optional(node(kind, suffixed, "{8}[1]", {*source})) : std::nullopt;
    }
    return literals ? std::optional(literal(kind)) : std::nullopt;
}

Expression ExpressionWriter::of(const Kind& kind, int depth) {
    for (int attempt = 0; attempt < 3 && depth > 0; ++attempt) {
        auto made = random_.chance(25) ? common(kind, depth - 1) : std::nullopt;
        if (!made && !kind.optional) {
            switch (kind.shape) {
                case Shape::boolean: made = truth(depth - 1); break;
                case Shape::number: made = numeric(static_cast<Measure>(kind.which), depth - 1); break;
                case Shape::date: made = day(depth - 1); break;
                case Shape::text: made = words(depth - 1); break;
                case Shape::list: made = listed(*kind.element, depth - 1); break;
                case Shape::enumeration:
                case Shape::record: made = common(kind, depth - 1); break;
            }
        }
        if (made) {
            return *made;
        }
    }
    if (auto made = leaf(kind)) {
        return *made;
    }
    return kind.shape != Shape::enumeration || kind.optional ? node(kind, atom, "null", {}) : enum_value(kind.which);
}

std::optional<Expression> ExpressionWriter::common(const Kind& kind, int depth) {
    std::vector<Choice> choices{{3, [&] { return leaf(kind); }},
                                {4, [&] { return conditional(kind, depth); }},
                                {2, [&] { return narrowed_choice(kind, depth); }}};
    if (!kind.optional) {
        choices.push_back({3, [&] { return defaulted(kind, depth); }});
        choices.push_back({3, [&] { return element(kind, depth); }});
        choices.push_back({3, [&] { return function(kind, depth); }});
    }
    choices.push_back({3, [&] { return field(kind, depth); }});
    if (ordered(kind, words_)) {
        choices.push_back({3, [&] { return smallest_or_greatest(kind, depth); }});
    }
    return one_of(choices);
}

std::optional<Expression> ExpressionWriter::conditional(const Kind& kind, int depth) {
    const bool told = kind.shape == Kind::Shape::enumeration && !kind.optional && random_.chance(40);
    if (told) {
        auto known = leaf(kind);
        return known ? std::optional(node(kind, loose, "if {0} then {0} else {0}",
                                          {of(boolean(), depth), *known, enum_value(kind.which)}))
                     : std::nullopt;
    }
    const char* form = random_.chance(50) ? "if {0} then {0} else {0}" : "如果 {0} 则 {0} 否则 {0}";
    if (kind.optional && random_.chance(50)) {
        return node(kind, loose, "if {0} then {0} else null", {of(boolean(), depth), of(present(kind), depth)});
    }
    return node(kind, loose, form, {of(boolean(), depth), of(kind, depth), of(kind, depth)});
}

std::optional<Expression> ExpressionWriter::narrowed_choice(const Kind& kind, int depth) {
    const auto maybe = name_where([](const Kind& other) { return other.optional; });
    if (!maybe) {
        return std::nullopt;
    }
    const bool positive = random_.chance(50);
    const Expression inside =
        within({{maybe->form, present(maybe->kind)}}, [&] { return of(kind, depth); });
    const Expression outside = of(kind, depth);
    return positive ? node(kind, loose, "if {4} != null then {0} else {0}", {*maybe, inside, outside})
                    : node(kind, loose, "if {4} = null then {0} else {0}", {*maybe, outside, inside});
}

std::optional<Expression> ExpressionWriter::defaulted(const Kind& kind, int depth) {
    const Kind maybe = optional(kind);
    auto value = leaf(maybe);
    if (!value && depth > 1 && random_.chance(30)) {
        value = conditional(maybe, depth - 1);
    }
    if (!value) {
        return std::nullopt;
    }
    const Expression other = kind.shape == Kind::Shape::enumeration && random_.chance(50) ? enum_value(kind.which)
                                                                                       : of(kind, depth);
    return node(kind, atom, random_.chance(50) ? "default({0}, {0})" : "缺省({0}, {0})", {*value, other});
}

std::optional<Expression> ExpressionWriter::element(const Kind& kind, int depth) {
    const Kind list = list_of(kind);
    const auto source = random_.chance(60) ? leaf(list) : std::optional(of(list, depth));
    if (!source) {
        return std::nullopt;
    }
    static const std::vector<std::string> kPlaces{"1", "2", "3", "-1", "-2", "0"};
    const Expression place = random_.chance(75) ? node(number(), signed_, random_.pick(kPlaces), {}) : of(number(), depth);
    return node(kind, suffixed, "{8}[{0}]", {*source, place});
}

std::optional<Expression> ExpressionWriter::field(const Kind& kind, int depth) {
    struct Found {
        std::size_t record;
        std::string name;
    };
    std::vector<Found> found;
    for (std::size_t at = 0; at < words_.records.size(); ++at) {
        for (const Vocabulary::Name& name : words_.records[at]) {
            if (name.kind == kind) {
                found.push_back({at, name.text});
            }
        }
    }
    if (found.empty()) {
        return std::nullopt;
    }
    const Found& one = random_.pick(found);
    auto source = leaf(record(one.record));
    if (depth > 0 && random_.chance(30)) {
        source = common(record(one.record), depth - 1);
    }
    return source ? std::optional(node(kind, suffixed, "{8}." + one.name, {*source})) : std::nullopt;
}

std::optional<Expression> ExpressionWriter::function(const Kind& kind, int depth) {
    std::vector<const Vocabulary::Function*> fitting;
    for (const Vocabulary::Function& each : words_.functions) {
        if (each.output == kind) {
            fitting.push_back(&each);
        }
    }
    if (fitting.empty()) {
        return std::nullopt;
    }
    const Vocabulary::Function& chosen = *random_.pick(fitting);
    std::string form = chosen.name + "(";
    std::vector<Expression> arguments;
    for (const Kind& column : chosen.columns) {
        form += arguments.empty() ? "{0}" : ", {0}";
        const bool told = column.shape == Kind::Shape::enumeration && random_.chance(40);
        arguments.push_back(told ? enum_value(column.which) : of(column, depth));
    }
    return node(kind, atom, form + ")", std::move(arguments));
}

std::optional<Expression> ExpressionWriter::smallest_or_greatest(const Kind& kind, int depth) {
    static const std::vector<std::string> kNames{"min", "max", "MIN", "MAX", "孰低", "孰高"};
    const std::string& name = random_.pick(kNames);
    if (random_.chance(35)) {
        return node(kind, atom, name + "({0})", {of(list_of(kind), depth)});
    }
    if (random_.chance(25)) {
        return node(kind, atom, name + "({0}, {0}, {0})", {of(kind, depth), of(kind, depth), of(kind, depth)});
    }
    return node(kind, atom, name + "({0}, {0})", {of(kind, depth), of(kind, depth)});
}

}  // namespace huiqi::oracle
