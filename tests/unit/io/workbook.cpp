#include "tests/unit/io/workbook.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <cstring>

#include <zip.h>

#include "engine/io/cell_place.h"

namespace huiqi::testing {
namespace {

constexpr std::string_view kRoot =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>)";
constexpr std::string_view kTypes =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>)";
constexpr std::string_view kStyles =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="4"><numFmt numFmtId="167" formatCode="00000"/><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="165" formatCode="0.00&quot;万元&quot;"/><numFmt numFmtId="166" formatCode="#,##0.00_ ;[Red]\-#,##0.00\ "/></numFmts><cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="10"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/></cellXfs></styleSheet>)";

std::string escaped(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '\\' && text.substr(at).starts_with("\\n")) {
            out += "&#10;";
            ++at;
        } else {
            out += c == '<' ? "&lt;" : c == '&' ? "&amp;" : c == '"' ? "&quot;" : std::string(1, c);
        }
    }
    return out;
}

/// One sheet as it grows.
struct Sheet {
    std::string name;
    bool hidden = false;
    std::string rows = {};
    std::string columns = {};
    std::string merged = {};
    std::uint64_t row = 0;
};

struct Book {
    std::vector<Sheet> sheets;
    std::string strings;
    std::size_t count = 0;

    std::string cell(std::string_view text, const std::string& place) {
        const std::string_view rest = text.substr(std::min<std::size_t>(2, text.size()));
        const auto number = [&](std::string_view style) {
            return "<c r=\"" + place + "\" s=\"" + std::string(style) + "\"><v>" + std::string(rest) + "</v></c>";
        };
        if (text.empty()) {
            return {};
        }
        if (text.starts_with("n:")) {
            return number("0");
        }
        if (text.starts_with("d:")) {
            return number("1");
        }
        if (text.starts_with("p:")) {
            return number("2");
        }
        if (text.starts_with("w:")) {
            return number("3");
        }
        if (text.starts_with("z:")) {
            return number("4");
        }
        if (text.starts_with("k:")) {
            return number("5");
        }
        if (text.starts_with("e:")) {
            return "<c r=\"" + place + "\" t=\"e\"><v>" + std::string(rest) + "</v></c>";
        }
        if (text.starts_with("f:")) {
            return "<c r=\"" + place + "\"><f>" + escaped(rest) + "</f></c>";
        }
        if (text.starts_with("b:")) {
            return "<c r=\"" + place + "\" t=\"b\"><v>" + std::string(rest) + "</v></c>";
        }
        if (text.starts_with("i:")) {
            return "<c r=\"" + place + "\" t=\"inlineStr\"><is><t>" + escaped(rest) + "</t></is></c>";
        }
        strings += text.starts_with("r:") ? "<si><r><t>" + escaped(rest.substr(0, 3)) + "</t></r><r><rPr><b/></rPr><t>" +
                                                escaped(rest.substr(std::min<std::size_t>(3, rest.size()))) +
                                                "</t></r><rPh sb=\"0\" eb=\"1\"><t>reading</t></rPh></si>"
                                          : "<si><t xml:space=\"preserve\">" + escaped(text) + "</t></si>";
        return "<c r=\"" + place + "\" t=\"s\"><v>" + std::to_string(count++) + "</v></c>";
    }

    void line(std::string_view text) {
        if (text.starts_with("-- ")) {
            text = text.substr(3, text.size() - 6);
            const bool hidden = text.ends_with(" hidden");
            sheets.push_back({.name = std::string(hidden ? text.substr(0, text.size() - 7) : text), .hidden = hidden});
            return;
        }
        Sheet& sheet = sheets.back();
        if (text.starts_with("merge ")) {
            sheet.merged += "<mergeCell ref=\"" + std::string(text.substr(6)) + "\"/>";
            return;
        }
        if (text.starts_with("hide ")) {
            const std::string column = std::to_string(*parse_column_letters(text.substr(5)) + 1);
            sheet.columns += "<col min=\"" + column + "\" max=\"" + column + "\" hidden=\"1\"/>";
            return;
        }
        ++sheet.row;
        const bool hidden = text.starts_with("~ ");
        text.remove_prefix(hidden ? 2 : 0);
        std::string cells;
        for (std::size_t column = 0; !text.empty(); ++column) {
            const std::size_t end = std::min(text.find('|'), text.size());
            cells += cell(text.substr(0, end), cell_name({.row = sheet.row, .column = column}));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        sheet.rows += "<row r=\"" + std::to_string(sheet.row) + "\"" + (hidden ? " hidden=\"1\">" : ">") + cells + "</row>";
    }
};

}  // namespace

void write_zip(const std::string& path, const std::vector<std::pair<std::string, std::string>>& parts) {
    int error = 0;
    zip_t* const archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
    REQUIRE(archive != nullptr);
    for (const auto& [name, text] : parts) {
        void* const copy = std::malloc(text.size() + 1);
        std::memcpy(copy, text.data(), text.size());
        zip_source_t* const source = zip_source_buffer(archive, copy, text.size(), 1);
        REQUIRE(zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8 | ZIP_FL_OVERWRITE) >= 0);
    }
    REQUIRE(zip_close(archive) == 0);
}

std::vector<std::pair<std::string, std::string>> workbook_parts(std::string_view text, bool from_1904) {
    Book book;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        book.line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    constexpr std::string_view kMain = R"( xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main")";
    constexpr std::string_view kRelation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const std::string head = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";
    std::string sheets;
    std::string relations;
    std::vector<std::pair<std::string, std::string>> parts{{"[Content_Types].xml", std::string(kTypes)},
                                                           {"_rels/.rels", std::string(kRoot)}};
    const auto relation = [&](const std::string& id, std::string_view type, const std::string& target) {
        relations += "<Relationship Id=\"" + id + "\" Type=\"" + std::string(kRelation) + "/" + std::string(type) +
                     "\" Target=\"" + target + "\"/>";
    };
    for (std::size_t at = 0; at < book.sheets.size(); ++at) {
        const Sheet& sheet = book.sheets[at];
        const std::string number = std::to_string(at + 1);
        sheets += "<sheet name=\"" + escaped(sheet.name) + "\" sheetId=\"" + number + "\"" +
                  (sheet.hidden ? " state=\"hidden\"" : "") + " r:id=\"rId" + number + "\"/>";
        relation("rId" + number, "worksheet", "worksheets/sheet" + number + ".xml");
        parts.emplace_back("xl/worksheets/sheet" + number + ".xml",
                           head + "<worksheet" + std::string(kMain) + ">" +
                               (sheet.columns.empty() ? "" : "<cols>" + sheet.columns + "</cols>") + "<sheetData>" +
                               sheet.rows + "</sheetData>" +
                               (sheet.merged.empty() ? "" : "<mergeCells count=\"1\">" + sheet.merged + "</mergeCells>") +
                               "</worksheet>");
    }
    relation("rId91", "styles", "styles.xml");
    relation("rId92", "sharedStrings", "/xl/sharedStrings.xml");
    parts.emplace_back("xl/workbook.xml", head + "<workbook" + std::string(kMain) + " xmlns:r=\"" + std::string(kRelation) +
                                              "\"><workbookPr date1904=\"" + (from_1904 ? "1" : "0") + "\"/><sheets>" +
                                              sheets + "</sheets></workbook>");
    parts.emplace_back("xl/_rels/workbook.xml.rels",
                       head + R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)" +
                           relations + "</Relationships>");
    parts.emplace_back("xl/styles.xml", kStyles);
    parts.emplace_back("xl/sharedStrings.xml",
                       head + "<sst" + std::string(kMain) + ">" + book.strings + "</sst>");
    return parts;
}

void write_workbook(const std::string& path, std::string_view text, bool from_1904) {
    write_zip(path, workbook_parts(text, from_1904));
}

}  // namespace huiqi::testing
