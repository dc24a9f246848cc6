"""The program as its users call it: exit codes, output, files. HUIQI_PROGRAM names it."""

import csv
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import unittest

from program import PROGRAM, SOURCE, FolderTest, huiqi

RULE = """种类: 事项
编号: 例.交易奖补
申报:
  规模: {类型: 规模}
  实付: {类型: 金额, 小数: 2, 范围: 0元以上}
枚举:
  规模: {有序: 是, 取值: [小型, 中型, 大型]}
条件:
  - {编号: 规模, 要求: 规模 属于 (中型以下), 不符合时: {zh: 大型企业不奖, en: large firms get nothing}}
  - {编号: 付款, 要求: 实付 >= 1万元, 不符合时: "实付只有{实付}"}
奖补:
  - 基数: 实付
  - 乘: 5%
  - 取整: 四舍五入到分
  - 上限: 50万元
用例:
  - {名称: 半分, 申报: {规模: 小型, 实付: 10000.10}, 结果: {符合: 是, 金额: 500.01元}}
"""


PROVINCE = """种类: 事项
编号: 某省.奖补
依据: {通知: {文件: 某通知}}
施行: {自: 2024-01-01, 按: 签订日}
申报: {签订日: {类型: 日期}, 金额: {类型: 金额, 小数: 2}}
参数:
  比例: {类型: 比例, 地方: 必填, 幅度: "[4%..6%]", 依据: 通知, 解释: 左右}
  每件: {类型: 金额, 历次: {2024-01-01: 100元, 2024-07-01: 200元}, 依据: 通知}
奖补: [{基数: 金额 + 每件}, {乘: 比例}, {取整: 四舍五入到分}]
"""
CITY = """种类: 细则
编号: 某市.奖补
上位: 某省.奖补
依据: {细则: {文件: 某市细则}, 五: {属于: 细则, 条款: 第五条}}
参数: {比例: {值: 5%, 依据: 五}}
"""


class Commands(FolderTest):
    def setUp(self):
        super().setUp()
        self.rule = self.write("rule.yaml", RULE)

    def run_batch(self, data, *options):
        source = self.write("in.csv", data)
        target = self.folder / "out.csv"
        code, _, err = huiqi("run", self.rule, source, "-o", target, *options)
        rows = list(csv.DictReader(target.open(encoding="utf-8"))) if target.exists() else None
        return code, rows, err

    def test_a_sound_rule_checks_and_its_cases_pass(self):
        self.assertEqual(huiqi("check", self.rule)[0], 0)
        code, out, err = huiqi("test", self.rule)
        self.assertEqual((code, out), (0, "1 case passed, 0 failed\n"), err)

    def test_a_case_that_fails_ends_with_1_and_says_both_amounts(self):
        self.write("rule.yaml", RULE.replace("500.01元", "500元"))
        code, out, _ = huiqi("test", self.rule)
        self.assertEqual(code, 1)
        self.assertIn("500.01", out)

    def test_a_broken_rule_ends_with_78_and_all_faults_as_json(self):
        self.write("rule.yaml", RULE.replace("规模 属于", "规摸 属于").replace("1万元", "10000"))
        code, out, _ = huiqi("--json", "check", self.rule)
        self.assertEqual(code, 78)
        self.assertEqual([one["code"] for one in json.loads(out) if one["severity"] == "error"], ["E202", "E204"])

    def test_an_award_that_is_never_rounded_is_refused_at_its_place(self):
        text = RULE.replace("  - 取整: 四舍五入到分\n", "")
        self.write("rule.yaml", text)
        code, out, _ = huiqi("--json", "check", self.rule)
        fault = next(one for one in json.loads(out) if one["severity"] == "error")
        line = next(n for n, one in enumerate(text.splitlines(), 1) if "上限" in one)
        self.assertEqual((code, fault["code"], fault["line"]), (78, "E306", line))

    def test_exact_message_of_an_award_never_rounded(self):
        self.write("rule.yaml", RULE.replace("  - 取整: 四舍五入到分\n", ""))
        _, _, err = huiqi("--lang", "zh", "check", self.rule)
        self.assertIn("错误[E306]: 奖补金额可能带有分以下的零头，却没有写取整", err)
        self.assertIn("改法：在会产生零头的步骤之后写一步，例如 取整: 四舍五入到分", err)
        _, _, err = huiqi("--lang", "en", "check", self.rule)
        self.assertIn("error[E306]: the award can carry a digit below one cent, and no step rounds it", err)

    def test_an_open_parameter_must_be_set_before_anything_is_computed(self):
        self.write("rule.yaml", RULE.replace("- 乘: 5%", "- 乘: 比例").replace(
            "条件:", "参数:\n  比例: {类型: 比例, 地方: 必填, 幅度: \"[4%..6%]\"}\n条件:").split("用例:")[0])
        code, rows, err = self.run_batch("规模,实付\n小型,10000\n")
        self.assertEqual((code, rows), (78, None))
        self.assertIn("E308", err)

    def test_amounts_reasons_and_what_is_missing_come_out_row_by_row(self):
        code, rows, err = self.run_batch("规模,实付\n小型,10000.10\n大型,9999.99\n中型,\n")
        self.assertEqual(code, 0, err)
        self.assertEqual([row["交易奖补.award"] for row in rows], ["500.01", "0.00", ""])
        self.assertEqual([row["交易奖补.reason"] for row in rows], ["0", "1", ""])
        self.assertEqual(rows[1]["交易奖补.failed"], "规模; 付款")
        self.assertEqual(rows[1]["交易奖补.reason_text"], "大型企业不奖")
        self.assertEqual(rows[2]["交易奖补.missing"], "实付")
        self.assertIn("rows read 3 = decided 3 + set aside 0", err)

    def test_good_rows_beside_bad_ones_are_decided_and_the_counts_tie(self):
        data = "规模,实付\n小型,10000\n小型,1.005\n巨型,5\n小型\n中型,20000\n"
        rejects = self.folder / "rejects.csv"
        code, rows, err = self.run_batch(data, "--rejects", rejects)
        self.assertEqual((code, len(rows)), (0, 2), err)
        self.assertIn("rows read 5 = decided 2 + set aside 3", err)
        for wanted in ("D107", "D106", "D010"):
            self.assertIn(wanted, err)
        self.assertEqual(len(list(csv.DictReader(rejects.open(encoding="utf-8")))), 3)

    def test_strict_refuses_the_file_and_writes_nothing(self):
        code, rows, _ = self.run_batch("规模,实付\n小型,10000\n小型,1.005\n", "--strict")
        self.assertEqual((code, rows), (65, None))

    def test_an_existing_result_is_not_replaced_unasked(self):
        self.write("out.csv", "mine\n")
        source = self.write("in.csv", "规模,实付\n小型,10000\n")
        self.assertEqual(huiqi("run", self.rule, source, "-o", self.folder / "out.csv")[0], 73)
        self.assertEqual((self.folder / "out.csv").read_text(), "mine\n")
        self.assertEqual(huiqi("run", self.rule, source, "-o", self.folder / "out.csv", "--force")[0], 0)

    def test_a_missing_input_and_wrong_use_have_their_exit_codes(self):
        self.assertEqual(huiqi("run", self.rule, self.folder / "none.csv")[0], 66)
        self.assertEqual(huiqi("explain", self.rule, self.folder / "none.csv", "--row", 1)[0], 66)
        self.assertEqual(huiqi("explode")[0], 2)
        self.assertEqual(huiqi("run", self.rule)[0], 2)
        self.assertEqual(huiqi("check", self.folder / "none.yaml")[0], 66)

    def test_what_an_award_is_divided_into_comes_out_row_by_row_and_adds_up(self):
        self.write("rule.yaml", RULE.split("用例:")[0].replace("  实付:", "  在库: {类型: 是否}\n  实付:") + """分担:
  - {方: 市级, 比例: 1/3, 取整: 四舍五入到分}
  - {方: 县级, 余额: 是}
收款: [{方: 企业, 余额: 是}]
分期: [{编号: 首期, 额: 300元}, {编号: 二期, 余额: 是, 期: 2025-01-01, 当: 在库}]
追回: {已付: 奖补, 当: 非(在库), 步骤: [{乘: 50%}, {取整: 四舍五入到分}]}
""")
        data = "规模,在库,实付\n小型,是,10000.10\n小型,否,20000\n小型,,20000\n大型,是,20000\n"
        code, rows, err = self.run_batch(data)
        self.assertEqual(code, 0, err)
        name = "交易奖补."
        self.assertEqual([row[name + "share.市级"] for row in rows], ["166.67", "333.33", "333.33", "0.00"])
        for row in rows:
            self.assertEqual(round(float(row[name + "share.市级"]) + float(row[name + "share.县级"]), 2), float(row[name + "award"]))
        self.assertEqual([row[name + "recipient.企业"] for row in rows], [row[name + "award"] for row in rows])
        self.assertEqual([row[name + "schedule.二期"] for row in rows], ["200.01", "0.00", "", "0.00"])
        self.assertEqual([row[name + "schedule.二期.state"] for row in rows], ["due", "failed", "waiting", "refused"])
        self.assertEqual([row[name + "schedule.二期.date"] for row in rows], ["2025-01-01"] * 4)
        self.assertEqual([row[name + "due"] for row in rows], ["500.01", "300.00", "300.00", "0.00"])
        self.assertEqual([row[name + "recover"] for row in rows], ["0.00", "500.00", "", "0.00"])
        self.assertIn("shares: 市级 833.33 yuan, 县级 1666.68 yuan", err)
        self.assertIn("schedule 二期: due 1, 200.01 yuan, waiting 1, failed 1", err)
        self.assertIn("recover: 1, 500.00 yuan, unknown 1", err)
        source = self.write("one.csv", "规模,在库,实付\n小型,,20000\n")
        _, out, _ = huiqi("--lang", "zh", "explain", self.rule, source, "--row", 1)
        for wanted in ("市级                333.33元", "待复核    期 2025-01-01", "等待：在库", "应付                300元"):
            self.assertIn(wanted, out)
        _, out, _ = huiqi("--json", "explain", self.rule, source, "--row", 1)
        one = json.loads(out)["incentives"][0]
        self.assertEqual((one["shares"][1]["amount"], one["schedule"][1]["state"], one["due"]), ("666.67", "waiting", "300"))
        code, out, _ = huiqi("run", self.rule, source, "--select", "a=交易奖补.share.县级,b=交易奖补.schedule.首期")
        self.assertEqual((code, out), (0, "a,b\n666.67,300.00\n"))
        self.assertEqual(huiqi("run", self.rule, source, "--select", "a=交易奖补.share.省级")[0], 2)

    def test_an_award_of_0_is_no_refusal(self):
        self.write("rule.yaml", RULE.split("用例:")[0].replace("乘: 5%", "减: 1万元"))
        code, rows, err = self.run_batch("规模,实付\n小型,10000\n小型,9999.99\n小型,10000.01\n")
        self.assertEqual([(row["交易奖补.eligible"], row["交易奖补.award"]) for row in rows],
                         [("true", "0.00"), ("false", "0.00"), ("true", "0.01")])
        self.assertIn("eligible 2 (with an award of 0: 1), refused 1", err)
        _, out, _ = huiqi("explain", self.rule, self.folder / "in.csv", "--row", 1)
        self.assertIn("it is not refused", out)

    def test_select_picks_renames_and_orders(self):
        source = self.write("in.csv", "编号,规模,实付\nA-1,小型,10000\n")
        code, out, err = huiqi("run", self.rule, source, "--select", "奖=交易奖补.award,编号,why=交易奖补.reason")
        self.assertEqual((code, out), (0, "奖,编号,why\n500.00,A-1,0\n"), err)
        self.assertEqual(huiqi("run", self.rule, source, "--select", "a=交易.award")[0], 2)

    def test_incentives_whose_ids_end_alike_have_names_of_their_own(self):
        folder = self.folder / "alike"
        folder.mkdir()
        for place, rate in (("东区", "5%"), ("西区", "10%")):
            rule = RULE.split("用例:")[0].replace("例.交易奖补", place + ".交易奖补").replace("乘: 5%", "乘: " + rate)
            (folder / f"{place}.yaml").write_text(rule)
        (folder / "其他.yaml").write_text(RULE.split("用例:")[0].replace("例.交易奖补", "例.补助").replace("规模", "级别").replace("实付", "投入"))
        given = {f"{place}.交易奖补.{name}": value for place in ("东区", "西区") for name, value in (("规模", "小型"), ("实付", "20000"))}
        given |= {"级别": "小型", "投入": "20000"}
        for source, output in ((self.write("a.jsonl", json.dumps(given) + "\n"), self.folder / "o.jsonl"),
                               (self.write("a.csv", ",".join(given) + "\n" + ",".join(given.values()) + "\n"), self.folder / "o.csv")):
            code, _, err = huiqi("run", folder, source, "-o", output)
            self.assertEqual(code, 0, err)
            text = output.read_text(encoding="utf-8-sig")
            pairs = json.loads(text, object_pairs_hook=list) if output.suffix == ".jsonl" else list(zip(*csv.reader(text.splitlines())))
            made = dict(pairs)
            self.assertEqual(len(pairs), len(made), "a name twice")
            self.assertEqual([made[one + ".award"] for one in ("东区.交易奖补", "西区.交易奖补", "补助")], ["1000.00", "2000.00", "1000.00"])
        self.assertEqual(huiqi("run", folder, source, "--select", "a=西区.交易奖补.award")[1], "a\n2000.00\n")
        code, _, err = huiqi("--lang", "en", "run", folder, source, "--select", "a=交易奖补.award")
        self.assertEqual(code, 2)
        self.assertIn("several incentives are called `交易奖补`, write the whole id", err)

    def test_json_lines_in_and_out_keep_money_as_text(self):
        source = self.write("in.jsonl", '{"规模": "小型", "实付": "10000.10"}\n{"规模": "小型", "实付": 1e999}\n')
        code, out, _ = huiqi("run", self.rule, source, "-o", self.folder / "o.jsonl", "--select", "a=交易奖补.award")
        self.assertEqual(code, 0)
        self.assertEqual((self.folder / "o.jsonl").read_text(), '{"a":"500.01"}\n')

    def test_explain_shows_each_step_before_and_after_rounding(self):
        given = self.write("one.jsonl", '{"规模": "小型", "实付": "10000.10"}\n')
        code, out, _ = huiqi("--lang", "zh", "explain", self.rule, "--given", given)
        self.assertEqual(code, 0)
        self.assertIn("500.005元 → 500.01元", out)
        code, out, _ = huiqi("--json", "explain", self.rule, "--given", given)
        steps = json.loads(out)["incentives"][0]["steps"]
        self.assertEqual([step["after"] for step in steps], ["10000.1", "500.005", "500.01", "500.01"])

    def test_explain_says_which_rows_of_a_table_match_and_whether_a_step_applies(self):
        rule = self.write("table.yaml", """种类: 事项
编号: 例
名称: 例
依据:
  办法: {文件: 某办法, 条款: 第五条}
施行: {自: 2024-01-01, 按: 申报日, 依据: 办法}
申报:
  申报日: {类型: 日期}
  数: {类型: 整数, 范围: '[0..100]'}
对照表:
  表:
    命中: 首个
    输入: [数]
    输出: 数
    行:
      - ['< 10', 1]
      - {格: ['< 20', 2], 依据: 办法}
      - [不限, 3]
奖补:
  - 基数: 表 * 100元
  - 上限: 150元
    当: 数 > 15
""")
        given = self.write("one.jsonl", '{"申报日": "2024-05-06", "数": "12"}\n')
        code, out, err = huiqi("--lang", "zh", "explain", rule, "--given", given)
        self.assertEqual(code, 0, err)
        self.assertRegex(out, r"第 2 行命中    数: < 20 → 2    \S+table.yaml:17\n +依据 某办法 第五条")
        self.assertRegex(out, r"第 3 行也命中，前面的行先算    数: 不限 → 3    \S+table.yaml:18")
        self.assertIn("当 否    数 > 15\n      不适用，金额不变", out)
        self.assertIn("申报日 2024-05-06，施行期自 2024-01-01", out)
        one, = json.loads(huiqi("--json", "explain", rule, "--given", given)[1])["incentives"]
        use, = one["tables"][0]["uses"]
        self.assertEqual((use["values"], [(row["row"], row["taken"]) for row in use["rows"]]), (["12"], [(2, True), (3, False)]))
        self.assertEqual((use["rows"][0]["place"]["line"], use["rows"][0]["cells"], use["rows"][0]["outputs"]), (17, ["< 20"], ["2"]))
        self.assertEqual([(step["when"], step["holds"], step["applies"]) for step in one["steps"]], [(None, None, True), ("数 > 15", False, False)])
        period = one["period"]
        self.assertEqual((period["by"], period["day"], period["from"], period["to"], period["source"]["clause"]),
                         ("申报日", "2024-05-06", "2024-01-01", None, "第五条"))
        unknown = self.write("unknown.jsonl", '{"申报日": "2024-05-06"}\n')
        _, out, _ = huiqi("--lang", "zh", "explain", rule, "--given", unknown, "--unknown", "数")
        self.assertRegex(out, r"第 1 行，不能确定：未知 .*\n +等待：数")
        self.assertRegex(out, r"当 未知    数 > 15\n +等待：数")

    def test_show_says_what_is_in_force_and_where_each_parameter_comes_from(self):
        self.write("province.yaml", PROVINCE)
        city = self.write("city.yaml", CITY)
        code, out, err = huiqi("--json", "show", city, "--on", "2024-03-01")
        self.assertEqual(code, 0, err)
        sheet, = json.loads(out)
        self.assertEqual((sheet["id"], sheet["in_force"], sheet["can_run"]), ("某市.奖补", True, True))
        self.assertEqual([one["id"] for one in sheet["parents"]], ["某省.奖补"])
        share, rate = sheet["parameters"]
        self.assertEqual([(one["value"], one["source"]["clause"]) for one in share["values"]], [("0.05", "第五条")])
        self.assertEqual((share["values"][0]["place"]["file"], share["values"][0]["place"]["line"]), (str(city), 5))
        self.assertEqual([(one["value"], one["from"], one["to"]) for one in rate["values"]], [("100", "2024-01-01", "2024-06-30")])
        self.assertEqual(rate["values"][0]["place"]["line"], 8)
        _, out, _ = huiqi("--json", "show", city)
        self.assertEqual(len(json.loads(out)[0]["parameters"][1]["values"]), 2)
        _, out, _ = huiqi("--lang", "zh", "show", city, "--on", "2023-12-31")
        self.assertIn("这一天不施行", out)
        self.assertIn("这一天没有值", out)
        self.assertEqual(huiqi("show", city, "--on", "2024-2-1")[0], 2)

    def test_a_region_chooses_the_overlay_that_is_in_force_there(self):
        self.write("province.yaml", PROVINCE)
        self.write("a.yaml", CITY.replace("上位", "地区: 甲市 320500\n上位"))
        self.write("b.yaml", CITY.replace("某市.奖补", "乙市.奖补").replace("上位", "地区: 乙县 320583\n施行: {自: 2024-06-01}\n上位")
                   .replace("5%", "6%"))
        self.rule.unlink()
        data = self.write("in.csv", "编号,签订日,金额\nA1,2024-06-30,900\n")
        for place, wanted in ((("320583", "--on", "2024-06-30"), "60.00"), (("320583", "--on", "2024-05-31"), "50.00"),
                              (("320500",), "50.00")):
            code, out, err = huiqi("run", self.folder, data, "--region", *place, "--select", "a=奖补.award")
            self.assertEqual((code, out), (0, f"a\n{wanted}\n"), err)
        early = self.write("early.csv", "编号,签订日,金额\nA1,2024-05-31,900\n")
        _, _, err = huiqi("--lang", "zh", "run", self.folder, early, "--region", "320583", "--on", "2024-06-30")
        self.assertIn("有 1 份申报不在“乙市.奖补”的施行期内", err)
        _, _, err = huiqi("--lang", "zh", "run", self.folder, data, "--region", "320583", "--on", "2024-06-30")
        self.assertNotIn("施行期内", err)
        for options in (("--region", "320583"), ("--region", "3205"), ("--on", "2024-06-30"), ("--region", "610900")):
            self.assertEqual(huiqi("run", self.folder, data, *options)[0], 2, options)
        _, _, err = huiqi("--lang", "zh", "run", self.folder, data, "--region", "320583")
        self.assertIn("--on", err)
        _, out, _ = huiqi("--json", "show", self.folder, "--region", "320583", "--on", "2024-06-30")
        self.assertEqual([one["id"] for one in json.loads(out)], ["乙市.奖补"])
        code, out, _ = huiqi("--lang", "zh", "explain", self.folder, data, "--row", "1", "--region", "320583", "--on", "2024-06-30")
        self.assertEqual((code, "乙市.奖补" in out), (0, True))
        code, _, err = huiqi("check", self.folder, "--region", "610900", "--strict")
        self.assertEqual((code, "W525" in err), (78, True))

    def test_rows_of_another_region_are_refused_where_the_bundle_names_the_column(self):
        self.write("province.yaml", PROVINCE)
        self.write("a.yaml", CITY.replace("上位", "地区: 甲市 320500\n上位"))
        self.write("b.yaml", CITY.replace("某市.奖补", "乙县.奖补").replace("上位", "地区: 乙县 320583\n上位").replace("5%", "6%"))
        self.write("bundle.yaml", "种类: 组合\n编号: 批\n事项: [某省.奖补]\n主键: {申请: 编号, 地区: 县区}\n")
        self.rule.unlink()
        heading = "编号,签订日,金额,县区\n"
        own = self.write("own.csv", heading + "A1,2024-06-30,900,320583\n")
        city = self.write("city.csv", heading + "A1,2024-06-30,900,320500\nA2,2024-06-30,900,320505\n")
        mixed = self.write("mixed.csv", heading + "A1,2024-06-30,900,320583\nA2,2024-06-30,900,320505\nA3,2024-06-30,900,330100\n"
                           "A4,2024-06-30,900,\nA5,2024-06-30,900,昆山\n")
        for data, region, award in ((own, "320583", "60.00"), (city, "320500", "50.00")):
            code, out, err = huiqi("run", self.folder, data, "--region", region, "--select", "a=奖补.award")
            self.assertEqual((code, out.split("\n")[1]), (0, award), err)
            self.assertEqual(huiqi("settle", self.folder, data, "--region", region, "-o", "-")[0], 0)
        for command in (("run",), ("settle", "-o", "-")):
            code, out, err = huiqi(command[0], self.folder, mixed, "--region", "320500", *command[1:])
            self.assertEqual((code, out), (65, ""), err)
            for words in ("4 applications", "320583 (1) has `乙县.奖补` in force", "330100 (1) does not lie in 320500", "- (1)", "昆山 (1)"):
                self.assertIn(words, err)
            self.assertNotIn("320505", err)
        code, _, err = huiqi("run", self.folder, self.write("none.csv", "编号,签订日,金额\nA1,2024-06-30,900\n"), "--region", "320500")
        self.assertEqual((code, "县区" in err), (65, True), err)

    def test_versions_of_a_bundle_keep_their_days_in_a_region(self):
        old = "种类: 事项\n编号: 奖.一\n施行: {自: 2023-01-01, 至: 2023-12-31, 按: 签订日}\n申报: {签订日: 日期}\n奖补: [{基数: 10元}]\n"
        self.write("old.yaml", old)
        self.write("new.yaml", old.replace("奖.一", "奖.二").replace("自: 2023-01-01, 至: 2023-12-31", "自: 2024-01-01").replace("10元", "20元")
                   + "接替: 奖.一\n")
        self.write("city.yaml", "种类: 细则\n编号: 市.二\n上位: 奖.二\n地区: 甲市 320500\n")
        self.write("bundle.yaml", "种类: 组合\n编号: 批\n事项: [奖.一, 奖.二]\n主键: {申请: 编号}\n汇总: {奖: 一 + 二}\n")
        self.rule.unlink()
        data = self.write("in.csv", "编号,签订日\nA,2023-12-31\nB,2024-01-01\n")
        for on in ((), ("--on", "2023-06-01"), ("--on", "2024-06-01")):
            code, out, err = huiqi("run", self.folder, data, "--region", "320500", *on, "--select", "a=奖.一.award,b=市.二.award")
            self.assertEqual((code, out), (0, "a,b\n10.00,0.00\n0.00,20.00\n"), f"{on} {err}")

    def versions_with_dated_overlays(self):
        old = ("种类: 事项\n编号: 奖.一\n施行: {自: 2023-01-01, 至: 2023-12-31, 按: 签订日}\n申报: {签订日: 日期}\n"
               "参数: {额: {类型: 金额, 地方: 可填, 值: 10元}}\n奖补: [{基数: 额}]\n")
        self.rule.unlink()
        self.write("old.yaml", old)
        self.write("new.yaml", old.replace("奖.一", "奖.二").replace("自: 2023-01-01, 至: 2023-12-31", "自: 2024-01-01")
                   .replace("10元", "20元") + "接替: 奖.一\n")
        for name, above, day, amount in (("一", "奖.一", "2023-06-01", 11), ("二", "奖.二", "2024-06-01", 21), ("三", "奖.二", "2024-09-01", 22)):
            self.write(f"city{name}.yaml", f"种类: 细则\n编号: 市.{name}\n上位: {above}\n地区: 甲市 320500\n施行: {{自: {day}}}\n"
                                           f"参数: {{额: {{值: {amount}元}}}}\n")
        self.write("bundle.yaml", "种类: 组合\n编号: 批\n事项: [奖.一, 奖.二]\n同一: [签订日]\n主键: {申请: 编号}\n汇总: {奖: 一 + 二}\n")
        return self.write("in.csv", "编号,签订日\nA,2023-03-01\nB,2023-07-01\nC,2024-03-01\nD,2024-10-01\n")

    def test_a_newer_version_with_dated_overlays_leaves_earlier_days_alone(self):
        data = self.versions_with_dated_overlays()
        # each day's rules decide its own rows; of the other version only what is right on its days, never another rule
        for on, wanted in (("2023-03-01", ["10.00", "10.00", "0.00", "22.00"]), ("2023-07-01", ["0.00", "11.00", "0.00", "22.00"]),
                           ("2024-03-01", ["0.00", "11.00", "20.00", "20.00"]), ("2024-10-01", ["0.00", "11.00", "0.00", "22.00"])):
            code, out, err = huiqi("--lang", "zh", "run", self.folder, data, "--region", "320500", "--on", on, "-o", "-")
            self.assertEqual((code, [row["奖"] for row in csv.DictReader(out.splitlines())]), (0, wanted), f"{on} {err}")
            # rows that another rule decides on their day are told, in force or not
            self.assertIn("换一个 --on 另算", err)
        _, _, err = huiqi("--lang", "zh", "run", self.folder, data, "--region", "320500", "--on", "2023-03-01")
        self.assertIn("有些日子施行的是 市.一 (2023-06-01..2023-12-31)", err)
        code, out, err = huiqi("--lang", "zh", "explain", self.folder, data, "--row", "2", "--region", "320500", "--on", "2023-07-01")
        self.assertEqual((code, "奖补 11元" in out), (0, True), out + err)
        code, out, _ = huiqi("--lang", "zh", "show", self.folder, "--region", "320500", "--on", "2023-07-01")
        self.assertEqual((code, "市.一" in out, "奖.二" in out), (0, True, False), out)
        code, _, err = huiqi("--lang", "zh", "settle", self.folder, data, "--region", "320500", "--on", "2023-07-01", "-o", "-")
        self.assertEqual(code, 0, err)

    def test_a_newer_version_that_waits_for_its_overlay_leaves_earlier_days_alone(self):
        data = self.versions_with_dated_overlays()
        rule = self.folder / "new.yaml"
        rule.write_text(rule.read_text().replace("地方: 可填, 值: 20元", "地方: 必填"))
        for name in ("city二.yaml", "city三.yaml"):
            (self.folder / name).unlink()
        code, out, err = huiqi("--lang", "zh", "run", self.folder, data, "--region", "320500", "--on", "2023-07-01",
                               "--select", "a=市.一.award,b=奖.二.state,c=奖.二.errors")
        self.assertEqual((code, out.split()[1:]), (0, ["0.00,refused,", "11.00,refused,", "0.00,error,R11", "0.00,error,R11"]), err)
        self.assertIn("“奖.二” (2024-01-01..)没有细则给出额", err)
        code, _, err = huiqi("--lang", "zh", "run", self.folder, data, "--region", "320500", "--on", "2024-07-01")
        self.assertEqual((code, "E308" in err), (78, True), err)

    def test_explain_says_where_each_parameter_comes_from(self):
        self.write("province.yaml", PROVINCE)
        city = self.write("city.yaml", CITY)
        given = self.write("one.jsonl", '{"签订日": "2024-07-01", "金额": "1000"}\n')
        code, out, err = huiqi("--json", "explain", city, "--given", given)
        self.assertEqual(code, 0, err)
        share, rate = json.loads(out)["incentives"][0]["parameters"]
        self.assertEqual((share["value"], share["source"]["document"], share["place"]["line"]), ("0.05", "某市细则", 5))
        self.assertEqual((rate["value"], rate["from"], rate["to"], rate["place"]["line"]), ("200", "2024-07-01", None, 8))
        _, out, _ = huiqi("--lang", "zh", "explain", city, "--given", given)
        self.assertRegex(out, r"比例 +5%    \S+city.yaml:5")
        self.assertRegex(out, r"每件 +200元  自 2024-07-01    \S+province.yaml:8")

    def test_help_tells_every_code_and_every_command_has_examples(self):
        code, out, _ = huiqi("help")
        codes = [line.split()[0] for line in out.splitlines()]
        self.assertGreater(len(codes), 100)
        code, out, _ = huiqi("--lang", "zh", "help", "e204")
        self.assertEqual(code, 0)
        self.assertEqual(huiqi("help", "E999")[0], 2)
        code, out, _ = huiqi("help", "E353")   # Chinese samples are told with their keys in English
        self.assertEqual(code, 0)
        self.assertIn("种类 kind, ", out)
        self.assertIn("分担 shares", out)
        self.assertIn("余额 rest", out)
        self.assertNotIn("in English", huiqi("--lang", "zh", "help", "E353")[1])
        for command in ("check", "test", "run", "explain", "show", "feel", "help"):
            code, out, _ = huiqi(command, "--help")
            self.assertEqual((code, "example" in out), (0, True), command)

    def test_the_failing_sample_of_each_page_gives_its_code_and_the_mended_one_does_not(self):
        for page in sorted((SOURCE / "docs/messages").glob("*.md")):
            for part, wanted in (("failing", True), ("mended", False)):
                sample = re.search(rf"## {part}\n+(`{{3,}})(yaml|expression)\n(.*?)\n?\1", page.read_text(encoding="utf-8"), re.S)
                if sample is None:
                    continue
                with self.subTest(page=page.stem, part=part):
                    self.assertEqual(page.stem in self.codes_of(sample[2], sample[3]), wanted)

    def codes_of(self, kind, text):
        if kind == "expression":
            _, out, _ = huiqi("feel", "--jsonl", stdin=json.dumps({"id": 1, "expression": text}) + "\n")
            return json.loads(out).get("error", "")
        sample = self.write("sample.yaml", text + "\n")
        return {one["code"] for one in json.loads(huiqi("--json", "check", "--strict", sample)[1])}


class ExpressionCases(unittest.TestCase):
    """The protocol of `huiqi feel --jsonl`: an answer for each line, whatever the line is."""

    COLUMN = '"inputs":[{"expression":"1"}],"outputs":[{"name":"a"}]'
    MALFORMED = ("", "x", "{", "[]", "null", "7", "{}", '{"id":1}', '{"expression":7}', '{"expression":null}',
                 '{"expression":"1","let":[[]]}', '{"expression":"1","let":[7]}', '{"expression":"1","let":7}',
                 '{"expression":"1","context":7}', '{"expression":"1","context":{"a":[[{}]]}}', '{"table":{}}',
                 '{"table":{"inputs":[],"outputs":[],"rules":[]}}', '{"table":{"inputs":7,"outputs":8,"rules":9}}',
                 '{"table":{"inputs":[{}],"outputs":[{}],"rules":[{}]}}', '{"table":{%s,"rules":[]}}' % COLUMN,
                 '{"table":{%s,"rules":[{"when":["1","2"],"then":["3"]}]}}' % COLUMN,
                 '{"table":{%s,"rules":[{"when":["1"],"then":[]}]}}' % COLUMN,
                 '{"table":{%s,"rules":[{"when":[1],"then":["1"]}]}}' % COLUMN,
                 '{"table":{%s,"hit_policy":"NONE","rules":[{"when":["-"],"then":["1"]}]}}' % COLUMN)

    def test_a_malformed_case_is_answered_and_the_next_one_is_not_lost(self):
        for line in self.MALFORMED:
            with self.subTest(line=line):
                code, out, err = huiqi("feel", "--jsonl", stdin=line + '\n{"id":"next","expression":"1 + 1"}\n')
                self.assertEqual(code, 0, err)
                answers = [json.loads(answer) for answer in out.splitlines()]
                self.assertEqual(answers[-1], {"id": "next", "result": {"number": "2"}})
                for answer in answers[:-1]:
                    self.assertTrue({"error", "unsupported", "result"} & set(answer), answer)
                self.assertEqual(len(answers), 1 if line == "" else 2)


class Sample(unittest.TestCase):
    def test_our_own_rules_account_for_every_number_and_every_clause_that_they_list(self):
        code, out, err = huiqi("--json", "check", "--strict", SOURCE / "rules", SOURCE / "cases")
        self.assertEqual((code, json.loads(out)), (0, []), err)

    def test_the_sample_batch_gives_what_was_worked_out_by_hand_for_any_number_of_threads(self):
        with tempfile.TemporaryDirectory() as folder:
            for threads in (1, 2):
                out = pathlib.Path(folder) / f"{threads}.csv"
                subprocess.run([SOURCE / "rules/benchmark/run", SOURCE / "cases/sample/applications.csv", out,
                                "--threads", str(threads)], check=True, capture_output=True,
                               env=dict(os.environ, HUIQI=PROGRAM))
                got = {row["id"]: row for row in csv.DictReader(out.open(encoding="utf-8"))}
                expected = list(csv.DictReader((SOURCE / "cases/sample/expected.csv").open(encoding="utf-8")))
                self.assertGreater(len(expected), 900)
                for row in expected:
                    self.assertEqual(got[row["id"]], row)


class Hostile(FolderTest):
    """An error within a second of work and bounded memory, never a crash."""

    def refused(self, text, name="x.yaml"):
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        code, out, err = huiqi("check", path, timeout=30)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.assertEqual(code, 78, (out + err)[-400:])
        self.assertLess(after.ru_utime - before.ru_utime, 10, "with the sanitizers, far below in release")
        return err

    def test_deep_nesting(self):
        self.refused("a: " + "[" * 100_000)
        self.refused("".join("  " * depth + f"k{depth}:\n" for depth in range(2000)))

    def test_a_scalar_of_ten_megabytes(self):
        self.refused("种类: 事项\n编号: " + "甲" * 3_500_000 + "\n")
        self.refused("种类: 事项\n编号: x\n计算:\n  a: " + "1+" * 5_000_000 + "1\n")

    def test_a_tower_of_powers(self):
        self.refused("种类: 事项\n编号: x\n申报: {b: {类型: 金额, 小数: 2}}\n计算:\n  a: 10**10**10\n奖补:\n  - 基数: b * a * 1.001\n")

    def test_a_list_of_a_million_elements(self):
        self.refused("种类: 事项\n编号: x\n引用: [" + "a, " * 1_000_000 + "a]\n")

    def test_truncated_files(self):
        whole = RULE.encode()
        for cut in range(0, len(whole), 37):
            path = self.folder / "t.yaml"
            path.write_bytes(whole[:cut])
            self.assertIn(huiqi("check", path)[0], (0, 78), whole[:cut][-60:])


if __name__ == "__main__":
    if not os.access(PROGRAM, os.X_OK):
        sys.exit(f"no program at {PROGRAM}")
    unittest.main()
