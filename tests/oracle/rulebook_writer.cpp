#include "tests/oracle/rulebook_writer.h"

#include <algorithm>
#include <utility>

namespace huiqi::oracle {

using Shape = Kind::Shape;

namespace {

/// Tells whether an expression is a null, or chosen between nulls.
[[nodiscard]] bool is_null(const Expression& expression) {
    const bool choice = expression.children.size() == 3 &&
                        (expression.form.starts_with("if ") || expression.form.starts_with("如果 "));
    return expression.form == "null" || (choice && is_null(expression.children[1]) && is_null(expression.children[2])) ||
           (expression.form == "if {0} then {0} else null" && is_null(expression.children[1]));
}

}  // namespace

std::string RulebookWriter::word(std::string_view zh, std::string_view en) const {
    return std::string(english_ ? en : zh);
}

std::string RulebookWriter::fresh(std::string_view stem) { return std::string(stem) + std::to_string(++names_); }

Entry RulebookWriter::line(std::vector<Piece> pieces) {
    return {.pieces = std::move(pieces), .inside = {}, .closing = {}, .fixed = false};
}

Entry RulebookWriter::section(std::string_view zh, std::string_view en) { return line({word(zh, en) + ":\n"}); }

void RulebookWriter::know(const std::string& name, Kind kind) { words_.names.push_back({name, std::move(kind)}); }

std::string RulebookWriter::type_of(const Kind& kind) const {
    switch (kind.shape) {
        case Shape::boolean: return word("是否", "boolean");
        case Shape::text: return word("文本", "text");
        case Shape::date: return word("日期", "date");
        case Shape::enumeration: return words_.enumerations[kind.which].name;
        default: break;
    }
    const std::string unit = ", " + word("单位", "unit") + ": ";
    switch (static_cast<Measure>(kind.which)) {
        case Measure::money: return word("金额", "money");
        case Measure::day: return word("天数", "days");
        case Measure::month: return word("月数", "months");
        case Measure::piece: return word("数", "number") + unit + "件";
        case Measure::rate: return word("比例", "rate") + unit + "百分数/年";
        case Measure::daily: return word("数", "number") + unit + "元/天";
        case Measure::euro: return word("数", "number") + unit + "EUR";
        case Measure::exchange: return word("数", "number") + unit + "元/EUR";
        case Measure::plain: break;
    }
    return word("数", "number");
}

std::string RulebookWriter::table_type_of(const Kind& kind) const {
    if (kind.shape != Shape::number) {
        return type_of(kind);
    }
    switch (static_cast<Measure>(kind.which)) {
        case Measure::piece: return "件";
        case Measure::rate: return "1/年";
        case Measure::daily: return "元/天";
        case Measure::euro: return "EUR";
        case Measure::exchange: return "元/EUR";
        default: return type_of(kind);
    }
}

Generated RulebookWriter::write() {
    english_ = random_.chance(35);
    dated_ = random_.chance(85);
    made_.dates = {"2020-01-01", "2021-01-31", "2022年3月1日", "2023-06-30", "2024-02-29", "2024-12-31", "1999-12-31"};
    made_.file.inside.push_back(head());
    made_.file.inside.push_back(enumerations());
    made_.file.inside.push_back(inputs());
    made_.file.inside.push_back(parameters());
    made_.file.inside.push_back(tables());
    made_.file.inside.push_back(definitions());
    if (random_.chance(30)) {
        made_.file.inside.push_back(populations());
    }
    made_.file.inside.push_back(conditions());
    const bool has_award = random_.chance(85);
    if (has_award) {
        made_.file.inside.push_back(award());
    }
    made_.file.inside.push_back(parts());
    made_.file.inside.push_back(extras());
    if (has_award) {
        divisions();
    }
    if (random_.chance(30)) {
        made_.file.inside.push_back(recovery());
    }
    made_.file.inside.push_back(anomalies());
    std::erase_if(made_.file.inside, [](const Entry& entry) { return !entry.fixed && entry.inside.empty(); });
    made_.dollars = id_ == kAlone && random_.chance(12);   // what others take is in yuan
    return std::move(made_);
}

Entry RulebookWriter::head() {
    std::string text = word("种类", "kind") + ": " + word("事项", "incentive") + "\n" + word("编号", "id") +
                       ": " + id_ + "\n" + word("名称", "title") + ": 生成的事项\n" + word("单位", "units") + ": [件]\n";
    if (dated_) {
        text += word("施行", "effective") + ": {" + word("自", "from") + ": 2020-01-01";
        text += random_.chance(70) ? ", " + word("至", "to") + ": 2024-12-31" : "";
        text += ", " + word("按", "by") + ": 基准日}\n";
    }
    Entry entry = line({std::move(text)});
    entry.fixed = true;
    return entry;
}

Entry RulebookWriter::enumerations() {
    words_.enumerations = {{.name = "规模", .values = {"微型", "小型", "中型", "大型"}, .ordered = true},
                           {.name = "方式", .values = {"转让", "许可", "入股"}, .ordered = false}};
    Entry entry = section("枚举", "enums");
    entry.fixed = true;
    entry.inside = {line({"  规模: {" + word("有序", "ordered") + ": " + word("是", "true") + ", " +
                          word("取值", "values") + ": [微型, 小型, 中型, 大型]}\n"}),
                    line({"  方式: [转让, 许可, 入股]\n"})};
    for (Entry& each : entry.inside) {
        each.fixed = true;
    }
    return entry;
}

Entry RulebookWriter::parameters() {
    Entry entry = section("参数", "parameters");
    static const std::vector<Measure> kStated{Measure::money, Measure::plain, Measure::rate, Measure::month, Measure::exchange};
    const std::string value = word("值", "value") + ": ";
    for (std::size_t count = 1 + random_.below(4); count > 0; --count) {
        const Kind kind = number(random_.pick(kStated));
        const std::string name = fresh("参");
        const std::string begin = "  " + name + ": {" + word("类型", "type") + ": " + type_of(kind) + ", ";
        const auto literal = [&] { return writer_.literal(kind).text(); };
        if (random_.chance(20)) {
            const std::string local = word("地方", "local") + ": " + word("可填", "allowed") + ", ";
            entry.inside.push_back(line({begin + local + value + word("无", "null") + "}\n"}));
            know(name, optional(kind));
        } else if (dated_ && random_.chance(45)) {
            const std::string first = random_.chance(50) ? "2020-01-01" : "2021-01-31";
            const std::string last = random_.chance(40) ? ", " + word("有效至", "valid_through") + ": 2024-06-30" : "";
            entry.inside.push_back(line({begin + word("历次", "series") + ": {" + first + ": " + literal() +
                                         ", 2022-03-01: " + literal() + ", 2024-02-29: " + literal() + "}" + last + "}\n"}));
            words_.functions.push_back({.name = name, .columns = {date()}, .output = kind});
            know(name, kind);
        } else {
            entry.inside.push_back(line({begin + value + literal() + "}\n"}));
            know(name, kind);
        }
    }
    return entry;
}

Entry RulebookWriter::definition() {
    Kind kind = writer_.any_kind(true);
    const bool scalar = kind.shape != Shape::list;
    if (scalar && random_.chance(12)) {
        kind = optional(kind);
    }
    const std::string name = fresh("计");
    const int depth = 2 + static_cast<int>(random_.below(3));
    Expression value = writer_.of(kind, depth);
    if (is_null(value)) {   // no value of the kind: what uses it would be refused
        kind = present(kind);
        value = writer_.of(kind, depth);
    }
    Entry entry = line({"  " + name + ": ", std::move(value), std::string("\n")});
    know(name, kind);
    const bool money = present(kind) == number(Measure::money) || present(kind) == number(Measure::euro);
    if (scalar && kind.shape != Shape::record && !money) {   // an amount that is given out would need its rounding
        parts_.push_back(name);
    }
    return entry;
}

/// A definition made of steps; one that ends in a rounding may be given out.
Entry RulebookWriter::stepped_definition() {
    const std::string name = fresh("计");
    const bool rounded = random_.chance(60);
    Entry entry = line({"  " + name + ":\n    " + word("步骤", "steps") + ":\n"});
    entry.inside = steps("      ", rounded);
    know(name, number(Measure::money));
    if (rounded) {
        parts_.push_back(name);
        money_parts_.push_back(name);
    }
    return entry;
}

Entry RulebookWriter::definitions() {
    Entry entry = section("计算", "define");
    for (std::size_t count = 4 + random_.below(7); count > 0; --count) {
        const std::size_t drawn = random_.below(100);
        entry.inside.push_back(drawn < 15 ? stepped_definition() : drawn < 32 ? folded_definition() : definition());
    }
    if (random_.chance(50)) {   // order does not matter
        std::reverse(entry.inside.begin(), entry.inside.end());
    }
    return entry;
}

Entry RulebookWriter::parts() {
    Entry entry = section("分项", "parts");
    for (const std::string& name : parts_) {
        const bool money = std::find(money_parts_.begin(), money_parts_.end(), name) != money_parts_.end();
        if (money || random_.chance(50)) {
            entry.inside.push_back(line({"  - " + name + "\n"}));
        }
    }
    return entry;
}

/// A first time in one of the lists of records: no record with these fields.
std::optional<std::vector<Piece>> RulebookWriter::first_time(std::string_view margin) {
    for (const Vocabulary::Name& name : words_.names) {
        if (name.kind.shape != Shape::list || name.kind.element->shape != Shape::record || !random_.chance(60)) {
            continue;
        }
        const std::vector<Vocabulary::Name>& fields = words_.records[name.kind.element->which];
        const std::string begin = std::string(margin) + word("首次", "first_time") + ": {" + word("记录", "records") + ": " + name.text;
        std::vector<Piece> pieces{begin + ", " + word("键", "key") + ": {"};
        for (std::size_t at = 0; at < fields.size() && at < 2; ++at) {
            if (fields[at].kind.shape == Shape::record || fields[at].kind.shape == Shape::list) {
                return std::nullopt;
            }
            pieces.emplace_back((at == 0 ? "" : ", ") + fields[at].text + ": ");
            pieces.emplace_back(writer_.of(present(fields[at].kind), 1));
        }
        pieces.emplace_back(std::string("}}\n"));
        return pieces;
    }
    return std::nullopt;
}

Entry RulebookWriter::condition(std::string_view margin, bool alternatives) {
    const std::string id = fresh("条");
    const std::string deeper = std::string(margin) + "  ";
    const std::string reason = deeper + word("不符合时", "reason") + ": 不符合" + id + "\n";
    Entry entry = line({std::string(margin) + "- " + word("编号", "id") + ": " + id + "\n"});
    if (alternatives && random_.chance(25)) {
        entry.pieces.emplace_back((random_.chance(50) ? reason : "") + deeper + word("任一", "any_of") + ":\n");
        for (std::size_t count = 1 + random_.below(3); count > 0; --count) {
            entry.inside.push_back(condition(deeper + "  ", false));
        }
        return entry;
    }
    const auto first = random_.chance(25) ? first_time(deeper) : std::nullopt;
    if (first) {
        entry.pieces.insert(entry.pieces.end(), first->begin(), first->end());
        entry.pieces.emplace_back(reason);
        return entry;
    }
    entry.pieces.emplace_back(deeper + word("要求", "test") + ": ");
    entry.pieces.emplace_back(writer_.of(boolean(), 3));
    entry.pieces.emplace_back("\n" + reason);
    return entry;
}

Entry RulebookWriter::conditions() {
    Entry entry = section("条件", "conditions");
    for (std::size_t count = 1 + random_.below(4); count > 0; --count) {
        entry.inside.push_back(condition("  ", true));
    }
    return entry;
}

Entry RulebookWriter::anomalies() {
    Entry entry = section("异常", "anomalies");
    for (std::size_t count = random_.below(3); count > 0; --count) {
        entry.inside.push_back(
            line({"  - " + word("编号", "id") + ": " + fresh("异") + "\n    " + word("当", "when") + ": ",
                  writer_.of(boolean(), 3), "\n    " + word("级别", "level") + ": " + word("提示", "note") + "\n"}));
    }
    return entry;
}

}  // namespace huiqi::oracle
