#include "engine/rulebook/case_data.h"

#include <utility>

#include <fmt/format.h>

#include "engine/data/datum.h"
#include "engine/diagnostic/text.h"
#include "engine/rulebook/constant.h"

namespace huiqi {
namespace {

Value unknown_at(const std::string& path) { return Value::unknown({path}); }

bool is_unanswered(std::string_view text) {
    const Spelling& word = spelling(Scope::datum_word, "unanswered");
    return text == word.en || text == word.zh;
}

void report_fault(LoadContext& context, const MappedText& text, DatumFault fault) {
    if (context.take_repeat()) {
        context.diagnostics.error(fault.code, text.span(), std::move(fault.message), std::move(fault.help));
    }
}

Value read_scalar_datum(LoadContext& context, const MappedText& text, const FieldSchema& field,
                        const std::string& path) {
    if (is_unanswered(text.text)) {
        return unknown_at(path);
    }
    if (says_absent(text.text, field)) {
        if (auto fault = datum_fault(Value::absent(), field)) {
            report_fault(context, text, std::move(*fault));
            return unknown_at(path);
        }
        return Value::absent();
    }
    if (field.kind == ColumnKind::list || field.kind == ColumnKind::record) {
        context.diagnostics.error("E452", text.span(),
                                  {"这里要写列表 [{…}, …] 或记录 {…}", "a list [{…}, …] or a record {…} is wanted here"},
                                  {"逐项写出来", "write it item by item"});
        return unknown_at(path);
    }
    DatumResult datum = read_datum(text.text, field);
    if (datum.fault) {
        report_fault(context, text, std::move(*datum.fault));
        return unknown_at(path);
    }
    return std::move(*datum.value);
}

Value read_record(LoadContext& context, NodeId node, const std::vector<FieldSchema>& fields, const std::string& path) {
    Value::List values;
    values.reserve(fields.size());
    for (const FieldSchema& field : fields) {
        values.push_back(unknown_at(path + "." + field.name));
    }
    for (const YamlEntry& entry : read_entries(context, node)) {
        bool found = false;
        for (std::size_t i = 0; i < fields.size() && !found; ++i) {
            if (fields[i].name == entry.key.text) {
                values[i] = read_given(context, entry.value, fields[i], path + "." + fields[i].name);
                found = true;
            }
        }
        if (!found) {
            std::vector<std::string_view> names;
            for (const FieldSchema& field : fields) {
                names.push_back(field.name);
            }
            report_no_such(context, entry.key, {"每项里", "among the fields"}, names);
        }
    }
    return Value::record(std::move(values));
}

Value read_list(LoadContext& context, NodeId node, const FieldSchema& field, const std::string& path) {
    const bool plain = field.fields.size() == 1 && field.fields.front().name.empty();
    Value::List elements;
    for (const NodeId item : read_items(context, node)) {
        elements.push_back(plain ? read_given(context, item, field.fields.front(), path)
                                 : read_record(context, item, field.fields, path));
    }
    return Value::list(std::move(elements));
}

}  // namespace

Value read_given(LoadContext& context, NodeId node, const FieldSchema& field, const std::string& path) {
    if (field.type.is(TypeKind::nothing)) {
        return unknown_at(path);   // its declaration is wrong, which has been said
    }
    const NodeKind kind = context.node(node).kind;
    if (kind == NodeKind::scalar) {
        return read_scalar_datum(context, context.node(node).scalar, field, path);
    }
    if (kind == NodeKind::sequence && field.kind == ColumnKind::list) {
        return read_list(context, node, field, path);
    }
    if (kind == NodeKind::mapping && field.kind == ColumnKind::record) {
        return read_record(context, node, field.fields, path);
    }
    const Type type = field.type.without_optional();
    context.diagnostics.error("E452", short_span(context, node),
                              {fmt::format("这里要写{}", type_name(type, true)),
                               fmt::format("{} is wanted here", type_name(type, false))},
                              {"和“申报”里声明的类型一致", "as `inputs` declares it"});
    return unknown_at(path);
}

void report_no_such(LoadContext& context, const MappedText& name, const Bilingual& what,
                    const std::vector<std::string_view>& names) {
    if (context.is_broken(name.text) || !context.take_repeat()) {
        return;
    }
    Bilingual help{"检查名字", "check the name"};
    constexpr std::size_t kListed = 20;
    if (!names.empty() && names.size() <= kListed) {
        help = {fmt::format("有：{}", fmt::join(names, "、")), fmt::format("there are {}", fmt::join(names, ", "))};
    }
    if (const auto near = nearest(name.text, names)) {
        help = {fmt::format("是不是“{}”？", *near), fmt::format("did you mean `{}`?", *near)};
    }
    context.diagnostics.error("E326", name.span(),
                              {fmt::format("{}没有“{}”", what.zh, excerpt(name.text)),
                               fmt::format("there is no `{}` {}", excerpt(name.text), what.en)},
                              std::move(help));
}

}  // namespace huiqi
