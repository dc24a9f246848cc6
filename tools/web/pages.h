#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tools/huiqi/interview.h"
#include "tools/web/http_server.h"

namespace huiqi {

/// Gives the page for people that a request asks for; nothing where there is none. Every step is a form, so
/// that it works without scripts; answers travel in the forms' bodies.
[[nodiscard]] std::optional<HttpResponse> page_of(const HttpRequest& request, Interview& interview);
/// Whether a path is one of a page.
[[nodiscard]] bool is_page(std::string_view path);
/// Says to a person that there is nothing at a path.
[[nodiscard]] HttpResponse page_not_found(const HttpRequest& request);

}  // namespace huiqi
