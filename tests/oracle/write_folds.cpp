#include "tests/oracle/rulebook_writer.h"

namespace huiqi::oracle {

using Shape = Kind::Shape;

Entry RulebookWriter::folded_definition() {
    static const std::vector<std::string> kRanges{"1..3", "3..1", "0..2", "2..2", "1..6"};
    const std::string name = fresh("计");
    const bool counts = random_.chance(30);
    const bool records = !counts && !words_.records.empty() && random_.chance(65);
    const Kind element = counts    ? number()
                         : records ? record(random_.below(words_.records.size()))
                                   : writer_.scalar_kind();
    const Piece source = counts ? Piece(random_.pick(kRanges)) : Piece(writer_.of(list_of(element), records ? 1 : 2));
    std::vector<Vocabulary::Name> inside{{fresh("项"), element}};
    std::vector<Vocabulary::Name> states;
    std::vector<Piece> pieces{"  " + name + ":\n    " + word("逐项", "each") + ": ", source,
                              "\n    " + word("称作", "as") + ": " + inside.front().text + "\n    " +
                                  word("状态", "state") + ":\n"};
    for (std::size_t count = 1 + random_.below(3); count > 0; --count) {
        Kind kind = random_.chance(60) ? number(random_.chance(60) ? Measure::money : Measure::plain) : writer_.scalar_kind();
        auto first = random_.chance(40) ? writer_.leaf(kind) : std::nullopt;
        if (random_.chance(15)) {
            if (auto maybe = writer_.leaf(optional(kind))) {
                first = maybe;
                kind = optional(kind);
            }
        }
        if (!first && kind.shape == Shape::enumeration) {
            continue;   // a bare value of an enumeration says not of which
        }
        states.push_back({fresh("态"), kind});
        pieces.insert(pieces.end(), {"      " + states.back().text + ": ", first ? *first : writer_.of(kind, 1), std::string("\n")});
    }
    if (states.empty()) {
        states.push_back({fresh("态"), number()});
        pieces.emplace_back("      " + states.back().text + ": 1\n");
    }
    inside.insert(inside.end(), states.begin(), states.end());
    pieces.emplace_back("    " + word("递推", "step") + ":\n");
    for (const Vocabulary::Name& state : states) {
        const Expression next = writer_.within(inside, [&] { return writer_.of(state.kind, 2); });
        pieces.insert(pieces.end(), {"      " + state.text + ": ", next, std::string("\n")});
    }
    const std::size_t drawn = random_.below(10);
    if (drawn < 5) {
        const Kind kind = drawn < 3 ? present(states.front().kind) : writer_.any_kind(true);
        const Expression value = writer_.within(states, [&] { return writer_.of(kind, 2); });
        pieces.insert(pieces.end(), {"    " + word("得", "result") + ": ", value, std::string("\n")});
        know(name, kind);
    } else if (drawn < 8) {
        Kind kind = writer_.scalar_kind();
        kind = kind.shape == Shape::enumeration ? number() : kind;
        const Expression value = writer_.within(inside, [&] { return writer_.of(kind, 2); });
        pieces.insert(pieces.end(), {"    " + word("每项得", "yields") + ": ", value, std::string("\n")});
        know(name, list_of(kind));
    } else {
        for (const Vocabulary::Name& state : states) {
            know(name + "." + state.text, state.kind);
        }
    }
    return line(std::move(pieces));
}

}  // namespace huiqi::oracle
