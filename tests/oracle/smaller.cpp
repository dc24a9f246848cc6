#include "tests/oracle/smaller.h"

#include "engine/data/datum.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace huiqi::oracle {
namespace {

/// Tries changes one by one and keeps those after which it still fails.
class Cutter {
public:
    Cutter(Failing start, const std::function<bool(const Failing&)>& still_fails, std::size_t most)
        : best_(std::move(start)), still_fails_(still_fails), left_(most) {}

    [[nodiscard]] Failing run() {
        bool changed = true;
        while (changed && left_ > 0) {
            changed = entries(best_.rulebook.file);
            changed = expressions(best_.rulebook.file) || changed;
            changed = data() || changed;
        }
        return std::move(best_);
    }

private:
    /// `part` lies inside `best_`: it is changed in place, and changed back when the failure is gone.
    template <class Part>
    bool attempt(Part& part, Part changed) {
        if (left_ == 0) {
            return false;
        }
        --left_;
        std::swap(part, changed);
        if (still_fails_(best_)) {
            return true;
        }
        std::swap(part, changed);
        return false;
    }

    bool entries(Entry& entry) {
        bool changed = false;
        for (std::size_t at = entry.inside.size(); at-- > 0;) {
            if (!entry.inside[at].fixed) {
                std::vector<Entry> without = entry.inside;
                without.erase(without.begin() + static_cast<std::ptrdiff_t>(at));
                if (attempt(entry.inside, std::move(without))) {
                    changed = true;
                    continue;
                }
            }
            changed = entries(entry.inside[at]) || changed;
        }
        return changed;
    }

    bool expressions(Entry& entry) {
        bool changed = false;
        for (Piece& piece : entry.pieces) {
            if (auto* expression = std::get_if<Expression>(&piece)) {
                changed = expressions(*expression) || changed;
            }
        }
        for (Entry& inner : entry.inside) {
            changed = expressions(inner) || changed;
        }
        return changed;
    }

    static void alike(const Expression& from, const Kind& kind, std::vector<Expression>& found) {
        for (const Expression& child : from.children) {
            if (child.kind == kind) {
                found.push_back(child);
            }
            alike(child, kind, found);
        }
    }

    [[nodiscard]] static const char* plainest(const Kind& kind) {
        static constexpr const char* kNumbers[] = {"1", "1元", "1天", "1个月", "1件", "12%/年", "1元/天"};
        switch (kind.shape) {
            case Kind::Shape::number: return kNumbers[kind.which];
            case Kind::Shape::boolean: return "true";
            case Kind::Shape::text: return "\"a\"";
            case Kind::Shape::date: return "2020-01-01";
            default: return nullptr;
        }
    }

    bool expressions(Expression& expression) {
        std::vector<Expression> parts;
        alike(expression, expression.kind, parts);
        const char* literal = expression.kind.optional ? nullptr : plainest(expression.kind);
        if (literal != nullptr && !expression.children.empty()) {
            parts.push_back({.kind = expression.kind, .binding = atom, .form = literal, .children = {}});
        }
        for (Expression& part : parts) {
            if (attempt(expression, std::move(part))) {
                return true;
            }
        }
        bool changed = false;
        for (Expression& child : expression.children) {
            changed = expressions(child) || changed;
        }
        return changed;
    }

    bool data() {
        bool changed = false;
        for (auto& [name, value] : best_.application) {
            const auto loaded = load(best_.rulebook.text());
            if (!loaded.ready || !value.known()) {
                continue;
            }
            const auto& inputs = loaded.ready->incentive().inputs;
            const auto input = std::find_if(inputs.begin(), inputs.end(),
                                            [&name = name](const Input& one) { return one.field.name == name; });
            if (input == inputs.end() || input->field.kind != ColumnKind::list) {
                continue;
            }
            for (std::size_t at = value.elements().size(); at-- > 0;) {
                Value::List without = value.elements();
                without.erase(without.begin() + static_cast<std::ptrdiff_t>(at));
                changed = attempt(value, Value::list(std::move(without))) || changed;
            }
        }
        return changed;
    }

    Failing best_;
    const std::function<bool(const Failing&)>& still_fails_;
    std::size_t left_;
};

}  // namespace

ApplicationData in_order(const Failing& failing, const Incentive& incentive) {
    ApplicationData data;
    for (const Input& input : incentive.inputs) {
        const auto found = failing.application.find(input.field.name);
        data.push_back(found == failing.application.end() ? Value::unknown({input.field.name}) : found->second);
    }
    return data;
}

Failing failing(const Generated& rulebook, const Incentive& incentive, const ApplicationData& application) {
    Failing result{.rulebook = rulebook, .application = {}};
    for (std::size_t at = 0; at < application.size(); ++at) {
        result.application.emplace(incentive.inputs[at].field.name, application[at]);
    }
    return result;
}

Failing smaller(Failing failing, const std::function<bool(const Failing&)>& still_fails, std::size_t most) {
    return Cutter(std::move(failing), still_fails, most).run();
}

bool differs(const Failing& failing) {
    const Loaded loaded = load(failing.rulebook.text());
    if (!loaded.ready) {
        return false;
    }
    const Incentive& incentive = loaded.ready->incentive();
    const ApplicationData data = in_order(failing, incentive);
    for (std::size_t at = 0; at < data.size(); ++at) {
        if (datum_fault(data[at], incentive.inputs[at].field)) {
            return false;   // cut out of the rules but not out of the data
        }
    }
    std::size_t compared = 0;
    const auto found = differences(*loaded.ready, {data}, 1, compared);
    return std::any_of(found.begin(), found.end(), [](const Difference& one) { return !one.names_only; });
}

std::string report(const Failing& failing) {
    std::string text = failing.rulebook.text();
    const Loaded loaded = load(text);
    if (!loaded.ready) {
        return text + loaded.messages;
    }
    const ApplicationData data = in_order(failing, loaded.ready->incentive());
    text += "application\n" + shown(loaded.ready->incentive(), data);
    std::size_t compared = 0;
    for (const Difference& one : differences(*loaded.ready, {data}, 1, compared)) {
        text += fmt::format("{}: oracle {}, plan {}\n", one.what, one.expected, one.got);
    }
    return text;
}

}  // namespace huiqi::oracle
