#include "tools/huiqi/report/printed_page.h"

#include "engine/api/findings_markup.h"

namespace huiqi {
namespace {

constexpr std::string_view kStyle = R"(
@page { size: A4; margin: 14mm 16mm; }
body { font: 10.5pt/1.4 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", sans-serif; color: #111; max-width: 178mm; margin: 8mm auto; }
section { break-after: page; } section:last-child { break-after: auto; }
h1 { font-size: 16pt; text-align: center; margin: 0 0 3mm; } h2 { font-size: 12pt; margin: 4mm 0 1.5mm; } p { margin: 1.5mm 0; }
table { border-collapse: collapse; width: 100%; margin-bottom: 2.5mm; } th, td { border: 1px solid #555; padding: 0.6mm 2mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #eee; font-weight: 600; white-space: nowrap; } td:first-child { min-width: 26mm; } td:nth-child(2) { min-width: 16mm; } td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.list { font-size: 9.5pt; } .list td:first-child, .list td:nth-child(2) { min-width: 0; } .list .code { white-space: nowrap; } .list th.number { text-align: right; }
svg { width: 100%; margin-bottom: 3mm; } svg text { font-size: 11px; } .bar0 { fill: #9db8d9; } .bar1 { fill: #1f4e8c; } .bar2 { fill: #d98e2b; }
.source { color: #444; font-size: 9pt; line-height: 1.3; } .value { white-space: nowrap; } .total { font-size: 13pt; font-weight: 600; }
.signatures { display: flex; gap: 6mm; margin-top: 5mm; } .signatures div { flex: 1; border: 1px solid #555; height: 24mm; padding: 2mm; }
tr, .signatures { break-inside: avoid; }
@media print { body { margin: 0; } }
)";

}  // namespace

std::string printed_page(std::string_view title, std::string_view language, std::string_view body) {
    std::string page = "<!doctype html>\n<html lang=\"" + std::string(language) +
                       "\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" "
                       "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>" +
                       escaped_html(title) + "</title>\n<style>" + std::string(kStyle) + "</style>\n</head>\n<body>\n";
    page += body;
    return page + "</body>\n</html>\n";
}

}  // namespace huiqi
