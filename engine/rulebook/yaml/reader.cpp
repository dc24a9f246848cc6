#include <algorithm>
#include <array>
#include <cstddef>
#include <istream>
#include <optional>
#include <streambuf>
#include <string>
#include <utility>

#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "engine/rulebook/yaml/builder.h"
#include "engine/rulebook/yaml/document.h"
#include "engine/rulebook/yaml/fault.h"
#include "engine/rulebook/yaml/full_width.h"
#include "engine/rulebook/yaml/hidden.h"
#include "engine/rulebook/yaml/library.h"
#include "engine/rulebook/yaml/lines.h"
#include "engine/rulebook/yaml/prescan.h"
#include "engine/rulebook/yaml/quick.h"
#include "engine/rulebook/yaml/report.h"

namespace huiqi {
namespace {

/// Reading begins anew after a fault has been mended or masked; a file this often wrong, or long and wrong,
/// is read no further.
constexpr std::size_t kMostReadings = 30;
constexpr std::size_t kMostBytesRead = 8U << 20U;

/// The library looks this far ahead of the last event at most: the length of a key and a buffer.
constexpr std::size_t kLookAhead = 8192;

/// Thrown by the stream when a single value has taken more bytes than any may.
struct YamlTooLong {};

/// Gives the text to the library piece by piece, and no more once a value has grown too long.
class BoundedBuffer : public std::streambuf {
public:
    BoundedBuffer(std::string& text, const YamlBuilder& builder, std::size_t longest)
        : builder_(builder), longest_(longest + kLookAhead) {
        setg(text.data(), text.data(), text.data() + text.size());
    }

protected:
    std::streamsize xsgetn(char* out, std::streamsize count) override {
        if (static_cast<std::size_t>(gptr() - eback()) > builder_.at() + longest_) {
            throw YamlTooLong{};
        }
        return std::streambuf::xsgetn(out, count);
    }

private:
    const YamlBuilder& builder_;
    std::size_t longest_;
};

/// Hands the events of the library over to the builder, which finds the places by itself.
class Events : public YAML::EventHandler {
public:
    explicit Events(YamlBuilder& builder) : builder_(builder) {}

    void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& /*mark*/, YAML::anchor_t /*anchor*/) override { builder_.null(); }
    void OnAlias(const YAML::Mark& /*mark*/, YAML::anchor_t /*anchor*/) override { builder_.alias(); }
    void OnScalar(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                  const std::string& value) override {
        builder_.scalar(value);
    }
    void OnSequenceStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                         YAML::EmitterStyle::value style) override {
        builder_.begin_collection(NodeKind::sequence, style == YAML::EmitterStyle::Flow);
    }
    void OnSequenceEnd() override { builder_.end_collection(); }
    void OnMapStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                    YAML::EmitterStyle::value style) override {
        builder_.begin_collection(NodeKind::mapping, style == YAML::EmitterStyle::Flow);
    }
    void OnMapEnd() override { builder_.end_collection(); }

private:
    YamlBuilder& builder_;
};

YamlFaultKind kind_of(const YAML::Exception& exception) {
    namespace Msg = YAML::ErrorMsg;
    using Kind = YamlFaultKind;
    const std::array<std::pair<std::string_view, Kind>, 17> kinds{{
        {Msg::MAP_VALUE, Kind::map_value},
        {Msg::MAP_KEY, Kind::map_value},
        {Msg::END_OF_MAP_FLOW, Kind::end_of_flow},
        {Msg::END_OF_SEQ_FLOW, Kind::end_of_flow},
        {Msg::END_OF_MAP, Kind::end_of_map},
        {Msg::END_OF_SEQ, Kind::end_of_map},
        {Msg::FLOW_END, Kind::flow_end},
        {Msg::BLOCK_ENTRY, Kind::block_entry},
        {Msg::CHAR_IN_BLOCK, Kind::block_header},
        {Msg::ZERO_INDENT_IN_BLOCK, Kind::block_header},
        {Msg::UNKNOWN_TOKEN, Kind::unknown_token},
        {Msg::EOF_IN_SCALAR, Kind::end_of_quotes},
        {Msg::DOC_IN_SCALAR, Kind::end_of_quotes},
        {Msg::INVALID_ESCAPE, Kind::escape},
        {Msg::INVALID_UNICODE, Kind::escape},
        {Msg::INVALID_HEX, Kind::escape},
        {Msg::UNKNOWN_ANCHOR, Kind::alias},
    }};
    // Some messages end with the character they are about.
    const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const auto& one) {
        return std::string_view(exception.msg).starts_with(one.first);
    });
    return found == kinds.end() ? Kind::other : found->second;
}

/// Reads a file until nothing new is found in it.
class Reading {
public:
    Reading(std::string_view source, SourceId id, const YamlLimits& limits, YamlInput input)
        : source_(source),
          id_(id),
          limits_(limits),
          input_(std::move(input)),
          report_(source, id, limits, syntax_) {}

    Document run(Diagnostics& diagnostics) {
        const std::size_t readings =
            std::clamp<std::size_t>(kMostBytesRead / (source_.size() + 1), 1, kMostReadings);
        Diagnostics structure;
        Document document;
        bool again = true;
        for (std::size_t count = 0; again; ++count) {
            structure = {};
            YamlBuilder builder(input_.text, source_, id_, limits_, masks_, structure);
            again = read_once(builder, count + 1 < readings);
            document = builder.finish();
        }
        document.whole = whole_;
        diagnostics.append(std::move(syntax_));
        diagnostics.append(std::move(structure));
        return document;
    }

private:
    /// Reads once. Tells whether a fault has been mended, so that reading again finds more.
    bool read_once(YamlBuilder& builder, bool may_repeat) {
        const std::size_t mark_base = source_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
        BoundedBuffer buffer(input_.text, builder, limits_.scalar_bytes);
        std::istream stream(&buffer);
        bool mended = false;
        whole_ = false;
        try {
            Events events(builder);
            YAML::Parser parser(stream);
            if (parser.HandleNextDocument(events)) {
                builder.end_document();
            }
            whole_ = true;
            mended = mend(builder.full_width());
        } catch (const YAML::DeepRecursion&) {
            // The builder's own bound is lower; this one guards against a library built with another.
            report_stop([&] { report_.too_deep(builder.at()); });
        } catch (const YAML::Exception& exception) {
            const std::size_t at = mark_base + static_cast<std::size_t>(std::max(exception.mark.pos, 0));
            mended = explain(builder, {.kind = kind_of(exception), .at = at});
        } catch (const YamlFault& fault) {
            mended = explain(builder, fault);
        } catch (const YamlTooLong&) {
            report_stop([&] { report_.too_long(builder.progress().next); });
        } catch (const YamlStop&) {
            mended = mend(builder.full_width());
        }
        return mended && may_repeat;
    }

    template <typename Say>
    static void report_stop(Say say) {
        try {
            say();
        } catch (const YamlStop&) {}
    }

    /// Reports full-width signs and puts ASCII ones in their places.
    bool mend(const std::vector<std::size_t>& places) {
        bool mended = false;
        for (const std::size_t at : places) {
            if (const auto sign = full_width_at(input_.text, at)) {
                mended = mend(*sign) || mended;
            }
        }
        return mended;
    }

    bool mend(const FullWidthSign& sign) {
        report_stop([&] { report_full_width(report_, input_.text, sign); });
        return mend_full_width(input_.text, sign);
    }

    bool explain(YamlBuilder& builder, const YamlFault& fault) {
        const YamlProgress progress = builder.progress();
        bool mended = mend(builder.full_width());
        if (const auto hidden = hidden_behind(fault, progress)) {
            report_stop([&] { report_.hidden_by_comment(hidden->value, hidden->sign); });
            // Read on as if the comment stood behind the bracket.
            const std::size_t length = hidden->value.end - hidden->sign;
            input_.text.replace(hidden->sign, length, std::string(length, ' '));
            return true;
        }
        if (fault.kind != YamlFaultKind::end_of_quotes && fault.kind != YamlFaultKind::escape) {
            const std::vector<FullWidthSign> signs = full_width_behind(fault, progress);
            for (const FullWidthSign& sign : signs) {
                mended = mend(sign) || mended;
            }
            if (!signs.empty()) {
                return mended;
            }
        }
        // Tabs have been reported, and with blanks in their place nothing about indentation can be said.
        if (mended || input_.tabs_in_indentation) {
            return mended;
        }
        std::optional<YamlMask> mask;
        report_stop([&] { mask = explain_fault(fault, progress, input_.text, report_); });
        return mask && cover(*mask);
    }

    /// Gives the comment that hides what closes the bracket in which the fault arose, or the one before it.
    [[nodiscard]] std::optional<HiddenRest> hidden_behind(const YamlFault& fault, const YamlProgress& progress) const {
        const bool quotes = fault.kind == YamlFaultKind::end_of_quotes || fault.kind == YamlFaultKind::escape;
        const bool bracket_next = progress.next < input_.text.size() &&
                                  (input_.text[progress.next] == '{' || input_.text[progress.next] == '[');
        const auto open = progress.open_bracket ? progress.open_bracket
                          : bracket_next        ? std::optional(progress.next)
                                                : std::nullopt;
        return quotes || !open ? std::nullopt : hidden_rest(input_.text, *open);
    }

    [[nodiscard]] std::vector<FullWidthSign> full_width_behind(const YamlFault& fault,
                                                               const YamlProgress& progress) const {
        const std::size_t from =
            progress.last_plain ? progress.last.begin : std::min(progress.last.end, fault.at);
        std::vector<FullWidthSign> signs = full_width_in_lines(input_.text, from, fault.at);
        if (signs.empty() && progress.open_bracket) {
            const auto sign = closing_bracket_of_line(input_.text, *progress.open_bracket);
            if (sign && sign->at < fault.at) {
                return {*sign};
            }
        }
        if (signs.empty()) {
            const std::size_t begin = progress.last_plain ? progress.last.begin : progress.next;
            const auto sign = full_width_in_flow(input_.text, {begin, fault.at});
            const bool opens = sign && sign->ascii != ',' && sign->at == progress.last.begin;
            if (sign && (progress.open_bracket || opens)) {
                signs.push_back(*sign);
            }
        }
        return signs;
    }

    /// Puts a letter and blanks where a value cannot be read.
    bool cover(const YamlMask& mask) {
        const bool known =
            std::any_of(masks_.begin(), masks_.end(), [&](const YamlMask& one) { return one.at == mask.at; });
        if (known) {
            return false;
        }
        input_.text.replace(mask.value.begin, mask.value.end - mask.value.begin,
                            std::string(mask.value.end - mask.value.begin, ' '));
        input_.text[mask.at] = mask.letter;
        masks_.push_back(mask);
        return true;
    }

    std::string_view source_;
    SourceId id_;
    const YamlLimits& limits_;
    YamlInput input_;
    std::vector<YamlMask> masks_;
    Diagnostics syntax_;
    YamlReport report_;
    bool whole_ = false;  ///< the last reading came to the end of the file
};

Document empty_document(SourceId source) {
    Document document{.source = source, .nodes = {}, .comments = {}, .whole = false};
    document.nodes.emplace_back().kind = NodeKind::mapping;
    document.nodes.back().span.source = source;
    return document;
}

}  // namespace

bool report_full_width_structure(const Sources& sources, const YamlNode& node, Diagnostics& diagnostics) {
    const std::string_view text = sources[node.span.source].text();
    const bool plain = node.kind == NodeKind::scalar && node.style == ScalarStyle::plain;
    auto sign = plain ? full_width_at(text, node.span.begin) : std::nullopt;
    if (!sign || (sign->ascii != '{' && sign->ascii != '[')) {
        sign = plain ? colon_after_word(text, node.span.begin) : std::nullopt;
    }
    if (!sign || sign->at >= node.span.end) {
        return false;
    }
    const YamlLimits limits{.faults = static_cast<std::size_t>(-1)};
    YamlReport report(text, node.span.source, limits, diagnostics);
    report_full_width(report, text, *sign);
    return true;
}

Document read_yaml_by_library(const Sources& sources, SourceId source, Diagnostics& diagnostics,
                              const YamlLimits& limits) {
    const std::string_view text = sources[source].text();
    Diagnostics found;
    YamlReport report(text, source, limits, found);
    Document document = empty_document(source);
    if (std::optional<YamlInput> input = prescan_yaml(text, limits, report)) {
        document = Reading(text, source, limits, std::move(*input)).run(found);
    }
    found.sort();
    diagnostics.append(std::move(found));
    return document;
}

std::optional<Document> read_yaml_quickly(const Sources& sources, SourceId source, const YamlLimits& limits) {
    const std::string_view text = sources[source].text();
    Diagnostics found;
    YamlReport report(text, source, limits, found);
    const std::optional<YamlInput> input = prescan_yaml(text, limits, report);
    if (!input || !found.all().empty()) {
        return std::nullopt;
    }
    const std::vector<YamlMask> none;
    YamlBuilder builder(input->text, text, source, limits, none, found);
    try {
        if (!read_quickly(input->text, builder)) {
            return std::nullopt;
        }
    } catch (const YamlStop&) {
        return std::nullopt;
    } catch (const YamlFault&) {
        return std::nullopt;
    }
    return found.all().empty() && builder.full_width().empty() ? std::optional(builder.finish())
                                                               : std::nullopt;
}

Document read_yaml(const Sources& sources, SourceId source, Diagnostics& diagnostics,
                   const YamlLimits& limits) {
    if (std::optional<Document> document = read_yaml_quickly(sources, source, limits)) {
        return std::move(*document);
    }
    return read_yaml_by_library(sources, source, diagnostics, limits);
}

}  // namespace huiqi
