#include "engine/rulebook/changes/settlement_mutants.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/rulebook/changes/mutant_values.h"

namespace huiqi {
namespace {

using Kind = Mutant::Kind;

/// A key behind which a number stands, and what is told of a mistake in it.
struct NumberKey {
    std::string_view key;
    Kind kind;
};
constexpr std::array kNumberKeys{NumberKey{"上限:", Kind::amount}, NumberKey{"cap:", Kind::amount},    NumberKey{"总额:", Kind::amount},
                                 NumberKey{"amount:", Kind::amount}, NumberKey{"数量:", Kind::number}, NumberKey{"count:", Kind::number},
                                 NumberKey{"比例:", Kind::rate},     NumberKey{"rate:", Kind::rate}};
constexpr std::array<std::string_view, 2> kOrderKeys{"次序:", "order:"};
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kOrders{
    {{"升", "降"}, {"降", "升"}, {"ascending", "descending"}, {"descending", "ascending"}}};

/// Finds the mistakes in the text of one bundle.
class SettlementFinder {
public:
    SettlementFinder(const Sources& sources, const Bundle& bundle) : sources_(sources), bundle_(bundle) {}

    [[nodiscard]] std::vector<Mutant> run() {
        const BundleSettlement& settled = bundle_.settlement;
        const auto each = [this](const auto& all) {
            for (const auto& one : all) {
                lines(one.declared);
            }
        };
        each(settled.limits);
        each(settled.quotas);
        each(settled.budgets);
        each(settled.payers);
        return std::move(found_);
    }

private:
    /// Looks at the line in which something is declared and those below it that are indented further.
    void lines(const Span& declared) {
        const Source& source = sources_[declared.source];
        const std::size_t first = source.position(declared.begin).line;
        const auto indent = [&](std::size_t line) { return source.line(line).find_first_not_of(' '); };
        for (std::size_t line = first; line <= source.line_count(); ++line) {
            if (line > first && (indent(line) == std::string_view::npos || indent(line) <= indent(first))) {
                break;
            }
            of_line(declared.source, source.line(line), source.line_start(line));
        }
    }

    void of_line(SourceId source, std::string_view text, std::size_t start) {
        for (const NumberKey& one : kNumberKeys) {
            each_value(text, one.key, [&](std::size_t at, const std::string& value) {
                const bool money = value.find("元") != std::string::npos || value.find("yuan") != std::string::npos;
                for (const bool down : {false, true}) {
                    if (const auto to = nudged(value, money || one.kind == Kind::amount, down)) {
                        add(one.kind, source, start + at, value, *to);
                    }
                }
            });
        }
        for (const std::string_view key : kOrderKeys) {
            each_value(text, key, [&](std::size_t at, const std::string& value) {
                const auto order = std::find_if(kOrders.begin(), kOrders.end(), [&](const auto& pair) { return pair.first == value; });
                if (order != kOrders.end()) {
                    add(Kind::order, source, start + at, value, std::string(order->second));
                }
            });
        }
    }

    /// Calls `visit` with each value behind a key in a line, and where it begins.
    template <class Visit>
    static void each_value(std::string_view text, std::string_view key, const Visit& visit) {
        for (std::size_t at = text.find(key); at != std::string_view::npos; at = text.find(key, at + key.size())) {
            const bool begins = at == 0 || std::string_view(" {,").find(text[at - 1]) != std::string_view::npos;
            const std::size_t value = std::min(text.find_first_not_of(' ', at + key.size()), text.size());
            std::string_view rest = text.substr(value, text.find_first_of(",}]#", value) - value);
            while (rest.ends_with(' ') || rest.ends_with('\r')) {
                rest.remove_suffix(1);
            }
            if (begins && !rest.empty()) {
                visit(value, std::string(rest));
            }
        }
    }

    void add(Kind kind, SourceId source, std::size_t at, const std::string& from, const std::string& to) {
        Mutant& made = found_.emplace_back();
        made.kind = kind;
        made.place = {source, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + from.size())};
        made.becomes = to;
        made.from = from;
        made.to = to;
        made.part = {"组合“" + bundle_.id + "”", "the bundle `" + bundle_.id + "`"};
        made.bundle = &bundle_;
    }

    const Sources& sources_;
    const Bundle& bundle_;
    std::vector<Mutant> found_;
};

}  // namespace

std::vector<Mutant> settlement_mutants(const Sources& sources, const Bundle& bundle) { return SettlementFinder(sources, bundle).run(); }

}  // namespace huiqi
