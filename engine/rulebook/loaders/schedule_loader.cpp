#include "engine/rulebook/loaders/schedule_loader.h"

#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/language/parser.h"
#include "engine/rulebook/loaders/award_loader.h"
#include "engine/rulebook/loaders/citations_loader.h"
#include "engine/rulebook/loaders/shares_loader.h"

namespace huiqi {
namespace {

CheckedExpression check(LoadContext& context, RuleNames& names, const MappedText& text, const Type& expected) {
    const SyntaxTree tree = parse_expression(text, context.parse, context.diagnostics);
    return check_expression(tree, names, expected, {}, context.diagnostics);
}

/// Reads the parts and what becomes of the later ones when a re-check fails.
class ScheduleReader {
public:
    ScheduleReader(LoadContext& context, RuleNames& names) : context_(context), names_(names) {}

    Schedule read(NodeId node, Span key) {
        schedule_.declared = key;
        if (context_.node(node).kind == NodeKind::sequence) {
            read_parts(read_items(context_, node), key);
            need_on_failure(key);
            return std::move(schedule_);
        }
        const Fields keys(context_, node, Scope::schedule, key);
        read_parts(keys.items("parts"), key);
        if (const Spelling* word = keys.word("on_failure", Scope::on_failure_word)) {
            schedule_.stops = word->en == "stop";
        } else if (!keys.has("on_failure")) {
            need_on_failure(key);
        }
        return std::move(schedule_);
    }

private:
    void read_parts(const std::vector<NodeId>& items, Span key) {
        std::vector<ReadShare> parts;
        for (const NodeId item : items) {
            const Fields keys(context_, item, Scope::instalment, short_span(context_, item));
            Instalment part;
            parts.push_back(read_share(context_, keys, names_, "id"));
            if (const MappedText* date = keys.text("date")) {
                part.date = check(context_, names_, *date, Type::date());
            }
            read_test(keys, parts.size() == 1, part);
            schedule_.parts.push_back(std::move(part));
        }
        check_whole(context_, parts, key, &names_.incentive());
        for (std::size_t at = 0; at < parts.size(); ++at) {
            schedule_.parts[at].share = std::move(parts[at].share);
        }
    }

    void read_test(const Fields& keys, bool first, Instalment& part) {
        const MappedText* when = keys.text("when");
        if (when != nullptr && find_spelling(Scope::recheck_word, when->text) == nullptr) {
            part.test = check(context_, names_, *when, Type::boolean());
            refuse_no_question(*part.test, first);
        } else if (when == nullptr && !keys.has("when") && !first) {
            context_.diagnostics.error(
                "E354", keys.owner(),
                {"这一期没有写付之前要复核什么", "the part does not say what is checked again before it is paid"},
                {"写“当: 复核的条件”；确实不用复核，就写“当: 不复核”",
                 "write `when: the re-check`; where there is none, say so with `when: unchecked`"});
        }
    }

    /// `当: 是` looks like a re-check and asks nothing; that there is none has a word of its own.
    void refuse_no_question(const CheckedExpression& test, bool first) {
        const CoreNode* root = test.nodes.empty() ? nullptr : &test[test.root];
        if (!first && root != nullptr && root->op == CoreOp::constant && root->type.is(TypeKind::boolean) && root->constant.known() &&
            root->constant.boolean()) {
            context_.diagnostics.error(
                "E354", test.span(test.root),
                {"“是”不是复核：总是通过", "`true` is no re-check: it always passes"},
                {"写“当: 复核的条件”；确实不用复核，就写“当: 不复核”",
                 "write `when: the re-check`; where there is none, say so with `when: unchecked`"});
        }
    }

    /// What a failed re-check means for the parts behind it must be said where there are both.
    void need_on_failure(Span key) {
        bool checked = false;
        for (const Instalment& part : schedule_.parts) {
            if (checked) {
                context_.diagnostics.error(
                    "E453", key,
                    {"没有写“中断”：一期复核不通过，以后各期还付不付？",
                     "`on_failure` is missing: when a re-check fails, are the later parts still paid?"},
                    {"写成 分期: {中断: 终止, 各期: [ … ]}；以后各期照付，就写“中断: 继续”",
                     "write `schedule: {on_failure: stop, parts: [ … ]}`, or `on_failure: continue` when they are"});
                return;
            }
            checked = part.test.has_value();
        }
    }

    LoadContext& context_;
    RuleNames& names_;
    Schedule schedule_;
};

AwardStep step_on(AwardStep::Kind kind, CheckedExpression value, Span place) {
    AwardStep step;
    step.kind = kind;
    step.value = std::move(value);
    step.declared = place;
    return step;
}

}  // namespace

void load_schedule(LoadContext& context, const Fields& file, RuleNames& names) {
    const auto node = file.node("schedule");
    if (!node) {
        return;
    }
    names.incentive().schedule = ScheduleReader(context, names).read(*node, file.key("schedule"));
    declare_results(names);
}

void load_recovery(LoadContext& context, const Fields& file, RuleNames& names) {
    const auto node = file.node("recover");
    if (!node) {
        return;
    }
    const Fields keys(context, *node, Scope::recovery, file.key("recover"));
    Recovery recovery;
    recovery.declared = file.key("recover");
    recovery.provenance = read_provenance(context, keys, names.incentive().citations);
    recovery.note = keys.prose("note");
    if (const MappedText* when = keys.text("when")) {
        recovery.when = check(context, names, *when, Type::boolean());
    }
    if (const MappedText* text = keys.text("paid")) {
        const CheckedExpression paid = check(context, names, *text, Type::number(names.incentive().currency));
        recovery.steps = read_steps_on(context, step_on(AwardStep::Kind::base, paid, text->span()), keys.items("steps"), names,
                                       recovery.when);
        if (recovery.steps.size() > 1) {   // never more than was paid
            recovery.steps.push_back(step_on(AwardStep::Kind::cap, paid, text->span()));
        }
        names.incentive().recovery = std::move(recovery);
    }
}

}  // namespace huiqi
