#include "tools/web/flow_picture.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

// Sizes in pixels.
constexpr int kWideBox = 236;     // with up to four columns; with more both are narrower, so that a page holds them
constexpr int kWideGap = 84;
constexpr int kNarrowBox = 204;
constexpr int kNarrowGap = 58;
constexpr std::size_t kWideColumns = 4;
constexpr int kBoxGap = 14;
constexpr int kPadding = 12;      // of a frame around a group
constexpr int kHeading = 30;      // of the heading of a group
constexpr int kGroupGap = 34;
constexpr int kTitleLine = 19;
constexpr int kDetailLine = 17;
constexpr int kBoxPadding = 9;
constexpr int kMargin = 6;
constexpr int kPassing = 6;       // of the room for a line

/// How wide a letter is about; a Chinese one takes two.
constexpr int kTitleLetter = 8;
constexpr int kDetailLetter = 6;
constexpr std::size_t kTitleLines = 2;
constexpr std::size_t kDetailLines = 3;

/// With more lines a picture shows nothing any more.
constexpr std::size_t kMostLines = 800;

/// Cuts a text into lines, at blanks where there are any, and ends it with … where it is too long.
[[nodiscard]] std::vector<std::string> lines_of(std::string_view text, std::size_t columns, std::size_t most) {
    std::vector<std::string> lines;
    std::string line;
    std::size_t width = 0;
    std::size_t blank = 0;   // behind the last blank of the line
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const char32_t letter = next_code_point(text, at);
        const std::size_t wide = display_width(letter);
        if (width + wide > columns && !line.empty()) {
            std::string rest;
            if (blank != 0 && letter < 0x2E80) {
                rest = line.substr(blank);
                line.resize(blank);
            }
            lines.push_back(std::exchange(line, rest));
            width = display_width(line);
            blank = 0;
            if (lines.size() == most) {
                lines.back() = lines.back().substr(0, lines.back().find_last_not_of(' ') + 1) + "…";
                return lines;
            }
        }
        const bool space = letter == ' ' || letter == '\n' || letter == '\t';
        line += space ? std::string(" ") : std::string(text.substr(begin, at - begin));
        width += wide;
        blank = space ? line.size() : blank;
    }
    if (!line.empty()) {
        lines.push_back(line);
    }
    return lines;
}

/// A box with its place; or, without a box, where lines pass through a column on their way to one further right.
struct Placed {
    const FlowPicture::Box* box = nullptr;
    std::size_t passes = 0;        ///< of such a place: the box that the lines come from
    std::size_t group = 0;
    std::size_t column = 0;
    std::vector<std::string> title, detail;
    int x = 0, y = 0, height = 0;

    [[nodiscard]] int middle() const { return y + height / 2; }
    [[nodiscard]] int bottom() const { return y + height; }
};

[[nodiscard]] std::string number(int value) { return std::to_string(value); }

class Drawing {
public:
    Drawing(const FlowPicture& picture, std::string id) : picture_(picture), id_(std::move(id)) {
        for (const FlowPicture::Group& group : picture.groups) {
            columns_ = std::max(columns_, group.column + 1);
        }
        width_ = columns_ > kWideColumns ? kNarrowBox : kWideBox;
        gap_ = columns_ > kWideColumns ? kNarrowGap : kWideGap;
        for (std::size_t group = 0; group < picture.groups.size(); ++group) {
            for (const FlowPicture::Box& box : picture.groups[group].boxes) {
                place(box, group);
            }
        }
        find_users();
        let_lines_pass();
        for (std::size_t column = columns_; column-- > 0;) {
            lay_out(column);
        }
        settle_heights();
    }

    [[nodiscard]] std::string svg() const {
        const int width = static_cast<int>(columns_) * (width_ + gap_) - gap_ + 2 * (kMargin + kPadding);
        std::string out = "<svg class=\"flow\" role=\"img\" aria-labelledby=\"" + id_ + "-title " + id_ + "-desc\" viewBox=\"0 0 " + number(width) +
                          " " + number(height_) + "\" width=\"" + number(width) + "\" height=\"" + number(height_) + "\"><title id=\"" + id_ +
                          "-title\">" + html(picture_.title) + "</title><desc id=\"" + id_ + "-desc\">" + html(picture_.description) + "</desc>";
        return out + frames() + lines() + chains() + all_boxes() + "</svg>";
    }

private:
    void place(const FlowPicture::Box& box, std::size_t group) {
        Placed made;
        made.box = &box;
        made.group = group;
        made.column = picture_.groups[group].column;
        made.title = lines_of(box.title, static_cast<std::size_t>((width_ - 28) / kTitleLetter), kTitleLines);
        made.detail = lines_of(box.detail, static_cast<std::size_t>((width_ - 28) / kDetailLetter), kDetailLines);
        made.x = kMargin + kPadding + static_cast<int>(made.column) * (width_ + gap_);
        made.height = 2 * kBoxPadding + kTitleLine * static_cast<int>(made.title.size()) + kDetailLine * static_cast<int>(made.detail.size());
        boxes_.push_back(std::move(made));
    }

    void find_users() {
        users_.resize(boxes_.size());
        for (std::size_t at = 0; at < boxes_.size(); ++at) {
            for (const std::size_t used : boxes_[at].box->uses) {
                users_[used].push_back(at);
            }
        }
    }

    /// Makes room in each column for the lines that go on behind it.
    void let_lines_pass() {
        const std::size_t real = boxes_.size();
        std::vector<std::size_t> first_group(columns_, picture_.groups.size());
        for (std::size_t group = picture_.groups.size(); group-- > 0;) {
            first_group[picture_.groups[group].column] = group;
        }
        passing_.resize(real);
        for (std::size_t at = 0; at < real; ++at) {
            std::size_t far = boxes_[at].column;
            for (const std::size_t user : users_[at]) {
                far = std::max(far, boxes_[user].column);
            }
            for (std::size_t column = boxes_[at].column + 1; column < far; ++column) {
                Placed made;
                made.passes = at;
                made.group = first_group[column];
                made.column = column;
                made.x = kMargin + kPadding + static_cast<int>(column) * (width_ + gap_);
                made.height = kPassing;
                std::vector<std::size_t> behind;
                std::copy_if(users_[at].begin(), users_[at].end(), std::back_inserter(behind), [&](std::size_t user) { return boxes_[user].column > column; });
                passing_[at].push_back(boxes_.size());
                boxes_.push_back(std::move(made));
                users_.push_back(std::move(behind));
            }
        }
    }

    /// Gives the room that a member of a group needs above itself: the first box that stands behind lines has the heading above it.
    [[nodiscard]] int gap_above(const std::vector<std::size_t>& members, std::size_t place) const {
        const auto real = [this](std::size_t at) { return boxes_[at].box != nullptr; };
        if (place == 0) {
            return 0;
        }
        const std::size_t one = members[place];
        const bool first = real(one) && std::none_of(members.begin(), members.begin() + static_cast<std::ptrdiff_t>(place), real);
        const bool behind = !real(one) && real(members[place - 1]) && std::none_of(members.begin() + static_cast<std::ptrdiff_t>(place), members.end(), real);
        const bool both_pass = !real(one) && !real(members[place - 1]);
        return first ? kHeading + kPadding : behind ? kPadding + kBoxGap / 2 : both_pass ? kBoxGap / 2 : kBoxGap;
    }

    /// Gives the middle of what uses a box; of what nothing uses where it stands by itself.
    [[nodiscard]] int wanted(std::size_t at) const {
        long sum = 0;
        long count = 0;
        for (const std::size_t user : users_[at]) {
            if (boxes_[user].column > boxes_[at].column) {
                sum += boxes_[user].middle();
                ++count;
            }
        }
        return count == 0 ? 1 << 20 : static_cast<int>(sum / count);
    }

    /// Places the boxes of a column; those of the columns to the right stand already.
    void lay_out(std::size_t column) {
        int y = kMargin;
        for (std::size_t group = 0; group < picture_.groups.size(); ++group) {
            const FlowPicture::Group& of = picture_.groups[group];
            if (of.column != column || of.boxes.empty()) {
                continue;
            }
            y += y == kMargin ? 0 : kGroupGap;
            std::vector<std::size_t> members;
            for (std::size_t at = 0; at < boxes_.size(); ++at) {
                if (boxes_[at].group == group) {
                    members.push_back(at);
                }
            }
            const bool free = !of.chained && column + 1 < columns_;
            std::vector<int> wish(boxes_.size(), 0);
            for (const std::size_t at : members) {
                wish[at] = free ? wanted(at) : 0;
            }
            if (free) {
                std::stable_sort(members.begin(), members.end(), [&](std::size_t left, std::size_t right) { return wish[left] < wish[right]; });
            }
            y += kHeading + kPadding / 2;
            for (std::size_t place = 0; place < members.size(); ++place) {
                y += gap_above(members, place) + (of.chained && place != 0 ? 8 : 0);
                boxes_[members[place]].y = y;
                y += boxes_[members[place]].height;
            }
            y += kPadding;
            if (free) {
                spread(members, wish);
            }
        }
    }

    /// Moves the boxes of a group down towards the middle of what uses them, without one passing another.
    void spread(const std::vector<std::size_t>& members, const std::vector<int>& wish) {
        int least = boxes_[members.front()].y;
        const int most = std::max(tallest_right(boxes_[members.front()].column), boxes_[members.back()].bottom());
        for (std::size_t place = 0; place < members.size(); ++place) {
            Placed& one = boxes_[members[place]];
            const int middle = wish[members[place]];
            least += gap_above(members, place);
            one.y = std::max(least, middle >= 1 << 20 ? least : middle - one.height / 2);
            least = one.bottom();
        }
        int end = most;
        for (std::size_t place = members.size(); place-- > 0;) {
            Placed& one = boxes_[members[place]];
            one.y = std::min(one.y, end - one.height);
            end = one.y - gap_above(members, place);
        }
    }

    [[nodiscard]] int tallest_right(std::size_t column) const {
        int most = 0;
        for (const Placed& one : boxes_) {
            most = one.column > column ? std::max(most, one.bottom()) : most;
        }
        return most;
    }

    void settle_heights() {
        for (const Placed& one : boxes_) {
            height_ = std::max(height_, one.bottom() + kPadding + kMargin);
        }
    }

    /// A frame with a heading around each group.
    [[nodiscard]] std::string frames() const {
        std::string out;
        for (std::size_t group = 0; group < picture_.groups.size(); ++group) {
            int top = 1 << 28;
            int bottom = 0;
            int x = 0;
            for (const Placed& one : boxes_) {
                if (one.group == group && one.box != nullptr) {
                    top = std::min(top, one.y);
                    bottom = std::max(bottom, one.bottom());
                    x = one.x;
                }
            }
            if (bottom == 0) {
                continue;
            }
            top -= kHeading + kPadding / 2;
            out += "<rect class=\"frame\" x=\"" + number(x - kPadding) + "\" y=\"" + number(top) + "\" width=\"" + number(width_ + 2 * kPadding) +
                   "\" height=\"" + number(bottom - top + kPadding) + "\" rx=\"8\"/><text class=\"heading\" x=\"" + number(x) + "\" y=\"" +
                   number(top + 22) + "\">" + html(picture_.groups[group].heading) + "</text>";
        }
        return out;
    }

    /// Lines from what is used to what uses it.
    [[nodiscard]] std::string lines() const {
        std::string out;
        std::size_t drawn = 0;
        for (std::size_t at = 0; at < boxes_.size() && boxes_[at].box != nullptr; ++at) {
            out += passing_lines(at);
            for (const std::size_t used : boxes_[at].box->uses) {
                if (++drawn <= kMostLines) {
                    out += line(last_before(used, boxes_[at].column), boxes_[at]);
                }
            }
            if (!boxes_[at].box->uses.empty()) {
                out += "<circle class=\"end\" cx=\"" + number(boxes_[at].x) + "\" cy=\"" + number(boxes_[at].middle()) + "\" r=\"3.5\"/>";
            }
        }
        return out;
    }

    /// Where the lines of a box stand in the column before another.
    [[nodiscard]] const Placed& last_before(std::size_t used, std::size_t column) const {
        const Placed* last = &boxes_[used];
        for (const std::size_t one : passing_[used]) {
            last = boxes_[one].column < column ? &boxes_[one] : last;
        }
        return *last;
    }

    /// The lines of a box through the columns behind it.
    [[nodiscard]] std::string passing_lines(std::size_t at) const {
        std::string out;
        const Placed* from = &boxes_[at];
        for (const std::size_t one : passing_[at]) {
            const Placed& to = boxes_[one];
            out += line(*from, to) + "<path class=\"line\" d=\"M" + number(to.x) + " " + number(to.middle()) + "h" + number(width_) + "\"/>";
            from = &to;
        }
        return out;
    }

    [[nodiscard]] std::string line(const Placed& from, const Placed& to) const {
        const int y1 = from.middle();
        const int y2 = to.middle();
        if (from.column < to.column) {
            const int x1 = from.x + width_;
            const int bend = gap_ / 2 + 6;
            return "<path class=\"line\" d=\"M" + number(x1) + " " + number(y1) + "C" + number(x1 + bend) + " " + number(y1) + " " +
                   number(to.x - bend) + " " + number(y2) + " " + number(to.x) + " " + number(y2) + "\"/>";
        }
        const int away = to.x - 30;   // within a column, or back: around its left side
        return "<path class=\"line\" d=\"M" + number(from.x) + " " + number(y1) + "C" + number(away) + " " + number(y1) + " " + number(away) + " " +
               number(y2) + " " + number(to.x) + " " + number(y2) + "\"/>";
    }

    [[nodiscard]] static std::string arrow(int x, int from, int to) {
        return "<path class=\"chain\" d=\"M" + number(x) + " " + number(from) + "V" + number(to - 6) + "\"/><path class=\"head\" d=\"M" + number(x - 5) +
               " " + number(to - 8) + "L" + number(x) + " " + number(to) + "L" + number(x + 5) + " " + number(to - 8) + "Z\"/>";
    }

    /// Arrows down from box to box, and from group to group.
    [[nodiscard]] std::string chains() const {
        std::string out;
        for (std::size_t at = 1; at < boxes_.size() && boxes_[at].box != nullptr; ++at) {
            const Placed& before = boxes_[at - 1];
            const Placed& one = boxes_[at];
            const FlowPicture::Group& group = picture_.groups[one.group];
            const int x = one.x + width_ / 2;
            if (before.group == one.group && group.chained) {
                out += arrow(x, before.bottom(), one.y);
            } else if (before.group != one.group && before.column == one.column && group.follows) {
                out += arrow(x, before.bottom() + kPadding, one.y - kHeading - kPadding / 2);
            }
        }
        return out;
    }

    [[nodiscard]] static std::string_view class_of(FlowPicture::Shape shape) {
        switch (shape) {
            case FlowPicture::Shape::input: return "input";
            case FlowPicture::Shape::value: return "value";
            case FlowPicture::Shape::table: return "table";
            case FlowPicture::Shape::condition: return "condition";
            case FlowPicture::Shape::step: return "step";
            case FlowPicture::Shape::round: return "round";
            case FlowPicture::Shape::limit: return "limit";
            case FlowPicture::Shape::result: return "result";
            case FlowPicture::Shape::stage: return "stage";
        }
        return "";
    }

    /// The outline of a box: its form says what it is also without its colour.
    [[nodiscard]] std::string outline(const Placed& one) const {
        const std::string x = number(one.x);
        const std::string y = number(one.y);
        const std::string h = number(one.height);
        const std::string w = number(width_);
        const auto rect = [&](int round) {
            return "<rect class=\"body\" x=\"" + x + "\" y=\"" + y + "\" width=\"" + w + "\" height=\"" + h + "\" rx=\"" + number(round) + "\"/>";
        };
        switch (one.box->shape) {
            case FlowPicture::Shape::input: return rect(std::min(18, one.height / 2));
            case FlowPicture::Shape::table:
                return rect(2) + "<path class=\"edge\" d=\"M" + number(one.x + 6) + " " + y + "V" + number(one.bottom()) + "\"/>";
            case FlowPicture::Shape::condition: {
                const int cut = 10;
                return "<path class=\"body\" d=\"M" + number(one.x + cut) + " " + y + "H" + number(one.x + width_ - cut) + "L" +
                       number(one.x + width_) + " " + number(one.middle()) + "L" + number(one.x + width_ - cut) + " " + number(one.bottom()) + "H" +
                       number(one.x + cut) + "L" + x + " " + number(one.middle()) + "Z\"/>";
            }
            case FlowPicture::Shape::limit:
                return rect(2) + "<path class=\"bar\" d=\"M" + x + " " + number(one.y + 1) + "h" + w + "\"/>";
            case FlowPicture::Shape::result: return rect(8);
            case FlowPicture::Shape::value:
            case FlowPicture::Shape::step:
            case FlowPicture::Shape::round:
            case FlowPicture::Shape::stage: return rect(4);
        }
        return rect(4);
    }

    [[nodiscard]] std::string all_boxes() const {
        std::string out;
        for (const Placed& one : boxes_) {
            if (one.box == nullptr) {
                continue;
            }
            out += "<g class=\"box " + std::string(class_of(one.box->shape)) + "\">" + outline(one);
            const int x = one.x + 16;
            int y = one.y + kBoxPadding + 14;
            for (const std::string& text : one.title) {
                out += "<text class=\"title\" x=\"" + number(x) + "\" y=\"" + number(y) + "\">" + html(text) + "</text>";
                y += kTitleLine;
            }
            y -= 1;
            for (const std::string& text : one.detail) {
                out += "<text class=\"detail\" x=\"" + number(x) + "\" y=\"" + number(y) + "\">" + html(text) + "</text>";
                y += kDetailLine;
            }
            if (!one.box->mark.empty()) {
                out += "<text class=\"mark" + std::string(one.box->complete ? "" : " open") + "\" x=\"" + number(one.x + width_ - 12) + "\" y=\"" +
                       number(one.y + kBoxPadding + 13) + "\">" + html(one.box->mark) + "</text>";
            }
            out += "</g>";
        }
        return out;
    }

    const FlowPicture& picture_;
    std::string id_;
    std::vector<Placed> boxes_;
    std::vector<std::vector<std::size_t>> users_;
    std::vector<std::vector<std::size_t>> passing_;   ///< of each box where its lines pass, column by column
    std::size_t columns_ = 0;
    int width_ = kWideBox, gap_ = kWideGap;
    int height_ = 0;
};

}  // namespace

std::size_t FlowPicture::add(Box box) {
    groups.back().boxes.push_back(std::move(box));
    return count_++;
}

std::string flow_svg(const FlowPicture& picture, const std::string& id) { return Drawing(picture, id).svg(); }

std::string flow_words(const PageStyle& style, const FlowPicture& picture) {
    std::vector<const FlowPicture::Box*> boxes;
    for (const FlowPicture::Group& group : picture.groups) {
        for (const FlowPicture::Box& box : group.boxes) {
            boxes.push_back(&box);
        }
    }
    std::string out;
    for (const FlowPicture::Group& group : picture.groups) {
        std::string items;
        for (const FlowPicture::Box& box : group.boxes) {
            std::string uses;
            for (const std::size_t used : box.uses) {
                uses += (uses.empty() ? style.say("；用到：", "; uses ") : style.say("、", ", ")) + worded(style, boxes[used]->title);
            }
            items += "<li><strong>" + worded(style, box.title) + "</strong>" +
                     (box.detail.empty() ? "" : style.say("：", ": ") + worded(style, box.detail)) + uses + "</li>";
        }
        out += "<li>" + worded(style, group.heading) + (group.chained ? "<ol>" + items + "</ol>" : "<ul>" + items + "</ul>") + "</li>";
    }
    return out.empty() ? "" : "<ol class=\"flow-words\">" + out + "</ol>";
}

std::string flow_figure(const PageStyle& style, const FlowPicture& picture, const std::string& id) {
    return "<figure class=\"flow-figure\"><div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"" + html(picture.title) + "\">" +
           flow_svg(picture, id) + "</div><figcaption><p class=\"swipe note\">" + style.say("左右滑动看全图", "Swipe sideways for the whole picture") + "</p><details><summary>" + style.say("这张图的文字说明", "The picture in words") + "</summary>" +
           flow_words(style, picture) + "</details></figcaption></figure>";
}

}  // namespace huiqi
