#include "tests/oracle/generated.h"

#include <utility>

namespace huiqi::oracle {

bool operator==(const Kind& left, const Kind& right) {
    const bool same = left.shape == right.shape && left.which == right.which && left.optional == right.optional;
    return same && (left.shape != Kind::Shape::list || *left.element == *right.element);
}

Kind boolean() { return {.shape = Kind::Shape::boolean, .which = 0, .optional = false, .element = nullptr}; }
Kind number(Measure measure) {
    return {.shape = Kind::Shape::number, .which = static_cast<std::size_t>(measure), .optional = false, .element = nullptr};
}
Kind text() { return {.shape = Kind::Shape::text, .which = 0, .optional = false, .element = nullptr}; }
Kind date() { return {.shape = Kind::Shape::date, .which = 0, .optional = false, .element = nullptr}; }
Kind enumeration(std::size_t which) {
    return {.shape = Kind::Shape::enumeration, .which = which, .optional = false, .element = nullptr};
}
Kind record(std::size_t which) {
    return {.shape = Kind::Shape::record, .which = which, .optional = false, .element = nullptr};
}
Kind list_of(Kind element) {
    return {.shape = Kind::Shape::list,
            .which = 0,
            .optional = false,
            .element = std::make_shared<const Kind>(std::move(element))};
}
Kind optional(Kind kind) {
    kind.optional = true;
    return kind;
}
Kind present(Kind kind) {
    kind.optional = false;
    return kind;
}

std::string Expression::text() const {
    std::string out;
    std::size_t child = 0;
    for (std::size_t at = 0; at < form.size(); ++at) {
        const bool place = form[at] == '{' && at + 2 < form.size() && form[at + 2] == '}';
        if (!place) {
            out += form[at];
            continue;
        }
        const Expression& part = children[child++];
        const bool bare = part.binding >= form[at + 1] - '0';
        out += bare ? part.text() : "(" + part.text() + ")";
        at += 2;
    }
    return out;
}

namespace {

[[nodiscard]] std::string quoted(const std::string& text) {
    std::string out = "'";
    for (const char byte : text) {
        out += byte == '\'' ? "''" : std::string(1, byte);
    }
    return out + "'";
}

}  // namespace

std::string Entry::text() const {
    std::string out;
    for (const Piece& piece : pieces) {
        const auto* expression = std::get_if<Expression>(&piece);
        out += expression != nullptr ? quoted(expression->text()) : std::get<std::string>(piece);
    }
    for (const Entry& entry : inside) {
        out += entry.text();
    }
    return out + closing;
}

}  // namespace huiqi::oracle
