#include "engine/io/header_row.h"

#include <algorithm>

#include "engine/io/heading.h"

namespace huiqi {
namespace {

void add_names(const FieldSchema& field, const std::vector<std::string>& prefixes, std::vector<std::string>& names) {
    std::vector<std::string> own{field.name};
    own.insert(own.end(), field.aliases.begin(), field.aliases.end());
    std::vector<std::string> whole;
    for (const std::string& prefix : prefixes) {
        for (const std::string& name : own) {
            whole.push_back(prefix + "." + name);
        }
    }
    if (prefixes.empty()) {
        whole = own;
    }
    for (const std::string& name : whole) {
        names.push_back(folded_heading(name));
    }
    for (const FieldSchema& inner : field.fields) {
        // Fields of a list are columns of a table of their own, under their own names.
        add_names(inner, field.kind == ColumnKind::list ? std::vector<std::string>() : whole, names);
    }
}

}  // namespace

std::vector<std::string> heading_names(const Schema& schema, const ReadOptions& options) {
    std::vector<std::string> names;
    for (const FieldSchema& field : schema.fields) {
        add_names(field, {}, names);
    }
    for (const std::string_view key : kUsualKeys) {
        names.push_back(folded_heading(key));
    }
    for (const auto* more : {&options.pass_through, &options.used_elsewhere}) {
        for (const std::string& name : *more) {
            names.push_back(folded_heading(name));
        }
    }
    if (!options.key.empty()) {
        names.push_back(folded_heading(options.key));
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

std::size_t heading_score(std::span<const std::string> row, std::span<const std::string> names) {
    const auto known = [&](const std::string& name) {
        return !name.empty() && std::binary_search(names.begin(), names.end(), name);
    };
    return static_cast<std::size_t>(std::count_if(row.begin(), row.end(), [&](const std::string& cell) {
        return cell.size() < 1000 && (known(folded_heading(cell)) || known(heading_parts(cell).name));
    }));
}

std::size_t find_header(std::span<const std::vector<std::string>> rows, std::span<const std::string> names) {
    std::size_t best = 0;
    std::size_t most = rows.empty() ? 0 : 2 * heading_score(rows.front(), names);
    for (std::size_t row = 1; row < std::min(rows.size(), kHeaderRows); ++row) {
        // folding the cells of rows that are too short to win would be most of the work
        const std::size_t score = rows[row].size() > most ? heading_score(rows[row], names) : 0;
        if (score > most) {
            best = row;
            most = score;
        }
    }
    return best;
}

}  // namespace huiqi
