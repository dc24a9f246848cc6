#include "engine/api/case_layout.h"

#include <algorithm>
#include <array>
#include <deque>
#include <limits>

#include <fmt/format.h>

namespace huiqi {
namespace {

constexpr std::size_t kColumns = 3;
constexpr int kMargin = 14;
constexpr int kLabelGap = 6;    // above a label
constexpr int kRowGap = 22;     // between boxes of a column
constexpr int kBandGap = 30;    // between one row of columns and the next
constexpr int kLane = 34;       // for lines beside labels
constexpr std::size_t kNowhere = std::numeric_limits<std::size_t>::max();

enum Side : std::size_t { left, right };

/// Works out one layout.
class Placement {
public:
    explicit Placement(CaseLayout& out) : out_(out), places_(out.boxes.size()), labels_(out.arrows.size()) {}

    void place() {
        find_layers();
        choose_sides();
        measure_columns();
        place_boxes();
        place_labels();
    }

private:
    /// A box in the grid.
    struct Place {
        std::size_t layer = kNowhere;
        std::size_t band = 0;
        std::size_t column = 0;
        std::array<int, 2> stack{};              ///< height of the labels on either side
        std::array<int, 2> used{};               ///< of it while they are placed
        std::array<std::size_t, 2> ports{};      ///< lines that end at the side without a label of this box
        std::array<std::size_t, 2> port{};
    };
    /// Where the label of an arrow stands: beside `owner`, on `side`; the line goes on to `other`.
    struct Label {
        std::size_t owner = 0;
        std::size_t other = 0;
        Side side = left;
        Side other_side = right;
    };

    void find_layers() {
        std::deque<std::size_t> open;
        const auto begin = [&](std::size_t box, std::size_t layer) {
            places_[box].layer = layer;
            open.push_back(box);
        };
        for (std::size_t at = 0; at < places_.size(); ++at) {
            if (out_.boxes[at].central) {
                begin(at, 0);
            }
        }
        std::size_t next = 0;   // a part of the drawing that hangs together begins below the ones before it
        for (std::size_t at = 0; at <= places_.size(); ++at) {
            next = std::max(next, reach(open));
            if (at < places_.size() && places_[at].layer == kNowhere) {
                next = (next + kColumns - 1) / kColumns * kColumns;
                begin(at, next);
            }
        }
        for (Place& one : places_) {
            one.band = one.layer / kColumns;
            one.column = one.band % 2 == 0 ? one.layer % kColumns : kColumns - 1 - one.layer % kColumns;
            layers_.resize(std::max(layers_.size(), one.layer + 1));
            layers_[one.layer].push_back(static_cast<std::size_t>(&one - places_.data()));
        }
    }

    /// Gives a layer to all that hangs together with the boxes begun; gives the layer behind the last.
    [[nodiscard]] std::size_t reach(std::deque<std::size_t>& open) {
        std::size_t next = 0;
        for (; !open.empty(); open.pop_front()) {
            const std::size_t box = open.front();
            next = std::max(next, places_[box].layer + 1);
            for (const CaseLayout::Arrow& arrow : out_.arrows) {
                const std::size_t other = arrow.from == box ? arrow.to : arrow.to == box ? arrow.from : box;
                if (places_[other].layer == kNowhere) {
                    places_[other].layer = places_[box].layer + 1;
                    open.push_back(other);
                }
            }
        }
        return next;
    }

    void choose_sides() {
        for (std::size_t at = 0; at < labels_.size(); ++at) {
            const CaseLayout::Arrow& arrow = out_.arrows[at];
            const bool to_owns = places_[arrow.to].layer >= places_[arrow.from].layer;
            Label& label = labels_[at];
            label.owner = to_owns ? arrow.to : arrow.from;
            label.other = to_owns ? arrow.from : arrow.to;
            const std::size_t own = places_[label.owner].column;
            const std::size_t other = places_[label.other].column;
            label.side = other < own ? left : right;
            label.other_side = other > own ? left : right;
            places_[label.owner].stack[label.side] += arrow.height + kLabelGap;
            ++places_[label.other].ports[label.other_side];
        }
    }

    void measure_columns() {
        std::array<int, kColumns> boxes{};
        std::array<std::array<int, 2>, kColumns> labels{};
        for (std::size_t at = 0; at < places_.size(); ++at) {
            int& wide = boxes[places_[at].column];
            wide = std::max(wide, out_.boxes[at].width);
        }
        for (std::size_t at = 0; at < labels_.size(); ++at) {
            int& wide = labels[places_[labels_[at].owner].column][labels_[at].side];
            wide = std::max(wide, out_.arrows[at].width);
        }
        int x = kMargin;
        for (std::size_t column = 0; column < kColumns; ++column) {
            const auto room = [&](Side side) { return labels[column][side] == 0 ? 0 : labels[column][side] + kLane; };
            x += room(left) + boxes[column] / 2;
            middle_[column] = x;
            x += boxes[column] - boxes[column] / 2 + room(right);
            reach_[column] = {labels[column][left], labels[column][right]};
            x += boxes[column] == 0 ? 0 : kLane;
        }
        out_.width = x - kLane + kMargin;
    }

    /// Room that a box takes in its column: its own height or that of the labels beside it.
    [[nodiscard]] int room_of(std::size_t box) const {
        return std::max({out_.boxes[box].height, places_[box].stack[left], places_[box].stack[right]}) + kRowGap;
    }

    void place_boxes() {
        int top = kMargin;
        for (std::size_t first = 0; first < layers_.size(); first += kColumns) {
            const std::size_t last = std::min(first + kColumns, layers_.size());
            int high = 0;
            for (std::size_t layer = first; layer < last; ++layer) {
                int all = 0;
                for (const std::size_t box : layers_[layer]) {
                    all += room_of(box);
                }
                high = std::max(high, all);
            }
            for (std::size_t layer = first; layer < last; ++layer) {
                place_column(layer, top, high);
            }
            top += high + kBandGap;
        }
        out_.height = top - kBandGap + kMargin;
    }

    void place_column(std::size_t layer, int top, int high) {
        std::vector<std::size_t>& boxes = layers_[layer];
        std::stable_sort(boxes.begin(), boxes.end(), [&](std::size_t one, std::size_t two) { return before_of(one) < before_of(two); });
        int all = 0;
        for (const std::size_t box : boxes) {
            all += room_of(box);
        }
        int y = top + (high - all) / 2;
        for (const std::size_t box : boxes) {
            out_.boxes[box].x = middle_[places_[box].column];
            out_.boxes[box].y = y + room_of(box) / 2;
            y += room_of(box);
        }
    }

    /// How high the highest neighbour in the layer before stands: those of one neighbour stay together.
    [[nodiscard]] int before_of(std::size_t box) const {
        int y = std::numeric_limits<int>::max();
        for (const CaseLayout::Arrow& arrow : out_.arrows) {
            const std::size_t other = arrow.from == box ? arrow.to : arrow.to == box ? arrow.from : box;
            if (places_[other].layer < places_[box].layer) {
                y = std::min(y, out_.boxes[other].y);
            }
        }
        return y;
    }

    void place_labels() {
        for (std::size_t at = 0; at < labels_.size(); ++at) {
            const Label& label = labels_[at];
            CaseLayout::Arrow& arrow = out_.arrows[at];
            const CaseLayout::Box& owner = out_.boxes[label.owner];
            const CaseLayout::Box& other = out_.boxes[label.other];
            Place& place = places_[label.owner];
            const int way = label.side == left ? -1 : 1;
            const int near = owner.x + way * (owner.width / 2);
            // labels stand clear of the widest box of the column
            const int begin = middle_[place.column] + way * (widest(place.column) / 2 + 8);
            const int end = begin + way * reach_[place.column][label.side];
            place.used[label.side] += arrow.height + kLabelGap;
            arrow.y = owner.y - place.stack[label.side] / 2 + place.used[label.side];
            arrow.x = (begin + end) / 2;
            const int half = owner.height / 2 - 6;
            const int own_y = std::clamp(arrow.y, owner.y - half, owner.y + half);
            Place& beyond = places_[label.other];
            const auto port = static_cast<int>(++beyond.port[label.other_side]);
            const int other_y = other.y - other.height / 2 + port * other.height / (static_cast<int>(beyond.ports[label.other_side]) + 1);
            const int other_x = other.x + (label.other_side == left ? -1 : 1) * (other.width / 2);
            arrow.path = line({near, own_y}, {begin, arrow.y}, {end, arrow.y}, {other_x, other_y}, label, arrow.to == label.owner);
        }
    }

    [[nodiscard]] int widest(std::size_t column) const {
        int wide = 0;
        for (std::size_t at = 0; at < places_.size(); ++at) {
            wide = places_[at].column == column ? std::max(wide, out_.boxes[at].width) : wide;
        }
        return wide;
    }

    struct Point {
        int x = 0;
        int y = 0;
    };

    /// From the other box in a bow to the far end of the label, under it and into the box that it stands beside, or back.
    [[nodiscard]] static std::string line(Point own, Point begin, Point end, Point other, const Label& label, bool towards_owner) {
        const int way = label.side == left ? -1 : 1;
        const int bow = std::max(20, std::abs(end.x - other.x) / 2);
        const Point one{end.x + way * (label.side == label.other_side ? 26 : bow), end.y};
        const Point two = label.side == label.other_side ? Point{one.x, other.y} : Point{other.x - way * bow, other.y};
        return towards_owner
                   ? fmt::format("M{} {}C{} {} {} {} {} {}L{} {}L{} {}", other.x, other.y, two.x, two.y, one.x, one.y, end.x, end.y, begin.x, begin.y, own.x, own.y)
                   : fmt::format("M{} {}L{} {}L{} {}C{} {} {} {} {} {}", own.x, own.y, begin.x, begin.y, end.x, end.y, one.x, one.y, two.x, two.y, other.x, other.y);
    }

    CaseLayout& out_;
    std::vector<Place> places_;
    std::vector<Label> labels_;
    std::vector<std::vector<std::size_t>> layers_;
    std::array<int, kColumns> middle_{};                 ///< of each column
    std::array<std::array<int, 2>, kColumns> reach_{};   ///< width of the labels on either side of it
};

}  // namespace

void CaseLayout::place() {
    Placement(*this).place();
}

}  // namespace huiqi
