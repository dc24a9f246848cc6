#include "engine/rulebook/loaders/settled_loader.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/loaders/cases_loader.h"

namespace huiqi {
namespace {

constexpr std::array<std::string_view, 3> kCounts{"rank", "waiting", "paid"};

[[nodiscard]] bool is_count(std::string_view key) {
    return std::find(kCounts.begin(), kCounts.end(), key) != kCounts.end();
}

/// Reads one `结算`.
class SettledReader {
public:
    SettledReader(LoadContext& context, NodeId node, Span owner, SettledPart part)
        : context_(context), keys_(context, node, Scope::settled, owner), part_(part) {
        if (context.node(node).kind == NodeKind::mapping && context.node(node).entries.empty()) {
            context_.diagnostics.error("E453", owner, {"结算里什么也没有写", "nothing is expected of the settlement"},
                                       {"写上要得到的，例如 {应付: 100元}", "say what is to come of it, such as {payable: 100 yuan}"});
        }
    }

    SettledExpectation read() {
        for (const std::string_view key : {"award", "payable", "paid", "rank", "waiting"}) {
            if (const MappedText* text = keys_.text(key); text != nullptr && belongs(key)) {
                const Type type = is_count(key) ? Type::number() : Type::number(Unit::of("CNY"));
                read_number(*text, type, std::string(key), result_.figures);
            }
        }
        if (keys_.written("reductions")) {
            result_.reductions.emplace();
        }
        for (const YamlEntry& entry : keys_.entries("reductions")) {
            read_reduction(entry);
        }
        for (const YamlEntry& entry : keys_.entries("shares")) {
            if (const MappedText* text = read_scalar(context_, entry.value)) {
                read_number(*text, Type::number(Unit::of("CNY")), entry.key.text, result_.shares);
            }
        }
        if (const MappedText* error = keys_.text("error"); error != nullptr && belongs("error")) {
            read_error(*error);
        }
        return std::move(result_);
    }

private:
    /// Sums have no place in a ranking, and a claim is no number of payments.
    bool belongs(std::string_view key) {
        const bool of_sums = key == "paid";
        const bool of_claim = key == "rank" || key == "waiting" || key == "error";
        if (part_ == SettledPart::claim ? !of_sums : !of_claim) {
            return true;
        }
        const Spelling& row = spelling(Scope::settled, key);
        context_.diagnostics.error("E456", keys_.key(key),
                                   {fmt::format("“{}”不能写在这里", row.zh), fmt::format("`{}` does not apply here", row.en)},
                                   part_ == SettledPart::claim
                                       ? Bilingual{"“获付”是付了几笔，写在用例自己的“结果”里", "`paid` counts payments: write it in the `expect` of the case itself"}
                                       : Bilingual{"名次、候补、错误写在一件申报的“结果”里", "write rank, waiting and error in the `expect` of one application"});
        return false;
    }

    void read_number(const MappedText& text, const Type& type, const std::string& key,
                     std::map<std::string, Value, std::less<>>& to) {
        if (auto value = read_expected_value(context_, text, type, {}); value && value->known()) {
            to.emplace(key, std::move(*value));
        }
    }

    void read_reduction(const YamlEntry& entry) {
        const Spelling* cause = read_word(context_, entry.key, Scope::cause_word);
        const MappedText* text = read_scalar(context_, entry.value);
        if (cause != nullptr && text != nullptr) {
            read_number(*text, Type::number(Unit::of("CNY")), std::string(cause->en), *result_.reductions);
        }
    }

    void read_error(const MappedText& code) {
        const std::string& text = code.text;
        if (text.size() == 4 && text[0] == 'S' && text[1] == '1' && text[2] == '0' && text[3] >= '1' && text[3] <= '8') {
            result_.error = text;
            return;
        }
        context_.diagnostics.error("E454", code.span(),
                                   {fmt::format("“{}”不是结算的代码", excerpt(text)),
                                    fmt::format("`{}` is no code of settlement", excerpt(text))},
                                   {"写 S101 到 S108", "write S101 to S108"});
    }

    LoadContext& context_;
    Fields keys_;
    SettledPart part_;
    SettledExpectation result_;
};

}  // namespace

SettledExpectation read_settled(LoadContext& context, NodeId node, Span owner, SettledPart part) {
    return SettledReader(context, node, owner, part).read();
}

void report_not_settled(LoadContext& context, Span place) {
    context.diagnostics.error("E456", place,
                              {"一件申报单独计算，没有结算", "one application is decided by itself and not settled"},
                              {"结算的用例写在组合里，用“各件”列出几件申报",
                               "cases of settlement stand in a bundle and list several applications under `applications`"});
}

}  // namespace huiqi
