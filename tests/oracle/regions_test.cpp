#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include <doctest/doctest.h>

#include "engine/calendar/date.h"
#include "engine/rulebook/regions.h"

namespace huiqi::oracle {
namespace {

/// One rule of a family as the specification sees it: what it is laid over, the digits of its region that count, its days.
struct Layer {
    std::optional<std::size_t> over;
    std::string region;   ///< 0, 2, 4 or 6 digits
    int from = 0, to = 0; ///< days, both included
    int rank = 0;
    int issued = 0;
};

using Family = std::vector<Layer>;

/// Draws a family: nation, provinces, cities, counties in any number, each within what it is laid over.
Family draw(std::mt19937& random) {
    const auto below = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)); };
    Family family{{.over = {}, .region = "", .from = 0, .to = 99, .rank = 0, .issued = 0}};
    const int count = 1 + below(9);
    for (int at = 0; at < count; ++at) {
        Layer layer;
        layer.over = static_cast<std::size_t>(below(static_cast<int>(family.size())));
        const Layer& under = family[*layer.over];
        layer.region = under.region;
        for (int deeper = below(3); deeper > 0 && layer.region.size() < 6; --deeper) {
            layer.region += below(2) == 0 ? "31" : "32";
        }
        layer.from = under.from + below(2) * below(under.to - under.from + 1);
        layer.to = below(2) == 0 ? under.to : layer.from + below(under.to - layer.from + 1);
        layer.rank = below(3);
        layer.issued = below(4);
        family.push_back(layer);
    }
    return family;
}

bool stands_on(const Family& family, std::size_t upper, std::size_t lower) {
    for (auto at = family[upper].over; at; at = family[*at].over) {
        if (*at == lower) {
            return true;
        }
    }
    return false;
}

/// Gives what is in force by the words of the specification: those of the day and the place; of them the smallest region, which
/// goes behind whatever is laid over it; the highest rank; the later one. Several where nothing decides.
std::vector<std::size_t> in_force(const Family& family, const std::string& place, int day) {
    const auto holds = [&](const Layer& one) { return one.from <= day && day <= one.to && place.compare(0, one.region.size(), one.region) == 0; };
    std::vector<std::size_t> best;
    const auto key = [&](std::size_t at) {
        const Layer& one = family[at];
        return std::tuple(one.region.size(), one.rank, one.from, one.issued);
    };
    for (std::size_t at = 0; at < family.size(); ++at) {
        bool covered = !holds(family[at]);
        for (std::size_t other = 0; other < family.size(); ++other) {
            covered = covered || (holds(family[other]) && stands_on(family, other, at));
        }
        if (covered) {
            continue;
        }
        if (!best.empty() && key(best.front()) < key(at)) {
            best.clear();
        }
        if (best.empty() || key(best.front()) == key(at)) {
            best.push_back(at);
        }
    }
    return best;
}

Date day_of(int offset) { return Date::from_days(Date::from_civil(2024, 1, 1)->days() + offset); }

std::string code_of(std::string digits) {
    digits.resize(6, '0');
    return digits;
}

Rulebook rulebook_of(const Family& family) {
    Rulebook rulebook;
    for (std::size_t at = 0; at < family.size(); ++at) {
        const Layer& one = family[at];
        Incentive made;
        made.id = "例." + std::to_string(at);
        made.parent = one.over ? "例." + std::to_string(*one.over) : "";
        made.region = "某地";
        made.region_code = one.region.empty() ? "000000" : code_of(one.region);
        made.rank = static_cast<decltype(made.rank)>(one.rank);
        made.issued = day_of(one.issued);
        made.effective.emplace();
        made.effective->from = day_of(one.from);
        made.effective->to = day_of(one.to);
        rulebook.incentives.push_back(std::move(made));
    }
    return rulebook;
}

/// What is in force on some of the days of a rule in its stead is named.
void check_overtaking(const Family& family, const Rulebook& rulebook, const RegionChoice& choice, const Incentive& used,
                      std::size_t at, const std::string& place) {
    const std::vector<const Incentive*> named = choice.overtaking(used);
    for (const Incentive* one : named) {
        const auto index = static_cast<std::size_t>(one - rulebook.incentives.data());
        bool ever = false;
        for (int day = family[at].from; day <= family[at].to; ++day) {
            const std::vector<std::size_t> then = in_force(family, place, day);
            ever = ever || (then.size() == 1 && then.front() == index);
        }
        CHECK(ever);
    }
    for (int day = family[at].from; day <= family[at].to; ++day) {
        const std::vector<std::size_t> then = in_force(family, place, day);
        const bool other = then.size() == 1 && then.front() != at;
        CHECK((!other || std::find(named.begin(), named.end(), &rulebook.incentives[then.front()]) != named.end()));
    }
}

}  // namespace

TEST_CASE("random families of overlays are chosen from as the specification says: day, region, rank, the later") {
    std::mt19937 random(20'240'607);
    std::array<int, 3> seen{};   // one in force, several, none
    for (int round = 0; round < 1'000; ++round) {
        const Family family = draw(random);
        const Rulebook rulebook = rulebook_of(family);
        for (const char* place : {"313131", "313200", "323132", "320000", "990000"}) {
            for (int day = -1; day <= 100; day += 1 + static_cast<int>(random() % 20)) {
                const std::vector<std::size_t> expected = in_force(family, place, day);
                const RegionChoice choice(rulebook, {.code = place, .day = day_of(day)});
                const RegionChoice::Found found = choice.of(rulebook.incentives.front());
                CAPTURE(round);
                CAPTURE(place);
                CAPTURE(day);
                ++seen[expected.size() == 1 ? 0U : expected.empty() ? 2U : 1U];
                REQUIRE((found.in_force != nullptr) == (expected.size() == 1));
                REQUIRE(found.tied.size() == (expected.size() > 1 ? expected.size() : 0));
                if (found.in_force != nullptr) {
                    REQUIRE(found.in_force->id == rulebook.incentives[expected.front()].id);
                    if (round % 20 == 0) {
                        check_overtaking(family, rulebook, choice, *found.in_force, expected.front(), place);
                    }
                }
            }
        }
    }
    CHECK(seen[0] > 5'000);
    CHECK(seen[1] > 0);
    CHECK(seen[2] > 0);
}

}  // namespace huiqi::oracle
