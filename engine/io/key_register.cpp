#include "engine/io/key_register.h"

#include <utility>
#include <vector>

#include "engine/io/fault_texts.h"

namespace huiqi {

void KeyRegister::check(ParsedBlock& parsed) {
    std::vector<std::pair<std::size_t, DataFault>> repeated;
    for (std::size_t row = 0; row < parsed.keys.size(); ++row) {
        const std::uint64_t first = numbers_.add(parsed.keys[row], parsed.places[row].line);
        if (first != 0) {
            DataFault fault = fault_texts::duplicate_key(parsed.keys[row], first);
            fault.file = file_;
            fault.line = parsed.places[row].line;
            fault.column_name = key_;
            repeated.emplace_back(row, std::move(fault));
        }
    }
    parsed.reject_good(std::move(repeated));
}

}  // namespace huiqi
