"""huiqi ask: one question at a time, and half an application as JSON. HUIQI_PROGRAM names the program."""

import json
import pathlib
import tempfile
import unittest

from program import SOURCE, huiqi

RULE = str(SOURCE / "rules/benchmark/transaction.yaml")
BUNDLE = str(SOURCE / "rules/benchmark")


def with_answers(answers, *arguments, stdin=""):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "answers.json"
        path.write_text(answers if isinstance(answers, str) else json.dumps(answers), "utf-8")
        return huiqi(*arguments, "--answers", str(path), stdin=stdin)


class Ask(unittest.TestCase):
    def test_a_conversation_reads_back_what_people_type_and_ends_with_the_award(self):
        code, out, _ = huiqi("--lang", "zh", "ask", RULE, stdin="2\n否\n2022年9月15日\n１２３.4５６７89万\n1,234,567.89\n")
        self.assertEqual(code, 0)
        for said in ("读作 2022-09-15", "读作 1,234,567.89 元", "符合，61,728.39 元（陆万壹仟柒佰贰拾捌元叁角玖分）"):
            self.assertIn(said, out)

    def test_a_wrong_answer_is_asked_again_and_back_takes_one_away(self):
        code, out, _ = huiqi("--lang", "en", "ask", RULE, stdin="small\nmaybe\nback\nlarge\n")
        self.assertEqual(code, 0)
        self.assertIn("not eligible", out)
        self.assertIn("only micro and small and medium enterprises", out)

    def test_what_nobody_knows_is_left_open_and_not_asked_again(self):
        code, out, _ = huiqi("--lang", "en", "ask", RULE, stdin="\n" * 5)
        self.assertEqual(code, 0)
        self.assertIn("not decided, certain so far 0.00 yuan, at most 500,000.00 yuan", out)
        self.assertEqual(out.count("\nHow large is the enterprise"), 1)

    def test_a_field_of_an_item_that_nobody_knows_or_that_is_none_leaves_the_item(self):
        rules = str(SOURCE / "rules/samples/ankang-sample-district-interest-batch.yaml")
        given = {"申报日": "2025-09-24", "申请主体": "企业", "质押物": "商标", "放款日": "2024-06-26"}
        for paid in ("无", "", "不清楚"):
            code, out, _ = huiqi("--lang", "zh", "ask", rules, stdin="\n".join(given.values()) + f"\n是\n2024-07-01\n2024-12-31\n2024-12-31\n{paid}\n1000\n否\n" + "\n" * 30)
            self.assertEqual(code, 0)
            self.assertEqual(out.count("第 1 项：还有吗"), 1, paid)
            self.assertIn("没有就写“无”", out)
        item = {"起": "2024-07-01", "止": "2024-12-31", "应付日": "2024-12-31", "利息": "1000"}
        for paid, state in (({"实付日": None}, "refused"), ({}, "unknown")):
            code, out, _ = with_answers(dict(given, 付息=[dict(item, **paid)]), "--json", "ask", rules)
            made = json.loads(out)
            self.assertEqual((code, made["incentives"][0]["state"]), (0, state))
            self.assertNotEqual((made["next"] or {}).get("name"), "付息")

    def test_half_an_application_as_json(self):
        code, out, _ = with_answers({"size": "small", "paid_amount": "1000000"}, "--json", "ask", BUNDLE)
        self.assertEqual(code, 0)
        made = json.loads(out)
        first = made["incentives"][0]
        self.assertEqual((first["state"], first["least"], first["most"]), ("unknown", "0.00", "50000.00"))
        self.assertEqual(made["next"]["name"], "related_party")
        self.assertEqual(made["totals"]["total"]["least"], "0.00")

    def test_a_number_is_taken_by_its_digits(self):
        answers = ('{"size": "small", "related_party": false, "contract_date": "2022-08-15", '
                   '"contract_amount": 10000.10, "paid_amount": 10000.10}')
        code, out, _ = with_answers(answers, "--json", "ask", RULE)
        self.assertEqual((code, json.loads(out)["incentives"][0]["least"]), (0, "500.01"))

    def test_faults_of_answers_and_files(self):
        self.assertEqual(with_answers({"contract_date": "2023-02-29"}, "--json", "ask", RULE)[0], 65)
        for text in ("[1]", "{", '{"size": {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": {}}}}}}}}}}', '{"a": 1, "a": 2}', ""):
            code, _, error = with_answers(text, "ask", RULE)
            self.assertEqual(code, 65, text)
            self.assertIn("JSON", error)
        self.assertEqual(huiqi("ask", RULE, "--answers", "/nowhere.json")[0], 66)
        code, _, error = huiqi("ask", RULE, "--answers", "/tmp")   # a folder
        self.assertEqual((code, error.count("D201")), (66, 1), error)
        code, _, error = with_answers('{"size": "small"}\0 more', "ask", RULE)
        self.assertEqual(code, 65)
        self.assertIn("byte 18", error)

    def test_what_is_no_number_is_not_called_a_unit(self):
        for text, said in (("0x10", "`0x10` is no number"), ("1/2", "`1/2` is no number"), ("1e5", "without an exponent")):
            code, _, error = with_answers({"paid_amount": text}, "--lang", "en", "ask", RULE)
            self.assertEqual(code, 65)
            self.assertIn(said, error)
        self.assertEqual(huiqi("ask", "/nowhere")[0], 66)
        self.assertEqual(huiqi("ask", BUNDLE, "--only", "nothing")[0], 2)

    def test_faults_are_said_in_both_languages_with_help(self):
        bad = {"size": "tiny", "paid_amount": "1.234"}
        for language, said in (("zh", ("“tiny”不是size的取值", "改法：可选：micro、small、medium、large", "不会替您四舍五入")),
                               ("en", ("`tiny` is no value of `size`", "help: choose from micro", "nothing is rounded here"))):
            code, out, error = with_answers(bad, "--lang", language, "ask", RULE)
            self.assertEqual((code, out), (65, ""))
            for one in said:
                self.assertIn(one, error)

    def test_choices_are_shown_by_their_labels_and_a_label_or_a_value_is_taken(self):
        for language, labels, read in (("zh", ("1. 微型", "2. 小型", "4. 大型"), "读作 小型"), ("en", ("1. Micro", "2. Small", "4. Large"), "read as Small")):
            for typed in ("2", "small", "小型", "Small"):
                code, out, _ = huiqi("--lang", language, "ask", RULE, stdin=typed + "\n")
                self.assertEqual(code, 0)
                for said in (*labels, read):
                    self.assertIn(said, out, typed)
        code, out, _ = with_answers({}, "--json", "ask", RULE)
        asked = json.loads(out)["next"]
        self.assertEqual((asked["choices"], asked["labels"][0]), (["micro", "small", "medium", "large"], {"zh": "微型", "en": "Micro"}))
        code, out, _ = huiqi("--lang", "zh", "ask", RULE, stdin="小形\n")
        self.assertIn("是不是“小型”", out)

    def test_nobody_is_asked_for_what_all_applications_give_together(self):
        rule = str(SOURCE / "rules/samples/urumqi-sample-certification-award.yaml")
        answers = {}
        for _ in range(30):   # whoever knows nothing at all
            code, out, _ = with_answers(answers, "--json", "ask", rule)
            self.assertEqual(code, 0)
            asked = json.loads(out)["next"]
            if asked is None:
                break
            self.assertNotEqual(asked["name"], "名次")
            answers[asked["name"]] = None if asked["optional"] else {"boolean": "true", "date": "2024-03-01"}.get(asked["type"], asked.get("choices", ["1"])[0])
        _, out, _ = with_answers({}, "--lang", "zh", "ask", rule)
        self.assertNotIn("整批申报算出的值", out)

    def test_what_waits_for_a_locality_is_said_and_targets_alone_are_not_asked_about(self):
        code, out, error = with_answers({}, "--lang", "zh", "ask", str(SOURCE / "rules/jiangsu"))
        self.assertEqual(code, 2)
        self.assertIn("没有可以自测的", error)
        code, out, error = with_answers({}, "--lang", "en", "ask", str(SOURCE / "rules/ankang"))
        self.assertEqual(code, 0)
        self.assertIn("安康.质押贷款贴息", error)
        self.assertNotIn("目标", out)

    def test_other_currencies_and_determinations(self):
        code, out, _ = with_answers({}, "--lang", "zh", "ask", str(SOURCE / "rules/cookbook/other-currency.yaml"))
        self.assertEqual(code, 0)
        self.assertIn("日元", out)
        self.assertNotIn("0 元", out)
        code, out, _ = with_answers({}, "--lang", "en", "ask", str(SOURCE / "rules/shanghai/patent-unused-five-years.yaml"))
        self.assertIn("a determination, without an amount", out)

    PATENTS = str(SOURCE / "rules/samples/jiangsu-sample-city-patent-introduction.yaml")
    BEFORE_THE_LIST = "2022-03-01\n企业\n许可\n是\n是\n无\n无\n"

    def test_only_no_ends_a_list(self):
        for text, said in (("为什么", "要看这个回答"), ("abc", "只写“是”"), ("2022-04-01", "只写“是”"), ("无", "只写“是”")):
            code, out, _ = huiqi("--lang", "zh", "ask", self.PATENTS, stdin=self.BEFORE_THE_LIST + text + "\n\n")
            self.assertEqual(code, 0)
            self.assertIn(said, out, text)
            self.assertNotIn("：不符合", out, text)

    def test_back_and_why_work_inside_an_item(self):
        items = "是\n返回\n是\n2022-04-01\n为什么\n返回\n2022-04-02\n100万\n否\n是\n返回\n返回\n是\n2022-04-02\n1200000\n否\n否\n"
        code, out, _ = huiqi("--lang", "zh", "ask", self.PATENTS, stdin=self.BEFORE_THE_LIST.replace("无\n无\n", "120\n120\n") + items +
                             "否\n小型\n否\n0\n")
        self.assertEqual(code, 0)
        self.assertNotIn("“返回”不是", out)
        self.assertIn("符合，60,000.00 元", out)   # 5 % of the one item that was left

    def test_amounts_and_rates_as_people_type_them(self):
        def reading(rule, answers, last):
            return huiqi("--lang", "zh", "ask", rule, stdin="\n".join([*answers, last]) + "\n")[1]
        before = ("small", "否", "2022-09-15")
        for typed, read in (("￥12万", "120,000.00"), ("5千", "5,000.00"), ("1万5千", "15,000.00"), ("100元整", "100.00"), ("3千万元", "30,000,000.00"),
                            ("12万5000", "125,000.00"), ("￥1,234.50", "1,234.50"), ("１万５千元整", "15,000.00"), ("9999万5千", "99,995,000.00"),
                            ("一百万", "1,000,000.00"), ("壹佰万元整", "1,000,000.00"), ("人民币5万元", "50,000.00"), ("RMB 1,234.50", "1,234.50"), ("100圆", "100.00"),
                            ("3元5角", "3.50"), ("叁元零伍分", "3.05"), ("陆万壹仟柒佰贰拾捌元叁角玖分", "61,728.39"), ("5w", "50,000.00"), ("十五万", "150,000.00"),
                            ("两千零五十元", "2,050.00"), ("二千三百万零五元整", "23,000,005.00"), ("零元", "0.00")):
            self.assertIn(f"读作 {read} 元", reading(RULE, before, typed), typed)
        for typed in ("1万5", "1.5万5千", "5千1万", "1千5百万", "万", "千5", "1万元5千", "12万500", "一万五", "一百五", "一十百", "百万", "二五", "五百千", "一万二万", "一千零", "3元50角", "3元5", "w", "5元w"):
            self.assertNotRegex(reading(RULE, before, typed).split("2022-09-15")[-1], "读作 .* 元", typed)
        with tempfile.TemporaryDirectory() as folder:
            rule = pathlib.Path(folder) / "rule.yaml"
            for unit in ("1/年", "百分数/年"):
                rule.write_text("种类: 事项\n编号: 样例.利率\n申报:\n  利率: {类型: 比例, 单位: " + unit + ", 小数: 4, 范围: \"[0%/年..24%/年]\"}\n"
                                "奖补:\n  - 基数: 100万元 * 利率 * 12个月\n  - 取整: 四舍五入到0.01元\n", "utf-8")
                for typed in ("4.35%", "4.35％", "0.0435/年", "4.35%/年", "4.35 % per year", "0.0435/year", "43.5‰", "千分之43.5", "435bp",
                              "435 BPs", "435个基点", "万分之435", "万分之四百三十五", "四点三五%", "435‱", "435bp/年"):
                    out = reading(str(rule), (), typed)
                    self.assertIn("读作 4.35%/年", out, (unit, typed))
                    self.assertIn("43,500.00 元", out, (unit, typed))

    RATE = ("种类: 事项\n编号: 样例.利率\n申报:\n  利率: {类型: 比例, 单位: 1/年, 小数: 4, 范围: \"[0%/年..24%/年]\"}\n"
            "奖补:\n  - 基数: 100万元 * 利率 * 12个月\n  - 取整: 四舍五入到0.01元\n")

    def test_a_rate_of_a_month_is_refused_however_it_comes(self):
        with tempfile.TemporaryDirectory() as folder:
            rule, table = pathlib.Path(folder) / "rule.yaml", pathlib.Path(folder) / "table.csv"
            rule.write_text(self.RATE, "utf-8")
            for typed in ("0.36%/月", "0.36%每月", "月利率0.36%", "0.36% per month", "3.6‰/month"):
                out = huiqi("--lang", "zh", "ask", str(rule), stdin=typed + "\n")[1]
                self.assertIn(f"“{typed}”是按月的，这里要年利率", out.replace("permonth", "per month"), typed)
                self.assertIn("不会替您乘 12", out)
                self.assertNotIn("读作", out)
            table.write_text("id,利率\nA,0.36%/月\nB,4.35%/年\n", "utf-8")
            rejects = pathlib.Path(folder) / "back.csv"
            huiqi("run", str(rule), str(table), "-o", str(pathlib.Path(folder) / "out.csv"), "--rejects", str(rejects))
            self.assertIn("D110", rejects.read_text("utf-8"))
            self.assertNotIn("B,", rejects.read_text("utf-8"))
            code, out, _ = with_answers({"利率": "0.36%/月"}, "--json", "ask", str(rule))
            self.assertEqual((code, json.loads(out)["errors"][0]["code"]), (65, "D110"))

    def test_what_was_typed_is_quoted_and_units_are_said_in_words(self):
        with tempfile.TemporaryDirectory() as folder:
            rule = pathlib.Path(folder) / "rule.yaml"
            rule.write_text(self.RATE, "utf-8")
            for typed, zh, en in (("年化4.35%", "“年化4.35%”读不成年利率", "“年化4.35%” cannot be read as a rate of a year"),
                                  ("4.35125%", "“4.35125%”的小数比规定的多：写成百分数最多 2 位小数", "“4.35125%” has more decimals than allowed: at most 2 in per cent"),
                                  ("-435bp", "“-435bp”不在允许的范围内", "“-435bp” lies outside what is allowed"),
                                  ("43x5bp", "“43x5bp”读不成年利率", "“43x5bp” cannot be read as a rate of a year")):
                for language, said in (("zh", zh), ("en", en)):
                    out = huiqi("--lang", language, "ask", str(rule), stdin=typed + "\n")[1]
                    self.assertIn(said, out, typed)
                    self.assertNotIn("1/", out.split("\n> ", 1)[1], typed)

    def test_none_is_read_alike_in_every_way(self):
        text = ("种类: 事项\n编号: 样例.无\n申报:\n  补助: {类型: 金额, 小数: 2, 可无: 是}\n  有贷款: {类型: 是否}\n"
                "  贷款额: {类型: 金额, 小数: 2, 当: 有贷款}\n  花费: {类型: 金额, 小数: 2}\n"
                "奖补:\n  - 基数: 花费 - 缺省(补助, 0元) + 缺省(贷款额, 0元)\n  - 取整: 四舍五入到0.01元\n")
        with tempfile.TemporaryDirectory() as folder:
            rule, table, result = (pathlib.Path(folder) / name for name in ("rule.yaml", "table.csv", "out.csv"))
            rule.write_text(text, "utf-8")
            table.write_text("id,补助,有贷款,贷款额,花费\nA,无,否,无,100\nB,null,否,null,100\nC,,否,,100\nD,无,是,无,100\nE,无,否,无,无\n", "utf-8")
            back = pathlib.Path(folder) / "back.csv"
            huiqi("run", str(rule), str(table), "-o", str(result), "--select", "id,award=无.award,missing=无.missing", "--rejects", str(back))
            self.assertEqual(result.read_text("utf-8").split()[1:], ["A,100.00,", "B,100.00,", "C,100.00,", "D,,贷款额"])
            self.assertIn("D111", back.read_text("utf-8"))
            for word in ("无", "null", None):
                code, out, _ = with_answers({"补助": word, "有贷款": "否", "贷款额": word, "花费": "100"}, "--json", "ask", str(rule))
                self.assertEqual((code, json.loads(out)["incentives"][0]["least"]), (0, "100.00"), word)
                made = json.loads(with_answers({"补助": word, "有贷款": "是", "贷款额": word, "花费": "100"}, "--json", "ask", str(rule))[1])
                self.assertEqual((made["next"], made["incentives"][0]["waits_for"]), (None, ["贷款额"]), word)
            for word in ("无", "null", "没有", "none"):
                out = huiqi("--lang", "zh", "ask", str(rule), stdin=f"{word}\n否\n100\n")[1]
                self.assertIn("符合，100.00 元", out, word)
            self.assertIn("这一项总是有的，不能回答“无”", huiqi("--lang", "zh", "ask", str(rule), stdin="无\n无\n")[1])

    def test_parts_are_asked_for_and_have_ranges(self):
        rule = str(SOURCE / "rules/published/toulouse-velo")
        known = {"income_per_share": "8000", "bicycle": "electric"}
        made = json.loads(with_answers(known, "--json", "ask", rule)[1])
        one = made["incentives"][0]
        self.assertEqual((made["next"]["name"], one["state"], one["least"], one["most"]), ("price", "eligible", None, None))
        self.assertEqual(one["parts"]["grant"], {"least": "0.00", "most": "250.00", "unit": "EUR", "settled": False})
        one = json.loads(with_answers({**known, "price": "1000"}, "--json", "ask", rule)[1])["incentives"][0]
        self.assertEqual((one["parts"]["grant"]["least"], one["parts"]["grant"]["most"], one["parts"]["grant"]["settled"]), ("250.00", "250.00", True))
        self.assertIn("grant 250.00 EUR", with_answers({**known, "price": "1000"}, "--lang", "en", "ask", rule)[1])
        for other in ("us-eitc-2023", "japan-it-subsidy-2023"):
            code, out, _ = with_answers({}, "--lang", "zh", "ask", str(SOURCE / "rules/published" / other))
            self.assertEqual(code, 0)
            self.assertNotIn("认定，没有金额", out, other)

    def test_an_award_is_told_in_words_with_the_answers(self):
        known = {"insured": "execution", "premium": "30000", "size": "small"}
        for language, said in (("zh", "  30,000.00 元 × 对照表（险种） 50% = 15,000.00 元\n"), ("en", "  30,000.00 yuan × share 50% = 15,000.00 yuan\n")):
            self.assertIn(said, with_answers(known, "--lang", language, "ask", str(SOURCE / "rules/benchmark/premium.yaml"))[1])

    def test_expressions_are_told_in_words(self):
        text = ("种类: 事项\n编号: 样例.话\n申报:\n  补助: {类型: 金额, 小数: 2, 可无: 是}\n  小微: {类型: 是否}\n"
                "  专利: {类型: 列表, 每项: {年费: {类型: 金额, 小数: 2}, 转让日: {类型: 日期, 可无: 是}}}\n"
                "奖补:\n  - 基数: '合计(for 件 in 专利[转让日 != null] return 件.年费 * 50%)'\n"
                "  - 加: 如果 小微 = 是 那么 1万元 否则 0元\n  - 加: if 缺省(补助, 0元) >= 10元 then 1.5万元 else 0元\n"
                "  - {加: 1元, 当: 补助 != 无}\n  - 减: 缺省(补助, 0元) * 10%\n  - 取整: 四舍五入到0.01元\n")
        known = {"小微": "是", "专利": [{"年费": "100", "转让日": "2024-01-01"}, {"年费": "60", "转让日": None}]}
        with tempfile.TemporaryDirectory() as folder:
            rule = pathlib.Path(folder) / "rule.yaml"
            rule.write_text(text, "utf-8")
            for language, said in (("zh", ("合计(专利（其中 转让日 有填）的每一项（件）：件的年费 × 50%) = 50.00 元", "（如果 小微 是 = 是 则 1万元 否则 0元）",
                                           "（如果 补助（没有，按 0元） ≥ 10元 则 1.5万元 否则 0元）", "（补助（没有，按 0元） × 10%）")),
                                   ("en", ("sum(件's 年费 × 50% for each 件 of 专利 (where 转让日 is given)) = 50.00 yuan", "(if 小微 yes = yes then 10,000 yuan else 0 yuan)",
                                           "(if 补助 (none, so 0 yuan) ≥ 10 yuan then 15,000.00 yuan else 0 yuan)", "(补助 (none, so 0 yuan) × 10%)"))):
                out = with_answers({**known, "补助": None}, "--lang", language, "ask", str(rule))[1]
                for one in said:
                    self.assertIn(one, out)
            self.assertIn("（补助 20.00 元 × 10%）", with_answers({**known, "补助": "20"}, "--lang", "zh", "ask", str(rule))[1])

    def test_of_an_award_in_parts_what_is_due_now_is_told_beside_the_whole(self):
        known = {"首次入库": "是", "入库日": "2024-01-01"}
        rule = str(SOURCE / "rules/cookbook/instalments.yaml")
        for language, said in (("zh", ("200,000.00 元", "现在应付 100,000.00 元；另有 100,000.00 元 以后复核通过才付", "第一年：100,000.00 元，2024-01-01，应付",
                                       "第二年：60,000.00 元，2025-01-01，复核通过才付（次年仍在库）", "《示例办法（举例）》 第四十八条")),
                               ("en", ("200,000.00 yuan", "Due now by these answers: 100,000.00 yuan; 100,000.00 yuan more only once it is checked again",
                                       "第三年: 40,000.00 yuan, 2026-01-01, paid once this is checked"))):
            out = with_answers(known, "--lang", language, "ask", rule)[1]
            for one in said:
                self.assertIn(one, out)
        made = json.loads(with_answers(known, "--json", "ask", rule)[1])["incentives"][0]
        self.assertEqual((made["least"], made["due"]), ("200000.00", "100000.00"))
        self.assertEqual([(one["id"], one["state"], one["amount"], one["due"], one["date"]) for one in made["schedule"]],
                         [("第一年", "due", "100000.00", "100000.00", "2024-01-01"), ("第二年", "waiting", "60000.00", None, "2025-01-01"), ("第三年", "waiting", "40000.00", None, "2026-01-01")])
        out = with_answers({**known, "次年仍在库": "否"}, "--lang", "zh", "ask", rule)[1]
        self.assertIn("现在应付 100,000.00 元；100,000.00 元 不再付", out)
        self.assertIn("第二年：60,000.00 元，2025-01-01，不付：复核没有通过（次年仍在库）", out)

    def test_who_pays_which_share_is_told(self):
        rule = str(SOURCE / "rules/cookbook/shares-of-payers.yaml")
        out = with_answers({"费用": "0.10"}, "--lang", "zh", "ask", rule)[1]
        for said in ("谁来付：", "省级：0.02 元（奖补的 40%）", "县级：0.01 元（其余部分）"):
            self.assertIn(said, out)
        made = json.loads(with_answers({"费用": "0.10"}, "--json", "ask", rule)[1])["incentives"][0]
        self.assertEqual([(one["name"], one["amount"], one["rest"]) for one in made["shares"]], [("省级", "0.02", False), ("市级", "0.02", False), ("县级", "0.01", True)])
        self.assertNotIn("due", made)   # it is paid at once

    def test_what_no_answer_can_change_is_said_to_be_so(self):
        known = {"本金": "100000", "贷款月数": "12", "年利率": "4.35", "LPR": "3.65"}
        rule = str(SOURCE / "rules/published/liuzhou-startup-loan-interest")
        made = json.loads(with_answers(known, "--json", "ask", rule)[1])["incentives"][0]
        self.assertEqual((made["state"], made["least"], made["whatever"]), ("eligible", "2200.00", ["三江或融水"]))
        self.assertIn("无论怎样回答，结果都是这样", with_answers(known, "--lang", "zh", "ask", rule)[1])
        for county in ("是", "否"):
            made = json.loads(with_answers({**known, "三江或融水": county}, "--json", "ask", rule)[1])["incentives"][0]
            self.assertEqual((made["least"], made["whatever"]), ("2200.00", []))

    def test_a_hold_is_told(self):
        whole = {"申请主体": "企业", "引进方式": "许可", "合同签订日": "2022-03-01", "先进技术": "是", "已转化实施": "是", "合同金额": "300", "技术合同登记额": "300",
                 "付款": [{"付款日": "2022-04-01", "付款额": "2000000", "已退回": "否"}, {"付款日": "2022-04-02", "付款额": "1000000", "已退回": "是"}],
                 "已获奖补额": "0", "其他地区已奖补": "否", "关联交易": "否", "企业规模": "小型"}
        out = with_answers(whole, "--lang", "zh", "ask", self.PATENTS)[1]
        self.assertIn("符合，100,000.00 元", out)
        self.assertIn("拦截：退回的款项超过合同金额的20%。核实放行之前不付款", out)
        made = json.loads(with_answers(whole, "--json", "ask", self.PATENTS)[1])["incentives"][0]["anomalies"]
        self.assertEqual([(one["id"], one["level"], one["certain"]) for one in made], [("退款", "refer", True), ("大额退款", "hold", True)])

    def test_a_name_that_no_rule_knows_is_warned_of(self):
        code, out, error = with_answers({"siez": "small"}, "--lang", "zh", "ask", BUNDLE)
        self.assertEqual(code, 0)
        self.assertIn("D035", error)
        made = json.loads(with_answers({"siez": "small"}, "--json", "ask", BUNDLE)[1])
        self.assertEqual(made["warnings"][0]["code"], "D035")

    def test_a_name_in_an_item_is_warned_of_where_it_stands(self):
        made = json.loads(with_answers({"付款": [{"付款日": "2022-04-01"}, {"付款额": "1", "备注": "x"}]}, "--json", "ask", self.PATENTS)[1])
        self.assertEqual([one["answer"] for one in made["warnings"]], ["付款[2].备注"])

    def test_the_ends_of_a_question_are_in_its_unit(self):
        with tempfile.TemporaryDirectory() as folder:
            rule = pathlib.Path(folder) / "rule.yaml"
            for unit, least, most, shown in (("万元", "1.5万元", "200万元", ("1.5", "200")), ("元", "1.5万元", "200万元", ("15000", "2000000"))):
                rule.write_text("种类: 事项\n编号: 样例.单位\n申报:\n  花费: {类型: 金额, 单位: " + unit + ", 小数: 2, 范围: \"[" + least + ".." + most + "]\"}\n"
                                "奖补:\n  - 基数: 花费\n  - 取整: 四舍五入到0.01元\n", "utf-8")
                asked = json.loads(huiqi("--json", "ask", str(rule))[1])["next"]
                self.assertEqual((asked["unit"]["zh"], asked["least"], asked["most"]), (unit, *shown))

    def test_lists_are_asked_item_by_item(self):
        rule = str(SOURCE / "rules/cookbook/lists.yaml")
        made = json.loads(huiqi("--json", "ask", rule)[1])
        self.assertIsNotNone(made["next"])


class Words(unittest.TestCase):
    """Amounts in capital numerals, by the examples and rules of the 支付结算办法 annex (中文大写)."""

    RULE = """种类: 事项
编号: 样例.大写
申报:
  甲: {类型: 金额, 小数: 2, 范围: "[0元..100000000000000000元]"}
奖补:
  - 基数: 甲
"""
    AMOUNTS = (("0", "零元整"), ("0.05", "伍分"), ("0.10", "壹角整"), ("0.15", "壹角伍分"), ("1", "壹元整"), ("10", "壹拾元整"),
               ("10.10", "壹拾元壹角整"), ("11.01", "壹拾壹元零壹分"), ("100", "壹佰元整"), ("101", "壹佰零壹元整"),
               ("1010.00", "壹仟零壹拾元整"), ("1001", "壹仟零壹元整"), ("325.04", "叁佰贰拾伍元零肆分"), ("1409.50", "壹仟肆佰零玖元伍角整"),
               ("1680.32", "壹仟陆佰捌拾元叁角贰分"), ("6007.14", "陆仟零柒元壹角肆分"), ("10000", "壹万元整"), ("10001", "壹万零壹元整"),
               ("16409.02", "壹万陆仟肆佰零玖元零贰分"), ("107000.53", "壹拾万柒仟元伍角叁分"), ("100010", "壹拾万零壹拾元整"),
               ("1000000", "壹佰万元整"), ("10000001", "壹仟万零壹元整"), ("100000000", "壹亿元整"), ("100000001.05", "壹亿零壹元零伍分"),
               ("100010000", "壹亿零壹万元整"), ("1000001000", "壹拾亿零壹仟元整"), ("123456789.98", "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元玖角捌分"),
               ("1000000000000", "壹万亿元整"), ("1000100000000", "壹万零壹亿元整"), ("10000000000000000", "壹亿亿元整"))

    def test_known_amounts(self):
        with tempfile.TemporaryDirectory() as folder:
            rule = pathlib.Path(folder) / "rule.yaml"
            rule.write_text(self.RULE, "utf-8")
            for amount, words in self.AMOUNTS:
                code, out, error = with_answers({"甲": amount}, "--lang", "zh", "ask", str(rule))
                self.assertEqual(code, 0, error)
                self.assertIn(f"（{words}）", out, amount)


if __name__ == "__main__":
    unittest.main()
