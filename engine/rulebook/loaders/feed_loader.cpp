#include "engine/rulebook/loaders/feed_loader.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/loaders/award_loader.h"

namespace huiqi {
namespace {

void other_type(Diagnostics& diagnostics, Span place, const Type& taken, const Type& declared) {
    diagnostics.error("E342", place,
                      {fmt::format("取来的是{}，这一项却是{}", type_name(taken, true), type_name(declared, true)),
                       fmt::format("what is taken is {}, and the input is {}", type_name(taken, false), type_name(declared, false))},
                      {"把“类型”“单位”改成一样的，或者用“取”换一项", "make type and unit alike, or `take` something else"});
}

/// The id and what is taken, as written.
struct Written {
    const MappedText* incentive = nullptr;
    const MappedText* take = nullptr;
};

Written read_written(LoadContext& context, NodeId node, Span owner) {
    if (context.node(node).kind == NodeKind::scalar) {
        return {.incentive = &context.node(node).scalar, .take = nullptr};
    }
    const Fields keys(context, node, Scope::feed, owner);
    return {.incentive = keys.text("incentive"), .take = keys.text("take")};
}

Feed::Kind kind_of(const MappedText* take) {
    const Spelling* word = take == nullptr ? nullptr : find_spelling(Scope::feed_word, take->text);
    if (take == nullptr || (word != nullptr && word->en == "amount")) {
        return Feed::Kind::amount;
    }
    return word != nullptr && word->en == "eligible" ? Feed::Kind::eligible : Feed::Kind::part;
}

/// Whether it is the word `history` or `ledger`.
bool is_word(const Written& written, std::string_view en) {
    const Spelling* word = find_spelling(Scope::feed_word, written.incentive->text);
    return written.take == nullptr && word != nullptr && word->en == en;
}

bool is_history(const Written& written) {
    return is_word(written, "history") || is_word(written, "ledger");
}

/// The fields that a list of payments may have.
struct PaymentField {
    std::string_view zh, en;
    TypeKind kind;
};
constexpr std::array<PaymentField, 3> kPaymentFields{{{"事项", "incentive", TypeKind::text},
                                                      {"拨付日", "date", TypeKind::date},
                                                      {"金额", "amount", TypeKind::number}}};

/// A ledger knows of a payment what it was for, when and how much it was; no more can be asked of it.
void check_payment_fields(const FieldSchema& list, Span place, Diagnostics& diagnostics) {
    for (const FieldSchema& field : list.fields) {
        const auto* known = std::find_if(kPaymentFields.begin(), kPaymentFields.end(), [&field](const PaymentField& one) {
            return field.name == one.zh || field.name == one.en;
        });
        if (known == kPaymentFields.end()) {
            diagnostics.error("E326", place,
                              {fmt::format("台账的拨付没有“{}”这一项", excerpt(field.name)),
                               fmt::format("a payment of the ledger has no `{}`", excerpt(field.name))},
                              {"能写的是：事项（文本）、拨付日（日期）、金额（金额）；别的由“来自: 历史”的列表交来",
                               "there are `incentive` (text), `date` (date) and `amount` (money); anything else is handed in as a list `from: history`"});
            continue;
        }
        const Type declared = field.type.without_optional();
        const bool fits = declared.is(known->kind) && (known->kind != TypeKind::number || declared.unit() == Unit::of("CNY"));
        if (!fits) {
            const Type taken = known->kind == TypeKind::text   ? Type::text()
                               : known->kind == TypeKind::date ? Type::date()
                                                               : Type::number(Unit::of("CNY"));
            other_type(diagnostics, place, taken, field.type);
        }
    }
}

/// Gives the type of a part or other amount, or nothing.
std::optional<Type> part_type(const Incentive& source, std::string_view name) {
    for (const Part& part : source.parts) {
        if (part.name == name) {
            const Type& type = source.definitions[part.definition].type;
            return type.is(TypeKind::number) ? type : type.as_optional();
        }
    }
    for (const ExtraAmount& extra : source.extras) {
        if (extra.name == name) {
            return Type::number(amount_unit(extra.steps));
        }
    }
    return std::nullopt;
}

void no_such_part(const Feed& feed, const Incentive& source, Diagnostics& diagnostics) {
    std::vector<std::string_view> names;
    for (const Part& part : source.parts) {
        names.push_back(part.name);
    }
    for (const ExtraAmount& extra : source.extras) {
        names.push_back(extra.name);
    }
    Bilingual help{"先写进它的“分项”", "list it under its `parts` first"};
    if (const auto near = nearest(feed.part, names)) {
        help = {fmt::format("是不是“{}”？", *near), fmt::format("did you mean `{}`?", *near)};
    }
    diagnostics.error("E326", feed.declared,
                      {fmt::format("“{}”的分项和另算里没有“{}”", source.id, excerpt(feed.part)),
                       fmt::format("there is no `{}` among the parts of `{}`", excerpt(feed.part), source.id)},
                      std::move(help));
}

}  // namespace

std::optional<Feed> read_feed(LoadContext& context, const Fields& keys, const FieldSchema& field) {
    const auto node = keys.node("from");
    const Written written = node ? read_written(context, *node, keys.key("from")) : Written();
    if (written.incentive == nullptr) {
        return std::nullopt;
    }
    Feed feed;
    feed.declared = (written.take != nullptr ? written.take : written.incentive)->span();
    if (is_history(written)) {
        feed.kind = Feed::Kind::history;
        if (field.kind != ColumnKind::list) {
            context.diagnostics.error("E456", feed.declared, {"来自历史的是列表", "what comes from the history is a list"},
                                      {"写“类型: 列表”和“每项: …”", "write `type: list` and `fields: …`"});
        }
        feed.of_payments = is_word(written, "ledger");
        if (feed.of_payments && field.kind == ColumnKind::list) {
            check_payment_fields(field, feed.declared, context.diagnostics);
        }
        return feed;
    }
    feed.incentive = written.incentive->text;
    feed.kind = kind_of(written.take);
    feed.part = feed.kind == Feed::Kind::part ? written.take->text : "";
    const Type declared = field.type.without_optional();
    const bool money = declared.is(TypeKind::number) && declared.unit().is_money();   // which, its incentive says
    if (feed.kind == Feed::Kind::amount && !money) {
        other_type(context.diagnostics, feed.declared, Type::number(Unit::of("CNY")), field.type);
    }
    if (feed.kind == Feed::Kind::eligible && declared != Type::boolean()) {
        other_type(context.diagnostics, feed.declared, Type::boolean(), field.type);
    }
    return feed;
}

std::vector<const MappedText*> feed_sources(LoadContext& context) {
    std::vector<const MappedText*> sources;
    const auto each_entry = [&context](NodeId node, std::string_view en, Scope scope, const auto& visit) {
        const Spelling& key = spelling(scope, en);
        for (const YamlEntry& entry : context.node(node).entries) {
            if (entry.key.text == key.en || entry.key.text == key.zh) {
                visit(entry.value);
            }
        }
    };
    each_entry(0, "inputs", Scope::incentive_file, [&](NodeId inputs) {
        for (const YamlEntry& input : context.node(inputs).entries) {
            each_entry(input.value, "from", Scope::input, [&](NodeId from) {
                const Written written = read_written(context, from, input.key.span());
                if (written.incentive != nullptr && !is_history(written)) {
                    sources.push_back(written.incentive);
                }
            });
        }
    });
    return sources;
}

bool alike(const Type& left, const Type& right) {
    if (!left.is(TypeKind::enumeration) || !right.is(TypeKind::enumeration)) {
        return left == right;
    }
    return left.values()->values == right.values()->values && left.values()->ordered == right.values()->ordered;
}

void check_feed(const Input& input, const Incentive& source, Diagnostics& diagnostics) {
    const Feed& feed = *input.feed;
    if (feed.kind == Feed::Kind::amount && source.award.empty()) {
        diagnostics.error("E342", feed.declared,
                          {fmt::format("“{}”只作认定，没有奖补金额", source.id),
                           fmt::format("`{}` only determines, it has no award", source.id)},
                          {"写“取: 符合”，或者取它的分项、另算", "`take: eligible`, or one of its parts"});
    }
    const Type declared = input.field.type.without_optional();
    const bool money = declared.is(TypeKind::number) && declared.unit().is_money();   // what is no money has been told
    if (feed.kind == Feed::Kind::amount && money && declared.unit() != source.currency) {
        other_type(diagnostics, feed.declared, Type::number(source.currency), input.field.type);
    }
    if (feed.kind != Feed::Kind::part) {
        return;
    }
    const auto taken = part_type(source, feed.part);
    if (!taken) {
        no_such_part(feed, source, diagnostics);
    } else if (!alike(taken->without_optional(), input.field.type.without_optional()) ||
               (taken->optional() && !input.field.type.optional())) {
        other_type(diagnostics, feed.declared, *taken, input.field.type);
    }
}

}  // namespace huiqi
