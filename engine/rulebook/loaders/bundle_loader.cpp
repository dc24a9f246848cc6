#include "engine/rulebook/loaders/bundle_loader.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/parser.h"
#include "engine/rulebook/bundle_inputs.h"
#include "engine/rulebook/case_data.h"
#include "engine/rulebook/constant.h"
#include "engine/rulebook/lints/bundle_warnings.h"
#include "engine/rulebook/lints/first_times.h"
#include "engine/rulebook/lints/patent_count.h"
#include "engine/rulebook/lints/renewable_keys.h"
#include "engine/rulebook/loaders/citations_loader.h"
#include "engine/rulebook/loaders/feed_loader.h"
#include "engine/rulebook/loaders/incentive_loader.h"
#include "engine/rulebook/loaders/payers_loader.h"
#include "engine/rulebook/loaders/settlement_loader.h"

namespace huiqi {
namespace {

/// The names that a total may use: the members' awards, by the last part of the id.
class AwardNames final : public NameSource {
public:
    explicit AwardNames(const std::vector<const Incentive*>& members) {
        for (std::size_t i = 0; i < members.size(); ++i) {
            if (members[i] == nullptr || members[i]->award.empty()) {
                continue;
            }
            const Symbol symbol{SymbolKind::definition, static_cast<std::uint32_t>(i),
                                Type::number(members[i]->currency), members[i]->declared};
            const auto [found, fresh] = symbols_.try_emplace(std::string(members[i]->short_name()), symbol);
            if (!fresh) {
                ambiguous_.push_back(found->first);
            }
        }
    }

    [[nodiscard]] std::optional<Symbol> find(std::string_view name) override {
        const auto found = symbols_.find(name);
        if (found == symbols_.end() || std::find(ambiguous_.begin(), ambiguous_.end(), name) != ambiguous_.end()) {
            return std::nullopt;
        }
        return found->second;
    }
    [[nodiscard]] std::shared_ptr<const Enumeration> enumeration(std::string_view) override { return nullptr; }
    [[nodiscard]] std::vector<std::string_view> names() override {
        std::vector<std::string_view> all;
        for (const auto& [name, symbol] : symbols_) {
            all.push_back(name);
        }
        return all;
    }
    [[nodiscard]] std::vector<RecordField> table_columns(std::uint32_t) override { return {}; }

    [[nodiscard]] bool ambiguous(std::string_view name) const {
        return std::find(ambiguous_.begin(), ambiguous_.end(), name) != ambiguous_.end();
    }

private:
    std::map<std::string, Symbol, std::less<>> symbols_;
    std::vector<std::string> ambiguous_;
};

/// One input of one member.
struct Asked {
    const Incentive* incentive = nullptr;
    const Input* input = nullptr;
};

/// Reads one bundle.
class BundleReader {
public:
    BundleReader(LoadContext& context, const std::vector<const Incentive*>& members)
        : context_(context), members_(members), file_(context, 0, Scope::bundle_file, context.node(0).span) {}

    Bundle read() {
        bundle_.id = read_id(context_, file_);
        bundle_.title = file_.prose("title");
        bundle_.declared = file_.value("id");
        const Region region = read_region(context_, file_);
        bundle_.region = region.name;
        bundle_.region_code = region.code;
        bundle_.file = context_.file;
        load_citations(context_, file_, citations_);
        for (const NodeId item : file_.items("incentives")) {
            if (const MappedText* id = read_scalar(context_, item)) {
                bundle_.incentives.push_back(id->text);
            }
        }
        read_keys();
        check_feeds();
        read_shared();
        check_versions();
        read_totals();
        bundle_.citations = std::move(citations_);
        bundle_.settlement = load_settlement(context_, file_, bundle_, members_);
        bundle_.settlement.payers = load_payers(context_, file_, bundle_, members_);
        check_currencies();
        warn_of_first_times(bundle_, members_, file_.key("incentives"), context_.diagnostics);
        for (const BundleSettlement::Quota& quota : bundle_.settlement.quotas) {
            check_patent_count(quota, members_, context_.diagnostics);
        }
        warn_of_shared_costs(bundle_, members_, file_.key("incentives"), context_.diagnostics);
        warn_of_limits_off_step(bundle_, context_.diagnostics);
        warn_of_renewable_keys(bundle_, file_.key("keys"), context_.diagnostics);
        return std::move(bundle_);
    }

private:
    void read_keys() {
        const auto node = file_.node("keys");
        if (!node) {
            return;
        }
        const Fields keys(context_, *node, Scope::bundle_keys, file_.key("keys"));
        bundle_.keys = {keys.string("application"), keys.string("applicant"), keys.string("sequence"),
                        keys.string("period_date"), keys.string("region")};
    }

    /// Tells whether an incentive of the list is missing or broken, which has been said; named by its id or the last part of it.
    [[nodiscard]] bool is_broken(std::string_view name) const {
        for (std::size_t member = 0; member < members_.size() && member < bundle_.incentives.size(); ++member) {
            const std::string_view id = bundle_.incentives[member];
            if (members_[member] == nullptr && (id == name || id.substr(id.rfind('.') + 1) == name)) {
                return true;
            }
        }
        return false;
    }

    /// Inputs that take the results of other members: which member must be clear, and none may lean on itself.
    void check_feeds() {
        const BundleInputs links(members_, &bundle_);
        for (const Incentive* incentive : members_) {
            for (std::size_t input = 0; incentive != nullptr && input < incentive->inputs.size(); ++input) {
                const auto& feed = incentive->inputs[input].feed;
                if (feed && feed->kind != Feed::Kind::history) {
                    check_clear(*feed, links.sources(*feed));
                }
                if (feed && feed->of_payments && bundle_.keys.applicant.empty()) {
                    applicant_unknown(*feed);
                }
            }
        }
        if (const std::vector<std::size_t> circle = links.circle(); !circle.empty()) {
            report_circle(links, circle);
        }
    }

    void applicant_unknown(const Feed& feed) {
        auto& lacks = context_.diagnostics.error(
            "E382", file_.value("id"),
            {"台账的拨付按申请人找，组合没有说哪一列是申请人", "payments of the ledger are found by the applicant, whose column the bundle does not name"},
            {"写上“主键: {…, 申请人: 列名}”", "write `keys: {…, applicant: column}`"});
        lacks.related.push_back({feed.declared, {"在这里取", "taken here"}});
    }

    void check_clear(const Feed& feed, const std::vector<std::size_t>& sources) {
        if (sources.size() < 2) {
            return;
        }
        auto& unclear = context_.diagnostics.error(
            "E344", file_.key("incentives"),
            {fmt::format("组合里有几个“{}”的细则，不知道取哪一个的结果", excerpt(feed.incentive)),
             fmt::format("several overlays of `{}` are in the bundle: of which is the result?", excerpt(feed.incentive))},
            {"在“来自”里写细则自己的编号", "name the overlay itself in `from`"});
        unclear.related.push_back({feed.declared, {"在这里取", "taken here"}});
        for (const std::size_t source : sources) {
            unclear.related.push_back({members_[source]->declared, {members_[source]->id, members_[source]->id}});
        }
    }

    void report_circle(const BundleInputs& links, const std::vector<std::size_t>& circle) {
        std::string names;
        for (const std::size_t member : circle) {
            names += (names.empty() ? "" : " → ") + members_[member]->id;
        }
        auto& cycle = context_.diagnostics.error(
            "E343", file_.key("incentives"),
            {fmt::format("几个事项互相取结果：{}", names), fmt::format("incentives take each other's results in a circle: {}", names)},
            {"让其中一个不再取另一个的结果", "let one of them not take the other's result"});
        for (std::size_t at = 0; at + 1 < circle.size(); ++at) {
            const Incentive& taker = *members_[circle[at]];
            for (std::size_t input = 0; input < taker.inputs.size(); ++input) {
                if (links.source(circle[at], input) == circle[at + 1]) {
                    const std::string& next = members_[circle[at + 1]]->id;
                    cycle.related.push_back({taker.inputs[input].feed->declared,
                                             {fmt::format("“{}”取“{}”的结果", taker.id, next),
                                              fmt::format("`{}` takes the result of `{}`", taker.id, next)}});
                    break;
                }
            }
        }
    }

    /// Gives the inputs of the members by name, in order of the members; those that take a result are no questions.
    [[nodiscard]] std::map<std::string, std::vector<Asked>, std::less<>> inputs() const {
        std::map<std::string, std::vector<Asked>, std::less<>> all;
        const BundleInputs links(members_, &bundle_);
        for (std::size_t member = 0; member < members_.size(); ++member) {
            for (std::size_t input = 0; members_[member] != nullptr && input < members_[member]->inputs.size(); ++input) {
                const Input& one = members_[member]->inputs[input];
                if (!links.source(member, input) && !one.from_batch && !(one.feed && is_broken(one.feed->incentive))) {
                    all[one.field.name].push_back({members_[member], &one});
                }
            }
        }
        return all;
    }

    void read_shared() {
        const auto all = inputs();
        if (const auto node = file_.node("shared")) {
            for (const MappedText* name : read_texts(context_, *node)) {
                const auto found = all.find(name->text);
                if (found == all.end()) {
                    std::vector<std::string_view> names;
                    for (const auto& [input, asked] : all) {
                        names.push_back(input);
                    }
                    report_no_such(context_, *name, {"这些事项的申报里", "among the inputs of these incentives"}, names);
                    continue;
                }
                check_alike(*name, found->second);
                bundle_.shared.push_back(name->text);
            }
        }
        for (const auto& [name, asked] : all) {
            if (asked.size() > 1 && std::find(bundle_.shared.begin(), bundle_.shared.end(), name) == bundle_.shared.end()) {
                share_or_warn(name, asked);
            }
        }
    }

    /// Versions of one incentive ask the same: tells whether each asker but the first replaces another or is replaced
    /// by one, and all ask alike.
    static bool versions_of_one(const std::vector<Asked>& asked) {
        const FieldSchema& first = asked.front().input->field;
        return std::all_of(asked.begin(), asked.end(), [&](const Asked& one) {
            const bool linked = std::any_of(asked.begin(), asked.end(), [&](const Asked& other) {
                return one.incentive->follows(*other.incentive) || other.incentive->follows(*one.incentive);
            });
            return linked && alike(one.input->field.type.without_optional(), first.type.without_optional()) &&
                   one.input->field.entry.factor == first.entry.factor;
        });
    }

    /// Of two versions at most one may be in force, so one date decides for both.
    void check_versions() {
        const BundleInputs links(members_, &bundle_);
        for (std::size_t newer = 0; newer < members_.size(); ++newer) {
            for (std::size_t older = 0; older < members_.size(); ++older) {
                if (members_[newer] == nullptr || members_[older] == nullptr || !members_[newer]->follows(*members_[older]) ||
                    !members_[newer]->effective || !members_[older]->effective) {
                    continue;
                }
                const Effective& effective = *members_[newer]->effective;
                if (links.column(newer, effective.by_input) != links.column(older, members_[older]->effective->by_input)) {
                    context_.diagnostics.error(
                        "E347", file_.key("incentives"),
                        {fmt::format("“{}”接替“{}”，在组合里却各按各的“{}”", members_[newer]->id, members_[older]->id, effective.by),
                         fmt::format("`{}` replaces `{}`, but in the bundle each has a `{}` of its own", members_[newer]->id,
                                     members_[older]->id, effective.by)},
                        {fmt::format("写“同一: [{}]”", effective.by), fmt::format("write `shared: [{}]`", effective.by)});
                }
            }
        }
    }

    /// Inputs of one library are one and the same answer; other equal names stay apart.
    void share_or_warn(const std::string& name, const std::vector<Asked>& asked) {
        if (versions_of_one(asked)) {
            bundle_.shared.push_back(name);
            return;
        }
        const std::string& library = asked.front().input->library;
        if (!library.empty() && std::all_of(asked.begin(), asked.end(),
                                            [&](const Asked& one) { return one.input->library == library; })) {
            bundle_.shared.push_back(name);
            return;
        }
        auto& clash = context_.diagnostics.warning(
            "W512", file_.key("incentives"),
            {fmt::format("几个事项都有申报项“{}”，各算各的：数据里要写成“{}.{}”等", name, asked.front().incentive->id, name),
             fmt::format("several incentives have an input `{}`, each its own: data name it `{}.{}` and so on", name,
                         asked.front().incentive->id, name)},
            {fmt::format("是同一个答案时写“同一: [{}]”", name),
             fmt::format("write `shared: [{}]` when it is one and the same answer", name)});
        for (const Asked& one : asked) {
            clash.related.push_back({one.input->declared, {one.incentive->id, one.incentive->id}});
        }
    }

    void check_alike(const MappedText& name, const std::vector<Asked>& asked) {
        const FieldSchema& first = asked.front().input->field;
        for (const Asked& other : asked) {
            const FieldSchema& field = other.input->field;
            if (alike(field.type.without_optional(), first.type.without_optional()) &&
                field.entry.factor == first.entry.factor) {
                continue;
            }
            auto& unlike = context_.diagnostics.error(
                "E319", name.span(),
                {fmt::format("“{}”在各事项里的类型或单位不同，不能当作同一个答案", excerpt(name.text)),
                 fmt::format("`{}` has another type or unit in each incentive and cannot be one answer", excerpt(name.text))},
                {"从“同一”里去掉它，或者把类型和单位改成一样", "leave it out of `shared`, or make types and units alike"});
            unlike.related.push_back({asked.front().input->declared, {asked.front().incentive->id, asked.front().incentive->id}});
            unlike.related.push_back({other.input->declared, {other.incentive->id, other.incentive->id}});
            return;
        }
    }

    void read_totals() {
        AwardNames names(members_);
        for (const YamlEntry& entry : file_.entries("totals")) {
            const MappedText* text = read_scalar(context_, entry.value);
            if (text == nullptr) {
                continue;
            }
            const SyntaxTree tree = parse_expression(*text, context_.parse, context_.diagnostics);
            if (report_ambiguous(tree, names) || names_broken(tree)) {
                continue;
            }
            auto expression = check_expression(tree, names, std::nullopt, {}, context_.diagnostics);
            bundle_.totals.push_back({entry.key.text, std::move(expression), entry.key.span()});
        }
    }

    [[nodiscard]] bool names_broken(const SyntaxTree& tree) const {
        return std::any_of(tree.nodes.begin(), tree.nodes.end(), [&](const SyntaxNode& node) {
            return node.kind == SyntaxKind::name && is_broken(node.name);
        });
    }

    bool report_ambiguous(const SyntaxTree& tree, const AwardNames& names) {
        for (SyntaxId id = 0; id < tree.nodes.size(); ++id) {
            if (tree[id].kind == SyntaxKind::name && names.ambiguous(tree[id].name)) {
                context_.diagnostics.error("E307", tree.span(id),
                                           {fmt::format("有几个事项的编号以“{}”结尾", tree[id].name),
                                            fmt::format("the ids of several incentives end in `{}`", tree[id].name)},
                                           {"让组合里的编号最后一段各不相同", "let the last parts of the ids differ"});
                return true;
            }
        }
        return false;
    }

    /// Settlement adds up and cuts in yuan.
    void check_currencies() {
        for (const std::string_view key : {"stacking", "limits", "budget", "quota", "shares"}) {
            for (const Incentive* member : members_) {
                if (!file_.has(key) || member == nullptr || member->award.empty() || member->currency == Unit::of("CNY")) {
                    continue;
                }
                context_.diagnostics.error("E348", file_.key(key),
                                           {fmt::format("“{}”用{}计发，结算只用元", member->id, unit_name(member->currency, true)),
                                            fmt::format("`{}` is paid in {}, and settlement is in yuan", member->id,
                                                        unit_name(member->currency, false))},
                                           {"在事项里按汇率折成元，或者把它移出这个组合",
                                            "convert to yuan in the incentive, or leave it out of this bundle"});
                return;
            }
        }
    }

    LoadContext& context_;
    const std::vector<const Incentive*>& members_;
    Fields file_;
    Bundle bundle_;
    std::vector<Citation> citations_;
};

}  // namespace

Bundle load_bundle(LoadContext& context, const std::vector<const Incentive*>& members) {
    return BundleReader(context, members).read();
}

std::vector<const MappedText*> bundle_members(LoadContext& context) {
    Diagnostics silent;
    LoadContext scratch{context.document, context.file, context.parse, silent};
    const Fields file(scratch, 0, Scope::bundle_file, scratch.node(0).span);
    std::vector<const MappedText*> members;
    for (const NodeId item : file.items("incentives")) {
        if (scratch.node(item).kind == NodeKind::scalar) {
            members.push_back(&scratch.node(item).scalar);
        }
    }
    return members;
}

}  // namespace huiqi
