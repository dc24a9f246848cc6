#include "engine/author/completion.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "engine/author/cursor_place.h"
#include "engine/author/name_facts.h"
#include "engine/author/name_search.h"
#include "engine/author/text_roles.h"
#include "engine/data/unit_words.h"
#include "engine/diagnostic/text.h"
#include "engine/language/builtins.h"
#include "engine/language/characters.h"
#include "engine/numeric/rounding.h"
#include "engine/rulebook/key_nesting.h"

namespace huiqi {
namespace {

/// Gives where the word begins that ends at a byte.
[[nodiscard]] std::size_t word_begin(std::string_view text, std::size_t end) {
    std::size_t begin = end;
    while (begin > 0) {
        std::size_t at = begin - 1;
        while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) {
            --at;
        }
        std::size_t next = at;
        if (!is_name_part(next_code_point(text, next)) || next != begin) {
            break;
        }
        begin = at;
    }
    return begin;
}

/// Gathers what may stand at one place.
class Gatherer {
public:
    Gatherer(Workspace& workspace, const std::string& path, const std::string& text, std::size_t offset, Language language)
        : workspace_(workspace), search_(workspace), path_(path), text_(text), offset_(std::min(offset, text.size())), language_(language),
          cursor_(cursor_place(text, offset_)) {
        const RuleDocument* file = workspace.document(path);
        place_ = key_place(file == nullptr ? std::string_view() : file->outline.kind, cursor_.path);
        chinese_ = text_.find("种类") != std::string::npos || (text_.find("kind:") == std::string::npos && language == Language::zh);
    }

    [[nodiscard]] Proposals run() {
        out_.begin = cursor_.begin;
        out_.end = offset_;
        if (cursor_.key) {
            keys();
        } else {
            values();
        }
        return std::move(out_);
    }

private:
    void add(Proposal::Kind kind, std::string_view label, std::string detail = {}, std::string_view behind = {}) {
        if (seen_.emplace(label).second) {
            out_.all.push_back({.kind = kind, .label = std::string(label), .text = std::string(label) + std::string(behind), .detail = std::move(detail)});
        }
    }

    [[nodiscard]] std::string_view spelled(const Spelling& one) const { return chinese_ ? one.zh : one.en; }
    [[nodiscard]] std::string other(const Spelling& one) const { return std::string(chinese_ ? one.en : one.zh); }

    void keys() {
        const auto there = [&](std::string_view name) { return std::find(cursor_.siblings.begin(), cursor_.siblings.end(), name) != cursor_.siblings.end(); };
        for (const Scope scope : place_.mappings) {
            for (const Spelling& one : spellings(scope)) {
                if (!there(one.zh) && !there(one.en)) {
                    add(Proposal::Kind::key, spelled(one), other(one), ": ");
                }
            }
            if (scope == Scope::expectation) {
                names(NameKind::value, {"define", "also"}, Proposal::Kind::value, ": ");
            }
        }
        if (place_.key == "given" || place_.key == "bind") {
            names(NameKind::value, place_.key == "bind" ? std::vector<std::string_view>{"parameters"} : std::vector<std::string_view>{"inputs"},
                  Proposal::Kind::value, ": ");
            std::erase_if(out_.all, [&](const Proposal& one) { return there(one.label); });
        }
    }

    void values() {
        for (const Nesting& row : nestings()) {
            if (row.scope == place_.scope && row.en == place_.key && row.behind == Behind::word) {
                for (const Spelling& one : spellings(row.inner)) {
                    add(Proposal::Kind::word, spelled(one), other(one));
                }
            }
        }
        if (place_.key == "round") {
            roundings();
        }
        switch (text_role(place_.scope, place_.key, place_.below_name ? TextPlace::behind_name : TextPlace::behind)) {
            case TextRole::expression:
            case TextRole::cell:
            case TextRole::loop:
            case TextRole::sentence: expression(); break;
            case TextRole::value_name: names(NameKind::value, {}, Proposal::Kind::value); break;
            case TextRole::type_name: types(); break;
            case TextRole::source_name: names(NameKind::source, {}, Proposal::Kind::source); break;
            case TextRole::rule_name: rules(); break;
            case TextRole::condition_name: names(NameKind::condition, {}, Proposal::Kind::value); break;
            case TextRole::anomaly_name: names(NameKind::anomaly, {}, Proposal::Kind::value); break;
            case TextRole::part_name:
                names(NameKind::condition, {}, Proposal::Kind::value);
                names(NameKind::value, {}, Proposal::Kind::value);
                break;
            case TextRole::datum: data(); break;
            default: break;
        }
    }

    /// Proposes each mode with the two steps that nearly all documents name.
    void roundings() {
        for (const Rounding mode : kRoundings) {
            std::string english(name_en(mode));
            std::replace(english.begin(), english.end(), '_', ' ');
            english.insert(0, mode == Rounding::floor || mode == Rounding::ceiling ? "" : "round ");
            const std::string chinese(name_zh(mode));
            for (const auto& [zh, en] : {std::pair("到分", " to 0.01 yuan"), std::pair("到元", " to 1 yuan")}) {
                add(Proposal::Kind::word, chinese_ ? chinese + zh : english + en, chinese_ ? english + en : chinese + zh);
            }
        }
    }

    /// Proposes what the file sees of a kind, of those declared behind some keys if any are given.
    void names(NameKind kind, const std::vector<std::string_view>& behind, Proposal::Kind as, std::string_view tail = {}) {
        for (const RuleDocument* file : search_.visible(path_)) {
            for (const NamePlace& one : file->outline.names) {
                const bool wanted = one.declares && (one.kind == kind || (one.kind == NameKind::amount && kind == NameKind::value));
                if (wanted && (behind.empty() || std::find(behind.begin(), behind.end(), one.key) != behind.end())) {
                    add(as, one.name, one.kind == NameKind::value ? detail(one) : kind_in_words(one, language_), tail);
                }
            }
        }
    }

    [[nodiscard]] std::string detail(const NamePlace& place) {
        const std::string type = type_of_value(workspace_.view(path_), place.name, language_);
        return kind_in_words(place, language_) + (type.empty() ? "" : (language_ == Language::zh ? "：" : ": ") + type);
    }

    void expression() {
        out_.begin = word_begin(text_, offset_);
        const bool number = out_.begin > 0 && text_[out_.begin - 1] >= '0' && text_[out_.begin - 1] <= '9';
        std::size_t digits = out_.begin;   // of 5万 the word is 5万: a name may go on with a digit
        while (digits < offset_ && text_[digits] >= '0' && text_[digits] <= '9') {
            ++digits;
        }
        if (number || digits != out_.begin) {
            out_.begin = digits;
            for (const std::string_view scaled : {"万元", "亿元"}) {
                if (chinese_) {
                    add(Proposal::Kind::unit, scaled);
                }
            }
            for (const std::string_view unit : unit_spellings()) {
                add(Proposal::Kind::unit, unit);
            }
            return;
        }
        names(NameKind::value, {}, Proposal::Kind::value);
        names(NameKind::enum_value, {}, Proposal::Kind::enum_value);
        for (const Builtin& one : builtins()) {
            add(Proposal::Kind::function, function_name(one), std::string(one.signature), "(");
        }
    }

    /// A function by the spelling of the file, where it has one.
    [[nodiscard]] std::string_view function_name(const Builtin& one) const {
        for (const std::string_view alias : one.aliases) {
            if (chinese_ && static_cast<unsigned char>(alias.front()) >= 0x80U) {
                return alias;
            }
        }
        return one.name;
    }

    void types() {
        for (const Spelling& one : spellings(Scope::type_word)) {
            add(Proposal::Kind::word, spelled(one), other(one));
        }
        names(NameKind::type, {}, Proposal::Kind::type);
    }

    void rules() {
        const RuleDocument* own = workspace_.document(path_);
        for (const auto& [id, kind] : workspace_.rule_ids()) {
            const Spelling* word = find_spelling(Scope::kind_word, kind);
            const bool library = word != nullptr && word->en == "library";
            if ((own == nullptr || id != own->outline.id) && (place_.key != "uses" || library)) {
                add(Proposal::Kind::rule, id, kind);
            }
        }
    }

    void data() {
        for (const Scope words : {Scope::boolean_word, Scope::datum_word}) {
            for (const Spelling& one : spellings(words)) {
                add(Proposal::Kind::word, spelled(one), other(one));
            }
        }
        const std::string asked = cursor_.path.empty() ? std::string() : cursor_.path.back();
        for (const Incentive& incentive : workspace_.view(path_).rulebook.incentives) {
            for (const Input& input : incentive.inputs) {
                if (input.field.name == asked && input.field.type.is(TypeKind::enumeration)) {
                    for (const std::string& value : input.field.type.values()->values) {
                        add(Proposal::Kind::enum_value, value, input.field.type.values()->name);
                    }
                }
            }
        }
    }

    Workspace& workspace_;
    NameSearch search_;
    std::string path_;
    std::string_view text_;
    std::size_t offset_;
    Language language_;
    CursorPlace cursor_;
    KeyPlace place_;
    bool chinese_ = false;
    std::set<std::string, std::less<>> seen_;
    Proposals out_;
};

}  // namespace

Proposals proposals_at(Workspace& workspace, const std::string& path, const std::string& text, std::size_t offset, Language language) {
    return Gatherer(workspace, normal_path(path), text, offset, language).run();
}

}  // namespace huiqi
