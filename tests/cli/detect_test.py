#!/usr/bin/env python3
"""Drives `huiqi detect`: the tests beside the detectors, bytes that depend on nothing but the data, findings recomputed from
the rows that they name."""
import csv
import os
import random
import re
import shutil
import sys
import tempfile
import unittest
import zipfile

from program import SOURCE, process

RULES = os.path.join(SOURCE, "rules/detectors")
SAMPLE = os.path.join(SOURCE, "..", "shared", "gaming-sample")
sys.path[:0] = [os.path.join(SOURCE, "tests/gaming"), os.path.join(SOURCE, "tests/recompute")]


def run(*arguments):
    return process("--lang", "en", *arguments)


class DetectTest(unittest.TestCase):
    def checked(self, folder, name, text, code):
        """Lays a detector file into a folder and checks it: it is refused with the code, or sound where there is none."""
        with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
            out.write(text)
        done = run("check", folder)
        self.assertEqual(done.returncode, 78 if code else 0, code + done.stdout + done.stderr)
        self.assertIn(code, done.stderr)

    def test_the_detectors_check_and_their_tests_pass(self):
        checked = run("check", RULES)
        self.assertEqual(checked.returncode, 0, checked.stderr)
        tested = run("test", RULES)
        self.assertEqual(tested.returncode, 0, tested.stderr)

    def test_wrong_detectors_are_refused(self):
        with open(os.path.join(RULES, "contracts.yaml"), encoding="utf-8") as file:
            whole = file.read()
        with tempfile.TemporaryDirectory() as folder:
            for name in ("data", "views", "lines"):
                with open(os.path.join(RULES, name + ".yaml"), encoding="utf-8") as file, \
                        open(os.path.join(folder, name + ".yaml"), "w", encoding="utf-8") as out:
                    out.write(file.read())
            for code, old, new in (
                    ("A104", "跳数: 6", "跳数: 不限"),
                    ("A104", "天数: 回流窗", "天数: 99999"),
                    ("A103", "证据: {applications: 报.application_id, contracts: '连接(组.contract_id, 报.contract_id)'}", "证据: {}"),
                    ("A103", "        像: {zh: 评审过的大合同按期付款", "        名: {zh: 评审过的大合同按期付款"),
                    ("A101", "从: 线下合同", "从: 线外合同"),
                    ("A106", "证据: {applications: 报.application_id, contracts: '连接(组.contract_id, 报.contract_id)'}", "证据: {applications: 报.application_id, contracts: '\"x\"'}"),
                    ("A106", "证据: {applications: 报.application_id, contracts: '连接(组.contract_id, 报.contract_id)'}", "证据: {applications: '报[1 = 1].application_id', contracts: 组.contract_id}"),
                    ("A106", "证据: {applications: 报.application_id, contracts: '连接(组.contract_id, 报.contract_id)'}", "证据: {applications: '报[上限 > 0元].application_id', contracts: 组.contract_id}"),
                    ("A106", "证据: {applications: 报.application_id, contracts: '连接(组.contract_id, 报.contract_id)'}", "证据: {applications: 报.application_id, firms: 组.contract_id}"),
                    ("A105", "{取自: 检测.线.评审线}", "{取自: 检测.线.评审线, 值: 200万元}")):
                if code == "A103" and "像" in old:
                    broken = re.sub(r"(?s)(编号: split_contract.*?)(?=  - 编号: split_over_cap)",
                                    lambda m: re.sub(r"\n        像: [^\n]*|像: \{[^}]*\}, ", "", m.group(1)), whole)
                else:
                    broken = whole.replace(old, new, 1)
                self.assertNotEqual(broken, whole, code)
                self.checked(folder, "contracts.yaml", broken, code)

    SMALL = """kind: detector
id: small
title: Small
sources:
  G: {document: General principle}
parameters:
  limit: {type: money, value: 100元, source: G}
  span: {type: days, value: 30天, source: G}
data:
  claims:
    file: claims.csv
    key: id
    columns:
      id: text
      firm: text
      day: date
      amount: {type: money, decimals: 2}
subject: {table: claims, key: id, amount: amount, day: day}
checks:
  - id: much
    title: much
    family: sums
    level: hold
    severity: high
    source: G
    from: claims
    group: {by: [firm], as: them, window: {on: day, days: span}}
    when: sum(them.amount) > limit
    application: them.id
    evidence: {claims: them.id}
    description: 'paid {sum(them.amount)}'
    clear: a slip
    cases:
      - {name: hit, data: {claims: [{id: A1, firm: F1, day: 2024-01-01, amount: 101.00}]}, flags: [A1]}
      - {name: miss, lookalike: little, data: {claims: [{id: A1, firm: F1, day: 2024-01-01, amount: 100.00}]}, flags: []}
"""

    def test_a_check_that_says_nothing_is_refused(self):
        """A source, evidence and what would clear it must say something; days are no money; what is held must be there."""
        with tempfile.TemporaryDirectory() as folder:
            for code, old, new in (
                    ("", "", ""),
                    ("A103", "    source: G\n    from", "    source: []\n    from"),
                    ("A103", "clear: a slip", "clear: ' '"), ("A103", "clear: a slip", "clear: ''"),
                    ("A103", "clear: a slip", "clear: '-'"), ("A103", "clear: a slip", "clear: {zh: 凭证, en: '—'}"),
                    ("A103", "description: 'paid {sum(them.amount)}'", "description: ''"),
                    ("A103", "family: sums", "family: ' '"), ("A103", "- id: much", "- id: ''"), ("A103", "title: much", "title: '。'"),
                    ("A104", "key: id\n    columns", "key: number\n    columns"),
                    ("A106", "clear: a slip", "clear: a slip\n    stake: 3天"),
                    ("A106", "clear: a slip", "clear: a slip\n    stake: count(them)"),
                    ("A106", "clear: a slip", "clear: a slip\n    stake: -5元"),
                    ("A106", "application: them.id", "application: them.firm"),
                    ("A106", "evidence: {claims: them.id}", "evidence: {claims: '[]'}"),
                    ("A106", "evidence: {claims: them.id}", "evidence: {claims: them.firm}"),
                    ("A106", "application: them.id", "application: '\"A1\"'"),
                    ("A101", "subject: {table: claims, key: id, amount: amount, day: day}\n", ""),
                    # cases whose data say less than their author believes
                    ("A101", "flags: [A1]", "flags: [A2]"),
                    ("A101", "flags: [A1]", "flags: [A1], remove: {claims: [A9]}"),
                    ("A101", "firm: F1, day: 2024-01-01, amount: 101.00", "like: A9, amount: 101.00"),
                    ("E326", "firm: F1, day: 2024-01-01, amount: 101.00", "frim: F1, day: 2024-01-01, amount: 101.00"),
                    ("A104", "days: span}", "days: limit}")):
                broken = self.SMALL.replace(old, new, 1)
                self.assertTrue(not old or broken != self.SMALL, old)
                with self.subTest(new):
                    self.checked(folder, "small.yaml", broken, code)
            # of which the rules know nothing: nothing would be held; without rules there is nobody to ask
            self.checked(folder, "small.yaml", self.SMALL.replace("    source: G\n    from", "    source: G\n    incentive: benchmark.trans\n    from"), "")
            refused = run("check", folder, os.path.join(SOURCE, "rules/benchmark"))
            self.assertEqual(refused.returncode, 78, refused.stderr)
            self.assertIn("the rules have no incentive `benchmark.trans`", refused.stderr)

    def test_a_case_whose_evidence_is_no_row_fails(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "small.yaml")
            for old, new in (("evidence: {claims: them.id}", "evidence: {claims: 'for one in them return one.firm + \"\"'}"), ("application: them.id", "application: 'for one in them return one.firm + \"\"'")):
                self.assertIn(old, self.SMALL)
                with open(path, "w", encoding="utf-8") as file:
                    file.write(self.SMALL.replace(old, new))
                told = run("test", folder)
                self.assertEqual(told.returncode, 1, told.stdout + told.stderr)
                self.assertIn("evidence that is no row of the case: [claims F1]", told.stdout)

    def test_a_number_of_the_rules_in_an_expression_is_told_as_a_copy(self):
        rule = """种类: 事项
编号: 例.奖
名称: 奖
施行: {自: 2022-01-01, 至: 2022-12-31}
申报:
  额: {类型: 金额, 小数: 2, 范围: 0元以上}
奖补:
  - 基数: 额
  - 乘: 10%
  - 上限: 5万元
  - 取整: 四舍五入到分
"""
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "奖.yaml"), "w", encoding="utf-8") as file:
                file.write(rule)
            held = self.SMALL.replace("    source: G\n    from", "    source: G\n    incentive: 例.奖\n    from")
            for limit, copy in (("limit", ""), ("5万元", "例.奖.上限"), ("50001元", ""), ("sum(them.amount) * 10%", "例.奖.比例"), ("sum(them.amount) * 11%", "")):
                with open(os.path.join(folder, "small.yaml"), "w", encoding="utf-8") as file:
                    file.write(held.replace("sum(them.amount) > limit", "sum(them.amount) > " + limit))
                told = run("check", folder)
                self.assertEqual(told.returncode, 0, told.stderr)
                self.assertEqual("A108" in told.stderr, bool(copy), limit + told.stderr)
                self.assertIn(copy, told.stderr)

    def test_a_table_that_cannot_be_read_accuses_nobody(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "small.yaml"), "w", encoding="utf-8") as file:
                file.write(self.SMALL)
            def look(rows):
                with open(os.path.join(folder, "claims.csv"), "w", encoding="utf-8") as file:
                    file.write("id,firm,day,amount\n" + rows)
                return run("detect", folder, folder)
            told = look("A1,F1,2024/05/01x,200.00\nA2,F1,2024/05/02x,200.00\n")
            self.assertEqual((told.returncode, "D061" in told.stderr, told.stdout), (65, True, ""), told.stderr)
            told = look(",F1,2024-05-01,200.00\nA2,F1,2024-05-02,200.00\n")
            self.assertEqual((told.returncode, told.stderr.count("D062")), (0, 1), told.stderr)
            self.assertEqual([row["application_id"] for row in csv.DictReader(told.stdout.splitlines())], ["A2", "*"])
            self.assertIn("1 rows read, 1 set aside", told.stderr)
            self.assertEqual(look("").returncode, 0)   # a table without rows is no error

    def test_a_finding_without_a_row_is_none(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "small.yaml"), "w", encoding="utf-8") as out:
                out.write(self.SMALL.replace("{claims: them.id}", "{claims: 'them[amount > 200元].id'}"))
            with open(os.path.join(folder, "claims.csv"), "w", encoding="utf-8") as out:
                out.write("id,firm,day,amount\nA1,F1,2024-01-01,101.00\nA2,F2,2024-01-01,201.00\n")
            self.assertEqual(run("test", folder).returncode, 1)   # its own case shows it
            found = list(csv.DictReader(run("detect", folder, folder).stdout.splitlines()))
            self.assertEqual([(one["application_id"], one["kind"], one["evidence"]) for one in found if one["kind"] == "finding"],
                             [("A2", "finding", "claims:A2")])
            self.assertEqual([(one["application_id"], one["level"]) for one in found if one["kind"] == "not_evaluated"], [("A1", "hold")])

    def test_cases_of_detectors_with_errors_are_not_run(self):
        """`test` stops with what `check` says: a table without columns has no rows that a case could be laid over."""
        with open(os.path.join(RULES, "data.yaml"), encoding="utf-8") as file:
            whole = file.read()
        with tempfile.TemporaryDirectory() as folder:
            for name in ("contracts", "views", "lines"):
                shutil.copy(os.path.join(RULES, name + ".yaml"), folder)
            broken = whole.replace("字段:", "列:", 1)
            self.assertNotEqual(broken, whole)
            with open(os.path.join(folder, "data.yaml"), "w", encoding="utf-8") as out:
                out.write(broken)
            checked, tested = run("check", folder), run("test", folder)
            self.assertEqual((checked.returncode, tested.returncode), (78, 78), tested.stderr)
            self.assertIn("E453", tested.stderr)
            self.assertNotIn("failed", tested.stdout)
            self.assertNotIn("column ``", tested.stderr)

    def test_a_threshold_comes_from_the_incentive_itself(self):
        rule = """种类: 事项
编号: 例.奖
名称: 奖
施行: {自: 2022-01-01, 至: 2022-12-31}
申报:
  额: {类型: 金额, 小数: 2, 范围: 0元以上}
奖补:
  - 基数: 额
  - 乘: 10%
  - 上限: CAP
  - 取整: 四舍五入到分
"""
        detector = """种类: 检测器
编号: 例.查
依据: {原则: {文件: 一般原则}}
参数:
  限: {取自: 例.奖.上限}
  率: {取自: 例.奖.比例}
  头: {取自: 例.奖.自}
数据:
  claims: {文件: claims.csv, 键: id, 字段: {id: 文本, paid: {类型: 金额, 范围: '[0元..1000000元]'}, base: {类型: 金额, 范围: '[0元..1000000元]'}, on: 日期}}
主表: {表: claims, 键: id, 金额: paid, 日: on}
检测:
  - 编号: over
    名称: 超过上限
    家族: cap
    级别: 拦截
    严重: 高
    依据: 原则
    从: claims
    当: paid > 限 或 paid > base * 率 或 on < 头
    申请: id
    证据: {claims: id}
    说明: '{paid}超过{限}'
    澄清: 无
    用例:
      - {名称: 早了, 数据: {claims: [{id: A, paid: 1.00, base: 10.00, on: 2021-12-31}]}, 报: [A]}
      - {名称: 正好, 像: 正好到比例, 数据: {claims: [{id: A, paid: 1.00, base: 10.00, on: 2022-01-01}]}, 报: []}
"""
        with tempfile.TemporaryDirectory() as folder:
            for name, text in (("检测.yaml", detector), ("claims.csv", "id,paid,base,on\nA,500.00,9999.00,2022-05-01\nB,500.01,9999.00,2022-05-01\n")):
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write(text)
            for cap, flagged in (("500元", ["B"]), ("499元", ["A", "B"]), ("501元", [])):
                with open(os.path.join(folder, "奖.yaml"), "w", encoding="utf-8") as file:
                    file.write(rule.replace("CAP", cap))
                tested = run("test", folder)
                self.assertEqual(tested.returncode, 0, tested.stdout + tested.stderr)
                found = run("detect", folder, folder)
                self.assertEqual(found.returncode, 0, found.stderr)
                self.assertEqual([row["application_id"] for row in csv.DictReader(found.stdout.splitlines())], flagged, cap)

    def test_a_threshold_that_guards_a_rule_must_be_the_rules(self):
        rule = """种类: 事项
编号: 例.奖
名称: 奖
施行: {自: 2022-01-01, 至: 2022-12-31}
参数:
  宽限: {类型: 天数, 值: 90天}
枚举:
  级: [省级, 国家级]
申报:
  额: {类型: 金额, 小数: 2, 范围: 0元以上}
  级: 级
  签: 日期
  付: 日期
  次: {类型: 整数, 范围: 0以上}
对照表:
  奖金: {命中: 唯一, 输入: [级], 输出: 金额, 行: [[省级, 10万元], [国家级, 20万元]]}
条件:
  - {编号: 窗口, 要求: '签 in [2021-07-01..2023-12-31]', 不符合时: 不在窗口}
  - {编号: 起付, 要求: 额 >= 10000元, 不符合时: 太少}
  - {编号: 期限, 要求: 付 <= 签 + 90天, 不符合时: 太晚}
  - {编号: 首次, 要求: 次 = 0, 不符合时: 不是首次}
奖补:
  - 基数: 额 + 奖金
  - 乘: 10%
  - 上限: 500元
  - 取整: 四舍五入到分
"""
        detector = """种类: 检测器
编号: 例.查
依据: {原则: {文件: 一般原则}}
参数:
  限: LINE
数据:
  claims: {文件: claims.csv, 键: id, 字段: {id: 文本, paid: {类型: 金额, 范围: '[0元..1000000元]'}}}
检测: []
"""
        with tempfile.TemporaryDirectory() as folder:
            def check(line, with_rule=True):
                for name, text in (("检测.yaml", detector.replace("LINE", line)), ("奖.yaml", rule)):
                    path = os.path.join(folder, name)
                    if name == "奖.yaml" and not with_rule:
                        if os.path.exists(path):
                            os.remove(path)
                        continue
                    with open(path, "w", encoding="utf-8") as file:
                        file.write(text)
                return run("check", folder)
            for kind, right, wrong, of in (("金额", "500元", "499元", "上限"), ("比例", "10%", "9%", "比例"), ("日期", "2022-01-01", "2021-01-01", "自"),
                                           ("日期", "2021-07-01", "2021-07-02", "窗口.自"), ("日期", "2023-12-31", "2024-12-31", "窗口.至"),
                                           ("金额", "1万元", "2万元", "起付.最低"), ("天数", "90天", "91天", "期限.最高"),
                                           ("天数", "90天", "60天", "宽限"), ("整数", "0", "1", "首次.最高"),
                                           ("金额", "10万元", "20万元", "奖金.省级"), ("金额", "20万元", "10万元", "奖金.国家级")):
                same = check("{类型: %s, 值: %s, 守: 例.奖.%s}" % (kind, right, of))
                self.assertEqual(same.returncode, 0, of + same.stderr)
                other = check("{类型: %s, 值: %s, 守: 例.奖.%s}" % (kind, wrong, of))
                self.assertEqual(other.returncode, 78, of)
                self.assertIn("A105", other.stderr)
                taken = check("{取自: 例.奖.%s}" % of)
                self.assertEqual(taken.returncode, 0, of + taken.stderr)
            for line, hint in (("例.奖.没有", "TABLE.CELL"), ("例.奖.奖金.国家", "did you mean `例.奖.奖金.国家级`?"), ("例.奖.起付.最底", "did you mean `例.奖.起付.最低`?"),
                               ("例.奖.奖金.市级", "A101")):
                unknown = check("{类型: 金额, 值: 1元, 守: %s}" % line)
                self.assertEqual(unknown.returncode, 78, line + unknown.stderr)
                self.assertIn("A101", unknown.stderr)
                self.assertIn(hint, unknown.stderr)
            # a rule that is nearly there is misspelt, another one was not loaded
            misspelt = check("{类型: 金额, 值: 500元, 守: 列.奖.上限}")
            self.assertEqual(misspelt.returncode, 78, misspelt.stderr)
            self.assertIn("did you mean `例.奖`?", misspelt.stderr)
            self.assertEqual(check("{类型: 金额, 值: 500元, 守: 某地.另一件事.上限}").returncode, 0)
            alone = check("{类型: 金额, 值: 1元, 守: 例.奖.上限}", with_rule=False)
            self.assertEqual(alone.returncode, 0, alone.stderr)

    def test_an_amount_in_another_currency_is_never_taken_for_yuan(self):
        detector = """种类: 检测器
编号: 例.查
依据: {原则: {文件: 一般原则}}
数据:
  claims: {文件: claims.csv, 键: id, 币种: cur, 字段: {id: 文本, paid: {类型: 金额, 范围: '[0元..1000000元]'}, cur: {类型: 文本, 可无: 是}}}
主表: {表: claims, 键: id, 金额: paid}
检测:
  - 编号: over
    名称: 超过
    家族: cap
    级别: 拦截
    严重: 高
    拦截天数: 60
    事项: 例.奖
    依据: 原则
    从: claims
    当: paid > 100元
    申请: id
    证据: {claims: id}
    说明: '{paid}超过'
    澄清: 无
    用例:
      - {名称: 超, 数据: {claims: [{id: A, paid: 101.00}]}, 报: [A]}
      - {名称: 正好, 像: 正好, 数据: {claims: [{id: A, paid: 100.00}]}, 报: []}
"""
        with tempfile.TemporaryDirectory() as folder:
            def look(rows, rules=detector):
                for name, text in (("检测.yaml", rules), ("claims.csv", rows)):
                    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                        file.write(text)
                return run("detect", folder, folder)
            seen = look("id,paid,cur\nA,500.00,CNY\nB,500.00,USD\nC,500.00,\nD,500.00, rmb \nE,500.00,人民币\nF,500.00,港元\n")
            found = list(csv.DictReader(seen.stdout.splitlines()))
            self.assertEqual([row["application_id"] for row in found], ["A", "C", "D", "E", "*"], seen.stderr)
            # whose the rows were that nobody could read, nobody can say
            self.assertEqual((found[-1]["kind"], found[-1]["level"], found[-1]["stake"]), ("not_evaluated", "note", "0"))
            self.assertEqual({(row["incentive"], row["hold_days"]) for row in found}, {("例.奖", "60")})
            self.assertEqual(seen.stderr.count("D051"), 2, seen.stderr)
            self.assertIn("4 rows read, 2 set aside", seen.stderr)
            without = look("id,paid\nA,500.00\n")
            self.assertEqual(len(list(csv.DictReader(without.stdout.splitlines()))), 1, without.stderr)
            for old, new in (("币种: cur", "币种: paid"), ("拦截天数: 60", "拦截天数: 0"), ("级别: 拦截", "级别: 核查")):
                self.assertIn("A104", look("id,paid\nA,500.00\n", detector.replace(old, new)).stderr)

    def test_a_row_that_stands_twice_counts_once_and_two_rows_of_one_key_that_differ_are_refused(self):
        detector = """种类: 检测器
编号: 例.查
依据: {原则: {文件: 一般原则}}
数据:
  claims: {文件: claims.csv, 键: id, 字段: {id: 文本, paid: {类型: 金额, 范围: '[0元..1000000元]'}, tel: {类型: 文本, 可无: 是}}, 整理: {tel: 电话}}
  parts: {文件: parts.csv, 键: 整行, 字段: {id: 文本, share: {类型: 整数, 范围: '[0..100]'}}}
  cards: {文件: cards.csv, 可无: 是, 键: card, 字段: {card: 文本, who: 文本}, 整理: {card: 账号}}
主表: {表: claims, 键: id, 金额: paid}
检测:
  - 编号: many
    名称: 合计超过
    家族: cap
    级别: 拦截
    严重: 高
    依据: 原则
    从: claims
    连: {份: {表: parts, 键: {id: id}, 全部: 是}, 同: {表: claims, 键: {tel: tel}, 全部: 是}}
    当: 合计(份.share) > 50 或 个数(同) > 1
    申请: id
    证据: {claims: id}
    说明: 超过
    澄清: 无
    用例:
      - {名称: 超, 数据: {claims: [{id: A, paid: 1.00, tel: '13900000001'}], parts: [{id: A, share: 51}]}, 报: [A]}
      - {名称: 正好, 像: 正好, 数据: {claims: [{id: A, paid: 1.00, tel: '13900000001'}], parts: [{id: A, share: 50}]}, 报: []}
"""
        with tempfile.TemporaryDirectory() as folder:
            def look(claims, parts="A,40\n", cards="1,X\n"):
                for name, text in (("检测.yaml", detector), ("claims.csv", "id,paid,tel\n" + claims), ("parts.csv", "id,share\n" + parts),
                                   ("cards.csv", "card,who\n" + cards)):
                    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                        file.write(text)
                seen = run("detect", folder, folder)
                return seen, [row["application_id"] for row in csv.DictReader(seen.stdout.splitlines())]
            first = "A,1.00,13900000001\n"
            once, found = look(first)
            self.assertEqual((once.returncode, found), (0, []), once.stderr)
            self.assertNotIn("D05", once.stderr)
            # the same row again, its telephone typed otherwise; a share that stands twice
            twice, found = look(first + "B,2.00,13900000002\n" + "A,1.00,+86 139 0000 0001\n", "A,40\nA,40\n")
            self.assertEqual((twice.returncode, found), (0, []), twice.stderr)
            self.assertIn("claims.csv:4", twice.stderr)
            self.assertIn("line 2", twice.stderr)
            self.assertIn("value: A", twice.stderr)
            self.assertIn("1 rows of the table `parts`", twice.stderr)
            # two shares that differ are two shares
            other, found = look(first, "A,40\nA,39\n")
            self.assertEqual((other.returncode, found), (0, ["A"]), other.stderr)
            for claims in (first + "A,2.00,13900000001\n", "A,2.00,13900000001\n" + first, first + first + "A,1.00,\n"):
                refused, found = look(claims)
                self.assertEqual((refused.returncode, found), (65, []), refused.stderr)
                self.assertIn("D053", refused.stderr)
            alike, _ = look(first, cards="A-1,X\nB-1,Y\n")
            self.assertEqual(alike.returncode, 0, alike.stderr)
            self.assertIn("D054", alike.stderr)

    def test_applications_whose_firm_or_contract_is_not_in_the_data_are_told_of(self):
        detector = """种类: 检测器
编号: 例.查
依据: {原则: {文件: 一般原则}}
数据:
  firms: {文件: firms.csv, 键: id, 字段: {id: 文本}, 整理: {id: 编号}}
  deals: {文件: deals.csv, 键: no, 字段: {no: 文本}, 整理: {no: 编号}}
  loans: {文件: loans.csv, 可无: 是, 键: no, 字段: {no: 文本}, 整理: {no: 编号}}
  claims: {文件: claims.csv, 键: id, 字段: {id: 文本, who: 文本, ref: {类型: 文本, 可无: 是}}, 整理: {who: 编号, ref: 编号}}
主表: {表: claims, 键: id, 指向: {who: [firms], ref: [deals, loans]}}
检测:
  - 编号: any
    名称: 有合同
    家族: cap
    级别: 提示
    严重: 低
    依据: 原则
    从: claims
    连: {合同: {表: deals, 键: {no: ref}}}
    当: 合同.no != ""
    申请: id
    证据: {deals: 合同.no}
    说明: 有
    澄清: 无
    用例:
      - {名称: 有, 数据: {claims: [{id: A, ref: c1}], deals: [{no: C1}]}, 报: [A]}
      - {名称: 没有, 像: 没有, 数据: {claims: [{id: A, ref: C2}], deals: [{no: C1}]}, 报: []}
"""
        with tempfile.TemporaryDirectory() as folder:
            def look(claims, *more, rules=detector):
                for name, text in (("检测.yaml", rules), ("firms.csv", "id\n91320A\n"), ("deals.csv", "no\nC-1\n"), ("claims.csv", "id,who,ref\n" + claims)):
                    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                        file.write(text)
                return run("detect", folder, folder, *more)
            whole = look("A,91320A,C-1\nB,91320a, c-1\nC,９１３２０A,Ｃ-1\n")
            self.assertEqual([row["application_id"] for row in csv.DictReader(whole.stdout.splitlines())], ["A", "B", "C"], whole.stderr)
            self.assertNotIn("stands nowhere", whole.stderr)
            for more in ((), ("--plan",)):
                lost = look("A,91320A,C-1\nB,91320B,C-1\nC,91320A,C-9\nD,91320A,\n", *more)
                self.assertEqual(lost.returncode, 0, lost.stderr)
                self.assertIn("who of 1 applications stands nowhere in firms: B\n", lost.stderr)
                self.assertIn("ref of 2 applications stands nowhere in deals, loans: C, D\n", lost.stderr)
            many = look("".join("A%02d,91320A,C-9\n" % at for at in range(12)))
            self.assertIn("ref of 12 applications stands nowhere in deals, loans: A00, A01,", many.stderr)
            self.assertIn("A09 ...", many.stderr)
            for old, new in (("ref: [deals, loans]", "ref: [deals, lawns]"), ("who: [firms]", "whom: [firms]")):
                with open(os.path.join(folder, "检测.yaml"), "w", encoding="utf-8") as file:
                    file.write(detector.replace(old, new))
                self.assertIn("A101", run("check", folder).stderr, new)

    def test_what_could_not_be_looked_at_stands_in_the_findings(self):
        detector = """种类: 检测器
编号: 例
名称: 看不到的
依据:
  原则: {文件: 一般原则, 条款: 真实}
数据:
  claims: {文件: claims.csv, 键: id, 字段: {id: 文本, ref: 文本, n: 整数}}
  deals: {文件: deals.csv, 键: 整行, 字段: {no: 文本, part: 文本}}
  gone: {文件: gone.csv, 键: no, 可无: 是, 字段: {no: 文本}}
主表: {表: claims, 键: id}
检测:
  - 编号: parts
    名称: 有两份
    家族: cap
    级别: 拦截
    拦截天数: 30
    严重: 高
    依据: 原则
    从: claims
    连:
      份: {表: deals, 键: {no: ref}, 全部: 是, 最多: 2}
      没: {表: gone, 键: {no: ref}, 全部: 是}
    当: 个数(份) = 2 且 个数(没) = 0
    申请: id
    证据: {claims: id}
    说明: 有
    澄清: {zh: 分开的理由, en: why there are two}
    用例:
      - {名称: 有, 数据: {claims: [{id: A, ref: C1, n: 1}], deals: [{no: C1, part: a}, {no: C1, part: b}]}, 报: [A]}
      - {名称: 一份, 像: 一份, 数据: {claims: [{id: A, ref: C1, n: 1}], deals: [{no: C1, part: a}]}, 报: []}
"""
        with tempfile.TemporaryDirectory() as folder:
            for name, text in (("检测.yaml", detector), ("claims.csv", "id,ref,n\nA,C1,1\nB,C2,1\nC,C3,1\n"),
                               ("deals.csv", "no,part\nC1,a\nC1,b\nC2,a\nC2,b\nC2,c\nC3,a\n")):
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write(text)
            done = run("detect", folder, folder)
            self.assertEqual(done.returncode, 0, done.stderr)
            shown = [(row["application_id"], row["detector"], row["severity"], row["level"], row["hold_days"], row["kind"]) for row in csv.DictReader(done.stdout.splitlines())]
            self.assertEqual(shown, [("A", "parts", "high", "hold", "30", "finding"), ("B", "parts", "info", "hold", "30", "not_evaluated")])
            missing = "the file of the table `gone` is missing; these checks saw no rows of it: parts"
            for ending, looks in ((".jsonl", ['"kind":"not_evaluated"']), (".html", [">B</td>", missing])):
                out = os.path.join(folder, "f" + ending)
                self.assertEqual(run("detect", folder, folder, "-o", out).returncode, 0)
                with open(out, encoding="utf-8") as file:
                    text = file.read()
                for look in looks:
                    self.assertIn(look, text)
            out = os.path.join(folder, "f.xlsx")
            self.assertEqual(run("detect", folder, folder, "-o", out).returncode, 0)
            with zipfile.ZipFile(out) as book:
                self.assertIn("not evaluated", book.read("xl/workbook.xml").decode("utf-8"))
            # the case of an application says what could not be looked at for it, found or not
            for application, looks in (("B", ["B: no findings", "parts · 有两份: "]), ("A", ["parts · 有两份 (high, cap)", missing]), ("C", ["C: no findings", missing])):
                page = os.path.join(folder, application + ".html")
                self.assertEqual(run("detect", folder, folder, "--explain", application, "-o", page).returncode, 0)
                with open(page, encoding="utf-8") as file:
                    self.assertIn("Not evaluated, or not in full", file.read())
                told = run("detect", folder, folder, "--explain", application)
                for look in looks:
                    self.assertIn(look, told.stdout)

    def test_findings_as_a_workbook_and_a_page_show_the_rows_and_the_plan_bounds_every_check(self):
        if not os.path.isdir(SAMPLE):
            self.skipTest("the sample is not beside the project")
        with tempfile.TemporaryDirectory() as folder:
            for name in ("one.xlsx", "two.xlsx", "page.html"):
                made = run("detect", RULES, SAMPLE, "--only", "split_contract", "--threads", "1" if name == "one.xlsx" else "2",
                           "-o", os.path.join(folder, name))
                self.assertEqual(made.returncode, 0, made.stderr)
            with open(os.path.join(folder, "one.xlsx"), "rb") as one, open(os.path.join(folder, "two.xlsx"), "rb") as two:
                self.assertEqual(one.read(), two.read())
            with zipfile.ZipFile(os.path.join(folder, "one.xlsx")) as book:
                self.assertIn("evidence", book.read("xl/workbook.xml").decode("utf-8"))
            with open(os.path.join(folder, "page.html"), encoding="utf-8") as file:
                page = file.read()
            self.assertIn("Rows they rest on", page)
            self.assertRegex(page, r'<td class="money">\d{1,3},\d{3}\.\d\d</td>')
            everything = os.path.join(folder, "all.html")
            self.assertEqual(run("detect", RULES, SAMPLE, "-o", everything).returncode, 0)
            with open(everything, encoding="utf-8") as file:
                rows = re.findall(r'<tr><td class="id">\w+</td><td>[^<]*</td><td class="\w+">\w+</td><td>(\d)</td><td>(\w+)</td><td class="money">([\d,.]+)</td>', file.read())
            self.assertGreater(len(rows), 100)
            weights = [(level == "note", -int(rank), -float(stake.replace(",", ""))) for rank, level, stake in rows]
            self.assertEqual(weights, sorted(weights))
            self.assertIn("contract_id=", page)
        plan = run("detect", RULES, SAMPLE, "--plan")
        self.assertEqual(plan.returncode, 0, plan.stderr)
        self.assertEqual(len(re.findall(r"(?m)^\w+: at most ", plan.stdout)), 114)
        self.assertIn("hubs above 12 are cut", plan.stdout)
        self.assertRegex(plan.stdout, r"split_contract: lists within lists, 2 deep, at most \d+ each; not bounded better")

    def test_rows_threads_and_order_do_not_matter(self):
        if not os.path.isdir(SAMPLE):
            self.skipTest("the sample is not beside the project")
        with tempfile.TemporaryDirectory() as folder:
            shuffled = os.path.join(folder, "shuffled")
            os.mkdir(shuffled)
            dice = random.Random(7)
            for name in os.listdir(SAMPLE):
                if name.endswith(".csv"):
                    with open(os.path.join(SAMPLE, name), encoding="utf-8") as file:
                        lines = file.read().splitlines(keepends=True)
                    body = lines[1:]
                    dice.shuffle(body)
                    with open(os.path.join(shuffled, name), "w", encoding="utf-8") as file:
                        file.writelines(lines[:1] + body)
            bytes_seen = set()
            for data, threads in ((SAMPLE, "1"), (SAMPLE, "4"), (shuffled, "2")):
                out = os.path.join(folder, "out.csv")
                done = run("detect", RULES, data, "-o", out, "--force", "--threads", threads)
                self.assertEqual(done.returncode, 0, done.stderr)
                with open(out, "rb") as file:
                    bytes_seen.add(file.read())
            self.assertEqual(len(bytes_seen), 1)

    def test_findings_can_be_recomputed_from_the_rows_they_name(self):
        if not os.path.isdir(SAMPLE):
            self.skipTest("the sample is not beside the project")
        from recompute_findings import Recompute
        with tempfile.TemporaryDirectory() as folder:
            out = os.path.join(folder, "findings.csv")
            self.assertEqual(run("detect", RULES, SAMPLE, "-o", out).returncode, 0)
            with open(out, encoding="utf-8") as file:
                findings = [row for row in csv.DictReader(file) if row["kind"] == "finding"]
        self.assertGreater(len(findings), 0)
        recompute = Recompute(SAMPLE)
        for finding in findings:
            self.assertIsNot(recompute.agrees(finding), False, finding["detector"] + " " + finding["application_id"])

    def test_an_application_that_is_not_there_and_a_column_that_is_missing_are_told(self):
        from batch import Batch
        made = Batch()
        claim = made.award(buyer := made.firm(), made.deal(buyer, made.firm()))
        with tempfile.TemporaryDirectory() as folder:
            made.write(folder)
            told = run("detect", RULES, folder, "--explain", claim[:-1] + "X")
            self.assertEqual(told.returncode, 2)
            self.assertIn("did you mean `" + claim + "`?", told.stderr)
            self.assertEqual(run("detect", RULES, folder, "--explain", claim).returncode, 0)
            path = os.path.join(folder, "applications.csv")
            with open(path, encoding="utf-8") as file:
                text = file.read()
            with open(path, "w", encoding="utf-8") as file:
                file.write(text.replace("payee_account", "payee", 1))
            told = run("detect", RULES, folder)
            self.assertIn("D001", told.stderr)
            self.assertNotIn("--unknown", told.stderr)

    def test_a_case_is_told_and_drawn(self):
        if not os.path.isdir(SAMPLE):
            self.skipTest("the sample is not beside the project")
        with tempfile.TemporaryDirectory() as folder:
            out = os.path.join(folder, "findings.csv")
            run("detect", RULES, SAMPLE, "-o", out, "--only", "round_trip")
            with open(out, encoding="utf-8") as file:
                first = next(csv.DictReader(file))["application_id"]
            told = run("detect", RULES, SAMPLE, "--explain", first)
            self.assertIn("round_trip", told.stdout)
            page = os.path.join(folder, "case.html")
            self.assertEqual(run("detect", RULES, SAMPLE, "--explain", first, "-o", page).returncode, 0)
            with open(page, encoding="utf-8") as file:
                text = file.read()
            self.assertIn("<svg", text)
            self.assertIn(first, text)
            self.assertRegex(text, r"[\d,]+,\d{3}\.\d\d")     # thousands are told apart
            self.assertIn(">payments", text)                  # what was paid under the contract is drawn
            self.assertNotIn("<script", text)

    def test_no_table_and_no_rule_file_is_replaced(self):
        from batch import Batch
        made = Batch()
        made.award(buyer := made.firm(), made.deal(buyer, made.firm()))
        with tempfile.TemporaryDirectory() as folder:
            made.write(folder)
            rules = os.path.join(folder, "rules")
            shutil.copytree(RULES, rules)
            for name in (os.path.join(folder, "contracts.csv"), os.path.join(rules, "lines.yaml")):
                with open(name, "rb") as file:
                    before = file.read()
                out = name if name.endswith(".csv") else os.path.join(folder, "found.csv")
                if out != name:
                    os.link(name, out)   # the same file under another name
                told = run("detect", rules, folder, "-o", out, "--force")
                self.assertEqual((told.returncode, "D209" in told.stderr), (2, True), told.stderr)
                with open(name, "rb") as file:
                    self.assertEqual(file.read(), before)

    def test_a_table_lies_in_the_folder_that_was_named(self):
        from batch import Batch
        made = Batch()
        made.award(buyer := made.firm(), made.deal(buyer, made.firm()))
        with tempfile.TemporaryDirectory() as folder:
            data = os.path.join(folder, "data")
            os.mkdir(data)
            made.write(data)
            rules = os.path.join(folder, "rules")
            shutil.copytree(RULES, rules)
            tables = os.path.join(rules, "data.yaml")
            with open(tables, encoding="utf-8") as file:
                text = file.read()
            self.assertIn("contracts.csv", text)
            for outside in ("/etc/passwd", "../contracts.csv", "a/../../contracts.csv", "C:/contracts.csv", "'a\\contracts.csv'", "./contracts.csv", "a//b.csv"):
                with open(tables, "w", encoding="utf-8") as file:
                    file.write(text.replace("contracts.csv", outside, 1))
                for command in (("detect", rules, data), ("check", rules)):
                    told = run(*command)
                    self.assertEqual((told.returncode, "A107" in told.stderr), (78, True), outside + told.stderr)
            with open(tables, "w", encoding="utf-8") as file:
                file.write(text)
            moved = os.path.join(folder, "elsewhere.csv")
            os.rename(os.path.join(data, "contracts.csv"), moved)
            os.symlink(moved, os.path.join(data, "contracts.csv"))
            told = run("detect", rules, data)
            self.assertEqual((told.returncode, "D059" in told.stderr), (65, True), told.stderr)
            os.remove(os.path.join(data, "contracts.csv"))
            os.rename(moved, os.path.join(data, "real.csv"))
            os.symlink("real.csv", os.path.join(data, "contracts.csv"))
            self.assertEqual(run("detect", rules, data).returncode, 0)


if __name__ == "__main__":
    unittest.main()
