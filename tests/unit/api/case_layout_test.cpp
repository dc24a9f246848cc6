#include <cstddef>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "engine/api/case_layout.h"

namespace huiqi {
namespace {

struct Area {
    int left = 0, right = 0, top = 0, bottom = 0;
};

[[nodiscard]] bool apart(const Area& one, const Area& other) {
    return one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;
}

/// Boxes and labels of a drawing, none of which may cover another.
[[nodiscard]] std::vector<Area> areas(const CaseLayout& layout) {
    std::vector<Area> out;
    for (const CaseLayout::Box& box : layout.boxes) {
        out.push_back({box.x - box.width / 2, box.x + box.width / 2, box.y - box.height / 2, box.y + box.height / 2});
    }
    for (const CaseLayout::Arrow& arrow : layout.arrows) {
        out.push_back({arrow.x - arrow.width / 2, arrow.x + arrow.width / 2, arrow.y - arrow.height, arrow.y});
    }
    return out;
}

[[nodiscard]] CaseLayout drawing(std::size_t boxes, const std::vector<std::pair<std::size_t, std::size_t>>& arrows) {
    CaseLayout layout;
    for (std::size_t at = 0; at < boxes; ++at) {
        layout.boxes.push_back({.width = 90 + static_cast<int>(at * 37 % 140), .height = at % 3 == 0 ? 30 : 42, .central = at == 0});
    }
    for (const auto& [from, to] : arrows) {
        layout.arrows.push_back({.from = from, .to = to, .width = 60 + static_cast<int>((from * 53 + to * 17) % 160), .height = 13 * static_cast<int>(1 + (from + to) % 5)});
    }
    layout.place();
    return layout;
}

void check_apart(const CaseLayout& layout) {
    const std::vector<Area> all = areas(layout);
    for (std::size_t one = 0; one < all.size(); ++one) {
        CAPTURE(one);
        CHECK(all[one].left >= 0);
        CHECK(all[one].top >= 0);
        CHECK(all[one].right <= layout.width);
        CHECK(all[one].bottom <= layout.height);
        for (std::size_t other = 0; other < one; ++other) {
            CAPTURE(other);
            CHECK(apart(all[one], all[other]));
        }
    }
}

}  // namespace

TEST_CASE("no box and no label of a case covers another, however the parties hang together") {
    std::vector<std::pair<std::size_t, std::size_t>> star;
    std::vector<std::pair<std::size_t, std::size_t>> ring;
    std::vector<std::pair<std::size_t, std::size_t>> all;
    for (std::size_t at = 1; at < 24; ++at) {
        star.emplace_back(at % 2 == 0 ? 1 : at, at % 2 == 0 ? at : 0);
    }
    for (std::size_t at = 0; at < 11; ++at) {
        ring.emplace_back(at, (at + 1) % 11);
        ring.emplace_back(at, (at + 1) % 11);   // two tables tell of the same two
        ring.emplace_back((at + 3) % 11, at);
    }
    for (std::size_t one = 0; one < 7; ++one) {
        for (std::size_t other = 0; other < 7; ++other) {
            if (one != other) {
                all.emplace_back(one, other);
            }
        }
    }
    check_apart(drawing(2, {{0, 1}}));
    check_apart(drawing(24, star));
    check_apart(drawing(11, ring));
    check_apart(drawing(7, all));
    check_apart(drawing(9, {{1, 2}, {3, 4}, {5, 6}, {7, 8}}));   // parts that do not hang together, one box alone
}

}  // namespace huiqi
