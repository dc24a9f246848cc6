#include "engine/api/findings_markup.h"

#include <fmt/format.h>

namespace huiqi {

std::string escaped_html(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '&': out += "&amp;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

std::string findings_page(std::string_view title, std::string_view body, Language language) {
    return fmt::format(
        "<!doctype html>\n<html lang=\"{2}\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" "
        "content=\"default-src 'none'; style-src 'unsafe-inline'\"><title>{0}</title><style>"
        "body{{font:15px/1.5 system-ui,sans-serif;margin:2em auto;max-width:84em;padding:0 1em;color:#1a1a1a}}"
        "table{{border-collapse:collapse;width:100%}}th,td{{border:1px solid #ccc;padding:.3em .5em;text-align:left;"
        "vertical-align:top}}th{{background:#f3f3f3}}.high,.critical{{color:#a30000;font-weight:bold}}"
        ".medium{{color:#8a5a00}}table.list{{table-layout:fixed}}td.money{{text-align:right}}"
        "td.rows{{font-size:12px;overflow-wrap:anywhere}}td.id{{overflow-wrap:anywhere}}"
        ".graph{{overflow-x:auto;border:1px solid #ddd}}svg{{display:block;max-width:100%;height:auto}}"
        "@media print{{body{{margin:0;font-size:11px}}.graph{{overflow:visible}}}}</style></head><body><h1>{0}</h1>\n"
        "{1}</body></html>\n",
        escaped_html(title), body, language == Language::zh ? "zh" : "en");
}

}  // namespace huiqi
