#include "engine/io/xlsx_strings.h"

#include <array>
#include <optional>

#include "engine/diagnostic/text.h"
#include "engine/io/fault_texts.h"
#include "engine/io/xml_reader.h"

namespace huiqi {
namespace {

/// Memory for the texts of one workbook.
constexpr std::size_t kMostBytes = std::size_t{1} << 30;

[[nodiscard]] std::optional<char32_t> escaped_character(std::string_view text) {
    if (text.size() < 7 || !text.starts_with("_x") || text[6] != '_') {
        return std::nullopt;
    }
    char32_t value = 0;
    for (const char c : text.substr(2, 4)) {
        const bool digit = c >= '0' && c <= '9';
        const bool letter = (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
        if (!digit && !letter) {
            return std::nullopt;
        }
        value = value * 16 + static_cast<char32_t>(digit ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return value >= 0xD800 && value < 0xE000 ? std::nullopt : std::optional(value);
}

}  // namespace

void append_xlsx_text(std::string& out, std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '_') {
            if (const auto character = escaped_character(text.substr(at))) {
                if (*character != U'\r') {
                    append_utf8(out, *character);
                }
                at += 6;
                continue;
            }
        }
        if (text[at] != '\r') {
            out += text[at];
        }
    }
}

/// `<si><t>…</t></si>`, or `<si><r><t>…</t></r>…</si>` for rich text; readings (`rPh`) are no part of the text.
class XlsxStrings::Handler final : public XmlHandler {
public:
    explicit Handler(XlsxStrings& strings) : strings_(strings) {}

    void open(std::string_view name, const Attributes& /*attributes*/) override {
        reading_ += name == "rPh" ? 1U : 0U;
        inside_ = name == "t" && reading_ == 0;
    }
    void close(std::string_view name) override {
        reading_ -= name == "rPh" && reading_ != 0 ? 1U : 0U;
        inside_ = false;
        if (name == "si") {
            append_xlsx_text(strings_.texts_, text_);
            strings_.ends_.push_back(strings_.texts_.size());
            text_.clear();
        }
    }
    void text(std::string_view piece) override {
        if (inside_) {
            text_ += piece;
        }
    }
    /// Memory that is taken.
    [[nodiscard]] std::size_t bytes() const noexcept {
        return text_.size() + strings_.texts_.size() + strings_.ends_.size() * sizeof(std::uint64_t);
    }

private:
    XlsxStrings& strings_;
    std::string text_;
    unsigned reading_ = 0;
    bool inside_ = false;
};

void XlsxStrings::read(ZipStream& part, std::vector<DataFault>& faults) {
    Handler handler(*this);
    XmlReader reader(handler);
    std::string piece(std::size_t{1} << 16, '\0');
    while (true) {
        const std::size_t got = part.read(piece.data(), piece.size());
        if (part.failure() != nullptr) {
            faults.push_back(*part.failure());
            return;
        }
        if (!reader.feed(std::string_view(piece).substr(0, got), got == 0)) {
            faults.push_back(reader.hostile() ? fault_texts::hostile_workbook(reader.problem())
                                              : fault_texts::damaged_workbook(reader.problem()));
            return;
        }
        if (handler.bytes() > kMostBytes) {
            faults.push_back(fault_texts::hostile_workbook({"文字太多，超过 1 GiB", "its texts take more than 1 GiB"}));
            return;
        }
        if (got == 0) {
            return;
        }
    }
}

}  // namespace huiqi
