"""Targets: the worked ones beside the rules of cities, and random rows against a count of their own."""

import csv
import json
import pathlib
import random
import tempfile
import unittest
from fractions import Fraction

from program import SOURCE, huiqi

RULES = """种类: 事项
编号: 样例.目标
依据: {方案: {文件: 某方案}}
申报:
  日期: {类型: 日期}
  代码: {类型: 文本}
  算: {类型: 是否}
  额: {类型: 数, 小数: 3, 范围: "[-100..100]"}
目标:
  - {编号: 行数, 求: 个数, 当: 算, 按年: 日期, 期间: 2021..2023, 至少: 12, 依据: 方案}
  - {编号: 家数, 求: 个数, 不重复: 代码, 当: 算, 按年: 日期, 期间: 2021..2023, 方式: 逐年, 至多: 3, 依据: 方案}
  - {编号: 合计, 求: 合计, 值: 额, 当: 算, 按年: 日期, 期间: 2021..2023, 超过: 10, 依据: 方案}
  - {编号: 平均, 求: 平均, 值: 额, 当: 算, 按年: 日期, 期间: 2021..2023, 方式: 末年, 不满: 5, 依据: 方案}
  - {编号: 商, 求: 合计, 值: 额, 除以: 1, 当: 算, 约: {值: 1, 上下: 2}, 依据: 方案}
  - {编号: 增幅, 求: 个数, 按年: 日期, 期间: 2021..2023, 方式: 年均增幅, 基期: 2020, 至少: 10%, 依据: 方案}
"""


def worst(states):
    return next((one for one in ("missed", "unknown", "open") if one in states), "met")


class Monitor(unittest.TestCase):
    def test_the_worked_targets_of_each_city(self):
        tables = sorted((SOURCE / "cases").glob("*/targets/expected.csv"))
        self.assertEqual(len(tables), 3)
        for table in tables:
            years = sorted(path for path in table.parent.glob("*.csv") if path.stem.isdigit())
            city = table.parent.parent.name
            code, out, err = huiqi("--json", "monitor", SOURCE / "rules" / city / "targets.yaml", *years, "--through", years[-1].stem)
            self.assertEqual(code, 0, err)
            got = {one["id"]: one for one in json.loads(out)["targets"]}
            with table.open(encoding="utf-8") as file:
                wanted = list(csv.DictReader(file))
            self.assertEqual(sorted(got), sorted(row["目标"] for row in wanted))
            for row in wanted:
                with self.subTest(city=city, target=row["目标"]):
                    one = got[row["目标"]]
                    self.assertEqual((one["state"], one["comparisons"][-1]["figure"]["value"]), (row["状态"], row["数"]), row["理由"])

    def test_random_rows_against_a_count_of_its_own(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder)
            (path / "rules.yaml").write_text(RULES, encoding="utf-8")
            for seed in range(12):
                chance = random.Random(seed)
                rows = [(chance.randint(2019, 2024), chance.choice("ABCDE"), chance.random() < 0.7, chance.randint(-9000, 12000))
                        for _ in range(chance.randint(8, 40))]
                halves = [rows[::2], rows[1::2]]
                for at, half in enumerate(halves):
                    text = "编号,日期,代码,算,额\n" + "".join(
                        f"{at}-{i},{y}-0{i % 9 + 1}-15,{c},{'是' if k else '否'},{v / 1000:.3f}\n"
                        for i, (y, c, k, v) in enumerate(half))
                    (path / f"{at}.csv").write_text(text, encoding="utf-8")
                code, out, err = huiqi("--json", "monitor", path / "rules.yaml", path / "0.csv", path / "1.csv", "--through", 2023)
                self.assertEqual(code, 0, err)
                got = {one["id"]: one["state"] for one in json.loads(out)["targets"]}
                self.assertEqual(got, self.counted(rows), (seed, rows))

    @staticmethod
    def counted(rows):
        period = range(2021, 2024)
        inside = [row for row in rows if row[0] in period and row[2]]
        last = [Fraction(row[3], 1000) for row in inside if row[0] == 2023]
        houses = [len({row[1] for row in inside if row[0] == year}) for year in period]
        base = sum(row[0] == 2020 for row in rows)
        end = sum(row[0] == 2023 for row in rows)
        every = [row for row in rows if row[2]]
        yes = {True: "met", False: "missed"}
        quotient = Fraction(sum(row[3] for row in every), 1000 * len(every)) if every else None
        return {"行数": yes[len(inside) >= 12],
                "家数": yes[max(houses) <= 3],
                "合计": yes[sum(Fraction(row[3], 1000) for row in inside) > 10],
                "平均": yes[sum(last) / len(last) < 5] if last else "unknown",
                "商": "unknown" if quotient is None else yes[-1 <= quotient <= 3],
                "增幅": "unknown" if base == 0 else yes[end * 1000 >= base * 1331]}

    def test_what_is_missing_is_said_and_never_taken_for_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder)
            (path / "rules.yaml").write_text(RULES, encoding="utf-8")
            data = path / "in.csv"
            head = "编号,日期,代码,算,额\n"

            def states(text, *options):
                data.write_text(head + text, encoding="utf-8")
                code, out, err = huiqi("--json", "monitor", path / "rules.yaml", data, *options)
                self.assertEqual(code, 0, err)
                return {one["id"]: (one["state"], [gap["kind"] for gap in one["gaps"]]) for one in json.loads(out)["targets"]}

            rows = "".join(f"{i},2021-01-01,A,是,1\n" for i in range(12))
            got = states(rows)
            self.assertEqual(got["行数"], ("met", []))           # more rows can only add to a count
            self.assertEqual(got["合计"], ("unknown", ["no_rows", "no_rows"]))
            self.assertEqual(got["增幅"][0], "unknown")
            got = states(rows, "--through", "2023")
            self.assertEqual(got["合计"], ("met", []))           # 12, and nothing in 2022 and 2023
            self.assertEqual(got["平均"], ("unknown", ["no_value"]))
            self.assertEqual(got["增幅"], ("unknown", ["no_base"]))
            self.assertEqual(states(rows, "--through", "2022")["合计"], ("open", []))
            unanswered = rows + "99,2021-01-01,B,未答,1\n"
            self.assertEqual(states(unanswered, "--through", "2023")["合计"], ("unknown", ["uncounted"]))
            self.assertEqual(states(unanswered, "--through", "2023")["行数"], ("met", []))
            # a row that could not be read may be of any year
            self.assertEqual(states(rows + "99,2021-02-30,B,是,1\n", "--through", "2023")["合计"], ("unknown", ["uncounted"]))

    def test_wrong_uses(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder)
            rules = path / "rules.yaml"
            rules.write_text(RULES, encoding="utf-8")
            data = path / "in.csv"
            data.write_text("编号,日期,代码,算,额\n1,2021-01-01,A,是,1\n", encoding="utf-8")
            self.assertEqual(huiqi("monitor", rules, data, data)[0], 2)
            self.assertEqual(huiqi("monitor", rules, path / "none.csv")[0], 66)
            self.assertEqual(huiqi("monitor", rules, data, "--strict")[0], 1)
            rules.write_text(RULES[:RULES.index("\n目标:")] + "\n", encoding="utf-8")
            self.assertEqual(huiqi("monitor", rules, data)[0], 2)
            rules.write_text(RULES, encoding="utf-8")
            data.write_text("编号,日期,代码,算,额\n1,2021-01-01,A,是,1\n1,2021-01-01,A,是,1\n", encoding="utf-8")
            self.assertEqual(huiqi("monitor", rules, data)[0], 65)
            self.assertEqual(huiqi("monitor", rules, data, "--key", "line")[0], 0)


if __name__ == "__main__":
    unittest.main()
