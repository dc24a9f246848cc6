#include "engine/data/generated_batch.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

#include "engine/calendar/date.h"

namespace huiqi {
namespace {

/// Draws one batch.
class Drawing {
public:
    explicit Drawing(const GeneratedRows& how) : how_(how), state_(how.seed) {}

    void fill(Table& table, const std::vector<FieldSchema>& fields, std::size_t rows) {
        for (std::size_t at = 0; at < fields.size(); ++at) {
            fill_column(table.columns[at], fields[at], rows);
        }
        table.rows = rows;
    }

private:
    /// SplitMix64: the same numbers on every machine.
    [[nodiscard]] std::uint64_t random() noexcept {
        state_ += 0x9E37'79B9'7F4A'7C15U;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94D0'49BB'1331'11EBU;
        return mixed ^ (mixed >> 31U);
    }

    [[nodiscard]] std::int64_t number(const FieldSchema& field) {
        const Integer low = ceiling(Rational(field.least / field.step));
        const Integer high = floor(Rational(field.most / field.step));
        const std::int64_t least = fits_int64(low) ? to_int64(low) : 0;
        const std::int64_t most = fits_int64(high) ? to_int64(high) : 1'000'000'000'000;
        // as many of a thousand yuan as of ten thousand
        const std::uint64_t span = static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least);
        const auto sizes = static_cast<std::uint64_t>(std::bit_width(span));
        const std::uint64_t bits = span == 0 ? 0 : random() % sizes + 1;
        const std::uint64_t drawn = bits == 0 ? 0 : random() & (bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1);
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(least) + std::min(drawn, span));
    }

    [[nodiscard]] std::int32_t day(const FieldSchema& field) {
        std::int32_t low = how_.first_day.days();
        std::int32_t high = how_.last_day.days();
        if (!field.range.empty()) {
            const AllowedRange& range = field.range.front();
            low = range.low ? std::max(low, static_cast<std::int32_t>(to_int64(ceiling(*range.low)))) : low;
            high = range.high ? std::min(high, static_cast<std::int32_t>(to_int64(floor(*range.high)))) : high;
            if (high < low) {   // the range lies elsewhere
                low = range.low ? static_cast<std::int32_t>(to_int64(ceiling(*range.low))) : high;
                high = range.high ? static_cast<std::int32_t>(to_int64(floor(*range.high))) : low;
            }
        }
        return low + static_cast<std::int32_t>(random() % static_cast<std::uint64_t>(std::max(high - low, 0) + 1));
    }

    void fill_column(Column& column, const FieldSchema& field, std::size_t rows) {
        static constexpr std::array<std::string_view, 4> kTexts{"甲", "911825555B77Q81QXC", "a text", "b"};
        for (std::size_t row = 0; row < rows; ++row) {
            switch (field.kind) {
                case ColumnKind::boolean: column.booleans.push_back(static_cast<std::uint8_t>(random() % 2)); break;
                case ColumnKind::int64: column.int64s.push_back(number(field)); break;
                case ColumnKind::int128: column.int128s.push_back(number(field)); break;
                case ColumnKind::wide: column.wides.emplace_back(number(field)); break;
                case ColumnKind::date: column.int32s.push_back(day(field)); break;
                case ColumnKind::enumeration:
                    column.int32s.push_back(static_cast<std::int32_t>(random() % field.type.without_optional().values()->values.size()));
                    break;
                case ColumnKind::text: column.texts.push_back(kTexts[random() % kTexts.size()]); break;
                case ColumnKind::list: column.offsets.push_back(static_cast<std::uint32_t>((row + 1) * how_.list_length)); break;
                case ColumnKind::record: break;
            }
        }
        if (field.kind == ColumnKind::list || field.kind == ColumnKind::record) {
            fill(*column.child, field.fields, field.kind == ColumnKind::list ? rows * how_.list_length : rows);
        }
    }

    const GeneratedRows& how_;
    std::uint64_t state_;
};

}  // namespace

Batch generated_batch(const Schema& schema, const GeneratedRows& how) {
    Batch batch(schema);
    Drawing(how).fill(batch.root(), schema.fields, how.rows);
    return batch;
}

}  // namespace huiqi
