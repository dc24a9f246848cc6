#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "engine/anomaly/key_index.h"
#include "engine/anomaly/normal_form.h"
#include "engine/anomaly/relation_builder.h"
#include "engine/anomaly/shapes.h"
#include "engine/anomaly/text_pool.h"

namespace huiqi {
namespace {

/// Makes relations of a few rows.
struct Maker {
    TextPool pool;
    Diagnostics diagnostics;
    std::vector<NotEvaluated> skipped;
    std::string view = "test";

    ShapeContext context() { return {view, pool, diagnostics, skipped, nullptr, {}}; }

    RelationColumn texts(std::string name, const std::vector<std::string_view>& values) {
        std::vector<TextCode> codes;
        for (const std::string_view value : values) {
            codes.push_back(pool.code(value));
        }
        return text_column(text_field(std::move(name)), std::move(codes));
    }
    static RelationColumn numbers(std::string name, std::vector<std::int64_t> values) {
        return number_column(integer_field(std::move(name)), std::move(values));
    }
    static RelationColumn days(std::string name, std::vector<std::int32_t> values) {
        return day_column(date_field(std::move(name)), std::move(values));
    }
};

std::size_t elements(const RowSet& rows, std::string_view list, std::uint32_t row) {
    const RelationColumn& column = *rows.find(list);
    const std::uint32_t list_row = column.source(row);
    return (*column.offsets)[list_row + 1] - (*column.offsets)[list_row];
}

TEST_CASE("what is told at a glance to be in its one spelling stays as it is") {
    const std::vector<std::string_view> typed{
        "13900000001", "11111111111", "1390000000", "013900000001", "8613900000001", "02584321234", "4008001234", "",
        "201810000001.X", "201810000001.1", "20181000000112.1", "88100001.1", "8810000X.1", "2018100000011", "320012345678",
        "无", "0", "3200 1234", "南京市甲区一路1号2-303", "ABC.1"};
    for (const NormalForm form : {NormalForm::phone, NormalForm::account, NormalForm::patent, NormalForm::address, NormalForm::site, NormalForm::name, NormalForm::id}) {
        for (const std::string_view text : typed) {
            CAPTURE(text);
            CHECK((!is_normalised(text, form) || normalised(text, form) == text));
        }
    }
    CHECK(normalised("ma\u200B 0１\u00A0", NormalForm::id) == "MA01");
    CHECK(normalised("甲\u200B 公司", NormalForm::name) == "甲公司");
    CHECK(is_normalised("13900000001", NormalForm::phone));
    CHECK(is_normalised("201810000001.X", NormalForm::patent));
    CHECK_FALSE(is_normalised("11111111111", NormalForm::phone));
}

TEST_CASE("an index finds the rows of each key, few or many, and nothing for other keys") {
    constexpr std::uint32_t kRows = 30'000;
    Maker make;
    RowSet from{.name = "from", .rows = kRows, .columns = {}};
    std::vector<std::int64_t> first(kRows);
    std::vector<std::int64_t> second(kRows);
    for (std::uint32_t row = 0; row < kRows; ++row) {
        first[row] = row % 10'000;
        second[row] = row < 20'000 ? 1 : 2;
    }
    from.columns = {Maker::numbers("first", first), Maker::numbers("second", second)};
    const std::vector<ColumnPath> paths{*find_path(from, "first"), *find_path(from, "second")};
    const KeyIndex index(from, paths);
    CHECK(index.keys() == 20'000);   // 10 000 with 1, twice each; 10 000 with 2, once each
    const Rows found = index.find_all(paths, kRows);
    for (std::uint32_t row = 0; row < kRows; ++row) {
        REQUIRE(index.find(paths, row) == found[row]);
        REQUIRE(index.rows(found[row]).front() == row % 10'000 + (row < 20'000 ? 0U : 20'000U));
        REQUIRE(index.rows(found[row]).size() == (row < 20'000 ? 2U : 1U));
    }
    const std::vector<ColumnPath> other{paths[1], paths[0]};
    CHECK(index.rows(index.find_all(other, kRows)[5]).size() == 0);   // no row has 1 first and 5 second
}

TEST_CASE("rows that share a very long list are left out before all lists together become too long, and counted") {
    constexpr std::uint32_t kShared = 11'000;   // times itself more than a hundred million
    Maker make;
    std::vector<std::string_view> phones(kShared, "17700000000");
    phones.push_back("13900000001");
    const auto from = std::make_shared<const RowSet>(
        RowSet{.name = "from", .rows = phones.size(), .columns = {make.texts("phone", phones)}});
    JoinShape shape{.name = "same", .relation = {"from", {}}, .on = {{PlacedName{"phone", {}}, PlacedName{"phone", {}}}},
                    .all = true, .each = false, .optional = false, .day = {}, .most = DetectorLimits::join_rows};
    ShapeContext context = make.context();
    const RowSet out = joined(shape, *from, from, context);
    const RelationColumn& list = *out.find("same");
    const auto size = [&](std::uint32_t row) { return (*list.offsets)[list.source(row) + 1] - (*list.offsets)[list.source(row)]; };
    CHECK(size(0) == 0);
    CHECK(size(kShared) == 1);
    REQUIRE(make.skipped.size() == 1);
    CHECK(make.skipped.front().count == kShared);
}

TEST_CASE("rows for each partner stay within the bound of a join: each row keeps as many as fit, and those that lost some are named") {
    constexpr std::uint32_t kShared = 5'000;   // times itself more than twenty million
    Maker make;
    std::vector<std::string_view> phones(kShared, "17700000000");
    phones.push_back("13900000001");
    const auto from = std::make_shared<const RowSet>(
        RowSet{.name = "from", .rows = phones.size(), .columns = {make.texts("phone", phones)}});
    JoinShape shape{.name = "same", .relation = {"from", {}}, .on = {{PlacedName{"phone", {}}, PlacedName{"phone", {}}}},
                    .all = false, .each = true, .optional = false, .day = {}, .most = DetectorLimits::join_rows};
    ShapeContext context = make.context();
    const RowSet out = joined(shape, *from, from, context);
    CHECK(out.rows == 3'999 * kShared + 1);
    REQUIRE(make.skipped.size() == 1);
    CHECK(make.skipped.front().count == kShared);
    CHECK(make.skipped.front().names == std::vector<std::string>{"17700000000"});
}

TEST_CASE("equal texts have equal codes, asked one by one or many at once, from several threads") {
    constexpr std::size_t kTexts = 20'000;
    std::vector<std::string> texts{""};
    for (std::size_t at = 1; at < kTexts; ++at) {
        texts.push_back("text " + std::to_string(at % 7'000));
    }
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    TextPool pool;
    std::vector<TextCode> one(kTexts);
    std::vector<TextCode> other(kTexts);
    std::thread beside([&] { pool.codes(views, one.data()); });
    pool.codes(views, other.data());
    beside.join();
    CHECK(one == other);
    CHECK(one.front() == 0);
    for (std::size_t at = 0; at < kTexts; ++at) {
        REQUIRE(pool.text(one[at]) == texts[at]);
        REQUIRE(pool.code(texts[at]) == one[at]);
    }
}

TEST_CASE("one place, number or right has one spelling") {
    struct Row {
        NormalForm form;
        std::string_view typed;
        std::string_view expected;
    };
    const std::vector<Row> rows{
        {NormalForm::phone, "+86 139-0000-0001", "13900000001"},
        {NormalForm::phone, "１３９ 0000 0001", "13900000001"},
        {NormalForm::phone, "013900000001", "13900000001"},
        {NormalForm::phone, "025-81230002", "02581230002"},
        {NormalForm::phone, "+86 25 8123 0002", "02581230002"},
        {NormalForm::phone, "0086-25-81230002", "02581230002"},
        {NormalForm::phone, "+86 (0)25 8123 0002", "02581230002"},
        {NormalForm::phone, "+86 10 8123 0002", "01081230002"},
        {NormalForm::phone, "+86 512 8123 0002", "051281230002"},
        {NormalForm::phone, "+86 0512 8123 0002", "051281230002"},
        {NormalForm::phone, "+86 400 812 0002", "4008120002"},
        {NormalForm::phone, "(025)83459999转802", "02583459999"},
        {NormalForm::phone, "02581230008-801", "02581230008"},
        {NormalForm::phone, "025-8123-0008", "02581230008"},
        {NormalForm::phone, "025-81230008 ext.12", "02581230008"},
        {NormalForm::phone, "13911110007；13900000000", "13911110007"},
        {NormalForm::phone, "13911110006 转", "13911110006"},
        {NormalForm::address, "江苏省南京市甲区一路1号2幢303室", "南京甲区一路1号2-303"},
        {NormalForm::address, "南京市甲区一路１号2号楼303房(集群注册)", "南京甲区一路1号2-303"},
        {NormalForm::address, "南京甲区一路1号2-303", "南京甲区一路1号2-303"},
        {NormalForm::address, "南京市甲区中山二路十号三幢一百零五室", "南京甲区中山二路10号3-105"},
        {NormalForm::address, "南京市甲区一路三十二号一〇二室", "南京甲区一路32号102"},
        {NormalForm::site, "江苏省南京市甲区一路1号软件园2幢303室", "南京甲区一路1号"},
        {NormalForm::site, "南京甲区一路1号2幢", "南京甲区一路1号"},
        {NormalForm::patent, "ZL 201810000001.X", "201810000001.X"},
        {NormalForm::patent, "201810000001x", "201810000001.X"},
        {NormalForm::account, "3200 0232 5884", "320002325884"},
        {NormalForm::id, " c-2022 0001", "C-20220001"},
        {NormalForm::id, "Ｃ２０２２", "C2022"},
        {NormalForm::id, "合同001a", "合同001A"},
        {NormalForm::id, "n/a", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.typed);
        CHECK(normalised(row.typed, row.form) == row.expected);
    }
}

TEST_CASE("a window slides over days, and each longest stretch comes once") {
    Maker make;
    auto rows = std::make_shared<RowSet>();
    rows->rows = 5;
    rows->columns = {make.texts("who", {"a", "a", "a", "b", "a"}), Maker::days("day", {0, 5, 20, 3, 12})};
    auto context = make.context();
    const RowSet groups = grouped({.by = {{"who", {}}}, .name = "list", .day = PlacedName{"day", {}}, .days = 10, .most = 100},
                                  rows, context);
    // of a: days 0 5 12 20: {0, 5}, {5, 12}, {12, 20}; of b: {3}
    REQUIRE(groups.rows == 4);
    CHECK(elements(groups, "list", 0) == 2);
    CHECK(elements(groups, "list", 1) == 2);
    CHECK(elements(groups, "list", 2) == 2);
    CHECK(elements(groups, "list", 3) == 1);
    CHECK(make.skipped.empty());
}

TEST_CASE("a group beyond its bound is left out and said") {
    Maker make;
    auto rows = std::make_shared<RowSet>();
    rows->rows = 3;
    rows->columns = {make.texts("who", {"a", "a", "b"})};
    auto context = make.context();
    const RowSet groups = grouped({.by = {{"who", {}}}, .name = "list", .day = {}, .days = 0, .most = 1}, rows, context);
    CHECK(groups.rows == 1);
    REQUIRE(make.skipped.size() == 1);
    CHECK(make.skipped.front().count == 1);
}

RowSet tied(Maker& make, const std::vector<std::string_view>& members, const std::vector<std::string_view>& keys,
            std::size_t hops, std::size_t most) {
    RowSet identities{.name = "identities", .rows = members.size(), .columns = {}};
    identities.columns = {make.texts("member", members), make.texts("key", keys),
                          make.texts("kind", std::vector<std::string_view>(members.size(), "phone")),
                          Maker::numbers("strength", std::vector<std::int64_t>(members.size(), 2)),
                          Maker::days("since", std::vector<std::int32_t>(members.size(), 0))};
    RowSet pairs{.name = "pairs", .rows = 1, .columns = {make.texts("left", {"A"}), make.texts("right", {"B"})}};
    auto context = make.context();
    return with_ties({.name = "ties", .relation = {"identities", {}}, .left = {"left", {}}, .right = {"right", {}},
                      .hops = hops, .most = most},
                     pairs, identities, context);
}

TEST_CASE("two parties are tied by what they share, over as many hops as allowed") {
    Maker make;
    CHECK(elements(tied(make, {"A", "B"}, {"1", "1"}, 1, 10), "ties", 0) == 1);
    CHECK(elements(tied(make, {"A", "X", "X", "B"}, {"1", "1", "2", "2"}, 1, 10), "ties", 0) == 0);
    CHECK(elements(tied(make, {"A", "X", "X", "B"}, {"1", "1", "2", "2"}, 2, 10), "ties", 0) == 1);
    CHECK(elements(tied(make, {"A", "B"}, {"1", "2"}, 3, 10), "ties", 0) == 0);
}

TEST_CASE("an identity that many share explains nothing") {
    Maker make;
    CHECK(elements(tied(make, {"A", "B", "C", "D"}, {"1", "1", "1", "1"}, 1, 3), "ties", 0) == 0);
    CHECK(make.skipped.size() == 1);
}

RowSet followed(Maker& make, const std::vector<std::string_view>& from, const std::vector<std::string_view>& to,
                const std::vector<std::int32_t>& days, const std::vector<std::int64_t>& amounts, std::size_t hops,
                std::size_t most = 1000) {
    RowSet edges{.name = "edges", .rows = from.size(), .columns = {}};
    edges.columns = {make.texts("from", from), make.texts("to", to), Maker::days("date", days), Maker::numbers("amount", amounts),
                     make.texts("ref", from)};
    RowSet rows{.name = "rows",
                .rows = 1,
                .columns = {make.texts("start", {"S"}), make.texts("end", {"B"}), Maker::days("day", {10}), Maker::numbers("least", {50})}};
    auto context = make.context();
    return with_paths({.name = "way", .relation = {"edges", {}}, .from = {"start", {}}, .to = {"end", {}}, .after = {"day", {}},
                       .days = 100, .hops = hops, .least = {"least", {}}, .most = most},
                      rows, edges, context);
}

TEST_CASE("money comes back in the order of time, within days, hops and amounts") {
    Maker make;
    CHECK(elements(followed(make, {"S", "X"}, {"X", "B"}, {20, 30}, {100, 90}, 2), "way", 0) == 2);
    // before its time, too late, too many hops, too little
    CHECK(elements(followed(make, {"S", "X"}, {"X", "B"}, {30, 20}, {100, 90}, 2), "way", 0) == 0);
    CHECK(elements(followed(make, {"S", "X"}, {"X", "B"}, {20, 130}, {100, 90}, 2), "way", 0) == 0);
    CHECK(elements(followed(make, {"S", "X"}, {"X", "B"}, {20, 30}, {100, 90}, 1), "way", 0) == 0);
    CHECK(elements(followed(make, {"S", "X"}, {"X", "B"}, {20, 30}, {100, 40}, 2), "way", 0) == 0);
    // cut into pieces it is still seen
    CHECK(elements(followed(make, {"S", "S", "X"}, {"X", "X", "B"}, {20, 21, 30}, {30, 30, 60}, 2), "way", 0) == 3);
    CHECK(make.skipped.empty());
}

/// What can have come to the end.
std::int64_t came(Maker& make, const std::vector<std::string_view>& from, const std::vector<std::string_view>& to,
                  const std::vector<std::int32_t>& days, const std::vector<std::int64_t>& amounts, std::size_t hops = 6) {
    const RowSet rows = followed(make, from, to, days, amounts, hops);
    const RelationColumn& total = *rows.find("way")->target->find("total");
    std::int64_t sum = 0;
    for (std::uint32_t row = 0; row < rows.find("way")->target->rows; ++row) {
        sum += total.values->column.int64s[total.source(row)];
    }
    return sum;
}

TEST_CASE("one yuan comes back once, however many hands it may have gone through") {
    Maker make;
    CHECK(came(make, {"S", "Z", "Z", "Z", "P", "Q", "R"}, {"Z", "P", "Q", "R", "B", "B", "B"}, {20, 21, 21, 21, 22, 22, 22},
               {100, 100, 100, 100, 100, 100, 100}) == 100);
    // in two halves, over two hands that each pay all of it on
    CHECK(came(make, {"S", "S", "Z", "Z", "P", "Q"}, {"Z", "Z", "P", "Q", "B", "B"}, {20, 21, 22, 22, 23, 23}, {60, 50, 100, 100, 100, 100}) == 110);
    CHECK(make.skipped.empty());
}

TEST_CASE("what had not arrived cannot have been passed on") {
    Maker make;
    CHECK(came(make, {"S", "Z", "S"}, {"Z", "B", "Z"}, {20, 30, 40}, {16, 600, 600}) == 16);
    CHECK(came(make, {"S", "Z", "S", "Z"}, {"Z", "B", "Z", "B"}, {20, 30, 40, 50}, {16, 600, 600, 100}) == 116);
    CHECK(came(make, {"S", "Z"}, {"Z", "B"}, {20, 20}, {100, 100}) == 100);   // on one day
}

TEST_CASE("money that comes back to where it started is a ring") {
    Maker make;
    RowSet edges{.name = "edges", .rows = 3, .columns = {}};
    edges.columns = {make.texts("from", {"S", "X", "Y"}), make.texts("to", {"X", "Y", "S"}), Maker::days("date", {20, 21, 22}),
                     Maker::numbers("amount", {100, 90, 80}), make.texts("ref", {"1", "2", "3"})};
    const RowSet rows{.name = "rows", .rows = 1, .columns = {make.texts("start", {"S"}), Maker::days("day", {10}), Maker::numbers("least", {50})}};
    auto context = make.context();
    const RowSet out = with_paths({.name = "way", .relation = {"edges", {}}, .from = {"start", {}}, .to = {"start", {}}, .after = {"day", {}},
                                   .days = 100, .hops = 3, .least = {"least", {}}, .most = 1000},
                                  rows, edges, context);
    CHECK(elements(out, "way", 0) == 3);
    CHECK(out.find("way")->target->find("total")->values->column.int64s == std::vector<std::int64_t>{80, 0, 0});
}

TEST_CASE("a way over one party with very many transfers is found at no cost, one over two is said") {
    Maker make;
    std::vector<std::string> names;
    std::vector<std::string_view> from{"S", "H"};
    std::vector<std::string_view> to{"H", "B"};
    constexpr std::size_t kMany = 5'000;
    for (std::size_t at = 0; at < kMany; ++at) {
        names.push_back("N" + std::to_string(at));
    }
    for (const std::string& name : names) {
        from.insert(from.end(), {"H", name});
        to.insert(to.end(), {name, "H"});
    }
    const std::vector<std::int32_t> days(from.size(), 20);
    const std::vector<std::int64_t> amounts(from.size(), 100);
    CHECK(elements(followed(make, from, to, days, amounts, 6, 100), "way", 0) == 2);
    CHECK(make.skipped.empty());
    // S to H, H to B, of whom both have very many
    for (const std::string& name : names) {
        from.push_back(name);
        to.push_back("B");
    }
    to[1] = "C";
    CHECK(elements(followed(make, from, to, std::vector<std::int32_t>(from.size(), 20), std::vector<std::int64_t>(from.size(), 100), 6, 100), "way", 0) == 0);
    REQUIRE(make.skipped.size() == 1);
    CHECK_FALSE(make.skipped.front().whole);
}

TEST_CASE("a search beyond its bound is said") {
    Maker make;
    CHECK(elements(followed(make, {"S", "S", "S"}, {"X", "Y", "B"}, {20, 21, 22}, {100, 100, 100}, 2, 1), "way", 0) == 0);
    CHECK(make.skipped.size() == 1);
}

TEST_CASE("a value is compared with the median of its like") {
    Maker make;
    RowSet rows{.name = "rows", .rows = 4, .columns = {make.texts("kind", {"a", "a", "a", "b"}), Maker::numbers("price", {10, 12, 100, 7})}};
    auto context = make.context();
    const RowSet out = with_peers({.name = "p", .value = {"price", {}}, .by = {{"kind", {}}}}, rows, context);
    CHECK(out.find("p_n")->values->column.int64s == std::vector<std::int64_t>{3, 3, 3, 1});
    CHECK(out.find("p_median")->values->column.int64s == std::vector<std::int64_t>{12, 12, 12, 7});
    CHECK(out.find("p_mad")->values->column.int64s == std::vector<std::int64_t>{2, 2, 2, 0});
}

TEST_CASE("a cluster is named after its least member") {
    Maker make;
    RowSet edges{.name = "edges", .rows = 2, .columns = {make.texts("left", {"C", "B"}), make.texts("right", {"B", "A"})}};
    RowSet rows{.name = "rows", .rows = 2, .columns = {make.texts("who", {"C", "Z"})}};
    auto context = make.context();
    const RowSet out = with_cluster({.name = "group", .relation = {"edges", {}}, .member = {"who", {}}, .most = 10}, rows, edges, context);
    CHECK(make.pool.text(out.find("group")->values->codes[0]) == "A");
    CHECK(make.pool.text(out.find("group")->values->codes[1]) == "Z");
}

/// Edges with days, and the stretches of some parties: `A: X since 10 until 20`.
std::vector<std::string> stretches(Maker& make, const RowSet& edges, const std::vector<std::string_view>& who, std::size_t most = 10) {
    RowSet rows{.name = "rows", .rows = who.size(), .columns = {make.texts("who", who)}};
    auto context = make.context();
    const RowSet out = with_cluster({.name = "group", .relation = {"edges", {}}, .member = {"who", {}}, .by_day = true, .most = most},
                                    rows, edges, context);
    std::vector<std::string> lines;
    for (std::uint32_t row = 0; row < out.rows; ++row) {
        const auto text = [&](std::string_view column) {
            const RelationColumn& found = *out.find(column);
            return std::string(make.pool.text(found.values->codes[found.source(row)]));
        };
        const auto day = [&](std::string_view column) { return std::to_string(out.find(column)->values->column.int32s[out.find(column)->source(row)]); };
        lines.push_back(text("who") + ": " + text("group") + " " + day("since") + " " + day("until"));
    }
    return lines;
}

TEST_CASE("a cluster is that of its day: edges begin and end") {
    constexpr std::string_view kFirst = "-25567";    // 1900-01-01
    constexpr std::string_view kLast = "2932896";    // 9999-12-31
    Maker make;
    // A and B are one from day 10 on; C joins B on day 20 and leaves on day 30
    RowSet edges{.name = "edges", .rows = 2,
                 .columns = {make.texts("left", {"B", "C"}), make.texts("right", {"A", "B"}), Maker::days("since", {10, 20}),
                             Maker::days("until", {2'932'896, 30})}};
    const auto line = [&](std::string_view text, std::string_view since, std::string_view until) {
        return std::string(text) + " " + std::string(since) + " " + std::string(until);
    };
    CHECK(stretches(make, edges, {"A", "B", "C", "D"}) ==
          std::vector<std::string>{line("A: A", kFirst, kLast), line("B: B", kFirst, "10"), line("B: A", "10", kLast),
                                   line("C: C", kFirst, "20"), line("C: A", "20", "30"), line("C: C", "30", kLast),
                                   line("D: D", kFirst, kLast)});
    // beyond its bound a cluster falls apart, and all its members are named
    CHECK(stretches(make, edges, {"C"}, 2) == std::vector<std::string>{line("C: C", kFirst, kLast)});
    REQUIRE(make.skipped.size() == 1);
    CHECK(make.skipped.front().names == std::vector<std::string>{"A", "B", "C"});
}

TEST_CASE("a join of a day takes the rows in force on it") {
    Maker make;
    const auto with = std::make_shared<const RowSet>(
        RowSet{.name = "with", .rows = 3,
               .columns = {make.texts("who", {"A", "A", "A"}), make.texts("name", {"old", "new", "other"}),
                           Maker::days("since", {0, 10, 10}), Maker::days("until", {10, 20, 30})}});
    RowSet from{.name = "from", .rows = 5,
                .columns = {make.texts("who", {"A", "A", "A", "A", "A"}), Maker::days("day", {-1, 9, 10, 25, 30})}};
    JoinShape shape{.name = "one", .relation = {"with", {}}, .on = {{PlacedName{"who", {}}, PlacedName{"who", {}}}}, .all = true,
                    .each = false, .optional = false, .day = PlacedName{"day", {}}, .most = 100};
    auto context = make.context();
    const RowSet lists = joined(shape, from, with, context);
    const std::vector<std::size_t> sizes{elements(lists, "one", 0), elements(lists, "one", 1), elements(lists, "one", 2),
                                         elements(lists, "one", 3), elements(lists, "one", 4)};
    CHECK(sizes == std::vector<std::size_t>{0, 1, 2, 1, 0});
    shape.all = false;
    CHECK(joined(shape, from, with, context).rows == 3);
    shape.day = PlacedName{"dya", {}};
    static_cast<void>(joined(shape, from, with, context));
    CHECK(make.diagnostics.error_count() == 1);
}

TEST_CASE("a tie holds while all its identities hold, and names their rows") {
    Maker make;
    RowSet identities{.name = "identities", .rows = 4,
                      .columns = {make.texts("member", {"A", "X", "X", "B"}), make.texts("key", {"1", "1", "2", "2"}),
                                  make.texts("kind", {"k", "k", "k", "k"}), Maker::numbers("strength", {3, 3, 2, 3}),
                                  Maker::days("since", {0, 5, 3, 1}), Maker::days("until", {90, 100, 80, 99}),
                                  make.texts("row", {"r1", "r2", "r3", "r4"})}};
    RowSet pairs{.name = "pairs", .rows = 1, .columns = {make.texts("left", {"A"}), make.texts("right", {"B"})}};
    auto context = make.context();
    const RowSet out = with_ties({.name = "ties", .relation = {"identities", {}}, .left = {"left", {}}, .right = {"right", {}}, .hops = 2, .most = 9},
                                 pairs, identities, context);
    REQUIRE(elements(out, "ties", 0) == 1);
    const RowSet& ties = *out.find("ties")->target;
    CHECK(ties.find("since")->values->column.int32s == std::vector<std::int32_t>{5});
    CHECK(ties.find("until")->values->column.int32s == std::vector<std::int32_t>{80});
    CHECK(elements(out, "ties_rows", 0) == 4);
}

}  // namespace
}  // namespace huiqi
