"""The author's workbench: what cases reach, cases that are still to be written, mistakes that cases find."""

import json
import re
import unittest
import xml.etree.ElementTree as ElementTree

from program import SOURCE, FolderTest, huiqi

# 5 % of 0.10 元 is half a cent: a tie; 50万元 is reached at 1000万元.
RULE = """种类: 事项
编号: 样例.奖补
依据: {办法: {文件: 某办法}, 二: {属于: 办法, 条款: 二}}
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
  - {编号: 已付款, 要求: 实付额 >= 0.1元, 不符合时: 付得太少, 依据: 二}
奖补:
  - 基数: 实付额
  - 乘: 比例
  - 乘: 系数
  - 取整: 四舍五入到分
  - 上限: 50万元
"""

ONE_CASE = """用例:
  - {名称: 一, 申报: {付款日: 2024-02-01, 实付额: 100, 等级: 甲}, 结果: {符合: 是, 金额: 5元}}
"""

# each case with the reason why it must come out so
ALL_CASES = """用例:
  - {名称: 五分, 申报: {付款日: 2024-02-01, 实付额: 100, 等级: 甲}, 结果: {符合: 是, 金额: 5元}, 理由: 100 × 5%}
  - {名称: 头一天, 申报: {付款日: 2024-01-01, 实付额: 0.10, 等级: 甲}, 结果: {符合: 是, 金额: 0.01元}, 理由: 0.005 进位}
  - {名称: 舍去, 申报: {付款日: 2024-02-01, 实付额: 0.22, 等级: 甲}, 结果: {符合: 是, 金额: 0.01元}, 理由: 0.011 舍去}
  - {名称: 前一天, 申报: {付款日: 2023-12-31, 实付额: 100, 等级: 甲}, 结果: {符合: 否}, 理由: 未施行}
  - {名称: 末一天, 申报: {付款日: 2024-12-31, 实付额: 100, 等级: 乙}, 结果: {符合: 是, 金额: 3元}, 理由: 100 × 6% × 0.5}
  - {名称: 后一天, 申报: {付款日: 2025-01-01, 实付额: 100, 等级: 乙}, 结果: {符合: 否}, 理由: 已失效}
  - {名称: 六月底, 申报: {付款日: 2024-06-30, 实付额: 100, 等级: 甲}, 结果: {符合: 是, 金额: 5元}, 理由: 比例还是 5%}
  - {名称: 七月一日, 申报: {付款日: 2024-07-01, 实付额: 100, 等级: 甲}, 结果: {符合: 是, 金额: 6元}, 理由: 比例已是 6%}
  - {名称: 少一分, 申报: {付款日: 2024-02-01, 实付额: 0.09, 等级: 甲}, 结果: {符合: 否, 不符合: [已付款]}, 理由: 不到 0.1 元}
  - {名称: 到上限, 申报: {付款日: 2024-02-01, 实付额: 10000001, 等级: 甲}, 结果: {符合: 是, 金额: 50万元}, 理由: 超过 50 万元}
  - {名称: 丙等, 申报: {付款日: 2024-02-01, 实付额: 100, 等级: 丙}, 结果: {符合: 是, 金额: 0元}, 理由: 系数 0}
  - {名称: 没有答日期, 申报: {实付额: 100, 等级: 甲}, 结果: {符合: 未知}, 理由: 不知道是否施行}
  - {名称: 没有答金额, 申报: {付款日: 2024-02-01, 等级: 甲}, 结果: {符合: 未知}, 理由: 不知道付了多少}
"""


def parsed_tap(text):
    lines = text.splitlines()
    assert lines[0] == "TAP version 13", lines[0]
    first, last = re.fullmatch(r"(\d+)\.\.(\d+)", lines[1]).groups()
    assert first == "1"
    tests, in_yaml = [], False
    for line in lines[2:]:
        if line == "  ---":
            in_yaml = True
        elif line == "  ...":
            in_yaml = False
        elif not in_yaml:
            found = re.fullmatch(r"(ok|not ok) (\d+) - (.*)", line)
            assert found, line
            told, _, directive = found.group(3).replace("\\#", "＃").partition(" # ")
            assert "#" not in directive and re.match("(TODO|SKIP) |$", directive), line
            tests.append((directive[:4] or found.group(1) == "ok", int(found.group(2)), told))
    assert [number for _, number, _ in tests] == list(range(1, int(last) + 1))
    return tests


class Workbench(FolderTest):
    def setUp(self):
        super().setUp()
        self.rule = self.folder / "rule.yaml"

    def put(self, cases):
        self.rule.write_text(RULE + cases, encoding="utf-8")

    def coverage(self):
        code, out, err = huiqi("--json", "test", self.rule, "--coverage")
        self.assertIn(code, (0, 1), err)
        return json.loads(out)["coverage"]

    def missed(self, kind=None):
        return [(one["text"], one["aspect"]) for one in self.coverage()["items"]
                if one["state"] == "missed" and kind in (None, one["kind"])]

    def test_cases_at_every_edge_reach_all_and_the_percentage_is_exact(self):
        self.put(ALL_CASES)
        self.assertEqual(self.missed(), [])
        code, out, err = huiqi("--lang", "en", "test", self.rule, "--coverage", "--min", "100")
        self.assertEqual(code, 0, out + err)
        self.assertIn("(100.0 %)", out)

    def test_each_case_left_out_is_missed_where_it_was_needed(self):
        needed = {"头一天": "rounding", "前一天": "boundary", "后一天": "boundary", "六月底": "boundary", "七月一日": "boundary",
                  "少一分": "condition", "到上限": "step", "丙等": "row", "没有答日期": "condition", "没有答金额": "condition"}
        for name, kind in needed.items():
            with self.subTest(case=name):
                self.put("".join(line for line in ALL_CASES.splitlines(keepends=True) if f"名称: {name}," not in line))
                self.assertTrue(self.missed(kind))
                code, _, _ = huiqi("test", self.rule, "--coverage", "--min", "100")
                self.assertEqual(code, 1)

    def test_a_fraction_is_never_rounded_up(self):
        self.put(ONE_CASE)
        found = self.coverage()
        tenths = found["reached"] * 1000 // found["total"]
        self.assertEqual(found["percent"], f"{tenths // 10}.{tenths % 10}")
        self.assertEqual(found["reached"], sum(1 for one in found["items"] if one["state"] == "reached"))
        self.assertEqual(found["total"], sum(one["total"] for one in found["kinds"].values()))
        least = f"{tenths // 10}.{tenths % 10}"
        self.assertEqual(huiqi("test", self.rule, "--coverage", "--min", least)[0], 0)
        self.assertEqual(huiqi("test", self.rule, "--min", f"{tenths // 10 + 1}")[0], 1)
        for wrong in ("101", "-1", "viel"):
            self.assertEqual(huiqi("test", self.rule, f"--min={wrong}")[0], 2)

    def test_text_marks_the_line_that_no_case_reaches(self):
        self.put(ONE_CASE)
        out = huiqi("--lang", "en", "test", self.rule, "--coverage")[1]
        self.assertRegex(out, r"19 \|\s+- \[乙, 0.5\]\n\s+\|\s+\^+\n\s+= table rows: no case in which it decides")
        self.assertTrue(out.endswith("1 case passed, 0 failed\n"))
        chinese = huiqi("--lang", "zh", "test", self.rule, "--coverage")[1]
        self.assertIn("对照表的行：没有用例使它被取用", chinese)

    def test_each_value_that_an_overlay_sets_is_missed_until_it_is_used_suggested_and_shown(self):
        rules = self.folder / "rules"
        rules.mkdir()
        (rules / "above.yaml").write_text(
            "种类: 事项\n编号: 样例.上\n参数:\n  比例: {类型: 比例, 地方: 必填}\n  限额: {类型: 金额, 地方: 必填}\n"
            "申报:\n  额: {类型: 金额, 小数: 0, 范围: '[0元..100元]'}\n"
            "条件:\n  - {编号: 有, 要求: 额 > 0元, 不符合时: 没有}\n奖补:\n  - 基数: 额\n  - 乘: 比例\n  - 取整: 截尾到分\n  - 上限: 限额\n"
            "用例:\n  - {名称: 一, 取: {比例: 1%, 限额: 1元}, 申报: {额: 1}, 结果: {金额: 0.01元}}\n", encoding="utf-8")
        overlay = "种类: 细则\n编号: 样例.区\n上位: 样例.上\n参数:\n  比例: {值: 10%}\n  限额: {值: 3元}\n"
        (rules / "district.yaml").write_text(overlay, encoding="utf-8")

        def of_overlay(*paths):
            items = json.loads(huiqi("--json", "test", rules, *paths, "--coverage")[1])["coverage"]["items"]
            return {one["text"]: one["state"] for one in items if one["kind"] == "version"}

        self.assertEqual(of_overlay(), {"10%": "missed", "3元": "missed"})
        out = huiqi("--lang", "zh", "test", rules, "--coverage")[1]
        self.assertRegex(out, r"比例: \{值: 10%\}\n\s+\|\s+\^+\n\s+= 参数的值：没有用例使它被用到")
        page = self.folder / "page.html"
        self.assertEqual(huiqi("--lang", "en", "test", rules, "--html", page)[0], 0)
        self.assertRegex(page.read_text(encoding="utf-8"), "parameter values: no case in which `.*10%.*` is used")
        # a refused application uses neither, nor a case that looks at no amount
        for case in ("申报: {额: 0}, 结果: {符合: 否, 金额: 0元}", "申报: {额: 1}, 结果: {符合: 是}"):
            (rules / "district.yaml").write_text(overlay + "用例:\n  - {名称: 二, " + case + "}\n", encoding="utf-8")
            self.assertEqual(of_overlay(), {"10%": "missed", "3元": "missed"}, case)
        (rules / "district.yaml").write_text(overlay, encoding="utf-8")
        suggested = self.folder / "suggested"
        self.assertEqual(huiqi("--lang", "zh", "test", rules, "--suggest", "-o", suggested)[0], 0)
        text = (suggested / "样例.区.yaml").read_text(encoding="utf-8")
        self.assertIn("待确认: 是", text)
        (suggested / "样例.区.yaml").write_text(text.replace("    待确认: 是\n", ""), encoding="utf-8")
        self.assertEqual(of_overlay(suggested / "样例.区.yaml"), {"10%": "reached", "3元": "reached"})

    def test_the_page_stands_alone_and_escapes_what_it_shows(self):
        self.rule.write_text(RULE.replace("文件: 某办法", "文件: '<script>alert(1)</script>'") + ONE_CASE, encoding="utf-8")
        page = self.folder / "coverage.html"
        self.assertEqual(huiqi("--lang", "zh", "test", self.rule, "--html", page)[0], 0)
        text = page.read_text(encoding="utf-8")
        self.assertNotIn("<script", text)
        self.assertNotRegex(text, r"(src|href)=|url\(|https?://")
        self.assertIn("prefers-color-scheme: dark", text)
        self.assertIn("@media print", text)
        self.assertIn('class="missed"', text)
        ElementTree.fromstring(text.replace("<!doctype html>", "").replace('<meta charset="utf-8">', "").replace("&nbsp;", " ")
                               .replace('content="width=device-width">', 'content="width=device-width"/>')
                               .replace("'unsafe-inline'\">", "'unsafe-inline'\"/>"))
        self.assertEqual(huiqi("test", self.rule, "--html", page)[0], 73)
        self.assertEqual(huiqi("test", self.rule, "--html", page, "--force")[0], 0)

    def test_junit_tap_and_json_tell_the_same(self):
        self.put(ONE_CASE + "  - {名称: '错<&\"#\\', 申报: {付款日: 2024-02-01, 实付额: 100, 等级: 甲}, 结果: {金额: 6元}}\n"
                   "  - {名称: 未确认, 申报: {付款日: 2024-02-01, 实付额: 100, 等级: 甲}, 结果: {金额: 5元}, 待确认: 是}\n")
        wanted = {"一": True, '错<&"#\\': False, "未确认": False}
        xml, tap = self.folder / "tests.xml", self.folder / "tests.tap"
        self.assertEqual(huiqi("test", self.rule, "--format", "junit", "-o", xml)[0], 1)
        root = ElementTree.parse(xml).getroot()
        suites = list(root)
        self.assertEqual((root.tag, root.get("tests"), root.get("failures")), ("testsuites", "3", "2"))
        self.assertEqual([suite.get("name") for suite in suites], ["样例.奖补"])
        self.assertEqual({case.get("name"): case.find("failure") is None for case in root.iter("testcase")}, wanted)
        self.assertEqual([case.find("failure").get("type") for case in root.iter("testcase") if case.find("failure") is not None],
                         ["mismatch", "unconfirmed"])
        self.assertEqual(huiqi("test", self.rule, "--format", "tap", "-o", tap)[0], 1)
        self.assertEqual([good for good, _, _ in parsed_tap(tap.read_text(encoding="utf-8"))], list(wanted.values()))
        code, out, _ = huiqi("test", self.rule, "--format", "json")
        self.assertEqual(code, 1)
        self.assertEqual({one["case"]: one["passed"] for one in json.loads(out)}, wanted)
        self.assertEqual(huiqi("test", self.rule, "--format", "junit", "-o", xml)[0], 73)
        self.assertEqual(huiqi("test", self.rule, "--format", "junit", "--suggest")[0], 2)

    def test_junit_and_tap_tell_what_no_case_reaches(self):
        self.put(ONE_CASE)
        items = json.loads(huiqi("test", self.rule, "--coverage", "--format", "json")[1])["coverage"]["items"]
        for least, missed in (((), "open"), (("--min", "1"), "open"), (("--min", "100"), "failed")):
            code, out, err = huiqi("--lang", "en", "test", self.rule, "--coverage", *least, "--format", "junit")
            self.assertEqual(code, 1 if missed == "failed" else 0, err)
            root = ElementTree.fromstring(out)
            self.assertEqual([suite.get("name") for suite in root], ["样例.奖补", "样例.奖补 · coverage"])
            cases = root[1].findall("testcase")
            states = ["failed" if one.find("failure") is not None else "passed" if one.find("skipped") is None else
                      "impossible" if one.find("skipped").get("message") == "proven impossible" else "open" for one in cases]
            wanted = [{"reached": "passed", "missed": missed, "impossible": "impossible"}[one["state"]] for one in items]
            self.assertEqual(states, wanted)
            self.assertEqual(len({one.get("name") for one in cases}), len(cases), "each has a name of its own")
            self.assertEqual([f"{one.get('file')}:{one.get('line')}" for one in cases], [one["place"].rpartition(":")[0] for one in items])
            self.assertEqual(root.get("failures"), str(states.count("failed")))
            self.assertEqual(root[1].get("skipped"), str(states.count("open") + states.count("impossible")))
            tap = huiqi("--lang", "en", "test", self.rule, "--coverage", *least, "--format", "tap")[1]
            self.assertEqual([state for state, _, _ in parsed_tap(tap)][1:],
                             [{"passed": True, "failed": False, "open": "TODO", "impossible": "SKIP"}[one] for one in wanted])
        self.assertIn("missed", {one["state"] for one in items})

    def test_an_unconfirmed_case_neither_passes_nor_covers(self):
        self.put(ALL_CASES.replace("理由: 系数 0}", "待确认: 是}"))
        code, out, _ = huiqi("--lang", "en", "test", self.rule)
        self.assertEqual(code, 1)
        self.assertIn("W528", out)
        self.assertIn("12 cases passed, 0 failed, 1 unconfirmed", out)
        self.assertEqual(self.missed("row"), [("[丙, 0]", "reached")])
        code, out, err = huiqi("check", self.rule)
        self.assertEqual(code, 0)
        self.assertIn("W528", err)

    def test_suggested_cases_load_reach_what_was_missed_and_wait_for_a_person(self):
        self.put(ONE_CASE)
        missed = self.missed()
        suggested = self.folder / "suggested.yaml"
        code, _, err = huiqi("--lang", "zh", "test", self.rule, "--suggest", "-o", suggested)
        self.assertEqual(code, 0, err)
        code, out, err = huiqi("--lang", "zh", "test", self.rule, suggested)
        self.assertEqual(code, 1, err)
        self.assertRegex(out, r"1 个用例通过，0 个不符，\d+ 个待确认")
        # a person confirms them all: nothing is left but what was said not to be found
        text = suggested.read_text(encoding="utf-8")
        suggested.write_text(re.sub(r"    待确认: 是\n", "", text), encoding="utf-8")
        code, out, err = huiqi("--json", "test", self.rule, suggested, "--coverage")
        self.assertEqual(code, 0, out + err)
        left = [one for one in json.loads(out)["coverage"]["items"] if one["state"] == "missed"]
        self.assertEqual(left, [])
        self.assertGreater(len(missed), 15)
        # the same again, byte for byte
        again = self.folder / "again.yaml"
        huiqi("--lang", "zh", "test", self.rule, "--suggest", "-o", again)
        self.assertEqual(again.read_text(encoding="utf-8"), text)

    def test_what_bundles_settle_is_mistaken_too(self):
        for name, kinds in (("quota", {"number", "order"}), ("limit", {"amount"}), ("budget", {"amount"})):
            rules, cases = SOURCE / f"rules/cookbook/settlement/{name}", SOURCE / f"cases/cookbook/settlement/{name}"
            code, out, err = huiqi("--json", "--lang", "en", "mutate", rules, cases)
            self.assertEqual(code, 0, err)
            made = [one for one in json.loads(out)["mutants"] if "the bundle" in one["sentence"]]
            self.assertLessEqual(kinds, {one["kind"] for one in made if one["state"] == "killed"}, name)
            self.assertEqual([one["sentence"] for one in made if one["state"] != "killed"], [], name)
            # without the cases of the bundle nothing finds them
            out = huiqi("--json", "--lang", "en", "mutate", rules)[1]
            self.assertIn("survived", {one["state"] for one in json.loads(out)["mutants"] if "the bundle" in one["sentence"]}, name)

    def test_mistakes_that_no_case_finds_are_told_with_an_application(self):
        self.put(ALL_CASES)
        code, out, err = huiqi("--json", "mutate", self.rule, "--threads", "2")
        self.assertEqual(code, 0, err)
        full = json.loads(out)
        told = {one["sentence"]: one for one in full["mutants"]}
        self.assertTrue(told)
        by_kind = {one["kind"] for one in full["mutants"]}
        self.assertLessEqual({"comparison", "amount", "rate", "day", "rounding", "dropped", "order"}, by_kind)
        # what no application tells apart stays: the value of 5 % begins with the rule, a cap in whole yuan may stand before the cents
        self.assertEqual([one["sentence"] for one in full["mutants"] if "witness" in one], [])
        self.assertLessEqual(full["survived"], 3)
        self.put(ONE_CASE)
        code, out, _ = huiqi("--json", "mutate", self.rule, "--min", "95")
        self.assertEqual(code, 1)
        few = json.loads(out)
        self.assertLess(few["killed"], full["killed"])
        self.assertEqual(few["killed"] + few["survived"] + few["equivalent"] + few["refused"], len(few["mutants"]))
        survivor = next(one for one in few["mutants"] if one["state"] == "survived" and one["kind"] == "comparison")
        self.assertEqual((survivor["from"], survivor["to"]), ("实付额 >= 0.1元", "实付额 > 0.1元"))
        self.assertIn("0.1", survivor["witness"])
        one, two = (huiqi("mutate", self.rule, "--threads", threads)[1] for threads in (1, 2))
        self.assertEqual(one, two)

    def test_a_mistake_that_one_input_alone_does_not_show_is_shown_by_several(self):
        self.rule.write_text("""kind: incentive
id: masked
title: masked
sources: {m: {document: M}}
enums:
  size: {ordered: true, values: [micro, small, large]}
inputs:
  a: {type: money, decimals: 2, range: "[0 yuan..1000000 yuan]"}
  b: {type: money, decimals: 2, range: "[0 yuan..1000 yuan]"}
  n: {type: integer, range: "[0..20]"}
  off: {type: money, decimals: 2, range: "[0 yuan..100 yuan]"}
  size: {type: size}
conditions:
  - {id: enough, test: a >= 100 yuan and (b < 500 yuan or n >= 3), reason: too little, source: m}
  - {id: fits, test: a >= b or size <= small, reason: does not fit, source: m}
award:
  - {base: a + b, source: m}
  - {minus: off, source: m}
  - {times: 25%, source: m}
  - {round: round half up to 0.01 yuan, interpretation: i}
  - {cap: 250000 yuan, when: size = micro, source: m}
  - {none_below: 20 yuan, source: m}
cases:
  - name: one
    given: {a: 1000, b: 10, n: 4, off: 0, size: small}
    expect: {eligible: true, amount: 252.50 yuan}
""", encoding="utf-8")
        code, out, err = huiqi("--json", "--lang", "en", "mutate", self.rule)
        self.assertEqual(code, 0, err)
        told = {(one["from"], one["to"]): one for one in json.loads(out)["mutants"]}
        for pair, parts in {
            ("b < 500 yuan", "b <= 500 yuan"): ("b: 500", "n: "),
            ("a >= b", "a > b"): ("b: 1000", "size: large"),
            ("250000 yuan", "249999.99元"): ("a: 1000000", "size: micro", "the rule gives 250000 yuan"),
            ("{none_below: 20 yuan, source: m}", ""): ("a: 100", "off: 100"),
        }.items():
            with self.subTest(mistake=pair):
                self.assertEqual(told[pair]["state"], "survived")
                for part in parts:
                    self.assertIn(part, told[pair]["witness"])
        # where both refuse, the reasons that differ are told
        self.rule.write_text(self.rule.read_text(encoding="utf-8").replace("a >= b or size <= small", "a >= 50 yuan"), encoding="utf-8")
        code, out, err = huiqi("--json", "--lang", "en", "mutate", self.rule)
        self.assertEqual(code, 0, err)
        told = {(one["from"], one["to"]): one for one in json.loads(out)["mutants"]}
        self.assertIn("the rule gives not eligible (fails enough, fits), the mistake not eligible (fails enough)", told["a >= 50 yuan", "true"]["witness"])

    def test_the_mistakes_are_those_that_people_make(self):
        self.rule.write_text("""种类: 事项
编号: 样例.错
枚举: {规模: {有序: 是, 取值: [小, 中, 大]}}
申报:
  起: {类型: 日期}
  止: {类型: 日期}
  额: {类型: 金额, 小数: 2, 范围: "[0元..1亿元]"}
  人数: {类型: 整数, 范围: "[0..1000]"}
条件:
  - {编号: 天数, 要求: 止 - 起 >= 30天, 不符合时: 否}
  - {编号: 人数, 要求: 人数 属于 (10以上) 且 额 > 0, 不符合时: 否}
  - {编号: 区间, 要求: '额 属于 [1万元..50万元)', 不符合时: 否}
  - {编号: 早, 要求: 起 >= 2024-01-01 或 止 < 2030-01-01, 不符合时: 否}
奖补:
  - 基数: 孰低(额, 40万元) * (止 - 起) / 365天
  - 乘: 5%
  - 取整: 截尾到元
  - 上限: 2万元
""", encoding="utf-8")
        code, out, err = huiqi("--json", "mutate", self.rule)
        self.assertEqual(code, 0, err)
        pairs = {(one["from"], one["to"]) for one in json.loads(out)["mutants"]}
        for pair in (("止 - 起 >= 30天", "止 - 起 > 30天"), ("30天", "31天"), ("30天", "29天"), ("10以上", "超过10"),
                     ("人数 属于 (10以上) 且 额 > 0", "人数 属于 (10以上) 或 额 > 0"), ("额 > 0", "额 >= 0"),
                     ("[1万元..", "(1万元.."), ("..50万元)", "..50万元]"), ("1万元", "10000.01元"), ("50万元", "499999.99元"),
                     ("2024-01-01", "2024-01-02"), ("2024-01-01", "2023-12-31"), ("365天", "366天"), ("365天", "360天"),
                     ("孰低(额, 40万元)", "孰高(额, 40万元)"), ("5%", "6%"), ("截尾", "四舍五入"), ("2万元", "20000.01元"),
                     ("上限: 2万元", ""), ("乘: 5% → 取整: 截尾到元", "取整: 截尾到元 → 乘: 5%"), ("止 - 起 >= 30天", "true")):
            self.assertIn(pair, pairs)

    def test_each_kind_of_mistake_is_made_and_found_by_the_case_at_its_edge(self):
        inputs = "申报:\n  额: {类型: 金额, 小数: 2, 范围: \"[0元..100万元]\"}\n  日: {类型: 日期}\n  已审: {类型: 是否}\n"
        round_to = "  - {取整: 四舍五入到分, 解释: 没有写取整}\n"
        far = "{名称: 远, 申报: {额: 1000, 日: 2024-05-01, 已审: 是}, 结果: {符合: 是}}"
        # of each kind: the rule, the mistake, and a case with its amount by hand
        rows = {
            "comparison": ("条件:\n  - {编号: 够, 要求: 额 >= 100元, 不符合时: 不够}\n奖补:\n  - 基数: 额\n", ("额 >= 100元", "额 > 100元"),
                           "{额: 100, 日: 2024-05-01, 已审: 是}, 结果: {符合: 是}"),
            "edge": ("条件:\n  - {编号: 内, 要求: \"额 属于 [100元..5000元]\", 不符合时: 不在内}\n奖补:\n  - 基数: 额\n", ("[100元..", "(100元.."),
                     "{额: 100, 日: 2024-05-01, 已审: 是}, 结果: {符合: 是}"),
            "amount": ("奖补:\n  - 基数: 额\n  - 上限: 5000元\n", ("5000元", "4999.99元"), "{额: 6000, 日: 2024-05-01, 已审: 是}, 结果: {金额: 5000元}"),
            "rate": ("奖补:\n  - 基数: 额\n  - 乘: 5%\n" + round_to, ("5%", "6%"), "{额: 100, 日: 2024-05-01, 已审: 是}, 结果: {金额: 5元}"),
            "number": ("奖补:\n  - 基数: 额 / 4\n" + round_to, ("4", "5"), "{额: 100, 日: 2024-05-01, 已审: 是}, 结果: {金额: 25元}"),
            "day": ("条件:\n  - {编号: 早, 要求: 日 <= 2024-06-30, 不符合时: 晚了}\n奖补:\n  - 基数: 额\n", ("2024-06-30", "2024-07-01"),
                    "{额: 100, 日: 2024-07-01, 已审: 是}, 结果: {符合: 否}"),
            "day_count": ("奖补:\n  - 基数: 额 * 73天 / 365天\n" + round_to, ("365天", "360天"), "{额: 100, 日: 2024-05-01, 已审: 是}, 结果: {金额: 20元}"),
            "rounding": ("奖补:\n  - 基数: 额\n  - 乘: 5%\n  - 取整: 四舍五入到分\n", ("四舍五入", "截尾"),
                         "{额: 0.1, 日: 2024-05-01, 已审: 是}, 结果: {金额: 0.01元}"),
            "dropped": ("条件:\n  - {编号: 审, 要求: 已审, 不符合时: 没有审}\n奖补:\n  - 基数: 额\n", ("已审", "true"),
                        "{额: 100, 日: 2024-05-01, 已审: 否}, 结果: {符合: 否}"),
            "joined": ("条件:\n  - {编号: 两样, 要求: 已审 且 额 > 0, 不符合时: 不全}\n奖补:\n  - 基数: 额\n", ("已审 且 额 > 0", "已审 或 额 > 0"),
                       "{额: 100, 日: 2024-05-01, 已审: 否}, 结果: {符合: 否}"),
            "extreme": ("奖补:\n  - 基数: 孰低(额, 5000元)\n", ("孰低(额, 5000元)", "孰高(额, 5000元)"),
                        "{额: 100, 日: 2024-05-01, 已审: 是}, 结果: {金额: 100元}"),
            "order": ("奖补:\n  - 基数: 额\n  - 加: 50元\n  - 乘: 10%\n" + round_to, ("加: 50元 → 乘: 10%", "乘: 10% → 加: 50元"),
                      "{额: 100, 日: 2024-05-01, 已审: 是}, 结果: {金额: 15元}"),
            "choice": ("枚举: {级别: [甲, 乙, 丙]}\n参数:\n  级: {类型: 级别, 地方: 可填, 值: 甲}\n条件:\n  - {编号: 级, 要求: 级 = 甲 或 级 = 丙, 不符合时: 级别不符}\n奖补:\n  - 基数: 额\n",
                       ("级 = 丙", "级 = 乙"), "{额: 100, 日: 2024-05-01, 已审: 是}, 取: {级: 乙}, 结果: {符合: 否}"),
            "exchanged": ("施行: {自: 2024-01-01, 按: 日}\n参数:\n  率: {类型: 比例, 历次: {2024-01-01: 5%, 2025-01-01: 4%, 2026-01-01: 3%}}\n奖补:\n  - 基数: 额\n  - 乘: 率\n" + round_to,
                          ("2025-01-01: 4%, 2026-01-01: 3%", "2025-01-01: 3%, 2026-01-01: 4%"), "{额: 100, 日: 2026-05-01, 已审: 是}, 结果: {金额: 3元}"),
            "band": ("参数:\n  率: {类型: 比例, 地方: 可填, 幅度: \"[4%..6%]\", 值: 5%}\n奖补:\n  - 基数: 额\n  - 乘: 率\n" + round_to,
                     ("[4%..6%]", "[4%..6%)"), "{额: 100, 日: 2024-05-01, 已审: 是}, 取: {率: 6%}, 结果: {金额: 6元}"),
        }
        for kind, (body, pair, killer) in rows.items():
            with self.subTest(kind=kind):
                head = "种类: 事项\n编号: 样例.种\n" + inputs + body + "用例:\n  - " + far + "\n"
                states = []
                for cases in ("", "  - {名称: 边, 申报: " + killer + "}\n"):
                    self.rule.write_text(head + cases, encoding="utf-8")
                    code, out, err = huiqi("--json", "mutate", self.rule)
                    self.assertEqual(code, 0, out + err)
                    made = next(one for one in json.loads(out)["mutants"] if one["kind"] == kind and (one["from"], one["to"]) == pair)
                    states.append(made["state"])
                self.assertEqual(states, ["survived", "killed"])
                self.assertEqual(made["by"], "样例.种 · 边")

    def test_another_region_of_an_overlay_is_found_by_cases_that_say_their_place(self):
        self.rule.write_text("种类: 事项\n编号: 样例.省\n地区: 江苏省 320000\n申报:\n  额: {类型: 金额, 小数: 2, 范围: 0元以上}\n"
                             "参数: {上限: {类型: 金额, 地方: 可填, 值: 10元}}\n奖补:\n  - 基数: 额\n  - 上限: 上限\n"
                             "用例:\n  - {名称: 省, 申报: {额: 100}, 结果: {金额: 10元}}\n", encoding="utf-8")
        county = self.folder / "county.yaml"
        county.write_text("种类: 细则\n编号: 样例县.省\n上位: 样例.省\n地区: 昆山市 320583\n参数: {上限: {值: 20元}}\n"
                          "用例:\n  - {名称: 县, 申报: {额: 100}, 结果: {金额: 20元}}\n", encoding="utf-8")
        def regions():
            code, out, err = huiqi("--json", "--lang", "en", "mutate", self.folder)
            self.assertEqual(code, 0, out + err)
            return {one["to"]: (one["state"], one.get("by")) for one in json.loads(out)["mutants"] if one["kind"] == "region"}
        self.assertEqual(regions(), {"320000": ("survived", None), "320584": ("survived", None)})
        self.assertIn("no case says where this overlay holds", huiqi("--lang", "en", "mutate", self.folder)[1])
        for file, place in ((self.rule, "320582"), (county, "320583")):
            file.write_text(file.read_text(encoding="utf-8").replace("申报: {额: 100}", f"地区: {place}, 申报: {{额: 100}}"), encoding="utf-8")
        self.assertEqual(regions(), {"320000": ("killed", "样例.省 · 省"), "320584": ("killed", "样例县.省 · 县")})

    def test_a_quotient_is_solved_for_one_of_its_inputs(self):
        self.rule.write_text("种类: 事项\n编号: 样例.商\n申报:\n  研发: {类型: 金额, 小数: 2, 范围: \"[0元..1亿元]\"}\n  营收: {类型: 金额, 小数: 2, 范围: \"[0.01元..1亿元]\"}\n"
                             "计算: {强度: 研发 / 营收}\n条件:\n  - {编号: 强度, 要求: 强度 >= 3.7%, 不符合时: 不够}\n奖补:\n  - 基数: 1万元\n"
                             "用例:\n  - {名称: 够, 申报: {研发: 500, 营收: 7777}, 结果: {符合: 是}}\n"
                             "  - {名称: 不够, 申报: {研发: 1, 营收: 7777}, 结果: {符合: 否}}\n", encoding="utf-8")
        code, out, err = huiqi("--json", "--lang", "en", "mutate", self.rule)
        self.assertEqual(code, 0, err)
        told = {(one["from"], one["to"]): one for one in json.loads(out)["mutants"]}
        # 7777 × 3.7 % = 287.749: no whole fen, and 500 / 3.7 % is none either, so that both must change
        self.assertEqual(told["强度 >= 3.7%", "强度 > 3.7%"]["state"], "survived")
        self.assertIn("the rule gives 10000 yuan, the mistake not eligible", told["强度 >= 3.7%", "强度 > 3.7%"].get("witness", ""))
        self.assertIn("the mistake not eligible", told["3.7%", "4.7%"].get("witness", ""))

    def test_a_mistake_that_changes_nothing_is_told_with_the_reason(self):
        self.rule.write_text("种类: 事项\n编号: 样例.同\n申报:\n  额: {类型: 金额, 小数: 2, 范围: \"[0元..100元]\"}\n  扣: {类型: 金额, 小数: 2, 范围: 0元以上}\n"
                             "奖补:\n  - 基数: 额\n  - 乘: 50%\n  - 取整: 四舍五入到分\n  - 上限: 扣\n"
                             "用例:\n  - {名称: 一, 申报: {额: 8, 扣: 10}, 结果: {金额: 4元}}\n", encoding="utf-8")
        code, out, err = huiqi("--json", "--lang", "en", "mutate", self.rule)
        self.assertEqual(code, 0, err)
        why = {(one["from"], one["to"]): one.get("why") for one in json.loads(out)["mutants"] if one["state"] == "equivalent"}
        self.assertIn("halfway", why[("四舍五入", "向上进位")])
        self.assertIn("whole steps", why[("取整: 四舍五入到分 → 上限: 扣", "上限: 扣 → 取整: 四舍五入到分")])
        self.assertNotIn(("四舍五入", "截尾"), why)

    def test_cases_of_bundles_find_mistakes_and_cover_their_incentives(self):
        self.rule.write_text("种类: 事项\n编号: 样例.一\n申报:\n  额: {类型: 金额, 小数: 2, 范围: 0元以上}\n奖补:\n  - 基数: 额\n  - 上限: 50元\n", encoding="utf-8")
        bundle = self.folder / "bundle.yaml"
        bundle.write_text("种类: 组合\n编号: 样例.组合\n事项: [样例.一]\n主键: {申请: 编号, 申请人: 企业}\n预算: {总额: 60元, 方式: 按比例, 取整: 截尾到分, 余数: 最大余数}\n"
                          "用例:\n  - 名称: 两件\n    各件:\n      A: {申报: {企业: 甲, 额: 40}, 结果: {一: {金额: 40元}}}\n"
                          "      B: {申报: {企业: 乙, 额: 60}, 结果: {一: {金额: 50元}}}\n    结果: {结算: {应付: 60元}}\n", encoding="utf-8")
        code, out, err = huiqi("--json", "test", self.rule, bundle, "--coverage")
        self.assertEqual(code, 0, out + err)
        missed = [one["kind"] for one in json.loads(out)["coverage"]["items"] if one["state"] == "missed"]
        self.assertEqual(set(missed), {"settlement"})   # of the incentive nothing; the budget is never used up exactly, nor left alone
        code, out, err = huiqi("--json", "mutate", self.rule, bundle)
        self.assertEqual(code, 0, err)
        self.assertEqual({one["state"] for one in json.loads(out)["mutants"] if one["to"] == "49.99元"}, {"killed"})

    def test_mutants_are_not_run_over_cases_that_fail(self):
        self.put(ONE_CASE.replace("5元", "6元"))
        self.assertEqual(huiqi("mutate", self.rule)[0], 1)
        self.assertEqual(huiqi("test", self.rule, "--suggest")[0], 1)

    def test_the_shipped_rules_have_a_coverage_and_no_case_is_unconfirmed(self):
        code, out, err = huiqi("--json", "test", SOURCE / "rules", SOURCE / "cases", "--coverage")
        self.assertEqual(code, 0, err)
        found = json.loads(out)
        self.assertGreater(found["coverage"]["total"], 1000)
        self.assertFalse([one for one in found["cases"] if one.get("unconfirmed")])

    def test_the_cases_of_the_shipped_rules_reach_all_that_can_be_reached(self):
        code, out, err = huiqi("--lang", "en", "test", SOURCE / "rules", SOURCE / "cases", "--min", "100")
        self.assertEqual(code, 0, out[-3000:] + err)

    def test_the_cases_of_the_recipes_find_the_mistakes_in_them(self):
        code, out, err = huiqi("--lang", "en", "mutate", SOURCE / "rules/cookbook", SOURCE / "cases/cookbook", SOURCE / "rules/samples/sample-exchange-rates.yaml",
                               SOURCE / "rules/library", "--min", "97")
        self.assertEqual(code, 0, out[-3000:] + err)


if __name__ == "__main__":
    unittest.main()
