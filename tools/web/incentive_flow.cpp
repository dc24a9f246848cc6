#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "engine/data/unit_words.h"
#include "engine/rulebook/changes/change_words.h"
#include "engine/rulebook/expression_meaning.h"
#include "tools/huiqi/ask/interview_json.h"
#include "tools/web/beside_table.h"
#include "tools/web/rule_flows.h"
#include "tools/web/rule_text.h"

namespace huiqi {
namespace {

using Shape = FlowPicture::Shape;

/// So many columns show what is computed; what leans on more stands in the last of them.
constexpr std::size_t kMostDepth = 3;

/// Builds the picture of one incentive.
class IncentiveFlow {
public:
    IncentiveFlow(const RuleView& view, const Incentive& incentive)
        : view_(view), incentive_(incentive), depths_{std::vector<std::size_t>(incentive.definitions.size(), 0),
                                                      std::vector<std::size_t>(incentive.tables.size(), 0)} {}

    [[nodiscard]] FlowPicture made() {
        find_depths();
        find_places();
        inputs();
        for (std::size_t depth = 1; depth <= deepest_; ++depth) {
            computed(depth);
        }
        conditions();
        steps();
        results();
        anomalies();
        picture_.title = view_.title(incentive_) + view_.say("：怎样算出来", ": how it is worked out");
        const auto count = [](std::size_t number) { return std::to_string(number); };
        picture_.description = view_.say(
            "申报 " + count(incentive_.inputs.size()) + " 项，条件 " + count(incentive_.conditions.size()) + " 条，奖补 " +
                count(incentive_.award.size()) + " 步；文字说明在图的后面。",
            count(incentive_.inputs.size()) + " inputs, " + count(incentive_.conditions.size()) + " conditions, " +
                count(incentive_.award.size()) + " steps of the award. The picture is told in words behind it.");
        return std::move(picture_);
    }

private:
    using Node = std::pair<SymbolKind, std::uint32_t>;

    template <class Visit>
    void names_of_table(const DecisionTable& table, const Visit& visit) const {
        for_each_expression_of_table(table, [&](const CheckedExpression& one) {
            each_name(one, [&](SymbolKind kind, std::uint32_t index, std::uint32_t, std::uint32_t) { visit(kind, index); });
        });
    }
    template <class Visit>
    void names_of_definition(const Definition& definition, const Visit& visit) const {
        for_each_expression_of_definition(definition, [&](const CheckedExpression& one) {
            each_name(one, [&](SymbolKind kind, std::uint32_t index, std::uint32_t, std::uint32_t) { visit(kind, index); });
        });
    }

    [[nodiscard]] std::size_t* depth_of(SymbolKind kind, std::uint32_t index) {
        return kind == SymbolKind::definition && index < depths_[0].size() ? &depths_[0][index]
               : kind == SymbolKind::table && index < depths_[1].size()    ? &depths_[1][index]
                                                                           : nullptr;
    }

    /// Definitions and tables stand one column behind what they use. Each follows those that it uses, but the two kinds mix: as many
    /// rounds as columns find all that the picture shows.
    void find_depths() {
        for (std::size_t round = 0; round < kMostDepth; ++round) {
            const auto behind = [&](std::size_t& mine) {
                return [this, &mine](SymbolKind kind, std::uint32_t index) {
                    if (const std::size_t* used = depth_of(kind, index)) {
                        mine = std::max(mine, std::min(kMostDepth, std::max<std::size_t>(*used, 1) + 1));
                    }
                };
            };
            for (std::size_t at = 0; at < incentive_.tables.size(); ++at) {
                depths_[1][at] = std::max<std::size_t>(depths_[1][at], 1);
                names_of_table(incentive_.tables[at], behind(depths_[1][at]));
            }
            for (std::size_t at = 0; at < incentive_.definitions.size(); ++at) {
                depths_[0][at] = std::max<std::size_t>(depths_[0][at], 1);
                names_of_definition(incentive_.definitions[at], behind(depths_[0][at]));
            }
        }
        for (const std::vector<std::size_t>& depths : depths_) {
            for (const std::size_t one : depths) {
                deepest_ = std::max(deepest_, one);
            }
        }
    }

    /// Gives every box that can be used its place, in the order in which they are added: what stands in one column may use one another.
    void find_places() {
        for (std::uint32_t at = 0; at < incentive_.inputs.size(); ++at) {
            places_.emplace(Node{SymbolKind::input, at}, places_.size());
        }
        for (std::size_t depth = 1; depth <= deepest_; ++depth) {
            for (const SymbolKind kind : {SymbolKind::table, SymbolKind::definition}) {
                const std::vector<std::size_t>& depths = depths_[kind == SymbolKind::definition ? 0 : 1];
                for (std::uint32_t at = 0; at < depths.size(); ++at) {
                    if (depths[at] == depth) {
                        places_.emplace(Node{kind, at}, places_.size());
                    }
                }
            }
        }
    }

    void group(std::size_t column, const std::string& heading, bool chained = false, bool follows = false) {
        picture_.groups.push_back({.column = column, .heading = heading, .chained = chained, .follows = follows, .boxes = {}});
    }

    /// Writes beside a box what cases reach of it.
    void mark(FlowPicture::Box& box, const std::vector<Span>& places) const {
        const CoverageCount count = reached_in(view_.site(), places);
        box.complete = count.reached == count.total;
        box.mark = count.total == 0 ? "" : box.complete ? "✓" : std::to_string(count.reached) + "/" + std::to_string(count.total);
    }

    void use(FlowPicture::Box& box, const CheckedExpression& expression) const {
        each_name(expression, [&](SymbolKind kind, std::uint32_t index, std::uint32_t, std::uint32_t) { use(box, kind, index); });
    }
    void use(FlowPicture::Box& box, SymbolKind kind, std::uint32_t index) const {
        const auto found = places_.find({kind, index});
        if (found != places_.end() && std::find(box.uses.begin(), box.uses.end(), found->second) == box.uses.end()) {
            box.uses.push_back(found->second);
        }
    }
    void use(FlowPicture::Box& box, const std::vector<AwardStep>& steps) const {
        for_each_expression_of_steps(steps, [&](const CheckedExpression& one) { use(box, one); });
    }

    void inputs() {
        group(0, view_.say("申报", "Asked"));
        for (std::uint32_t at = 0; at < incentive_.inputs.size(); ++at) {
            const Input& input = incentive_.inputs[at];
            FlowPicture::Box box{.shape = Shape::input, .title = input.field.name, .detail = {}, .mark = {}, .uses = {}};
            const Type type = input.field.type.without_optional();
            const bool own_unit = type.is(TypeKind::number) && !input.field.entry.text.empty() && input.field.entry.factor != 1;
            box.detail = own_unit ? view_.say("数（" + input.field.entry.text + "）", "number (" + unit_in_english(input.field.entry.text, false) + ")")
                                  : type_name(type, view_.style().chinese());
            if (input.from_batch) {
                box.detail += view_.say("，按全批算", ", of the whole batch");
            } else if (input.feed) {
                box.detail += input.feed->incentive.empty() ? view_.say("，来自历史", ", from the history")
                                                            : view_.say("，来自 ", ", from ") + input.feed->incentive;
            }
            if (input.when) {
                use(box, *input.when);
            }
            picture_.add(std::move(box));
        }
        for (const Population& population : incentive_.populations) {
            FlowPicture::Box& box = picture_.groups.back().boxes[places_.at({SymbolKind::input, population.input})];
            for (const CheckedExpression* one : population.expressions()) {
                use(box, *one);
            }
            std::erase(box.uses, places_.at({SymbolKind::input, population.input}));
        }
    }

    void computed(std::size_t depth) {
        group(depth, view_.say("计算", "Computed"));
        for (std::uint32_t at = 0; at < incentive_.tables.size(); ++at) {
            if (depths_[1][at] == depth) {
                picture_.add(table_box(incentive_.tables[at]));
            }
        }
        for (std::uint32_t at = 0; at < incentive_.definitions.size(); ++at) {
            if (depths_[0][at] == depth) {
                const Definition& one = incentive_.definitions[at];
                FlowPicture::Box box{.shape = Shape::value, .title = one.name, .detail = {}, .mark = {}, .uses = {}};
                box.detail = grouped_amounts(view_.say(definition_words(one)));
                std::vector<Span> places{one.declared};
                for_each_expression_of_definition(one, [&](const CheckedExpression& each) {
                    use(box, each);
                    places.push_back(each.text.span());
                });
                mark(box, places);
                picture_.add(std::move(box));
            }
        }
    }

    [[nodiscard]] FlowPicture::Box table_box(const DecisionTable& table) const {
        const std::string rows = std::to_string(table.rows.size());
        FlowPicture::Box box{.shape = Shape::table, .title = table.name, .detail = view_.say("对照表，" + rows + " 行", "table of " + rows + " rows"), .mark = {}, .uses = {}};
        std::string columns;
        for (const DecisionTable::Column& column : table.columns) {
            columns += (columns.empty() ? view_.say("：按 ", ": by ") : view_.say("、", ", ")) +
                       (column.name.empty() && column.expression ? column.expression->text.text : column.name);
        }
        box.detail += columns;
        std::vector<Span> places;
        for_each_expression_of_table(table, [&](const CheckedExpression& one) { use(box, one); places.push_back(one.text.span()); });
        for (const DecisionTable::Row& row : table.rows) {
            places.push_back(row.span);
        }
        mark(box, places);
        return box;
    }

    void conditions() {
        if (incentive_.conditions.empty() && !incentive_.effective) {
            return;
        }
        group(deepest_ + 1, view_.say("条件：全部成立才符合", "Conditions: all must hold"));
        if (incentive_.effective) {
            const Effective& days = *incentive_.effective;
            FlowPicture::Box box{.shape = Shape::condition, .title = view_.say("施行期", "in force"), .detail = days_words(view_.style(), days.from, days.to), .mark = {}, .uses = {}};
            if (!days.by.empty()) {
                use(box, SymbolKind::input, days.by_input);
            }
            mark(box, {days.declared});
            picture_.add(std::move(box));
        }
        for (const Condition& one : incentive_.conditions) {
            FlowPicture::Box box{.shape = Shape::condition, .title = one.id, .detail = grouped_amounts(one.test.text.text), .mark = {}, .uses = {}};
            std::vector<Span> places;
            std::string alternatives;
            for (const Condition& other : one.alternatives) {
                alternatives += (alternatives.empty() ? view_.say("任一：", "any of: ") : view_.say(" 或 ", " or ")) + other.test.text.text;
                places.push_back(other.declared);
                places.push_back(other.test.text.span());
                use(box, other.test);
            }
            box.detail = alternatives.empty() ? box.detail : grouped_amounts(alternatives);
            places.push_back(one.declared);
            places.push_back(one.test.text.span());
            use(box, one.test);
            mark(box, places);
            picture_.add(std::move(box));
        }
    }

    [[nodiscard]] static Shape shape_of(AwardStep::Kind kind) {
        switch (kind) {
            case AwardStep::Kind::round: return Shape::round;
            case AwardStep::Kind::cap:
            case AwardStep::Kind::floor:
            case AwardStep::Kind::none_below: return Shape::limit;
            case AwardStep::Kind::base:
            case AwardStep::Kind::times:
            case AwardStep::Kind::uplift:
            case AwardStep::Kind::bands:
            case AwardStep::Kind::plus:
            case AwardStep::Kind::minus: return Shape::step;
        }
        return Shape::step;
    }

    void steps() {
        if (incentive_.award.empty()) {
            return;
        }
        const bool follows = !incentive_.conditions.empty() || incentive_.effective;
        group(deepest_ + 1, follows ? view_.say("奖补：符合的一步步算", "Award: if eligible")
                                    : view_.say("奖补：一步步算", "Award"),
              true, follows);
        for (const AwardStep& one : incentive_.award) {
            FlowPicture::Box box{.shape = shape_of(one.kind), .title = view_.say(step_name(one)), .detail = view_.say(step_rest(one)), .mark = {}, .uses = {}};
            use(box, {one});
            mark(box, step_places(one));
            picture_.add(std::move(box));
        }
    }

    [[nodiscard]] std::string words_of(const std::vector<AwardStep>& steps) const {
        return grouped_amounts(view_.say(steps_words(steps)));
    }

    void result(const std::string& title, const std::string& detail, const std::vector<AwardStep>& steps, std::optional<std::uint32_t> definition = {}) {
        FlowPicture::Box box{.shape = Shape::result, .title = title, .detail = detail, .mark = {}, .uses = {}};
        use(box, steps);
        if (definition) {
            use(box, SymbolKind::definition, *definition);
        }
        picture_.add(std::move(box));
    }

    void results() {
        group(deepest_ + 1, view_.say("结果", "Result"), false, true);
        if (!incentive_.award.empty()) {
            result(view_.say("金额", "the award"), view_.say("每件申请", "of each application"), {});
        } else if (incentive_.parts.empty() && incentive_.extras.empty()) {
            result(view_.say("是否符合", "eligible or not"), "", {});
        }
        for (const Part& one : incentive_.parts) {
            result(one.name, view_.say("分项", "part"), {}, one.definition);
        }
        for (const ExtraAmount& one : incentive_.extras) {
            result(one.name, view_.say("另算：", "beside it: ") + words_of(one.steps), one.steps);
        }
        for (const Share& one : incentive_.shares) {
            share(view_.say("分担：", "paid by "), one);
        }
        for (const Share& one : incentive_.recipients) {
            share(view_.say("收款：", "paid to "), one);
        }
        for (std::size_t at = 0; incentive_.schedule && at < incentive_.schedule->parts.size(); ++at) {
            share(view_.say("分期：", "instalment "), incentive_.schedule->parts[at].share);
        }
        if (incentive_.recovery) {
            result(view_.say("追回", "paid back"), words_of(incentive_.recovery->steps), incentive_.recovery->steps);
        }
    }

    void anomalies() {
        if (incentive_.anomalies.empty()) {
            return;
        }
        group(deepest_ + 1, view_.say("异常提示：不改变金额", "Anomalies: no amount changes"));
        for (const Anomaly& one : incentive_.anomalies) {
            FlowPicture::Box box{.shape = Shape::condition, .title = one.id, .detail = grouped_amounts(one.test.text.text), .mark = {}, .uses = {}};
            use(box, one.test);
            mark(box, {one.declared, one.test.text.span()});
            picture_.add(std::move(box));
        }
    }

    void share(const std::string& kind, const Share& one) {
        result(kind + one.name, one.steps.empty() ? view_.say("余额", "the rest") : words_of(one.steps), one.steps);
    }

    const RuleView& view_;
    const Incentive& incentive_;
    FlowPicture picture_;
    std::map<Node, std::size_t> places_;
    std::array<std::vector<std::size_t>, 2> depths_;   ///< of definitions, of tables
    std::size_t deepest_ = 0;
};

}  // namespace

FlowPicture incentive_flow(const RuleView& view, const Incentive& incentive) { return IncentiveFlow(view, incentive).made(); }

}  // namespace huiqi
