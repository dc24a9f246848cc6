#include "engine/api/case_graph.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/api/case_layout.h"
#include "engine/api/findings_markup.h"
#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

constexpr std::size_t kMostParties = 24;
constexpr std::size_t kMostLines = 4;      // told at one arrow
constexpr std::size_t kNameColumns = 30;   // of a party's name; a Chinese letter takes two
constexpr std::size_t kToldColumns = 26;   // of one thing told at an arrow
constexpr int kLine = 13;                  // from one line of a label to the next
constexpr std::array<std::string_view, 8> kColours{"#1f5fa8", "#b3541e", "#2d7d46", "#7a3e9d", "#8a6d00", "#a02c5a", "#3b7a8c", "#555555"};

/// How wide a text is at most, in letters of so many hundredths of a pixel.
[[nodiscard]] int wide(std::string_view text, int letter) {
    return (static_cast<int>(display_width(text)) * letter + 99) / 100;
}
[[nodiscard]] int plain_width(std::string_view text) { return wide(text, 640); }
[[nodiscard]] int strong_width(std::string_view text) { return wide(text, 760); }

/// A text cut to so many columns, with an ellipsis where something is left out.
[[nodiscard]] std::string cut(std::string_view text, std::size_t most) {
    std::size_t columns = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        columns += display_width(next_code_point(text, at));
        if (columns > most) {
            return std::string(text.substr(0, begin)) + "…";
        }
    }
    return std::string(text);
}

/// What one arrow tells: rows of one table from one party to another.
struct Arrow {
    std::vector<std::string> lines;
    std::size_t rows = 0;
};

/// Collects parties and arrows, and draws them.
class Graph {
public:
    Graph(const CaseRows& rows, const RowName& subject, Language language) : rows_(rows), language_(language) {
        for (const RowName& row : rows.rows()) {
            const DataTable* table = rows.rules().table(row.first);
            if (table == nullptr || table->arrow.size() < 2) {
                continue;
            }
            const std::string from = party(rows.cell(row, table->arrow[0].name));
            const std::string to = party(rows.cell(row, table->arrow[1].name));
            if (from.empty() || to.empty() || from == to) {
                continue;
            }
            if (!place(from) || !place(to)) {
                ++left_out_;
                continue;
            }
            Arrow& arrow = arrows_[{from, to, row.first}];
            ++arrow.rows;
            if (arrow.lines.size() < kMostLines) {
                arrow.lines.push_back(told(row, *table));
            }
        }
        for (const auto& [column, text] : rows.cells(subject)) {
            if (const std::string one = party(text); !one.empty() && places_.contains(one)) {
                central_.insert(one);
            }
        }
    }

    [[nodiscard]] std::string svg() const {
        if (parties_.empty()) {
            return {};
        }
        const CaseLayout layout = laid_out();
        std::string out = fmt::format("<div class=\"graph\"><svg viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" style=\"min-width:{2}px\" role=\"img\" font-family=\"sans-serif\" font-size=\"11\">\n<defs>",
                                      layout.width, layout.height, layout.width * 3 / 4);   // smaller than that nobody reads it
        for (std::size_t at = 0; at < kColours.size(); ++at) {
            out += fmt::format("<marker id=\"tip{}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\" markerHeight=\"7\" "
                               "orient=\"auto-start-reverse\"><path d=\"M0 0L10 5L0 10z\" fill=\"{}\"/></marker>", at, kColours[at]);
        }
        out += "</defs>\n";
        std::string words;
        std::size_t at = 0;
        for (const auto& [key, arrow] : arrows_) {
            draw(key[2], arrow, layout.arrows[at++], out, words);
        }
        for (std::size_t box = 0; box < parties_.size(); ++box) {
            out += drawn(parties_[box], layout.boxes[box]);
        }
        return out + words + "</svg></div>\n" + rest();
    }

private:
    /// Gives the party that a value names: the holder of an account, or itself. Empty where it names no party at all.
    [[nodiscard]] std::string party(const std::string& value) const {
        for (const DataTable& table : rows_.rules().tables) {
            if (!table.stands_for.empty() && rows_.known({table.name, value})) {
                return rows_.cell({table.name, value}, table.stands_for);
            }
        }
        return value;
    }

    bool place(const std::string& name) {
        if (places_.contains(name)) {
            return true;
        }
        if (parties_.size() == kMostParties) {
            return false;
        }
        places_.emplace(name, parties_.size());
        parties_.push_back(name);
        return true;
    }

    [[nodiscard]] std::string told(const RowName& row, const DataTable& table) const {
        std::string text = table.key.empty() || table.arrow.size() == 2 ? std::string() : row.second;
        for (std::size_t at = 2; at < table.arrow.size(); ++at) {
            const std::string value = rows_.cell(row, table.arrow[at].name);
            text += value.empty() ? "" : (text.empty() ? "" : " ") + cut(value, kToldColumns);
        }
        return text;
    }

    /// The name that people know a party by.
    [[nodiscard]] std::string title_of(const std::string& name) const {
        std::string title;
        for (const DataTable& table : rows_.rules().tables) {
            if (!table.shown.empty() && rows_.known({table.name, name})) {
                title = rows_.cell({table.name, name}, table.shown);
            }
        }
        return cut(title, kNameColumns);
    }

    /// What stands at an arrow: the table and how many of its rows, then the rows.
    [[nodiscard]] std::vector<std::string> label(const std::string& table, const Arrow& arrow) const {
        const DataTable& told_of = *rows_.rules().table(table);
        const std::string title = told_of.arrow.size() == 2 ? told_of.arrow.front().name : table;
        std::vector<std::string> lines{arrow.rows > 1 ? fmt::format("{} × {}", title, arrow.rows) : title};
        std::copy_if(arrow.lines.begin(), arrow.lines.end(), std::back_inserter(lines), [](const std::string& line) { return !line.empty(); });
        if (arrow.rows > arrow.lines.size()) {
            lines.emplace_back("…");
        }
        return lines;
    }

    [[nodiscard]] CaseLayout laid_out() const {
        CaseLayout layout;
        for (const std::string& name : parties_) {
            const std::string title = title_of(name);
            const int width = std::max(strong_width(title), plain_width(cut(name, kNameColumns))) + 20;
            layout.boxes.push_back({.width = width, .height = title.empty() ? 30 : 42, .central = central_.contains(name)});
        }
        for (const auto& [key, arrow] : arrows_) {
            CaseLayout::Arrow one{.from = places_.at(key[0]), .to = places_.at(key[1])};
            for (const std::string& line : label(key[2], arrow)) {
                one.width = std::max(one.width, one.height == 0 ? strong_width(line) : plain_width(line));
                one.height += kLine;
            }
            layout.arrows.push_back(std::move(one));
        }
        layout.place();
        return layout;
    }

    [[nodiscard]] std::string drawn(const std::string& name, const CaseLayout::Box& box) const {
        const std::string title = title_of(name);
        const bool central = central_.contains(name);
        std::string out = fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\" fill=\"{}\" stroke=\"#446\" stroke-width=\"{}\"/>",
                                      box.x - box.width / 2, box.y - box.height / 2, box.width, box.height, title.empty() ? 14 : 4,
                                      central ? "#fff3d6" : "#eef3fb", central ? 2 : 1);
        if (!title.empty()) {
            out += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-size=\"13\" font-weight=\"bold\">{}</text>", box.x, box.y - 3, escaped_html(title));
        }
        return out + fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n", box.x, box.y + (title.empty() ? 4 : 14),
                                 escaped_html(cut(name, kNameColumns)));
    }

    /// Tables with arrows have colours of their own, as far as these reach.
    [[nodiscard]] std::size_t colour_of(std::string_view table) const {
        std::size_t count = 0;
        for (const DataTable& one : rows_.rules().tables) {
            if (one.name == table) {
                break;
            }
            count += one.arrow.empty() ? 0U : 1U;
        }
        return count % kColours.size();
    }

    void draw(const std::string& table, const Arrow& arrow, const CaseLayout::Arrow& at, std::string& lines, std::string& words) const {
        const std::size_t colour = colour_of(table);
        lines += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.4\" marker-end=\"url(#tip{})\"/>\n", at.path, kColours[colour], colour);
        int y = at.y - at.height + kLine - 3;
        bool strong = true;
        for (const std::string& line : label(table, arrow)) {
            words += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" fill=\"{}\" stroke=\"#fff\" stroke-width=\"3\" paint-order=\"stroke\"{}>{}</text>\n", at.x, y,
                                 kColours[colour], strong ? " font-weight=\"bold\"" : "", escaped_html(line));
            y += kLine;
            strong = false;
        }
    }

    /// Says how many rows the drawing has no room for.
    [[nodiscard]] std::string rest() const {
        if (left_out_ == 0) {
            return {};
        }
        return "<p>" + (language_ == Language::zh ? fmt::format("图上只画 {} 方；还有 {} 行牵涉别的各方，列在下面。", kMostParties, left_out_)
                                                  : fmt::format("The drawing has room for {} parties; {} rows that name others stand below.", kMostParties, left_out_)) + "</p>\n";
    }

    const CaseRows& rows_;
    Language language_;
    std::map<std::string, std::size_t> places_;
    std::vector<std::string> parties_;
    std::set<std::string> central_;
    std::map<std::array<std::string, 3>, Arrow> arrows_;   ///< from, to, table
    std::size_t left_out_ = 0;                             ///< rows whose parties have no box
};

}  // namespace

std::string relation_graph(const CaseRows& rows, const RowName& subject, Language language) {
    return Graph(rows, subject, language).svg();
}

}  // namespace huiqi
