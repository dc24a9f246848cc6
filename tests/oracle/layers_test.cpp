#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "engine/diagnostic/render.h"
#include "engine/evaluate/evaluator.h"
#include "engine/plan/compile.h"
#include "engine/rulebook/loaders/rulebook_loader.h"
#include "tests/oracle/application_writer.h"
#include "tests/oracle/comparison.h"
#include "tests/oracle/oracle.h"
#include "tests/oracle/rulebook_writer.h"

namespace huiqi::oracle {
namespace {

/// A rulebook in several files, that means what one file says.
struct Layers {
    std::vector<std::pair<std::string, std::string>> files;
    std::string id;   ///< of what is to mean the same
};

[[nodiscard]] Entry* section(Entry& file, const std::string& zh, const std::string& en) {
    for (Entry& entry : file.inside) {
        const std::string head = entry.pieces.empty() ? "" : std::get<std::string>(entry.pieces.front());
        if (head == zh + ":\n" || head == en + ":\n") {
            return &entry;
        }
    }
    return nullptr;
}

/// Takes the last entry out of a section of several, and gives it as a section of its own.
[[nodiscard]] std::string cut_last(Entry* from) {
    if (from == nullptr || from->inside.size() < 2) {
        return "";
    }
    const std::string text = std::get<std::string>(from->pieces.front()) + from->inside.back().text();
    from->inside.pop_back();
    return text;
}

[[nodiscard]] std::string overlay(const std::string& id, const std::string& parent, const std::string& body) {
    return "种类: 细则\n编号: " + id + "\n上位: " + parent + "\n" + body;
}

/// Gives the key under which a parameter has its value.
[[nodiscard]] std::string_view key_of_value(std::string_view line) {
    for (const std::string_view key : {"历次: ", "series: ", "值: ", "value: "}) {
        if (line.find(key) != std::string_view::npos) {
            return key;
        }
    }
    return line;
}

/// Leaves the values of all parameters to two overlays, one laid over the other, and to the upper one the last condition and
/// the last anomaly.
[[nodiscard]] Layers as_overlays(Generated rulebook) {
    std::vector<std::string> set(2);
    Entry* parameters = section(rulebook.file, "参数", "parameters");
    for (std::size_t at = 0; parameters != nullptr && at < parameters->inside.size(); ++at) {
        std::string& text = std::get<std::string>(parameters->inside[at].pieces.front());
        const std::size_t value = text.find(key_of_value(text));
        if (text.find("local: ") == std::string::npos && text.find("地方: ") == std::string::npos) {
            set[at % 2] += text.substr(0, text.find('{') + 1) + text.substr(value);
            text = text.substr(0, value) + "地方: 必填}\n";
        }
    }
    const std::string more = cut_last(section(rulebook.file, "条件", "conditions")) + cut_last(section(rulebook.file, "异常", "anomalies"));
    const auto values = [](const std::string& lines) { return lines.empty() ? std::string("说明: 无\n") : "参数:\n" + lines; };
    Layers layers;
    layers.files = {{"parent.yaml", rulebook.text()},
                    {"province.yaml", overlay("生成.省", RulebookWriter::kAlone, values(set[0]))},
                    {"city.yaml", overlay("生成.市", "生成.省", values(set[1]) + more)}};
    layers.id = "生成.市";
    return layers;
}

/// Moves enumerations and parameters to a library.
[[nodiscard]] Layers with_library(Generated rulebook) {
    std::string library = "种类: 公用\n编号: 生成.库\n单位: [件]\n";
    for (const auto& [zh, en] : {std::pair("枚举", "enums"), std::pair("参数", "parameters")}) {
        if (Entry* entry = section(rulebook.file, zh, en)) {
            library += entry->text();
            entry->pieces.clear();
            entry->inside.clear();
        }
    }
    return {.files = {{"library.yaml", library}, {"incentive.yaml", rulebook.text() + "引用: [生成.库]\n"}}, .id = RulebookWriter::kAlone};
}

/// One of the ways to say the same.
struct Said {
    Rulebook rulebook;
    const Incentive* incentive = nullptr;
    std::shared_ptr<const Plan> plan;
    std::string messages;
};

[[nodiscard]] Said said(const Layers& layers) {
    Said result;
    Diagnostics diagnostics;
    RulebookLoader loader(diagnostics);
    for (const auto& [name, text] : layers.files) {
        loader.add_text(name, text);
    }
    result.rulebook = loader.load();
    result.incentive = result.rulebook.find(layers.id);
    if (!diagnostics.has_errors() && result.incentive != nullptr) {
        result.plan = std::make_shared<const Plan>(compile(*result.incentive, {}, diagnostics));
    }
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        if (diagnostic.severity == Severity::error) {
            result.messages += render_text(diagnostic, *result.rulebook.sources, {.language = Language::en, .color = false}) + "\n";
        }
    }
    return result;
}

struct Tally {
    std::size_t rulebooks = 0;
    std::size_t compared = 0;
};

/// Compares what a plan gives with what the oracle makes of the one file.
void compare_all(const Ready& whole, const Said& parts, const Verdict& verdict, const Evaluator& evaluator, std::size_t row,
                 Tally& tally) {
    const auto check = [&](const std::string& what, const PlanValue& planned, const Type& type, const Value& expected) {
        ++tally.compared;
        const Value got = evaluator.read(planned, row);
        CHECK_MESSAGE(compare(expected, got, type) != Agreement::different, what, ": oracle ", shown(expected, type), ", plan ",
                      shown(got, type));
    };
    const Incentive& incentive = whole.incentive();
    const IncentivePlan& plan = parts.plan->incentives.front();
    REQUIRE(plan.conditions.size() == verdict.conditions.size());
    for (std::size_t at = 0; at < verdict.conditions.size(); ++at) {
        check("condition " + incentive.conditions[at].id, plan.conditions[at], Type::boolean(), verdict.conditions[at]);
    }
    REQUIRE(plan.anomalies.size() == verdict.anomalies.size());
    for (std::size_t at = 0; at < verdict.anomalies.size(); ++at) {
        check("anomaly " + incentive.anomalies[at].id, plan.anomalies[at], Type::boolean(), verdict.anomalies[at]);
    }
    for (std::size_t at = 0; at < incentive.definitions.size(); ++at) {
        const auto& other = parts.incentive->definitions;
        const auto found = std::find_if(other.begin(), other.end(),
                                        [&](const Definition& one) { return one.name == incentive.definitions[at].name; });
        REQUIRE(found != other.end());
        check(found->name, plan.definitions[static_cast<std::size_t>(found - other.begin())], incentive.definitions[at].type,
              verdict.definitions[at]);
    }
    check("eligible", plan.eligible, Type::boolean(), verdict.eligible);
    check("award", plan.award, Type::number(), verdict.award);
}

void check_same(const Generated& rulebook, const Ready& whole, const Layers& layers, std::uint64_t seed, Tally& tally) {
    const Said parts = said(layers);
    std::string all;
    for (const auto& [name, text] : layers.files) {
        all += "--- " + name + "\n" + text;
    }
    INFO(parts.messages, all);
    REQUIRE(parts.plan != nullptr);
    Random random(seed);
    ApplicationWriter writer(random, whole.incentive(), rulebook);
    Batch batch(parts.plan->schema);
    std::vector<Verdict> verdicts;
    for (const unsigned unknown : {0U, 0U, 0U, 10U, 30U}) {
        const ApplicationData data = writer.write(unknown);
        std::vector<Value> row(parts.plan->schema.fields.size());
        const auto& fields = parts.plan->incentives.front().fields;
        for (std::size_t input = 0; input < fields.size(); ++input) {
            const auto& mine = whole.incentive().inputs;
            const auto found = std::find_if(mine.begin(), mine.end(), [&](const Input& one) {
                return one.field.name == parts.incentive->inputs[input].field.name;
            });
            row[fields[input]] = data[static_cast<std::size_t>(found - mine.begin())];
        }
        append_row(batch, parts.plan->schema, row);
        verdicts.push_back(judge(whole.incentive(), data));
    }
    Evaluator evaluator(parts.plan);
    evaluator.run(batch, 0, verdicts.size());
    for (std::size_t row = 0; row < verdicts.size(); ++row) {
        compare_all(whole, parts, verdicts[row], evaluator, row, tally);
    }
    ++tally.rulebooks;
}

}  // namespace

TEST_CASE("a rule laid out in overlays and libraries means what it means in one file") {
    constexpr std::uint64_t kRulebooks = 40;
    Tally overlays;
    Tally libraries;
    for (std::uint64_t at = 0; at < kRulebooks; ++at) {
        const std::uint64_t seed = 8'300'000 + at;
        Generated rulebook = RulebookWriter(seed).write();
        rulebook.dollars = false;   // said in dollars as a whole, not in parts
        const Loaded whole = load(rulebook.text());
        if (!whole.ready) {
            continue;
        }
        INFO("seed ", seed);
        check_same(rulebook, *whole.ready, as_overlays(rulebook), seed, overlays);
        check_same(rulebook, *whole.ready, with_library(rulebook), seed, libraries);
    }
    fmt::print("layers: {} by overlays with {} values, {} by libraries with {} values\n", overlays.rulebooks, overlays.compared,
               libraries.rulebooks, libraries.compared);
    CHECK(overlays.rulebooks * 10 > kRulebooks * 8);
    CHECK(libraries.rulebooks * 10 > kRulebooks * 8);
}

}  // namespace huiqi::oracle
