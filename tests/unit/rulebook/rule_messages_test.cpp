#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "engine/diagnostic/embedded_pages.h"
#include "engine/diagnostic/message_page.h"
#include "engine/rulebook/audit.h"
#include "engine/rulebook/rulebook.h"
#include "tests/unit/rulebook/temporary_folder.h"

namespace huiqi {
namespace {

namespace fs = std::filesystem;

/// Writes a sample of several files, each behind a line `# file: name`.
void write_files(std::string_view text, const fs::path& folder) {
    constexpr std::string_view kMark = "# file: ";
    std::ofstream out;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (line.starts_with(kMark)) {
            out = std::ofstream(folder / std::string(line.substr(kMark.size())));
        } else {
            out << line << '\n';
        }
    }
}

std::set<std::string_view> codes_of(const MessageSample& sample) {
    Diagnostics diagnostics;
    if (sample.kind == "files") {
        const testing::TemporaryFolder folder;
        write_files(sample.text, folder.path());
        audit(load_rulebook({folder.path().string()}, diagnostics), diagnostics);
    } else {
        audit(load_rulebook_text("sample.yaml", sample.text, diagnostics), diagnostics);
    }
    std::set<std::string_view> codes;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        codes.insert(diagnostic.code);
    }
    return codes;
}

/// E306, E33x, W502 and W57x are what the plan finds, W58x what is suppressed; the others come from loading and from the audit.
bool is_about_rules(std::string_view code) {
    return (code.starts_with("E3") && code != "E306" && !code.starts_with("E33")) || code.starts_with("E45") || (code.starts_with("W5") && code != "W502" && !code.starts_with("W57") && !code.starts_with("W58")) ||
           code.starts_with("D10") || code.starts_with("D11");
}

TEST_CASE("the failing sample of a page gives its code and the mended one gives no error and not the code") {
    std::size_t tried = 0;
    for (const EmbeddedPage& embedded : embedded_pages()) {
        if (!is_about_rules(embedded.code)) {
            continue;
        }
        const MessagePage page = parse_message_page(embedded.code, embedded.text);
        CAPTURE(page.code);
        CHECK_FALSE(page.title.zh.empty());
        CHECK_FALSE(page.title.en.empty());
        CHECK_FALSE(page.failing.empty());
        CHECK_FALSE(page.mended.empty());
        if (page.failing.kind != "yaml" && page.failing.kind != "files") {
            continue;
        }
        ++tried;
        CHECK(codes_of(page.failing).contains(page.code));
        for (const std::string_view code : codes_of(page.mended)) {
            CAPTURE(code);
            CHECK(code != page.code);
            CHECK(code.starts_with("W"));
        }
    }
    CHECK(tried >= 40);
}

}  // namespace
}  // namespace huiqi
