#include <CLI/CLI.hpp>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/rulebook/key_nesting.h"
#include "tools/huiqi/commands.h"

namespace huiqi {
namespace {

using Json = nlohmann::ordered_json;

/// Which spellings of keys and words a schema offers.
struct Spelled {
    bool zh = true;
    bool en = true;
};

/// A scalar as YAML editors see it: text, but also what looks like a number or a truth.
[[nodiscard]] Json text_schema() { return {{"type", {"string", "number", "boolean"}}}; }

[[nodiscard]] Json list_of(Json item) { return {{"type", "array"}, {"items", std::move(item)}}; }

/// JSON has its own truths: an editor reads `true` as one, whatever the rule file means by it.
[[nodiscard]] Json words_schema(Scope scope, Spelled spelled) {
    Json words = Json::array();
    for (const Spelling& word : spellings(scope)) {
        if (spelled.zh) {
            words.push_back(word.zh);
        }
        if (spelled.en) {
            words.push_back(word.en);
            if (word.en == "true" || word.en == "false") {
                words.push_back(word.en == "true");
            }
        }
    }
    return {{"enum", std::move(words)}};
}

/// The part of a schema that describes the mappings of one scope.
class SchemaWriter {
public:
    explicit SchemaWriter(Spelled spelled) : spelled_(spelled) {}

    [[nodiscard]] Json run() {
        Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                    {"title", "Huiqi rule file / 惠企规则文件"},
                    {"type", "object"}};
        Json choices = Json::array();
        for (const auto& [scope, words] : kinds()) {
            for (const Spelling& kind : spellings(Scope::kind_word)) {
                if (words.contains(std::string(kind.en))) {
                    choices.push_back(choice(kind, scope));
                }
            }
        }
        schema["properties"] = {{"种类", words_schema(Scope::kind_word, {})}, {"kind", words_schema(Scope::kind_word, {})}};
        schema["anyOf"] = required("kind", "种类")["anyOf"];
        schema["allOf"] = std::move(choices);
        // writing one mapping names others, until no new one is named
        for (std::size_t written = 0; written < order_.size(); ++written) {
            definitions_[name_of(order_[written])] = mapping_schema(order_[written]);
        }
        schema["$defs"] = std::move(definitions_);
        return schema;
    }

private:
    [[nodiscard]] static std::vector<std::pair<Scope, std::set<std::string>>> kinds() {
        return {{Scope::incentive_file, {"incentive", "overlay"}},
                {Scope::library_file, {"library"}},
                {Scope::bundle_file, {"bundle"}},
                {Scope::cases_file, {"cases"}},
                {Scope::detector_file, {"detector"}}};
    }

    /// If the file is of this kind, then it has these keys.
    [[nodiscard]] Json choice(const Spelling& kind, Scope scope) {
        const Json words{{"enum", {kind.zh, kind.en}}};
        const Json is_kind{{"anyOf",
                            {{{"properties", {{"kind", words}}}, {"required", {"kind"}}},
                             {{"properties", {{"种类", words}}}, {"required", {"种类"}}}}}};
        return {{"if", is_kind}, {"then", reference(scope)}};
    }

    [[nodiscard]] static Json required(std::string_view en, std::string_view zh) {
        return {{"anyOf", {{{"required", {en}}}, {{"required", {zh}}}}}};
    }

    [[nodiscard]] static std::string name_of(Scope scope) { return "s" + std::to_string(static_cast<int>(scope)); }

    [[nodiscard]] Json reference(Scope scope) {
        if (known_.insert(scope).second) {
            order_.push_back(scope);
        }
        return {{"$ref", "#/$defs/" + name_of(scope)}};
    }

    [[nodiscard]] Json form(const Nesting& row) {
        switch (row.behind) {
            case Behind::text: return text_schema();
            case Behind::texts: return list_of(text_schema());
            case Behind::word: return words_schema(row.inner, spelled_);
            case Behind::one: return reference(row.inner);
            case Behind::each: return list_of(reference(row.inner));
            case Behind::named: return {{"type", "object"}, {"additionalProperties", reference(row.inner)}};
            case Behind::named_text: return {{"type", "object"}, {"additionalProperties", text_schema()}};
            case Behind::named_texts: return {{"type", "object"}, {"additionalProperties", list_of(text_schema())}};
            case Behind::named_each: return {{"type", "object"}, {"additionalProperties", list_of(reference(row.inner))}};
        }
        return true;
    }

    /// What a key takes that no nesting describes.
    [[nodiscard]] Json shape(const Spelling& key) {
        if (key.scope == Scope::table && key.en == "rows") {
            return list_of({{"anyOf", {Json{{"type", "array"}}, reference(Scope::table_row)}}});
        }
        if (key.en == "source") {
            return {{"anyOf", {text_schema(), list_of(text_schema())}}};
        }
        switch (key.shape) {
            case Shape::text: return text_schema();
            case Shape::prose: return {{"anyOf", {text_schema(), reference(Scope::prose)}}};
            case Shape::list: return {{"type", "array"}};
            case Shape::mapping: return {{"type", "object"}};
            case Shape::any:
            case Shape::word: break;
        }
        return {{"not", {{"type", "null"}}}};
    }

    /// Mappings with names may mix their forms: a definition is a text or a mapping.
    [[nodiscard]] Json value_schema(Scope scope, const Spelling& key) {
        Json forms = Json::array();
        Json named = Json::array();
        for (const Nesting& row : nestings()) {
            if (row.scope != scope || row.en != key.en) {
                continue;
            }
            Json one = form(row);
            if (row.behind >= Behind::named) {
                named.push_back(one["additionalProperties"]);
            } else {
                forms.push_back(std::move(one));
            }
        }
        if (!named.empty()) {
            forms.push_back({{"type", "object"}, {"additionalProperties", named.size() == 1 ? named.front() : Json{{"anyOf", named}}}});
        }
        return forms.empty() ? shape(key) : forms.size() == 1 ? forms.front() : Json{{"anyOf", forms}};
    }

    /// Says how many of some keys there must be.
    static void groups(Scope scope, Json& all) {
        for (const KeyGroup& group : key_groups()) {
            if (group.scope != scope) {
                continue;
            }
            Json any = Json::array();
            for (const std::string_view key : group.keys) {
                if (!key.empty()) {
                    any.push_back(required(key, spelling(scope, key).zh));
                }
            }
            switch (group.count) {
                case KeyGroup::Count::one: all.push_back({{"oneOf", std::move(any)}}); break;
                case KeyGroup::Count::some: all.push_back({{"anyOf", std::move(any)}}); break;
                case KeyGroup::Count::at_most_one: all.push_back({{"not", {{"allOf", std::move(any)}}}}); break;   // all are pairs
            }
        }
    }

    [[nodiscard]] Json mapping_schema(Scope scope) {
        Json properties = Json::object();
        Json all = Json::array();
        Json twice = Json::array();   // a key in both spellings
        for (const Spelling& key : spellings(scope)) {
            Json value = value_schema(scope, key);
            if (never_empty(scope, key.en)) {
                value["minItems"] = 1;
            }
            value["title"] = std::string(key.zh) + " / " + std::string(key.en);
            // who writes prose in two languages names them as both languages do, whatever the other keys are
            const bool both = key.en == "kind" || scope == Scope::prose;
            if (spelled_.zh || both) {
                properties[std::string(key.zh)] = value;
            }
            if (spelled_.en || both) {
                properties[std::string(key.en)] = value;
            }
            if (key.required) {
                all.push_back(required(key.en, key.zh));
            }
            twice.push_back({{"required", {key.zh, key.en}}});
        }
        all.push_back({{"not", {{"anyOf", std::move(twice)}}}});
        groups(scope, all);
        Json schema{{"type", "object"}, {"properties", std::move(properties)}};
        if (!takes_other_names(scope)) {
            schema["additionalProperties"] = false;
        }
        if (!all.empty()) {
            schema["allOf"] = std::move(all);
        }
        return schema;
    }

    Spelled spelled_;
    std::set<Scope> known_;
    std::vector<Scope> order_;
    Json definitions_ = Json::object();
};

}  // namespace

void add_schema(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand("schema", "print the JSON Schema of rule files, for editors / 输出规则文件的 JSON Schema，供编辑器使用");
    auto keys = std::make_shared<std::string>("both");
    command->add_option("--keys", *keys, "zh, en or both: the spellings to offer / 提供哪一种写法的键")->check(CLI::IsMember({"zh", "en", "both"}));
    command->footer("examples:\n  huiqi schema > huiqi.schema.json\n  huiqi schema --keys zh > huiqi.schema.json");
    command->callback([keys, &chosen] {
        chosen = [keys](const Program&) {
            const Json schema = SchemaWriter({.zh = *keys != "en", .en = *keys != "zh"}).run();
            return put(schema.dump(1) + "\n") ? Exit::done : Exit::input_output;
        };
    });
}

}  // namespace huiqi
