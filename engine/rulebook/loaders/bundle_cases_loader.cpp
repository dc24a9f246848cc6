#include "engine/rulebook/loaders/bundle_cases_loader.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/bundle_inputs.h"
#include "engine/rulebook/case_data.h"
#include "engine/rulebook/constant.h"
#include "engine/rulebook/loaders/cases_loader.h"
#include "engine/rulebook/loaders/settled_loader.h"

namespace huiqi {
namespace {

std::vector<const Incentive*> incentives_of(const std::vector<const LoadedIncentive*>& members) {
    std::vector<const Incentive*> incentives;
    for (const LoadedIncentive* member : members) {
        incentives.push_back(&member->incentive);
    }
    return incentives;
}

/// Reads the cases of one bundle.
class BundleCaseReader {
public:
    BundleCaseReader(LoadContext& context, const std::vector<const LoadedIncentive*>& members, const Bundle& bundle)
        : context_(context), members_(members), bundle_(bundle), links_(incentives_of(members), &bundle) {
        for (std::size_t member = 0; member < members.size(); ++member) {
            for (std::size_t input = 0; input < members[member]->incentive.inputs.size(); ++input) {
                if (!links_.source(member, input)) {
                    columns_.try_emplace(links_.column(member, input), member, input);
                }
            }
        }
        for (const auto& [name, place] : columns_) {
            askable_.emplace_back(name);
        }
    }

    BundleCase read(NodeId item) {
        const Fields keys(context_, item, Scope::bundle_case, short_span(context_, item));
        BundleCase result;
        result.name = keys.string("name");
        result.because = keys.prose("because");
        result.declared = keys.value("name");
        result.file = context_.file;
        result.unconfirmed = read_unconfirmed(context_, keys, result.name);
        if (keys.written("applications")) {
            read_batch(keys, result);
            return result;
        }
        check_single(keys);
        BatchCase::Application one = read_application(keys);
        if (const auto settled = std::find_if(one.expected.begin(), one.expected.end(),
                                              [](const auto& expected) { return expected.second.settled != nullptr; });
            settled != one.expected.end()) {
            report_not_settled(context_, settled->second.declared);
        }
        result.given = std::move(one.given);
        result.expected = std::move(one.expected);
        result.totals = std::move(one.totals);
        return result;
    }

private:
    /// What a batch has makes no sense for one application.
    void check_single(const Fields& keys) {
        for (const std::string_view key : {"bind", "history"}) {
            if (keys.written(key)) {
                const Spelling& row = spelling(Scope::bundle_case, key);
                context_.diagnostics.error("E456", keys.key(key),
                                           {fmt::format("“{}”只用于“各件”的用例", row.zh),
                                            fmt::format("`{}` is for cases with `applications`", row.en)},
                                           {"去掉它，或者用“各件”列出申报", "leave it out, or list applications under `applications`"});
            }
        }
    }

    void read_batch(const Fields& keys, BundleCase& result) {
        BatchCase& batch = result.batch.emplace();
        if (keys.written("given")) {
            context_.diagnostics.error("E456", keys.key("given"),
                                       {"有“各件”时，“申报”写在每一件里", "with `applications`, `given` stands in each of them"},
                                       {"把它移到“各件”里", "move it into `applications`"});
        }
        if (const auto bind = keys.node("bind")) {
            read_bind(*bind, keys.key("bind"), batch);
        }
        for (const NodeId item : keys.items("history")) {
            read_payment(item, batch);
        }
        for (const YamlEntry& entry : keys.entries("applications")) {
            const Fields fields(context_, entry.value, Scope::batch_application, entry.key.span());
            own_ = &batch.applications.emplace_back();
            own_->number = entry.key.text;
            BatchCase::Application read = read_application(fields);
            own_->given = std::move(read.given);
            own_->expected = std::move(read.expected);
            own_->totals = std::move(read.totals);
            own_ = nullptr;
        }
        if (const auto expected = keys.node("expect")) {
            read_sums(*expected, keys.key("expect"), batch);
        }
        const bool expects = batch.all || !batch.sums.empty() ||
                             std::any_of(batch.applications.begin(), batch.applications.end(),
                                         [](const auto& one) { return !one.expected.empty() || !one.totals.empty(); });
        if (!expects) {
            context_.diagnostics.error("E453", keys.key("expect"),
                                       {"结果里什么也没有写，这个用例总会通过", "nothing is expected, so that this case always passes"},
                                       {"写上要得到的，例如 结果: {结算: {应付: 100元}}", "say what is to come of it, such as expect: {settled: {payable: 100 yuan}}"});
        }
    }

    /// 取: how many places, how much money, as the options of `settle` have it.
    void read_bind(NodeId node, Span owner, BatchCase& batch) {
        const Fields keys(context_, node, Scope::batch_bind, owner);
        const BundleSettlement& rules = bundle_.settlement;
        const Type yuan = Type::number(Unit::of("CNY"));
        batch.quota = read_bound(keys, "quota", rules.quotas.size(), Type::number());
        batch.budget = read_bound(keys, "budget", rules.budgets.size(), yuan);
        batch.limit = read_bound(keys, "limits", rules.limits.size(), yuan);
    }

    std::optional<Value> read_bound(const Fields& keys, std::string_view key, std::size_t count, const Type& type) {
        const MappedText* text = keys.text(key);
        if (text == nullptr) {
            return std::nullopt;
        }
        const Spelling& row = spelling(Scope::batch_bind, key);
        if (count != 1) {
            context_.diagnostics.error("E326", keys.key(key),
                                       {fmt::format("“取”只能改唯一的一项，组合里“{}”有 {} 项", row.zh, count),
                                        fmt::format("`bind` changes the only one, and the bundle has {} of `{}`", count, row.en)},
                                       {"去掉它", "leave it out"});
            return std::nullopt;
        }
        auto value = read_expected_value(context_, *text, type, {});
        const Rational cents = value && value->known() ? Rational(value->number() * (key == "quota" ? 1 : 100)) : Rational(-1);
        if (value && (cents < 0 || denominator(cents) != 1 || cents > Rational(1'000'000'000'000'000))) {
            context_.diagnostics.error("E380", text->span(),
                                       {fmt::format("“{}”要是到分的金额，名额要是整数", excerpt(text->text)),
                                        fmt::format("`{}`: an amount to the cent or a whole number of places is wanted", excerpt(text->text))},
                                       {"写成 20 或 50万元", "write 20 or 500000 yuan"});
            return std::nullopt;
        }
        return value;
    }

    /// A payment made before, as a row of `--history`.
    void read_payment(NodeId item, BatchCase& batch) {
        const Fields keys(context_, item, Scope::prior_payment, short_span(context_, item), OtherKeys::kept);
        BatchCase::Payment payment;
        const MappedText* incentive = keys.text("incentive");
        const auto member = incentive == nullptr ? std::nullopt : member_called(*incentive);
        const MappedText* date = keys.text("date");
        const auto day = date == nullptr ? std::nullopt : read_date(context_, *date);
        const MappedText* amount = keys.text("amount");
        auto paid = amount == nullptr ? std::nullopt : read_expected_value(context_, *amount, Type::number(Unit::of("CNY")), {});
        for (const YamlEntry* entry : keys.others()) {
            if (const MappedText* text = read_scalar(context_, entry->value)) {
                payment.keys.emplace(entry->key.text, text->text);
            }
        }
        if (member && day && paid && paid->known()) {
            payment.member = static_cast<std::uint32_t>(*member);
            payment.year = day->year();
            payment.amount = std::move(*paid);
            batch.history.push_back(std::move(payment));
        }
    }

    void read_sums(NodeId node, Span owner, BatchCase& batch) {
        const Fields keys(context_, node, Scope::batch_expectation, owner, OtherKeys::kept);
        if (const auto all = keys.node("settled")) {
            batch.all = read_settled(context_, *all, keys.key("settled"), SettledPart::sums);
        }
        for (const YamlEntry* entry : keys.others()) {
            if (const auto member = member_called(entry->key)) {
                batch.sums.emplace_back(*member, read_settled(context_, entry->value, entry->key.span(), SettledPart::sums));
            }
        }
    }

    /// 申报 and 结果 of one application.
    BatchCase::Application read_application(const Fields& keys) {
        BatchCase::Application one;
        for (const YamlEntry& entry : keys.entries("given")) {
            read_datum_of(entry, one);
        }
        if (const auto expected = keys.node("expect")) {
            read_results(*expected, keys.key("expect"), one);
        }
        return one;
    }

    /// A column of the keys; it may be an input too.
    bool read_key_column(const YamlEntry& entry) {
        const Bundle::Keys& names = bundle_.keys;
        bool is_key = false;
        for (const auto& [name, column] : {std::pair(&names.applicant, &BatchCase::Application::applicant),
                                           std::pair(&names.sequence, &BatchCase::Application::sequence),
                                           std::pair(&names.period_date, &BatchCase::Application::period_date)}) {
            if (own_ != nullptr && !name->empty() && *name == entry.key.text) {
                const MappedText* text = read_scalar(context_, entry.value);
                own_->*column = text == nullptr ? std::string() : text->text;
                is_key = true;
            }
        }
        return is_key;
    }

    void read_datum_of(const YamlEntry& entry, BatchCase::Application& one) {
        const bool is_key = read_key_column(entry);
        const auto found = columns_.find(entry.key.text);
        if (found != columns_.end()) {
            const auto [member, input] = found->second;
            const FieldSchema& field = members_[member]->incentive.inputs[input].field;
            one.given.emplace_back(found->first, read_given(context_, entry.value, field, found->first));
        } else if (!is_key) {
            report_no_such(context_, entry.key, {"这些事项的申报里", "among the inputs of these incentives"}, askable_);
        }
    }

    void read_results(NodeId node, Span owner, BatchCase::Application& result) {
        const Fields keys(context_, node, Scope::bundle_expectation, owner, OtherKeys::kept);
        for (const YamlEntry& entry : keys.entries("totals")) {
            read_total(entry, result);
        }
        for (const YamlEntry* entry : keys.others()) {
            const auto member = member_called(entry->key);
            if (!member) {
                continue;
            }
            const LoadedIncentive& loaded = *members_[*member];
            Case expected;
            expected.declared = entry->key.span();
            context_.parse = loaded.parse;
            read_expectation(context_, entry->value, entry->key.span(), loaded.enumerations, loaded.incentive, askable_, expected);
            result.expected.emplace_back(*member, std::move(expected));
        }
    }

    /// An incentive by its id or the last part of it.
    std::optional<std::size_t> member_called(const MappedText& name) {
        std::vector<std::string_view> names;
        std::vector<std::size_t> found;
        for (std::size_t member = 0; member < members_.size(); ++member) {
            const Incentive& incentive = members_[member]->incentive;
            if (incentive.id == name.text) {
                return member;
            }
            if (incentive.short_name() == name.text) {
                found.push_back(member);
            }
            names.emplace_back(incentive.id);
        }
        if (found.size() != 1) {
            report_no_such(context_, name, {"组合的事项里", "among the incentives of the bundle"}, names);
            return std::nullopt;
        }
        return found.front();
    }

    void read_total(const YamlEntry& entry, BatchCase::Application& result) {
        std::vector<std::string_view> names;
        for (const Bundle::Total& total : bundle_.totals) {
            names.emplace_back(total.name);
            const bool mine = total.name == entry.key.text;
            const MappedText* text = mine ? read_scalar(context_, entry.value) : nullptr;
            if (text != nullptr) {
                if (auto value = read_expected_value(context_, *text, total.expression.type(), {})) {
                    result.totals.emplace(total.name, std::move(*value));
                }
            }
            if (mine) {
                return;
            }
        }
        report_no_such(context_, entry.key, {"汇总里", "among the totals"}, names);
    }

    LoadContext& context_;
    const std::vector<const LoadedIncentive*>& members_;
    const Bundle& bundle_;
    BundleInputs links_;
    std::map<std::string, std::pair<std::size_t, std::size_t>, std::less<>> columns_;   ///< name → member and input
    std::vector<std::string_view> askable_;
    BatchCase::Application* own_ = nullptr;   ///< of a batch, the one that is read
};

}  // namespace

void load_bundle_cases(LoadContext& context, const std::vector<NodeId>& items,
                       const std::vector<const LoadedIncentive*>& members, Bundle& bundle) {
    CaseNames names(context);
    for (const BundleCase& known : bundle.cases) {
        names.add(known.name, known.declared, false);
    }
    BundleCaseReader reader(context, members, bundle);
    for (const NodeId item : items) {
        BundleCase result = reader.read(item);
        names.add(result.name, result.declared);
        bundle.cases.push_back(std::move(result));
    }
}

}  // namespace huiqi
