#include "tools/huiqi/yuan_column.h"

#include <utility>

#include "engine/data/unit.h"

namespace huiqi {

FieldSchema yuan_column(std::string name) {
    FieldSchema field;
    field.name = std::move(name);
    field.type = Type::number(Unit::of("CNY"));
    field.kind = ColumnKind::int64;
    field.entry.unit = Unit::of("CNY");
    field.decimals = 2;
    field.step = Rational(1) / 100;
    field.most = Rational(1'000'000'000'000'000);
    return field;
}

}  // namespace huiqi
