#include "engine/api/messages.h"

#include <utility>

#include "engine/diagnostic/message_page.h"

namespace huiqi {
namespace {

/// Fills in where a message or a note is about; a span of no source leaves it without a place.
template <class Placed>
void set_place(Placed& placed, const Span& span, const Sources& sources) {
    if (span.source >= sources.size()) {
        return;
    }
    const Source& source = sources[span.source];
    const Position position = source.position(span.begin);
    placed.file = source.name();
    placed.line = position.line;
    placed.column = position.column;
}

/// Pages are prose with full stops; messages have none.
[[nodiscard]] std::string without_stop(std::string_view sentence) {
    for (const std::string_view stop : {"。", "."}) {
        if (sentence.ends_with(stop)) {
            sentence.remove_suffix(stop.size());
        }
    }
    return std::string(sentence);
}

[[nodiscard]] Message message_of(const Diagnostic& diagnostic, const Sources& sources) {
    Message message = message_of(diagnostic.code, diagnostic.message, diagnostic.help);
    message.severity =
        diagnostic.severity == Severity::error ? Message::Severity::error : Message::Severity::warning;
    set_place(message, diagnostic.span, sources);
    for (const RelatedPlace& related : diagnostic.related) {
        Message::Note& note = message.notes.emplace_back();
        set_place(note, related.span, sources);
        note.text_zh = related.message.zh;
        note.text_en = related.message.en;
    }
    return message;
}

}  // namespace

std::vector<Message> messages_of(Diagnostics diagnostics, const Sources& sources) {
    diagnostics.sort();
    std::vector<Message> messages;
    messages.reserve(diagnostics.all().size());
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        messages.push_back(message_of(diagnostic, sources));
    }
    return messages;
}

Message message_of(std::string_view code, Bilingual text, Bilingual help) {
    Message message;
    message.code = code;
    message.text_zh = std::move(text.zh);
    message.text_en = std::move(text.en);
    message.help_zh = std::move(help.zh);
    message.help_en = std::move(help.en);
    return message;
}

Message message_of(DatumFault fault, std::string_view answer) {
    Message message = message_of(fault.code, std::move(fault.message), std::move(fault.help));
    message.answer = answer;
    return message;
}

Message message_of(DataFault fault) {
    Message message = message_of(fault.code, std::move(fault.message), std::move(fault.help));
    message.severity = fault.severity == Severity::error ? Message::Severity::error : Message::Severity::warning;
    message.file = std::move(fault.file);
    message.line = fault.line;
    message.answer = std::move(fault.column_name);
    return message;
}

Message message_of(std::string_view code, const Span& place, const Sources& sources) {
    Message message;
    message.code = code;
    set_place(message, place, sources);
    if (const MessagePage* page = find_message_page(code)) {
        message.text_zh = without_stop(page->title.zh);
        message.text_en = without_stop(page->title.en);
    }
    return message;
}

}  // namespace huiqi
