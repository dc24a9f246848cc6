#include "tools/huiqi/decide/monitor_report.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "engine/evaluate/explanation.h"
#include "engine/numeric/decimal_text.h"
#include "engine/rulebook/keys.h"
#include "tools/huiqi/json_values.h"

namespace huiqi {
namespace {

using json = nlohmann::ordered_json;

constexpr std::array kStates{TargetState::met, TargetState::missed, TargetState::unknown, TargetState::open};

[[nodiscard]] Bilingual state_name(TargetState state) {
    switch (state) {
        case TargetState::met: return {"达到", "met"};
        case TargetState::missed: return {"未达到", "missed"};
        case TargetState::unknown: return {"未知", "unknown"};
        case TargetState::open: break;
    }
    return {"未到期", "open"};
}

[[nodiscard]] const Spelling& relation_key(Target::Relation relation) {
    constexpr std::array kKeys{"at_least", "above", "at_most", "below"};
    return spelling(Scope::target, kKeys[static_cast<std::size_t>(relation)]);
}

[[nodiscard]] const Spelling& of_word(Target::Of of) {
    constexpr std::array kWords{"sum", "count", "mean", "max", "min"};
    return spelling(Scope::target_word, kWords[static_cast<std::size_t>(of)]);
}

/// Nothing for a target that does not look at years.
[[nodiscard]] const Spelling* mode_word(Target::Mode mode) {
    constexpr std::array kWords{"", "cumulative", "each_year", "last_year", "growth", "compound_growth"};
    return mode == Target::Mode::whole
               ? nullptr
               : &spelling(Scope::target_mode_word, kWords[static_cast<std::size_t>(mode)]);
}

/// Writes targets for people.
class TargetText {
public:
    TargetText(const MonitoredTarget& one, Language language)
        : one_(one), target_(*one.target), chinese_(language == Language::zh) {}

    [[nodiscard]] std::string write() {
        line("  " + target_.id + (target_.title.empty() ? "" : "  " + said(target_.title)) + say("：", ": ") +
             said(state_name(one_.result.state)));
        what();
        years();
        for (const TargetComparison& comparison : one_.result.comparisons) {
            compare(comparison);
        }
        gaps();
        const CitedText cited = cited_text(*one_.incentive, target_.provenance);
        if (!cited.document.empty() || !cited.clause.empty()) {
            line(say("    依据 ", "    source ") + cited.document +
                 (cited.number.empty() ? "" : " " + cited.number) +
                 (cited.clause.empty() ? "" : " " + cited.clause));
        }
        return std::move(text_);
    }

private:
    [[nodiscard]] std::string said(const Bilingual& both) const { return chinese_ ? both.zh : both.en; }
    [[nodiscard]] std::string say(const char* zh, const char* en) const { return chinese_ ? zh : en; }
    [[nodiscard]] std::string word(const Spelling& row) const {
        return std::string(chinese_ ? row.zh : row.en);
    }
    void line(const std::string& text) { text_ += text + "\n"; }

    void what() {
        std::string text = "    " + word(of_word(target_.of));
        const auto add = [&](const std::optional<CheckedExpression>& expression, const char* key) {
            text += expression
                        ? say("，", ", ") + word(spelling(Scope::target, key)) + " " + expression->text.text
                        : std::string();
        };
        add(target_.value, "value");
        add(target_.over, "over");
        add(target_.distinct, "distinct");
        add(target_.when, "when");
        if (const Spelling* mode = mode_word(target_.mode)) {
            text += say("；", "; ") + word(*mode) + " " + span({target_.period->first, target_.period->last});
        }
        line(text + say("；", "; ") + said(target_.wanted));
    }

    [[nodiscard]] static std::string span(const Target::Years& years) {
        return years.first == years.last ? std::to_string(years.first)
                                         : std::to_string(years.first) + ".." + std::to_string(years.last);
    }

    /// Large amounts of money are read in 亿 and 万.
    [[nodiscard]] std::string amount(const Rational& number) const {
        const Type& type = target_.type;
        const Rational size = number < 0 ? Rational(-number) : number;
        if (chinese_ && type.unit() == Unit::of("CNY")) {
            for (const auto& [factor, name] : {std::pair{100'000'000, "亿元"}, std::pair{10'000, "万元"}}) {
                const EntryUnit unit{type.unit(), factor, name};
                if (size >= factor && is_integer(number / factor * 1'000'000)) {
                    return value_text(Value::of(number), type, true, &unit);
                }
            }
        }
        return value_text(Value::of(number), type, chinese_);
    }

    [[nodiscard]] static std::string percent(const Rational& rate) {
        return fixed_text(floor(rate * 10'000), 2) + "%";
    }

    [[nodiscard]] std::string shown(const TargetFigure& figure) const {
        std::string text = figure.value ? amount(*figure.value) : say("无", "none");
        if (figure.uncounted != 0) {
            text += say("（另有 ", " (and ") + std::to_string(figure.uncounted) +
                    say(" 行没有数进去）", " rows not counted)");
        }
        return text;
    }

    [[nodiscard]] std::string of_year(const TargetFigure& figure) const {
        const bool nothing = !figure.whole && figure.counted == 0 && figure.uncounted == 0;
        return nothing ? say("没有数据", "no data") : shown(figure);
    }

    void years() {
        std::string text;
        for (const TargetResult::Year& year : one_.result.years) {
            text += (text.empty() ? "    " : say("，", ", ")) + std::to_string(year.year) + say("年 ", " ") +
                    of_year(year.figure);
        }
        if (!text.empty()) {
            line(text);
        }
    }

    void compare(const TargetComparison& one) {
        std::string text = "    ";
        if (target_.period) {
            text += (target_.grows() ? std::to_string(one.years.first) + "→" + std::to_string(one.years.last)
                                     : span(one.years)) +
                    say("：", ": ");
        }
        if (target_.grows()) {
            text +=
                (one.from.value ? amount(*one.from.value) : say("无", "none")) + " → " + shown(one.figure);
            text += one.rate ? say("，每年 ", ", a year ") + percent(*one.rate) : std::string();
        } else {
            text += shown(one.figure);
        }
        const std::string wanted = target_.grows() ? decimal_text(one.bound->number * 100) + "%" : amount(one.bound->number);
        line(text + say("，", ", ") + word(relation_key(one.bound->relation)) + " " + wanted +
             say("：", ": ") + said(state_name(one.state)));
    }

    void gaps() {
        for (const TargetGap& gap : one_.result.gaps) {
            const std::string year = std::to_string(gap.year);
            switch (gap.kind) {
                case TargetGap::Kind::no_rows:
                    line(say("    缺 ", "    missing: no rows of ") + year +
                         say("年的数据；真的一件也没有，加 --through 年份",
                             "; where there are none, say so with --through YEAR"));
                    break;
                case TargetGap::Kind::uncounted: line(uncounted(gap.rows)); break;
                case TargetGap::Kind::no_base:
                    line(say("    基期 ", "    the base ") + year +
                         say("年不大于 0，算不出增幅", " is not more than 0, so there is no growth"));
                    break;
                case TargetGap::Kind::no_value:
                    line(say("    没有可以求的数", "    there is nothing to make the figure of") +
                         (gap.year == 0 ? "" : " (" + year + ")"));
                    break;
            }
        }
    }

    [[nodiscard]] std::string uncounted(std::uint64_t rows) const {
        const auto list = [](const auto& names) {
            std::string all;
            for (const std::string& name : names) {
                all += (all.empty() ? "" : "、") + name;
            }
            return all;
        };
        std::string text = say("    有 ", "    ") + std::to_string(rows) +
                           say(" 行不知道算不算", " rows may or may not count");
        text += one_.gathered->waits_for.empty()
                    ? std::string()
                    : say("，等：", ", waiting for ") + list(one_.gathered->waits_for);
        text += one_.gathered->errors.empty() ? std::string()
                                              : say("，出错：", ", errors ") + list(one_.gathered->errors);
        return text;
    }

    const MonitoredTarget& one_;
    const Target& target_;
    bool chinese_;
    std::string text_;
};

[[nodiscard]] json number_json(const std::optional<Rational>& number) {
    return number ? json(decimal_text(*number)) : json(nullptr);
}

[[nodiscard]] json figure_json(const TargetFigure& figure) {
    json made = {{"value", number_json(figure.value)},
                 {"whole", figure.whole},
                 {"counted", figure.counted},
                 {"uncounted", figure.uncounted}};
    if (!figure.whole) {
        made["at_least"] = number_json(figure.least);
        made["at_most"] = number_json(figure.most);
    }
    return made;
}

[[nodiscard]] json gap_json(const TargetGap& gap) {
    constexpr std::array kKinds{"no_rows", "uncounted", "no_base", "no_value"};
    json made = {{"kind", kKinds[static_cast<std::size_t>(gap.kind)]}};
    if (gap.year != 0) {
        made["year"] = gap.year;
    }
    if (gap.rows != 0) {
        made["rows"] = gap.rows;
    }
    return made;
}

[[nodiscard]] json target_json(const MonitoredTarget& one, const Sources& sources) {
    const Target& target = *one.target;
    json years = json::array();
    for (const TargetResult::Year& year : one.result.years) {
        json made = {{"year", year.year}};
        made.update(figure_json(year.figure));
        years.push_back(std::move(made));
    }
    json comparisons = json::array();
    for (const TargetComparison& comparison : one.result.comparisons) {
        json made = {{"relation", relation_key(comparison.bound->relation).en},
                     {"wanted", decimal_text(comparison.bound->number)}};
        if (target.period) {
            made["from"] = comparison.years.first;
            made["to"] = comparison.years.last;
        }
        made["figure"] = figure_json(comparison.figure);
        if (target.grows()) {
            made["base"] = figure_json(comparison.from);
            made["rate_cut_down"] = number_json(comparison.rate);
        }
        made["state"] = state_word(comparison.state);
        comparisons.push_back(std::move(made));
    }
    json gaps = json::array();
    for (const TargetGap& gap : one.result.gaps) {
        gaps.push_back(gap_json(gap));
    }
    const Spelling* mode = mode_word(target.mode);
    return {{"incentive", one.incentive->id},
            {"id", target.id},
            {"title", prose_json(target.title)},
            {"of", of_word(target.of).en},
            {"mode", mode == nullptr ? json(nullptr) : json(mode->en)},
            {"unit", unit_name(target.type.unit(), false)},
            {"wanted", prose_json(target.wanted)},
            {"state", state_word(one.result.state)},
            {"years", std::move(years)},
            {"comparisons", std::move(comparisons)},
            {"gaps", std::move(gaps)},
            {"waits_for", one.gathered->waits_for},
            {"errors", one.gathered->errors},
            {"source", cited_json(cited_text(*one.incentive, target.provenance))},
            {"place", place_json(target.declared, sources)}};
}

[[nodiscard]] std::size_t count_of(const std::vector<MonitoredTarget>& targets, TargetState state) {
    return static_cast<std::size_t>(std::count_if(
        targets.begin(), targets.end(), [state](const auto& one) { return one.result.state == state; }));
}

}  // namespace

std::string monitor_text(const std::vector<MonitoredTarget>& targets, Language language) {
    std::string text;
    const Incentive* last = nullptr;
    for (const MonitoredTarget& one : targets) {
        if (one.incentive != last) {
            const Bilingual& title = one.incentive->title;
            text += one.incentive->id + (title.empty() ? "" : "  " + title.in(language)) + "\n";
            last = one.incentive;
        }
        text += TargetText(one, language).write();
    }
    return text;
}

std::string monitor_summary(const std::vector<MonitoredTarget>& targets, const MonitorCounts& counts,
                            Language language) {
    const bool chinese = language == Language::zh;
    std::string text =
        (chinese ? "读入 " : "") + std::to_string(counts.read) + (chinese ? " 行" : " rows read");
    if (counts.set_aside != 0) {
        text += (chinese ? "（其中退回 " : ", of which set aside ") + std::to_string(counts.set_aside) +
                (chinese ? " 行，每一行都可能影响目标）" : " (each may bear on a target)");
    }
    text += (chinese ? "；" : "; ") + std::to_string(targets.size()) + (chinese ? " 个目标" : " targets");
    for (const TargetState state : kStates) {
        if (const std::size_t count = count_of(targets, state); count != 0) {
            text += (chinese ? "，" : ", ") + state_name(state).in(language) + " " + std::to_string(count);
        }
    }
    return text;
}

std::string monitor_json(const std::vector<MonitoredTarget>& targets, const MonitorCounts& counts,
                         const Sources& sources) {
    json states = json::object();
    for (const TargetState state : kStates) {
        states[std::string(state_word(state))] = count_of(targets, state);
    }
    json list = json::array();
    for (const MonitoredTarget& one : targets) {
        list.push_back(target_json(one, sources));
    }
    const json all = {{"rows_read", counts.read},
                      {"rows_set_aside", counts.set_aside},
                      {"states", std::move(states)},
                      {"targets", std::move(list)}};
    return all.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace huiqi
