#include "engine/io/row_words.h"

#include <doctest/doctest.h>

#include <string>

#include "engine/io/note_rows.h"

namespace huiqi {
namespace {

/// Whether one of the long looks would find something in a cell.
bool could_be_no_application(const std::string& cell) {
    return cell.empty() || may_be_total(cell) || may_begin_note(cell) || is_sentence(cell);
}

TEST_CASE("a cell that is passed over at one look is passed over by the long ones") {
    for (int byte = 1; byte < 256; ++byte) {
        for (const std::string_view rest : {"", "o", "u", "r", "e", "otal", "OTE:", "2024-000001", "注：以上金额均", "，。；：合计金额万"}) {
            const std::string cell = std::string(1, static_cast<char>(byte)) + std::string(rest);
            CAPTURE(cell);
            CHECK((!is_plain_code(cell) || !could_be_no_application(cell)));
        }
    }
}

TEST_CASE("numbers of applications and credit codes are passed over, totals and notes are not") {
    for (const std::string cell : {"2024-000001", "91320700ULFYB1MH0F", "A17"}) {
        CAPTURE(cell);
        CHECK(is_plain_code(cell));
    }
    for (const std::string cell : {"", "合计", "Total", "Unit: RMB 10000", "SUM", "Grand total", "Note: all in yuan", "Remark", "注：含税", " 合计",
                                   "2024年度以上金额均为含税价，不含运费。"}) {
        CAPTURE(cell);
        CHECK_FALSE(is_plain_code(cell));
    }
}

TEST_CASE("a total of somebody says nothing else") {
    for (const std::string cell : {"合计", "合计：", "合计（元）", "合计 5 户", "小计1", "合计共3户", "本页小计"}) {
        CAPTURE(cell);
        CHECK(is_total_number(cell, true));
    }
    for (const std::string cell : {"小计算机-01", "合计划1", "共计算1", "合计-01", "总计A01"}) {
        CAPTURE(cell);
        CHECK(is_total_number(cell));
        CHECK_FALSE(is_total_number(cell, true));
    }
}

}  // namespace
}  // namespace huiqi
