#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>
#include <vector>

#include "engine/io/output_file.h"
#include "engine/rulebook/document_text.h"
#include "engine/rulebook/rule_files.h"
#include "engine/rulebook/rulebook.h"
#include "tools/huiqi/commands.h"

namespace huiqi {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kLargestText = 4U << 20U;

struct NewOptions {
    std::string path;
    std::string id;
    std::string text;
};

/// The name of a file without what would not do as a part of an id.
[[nodiscard]] std::string id_from(const fs::path& path) {
    std::string id = path.stem().string();
    for (char& sign : id) {
        sign = sign == ' ' || sign == '.' || sign == ':' ? '_' : sign;
    }
    return id;
}

/// The clauses of a document, each still open; `chinese` chooses the words.
[[nodiscard]] std::string clauses_of(const DocumentText& text, bool chinese) {
    std::string lines;
    for (const TextClause& clause : text.clauses()) {
        if (!clause.heading_only) {
            lines += "  " + clause.label + (chinese ? ": {处理: 未定, 说明: 还没有读}\n" : ": {treatment: open, note: not read yet}\n");
        }
    }
    return lines.empty() ? std::string() : (chinese ? "\n条款:\n" : "\nclauses:\n") + lines;
}

[[nodiscard]] std::string chinese_rules(const std::string& id, const std::string& text, const std::string& clauses) {
    return "# 一句话：谁，为什么，得多少。\n"
           "种类: 事项\n"
           "编号: " + id + "\n"
           "名称: 这里写事项的名称\n"
           "依据:\n"
           "  文件一: {文件: 这里写文件的全称, 文号: 这里写文号" + (text.empty() ? "" : ", 文本: \"" + text + "\"") + "}\n"
           "  标准: {属于: 文件一, 条款: 第一条}  # 再写“原文: …”，照抄写明数额的那一句\n"
           "\n"
           "申报:\n"
           "  申请主体: {类型: 申请主体, 问题: 申请人属于哪一类？}\n"
           "  支出额: {类型: 金额, 小数: 2, 范围: 0元以上, 问题: 实际支出多少元？, 证明: 发票}\n"
           "枚举:\n"
           "  申请主体: [企业, 其他]\n"
           "\n"
           "条件:\n"
           "  - {编号: 企业, 要求: 申请主体 = 企业, 不符合时: 只补贴企业, 依据: 标准}\n"
           "奖补:\n"
           "  - {基数: 支出额, 依据: 标准}\n"
           "  - {乘: 50%, 依据: 标准}\n"
           "  - {取整: 四舍五入到分, 解释: 文件没有规定取整}\n"
           "  - {上限: 2万元, 依据: 标准}\n" + clauses +
           "\n"
           "用例:\n"
           "  # 换成文件里的或者手算的例子；没有改好以前，huiqi test 就不通过。\n"
           "  - 名称: 第一个用例，结果要手算\n"
           "    申报: {申请主体: 企业, 支出额: 12345.67}\n"
           "    结果: {符合: 是, 金额: 0元}\n";
}

[[nodiscard]] std::string english_rules(const std::string& id, const std::string& text, const std::string& clauses) {
    return "# One sentence: who gets how much, and for what.\n"
           "kind: incentive\n"
           "id: " + id + "\n"
           "title: The name of the incentive\n"
           "sources:\n"
           "  document1: {document: The whole title of the document, number: its number" + (text.empty() ? "" : ", text: \"" + text + "\"") + "}\n"
           "  standard: {part_of: document1, clause: article 1}  # add `quote: …`, the sentence that says how much\n"
           "\n"
           "inputs:\n"
           "  applicant: {type: applicant, question: What kind of applicant is it}\n"
           "  expense: {type: money, decimals: 2, range: ≥ 0 yuan, question: What was spent in yuan, evidence: invoices}\n"
           "enums:\n"
           "  applicant: [enterprise, other]\n"
           "\n"
           "conditions:\n"
           "  - {id: enterprise, test: applicant = enterprise, reason: only enterprises receive this, source: standard}\n"
           "award:\n"
           "  - {base: expense, source: standard}\n"
           "  - {times: 50%, source: standard}\n"
           "  - {round: round half up to 0.01 yuan, interpretation: the document does not say how to round}\n"
           "  - {cap: 20000 yuan, source: standard}\n" + clauses +
           "\n"
           "cases:\n"
           "  # Put an example of the document here, or one worked out by hand; until then `huiqi test` fails.\n"
           "  - name: the first case, to be worked out by hand\n"
           "    given: {applicant: enterprise, expense: 12345.67}\n"
           "    expect: {eligible: true, amount: 0 yuan}\n";
}

/// Reads the clauses of the stored text; nothing when it is not there or lies elsewhere, which has been said.
[[nodiscard]] std::optional<std::string> read_clauses(const Program& program, const NewOptions& options, std::string& named) {
    if (options.text.empty()) {
        return std::string();
    }
    std::error_code error;
    const fs::path folder = fs::weakly_canonical(fs::absolute(fs::path(options.path)).parent_path(), error);
    const fs::path within = fs::weakly_canonical(fs::absolute(options.text), error).lexically_relative(folder);
    const std::optional<std::string> bytes = read_rule_file(options.text, kLargestText);
    if (!bytes) {
        complain(program, {"不能读 " + options.text, "cannot read " + options.text});
        return std::nullopt;
    }
    if (within.empty() || *within.begin() == "..") {
        complain(program, {options.text + " 不在规则文件的文件夹里", options.text + " lies outside the folder of the rule file"},
                 {"放进规则文件旁边的 documents 文件夹", "put it into a folder `documents` beside the rule file"});
        return std::nullopt;
    }
    named = within.generic_string();
    Sources sources;
    const SourceId source = sources.add(options.text, *bytes);
    return clauses_of(DocumentText(sources, source), program.language == Language::zh);
}

/// Tells whether a rule file with this id loads; says why not.
[[nodiscard]] bool is_usable(const Program& program, const NewOptions& options, const std::string& id) {
    Diagnostics faults;
    const Rulebook made = load_rulebook_text("rule.yaml", english_rules(id, "", ""), faults);
    if (!faults.has_errors() && made.find(id) != nullptr) {
        return true;
    }
    const auto first = std::find_if(faults.all().begin(), faults.all().end(), [](const Diagnostic& one) { return one.severity == Severity::error; });
    const Bilingual why = first != faults.all().end() ? first->message : Bilingual{"“" + id + "”不能作编号", "`" + id + "` cannot be an id"};
    complain(program, options.id.empty() ? Bilingual{why.zh + "（取自文件名）", why.en + " (taken from the name of the file)"} : why,
             {"编号由汉字、字母、数字和 . _ - 组成，例如 --id 某市.保费补贴", "an id is made of letters, digits, Chinese and . _ -, such as --id city.premium"});
    return false;
}

/// Says why nothing could be written.
[[nodiscard]] Exit not_written(const Program& program, const NewOptions& options, const std::vector<DataFault>& faults) {
    std::error_code unknown;
    if (fs::exists(options.path, unknown)) {
        complain(program, {options.path + " 已经有了，没有改动", options.path + " is there already and stays as it is"});
        return Exit::would_overwrite;
    }
    const fs::path folder = fs::path(options.path).parent_path();
    if (!folder.empty() && !fs::exists(folder, unknown)) {
        complain(program, {"不能写 " + options.path + "：没有文件夹 " + folder.string(), "cannot write " + options.path + ": there is no folder " + folder.string()},
                 {"先建文件夹：mkdir -p '" + folder.string() + "'", "make it first: mkdir -p '" + folder.string() + "'"});
    } else if (!faults.empty()) {
        complain(program, faults.front().message, faults.front().help);
    } else {
        complain(program, {"不能写 " + options.path, "cannot write " + options.path});
    }
    return Exit::input_output;
}

Exit create(const Program& program, const NewOptions& options) {
    std::string text;
    const std::optional<std::string> clauses = read_clauses(program, options, text);
    if (!clauses) {
        return Exit::input_missing;
    }
    const std::string id = options.id.empty() ? id_from(options.path) : options.id;
    if (!is_usable(program, options, id)) {
        return Exit::wrong_use;
    }
    const std::string rules = program.language == Language::zh ? chinese_rules(id, text, *clauses) : english_rules(id, text, *clauses);
    std::vector<DataFault> faults;
    const auto output = OutputFile::open(options.path, false, faults);
    if (output == nullptr || !output->write(rules) || !output->commit()) {
        return not_written(program, options, faults);
    }
    talk(program.say({"写好了 " + options.path + "。下一步：\n  huiqi check " + options.path + "\n  huiqi test " + options.path +
                          "   （第一个用例还不通过：换成手算的例子）",
                      "wrote " + options.path + ". Next:\n  huiqi check " + options.path + "\n  huiqi test " + options.path +
                          "   (the first case fails: put one worked out by hand in its place)"}));
    return Exit::done;
}

}  // namespace

void add_new(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand("new", "begin a rule file, with a first case that fails / 起草一个规则文件，带一个还不通过的用例");
    auto options = std::make_shared<NewOptions>();
    command->add_option("FILE", options->path, "the rule file to write; its keys are in the language of --lang / 要写的规则文件")->required();
    command->add_option("--id", options->id, "by default the name of the file / 编号");
    command->add_option("--text", options->text, "the text of the document, below the folder of FILE: its clauses are listed as open / 文件的文本，逐条列出，都标未定");
    command->footer("examples:\n  huiqi --lang zh new rules/my-city/premium.yaml --id 某市.保费补贴\n"
                    "  huiqi new rules/my-city/premium.yaml --text rules/my-city/documents/notice.txt");
    command->callback([options, &chosen] {
        chosen = [options](const Program& program) { return create(program, *options); };
    });
}

}  // namespace huiqi
