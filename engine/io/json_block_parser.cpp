#include "engine/io/json_block_parser.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include <simdjson.h>

#include "engine/diagnostic/text.h"
#include "engine/io/csv_layout.h"
#include "engine/io/fault_texts.h"
#include "engine/io/json_fields.h"
#include "engine/io/json_token.h"
#include "engine/io/key_register.h"
#include "engine/io/row_words.h"
#include "engine/io/table_edit.h"

namespace huiqi {
namespace {

namespace ondemand = simdjson::ondemand;

/// Names of unused keys that a block remembers: the first by the alphabet, so that they do not depend on the blocks.
constexpr std::size_t kMostIgnored = 100;

static_assert(Block::kPadding >= simdjson::SIMDJSON_PADDING);

/// A value that is neither a list nor a record.
struct Scalar {
    ondemand::json_type type = ondemand::json_type::null;
    std::string_view text;  ///< of a string its characters, else the token
};

Bilingual kind_name(ondemand::json_type type) {
    switch (type) {
        case ondemand::json_type::array: return {"列表", "a list"};
        case ondemand::json_type::object: return {"记录", "a record"};
        case ondemand::json_type::number: return {"数字", "a number"};
        case ondemand::json_type::string: return {"文本", "a text"};
        case ondemand::json_type::boolean: return {"是否", "a boolean"};
        case ondemand::json_type::null: return {"null", "null"};
    }
    return {};
}

Bilingual wanted_name(const FieldSchema& field) {
    const Type type = field.type.without_optional();
    return {type_name(type, true), type_name(type, false)};
}

/// Reads the lines of one file. A member function gives false when the line as a whole cannot be read on;
/// a datum at fault is noted, and reading goes on to find the next.
class JsonLines final : public BlockParser {
public:
    JsonLines(std::string file, const Schema& schema, const ReadOptions& options)
        : file_(std::move(file)),
          limits_(options.limits),
          fields_(schema.fields),
          carried_(options.pass_through),
          key_(options.key),
          repeated_(options.repeated) {
        if (!key_.empty()) {
            carried_.push_back(key_);
        }
        if (!options.unknown_columns.empty()) {
            leave_out(fields_, {}, options);
        }
    }

    void parse(ParsedBlock& parsed) override {
        parsed.clear();
        parsed.pass_through.resize(carried_.size() - (key_.empty() ? 0 : 1));
        parsed_ = &parsed;
        const std::string_view text = parsed.block.text();
        place_ = {.line = parsed.block.first_line()};
        path_.clear();
        if (parsed.block.oversized()) {
            place_.end = static_cast<std::uint32_t>(text.size());
            parsed.reject(place_, {placed(fault_texts::oversized_row(limits_.row_bytes))});
            return;
        }
        for (std::size_t begin = 0; begin < text.size(); ++place_.line) {
            const std::size_t end = std::min(text.find('\n', begin), text.size());
            read_line(text, begin, end);
            begin = end + 1;
        }
    }

private:
    /// Marks what was not asked: `name`, or `list.name`, by any of its names.
    static void leave_out(JsonFields& plan, const std::vector<std::string>& prefixes, const ReadOptions& options) {
        for (JsonField& field : plan.fields) {
            const std::vector<std::string> names = qualified_names(*field.field, prefixes);
            field.not_asked = not_asked(names, options);
            if (field.inner) {
                leave_out(*field.inner, names, options);
            }
        }
    }

    void read_line(std::string_view text, std::size_t begin, std::size_t end) {
        const std::string_view line = text.substr(begin, end - begin);
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
            return;
        }
        line_ = line;
        place_.begin = static_cast<std::uint32_t>(begin);
        place_.end = static_cast<std::uint32_t>(line.ends_with('\r') ? end - 1 : end);
        faults_.clear();
        path_.clear();
        seen_.clear();
        carried_texts_.assign(carried_.size(), std::string_view());
        carried_seen_.assign(carried_.size(), 0);
        if (line.size() > limits_.row_bytes) {
            faults_.push_back(placed(fault_texts::oversized_row(limits_.row_bytes)));
        } else if (line.find('\0') != std::string_view::npos) {
            faults_.push_back(placed(fault_texts::zero_byte()));
        } else if (read_document(line)) {
            check_key();
        }
        if (faults_.empty()) {
            accept();
        } else {
            reject();
        }
    }

    void accept() {
        Table& root = parsed_->batch.root();
        const std::size_t names = parsed_->pass_through.size();
        for (std::size_t i = 0; i < names; ++i) {
            parsed_->pass_through[i].push_back(carried_texts_[i]);
        }
        if (!key_.empty()) {
            parsed_->keys.push_back(carried_texts_.back());
        }
        parsed_->places.push_back(place_);
        ++parsed_->rows_read;
        set_rows(root, parsed_->places.size());
    }

    void reject() {
        Table& root = parsed_->batch.root();
        for (Column& column : root.columns) {
            truncate_column(column, root.rows);
        }
        parsed_->reject(place_, std::exchange(faults_, {}),
                        key_.empty() ? std::string_view() : trimmed_number(carried_texts_.back()));
    }

    bool read_document(std::string_view line) {
        ondemand::document document;
        const auto error =
            parser_.iterate(line.data(), line.size(), line.size() + Block::kPadding).get(document);
        if (error == simdjson::UTF8_ERROR) {
            faults_.push_back(placed(fault_texts::row_not_utf8()));
            return false;
        }
        ondemand::json_type type{};
        ondemand::object object;
        if (failed(error) || failed(document.type().get(type))) {
            return false;
        }
        if (type != ondemand::json_type::object) {
            faults_.push_back(placed(fault_texts::not_an_object()));
            return false;
        }
        if (failed(document.get_object().get(object)) ||
            !read_object(object, fields_, parsed_->batch.root(), 1)) {
            return false;
        }
        if (document.current_location().error() == simdjson::SUCCESS) {
            return malformed("text behind the closing brace");
        }
        return true;
    }

    bool read_object(ondemand::object& object, JsonFields& plan, Table& table, std::size_t depth) {
        const std::size_t seen = seen_.size();
        seen_.resize(seen + plan.fields.size(), 0);
        for (auto member : object) {
            ondemand::field field;
            std::string_view key;
            if (failed(std::move(member).get(field)) || failed(field.unescaped_key().get(key))) {
                return false;
            }
            const std::size_t path = path_.size();
            append_to_path(key);
            if (!read_member(key, field.value(), plan, table, depth, seen)) {
                return false;
            }
            path_.resize(path);
        }
        for (std::size_t i = 0; i < plan.fields.size(); ++i) {
            if (seen_[seen + i] == 0) {
                append_missing(table.columns[i], State::unknown);
            }
        }
        seen_.resize(seen);
        return true;
    }

    bool read_member(std::string_view key, ondemand::value value, JsonFields& plan, Table& table,
                     std::size_t depth, std::size_t seen) {
        const auto index = plan.find(key);
        const std::size_t carried = depth == 1 ? carried_index(key) : carried_.size();
        std::uint8_t unused = 0;
        std::uint8_t& again = index                       ? seen_[seen + *index]
                              : carried < carried_.size() ? carried_seen_[carried]
                                                          : unused;
        if (std::exchange(again, std::uint8_t{1}) != 0) {
            faults_.push_back(placed(fault_texts::repeated_json_key(key)));
            return skip(value, depth);
        }
        if (carried < carried_.size() && !carry(key, value)) {
            return false;
        }
        if (!index) {
            note_ignored(key, carried < carried_.size());
            return skip(value, depth);
        }
        return read_value(value, plan.fields[*index], table.columns[*index], depth);
    }

    bool read_value(ondemand::value& value, JsonField& plan, Column& column, std::size_t depth) {
        if (plan.not_asked) {
            ++parsed_->not_asked_keys[plan.field->name];
            append_missing(column, State::unknown);
            return skip(value, depth);
        }
        ondemand::json_type type{};
        if (failed(value.type().get(type))) {
            return false;
        }
        if (type == ondemand::json_type::array && plan.field->kind == ColumnKind::list) {
            return read_list(value, *plan.inner, column, depth);
        }
        if (type == ondemand::json_type::object && plan.field->kind == ColumnKind::record) {
            return read_record(value, *plan.inner, column, depth);
        }
        if (type == ondemand::json_type::array || type == ondemand::json_type::object ||
            (plan.inner && type != ondemand::json_type::null)) {
            wrong_kind(*plan.field, column, type);
            return skip(value, depth);
        }
        Scalar scalar{.type = type, .text = {}};
        return take_scalar(value, scalar) && append_scalar(scalar, plan, column);
    }

    bool read_list(ondemand::value& value, JsonFields& inner, Column& column, std::size_t depth) {
        ondemand::array array;
        if (too_deep(depth) || failed(value.get_array().get(array))) {
            return false;
        }
        append_state(column, column_rows(column), State::known);
        Table& child = *column.child;
        std::size_t count = 0;
        const std::size_t path = path_.size();
        for (auto element : array) {
            ondemand::value item;
            if (failed(std::move(element).get(item))) {
                return false;
            }
            if (++count > limits_.list_elements) {
                faults_.push_back(placed(fault_texts::long_list(limits_.list_elements)));
                return false;
            }
            path_ += '[';
            path_ += std::to_string(count);
            path_ += ']';
            const bool read = inner.plain()
                                  ? read_value(item, inner.fields.front(), child.columns.front(), depth + 1)
                                  : read_element(item, inner, child, depth + 1);
            if (!read) {
                return false;
            }
            set_rows(child, child.rows + 1);
            path_.resize(path);
        }
        column.offsets.push_back(static_cast<std::uint32_t>(child.rows));
        return true;
    }

    bool read_element(ondemand::value& item, JsonFields& inner, Table& child, std::size_t depth) {
        ondemand::object object;
        const auto error = item.get_object().get(object);
        if (error == simdjson::INCORRECT_TYPE) {
            ondemand::json_type type{};
            if (failed(item.type().get(type))) {
                return false;
            }
            faults_.push_back(placed(fault_texts::wrong_json_kind({"记录", "a record"}, kind_name(type))));
            for (Column& column : child.columns) {
                append_missing(column, State::unknown);
            }
            return skip(item, depth);
        }
        return !too_deep(depth) && !failed(error) && read_object(object, inner, child, depth + 1);
    }

    bool read_record(ondemand::value& value, JsonFields& inner, Column& column, std::size_t depth) {
        ondemand::object object;
        if (too_deep(depth) || failed(value.get_object().get(object))) {
            return false;
        }
        append_state(column, column_rows(column), State::known);
        if (!read_object(object, inner, *column.child, depth + 1)) {
            return false;
        }
        set_rows(*column.child, column.child->rows + 1);
        return true;
    }

    bool append_scalar(const Scalar& scalar, const JsonField& plan, Column& column) {
        if (scalar.type == ondemand::json_type::null) {
            if (!plan.field->takes_none()) {
                faults_.push_back(placed(fault_texts::null_value()));
            }
            append_missing(column, plan.field->none());
            return true;
        }
        if (plan.field->kind == ColumnKind::text && scalar.type != ondemand::json_type::string) {
            wrong_kind(*plan.field, column, scalar.type);
            return true;
        }
        std::string expanded;
        const bool exponent =
            scalar.type == ondemand::json_type::number && expand_json_exponent(scalar.text, expanded);
        const std::string_view text = exponent ? std::string_view(expanded) : scalar.text;
        if (auto datum = plan.reader->append_datum(text, column, parsed_->batch)) {
            DataFault fault;
            fault.code = datum->code;
            fault.message = std::move(datum->message);
            fault.help = std::move(datum->help);
            fault.value = scalar.text;
            faults_.push_back(placed(std::move(fault)));
        }
        return true;
    }

    /// Takes a string, a number, a boolean or null; anything else is not JSON.
    bool take_scalar(ondemand::value& value, Scalar& scalar) {
        if (scalar.type == ondemand::json_type::string) {
            if (failed(value.get_string().get(scalar.text))) {
                return false;
            }
            if (scalar.text.find('\0') != std::string_view::npos) {
                faults_.push_back(placed(fault_texts::zero_byte()));
            }
            return true;
        }
        scalar.text = value.raw_json_token();
        const std::size_t last = scalar.text.find_last_not_of(" \t\r\n");
        scalar.text = scalar.text.substr(0, last == std::string_view::npos ? 0 : last + 1);
        const bool word = scalar.type == ondemand::json_type::null
                              ? scalar.text == "null"
                              : scalar.text == "true" || scalar.text == "false";
        const bool valid = scalar.type == ondemand::json_type::number ? is_json_number(scalar.text) : word;
        return valid || malformed(excerpt(scalar.text));
    }

    /// Reads over a value that nobody wants; it must be JSON all the same.
    bool skip(ondemand::value& value, std::size_t depth) {
        ondemand::json_type type{};
        if (failed(value.type().get(type)) || too_deep(depth)) {
            return false;
        }
        if (type == ondemand::json_type::array) {
            ondemand::array array;
            return !failed(value.get_array().get(array)) && skip_elements(array, depth);
        }
        if (type == ondemand::json_type::object) {
            ondemand::object object;
            return !failed(value.get_object().get(object)) && skip_members(object, depth);
        }
        Scalar scalar{.type = type, .text = {}};
        return take_scalar(value, scalar);
    }

    bool skip_elements(ondemand::array& array, std::size_t depth) {
        for (auto element : array) {
            ondemand::value item;
            if (failed(std::move(element).get(item)) || !skip(item, depth + 1)) {
                return false;
            }
        }
        return true;
    }

    bool skip_members(ondemand::object& object, std::size_t depth) {
        for (auto member : object) {
            ondemand::field field;
            std::string_view key;
            if (failed(std::move(member).get(field)) || failed(field.unescaped_key().get(key)) ||
                !skip(field.value(), depth + 1)) {
                return false;
            }
        }
        return true;
    }

    /// Keeps the text of a value that goes along, and leaves the value to be read.
    bool carry(std::string_view key, ondemand::value& value) {
        ondemand::json_type type{};
        if (failed(value.type().get(type))) {
            return false;
        }
        const char* const begin = std::string_view(value.raw_json_token()).data();
        std::string_view text(begin, static_cast<std::size_t>(line_.data() + line_.size() - begin));
        text = text.substr(0, json_extent(text));
        if (type == ondemand::json_type::null) {
            text = {};
        } else if (type == ondemand::json_type::string && failed(unquote(text, text))) {
            return false;
        }
        for (std::size_t i = 0; i < carried_.size(); ++i) {
            if (carried_[i] == key) {
                carried_texts_[i] = parsed_->batch.keep(text);
            }
        }
        return true;
    }

    simdjson::error_code unquote(std::string_view token, std::string_view& text) {
        unquoted_.assign(token);
        unquoted_.append(Block::kPadding, ' ');
        ondemand::document document;
        const auto error =
            string_parser_.iterate(unquoted_.data(), token.size(), unquoted_.size()).get(document);
        return error != simdjson::SUCCESS ? error : document.get_string().get(text);
    }

    void check_key() {
        if (key_.empty()) {
            return;
        }
        std::string_view& number = carried_texts_.back();
        number = trimmed_number(number);
        path_ = key_;
        if (number.empty()) {
            faults_.push_back(placed(fault_texts::empty_key()));
        } else if (is_total_number(number)) {
            faults_.push_back(placed(fault_texts::total_row()));
        } else if (const auto* lines = repeated_ == nullptr ? nullptr : repeated_->find(number)) {
            faults_.push_back(placed(repeat_fault(number, *lines, place_.line)));
        }
    }

    [[nodiscard]] std::size_t carried_index(std::string_view key) const {
        return static_cast<std::size_t>(std::find(carried_.begin(), carried_.end(), key) - carried_.begin());
    }

    void note_ignored(std::string_view key, bool carried) {
        auto& ignored = parsed_->ignored_keys;
        const auto known = ignored.find(key);
        if (known != ignored.end()) {
            ++known->second;
        } else if (!carried && (ignored.size() < kMostIgnored || key < ignored.rbegin()->first)) {
            ignored.emplace(key, 1);
            if (ignored.size() > kMostIgnored) {
                ignored.erase(std::prev(ignored.end()));
            }
        }
    }

    void wrong_kind(const FieldSchema& field, Column& column, ondemand::json_type found) {
        faults_.push_back(placed(fault_texts::wrong_json_kind(wanted_name(field), kind_name(found))));
        append_missing(column, State::unknown);
    }

    bool too_deep(std::size_t depth) {
        if (depth <= limits_.depth) {
            return false;
        }
        faults_.push_back(placed(fault_texts::too_deep(limits_.depth)));
        return true;
    }

    bool failed(simdjson::error_code error) {
        return error != simdjson::SUCCESS && !malformed(simdjson::error_message(error));
    }

    /// Notes that the line is not JSON; always false.
    bool malformed(std::string_view detail) {
        faults_.push_back(placed(fault_texts::malformed_json(detail)));
        return false;
    }

    void append_to_path(std::string_view key) {
        path_ += path_.empty() ? "" : ".";
        path_ += key.substr(0, 200);
    }

    DataFault placed(DataFault fault) const {
        fault.file = file_;
        fault.line = place_.line;
        fault.column_name = path_;
        return fault;
    }

    std::string file_;
    ReadLimits limits_;
    JsonFields fields_;
    std::vector<std::string> carried_;  ///< names that go along as text, the key last
    std::string key_;
    const RepeatedNumbers* repeated_;
    ondemand::parser parser_;
    ondemand::parser string_parser_;
    std::string unquoted_;
    ParsedBlock* parsed_ = nullptr;
    RowPlace place_;
    std::string_view line_;
    std::string path_;                ///< of the value at hand: `付息[2].利息`
    std::vector<std::uint8_t> seen_;  ///< a stack: the fields met in each open object
    std::vector<std::string_view> carried_texts_;
    std::vector<std::uint8_t> carried_seen_;
    std::vector<DataFault> faults_;
};

}  // namespace

std::unique_ptr<BlockParser> make_json_block_parser(std::string file, const Schema& schema,
                                                    const ReadOptions& options) {
    return std::make_unique<JsonLines>(std::move(file), schema, options);
}

}  // namespace huiqi
