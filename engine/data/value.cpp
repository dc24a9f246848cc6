#include "engine/data/value.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "engine/data/shown_value.h"
#include "engine/data/unit_words.h"
#include "engine/diagnostic/expect.h"
#include "engine/numeric/decimal_text.h"

namespace huiqi {
namespace {

/// Decimals beyond which a number is cut for people, and how many are then left.
constexpr unsigned kMostDecimals = 20;
constexpr unsigned kCutDecimals = 10;

/// Gives the number exactly where its decimals end soon, else cut and with a mark.
std::string number_for_people(const Rational& number) {
    if (is_integer(number * Rational(pow10(kMostDecimals)))) {
        return decimal_text(number);
    }
    const bool negative = number < 0;
    const Rational size = negative ? Rational(-number) : number;
    const Integer cut = floor(size * Rational(pow10(kCutDecimals)));
    return fmt::format("{}{}…", negative ? "-" : "", fixed_text(cut, kCutDecimals));
}

/// Gives an amount with its cents where it has any: `69760.30`, `100`.
std::string money_for_people(const Rational& amount) {
    const Rational cents = amount * 100;
    return is_integer(amount) || !is_integer(cents) ? number_for_people(amount) : fixed_text(numerator(cents), 2);
}

/// Puts an entry unit as written behind a number: `4.35%/年`, `120万元`, `5 yuan`, `0.05/年`.
std::string with_written_unit(const std::string& number, std::string_view unit) {
    struct Word {
        std::string_view written;
        std::string_view shown;
    };
    static constexpr Word kWords[] = {
        {"百分数", "%"}, {"percent", "%"}, {"千分数", "‰"}, {"permille", "‰"}, {"1", ""}};
    for (const Word& word : kWords) {
        const std::string_view rest = unit.substr(0, word.written.size()) == word.written
                                          ? unit.substr(word.written.size())
                                          : std::string_view("?");
        if (rest.empty() || rest.front() == '/') {
            return fmt::format("{}{}{}", number, word.shown, rest);
        }
    }
    const bool latin = !unit.empty() && unit.front() > ' ' && unit.front() <= '~';
    return fmt::format("{}{}{}", number, latin ? " " : "", unit);
}

/// Puts the base unit behind a number: `617.28元`, `30天`, `6个月`, `30 days`, `0.25/件`.
std::string with_base_unit(const std::string& number, const Unit& unit, bool chinese) {
    if (unit.plain()) {
        return number;
    }
    if (const std::string name = unit_name(unit, chinese); name.starts_with("1/")) {
        return number + name.substr(1);
    }
    if (chinese) {
        return number + (unit == Unit::of("month") ? "个月" : unit_name(unit, true));
    }
    const bool counted = (unit == Unit::of("month") || unit == Unit::of("day")) && number != "1";
    return fmt::format("{} {}{}", number, unit_name(unit, false), counted ? "s" : "");
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char letter) { return letter > ' ' && letter <= '~'; });
}

std::string number_text(const Rational& number, const Type& type, bool chinese, const EntryUnit* unit) {
    // 万元 and its like are no English: there the amount is shown in its base unit
    const bool base_says_it = unit != nullptr && !chinese && !is_ascii(unit->text) && unit->text.find('/') == std::string::npos &&
                              (unit->unit.is_money() || unit->factor == 1);
    if (unit != nullptr && !unit->text.empty() && !base_says_it) {
        const Rational entered = number / unit->factor;
        const bool base_money = unit->unit.is_money() && unit->factor == 1;
        return with_written_unit(base_money ? money_for_people(entered) : number_for_people(entered),
                                 chinese ? unit->text : unit_in_english(unit->text, entered != 1));
    }
    return with_base_unit(type.unit().is_money() ? money_for_people(number) : number_for_people(number), type.unit(), chinese);
}

/// In which language, and whether values of enumerations stand by their labels.
struct Wording {
    bool chinese = false;
    bool labels = false;
};

std::string worded(const Value& value, const Type& type, const Wording& wording, const EntryUnit* unit);

std::string list_text(const Value& value, const Type& type, const Wording& wording, const EntryUnit* unit) {
    std::string out = "[";
    for (const Value& element : value.elements()) {
        out += out.size() > 1 ? ", " : "";
        out += worded(element, type.element(), wording, unit);
    }
    return out + "]";
}

std::string record_text(const Value& value, const Type& type, const Wording& wording) {
    std::string out = "{";
    for (std::size_t i = 0; i < type.fields().size(); ++i) {
        const RecordField& field = type.fields()[i];
        out += i != 0 ? ", " : "";
        out += fmt::format("{}: {}", field.name, worded(value.elements()[i], field.type, wording, nullptr));
    }
    return out + "}";
}

std::string interval_text(const Value& value, const Type& type, const Wording& wording, const EntryUnit* unit) {
    const IntervalValue& interval = value.interval_value();
    const auto bound = [&](const std::optional<Value>& end) {
        return end ? worded(*end, type.element(), wording, unit) : std::string();
    };
    return fmt::format("{}{}..{}{}", interval.low_included ? '[' : '(', bound(interval.low),
                       bound(interval.high), interval.high_included ? ']' : ')');
}

std::string enumerated_text(const Value& value, const Type& type, const Wording& wording) {
    const auto place = static_cast<std::size_t>(value.code());
    return wording.labels ? type.values()->label(place).in(wording.chinese ? Language::zh : Language::en) : type.values()->values.at(place);
}

std::string known_text(const Value& value, const Type& type, const Wording& wording, const EntryUnit* unit) {
    switch (type.kind()) {
        case TypeKind::boolean:
            return wording.chinese ? (value.boolean() ? "是" : "否") : (value.boolean() ? "true" : "false");
        case TypeKind::number: return number_text(value.number(), type, wording.chinese, unit);
        case TypeKind::text: return value.text();
        case TypeKind::date: return value.date().text();
        case TypeKind::enumeration: return enumerated_text(value, type, wording);
        case TypeKind::list: return list_text(value, type, wording, unit);
        case TypeKind::record: return record_text(value, type, wording);
        case TypeKind::interval: return interval_text(value, type, wording, unit);
        case TypeKind::nothing:
        case TypeKind::null: break;
    }
    fail_expectation("a known value has a type that has values", std::source_location::current());
}

std::string worded(const Value& value, const Type& type, const Wording& wording, const EntryUnit* unit) {
    switch (value.state()) {
        case State::known: return known_text(value, type, wording, unit);
        case State::absent: return wording.chinese ? "无" : "absent";
        case State::unknown: return wording.chinese ? "未知" : "unknown";
        case State::error: return fmt::format("{} {}", wording.chinese ? "错误" : "error", error_code(value.error()));
    }
    return {};
}

}  // namespace

std::string_view error_code(RuntimeError error) noexcept {
    switch (error) {
        case RuntimeError::none: return "";
        case RuntimeError::division_by_zero: return "R01";
        case RuntimeError::empty_list: return "R02";
        case RuntimeError::index_range: return "R03";
        case RuntimeError::not_integer: return "R04";
        case RuntimeError::date_range: return "R05";
        case RuntimeError::no_such_day: return "R06";
        case RuntimeError::day_count_basis: return "R07";
        case RuntimeError::absent_value: return "R08";
        case RuntimeError::too_large: return "R09";
        case RuntimeError::table_rows: return "R10";
        case RuntimeError::not_in_force: return "R11";
        case RuntimeError::negative_award: return "R12";
        case RuntimeError::tie: return "R13";
        case RuntimeError::argument_range: return "R14";
        case RuntimeError::falling_edges: return "R15";
        case RuntimeError::parts_apart: return "R16";
        case RuntimeError::feed_range: return "R18";
    }
    return "";
}

Value Value::unknown(std::vector<std::string> waits_for) {
    Value value;
    value.state_ = State::unknown;
    value.waits_for_ = std::move(waits_for);
    return value;
}

Value Value::failed(RuntimeError error) {
    expect(error != RuntimeError::none, "a failed value says why");
    Value value;
    value.state_ = State::error;
    value.error_ = error;
    return value;
}

template <class Content>
Value Value::known_with(Content content) {
    Value value;
    value.state_ = State::known;
    value.content_ = std::move(content);
    return value;
}

Value Value::of_boolean(bool value) {
    return known_with(value);
}

Value Value::of(Rational value) {
    return known_with(std::move(value));
}

Value Value::of(Date value) {
    return known_with(value);
}

Value Value::of(std::string text) {
    return known_with(std::move(text));
}

Value Value::enumerated(std::int32_t code) {
    return known_with(Enumerated{code});
}

Value Value::list(List elements) {
    return known_with(std::make_shared<const List>(std::move(elements)));
}

Value Value::record(List fields) {
    return list(std::move(fields));
}

Value Value::interval(IntervalValue interval) {
    return known_with(std::make_shared<const IntervalValue>(std::move(interval)));
}

template <class Content>
const Content& Value::content() const {
    const Content* held = std::get_if<Content>(&content_);
    expect(held != nullptr, "a value is asked for what it holds");
    return *held;
}

bool Value::boolean() const {
    return content<bool>();
}

const Rational& Value::number() const {
    return content<Rational>();
}

Date Value::date() const {
    return content<Date>();
}

const std::string& Value::text() const {
    return content<std::string>();
}

std::int32_t Value::code() const {
    return content<Enumerated>().code;
}

const Value::List& Value::elements() const {
    return *content<std::shared_ptr<const List>>();
}

const IntervalValue& Value::interval_value() const {
    return *content<std::shared_ptr<const IntervalValue>>();
}

bool operator==(const IntervalValue& left, const IntervalValue& right) {
    return left.low == right.low && left.high == right.high && left.low_included == right.low_included &&
           left.high_included == right.high_included;
}

bool operator==(const Value& left, const Value& right) {
    if (left.state_ != right.state_ || left.error_ != right.error_ || left.waits_for_ != right.waits_for_ ||
        left.content_.index() != right.content_.index()) {
        return false;
    }
    if (const auto* list = std::get_if<std::shared_ptr<const Value::List>>(&left.content_)) {
        return **list == right.elements();
    }
    if (const auto* interval = std::get_if<std::shared_ptr<const IntervalValue>>(&left.content_)) {
        return **interval == right.interval_value();
    }
    return left.content_ == right.content_;
}

std::string value_text(const Value& value, const Type& type, bool chinese, const EntryUnit* unit) {
    return worded(value, type, {.chinese = chinese, .labels = false}, unit);
}

std::string shown_value(const Value& value, const Type& type, Language language, const EntryUnit* unit) {
    return worded(value, type, {.chinese = language == Language::zh, .labels = true}, unit);
}

}  // namespace huiqi
