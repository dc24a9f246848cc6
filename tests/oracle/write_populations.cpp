#include <utility>

#include "tests/oracle/rulebook_writer.h"

namespace huiqi::oracle {

/// Values of the whole batch. To one application they are data, so that only what they are made of is told apart: none leans
/// on another.
Entry RulebookWriter::populations() {
    Entry entry = section("全批", "population");
    std::vector<std::pair<std::string, Kind>> made;
    for (std::size_t count = random_.below(3); count > 0; --count) {
        const std::string name = fresh("批");
        const Kind money = number(Measure::money);
        const std::size_t drawn = random_.below(3);
        std::vector<Piece> pieces{"  " + name + ":\n    " + word("求", "of") + ": " +
                                  (drawn == 0   ? word("个数", "count")
                                   : drawn == 1 ? word("合计", "sum")
                                                : word("最大", "max")) +
                                  "\n"};
        if (drawn != 0) {
            Expression rounded{.kind = money, .binding = atom, .form = "decimal({0}, 2)", .children = {writer_.of(money, 2)}};
            pieces.insert(pieces.end(), {"    " + word("值", "value") + ": ", std::move(rounded), std::string("\n")});
        }
        if (random_.chance(60)) {
            pieces.insert(pieces.end(),
                          {"    " + word("当", "when") + ": ", writer_.of(boolean(), 2), std::string("\n")});
        }
        entry.inside.push_back(line(std::move(pieces)));
        made.emplace_back(name, drawn == 0 ? number() : drawn == 1 ? money : optional(money));
    }
    for (auto& [name, kind] : made) {
        know(name, kind);
    }
    return entry;
}

}  // namespace huiqi::oracle
