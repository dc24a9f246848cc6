#include "tests/oracle/generated.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
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

std::string in_dollars(const std::string& yuan) {
    struct Change {
        std::string_view from, to;
    };
    // what is longer comes before what it begins with
    static constexpr std::array kChanges{Change{"类型: 金额, 单位: 万元", "类型: 数, 单位: 万美元"},
                                         Change{"type: money, unit: 万元", "type: number, unit: 万美元"},
                                         Change{"类型: 金额", "类型: 数, 单位: 美元"},
                                         Change{"type: money", "type: number, unit: 美元"},
                                         Change{": 金额", ": 美元"},
                                         Change{": money", ": 美元"},
                                         Change{"到分", "到0.01美元"},
                                         Change{"到角", "到0.1美元"},
                                         Change{"到元", "到1美元"},
                                         Change{"到万元", "到1万美元"},
                                         Change{" yuan", " USD"},
                                         Change{"元", "美元"}};
    std::string out = "币种: 美元\n";
    for (std::size_t at = 0; at < yuan.size();) {
        const auto change = std::find_if(kChanges.begin(), kChanges.end(), [&](const Change& one) {
            return yuan.compare(at, one.from.size(), one.from) == 0;
        });
        if (change == kChanges.end()) {
            out += yuan[at++];
        } else {
            out += change->to;
            at += change->from.size();
        }
    }
    return out;
}

}  // namespace huiqi::oracle
