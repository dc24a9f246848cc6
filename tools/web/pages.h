#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "tools/huiqi/ask/interview.h"
#include "tools/web/http_server.h"
#include "tools/web/rule_site.h"

namespace huiqi {

/// Gives what the rules browser shows; made when it is asked for the first time, since all cases are run for it.
using SiteSource = std::function<const RuleSite&()>;

/// Gives the page for people that a request asks for; nothing where there is none. Every step is a form, so
/// that it works without scripts; answers travel in the forms' bodies.
[[nodiscard]] std::optional<HttpResponse> page_of(const HttpRequest& request, Interview& interview, const SiteSource& site);
/// Whether a path is one of a page.
[[nodiscard]] bool is_page(std::string_view path);
/// Says to a person that there is nothing at a path.
[[nodiscard]] HttpResponse page_not_found(const HttpRequest& request);

}  // namespace huiqi
