"""Two versions of rules on a batch whose awards depend on all applications: ranks, sums, and what was paid before."""

import csv
import json
import os
import pathlib
import subprocess
import tempfile
import unittest
from decimal import Decimal
from fractions import Fraction

SOURCE = pathlib.Path(os.environ.get("HUIQI_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))
PROGRAM = os.path.abspath(os.environ.get("HUIQI_PROGRAM", SOURCE / "build/release/huiqi"))

# The first of each county share a pool by what they spent, out of what all who are in have spent.
RULE = """种类: 事项
编号: 样例.择优
申报:
  县: {类型: 文本}
  得分: {类型: 数, 小数: 1, 范围: "[0..100]"}
  投入: {类型: 金额, 小数: 2, 范围: "[0元..1亿元]"}
参数:
  门槛: {类型: 数, 值: 60}
  名额: {类型: 整数, 值: 2}
  总盘: {类型: 金额, 值: 100万元}
计算:
  入围: 得分 >= 门槛
全批:
  名次: {排名: [{按: 得分, 次序: 降}], 每: 县, 当: 入围, 并列: 同名次}
  全部投入: {求: 合计, 值: 投入, 当: 入围}
条件:
  - {编号: 入围, 要求: 入围, 不符合时: 得分不够}
  - {编号: 名次, 要求: "缺省(名次, 0) <= 名额", 不符合时: 名额以外}
  - {编号: 有投入, 要求: 全部投入 > 0元, 不符合时: 没有投入}
奖补:
  - {基数: 总盘}
  - {乘: 投入 / 全部投入}
  - {取整: 四舍五入到分}
"""

PAID = """种类: 事项
编号: 样例.续补
申报:
  应补: {类型: 金额, 小数: 2, 范围: "[0元..1亿元]"}
  已付: {类型: 列表, 来自: 台账, 每项: {事项: 文本, 拨付日: 日期, 金额: {类型: 金额, 小数: 2}}}
参数:
  比例: {类型: 比例, 值: 100%}
奖补:
  - {基数: "孰高(0元, 应补 * 比例 - 合计(已付.金额))"}
  - {取整: 四舍五入到分}
"""


def huiqi(*arguments):
    done = subprocess.run([PROGRAM, "--lang", "zh", *map(str, arguments)], capture_output=True, text=True, timeout=600, check=False,
                          env=dict(os.environ, LC_ALL="C.UTF-8"))
    return done.returncode, done.stdout, done.stderr


def awards(rows, threshold, places, pool):
    """Worked out apart from the engine, by fractions."""
    inside = [score >= threshold for _, _, score, _ in rows]
    spent = sum((cost for (_, _, _, cost), into in zip(rows, inside) if into), Decimal(0))
    out = []
    for (_, county, score, cost), into in zip(rows, inside):
        rank = 1 + sum(other and theirs == county and more > score for (_, theirs, more, _), other in zip(rows, inside))
        share = Fraction(pool) * Fraction(cost) / Fraction(spent) if into and rank <= places and spent > 0 else Fraction(0)
        out.append(cents(share))
    return out


def cents(share):
    """Rounds a fraction half up to the cent."""
    return Decimal((share * 100 + Fraction(1, 2)).__floor__()) / 100


class BatchValues(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        self.old, self.new = self.folder / "old.yaml", self.folder / "new.yaml"
        self.old.write_text(RULE, encoding="utf-8")
        self.rows = [(f"A{number}", "东西南"[number % 3], Decimal(number * 37 % 1000) / 10, Decimal(number * 7919 % 1_000_000) / 100 + 1) for number in range(1, 400)]
        self.batch = self.folder / "batch.csv"
        with open(self.batch, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["编号", "县", "得分", "投入"])
            writer.writerows(self.rows)

    def on(self, text, *more):
        self.new.write_text(text, encoding="utf-8")
        code, out, err = huiqi("--json", "diff", self.old, self.new, "--on", self.batch, *more)
        self.assertIn(code, (0, 1), out + err)
        return json.loads(out)["batch"]

    def holds(self, text, after, alone):
        """The whole difference, and what each change alone adds, against what a person computes; the rest is told as such."""
        was, now = awards(self.rows, Decimal(60), 2, 1_000_000), awards(self.rows, *after)
        found = self.on(text)
        self.assertEqual((Decimal(found["all"]["before"]), Decimal(found["all"]["after"])), (sum(was), sum(now)))
        self.assertEqual(found["all"]["gaining"], sum(b > a for a, b in zip(was, now)))
        self.assertEqual(found["all"]["losing"], sum(b < a for a, b in zip(was, now)))
        changes = found["attribution"]["changes"]
        self.assertEqual([Decimal(one["difference"]) for one in changes], [sum(awards(self.rows, *one)) - sum(was) for one in alone])
        self.assertEqual(sum((Decimal(one["difference"]) for one in changes), Decimal(0)) + Decimal(found["attribution"]["remainder"]), sum(now) - sum(was))
        return found

    def test_a_change_behind_the_ranks(self):
        self.holds(RULE.replace("值: 100万元", "值: 90万元"), (Decimal(60), 2, 900_000), [(Decimal(60), 2, 900_000)])

    def test_a_change_that_moves_the_ranks_and_the_sum(self):
        # who is in no more makes room for the next, and the pool goes to fewer: no row can be looked at alone
        found = self.holds(RULE.replace("值: 60}", "值: 80}").replace("名额: {类型: 整数, 值: 2}", "名额: {类型: 整数, 值: 5}"), (Decimal(80), 5, 1_000_000),
                           [(Decimal(80), 2, 1_000_000), (Decimal(60), 5, 1_000_000)])
        self.assertGreater(found["all"]["gaining"], 0)

    def test_it_ties_to_two_runs(self):
        text = RULE.replace("值: 60}", "值: 70}")
        found = self.on(text)
        sums = []
        for version in (self.old, self.new):
            code, _, err = huiqi("run", version, self.batch, "-o", self.folder / (version.stem + ".csv"), "--select", "编号,金额=择优.award")
            self.assertEqual(code, 0, err)
            with open(self.folder / (version.stem + ".csv"), encoding="utf-8-sig", newline="") as file:
                sums.append(sum(Decimal(row["金额"]) for row in csv.DictReader(file)))
        self.assertEqual([Decimal(found["all"]["before"]), Decimal(found["all"]["after"])], sums)

    def test_a_change_of_the_rank_itself_is_in_the_remainder(self):
        found = self.on(RULE.replace("次序: 降}], 每: 县", "次序: 升}], 每: 县"))
        self.assertEqual([one["difference"] for one in found["attribution"]["changes"]], [None])
        self.assertEqual(found["attribution"]["remainder"], found["all"]["difference"])
        self.assertNotEqual(found["attribution"]["remainder"], "0.00")

    def test_versions_that_read_the_data_differently_form_their_own(self):
        text = RULE.replace('范围: "[0..100]"', '范围: "[0..95]"')
        inside = [row for row in self.rows if row[2] <= 95]
        found = self.on(text)
        self.assertEqual(found["set_aside"]["new"], len(self.rows) - len(inside))
        self.assertEqual(Decimal(found["all"]["after"]), sum(awards(inside, Decimal(60), 2, 1_000_000)))

    def test_threads_change_nothing(self):
        self.new.write_text(RULE.replace("值: 60}", "值: 70}"), encoding="utf-8")
        seen = {huiqi("--json", "diff", self.old, self.new, "--on", self.batch, "--threads", threads)[1] for threads in ("1", "2", "7")}
        self.assertEqual(len(seen), 1)

    def test_a_pipe_is_read_once(self):
        self.new.write_text(RULE.replace("值: 60}", "值: 70}"), encoding="utf-8")
        code, _, err = huiqi("diff", self.old, self.new, "--on", "-")
        self.assertEqual(code, 2)
        self.assertIn("全批", err)

    def test_what_was_paid_before_counts_in_both_versions(self):
        for path, rate in ((self.folder / "o", "100%"), (self.folder / "n", "80%")):
            path.mkdir()
            (path / "rule.yaml").write_text(PAID.replace("100%", rate), encoding="utf-8")
            (path / "bundle.yaml").write_text("种类: 组合\n编号: 样例.组合\n事项: [样例.续补]\n主键: {申请: 编号, 申请人: 企业}\n", encoding="utf-8")
        batch = self.folder / "paid.csv"
        batch.write_text("编号,企业,应补\n1,甲,1000.00\n2,乙,500.00\n", encoding="utf-8")
        history = self.folder / "history.csv"
        history.write_text("事项,拨付日,金额,企业\n样例.续补,2024-01-01,900.00,甲\n", encoding="utf-8")
        code, out, err = huiqi("--json", "diff", self.folder / "o", self.folder / "n", "--on", batch, "--history", history)
        self.assertEqual(code, 1, out + err)
        found = json.loads(out)["batch"]
        # 1000 − 900 and 800 − 900, which is nothing; 500 and 400
        self.assertEqual((found["all"]["before"], found["all"]["after"]), ("600.00", "400.00"))
        self.assertEqual([one["difference"] for one in found["attribution"]["changes"]], ["-200.00"])


if __name__ == "__main__":
    unittest.main()
