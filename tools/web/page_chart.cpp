#include <utility>

#include "engine/numeric/decimal_text.h"
#include "engine/numeric/rounding.h"
#include "tools/huiqi/ask/answer_text.h"
#include "tools/huiqi/ask/interview_json.h"
#include "tools/huiqi/yuan_words.h"
#include "tools/web/award_curve.h"
#include "tools/web/page_parts.h"

namespace huiqi {
namespace {

[[nodiscard]] bool number_field(const FieldSchema& field) {
    return field.type.without_optional().is(TypeKind::number);
}

[[nodiscard]] std::string amount_text(const PageStyle& style, const Rational& amount, const Unit& currency) {
    return grouped(amount) + " " + unit_name(currency, style.chinese());
}

[[nodiscard]] std::string answer_text(const PageStyle& style, const Rational& x, const FieldSchema& field) {
    return grouped_amounts(reading_text(Value::of(x), field, style.chinese()));
}

/// A coordinate of the drawing: to whole ones a straight line would look bent.
[[nodiscard]] std::string tenths(const Rational& at) {
    return decimal_text(Rational(floor(Rational(at * 10))) / 10);
}

[[nodiscard]] std::string bend_mark(const Rational& x, const Rational& y) {
    const auto corner = [&](int across, int down) { return tenths(x + across) + "," + tenths(y + down) + " "; };
    return "<polygon class=\"bend\" points=\"" + corner(-7, 0) + corner(0, -7) + corner(7, 0) + corner(0, 7) + "\"/>";
}

/// The lines alone: what is written stands beside the drawing, in the size of all other text.
[[nodiscard]] std::string drawn(const AwardCurve& curve, const std::string& label) {
    const std::vector<CurvePoint>& points = curve.points;
    const Rational left = points.front().x;
    const Rational width = points.back().x - left;
    const auto place = [&](const Rational& x) { return Rational(10 + (width > 0 ? (x - left) / width * 580 : Rational(0))); };
    const auto height = [&](const Rational& y) { return Rational(230 - (curve.most > 0 && y > 0 ? y / curve.most * 200 : Rational(0))); };
    const auto across = [&](const Rational& x) { return tenths(place(x)); };
    const auto up = [&](const Rational& y) { return tenths(height(y)); };
    std::string path;
    std::string marks;
    for (const CurvePoint& one : points) {
        const std::string x = across(one.x);
        path += x + "," + up(one.y) + " ";
        if (one.step) {
            marks += "<line class=\"jump\" x1=\"" + x + "\" y1=\"230\" x2=\"" + x + "\" y2=\"15\"/><circle class=\"jump\" cx=\"" +
                     x + "\" cy=\"" + up(one.y) + "\" r=\"5\"/>";
        }
        if (one.bend) {
            marks += bend_mark(place(one.x), height(one.y));
        }
        if (one.own) {
            marks += "<line class=\"own\" x1=\"" + x + "\" y1=\"230\" x2=\"" + x + "\" y2=\"" + up(one.y) +
                     "\"/><circle class=\"own\" cx=\"" + x + "\" cy=\"" + up(one.y) + "\" r=\"8\"/>";
        }
    }
    const std::string cap = curve.level_from ? "<line class=\"cap\" x1=\"10\" y1=\"" + up(curve.most) + "\" x2=\"590\" y2=\"" +
                                                   up(curve.most) + "\"/>"
                                             : "";
    return "<svg viewBox=\"0 0 600 245\" role=\"img\" aria-label=\"" + html(label) +
           "\"><line class=\"axis\" x1=\"10\" y1=\"230\" x2=\"590\" y2=\"230\"/>" + cap +
           "<polyline class=\"award\" points=\"" + path + "\"/>" + marks + "</svg>";
}

/// How much the amount grows for one more hundred yuan, or one more of the unit in which it is asked.
[[nodiscard]] std::string pace_text(const PageStyle& style, const Rational& pace, const Rational& unit, const Unit& currency) {
    if (pace == 0) {
        return style.say("不变", "nothing");
    }
    const Rational size = (pace < 0 ? Rational(-pace) : pace) * unit;
    const Rational short_one = Rational(divide_rounded(numerator(size) * 10'000, denominator(size), Rounding::half_up)) / 10'000;
    const std::string about = short_one == size ? "" : style.say("约 ", "about ");
    return (pace < 0 ? style.say("少 ", "takes off ") : style.say("多 ", "")) + about + amount_text(style, short_one, currency);
}

[[nodiscard]] std::string bend_words(const PageStyle& style, const CurvePoint& before, const CurvePoint& one, const FieldSchema& field,
                                     const Unit& currency) {
    const bool by_hundred = field.type.without_optional().unit() == currency && field.entry.factor == 1;
    const Rational unit = by_hundred ? Rational(100) : field.entry.factor;
    return html(style.say("此前每多 ", "before, each further ") + answer_text(style, unit, field) + style.say("，金额", " brings ") +
                pace_text(style, before.pace, unit, currency) + style.say("；此后", "; from here on ") + pace_text(style, one.pace, unit, currency));
}

/// What the marks mean, in words.
[[nodiscard]] std::string marks_part(const PageStyle& style, const AwardCurve& curve, const FieldSchema& field,
                                     const Unit& currency) {
    std::string out;
    for (std::size_t at = 0; at < curve.points.size(); ++at) {
        const CurvePoint& one = curve.points[at];
        const std::string x = html(answer_text(style, one.x, field));
        const std::string y = html(amount_text(style, one.y, currency));
        if (one.own) {
            out += "<li>" + style.say("● 您的回答 ", "● your answer ") + x + style.say("：", ": ") + y + "</li>";
        }
        if (one.step) {
            out += "<li>" + style.say("○ 在 ", "○ at ") + x + style.say(" 处跳变：", " it jumps: ") +
                   html(amount_text(style, curve.points[at - 1].y, currency)) + " → " + y + "</li>";
        }
        if (one.bend && at > 0 && one.x != curve.level_from) {
            out += "<li>" + style.say("◇ 在 ", "◇ at ") + x + style.say(" 处转折：", " it bends: ") + bend_words(style, curve.points[at - 1], one, field, currency) +
                   "</li>";
        }
    }
    if (curve.level_from) {
        out += "<li>" + style.say("┄ 从 ", "┄ from ") + html(answer_text(style, *curve.level_from, field)) +
               style.say(" 起不再增加，停在 ", " on it grows no more and stays at ") +
               html(amount_text(style, curve.most, currency)) + "</li>";
    }
    out = out.empty() ? "" : "<ul class=\"marks\">" + out + "</ul>";
    return curve.all_bends ? out
                           : out + "<p class=\"hint\">" + style.say("这里的规则有的不是分段直线，或者转折太多：可能还有没有标出的转折。",
                                                                  "Some of these rules do not go along straight lines, or they bend too often: there may be bends without a mark.") +
                                 "</p>";
}

[[nodiscard]] std::string table_of(const PageStyle& style, const AwardCurve& curve, const FieldSchema& field,
                                   const std::string& question, const Unit& currency) {
    const std::vector<CurvePoint>& points = curve.points;
    std::string rows;
    for (std::size_t at = 0; at < points.size(); ++at) {
        const CurvePoint& one = points[at];
        const bool level = curve.level_from && *curve.level_from == one.x;
        const bool edge = one.step || one.bend || one.own || level || (at + 1 < points.size() && points[at + 1].step);
        if (at % 4 != 0 && !edge && at + 1 != points.size()) {
            continue;
        }
        rows += "<tr><th scope=\"row\">" + html(answer_text(style, one.x, field)) + "</th><td>" + html(grouped(one.y)) +
                (one.step ? style.say("（跳变）", " (jump)") : "") + (one.bend && !level ? style.say("（转折）", " (bend)") : "") + (level ? style.say("（不再增加）", " (grows no more)") : "") +
                (one.own ? style.say("（您的回答）", " (your answer)") : "") + "</td></tr>";
    }
    return "<details><summary>" + style.say("看数字表", "The numbers as a table") +
           "</summary><table><thead><tr><th scope=\"col\">" + worded(style, question) + "</th><th scope=\"col\">" +
           style.say("可确定（", "certain (") + html(unit_name(currency, style.chinese())) + style.say("）", ")") +
           "</th></tr></thead><tbody>" + rows + "</tbody></table></details>";
}

[[nodiscard]] std::string figure_of(const PageState& state, Interview& interview, std::size_t index) {
    const PageStyle& style = state.style;
    const FieldSchema& field = interview.rules().plan->schema.fields[index];
    const Unit currency = sum_of(interview).currency.value_or(Unit());
    const std::string question = question_text(interview.rules().input(index)).in(style.language);
    const AwardCurve curve = award_curve(state, interview, field);
    const std::string title = style.say("可确定的金额，随“" + question + "”变化", "The certain award against “" + question + "”");
    return "<figure><figcaption>" + worded(style, title) + "</figcaption><p class=\"scale\">" + style.say("最高 ", "most ") +
           html(amount_text(style, curve.most, currency)) + "</p>" + drawn(curve, title) + "<p class=\"scale ends\"><span>" +
           html(answer_text(style, curve.points.front().x, field)) + "</span><span>" +
           html(answer_text(style, curve.points.back().x, field)) + "</span></p>" + marks_part(style, curve, field, currency) +
           "</figure>" + table_of(style, curve, field, question, currency);
}

[[nodiscard]] std::string options_of(const PageState& state, const Interview& interview,
                                     const std::string& chosen) {
    std::string out;
    for (const std::string& name : state.answers.names()) {
        const auto index = interview.rules().plan->schema.index(name);
        if (!index || !number_field(interview.rules().plan->schema.fields[*index])) {
            continue;
        }
        const std::string asked = question_text(interview.rules().input(*index)).in(state.style.language);
        out += "<option value=\"" + html(name) + "\"" + lang_of(state.style, asked) + (name == chosen ? " selected" : "") + ">" + html(asked) + "</option>";
    }
    return out;
}

}  // namespace

std::string chart_part(const PageState& state, Interview& interview) {
    const PageStyle& style = state.style;
    const std::string chosen = state.typed_in("axis");
    const std::string options = options_of(state, interview, chosen);
    if (options.empty() || !sum_of(interview).currency) {
        return "";
    }
    std::string out = "<section class=\"screen-only\" id=\"chart\"><h2>" +
                      style.say("金额随一个回答怎样变", "How the award changes with one answer") +
                      "</h2><form method=\"post\" action=\"/check#chart\">" + state.hidden("result", "") + state.keeping_comparison() +
                      "<label for=\"axis\">" + style.say("选一个数", "Choose a number") +
                      "</label><select id=\"axis\" name=\"axis\">" + options +
                      "</select><button class=\"second\" name=\"action\" value=\"chart\">" +
                      style.say("画图", "Draw") + "</button></form>";
    if (const auto index = interview.rules().plan->schema.index(chosen);
        index && state.draws() && number_field(interview.rules().plan->schema.fields[*index])) {
        out += figure_of(state, interview, *index);
    }
    return out + "</section>";
}

}  // namespace huiqi
