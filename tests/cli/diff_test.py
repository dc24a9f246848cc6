"""Two versions of rules: what changed in words, which applications come out otherwise, and revisions of git."""

import csv
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from decimal import ROUND_HALF_UP, Decimal

from program import PROGRAM, SOURCE, FolderTest, huiqi

RULE = """种类: 事项
编号: 样例.奖补
名称: 样例奖补
依据: {办法: {文件: 某办法}, 二: {属于: 办法, 条款: 二}, 三: {属于: 办法, 条款: 三}}
枚举: {等级: {取值: [甲, 乙, 丙]}}
申报:
  付款日: {类型: 日期}
  实付额: {类型: 金额, 小数: 2, 范围: 0元以上}
  等级: {类型: 等级}
施行: {自: 2024-01-01, 至: 2024-12-31, 按: 付款日}
参数:
  比例: {类型: 比例, 历次: {2024-01-01: 5%, 2024-07-01: 6%}, 依据: 二}
对照表:
  系数:
    命中: 唯一
    输入: [等级]
    输出: 数
    行:
      - [甲, 1]
      - [乙, 0.5]
      - [丙, 0]
条件:
  - {编号: 已付款, 要求: 实付额 >= 100元, 不符合时: 付得太少, 依据: 二}
  - {编号: 不是丙, 要求: 等级 != 丙, 不符合时: 丙等没有, 依据: 二}
奖补:
  - 基数: 实付额
  - 乘: 比例
  - 乘: 系数
  - 取整: 四舍五入到分
  - 上限: 50万元
用例:
  - {名称: 一, 申报: {付款日: 2024-02-01, 实付额: 1000, 等级: 甲}, 结果: {符合: 是, 金额: 50元}, 理由: 1000 × 5%}
"""

# what is changed, what kind of change it must be called, and a witness: what the old and the new rule give for an amount at which
# each is worked out by hand. Amounts are for 甲 unless the row says so.
CHANGES = [
    ("a parameter", "2024-07-01: 6%", "2024-07-01: 7%", "parameter", "changed"),
    ("a version added", "2024-07-01: 6%}", "2024-07-01: 6%, 2024-10-01: 8%}", "parameter", "added"),
    ("a requirement", "实付额 >= 100元", "实付额 > 100元", "condition", "changed"),
    ("a condition left out", "  - {编号: 不是丙, 要求: 等级 != 丙, 不符合时: 丙等没有, 依据: 二}\n", "", "condition", "removed"),
    ("a condition added", "奖补:\n", "  - {编号: 不太多, 要求: 实付额 <= 1亿元, 不符合时: 太多}\n奖补:\n", "condition", "added"),
    ("a row of a table", "[乙, 0.5]", "[乙, 0.6]", "row", "changed"),
    ("a cap", "上限: 50万元", "上限: 40万元", "step", "changed"),
    ("a step added", "  - 取整", "  - 减: 1元\n  - 取整", "step", "added"),
    ("a rounding", "四舍五入到分", "截尾到分", "step", "changed"),
    ("what happens halfway", "四舍五入到分", "五舍六入到分", "step", "changed"),
    ("what happens halfway above an even cent", "四舍五入到分", "四舍六入五成双到分", "step", "changed"),
    ("a step moved", "  - 取整: 四舍五入到分\n  - 上限: 50万元\n", "  - 上限: 50万元\n  - 取整: 四舍五入到分\n", "step", "moved"),
    ("validity", "至: 2024-12-31", "至: 2025-06-30", "effective", "changed"),
]


class Diff(FolderTest):
    def setUp(self):
        super().setUp()
        self.old = self.folder / "old.yaml"
        self.new = self.folder / "new.yaml"
        self.old.write_text(RULE, encoding="utf-8")

    def compare(self, text, *more):
        self.new.write_text(text, encoding="utf-8")
        code, out, err = huiqi("--json", "diff", self.old, self.new, *more)
        self.assertIn(code, (0, 1), out + err)
        return code, json.loads(out)

    def test_each_change_is_told_by_its_part_and_has_a_witness(self):
        for name, was, now, part, how in CHANGES:
            with self.subTest(change=name):
                self.assertIn(was, RULE)
                code, found = self.compare(RULE.replace(was, now))
                self.assertEqual(code, 1)
                changes = [one for one in found["incentives"][0]["changes"] if one["decides"]]
                self.assertEqual([(one["part"], one["how"]) for one in changes], [(part, how)])
                if how == "moved":
                    continue   # a cap of whole cents may stand before the rounding or behind it
                witness = changes[0]["witness"]
                self.assertIsNotNone(witness)
                self.assertNotEqual((witness["before"]["eligible"], witness["before"]["award"]), (witness["after"]["eligible"], witness["after"]["award"]))
                self.assertEqual(witness["alone"], witness["after"])   # it is the only change

    def test_the_boundary_of_a_cap_is_found_to_the_cent(self):
        code, out, _ = huiqi("--lang", "zh", "diff", self.old, self._written(RULE.replace("上限: 50万元", "上限: 40万元")))
        self.assertEqual(code, 1)
        # 400000 / 5 % = 8000000; 8000000.09 gives 400000.0045, which is rounded to 400000
        self.assertIn("转折处 实付额：8000000.09元 相同，8000000.10元 不同", out)
        self.assertIn("上限 50万元 → 上限 40万元", out)

    def test_a_quotient_is_solved_exactly_for_the_application_on_its_edge(self):
        text = ("种类: 事项\n编号: 样例.商\n申报:\n  研发: {类型: 金额, 小数: 2, 范围: \"[0元..1亿元]\"}\n  营收: {类型: 金额, 小数: 2, 范围: \"[0.01元..1亿元]\"}\n"
                "计算: {强度: 研发 / 营收}\n条件:\n  - {编号: 强度, 要求: 强度 >= 3.7%, 不符合时: 不够}\n奖补:\n  - 基数: 1万元\n"
                "用例:\n  - {名称: 够, 申报: {研发: 500, 营收: 1000}, 结果: {符合: 是}}\n")
        old, new = self.folder / "before.yaml", self.folder / "after.yaml"
        old.write_text(text, encoding="utf-8")
        new.write_text(text.replace(">= 3.7%", "> 3.7%"), encoding="utf-8")
        code, out, err = huiqi("--json", "--lang", "en", "diff", old, new)
        self.assertEqual(code, 1, err)
        witness = json.loads(out)["incentives"][0]["changes"][0]["witness"]
        self.assertIn("37", json.dumps(witness["given"], ensure_ascii=False))   # 3.7 % of 1000 yuan

    def test_spelling_order_and_comments_change_nothing(self):
        for name, text in {
            "comment": "# 说明\n" + RULE,
            "spelling": RULE.replace("条件:", "conditions:").replace("编号: 已付款, 要求:", "id: 已付款, test:"),
            "blanks": RULE.replace("实付额 >= 100元", "实付额>=100.00元"),
            "rows": RULE.replace("      - [甲, 1]\n      - [乙, 0.5]\n", "      - [乙, 0.5]\n      - [甲, 1]\n"),
            "inputs": RULE.replace("  付款日: {类型: 日期}\n", "").replace("  等级: {类型: 等级}\n", "  等级: {类型: 等级}\n  付款日: {类型: 日期}\n"),
        }.items():
            with self.subTest(change=name):
                code, found = self.compare(text)
                self.assertEqual((code, found["can_differ"], found["same_text"]), (0, False, False))
                self.assertEqual([one for one in found["incentives"][0]["changes"] if one["decides"]], [])
                self.assertIn("nothing that can change a result", found["verdict"]["en"])

    def test_wording_and_clauses_are_told_apart(self):
        code, found = self.compare(RULE.replace("付得太少, 依据: 二", "付得不够, 依据: 三"))
        self.assertEqual(code, 0)
        self.assertEqual({(one["part"], one["decides"]) for one in found["incentives"][0]["changes"]}, {("reason", False), ("source", False)})

    def test_the_order_of_conditions_decides_only_what_is_told_first(self):
        first, second = [line + "\n" for line in RULE.splitlines() if "编号: 已付款" in line or "编号: 不是丙" in line]
        code, found = self.compare(RULE.replace(first + second, second + first))
        self.assertEqual((code, [one["how"] for one in found["incentives"][0]["changes"]]), (0, ["moved"]))

    def test_the_same_is_the_same(self):
        code, found = self.compare(RULE)
        self.assertEqual((code, found["same_text"]), (0, True))

    def test_what_only_bundles_and_localities_and_payment_see(self):
        """No award is another; what is paid is."""
        more = RULE.replace("条件:", "计算:\n  顶额: {值: 如果 等级 = 甲 那么 100万元 否则 50万元, 依据: 二}\n条件:").replace(
            "    结果: {符合", "结果: {符合") + "异常:\n  - {编号: 大额, 当: 实付额 > 500万元, 级别: 核查, 说明: 大额}\n"
        bundle = """种类: 组合
编号: 样例.年度
名称: 年度
依据: {办法: {文件: 某办法}, 五: {属于: 办法, 条款: 五}}
事项: [样例.奖补]
主键: {申请: 编号, 申请人: 企业}
总额上限: {每: 申请人, 上限: 顶额, 依据: 五}
"""
        local = more.replace("  比例: {类型", "  限: {类型: 金额, 值: 3000亿元, 地方: 可填, 依据: 二}\n  比例: {类型").replace("  - 上限: 50万元", "  - 上限: 50万元\n  - 上限: 限")
        for name, was, now, told in (
                ("a limit of the bundle", more, more.replace("100万元 否则", "10万元 否则"), "what bundles read of it"),
                ("a level", more, more.replace("级别: 核查", "级别: 拦截"), "refer → hold"),
                ("what localities set", local, local.replace("\n  - 上限: 限", ""), "the same by the values in force")):
            with self.subTest(change=name):
                folders = []
                for version, text in (("before", was), ("after", now)):
                    folder = self.folder / (name.replace(" ", "") + version)
                    folder.mkdir()
                    (folder / "a.yaml").write_text(text, encoding="utf-8")
                    (folder / "b.yaml").write_text(bundle, encoding="utf-8")
                    folders.append(folder)
                code, out, err = huiqi("--lang", "en", "diff", *folders)
                self.assertEqual(code, 1, out + err)
                self.assertIn(told, out)
                self.assertNotIn("spelling, order, comments", out)

    def test_detectors_are_compared(self):
        old, new = self.folder / "d1", self.folder / "d2"
        shutil.copytree(SOURCE / "rules/detectors", old)
        shutil.copytree(old, new)
        text = (new / "parties.yaml").read_text(encoding="utf-8")
        (new / "parties.yaml").write_text(text.replace("级别: 拦截", "级别: 提示", 1), encoding="utf-8")
        code, out, err = huiqi("--lang", "en", "diff", old, new)
        self.assertEqual(code, 1, out + err)
        self.assertIn(".level: 拦截 → 提示", out)
        self.assertIn("detectors are others", out)

    def test_a_list_with_one_more_column_is_told_in_json(self):
        rule = RULE.replace("  等级: {类型: 等级}\n", "  等级: {类型: 等级}\n  单: {类型: 列表, 可无: 是, 每项: {类: 文本}}\n").replace("等级: 甲}, 结果", "等级: 甲, 单: [{类: 一}]}, 结果")
        self.old.write_text(rule, encoding="utf-8")
        code, found = self.compare(rule.replace("每项: {类: 文本}", "每项: {类: 文本, 备注: 文本}").replace("[{类: 一}]", "[{类: 一, 备注: 二}]").replace("上限: 50万元", "上限: 40万元"))
        self.assertEqual(code, 1)
        self.assertTrue(found["can_differ"])

    def test_no_rule_and_no_batch_is_replaced(self):
        new = self._written(RULE.replace("50万元", "40万元"))
        batch = self.folder / "batch.csv"
        batch.write_text("编号,付款日,实付额,等级\n1,2024-02-01,1000,甲\n", encoding="utf-8")
        for arguments in (("-o", self.old), ("--html", new), ("--on", batch, "--rows", batch)):
            before = [path.read_bytes() for path in (self.old, new, batch)]
            code, _, err = huiqi("diff", self.old, new, *arguments, "--force")
            self.assertIn("D209", err)
            self.assertNotIn(code, (0, 1))
            self.assertEqual([path.read_bytes() for path in (self.old, new, batch)], before)
        code, _, err = huiqi("test", self.old, "--suggest", "-o", self.old, "--force")
        self.assertIn("D209", err)

    def test_what_is_added_and_removed_and_renamed(self):
        folder = self.folder / "two"
        folder.mkdir()
        (folder / "a.yaml").write_text(RULE, encoding="utf-8")
        (folder / "b.yaml").write_text(RULE.replace("样例.奖补", "样例.另一个").replace("样例奖补", "另一个"), encoding="utf-8")
        code, out, _ = huiqi("--json", "diff", self.old, folder)
        self.assertEqual((code, [(one["old"], one["new"]) for one in json.loads(out)["incentives"]]), (1, [("样例.奖补", "样例.奖补"), (None, "样例.另一个")]))
        code, out, _ = huiqi("--json", "diff", folder, self.old)
        self.assertEqual((code, [(one["old"], one["new"]) for one in json.loads(out)["incentives"]]), (1, [("样例.奖补", "样例.奖补"), ("样例.另一个", None)]))
        code, found = self.compare(RULE.replace("编号: 样例.奖补", "编号: 样例.奖补二"))
        self.assertEqual((code, found["incentives"][0]["new"]), (1, "样例.奖补二"))   # what was paid under the old id would count no more

    def test_wrong_use_and_broken_rules(self):
        self.assertEqual(huiqi("diff", self.old)[0], 2)
        self.assertEqual(huiqi("diff", self.old, self.folder / "nothing.yaml")[0], 66)
        self.assertEqual(huiqi("diff", self.old, self._written(RULE.replace("要求: 实付额", "要求: 实付")))[0], 78)

    def test_a_diff_that_is_killed_leaves_no_folder_behind(self):
        temporary = self.folder / "temporary"
        temporary.mkdir()
        for signal_sent in (signal.SIGINT, signal.SIGKILL):
            run = subprocess.Popen([PROGRAM, "diff", "HEAD:rules", "rules"], cwd=SOURCE, env=dict(os.environ, TMPDIR=str(temporary)),
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
            until = time.monotonic() + 20
            while run.poll() is None and not any(temporary.glob("*/*")) and time.monotonic() < until:
                time.sleep(0.005)
            if run.poll() is None:
                os.killpg(run.pid, signal_sent)
            run.wait(60)
            while any(temporary.iterdir()) and time.monotonic() < until:
                time.sleep(0.05)
            self.assertEqual(list(temporary.iterdir()), [])

    def test_revisions_of_git(self):
        if shutil.which("git") is None:
            self.skipTest("no git here")
        rules = self.folder / "work" / "rules"
        rules.mkdir(parents=True)
        top = rules.parent

        def git(*arguments):
            subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments], cwd=top, check=True, capture_output=True)

        git("init", "-q")
        (rules / "奖补 a.yaml").write_text(RULE, encoding="utf-8")
        git("add", "-A")
        git("commit", "-qm", "one")
        (rules / "奖补 a.yaml").write_text(RULE.replace("上限: 50万元", "上限: 40万元"), encoding="utf-8")
        before = sorted(path.name for path in pathlib.Path(tempfile.gettempdir()).glob("huiqi-diff-*"))
        for arguments in (["HEAD:rules", "rules"], ["--git", "HEAD", "rules"], ["--git", "HEAD", rules / "奖补 a.yaml"], ["HEAD:rules/奖补 a.yaml", "rules"]):
            with self.subTest(arguments=arguments):
                code, out, err = huiqi("diff", *arguments, cwd=top)
                self.assertEqual(code, 1, err)
                self.assertIn("HEAD:rules/奖补 a.yaml:", out)
        self.assertEqual(huiqi("diff", "HEAD:rules", "HEAD:rules", cwd=top)[0], 0)
        self.assertEqual(sorted(path.name for path in pathlib.Path(tempfile.gettempdir()).glob("huiqi-diff-*")), before)
        for wrong in ("nope:rules", "HEAD:nothing", "--upload-pack=x:rules", "HEAD:../../etc"):
            with self.subTest(wrong=wrong):
                self.assertIn(huiqi("diff", "--", wrong, "rules", cwd=top)[0], (66, 2))
        code, _, err = huiqi("--lang", "en", "diff", "HEAD:rules", "rules", cwd=top, PATH=str(self.folder / "empty"))
        self.assertEqual(code, 66)
        self.assertIn("there is no git on this machine", err)

    def batch(self, rows, name="batch.csv"):
        path = self.folder / name
        path.write_text("编号,地区,付款日,实付额,等级\n" + "".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
        return path

    def on(self, text, path, *more):
        self.new.write_text(text, encoding="utf-8")
        code, out, err = huiqi("--json", "diff", self.old, self.new, "--on", path, *more)
        self.assertIn(code, (0, 1), out + err)
        return code, json.loads(out)["batch"]

    def test_a_batch_ties_to_what_a_person_computes(self):
        rows = []
        for number in range(3000):   # several blocks would take more; what threads do is tested below
            day = ["2024-02-01", "2024-08-01", "2025-01-01"][number % 3]
            amount = Decimal(number * number * 37 % 2_000_000_000) / 100
            rows.append([f"A{number}", ["东", "西", "=1"][number % 3 - 1], day, f"{amount:.2f}", "甲乙丙"[number // 3 % 3]])

        def award(row, second, half, cap, strict):
            day, amount, level = row[2], Decimal(row[3]), row[4]
            if day > "2024-12-31" or level == "丙" or (amount <= 100 if strict else amount < 100):
                return Decimal(0)
            rate = Decimal("0.05") if day < "2024-07-01" else second
            worth = amount * rate * (1 if level == "甲" else half)
            return min(worth.quantize(Decimal("0.01"), ROUND_HALF_UP), cap)

        old = (Decimal("0.06"), Decimal("0.5"), Decimal(500000), False)
        new = (Decimal("0.07"), Decimal("0.6"), Decimal(400000), True)
        text = (RULE.replace("2024-07-01: 6%", "2024-07-01: 7%").replace("[乙, 0.5]", "[乙, 0.6]").replace("上限: 50万元", "上限: 40万元")
                .replace("实付额 >= 100元", "实付额 > 100元"))
        rows.append(["边上", "东", "2024-02-01", "100.00", "甲"])
        path = self.batch(rows)
        changed = self.folder / "changed.csv"
        code, found = self.on(text, path, "--by", "地区", "--rows", changed)
        self.assertEqual(code, 1)
        was = [award(row, *old) for row in rows]
        now = [award(row, *new) for row in rows]
        everything = found["all"]
        self.assertEqual(everything["rows"], len(rows))
        self.assertEqual((Decimal(everything["before"]), Decimal(everything["after"])), (sum(was), sum(now)))
        self.assertEqual(everything["gaining"], sum(b > a for a, b in zip(was, now)))
        self.assertEqual(everything["losing"], sum(b < a for a, b in zip(was, now)))
        self.assertEqual(everything["gaining"] + everything["losing"] + everything["otherwise"] + everything["unchanged"], len(rows))
        self.assertEqual(Decimal(everything["gain"]) - Decimal(everything["loss"]), sum(now) - sum(was))
        for group in found["groups"]:
            mine = [at for at, row in enumerate(rows) if row[1] == group["value"]]
            self.assertEqual(Decimal(group["difference"]), sum(now[at] - was[at] for at in mine))
        loss = min(range(len(rows)), key=lambda at: (now[at] - was[at], at))
        self.assertEqual((found["largest_loss"]["application"], found["largest_loss"]["line"]), (rows[loss][0], loss + 2))
        # each change alone, worked out apart; with the remainder they come to the whole
        alone = {"parameter": (new[0], *old[1:]), "row": (old[0], new[1], *old[2:]), "condition": (*old[:3], True), "step": (*old[:2], new[2], False)}
        changes = found["attribution"]["changes"]
        expected = [sum(award(row, *alone[part]) for row in rows) - sum(was) for part in ("parameter", "row", "condition", "step")]
        self.assertEqual([Decimal(one["difference"]) for one in changes], expected)
        self.assertEqual(sum(expected) + Decimal(found["attribution"]["remainder"]), sum(now) - sum(was))
        with open(changed, encoding="utf-8", newline="") as file:
            listed = list(csv.DictReader(file))
        self.assertEqual(len(listed), sum(a != b for a, b in zip(was, now)))
        self.assertEqual(sum(Decimal(row["差额"]) for row in listed), sum(now) - sum(was))
        self.assertTrue(all(row["地区"] != "=1" for row in listed))   # no formula
        self.assertEqual(huiqi("diff", self.old, self.new, "--on", path, "--rows", changed)[0], 73)

    def test_threads_change_nothing(self):
        rows = [[f"A{number}", str(number % 7), "2024-02-01", f"{number * 7919 % 20_000_000}.{number % 100:02}", "甲乙丙"[number % 3]] for number in range(60_000)]
        path = self.batch(rows)
        self.new.write_text(RULE.replace("上限: 50万元", "上限: 40万元").replace("[乙, 0.5]", "[乙, 0.4]"), encoding="utf-8")
        seen = set()
        for threads in ("1", "2", "7"):
            listed = self.folder / f"rows{threads}.csv"
            code, out, err = huiqi("--json", "diff", self.old, self.new, "--on", path, "--by", "地区", "--threads", threads, "--rows", listed)
            self.assertEqual(code, 1, err)
            seen.add((out, listed.read_bytes()))
        self.assertEqual(len(seen), 1)

    def test_rows_that_only_one_version_reads(self):
        path = self.batch([["A", "东", "2024-02-01", "1000.00", "甲"], ["B", "东", "2024-02-01", "2000000.00", "甲"], ["C", "东", "2024-02-01", "x", "甲"]])
        code, found = self.on(RULE.replace("范围: 0元以上", '范围: "[0元..100万元]"'), path)
        self.assertEqual((code, found["rows_read"], found["set_aside"]), (1, 3, {"old": 1, "new": 2}))
        self.assertEqual((found["all"]["rows"], found["all"]["losing"], found["all"]["opened"], found["all"]["difference"]), (2, 1, 1, "-100000.00"))
        self.assertEqual(found["largest_loss"]["awards"][0]["new_decision"], "unread")
        self.assertEqual(found["attribution"]["remainder"], "-100000.00")

    def test_what_changes_nothing_in_a_batch_ends_with_0(self):
        path = self.batch([["A", "东", "2024-02-01", "1000.00", "甲"]])
        code, found = self.on(RULE.replace("上限: 50万元", "上限: 40万元"), path)
        self.assertEqual((code, found["all"]["unchanged"], found["attribution"]["remainder"]), (0, 1, "0.00"))

    def test_an_incentive_that_is_added_is_all_its_own(self):
        folder = self.folder / "two"
        folder.mkdir()
        (folder / "a.yaml").write_text(RULE, encoding="utf-8")
        (folder / "b.yaml").write_text(RULE.replace("样例.奖补", "样例.另一个").replace("样例奖补", "另一个"), encoding="utf-8")
        path = self.folder / "batch.csv"
        path.write_text("编号,付款日,实付额,等级,样例.奖补.付款日,样例.奖补.实付额,样例.奖补.等级,样例.另一个.付款日,样例.另一个.实付额,样例.另一个.等级\n"
                        "A,2024-02-01,1000,甲,2024-02-01,1000,甲,2024-02-01,3000,甲\n", encoding="utf-8")
        code, out, err = huiqi("--lang", "en", "diff", self.old, folder, "--on", path)
        self.assertEqual(code, 1, err)
        self.assertIn("+150.00  样例.另一个 · the incentive was added", out)

    def test_a_page_is_written(self):
        page = self.folder / "page.html"
        self.new.write_text(RULE.replace("上限: 50万元", "上限: 40万元"), encoding="utf-8")
        self.assertEqual(huiqi("diff", self.old, self.new, "--html", page)[0], 1)
        text = page.read_text(encoding="utf-8")
        self.assertIn("40万元", text)
        self.assertNotIn("<script", text)
        self.assertEqual(huiqi("diff", self.old, self.new, "--html", page)[0], 73)

    def _written(self, text):
        self.new.write_text(text, encoding="utf-8")
        return self.new


if __name__ == "__main__":
    unittest.main()
