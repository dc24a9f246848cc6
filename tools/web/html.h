#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/diagnostic/diagnostic.h"
#include "engine/numeric/grouped_text.h"

namespace huiqi {

/// Gives a text as it may stand in an element or a quoted attribute.
[[nodiscard]] std::string html(std::string_view text);
/// Gives a text as it may stand in a path or a query.
[[nodiscard]] std::string url_part(std::string_view text);
/// Gives the fields of a form, in order (`application/x-www-form-urlencoded`).
[[nodiscard]] std::vector<std::pair<std::string, std::string>> form_fields(std::string_view body);

/// How a page is shown.
struct PageStyle {
    Language language = Language::zh;
    bool large = false;       ///< 长者模式: large type
    bool standalone = false;  ///< a file of its own, without forms
    bool browser = false;     ///< a page of the rules browser: wide, with search
    std::string folder = "/assets/";   ///< where style sheet, pictures and scripts lie, as seen from the page

    [[nodiscard]] bool chinese() const noexcept { return language == Language::zh; }
    /// The sentence in the page's language.
    [[nodiscard]] std::string say(std::string_view zh, std::string_view en) const {
        return std::string(chinese() ? zh : en);
    }
};

/// Gives a text as it may stand in an element; what is in another language than the page is marked with `lang`: words of Latin
/// letters on Chinese pages, Chinese on English ones.
[[nodiscard]] std::string worded(const PageStyle& style, std::string_view text);
/// The attribute `lang` for an element that can hold no others, when its text is in another language; else nothing.
[[nodiscard]] std::string lang_of(const PageStyle& style, std::string_view text);

/// Gives an expression of a rule as a page shows it: amounts grouped, and units in the words of the page: `start + 2 years`.
[[nodiscard]] std::string expression_words(const PageStyle& style, std::string_view text);

/// Puts a page around its main part. `extra` stands in the head bar (buttons for language and type).
[[nodiscard]] std::string whole_page(const PageStyle& style, const std::string& title, const std::string& bar,
                                     const std::string& main);

}  // namespace huiqi
