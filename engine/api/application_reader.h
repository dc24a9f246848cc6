#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data/batch.h"
#include "engine/data/datum.h"
#include "engine/data/schema.h"
#include "engine/io/json_fields.h"
#include "huiqi/application.h"
#include "huiqi/message.h"

namespace huiqi {

/// Reads answers into the columns of a batch as the readers of files do: the same names, the same data, the
/// same faults. Belongs to one thread. The schema must outlive it.
class ApplicationReader {
public:
    explicit ApplicationReader(const Schema& schema);

    /// Appends one application to an empty batch of the schema and gives all that is to be said about its
    /// answers. When one of the messages is an error, the batch holds nothing of use and must be cleared.
    [[nodiscard]] std::vector<Message> read(const Application& application, Batch& batch);

private:
    void read_record(const Answer& answers, JsonFields& fields, Table& table);
    void read_answer(const Answer& answer, JsonField& field, Column& column);
    void read_list(const Answer& answer, JsonFields& inner, Column& column);
    void read_element(const Answer& element, JsonFields& inner, Table& child);
    void read_text(const std::string& text, JsonField& field, Column& column);

    void report(DatumFault fault);
    void report_kind(const Bilingual& wanted, Answer::Kind found);
    void ignore(const std::string& name);
    [[nodiscard]] std::vector<Message> take_messages();

    JsonFields fields_;
    Batch* batch_ = nullptr;
    std::string path_;                  ///< of the answer at hand: `付息[2].利息`
    std::vector<std::string> ignored_;  ///< names that no rule uses
    std::vector<Message> messages_;
};

}  // namespace huiqi
