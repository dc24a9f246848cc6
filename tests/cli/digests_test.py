"""The same applications as workbook, CSV in UTF-8 and GBK, and JSON Lines are the same batch; in another order the same statements."""

import csv
import io
import json
import random
import unittest

from program import FolderTest
from workbook import date, number, write

RULES = {
    "rules/甲.yaml": """种类: 事项
编号: 例.甲
申报:
  设备额: {类型: 金额, 小数: 2, 范围: 0元以上}
  签订日: 日期
  在本市: 是否
条件:
  - {编号: 本市, 要求: 在本市, 不符合时: 企业不在本市}
  - {编号: 当年, 要求: 签订日 >= 2025-01-01, 不符合时: 不是当年的合同}
奖补:
  - 基数: 设备额
  - 乘: 7%
  - 取整: 四舍五入到分
""",
    "rules/组合.yaml": """种类: 组合
编号: 例.组合
事项: [例.甲]
主键: {申请: 申请编号, 申请人: 信用代码, 受理序号: 受理序号, 年度日: 受理日}
总额上限: {每: 申请人, 期间: 自然年, 上限: 3000元, 扣减: 后列先扣}
预算: {总额: 20000元, 方式: 按比例, 取整: 截尾到分, 余数: 最大余数}
""",
}
HEADINGS = ["申请编号", "信用代码", "受理序号", "受理日", "设备额", "签订日", "在本市"]


def applications():
    rows = []
    for at in range(40):
        rows.append([f"S{at:03}", f"企业{at % 25}", str(at + 1), f"2025-0{at % 6 + 1}-1{at % 9}", f"{at * 1234 + 0.1 * (at % 10):.1f}",
                     f"202{4 + at % 3 // 1 % 2}-03-{at % 28 + 1:02}", "否" if at % 7 == 3 else "是"])
    return rows


class Digests(FolderTest):
    files = RULES

    def huiqi(self, *arguments):
        return self.process(*arguments).stdout

    def text(self, rows):
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerows([HEADINGS, *rows])
        return out.getvalue()

    def decided(self, data):
        """Gives the digest of the rows that a batch of this file has, and its statements."""
        name = data.replace(".", "-")
        self.huiqi("settle", "rules", data, "-o", f"{name}.out.csv", "--ledger", f"{name}.db", "--batch", "一", "--by", "张",
                   "--at", "2025-07-01T00:00:00Z")
        shown = json.loads(self.huiqi("--json", "batch", "show", "一", "--ledger", f"{name}.db"))
        return shown["entries"][0]["body"]["rows_digest"], (self.folder / f"{name}.out.csv").read_text(encoding="utf-8").splitlines()

    def test_four_kinds_of_file_are_one_batch(self):
        rows = applications()
        (self.folder / "a.csv").write_bytes(self.text(rows).encode("utf-8-sig"))
        (self.folder / "gbk.csv").write_bytes(self.text(rows).encode("gbk"))
        lines = []
        for row in rows:
            one = dict(zip(HEADINGS, row))
            one["在本市"] = row[6] == "是"
            lines.append(json.dumps(one, ensure_ascii=False))
        (self.folder / "a.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        book = [HEADINGS] + [[r[0], r[1], number(r[2]), date(r[3]), number(r[4]), date(r[5]), r[6]] for r in rows]
        write(self.folder / "a.xlsx", {"申报": book})
        results = {name: self.decided(name) for name in ("a.csv", "gbk.csv", "a.jsonl", "a.xlsx")}
        for name, (digest, statements) in results.items():
            self.assertEqual(statements, results["a.csv"][1], name)
            self.assertEqual(digest, results["a.csv"][0], name)
        self.assertEqual(len({row.split(",")[2] for row in results["a.csv"][1][1:]}), 2)   # eligible and refused

    def test_shuffled_rows_give_the_same_statements(self):
        rows = applications()
        (self.folder / "a.csv").write_text(self.text(rows), encoding="utf-8")
        random.Random(5).shuffle(rows)
        (self.folder / "b.csv").write_text(self.text(rows), encoding="utf-8")
        self.assertEqual(sorted(self.decided("a.csv")[1]), sorted(self.decided("b.csv")[1]))


if __name__ == "__main__":
    unittest.main()
