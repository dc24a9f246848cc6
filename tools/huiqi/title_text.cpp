#include "tools/huiqi/title_text.h"

namespace huiqi {
namespace {

[[nodiscard]] std::string first_of(const Bilingual& title, const std::string& id, Language language) {
    const std::string& other = title.in(language == Language::zh ? Language::en : Language::zh);
    return !title.in(language).empty() ? title.in(language) : !other.empty() ? other : id;
}

}  // namespace

std::string title_or_id(const Incentive& incentive, Language language) {
    return first_of(incentive.title, incentive.id, language);
}

std::string title_or_id(const Bundle& bundle, Language language) {
    return first_of(bundle.title, bundle.id, language);
}

}  // namespace huiqi
