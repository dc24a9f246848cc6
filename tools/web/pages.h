#pragma once

#include <optional>
#include <string>

#include "tools/huiqi/interview.h"
#include "tools/web/http_server.h"

namespace huiqi {

/// Gives the page for people that a request asks for; nothing where there is none. Every step is a form, so
/// that it works without scripts; answers travel in the forms' bodies.
[[nodiscard]] std::optional<HttpResponse> page_of(const HttpRequest& request, Interview& interview);

}  // namespace huiqi
