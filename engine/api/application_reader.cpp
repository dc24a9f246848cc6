#include "engine/api/application_reader.h"

#include <algorithm>
#include <utility>

#include "engine/api/messages.h"
#include "engine/diagnostic/text.h"
#include "engine/io/block_source.h"
#include "engine/io/data_fault.h"
#include "engine/io/fault_texts.h"
#include "engine/io/table_edit.h"

namespace huiqi {
namespace {

/// Names of unused answers that a message lists.
constexpr std::size_t kMostIgnored = 100;

[[nodiscard]] Bilingual kind_name(Answer::Kind kind) {
    switch (kind) {
        case Answer::Kind::text: return {"一个值", "a single value"};
        case Answer::Kind::absent: return {"无", "absent"};
        case Answer::Kind::unknown: return {"未知", "unknown"};
        case Answer::Kind::list: return {"列表", "a list"};
        case Answer::Kind::record: return {"记录", "a record"};
    }
    return {};
}

[[nodiscard]] Bilingual wanted_name(const FieldSchema& field) {
    const Type type = field.type.without_optional();
    return {type_name(type, true), type_name(type, false)};
}

[[nodiscard]] DatumFault datum_of(DataFault fault) {
    return {.code = fault.code, .message = std::move(fault.message), .help = std::move(fault.help)};
}

/// What a text must be before anything else is asked of it.
[[nodiscard]] std::optional<DatumFault> text_fault(const std::string& text) {
    if (first_malformed(text)) {
        return datum_of(fault_texts::row_not_utf8());
    }
    if (text.find('\0') != std::string::npos) {
        return datum_of(fault_texts::zero_byte());
    }
    return std::nullopt;
}

}  // namespace

ApplicationReader::ApplicationReader(const Schema& schema) : fields_(schema.fields) {}

std::vector<Message> ApplicationReader::read(const Application& application, Batch& batch) {
    batch_ = &batch;
    path_.clear();
    ignored_.clear();
    messages_.clear();
    read_record(application.answers(), fields_, batch.root());
    set_rows(batch.root(), 1);
    return take_messages();
}

void ApplicationReader::read_record(const Answer& answers, JsonFields& fields, Table& table) {
    std::vector<std::uint8_t> seen(fields.fields.size(), 0);
    for (std::size_t at = 0; at < answers.parts().size(); ++at) {
        const std::string& name = answers.names()[at];
        const std::size_t path = path_.size();
        path_ += path_.empty() ? "" : ".";
        path_ += excerpt(name, 200);
        const auto index = fields.find(name);
        if (!index) {
            ignore(path_);   // where it stands: 付款[1].备注
        } else if (std::exchange(seen[*index], std::uint8_t{1}) != 0) {
            report(datum_of(fault_texts::repeated_json_key(name)));
        } else {
            read_answer(answers.parts()[at], fields.fields[*index], table.columns[*index]);
        }
        path_.resize(path);
    }
    for (std::size_t at = 0; at < seen.size(); ++at) {
        if (seen[at] == 0) {
            append_missing(table.columns[at], State::unknown);
        }
    }
}

void ApplicationReader::read_answer(const Answer& answer, JsonField& field, Column& column) {
    const ColumnKind kind = field.field->kind;
    if (answer.kind() == Answer::Kind::unknown) {
        append_missing(column, State::unknown);
    } else if (answer.kind() == Answer::Kind::absent) {
        if (auto fault = datum_fault(Value::absent(), *field.field)) {
            report(std::move(*fault));
        }
        append_missing(column, field.field->none());
    } else if (answer.kind() == Answer::Kind::list && kind == ColumnKind::list) {
        read_list(answer, *field.inner, column);
    } else if (answer.kind() == Answer::Kind::record && kind == ColumnKind::record) {
        append_state(column, column_rows(column), State::known);
        read_record(answer, *field.inner, *column.child);
        set_rows(*column.child, column.child->rows + 1);
    } else if (answer.kind() == Answer::Kind::text && field.reader) {
        read_text(answer.text(), field, column);
    } else {
        report_kind(wanted_name(*field.field), answer.kind());
        append_missing(column, State::unknown);
    }
}

void ApplicationReader::read_list(const Answer& answer, JsonFields& inner, Column& column) {
    constexpr std::size_t kMost = ReadLimits{}.list_elements;
    if (answer.parts().size() > kMost) {
        report(datum_of(fault_texts::long_list(kMost)));
        append_missing(column, State::unknown);
        return;
    }
    append_state(column, column_rows(column), State::known);
    Table& child = *column.child;
    const std::size_t path = path_.size();
    for (std::size_t at = 0; at < answer.parts().size(); ++at) {
        path_ += '[';
        path_ += std::to_string(at + 1);
        path_ += ']';
        if (inner.plain()) {
            read_answer(answer.parts()[at], inner.fields.front(), child.columns.front());
        } else {
            read_element(answer.parts()[at], inner, child);
        }
        set_rows(child, child.rows + 1);
        path_.resize(path);
    }
    column.offsets.push_back(static_cast<std::uint32_t>(child.rows));
}

void ApplicationReader::read_element(const Answer& element, JsonFields& inner, Table& child) {
    if (element.kind() == Answer::Kind::record) {
        read_record(element, inner, child);
        return;
    }
    // an element of which nothing is known is still one element
    if (element.kind() != Answer::Kind::unknown) {
        report_kind({"记录", "a record"}, element.kind());
    }
    for (Column& column : child.columns) {
        append_missing(column, State::unknown);
    }
}

void ApplicationReader::read_text(const std::string& text, JsonField& field, Column& column) {
    if (auto fault = text_fault(text)) {
        report(std::move(*fault));
        append_missing(column, State::unknown);
    } else if (auto unread = field.reader->append_datum(text, column, *batch_)) {
        report(std::move(*unread));
    }
}

void ApplicationReader::report(DatumFault fault) {
    messages_.push_back(message_of(std::move(fault), path_));
}

void ApplicationReader::report_kind(const Bilingual& wanted, Answer::Kind found) {
    const Bilingual name = kind_name(found);
    report({.code = "D112",
            .message = {"这里要" + wanted.zh + "，却是" + name.zh,
                        wanted.en + " is wanted here, not " + name.en},
            .help = {"列表用 Answer::list，其中每一笔用 Answer::record，别的写成文本",
                     "give a list with Answer::list, each record in it with Answer::record, and all else as "
                     "a text"}});
}

void ApplicationReader::ignore(const std::string& name) {
    if (ignored_.size() < kMostIgnored &&
        std::find(ignored_.begin(), ignored_.end(), name) == ignored_.end()) {
        ignored_.push_back(name);
    }
}

std::vector<Message> ApplicationReader::take_messages() {
    if (!ignored_.empty()) {
        DataFault unused = fault_texts::ignored_keys(ignored_);
        Message& message = messages_.emplace_back(
            message_of(unused.code, std::move(unused.message), std::move(unused.help)));
        message.severity = Message::Severity::warning;
        message.answer = ignored_.front();
    }
    return std::move(messages_);
}

}  // namespace huiqi
