#include "engine/io/inspection_texts.h"

#include <utility>

#include <fmt/format.h>

#include "engine/io/fault_words.h"

namespace huiqi::inspection_texts {
namespace {

DataFault finding(std::string_view code, Bilingual message, Bilingual help) {
    return fault_texts::fault(code, std::move(message), std::move(help), Severity::warning);
}

}  // namespace

DataFault calculation_tail(std::string_view text) {
    return finding("D044",
                   {fmt::format("计算留下了尾数，按显示的15位有效数字读作 {}", text),
                    fmt::format("a calculation left a tail; it is read as the 15 digits that are shown, {}", text)},
                   {"在公式外加 ROUND(…,2)", "put ROUND(…,2) around the formula"});
}

DataFault hidden_row() {
    return finding("D045", {"这一行是隐藏的，计算时照样读", "this row is hidden, and is read all the same"},
                   {"不要算就删掉它", "delete it if it should not count"});
}

DataFault number_as_text() {
    return finding("D301", {"数存成了文本，表格里求和会漏掉它", "a number is stored as text, which sums in the spreadsheet leave out"},
                   {"改成数，不写千位分隔符和空格", "make it a number, without grouping or blanks"});
}

DataFault hidden_decimals() {
    return finding("D302", {"存的小数比看到的多", "more decimals are stored than are shown"},
                   {"按看到的算就用 ROUND 取整后粘贴成数值；按存的算就多显示几位",
                    "paste the rounded value if what is shown counts; show more decimals if what is stored does"});
}

DataFault full_width() {
    return finding("D303", {"用了全角的字母、数字或符号", "full-width letters, digits or signs"},
                   {"用半角重新输入", "type it again in ASCII"});
}

DataFault wrong_credit_code() {
    return finding("D304",
                   {"统一社会信用代码的校验码不对（GB 32100-2015）", "the check character of the credit code is wrong (GB 32100-2015)"},
                   {"和营业执照核对：有一位写错了", "compare it with the licence: one character is wrong"});
}

DataFault wrong_patent_number() {
    return finding("D305", {"专利号的校验位不对", "the check digit of the patent number is wrong"},
                   {"和证书核对：有一位写错了", "compare it with the certificate: one digit is wrong"});
}

DataFault mixed_dates() {
    return finding("D306", {"日期的写法和规定的不同，读的时候会退回", "this date is not written as dates are read, and its row would be set aside"},
                   {"写成 2024-01-31", "write it as 2024-01-31"});
}

DataFault unclear_date() {
    return finding("D311", {"看不出是哪一天", "it is not clear which day this is"},
                   {"和原件核对，写成 2024-01-31", "compare it with the source and write it as 2024-01-31"});
}

DataFault repeated_header() {
    return finding("D307", {"数据中间又出现了表头", "the headings stand here again, among the data"},
                   {"删掉这一行", "delete this row"});
}

DataFault subtotal_row() {
    return finding("D308", {"这是合计行，不是一份申报", "this row is a total, and no application"},
                   {"删掉它；合计由程序计算", "delete it; totals are calculated"});
}

DataFault scientific() {
    return finding("D309", {"变成了科学记数法，后面的位数可能已经丢了", "it has become a number with an exponent; digits may be lost"},
                   {"照原件按文本重新输入", "type it again as text, from the source"});
}

DataFault code_as_number() {
    return finding("D312", {"代码存成了数，前面的0会丢", "a code is stored as a number, which loses zeros at its front"},
                   {"把单元格设为文本，照原件重新输入", "set the cell to text and type it again from the source"});
}

DataFault edge_blanks() {
    return finding("D310", {"前后有空格或看不见的字符", "blanks or unseen characters at the ends"},
                   {"去掉它们", "take them off"});
}

}  // namespace huiqi::inspection_texts
