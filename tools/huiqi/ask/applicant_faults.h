#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/data/datum.h"
#include "engine/data/schema.h"

namespace huiqi {

/// Says of a typed answer that cannot be read what its applicant can do, where the message speaks to authors of rules or to
/// whoever prepares files, or does not say why. `typed` is
/// what the applicant wrote, `text` what the readers of data were given; only the first is quoted.
void explain_to_applicant(const std::string& typed, const std::string& text, const FieldSchema& field, DatumFault& fault);

/// Names a field of an item, counted from 1, as people see it: 第 2 项的“付款额”. An item that is a plain value is named alone.
[[nodiscard]] Bilingual item_place(std::size_t number, const FieldSchema& part);

/// Names the place in a list at which an answer (`付款[2].付款额`, as messages have it) stands; empty for one that stands in none.
[[nodiscard]] Bilingual item_place(std::string_view answer, const Schema& schema);

}  // namespace huiqi
