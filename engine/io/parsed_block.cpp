#include "engine/io/parsed_block.h"

#include <algorithm>

#include "engine/io/table_edit.h"

namespace huiqi {
namespace {

/// Keeps the marked elements.
template <class T>
void keep_marked(std::vector<T>& all, const std::vector<std::uint8_t>& keep) {
    std::size_t to = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (keep[i] != 0) {
            all[to++] = all[i];
        }
    }
    all.resize(to);
}

}  // namespace

void ParsedBlock::clear() {
    batch.clear();
    for (std::vector<std::string_view>& column : pass_through) {
        column.clear();
    }
    keys.clear();
    places.clear();
    rejected.clear();
    rows_read = 0;
    ignored_keys.clear();
    not_asked_keys.clear();
}

void ParsedBlock::reject(const RowPlace& place, std::vector<DataFault> faults, std::string_view number) {
    const std::size_t length = std::min<std::size_t>(place.end - place.begin, kMostRawBytes);
    rejected.push_back({.line = place.line,
                        .raw = std::string(block.text().substr(place.begin, length)),
                        .faults = std::move(faults),
                        .number = std::string(number)});
    ++rows_read;
}

void ParsedBlock::reject_good(std::vector<std::pair<std::size_t, DataFault>> faults) {
    if (faults.empty()) {
        return;
    }
    std::vector<std::uint8_t> keep(batch.rows(), 1);
    for (auto& [row, fault] : faults) {
        keep[row] = 0;
        reject(places[row], {std::move(fault)}, keys.empty() ? std::string_view() : keys[row]);
        --rows_read;  // it was counted as a good row
    }
    std::stable_sort(rejected.begin(), rejected.end(), [](const RejectedRow& left, const RejectedRow& right) {
        return left.line < right.line;
    });
    keep_rows(batch.root(), 0, keep);
    keep_marked(places, keep);
    if (!keys.empty()) {
        keep_marked(keys, keep);
    }
    for (std::vector<std::string_view>& column : pass_through) {
        keep_marked(column, keep);
    }
    set_rows(batch.root(), places.size());
}

}  // namespace huiqi
