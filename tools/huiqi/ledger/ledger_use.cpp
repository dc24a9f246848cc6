#include "tools/huiqi/ledger/ledger_use.h"

#include <algorithm>
#include <ctime>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "engine/diagnostic/expect.h"
#include "engine/io/file_names.h"
#include "engine/io/heading.h"
#include "engine/language/characters.h"
#include "engine/numeric/decimal_text.h"
#include "engine/numeric/integer.h"
#include "tools/huiqi/command_line.h"
#include "tools/huiqi/ledger/what_if_words.h"

namespace huiqi {

Exit ledger_problem(const Program& program, const LedgerFault& fault) {
    talk(render_fault(fault, program.language));
    if (fault.code == "L001") {
        return Exit::input_output;
    }
    if (fault.code == "L002") {
        return Exit::input_missing;
    }
    if (fault.code == "L006") {
        return Exit::would_overwrite;
    }
    if (fault.code == "L007" || fault.code == "L009" || fault.code == "L012") {
        return Exit::answer_is_no;
    }
    return fault.code == "L010" || fault.code == "L003" ? Exit::wrong_use : Exit::not_allowed;
}

std::unique_ptr<Ledger> open_ledger(const Program& program, const std::string& name, Exit* problem) {
    if (!is_connection(name)) {
        keep_from_outputs(name);
    }
    auto ledger = std::make_unique<Ledger>(name, false);
    if (ledger->fault()) {
        const Exit exit = ledger_problem(program, *ledger->fault());
        if (problem != nullptr) {
            *problem = exit == Exit::answer_is_no ? exit : Exit::input_missing;
        }
        return nullptr;
    }
    return ledger;
}

std::optional<BatchAccount> find_batch(const Program& program, Ledger& ledger, const std::string& batch) {
    auto account = read_account(ledger, batch);
    if (!account) {
        std::string known;
        for (const std::string& name : batch_names(ledger)) {
            known += (known.empty() ? "" : ", ") + name;
        }
        (void)ledger_problem(
            program, {"L003",
                      {"台账里没有批次“" + batch + "”，或它的记录已损坏", "the ledger has no batch `" + batch + "`, or its entries are damaged"},
                      {known.empty() ? "台账还是空的" : "有：" + known, known.empty() ? "the ledger is empty" : "there are: " + known}});
    }
    return account;
}

namespace {
constexpr std::size_t kDaySize = std::string_view("2025-01-01").size();

/// Gives what the clock of this machine says, so many seconds ahead: 2025-06-30T08:15:00Z.
[[nodiscard]] std::string clock_time(std::int64_t ahead_seconds = 0) {
    const std::time_t now = std::time(nullptr) + static_cast<std::time_t>(ahead_seconds);
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::string text(20, '\0');
    std::strftime(text.data(), text.size() + 1, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

}  // namespace

std::string time_of(const LedgerTask& task) {
    return task.at.empty() ? clock_time() : task.at;
}

Date today_of(const LedgerTask& task) {
    const std::string at = time_of(task);
    const auto day = Date::parse(at.substr(0, kDaySize));
    expect(day.has_value(), "the time of an entry begins with its day");   // `some_time` saw to it
    return Date::from_days(day.value().days() + (at.compare(kDaySize + 1, 2, "16") >= 0 ? 1 : 0));
}

std::string entry_body(const LedgerTask& task, const std::string& kind, const std::string& more) {
    nlohmann::json body = nlohmann::json::parse(more);
    body["kind"] = kind;
    body["batch"] = task.batch;
    body["by"] = task.by;
    body["at"] = time_of(task);
    if (!task.reason.empty()) {
        body["reason"] = task.reason;
    }
    return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

bool same_person(std::string_view one, std::string_view other) {
    return folded_heading(one) == folded_heading(other);
}

namespace {

/// Whether a text holds line ends, escapes or marks of direction, by which a list could show something else than is there.
[[nodiscard]] bool has_unprinted(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        const auto next = static_cast<unsigned char>(at + 1 < text.size() ? text[at + 1] : '\0');
        const auto last = static_cast<unsigned char>(at + 2 < text.size() ? text[at + 2] : '\0');
        const bool control = byte < 0x20 || byte == 0x7f || (byte == 0xc2 && next >= 0x80 && next < 0xa0);
        const bool direction = byte == 0xe2 && ((next == 0x80 && last >= 0xa8 && last <= 0xae) || (next == 0x81 && last >= 0xa6 && last <= 0xa9));
        const bool blank_braille = byte == 0xe2 && next == 0xa0 && last == 0x80;   // a letter to Unicode, and nothing to the eye
        if (control || direction || blank_braille) {
            return true;
        }
    }
    return false;
}

[[nodiscard]] std::string unprinted(const std::string& option) {
    return said_in_both({option + "里有换行、控制字符、方向标记或空的盲文符号", option + " has line ends, control characters, marks of direction or empty braille in it"});
}

}  // namespace

std::string some_batch(const std::string& text) {
    return folded_heading(text).empty() ? said_in_both({"批次编号是空的", "the batch id is empty"}) : has_unprinted(text) ? unprinted("BATCH") : std::string();
}

std::string some_name(const std::string& text) {
    if (has_unprinted(text)) {
        return unprinted("--by");
    }
    return folded_heading(text).empty() ? said_in_both({"--by 要写是谁", "--by wants the name of a person"}) : std::string();
}

std::string some_time(const std::string& text) {
    constexpr std::string_view kForm = "0000-00-00T00:00:00Z";
    bool fits = text.size() == kForm.size() || text.size() + 1 == kForm.size();
    for (std::size_t at = 0; fits && at < text.size(); ++at) {
        fits = kForm[at] == '0' ? text[at] >= '0' && text[at] <= '9' : text[at] == kForm[at];
    }
    const auto day = Date::parse(text.substr(0, kDaySize));
    const bool exists = fits && day.has_value() && day.value() < Date::from_civil(9999, 12, 31) && text.compare(11, 2, "24") < 0 &&
                        text.compare(14, 2, "60") < 0 && text.compare(17, 2, "60") < 0;
    if (!exists) {
        return said_in_both({"--at：“" + text + "”不是时间，写成 2025-06-30T08:15:00Z", "--at: `" + text + "` is no time; write it like 2025-06-30T08:15:00Z"});
    }
    // What has not come yet would make days of payments that have not come either. Both texts are of one form and compare as times.
    constexpr std::int64_t kClocksDiffer = 300;
    constexpr std::size_t kSeconds = kForm.size() - 1;
    return text.compare(0, kSeconds, clock_time(kClocksDiffer), 0, kSeconds) <= 0
               ? std::string()
               : said_in_both({"--at：“" + text + "”还没有到，现在是 " + clock_time() + "（UTC，比北京时间晚八小时）",
                               "--at: `" + text + "` is still to come: it is " + clock_time() + " (UTC, eight hours behind China)"});
}

/// Refuses a reason without a letter of any script, such as a dot: years later it must say something.
std::string some_reason(const std::string& text) {
    if (has_unprinted(text)) {
        return unprinted("--reason");
    }
    bool letter = false;
    for (std::size_t at = 0; at < text.size() && !letter; ++at) {
        const bool plain = text[at] == '_' || (text[at] >= '0' && text[at] <= '9');
        letter = !plain && end_of_name(text, at) != at;
    }
    return letter ? std::string() : said_in_both({"--reason 要写明理由", "--reason wants words"});
}

void add_ledger_options(CLI::App& command, LedgerTask& task, bool reason) {
    command.add_option("BATCH", task.batch, "the batch / 批次")->required()->check(some_batch);
    command.add_option("--ledger", task.ledger, "a file (SQLite), or postgresql://… / 台账")->required();
    command.add_option("--by", task.by, "who answers for this step / 经办人")->required()->check(some_name);
    command.add_option("--at", task.at, "time of the step, by default now / 时间")->check(some_time);
    if (reason) {
        command.add_option("--reason", task.reason, "why / 理由")->required()->check(some_reason);
    }
}

void tell_of_decision(const Program& program, const BatchDecision& decision) {
    for (const Bilingual& one : told_of_decision(decision)) {
        talk(program.say(one));
    }
}

bool stands_at(const Program& program, const BatchAccount& account, const std::vector<BatchStage>& stages,
               const Bilingual& step) {
    if (std::find(stages.begin(), stages.end(), account.stage) != stages.end()) {
        return true;
    }
    Bilingual needed;
    for (const BatchStage stage : stages) {
        needed.zh += (needed.zh.empty() ? "" : "或") + stage_text(stage).zh;
        needed.en += (needed.en.empty() ? "" : " or ") + stage_text(stage).en;
    }
    const Bilingual now = stage_text(account.stage);
    (void)ledger_problem(program, {"L004",
                                   {"批次“" + account.id + "”现在是“" + now.zh + "”，不能" + step.zh,
                                    "batch `" + account.id + "` is " + now.en + ": it cannot be " + step.en},
                                   {"要先" + needed.zh, "it must be " + needed.en + " first"}});
    return false;
}

std::string yuan_text(std::int64_t fen) {
    return fixed_text(Integer(fen), Money::kDecimals);
}

std::optional<Money> read_yuan(const Program& program, const std::string& option, const std::string& text) {
    const auto amount = Money::parse(text);
    if (!amount || amount->minor() < 0) {
        complain(program, {option + "：“" + text + "”不是元数", option + ": `" + text + "` is no amount of yuan"},
                 {"写成 5000000 或 5000000.00", "write 5000000 or 5000000.00"});
        return std::nullopt;
    }
    return *amount;
}

Exit write_entry(const Program& program, Ledger& ledger, const LedgerTask& task, const std::string& kind,
                 const std::string& more) {
    if (!ledger.append(task.batch, kind, entry_body(task, kind, more)) || !ledger.commit()) {
        ledger.roll_back();
        return ledger_problem(program, *ledger.fault());
    }
    return Exit::done;
}

}  // namespace huiqi
