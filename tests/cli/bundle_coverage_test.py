"""What cases reach of the rules by which a bundle settles, and the cases that are still to be written for them."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ.get("HUIQI_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))
PROGRAM = os.path.abspath(os.environ.get("HUIQI_PROGRAM", SOURCE / "build/release/huiqi"))


def incentive(name, more=""):
    """A tenth of an amount, with a case of its own."""
    return f"""种类: 事项
编号: 样例.{name}
申报:
  {name}额: {{类型: 金额, 小数: 2, 范围: 0元以上}}
{more}奖补:
  - {{基数: {name}额}}
  - {{乘: 10%}}
  - {{取整: 四舍五入到分}}
用例:
  - {{名称: {name}一千, 申报: {{{name}额: 1000}}, 结果: {{金额: 100元}}}}
"""


BUNDLE = """种类: 组合
编号: 样例.组合
事项: [样例.甲, 样例.乙, 样例.丙, 样例.丁, 样例.戊, 样例.己]
主键: {申请: 编号, 申请人: 企业, 受理序号: 序号, 年度日: 受理日}
依据: {办法: {文件: 某办法}}
叠加:
  - {编号: 同一产品, 组: [甲, 乙], 方式: 就高, 依据: 办法}
  - {组: [同一产品, 丙], 方式: 不超过, 成本: 成本, 依据: 办法}
  - {组: [丁, 戊], 方式: 择一, 选择: 所选, 依据: 办法}
  - {组: [己], 方式: 补差, 依据: 办法}
总额上限: {每: 申请人, 期间: 自然年, 上限: 100万元, 扣减: 后列先扣, 依据: 办法}
名额: {数量: 2, 事项: [己], 排序: [{按: 受理序号, 次序: 升}], 依据: 办法}
预算: {总额: 5000万元, 方式: 按比例, 取整: 截尾到分, 余数: 留存, 依据: 办法}
分担: [{方: 市, 比例: 50%, 取整: 四舍五入到分, 上限: 1万元, 依据: 办法}, {方: 县, 余额: 是, 依据: 办法}]
汇总: {合计: 甲 + 乙}
"""


def huiqi(*arguments):
    done = subprocess.run([PROGRAM, "--lang", "zh", *map(str, arguments)], capture_output=True, text=True, timeout=600, check=False,
                          env=dict(os.environ, LC_ALL="C.UTF-8"))
    return done.returncode, done.stdout, done.stderr


class BundleCoverage(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        for name in "甲乙丙丁戊己":
            more = "  成本: {类型: 金额, 小数: 2, 范围: 0元以上}\n" if name == "丙" else "  所选: 文本\n" if name == "丁" else ""
            (self.folder / f"{name}.yaml").write_text(incentive(name, more), encoding="utf-8")
        self.write(BUNDLE)

    def write(self, text):
        (self.folder / "组合.yaml").write_text(text, encoding="utf-8")

    def items(self):
        code, out, err = huiqi("--json", "test", self.folder, "--coverage")
        self.assertEqual(code, 0, out + err)
        return [one for one in json.loads(out)["coverage"]["items"] if one["incentive"] == "样例.组合"]

    def missed(self):
        return {(one["kind"], one["text"], one["message"]) for one in self.items() if one["state"] == "missed"}

    def test_what_a_bundle_settles_is_counted(self):
        settled = [one for one in self.items() if one["kind"] == "settlement"]
        # two members each of 就高 and 择一, two of 补差, three each of 不超过, limit, quota and budget, two of the capped payer
        self.assertEqual(len(settled), 2 + 2 + 2 + 3 * 4 + 2)
        self.assertIn("award", {one["kind"] for one in self.items()})
        self.assertEqual({one["state"] for one in settled}, {"missed"})

    def test_one_batch_reaches_what_it_settles_and_no_more(self):
        self.write(BUNDLE + """用例:
  - 名称: 甲高
    各件:
      "1": {申报: {企业: 一, 序号: 1, 受理日: 2024-05-01, 甲额: 3000, 乙额: 2000, 丙额: 1000, 成本: 350}, 结果: {甲: {结算: {应付: 300元}}, 丙: {结算: {应付: 50元}}}}
    结果: {结算: {应付: 350元}}
""")
        settled = [one for one in self.items() if one["kind"] == "settlement"]
        self.assertEqual([one["state"] for one in settled if one["aspect"] == "reached"], ["reached", "missed", "missed", "missed"])
        at_most = {one["aspect"]: one["state"] for one in settled[2:5]}
        self.assertEqual(at_most, {"effect": "reached", "idle": "missed", "on": "missed"})

    def test_suggested_batches_load_reach_what_was_missed_and_wait_for_a_person(self):
        suggested = self.folder / "建议"
        before = self.missed()
        code, _, err = huiqi("test", self.folder, "--suggest", "-o", suggested)
        self.assertEqual(code, 0, err)
        file = suggested / "样例.组合.yaml"
        text = file.read_text(encoding="utf-8")
        code, out, err = huiqi("test", self.folder)
        self.assertEqual(code, 1, out + err)
        self.assertRegex(out, r"0 个不符，\d+ 个待确认")
        self.assertIn("W528", huiqi("check", self.folder)[2] + huiqi("check", self.folder)[1])
        # they cover nothing until a person has taken the mark out
        self.assertEqual(before, self.missed_unconfirmed())
        for path in suggested.glob("*.yaml"):
            path.write_text(re.sub(r"    待确认: 是\n", "", path.read_text(encoding="utf-8")), encoding="utf-8")
        self.assertEqual(self.missed(), set())
        # the same again, byte for byte
        for path in suggested.glob("*.yaml"):
            path.unlink()
        huiqi("test", self.folder, "--suggest", "-o", suggested)
        self.assertEqual(file.read_text(encoding="utf-8"), text)
        # few applications in each, for a person has to read them
        self.assertLessEqual(max(len(re.findall(r"^      \S+:$", one, re.M)) for one in text.split("  - 名称:")), 6)

    def missed_unconfirmed(self):
        code, out, _ = huiqi("--json", "test", self.folder, "--coverage")
        self.assertEqual(code, 1)
        return {(one["kind"], one["text"], one["message"]) for one in json.loads(out)["coverage"]["items"]
                if one["state"] == "missed" and one["incentive"] == "样例.组合"}

    def test_a_limit_of_nothing_cannot_leave_anything(self):
        self.write(re.sub("上限: 100万元", "上限: 0元", BUNDLE))
        self.assertEqual(len([one for one in self.items() if one["state"] == "impossible"]), 2)

    def test_a_confirmed_batch_that_is_wrong_fails(self):
        self.write(BUNDLE + """用例:
  - 名称: 错
    待确认: 是
    各件:
      "1": {申报: {企业: 一, 序号: 1, 受理日: 2024-05-01, 甲额: 3000}, 结果: {甲: {结算: {应付: 301元}}}}
    结果: {}
""")
        code, out, err = huiqi("test", self.folder)
        self.assertEqual(code, 1, out + err)
        self.assertIn("1 个不符", out)


if __name__ == "__main__":
    unittest.main()
