#include "engine/api/case_graph.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/api/findings_markup.h"

namespace huiqi {
namespace {

constexpr std::size_t kMostParties = 24;
constexpr std::size_t kMostLines = 4;      // told at one arrow
constexpr std::array<std::string_view, 8> kColours{"#1f5fa8", "#b3541e", "#2d7d46", "#7a3e9d", "#8a6d00", "#a02c5a", "#3b7a8c", "#555555"};

/// A place on the drawing.
struct Point {
    double x = 0;
    double y = 0;
};

/// A text cut to so many code points, with an ellipsis where something is left out.
[[nodiscard]] std::string cut(std::string_view text, std::size_t most) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
        if (begins && ++count > most) {
            return std::string(text.substr(0, at)) + "…";
        }
    }
    return std::string(text);
}

/// What one arrow tells: rows of one table from one party to another.
struct Arrow {
    std::vector<std::string> lines;
    std::size_t rows = 0;
};

/// Collects parties and arrows, and places them.
class Graph {
public:
    Graph(const CaseRows& rows, const RowName& subject) : rows_(rows) {
        for (const RowName& row : rows.rows()) {
            const DataTable* table = rows.rules().table(row.first);
            if (table == nullptr || table->arrow.size() < 2) {
                continue;
            }
            const std::string from = party(rows.cell(row, table->arrow[0].name));
            const std::string to = party(rows.cell(row, table->arrow[1].name));
            if (from.empty() || to.empty() || from == to || !place(from) || !place(to)) {
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
        const double high = std::max(420.0, 130.0 * static_cast<double>((parties_.size() + 1) / 2));
        std::string out = fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\" font-family=\"sans-serif\" font-size=\"11\">\n<defs>", kWide, high);
        for (std::size_t at = 0; at < kColours.size(); ++at) {
            out += fmt::format("<marker id=\"tip{}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\" markerHeight=\"7\" "
                               "orient=\"auto-start-reverse\"><path d=\"M0 0L10 5L0 10z\" fill=\"{}\"/></marker>", at, kColours[at]);
        }
        out += "</defs>\n";
        std::map<std::pair<std::string, std::string>, int> beside;
        std::string words;
        for (const auto& [key, arrow] : arrows_) {
            const auto& [from, to, table] = key;
            const int turn = beside[std::minmax(from, to)]++;
            draw(from, to, table, arrow, turn, high, out, words);
        }
        for (std::size_t at = 0; at < parties_.size(); ++at) {
            out += box(parties_[at], where(at, high));
        }
        return out + words + "</svg>\n";
    }

private:
    static constexpr double kWide = 1100;
    static constexpr double kBoxWide = 210;
    static constexpr double kBoxHigh = 40;

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
            text += value.empty() ? "" : (text.empty() ? "" : " ") + cut(value, 24);
        }
        return text;
    }

    /// Parties stand on an ellipse, the first at the left.
    [[nodiscard]] Point where(std::size_t at, double high) const {
        const double angle = 3.14159265358979 * (1.0 + 2.0 * static_cast<double>(at) / static_cast<double>(parties_.size()));
        return {kWide / 2 + (kWide / 2 - kBoxWide / 2 - 10) * std::cos(angle), high / 2 + (high / 2 - kBoxHigh) * std::sin(angle)};
    }

    [[nodiscard]] std::string box(const std::string& name, Point at) const {
        std::string title;
        for (const DataTable& table : rows_.rules().tables) {
            if (!table.shown.empty() && rows_.known({table.name, name})) {
                title = rows_.cell({table.name, name}, table.shown);
            }
        }
        const bool central = central_.contains(name);
        std::string out = fmt::format("<rect x=\"{:.0f}\" y=\"{:.0f}\" width=\"{}\" height=\"{}\" rx=\"{}\" fill=\"{}\" stroke=\"#446\" stroke-width=\"{}\"/>",
                                      at.x - kBoxWide / 2, at.y - kBoxHigh / 2, kBoxWide, kBoxHigh, title.empty() ? 18 : 4,
                                      central ? "#fff3d6" : "#eef3fb", central ? 2 : 1);
        const double line = title.empty() ? at.y + 4 : at.y + 14;
        if (!title.empty()) {
            out += fmt::format("<text x=\"{:.0f}\" y=\"{:.0f}\" text-anchor=\"middle\" font-size=\"13\" font-weight=\"bold\">{}</text>", at.x, at.y - 3,
                               escaped_html(cut(title, 16)));
        }
        return out + fmt::format("<text x=\"{:.0f}\" y=\"{:.0f}\" text-anchor=\"middle\">{}</text>\n", at.x, line, escaped_html(cut(name, 26)));
    }

    /// Moves a point on the way from a box to another onto the edge of the box.
    [[nodiscard]] static Point edge(Point box, Point towards) {
        const double dx = towards.x - box.x;
        const double dy = towards.y - box.y;
        const double far = std::max(std::abs(dx) / (kBoxWide / 2 + 3), std::abs(dy) / (kBoxHigh / 2 + 3));
        return far <= 1 ? box : Point{box.x + dx / far, box.y + dy / far};
    }

    /// Tables with arrows have colours of their own, as far as these reach.
    [[nodiscard]] static std::size_t colour_of(const CaseRows& rows, std::string_view table) {
        std::size_t count = 0;
        for (const DataTable& one : rows.rules().tables) {
            if (one.name == table) {
                break;
            }
            count += one.arrow.empty() ? 0U : 1U;
        }
        return count % kColours.size();
    }

    void draw(const std::string& from, const std::string& to, const std::string& table, const Arrow& arrow, int turn, double high,
              std::string& lines, std::string& words) const {
        const Point one = where(places_.at(from), high);
        const Point other = where(places_.at(to), high);
        // arrows between the same two swing to either side, each farther than the one before
        const bool swapped = to < from;
        const double swing = (turn % 2 == 0 ? 1.0 : -1.0) * 46.0 * (turn + 1) / 2.0 * (swapped ? -1.0 : 1.0) * (turn == 0 ? 0.35 : 1.0);
        const double length = std::max(1.0, std::hypot(other.x - one.x, other.y - one.y));
        const Point bend{(one.x + other.x) / 2 - (other.y - one.y) / length * swing * 2, (one.y + other.y) / 2 + (other.x - one.x) / length * swing * 2};
        const Point start = edge(one, bend);
        const Point end = edge(other, bend);
        const std::size_t colour = colour_of(rows_, table);
        lines += fmt::format("<path d=\"M{:.0f} {:.0f}Q{:.0f} {:.0f} {:.0f} {:.0f}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.6\" marker-end=\"url(#tip{})\"/>\n",
                             start.x, start.y, bend.x, bend.y, end.x, end.y, kColours[colour], colour);
        const Point middle{(start.x + 2 * bend.x + end.x) / 4, (start.y + 2 * bend.y + end.y) / 4};
        double y = middle.y - 6.0 * static_cast<double>(arrow.lines.size());
        const auto say = [&](const std::string& text, bool strong) {
            words += fmt::format("<text x=\"{:.0f}\" y=\"{:.0f}\" text-anchor=\"middle\" fill=\"{}\" stroke=\"#fff\" stroke-width=\"3\" paint-order=\"stroke\"{}>{}</text>\n",
                                 middle.x, y, kColours[colour], strong ? " font-weight=\"bold\"" : "", escaped_html(text));
            y += 12;
        };
        const DataTable& told_of = *rows_.rules().table(table);
        const std::string title = told_of.arrow.size() == 2 ? told_of.arrow.front().name : table;
        say(arrow.rows > 1 ? fmt::format("{} × {}", title, arrow.rows) : title, true);
        for (const std::string& line : arrow.lines) {
            if (!line.empty()) {
                say(line, false);
            }
        }
        if (arrow.rows > arrow.lines.size()) {
            say("…", false);
        }
    }

    const CaseRows& rows_;
    std::map<std::string, std::size_t> places_;
    std::vector<std::string> parties_;
    std::set<std::string> central_;
    std::map<std::array<std::string, 3>, Arrow> arrows_;   ///< from, to, table
};

}  // namespace

std::string relation_graph(const CaseRows& rows, const RowName& subject) {
    return Graph(rows, subject).svg();
}

}  // namespace huiqi
