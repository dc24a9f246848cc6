#include "engine/rulebook/names.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/language/builtins.h"
#include "engine/language/parser.h"
#include "engine/rulebook/library.h"
#include "engine/rulebook/loaders/citations_loader.h"

namespace huiqi {
namespace {

/// How many checks may wait for one another. Only names that mention each other in a circle get here at all.
constexpr std::size_t kDeepest = 30;

constexpr std::array<std::pair<std::string_view, SymbolKind>, 4> kEffectiveNames{{
    {"施行起", SymbolKind::effective_from},
    {"effective_from", SymbolKind::effective_from},
    {"施行止", SymbolKind::effective_to},
    {"effective_to", SymbolKind::effective_to},
}};

/// Takes over a source of a library, with what it is part of; its name says from where. Gives that name.
std::string adopt_source(const Library& library, const std::string& name, Incentive& incentive) {
    const Citation* source = find_citation(library.citations, name);
    if (source == nullptr) {
        return {};
    }
    const std::string adopted = library.id + ":" + name;
    if (find_citation(incentive.citations, adopted) == nullptr) {
        Citation copy = *source;
        copy.name = adopted;
        const std::size_t at = incentive.citations.size();
        incentive.citations.push_back(std::move(copy));
        incentive.citations[at].part_of = adopt_source(library, source->part_of, incentive);
    }
    return adopted;
}

void adopt_all(const Library& library, std::string& source, std::vector<std::string>& also, Incentive& incentive) {
    source = adopt_source(library, source, incentive);
    for (std::string& name : also) {
        name = adopt_source(library, name, incentive);
    }
}

Parameter adopt(const Library& library, const Parameter& parameter, Incentive& incentive) {
    Parameter copy = parameter;
    adopt_all(library, copy.provenance.source, copy.provenance.also, incentive);
    for (Parameter::Version& version : copy.versions) {
        adopt_all(library, version.source, version.also, incentive);
    }
    return copy;
}

Input adopt(const Library& library, const Input& input, Incentive& incentive) {
    Input copy = input;
    adopt_all(library, copy.provenance.source, copy.provenance.also, incentive);
    return copy;
}

/// Says what is wrong with a name where that is not plain to see.
Bilingual why_no_name(std::string_view text, bool taken) {
    if (taken) {
        return {"：施行期的两天就叫这个", ": the days of `effective` are called so"};
    }
    for (const std::string_view word : {"以上", "以下", "以内"}) {
        if (text.size() > word.size() && text.ends_with(word)) {
            const std::string stem(text.substr(0, text.size() - word.size()));
            return {fmt::format("：“{}”是语言里表示范围的词，“{}”会读成“{} {}”；换一个不以它结尾的名字，例如“达到{}”", word, text, stem, word, stem),
                    fmt::format(": `{}` is a word of ranges, so that `{}` reads as `{} {}`; let it end otherwise", word, text, stem, word)};
        }
    }
    return {};
}

Symbol nothing_at(Span declared) {
    return {.kind = SymbolKind::definition, .index = 0, .type = Type::nothing(), .declared = declared};
}

}  // namespace

std::optional<std::string> read_name(LoadContext& context, const MappedText& key) {
    Diagnostics ignored;
    const SyntaxTree tree = parse_expression(key, context.parse, ignored);
    const SyntaxNode& root = tree[tree.root];
    const bool taken = std::any_of(kEffectiveNames.begin(), kEffectiveNames.end(),
                                   [&](const auto& row) { return row.first == root.name; });
    if (!ignored.has_errors() && root.kind == SyntaxKind::name && !taken) {
        return root.name;
    }
    const Bilingual why = why_no_name(key.text, taken);
    context.diagnostics.error("E328", key.span(),
                              {fmt::format("“{}”不能作名字{}", excerpt(key.text), why.zh),
                               fmt::format("`{}` cannot be a name{}", excerpt(key.text), why.en)},
                              {"名字由汉字、字母、数字和下划线组成，不以数字开头，不含空格，不是语言自己的词",
                               "a name is made of letters, digits and `_`, begins with no digit, has no blank and is no word of the language"});
    if (!key.text.empty()) {
        context.broken.push_back(key.text);
        context.parse.refused.push_back(key.text);
    }
    return std::nullopt;
}

std::optional<std::string> read_table_name(LoadContext& context, const MappedText& key) {
    std::optional<std::string> name = read_name(context, key);
    const Builtin* function = name ? find_builtin(*name) : nullptr;
    if (function != nullptr) {
        context.diagnostics.error(
            "E331", key.span(),
            {fmt::format("“{}”是函数的名字，对照表不能再叫它", *name),
             fmt::format("`{}` is the name of a function and cannot name a table", *name)},
            {fmt::format("换一个说得更清楚的名字；函数 {} {}", function->name, function->sentence_zh),
             fmt::format("choose a name that says more; the function `{}` {}", function->name, function->sentence_en)});
    }
    return name;
}

void add_mentions(const SyntaxTree& tree, std::vector<std::string>& mentions) {
    for (const SyntaxNode& node : tree.nodes) {
        if (node.kind == SyntaxKind::name || node.kind == SyntaxKind::call) {
            mentions.push_back(node.name);
        }
    }
}

RuleNames::RuleNames(Incentive& incentive, Enumerations enumerations, std::vector<const Library*> libraries,
                     Diagnostics& diagnostics)
    : incentive_(&incentive),
      enumerations_(std::move(enumerations)),
      libraries_(std::move(libraries)),
      diagnostics_(&diagnostics) {}

bool RuleNames::insert(const std::string& name, Entry entry) {
    const auto [found, fresh] = entries_.try_emplace(name, entry);
    if (!fresh) {
        auto& twice = diagnostics_->error(
            "E307", entry.symbol.declared,
            {fmt::format("“{}”已经有了", name), fmt::format("the name `{}` is taken", name)},
            {"换一个名字：申报、参数、计算和对照表的名字不能相同",
             "choose another name: inputs, parameters, definitions and tables share one space"});
        twice.related.push_back({found->second.symbol.declared, {"先在这里声明", "first declared here"}});
    }
    return fresh;
}

bool RuleNames::declare(const std::string& name, const Symbol& symbol) { return insert(name, {.symbol = symbol}); }

bool RuleNames::declare(Pending pending) {
    if (!insert(pending.name, {.symbol = nothing_at(pending.declared), .pending = jobs_.size()})) {
        return false;
    }
    jobs_.push_back({.pending = std::move(pending)});
    return true;
}

void RuleNames::put_off(Pending pending) {
    entries_.at(pending.name).pending = jobs_.size();
    jobs_.push_back({.pending = std::move(pending)});
}

void RuleNames::settle() {
    for (const std::size_t job : order()) {
        if (jobs_[job].progress == Progress::fresh) {
            run(job);
        }
    }
}

/// Gives an order in which every job comes after those it mentions, except in circles. Done without recursion: the
/// chain of definitions in a hostile file may be long.
std::vector<std::size_t> RuleNames::order() const {
    std::vector<std::size_t> order;
    std::vector<bool> seen(jobs_.size());
    std::vector<std::pair<std::size_t, std::size_t>> path;  // job, next mention to look at
    for (std::size_t first = 0; first < jobs_.size(); ++first) {
        if (!seen[first]) {
            seen[first] = true;
            path.emplace_back(first, 0);
        }
        while (!path.empty()) {
            auto& [job, next] = path.back();
            const std::vector<std::string>& mentions = jobs_[job].pending.mentions;
            if (next == mentions.size()) {
                order.push_back(job);
                path.pop_back();
                continue;
            }
            const auto found = entries_.find(mentions[next++]);
            const std::size_t other = found == entries_.end() ? kNone : found->second.pending;
            if (other != kNone && !seen[other]) {
                seen[other] = true;
                path.emplace_back(other, 0);
            }
        }
    }
    return order;
}

void RuleNames::run(std::size_t job) {
    jobs_[job].progress = Progress::running;
    running_.push_back(job);
    const Symbol symbol = jobs_[job].pending.check();
    running_.pop_back();
    jobs_[job].progress = Progress::done;
    jobs_[job].pending.check = nullptr;
    entries_.at(jobs_[job].pending.name).symbol = symbol;
}

void RuleNames::report_cycle(std::size_t job) {
    const auto first = std::find(running_.begin(), running_.end(), job);
    std::vector<std::size_t> circle(first == running_.end() ? running_.begin() : first, running_.end());
    // Told from the one that stands first in the file, however the checks came upon it.
    const auto place = [&](std::size_t at) { return jobs_[at].pending.declared.begin; };
    std::rotate(circle.begin(),
                std::min_element(circle.begin(), circle.end(),
                                 [&](std::size_t left, std::size_t right) { return place(left) < place(right); }),
                circle.end());
    circle.push_back(circle.front());
    std::string names;
    for (const std::size_t at : circle) {
        names += fmt::format("{}{}", names.empty() ? "" : " → ", jobs_[at].pending.name);
    }
    auto& cycle = diagnostics_->error("E305", jobs_[circle.front()].pending.declared,
                                      {fmt::format("循环定义：{}", names), fmt::format("a circular definition: {}", names)},
                                      {"让其中一项不再依赖后面的项", "let one of them not lean on the next"});
    for (std::size_t i = 0; i + 1 < circle.size(); ++i) {
        const Pending& here = jobs_[circle[i]].pending;
        const std::string& next = jobs_[circle[i + 1]].pending.name;
        cycle.related.push_back({here.declared,
                                 {fmt::format("“{}”用到“{}”", here.name, next),
                                  fmt::format("`{}` leans on `{}`", here.name, next)}});
    }
}

std::optional<Symbol> RuleNames::find(std::string_view name) {
    const auto found = entries_.find(name);
    if (found == entries_.end()) {
        const auto day = effective_day(name);
        return day ? day : find_in_libraries(name);
    }
    const std::size_t job = found->second.pending;
    if (job == kNone || jobs_[job].progress == Progress::done) {
        return found->second.symbol;
    }
    if (jobs_[job].progress == Progress::running || running_.size() > kDeepest) {
        report_cycle(job);
        return nothing_at(found->second.symbol.declared);
    }
    run(job);
    return entries_.find(name)->second.symbol;
}

std::optional<Span> RuleNames::declared(std::string_view name) const {
    const auto found = entries_.find(name);
    return found == entries_.end() ? std::nullopt : std::optional(found->second.symbol.declared);
}

std::optional<Symbol> RuleNames::effective_day(std::string_view name) const {
    if (!incentive_->effective) {
        return std::nullopt;
    }
    for (const auto& [word, kind] : kEffectiveNames) {
        const bool known = kind == SymbolKind::effective_from ? incentive_->effective->from.has_value()
                                                              : incentive_->effective->to.has_value();
        if (word == name && known) {
            return Symbol{.kind = kind, .index = 0, .type = Type::date(), .declared = incentive_->effective->declared};
        }
    }
    return std::nullopt;
}

std::optional<Symbol> RuleNames::find_in_libraries(std::string_view name) {
    for (const Library* library : libraries_) {
        Symbol symbol;
        if (const Parameter* parameter = library->parameter(name)) {
            symbol = {.kind = SymbolKind::parameter,
                      .index = static_cast<std::uint32_t>(incentive_->parameters.size()),
                      .type = parameter->type,
                      .declared = parameter->declared};
            incentive_->parameters.push_back(adopt(*library, *parameter, *incentive_));
        } else if (const Input* input = library->input(name)) {
            symbol = {.kind = SymbolKind::input,
                      .index = static_cast<std::uint32_t>(incentive_->inputs.size()),
                      .type = input->field.type,
                      .declared = input->declared};
            incentive_->inputs.push_back(adopt(*library, *input, *incentive_));
        } else {
            continue;
        }
        entries_.try_emplace(std::string(name), Entry{.symbol = symbol});
        return symbol;
    }
    return std::nullopt;
}

std::shared_ptr<const Enumeration> RuleNames::enumeration(std::string_view name) {
    return find_enumeration(enumerations_, name);
}

std::optional<Type> RuleNames::known_type(std::string_view name) const {
    const auto found = entries_.find(name);
    if (found != entries_.end()) {
        const std::size_t job = found->second.pending;
        return job == kNone || jobs_[job].progress == Progress::done ? std::optional(found->second.symbol.type) : std::nullopt;
    }
    for (const Library* library : libraries_) {
        if (const Parameter* parameter = library->parameter(name)) {
            return parameter->type;
        }
        if (const Input* input = library->input(name)) {
            return input->field.type;
        }
    }
    return std::nullopt;
}

std::vector<std::string_view> RuleNames::names() {
    // A near miss is looked for among all names; a file of nothing but unknown names gets no more after a while.
    constexpr std::size_t kEnough = 100;
    std::vector<std::string_view> all;
    if (++asked_ > kEnough) {
        return all;
    }
    all.reserve(entries_.size());
    for (const auto& [name, entry] : entries_) {
        all.push_back(name);
    }
    for (const Library* library : libraries_) {
        for (const Parameter& parameter : library->parameters) {
            all.push_back(parameter.name);
        }
        for (const Input& input : library->inputs) {
            all.push_back(input.field.name);
        }
    }
    std::sort(all.begin(), all.end());
    return all;
}

std::vector<RecordField> RuleNames::table_columns(std::uint32_t table) {
    std::vector<RecordField> columns;
    if (table >= incentive_->tables.size()) {
        return columns;
    }
    for (const DecisionTable::Column& column : incentive_->tables[table].columns) {
        if (!column.expression) {
            columns.push_back({column.name, column.type});
        }
    }
    return columns;
}

}  // namespace huiqi
