#include "engine/io/data_fault.h"

#include <fmt/format.h>

#include "engine/diagnostic/text.h"
#include "engine/io/cell_place.h"
#include "engine/io/json_text.h"

namespace huiqi {
namespace {

constexpr std::size_t kShownName = 60;

/// Gives `C12` of a sheet, `12` where the whole row is meant.
std::string cell_of(const DataFault& fault) {
    if (fault.line == 0) {
        return {};
    }
    return fault.column_number == 0 ? std::to_string(fault.line)
                                    : cell_name({.row = fault.line, .column = fault.column_number - 1});
}

std::string place(const DataFault& fault) {
    std::string text = excerpt(fault.file, 200);
    if (!fault.sheet.empty()) {
        text += fmt::format(":{}{}{}", excerpt(fault.sheet, kShownName), fault.line == 0 ? "" : "!", cell_of(fault));
    } else if (fault.line != 0) {
        text += fmt::format(":{}", fault.line);
    }
    if (fault.column_number != 0 && fault.sheet.empty()) {
        text += fmt::format(":{}", fault.column_number);
    }
    if (!fault.column_name.empty()) {
        text += fmt::format(" ({})", excerpt(fault.column_name, kShownName));
    }
    return text;
}

std::string_view severity_word(Severity severity, bool chinese) {
    if (severity == Severity::error) {
        return chinese ? "错误" : "error";
    }
    return chinese ? "警告" : "warning";
}

void append_member(std::string& out, std::string_view name, std::string_view text) {
    out += out.size() == 1 ? "" : ",";
    append_json_string(out, name);
    out += ':';
    if (text.empty()) {
        out += "null";
    } else {
        append_json_string(out, text);
    }
}

void append_member(std::string& out, std::string_view name, std::uint64_t number) {
    append_json_string(out += ',', name);
    out += number == 0 ? ":null" : fmt::format(":{}", number);
}

}  // namespace

void FirstFaults::add(const std::vector<DataFault>& faults) {
    for (const DataFault& fault : faults) {
        if (first_.size() < kMost) {
            first_.push_back(fault);
        } else if (hidden_++ == 0) {
            more_ = fault;
        }
    }
}

std::vector<DataFault> FirstFaults::told() const {
    std::vector<DataFault> all = first_;
    if (hidden_ != 0) {
        DataFault& rest = all.emplace_back();
        rest.code = more_.code;
        rest.severity = more_.severity;
        rest.file = more_.file;
        rest.sheet = more_.sheet;
        rest.message = {fmt::format("还有 {} 处错误没有列出", hidden_), fmt::format("{} more faults are not shown", hidden_)};
        rest.help = {"先改正列出的各处；`huiqi inspect` 和 `huiqi run … --rejects 文件` 写出每一行的错误",
                     "mend those shown first; `huiqi inspect`, and `huiqi run … --rejects FILE`, tell the faults of every row"};
    }
    return all;
}

std::string render_fault(const DataFault& fault, Language language) {
    const bool chinese = language == Language::zh;
    std::string text = fmt::format("{}: {}[{}]: {}\n", place(fault), severity_word(fault.severity, chinese),
                                   fault.code, fault.message.in(language));
    if (!fault.value.empty()) {
        text += fmt::format("  = {}{}\n", chinese ? "原值：" : "value: ", excerpt(fault.value));
    }
    if (!fault.help.in(language).empty()) {
        text += fmt::format("  = {}{}\n", chinese ? "改法：" : "help: ", fault.help.in(language));
    }
    return text;
}

std::string render_fault_json(const DataFault& fault, Language language) {
    std::string out = "{";
    append_member(out, "file", fault.file);
    append_member(out, "line", fault.line);
    append_member(out, "column", std::uint64_t{fault.column_number});
    append_member(out, "column_name", fault.column_name);
    append_member(out, "value", fault.value);
    append_member(out, "code", fault.code);
    append_member(out, "severity", severity_word(fault.severity, false));
    append_member(out, "message", fault.message.in(language));
    append_member(out, "fix", fault.help.in(language));
    if (!fault.sheet.empty()) {
        append_member(out, "sheet", fault.sheet);
        append_member(out, "cell", cell_of(fault));
    }
    return out += '}';
}

}  // namespace huiqi
