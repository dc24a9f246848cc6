#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "engine/io/inspected_table.h"
#include "engine/io/inspection.h"
#include "engine/io/read_options.h"
#include "tests/unit/io/sample.h"
#include "tests/unit/io/workbook.h"

namespace huiqi {
namespace {

using Role = InspectedColumn::Role;

/// Gives what inspection finds in a sheet, `code@row:column=mended`; `roles` are those that rules expect of the first columns.
std::string found(std::string_view sheet, const std::vector<Role>& roles = {}) {
    const testing::TemporaryFolder folder;
    const std::string path = folder.path("in.xlsx");
    testing::write_workbook(path, "-- s --\n" + std::string(sheet));
    std::vector<DataFault> faults;
    const std::vector<InspectedTable> tables = InspectedTable::open(path, ReadOptions(), {}, faults);
    REQUIRE(tables.size() == 1);
    Inspection inspection(tables[0].headings());
    for (std::size_t column = 0; column < roles.size(); ++column) {
        inspection.expect_role(column, roles[column]);
    }
    REQUIRE(tables[0].each_row([&](const InspectedRow& row) {
        inspection.learn(row);
        return true;
    }, faults));
    inspection.settle();
    std::string all;
    REQUIRE(tables[0].each_row([&](const InspectedRow& row) {
        std::vector<InspectionFinding> findings;
        inspection.judge(row, findings);
        for (const InspectionFinding& one : findings) {
            all += (all.empty() ? "" : " ") + std::string(one.fault.code) + "@" + std::to_string(one.fault.line) + ":" +
                   std::to_string(one.fault.column_number) + (one.mended ? "=" + *one.mended : std::string());
        }
        return true;
    }, faults));
    return all;
}

}  // namespace

TEST_CASE("digits of accounts and codes are no numbers stored as text") {
    CHECK(found("银行账号\nn:622202000\nn:622202001\n0622202002\n622202003\n").empty());   // the heading says what they are
    CHECK(found("付到\nn:622202000\nn:622202001\n0622202002\n+8613800000005\n12345678901234567\n").empty());   // the texts do
    CHECK(found("付到\nn:622202000\nn:622202001\n622202003\n") == "D301@4:1=622202003");
    CHECK(found("付到\nn:622202000\nn:622202001\n622202003\n", {Role::text}).empty());     // rules read a text
}

TEST_CASE("what is promised of a number is what a number cell can hold") {
    CHECK(found("额\nn:1\nn:2\n007.50\n", {Role::number}) == "D301@4:1=7.50");
    CHECK(found("额\nn:1\nn:2\n000\n", {Role::number}) == "D301@4:1=0");
    CHECK(found("额\nn:1\nn:2\n-05\n", {Role::number}) == "D301@4:1=-5");
    CHECK(found("额\nn:1\nn:2\n0.5\n", {Role::number}) == "D301@4:1=0.5");
}

TEST_CASE("a number that its format shows as a code is found where a text is read, and mended to what is shown") {
    CHECK(found("申请编号\nk:1001\nk:10010\n") == "D127@2:1=01001");
    CHECK(found("付到\nk:1001\nn:1002\n") == "D127@2:1=01001");          // zeros in front of a number are a code
    CHECK(found("付到\nk:1001\nn:1002\n", {Role::text}) == "D127@2:1=01001");
    CHECK(found("额\nk:1001\nn:1002\n", {Role::number}).empty());        // of which only the number counts
}

}  // namespace huiqi
