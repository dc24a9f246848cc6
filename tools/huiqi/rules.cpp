#include "tools/huiqi/rules.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "engine/diagnostic/render.h"
#include "engine/io/file_names.h"
#include "tools/huiqi/message_cap.h"

namespace huiqi {
namespace {

void add_incentive(Selected& selected, const Rulebook& rulebook, const std::string& id) {
    if (const Incentive* incentive = rulebook.find(id)) {
        selected.incentives.push_back(incentive);
    }
}

[[nodiscard]] Selected bundle_of(const Rulebook& rulebook, const Bundle& bundle) {
    Selected selected{.bundle = &bundle, .incentives = {}};
    for (const std::string& id : bundle.incentives) {
        add_incentive(selected, rulebook, id);
    }
    return selected;
}

[[nodiscard]] std::string names_of(const Rulebook& rulebook) {
    std::string names;
    for (const Bundle& bundle : rulebook.bundles) {
        names += (names.empty() ? "" : ", ") + bundle.id;
    }
    for (const Incentive& incentive : rulebook.incentives) {
        if (!incentive.support && !incentive.abstract) {
            names += (names.empty() ? "" : ", ") + incentive.id;
        }
    }
    return names;
}

/// Tells whether a name is an id, or with `last` its last part.
[[nodiscard]] bool names_id(const std::string& name, std::string_view id, bool last) {
    return id == name || (last && id.substr(id.rfind('.') + 1) == name);
}

/// Gives every bundle and incentive of that name: whole ids go before last parts of others.
[[nodiscard]] std::vector<Selected> all_named(const Rulebook& rulebook, const std::string& only) {
    std::vector<Selected> found;
    for (const bool last : {false, true}) {
        for (const Bundle& bundle : rulebook.bundles) {
            if (names_id(only, bundle.id, last)) {
                found.push_back(bundle_of(rulebook, bundle));
            }
        }
        for (const Incentive& incentive : rulebook.incentives) {
            if (names_id(only, incentive.id, last)) {
                found.push_back(Selected{.bundle = nullptr, .incentives = {&incentive}});
            }
        }
        if (!found.empty()) {
            break;
        }
    }
    return found;
}

[[nodiscard]] std::optional<Selected> named(const Program& program, const Rulebook& rulebook, const std::string& only) {
    std::vector<Selected> found = all_named(rulebook, only);
    if (found.size() == 1) {
        return std::move(found.front());
    }
    if (found.empty()) {
        complain(program, {"没有编号为“" + only + "”的事项或组合", "no incentive or bundle has the id `" + only + "`"},
                 {"可选：" + names_of(rulebook), "there are: " + names_of(rulebook)});
    } else {
        complain(program, {"叫“" + only + "”的不止一个", "more than one is called `" + only + "`"},
                 {"写全编号：" + names_of(rulebook), "give the whole id: " + names_of(rulebook)});
    }
    return std::nullopt;
}

}  // namespace

LoadedRules load_rules(const std::vector<std::string>& paths) {
    LoadedRules loaded;
    loaded.rulebook = load_rulebook(paths, loaded.diagnostics);
    for (SourceId id = 0; id < loaded.rulebook.sources->size(); ++id) {
        keep_from_outputs((*loaded.rulebook.sources)[id].name());   // --force replaces results, never rules
    }
    return loaded;
}

void show_diagnostics(const Program& program, Diagnostics& diagnostics, const Sources& sources) {
    diagnostics.sort();
    if (program.sarif) {
        (void)put(render_sarif(diagnostics, sources, program.language, HUIQI_VERSION) + "\n");
    } else if (program.json) {
        (void)put(render_json(diagnostics, sources, program.language) + "\n");
    } else if (!diagnostics.all().empty()) {
        MessageCap cap;
        std::string text;
        for (const Diagnostic& one : diagnostics.all()) {
            if (cap.take(one.code, one.span.source < sources.size() ? sources[one.span.source].name() : std::string())) {
                text += (text.empty() ? "" : "\n") + render_text(one, sources, {.language = program.language, .color = program.color});
            }
        }
        talk(text);
        cap.tell(program);
    }
}

Exit rules_exit(const Diagnostics& diagnostics, const Sources& sources) {
    // A path of the command line that is not there stands for a source without text.
    const auto& all = diagnostics.all();
    const bool missing = std::any_of(all.begin(), all.end(), [&](const Diagnostic& one) {
        return one.code == "E451" && sources[one.span.source].text().empty();
    });
    return missing ? Exit::input_missing : Exit::rules_invalid;
}

Exit rules_exit(const LoadedRules& rules) { return rules_exit(rules.diagnostics, *rules.rulebook.sources); }

Exit rules_problem(const Program& program, LoadedRules& rules) {
    show_diagnostics(program, rules.diagnostics, *rules.rulebook.sources);
    return rules_exit(rules);
}

std::string place_text(const Span& span, const Sources& sources) {
    const Source& source = sources[span.source];
    return source.name() + ":" + std::to_string(source.position(span.begin).line);
}

std::optional<Date> read_day(const Program& program, const std::string& text) {
    const auto day = Date::parse(text);
    if (!day.has_value()) {
        complain(program, {"“" + text + "”不是日期", "`" + text + "` is no day"},
                 {"写成 2025-01-01 的样子", "write it like 2025-01-01"});
        return std::nullopt;
    }
    return day.value();
}

Exit input_problem(const std::vector<DataFault>& faults) {
    const bool missing = std::any_of(faults.begin(), faults.end(),
                                     [](const DataFault& one) { return one.code == "D201"; });
    return missing ? Exit::input_missing : Exit::data_refused;
}

Exit output_problem(const std::vector<DataFault>& faults) {
    const auto has = [&faults](std::string_view code) {
        return std::any_of(faults.begin(), faults.end(), [code](const DataFault& one) { return one.code == code; });
    };
    return has("D209") ? Exit::wrong_use : has("D205") ? Exit::would_overwrite : Exit::input_output;
}

std::optional<Selected> select_rules(const Program& program, const Rulebook& rulebook, const RuleChoice& choice) {
    bool sound = true;
    const std::optional<Place> place = read_place(program, choice, sound);
    if (!sound) {
        return std::nullopt;
    }
    if (!choice.only.empty()) {
        auto selected = named(program, rulebook, choice.only);
        return selected && place ? in_force_at(program, rulebook, *place, std::move(*selected)) : selected;
    }
    if (rulebook.bundles.size() == 1) {
        Selected selected = bundle_of(rulebook, rulebook.bundles.front());
        return place ? in_force_at(program, rulebook, *place, std::move(selected)) : std::optional(std::move(selected));
    }
    if (place) {
        return all_in_force_at(program, rulebook, *place);
    }
    if (rulebook.bundles.size() > 1) {
        complain(program, {"这里有几个组合，不知道要用哪一个", "there are several bundles here, and none was chosen"},
                 {"加上 --only 编号；可选：" + names_of(rulebook), "add --only ID; there are: " + names_of(rulebook)});
        return std::nullopt;
    }
    Selected selected;
    const Incentive* abstract = nullptr;
    for (const Incentive& incentive : rulebook.incentives) {
        if (incentive.support) {
            continue;
        }
        if (incentive.abstract) {
            abstract = &incentive;
        } else {
            selected.incentives.push_back(&incentive);
        }
    }
    // of nothing but abstract rules the compiler says best what is missing
    if (selected.incentives.empty() && abstract != nullptr) {
        selected.incentives.push_back(abstract);
    }
    if (selected.incentives.empty()) {
        complain(program, {"这里没有可以计算的事项", "there is no incentive here that could be computed"});
        return std::nullopt;
    }
    return selected;
}

}  // namespace huiqi
