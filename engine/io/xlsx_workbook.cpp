#include "engine/io/xlsx_workbook.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "engine/io/fault_texts.h"
#include "engine/io/xml_reader.h"

namespace huiqi {
namespace {

/// Where the relations of a part lead: `rId1` to a part and what it is.
struct Relation {
    std::string part;
    std::string type;   ///< the last word of its address: `worksheet`, `sharedStrings`
};
using Relations = std::map<std::string, Relation, std::less<>>;

/// Gives the part that a relation of a part in `folder` names.
[[nodiscard]] std::string part_at(std::string_view folder, std::string_view target) {
    std::string whole = target.starts_with('/') ? std::string(target.substr(1)) : std::string(folder) + std::string(target);
    std::vector<std::string> steps;
    for (std::size_t at = 0; at <= whole.size();) {
        const std::size_t end = std::min(whole.find('/', at), whole.size());
        const std::string step = whole.substr(at, end - at);
        if (step == ".." && !steps.empty()) {
            steps.pop_back();
        } else if (step != "." && step != "..") {
            steps.push_back(step);
        }
        at = end + 1;
    }
    std::string part;
    for (const std::string& step : steps) {
        part += (part.empty() ? "" : "/") + step;
    }
    return part;
}

class RelationsHandler final : public XmlHandler {
public:
    explicit RelationsHandler(std::string folder) : folder_(std::move(folder)) {}
    void open(std::string_view name, const Attributes& attributes) override {
        if (name == "Relationship" && attributes["TargetMode"] != "External") {
            const std::string_view type = attributes["Type"];
            const std::size_t slash = type.rfind('/');
            relations.insert_or_assign(
                std::string(attributes["Id"]),
                Relation{.part = part_at(folder_, attributes["Target"]),
                         .type = std::string(slash == std::string_view::npos ? type : type.substr(slash + 1))});
        }
    }
    void close(std::string_view /*name*/) override {}
    void text(std::string_view /*piece*/) override {}

    Relations relations;

private:
    std::string folder_;
};

class WorkbookHandler final : public XmlHandler {
public:
    void open(std::string_view name, const Attributes& attributes) override {
        if (name == "workbookPr") {
            const std::string_view from_1904 = attributes["date1904"];
            counts_from_1904 = from_1904 == "1" || from_1904 == "true";
        } else if (name == "sheet") {
            const std::string_view state = attributes["state"];
            sheets.push_back({.name = std::string(attributes["name"]),
                              .part = std::string(attributes["id"]),
                              .hidden = state == "hidden" || state == "veryHidden"});
        }
    }
    void close(std::string_view /*name*/) override {}
    void text(std::string_view /*piece*/) override {}

    std::vector<XlsxSheet> sheets;   ///< with the relation in place of the part
    bool counts_from_1904 = false;
};

[[nodiscard]] bool parse(std::string_view xml, XmlHandler& handler, const std::string& path,
                         std::vector<DataFault>& faults) {
    XmlReader reader(handler);
    if (reader.feed(xml, true)) {
        return true;
    }
    faults.push_back(reader.hostile() ? fault_texts::hostile_workbook(reader.problem())
                                      : fault_texts::damaged_workbook(reader.problem()));
    faults.back().file = path;
    return false;
}

[[nodiscard]] std::string folder_of(std::string_view part) {
    const std::size_t slash = part.rfind('/');
    return slash == std::string_view::npos ? std::string() : std::string(part.substr(0, slash + 1));
}

/// Reads the relations of a part; none when it has none.
[[nodiscard]] std::optional<Relations> relations_of(const ZipArchive& archive, const std::string& part,
                                                    const std::string& path, std::vector<DataFault>& faults) {
    const std::string folder = folder_of(part);
    const std::string name = folder + "_rels/" + part.substr(folder.size()) + ".rels";
    RelationsHandler handler(folder);
    if (archive.has(name)) {
        const auto xml = archive.read(name, faults);
        if (!xml || !parse(*xml, handler, path, faults)) {
            return std::nullopt;
        }
    }
    return std::move(handler.relations);
}

[[nodiscard]] const Relation* of_type(const Relations& relations, std::string_view type) {
    const auto found =
        std::find_if(relations.begin(), relations.end(), [&](const auto& one) { return one.second.type == type; });
    return found == relations.end() ? nullptr : &found->second;
}

}  // namespace

const NumberFormat& XlsxWorkbook::format(std::size_t style) const noexcept {
    static const NumberFormat general{.kind = NumberFormat::Kind::general, .code = "General"};
    return style < formats_.size() ? formats_[style] : general;
}

bool XlsxWorkbook::read(std::vector<DataFault>& faults) {
    const auto roots = relations_of(*archive_, "", path_, faults);
    if (!roots) {
        return false;
    }
    const Relation* const root = of_type(*roots, "officeDocument");
    const std::string part = root == nullptr ? "xl/workbook.xml" : root->part;
    if (!archive_->has(part)) {
        faults.push_back(fault_texts::damaged_workbook("it has no workbook in it"));
        faults.back().file = path_;
        return false;
    }
    const auto xml = archive_->read(part, faults);
    WorkbookHandler book;
    const auto relations = relations_of(*archive_, part, path_, faults);
    if (!xml || !relations || !parse(*xml, book, path_, faults)) {
        return false;
    }
    from_1904_ = book.counts_from_1904;
    for (XlsxSheet& sheet : book.sheets) {
        const auto found = relations->find(sheet.part);
        if (found != relations->end() && found->second.type == "worksheet") {
            sheet.part = found->second.part;
            sheets_.push_back(std::move(sheet));
        }
    }
    const std::size_t before = faults.size();
    if (const Relation* styles = of_type(*relations, "styles"); styles != nullptr && archive_->has(styles->part)) {
        if (const auto text = archive_->read(styles->part, faults)) {
            formats_ = read_xlsx_styles(*text, faults);
        }
    }
    if (const Relation* strings = of_type(*relations, "sharedStrings");
        strings != nullptr && archive_->has(strings->part)) {
        if (const auto stream = archive_->stream(strings->part, faults)) {
            strings_.read(*stream, faults);
        }
    }
    for (std::size_t at = before; at < faults.size(); ++at) {
        faults[at].file = path_;
    }
    return faults.size() == before;
}

std::shared_ptr<const XlsxWorkbook> XlsxWorkbook::open(const std::string& path, std::vector<DataFault>& faults) {
    std::shared_ptr<XlsxWorkbook> book(new XlsxWorkbook());
    book->path_ = path;
    book->archive_ = ZipArchive::open(path, ZipLimits(), faults);
    if (book->archive_ == nullptr || !book->read(faults)) {
        return nullptr;
    }
    return book;
}

}  // namespace huiqi
