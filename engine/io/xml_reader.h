#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/diagnostic/diagnostic.h"

struct XML_ParserStruct;

namespace huiqi {

/// What an XML document is told to. Names come without their prefix: `x:row` is `row`.
class XmlHandler {
public:
    /// The attributes of an element, in order.
    class Attributes {
    public:
        explicit Attributes(const char** pairs) : pairs_(pairs) {}
        /// Gives the value of an attribute, by its name without a prefix; empty when there is none.
        [[nodiscard]] std::string_view operator[](std::string_view name) const;

    private:
        const char** pairs_;
    };

    virtual ~XmlHandler() = default;
    virtual void open(std::string_view name, const Attributes& attributes) = 0;
    virtual void close(std::string_view name) = 0;
    /// Text, in as many pieces as it comes.
    virtual void text(std::string_view piece) = 0;
};

/// Reads an XML document piece by piece, whatever its size. A document type, which could define entities, is refused;
/// so are elements nested deeper than 64, and names and attributes of more than 2 MiB. The one place that knows Expat.
class XmlReader {
public:
    explicit XmlReader(XmlHandler& handler);
    XmlReader(const XmlReader&) = delete;
    XmlReader& operator=(const XmlReader&) = delete;
    ~XmlReader();

    /// Reads the next piece; false when the document is malformed: then `problem` says why.
    [[nodiscard]] bool feed(std::string_view piece, bool last);
    [[nodiscard]] const Bilingual& problem() const noexcept { return problem_; }
    /// Whether it was refused for what it asks for, rather than for being malformed.
    [[nodiscard]] bool hostile() const noexcept { return hostile_; }
    /// Lets a handler end the reading: `feed` gives false.
    void stop(Bilingual problem, bool hostile);

private:
    static void opened(void* self, const char* name, const char** attributes);
    static void closed(void* self, const char* name);
    static void said(void* self, const char* text, int length);
    static void doctype(void* self, const char* name, const char* system, const char* public_id, int has_subset);

    XmlHandler& handler_;
    XML_ParserStruct* parser_;
    std::size_t depth_ = 0;
    std::uint64_t fed_ = 0;
    Bilingual problem_;
    bool hostile_ = false;
};

}  // namespace huiqi
