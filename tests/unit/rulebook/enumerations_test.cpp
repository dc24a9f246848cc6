#include "engine/rulebook/loaders/enums_loader.h"

#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/data/shown_value.h"
#include "tests/unit/rulebook/loading.h"

namespace huiqi {
namespace {

testing::Loaded load(const std::string& labels) {
    return testing::load_body("枚举:\n  级别:\n    取值: [none, provincial, national]\n    显示: " + labels +
                              "\n申报:\n  级别: {类型: 级别}\n奖补:\n  - 基数: 1元\n");
}

TEST_CASE("people see the label of a value, files the value") {
    const auto loaded = load("{none: {zh: 没有, en: None}, provincial: 省级}");
    const Type type = loaded.incentive().inputs.front().field.type;
    struct Row {
        std::int32_t code;
        const char* value;
        const char* zh;
        const char* en;
    };
    const Row rows[] = {{0, "none", "没有", "None"}, {1, "provincial", "省级", "省级"}, {2, "national", "national", "national"}};
    for (const Row& row : rows) {
        CAPTURE(row.value);
        const Value value = Value::enumerated(row.code);
        CHECK(value_text(value, type, true) == row.value);
        CHECK(shown_value(value, type, Language::zh) == row.zh);
        CHECK(shown_value(value, type, Language::en) == row.en);
    }
    CHECK(shown_value(Value::list({Value::enumerated(1), Value::enumerated(0)}), Type::list(type), Language::zh) == "[省级, 没有]");
    CHECK(shown_value(Value::unknown({"级别"}), type, Language::zh) == "未知");
}

TEST_CASE("a label is for a value that is listed, and no two values look alike in one language") {
    struct Row {
        const char* labels;
        const char* said;
    };
    const Row rows[] = {
        {"{nation: 国家级}", "`nation` is no value of the enumeration `级别` and can have no label"},
        {"{none: {zh: 一级, en: One}, provincial: {zh: 一级, en: Two}}", "the values `none` and `provincial` are shown alike: 一级"},
        {"{none: {zh: 甲, en: Same}, provincial: {zh: 乙, en: Same}}", "the values `none` and `provincial` are shown alike: Same"},
        {"{none: national}", "the values `none` and `national` are shown alike: national"},  // the value that has no label
    };
    for (const Row& row : rows) {
        CAPTURE(row.labels);
        const auto loaded = load(row.labels);
        REQUIRE(loaded.codes() == std::vector<std::string>{"E321"});
        CHECK(loaded.diagnostics.all().front().message.en == row.said);
    }
}

TEST_CASE("people see the label of an input and of a field of a list, data the name") {
    const auto body = [](const std::string& field, const std::string& input) {
        return testing::load_body("申报:\n  付款:\n    类型: 列表\n" + input + "    每项:\n      付款日: " + field +
                                  "\n      额: {类型: 金额}\n奖补:\n  - 基数: 合计(付款.额)\n");
    };
    const auto loaded = body("{类型: 日期, 显示: {zh: 付款日, en: Paid on}}", "");
    const FieldSchema& list = loaded.incentive().inputs.front().field;
    REQUIRE(list.fields.size() == 2);
    CHECK(list.fields[0].name == "付款日");
    CHECK(list.fields[0].shown_name().en == "Paid on");
    CHECK(list.fields[1].shown_name() == Bilingual{"额", "额"});
    const auto shown = body("日期", "    显示: {zh: 付款, en: Payments}\n");
    CHECK(shown.codes().empty());
    CHECK(shown.incentive().inputs.front().field.name == "付款");
    CHECK(shown.incentive().inputs.front().field.shown_name().en == "Payments");
}

}  // namespace
}  // namespace huiqi
