#pragma once

#include <string>

#include "engine/data/datum.h"
#include "engine/data/schema.h"

namespace huiqi {

/// Says of a typed answer that cannot be read what its applicant can do, where the message speaks to authors of rules or to
/// whoever prepares files, or does not say why. `text` is what the readers of data were given.
void explain_to_applicant(const std::string& text, const FieldSchema& field, DatumFault& fault);

}  // namespace huiqi
