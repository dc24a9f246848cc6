#include "engine/rulebook/stored_texts.h"

#include <algorithm>
#include <optional>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/rulebook/loaders/citations_loader.h"
#include "engine/rulebook/rule_files.h"

namespace huiqi {
namespace {

namespace fs = std::filesystem;

/// No document that rules are made from is longer.
constexpr std::size_t kMostBytes = std::size_t{4} << 20U;

/// Tells whether a path, as written, stays below the folder that it starts from.
bool stays_below(const fs::path& path) {
    return path.is_relative() && path.string().find('\\') == std::string::npos &&
           std::none_of(path.begin(), path.end(), [](const fs::path& part) { return part == ".."; });
}

/// Gives the real path of a file in a folder; nothing when it is not there, or `outside` when a link leads out.
std::optional<fs::path> real_path(const fs::path& folder, const fs::path& file, bool& outside) {
    std::error_code error;
    const fs::path root = fs::canonical(folder.empty() ? fs::path(".") : folder, error);
    const fs::path real = error ? fs::path() : fs::canonical(root / file, error);
    if (error) {
        return std::nullopt;
    }
    outside = std::mismatch(root.begin(), root.end(), real.begin(), real.end()).first != root.end();
    return real;
}

/// The clause that a source names itself, or inherits on the way up to its document.
const Citation* with_clause(const std::vector<Citation>& citations, const Citation& first) {
    const Citation* at = &first;
    for (int steps = 0; at != nullptr && at->clause.empty() && steps <= 16; ++steps) {
        at = at->part_of.empty() ? nullptr : find_citation(citations, at->part_of);
    }
    return at;
}

Bilingual where_it_stands(const TextClause* clause) {
    return clause == nullptr ? Bilingual{"它在这里", "it stands here"}
                             : Bilingual{fmt::format("它在“{}”里", clause->label),
                                         fmt::format("it stands in clause `{}`", clause->label)};
}

}  // namespace

void StoredTexts::refuse(Span place, Bilingual message, Bilingual help) {
    diagnostics_.error("E458", place, std::move(message), std::move(help));
}

std::shared_ptr<const DocumentText> StoredTexts::read(const Citation& citation, const fs::path& folder) {
    const std::string shown = excerpt(citation.text, 80);
    bool outside = !stays_below(citation.text);
    const auto path = outside ? std::nullopt : real_path(folder, citation.text, outside);
    if (outside) {
        refuse(citation.text_span,
               {fmt::format("文本“{}”不在规则文件所在的文件夹里", shown),
                fmt::format("the text `{}` does not lie in the folder of the rule file", shown)},
               {"把文本放在规则文件旁边，或者它下面的文件夹，例如 documents/方案.txt",
                "put the text beside the rule file or below it, for instance documents/plan.txt"});
        return nullptr;
    }
    auto bytes = path ? read_rule_file(*path, kMostBytes) : std::nullopt;
    if (!bytes) {
        diagnostics_.error("E451", citation.text_span,
                           {fmt::format("读不了“{}”", shown), fmt::format("cannot read `{}`", shown)},
                           {"检查路径：从规则文件所在的文件夹算起", "check the path: it starts from the folder of the rule file"});
        return nullptr;
    }
    if (const auto known = texts_.find(path->string()); known != texts_.end()) {
        return known->second;
    }
    if (bytes->size() > kMostBytes || first_malformed(*bytes) || bytes->find('\0') != std::string::npos) {
        refuse(citation.text_span,
               {fmt::format("“{}”不是 UTF-8 文本，或者超过 4 MiB", shown),
                fmt::format("`{}` is no UTF-8 text, or larger than 4 MiB", shown)},
               {"存成 UTF-8 的纯文本；扫描件要先转成文字", "save it as plain UTF-8 text"});
        return nullptr;
    }
    const SourceId id = sources_.add((folder / citation.text).string(), std::move(*bytes));
    return texts_.emplace(path->string(), std::make_shared<const DocumentText>(sources_, id)).first->second;
}

void StoredTexts::attach(std::vector<Citation>& citations, SourceId own, const fs::path& rule_file) {
    for (Citation& citation : citations) {
        if (!citation.text.empty() && !citation.stored && citation.declared.source == own && !rule_file.empty()) {
            citation.stored = read(citation, rule_file.parent_path());
        }
    }
}

bool check_clause_number(const DocumentText& text, std::string_view clause, Span place, Diagnostics& diagnostics) {
    if (clause.empty() || text.clauses().empty() || text.enclosing(clause) != nullptr) {
        return true;
    }
    std::vector<std::string_view> labels;
    for (const TextClause& one : text.clauses()) {
        labels.push_back(one.label);
    }
    const auto near = nearest(clause, labels);
    auto& missing = diagnostics.warning(
        "W521", place,
        {fmt::format("文本里没有编号为“{}”的条款", excerpt(clause)),
         fmt::format("the text has no clause numbered `{}`", excerpt(clause))},
        near ? Bilingual{fmt::format("是不是“{}”？", *near), fmt::format("did you mean `{}`?", *near)}
             : Bilingual{"按文本里的编号写，例如 三(二)4、第五条(一)；没有编号的段落写在上一级编号后面，例如 二·1",
                         "write the numbers as the text has them, such as 三(二)4 or article 5(1); a paragraph without a "
                         "number goes behind the number above it, such as 二·1"});
    missing.related.push_back({text.clauses().front().heading, {"文本从这里开始编号", "the numbers of the text begin here"}});
    return false;
}

void check_quote(const DocumentText& text, std::string_view quote, Span quote_place, std::string_view clause,
                 Diagnostics& diagnostics) {
    const TextClause* within = clause.empty() ? nullptr : text.enclosing(clause);
    if (quote.empty() || text.find(quote, within)) {
        return;
    }
    const auto elsewhere = text.find(quote);
    if (!elsewhere) {
        auto& absent = diagnostics.warning("W508", quote_place,
                                           {fmt::format("文件的文本里没有这一句原文：“{}”", excerpt(quote)),
                                            fmt::format("the stored text does not have this quote: `{}`", excerpt(quote))},
                                           {"照抄原文；省略的地方写“……”；空白和全角半角不算",
                                            "copy it word for word; `…` stands for words left out; white space and width "
                                            "do not count"});
        if (within != nullptr) {
            absent.related.push_back({within->heading, {"条款在这里", "the clause is here"}});
        }
        return;
    }
    auto& moved = diagnostics.warning("W523", quote_place,
                                      {fmt::format("原文不在“{}”里", excerpt(clause)),
                                       fmt::format("the quote does not stand in clause `{}`", excerpt(clause))},
                                      {"改条款的编号，或者换一句原文", "mend the number of the clause, or the quote"});
    moved.related.push_back({*elsewhere, where_it_stands(text.at(elsewhere->begin))});
}

void check_quotes(const std::vector<Citation>& citations, SourceId own, Diagnostics& diagnostics) {
    for (const Citation& citation : citations) {
        const Citation* document = find_document(citations, citation.name);
        if (citation.declared.source != own || document == nullptr || !document->stored) {
            continue;
        }
        const DocumentText& text = *document->stored;
        const Citation* clause = with_clause(citations, citation);
        const std::string label = clause == nullptr ? std::string() : clause_label(clause->clause);
        const bool numbered = clause != &citation || check_clause_number(text, label, citation.clause_span, diagnostics);
        check_quote(text, citation.quote, citation.quote_span, numbered ? label : std::string(), diagnostics);
    }
}

}  // namespace huiqi
