#include "engine/diagnostic/diagnostic.h"

#include <doctest/doctest.h>

namespace huiqi {

TEST_CASE("only errors stop a load") {
    Diagnostics diagnostics;
    CHECK_FALSE(diagnostics.has_errors());
    diagnostics.warning("W501", {}, {"甲", "a"});
    CHECK_FALSE(diagnostics.has_errors());
    diagnostics.error("E204", {}, {"乙", "b"}).help = {"改", "mend"};
    CHECK(diagnostics.has_errors());
    CHECK(diagnostics.error_count() == 1);
    CHECK(diagnostics.warning_count() == 1);
    CHECK(diagnostics.all().back().help.en == "mend");
}

TEST_CASE("sorting follows the places and drops repeats only") {
    const auto at = [](SourceId source, std::uint32_t begin) {
        return Span{.source = source, .begin = begin, .end = begin + 1};
    };
    Diagnostics diagnostics;
    diagnostics.error("E202", at(1, 0), {"四", "4"});
    diagnostics.error("E204", at(0, 5), {"三", "3"});
    diagnostics.error("E202", at(0, 5), {"二", "2"});
    diagnostics.warning("W501", at(0, 1), {"一", "1"});
    Diagnostics more;
    more.error("E202", at(0, 5), {"另", "other"});
    more.error("E202", at(0, 5), {"二", "2"});  // a repeat
    diagnostics.append(std::move(more));
    REQUIRE(diagnostics.error_count() == 5);

    diagnostics.sort();
    std::string order;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        order += diagnostic.message.zh;
    }
    CHECK(order == "一二另三四");
    CHECK(diagnostics.error_count() == 4);
    CHECK(diagnostics.warning_count() == 1);
}

}  // namespace huiqi
