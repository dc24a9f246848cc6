#include "engine/rulebook/loaders/citations_loader.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

void unknown_source(LoadContext& context, const MappedText& name, const std::vector<Citation>& citations) {
    if (!context.take_repeat()) {
        return;
    }
    std::vector<std::string_view> names;
    for (const Citation& citation : citations) {
        names.push_back(citation.name);
    }
    Bilingual help{"先在文件的“依据”里写上它", "add it to `sources` of the file first"};
    constexpr std::size_t kListed = 20;
    if (!names.empty() && names.size() <= kListed) {
        help.zh += fmt::format("；那里有：{}", fmt::join(names, "、"));
        help.en += fmt::format("; those there are {}", fmt::join(names, ", "));
    }
    if (const auto near = nearest(name.text, names)) {
        help = {fmt::format("是不是“{}”？", *near), fmt::format("did you mean `{}`?", *near)};
    }
    context.diagnostics.error("E317", name.span(),
                              {fmt::format("依据里没有“{}”", excerpt(name.text)),
                               fmt::format("there is no source `{}`", excerpt(name.text))},
                              std::move(help));
}

Citation read_citation(LoadContext& context, const YamlEntry& entry) {
    const Fields keys(context, entry.value, Scope::citation, entry.key.span());
    Citation citation;
    citation.name = entry.key.text;
    citation.document = keys.string("document");
    citation.number = keys.string("number");
    citation.issued = keys.string("issued");
    citation.clause = keys.string("clause");
    citation.quote = keys.string("quote");
    citation.url = keys.string("url");
    citation.part_of = keys.string("part_of");
    citation.text = keys.string("text");
    citation.declared = entry.key.span();
    citation.text_span = keys.value("text");
    citation.quote_span = keys.value("quote");
    citation.clause_span = keys.value("clause");
    return citation;
}

/// Nobody quotes a document more levels deep.
constexpr std::size_t kLongestChain = 16;

/// Tells whether `属于` goes on upwards for so long that it must be a circle.
bool leads_nowhere(const Citation& first, const std::vector<Citation>& citations) {
    const Citation* at = &first;
    for (std::size_t steps = 0; at != nullptr && !at->part_of.empty(); ++steps) {
        if (steps > kLongestChain) {
            return true;
        }
        at = find_citation(citations, at->part_of);
    }
    return false;
}

bool is_region_code(std::string_view text) {
    return text.size() == 6 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool check_region_code(LoadContext& context, const std::string& code, Span span) {
    if (is_region_code(code)) {
        return true;
    }
    context.diagnostics.error("E457", span,
                              {fmt::format("“{}”不是六位行政区划代码", excerpt(code)), fmt::format("`{}` is no region code of six digits", excerpt(code))},
                              {"写 GB/T 2260 的六位数字，例如 320000", "write the six digits of GB/T 2260, such as 320000"});
    return false;
}

void load_citations(LoadContext& context, const Fields& file, std::vector<Citation>& citations,
                    const std::vector<const Citation*>& inherited) {
    const std::vector<YamlEntry>& entries = file.entries("sources");
    const std::size_t first = citations.size();
    for (const YamlEntry& entry : entries) {
        citations.push_back(read_citation(context, entry));
    }
    for (const Citation* one : inherited) {
        if (find_citation(citations, one->name) == nullptr) {
            citations.push_back(*one);
        }
    }
    std::size_t at = first;
    for (const YamlEntry& entry : entries) {
        const Citation& citation = citations[at++];
        if (citation.part_of.empty()) {
            continue;
        }
        const Fields keys(context, entry.value, Scope::citation, entry.key.span());
        if (find_citation(citations, citation.part_of) == nullptr) {
            unknown_source(context, *keys.text("part_of"), citations);
        } else if (leads_nowhere(citation, citations)) {
            context.diagnostics.error("E317", keys.text("part_of")->span(),
                                      {"“属于”绕了一圈，没有指到文件", "`part_of` goes round in a circle"},
                                      {"让它指向一个写了“文件”的依据", "let it lead to a source with a `document`"});
        }
    }
}

Provenance read_provenance(LoadContext& context, const Fields& keys, const std::vector<Citation>& citations) {
    Provenance provenance;
    provenance.interpretation = keys.prose("interpretation");
    provenance.span = keys.owner();
    const auto node = keys.node("source");
    if (!node) {
        return provenance;
    }
    const bool several = context.node(*node).kind == NodeKind::sequence;
    const MappedText* one = several ? nullptr : read_scalar(context, *node);
    for (const MappedText* source : several ? read_texts(context, *node) : std::vector<const MappedText*>{one}) {
        if (source == nullptr) {
            continue;
        }
        if (provenance.source.empty()) {
            provenance.source = source->text;
            provenance.span = source->span();
        } else {
            provenance.also.push_back(source->text);
        }
        if (find_citation(citations, source->text) == nullptr) {
            unknown_source(context, *source, citations);
        }
    }
    return provenance;
}

const Citation* find_document(const std::vector<Citation>& citations, std::string_view name) noexcept {
    const Citation* at = find_citation(citations, name);
    for (std::size_t steps = 0; at != nullptr && !at->part_of.empty() && steps <= kLongestChain; ++steps) {
        at = find_citation(citations, at->part_of);
    }
    return at;
}

const Citation* find_citation(const std::vector<Citation>& citations, std::string_view name) noexcept {
    const auto found = std::find_if(citations.begin(), citations.end(),
                                    [&](const Citation& citation) { return citation.name == name; });
    return found == citations.end() ? nullptr : &*found;
}

std::string citation_text(const std::vector<Citation>& citations, std::string_view name) {
    std::string text;
    std::string clause;
    const Citation* at = find_citation(citations, name);
    for (std::size_t steps = 0; at != nullptr && steps <= kLongestChain; ++steps) {
        clause = clause.empty() ? at->clause : clause;
        if (!at->number.empty() || !at->document.empty()) {
            text = at->number.empty() ? at->document : at->number;
            break;
        }
        at = find_citation(citations, at->part_of);
    }
    return text.empty() || clause.empty() ? text + clause : text + " " + clause;
}

Region read_region(LoadContext& context, const Fields& file) {
    const auto node = file.node("region");
    if (!node) {
        return {};
    }
    if (context.node(*node).kind == NodeKind::mapping) {
        const Fields keys(context, *node, Scope::region, file.key("region"));
        const Region region{keys.string("name"), keys.string("code")};
        if (!region.code.empty()) {
            static_cast<void>(check_region_code(context, region.code, keys.value("code")));
        }
        return region;
    }
    const MappedText* text = read_scalar(context, *node);
    if (text == nullptr) {
        return {};
    }
    // a code stands at the end, with a blank before it or without: a digit too few or too many is no name
    const std::size_t name_end = text->text.find_last_not_of("0123456789") + 1;
    if (name_end == text->text.size()) {
        return {text->text, ""};
    }
    const std::string code = text->text.substr(name_end);
    static_cast<void>(check_region_code(context, code, text->span(name_end, text->text.size())));
    const std::string before = text->text.substr(0, name_end);
    const std::string name = before.substr(0, before.find_last_not_of(' ') + 1);
    return {name.empty() ? code : name, code};
}

}  // namespace huiqi
