#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tools/huiqi/ask/interview.h"
#include "tools/web/http_server.h"
#include "tools/web/prepared_site.h"

namespace huiqi {

/// Gives the page for people that a request asks for; nothing where there is none. Every step is a form, so
/// that it works without scripts; answers travel in the forms' bodies. While there is no `site` yet, who asks for the rules browser is
/// told to come again.
[[nodiscard]] std::optional<HttpResponse> page_of(const HttpRequest& request, Interview& interview, const PreparedSite::Made* site);
/// Whether a path is one of a page.
[[nodiscard]] bool is_page(std::string_view path);
/// Says to a person that there is nothing at a path.
[[nodiscard]] HttpResponse page_not_found(const HttpRequest& request);

}  // namespace huiqi
