#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/api/batch_input.h"
#include "engine/evaluate/evaluator.h"
#include "engine/plan/compile.h"
#include "engine/rulebook/rulebook.h"
#include "tests/support/row_values.h"

namespace huiqi {
namespace {

const std::string kRule =
    "种类: 事项\n编号: 例\n名称: 例\n申报:\n"
    "  集团: {类型: 文本}\n  额: {类型: 金额, 小数: 2, 范围: 0元以上}\n  得分: {类型: 整数, 范围: '[0..100]'}\n"
    "  受理: {类型: 整数, 范围: '[0..1000000]'}\n  合格: {类型: 是否}\n"
    "全批:\n"
    "  集团额: {每: 集团, 求: 合计, 值: 额, 当: 合格}\n"
    "  户数: {求: 个数, 当: 合格}\n"
    "  最高: {求: 最大, 值: 得分, 当: 合格}\n"
    "  最低: {每: 集团, 求: 最小, 值: 额, 当: 合格}\n"
    "  名次: {排名: [{按: 得分, 次序: 降}, {按: 受理, 次序: 升}], 当: 合格, 并列: 同名次}\n"
    "计算:\n  名: 'default(名次, 0)'\n  高: 'default(最高, 0)'\n  低: 'default(最低, 0元)'\n"
    "条件:\n  - {编号: 有, 要求: 集团额 + 低 >= 0 且 户数 + 高 + 名 >= 0, 不符合时: 无}\n";

struct Row {
    std::string group;
    int amount = 0;
    int score = 0;
    int receipt = 0;
    bool counts = true;
};

/// A file in the folder for temporary files, gone at the end.
class TemporaryFile {
public:
    TemporaryFile(const std::string& name, const std::string& text)
        : path_(std::filesystem::temp_directory_path() / (std::string("huiqi-population-") + std::to_string(std::random_device{}()) + name)) {
        std::ofstream(path_) << text;
    }
    ~TemporaryFile() { std::filesystem::remove(path_); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    [[nodiscard]] std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

[[nodiscard]] std::string csv(const std::vector<Row>& rows) {
    std::string text = "id,集团,额,得分,受理,合格\n";
    for (std::size_t at = 0; at < rows.size(); ++at) {
        text += std::to_string(at) + "," + rows[at].group + "," + std::to_string(rows[at].amount) + "," +
                (rows[at].score < 0 ? "未答" : std::to_string(rows[at].score)) + "," + std::to_string(rows[at].receipt) + "," +
                (rows[at].counts ? "是" : "否") + "\n";
    }
    return text;
}

/// Rules, and what becomes of a file of applications under them.
class Batches {
public:
    explicit Batches(const std::string& text) {
        rulebook_ = load_rulebook_text("sample.yaml", text, diagnostics_);
        REQUIRE(!diagnostics_.has_errors());
        rules_.incentives = {&rulebook_.incentives.front()};
        plan_ = std::make_shared<const Plan>(compile(rules_.incentives, nullptr, CompileOptions(), diagnostics_));
        REQUIRE(!diagnostics_.has_errors());
    }

    /// Gives the value that each row has for a name, `?` for unknown and `无` for absent; or the codes of the faults.
    [[nodiscard]] std::vector<std::string> values(const std::string& text, const std::string& name, const std::string& ending = ".csv") {
        const TemporaryFile file(ending, text);
        ReadOptions how;
        how.block_bytes = 64;   // many blocks
        how.tell_unused = false;
        OpenedInput opened = open_batch(file.path(), plan_->schema, how, PopulationPlan::of(rules_));
        codes_.clear();
        for (const DataFault& fault : opened.faults) {
            codes_.emplace_back(fault.code);
        }
        std::vector<std::string> all;
        if (opened.input == nullptr) {
            return codes_;
        }
        const auto parser = opened.input->parser();
        ParsedBlock block(plan_->schema);
        const auto field = plan_->schema.index(name);
        while (opened.input->next(block.block)) {
            block.clear();
            parser->parse(block);
            for (std::size_t row = 0; row < block.batch.rows(); ++row) {
                all.push_back(shown(testing::row_values(block.batch, plan_->schema, row)[*field]));
            }
        }
        return all;
    }
    [[nodiscard]] const std::vector<std::string>& codes() const { return codes_; }

private:
    [[nodiscard]] static std::string shown(const Value& value) {
        return value.state() == State::absent    ? "无"
               : value.state() == State::unknown ? "?"
                                                 : value.number().str();
    }

    Diagnostics diagnostics_;
    Rulebook rulebook_;
    Selection rules_;
    std::shared_ptr<const Plan> plan_;
    std::vector<std::string> codes_;
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("values of the whole batch are those of the group, of those that count") {
    Batches batch(kRule);
    const std::string text = csv({{"甲", 100, 80, 3}, {"乙", 50, 90, 1}, {"甲", 30, 80, 2, true}, {"乙", 7, 99, 9, false}, {"丙", 1, 5, 9, false}});
    CHECK(batch.values(text, "集团额") == Texts{"130", "50", "130", "50", "0"});
    CHECK(batch.values(text, "户数") == Texts{"3", "3", "3", "3", "3"});
    CHECK(batch.values(text, "最高") == Texts{"90", "90", "90", "90", "90"});
    CHECK(batch.values(text, "最低") == Texts{"30", "50", "30", "50", "无"});
    CHECK(batch.values(text, "名次") == Texts{"3", "1", "2", "无", "无"});
}

TEST_CASE("a mean of the batch is rounded as it says, and absent where nobody counts") {
    std::string rule = kRule;
    rule.replace(rule.find("计算:"), 0, "  均: {每: 集团, 求: 平均, 值: 额, 取整: 五舍六入到0.01元, 当: 合格}\n  均分: {求: 平均, 值: 得分, 取整: 截尾到10}\n");
    Batches batch(rule);
    // group 甲: 100, 30, 71 → 67; 乙: 1 and 2 → 1.5; 丙 has nobody that counts; all scores: 80+90+70+5+9+60 = 314 ÷ 6 = 52.33 → 50
    const std::string text = csv({{"甲", 100, 80, 3}, {"乙", 1, 90, 1}, {"甲", 30, 70, 2}, {"乙", 2, 5, 9}, {"丙", 1, 9, 9, false}, {"甲", 71, 60, 4}});
    CHECK(batch.values(text, "均") == Texts{"67", "3/2", "67", "3/2", "无", "67"});
    CHECK(batch.values(text, "均分") == Texts{"50", "50", "50", "50", "50", "50"});
    // 0.005 is half a cent: this mode cuts it down
    CHECK(batch.values("id,集团,额,得分,受理,合格\n1,甲,0.01,1,1,是\n2,甲,0,2,2,是\n", "均") == Texts{"0", "0"});
}

TEST_CASE("equal applications share a place, the next one keeps its own; or the batch is refused") {
    Batches shared(kRule);
    const std::string text = csv({{"甲", 1, 70, 5}, {"乙", 1, 90, 1}, {"丙", 1, 70, 5}, {"丁", 1, 60, 0}});
    CHECK(shared.values(text, "名次") == Texts{"2", "1", "2", "4"});
    std::string strict = kRule;
    strict.replace(strict.find("同名次"), std::string("同名次").size(), "拒绝");
    Batches refused(strict);
    CHECK(refused.values(text, "名次") == Texts{"D113"});
    CHECK(refused.values(csv({{"甲", 1, 70, 5}, {"乙", 1, 70, 6}}), "名次") == Texts{"1", "2"});
}

TEST_CASE("what an application leaves open is open for its group, and for all where its group is not known") {
    Batches batch(kRule);
    const std::string text = csv({{"甲", 1, -1, 1}, {"乙", 2, 50, 2}, {"丙", 3, -1, 3, false}});
    CHECK(batch.values(text, "最高") == Texts{"?", "?", "?"});
    CHECK(batch.codes() == Texts{"D114", "D114"});   // 最高 and 名次
    CHECK(batch.values(text, "名次") == Texts{"?", "?", "无"});
    CHECK(batch.values(text, "集团额") == Texts{"1", "2", "0"});
    const std::string nobody = "id,集团,额,得分,受理,合格\n1,未答,5,1,1,是\n2,甲,6,2,2,是\n3,未答,7,3,3,否\n";
    CHECK(batch.values(nobody, "集团额") == Texts{"?", "?", "?"});
    CHECK(batch.values(nobody, "户数") == Texts{"2", "2", "2"});
}

TEST_CASE("rows that are set aside are not in the batch, and a column of the name is not used") {
    Batches batch(kRule);
    CHECK(batch.values("id,集团,额,得分,受理,合格\n1,甲,5,1,1,是\n2,甲,六,2,2,是\n3,甲,7,3,3,是\n", "集团额") == Texts{"12", "12"});
    CHECK(batch.values("id,集团,额,得分,受理,合格,集团额\n1,甲,5,1,1,是,1000\n", "集团额") == Texts{"5"});
    CHECK(std::find(batch.codes().begin(), batch.codes().end(), "D114") != batch.codes().end());
    CHECK(batch.values("{\"集团\": \"甲\", \"额\": \"5\", \"得分\": 1, \"受理\": 1, \"合格\": true}\n", "集团额", ".jsonl") == Texts{"5"});
}

TEST_CASE("the order of rows never matters, and values are what a plain calculation gives") {
    Batches batch(kRule);
    std::mt19937 random(7);
    for (int round = 0; round < 20; ++round) {
        std::vector<Row> rows;
        for (int at = 0; at < 40; ++at) {
            rows.push_back({std::string(1, static_cast<char>('a' + random() % 5)), static_cast<int>(random() % 1000),
                            static_cast<int>(random() % 6), static_cast<int>(random() % 4), random() % 4 != 0});
        }
        std::shuffle(rows.begin(), rows.end(), random);
        Texts sums;
        Texts ranks;
        for (const Row& row : rows) {
            long sum = 0;
            long better = 0;
            for (const Row& other : rows) {
                sum += other.counts && other.group == row.group ? other.amount : 0;
                better += other.counts && (other.score > row.score || (other.score == row.score && other.receipt < row.receipt)) ? 1 : 0;
            }
            sums.push_back(std::to_string(sum));
            ranks.push_back(row.counts ? std::to_string(better + 1) : "无");
        }
        const std::string text = csv(rows);
        CHECK(batch.values(text, "集团额") == sums);
        CHECK(batch.values(text, "名次") == ranks);
    }
}

}  // namespace huiqi
