#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/anomaly/shapes.h"
#include "engine/diagnostic/text.h"

namespace huiqi {

const KeyIndex& IndexCache::of(const RowSet& relation, const std::string& names, const std::vector<ColumnPath>& columns) {
    Kept* kept = nullptr;
    {
        const std::scoped_lock lock(mutex_);
        kept = &indexes_[&relation][names];
    }
    std::call_once(kept->made, [&] { kept->index = std::make_unique<KeyIndex>(relation, columns); });
    return *kept->index;
}

void IndexCache::forget(const RowSet& relation) {
    const std::scoped_lock lock(mutex_);
    indexes_.erase(&relation);
}

void ShapeContext::leave_out(Bilingual what, const RowSet& relation, const Rows& rows, const std::optional<ColumnPath>& otherwise,
                             bool whole) const {
    if (rows.empty()) {
        return;
    }
    auto named = application.empty() ? std::nullopt : find_path(relation, application);
    const bool applications = named && named->column->field.kind == ColumnKind::text;
    if (!applications) {
        named = otherwise;
    }
    NotEvaluated one{.view = view, .what = std::move(what), .count = rows.size(), .names = {}, .applications = applications, .whole = whole};
    for (std::size_t at = 0; named && named->column->field.kind == ColumnKind::text && at < rows.size(); ++at) {
        const std::uint32_t value = named->value_row(rows[at]);
        if (value != kNoRow && named->column->values->known(value)) {
            one.names.emplace_back(pool.text(named->column->values->codes[value]));
        }
    }
    std::sort(one.names.begin(), one.names.end());
    one.names.erase(std::unique(one.names.begin(), one.names.end()), one.names.end());
    skipped.push_back(std::move(one));
}

std::optional<ColumnPath> ShapeContext::path(const RowSet& relation, const PlacedName& name) const {
    auto found = find_path(relation, name.name);
    if (!found) {
        std::vector<std::string_view> names;
        for (const RelationColumn& column : relation.columns) {
            names.push_back(column.field.name);
        }
        Bilingual help{"写 列名，或者 连接名.列名", "write a column, or join.column"};
        if (const auto near = nearest(name.name, names)) {
            help = {fmt::format("是不是“{}”？", *near), fmt::format("did you mean `{}`?", *near)};
        }
        diagnostics.error("A101", name.span,
                          {fmt::format("“{}”没有列“{}”", relation.name, excerpt(name.name)),
                           fmt::format("`{}` has no column `{}`", relation.name, excerpt(name.name))},
                          std::move(help));
    }
    return found;
}

std::optional<ColumnPath> ShapeContext::path(const RowSet& relation, const PlacedName& name, ColumnKind kind) const {
    auto found = path(relation, name);
    if (found && found->column->field.kind != kind) {
        diagnostics.error("A106", name.span,
                          {fmt::format("列“{}”的类型不合用", excerpt(name.name)),
                           fmt::format("the column `{}` is of the wrong type here", excerpt(name.name))},
                          {"身份和编号要文本，窗口要日期，金额要数", "identities are texts, windows are dates, amounts are numbers"});
        return std::nullopt;
    }
    return found;
}

std::optional<ColumnPath> ShapeContext::wanted(const RowSet& relation, std::string_view column, ColumnKind kind,
                                               const PlacedName& owner) const {
    return path(relation, PlacedName{std::string(column), owner.span}, kind);
}

}  // namespace huiqi
