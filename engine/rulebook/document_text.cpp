#include "engine/rulebook/document_text.h"

#include <algorithm>
#include <set>
#include <unordered_set>
#include <utility>

namespace huiqi {
namespace {

/// A numbered line and the clause that it begins.
struct Numbered {
    ClauseHead head;
    std::size_t line = 0;
    std::string label;
    std::size_t parent = 0;   ///< place from 1 of the clause above it; 0: none
};

/// Articles of other countries have (1) with 1. below it, Chinese ones 1. with （1） below it: which comes first under an article tells.
void turn_brackets_out(std::vector<Numbered>& lines) {
    const auto first = [&](ClauseRank rank) {
        return std::find_if(lines.begin(), lines.end(), [rank](const Numbered& one) { return one.head.rank == rank; });
    };
    const auto article = first(ClauseRank::article);
    if (article == lines.end() || article->head.part.starts_with("第") || first(ClauseRank::subitem) >= first(ClauseRank::item)) {
        return;
    }
    for (Numbered& line : lines) {
        if (line.head.rank == ClauseRank::subitem) {
            line.head.rank = ClauseRank::subsection;
        }
    }
}

std::vector<Numbered> numbered_lines(const Source& source) {
    std::vector<Numbered> found;
    for (std::size_t line = 1; line <= source.line_count(); ++line) {
        if (auto head = clause_head(source.line(line))) {
            found.push_back({.head = std::move(*head), .line = line, .label = {}, .parent = 0});
        }
    }
    turn_brackets_out(found);
    return found;
}

/// Lays the numbers over one another. Articles are counted across chapters, and `1.2` says itself where it stands.
void label_clauses(std::vector<Numbered>& lines) {
    const bool articles = std::any_of(lines.begin(), lines.end(),
                                      [](const Numbered& one) { return one.head.rank == ClauseRank::article; });
    std::vector<std::size_t> above;
    for (std::size_t at = 0; at < lines.size(); ++at) {
        Numbered& line = lines[at];
        while (!above.empty() && lines[above.back()].head.rank >= line.head.rank) {
            above.pop_back();
        }
        std::string prefix;
        for (const std::size_t one : above) {
            const ClauseRank rank = lines[one].head.rank;
            const bool counted_across = rank == ClauseRank::chapter && articles;
            const bool repeats = line.head.rank == ClauseRank::point && rank == ClauseRank::item;
            prefix = counted_across || repeats ? prefix : joined_label(prefix, lines[one].head.part);
        }
        line.label = joined_label(prefix, line.head.part);
        line.parent = above.empty() ? 0 : above.back() + 1;
        above.push_back(at);
    }
}

/// The numbers of a clause and of those above it, from the outermost.
std::vector<std::string> path_of(const std::vector<Numbered>& lines, std::size_t at) {
    std::vector<std::string> path{lines[at].head.part};
    for (std::size_t above = lines[at].parent; above != 0; above = lines[above - 1].parent) {
        path.insert(path.begin(), lines[above - 1].head.part);
    }
    return path;
}

/// Tells whether a text says an amount or a share: a rule, however short.
bool says_an_amount(std::string_view text) {
    static constexpr std::array<std::string_view, 7> kUnits{"%", "％", "‰", "万元", "亿元", "千元", "百分之"};
    const auto says = [&](std::string_view unit) { return text.find(unit) != std::string_view::npos; };
    if (std::any_of(kUnits.begin(), kUnits.end(), says)) {
        return true;
    }
    const std::size_t yuan = text.find("元");
    return yuan != std::string_view::npos && yuan != 0 && text[yuan - 1] >= '0' && text[yuan - 1] <= '9';
}

/// A title is one short line that no sentence follows, and that says no amount.
bool is_title(std::string_view own_text) {
    if (says_an_amount(own_text)) {
        return false;
    }
    std::size_t sentences = 0;
    for (const std::string_view mark : {std::string_view("。"), std::string_view("；"), std::string_view(";")}) {
        for (std::size_t at = own_text.find(mark); at != std::string_view::npos; at = own_text.find(mark, at + 1)) {
            ++sentences;
        }
    }
    const std::size_t first = own_text.find('\n');
    const bool one_line = own_text.find_first_not_of(" \t\r\n", std::min(first, own_text.size())) == std::string_view::npos;
    return one_line && sentences <= 1;
}

/// Splits a quote where words were left out.
std::vector<std::string_view> quoted_parts(std::string_view folded) {
    std::vector<std::string_view> parts;
    while (!folded.empty()) {
        std::size_t cut = folded.size();
        std::size_t skip = 0;
        for (const std::string_view mark : {std::string_view("…"), std::string_view("...")}) {
            const std::size_t found = folded.find(mark);
            if (found < cut) {
                cut = found;
                skip = mark.size();
            }
        }
        if (cut != 0) {
            parts.push_back(folded.substr(0, cut));
        }
        folded.remove_prefix(cut + skip);
    }
    return parts;
}

}  // namespace

DocumentText::DocumentText(const Sources& sources, SourceId source)
    : source_(source), folded_(compared_text(sources[source].text())) {
    find_clauses(sources[source]);
}

void DocumentText::find_clauses(const Source& source) {
    std::vector<Numbered> lines = numbered_lines(source);
    label_clauses(lines);
    std::unordered_set<std::string> seen;
    std::vector<std::vector<std::string>> paths;
    for (std::size_t at = 0; at < lines.size(); ++at) {
        const Numbered& line = lines[at];
        const auto begin = static_cast<std::uint32_t>(source.line_start(line.line));
        std::size_t next = at + 1;
        while (next < lines.size() && lines[next].head.rank > line.head.rank) {
            ++next;
        }
        const auto start = [&](std::size_t which) {
            return which < lines.size() ? source.line_start(lines[which].line) : source.text().size();
        };
        const bool has_parts = next != at + 1;
        const std::string_view own = source.text().substr(begin, start(at + 1) - begin);
        const auto heading_end = static_cast<std::uint32_t>(begin + source.line(line.line).size());
        if (seen.insert(line.label).second) {
            clauses_.push_back({.label = line.label,
                                .heading = {source_, begin, heading_end},
                                .begin = begin,
                                .end = static_cast<std::uint32_t>(start(next)),
                                .heading_only = has_parts && is_title(own)});
            paths.push_back(path_of(lines, at));
        } else if (clauses_.back().label == line.label) {
            // named once more with nothing between, as an annex is at the end of a letter and on its own page
            clauses_.back().end = static_cast<std::uint32_t>(start(next));
        }
    }
    add_short_labels(paths);
}

void DocumentText::add_short_labels(const std::vector<std::vector<std::string>>& paths) {
    std::set<std::string> taken;
    for (std::size_t clause = 0; clause < paths.size(); ++clause) {
        std::string end;
        for (std::size_t i = paths[clause].size(); i-- > 1;) {
            end = joined_label(paths[clause][i], end);
            if (!taken.insert(end).second) {
                short_labels_.erase(end);
            } else if (this->clause(end) == nullptr) {
                short_labels_.emplace(end, clause);
            }
        }
    }
}

const TextClause* DocumentText::clause(std::string_view label) const noexcept {
    const auto found =
        std::find_if(clauses_.begin(), clauses_.end(), [&](const TextClause& one) { return one.label == label; });
    return found == clauses_.end() ? nullptr : &*found;
}

/// Gives the innermost clause and how much of the label names it.
std::pair<const TextClause*, std::size_t> DocumentText::innermost(std::string_view label) const noexcept {
    std::pair<const TextClause*, std::size_t> best{nullptr, 0};
    for (const TextClause& one : clauses_) {
        if (lies_in(label, one.label) && one.label.size() > best.second) {
            best = {&one, one.label.size()};
        }
    }
    for (const auto& [end, at] : short_labels_) {
        if (lies_in(label, end) && end.size() > best.second) {
            best = {&clauses_[at], end.size()};
        }
    }
    return best;
}

const TextClause* DocumentText::enclosing(std::string_view label) const noexcept { return innermost(label).first; }

std::string DocumentText::whole_label(std::string_view label) const {
    const auto [clause, named] = innermost(label);
    return clause == nullptr ? std::string(label) : clause->label + std::string(label.substr(named));
}

const TextClause* DocumentText::at(std::uint32_t offset) const noexcept {
    const TextClause* best = nullptr;
    for (const TextClause& one : clauses_) {
        if (one.begin <= offset && offset < one.end && (best == nullptr || one.end - one.begin <= best->end - best->begin)) {
            best = &one;
        }
    }
    return best;
}

std::optional<Span> DocumentText::find(std::string_view quote, const TextClause* within) const {
    const std::string folded = compared_text(quote).text;
    const auto offset_of = [&](std::uint32_t original) {
        return static_cast<std::size_t>(
            std::lower_bound(folded_.origin.begin(), folded_.origin.end(), original) - folded_.origin.begin());
    };
    std::size_t from = within == nullptr ? 0 : offset_of(within->begin);
    const std::size_t end = within == nullptr ? folded_.text.size() : offset_of(within->end);
    std::optional<Span> span;
    for (const std::string_view part : quoted_parts(folded)) {
        const std::size_t found = folded_.text.find(part, from);
        if (found == std::string::npos || found + part.size() > end) {
            return std::nullopt;
        }
        from = found + part.size();
        const std::uint32_t last = from < folded_.origin.size() ? folded_.origin[from] : folded_.origin[from - 1] + 1;
        span = Span{source_, span ? span->begin : folded_.origin[found], last};
    }
    return span;
}

}  // namespace huiqi
