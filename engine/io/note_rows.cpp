#include "engine/io/note_rows.h"

#include <algorithm>
#include <array>
#include <string>

#include "engine/io/heading.h"
#include "engine/io/stated_units.h"

namespace huiqi {
namespace {

/// What notes begin with; their text follows in the same cell.
constexpr std::array<std::string_view, 13> kNotes{"注",   "备注", "附注", "说明", "填表说明", "填报说明", "编制说明",
                                                  "注意", "注意事项", "note", "notes", "remark", "remarks"};
/// Who signs a table, and when; the name may stand in the next cell.
constexpr std::array<std::string_view, 38> kSigners{
    "填表人",   "填报人",   "制表人",   "制表",     "编制人",   "编报人",   "审核人",   "审核",     "复核人",   "复核",
    "审批人",   "批准人",   "经办人",   "经办",     "经手人",   "负责人",   "单位负责人", "部门负责人", "财务负责人", "分管领导",
    "主管领导", "主管",     "联系人",   "联系电话", "电话",     "填表日期", "填报日期", "制表日期", "报送日期", "填报时间",
    "日期",     "盖章",     "单位盖章", "公章",     "签字",     "填报单位", "填表单位", "编制单位"};
/// Text of a note is longer than this only in long cells, which are cut before they are looked at.
constexpr std::size_t kLookedAt = 400;
constexpr std::size_t kShortestSentence = 24;   // bytes

/// How a cell begins.
struct Label {
    bool note = false;     ///< with a word for notes
    bool signer = false;   ///< with a word for who signs
    bool open = false;     ///< and nothing behind it: a value may stand in the next cell
    bool unit = false;     ///< it says in what unit the amounts are
};

/// Takes brackets and marks off the front: `（注：…）`, `※备注：…`.
[[nodiscard]] std::string_view without_marks(std::string_view text) {
    constexpr std::array<std::string_view, 6> kMarks{"※", "*", "★", "(", "[", "【"};
    for (bool going = true; going;) {
        const auto mark = std::find_if(kMarks.begin(), kMarks.end(), [text](std::string_view one) { return text.starts_with(one); });
        going = mark != kMarks.end();
        text.remove_prefix(going ? mark->size() : 0);
    }
    return text;
}

/// Gives what stands behind a word and a bracket after it, `负责人（签字）：`.
[[nodiscard]] std::string_view behind_bracket(std::string_view rest) {
    const std::size_t close = rest.starts_with('(') ? rest.find(')') : std::string_view::npos;
    return close == std::string_view::npos ? rest : rest.substr(close + 1);
}

[[nodiscard]] bool begins_note(std::string_view text) {
    return std::any_of(kNotes.begin(), kNotes.end(), [text](std::string_view word) {
        if (!text.starts_with(word)) {
            return false;
        }
        std::string_view rest = text.substr(word.size());   // 注1：  备注2、
        rest.remove_prefix(std::min(rest.find_first_not_of("0123456789"), rest.size()));
        return rest.starts_with(':') || rest.starts_with("、") || rest.starts_with('.') || (rest.empty() && text.size() == word.size());
    });
}

[[nodiscard]] Label label_of(std::string_view cell) {
    std::string folded = folded_heading(cell.substr(0, kLookedAt));
    const std::string_view text = without_marks(folded);
    if (begins_note(text)) {
        return {.note = true, .signer = false, .open = false, .unit = false};
    }
    for (const std::string_view word : kSigners) {
        const std::string_view rest = text.starts_with(word) ? behind_bracket(text.substr(word.size())) : std::string_view("?");
        if (rest.empty() || rest == ")" || rest == "】" || rest.starts_with(':')) {
            return {.note = false, .signer = true, .open = rest.size() <= 1 || text.ends_with(':'), .unit = false};
        }
    }
    constexpr std::array<std::string_view, 5> kUnits{"单位:", "金额单位:", "货币单位:", "计量单位:", "币种:"};   // the unit stands in the next cell
    const bool unit = states_unit(cell.substr(0, kLookedAt)) || std::find(kUnits.begin(), kUnits.end(), text) != kUnits.end();
    return {.note = false, .signer = false, .open = false, .unit = unit};
}

/// Whether a text is the name of a person, or a day: what stands behind 填表人： and 日期： in a column of numbers or firms.
[[nodiscard]] bool signs(std::string_view text) {
    constexpr std::size_t kLongestName = 12;   // four characters
    const auto han = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
    const auto of_day = [](char c) { return (c >= '0' && c <= '9') || c == '-' || c == '/' || c == '.'; };
    const bool parted = text.find_first_of("-/.") != std::string_view::npos;
    return (text.size() <= kLongestName && std::all_of(text.begin(), text.end(), han)) || (parted && std::all_of(text.begin(), text.end(), of_day));
}

}  // namespace

bool may_begin_note(std::string_view cell) noexcept {
    constexpr std::array<std::string_view, 25> kFirst{"注", "备", "附", "说", "填", "编", "制", "审", "复", "批", "经", "负", "单",
                                                      "部", "财", "分", "主", "联", "电", "报", "日", "盖", "公", "签", "※"};
    constexpr std::array<std::string_view, 9> kOthers{"（", "【", "★", "*", "(", "[", "\u3000", "\u00A0", " "};
    const char c = cell.empty() ? '0' : cell.front();
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z' && c != 'N' && c != 'R')) [[likely]] {
        return false;   // as nearly all numbers begin
    }
    const auto begins = [cell](std::string_view with) { return cell.starts_with(with); };
    if (cell.size() > 3 && (cell[0] == 'n' || cell[0] == 'N' || cell[0] == 'r' || cell[0] == 'R')) {
        return (cell[1] | 0x20) == ((cell[0] | 0x20) == 'n' ? 'o' : 'e');
    }
    return std::any_of(kFirst.begin(), kFirst.end(), begins) || std::any_of(kOthers.begin(), kOthers.end(), begins);
}

std::optional<std::size_t> note_row(std::span<const std::string_view> cells, std::span<const std::size_t> names) {
    const auto filled = [](std::string_view cell) { return !cell.empty(); };
    const auto first = std::find_if(cells.begin(), cells.end(), filled);
    if (first == cells.end()) {
        return std::nullopt;
    }
    Label before = label_of(*first);
    if (!before.note && !before.signer && !before.unit) {
        return std::nullopt;
    }
    for (auto cell = first + 1; cell != cells.end(); ++cell) {
        if (cell->empty()) {
            continue;
        }
        const Label label = label_of(*cell);
        const auto column = static_cast<std::size_t>(cell - cells.begin());
        const bool named = std::find(names.begin(), names.end(), column) != names.end();
        if (!label.signer && !label.unit && !(before.signer && before.open && (!named || signs(*cell)))) {
            return std::nullopt;   // it could be data
        }
        before = label;
    }
    return static_cast<std::size_t>(first - cells.begin());
}

bool is_sentence(std::string_view text) noexcept {
    constexpr std::array<std::string_view, 4> kStops{"，", "。", "；", "："};
    constexpr std::size_t kFewest = 6;   // Chinese characters
    if (text.size() < kShortestSentence) {
        return false;
    }
    const auto han = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0xE4 && byte <= 0xE9;   // the first byte of nearly all of them
    }));
    return han >= kFewest && std::any_of(kStops.begin(), kStops.end(), [text](std::string_view stop) { return text.find(stop) != std::string_view::npos; });
}

}  // namespace huiqi
