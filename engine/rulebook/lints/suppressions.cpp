#include "engine/rulebook/lints/suppressions.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/embedded_pages.h"
#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

[[nodiscard]] bool is_one_of(std::string_view code, std::initializer_list<std::string_view> codes) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

/// Tells whether a code is that of a warning about rules; what is said about suppressions is none that could be suppressed.
[[nodiscard]] bool can_be_suppressed(std::string_view code) {
    const auto pages = embedded_pages();
    return code.starts_with("W5") && !is_one_of(code, {"W580", "W581", "W582"}) &&
           std::any_of(pages.begin(), pages.end(), [&](const EmbeddedPage& page) { return page.code == code; });
}

void refuse(LoadContext& context, Span place, Bilingual what, Bilingual help) {
    context.diagnostics.error("E368", place, std::move(what), std::move(help));
}

[[nodiscard]] bool read_code(LoadContext& context, const MappedText& text, Suppression& made) {
    made.code = text.text;
    if (can_be_suppressed(text.text)) {
        return true;
    }
    const std::string shown = excerpt(text.text);
    const Bilingual what = text.text.starts_with('E')
                               ? Bilingual{fmt::format("“{}”是错误，不能忽略", shown),
                                           fmt::format("`{}` is an error, which nothing suppresses", shown)}
                               : Bilingual{fmt::format("没有“{}”这个可以忽略的提醒", shown),
                                           fmt::format("there is no warning `{}` that could be suppressed", shown)};
    refuse(context, text.span(), what,
           {"写一个提醒的代码，例如 W571（huiqi help 列出全部）", "write the code of a warning, such as W571 (`huiqi help` lists them)"});
    return false;
}

[[nodiscard]] bool is_blank(std::string_view text) { return text.find_first_not_of(" \t") == std::string_view::npos; }

[[nodiscard]] bool read_reason(LoadContext& context, const Fields& keys, Suppression& made) {
    made.reason = keys.prose("reason");
    if (is_blank(made.reason.zh) || is_blank(made.reason.en)) {
        refuse(context, keys.value("reason"), {"没有写忽略的理由", "no reason is given"},
               {"写上为什么这样是对的，例如 文件第三条就是这样写的", "say why it is right as it stands: the clause that asks for it"});
        return false;
    }
    return true;
}

[[nodiscard]] bool read_day(LoadContext& context, const MappedText& text, Suppression& made) {
    const auto day = Date::parse(text.text);
    if (!day.has_value()) {
        refuse(context, text.span(), {fmt::format("“{}”不是日期", excerpt(text.text)), fmt::format("`{}` is no day", excerpt(text.text))},
               {"写上最后有效的一天，例如 2027-12-31", "write the last day on which it holds, such as 2027-12-31"});
        return false;
    }
    made.until = day.value();
    return true;
}

/// What looks at several files depends on which of them are checked together, and what only an audit asks for is not found
/// without it.
[[nodiscard]] bool was_looked_for(std::string_view code, Looked looked) {
    const bool by_audit = is_one_of(code, {"W505", "W520", "W521", "W522", "W523"});
    const bool by_folder = is_one_of(code, {"W501", "W510", "W524", "W525", "W527", "W548", "W560"});
    return looked == Looked::whole_folder || (!by_folder && (looked == Looked::with_audit || !by_audit));
}

/// Tells whether a warning stands where a suppression says: in its file, on a line with its words.
[[nodiscard]] bool holds_for(const Suppression& one, const Diagnostic& warning, const Sources& sources) {
    if (warning.severity != Severity::warning || warning.code != one.code || warning.span.source != one.declared.source) {
        return false;
    }
    if (one.at.empty()) {
        return true;
    }
    const std::string_view text = sources[warning.span.source].text();
    const std::size_t at = std::min<std::size_t>(warning.span.begin, text.size());
    const std::size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    return text.substr(begin, text.find('\n', at) - begin).find(one.at) != std::string_view::npos;
}

void add(Diagnostics& to, const Diagnostic& one) {
    Diagnostic& made = one.severity == Severity::error ? to.error(one.code, one.span, one.message, one.help)
                                                       : to.warning(one.code, one.span, one.message, one.help);
    made.related = one.related;
}

/// Behind so many years nobody who wrote a reason looks at it again: a day that far away is no day at all.
constexpr int kMostYears = 10;

[[nodiscard]] bool never_ends(const Suppression& one, Date today) { return one.until.days() - today.days() > kMostYears * 366; }

void warn_of_stale(const Suppression& one, Date today, bool used, Looked looked, Diagnostics& diagnostics) {
    if (one.until < today) {
        diagnostics.warning("W581", one.declared,
                            {fmt::format("忽略 {} 到 {} 为止，已经过期", one.code, one.until.text()),
                             fmt::format("{} was suppressed until {}, which is past", one.code, one.until.text())},
                            {"再看一遍：问题还在就改规则，或者写上新的到期日和理由；不在了就去掉",
                             "look again: mend the rule, or give a new day and the reason; leave it out where nothing is left"});
    } else if (never_ends(one, today)) {
        diagnostics.warning("W582", one.declared,
                            {fmt::format("忽略 {} 到 {} 为止，等于永远忽略", one.code, one.until.text()),
                             fmt::format("{} is suppressed until {}, which is for ever", one.code, one.until.text())},
                            {fmt::format("写 {} 年以内的一天，到时再看一遍", kMostYears), fmt::format("give a day within {} years, on which it is looked at again", kMostYears)});
    } else if (!used && !diagnostics.has_errors() && was_looked_for(one.code, looked)) {
        diagnostics.warning("W580", one.declared,
                            {fmt::format("没有 {} 可以忽略", one.code), fmt::format("there is no {} to suppress", one.code)},
                            {"问题已经不在了：去掉这一项；或者检查代码和位置", "nothing is left of it: leave it out, or look at its code and place"});
    }
}

}  // namespace

std::vector<Suppression> load_suppressions(LoadContext& context, const Fields& file) {
    std::vector<Suppression> all;
    for (const NodeId item : file.items("suppress")) {
        const Fields keys(context, item, Scope::suppression, short_span(context, item));
        const MappedText* code = keys.text("code");
        const MappedText* until = keys.text("until");
        if (code == nullptr || until == nullptr || !keys.has("reason")) {
            continue;   // what is missing was said
        }
        Suppression made;
        made.declared = code->span();
        made.at = keys.string("at");
        const bool sound = read_code(context, *code, made);
        const bool reasoned = read_reason(context, keys, made);
        const bool dated = read_day(context, *until, made);
        if (sound && reasoned && dated) {
            all.push_back(std::move(made));
        }
    }
    return all;
}

std::size_t apply_suppressions(const Rulebook& rulebook, Date today, Looked looked, Diagnostics& diagnostics) {
    if (rulebook.suppressions.empty()) {
        return 0;
    }
    std::vector<bool> used(rulebook.suppressions.size());
    std::size_t taken = 0;
    Diagnostics kept;
    for (const Diagnostic& one : diagnostics.all()) {
        bool suppressed = false;
        for (std::size_t at = 0; at < used.size(); ++at) {
            const Suppression& by = rulebook.suppressions[at];
            if (by.until >= today && holds_for(by, one, *rulebook.sources)) {
                used[at] = suppressed = true;
            }
        }
        if (suppressed) {
            ++taken;
        } else {
            add(kept, one);
        }
    }
    for (std::size_t at = 0; at < used.size(); ++at) {
        warn_of_stale(rulebook.suppressions[at], today, used[at], looked, kept);
    }
    diagnostics = std::move(kept);
    return taken;
}

}  // namespace huiqi
