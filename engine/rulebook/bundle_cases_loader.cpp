#include "engine/rulebook/bundle_cases_loader.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "engine/rulebook/bundle_inputs.h"
#include "engine/rulebook/case_data.h"
#include "engine/rulebook/cases_loader.h"

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
        for (const YamlEntry& entry : keys.entries("given")) {
            read_datum_of(entry, result);
        }
        if (const auto expected = keys.node("expect")) {
            read_results(*expected, keys.key("expect"), result);
        }
        return result;
    }

private:
    void read_datum_of(const YamlEntry& entry, BundleCase& result) {
        const auto found = columns_.find(entry.key.text);
        if (found == columns_.end()) {
            report_no_such(context_, entry.key, {"这些事项的申报里", "among the inputs of these incentives"}, askable_);
            return;
        }
        const auto [member, input] = found->second;
        const FieldSchema& field = members_[member]->incentive.inputs[input].field;
        result.given.emplace_back(found->first, read_given(context_, entry.value, field, found->first));
    }

    void read_results(NodeId node, Span owner, BundleCase& result) {
        const Fields keys(context_, node, Scope::bundle_expectation, owner, OtherKeys::kept);
        for (const YamlEntry& entry : keys.entries("totals")) {
            read_total(entry, result);
        }
        for (const YamlEntry* entry : keys.others()) {
            const auto member = member_of(*entry);
            if (!member) {
                continue;
            }
            const LoadedIncentive& loaded = *members_[*member];
            Case expected;
            expected.name = result.name;
            expected.declared = entry->key.span();
            context_.parse = loaded.parse;
            read_expectation(context_, entry->value, entry->key.span(), loaded.enumerations, loaded.incentive, askable_, expected);
            result.expected.emplace_back(*member, std::move(expected));
        }
    }

    /// An incentive by its id or the last part of it.
    std::optional<std::size_t> member_of(const YamlEntry& entry) {
        std::vector<std::string_view> names;
        std::vector<std::size_t> found;
        for (std::size_t member = 0; member < members_.size(); ++member) {
            const Incentive& incentive = members_[member]->incentive;
            if (incentive.id == entry.key.text) {
                return member;
            }
            if (incentive.short_name() == entry.key.text) {
                found.push_back(member);
            }
            names.emplace_back(incentive.id);
        }
        if (found.size() != 1) {
            report_no_such(context_, entry.key, {"组合的事项里", "among the incentives of the bundle"}, names);
            return std::nullopt;
        }
        return found.front();
    }

    void read_total(const YamlEntry& entry, BundleCase& result) {
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
