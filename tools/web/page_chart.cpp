#include <algorithm>
#include <utility>

#include "engine/numeric/decimal_text.h"
#include "tools/huiqi/answer_text.h"
#include "tools/huiqi/interview_json.h"
#include "tools/huiqi/yuan_words.h"
#include "tools/web/page_parts.h"

namespace huiqi {
namespace {

struct Point {
    Rational x;
    Rational y;
    bool step = false;  ///< the award jumps here
};

[[nodiscard]] bool number_field(const FieldSchema& field) {
    return field.type.without_optional().is(TypeKind::number);
}

/// The text of a value in the unit in which it is asked.
[[nodiscard]] std::string entry_text(const Rational& value, const FieldSchema& field) {
    return decimal_text(value / field.entry.factor);
}

[[nodiscard]] Rational on_step(const Rational& value, const FieldSchema& field) {
    return std::clamp(Rational(Rational(floor(value / field.step)) * field.step), field.least, field.most);
}

/// Looks at what is certain with one answer changed.
class Probe {
public:
    Probe(const PageState& state, Interview& interview, const FieldSchema& field)
        : state_(state), interview_(interview), field_(field) {}

    [[nodiscard]] std::optional<Sum> at(const std::string& text) {
        PageState changed = state_;
        changed.set(field_.name, Answer(text));
        if (faulty(interview_.look(changed.answers, 0))) {
            return std::nullopt;
        }
        return sum_of(interview_);
    }
    [[nodiscard]] Rational certain(const Rational& x) {
        const auto sum = at(entry_text(x, field_));
        return sum ? sum->least : Rational(0);
    }

private:
    const PageState& state_;
    Interview& interview_;
    const FieldSchema& field_;
};

/// Points over the part of the range in which something happens, with jumps found to the last step of the
/// input.
[[nodiscard]] std::vector<Point> points_of(Probe& probe, const FieldSchema& field) {
    constexpr int kPoints = 24;
    const Rational low = field.default_bounds ? Rational(0) : field.least;
    Rational high = field.default_bounds ? Rational(100'000'000) * field.entry.factor / 10'000 : field.most;
    std::vector<Point> points;
    for (int round = 0; round < 6; ++round) {
        points.clear();
        for (int at = 0; at <= kPoints; ++at) {
            const Rational x = on_step(low + (high - low) * at / kPoints, field);
            points.push_back({.x = x, .y = probe.certain(x), .step = false});
        }
        std::size_t last = points.size() - 1;
        while (last > 0 && points[last - 1].y == points.back().y) {
            --last;
        }
        if (last == 0 || last * 3 > points.size()) {
            break;
        }
        high = points[std::min(points.size() - 1, last + 1)].x;  // beyond it nothing changes: look nearer
    }
    Rational most = 0;
    for (const Point& one : points) {
        most = std::max(most, one.y);
    }
    std::vector<Point> all;
    int jumps = 0;
    for (std::size_t at = 0; at < points.size(); ++at) {
        if (at > 0 && jumps < 4) {
            Point a = points[at - 1];
            Point b = points[at];
            for (int times = 0; times < 40 && b.x - a.x > field.step && abs(Rational(b.y - a.y)) * 20 > most;
                 ++times) {
                const Rational x = on_step((a.x + b.x) / 2, field);
                const Point middle{.x = x, .y = probe.certain(x), .step = false};
                (abs(Rational(middle.y - a.y)) >= abs(Rational(b.y - middle.y)) ? b : a) = middle;
            }
            if (most > 0 && b.x - a.x <= field.step && abs(Rational(b.y - a.y)) * 20 > most) {
                b.step = true;
                all.push_back(a);
                all.push_back(b);
                ++jumps;
            }
        }
        all.push_back(points[at]);
    }
    all.erase(std::unique(all.begin(), all.end(),
                          [](const Point& a, const Point& b) { return a.x == b.x && a.step == b.step; }),
              all.end());
    return all;
}

[[nodiscard]] std::string drawn(const PageStyle& style, const std::vector<Point>& points,
                                const FieldSchema& field, const std::string& title,
                                const std::string& unit) {
    const Rational left = points.front().x;
    const Rational width = points.back().x - left;
    Rational most = 0;
    for (const Point& one : points) {
        most = std::max(most, one.y);
    }
    const auto across = [&](const Rational& x) {
        return 10 + to_int64(floor(Rational(width > 0 ? (x - left) / width * 580 : Rational(0))));
    };
    const auto up = [&](const Rational& y) {
        return 230 - to_int64(floor(Rational(most > 0 ? y / most * 190 : Rational(0))));
    };
    std::string path;
    std::string marks;
    for (const Point& one : points) {
        path += std::to_string(across(one.x)) + "," + std::to_string(up(one.y)) + " ";
        if (one.step) {
            const std::string x = std::to_string(across(one.x));
            marks += "<line class=\"jump\" x1=\"" + x + "\" y1=\"230\" x2=\"" + x +
                     "\" y2=\"20\"/><circle class=\"jump\" cx=\"" + x + "\" cy=\"" +
                     std::to_string(up(one.y)) + "\" r=\"5\"/>";
        }
    }
    const std::string cap = std::to_string(up(most));
    return "<svg viewBox=\"0 0 600 270\" role=\"img\" aria-label=\"" + html(title) +
           "\"><line class=\"axis\" x1=\"10\" y1=\"230\" x2=\"590\" y2=\"230\"/>"
           "<line class=\"cap\" x1=\"10\" y1=\"" +
           cap + "\" x2=\"590\" y2=\"" + cap + "\"/>" + marks + "<polyline class=\"award\" points=\"" + path +
           "\"/>"
           "<text x=\"10\" y=\"30\">" +
           style.say("最高 ", "most ") + html(grouped(most)) + " " + html(unit) +
           "</text><text x=\"10\" y=\"258\">" + html(reading_text(Value::of(left), field, style.chinese())) +
           "</text><text x=\"590\" y=\"258\" text-anchor=\"end\">" +
           html(reading_text(Value::of(points.back().x), field, style.chinese())) + "</text></svg>";
}

[[nodiscard]] std::string table_of(const PageStyle& style, const std::vector<Point>& points,
                                   const FieldSchema& field, const std::string& unit) {
    std::string rows;
    for (std::size_t at = 0; at < points.size(); ++at) {
        const bool edge = points[at].step || (at + 1 < points.size() && points[at + 1].step);
        if (at % 3 == 0 || edge || at + 1 == points.size()) {
            rows += "<tr><th scope=\"row\">" +
                    html(reading_text(Value::of(points[at].x), field, style.chinese())) + "</th><td>" +
                    html(grouped(points[at].y)) + (points[at].step ? style.say("（跳变）", " (jump)") : "") +
                    "</td></tr>";
        }
    }
    return "<details><summary>" + style.say("看数字表", "The numbers as a table") +
           "</summary><table><thead><tr><th scope=\"col\">" + html(field.name) + "</th><th scope=\"col\">" +
           style.say("可确定（", "certain (") + html(unit) + style.say("）", ")") + "</th></tr></thead><tbody>" + rows +
           "</tbody></table></details>";
}

[[nodiscard]] std::string options_of(const PageState& state, const Interview& interview,
                                     const std::string& chosen) {
    std::string out;
    for (const std::string& name : state.answers.names()) {
        const auto index = interview.rules().plan->schema.index(name);
        if (!index || !number_field(interview.rules().plan->schema.fields[*index])) {
            continue;
        }
        out += "<option value=\"" + html(name) + "\"" + (name == chosen ? " selected" : "") + ">" +
               html(question_text(interview.rules().input(*index)).in(state.style.language)) + "</option>";
    }
    return out;
}

[[nodiscard]] std::string typed(const PageState& state, const std::string& name) {
    const auto found = state.typed.find(name);
    return found == state.typed.end() ? "" : found->second;
}

}  // namespace

std::string chart_part(const PageState& state, Interview& interview) {
    const PageStyle& style = state.style;
    const std::string chosen = typed(state, "axis");
    const std::string options = options_of(state, interview, chosen);
    if (options.empty() || !sum_of(interview).currency) {
        return "";
    }
    std::string out = "<section class=\"screen-only\" id=\"chart\"><h2>" +
                      style.say("金额随一个回答怎样变", "How the award changes with one answer") +
                      "</h2><form method=\"post\" action=\"/check#chart\">" + state.hidden("result", "") +
                      "<label for=\"axis\">" + style.say("选一个数", "Choose a number") +
                      "</label><select id=\"axis\" name=\"axis\">" + options +
                      "</select><button class=\"second\" name=\"action\" value=\"chart\">" +
                      style.say("画图", "Draw") + "</button></form>";
    if (const auto index = interview.rules().plan->schema.index(chosen);
        index && state.action == "chart" && number_field(interview.rules().plan->schema.fields[*index])) {
        const FieldSchema& field = interview.rules().plan->schema.fields[*index];
        const std::string unit = unit_name(sum_of(interview).currency.value_or(Unit()), style.chinese());
        Probe probe(state, interview, field);
        const std::vector<Point> points = points_of(probe, field);
        const std::string title =
            style.say("可确定的金额随“" + chosen + "”的变化；虚线是最高，竖线是跳变处",
                      "The certain award against “" + chosen + "”; dashed: the most, vertical: jumps");
        out += "<figure>" + drawn(style, points, field, title, unit) + "<figcaption>" + html(title) +
               "</figcaption></figure>" + table_of(style, points, field, unit);
    }
    return out + "</section>";
}

}  // namespace huiqi
