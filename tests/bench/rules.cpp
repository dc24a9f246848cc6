#include "tests/bench/rules.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <utility>

#include "engine/diagnostic/render.h"

namespace huiqi::bench {
namespace {

[[nodiscard]] Ready ready(Rulebook loaded, const CompileOptions& options, Diagnostics& diagnostics) {
    Ready made{.rulebook = std::make_shared<const Rulebook>(std::move(loaded)), .incentives = {}, .plan = {}};
    const Bundle* const bundle = made.rulebook->bundles.empty() ? nullptr : &made.rulebook->bundles.front();
    for (const Incentive& incentive : made.rulebook->incentives) {
        if (!incentive.support && !incentive.abstract) {
            made.incentives.push_back(&incentive);
        }
    }
    if (bundle != nullptr) {
        made.incentives.clear();
        for (const std::string& id : bundle->incentives) {
            made.incentives.push_back(made.rulebook->find(id));
        }
    }
    if (!diagnostics.has_errors()) {
        made.plan = std::make_shared<const Plan>(compile(made.incentives, bundle, options, diagnostics));
    }
    if (diagnostics.has_errors()) {
        std::fputs(
            render_text(diagnostics, *made.rulebook->sources, {.language = Language::en, .color = false})
                .c_str(),
            stderr);
        std::exit(1);
    }
    return made;
}

}  // namespace

FolderOfIncentives::FolderOfIncentives(int incentives, bool cases)
    : path_(std::filesystem::temp_directory_path() / "huiqi_bench_incentives") {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directory(path_);
    const char* const names[] = {"transaction", "grant", "interest", "premium", "equipment"};
    for (int number = 0; number < incentives; ++number) {
        const std::string name = names[number % 5];
        std::ifstream file(std::filesystem::path(HUIQI_SOURCE_DIR) / "rules/benchmark" / (name + ".yaml"));
        std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
        const std::string id = "id: benchmark." + name;
        text.replace(text.find(id), id.size(), "id: bench" + std::to_string(number) + "." + name);
        text.resize(cases ? text.size() : std::min(text.find("\ncases:") + 1, text.size()));
        std::ofstream(path_ / (name + std::to_string(number) + ".yaml")) << text;
    }
}

FolderOfIncentives::~FolderOfIncentives() {
    std::filesystem::remove_all(path_);
}

CompileOptions decisions_only() {
    CompileOptions options;
    options.explain = false;
    return options;
}

Ready rules_at(const std::string& path, const CompileOptions& options) {
    Diagnostics diagnostics;
    Rulebook loaded = load_rulebook({(std::filesystem::path(HUIQI_SOURCE_DIR) / path).string()}, diagnostics);
    return ready(std::move(loaded), options, diagnostics);
}

Ready rules_of(const std::string& text, const CompileOptions& options) {
    Diagnostics diagnostics;
    Rulebook loaded = load_rulebook_text("bench.yaml", text, diagnostics);
    return ready(std::move(loaded), options, diagnostics);
}

}  // namespace huiqi::bench
