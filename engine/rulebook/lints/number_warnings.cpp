#include "engine/rulebook/lints/number_warnings.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/numeric/decimal_text.h"
#include "engine/rulebook/changes/rule_parts.h"
#include "engine/rulebook/constant.h"
#include "engine/rulebook/lints/quoted_numbers.h"
#include "engine/rulebook/loaders/citations_loader.h"

namespace huiqi {
namespace {

/// The numbers that the sources of a file mention; each quote is read once.
class Quotes {
public:
    explicit Quotes(const std::vector<Citation>& citations) : citations_(citations) {}

    /// Gives what the quote behind a source mentions; nothing when it has none.
    [[nodiscard]] const QuotedNumbers* of(const std::string& source) {
        const auto [found, fresh] = known_.try_emplace(source);
        if (fresh) {
            const Citation* at = find_citation(citations_, source);
            for (int steps = 0; at != nullptr && at->quote.empty() && steps < 16; ++steps) {
                at = at->part_of.empty() ? nullptr : find_citation(citations_, at->part_of);
            }
            if (at != nullptr && !at->quote.empty()) {
                found->second.emplace(at->quote);
            }
        }
        return found->second ? &*found->second : nullptr;
    }

private:
    const std::vector<Citation>& citations_;
    std::map<std::string, std::optional<QuotedNumbers>> known_;
};

/// Joins numbers for a message, so many as one can read.
std::string joined(const std::vector<std::string>& texts, bool chinese) {
    constexpr std::size_t kShown = 6;
    std::string all;
    for (std::size_t i = 0; i < std::min(kShown, texts.size()); ++i) {
        all += (i == 0 ? "" : chinese ? "、" : ", ") + texts[i];
    }
    return texts.size() > kShown ? all + (chinese ? "……" : " …") : all;
}

bool mentions(const QuotedNumbers& quote, const Value& value, const Type& type) {
    if (!value.known()) {
        return true;
    }
    if (type.is(TypeKind::date)) {
        return quote.has(value.date());
    }
    if (type.is(TypeKind::list)) {
        for (const Value& element : value.elements()) {
            if (!mentions(quote, element, type.element())) {
                return false;
            }
        }
        return true;
    }
    return !type.is(TypeKind::number) || value.number() == 0 || value.number() == 1 ||
           quote.has(value.number(), type.unit());
}

void warn(Span place, const std::string& source, const std::vector<std::string>& numbers, Diagnostics& diagnostics) {
    diagnostics.warning("W505", place,
                        {fmt::format("依据“{}”的原文里没有 {}", excerpt(source), joined(numbers, true)),
                         fmt::format("the quote of the source `{}` does not mention {}", excerpt(source), joined(numbers, false))},
                        {"写上“解释: …”，说明怎样从原文得出它；或者换一个依据",
                         "add `interpretation: …` and say how it follows from the quote, or cite another source"});
}

/// Warns of the bounds of a band that are not in the quote: 5%左右 read as 4% to 6%.
void warn_of_band(const Parameter& parameter, const QuotedNumbers& quote, Diagnostics& diagnostics) {
    const Type type = parameter.type.without_optional();
    for (const AllowedRange& range : parameter.band) {
        for (const auto& bound : {range.low, range.high}) {
            const bool number = type.is(TypeKind::number);
            if (bound && number && *bound != 0 && *bound != 1 && !quote.has(*bound, type.unit())) {
                warn(parameter.band_span, parameter.provenance.source, {parameter.band_text}, diagnostics);
                return;
            }
        }
    }
}

/// Gives what the quotes of all sources of a part mention; nothing where one of them has no quote and may say anything.
std::vector<const QuotedNumbers*> cited_by(const RulePart& part, Quotes& quotes) {
    std::vector<const QuotedNumbers*> cited{quotes.of(part.provenance->source)};
    for (const std::string& name : part.provenance->also) {
        cited.push_back(quotes.of(name));
    }
    const bool open = std::find(cited.begin(), cited.end(), nullptr) != cited.end();
    return open ? std::vector<const QuotedNumbers*>{} : cited;
}

bool any_mentions(const std::vector<const QuotedNumbers*>& cited, const Value& value, const Type& type) {
    return std::any_of(cited.begin(), cited.end(), [&](const QuotedNumbers* quote) { return mentions(*quote, value, type); });
}

/// Tells whether a number lacks a per cent sign: it is bare, and the quotes have it as so many hundredths alone.
bool lacks_sign(const RulePart& part, const std::vector<const QuotedNumbers*>& cited, const WrittenNumber& number) {
    const bool bare = is_bare_number(number.text) && !part.points && number.type.is(TypeKind::number) && number.type.unit().plain() &&
                      number.value.known();
    return bare && !any_mentions(cited, number.value, number.type) &&
           any_mentions(cited, Value::of(Rational(number.value.number() / 100)), number.type);
}

/// Warns once of the numbers of a part that none of its sources mentions.
void warn_of_part(const RulePart& part, Quotes& quotes, Diagnostics& diagnostics) {
    const std::vector<const QuotedNumbers*> cited = cited_by(part, quotes);
    if (cited.empty()) {
        return;
    }
    std::vector<std::string> missing;
    Span first;
    for (const CheckedExpression* expression : part.expressions) {
        for (const WrittenNumber& number : written_numbers(*expression)) {
            // 提高5个百分点 mentions five hundredths, and the rule counts points.
            const bool points = part.points && is_bare_number(number.text) && number.value.known();
            const Value value = points ? Value::of(number.value.number() / 100) : number.value;
            const bool said = any_mentions(cited, value, number.type) || lacks_sign(part, cited, number);   // the latter is W541
            const std::string text = said ? std::string() : number.text;
            if (!said && std::find(missing.begin(), missing.end(), text) == missing.end()) {
                first = missing.empty() ? number.span : first;
                missing.push_back(text);
            }
        }
    }
    if (!missing.empty()) {
        warn(first, part.provenance->source, missing, diagnostics);
    }
}

/// Gives the days of a year that a basis of interest counts.
std::optional<int> days_of_basis(const Value& basis) {
    const std::string_view text = basis.known() ? std::string_view(basis.text()) : std::string_view();
    return text.ends_with("/360")   ? std::optional(360)
           : text.ends_with("/365") ? std::optional(365)
                                    : std::nullopt;
}

/// Warns where a quote counts the year with 360 days and the rule with 365, or the other way round.
void warn_of_basis(const RulePart& part, Quotes& quotes, Diagnostics& diagnostics) {
    const QuotedNumbers* quote = quotes.of(part.provenance->source);
    for (const CheckedExpression* expression : part.expressions) {
        for (const CoreNode& node : expression->nodes) {
            if (quote == nullptr || node.op != CoreOp::call || node.builtin != BuiltinId::year_fraction) {
                continue;
            }
            const CoreId last = node.children.back();
            const CoreNode& basis = (*expression)[last];
            const auto days = basis.op == CoreOp::constant && basis.type.is(TypeKind::text) ? days_of_basis(basis.constant)
                                                                                            : std::nullopt;
            const Unit day = Unit::of("day");
            if (days && !quote->has(Rational(*days), day) && quote->has(Rational(*days == 360 ? 365 : 360), day)) {
                warn(expression->span(last), part.provenance->source, {basis.constant.text()}, diagnostics);
            }
        }
    }
}

}  // namespace

void warn_of_readings(const std::vector<Parameter>& parameters, const std::vector<Citation>& citations, SourceId own,
                      Diagnostics& diagnostics) {
    Quotes quotes(citations);
    for (const Parameter& parameter : parameters) {
        if (!parameter.provenance.interpretation.empty()) {
            continue;
        }
        for (const Parameter::Version& version : parameter.versions) {
            const std::string& source = version.source.empty() ? parameter.provenance.source : version.source;
            const std::vector<std::string>& also = version.source.empty() ? parameter.provenance.also : version.also;
            const QuotedNumbers* quote = version.span.source == own ? quotes.of(source) : nullptr;
            const bool elsewhere = std::any_of(also.begin(), also.end(), [&](const std::string& name) {
                const QuotedNumbers* other = quotes.of(name);
                return other == nullptr || mentions(*other, version.value, parameter.type.without_optional());
            });
            if (quote != nullptr && !elsewhere && !mentions(*quote, version.value, parameter.type.without_optional())) {
                const Type type = parameter.type.without_optional();
                warn(version.span, source, {value_text(version.value, type, true, &parameter.entry)}, diagnostics);
            }
        }
        const QuotedNumbers* quote = parameter.declared.source == own ? quotes.of(parameter.provenance.source) : nullptr;
        if (quote != nullptr && parameter.provenance.also.empty()) {
            warn_of_band(parameter, *quote, diagnostics);
        }
    }
}

bool is_told_of_sign(Span place, const Diagnostics& diagnostics) {
    return std::any_of(diagnostics.all().begin(), diagnostics.all().end(),
                       [&](const Diagnostic& one) { return one.code == "W541" && one.span == place; });
}

bool has_quote(const Incentive& incentive, const Provenance& provenance) {
    Quotes quotes(incentive.citations);
    const auto quoted = [&](const std::string& name) { return quotes.of(name) != nullptr; };
    return quoted(provenance.source) || std::any_of(provenance.also.begin(), provenance.also.end(), quoted);
}

void warn_of_missing_signs(const Incentive& incentive, const std::vector<RulePart>& parts, Diagnostics& diagnostics) {
    Quotes quotes(incentive.citations);
    for (const RulePart& part : parts) {
        const bool own = part.declared.source == incentive.declared.source && part.provenance != nullptr;
        const std::vector<const QuotedNumbers*> cited =
            own && part.provenance->interpretation.empty() ? cited_by(part, quotes) : std::vector<const QuotedNumbers*>{};
        for (const CheckedExpression* expression : cited.empty() ? std::vector<const CheckedExpression*>{} : part.expressions) {
            for (const WrittenNumber& number : written_numbers(*expression)) {
                if (!lacks_sign(part, cited, number) || is_told_of_sign(number.span, diagnostics)) {
                    continue;
                }
                const std::string all = decimal_text(number.value.number() * 100);
                diagnostics.warning("W541", number.span,
                                    {fmt::format("原文里是{}%，这里的 {} 没有写百分号，是{}%", number.text, number.text, all),
                                     fmt::format("the quote has {}%, and {} without the sign is {}%", number.text, number.text, all)},
                                    {fmt::format("写 {}%；确实不是百分之几，写上“解释: …”说明它从哪里来", number.text),
                                     fmt::format("write {}%; where no hundredths are meant, say with `interpretation: …` where it comes from",
                                                 number.text)});
            }
        }
    }
}

void report_readings(const Incentive& incentive, Diagnostics& diagnostics) {
    const SourceId own = incentive.declared.source;
    Quotes quotes(incentive.citations);
    for (const RulePart& part : rule_parts(incentive)) {
        if (part.declared.source == own && part.provenance != nullptr && part.provenance->interpretation.empty()) {
            warn_of_part(part, quotes, diagnostics);
            warn_of_basis(part, quotes, diagnostics);
        }
    }
}

void report_uncited_numbers(const Incentive& incentive, Diagnostics& diagnostics) {
    const auto report = [&](Span place, const Bilingual& what) {
        diagnostics.warning("W522", place,
                            {fmt::format("{}里的数没有依据", what.zh), fmt::format("a number of {} has no source", what.en)},
                            {"加上“依据: …”；不是出自文件的，写“解释: …”说明为什么",
                             "add `source: …`; where it comes from no document, say why with `interpretation: …`"});
    };
    const SourceId own = incentive.declared.source;
    const auto uncited = [](const Provenance& one) { return one.source.empty() && one.interpretation.empty(); };
    if (incentive.effective && incentive.effective->declared.source == own &&
        (incentive.effective->from || incentive.effective->to) && uncited(incentive.effective->provenance)) {
        report(incentive.effective->declared, {"施行", "`effective`"});
    }
    constexpr int kCent = 100;
    for (const RulePart& part : rule_parts(incentive)) {
        if (part.declared.source != own || part.provenance == nullptr || !uncited(*part.provenance)) {
            continue;
        }
        for (const CheckedExpression* expression : part.expressions) {
            const std::vector<WrittenNumber> numbers = written_numbers(*expression);
            if (!numbers.empty()) {
                report(numbers.front().span, part.what);
                break;
            }
        }
        if (part.step && *part.step * kCent != 1) {
            report(part.declared, part.what);
        }
    }
}

}  // namespace huiqi
