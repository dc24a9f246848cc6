#include "engine/io/xml_reader.h"

#include <limits>
#include <new>

#include <expat.h>

#include "engine/diagnostic/expect.h"

namespace huiqi {
namespace {

constexpr std::size_t kMostDepth = 64;
constexpr std::uint64_t kMostWaiting = std::uint64_t{2} << 20;

[[nodiscard]] std::string_view local(std::string_view name) noexcept {
    const std::size_t colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace

std::string_view XmlHandler::Attributes::operator[](std::string_view name) const {
    for (const char** at = pairs_; *at != nullptr; at += 2) {
        if (local(*at) == name) {
            return at[1];
        }
    }
    return {};
}

XmlReader::XmlReader(XmlHandler& handler) : handler_(handler), parser_(XML_ParserCreate(nullptr)) {
    if (parser_ == nullptr) {
        throw std::bad_alloc();
    }
    XML_SetUserData(parser_, this);
    XML_SetElementHandler(parser_, &XmlReader::opened, &XmlReader::closed);
    XML_SetCharacterDataHandler(parser_, &XmlReader::said);
    XML_SetStartDoctypeDeclHandler(parser_, &XmlReader::doctype);
}

XmlReader::~XmlReader() { XML_ParserFree(parser_); }

void XmlReader::stop(Bilingual problem, bool hostile) {
    if (problem_.en.empty()) {
        problem_ = std::move(problem);
        hostile_ = hostile;
    }
    XML_StopParser(parser_, XML_FALSE);
}

void XmlReader::opened(void* self, const char* name, const char** attributes) {
    auto& reader = *static_cast<XmlReader*>(self);
    if (++reader.depth_ > kMostDepth) {
        reader.stop({"XML 嵌套太深", "its XML is nested too deep"}, true);
        return;
    }
    reader.handler_.open(local(name), XmlHandler::Attributes(attributes));
}

void XmlReader::closed(void* self, const char* name) {
    auto& reader = *static_cast<XmlReader*>(self);
    --reader.depth_;
    reader.handler_.close(local(name));
}

void XmlReader::said(void* self, const char* text, int length) {
    static_cast<XmlReader*>(self)->handler_.text({text, static_cast<std::size_t>(length)});
}

void XmlReader::doctype(void* self, const char* /*name*/, const char* /*system*/, const char* /*public_id*/,
                        int /*has_subset*/) {
    static_cast<XmlReader*>(self)->stop({"XML 里有文档类型声明（DOCTYPE）", "its XML has a document type"}, true);
}

bool XmlReader::feed(std::string_view piece, bool last) {
    expect(piece.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()), "pieces of XML are small");
    if (!problem_.en.empty()) {
        return false;
    }
    if (XML_Parse(parser_, piece.data(), static_cast<int>(piece.size()), last ? 1 : 0) == XML_STATUS_ERROR &&
        problem_.en.empty()) {
        const XML_Error error = XML_GetErrorCode(parser_);
        problem_ = {XML_ErrorString(error), XML_ErrorString(error)};
        hostile_ = error == XML_ERROR_AMPLIFICATION_LIMIT_BREACH;
    }
    fed_ += piece.size();
    if (problem_.en.empty() && !last) {
        // What was fed and not told of waits inside Expat until its element is whole.
        const XML_Index told = XML_GetCurrentByteIndex(parser_);
        if (told >= 0 && fed_ > static_cast<std::uint64_t>(told) + kMostWaiting) {
            stop({"XML 里有一个元素没完没了", "an element of its XML has no end"}, true);
        }
    }
    return problem_.en.empty();
}

}  // namespace huiqi
